use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::model::{Basis, Reliability};
use crate::record::{Claim, Flags, Record};
use crate::register::{IssueIx, RootIx};

/// How many of each there are; what is there no more is gone.
#[derive(Debug, Clone)]
pub(super) struct Counts<K>(BTreeMap<K, u32>);

impl<K: Ord> Default for Counts<K> {
    fn default() -> Self {
        Counts(BTreeMap::new())
    }
}

impl<K: Ord + Copy> Counts<K> {
    pub(super) fn add(&mut self, key: K) {
        *self.0.entry(key).or_default() += 1;
    }

    /// # Panics
    /// Panics if there is none: what leaves was there.
    pub(super) fn remove(&mut self, key: K) {
        let count = self.0.get_mut(&key).expect("what leaves was there");
        *count -= 1;
        if *count == 0 {
            self.0.remove(&key);
        }
    }

    fn change(&mut self, change: Change, key: K) {
        match change {
            Change::Comes => self.add(key),
            Change::Goes => self.remove(key),
        }
    }

    pub(super) fn keys(&self) -> impl DoubleEndedIterator<Item = K> {
        self.0.keys().copied()
    }

    pub(super) fn has(&self, key: K) -> bool {
        self.0.contains_key(&key)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// What speaks for one side of a contested stage, kept while claims come and go.
#[derive(Debug, Clone, Default)]
pub(super) struct Support {
    recorder: Counts<()>,
    first_hand: Counts<()>,
    basis: Counts<Basis>,
    roots: Counts<RootIx>,
    reliability: Counts<Reverse<Reliability>>,
}

/// The weight of one side, to be compared: the recorder's ruling, first hand, the basis, how many
/// independent roots, how reliable the best of them is held to be.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Weight {
    ruling: bool,
    first_hand: bool,
    basis: Option<Basis>,
    roots: usize,
    reliability: Option<Reverse<Reliability>>,
}

impl Support {
    pub(super) fn add(&mut self, record: &Record, issue: IssueIx, claim: &Claim) {
        self.change(Change::Comes, record, issue, claim);
    }

    pub(super) fn remove(&mut self, record: &Record, issue: IssueIx, claim: &Claim) {
        self.change(Change::Goes, record, issue, claim);
    }

    fn change(&mut self, change: Change, record: &Record, issue: IssueIx, claim: &Claim) {
        if claim.flags.has(Flags::RECORDER) {
            self.recorder.change(change, ());
        }
        if is_first_hand(record, issue, claim) {
            self.first_hand.change(change, ());
        }
        self.basis.change(change, claim.basis);
        for root in record.roots(claim.voice) {
            self.roots.change(change, root);
        }
        for voice in record.set(claim.voice) {
            if let Some(reliability) = record.register.reliability(*voice) {
                self.reliability.change(change, Reverse(reliability));
            }
        }
    }

    /// Returns the weight of several groups of claims together.
    pub(super) fn weight<'s>(groups: impl Iterator<Item = &'s Support> + Clone) -> Weight {
        let roots: std::collections::BTreeSet<RootIx> =
            groups.clone().flat_map(|group| group.roots.keys()).collect();
        Weight {
            ruling: groups.clone().any(|group| !group.recorder.is_empty()),
            first_hand: groups.clone().any(|group| !group.first_hand.is_empty()),
            basis: groups.clone().filter_map(|group| group.basis.keys().next_back()).max(),
            roots: roots.len(),
            reliability: groups.filter_map(|group| group.reliability.keys().next_back()).max(),
        }
    }
}

#[derive(Debug, Clone, Copy)]
enum Change {
    Comes,
    Goes,
}

/// Returns whether a claim is told by one of those who did it, or, where it is nobody's own act, by a
/// party that the issue requires.
pub(super) fn is_first_hand(record: &Record, issue: IssueIx, claim: &Claim) -> bool {
    let by = record.set(claim.by);
    if by.is_empty() {
        let required = &record.register.issues[issue].required;
        return required.iter().any(|party| record.first_hand(claim, *party));
    }
    by.iter().any(|party| record.first_hand(claim, *party))
}
