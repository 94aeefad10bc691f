//! What a claim says of the stage of an issue, given who made it and what it points at.

use super::Live;
use crate::event::Kind;
use crate::lifecycle::{Act, Bound, Rung};
use crate::model::Modality;
use crate::record::{Claim, Link};
use crate::register::ActorIx;
use crate::state::counted::Counted;

/// What a claim does to an issue's stage, all things considered.
#[derive(Debug, Clone, Copy)]
pub(super) enum Bounding {
    Nothing,
    One(Bound),
    Both(Rung),
    Closing,
}

impl Live<'_> {
    pub(super) fn bound(&self, counted: &Counted) -> Bounding {
        let claim = &counted.claim;
        let principal = || {
            let people = &self.standing.people;
            let by = people.with_members(self.record.set(claim.by), claim.from);
            by.iter().any(|party| people.is_principal(counted.issue, *party, claim.from))
        };
        match (claim.act, self.lifecycle().bound(claim.act)) {
            (Act::Staged, _) => match claim.link {
                Link::Stage(rung) => Bounding::Both(rung),
                _ => Bounding::Nothing,
            },
            (Act::ThresholdMet, _) => match claim.link {
                Link::Stage(rung) if self.lifecycle().ordered => {
                    Bounding::One(Bound::AtLeast(rung))
                }
                Link::Stage(rung) => Bounding::Both(rung),
                _ => Bounding::Nothing,
            },
            (act, _) if act.closes() => Bounding::Closing,
            (Act::Denied, _) if !self.denies_advance(claim) => Bounding::Nothing,
            (act, _) if act.needs_principal() && !principal() => Bounding::Nothing,
            (act, _) if act.is_acceptance() && self.is_internal(claim) => Bounding::Nothing,
            (Act::Withdrew, _) if !self.takes_back_acceptance(claim) => Bounding::Nothing,
            (_, Some(Bound::Exactly(rung))) => Bounding::Both(rung),
            (_, Some(bound)) => Bounding::One(bound),
            (_, None) => Bounding::Nothing,
        }
    }

    /// Returns whether only factions did it, within parties that did not; where nobody is required,
    /// anyone may.
    fn is_internal(&self, claim: &Claim) -> bool {
        let by = self.record.set(claim.by);
        let inner = |party: &ActorIx| {
            self.record.register.is_within(*party) && !self.required.contains(party)
        };
        let member = |party: &ActorIx| {
            let alone = [*party];
            let all = self.standing.people.with_members(&alone, claim.from);
            all.iter().any(|one| self.required.contains(one))
        };
        let factions = !by.is_empty() && by.iter().all(|party| inner(party) && !member(party));
        factions && !self.required.is_empty()
    }

    fn takes_back_acceptance(&self, claim: &Claim) -> bool {
        let Link::Event(target) = claim.link else { return false };
        // What was accepted on a condition that was not met was not accepted.
        let (from, _) = self.standing.in_force(target, self.settled);
        let row = self.record.row(target);
        let counted =
            row.modality != Modality::Conditional || from.is_some_and(|from| from <= claim.from);
        row.kind == Kind::Acceptance && counted
    }

    /// Returns whether a denial is of something that speaks for agreement: only then does it object.
    fn denies_advance(&self, claim: &Claim) -> bool {
        let Link::Event(target) = claim.link else { return false };
        let lifecycle = self.lifecycle();
        let claims = self.record.claims(self.issue);
        let begin = claims.partition_point(|other| other.event < target);
        let theirs = claims[begin..].iter().take_while(|other| other.event == target);
        theirs.into_iter().any(|other| match (lifecycle.bound(other.act), other.link) {
            (Some(Bound::AtLeast(_)), _) => true,
            (None, Link::Stage(rung)) => rung > lifecycle.held,
            _ => false,
        })
    }
}
