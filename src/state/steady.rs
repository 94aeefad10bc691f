//! How long a state stays as it is, and so for which points it can be kept.

use borsh::{BorshDeserialize, BorshSerialize};

use super::State;
use crate::model::{Day, Point, Policy};
use crate::record::Standing;

/// The state of a process with everything known of it, and the days for which it holds.
///
/// It is of the engine that folded it, and no format: whoever keeps one throws it away when the engine is
/// another.
#[derive(Debug, BorshSerialize, BorshDeserialize)]
pub struct Memo {
    state: State,
    /// The last day on which everything still stands so.
    last: Day,
    /// By this day everything was known.
    known: Day,
}

impl Memo {
    /// Returns a state to keep; none if more was to become known, or another policy would decide. The
    /// standing has to be one without a lens.
    pub fn of(standing: &Standing<'_>, state: &State) -> Option<Memo> {
        let known = standing.record.events().map(|(_, row)| row.known).max().unwrap_or(Day::MIN);
        let whole = known <= state.point.known_on && state.policy == Policy::default();
        let last = steady(standing, state);
        whole.then(|| Memo { state: state.clone(), last, known })
    }

    /// Returns the state at a point, where it is the one that was kept.
    pub fn at(&self, point: Point, policy: Policy) -> Option<State> {
        let holds = policy == self.state.policy
            && self.known <= point.known_on
            && (self.state.point.as_of..=self.last).contains(&point.as_of);
        holds.then(|| State { point, ..self.state.clone() })
    }
}

/// Returns the last day, from that of a state on, on which everything stands as it does there. Every day on
/// which an event, a claim or time could move anything is looked at, whether or not it would.
fn steady(standing: &Standing<'_>, state: &State) -> Day {
    let issues = standing.record.register.issues.indices();
    let ahead = issues.flat_map(|issue| {
        let one = state.issue(issue);
        let stalled_after = standing.record.register.lifecycle(issue).stalled_after;
        let stalled = one.since.map(|(day, _)| day.plus(stalled_after));
        let follows = one.tallies.iter().filter_map(|tally| tally.met.as_ref()?.follows);
        follows.chain(stalled).collect::<Vec<_>>()
    });
    let turns = standing.turns(&state.settled).chain(ahead);
    let next = turns.filter(|day| *day > state.point.as_of).min();
    next.map_or(Day::MAX, |day| day.plus(-1))
}
