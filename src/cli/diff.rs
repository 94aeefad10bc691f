use std::path::PathBuf;

use clap::Args;

use super::output::Output;
use super::point::Asked;
use super::seeds::{Look, Seeds};
use super::snapshot::{is_file, kept};
use super::{Exit, Global, today, told};
use crate::model::Point;
use crate::report::diff::{Side, diff};
use crate::source::Severity;

/// Compare two points or snapshots, item by item
///
/// With one point, what was known then of that day is compared with what is known of it today. The JSON
/// of the answer is a patch: the library makes the second snapshot out of the first with it.
#[derive(Debug, Args)]
pub(super) struct Diff {
    /// DATE, DATE@KNOWN, @KNOWN, git:REV, a snapshot's name, or its file
    #[arg(value_name = "A", allow_hyphen_values = true)]
    a: String,
    /// With what to compare it; the same day, as known today, if it is not said
    #[arg(value_name = "B", allow_hyphen_values = true)]
    b: Option<String>,
    /// End with 1 if anything differs
    #[arg(long)]
    exit_code: bool,
    /// Compare only what these dispatches or folders say, in place of `seeds/`
    #[arg(long = "seeds", value_name = "PATH")]
    paths: Vec<PathBuf>,
}

/// What one side is taken from.
enum Taken {
    /// The file of a snapshot.
    Kept(Side),
    /// A point, which is to be folded.
    Folded(Asked),
}

impl Diff {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        global.no_point("name the two points: rapporteur diff A B")?;
        let a = Diff::taken(&self.a, global)?;
        let b = match &self.b {
            Some(b) => Diff::taken(b, global)?,
            None => Taken::Folded(Diff::known_now(&a)?),
        };
        let seeds = Seeds::read_at(global, b.origin(), &self.paths, Look::Record)?;
        let lens = seeds.lens(global)?;
        let (view, faults) = seeds.view_at(b.point(), global.policy(), &lens);
        // A snapshot is without what was told off the record; so is what it is compared with.
        let exported = matches!((&a, &b), (Taken::Kept(_), _) | (_, Taken::Kept(_)));
        let side = |taken: Taken| match taken {
            Taken::Kept(side) => anyhow::Ok(side),
            Taken::Folded(asked) => {
                let written = asked.written(global, &self.paths)?;
                let from = written.as_ref().unwrap_or(&seeds);
                let lens = from.lens(global)?;
                let snapshot = if exported {
                    from.snapshot(asked.point, global.policy(), &lens)
                } else {
                    from.sheets(asked.point, global.policy(), &lens)
                };
                Ok(Side { snapshot, told: asked.told })
            }
        };
        let answer = diff(&view, &side(a)?, &side(b)?);
        output.answer(&answer)?;
        output.faults(&faults, seeds.texts(), Severity::Error)?;
        seeds.keep(&view);
        Ok(told(&view, self.exit_code && !answer.data.is_empty()))
    }

    fn taken(text: &str, global: &Global) -> anyhow::Result<Taken> {
        if is_file(text, global)? {
            return kept(text, global).map(Taken::Kept);
        }
        Asked::read(text, global).map(Taken::Folded)
    }

    /// Returns the day of a side as it is known today.
    fn known_now(a: &Taken) -> anyhow::Result<Asked> {
        let Point { as_of, known_on } = a.point();
        let known_on = known_on.max(today()?);
        Ok(Asked::at(Point { as_of, known_on }))
    }
}

impl Taken {
    fn point(&self) -> Point {
        match self {
            Taken::Kept(side) => side.snapshot.head.point(),
            Taken::Folded(asked) => asked.point,
        }
    }

    fn origin(&self) -> &super::seeds::Origin {
        match self {
            Taken::Kept(_) => &super::seeds::Origin::Disk,
            Taken::Folded(asked) => asked.origin(),
        }
    }
}
