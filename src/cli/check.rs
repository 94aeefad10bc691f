use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::output::Output;
use super::seeds::{Look, Seeds};
use super::{Exit, Global};
use crate::report::check::{Mended, check};
use crate::seed::write::replace;
use crate::source::{Mending, Severity, mend};

/// Find everything that is wrong with the seeds
///
/// Names, dates, corrections, and the quotes against the archived documents; each with its place and
/// what to do. Changes nothing, unless it is told to with `--fix`.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// Dispatches or folders to look at in place of `seeds/`
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// End with 1 if there is a warning
    #[arg(long, value_name = "WHAT")]
    deny: Option<Deny>,
    /// Mend what can be mended in only one way, and say what is left
    ///
    /// Makes the edits that the messages offer, where there is no choice between several, in the
    /// dispatches and charters themselves. Comments and layout stay as they are. Of edits to the same
    /// words the first is made; the next run shows what became of the others. A bracket is closed only
    /// where it is plain that it is missing.
    #[arg(long)]
    fix: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Warnings
    Warnings,
}

impl Check {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        let mended = if self.fix { Some(self.mend(global)?) } else { None };
        let seeds = Seeds::read(global, &self.paths, Look::Documents)?;
        let lens = seeds.lens(global)?;
        let (view, faults) = seeds.view(global, &lens)?;
        output.faults(&faults, seeds.texts(), Severity::Warning)?;
        let answer = check(&view, &faults, mended);
        output.answer(&answer)?;
        Ok(match (view.tally.errors, view.tally.warnings, self.deny) {
            (0, 0, _) | (0, _, None) => Exit::Answered,
            (0, _, Some(Deny::Warnings)) => Exit::Found,
            _ => Exit::Unsound,
        })
    }

    /// Mends what can be mended, file by file, and returns what was changed.
    fn mend(&self, global: &Global) -> anyhow::Result<Mended> {
        let seeds = Seeds::read(global, &self.paths, Look::Documents)?;
        let lens = seeds.lens(global)?;
        let (_, faults) = seeds.view(global, &lens)?;
        let mending = Mending::of(&faults, seeds.texts());
        for (done, (file, edits)) in mending.by_file().into_iter().enumerate() {
            let text = seeds.texts().get(file);
            let path = global.base().join(&text.name);
            replace(&path, text.content(), &mend(text.content(), &edits)).with_context(|| {
                format!("cannot write {}, files mended before it: {done}", path.display())
            })?;
        }
        Ok(Mended::of(&mending, seeds.texts()))
    }
}
