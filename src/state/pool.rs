use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use super::support::Support;
use crate::lifecycle::{Act, Rung};
use crate::model::Day;

/// Which way a claim bounds the stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Side {
    /// At least.
    Advance,
    /// At most.
    Objection,
}

/// What claims have in common that live and end by the same rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct PoolKey {
    pub(super) side: Side,
    pub(super) rung: Rung,
    pub(super) act: Act,
    /// Presupposed: any new opposite claim ends it.
    pub(super) background: bool,
    /// Made on an issue above: any later claim on this one ends it.
    pub(super) inherited: bool,
}

/// Live claims of one key, ready to give up those that end first.
///
/// Ends only ever move forward in time while a history is walked, so each claim leaves once, and
/// walking costs O(log n) a claim however long they live.
#[derive(Debug, Default)]
pub(super) struct Pool {
    by_end: BinaryHeap<Reverse<(Day, usize)>>,
    pub(super) live: usize,
    pub(super) support: Support,
}

impl Pool {
    pub(super) fn push(&mut self, last: Day, member: usize) {
        self.by_end.push(Reverse((last, member)));
        self.live += 1;
    }

    /// Takes in all of another pool.
    pub(super) fn absorb(&mut self, other: Pool) {
        self.by_end.extend(other.by_end);
        self.live += other.live;
        self.support.absorb(other.support);
    }

    /// Takes out a member that ends before `cut`, if there is one.
    pub(super) fn pop_before(&mut self, cut: Day) -> Option<usize> {
        let Reverse((last, member)) = *self.by_end.peek()?;
        (last < cut).then(|| {
            self.by_end.pop();
            member
        })
    }
}

/// The latest beginning of an opposite claim, by what it is able to end.
#[derive(Debug, Default)]
pub(super) struct Cuts(BTreeMap<(Side, Ender), Day>);

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Ender {
    light: bool,
    background: bool,
}

impl Cuts {
    /// Notes a claim that may end others on the opposite side.
    pub(super) fn note(&mut self, key: PoolKey, first: Day) {
        let ender = Ender { light: key.act.is_light(), background: key.background };
        let latest = self.0.entry((key.side, ender)).or_insert(first);
        *latest = first.max(*latest);
    }

    /// Returns the day before which claims of a key have ended: those whose last day is earlier than
    /// the first day of some claim on the other side that can end them.
    pub(super) fn cut(&self, key: PoolKey, firm: bool) -> Day {
        let opposite = match key.side {
            Side::Advance => Side::Objection,
            Side::Objection => Side::Advance,
        };
        let latest = |background| {
            [false, true]
                .into_iter()
                .filter(|light| !(firm && *light))
                .filter_map(|light| self.0.get(&(opposite, Ender { light, background })).copied())
                .max()
        };
        match (key.background, latest(false)) {
            (true, Some(_)) => Day::MAX,
            (true, None) => latest(true).unwrap_or(Day::MIN),
            (false, new) => new.unwrap_or(Day::MIN),
        }
    }
}
