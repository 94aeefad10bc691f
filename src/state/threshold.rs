//! How far the parts of an issue have come to what a threshold wants, and what follows from it.

use std::collections::BTreeMap;

use borsh::{BorshDeserialize, BorshSerialize};

use super::counted::Counted;
use super::walk::Walk;
use crate::lifecycle::{Act, Lifecycle, Need, Rung, Threshold};
use crate::model::{Day, Weight};
use crate::record::{Claim, EventIx, Flags, Link, Record, SetIx};
use crate::register::IssueIx;

/// The parts of an issue, counted and weighed.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Tally {
    /// What is wanted.
    pub threshold: Threshold,
    /// The stage of the issue that waits for it, where it is one.
    pub stage: Option<Rung>,
    /// How many parts are where they have to be.
    pub count: usize,
    /// How heavy these are together.
    pub weight: Weight,
    /// How many parts there are.
    pub parts: usize,
    /// Where it was met. What was met once stays so, whatever the parts do after.
    pub met: Option<Met>,
}

/// That a threshold was met.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Met {
    /// The day.
    pub day: Day,
    /// The events of that day that tipped it, in the one order.
    pub by: Vec<EventIx>,
    /// The day on which the stage follows by itself, where it does.
    pub follows: Option<Day>,
}

/// Counts the parts of an issue for each threshold of its lifecycle. O(moves of the parts).
pub(super) fn tallies(record: &Record, issue: IssueIx, walks: &[Option<Walk<'_>>]) -> Vec<Tally> {
    let mut tallies: Vec<Tally> = Vec::new();
    for version in record.register.lifecycle(issue).versions() {
        for guard in &version.guards {
            let Need::Threshold(threshold) = &guard.needs else { continue };
            if tallies.iter().all(|tally| tally.threshold != *threshold) {
                let stage = guard.targets().next();
                tallies.push(tally(record, issue, threshold, stage, walks));
            }
        }
    }
    tallies
}

fn tally(
    record: &Record,
    issue: IssueIx,
    threshold: &Threshold,
    stage: Option<Rung>,
    walks: &[Option<Walk<'_>>],
) -> Tally {
    let register = &record.register;
    let parts = &register.issues[issue].children;
    let mut days: BTreeMap<Day, Vec<Passing<'_>>> = BTreeMap::new();
    for part in parts {
        let Some(walk) = &walks[part.index()] else { continue };
        let lifecycle = register.lifecycle(*part);
        let weight = register.issues[*part].weight;
        // A part leaves only if it came: one whose stage was given another name came by no move.
        let mut is_in = false;
        for step in &walk.moves {
            let enters = is_there(lifecycle, &threshold.at, step.to);
            if enters != is_in {
                let passing = Passing { enters, weight, causes: &step.causes };
                days.entry(step.day).or_default().push(passing);
            }
            is_in = enters;
        }
    }
    let mut tally = Tally {
        threshold: threshold.clone(),
        stage,
        count: 0,
        weight: Weight::default(),
        parts: parts.len(),
        met: None,
    };
    for (day, passing) in days {
        passing.iter().for_each(|one| tally.pass(one));
        let enough = tally.count >= threshold.count && tally.weight >= threshold.weight;
        if enough && tally.met.is_none() {
            let entering = passing.iter().filter(|one| one.enters);
            let mut by: Vec<EventIx> =
                entering.flat_map(|one| one.causes.iter().copied()).collect();
            by.sort_unstable();
            by.dedup();
            let follows = threshold.after.as_ref().map(|after| after.after(day));
            tally.met = Some(Met { day, by, follows });
        }
    }
    tally
}

/// One part comes to where it has to be, or leaves.
struct Passing<'p> {
    enters: bool,
    weight: Weight,
    causes: &'p [EventIx],
}

impl Tally {
    fn pass(&mut self, passing: &Passing<'_>) {
        if passing.enters {
            self.count += 1;
            self.weight += passing.weight;
        } else {
            self.count -= 1;
            self.weight = self.weight - passing.weight;
        }
    }
}

/// Returns whether a part at a stage counts for a threshold: at the stage that it names or, on a
/// ladder, above it.
fn is_there(lifecycle: &Lifecycle, at: &str, rung: Rung) -> bool {
    let Some(wanted) = lifecycle.rung(at) else { return false };
    let above = lifecycle.ordered && !lifecycle.stage(rung).exit && rung > wanted;
    rung == wanted || above
}

/// Returns what follows by itself up to a day from thresholds that were met: a claim for each event that
/// tipped one.
pub(super) fn ticking<'t>(
    record: &'t Record,
    issue: IssueIx,
    tallies: &'t [Tally],
    as_of: Day,
) -> impl Iterator<Item = Counted> + use<'t> {
    let due = tallies.iter().filter_map(move |tally| {
        let met = tally.met.as_ref()?;
        let day = met.follows.filter(|day| *day <= as_of)?;
        Some((tally.stage?, day, met))
    });
    due.flat_map(move |(stage, day, met)| {
        met.by.iter().map(move |event| {
            let row = record.row(*event);
            let claim = Claim {
                event: *event,
                first: day,
                last: day,
                from: day,
                known: row.known,
                by: SetIx::EMPTY,
                to: SetIx::EMPTY,
                voice: row.via.first().copied().unwrap_or(SetIx::EMPTY),
                object: None,
                link: Link::Stage(stage),
                act: Act::ThresholdMet,
                flags: Flags::default(),
                basis: row.basis,
            };
            Counted { claim, issue, inherited: false }
        })
    })
}
