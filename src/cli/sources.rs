use std::path::PathBuf;

use clap::Args;

use super::output::Output;
use super::seeds::{Look, Seeds};
use super::{Exit, Global, exit};
use crate::report::sources::sources;
use crate::source::Severity;

/// Show on whose word everything rests, and what would stand otherwise without it
///
/// Sources that are or may be the same count as one. With `--without S`: what falls with that source.
#[derive(Debug, Args)]
pub(super) struct Sources {
    /// Dispatches or folders to look at in place of `seeds/`
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

impl Sources {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        let seeds = Seeds::read(global, &self.paths, Look::Record)?;
        // Who is left out is what is asked about; the names are held against the record all the same.
        seeds.lens(global)?;
        let lens = seeds.lens(&Global { without: Vec::new(), ..global.clone() })?;
        let (view, faults) = seeds.view(global, &lens)?;
        output.answer(&sources(&view, &global.without))?;
        output.faults(&faults, seeds.texts(), Severity::Error)?;
        seeds.keep(&view);
        Ok(exit(&view))
    }
}
