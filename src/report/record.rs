//! What came of an event that was to be recorded, or to be taken back?

use schemars::JsonSchema;
use serde::Serialize;

use super::root::Roots;
use super::{Answer, Folded, View, word};
use crate::model::Digest;
use crate::record::EventIx;
use crate::render::{Column, Page, Row, Table, Tone, Words};

/// What came of an event that was to be recorded.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Recorded {
    schema: &'static str,
    outcome: Outcome,
    process: String,
    event: String,
    /// The digest of what it says.
    content: Digest,
    /// The file that it is in.
    file: String,
    kind: &'static str,
    text: String,
    /// Where the issues stand that it is about, or that it moved.
    issues: Vec<Moved>,
    /// The root of the whole record with it.
    root: Digest,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is recorded now.
    Recorded,
    /// It was recorded already, and nothing was written.
    Already,
    /// It was only to be tried.
    Tried,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Moved {
    issue: String,
    before: String,
    after: String,
    moved: bool,
}

/// What came of an event that was to be taken back.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Undone {
    schema: &'static str,
    undone: Undoing,
    process: String,
    event: String,
    text: String,
    /// The file that was removed, or that takes it back.
    file: String,
    issues: Vec<Moved>,
    root: Digest,
}

/// How an event was taken back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Undoing {
    /// Its file was removed: nobody else had seen it.
    Removed,
    /// A retraction was recorded.
    Retracted,
    /// It would be removed.
    WouldRemove,
    /// A retraction would be recorded.
    WouldRetract,
}

/// An event of a process.
#[derive(Debug, Clone, Copy)]
pub struct Found<'f, 'v> {
    /// Its process.
    pub process: &'f Folded<'v>,
    /// Its number there.
    pub event: EventIx,
}

impl<'f, 'v> Found<'f, 'v> {
    /// Finds an event by its id, in one process or in any.
    pub fn find(view: &'f View<'v>, process: Option<&str>, id: &str) -> Option<Found<'f, 'v>> {
        let mut processes = view.processes.iter();
        processes.find_map(|one| {
            let named = process.is_none_or(|name| one.record.register.process == name);
            let mut events = one.record.events().filter(|_| named);
            let (event, _) = events.find(|(_, row)| row.id == id)?;
            Some(Found { process: one, event })
        })
    }

    /// Returns what happened, in words for one line.
    pub fn line(&self, view: &View<'_>) -> String {
        let record = self.process.record;
        let written = record.event(view.texts, self.event);
        let modality = super::log::modality(record.row(self.event).modality);
        format!("{modality}{}", written.line(&record.register))
    }
}

/// Returns what came of an event, given the record without it and with it.
pub fn recorded(
    before: &View<'_>,
    after: &View<'_>,
    found: &Found<'_, '_>,
    outcome: Outcome,
    undo: &str,
) -> Answer<Recorded> {
    let record = found.process.record;
    let row = record.row(found.event);
    let data = Recorded {
        schema: "rapporteur/record/1",
        outcome,
        process: record.register.process.clone(),
        event: row.id.to_owned(),
        content: record.content(after.texts, found.event),
        file: after.texts.get(record.place(found.event).file).name.clone(),
        kind: row.kind.name(),
        text: found.line(after),
        issues: moved(before, after, found),
        root: Roots::of(after.texts, after.processes.iter().map(|one| one.record)).root,
    };
    let (event, file) = (&data.event, &data.file);
    let done = match outcome {
        Outcome::Recorded => format!("recorded {event} in {file}"),
        Outcome::Already => format!("{event} is recorded already, in {file}; nothing was written"),
        Outcome::Tried => format!("would record {event} in {file}; nothing was written"),
    };
    let mut page = Page::new().paragraph(Words::toned(Tone::Strong, done)).blank();
    page = page.paragraph(data.text.clone()).blank();
    page = issues(page, after, found, &data.issues);
    page = page.paragraph(Words::toned(Tone::Faint, format!("root {}", data.root.short())));
    if outcome == Outcome::Recorded {
        page = page.paragraph(Words::toned(Tone::Faint, format!("take it back: {undo}")));
    }
    Answer { data, page }
}

/// Returns what came of taking an event back, found in the record as it was.
pub fn undone(
    before: &View<'_>,
    after: &View<'_>,
    found: &Found<'_, '_>,
    undone: Undoing,
    file: String,
) -> Answer<Undone> {
    let record = found.process.record;
    let data = Undone {
        schema: "rapporteur/undo/1",
        undone,
        process: record.register.process.clone(),
        event: record.row(found.event).id.to_owned(),
        text: found.line(before),
        file,
        issues: moved(before, after, found),
        root: Roots::of(after.texts, after.processes.iter().map(|one| one.record)).root,
    };
    let (event, file) = (&data.event, &data.file);
    let done = match undone {
        Undoing::Removed => format!("removed {file}: {event} was nobody else's yet"),
        Undoing::Retracted => {
            format!("took back {event} by a retraction in {file}: others may have seen it")
        }
        Undoing::WouldRemove => format!("would remove {file}; nothing was changed"),
        Undoing::WouldRetract => {
            format!("would take back {event} by a retraction in {file}; nothing was written")
        }
    };
    let mut page = Page::new().paragraph(Words::toned(Tone::Strong, done)).blank();
    page = page.paragraph(data.text.clone()).blank();
    page = issues(page, after, found, &data.issues);
    page = page.paragraph(Words::toned(Tone::Faint, format!("root {}", data.root.short())));
    Answer { data, page }
}

/// Returns where issues stand: those that moved, and those that the event is about.
fn moved(before: &View<'_>, after: &View<'_>, found: &Found<'_, '_>) -> Vec<Moved> {
    let about = found.process.record;
    let mut res = Vec::new();
    for new in &after.processes {
        let register = &new.record.register;
        let Some(old) =
            before.processes.iter().find(|old| old.record.register.process == register.process)
        else {
            continue;
        };
        for issue in register.issues.indices() {
            let stage = |folded: &Folded<'_>| {
                register.stage(issue, folded.state.issue(issue).rung).id.clone()
            };
            let (before, after) = (stage(old), stage(new));
            let own = about.register.process == register.process;
            let named = own && about.claims(issue).iter().any(|claim| claim.event == found.event);
            if named || before != after {
                let issue = register.issues.id(issue).to_owned();
                res.push(Moved { issue, moved: before != after, before, after });
            }
        }
    }
    res
}

fn issues(page: Page, view: &View<'_>, found: &Found<'_, '_>, moved: &[Moved]) -> Page {
    if moved.is_empty() {
        return page.paragraph("it is about no issue").blank();
    }
    let register = &found.process.record.register;
    let mut table =
        Table::new([Column::short("ISSUE"), Column::short("BEFORE"), Column::text("NOW")]);
    for one in moved {
        let words = |id: &str| {
            let issue = register.issues.find(&one.issue)?;
            let rung = register.lifecycle(issue).rung(id)?;
            Some(word::stage(register, issue, rung))
        };
        let stage = |id: &str| words(id).unwrap_or_else(|| Words::from(id.to_owned()));
        let now = if one.moved { stage(&one.after) } else { Words::from("as before") };
        table.push(Row::new().cell(one.issue.clone()).cell(stage(&one.before)).cell(now));
    }
    let point = word::point(view.point);
    page.paragraph(Words::toned(Tone::Faint, point)).table(table).blank()
}
