//! Which drafts are there, how far have they come, and how are they read?

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, Folded, View, word};
use crate::event::Kind;
use crate::lifecycle::Act;
use crate::model::{Day, Modality};
use crate::record::{Claim, EventIx, NameIx};
use crate::register::IssueIx;
use crate::render::{Column, Page, Row, Table, Tone, Words};
use crate::snapshot::Forming;

/// The drafts of every process.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Texts {
    schema: &'static str,
    as_of: Day,
    known_on: Day,
    processes: Vec<Drafts>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Drafts {
    process: String,
    drafts: Vec<Draft>,
}

#[derive(Debug, JsonSchema, Serialize)]
pub(super) struct Draft {
    draft: String,
    /// The issues that it is said to be about.
    issues: Vec<String>,
    /// What happened to it, oldest first.
    story: Vec<Told>,
    passages: Vec<Passage>,
    /// How many of its passages are agreed, of those that somebody named.
    agreed: usize,
    readings: Vec<Told>,
}

#[derive(Debug, Clone, JsonSchema, Serialize)]
struct Told {
    event: String,
    on: Day,
    text: String,
    via: Vec<String>,
    #[serde(skip)]
    whose: String,
}

#[derive(Debug, Clone, JsonSchema, Serialize)]
struct Passage {
    passage: String,
    /// `agreed`, `agreed in part`, `bracketed`, `open`, or `no longer there`.
    state: &'static str,
    event: String,
    text: String,
}

/// Returns the drafts of every process.
pub fn texts(view: &View<'_>) -> Answer<Texts> {
    let mut page = Page::new();
    let mut processes = Vec::new();
    for process in &view.processes {
        let drafts = drafts(view, process);
        page = page.title(process.record.register.title.clone(), word::point(view.point)).blank();
        page = word::lens_line(page, view);
        for draft in &drafts {
            page = draft.page(page, view);
        }
        if drafts.is_empty() {
            page = page.paragraph("no draft is recorded").blank();
        }
        processes.push(Drafts { process: process.record.register.process.clone(), drafts });
    }
    let (as_of, known_on) = (view.point.as_of, view.point.known_on);
    let data = Texts { schema: "rapporteur/texts/1", as_of, known_on, processes };
    Answer { data, page: page.trimmed() }
}

/// Returns the drafts of a process, by name.
pub(super) fn drafts(view: &View<'_>, process: &Folded<'_>) -> Vec<Draft> {
    let record = process.record;
    let reading = Reading { view, process };
    let mut names: BTreeSet<&str> = BTreeSet::new();
    for (event, row) in record.events() {
        let text = matches!(row.kind, Kind::Draft | Kind::Passage | Kind::Reading);
        if text && reading.counts(event) {
            names.extend(row.brings.map(|name| draft_of(record.name(name))));
        }
    }
    names.into_iter().map(|name| reading.draft(name)).collect()
}

/// Returns the draft that a passage is of: its name up to the first slash.
fn draft_of(name: &str) -> &str {
    name.split_once('/').map_or(name, |(draft, _)| draft)
}

struct Reading<'r> {
    view: &'r View<'r>,
    process: &'r Folded<'r>,
}

impl Reading<'_> {
    fn counts(&self, event: EventIx) -> bool {
        let row = self.process.record.row(event);
        row.modality == Modality::Actual
            && row.when.from <= self.view.point.as_of
            && self.process.standing.has(event)
    }

    fn draft(&self, name: &str) -> Draft {
        let record = self.process.record;
        let of = |kind: Kind| {
            let events = record.events().filter(move |(event, row)| {
                let named = row.brings.is_some_and(|brings| draft_of(record.name(brings)) == name);
                row.kind == kind && named && self.counts(*event)
            });
            events.map(|(event, _)| self.told(event)).collect::<Vec<Told>>()
        };
        let claims = self.claims(name);
        let passages = self.passages(&claims);
        let issues: BTreeSet<IssueIx> = claims.iter().map(|(issue, _)| *issue).collect();
        let id = |issue: IssueIx| record.register.issues.id(issue).to_owned();
        Draft {
            draft: name.to_owned(),
            issues: issues.into_iter().map(id).collect(),
            story: of(Kind::Draft),
            agreed: passages.iter().filter(|passage| passage.state == "agreed").count(),
            passages,
            readings: of(Kind::Reading),
        }
    }

    /// Returns the claims about a draft and its passages.
    fn claims(&self, name: &str) -> Vec<(IssueIx, Claim)> {
        let (record, state) = (self.process.record, &self.process.state);
        let issues = record.register.issues.indices();
        let on = issues.flat_map(|issue| {
            let claims = self.process.standing.claims(issue, state.point.as_of, &state.settled);
            claims.into_iter().map(move |claim| (issue, claim))
        });
        on.filter(|(_, claim)| {
            claim.object.is_some_and(|object| draft_of(record.name(object)) == name)
        })
        .collect()
    }

    /// Returns how each passage stands: the latest word on it counts.
    fn passages(&self, claims: &[(IssueIx, Claim)]) -> Vec<Passage> {
        let record = self.process.record;
        let mut latest: BTreeMap<NameIx, (Day, EventIx, &'static str)> = BTreeMap::new();
        for (_, claim) in claims {
            let kind = record.row(claim.event).kind;
            let Some(object) = claim.object.filter(|_| kind == Kind::Passage) else { continue };
            let state = match claim.act {
                Act::PassageAgreed | Act::TextAgreed => "agreed",
                Act::PartAgreed => "agreed in part",
                Act::Bracketed => "open",
                Act::Unbracketed | Act::Mentioned => "no longer there",
                _ => continue,
            };
            let strength = |state: &str| state == "agreed";
            let place = latest.entry(object).or_insert((claim.from, claim.event, state));
            let newer = (claim.from, claim.event) > (place.0, place.1);
            if newer || (claim.event == place.1 && strength(state)) {
                *place = (claim.from, claim.event, state);
            }
        }
        let passage =
            |(object, (_, event, state)): (NameIx, (Day, EventIx, &'static str))| Passage {
                passage: record.name(object).to_owned(),
                state,
                event: record.row(event).id.to_owned(),
                text: self.text(event),
            };
        let mut passages: Vec<Passage> = latest.into_iter().map(passage).collect();
        passages.sort_by(|a, b| a.passage.cmp(&b.passage));
        passages
    }

    fn text(&self, event: EventIx) -> String {
        let line = Forming { record: self.process.record, texts: self.view.texts }.line(event);
        word::bare(&self.process.record.register, &line).to_owned()
    }

    fn told(&self, event: EventIx) -> Told {
        let record = self.process.record;
        let row = record.row(event);
        Told {
            event: row.id.to_owned(),
            on: row.when.from,
            text: self.text(event),
            via: record.via(event),
            whose: word::whose(&self.process.standing, event),
        }
    }
}

impl Draft {
    pub(super) fn page(&self, page: Page, view: &View<'_>) -> Page {
        let mut page = page.heading(self.draft.clone());
        let mut head = if self.issues.is_empty() {
            "about no issue that is named".to_owned()
        } else {
            format!("about {}", self.issues.join(", "))
        };
        if !self.passages.is_empty() {
            let (agreed, all) = (self.agreed, self.passages.len());
            head = format!("{head} · passages: {agreed} of {all} agreed");
        }
        page = page.paragraph(head);
        let mut table = Table::new([
            Column::short("DAY"),
            Column::short("EVENT"),
            Column::text("WHAT, ON WHOSE WORD"),
        ]);
        let year = view.point.as_of.year();
        for told in self.story.iter().chain(&self.readings) {
            let words = Words::from(told.text.clone());
            let words = words.and(Tone::Faint, format!(" — {}", told.whose));
            let day = word::short(told.on, year);
            table.push(Row::new().cell(day).cell(told.event.clone()).cell(words));
        }
        if !table.rows.is_empty() {
            page = page.table(table);
        }
        let mut passages = Table::new([
            Column::short("PASSAGE"),
            Column::short("STATE"),
            Column::text("LATEST WORD"),
        ]);
        for passage in &self.passages {
            let tone = if passage.state == "agreed" { Tone::Good } else { Tone::Warn };
            let row = Row::new().cell(passage.passage.clone());
            passages.push(row.cell(Words::toned(tone, passage.state)).cell(passage.text.clone()));
        }
        if !passages.rows.is_empty() {
            page = page.table(passages);
        }
        if self.readings.is_empty() {
            page = page.paragraph(Words::toned(Tone::Faint, "how it is read: none recorded"));
        }
        page.blank()
    }
}
