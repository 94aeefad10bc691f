//! From when conditional acts are in force, as known on a day.

use std::collections::BTreeMap;

use super::ring;
use super::{Aim, EventIx, Record};
use crate::event::{Answer, Kind, Relation};
use crate::model::{Day, Modality};
use crate::register::IssueIx;

/// The first day on which each issue was settled, as far as somebody waits for that.
pub type Settled = BTreeMap<IssueIx, Day>;

/// When a conditional act is in force.
#[derive(Debug, Clone, Default)]
pub(super) struct Force {
    /// The conditions that have to be met first are, since this day; none where one cannot be.
    from: Option<Day>,
    /// The day on which it ends, where something has ended it.
    until: Option<Day>,
    /// The issues that have to be settled first.
    after: Vec<IssueIx>,
    /// The issues that end it when they are settled.
    before: Vec<IssueIx>,
}

impl Force {
    /// Returns the days from and until which it is in force, given when issues were settled.
    pub(super) fn span(&self, settled: &Settled) -> (Option<Day>, Option<Day>) {
        let days = self.after.iter().map(|issue| settled.get(issue).copied());
        let from = days.fold(self.from, |latest, day| Some(latest?.max(day?)));
        let ends = self.before.iter().filter_map(|issue| settled.get(issue).copied());
        (from, ends.chain(self.until).min())
    }

    /// Returns the issues that it waits for.
    pub(super) fn issues(&self) -> impl Iterator<Item = IssueIx> {
        self.after.iter().chain(&self.before).copied()
    }
}

/// Settles every conditional act that `has` lets pass. One that waits for itself, around a ring, is
/// never in force.
pub(super) fn forces(record: &Record, has: &dyn Fn(EventIx) -> bool) -> BTreeMap<EventIx, Force> {
    let waiting: Vec<EventIx> = record.waiting().map(|(event, _)| event).collect();
    let place = |event: EventIx| waiting.binary_search(&event).ok();
    let mut edges = Vec::new();
    for (at, (_, waits)) in record.waiting().enumerate() {
        for wait in waits {
            if let Aim::Event(target) = wait.of
                && let Some(other) = place(target)
            {
                edges.push((at, other));
            }
        }
    }
    let (order, ringed) = ring::order(waiting.len(), &edges);
    let mut forces = BTreeMap::new();
    for at in order.into_iter().rev() {
        let event = waiting[at];
        let force = if ringed.binary_search(&at).is_ok() {
            Force::default()
        } else {
            Deciding { record, has, forces: &forces }.force(event)
        };
        forces.insert(event, force);
    }
    forces
}

struct Deciding<'d> {
    record: &'d Record,
    has: &'d dyn Fn(EventIx) -> bool,
    forces: &'d BTreeMap<EventIx, Force>,
}

impl Deciding<'_> {
    fn force(&self, event: EventIx) -> Force {
        let own = self.record.row(event).when.from;
        let mut force = Force { from: Some(own), ..Force::default() };
        for wait in self.record.waits(event) {
            let first = matches!(wait.rel, Relation::If | Relation::Once);
            match (first, wait.of) {
                (true, Aim::Issue(issue)) => force.after.push(issue),
                (false, Aim::Issue(issue)) => force.before.push(issue),
                (true, aim) => {
                    let met = self.met(aim);
                    force.from = force.from.and_then(|from| Some(from.max(met?)));
                }
                (false, aim) => {
                    force.until = [force.until, self.met(aim)].into_iter().flatten().min();
                }
            }
        }
        // Whatever it waited for: that it happened, or is off, can be reported of itself.
        if let Some(day) = self.answered(Aim::Event(event), &[Answer::Happened]) {
            force = Force { from: Some(day.max(own)), ..Force::default() };
        }
        let off = self.answered(Aim::Event(event), &[Answer::DidNotHappen]);
        force.until = [force.until, off].into_iter().flatten().min();
        force
    }

    /// Returns the day on which a condition was met: what was expected happened, what was offered or
    /// demanded was accepted, what was promised was done, a vote was carried, a draft adopted or a point
    /// closed.
    fn met(&self, aim: Aim) -> Option<Day> {
        match aim {
            Aim::Event(event) if (self.has)(event) => self.came_about(event),
            Aim::Thing(name) => {
                let settlers =
                    self.record.settlers(name).iter().filter(|event| self.counts(**event));
                settlers.map(|event| self.record.row(*event).when.from).min()
            }
            _ => None,
        }
    }

    fn came_about(&self, event: EventIx) -> Option<Day> {
        let row = self.record.row(event);
        let begun = match row.modality {
            Modality::Actual => row.when.from,
            Modality::Negated => return None,
            Modality::Expected => return self.happened(event),
            Modality::Conditional => self.forces.get(&event)?.span(&Settled::new()).0?,
        };
        let answers: &[Answer] = match row.kind {
            Kind::Demand | Kind::Proposal => &[Answer::Accepts, Answer::Concedes],
            Kind::Commitment => &[Answer::Fulfils],
            Kind::Vote if !row.carried => return None,
            _ => return Some(begun),
        };
        self.answered(Aim::Event(event), answers).map(|day| day.max(begun))
    }

    /// Returns the first day on which something was answered in one of these ways.
    fn answered(&self, aim: Aim, answers: &[Answer]) -> Option<Day> {
        first_answer(self.record, aim, answers, |event| self.counts(event))
    }

    fn happened(&self, event: EventIx) -> Option<Day> {
        happened(self.record, event, |event| self.counts(event))
    }

    fn counts(&self, event: EventIx) -> bool {
        (self.has)(event) && self.record.row(event).modality == Modality::Actual
    }
}

/// Returns the first day on which something was answered in one of some ways.
pub(super) fn first_answer(
    record: &Record,
    aim: Aim,
    answers: &[Answer],
    counts: impl Fn(EventIx) -> bool,
) -> Option<Day> {
    let said = record.answers(aim).iter().filter(|event| counts(**event));
    let rows = said.map(|event| record.row(*event));
    let such = rows.filter(|row| row.answer.is_some_and(|answer| answers.contains(&answer)));
    such.map(|row| row.when.from).min()
}

/// Returns the day on which what was expected came about: an outcome says so, or an account of the
/// encounter.
pub(super) fn happened(
    record: &Record,
    event: EventIx,
    counts: impl Fn(EventIx) -> bool,
) -> Option<Day> {
    let told = first_answer(record, Aim::Event(event), &[Answer::Happened], &counts);
    let accounts = record.row(event).occasion.map_or(&[][..], |name| record.accounts(name));
    let held = accounts.iter().filter(|event| counts(**event));
    held.map(|event| record.row(*event).when.from).chain(told).min()
}
