use clap::Args;

use super::output::Output;
use super::point::Asked;
use super::seeds::{Look, Seeds};
use super::words::Words;
use super::{Exit, Global, Usage, today, told};
use crate::query::Use;
use crate::report::changed::{Since, changed};
use crate::source::Severity;

/// Show what changed since a day, why, and on whose word
///
/// A change is told under one of three heads. It happened, if its day lies in the window. It was learned
/// late, if it was over by the start of the window and was not known then. It corrects, if what was
/// known at the start was struck out, replaced or rated since. What was only said again is listed last.
///
/// Days are read at their close: `--since 2025-12-06` asks for what came after the 6th.
#[derive(Debug, Args)]
pub(super) struct Changed {
    /// From where: DATE, DATE@KNOWN, @KNOWN, FIRST..LAST, a snapshot's name, or git:REV
    #[arg(long, value_name = "POINT", allow_hyphen_values = true)]
    since: String,
    /// Up to where; today if it is not said
    #[arg(long, value_name = "POINT", allow_hyphen_values = true)]
    until: Option<String>,
    /// End with 1 if anything changed
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    words: Words,
}

impl Changed {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        global.no_point("say from where and up to where: --since POINT --until POINT")?;
        let (since, until) = self.window(global)?;
        let paths = self.words.paths();
        let seeds = Seeds::read_at(global, until.origin(), &paths, Look::Record)?;
        let rows = seeds.rows(&self.words.query(), Use::Changes)?;
        let earlier = since.written(global, &paths)?;
        let lens = seeds.lens(global)?;
        let (view, faults) = seeds.view_at(until.point, global.policy(), &lens);
        let written = earlier.as_ref().map(|seeds| (seeds.texts(), seeds.records()));
        let since = Since { point: since.point, told: since.told.clone(), written };
        let answer = changed(&view, &since, &rows);
        output.answer(&answer)?;
        output.faults(&faults, seeds.texts(), Severity::Error)?;
        seeds.keep(&view);
        Ok(told(&view, self.exit_code && !answer.data.is_empty()))
    }

    /// Returns the ends of the window, the later in neither time before the earlier.
    fn window(&self, global: &Global) -> anyhow::Result<(Asked, Asked)> {
        let (since, until) = match (Asked::range(&self.since, global)?, &self.until) {
            (Some(ends), None) => ends,
            (Some(_), Some(_)) => {
                let message = format!("`{}` says already where it ends", self.since);
                let help = "leave out `--until`, or give one day to `--since`";
                return Err(Usage(format!("{message}\n  help: {help}")).into());
            }
            (None, Some(until)) => (Asked::read(&self.since, global)?, Asked::read(until, global)?),
            (None, None) => (Asked::read(&self.since, global)?, Asked::on(today()?)),
        };
        let (a, b) = (since.point, until.point);
        if a.as_of > b.as_of || a.known_on > b.known_on {
            let message = format!("the window ends before it begins: from {a} to {b}");
            let help = "`rapporteur diff` compares two points either way round";
            return Err(Usage(format!("{message}\n  help: {help}")).into());
        }
        Ok((since, until))
    }
}
