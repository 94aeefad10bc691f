use std::path::PathBuf;

use clap::Args;

use super::output::Output;
use super::seeds::{Look, Seeds};
use super::{Exit, Global};
use crate::report::status::status;
use crate::source::Severity;

/// Show where each issue stands, and on whose word
#[derive(Debug, Args)]
pub(super) struct Status {
    /// Dispatches or folders to look at in place of `seeds/`
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

impl Status {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> anyhow::Result<Exit> {
        let seeds = Seeds::read(global, &self.paths, Look::Record)?;
        let lens = seeds.lens(global)?;
        let (view, faults) = seeds.view(global, &lens)?;
        let answer = status(&view);
        output.answer(&answer, || answer.page())?;
        output.faults(&faults, seeds.texts(), Severity::Error)?;
        Ok(if view.tally.errors > 0 { Exit::Unsound } else { Exit::Answered })
    }
}
