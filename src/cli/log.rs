use std::path::PathBuf;

use clap::Args;

use super::output::Output;
use super::seeds::{Look, Seeds};
use super::{Exit, Global};
use crate::report::log::log;
use crate::source::Severity;

/// List what was reported, in order
#[derive(Debug, Args)]
pub(super) struct Log {
    /// Dispatches or folders to look at in place of `seeds/`
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

impl Log {
    pub(super) fn run(&self, global: &Global, output: &mut Output) -> anyhow::Result<Exit> {
        let seeds = Seeds::read(global, &self.paths, Look::Record)?;
        let lens = seeds.lens(global)?;
        let (view, faults) = seeds.view(global, &lens)?;
        let answer = log(&view);
        output.answer(&answer, || answer.page())?;
        output.faults(&faults, seeds.texts(), Severity::Error)?;
        Ok(if view.tally.errors > 0 { Exit::Unsound } else { Exit::Answered })
    }
}
