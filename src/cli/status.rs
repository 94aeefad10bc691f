use clap::Args;

use super::output::Output;
use super::words::Words;
use super::{Exit, Global, ask_rows};
use crate::query::Use;
use crate::report::status::status;

/// Show where each issue stands, and on whose word
#[derive(Debug, Args)]
pub(super) struct Status {
    #[command(flatten)]
    words: Words,
}

impl Status {
    /// Returns whether nothing was asked for beyond the board itself.
    pub(super) fn is_bare(&self) -> bool {
        self.words.is_empty()
    }

    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        ask_rows(global, output, &self.words, Use::Issues, |view, rows| Ok(status(view, rows)))
    }
}
