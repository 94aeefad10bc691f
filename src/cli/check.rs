use std::path::PathBuf;

use anyhow::Context;
use clap::{Args, ValueEnum};

use super::output::Output;
use super::seal::Wanted;
use super::seeds::{Look, Seeds};
use super::{Exit, Global};
use crate::report::Tally;
use crate::report::check::{Beside, Mended, check};
use crate::report::seal::Held;
use crate::seed::write::replace;
use crate::source::{Diagnostic, Mending, Severity, mend};

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
    /// Also hold the seals against the record, or the one of this name: what was sealed must be there, unaltered
    ///
    /// Names what is missing or altered, verifies signatures, and warns of events that are said to have been
    /// known before a seal that lacks them. A seal that does not hold ends with 6.
    #[arg(long, value_name = "NAME", num_args = 0..=1, require_equals = true, default_missing_value = "")]
    #[arg(conflicts_with_all = ["paths", "fix"])]
    seal: Option<String>,
    /// Verify signatures against these, in place of `seals/allowed_signers`
    #[arg(long, value_name = "FILE", requires = "seal")]
    allowed_signers: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Deny {
    /// Warnings
    Warnings,
}

impl Check {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        let mended = if self.fix { Some(self.mend(global)?) } else { None };
        let mut seeds = Seeds::read(global, &self.paths, Look::Documents)?;
        let (seals, broken) = self.seals(global, &mut seeds)?;
        let lens = seeds.lens(global)?;
        let (mut view, mut faults) = seeds.view(global, &lens)?;
        faults.extend(broken);
        view.tally = Tally::of(&faults, view.tally.left_out);
        output.faults(&faults, seeds.texts(), Severity::Warning)?;
        let broken = seals.iter().any(|seal| !seal.holds);
        let answer = check(&view, &faults, Beside { mended, seals });
        output.answer(&answer)?;
        if broken {
            return Ok(Exit::Altered);
        }
        Ok(match (view.tally.errors, view.tally.warnings, self.deny) {
            (0, 0, _) | (0, _, None) => Exit::Answered,
            (0, _, Some(Deny::Warnings)) => Exit::Found,
            _ => Exit::Unsound,
        })
    }

    fn seals(
        &self,
        global: &Global,
        seeds: &mut Seeds,
    ) -> anyhow::Result<(Vec<Held>, Vec<Diagnostic>)> {
        let Some(name) = &self.seal else { return Ok((Vec::new(), Vec::new())) };
        let name = Some(name.as_str()).filter(|name| !name.is_empty());
        Wanted { name, signers: self.allowed_signers.as_deref() }.held(global, seeds)
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
