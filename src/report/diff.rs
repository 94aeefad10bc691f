//! How do two snapshots differ, and which event made each difference?

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, View, word};
use crate::model::Day;
use crate::record::{Aim, EventIx};
use crate::render::{Column, Page, Row, Table, Tone, Words};
use crate::snapshot::{Head, ItemChange, ItemForm, Patch, Snapshot, TitleChange, between};

/// The patch that makes one snapshot out of another. The library applies it: `snapshot::Patch`.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Diff {
    schema: &'static str,
    /// From where and how the first was taken.
    a: Head,
    /// From where and how the second was taken.
    b: Head,
    /// Processes that are there in one only, or go by another title.
    titles: Vec<TitleChange>,
    /// The items that differ.
    changes: Vec<DiffLine>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct DiffLine {
    process: String,
    /// The issue that it concerns; none where it concerns none.
    issue: Option<String>,
    subject: String,
    field: &'static str,
    from: Option<String>,
    to: Option<String>,
    on: Option<Day>,
    known: Option<Day>,
    /// The event that made the difference, where the record still has it.
    event: Option<String>,
    events: Vec<String>,
    via: Vec<String>,
    /// The whole item on the first side.
    was: Option<ItemForm>,
    /// The whole item on the second side.
    becomes: Option<ItemForm>,
}

/// One side of a comparison.
#[derive(Debug, Clone)]
pub struct Side {
    /// What was shown.
    pub snapshot: Snapshot,
    /// What was asked for, where that says more than the point.
    pub told: Option<String>,
}

/// Returns how `b` differs from `a`; the record of the view tells whose word made a difference.
pub fn diff(view: &View<'_>, a: &Side, b: &Side) -> Answer<Diff> {
    let patch = between(&a.snapshot, &b.snapshot);
    let tracing = Tracing { view };
    let lines: Vec<(&ItemChange, Vec<(usize, EventIx)>)> =
        patch.changes.iter().map(|change| (change, tracing.made_by(change))).collect();
    let page = page(&tracing, (a, b), &patch, &lines);
    let changes = lines.iter().map(|(change, made_by)| tracing.line(change, made_by)).collect();
    let titles = patch.titles.clone();
    let data = Diff { schema: "rapporteur/diff/1", a: patch.a, b: patch.b, titles, changes };
    Answer { data, page }
}

impl Diff {
    /// Returns whether nothing differs but the point from which it is seen.
    pub fn is_empty(&self) -> bool {
        self.titles.is_empty() && self.changes.is_empty()
    }
}

/// Looks up in the record what an item rests on. An event goes with the number of its process.
struct Tracing<'t> {
    view: &'t View<'t>,
}

impl Tracing<'_> {
    /// Returns the events that made a difference: those on which the item rests now and did not before;
    /// else what struck out or answered those on which it rested.
    fn made_by(&self, change: &ItemChange) -> Vec<(usize, EventIx)> {
        let processes = &self.view.processes;
        let found = processes.iter().position(|one| one.record.register.process == change.process);
        let Some(at) = found else { return Vec::new() };
        let record = processes[at].record;
        let events = |item: &Option<ItemForm>| -> BTreeSet<EventIx> {
            let ids: BTreeSet<&str> =
                item.iter().flat_map(|item| &item.events).map(String::as_str).collect();
            let known = record.events().filter(|(_, row)| ids.contains(row.id));
            known.map(|(event, _)| event).collect()
        };
        let (before, after) = (events(&change.was), events(&change.becomes));
        let new: BTreeSet<EventIx> = after.difference(&before).copied().collect();
        let strikes = record.strikes().iter().filter(|one| before.contains(&one.target));
        let struck = strikes.map(|one| one.act).collect::<BTreeSet<EventIx>>();
        let answers = before.iter().flat_map(|event| record.answers(Aim::Event(*event)));
        let answered = answers.copied().collect::<BTreeSet<EventIx>>();
        let made_by = [new, struck, answered, after, before].into_iter();
        let made_by = made_by.into_iter().find(|events| !events.is_empty()).unwrap_or_default();
        made_by.into_iter().map(|event| (at, event)).collect()
    }

    fn line(&self, change: &ItemChange, made_by: &[(usize, EventIx)]) -> DiffLine {
        let first = made_by.first().map(|(at, event)| {
            let record = self.view.processes[*at].record;
            (record, record.row(*event), *event)
        });
        let value = |item: &Option<ItemForm>| item.as_ref().map(|item| item.value.clone());
        let id = |(at, event): &(usize, EventIx)| {
            self.view.processes[*at].record.row(*event).id.to_owned()
        };
        let to = change.becomes.as_ref().or(change.was.as_ref());
        DiffLine {
            process: change.process.clone(),
            issue: change.key.scope.issue().map(str::to_owned),
            subject: change.key.subject.clone(),
            field: change.key.field.name(),
            from: value(&change.was),
            to: value(&change.becomes),
            on: to.and_then(|item| item.on),
            known: first.map(|(_, row, _)| row.known),
            event: first.map(|(_, row, _)| row.id.to_owned()),
            events: made_by.iter().map(id).collect(),
            via: first.map_or(Vec::new(), |(record, _, event)| record.via(event)),
            was: change.was.clone(),
            becomes: change.becomes.clone(),
        }
    }

    /// Says which event made a difference, on whose word.
    fn whose(&self, made_by: &[(usize, EventIx)]) -> String {
        let Some((at, event)) = made_by.first() else { return String::new() };
        let process = &self.view.processes[*at];
        let id = &process.record.row(*event).id;
        format!("{id}, {}", word::whose(&process.standing, *event))
    }
}

type Traced<'c> = (&'c ItemChange, Vec<(usize, EventIx)>);

fn page(tracing: &Tracing<'_>, sides: (&Side, &Side), patch: &Patch, lines: &[Traced<'_>]) -> Page {
    let (a, b) = sides;
    let mut page = Page::new();
    page = page.paragraph(Words::toned(Tone::Bad, format!("--- {}", side(a))));
    page = page.paragraph(Words::toned(Tone::Good, format!("+++ {}", side(b)))).blank();
    for title in &patch.titles {
        let words = match (&title.was, &title.becomes) {
            (None, Some(title)) => format!("+ {title}"),
            (Some(title), None) => format!("- {title}"),
            (was, becomes) => format!(
                "{} is now called {}",
                was.as_deref().unwrap_or_default(),
                becomes.as_deref().unwrap_or_default()
            ),
        };
        page = page.paragraph(words).blank();
    }
    let mut groups: BTreeMap<(&str, Option<&str>), Vec<&Traced<'_>>> = BTreeMap::new();
    for line in lines {
        let (change, _) = line;
        groups.entry((&change.process, change.key.scope.issue())).or_default().push(line);
    }
    for ((process, issue), lines) in &groups {
        let heading = issue.map_or_else(|| format!("{process}, beside its issues"), str::to_owned);
        let mut table = Table::new([Column::short(""), Column::text("")]);
        for (change, made_by) in lines {
            rows(&mut table, change, &tracing.whose(made_by));
        }
        page = page.heading(heading).table(table).blank();
    }
    let issues = groups.keys().filter(|(_, issue)| issue.is_some()).count();
    page.paragraph(if patch.is_empty() {
        "no difference".to_owned()
    } else {
        let items = super::counted(patch.changes.len(), "item");
        let of = if issues == 0 {
            String::new()
        } else {
            format!(" of {}", super::counted(issues, "issue"))
        };
        format!("{items}{of} differ")
    })
}

fn side(side: &Side) -> String {
    let Head { as_of, known_on, policy, only } = &side.snapshot.head;
    let mut words = format!("{as_of}  as known {known_on}");
    if *policy != crate::model::Policy::default() {
        words = format!("{words}, {} policy", policy.name());
    }
    if !only.is_empty() {
        words = format!("{words}, only {only}");
    }
    match &side.told {
        Some(told) => format!("{words} ({told})"),
        None => words,
    }
}

fn rows(table: &mut Table, change: &ItemChange, whose: &str) {
    let field = change.key.field.name().replace('_', " ");
    let own = change.key.scope.issue() == Some(change.key.subject.as_str());
    let label = if own { field } else { format!("{field} {}", change.key.subject) };
    let same = |a: &ItemForm, b: &ItemForm| a.value == b.value;
    let mut row = |mark: &str, tone: Tone, words: Words| {
        table.push(Row::new().cell(Words::toned(tone, format!("{mark} {label}"))).cell(words));
    };
    let made = format!(" — {whose}");
    match (&change.was, &change.becomes) {
        (Some(was), Some(becomes)) if same(was, becomes) => {
            let words = format!("{}, resting on other events", becomes.value);
            row("~", Tone::Plain, Words::from(words).and(Tone::Faint, made));
        }
        (was, becomes) => {
            if let Some(was) = was {
                let last = if becomes.is_none() { made.as_str() } else { "" };
                row("-", Tone::Bad, Words::from(was.value.clone()).and(Tone::Faint, last));
            }
            if let Some(becomes) = becomes {
                row("+", Tone::Good, Words::from(becomes.value.clone()).and(Tone::Faint, made));
            }
        }
    }
}
