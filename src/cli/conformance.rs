use clap::Args;

use super::output::Output;
use super::words::Words;
use super::{Exit, Global, ask_rows};
use crate::query::Use;
use crate::report::conformance::conformance;

/// Hold the moves of issues against their lifecycle
///
/// How many moves the version in force provided for, how many the newest would, and where the two differ;
/// what is irregular, with examples; what moves need, and whether it was there; how long issues stay at
/// each stage; and which deadlines have passed.
#[derive(Debug, Args)]
pub(super) struct Conformance {
    #[command(flatten)]
    words: Words,
}

impl Conformance {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        ask_rows(global, output, &self.words, Use::Issues, |view, rows| Ok(conformance(view, rows)))
    }
}
