use std::collections::{BTreeMap, BTreeSet};

use super::support::Counts;
use crate::lifecycle::{Act, Lifecycle, Rung};
use crate::model::Day;
use crate::record::{NameIx, People};
use crate::register::{ActorIx, Decision, Issue, Role};

/// Who has accepted, how far: one slot for each party.
#[derive(Debug, Default)]
pub(super) struct Slots {
    by_party: BTreeMap<ActorIx, Counts<Act>>,
    bodies: Counts<NameIx>,
}

/// What the acceptances come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reached {
    /// Nobody has accepted.
    Nothing,
    /// Some have, and it does not suffice.
    Partly,
    /// It suffices for this stage.
    Level(Rung),
}

impl Slots {
    pub(super) fn fill(&mut self, party: ActorIx, level: Act) {
        self.by_party.entry(party).or_default().add(level);
    }

    pub(super) fn empty(&mut self, party: ActorIx, level: Act) {
        let levels = self.by_party.get_mut(&party).expect("what leaves was there");
        levels.remove(level);
        if levels.is_empty() {
            self.by_party.remove(&party);
        }
    }

    pub(super) fn approve(&mut self, body: NameIx) {
        self.bodies.add(body);
    }

    pub(super) fn disapprove(&mut self, body: NameIx) {
        self.bodies.remove(body);
    }

    /// Returns the parties whose slots are filled.
    pub(super) fn parties(&self) -> impl Iterator<Item = ActorIx> {
        self.by_party.keys().copied()
    }

    /// Returns whether the slot of a party is filled.
    pub(super) fn has(&self, party: ActorIx) -> bool {
        self.by_party.contains_key(&party)
    }

    /// Returns whether no slot is filled.
    pub(super) fn is_empty(&self) -> bool {
        self.by_party.is_empty()
    }

    /// Returns what the acceptances come to under the decision rule of the issue.
    pub(super) fn reached(
        &self,
        issue: &Issue,
        required: &BTreeSet<ActorIx>,
        rule: &Rule<'_>,
    ) -> Reached {
        if self.by_party.is_empty() {
            return Reached::Nothing;
        }
        let heights: Vec<Option<Rung>> =
            required.iter().map(|party| self.height(*party, rule)).collect();
        let level = if heights.is_empty() {
            self.by_party.keys().filter_map(|party| self.height(*party, rule)).max()
        } else {
            self.decided(issue, &heights, rule)
        };
        level.map_or(Reached::Partly, Reached::Level)
    }

    fn decided(&self, issue: &Issue, heights: &[Option<Rung>], rule: &Rule<'_>) -> Option<Rung> {
        match issue.decision {
            Decision::Unanimity => heights.iter().copied().min().flatten(),
            Decision::Consensus if rule.objected => None,
            Decision::Consensus => heights.iter().flatten().copied().min(),
            Decision::Majority(share) => majority(heights, share),
            Decision::Chair => {
                let in_chair = |role: &Role| matches!(role, Role::Chair | Role::Decider);
                let chairs = issue.roles.iter().filter(|(_, role)| in_chair(role));
                chairs.filter_map(|(party, _)| self.height(*party, rule)).max()
            }
        }
    }

    /// Returns how far one party has accepted: by itself, or by all of its members.
    fn height(&self, party: ActorIx, rule: &Rule<'_>) -> Option<Rung> {
        let own = |party: ActorIx| {
            let levels = self.by_party.get(&party)?;
            levels.keys().map(|level| rule.rung(level)).max()
        };
        own(party).or_else(|| {
            let members = rule.people.members(party, rule.today);
            members.map(own).min().flatten()
        })
    }
}

/// Returns the highest stage that more than `share` of the parties have reached.
fn majority(heights: &[Option<Rung>], share: f64) -> Option<Rung> {
    let mut reached: Vec<Rung> = heights.iter().flatten().copied().collect();
    reached.sort_unstable_by(|a, b| b.cmp(a));
    #[expect(clippy::cast_precision_loss, reason = "fewer than 2^52 parties")]
    let suffices = |count: usize| count as f64 > share * heights.len() as f64;
    let needed = (1..=heights.len()).find(|count| suffices(*count))?;
    reached.get(needed - 1).copied()
}

/// How far a level goes on one issue.
#[derive(Debug)]
pub(super) struct Rule<'l> {
    pub(super) people: &'l People<'l>,
    pub(super) today: Day,
    pub(super) lifecycle: &'l Lifecycle,
    /// How to talk is agreed at any level of acceptance.
    pub(super) procedural: bool,
    /// Nobody has to approve any more: none is due, or all have.
    pub(super) approved: bool,
    /// A required party objects.
    pub(super) objected: bool,
}

impl Rule<'_> {
    fn rung(&self, level: Act) -> Rung {
        self.lifecycle.accepted(level, self.procedural, self.approved)
    }
}

/// Returns whether every body that has to approve is among those that have; a body that nobody ever
/// named has not.
pub(super) fn approved(due: &[Option<NameIx>], slots: &Slots) -> bool {
    due.iter().all(|body| body.is_some_and(|body| slots.bodies.has(body)))
}
