//! What moves need beside being provided for, and whether it was there.

use super::counted::Counted;
use super::live::Live;
use super::threshold::Tally;
use super::walk::{Move, Way};
use crate::event::Change;
use crate::lifecycle::{Act, Lifecycle, Need, Rung};
use crate::model::Day;
use crate::record::{EventIx, Standing};
use crate::register::IssueIx;

/// What an issue has been through, as far as guards ask for it.
pub(super) struct Past<'p> {
    standing: &'p Standing<'p>,
    lifecycle: &'p Lifecycle,
    tallies: &'p [Tally],
    /// The stages in the order in which it came to them.
    stages: Vec<Rung>,
    /// The day on which its latest deadline runs out, while it has one.
    pub(super) due: Option<Day>,
    /// The votes that were carried.
    carried: Vec<EventIx>,
    /// A register shows it no longer.
    vanished: bool,
    /// A log has shown it itself, and not only what it goes on from.
    shown: bool,
    issue: IssueIx,
}

impl<'p> Past<'p> {
    pub(super) fn new(standing: &'p Standing<'p>, issue: IssueIx, tallies: &'p [Tally]) -> Self {
        let lifecycle = standing.record.register.lifecycle(issue);
        Past {
            standing,
            lifecycle,
            tallies,
            stages: vec![lifecycle.initial],
            due: None,
            carried: Vec::new(),
            vanished: false,
            shown: false,
            issue,
        }
    }

    /// Takes in what is said on one day: what guards ask for may come in the same hour as the move.
    pub(super) fn hear(&mut self, today: &[Counted]) {
        let mut latest = None;
        for counted in today {
            let claim = &counted.claim;
            let record = self.standing.record;
            if record.row(claim.event).carried {
                self.carried.push(claim.event);
            }
            if let Some(Change::Deadline { .. }) = record.change(claim.event) {
                let seq = record.sequence(claim.event).map(|(_, seq)| seq);
                let due = self.standing.tick(claim.event).map(|tick| tick.due);
                latest = latest.max(Some((seq, due)));
            }
        }
        if let Some((_, due)) = latest {
            self.due = due;
        }
    }

    /// Calls the stages by their new names.
    pub(super) fn migrate(&mut self, map: &[(Rung, Rung)]) {
        for stage in &mut self.stages {
            if let Some((_, to)) = map.iter().find(|(from, _)| from == stage) {
                *stage = *to;
            }
        }
    }

    /// Takes a step, and judges it.
    pub(super) fn step(
        &mut self,
        (day, from, to): (Day, Rung, Rung),
        causing: &[&Counted],
        everyone: &Live<'_>,
    ) -> Move {
        let all = |fits: fn(Act) -> bool| causing.iter().all(|counted| fits(counted.claim.act));
        let begins = !self.shown && causing.iter().any(|counted| self.is_shown(counted));
        let opens = from == self.lifecycle.initial || self.vanished || begins;
        let way = match () {
            () if all(|act| matches!(act, Act::Unlisted | Act::Superseded)) => Way::Vanishing,
            // Time alone moves nothing that somebody could have moved otherwise.
            () if all(Act::is_by_time) => Way::ByItself,
            () if opens => Way::Opening,
            () => Way::Transition,
        };
        self.vanished = way == Way::Vanishing;
        let version = self.lifecycle.in_force(day);
        let judged = matches!(way, Way::Opening | Way::Transition);
        let begins = way == Way::Opening && version.provides(self.lifecycle.initial, to);
        let provided = !judged || begins || version.provides(from, to);
        let needed = version.guards.iter().filter(|guard| judged && guard.applies(from, to));
        let unmet = needed.filter(|guard| !self.met(&guard.needs, (day, to), everyone));
        let unmet = unmet.map(|guard| guard.needs.clone()).collect();
        self.stages.push(to);
        let causes = causing.iter().map(|counted| counted.claim.event).collect();
        Move { day, from, to, causes, way, provided, unmet }
    }

    /// Takes in what counted in a step, whether or not it moved anything.
    pub(super) fn show(&mut self, step: &[Counted]) {
        self.shown = self.shown || step.iter().any(|counted| self.is_shown(counted));
    }

    /// Returns whether a log shows the issue itself at a stage, rather than what it goes on from.
    fn is_shown(&self, counted: &Counted) -> bool {
        let record = self.standing.record;
        let event = counted.claim.event;
        let own = record.claims(self.issue);
        let here = || own.binary_search_by_key(&event, |claim| claim.event).is_ok();
        counted.claim.act == Act::Staged && record.sequence(event).is_some() && here()
    }

    fn met(&self, need: &Need, (day, to): (Day, Rung), everyone: &Live<'_>) -> bool {
        let record = self.standing.record;
        match need {
            Need::Been(stage) => self.stages.contains(stage),
            Need::Back => self.stages.iter().rev().nth(1) == Some(&to),
            Need::Deadline => self.due.is_some(),
            Need::DeadlinePassed => self.due.is_some_and(|due| due < day),
            Need::Vote(None) => !self.carried.is_empty(),
            Need::Vote(Some(body)) => {
                let body = record.register.actors.find(body);
                let by = |vote: &EventIx| record.set(record.row(*vote).by);
                body.is_some_and(|body| self.carried.iter().any(|vote| by(vote).contains(&body)))
            }
            Need::Accepted(by) if by.is_empty() => {
                let accepted: Vec<_> = everyone.slots.parties().collect();
                everyone.required.iter().all(|party| accepted.contains(party))
            }
            Need::Accepted(by) => by.iter().all(|id| {
                let party = record.register.actors.find(id);
                everyone.slots.parties().any(|accepted| Some(accepted) == party)
            }),
            Need::Threshold(threshold) => {
                let mut tallies = self.tallies.iter().filter(|tally| tally.threshold == *threshold);
                tallies.any(|tally| tally.met.as_ref().is_some_and(|met| met.day <= day))
            }
        }
    }
}
