use std::collections::{BTreeMap, BTreeSet};

use super::net::{Difference, Stop};
use super::sheet::{Field, Item, Key, Subject};
use crate::event::Change;
use crate::lifecycle::Act;
use crate::record::{EventIx, Record};
use crate::register::{ActorIx, IssueIx};

/// Says of what differs between two stops which events made the difference.
pub(super) struct Causes<'c, 'r> {
    before: &'c Stop<'r>,
    after: &'c Stop<'r>,
    came: &'c BTreeSet<EventIx>,
    /// What the stages of issues moved by, where that can be told from the issue itself.
    by_issue: BTreeMap<IssueIx, Vec<EventIx>>,
}

impl<'c, 'r> Causes<'c, 'r> {
    pub(super) fn new(
        before: &'c Stop<'r>,
        after: &'c Stop<'r>,
        came: &'c BTreeSet<EventIx>,
        differing: &[Difference<'_, Key, Item>],
    ) -> Self {
        let mut causes = Causes { before, after, came, by_issue: BTreeMap::new() };
        let restaged = differing.iter().filter(|(key, ..)| key.field == Field::Stage);
        let own = restaged.filter_map(|(key, from, to)| {
            let own = causes.own(**key, *from, *to);
            key.issue.filter(|_| !own.is_empty()).map(|issue| (issue, own))
        });
        causes.by_issue = own.collect();
        causes
    }

    /// Returns the events that made an item what it is, in the one order: what came and carries it;
    /// else what came and ended what did; else what moved the issues that it follows from. Where nothing
    /// came, time alone did it, and what said so is returned.
    pub(super) fn of(&self, key: Key, from: Option<&Item>, to: Option<&Item>) -> Vec<EventIx> {
        let steps: [&dyn Fn() -> Vec<EventIx>; 5] = [
            &|| self.own(key, from, to),
            &|| self.related(key),
            &|| self.touching(key, |_| true),
            &|| self.turning(from, to),
            &|| self.said(key, from, to),
        ];
        steps.iter().map(|step| step()).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// What can be told from the item itself.
    fn own(&self, key: Key, from: Option<&Item>, to: Option<&Item>) -> Vec<EventIx> {
        let steps: [&dyn Fn() -> Vec<EventIx>; 6] = [
            &|| self.moves(key),
            &|| self.settling(key, to),
            &|| self.came_of(to.map_or(&[], |item| &item.events)),
            &|| self.striking(from.map_or(&[], |item| &item.events)),
            &|| self.answering(key, from),
            &|| self.touching(key, |act| act != Act::Mentioned),
        ];
        steps.iter().map(|step| step()).find(|found| !found.is_empty()).unwrap_or_default()
    }

    /// The moves of the issue's own stage on the days of the leg.
    fn moves(&self, key: Key) -> Vec<EventIx> {
        let (Field::Stage | Field::Since, Some(issue)) = (key.field, key.issue) else {
            return Vec::new();
        };
        let begin = self.before.state.point.as_of;
        let mut moves = self.after.state.issue(issue).moves.iter();
        let latest = moves.rfind(|step| step.day > begin);
        latest.map_or(Vec::new(), |step| step.causes.clone())
    }

    /// What settled the issues of a deadline, so that nothing is due any more.
    fn settling(&self, key: Key, to: Option<&Item>) -> Vec<EventIx> {
        let (Field::Expected, Subject::Event(event), None) = (key.field, key.subject, to) else {
            return Vec::new();
        };
        let concerned = self.record().concerns(event).iter();
        let moved = concerned.flat_map(|issue| {
            self.moves(Key { issue: Some(*issue), field: Field::Stage, subject: Subject::Issue })
        });
        in_order(moved)
    }

    fn came_of(&self, events: &[EventIx]) -> Vec<EventIx> {
        events.iter().filter(|event| self.came.contains(event)).copied().collect()
    }

    /// What strikes out the events on which the item rested.
    fn striking(&self, events: &[EventIx]) -> Vec<EventIx> {
        let gone: Vec<EventIx> =
            events.iter().filter(|event| !self.after.standing.has(**event)).copied().collect();
        let strikes = self.record().strikes().iter().filter(|one| gone.contains(&one.target));
        in_order(strikes.map(|one| one.act).filter(|act| self.after.standing.has(*act)))
    }

    /// What came and answers the item, or tells of the same occasion, draft or point.
    fn answering(&self, key: Key, from: Option<&Item>) -> Vec<EventIx> {
        let events = from.map_or(&[][..], |item| &item.events);
        let came = self.came.iter().filter(|event| {
            let row = self.record().row(**event);
            let about = row.about.event().is_some_and(|target| events.contains(&target));
            let same = match key.subject {
                Subject::Thing(name) => row.occasion == Some(name) || row.brings == Some(name),
                _ => false,
            };
            about || same
        });
        came.copied().collect()
    }

    /// What came and says something of the issue.
    fn touching(&self, key: Key, fits: impl Fn(Act) -> bool) -> Vec<EventIx> {
        let Some(issue) = key.issue else { return Vec::new() };
        let claims = self.record().claims(issue).iter();
        let fitting = claims.filter(|claim| self.came.contains(&claim.event) && fits(claim.act));
        in_order(fitting.map(|claim| claim.event))
    }

    /// What moved the parts of the issue, those above it, and those in a package or link with it.
    fn related(&self, key: Key) -> Vec<EventIx> {
        let Some(issue) = key.issue else { return Vec::new() };
        let others = self.by_issue.iter().filter(|(other, _)| self.is_related(issue, **other));
        in_order(others.flat_map(|(_, causes)| causes.iter().copied()))
    }

    fn is_related(&self, issue: IssueIx, other: IssueIx) -> bool {
        let register = &self.record().register;
        let above = |one: IssueIx, other: IssueIx| {
            let mut next = register.issues[one].parent;
            while let Some(parent) = next.filter(|parent| *parent != other) {
                next = register.issues[parent].parent;
            }
            next.is_some()
        };
        above(other, issue) || above(issue, other) || self.are_tied(issue, other)
    }

    fn are_tied(&self, issue: IssueIx, other: IssueIx) -> bool {
        let both = |issues: &[IssueIx]| issues.contains(&issue) && issues.contains(&other);
        let packages = &self.record().register.packages;
        let packed = packages.indices().any(|package| both(&packages[package].issues));
        let mut changes = self.record().changes();
        packed
            || changes.any(|(event, change)| match change {
                Change::Tie { issues, .. } => self.after.standing.has(event) && both(issues),
                _ => false,
            })
    }

    /// What came and changed who counts as whom: a rating of those on whose word the item is, or else
    /// whatever changed the register.
    fn turning(&self, from: Option<&Item>, to: Option<&Item>) -> Vec<EventIx> {
        let record = self.record();
        let events = [from, to].into_iter().flatten().flat_map(|item| &item.events);
        let voices: BTreeSet<ActorIx> =
            events.flat_map(|event| record.voice(*event).iter().copied()).collect();
        let changes = || {
            let came = self.came.iter().copied();
            came.filter_map(|event| Some((event, record.change(event)?)))
        };
        let rated = changes().filter(|(_, change)| {
            matches!(change, Change::Rating { source, .. } if voices.contains(source))
        });
        let rated = in_order(rated.map(|(event, _)| event));
        if rated.is_empty() { in_order(changes().map(|(event, _)| event)) } else { rated }
    }

    /// Returns whether time alone made a difference: nothing that made it came in the leg.
    pub(super) fn by_time(&self, causes: &[EventIx]) -> bool {
        !causes.iter().any(|event| self.came.contains(event))
    }

    /// What said so, where time alone made the difference.
    fn said(&self, key: Key, from: Option<&Item>, to: Option<&Item>) -> Vec<EventIx> {
        let items = [to, from].into_iter().flatten();
        let events = items.map(|item| &item.events).find(|events| !events.is_empty());
        match (events, key.issue) {
            (Some(events), _) => events.clone(),
            (None, Some(issue)) => {
                let ends = [self.after, self.before].map(|stop| self.resting(stop, issue));
                ends.into_iter().find(|found| !found.is_empty()).unwrap_or_default()
            }
            (None, None) => Vec::new(),
        }
    }

    /// What the stage of an issue rests on; what those of its parts do, where it follows from them.
    fn resting(&self, stop: &Stop<'_>, issue: IssueIx) -> Vec<EventIx> {
        let own = &stop.state.issue(issue).carried_by;
        if !own.is_empty() {
            return own.clone();
        }
        let parts = self.record().register.issues[issue].children.iter();
        in_order(parts.flat_map(|part| self.resting(stop, *part)))
    }

    fn record(&self) -> &'r Record {
        self.after.standing.record
    }
}

fn in_order(events: impl Iterator<Item = EventIx>) -> Vec<EventIx> {
    events.collect::<BTreeSet<_>>().into_iter().collect()
}
