use clap::Args;
use clap_complete::engine::ArgValueCompleter;

use super::completions;
use super::output::Output;
use super::seeds::{Look, Seeds};
use super::words::Words;
use super::{Exit, Global, Usage, exit};
use crate::query::Use;
use crate::record::Lens;
use crate::report::matrix::{Shape, history, matrix, told_by};
use crate::source::Severity;

/// Lay issues against parties: each party's latest position, the stage, and what is on the table
///
/// A position that another tells has a note on whose word it is. With `--as-told-by` and several parties,
/// the stages are shown as each of them tells it, side by side.
#[derive(Debug, Args)]
pub(super) struct Matrix {
    /// The parties to show, with commas between them
    #[arg(long, value_name = "PARTIES", value_delimiter = ',')]
    #[arg(add = ArgValueCompleter::new(completions::parties))]
    parties: Vec<String>,
    /// Show issues without a recorded position, too
    #[arg(long)]
    all: bool,
    /// Show all positions over time, and those that go back without being taken back
    #[arg(long)]
    history: bool,
    #[command(flatten)]
    words: Words,
}

impl Matrix {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        let seeds = Seeds::read(global, &self.words.paths(), Look::Record)?;
        let rows = seeds.rows(&self.words.query(), Use::Issues)?;
        let sides = global.as_told_by.len() > 1;
        let asked = if sides { global.told_by_all() } else { global.clone() };
        let lens = seeds.lens(&asked)?;
        let views = if sides { Matrix::views(&seeds, global)? } else { Vec::new() };
        let (view, faults) = seeds.view(global, &lens)?;
        let shape = Shape { parties: self.parties.clone(), all: self.all };
        if sides {
            output.answer(&told_by(&view, &rows, &views))?;
        } else if self.history {
            let answer = history(&view, &rows, &self.parties);
            output.answer(&answer.map_err(|error| Usage(error.to_string()))?)?;
        } else {
            let answer = matrix(&view, &rows, &shape);
            output.answer(&answer.map_err(|error| Usage(error.to_string()))?)?;
        }
        output.faults(&faults, seeds.texts(), Severity::Error)?;
        seeds.keep(&view);
        Ok(exit(&view))
    }

    /// Returns the lens of each party whose telling is asked for.
    fn views(seeds: &Seeds, global: &Global) -> anyhow::Result<Vec<(String, Lens)>> {
        let lens = |party: &String| {
            let asked = Global { as_told_by: vec![party.clone()], ..global.clone() };
            Ok((party.clone(), seeds.lens(&asked)?))
        };
        global.as_told_by.iter().map(lens).collect()
    }
}
