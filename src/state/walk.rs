//! The history of one issue by itself, walked day by day.

use std::collections::BTreeSet;

use super::counted::Counted;
use super::judge::{Held, Reason, hold};
use super::line::Line;
use super::live::{Hearing, Live};
use crate::event::Change;
use crate::lifecycle::{Act, Bound, Rung};
use crate::model::{Day, Policy};
use crate::record::{EventIx, Flags, Record, Settled, Standing};
use crate::register::{IssueIx, Mode};

/// A change of an issue's own stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    /// The day on which it counts.
    pub day: Day,
    /// The stage before.
    pub from: Rung,
    /// The stage after.
    pub to: Rung,
    /// The events that counted from that day.
    pub causes: Vec<EventIx>,
}

/// How one issue came to stand where it stands, its parts and packages left aside.
#[derive(Debug)]
pub(super) struct Walk<'r> {
    pub(super) everyone: Live<'r>,
    pub(super) own: Live<'r>,
    pub(super) held: Held,
    pub(super) line: Line,
    pub(super) moves: Vec<Move>,
    /// Moves that the lifecycle does not provide for.
    pub(super) irregular: Vec<Move>,
    /// Such moves that were refused, with the claims that would have made them.
    pub(super) refused: Vec<Move>,
}

/// Walks the claims on an issue, in the one order. O(claims log claims), and as often again as moves
/// are refused.
pub(super) fn walk<'r>(
    standing: &'r Standing<'r>,
    settled: &'r Settled,
    issue: IssueIx,
    claims: &[Counted],
    policy: Policy,
) -> Walk<'r> {
    let (mut refused, mut without) = (Vec::new(), BTreeSet::new());
    loop {
        let walk = pass((standing, settled), issue, claims, policy, &without);
        let governed = standing.record.register.mode == Mode::Govern;
        let Some(irregular) = walk.irregular.first().filter(|_| governed) else {
            return Walk { refused, ..walk };
        };
        without.extend(irregular.causes.iter().copied());
        refused.push(irregular.clone());
    }
}

fn pass<'r>(
    (standing, settled): (&'r Standing<'r>, &'r Settled),
    issue: IssueIx,
    claims: &[Counted],
    policy: Policy,
    without: &BTreeSet<EventIx>,
) -> Walk<'r> {
    let record = standing.record;
    let lifecycle = &record.register.lifecycle;
    let mut everyone = Live::new(standing, settled, issue, Hearing::Everyone);
    let mut own = Live::new(standing, settled, issue, Hearing::FirstHand);
    let mut held = hold(&everyone, &own, policy);
    let mut line = Line::new(held.rung);
    let (mut moves, mut irregular) = (Vec::new(), Vec::new());
    let counted: Vec<Counted> =
        claims.iter().filter(|counted| !without.contains(&counted.claim.event)).copied().collect();
    for today in counted.chunk_by(|a, b| a.claim.from == b.claim.from) {
        for map in maps(record, today) {
            everyone.migrate(map);
            own.migrate(map);
            held = hold(&everyone, &own, policy);
            line.rename(today[0].claim.from, held.rung);
        }
        everyone.add_day(today);
        own.add_day(today);
        let before = held.rung;
        held = hold(&everyone, &own, policy);
        if held.rung == before {
            continue;
        }
        let day = today[0].claim.from;
        let causing = causing(record, &held, today);
        let vague = causing.iter().all(|counted| counted.claim.flags.has(Flags::IMPRECISE));
        line.push(day, held.rung, vague);
        let causes = causing.iter().map(|counted| counted.claim.event).collect();
        let change = Move { day, from: before, to: held.rung, causes };
        // Time alone moves nothing that somebody could have moved otherwise.
        let by_time = causing.iter().all(|counted| counted.claim.act.is_by_time());
        if !by_time && !lifecycle.provides(before, held.rung) {
            irregular.push(change.clone());
        }
        moves.push(change);
    }
    Walk { everyone, own, held, line, moves, irregular, refused: Vec::new() }
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
fn causing<'c>(record: &Record, held: &Held, today: &'c [Counted]) -> Vec<&'c Counted> {
    let says = |counted: &&Counted| {
        let claim = &counted.claim;
        let staged = claim.act == Act::Staged;
        let bound = record.register.lifecycle.bound(claim.act);
        let held_down = held.held_at.is_some() && matches!(bound, Some(Bound::Hold(_)));
        match held.reason {
            Reason::Advance => staged || held_down || matches!(bound, Some(Bound::AtLeast(_))),
            Reason::Objection | Reason::Bargaining => {
                staged || held_down || matches!(bound, Some(Bound::AtMost(_)))
            }
            Reason::OnlyHeld => matches!(bound, Some(Bound::Hold(_))),
            Reason::Ruling => staged && claim.flags.has(Flags::RECORDER),
            Reason::Contested => staged || bound.is_some(),
            Reason::Nothing | Reason::Mentioned | Reason::RolledUp => false,
        }
    };
    let here = |counted: &&Counted| !counted.inherited || counted.claim.act.is_acceptance();
    let causing: Vec<&Counted> =
        today.iter().filter(|counted| here(counted) && says(counted)).collect();
    if causing.is_empty() { today.iter().collect() } else { causing }
}
