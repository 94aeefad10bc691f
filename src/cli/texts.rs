use std::path::PathBuf;

use clap::Args;

use super::output::Output;
use super::{Exit, Global, ask};
use crate::report::texts::texts;

/// Show the drafts: what happened to each, how many passages are agreed, and how they are read
#[derive(Debug, Args)]
pub(super) struct Texts {
    /// Dispatches or folders to look at in place of `seeds/`
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

impl Texts {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        ask(global, output, &self.paths, |view| Ok(texts(view)))
    }
}
