use std::cmp::Reverse;
use std::collections::BinaryHeap;

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

    /// Returns whether a member that has not ended yet ends before `cut`.
    pub(super) fn has_before(&self, cut: Day) -> bool {
        self.by_end.peek().is_some_and(|Reverse((last, _))| *last < cut)
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

/// The pools that have live claims, in the order of their keys. Kept side by side: there are few of them at a
/// time, and each day of a history looks at all.
#[derive(Debug, Default)]
pub(super) struct Pools(Vec<(PoolKey, Pool)>);

impl Pools {
    fn find(&self, key: PoolKey) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.cmp(&key))
    }

    /// Returns the pool of a key, a new one if there is none.
    pub(super) fn of(&mut self, key: PoolKey) -> &mut Pool {
        let at = self.find(key).unwrap_or_else(|at| {
            self.0.insert(at, (key, Pool::default()));
            at
        });
        &mut self.0[at].1
    }

    pub(super) fn get(&self, key: PoolKey) -> Option<&Pool> {
        self.find(key).ok().map(|at| &self.0[at].1)
    }

    pub(super) fn get_mut(&mut self, key: PoolKey) -> Option<&mut Pool> {
        self.find(key).ok().map(|at| &mut self.0[at].1)
    }

    pub(super) fn remove(&mut self, key: PoolKey) -> Option<Pool> {
        self.find(key).ok().map(|at| self.0.remove(at).1)
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = PoolKey> {
        self.0.iter().map(|(key, _)| *key)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (PoolKey, &Pool)> {
        self.0.iter().map(|(key, pool)| (*key, pool))
    }
}

/// The latest beginning of an opposite claim, by side and by what it is able to end.
#[derive(Debug, Default)]
pub(super) struct Cuts([[Option<Day>; 4]; 2]);

/// Returns where the latest beginning of light or firm claims is kept, background or not.
fn ender(light: bool, background: bool) -> usize {
    usize::from(light) + 2 * usize::from(background)
}

impl Cuts {
    /// Notes a claim that may end others on the opposite side.
    pub(super) fn note(&mut self, key: PoolKey, first: Day) {
        let latest = &mut self.0[key.side as usize][ender(key.act.is_light(), key.background)];
        *latest = (*latest).max(Some(first));
    }

    /// Returns the day before which claims of a key have ended: those whose last day is earlier than
    /// the first day of some claim on the other side that can end them.
    pub(super) fn cut(&self, key: PoolKey, firm: bool) -> Day {
        let opposite = match key.side {
            Side::Advance => Side::Objection,
            Side::Objection => Side::Advance,
        };
        let begun = &self.0[opposite as usize];
        let latest = |background| {
            let light = begun[ender(true, background)].filter(|_| !firm);
            begun[ender(false, background)].max(light)
        };
        match (key.background, latest(false)) {
            (true, Some(_)) => Day::MAX,
            (true, None) => latest(true).unwrap_or(Day::MIN),
            (false, new) => new.unwrap_or(Day::MIN),
        }
    }
}
