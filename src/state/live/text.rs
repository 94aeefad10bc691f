//! When all of the text that embodies an issue is agreed, and when it no longer is.

use std::collections::BTreeSet;

use super::super::counted::Counted;
use super::super::pool::{PoolKey, Side};
use super::Live;
use crate::lifecycle::{Act, Bound};
use crate::record::{Claim, EventIx};

impl Live<'_> {
    /// Where the last of the passages that embody the issue is agreed today, all of its text is.
    pub(super) fn agree_text(&mut self, today: &[&Counted]) {
        if !self.passages.all_agreed() {
            return;
        }
        let agreed = |counted: &&&Counted| counted.claim.act == Act::PassageAgreed;
        let events: BTreeSet<EventIx> =
            today.iter().filter(agreed).map(|counted| counted.claim.event).collect();
        let lifecycle = self.lifecycle();
        let Some(Bound::AtLeast(rung)) = lifecycle.bound(Act::TextAgreed) else { return };
        for event in events {
            for at in self.of_event(event) {
                let member = &mut self.members[at];
                let claim = Claim { act: Act::TextAgreed, ..member.claim };
                if member.claim.act != Act::PassageAgreed || member.withdrawn {
                    continue;
                }
                let counted = Counted { claim, issue: self.issue, inherited: false };
                let key = PoolKey::of(&counted, Side::Advance, rung);
                member.keys.push(key);
                self.cuts.note(key, claim.first);
                let pool = self.pools.of(key);
                pool.push(claim.last, at);
                pool.support.add(self.standing, member.told, &claim);
                self.passages.whole.push(at);
            }
        }
    }

    /// Where an agreed passage is taken back, not all of the text is agreed any more.
    pub(super) fn disagree_text(&mut self, claim: &Claim) {
        if !self.passages.forget(claim) {
            return;
        }
        for at in std::mem::take(&mut self.passages.whole) {
            let whole = |key: &&PoolKey| key.act == Act::TextAgreed;
            if let Some(key) = self.members[at].keys.iter().find(whole).copied() {
                self.leave(key, at);
                self.members[at].keys.retain(|other| *other != key);
            }
        }
    }
}
