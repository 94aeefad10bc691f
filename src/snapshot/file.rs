//! A snapshot as text: one item a line, so that git shows what differs, and sealed with a fingerprint.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Deserialize;

use super::{Head, ItemForm, ItemKey, ProcessForm, Scope, Snapshot};
use crate::model::{Day, Policy};
use crate::ron::{self, At, Limits, quoted};
use crate::source::{Code, Diagnostic, FileIx, Place, Span};
use crate::state::sheet::Field;

/// The version of the file format that is written, and the latest that is read.
const FORMAT: u32 = 1;

impl Snapshot {
    /// Returns the text of the file.
    pub fn text(&self) -> String {
        self.sealed(&self.fingerprint())
    }

    /// Returns what only this content has: BLAKE3 of the text with an empty fingerprint.
    pub fn fingerprint(&self) -> String {
        blake3::hash(self.sealed("").as_bytes()).to_hex().to_string()
    }

    fn sealed(&self, fingerprint: &str) -> String {
        let Head { as_of, known_on, policy, only } = &self.head;
        let mut text =
            String::from("// Where the talks stood. Made by rapporteur; an edit shows.\n(\n");
        let mut line = |name: &str, value: &str| {
            let _ = writeln!(text, "    {name}: {},", quoted(value));
        };
        line("as_of", &as_of.to_string());
        line("known_on", &known_on.to_string());
        line("policy", policy.name());
        line("only", only);
        line("fingerprint", fingerprint);
        text = text.replacen("(\n", &format!("(\n    format: {FORMAT},\n"), 1);
        text.push_str("    processes: [\n");
        for (name, form) in &self.processes {
            let (name, title) = (quoted(name), quoted(&form.title));
            let _ = writeln!(text, "        (process: {name}, title: {title}, items: [");
            for (key, item) in &form.items {
                let _ = writeln!(text, "            {},", written(key, item));
            }
            text.push_str("        ]),\n");
        }
        text.push_str("    ],\n)\n");
        text
    }
}

fn written(key: &ItemKey, item: &ItemForm) -> String {
    let mut fields = Vec::new();
    let mut field = |name: &str, value: String| fields.push(format!("{name}: {value}"));
    if let Some(issue) = key.scope.issue() {
        field("issue", quoted(issue));
    }
    field("field", quoted(key.field.name()));
    if key.scope.issue() != Some(&key.subject) {
        field("subject", quoted(&key.subject));
    }
    field("value", quoted(&item.value));
    if let Some(on) = item.on {
        field("on", quoted(&on.to_string()));
    }
    let list = |names: &[String]| {
        let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
        format!("[{}]", names.join(", "))
    };
    field("events", list(&item.events));
    field("via", list(&item.via));
    format!("({})", fields.join(", "))
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(rename = "snapshot")]
struct File<'a> {
    format: At<u32>,
    as_of: At<Day>,
    known_on: Day,
    #[serde(borrow)]
    policy: At<&'a str>,
    only: String,
    fingerprint: At<&'a str>,
    processes: Vec<Written<'a>>,
}

#[derive(Deserialize)]
#[serde(rename = "process of a snapshot")]
struct Written<'a> {
    #[serde(borrow)]
    process: At<&'a str>,
    title: String,
    items: Vec<Item<'a>>,
}

#[derive(Deserialize)]
#[serde(rename = "item of a snapshot")]
struct Item<'a> {
    issue: Option<String>,
    #[serde(borrow)]
    field: At<&'a str>,
    subject: Option<String>,
    value: String,
    on: Option<Day>,
    events: Vec<String>,
    via: Vec<String>,
}

/// A snapshot that was read, and what was wrong with its file.
#[derive(Debug)]
pub struct Loaded {
    /// The snapshot; none if it cannot be read. One that was altered can.
    pub snapshot: Option<Snapshot>,
    /// Where its point is written.
    pub head: Place,
    /// Everything that was wrong.
    pub faults: Vec<Diagnostic>,
}

/// Reads the text of a snapshot.
pub fn load(file: FileIx, text: &str) -> Loaded {
    let head = Place { file, span: Span::new(0, 0) };
    if let Some(newer) = ron::newer(file, text, FORMAT) {
        return Loaded { snapshot: None, head, faults: vec![newer] };
    }
    // What we wrote ourselves is as long as it is.
    let limits = Limits::NONE;
    let read = ron::read::<File<'_>>(file, text, &limits);
    let mut faults = read.faults;
    let Some(written) = read.value else { return Loaded { snapshot: None, head, faults } };
    let place = |span: Span| Place { file, span };
    let fingerprint = place(written.fingerprint.span);
    if written.format.value != FORMAT {
        let message = format!("there is no format {} of snapshots", written.format.value);
        let fault = Diagnostic::new(Code::Altered, message)
            .at(place(written.format.span), "no version wrote this")
            .help("take it from version control as it was");
        faults.push(fault);
    }
    let head = place(written.as_of.span);
    let snapshot = snapshot(written, &place, &mut faults);
    if let Some(snapshot) = snapshot.as_ref().filter(|_| faults.is_empty())
        // Blanks and comments are ours, too: a byte that is another one shows.
        && snapshot.text() != text
    {
        let fault = Diagnostic::new(
            Code::Altered,
            "this snapshot was altered after it was written",
        )
        .at(fingerprint, "does not belong to what stands around it")
        .help("take it from version control as it was, or save it anew: `snapshot save --refresh`");
        faults.push(fault);
    }
    Loaded { snapshot, head, faults }
}

fn snapshot(
    written: File<'_>,
    place: &dyn Fn(Span) -> Place,
    faults: &mut Vec<Diagnostic>,
) -> Option<Snapshot> {
    let before = faults.len();
    let mut one_of = |at: &At<&str>, what: &str, names: &[&str]| {
        let fault =
            Diagnostic::new(Code::UnknownVariant, format!("there is no {what} `{}`", at.value))
                .at(place(at.span), "in this snapshot")
                .help(format!("one of {}", names.join(", ")));
        faults.push(fault);
    };
    let policy = Policy::find(written.policy.value);
    if policy.is_none() {
        one_of(&written.policy, "policy", &Policy::ALL.map(Policy::name));
    }
    let mut processes = BTreeMap::new();
    for process in written.processes {
        let mut form = ProcessForm { title: process.title, items: BTreeMap::new() };
        for item in process.items {
            let field = Field::ALL.into_iter().find(|field| field.name() == item.field.value);
            let Some(field) = field else {
                one_of(&item.field, "field", &Field::ALL.map(Field::name));
                continue;
            };
            let subject = item.subject.or_else(|| item.issue.clone()).unwrap_or_default();
            let scope = item.issue.map_or(Scope::Process, Scope::Issue);
            let says =
                ItemForm { value: item.value, on: item.on, events: item.events, via: item.via };
            form.items.insert(ItemKey { scope, field, subject }, says);
        }
        processes.insert(process.process.value.to_owned(), form);
    }
    let (as_of, known_on, only) = (written.as_of.value, written.known_on, written.only);
    let head = Head { as_of, known_on, policy: policy?, only };
    (faults.len() == before).then_some(Snapshot { head, processes })
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEPT: &str = include_str!("../../tests/formats/v1/snapshot.ron");

    fn holds(text: &str) -> bool {
        let loaded = load(FileIx(0), text);
        loaded.faults.is_empty() && loaded.snapshot.is_some()
    }

    #[test]
    fn every_flipped_bit_of_a_snapshot_is_found() {
        assert!(holds(KEPT));
        for at in 0..KEPT.len() {
            for bit in 0..8 {
                let mut bytes = KEPT.as_bytes().to_vec();
                bytes[at] ^= 1 << bit;
                // What is no text any more cannot be read at all.
                let Ok(flipped) = String::from_utf8(bytes) else { continue };
                assert!(!holds(&flipped), "bit {bit} of byte {at}");
            }
        }
    }

    #[test]
    fn every_cut_of_a_snapshot_and_everything_written_on_is_found() {
        for length in (0..KEPT.len()).filter(|length| KEPT.is_char_boundary(*length)) {
            assert!(!holds(&KEPT[..length]), "cut to {length}");
        }
        assert!(!holds(&format!("{KEPT}\n")));
    }
}
