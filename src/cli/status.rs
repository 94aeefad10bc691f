use std::path::PathBuf;

use clap::Args;

use super::output::Output;
use super::{Exit, Global, ask};
use crate::report::status::status;

/// Show where each issue stands, and on whose word
#[derive(Debug, Args)]
pub(super) struct Status {
    /// Dispatches or folders to look at in place of `seeds/`
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

impl Status {
    /// Returns whether nothing was asked for beyond the board itself.
    pub(super) fn is_bare(&self) -> bool {
        self.paths.is_empty()
    }

    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        ask(global, output, &self.paths, |view| Ok(status(view)))
    }
}
