use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::support::Counts;
use crate::lifecycle::{Act, Rung};
use crate::model::Day;
use crate::record::{Claim, NameIx, Record, SetIx};

/// What holds an issue back until it is closed: open points, and drafts that are read differently.
///
/// The latest word on a point, or on how the same parties read a draft, replaces the earlier ones.
#[derive(Debug, Default)]
pub(super) struct Holds {
    things: BTreeMap<Key, Thing>,
    rungs: Counts<Rung>,
}

/// A point, or the reading of a draft by some parties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    object: NameIx,
    reading: bool,
    parties: SetIx,
}

#[derive(Debug, Default)]
struct Thing {
    open: BTreeMap<usize, (Day, Rung)>,
    by_end: BinaryHeap<Reverse<(Day, usize)>>,
    cut: Option<Day>,
    /// The latest first day of a word that closes it for these parties and any group of them.
    closed: Option<Day>,
}

impl Holds {
    /// Adds what an act says of a point or a reading; `rung` is none where it closes it.
    pub(super) fn add(
        &mut self,
        record: &Record,
        member: usize,
        claim: &Claim,
        rung: Option<Rung>,
    ) {
        let Some(object) = claim.object else { return };
        let reading = matches!(claim.act, Act::ReadPartly | Act::ReadApart | Act::ReadAlike);
        // Who reads differs; a point or passage is the same whoever speaks of it.
        let parties = if reading { claim.by } else { SetIx::EMPTY };
        let key = Key { object, reading, parties };
        let first = Key { object, reading, parties: SetIx::EMPTY };
        let covers = |all: SetIx, some: SetIx| {
            let all = record.set(all);
            all.is_empty() || record.set(some).iter().all(|one| all.contains(one))
        };
        let thing = self.things.entry(key).or_default();
        if let Some(rung) = rung {
            thing.open.insert(member, (claim.last, rung));
            thing.by_end.push(Reverse((claim.last, member)));
            self.rungs.add(rung);
            // What covers these parties may have been closed on a day before this one counts.
            let alike = self.things.range(first..).take_while(|(other, _)| key.is_like(other));
            let closing = alike.filter(|(other, _)| covers(other.parties, key.parties));
            let closed = closing.filter_map(|(_, thing)| thing.closed).max();
            let thing = self.things.entry(key).or_default();
            thing.cut = thing.cut.max(closed).max(Some(claim.first));
            thing.settle(&mut self.rungs);
            return;
        }
        thing.closed = thing.closed.max(Some(claim.first));
        let alike = self.things.range_mut(first..).take_while(|(other, _)| key.is_like(other));
        for (_, thing) in alike.filter(|(other, _)| covers(key.parties, other.parties)) {
            thing.cut = thing.cut.max(Some(claim.first));
            thing.settle(&mut self.rungs);
        }
    }

    /// Takes back one claim.
    pub(super) fn withdraw(&mut self, object: NameIx, member: usize) {
        let first = Key { object, reading: false, parties: SetIx::EMPTY };
        let things = self.things.range_mut(first..).take_while(|(key, _)| key.object == object);
        for (_, thing) in things {
            if let Some((_, rung)) = thing.open.remove(&member) {
                self.rungs.remove(rung);
            }
        }
    }

    /// Takes back everything about a point or draft.
    pub(super) fn lift(&mut self, object: NameIx) {
        let first = Key { object, reading: false, parties: SetIx::EMPTY };
        let things = self.things.range_mut(first..).take_while(|(key, _)| key.object == object);
        for (_, thing) in things {
            for (_, rung) in std::mem::take(&mut thing.open).into_values() {
                self.rungs.remove(rung);
            }
        }
    }

    /// Returns how high the live holds let the issue stand.
    pub(super) fn lowest(&self) -> Option<Rung> {
        self.rungs.keys().next()
    }

    /// Returns the live holds: what is open and the claims that say so.
    pub(super) fn live(&self) -> impl Iterator<Item = (NameIx, usize)> {
        self.things.iter().flat_map(|(key, thing)| thing.open.keys().map(|at| (key.object, *at)))
    }
}

impl Key {
    /// Returns whether the other is the same point, or a reading of the same draft by whomever.
    fn is_like(&self, other: &Key) -> bool {
        (self.object, self.reading) == (other.object, other.reading)
    }
}

impl Thing {
    fn settle(&mut self, rungs: &mut Counts<Rung>) {
        let Some(cut) = self.cut else { return };
        while let Some(Reverse((last, member))) = self.by_end.peek().copied() {
            if last >= cut {
                break;
            }
            self.by_end.pop();
            if let Some((_, rung)) = self.open.remove(&member) {
                rungs.remove(rung);
            }
        }
    }
}
