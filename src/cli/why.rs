use std::path::PathBuf;

use clap::Args;

use super::output::Output;
use super::seeds::{Look, Seeds};
use super::{Exit, Global, Usage};
use crate::report::why::why;
use crate::source::Severity;

/// Say why an issue is at its stage, and what blocks the next one
///
/// Names the claims that count, their quotes and sources, those that no longer count, and what the
/// stage would be without each single source.
#[derive(Debug, Args)]
pub(super) struct Why {
    /// The issue, as `status` lists it with its parents: `territory/donbas`
    issue: String,
    /// Dispatches or folders to look at in place of `seeds/`
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

impl Why {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> anyhow::Result<Exit> {
        let seeds = Seeds::read(global, &self.paths, Look::Record)?;
        let lens = seeds.lens(global)?;
        let (view, faults) = seeds.view(global, &lens)?;
        let answer = why(&view, &self.issue).map_err(|error| Usage(error.to_string()))?;
        output.answer(&answer, || answer.page())?;
        output.faults(&faults, seeds.texts(), Severity::Error)?;
        Ok(if view.tally.errors > 0 { Exit::Unsound } else { Exit::Answered })
    }
}
