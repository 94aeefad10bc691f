use clap::{Args, ValueEnum};

use super::Exit;
use super::output::Output;
use crate::report::lifecycle::{Shape, lifecycle};

/// Show the stages of an issue, what bounds them, and the moves between them
///
/// What parties do gives an issue a stage: an advance says that it stands at least there, an objection
/// that it stands at most there, and what is open holds it down until it is closed. A move that is not
/// listed is kept and remarked on, or refused where the charter says `mode: Govern`.
#[derive(Debug, Args)]
pub(super) struct Lifecycle {
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
    pub(super) fn run(&self, output: &Output) -> anyhow::Result<Exit> {
        let shape = match self.form {
            Form::Text => Shape::Table,
            Form::Mermaid => Shape::Mermaid,
            Form::Dot => Shape::Dot,
        };
        output.answer(&lifecycle(shape))?;
        Ok(Exit::Answered)
    }
}
