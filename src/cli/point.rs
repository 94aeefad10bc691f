//! Points as they are typed: `2025-12-06`, `2025-12-06@2025-12-09`, `@2025-12-09`, `before-london`,
//! `git:HEAD~1`.

use std::path::PathBuf;

use anyhow::Context;

use super::seeds::{Look, Origin, Seeds};
use super::{Global, Usage, today};
use crate::model::{Day, Point, Range, is_id, nearest};
use crate::seed::git;
use crate::snapshot::{dir, load};
use crate::source::FileIx;

/// A point that was asked for.
#[derive(Debug, Clone)]
pub(super) struct Asked {
    /// The point.
    pub(super) point: Point,
    /// What was asked for, where that says more than the point.
    pub(super) told: Option<String>,
    origin: Origin,
}

impl Asked {
    /// Reads a point. A day alone is as it was known then.
    pub(super) fn read(text: &str, global: &Global) -> anyhow::Result<Asked> {
        Asked::read_as(text, global, None)
    }

    /// Reads a point; a day alone is as known on `known_on`, where that is given.
    pub(super) fn read_as(
        text: &str,
        global: &Global,
        known_on: Option<Day>,
    ) -> anyhow::Result<Asked> {
        if let Some(rev) = text.strip_prefix("git:") {
            return Asked::revision(rev, global);
        }
        let plain = |as_of: Day, known_on: Day, told: Option<String>| {
            let point = Point { as_of, known_on };
            Asked { point, told, origin: Origin::Disk }
        };
        let today = today()?;
        if let Some((as_of, known_on)) = text.split_once('@') {
            let known_on = last_day(known_on, today)?;
            let as_of = if as_of.is_empty() { known_on } else { last_day(as_of, today)? };
            return Ok(plain(as_of, known_on, None));
        }
        match Range::parse(text, today) {
            Ok(days) => {
                let told = (days.first != days.last || !is_day(text)).then(|| text.to_owned());
                Ok(plain(days.last, known_on.unwrap_or(days.last), told))
            }
            Err(fault) if looks_like_a_date(text) => Err(Usage(fault.to_string()).into()),
            Err(_) => Asked::snapshot(text, global),
        }
    }

    /// Reads `FIRST..LAST` as the window of all these days: from the close of the day before.
    pub(super) fn range(text: &str, global: &Global) -> anyhow::Result<Option<(Asked, Asked)>> {
        let Some((first, last)) = text.split_once("..").filter(|_| !text.starts_with("git:"))
        else {
            return Ok(None);
        };
        let today = today()?;
        let (first, last) = (first_day(first, today)?, Asked::read(last, global)?);
        if first > last.point.as_of {
            let message = format!("`{text}` ends before it begins");
            return Err(Usage(format!("{message}\n  help: write the earlier day first")).into());
        }
        let before = first.plus(-1);
        let point = Point { as_of: before, known_on: before };
        let told = Some(format!("the days {text}"));
        Ok(Some((Asked { point, told, origin: Origin::Disk }, last)))
    }

    /// Returns the close of a day, as known then.
    pub(super) fn on(day: Day) -> Asked {
        Asked::at(Point { as_of: day, known_on: day })
    }

    /// Returns a point of the seeds as they are.
    pub(super) fn at(point: Point) -> Asked {
        Asked { point, told: None, origin: Origin::Disk }
    }

    /// Reads a day, or the last of several.
    pub(super) fn day(text: &str) -> anyhow::Result<Day> {
        last_day(text, today()?)
    }

    /// Returns whether the words for a point say both times.
    pub(super) fn is_whole(text: &str) -> bool {
        let is_date = !text.contains('@') && (looks_like_a_date(text) || is_word(text));
        !is_date
    }

    /// Returns from where the seeds are to be read.
    pub(super) fn origin(&self) -> &Origin {
        &self.origin
    }

    /// Returns the seeds as they were written down at the point, where it is a revision.
    pub(super) fn written(
        &self,
        global: &Global,
        paths: &[PathBuf],
    ) -> anyhow::Result<Option<Seeds>> {
        match &self.origin {
            Origin::Disk => Ok(None),
            Origin::Git(_) => Seeds::read_at(global, &self.origin, paths, Look::Record).map(Some),
        }
    }

    /// Returns the close of the day of a commit, with the seeds as they were written in it.
    fn revision(rev: &str, global: &Global) -> anyhow::Result<Asked> {
        let commit = git::commit(&global.base(), rev).map_err(|fault| Usage(fault.to_string()))?;
        let point = Point { as_of: commit.day, known_on: commit.day };
        let told = Some(format!("as written in git:{rev}, {}", commit.short));
        Ok(Asked { point, told, origin: Origin::Git(commit.id) })
    }

    /// Returns the point from which a snapshot was taken.
    fn snapshot(name: &str, global: &Global) -> anyhow::Result<Asked> {
        let folder = global.base().join("state");
        let path = dir::path(&folder, name);
        let known = dir::names(&folder)
            .with_context(|| format!("cannot list the snapshots in {}", folder.display()))?;
        if !is_id(name) || !known.iter().any(|known| known == name) {
            return Err(Usage(unknown(name, &known)).into());
        }
        let text = dir::read(&path)
            .with_context(|| format!("cannot read the snapshot {}", path.display()))?;
        let head = load(FileIx(0), &text).snapshot.map(|snapshot| snapshot.head);
        let head = head.ok_or_else(|| {
            let help = format!("rapporteur snapshot show {name}");
            Usage(format!("the snapshot `{name}` cannot be read\n  help: what is wrong: {help}"))
        })?;
        let told = Some(format!("the point of snapshot {name}"));
        Ok(Asked { point: head.point(), told, origin: Origin::Disk })
    }
}

/// Returns what is wrong with a word that is no point.
fn unknown(name: &str, known: &[String]) -> String {
    let help = match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean the snapshot `{near}`?"),
        None => {
            "a day is 2025-12-07, a point DAY@KNOWN or @KNOWN; `rapporteur snapshot list` names \
                 the snapshots, git:REV is a revision"
                .to_owned()
        }
    };
    format!("`{name}` is neither a date nor a snapshot\n  help: {help}")
}

fn is_day(text: &str) -> bool {
    Day::parse(text).is_some()
}

fn is_word(text: &str) -> bool {
    matches!(text, "today" | "yesterday")
}

/// Returns whether somebody meant a date, so that a snapshot of that name is not what is missing.
fn looks_like_a_date(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_digit() || first == '-')
}

fn last_day(text: &str, today: Day) -> anyhow::Result<Day> {
    Ok(days(text, today)?.last)
}

fn first_day(text: &str, today: Day) -> anyhow::Result<Day> {
    Ok(days(text, today)?.first)
}

fn days(text: &str, today: Day) -> anyhow::Result<Range> {
    Range::parse(text, today).map_err(|fault| Usage(fault.to_string()).into())
}
