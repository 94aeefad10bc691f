use std::path::PathBuf;

use clap::Args;

use super::output::Output;
use super::{Exit, Global, ask};
use crate::report::log::log;

/// List what was reported, in order
#[derive(Debug, Args)]
pub(super) struct Log {
    /// Dispatches or folders to look at in place of `seeds/`
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

impl Log {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        ask(global, output, &self.paths, |view| Ok(log(view)))
    }
}
