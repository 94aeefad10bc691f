//! Which snapshots are there, what do they say, and do they still hold?

use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, counted};
use crate::model::Day;
use crate::render::{Column, Page, Row, Table, Tone, Words};
use crate::snapshot::{Head, ItemForm, ItemKey, Patch, ProcessForm, Snapshot};
use crate::source::{Code, Diagnostic, Place};
use crate::state::sheet::Field;

/// The most items that a warning names.
const MOST_NAMED: usize = 6;

/// The snapshots that there are.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Listed {
    schema: &'static str,
    snapshots: Vec<ListedOne>,
}

/// One snapshot of the list.
#[derive(Debug, Clone, JsonSchema, Serialize)]
pub struct ListedOne {
    /// Its name.
    pub name: String,
    /// How it stands: `holds`, `stale`, `altered`, or `unreadable`.
    pub state: &'static str,
    /// World time; none where it cannot be read.
    pub as_of: Option<Day>,
    /// Knowledge time; none where it cannot be read.
    pub known_on: Option<Day>,
    /// How many things it says.
    pub items: usize,
}

/// Returns the list of snapshots.
pub fn listed(snapshots: Vec<ListedOne>) -> Answer<Listed> {
    let mut table = Table::new([
        Column::short("NAME"),
        Column::short("AS OF"),
        Column::short("AS KNOWN"),
        Column::short("ITEMS"),
        Column::text("STATE"),
    ]);
    for one in &snapshots {
        let day = |day: Option<Day>| day.map_or(String::new(), |day| day.to_string());
        let tone = if one.state == "holds" { Tone::Good } else { Tone::Warn };
        let state = match one.state {
            "holds" => "holds",
            "stale" => "the record says otherwise today",
            "altered" => "altered after it was written",
            _ => "cannot be read",
        };
        table.push(
            Row::new()
                .cell(one.name.clone())
                .cell(day(one.as_of))
                .cell(day(one.known_on))
                .cell(one.items.to_string())
                .cell(Words::toned(tone, state)),
        );
    }
    let page = if snapshots.is_empty() {
        Page::new().paragraph("no snapshot is saved: rapporteur snapshot save NAME")
    } else {
        Page::new().table(table)
    };
    Answer { data: Listed { schema: "rapporteur/snapshots/1", snapshots }, page }
}

/// A snapshot as it was kept.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Kept {
    schema: &'static str,
    name: String,
    head: Head,
    processes: Vec<KeptProcess>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct KeptProcess {
    process: String,
    title: String,
    items: Vec<KeptItem>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct KeptItem {
    issue: Option<String>,
    subject: String,
    field: &'static str,
    value: String,
    on: Option<Day>,
    events: Vec<String>,
    via: Vec<String>,
}

/// Returns what a snapshot says.
pub fn kept(name: &str, snapshot: &Snapshot) -> Answer<Kept> {
    let mut page = Page::new();
    let head = &snapshot.head;
    let remark = format!("as of {} · as known {}", head.as_of.long(), head.known_on.long());
    for (process, form) in &snapshot.processes {
        let title = format!("{} — snapshot {name}", form.title);
        page = page.title(title, remark.clone()).blank();
        if !head.only.is_empty() {
            page = page.paragraph(Words::toned(Tone::Warn, format!("only {}", head.only))).blank();
        }
        page = page.table(board(form)).blank();
        page = further(page, process, form);
    }
    if snapshot.processes.is_empty() {
        page = page.paragraph("no process");
    }
    let process = |(process, form): (&String, &ProcessForm)| KeptProcess {
        process: process.clone(),
        title: form.title.clone(),
        items: form.items.iter().map(item).collect(),
    };
    let data = Kept {
        schema: "rapporteur/snapshot/1",
        name: name.to_owned(),
        head: head.clone(),
        processes: snapshot.processes.iter().map(process).collect(),
    };
    Answer { data, page: page.trimmed() }
}

fn item((key, item): (&ItemKey, &ItemForm)) -> KeptItem {
    KeptItem {
        issue: key.scope.issue().map(str::to_owned),
        subject: key.subject.clone(),
        field: key.field.name(),
        value: item.value.clone(),
        on: item.on,
        events: item.events.clone(),
        via: item.via.clone(),
    }
}

/// The stages, as they were kept.
fn board(form: &ProcessForm) -> Table {
    let mut table = Table::new([
        Column::short("ISSUE"),
        Column::short("STAGE"),
        Column::short("SINCE"),
        Column::text("ON WHOSE WORD"),
    ]);
    for (key, item) in form.items.iter().filter(|(key, _)| key.field == Field::Stage) {
        let since = item.on.map_or(String::new(), |day| day.to_string());
        let stage = item.value.replace('_', " ");
        let has = |field| form.items.contains_key(&ItemKey { field, ..key.clone() });
        let contested = if has(Field::Contested) { " ⇄ contested" } else { "" };
        let stage = Words::from(stage).and(Tone::Warn, contested);
        let whose = item.via.join(" via ");
        let row = Row::new().cell(key.subject.clone()).cell(stage).cell(since);
        table.push(row.cell(whose));
    }
    table
}

/// Everything else, field by field.
fn further(mut page: Page, process: &str, form: &ProcessForm) -> Page {
    let of_issue = [
        Field::Stage,
        Field::Since,
        Field::HeldBy,
        Field::Contested,
        Field::OneSided,
        Field::Condition,
    ];
    for field in Field::ALL.into_iter().filter(|field| !of_issue.contains(field)) {
        let mut table = Table::new([Column::short(""), Column::text("")]);
        for (key, item) in form.items.iter().filter(|(key, _)| key.field == field) {
            let about = key.scope.issue().unwrap_or(&key.subject);
            table.push([about.to_owned(), item.value.clone()]);
        }
        if !table.rows.is_empty() {
            page = page.heading(field.name().replace('_', " ")).table(table).blank();
        }
    }
    if form.items.is_empty() { page.paragraph(format!("{process}: nothing")).blank() } else { page }
}

/// Returns the warning that what the record says today of a snapshot's point differs from it by a patch.
pub fn stale(name: &str, at: Place, patch: &Patch) -> Diagnostic {
    let Head { as_of, known_on, .. } = &patch.a;
    let items = counted(patch.changes.len(), "item");
    let message = format!("snapshot `{name}` no longer matches the record: {items}");
    let mut fault =
        Diagnostic::new(Code::Stale, message).at(at, "the record says otherwise of this day");
    for change in patch.changes.iter().take(MOST_NAMED) {
        let value = |item: &Option<ItemForm>| match item {
            Some(item) => format!("`{}`", shortened(&item.value)),
            None => "nothing".to_owned(),
        };
        let (was, becomes) = (value(&change.was), value(&change.becomes));
        let words = if was == becomes {
            format!("{was}, on other events")
        } else {
            format!("{was}, now {becomes}")
        };
        let about = change.key.scope.issue().unwrap_or(&change.process);
        let (field, subject) = (change.key.field.name(), &change.key.subject);
        let of = if about == subject { String::new() } else { format!(" {subject}") };
        fault = fault.note(format!("{about}: {field}{of} was {words}"));
    }
    if patch.changes.len() > MOST_NAMED {
        fault = fault.note(format!("and {} more", patch.changes.len() - MOST_NAMED));
    }
    for title in &patch.titles {
        fault =
            fault.note(format!("process `{}` is called otherwise, or not there", title.process));
    }
    fault.help(format!("see what differs: rapporteur diff {name} {as_of}@{known_on}")).help(
        format!(
            "fold it anew: rapporteur snapshot save {name} --refresh --as-of {as_of}@{known_on}"
        ),
    )
}

fn shortened(text: &str) -> String {
    const MOST: usize = 48;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    text.chars().take(MOST).chain(['…']).collect()
}
