//! What changed since then, why, and on whose word?

mod bundle;
mod page;

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, Folded, Rows, View, log, word};
use crate::event::Kind;
use crate::model::{Day, Point};
use crate::parallel;
use crate::record::{EventIx, Record};
use crate::register::IssueIx;
use crate::snapshot::{Forming, ItemForm, ItemKey, form};
use crate::source::Texts;
use crate::state::fold;
use crate::state::net::{Change, Window, differences, net};
use crate::state::sheet::{Field, sheet};

/// What changed in every process within a window.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Changed {
    schema: &'static str,
    since: String,
    until: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    only: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    showing: String,
    /// What the days brought.
    happened: Vec<ChangeAnswer>,
    /// What was over by the start, and was not known then.
    learned_late: Vec<ChangeAnswer>,
    /// What came, changed nothing, and repeats what was said or takes it for granted.
    reaffirmed: Vec<ChangeAnswer>,
    /// What was known, and was struck out, replaced or rated anew.
    corrected: Vec<ChangeAnswer>,
    /// Other events that came and changed nothing that a status shows.
    unmoved: Vec<String>,
    errors: usize,
    warnings: usize,
}

/// One thing that a status shows, and did not show so before.
#[derive(Debug, Clone, JsonSchema, Serialize)]
struct ChangeAnswer {
    process: String,
    /// The issue that it concerns; none where it concerns none.
    issue: Option<String>,
    /// The id of the issue, occasion, draft, point, person or party that it is about.
    subject: String,
    field: &'static str,
    /// What was shown; none if nothing.
    from: Option<String>,
    /// What is shown; none if nothing.
    to: Option<String>,
    /// The day in the world since which it is so.
    on: Day,
    /// The day on which that became known.
    known: Day,
    /// The event that made the difference.
    event: String,
    /// All the events that did, on one day.
    events: Vec<String>,
    /// On whose word: the chain of sources, first hand first.
    via: Vec<String>,
    quote: Option<String>,
    /// None of the events came in the window: time alone made the difference.
    by_time: bool,
    /// What a retraction, a rating or a new name for stages says, where one made the difference.
    act: Option<String>,
    /// Where that is written.
    place: String,
    /// For people: on whose word, in words.
    #[serde(skip)]
    whose: String,
    /// The report that made the difference.
    #[serde(skip)]
    dispatch: u32,
}

/// From where to look: a point, and the record as it was then, where that is asked for.
#[derive(Debug, Clone)]
pub struct Since<'s> {
    /// The point.
    pub point: Point,
    /// What was asked for, where that says more than the point.
    pub told: Option<String>,
    /// The record as it was written down then, with its texts.
    pub written: Option<(&'s Texts, &'s [Record])>,
}

/// Returns what changed since then until the point of the view.
pub fn changed(view: &View<'_>, since: &Since<'_>, rows: &Rows) -> Answer<Changed> {
    let mut data = Changed {
        schema: "rapporteur/changed/1",
        since: since.point.to_string(),
        until: view.point.to_string(),
        only: view.lens.text().to_owned(),
        showing: rows.text(),
        happened: Vec::new(),
        learned_late: Vec::new(),
        reaffirmed: Vec::new(),
        corrected: Vec::new(),
        unmoved: Vec::new(),
        errors: view.tally.errors,
        warnings: view.tally.warnings,
    };
    let mut page = page::Pages::new(view, since, rows);
    let all = parallel::each(view.processes.iter().collect(), |process: &Folded<'_>| {
        let quiet = process.memo.is_some_and(|memo| memo.is_quiet(since.point, view.point));
        if quiet && since.written.is_none() {
            return Found::default();
        }
        Looking { view, process, since, rows }.answer()
    });
    for (process, found) in view.processes.iter().zip(all) {
        page.process(process, &found);
        data.happened.extend(found.happened);
        data.learned_late.extend(found.learned_late);
        data.reaffirmed.extend(found.reaffirmed);
        data.corrected.extend(found.corrected);
        data.unmoved.extend(found.unmoved);
    }
    Answer { page: page.done(), data }
}

impl Changed {
    /// Returns whether nothing changed that a status shows.
    pub fn is_empty(&self) -> bool {
        self.happened.is_empty() && self.learned_late.is_empty() && self.corrected.is_empty()
    }
}

/// What changed in one process.
#[derive(Default)]
struct Found {
    happened: Vec<ChangeAnswer>,
    learned_late: Vec<ChangeAnswer>,
    reaffirmed: Vec<ChangeAnswer>,
    corrected: Vec<ChangeAnswer>,
    unmoved: Vec<String>,
}

struct Looking<'l> {
    view: &'l View<'l>,
    process: &'l Folded<'l>,
    since: &'l Since<'l>,
    rows: &'l Rows,
}

impl Looking<'_> {
    fn answer(&self) -> Found {
        let record = self.process.record;
        let window = Window {
            since: self.since.point,
            until: self.view.point,
            lens: self.view.lens,
            policy: self.view.policy,
        };
        // A process that was not written down then had no events.
        let recorded: Option<BTreeSet<&str>> = self.since.written.map(|_| {
            let events = self.earlier().into_iter().flat_map(|(_, record)| record.events());
            events.map(|(_, row)| row.id).collect()
        });
        let net = net(record, &window, &self.process.state, |row| {
            recorded.as_ref().is_none_or(|ids| ids.contains(row.id))
        });
        let mut corrected = self.rewritten();
        corrected.extend(self.changes(&net.corrected));
        let again = net.reaffirmed.iter().flat_map(|event| self.again(*event));
        let unmoved = net.unmoved.iter().filter(|event| self.shows_event(**event));
        let unmoved = unmoved.map(|event| record.row(*event).id.to_owned());
        Found {
            happened: self.changes(&net.happened),
            learned_late: self.changes(&net.learned_late),
            reaffirmed: again.collect(),
            corrected,
            unmoved: unmoved.collect(),
        }
    }

    fn shows(&self, issue: Option<IssueIx>, causes: &[EventIx]) -> bool {
        self.rows.change(self.process, issue, causes)
    }

    /// Returns whether an event is shown that changed nothing: on any of its issues.
    fn shows_event(&self, event: EventIx) -> bool {
        let on = self.issues(event);
        on.iter().any(|issue| self.shows(Some(*issue), &[event]))
            || (on.is_empty() && self.shows(None, &[event]))
    }

    /// Returns the issues of which an event says something.
    fn issues(&self, event: EventIx) -> Vec<IssueIx> {
        let record = self.process.record;
        let has = |issue: &IssueIx| {
            record.claims(*issue).binary_search_by_key(&event, |claim| claim.event).is_ok()
        };
        record.register.issues.indices().filter(has).collect()
    }

    fn forming(&self) -> Forming<'_> {
        Forming { record: self.process.record, texts: self.view.texts }
    }

    /// Returns the record of this process as it was written down at the start, where that is asked for.
    fn earlier(&self) -> Option<(&Texts, &Record)> {
        let (texts, records) = self.since.written?;
        let process = &self.process.record.register.process;
        Some((texts, records.iter().find(|record| record.register.process == *process)?))
    }

    fn changes(&self, changes: &[Change]) -> Vec<ChangeAnswer> {
        let forming = self.forming();
        let shown = changes.iter().filter(|change| self.shows(change.key.issue, &change.causes));
        let answers = shown.filter_map(|change| {
            let (from, to) = (&change.from, &change.to);
            let form = |item: &Option<_>| item.as_ref().map(|item| forming.item(change.key, item));
            let (from, to) = (form(from), form(to));
            // Another event may say just the same.
            let same = from.as_ref().map(|item| &item.value) == to.as_ref().map(|item| &item.value);
            let by_time = change.by_time;
            (!same).then(|| ChangeAnswer {
                by_time,
                ..self.change(forming.key(change.key), from, to, &change.causes)
            })
        });
        answers.collect()
    }

    fn change(
        &self,
        key: ItemKey,
        from: Option<ItemForm>,
        to: Option<ItemForm>,
        causes: &[EventIx],
    ) -> ChangeAnswer {
        let mut change = self.of(causes);
        if let Some(on) = to.as_ref().and_then(|item| item.on) {
            change.on = on;
        }
        ChangeAnswer {
            issue: key.scope.issue().map(str::to_owned),
            subject: key.subject,
            field: key.field.name(),
            from: from.map(|item| item.value),
            to: to.map(|item| item.value),
            ..change
        }
    }

    /// Returns a change without its subject: what made it, on whose word.
    fn of(&self, causes: &[EventIx]) -> ChangeAnswer {
        let record = self.process.record;
        let blank = ChangeAnswer {
            process: record.register.process.clone(),
            issue: None,
            subject: String::new(),
            field: Field::Stage.name(),
            from: None,
            to: None,
            on: self.view.point.as_of,
            known: self.view.point.known_on,
            event: String::new(),
            events: causes.iter().map(|event| record.row(*event).id.to_owned()).collect(),
            via: Vec::new(),
            quote: None,
            by_time: false,
            act: None,
            place: String::new(),
            whose: String::new(),
            dispatch: u32::MAX,
        };
        let Some(event) = causes.first().copied() else { return blank };
        let row = record.row(event);
        ChangeAnswer {
            on: row.when.from,
            known: row.known,
            event: row.id.to_owned(),
            via: record.via(event),
            quote: self.quote(event),
            act: matches!(row.kind, Kind::Retract | Kind::Rating | Kind::Migrate)
                .then(|| self.forming().line(event)),
            place: log::place(self.view, record, event),
            whose: word::whose(&self.process.standing, event),
            dispatch: row.dispatch,
            ..blank
        }
    }

    fn quote(&self, event: EventIx) -> Option<String> {
        let written = self.process.record.event(self.view.texts, event);
        let quote = written.cite.as_ref()?.value.quote.as_ref()?;
        Some(quote.value.text().to_owned())
    }

    /// Returns what an event says again, issue by issue.
    fn again(&self, event: EventIx) -> Vec<ChangeAnswer> {
        let record = self.process.record;
        let register = &record.register;
        let on = self.issues(event);
        let line = self.forming().line(event);
        let says = |issue: Option<String>| ChangeAnswer {
            subject: issue.clone().unwrap_or_else(|| record.row(event).id.to_owned()),
            issue,
            field: field(record.row(event).kind).name(),
            from: Some(line.clone()),
            to: Some(line.clone()),
            ..self.of(&[event])
        };
        if on.is_empty() {
            return if self.shows(None, &[event]) { vec![says(None)] } else { Vec::new() };
        }
        let shown = on.into_iter().filter(|issue| self.shows(Some(*issue), &[event]));
        shown.map(|issue| says(Some(register.issues.id(issue).to_owned()))).collect()
    }

    /// Returns what the record says otherwise today of the start than it did then, in the same events.
    fn rewritten(&self) -> Vec<ChangeAnswer> {
        let Some((texts, earlier)) = self.earlier() else { return Vec::new() };
        let (view, point) = (self.view, self.since.point);
        let record = self.process.record;
        let ids: BTreeSet<&str> = earlier.events().map(|(_, row)| row.id).collect();
        let then = earlier.stand(point.known_on, view.lens);
        let now = record.stand_where(point.known_on, view.lens, |_, row| {
            row.known <= point.known_on && ids.contains(row.id)
        });
        let then = sheet(&then, &fold(&then, point.as_of, view.policy));
        let now = sheet(&now, &fold(&now, point.as_of, view.policy));
        let then = form(earlier, texts, &then).items;
        let now = form(record, view.texts, &now).items;
        let event = |id: &String| record.events().find(|(_, row)| row.id == *id);
        let differing = differences(&then, &now).into_iter();
        let said = differing
            .filter(|(_, from, to)| from.map(|item| &item.value) != to.map(|item| &item.value));
        let issue =
            |key: &ItemKey| key.scope.issue().and_then(|id| record.register.issues.find(id));
        said.filter_map(|(key, from, to)| {
            let rests = [to, from].into_iter().flatten().flat_map(|item| &item.events);
            let causes: Vec<EventIx> = rests.filter_map(event).map(|(event, _)| event).collect();
            self.shows(issue(key), &causes)
                .then(|| self.change(key.clone(), from.cloned(), to.cloned(), &causes))
        })
        .collect()
    }
}

/// Returns the field of a status that events of a kind are about.
fn field(kind: Kind) -> Field {
    match kind {
        Kind::Meeting | Kind::Travel | Kind::Approach => Field::Encounter,
        Kind::Draft => Field::Draft,
        Kind::Passage => Field::Passage,
        Kind::Reading => Field::Reading,
        Kind::OpenPoint => Field::Point,
        Kind::Demand => Field::Demand,
        Kind::Assessment => Field::Assessment,
        Kind::Commitment => Field::Commitment,
        Kind::Conduct => Field::Conduct,
        Kind::Mandate => Field::Mandate,
        Kind::Accession => Field::Membership,
        Kind::StageClaim => Field::Stage,
        Kind::Deadline | Kind::Outcome => Field::Expected,
        _ => Field::Position,
    }
}
