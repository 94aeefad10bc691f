use std::path::PathBuf;

use clap::Args;

use super::output::Output;
use super::seeds::{Look, Seeds};
use super::{Exit, Global, Usage};
use crate::report::coverage::{coverage, find};
use crate::seed::dir::archive;
use crate::source::Severity;

/// Show which sentences of a document claims cite, and which none does
///
/// Lists the archived text sentence by sentence: the events that cite it, or why the dispatch leaves it
/// out, or that no claim cites it. What is cited is what somebody wrote down, whether or not it still
/// stands.
#[derive(Debug, Args)]
pub(super) struct Coverage {
    /// The document, as the charter declares it
    document: String,
    /// Dispatches or folders to look at in place of `seeds/`
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

impl Coverage {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        let seeds = Seeds::read(global, &self.paths, Look::Record)?;
        let lens = seeds.lens(global)?;
        let (view, faults) = seeds.view(global, &lens)?;
        let usage = |fault: crate::report::coverage::CoverageFault| Usage(fault.to_string());
        let found = find(&view, &self.document).map_err(usage)?;
        let archive = archive(&global.base(), &found.0.register);
        let text = archive.get(&self.document).and_then(|text| text.as_ref().ok());
        let answer = coverage(&view, found, text.map(String::as_str)).map_err(usage)?;
        output.answer(&answer)?;
        output.faults(&faults, seeds.texts(), Severity::Error)?;
        seeds.keep(&view);
        Ok(if view.tally.errors > 0 { Exit::Unsound } else { Exit::Answered })
    }
}
