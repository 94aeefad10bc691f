//! What time alone does: the day after a deadline, what waited for an answer lapses or is accepted.

use std::collections::BTreeMap;

use super::force::{first_answer, happened};
use super::{Aim, EventIx, Record};
use crate::event::{Answer, Change, Due, Expiry};
use crate::lifecycle::Act;
use crate::model::{Day, Modality};

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

/// Returns what each deadline comes to that `has` lets pass. A later deadline for the same thing takes
/// the place of one that has not yet run out.
pub(super) fn ticks(record: &Record, has: &dyn Fn(EventIx) -> bool) -> BTreeMap<EventIx, Tick> {
    let counts = |event: EventIx| has(event) && record.row(event).modality == Modality::Actual;
    let mut by_aim: BTreeMap<Aim, Vec<(EventIx, Day, Expiry)>> = BTreeMap::new();
    for (event, change) in record.changes().filter(|(event, _)| counts(*event)) {
        let Change::Deadline { due, expiry } = change else { continue };
        let day = match due {
            Due::On(day) => Some(*day),
            Due::After(..) => record.after(event).zip(due.length()).and_then(|(start, length)| {
                let row = record.row(start);
                let begun = match row.modality {
                    _ if !has(start) => None,
                    Modality::Actual => Some(row.when.last),
                    Modality::Expected => happened(record, start, counts),
                    Modality::Conditional | Modality::Negated => None,
                };
                begun.map(|day| length.after(day))
            }),
        };
        if let Some(day) = day {
            by_aim.entry(record.row(event).about).or_default().push((event, day, *expiry));
        }
    }
    let mut ticks = BTreeMap::new();
    for (aim, mut deadlines) in by_aim {
        let set = |event: &EventIx| record.row(*event).when.from;
        deadlines.sort_by_key(|(event, due, expiry)| (set(event), *due, *expiry, *event));
        for (at, (event, due, expiry)) in deadlines.iter().enumerate() {
            let others =
                deadlines[at + 1..].iter().filter(|(_, day, how)| (day, how) != (due, expiry));
            let moved = others.map(|(later, ..)| set(later)).find(|day| day <= due);
            let by_then = |event| counts(event) && record.row(event).when.from <= *due;
            let answered = first_answer(record, aim, meeting(*expiry), by_then);
            let met = [moved, answered].into_iter().flatten().min();
            let act = expiry.act().filter(|_| met.is_none());
            ticks.insert(*event, Tick { due: *due, act, runs: expiry.act().is_some(), met });
        }
    }
    ticks
}

/// Returns the answers that meet a deadline: an acceptance keeps an offer from lapsing, a rejection
/// breaks a silence, and any answer will do where nothing follows by itself.
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
