//! From events to dispatches: what was known at once, or came in one piece, is one.

use std::collections::BTreeSet;

use super::entry::{Entry, Sort};
use super::map::Map;
use crate::model::Day;
use crate::ron::quoted;

/// A dispatch to be written.
#[derive(Debug, PartialEq, Eq)]
pub struct Written {
    /// Where, from the folder of the process.
    pub path: String,
    /// Its text.
    pub text: String,
    /// How many events it has.
    pub events: usize,
}

/// Collects the events of one dispatch; all that is ever held of a table.
pub(super) struct Batches<'m> {
    map: &'m Map,
    /// The name of the table.
    table: &'m str,
    open: Vec<Entry>,
    /// How many dispatches there were.
    count: u64,
}

/// What entries have in common that go into one dispatch.
#[derive(PartialEq, Eq)]
enum Key<'e> {
    Batch(&'e str),
    Seq(u64),
    Known(Day),
}

impl<'m> Batches<'m> {
    pub(super) fn new(map: &'m Map, table: &'m str) -> Self {
        Batches { map, table, open: Vec::new(), count: 0 }
    }

    /// Takes in what a row tells; the dispatch before, if that is complete now.
    pub(super) fn take(&mut self, entries: Vec<Entry>) -> Option<Written> {
        let first = entries.first()?;
        let other = self.open.last().is_some_and(|last| key(last) != key(first));
        let done = if other || self.comes_again(&entries) { self.finish() } else { None };
        self.open.extend(entries);
        done
    }

    /// Returns whether a case is shown at a stage once more where only the order of the dispatches tells
    /// which was later.
    fn comes_again(&self, entries: &[Entry]) -> bool {
        let shown = |issue: &str| {
            self.open.iter().any(|other| other.sort != Sort::Other && other.issue == issue)
        };
        let numbered = self.map.log.is_some() && self.map.columns.seq.is_none();
        numbered && entries.iter().any(|entry| entry.sort != Sort::Other && shown(&entry.issue))
    }

    /// Returns the dispatch that is open.
    pub(super) fn finish(&mut self) -> Option<Written> {
        let mut entries = std::mem::take(&mut self.open);
        let first = entries.first()?.clone();
        self.count += 1;
        // What is shown in the same breath is not gone: it was renamed, or entered anew.
        let shown: BTreeSet<String> = entries
            .iter()
            .filter(|entry| entry.sort == Sort::Shows)
            .map(|entry| entry.issue.clone())
            .collect();
        entries.retain(|entry| entry.sort != Sort::Drops || !shown.contains(&entry.issue));
        let number = first.seq.unwrap_or(self.count);
        let name = self.map.log.as_ref().unwrap_or(&self.map.process);
        let known = entries.iter().map(|entry| entry.known).max().unwrap_or(first.known);
        let path = format!("{:04}/{known}-{name}-{number}.ron", known.year());
        let text = self.text(&entries, known, number);
        Some(Written { path, text, events: entries.len() })
    }

    fn text(&self, entries: &[Entry], known: Day, number: u64) -> String {
        let all =
            |same: fn(&Entry, &Entry) -> bool| entries.iter().all(|one| same(one, &entries[0]));
        let (first, last) = (&entries[0], &entries[entries.len() - 1]);
        let lines = match (first.line, last.line) {
            (one, other) if one == other => format!("line {one}"),
            (one, other) => format!("lines {one} to {other}"),
        };
        let note = entries.iter().map(|one| &one.note).find(|note| note.is_some()).unwrap_or(&None);
        let shared = Shared {
            via: all(|a, b| a.via == b.via),
            on: all(|a, b| a.on == b.on),
            note: note.is_some()
                && entries.iter().all(|one| one.note.is_none() || one.note == *note),
        };
        let mut head: Vec<(&str, String)> = vec![("format", "1".to_owned())];
        head.push(("date", quoted(&known.to_string())));
        if let Some(log) = &self.map.log {
            head.extend([("log", quoted(log)), ("seq", number.to_string())]);
        }
        head.push(("basis", format!("{:?}", self.map.basis)));
        // The remark on one commit is said once, by whichever of its rows it came.
        let shared_note = Entry { note: note.clone(), ..first.clone() };
        head.extend(shared_note.fields(|field| shared.has(field)));
        let head: Vec<String> =
            head.iter().map(|(name, value)| format!("    {name}: {value},\n")).collect();
        let events = entries.iter().map(|entry| {
            let mut fields = entry.fields(|field| !shared.has(field) && field != Field::Note);
            if entry.known != known {
                fields.push(("known", quoted(&entry.known.to_string())));
            }
            fields.push(("what", entry.what.clone()));
            fields.extend(entry.fields(|field| !shared.has(field) && field == Field::Note));
            let fields: Vec<String> =
                fields.iter().map(|(name, value)| format!("{name}: {value}")).collect();
            format!("        ({}),\n", fields.join(", "))
        });
        let (head, events) = (head.concat(), events.collect::<Vec<_>>().concat());
        format!("// {}, {lines}\n(\n{head}    events: [\n{events}    ],\n)\n", self.table)
    }
}

/// What the events of a dispatch have in common, so that it is said once.
struct Shared {
    via: bool,
    on: bool,
    note: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Via,
    On,
    Note,
}

impl Shared {
    fn has(&self, field: Field) -> bool {
        match field {
            Field::Via => self.via,
            Field::On => self.on,
            Field::Note => self.note,
        }
    }
}

impl Entry {
    /// Returns those of its fields that are wanted, as a dispatch writes them.
    fn fields(&self, wanted: impl Fn(Field) -> bool) -> Vec<(&'static str, String)> {
        let mut fields = Vec::new();
        if wanted(Field::Via) {
            fields.push(("via", list(&self.via)));
        }
        if let Some(on) = self.on.as_ref().filter(|_| wanted(Field::On)) {
            fields.push(("on", quoted(on)));
        }
        if let Some(note) = self.note.as_ref().filter(|_| wanted(Field::Note)) {
            fields.push(("note", quoted(&plain(note))));
        }
        fields
    }
}

fn key(entry: &Entry) -> Key<'_> {
    match (&entry.batch, entry.seq) {
        (Some(batch), _) => Key::Batch(batch),
        (None, Some(seq)) => Key::Seq(seq),
        (None, None) => Key::Known(entry.known),
    }
}

fn list(ids: &[String]) -> String {
    let ids: Vec<String> = ids.iter().map(|id| quoted(id)).collect();
    format!("[{}]", ids.join(", "))
}

/// Returns words on one line, without what steers a terminal.
pub(super) fn plain(words: &str) -> String {
    let words: String = words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
