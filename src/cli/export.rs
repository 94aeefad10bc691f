use std::collections::BTreeSet;
use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::output::Output;
use super::seeds::{Look, Seeds};
use super::{Exit, Global, Usage};
use crate::model::{Basis, nearest};
use crate::redact::{Allow, Copy, copy};
use crate::report::export::export;
use crate::report::kinds;
use crate::seed::write::{create, is_taken};
use crate::source::Severity;

/// Write a copy of the record that may be given away
///
/// Only what is allowed is kept, and what is not named is left out. By default that is what was said on record, in a
/// document, or by nobody in particular, with all fields but `note`, `channel` and `reason`; not: what was told off
/// the record (it is never exported) or on background, ratings of sources, `maybe_same_as` and `reliability`
/// in the charter, archived documents, comments. Events that point at what is left out are left out, and
/// so is what was taken back by it; nobody is declared whom no event names. The copy reads without an error.
#[derive(Debug, Args)]
pub(super) struct Export {
    /// The folder to write, which must not be there yet; its seeds go to `DIR/seeds`
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Leave out all that is not allowed; a whole copy is made with `cp -r`
    #[arg(long, required = true)]
    redact: bool,
    /// Keep events of these kinds
    #[arg(long, value_delimiter = ',', value_name = "KINDS")]
    kinds: Vec<String>,
    /// Keep these fields of events, beside those that decide how an event counts
    #[arg(long, value_delimiter = ',', value_name = "FIELDS")]
    fields: Vec<String>,
    /// Keep what was told on these terms
    #[arg(long, value_delimiter = ',', value_name = "BASES")]
    bases: Vec<String>,
    /// Keep only what came through none but these people, parties and sources
    #[arg(long, value_delimiter = ',', value_name = "SOURCES")]
    sources: Vec<String>,
}

impl Export {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        global.no_point("a copy is of all that the record holds")?;
        let folder = global.base().join(&self.folder);
        if is_taken(&folder).with_context(|| format!("cannot look into {}", folder.display()))? {
            let message = format!("there is something at {}", folder.display());
            return Err(Usage(format!(
                "{message}\n  help: nothing is overwritten: give another folder"
            ))
            .into());
        }
        let seeds = Seeds::read(global, &[], Look::Record)?;
        let lens = seeds.lens(global)?;
        let (view, faults) = seeds.view(global, &lens)?;
        if view.tally.errors > 0 {
            output.faults(&faults, seeds.texts(), Severity::Error)?;
            let unknown =
                "what has an error is not in the record: nobody can say what it would give away";
            return Err(
                Usage(format!("{unknown}\n  help: mend it first: `rapporteur check`")).into()
            );
        }
        let allow = self.allow(&seeds)?;
        let mut copies: Vec<Copy> = Vec::new();
        for record in seeds.records() {
            match copy(seeds.texts(), record, &allow) {
                Ok(copy) => copies.push(copy),
                Err(faults) => {
                    let process = &record.register.process;
                    let wrong: Vec<&str> =
                        faults.iter().map(|fault| fault.message.as_str()).collect();
                    let message = format!("`{process}` cannot be copied: {}", wrong.join("; "));
                    return Err(Usage(format!(
                        "{message}\n  help: allow more, or mend its charter"
                    ))
                    .into());
                }
            }
        }
        let files = copies.iter().flat_map(|copy| &copy.files);
        let files: Vec<(&str, &str)> =
            files.map(|(name, text)| (name.as_str(), text.as_str())).collect();
        create(&folder.join("seeds"), &files)
            .with_context(|| format!("cannot write the copy into {}", folder.display()))?;
        output.answer(&export(folder.display().to_string(), &copies))?;
        Ok(Exit::Answered)
    }

    fn allow(&self, seeds: &Seeds) -> anyhow::Result<Allow> {
        let mut allow = Allow::default();
        if !self.kinds.is_empty() {
            let find = |name: &String| {
                kinds::find(name)
                    .ok_or_else(|| unknown("kind", name, &kinds::names().collect::<Vec<_>>()))
            };
            allow.kinds = self.kinds.iter().map(find).collect::<Result<_, _>>()?;
        }
        if !self.bases.is_empty() {
            let find = |name: &String| {
                let known: Vec<Basis> =
                    Basis::ALL.into_iter().filter(|basis| *basis != Basis::OffRecord).collect();
                let found = known.iter().copied().find(|basis| basis.name() == name);
                found.ok_or_else(|| {
                    if name == Basis::OffRecord.name() {
                        let help = "what was told off the record is kept, and never exported";
                        return Usage(format!("`OffRecord` cannot be allowed\n  help: {help}"));
                    }
                    let names: Vec<&str> = known.iter().map(|basis| basis.name()).collect();
                    unknown("basis", name, &names)
                })
            };
            allow.bases = self.bases.iter().map(find).collect::<Result<_, _>>()?;
        }
        if !self.fields.is_empty() {
            let known: BTreeSet<&str> = Allow::fields_known().collect();
            if let Some(name) = self.fields.iter().find(|name| !known.contains(name.as_str())) {
                return Err(unknown(
                    "field of events",
                    name,
                    &known.iter().copied().collect::<Vec<_>>(),
                )
                .into());
            }
            allow.fields = self.fields.iter().cloned().collect();
        }
        if !self.sources.is_empty() {
            let registers = seeds.registers();
            let ids = || registers.iter().flat_map(|register| register.actors.ids());
            if let Some(name) = self.sources.iter().find(|name| !ids().any(|id| id == *name)) {
                return Err(
                    unknown("source, person or party", name, &ids().collect::<Vec<_>>()).into()
                );
            }
            allow.sources = Some(self.sources.iter().cloned().collect());
        }
        Ok(allow)
    }
}

fn unknown(what: &str, name: &str, names: &[&str]) -> Usage {
    let help = match nearest(name, names.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("one of {}", names.join(", ")),
    };
    Usage(format!("there is no {what} `{name}`\n  help: {help}"))
}
