use std::collections::BTreeSet;

use super::walk::Walk;
use crate::lifecycle::Act;
use crate::model::Day;
use crate::record::{Claim, EventIx, Flags, Link, Record, SetIx};

/// Returns the demands that are still open: not taken back, not accepted by one they are made of, and
/// not settled by an agreement that came later.
pub(super) fn open_demands(record: &Record, walk: &Walk<'_>, claims: &[&Claim]) -> Vec<EventIx> {
    let pointing_at = |act: fn(Act) -> bool| {
        claims.iter().filter(move |claim| act(claim.act)).filter_map(|claim| match claim.link {
            Link::Event(target) => Some((target, **claim)),
            _ => None,
        })
    };
    let withdrawn: BTreeSet<EventIx> =
        pointing_at(|act| act == Act::Withdrew).map(|(target, _)| target).collect();
    let answered: BTreeSet<EventIx> = pointing_at(Act::is_acceptance)
        .filter(|(target, claim)| is_addressed(record, claims, *target, claim))
        .map(|(target, _)| target)
        .collect();
    let settled: Option<Day> =
        walk.held.asserted.accepted.then(|| walk.everyone.latest_acceptance()).flatten();
    let is_open = |claim: &&&Claim| {
        !withdrawn.contains(&claim.event)
            && !answered.contains(&claim.event)
            && settled.is_none_or(|settled| settled <= claim.last)
    };
    let demands = || claims.iter().filter(|claim| claim.act == Act::Demanded);
    let is_repeat = |claim: &&&Claim| claim.flags.has(Flags::REAFFIRMS);
    let originals = || demands().filter(|claim| !is_repeat(claim));
    let told: BTreeSet<SetIx> = originals().map(|claim| claim.by).collect();
    let open: BTreeSet<SetIx> = originals().filter(is_open).map(|claim| claim.by).collect();
    // What closes a demand closes its reaffirmations too.
    let follows = |claim: &&&Claim| {
        !is_repeat(claim) || !told.contains(&claim.by) || open.contains(&claim.by)
    };
    demands().filter(is_open).filter(follows).map(|claim| claim.event).collect()
}

/// Returns whether an acceptance is by one that the demand is made of; of anyone, if it names nobody.
fn is_addressed(record: &Record, claims: &[&Claim], target: EventIx, by: &Claim) -> bool {
    let at = claims.binary_search_by_key(&target, |claim| claim.event);
    let Ok(at) = at else { return false };
    let to = record.set(claims[at].to);
    to.is_empty() || record.set(by.by).iter().any(|party| to.contains(party))
}
