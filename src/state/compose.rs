//! What an issue's parts and packages make of its own stage.

use std::cmp::Reverse;

use super::Blocking;
use super::line::{Changes, Line};
use super::support::Counts;
use crate::lifecycle::{Act, Bound, Lifecycle, Rung};
use crate::model::Day;
use crate::register::{IssueIx, Register};

/// How the issues of a process stand together.
#[derive(Debug)]
pub(super) struct Composed {
    /// Each issue's own stage, capped by what it waits for.
    pub(super) capped: Vec<Line>,
    /// Each issue's stage, its parts taken in.
    pub(super) whole: Vec<Line>,
    /// What keeps each issue waiting.
    pub(super) waiting: Vec<Vec<Blocking>>,
}

/// Issues that wait until others stand, by themselves, at the top.
#[derive(Debug)]
pub(super) struct Tied {
    /// Those that wait.
    pub(super) capped: Vec<IssueIx>,
    /// Those that have to be there.
    pub(super) needed: Vec<IssueIx>,
    /// From and until when; a package of the charter always.
    pub(super) days: Option<(Day, Option<Day>)>,
    /// What says so.
    pub(super) name: Blocking,
}

/// Composes the issues of a process from their own lines, in one pass from the leaves.
pub(super) fn compose(register: &Register, own: &[Line], ties: &[Tied]) -> Composed {
    let lines: Vec<Line> = ties.iter().map(|tied| open(register, tied, own)).collect();
    let mut within: Vec<Vec<&Line>> = vec![Vec::new(); own.len()];
    let mut waiting: Vec<Vec<Blocking>> = vec![Vec::new(); own.len()];
    for (tied, line) in ties.iter().zip(&lines) {
        for member in &tied.capped {
            within[member.index()].push(line);
            if line.rung() != COMPLETE {
                waiting[member.index()].push(tied.name.clone());
            }
        }
    }
    let capped: Vec<Line> = register
        .issues
        .indices()
        .zip(&within)
        .map(|(issue, ties)| cap(register.lifecycle(issue), &own[issue.index()], ties))
        .collect();
    let mut whole = capped.clone();
    for issue in leaves_first(register) {
        let lifecycle = register.lifecycle(issue);
        // Without a ladder there is no lowest of them; what goes through other stages is beside it.
        let alike = |child: &&IssueIx| lifecycle.ordered && register.are_alike(issue, **child);
        let children = register.issues[issue].children.iter().filter(alike);
        let parts: Vec<&Line> = children.map(|child| &whole[child.index()]).collect();
        if !parts.is_empty() {
            whole[issue.index()] = roll_up(lifecycle, &capped[issue.index()], &parts);
        }
    }
    Composed { capped, whole, waiting }
}

/// Returns whether what is waited for is complete, or nobody waits for it yet or any more.
fn open(register: &Register, tied: &Tied, own: &[Line]) -> Line {
    let complete = completeness(register, &tied.needed, own);
    let Some((from, until)) = tied.days else { return complete };
    let mut idle = Line::new(COMPLETE);
    idle.push(from, INCOMPLETE, false);
    if let Some(until) = until.filter(|until| *until > from) {
        idle.push(until, COMPLETE, false);
    }
    let mut now = [COMPLETE; 2];
    Line::of(&[&idle, &complete], |Changes(changes)| {
        changes.iter().for_each(|(at, rung)| now[*at] = *rung);
        now[0].max(now[1])
    })
}

const COMPLETE: Rung = Rung(1);
const INCOMPLETE: Rung = Rung(0);

/// A package is complete iff every member is, by itself, settled or dropped.
fn completeness(register: &Register, members: &[IssueIx], own: &[Line]) -> Line {
    let lines: Vec<&Line> = members.iter().map(|member| &own[member.index()]).collect();
    let mut open = vec![true; lines.len()];
    let mut count = lines.len();
    Line::of(&lines, |Changes(changes)| {
        for (at, rung) in changes {
            let still = !register.lifecycle(members[*at]).stage(*rung).settled;
            if open[*at] != still {
                open[*at] = still;
                count = if still { count + 1 } else { count - 1 };
            }
        }
        if count == 0 { COMPLETE } else { INCOMPLETE }
    })
}

/// Until its packages are complete, an issue stands no higher than they let it.
fn cap(lifecycle: &Lifecycle, own: &Line, packages: &[&Line]) -> Line {
    let Some(Bound::Hold(limit)) = lifecycle.bound(Act::PackageIncomplete) else {
        return own.clone();
    };
    if packages.is_empty() {
        return own.clone();
    }
    let lines: Vec<&Line> = std::iter::once(own).chain(packages.iter().copied()).collect();
    let mut now = vec![INCOMPLETE; lines.len()];
    Line::of(&lines, |Changes(changes)| {
        changes.iter().for_each(|(at, rung)| now[*at] = *rung);
        let complete = now[1..].iter().all(|package| *package == COMPLETE);
        if complete { now[0] } else { now[0].min(limit) }
    })
}

/// A parent stands at the lowest of itself and its parts, as far as they are above raised and not
/// dropped; raised if nothing is higher. One that was dropped itself stays dropped.
fn roll_up(lifecycle: &Lifecycle, own: &Line, parts: &[&Line]) -> Line {
    let lines: Vec<&Line> = std::iter::once(own).chain(parts.iter().copied()).collect();
    let mut now: Vec<Option<Rung>> = vec![None; lines.len()];
    let mut rungs = Counts::default();
    Line::of(&lines, |Changes(changes)| {
        for (at, rung) in changes {
            if let Some(before) = now[*at].replace(*rung) {
                rungs.remove(before);
            }
            rungs.add(*rung);
        }
        let own = now[0].expect("every line has begun");
        if lifecycle.stage(own).exit {
            return own;
        }
        let above = rungs.keys().find(|rung| *rung > lifecycle.mentioned);
        above.unwrap_or_else(
            || if rungs.has(lifecycle.mentioned) { lifecycle.mentioned } else { own },
        )
    })
}

/// Returns the issues so that each comes after its parts.
fn leaves_first(register: &Register) -> impl Iterator<Item = IssueIx> {
    generations(register).into_iter().flatten()
}

/// Returns the issues with those as deep as they are, the deepest first: none is a part of one of its own
/// generation.
pub(super) fn generations(register: &Register) -> Vec<Vec<IssueIx>> {
    let depth = |issue: &IssueIx| Reverse(register.issues.id(*issue).matches('/').count());
    let mut issues: Vec<IssueIx> = register.issues.indices().collect();
    issues.sort_by_cached_key(depth);
    issues.chunk_by(|a, b| depth(a) == depth(b)).map(<[IssueIx]>::to_vec).collect()
}
