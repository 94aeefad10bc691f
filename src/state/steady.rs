//! How long a state stays as it is, and so for which points it can be kept.

use std::collections::BTreeSet;

use borsh::{BorshDeserialize, BorshSerialize};

use super::State;
use crate::model::{Day, Point, Policy};
use crate::record::Standing;

/// The state of a process with everything known of it, and the days on which anything may move.
///
/// It is of the engine that folded it, and no format: whoever keeps one throws it away when the engine is
/// another.
#[derive(Debug, BorshSerialize, BorshDeserialize)]
pub struct Memo {
    state: State,
    /// Every day on which anything may be otherwise than on the day before, in order.
    turns: Vec<Day>,
    /// By this day everything was known.
    known: Day,
}

impl Memo {
    /// Returns a state to keep; none if more was to become known, or another policy would decide. The
    /// standing has to be one without a lens. O(claims log claims).
    pub fn of(standing: &Standing<'_>, state: &State) -> Option<Memo> {
        let known = standing.record.events().map(|(_, row)| row.known).max().unwrap_or(Day::MIN);
        let whole = known <= state.point.known_on && state.policy == Policy::default();
        let turns = || turns(standing, state).into_iter().collect();
        whole.then(|| Memo { state: state.clone(), turns: turns(), known })
    }

    /// Returns the state at a point, where it is the one that was kept. O(log claims), and what a copy takes.
    pub fn at(&self, point: Point, policy: Policy) -> Option<State> {
        let same = policy == self.state.policy && self.holds(point);
        same.then(|| State { point, ..self.state.clone() })
    }

    /// Returns whether nothing that a status shows can have changed from one point to a later one: nothing
    /// came to be known, and no day between is one on which anything moves. O(log claims).
    pub fn is_quiet(&self, since: Point, until: Point) -> bool {
        // What follows by itself after the day of the state is known only as long as that stays as it is.
        let ahead = self.is_still(self.state.point.as_of, until.as_of);
        self.known <= since.known_on && ahead && self.is_still(since.as_of, until.as_of)
    }

    /// Returns whether everything stands at a point as in the state.
    fn holds(&self, point: Point) -> bool {
        let day = self.state.point.as_of;
        self.known <= point.known_on && day <= point.as_of && self.is_still(day, point.as_of)
    }

    /// Returns whether no day after one day, up to another, is a turn; so it is where the other is no later.
    fn is_still(&self, after: Day, last: Day) -> bool {
        let next = self.turns.partition_point(|turn| *turn <= after);
        self.turns.get(next).is_none_or(|turn| *turn > last)
    }
}

/// Returns every day on which an event, a claim or time could move anything, whether or not it would.
fn turns(standing: &Standing<'_>, state: &State) -> BTreeSet<Day> {
    let record = standing.record;
    let register = &record.register;
    // A part that moves may be what its whole stalls by.
    let patience: BTreeSet<i32> =
        register.lifecycles().iter().map(|lifecycle| lifecycle.stalled_after).collect();
    let claims = register.issues.indices().flat_map(|issue| record.claims(issue));
    let stalls = claims
        .map(|claim| claim.from)
        .chain(standing.turns(&state.settled))
        .flat_map(|day| patience.iter().map(move |after| day.plus(*after)));
    let tallies = state.issues.iter().flat_map(|one| &one.tallies);
    let follows: Vec<Day> = tallies.filter_map(|tally| tally.met.as_ref()?.follows).collect();
    let late = follows.iter().flat_map(|day| patience.iter().map(move |after| day.plus(*after)));
    let mandates = register.actors.indices().flat_map(|actor| standing.people.mandates(actor));
    let offices =
        mandates.flat_map(|held| [held.begins, held.ends.map(|ends| ends.plus(1))]).flatten();
    let told = standing.turns(&state.settled);
    told.chain(stalls).chain(late).chain(follows.iter().copied()).chain(offices).collect()
}
