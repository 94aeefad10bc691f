use std::path::PathBuf;

use clap::Args;
use clap_complete::engine::ArgValueCompleter;

use super::completions;
use super::output::Output;
use super::{Exit, Global, Usage, ask};
use crate::report::show::show;

/// Show everything about an event, an encounter, a draft, a party, a person, a source or a package
///
/// Of an event: what was written down, on whose word, what it does, who answered. Of a party: who speaks
/// for it, what it demands and offers and who has answered, what it has accepted and promised. Of a
/// person: the offices held, what is told on the person's word, and where the person was. Of an
/// encounter: all accounts side by side. Of a package: whether it is complete, and what would break it.
#[derive(Debug, Args)]
pub(super) struct Show {
    /// The id of any of these; of an event also how its content id begins
    #[arg(add = ArgValueCompleter::new(completions::anything))]
    id: String,
    /// Dispatches or folders to look at in place of `seeds/`
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

impl Show {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        ask(global, output, &self.paths, |view| {
            show(view, &self.id).map_err(|nothing| Usage(nothing.to_string()).into())
        })
    }
}
