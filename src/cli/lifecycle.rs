use std::path::Path;

use clap::{Args, ValueEnum};

use super::output::Output;
use super::seeds::{Look, Seeds};
use super::{Exit, Global, Usage};
use crate::lifecycle::Lifecycle as Stages;
use crate::report::lifecycle::{Shape, lifecycle};
use crate::seed::dir::text;
use crate::source::{Severity, Text, Texts};

/// Show the stages of an issue, what bounds them, and the moves between them
///
/// What parties do gives an issue a stage: an advance says that it stands at least there, an objection
/// that it stands at most there, and what is open holds it down until it is closed. A move that is not
/// listed is kept and remarked on, or refused where the charter says `mode: Govern`. Of several versions
/// the one in force on the day of `--as-of` is shown.
#[derive(Debug, Args)]
pub(super) struct Lifecycle {
    /// A lifecycle of some process, or the file of one; without it, that of a negotiation
    #[arg(value_name = "NAME|FILE")]
    wanted: Option<String>,
    /// The form in which people see it
    #[arg(long = "as", value_enum, value_name = "FORM", default_value_t)]
    form: Form,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Form {
    /// A table
    #[default]
    Text,
    /// A state diagram for Mermaid
    Mermaid,
    /// A graph for Graphviz
    Dot,
}

impl Lifecycle {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        let shape = match self.form {
            Form::Text => Shape::Table,
            Form::Mermaid => Shape::Mermaid,
            Form::Dot => Shape::Dot,
        };
        let on = global.asked()?.point.as_of;
        match self.wanted.as_deref() {
            None | Some(Stages::NEGOTIATION) => {
                output.answer(&lifecycle(&Stages::negotiation(), on, shape))?;
            }
            Some(file) if Path::new(file).extension().is_some_and(|end| end == "ron") => {
                let path = global.base().join(file);
                let content =
                    text(&path)?.ok_or_else(|| Usage(format!("there is no file {file}")))?;
                let mut texts = Texts::default();
                let ix = texts.add(Text::new(file.to_owned(), content));
                let (read, faults) = Stages::read(ix, texts.get(ix).content());
                output.faults(&faults, &texts, Severity::Warning)?;
                let Some(read) = read else { return Ok(Exit::Unsound) };
                output.answer(&lifecycle(&read, on, shape))?;
            }
            Some(name) => {
                let seeds = Seeds::read(global, &[], Look::Record)?;
                let all = seeds.registers();
                let mut all = all.iter().flat_map(|register| register.lifecycles());
                let found = all.find(|lifecycle| lifecycle.name == name);
                let found = found.ok_or_else(|| unknown(name, &seeds))?;
                output.answer(&lifecycle(found, on, shape))?;
            }
        }
        Ok(Exit::Answered)
    }
}

fn unknown(name: &str, seeds: &Seeds) -> Usage {
    let all = seeds.registers();
    let mut names: Vec<&str> = all
        .iter()
        .flat_map(|register| register.lifecycles())
        .map(|one| one.name.as_str())
        .collect();
    names.sort_unstable();
    names.dedup();
    let names = names.join(", ");
    Usage(format!(
        "no process has a lifecycle `{name}`\n  help: there are {names}; or name its file"
    ))
}
