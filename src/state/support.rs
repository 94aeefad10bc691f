use std::cmp::Reverse;
use std::collections::BTreeSet;

use crate::model::{Basis, Credibility, Reliability};
use crate::record::{Claim, Flags, Standing};
use crate::register::{ActorIx, RootIx};

/// How many of each there are; what is there no more is gone. Kept in order side by side: there are few of
/// each, and they come and go with every claim.
#[derive(Debug, Clone)]
pub(super) struct Counts<K>(Vec<(K, u32)>);

impl<K> Default for Counts<K> {
    fn default() -> Self {
        Counts(Vec::new())
    }
}

impl<K: Ord + Copy> Counts<K> {
    pub(super) fn add(&mut self, key: K) {
        self.add_some(key, 1);
    }

    fn add_some(&mut self, key: K, count: u32) {
        match self.find(key) {
            Ok(at) => self.0[at].1 += count,
            Err(at) => self.0.insert(at, (key, count)),
        }
    }

    /// # Panics
    /// Panics if there is none: what leaves was there.
    pub(super) fn remove(&mut self, key: K) {
        let Ok(at) = self.find(key) else { unreachable!("what leaves was there") };
        self.0[at].1 -= 1;
        if self.0[at].1 == 0 {
            self.0.remove(at);
        }
    }

    fn find(&self, key: K) -> Result<usize, usize> {
        self.0.binary_search_by(|(other, _)| other.cmp(&key))
    }

    fn absorb(&mut self, other: Counts<K>) {
        other.0.into_iter().for_each(|(key, count)| self.add_some(key, count));
    }

    fn change(&mut self, change: Change, key: K) {
        match change {
            Change::Comes => self.add(key),
            Change::Goes => self.remove(key),
        }
    }

    pub(super) fn keys(&self) -> impl DoubleEndedIterator<Item = K> {
        self.0.iter().map(|(key, _)| *key)
    }

    pub(super) fn has(&self, key: K) -> bool {
        self.find(key).is_ok()
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
    credibility: Counts<Reverse<Credibility>>,
    reliability: Counts<Reverse<Reliability>>,
}

/// The weight of one side, to be compared: the recorder's ruling, first hand, the basis, how many
/// independent roots, how credible the best of it is held to be, and how reliable the best of them is held to be.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Weight {
    ruling: bool,
    first_hand: bool,
    basis: Option<Basis>,
    roots: usize,
    credibility: Option<Reverse<Credibility>>,
    reliability: Option<Reverse<Reliability>>,
}

impl Support {
    /// Adds a claim; `told` says whether it is told first hand.
    pub(super) fn add(&mut self, standing: &Standing<'_>, told: bool, claim: &Claim) {
        self.change(Change::Comes, standing, told, claim);
    }

    pub(super) fn remove(&mut self, standing: &Standing<'_>, told: bool, claim: &Claim) {
        self.change(Change::Goes, standing, told, claim);
    }

    fn change(&mut self, change: Change, standing: &Standing<'_>, told: bool, claim: &Claim) {
        if claim.flags.has(Flags::RECORDER) {
            self.recorder.change(change, ());
        }
        if told {
            self.first_hand.change(change, ());
        }
        self.basis.change(change, claim.basis);
        let voices = standing.record.set(claim.voice);
        for root in standing.people.roots(voices) {
            self.roots.change(change, root);
        }
        if let Some(credibility) = standing.people.credibility(claim.event) {
            self.credibility.change(change, Reverse(credibility));
        }
        for voice in voices {
            if let Some(reliability) = standing.people.reliability(*voice) {
                self.reliability.change(change, Reverse(reliability));
            }
        }
    }

    /// Takes in what speaks for another group.
    pub(super) fn absorb(&mut self, other: Support) {
        self.recorder.absorb(other.recorder);
        self.first_hand.absorb(other.first_hand);
        self.basis.absorb(other.basis);
        self.roots.absorb(other.roots);
        self.credibility.absorb(other.credibility);
        self.reliability.absorb(other.reliability);
    }

    /// Returns the weight of several groups of claims together.
    pub(super) fn weight<'s>(groups: impl Iterator<Item = &'s Support> + Clone) -> Weight {
        let roots: BTreeSet<RootIx> = groups.clone().flat_map(|group| group.roots.keys()).collect();
        Weight {
            ruling: groups.clone().any(|group| !group.recorder.is_empty()),
            first_hand: groups.clone().any(|group| !group.first_hand.is_empty()),
            basis: groups.clone().filter_map(|group| group.basis.keys().next_back()).max(),
            roots: roots.len(),
            credibility: groups
                .clone()
                .filter_map(|group| group.credibility.keys().next_back())
                .max(),
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
pub(super) fn is_first_hand(
    standing: &Standing<'_>,
    required: &BTreeSet<ActorIx>,
    claim: &Claim,
) -> bool {
    let by = standing.record.set(claim.by);
    let tells = |party: &ActorIx| standing.tells_for(claim.event, *party);
    if by.is_empty() { required.iter().any(tells) } else { by.iter().any(tells) }
}
