//! The history of one issue by itself, walked day by day.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use borsh::{BorshDeserialize, BorshSerialize};

use super::counted::Counted;
use super::guards::Past;
use super::judge::{Held, Reason, derive, hold};
use super::line::Line;
use super::live::{Hearing, Live};
use super::threshold::{Tally, ticking};
use crate::event::Change;
use crate::lifecycle::{Act, Bound, Need, Rung};
use crate::model::{Day, Policy};
use crate::record::{EventIx, Flags, Record, Settled, Standing};
use crate::register::{IssueIx, Mode};

/// A change of an issue's own stage.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Move {
    /// The day on which it counts.
    pub day: Day,
    /// The stage before.
    pub from: Rung,
    /// The stage after.
    pub to: Rung,
    /// The events that counted from that day.
    pub causes: Vec<EventIx>,
    /// What sort of move it is.
    pub way: Way,
    /// The version of the lifecycle that was in force provides for it.
    pub provided: bool,
    /// What that version needs for it beside, and what was not there.
    pub unmet: Vec<Need>,
}

/// What sort of move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, BorshSerialize, BorshDeserialize)]
pub enum Way {
    /// The issue begins, or is listed again.
    Opening,
    /// It goes from one stage to another.
    Transition,
    /// A register shows it no longer.
    Vanishing,
    /// Time alone, or its parts, moved it.
    ByItself,
}

impl Move {
    /// Returns whether it is other than the lifecycle in force has it.
    pub fn is_irregular(&self) -> bool {
        !self.provided || !self.unmet.is_empty()
    }
}

/// How one issue came to stand where it stands, its parts and packages left aside.
#[derive(Debug)]
pub(super) struct Walk<'r> {
    pub(super) everyone: Live<'r>,
    pub(super) own: Live<'r>,
    pub(super) held: Held,
    pub(super) line: Line,
    pub(super) moves: Vec<Move>,
    /// Irregular moves that were refused, with the claims that would have made them.
    pub(super) refused: Vec<Move>,
    /// How far its parts have come to what thresholds want of them.
    pub(super) tallies: Vec<Tally>,
    /// The day on which its latest deadline runs out.
    pub(super) due: Option<Day>,
}

/// What is walked, and how.
#[derive(Clone, Copy)]
pub(super) struct Path<'r> {
    pub(super) standing: &'r Standing<'r>,
    pub(super) settled: &'r Settled,
    pub(super) as_of: Day,
    pub(super) policy: Policy,
}

/// Walks the claims on an issue, in the one order, once its parts were walked. O(claims log claims), and
/// as often again as moves are refused.
pub(super) fn walk(
    path: Path<'_>,
    issue: IssueIx,
    mut claims: Vec<Counted>,
    tallies: Vec<Tally>,
) -> Walk<'_> {
    claims.extend(ticking(path.standing.record, issue, &tallies, path.as_of));
    claims.sort_by_key(|counted| (counted.claim.from, counted.claim.event, counted.claim.act));
    let (mut refused, mut without) = (Vec::new(), BTreeSet::new());
    loop {
        let walk = pass(path, issue, &claims, &tallies, &without);
        let governed = path.standing.record.register.mode == Mode::Govern;
        let irregular = walk.moves.iter().find(|step| governed && step.is_irregular());
        let Some(irregular) = irregular else {
            return Walk { refused, tallies, ..walk };
        };
        without.extend(irregular.causes.iter().copied());
        refused.push(irregular.clone());
    }
}

fn pass<'r>(
    path: Path<'r>,
    issue: IssueIx,
    claims: &[Counted],
    tallies: &[Tally],
    without: &BTreeSet<EventIx>,
) -> Walk<'r> {
    let Path { standing, settled, policy, .. } = path;
    let record = standing.record;
    let mut everyone = Live::new(standing, settled, issue, Hearing::Everyone);
    let mut own = Live::new(standing, settled, issue, Hearing::FirstHand);
    let mut derived = derive(&own, policy);
    let mut held = hold(&everyone, &own, derived, policy);
    let mut line = Line::new(held.rung);
    let mut past = Past::new(standing, issue, tallies);
    let mut moves = Vec::new();
    let mut counted = Cow::Borrowed(claims);
    if !without.is_empty() {
        counted.to_mut().retain(|counted| !without.contains(&counted.claim.event));
    }
    for today in counted.chunk_by(|a, b| a.claim.from == b.claim.from) {
        let day = today[0].claim.from;
        past.hear(today);
        for map in maps(record, today) {
            everyone.migrate(map);
            own.migrate(map);
            past.migrate(map);
            derived = derive(&own, policy);
            held = hold(&everyone, &own, derived, policy);
            line.rename(day, held.rung);
        }
        for step in steps(record, today) {
            everyone.add_day(&step);
            // On most days no party speaks for itself.
            if own.add_day(&step) {
                derived = derive(&own, policy);
            }
            let before = held.rung;
            held = hold(&everyone, &own, derived, policy);
            if held.rung != before {
                let causing = causing(record, issue, &held, &step);
                let vague = causing.iter().all(|counted| counted.claim.flags.has(Flags::IMPRECISE));
                line.push(day, held.rung, vague);
                moves.push(past.step((day, before, held.rung), &causing, &everyone));
            }
            past.show(&step);
        }
    }
    let due = past.due;
    Walk { everyone, own, held, line, moves, refused: Vec::new(), tallies: Vec::new(), due }
}

/// Returns the claims of one day as they count: all together, except that within a log its own order
/// decides. Where some are of a log and others are not, these count with the last of those.
fn steps<'c>(record: &Record, today: &'c [Counted]) -> Vec<Cow<'c, [Counted]>> {
    let place = |counted: &Counted| record.sequence(counted.claim.event);
    if today.iter().all(|counted| place(counted).is_none()) {
        return vec![Cow::Borrowed(today)];
    }
    let mut logs: BTreeMap<u32, BTreeSet<u64>> = BTreeMap::new();
    for (log, seq) in today.iter().filter_map(place) {
        logs.entry(log).or_default().insert(seq);
    }
    let last = logs.values().map(BTreeSet::len).max().unwrap_or(1) - 1;
    let mut steps = vec![Vec::new(); last + 1];
    for counted in today {
        let at = place(counted).map_or(last, |(log, seq)| logs[&log].range(..seq).count());
        steps[at].push(*counted);
    }
    steps.into_iter().map(Cow::Owned).collect()
}

/// Returns how stages are called from a day on, where that changes.
fn maps<'r>(record: &'r Record, today: &[Counted]) -> Vec<&'r [(Rung, Rung)]> {
    let migrations = today.iter().filter(|counted| counted.claim.act == Act::Migrated);
    let maps = migrations.filter_map(|counted| match record.change(counted.claim.event)? {
        Change::Migration { map } => Some(map.as_slice()),
        _ => None,
    });
    let mut maps: Vec<&[(Rung, Rung)]> = maps.collect();
    maps.sort_unstable();
    maps.dedup();
    maps
}

/// Returns the claims of a day that led to what is now held: those that bound the stage as its reason
/// says; where none does, something was closed or ended, and all of them may have done it.
fn causing<'c>(
    record: &Record,
    issue: IssueIx,
    held: &Held,
    today: &'c [Counted],
) -> Vec<&'c Counted> {
    let says = |counted: &&Counted| {
        let claim = &counted.claim;
        let bound = record.register.lifecycle(issue).bound(claim.act);
        let staged = claim.act.names_stage() || matches!(bound, Some(Bound::Exactly(_)));
        let held_down = held.held_at.is_some() && matches!(bound, Some(Bound::Hold(_)));
        match held.reason {
            Reason::Advance => staged || held_down || matches!(bound, Some(Bound::AtLeast(_))),
            Reason::Objection | Reason::Bargaining => {
                staged || held_down || matches!(bound, Some(Bound::AtMost(_)))
            }
            Reason::OnlyHeld => matches!(bound, Some(Bound::Hold(_))),
            Reason::Ruling => staged && claim.flags.has(Flags::RECORDER),
            Reason::Contested => staged || bound.is_some(),
            Reason::Nothing | Reason::Mentioned | Reason::RolledUp | Reason::Threshold => false,
        }
    };
    let here = |counted: &&Counted| !counted.inherited || counted.claim.act.is_acceptance();
    let causing: Vec<&Counted> =
        today.iter().filter(|counted| here(counted) && says(counted)).collect();
    if causing.is_empty() { today.iter().collect() } else { causing }
}
