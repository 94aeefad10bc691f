//! What time alone does: the day after a deadline, what waited for an answer lapses or is accepted.

use std::collections::BTreeMap;

use super::force::happened;
use super::{Aim, EventIx, People, Record};
use crate::event::{Answer, Change, Due, Expiry};
use crate::lifecycle::Act;
use crate::model::{Day, Modality};
use crate::register::ActorIx;

/// What a deadline comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tick {
    /// The last day on which there could be an answer.
    pub due: Day,
    /// What happens on the day after, if anything does.
    pub act: Option<Act>,
    /// Something happens by itself when it runs out.
    pub runs: bool,
    /// The day on which it was moved, or met by an answer, before it ran out.
    pub met: Option<Day>,
}

impl Tick {
    /// Returns the day on which time has its way.
    pub fn day(&self) -> Day {
        self.due.plus(1)
    }
}

/// A deadline as it was set.
struct Deadline<'r> {
    event: EventIx,
    set: Day,
    set_by: &'r [ActorIx],
    /// None where it says that there is no deadline any more.
    due: Option<Day>,
    expiry: Expiry,
    movable_by: &'r [ActorIx],
}

/// Returns what each deadline comes to that `has` lets pass. A later deadline for the same thing takes
/// the place of one that has not yet run out, if those who set it may move it.
pub(super) fn ticks(
    record: &Record,
    people: &People<'_>,
    has: &dyn Fn(EventIx) -> bool,
) -> BTreeMap<EventIx, Tick> {
    let ticking = Ticking { record, people, has };
    let mut by_aim: BTreeMap<Aim, Vec<Deadline<'_>>> = BTreeMap::new();
    for (event, change) in record.changes().filter(|(event, _)| ticking.counts(*event)) {
        let Change::Deadline { due, expiry, movable_by } = change else { continue };
        let due = match due {
            Some(due) => match ticking.due(event, due) {
                Some(day) => Some(day),
                None => continue,
            },
            None => None,
        };
        let row = record.row(event);
        let (set, set_by) = (row.when.from, record.set(row.by));
        let deadline = Deadline { event, set, set_by, due, expiry: *expiry, movable_by };
        by_aim.entry(row.about).or_default().push(deadline);
    }
    let mut ticks = BTreeMap::new();
    for (aim, mut deadlines) in by_aim {
        let seq = |one: &Deadline<'_>| record.sequence(one.event).map(|(_, seq)| seq);
        deadlines.sort_by_key(|one| (one.set, seq(one), one.due, one.expiry, one.event));
        for (at, one) in deadlines.iter().enumerate() {
            let moved = deadlines[at + 1..].iter().filter(|later| one.is_moved_by(later));
            let moved = moved.map(|later| later.set).min();
            let Some(due) = one.due else { continue };
            let met = [moved, ticking.answered(aim, one, due)].into_iter().flatten().min();
            let act = one.expiry.act().filter(|_| met.is_none());
            let runs = one.expiry.act().is_some();
            ticks.insert(one.event, Tick { due, act, runs, met });
        }
    }
    ticks
}

impl Deadline<'_> {
    fn is_moved_by(&self, later: &Deadline<'_>) -> bool {
        let other = (later.due, later.expiry) != (self.due, self.expiry);
        let may = self.movable_by.is_empty()
            || later.set_by.iter().any(|setter| self.movable_by.contains(setter));
        // What nothing follows from can be moved late, too.
        let open = self.expiry == Expiry::None || self.due.is_none_or(|due| later.set <= due);
        other && may && open
    }
}

struct Ticking<'t> {
    record: &'t Record,
    people: &'t People<'t>,
    has: &'t dyn Fn(EventIx) -> bool,
}

impl Ticking<'_> {
    fn counts(&self, event: EventIx) -> bool {
        (self.has)(event) && self.record.row(event).modality == Modality::Actual
    }

    fn due(&self, event: EventIx, due: &Due) -> Option<Day> {
        let length = match due {
            Due::On(day) => return Some(*day),
            Due::After(_, length) => length,
        };
        let start = self.record.after(event).filter(|start| (self.has)(*start))?;
        let row = self.record.row(start);
        let begun = match row.modality {
            Modality::Actual => Some(row.when.last),
            Modality::Expected => happened(self.record, start, |event| self.counts(event)),
            Modality::Conditional | Modality::Negated => None,
        };
        begun.map(|day| length.after(day))
    }

    /// Returns the first day on which an answer came in time that keeps time from having its way, on
    /// the word of somebody who has a say: an acceptance keeps an offer from lapsing, a rejection
    /// breaks a silence. Of one that was taken back in time nothing is left.
    fn answered(&self, aim: Aim, deadline: &Deadline<'_>, due: Day) -> Option<Day> {
        let in_time =
            |event: EventIx| self.counts(event) && self.record.row(event).when.from <= due;
        let wanted = meeting(deadline.expiry);
        let is_wanted = |event: &EventIx| {
            self.record.row(*event).answer.is_some_and(|answer| wanted.contains(&answer))
        };
        let given = self.record.answers(aim).iter().copied().filter(is_wanted);
        let rejected = self.rejections(deadline).into_iter();
        let withdrawn = |event: EventIx| {
            let answers = self.record.answers(Aim::Event(event)).iter();
            answers.into_iter().any(|answer| {
                in_time(*answer) && self.record.row(*answer).answer == Some(Answer::Withdraws)
            })
        };
        let valid = given.chain(rejected).filter(|event| {
            in_time(*event) && self.has_a_say(*event, deadline.event) && !withdrawn(*event)
        });
        valid.map(|event| self.record.row(event).when.from).min()
    }

    /// Returns the rejections of the issues of what is due, from the day on which that was set: whoever
    /// rejects the issue is not silent.
    fn rejections(&self, deadline: &Deadline<'_>) -> Vec<EventIx> {
        if deadline.expiry != Expiry::DeemedAccepted {
            return Vec::new();
        }
        let issues = self.record.concerns(deadline.event).iter();
        let claims = issues.flat_map(|issue| self.record.claims(*issue));
        let rejecting = claims.filter(|claim| {
            let rejects = matches!(claim.act, Act::Rejected | Act::VotedDown);
            rejects && claim.from >= deadline.set
        });
        rejecting.map(|claim| claim.event).collect()
    }

    /// Returns whether those who answer are parties to an issue of what is due.
    fn has_a_say(&self, answer: EventIx, deadline: EventIx) -> bool {
        let row = self.record.row(answer);
        let by = self.people.with_members(self.record.set(row.by), row.when.from);
        let issues = self.record.concerns(deadline);
        let mut pairs =
            issues.iter().flat_map(|issue| by.iter().map(move |party| (*issue, *party)));
        issues.is_empty()
            || pairs.any(|(issue, party)| self.people.is_principal(issue, party, row.when.from))
    }
}

/// Returns the answers that meet a deadline; any answer will do where nothing follows by itself.
fn meeting(expiry: Expiry) -> &'static [Answer] {
    match expiry {
        Expiry::DeemedAccepted => &[Answer::Rejects, Answer::Withdraws, Answer::Denies],
        Expiry::Lapse => &[Answer::Accepts, Answer::Concedes, Answer::Fulfils],
        Expiry::None => &[
            Answer::Accepts,
            Answer::Rejects,
            Answer::Concedes,
            Answer::Counters,
            Answer::Fulfils,
            Answer::Withdraws,
        ],
    }
}
