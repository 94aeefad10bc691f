use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::output::Output;
use super::seeds::{Look, Seeds};
use super::{Exit, Global};
use crate::report::check::check;
use crate::source::Severity;

/// Find everything that is wrong with the seeds
///
/// Names, dates, corrections, and the quotes against the archived documents; each with its place and
/// what to do. Changes nothing.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Dispatches or folders to look at in place of `seeds/`
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// End with 1 if there is a warning
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Warnings
    Warnings,
}

impl Check {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        let seeds = Seeds::read(global, &self.paths, Look::Documents)?;
        let lens = seeds.lens(global)?;
        let (view, faults) = seeds.view(global, &lens)?;
        output.faults(&faults, seeds.texts(), Severity::Warning)?;
        let answer = check(&view, &faults);
        output.answer(&answer)?;
        Ok(match (view.tally.errors, view.tally.warnings, self.deny) {
            (0, 0, _) | (0, _, None) => Exit::Answered,
            (0, _, Some(Deny::Warnings)) => Exit::Found,
            _ => Exit::Unsound,
        })
    }
}
