//! What the live claims on one issue come to: the rules of the model, in its order.

use std::collections::BTreeSet;

use borsh::{BorshDeserialize, BorshSerialize};

use super::counted::is_firm;
use super::live::Live;
use super::pool::{PoolKey, Side};
use super::slots::{Reached, Rule, approved};
use super::support::Support;
use crate::lifecycle::{Act, Lifecycle, Rung};
use crate::model::Policy;
use crate::register::{ActorIx, Issue};

/// Why an issue stands where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, BorshSerialize, BorshDeserialize)]
pub enum Reason {
    /// Nobody has said anything of it.
    Nothing,
    /// It came up, and no claim bounds its stage.
    Mentioned,
    /// The highest live advance; no live objection is below it.
    Advance,
    /// The lowest live objection; there is no live advance.
    Objection,
    /// Proposals and concessions against demands and rejections: bargaining, at the lower.
    Bargaining,
    /// Live claims contradict each other, and the policy picks.
    Contested,
    /// The recorder's ruling.
    Ruling,
    /// Something holds it back, and nothing has moved it forward.
    OnlyHeld,
    /// The lowest of its parts.
    RolledUp,
    /// Enough of its parts have come to where they have to be.
    Threshold,
}

/// What the live claims come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Judgement {
    pub(super) rung: Rung,
    pub(super) reason: Reason,
    /// Live claims contradict each other.
    pub(super) contested: bool,
    /// A hold lowers the result to this stage.
    pub(super) held_at: Option<Rung>,
    /// The acceptances suffice for a stage, and it stands there or is held below it.
    pub(super) accepted: bool,
}

/// Judges the live claims on an issue.
pub(super) fn judge(live: &Live<'_>, policy: Policy) -> Judgement {
    let lifecycle = live.lifecycle();
    if !lifecycle.ordered {
        return exact(live, policy);
    }
    let bounds = Bounds::of(live);
    let (rung, reason) = match (bounds.lo, bounds.hi) {
        (None, None) if live.holds.lowest().is_some() => (lifecycle.held, Reason::OnlyHeld),
        (None, None) if live.is_mentioned() => (lifecycle.mentioned, Reason::Mentioned),
        (None, None) => (lifecycle.initial, Reason::Nothing),
        (Some(lo), None) => (lo, Reason::Advance),
        (None, Some(hi)) => (hi, Reason::Objection),
        (Some(lo), Some(hi)) if lo <= hi => (lo, Reason::Advance),
        (Some(_), Some(hi)) if !bounds.contradict(live) => (hi, Reason::Bargaining),
        (Some(lo), Some(hi)) => (pick(live, &bounds, lo, hi, policy), Reason::Contested),
    };
    let held_at = live.holds.lowest().filter(|held| *held < rung);
    Judgement {
        rung: held_at.unwrap_or(rung),
        reason,
        contested: reason == Reason::Contested,
        held_at,
        accepted: matches!(bounds.reached, Reached::Level(level) if level >= rung),
    }
}

/// Judges the live claims where no stage is higher than another: each says just one, and two that
/// differ contradict each other. Of equals the one that is declared first is taken.
fn exact(live: &Live<'_>, policy: Policy) -> Judgement {
    let lifecycle = live.lifecycle();
    let alive = || live.pools.iter();
    let claimed: BTreeSet<Rung> = alive().map(|(key, _)| key.rung).collect();
    let weight = |rung: Rung| {
        let said = alive().filter(|(key, _)| key.rung == rung && key.side == Side::Advance);
        Support::weight(said.map(|(_, pool)| &pool.support).collect::<Vec<_>>().into_iter())
    };
    let first = claimed.first().copied();
    let (rung, reason) = match first {
        None if live.is_mentioned() => (lifecycle.mentioned, Reason::Mentioned),
        None => (lifecycle.initial, Reason::Nothing),
        Some(rung) if claimed.len() == 1 => (rung, Reason::Advance),
        Some(rung) if policy == Policy::Cautious => (rung, Reason::Contested),
        Some(rung) => {
            let heavier = |best: Rung, other: Rung| {
                if weight(other) > weight(best) { other } else { best }
            };
            (claimed.iter().copied().fold(rung, heavier), Reason::Contested)
        }
    };
    Judgement {
        rung,
        reason,
        contested: reason == Reason::Contested,
        held_at: None,
        accepted: false,
    }
}

/// The live claims as bounds.
struct Bounds {
    reached: Reached,
    lo: Option<Rung>,
    hi: Option<Rung>,
    /// An acceptance, or a claim of a stage that only acceptances reach, is live: light objections
    /// bound nothing.
    firm: bool,
}

impl Bounds {
    fn of(live: &Live<'_>) -> Bounds {
        let register = &live.record.register;
        let partly = live.lifecycle().partly;
        let mentioned = live.lifecycle().mentioned;
        let issue = &register.issues[live.issue];
        let reached =
            live.slots.reached(issue, &live.required, &rule(live, issue, live.lifecycle()));
        let accepted = match reached {
            Reached::Nothing => None,
            Reached::Partly => Some(partly),
            Reached::Level(rung) => Some(rung),
        };
        let alive = || live.pools.keys();
        let advances = || alive().filter(|key| key.side == Side::Advance);
        let others = advances().filter(|key| !key.act.is_acceptance()).map(|key| key.rung);
        let firm = advances().any(|key| is_firm(key, partly));
        let objections = alive().filter(|key| key.side == Side::Objection);
        let hi = objections.filter(|key| counts(*key, firm)).map(|key| key.rung).min();
        // A stage claim of no more than "raised" is no advance: it only says that nothing is higher.
        let lo = others.chain(accepted).filter(|rung| *rung > mentioned).max();
        Bounds { reached, lo, hi, firm }
    }

    /// Returns whether some live advance and some live objection cannot both be right.
    fn contradict(&self, live: &Live<'_>) -> bool {
        self.conflicts(live).next().is_some()
    }

    /// Returns the pairs of an advance and an objection that contradict each other.
    fn conflicts<'l>(
        &'l self,
        live: &'l Live<'_>,
    ) -> impl Iterator<Item = (PoolKey, PoolKey)> + use<'l> {
        let alive = || live.pools.keys();
        let advances = alive().filter(|key| key.side == Side::Advance);
        advances.flat_map(move |advance| {
            let height = self.height(live, advance);
            alive().filter_map(move |objection| {
                let against = objection.side == Side::Objection
                    && counts(objection, self.firm)
                    && height > objection.rung
                    && !advance.act.bargains_with(objection.act);
                against.then_some((advance, objection))
            })
        })
    }

    /// Returns how high an advance reaches: an acceptance as high as all of them together.
    fn height(&self, live: &Live<'_>, advance: PoolKey) -> Rung {
        match self.reached {
            Reached::Level(rung) if advance.act.is_acceptance() => rung,
            _ if advance.act.is_acceptance() => live.lifecycle().partly,
            _ => advance.rung,
        }
    }
}

/// Returns the kinds of live claims that the stage rests on: of all advances the highest, of all
/// objections the lowest; both sides where they contradict each other.
pub(super) fn carrying(live: &Live<'_>, reason: Reason) -> Vec<PoolKey> {
    let bounds = Bounds::of(live);
    let alive = live.pools.keys();
    let carries = |key: &PoolKey| match (key.side, reason) {
        (Side::Advance, Reason::Advance) => Some(bounds.height(live, *key)) == bounds.lo,
        (Side::Objection, Reason::Objection | Reason::Bargaining) => {
            counts(*key, bounds.firm) && Some(key.rung) == bounds.hi
        }
        (_, Reason::Contested) => true,
        _ => false,
    };
    alive.filter(carries).collect()
}

/// Returns whether an objection bounds at all.
fn counts(objection: PoolKey, firm: bool) -> bool {
    !(firm && objection.act.is_light())
}

fn rule<'l>(live: &'l Live<'_>, issue: &Issue, lifecycle: &'l Lifecycle) -> Rule<'l> {
    let record = live.record;
    let due = issue.approvals.iter().map(|body| record.find_name(record.register.actors.id(*body)));
    let due: Vec<_> = due.collect();
    Rule {
        people: &live.standing.people,
        today: live.today,
        lifecycle,
        procedural: issue.procedural,
        approved: approved(&due, &live.slots),
        objected: live.objectors.keys().any(|party| live.required.contains(&party)),
    }
}

fn pick(live: &Live<'_>, bounds: &Bounds, lo: Rung, hi: Rung, policy: Policy) -> Rung {
    if policy == Policy::Cautious {
        return hi;
    }
    let pairs: Vec<(PoolKey, PoolKey)> = bounds.conflicts(live).collect();
    let weight = |side: fn(&(PoolKey, PoolKey)) -> PoolKey| {
        let mut keys: Vec<PoolKey> = pairs.iter().map(side).collect();
        keys.sort_unstable();
        keys.dedup();
        let pools = keys.iter().filter_map(|key| live.pools.get(*key));
        let groups: Vec<&Support> = pools.map(|pool| &pool.support).collect();
        Support::weight(groups.iter().copied())
    };
    if weight(|pair| pair.0) > weight(|pair| pair.1) { lo } else { hi }
}

/// What is held: of what everyone says and what the parties say of themselves, the one that counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Held {
    pub(super) asserted: Judgement,
    /// None where no party speaks for itself.
    pub(super) derived: Option<Judgement>,
    pub(super) rung: Rung,
    pub(super) reason: Reason,
    pub(super) contested: bool,
    /// A hold lowers the result to this stage.
    pub(super) held_at: Option<Rung>,
    pub(super) by: HeldBy,
    /// How many of the required parties are told first hand, and how many are required.
    pub(super) first_hand: (usize, usize),
}

/// On what the stage of an issue rests.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    serde::Serialize,
    schemars::JsonSchema,
    BorshSerialize,
    BorshDeserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum HeldBy {
    /// The recorder's ruling.
    Ruling,
    /// All required parties, each on its own word.
    Derived,
    /// What is said of it, by whomever.
    Asserted,
    /// Fewer than all required parties, and nobody's word on the whole.
    Partial,
    /// The parts of the issue.
    RolledUp,
}

impl HeldBy {
    /// Returns the name that files and programs use.
    pub fn name(self) -> &'static str {
        match self {
            HeldBy::Ruling => "ruling",
            HeldBy::Derived => "derived",
            HeldBy::Asserted => "asserted",
            HeldBy::Partial => "partial",
            HeldBy::RolledUp => "rolled_up",
        }
    }
}

/// Judges what the parties say of themselves; none where none does.
pub(super) fn derive(own: &Live<'_>, policy: Policy) -> Option<Judgement> {
    own.positions.keys().next().is_some().then(|| judge(own, policy))
}

/// Weighs what everyone says against what the parties say of themselves, which was judged before.
pub(super) fn hold(
    everyone: &Live<'_>,
    own: &Live<'_>,
    derived: Option<Judgement>,
    policy: Policy,
) -> Held {
    let asserted = judge(everyone, policy);
    let told = everyone.required.iter().filter(|party| tells(everyone, own, **party));
    let first_hand = told.count();
    let required = everyone.required.len();
    let all = required > 0 && first_hand == required;
    let held = |by, judgement: Judgement, reason| Held {
        asserted,
        derived,
        rung: judgement.rung,
        reason,
        contested: judgement.contested,
        held_at: judgement.held_at,
        by,
        first_hand: (first_hand, required),
    };
    if let Some((rung, _)) = everyone.ruling() {
        let ruled = Judgement { rung, contested: false, held_at: None, ..asserted };
        return held(HeldBy::Ruling, ruled, Reason::Ruling);
    }
    match derived {
        Some(own) if all => {
            let contested = own.contested || own.rung != asserted.rung;
            held(HeldBy::Derived, Judgement { contested, ..own }, own.reason)
        }
        _ if is_partial(everyone, required) => held(HeldBy::Partial, asserted, asserted.reason),
        _ => held(HeldBy::Asserted, asserted, asserted.reason),
    }
}

/// Returns whether a party speaks for itself: it accepted, or, where nobody has accepted anything, took any
/// position.
fn tells(everyone: &Live<'_>, own: &Live<'_>, party: ActorIx) -> bool {
    if everyone.slots.is_empty() { own.positions.has(party) } else { own.slots.has(party) }
}

/// Returns whether the stage rests on positions of fewer than all required parties alone.
fn is_partial(everyone: &Live<'_>, required: usize) -> bool {
    let parties = &everyone.required;
    let of_the_whole = |key: PoolKey| !key.act.is_position() && key.act != Act::Drafted;
    let mut alive = everyone.pools.keys();
    let taken = parties.iter().filter(|party| everyone.positions.has(**party)).count();
    let filled = everyone.slots.parties().filter(|party| parties.contains(party)).count();
    let none = everyone.positions.is_empty() && everyone.slots.is_empty();
    !none && !alive.any(of_the_whole) && taken.max(filled) < required
}
