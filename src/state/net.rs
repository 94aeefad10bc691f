//! What changed from one point to another: three legs, and the net difference of each.
//!
//! First what was known already is corrected, then what came to be known late of days that were over,
//! then the days go by. A change that a leg makes and undoes is none.

use std::collections::{BTreeMap, BTreeSet};

use super::State;
use super::cause::Causes;
use super::fold::{Asked, fold_some};
use super::scope::{Ends, touched};
use super::sheet::{Field, Item, Key, Sheet, sheet_of};
use crate::event::Kind;
use crate::model::{Aspect, Day, Modality, Point, Policy};
use crate::record::{EventIx, Lens, Record, Row, Standing};
use crate::register::IssueIx;

/// From where to where, and how it is looked at.
#[derive(Debug, Clone, Copy)]
pub struct Window<'w> {
    /// The point to start from.
    pub since: Point,
    /// The point to end at, in neither time before the start.
    pub until: Point,
    /// Which claims count.
    pub lens: &'w Lens,
    /// Who is believed where claims contradict each other.
    pub policy: Policy,
}

/// Something that a status shows, and did not show so before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What.
    pub key: Key,
    /// What was shown.
    pub from: Option<Item>,
    /// What is shown.
    pub to: Option<Item>,
    /// The events that made the difference, in the one order; where time alone did, those that said so.
    pub causes: Vec<EventIx>,
    /// None of them came: time alone made the difference.
    pub by_time: bool,
}

/// What changed, leg by leg.
#[derive(Debug, Default)]
pub struct Net {
    /// What was known was struck out, replaced or rated anew.
    pub corrected: Vec<Change>,
    /// What was over by the start, and was not known then.
    pub learned_late: Vec<Change>,
    /// What the days brought.
    pub happened: Vec<Change>,
    /// Events that came, changed nothing, and repeat what was said or take it for granted.
    pub reaffirmed: Vec<EventIx>,
    /// Other events that came and changed nothing.
    pub unmoved: Vec<EventIx>,
}

/// Where things stand at one end of a leg.
pub(super) struct Stop<'r> {
    pub(super) standing: Standing<'r>,
    pub(super) state: State,
    pub(super) sheet: Sheet,
}

impl<'r> Stop<'r> {
    fn new(standing: Standing<'r>, as_of: Day, policy: Policy, asked: Asked<'_>) -> Self {
        let state = fold_some(&standing, as_of, policy, asked);
        Stop::of(standing, state, asked)
    }

    fn of(standing: Standing<'r>, state: State, asked: Asked<'_>) -> Self {
        let sheet = sheet_of(&standing, &state, asked);
        Stop { standing, state, sheet }
    }

    /// Returns where things stand on the same day once more is known, of the issues that are looked at: only
    /// what that touched is folded.
    fn then(&self, standing: Standing<'r>, looked_at: Asked<'_>) -> Self {
        let day = self.state.point.as_of;
        let days = (day, day);
        let touched = touched(&Ends { before: &self.standing, after: &standing, days });
        let asked = |issue: IssueIx| looked_at(issue) && touched.contains(&issue);
        let mut next = Stop::new(standing, day, self.state.policy, &asked);
        let others = self.standing.record.register.issues.indices().filter(|issue| !asked(*issue));
        for issue in others {
            next.state.issues[issue.index()] = self.state.issue(issue).clone();
        }
        let same = |key: &Key| key.issue.is_some_and(|issue| !asked(issue));
        let items = self.sheet.iter().filter(|(key, _)| same(key));
        next.sheet.extend(items.map(|(key, item)| (*key, item.clone())));
        next
    }

    /// Returns whether an event is told, and its day has come or it is of days to come.
    fn counts(&self, event: EventIx, row: Row<'_>) -> bool {
        let begun = row.when.from <= self.state.point.as_of || row.modality != Modality::Actual;
        begun && self.standing.has(event)
    }
}

/// Returns what changed in a process within a window, given where everything stands at its end. `recorded`
/// says which events the record held at its start; all that were known then, unless the start is what was
/// written down by then.
///
/// Only the issues that something touched are folded, with those whose stage follows from theirs: the start
/// costs O(claims of these), each of the first two legs O(claims of those that it touched), and all O(events)
/// for what concerns no issue. A leg in which nothing came costs nothing. Which issues those are takes one
/// look at every claim.
pub fn net(
    record: &Record,
    window: &Window<'_>,
    end: &State,
    recorded: impl Fn(Row<'_>) -> bool,
) -> Net {
    let (a, b) = (window.since, window.until);
    let known = |row: Row<'_>| row.known <= a.known_on && recorded(row);
    let acts = record_acts(record, known);
    let new = |row: Row<'_>| row.known <= b.known_on && !known(row);
    let stand = |known_on: Day, is_known: &dyn Fn(EventIx, Row<'_>) -> bool| {
        record.stand_where(known_on, window.lens, is_known)
    };
    let before = stand(a.known_on, &|_, row| known(row));
    let after = stand(b.known_on, &|_, row| known(row) || new(row));
    let days = (a.as_of, b.as_of);
    let touched = touched(&Ends { before: &before, after: &after, days });
    let asked = |issue: IssueIx| touched.contains(&issue);
    let start = Stop::new(before, a.as_of, window.policy, &asked);
    let corrects = |event: EventIx, row: Row<'_>| new(row) && acts.contains(&event);
    let corrected = record.events().any(|(event, row)| corrects(event, row)).then(|| {
        let is_known = |event: EventIx, row: Row<'_>| known(row) || corrects(event, row);
        start.then(stand(a.known_on, &is_known), &asked)
    });
    let second = corrected.as_ref().unwrap_or(&start);
    let learned =
        record.events().any(|(event, row)| new(row) && !acts.contains(&event)).then(|| {
            let is_known = |_: EventIx, row: Row<'_>| known(row) || new(row);
            second.then(stand(b.known_on, &is_known), &asked)
        });
    let third = learned.as_ref().unwrap_or(second);
    let happened = (a.as_of < b.as_of).then(|| Stop::of(after, end.clone(), &asked));
    let mut came = Came::default();
    // A record act is dated when it was made, and acts on what is older.
    let acting = |event: &EventIx| corrects(*event, record.row(*event));
    let acts = acts.iter().copied().filter(acting).collect();
    let corrected = corrected.as_ref().map(|stop| came.leg(&start, stop, acts, false));
    let mut leg = |before, after| came.leg(before, after, arrivals(record, before, after), true);
    let learned_late = learned.as_ref().map(|stop| leg(second, stop));
    let happened = happened.as_ref().map(|stop| leg(third, stop));
    let (reaffirmed, unmoved) = came
        .events
        .difference(&came.moved)
        .partition(|event| record.row(**event).aspect != Aspect::New);
    Net {
        corrected: corrected.unwrap_or_default(),
        learned_late: learned_late.unwrap_or_default(),
        happened: happened.unwrap_or_default(),
        reaffirmed,
        unmoved,
    }
}

/// Returns the events that act on what the record already has: that take out or replace what was
/// known, rate it, or call its stages by other names.
fn record_acts(record: &Record, known: impl Fn(Row<'_>) -> bool) -> BTreeSet<EventIx> {
    let strikes = record.strikes().iter().filter(|strike| known(record.row(strike.target)));
    let striking = strikes.map(|strike| strike.act);
    let acting = record
        .events()
        .filter(|(_, row)| matches!(row.kind, Kind::Retract | Kind::Rating | Kind::Migrate));
    striking.chain(acting.map(|(event, _)| event)).collect()
}

/// The events that came in some leg, and those of them that made a difference.
#[derive(Default)]
struct Came {
    events: BTreeSet<EventIx>,
    moved: BTreeSet<EventIx>,
}

impl Came {
    fn leg(
        &mut self,
        before: &Stop<'_>,
        after: &Stop<'_>,
        came: BTreeSet<EventIx>,
        brings: bool,
    ) -> Vec<Change> {
        let differing = differences(&before.sheet, &after.sheet);
        let causes = Causes::new(before, after, &came, &differing);
        let changes: Vec<Change> = differing
            .iter()
            .map(|(key, from, to)| {
                let made_by = causes.of(**key, *from, *to);
                let by_time = causes.by_time(&made_by);
                let (from, to) = (from.cloned(), to.cloned());
                Change { key: **key, from, to, causes: made_by, by_time }
            })
            .collect();
        for change in &changes {
            self.moved.extend(&change.causes);
            self.moved.extend(change.to.iter().flat_map(|item| &item.events));
        }
        if brings {
            self.events.extend(came);
        }
        let restaged: BTreeSet<_> = changes
            .iter()
            .filter(|change| change.key.field == Field::Stage)
            .map(|change| change.key.issue)
            .collect();
        // With a new stage it goes without saying since when it holds, and on what it rests.
        let told = |change: &Change| {
            !matches!(change.key.field, Field::Since | Field::HeldBy)
                || !restaged.contains(&change.key.issue)
        };
        changes.into_iter().filter(told).collect()
    }
}

/// Returns the events that count after a leg and did not before it.
fn arrivals(record: &Record, before: &Stop<'_>, after: &Stop<'_>) -> BTreeSet<EventIx> {
    let came = record
        .events()
        .filter(|(event, row)| after.counts(*event, *row) && !before.counts(*event, *row));
    came.map(|(event, _)| event).collect()
}

/// Something that is not the same on two sheets: which item, and what it is on either.
pub type Difference<'d, K, V> = (&'d K, Option<&'d V>, Option<&'d V>);

/// What a value says, whatever it rests on.
pub trait Says {
    /// Returns whether the other says the same.
    fn says_same(&self, other: &Self) -> bool;
}

impl Says for Item {
    fn says_same(&self, other: &Item) -> bool {
        self.value == other.value
    }
}

/// Returns what is not the same on two sheets, in the order of the keys. O(items).
pub fn differences<'d, K: Ord, V: Says>(
    before: &'d BTreeMap<K, V>,
    after: &'d BTreeMap<K, V>,
) -> Vec<Difference<'d, K, V>> {
    let gone = before.iter().filter(|(key, _)| !after.contains_key(key));
    let gone = gone.map(|(key, from)| (key, Some(from), None));
    let here = after.iter().filter_map(|(key, to)| match before.get(key) {
        Some(from) if from.says_same(to) => None,
        from => Some((key, from, Some(to))),
    });
    let mut all: Vec<_> = gone.chain(here).collect();
    all.sort_by_key(|(key, ..)| *key);
    all
}
