use std::path::PathBuf;

use clap::Args;
use clap_complete::engine::ArgValueCompleter;

use super::completions;
use super::output::Output;
use super::{Exit, Global, Usage, ask};
use crate::report::why::why;

/// Say why an issue is at its stage, and what blocks the next one
///
/// Names the claims that count, their quotes and sources, those that no longer count, and what the
/// stage would be without each single source.
#[derive(Debug, Args)]
pub(super) struct Why {
    /// The issue, as `status` lists it with its parents: `territory/donbas`
    #[arg(add = ArgValueCompleter::new(completions::issues))]
    issue: String,
    /// Dispatches or folders to look at in place of `seeds/`
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

impl Why {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        ask(global, output, &self.paths, |view| {
            why(view, &self.issue).map_err(|error| Usage(error.to_string()).into())
        })
    }
}
