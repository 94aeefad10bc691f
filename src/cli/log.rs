use clap::Args;

use super::output::Output;
use super::words::Words;
use super::{Exit, Global, ask_rows};
use crate::query::Use;
use crate::report::log::log;

/// List what was reported, in order
#[derive(Debug, Args)]
pub(super) struct Log {
    #[command(flatten)]
    words: Words,
}

impl Log {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        ask_rows(global, output, &self.words, Use::Events, |view, rows| Ok(log(view, rows)))
    }
}
