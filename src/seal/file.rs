//! A seal as text: a head, then one digest a line. It is read only if it is byte for byte what was written.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde::Deserialize;

use super::{Seal, Sealed};
use crate::model::Digest;
use crate::ron::{self, Limits, quoted};
use crate::source::{Code, Diagnostic, FileIx, Place, Span};

/// The version of the file format that is written, and the latest that is read.
const FORMAT: u32 = 1;

impl Seal {
    /// Returns the text of the file. What it comes to is said in its last line but one: a file that was cut
    /// off, or a byte of which is another, has another.
    pub fn text(&self) -> String {
        let body = self.body();
        let digest = Digest::of_text("seal", &body);
        format!("{body}    fingerprint: \"{digest}\",\n)\n")
    }

    fn body(&self) -> String {
        let mut text =
            String::from("// What the record held. Made by rapporteur; an edit shows.\n(\n");
        let mut line = |name: &str, value: &str| {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "    {name}: {value},");
        };
        line("format", &FORMAT.to_string());
        line("at", &quoted(&self.at));
        line("engine", &quoted(&self.engine));
        line("signed", &self.signed.to_string());
        line("root", &quoted(&self.root.to_string()));
        line("count", &self.count().to_string());
        text.push_str("    processes: {\n");
        for (name, one) in &self.processes {
            let _ = writeln!(text, "        {}: (", quoted(name));
            let _ = writeln!(text, "            root: \"{}\",", one.root);
            let _ = writeln!(text, "            count: {},", one.events.len());
            text.push_str("            declared: [\n");
            for digest in &one.declared {
                let _ = writeln!(text, "                \"{digest}\",");
            }
            text.push_str("            ],\n            events: {\n");
            for (id, digest) in &one.events {
                let _ = writeln!(text, "                {}: \"{digest}\",", quoted(id));
            }
            text.push_str("            },\n        ),\n");
        }
        text.push_str("    },\n");
        text
    }
}

/// The file as it is written.
#[derive(Deserialize)]
#[serde(rename = "seal")]
#[expect(dead_code, reason = "what can be worked out is held against what is worked out, as text")]
struct File {
    format: u32,
    at: String,
    engine: String,
    signed: bool,
    root: String,
    count: usize,
    processes: BTreeMap<String, Process>,
    fingerprint: String,
}

#[derive(Deserialize)]
#[serde(rename = "process of a seal")]
#[expect(dead_code, reason = "what can be worked out is held against what is worked out, as text")]
struct Process {
    root: String,
    count: usize,
    declared: Vec<String>,
    events: BTreeMap<String, String>,
}

/// Reads the text of a seal; what is wrong with it goes to `faults`.
pub fn load(file: FileIx, text: &str, faults: &mut Vec<Diagnostic>) -> Option<Seal> {
    if let Some(newer) = ron::newer(file, text, FORMAT) {
        faults.push(newer);
        return None;
    }
    // What we wrote ourselves is as long as it is.
    let limits = Limits { string: usize::MAX, value: usize::MAX, ..Limits::default() };
    let read = ron::read::<File>(file, text, &limits);
    let seal = read.value.as_ref().filter(|_| read.faults.is_empty()).and_then(seal);
    // Every byte counts: whatever reads to the same seal, and is written otherwise, was not written by us.
    let whole = seal.filter(|seal| seal.adds_up() && seal.day().is_some() && seal.text() == text);
    if whole.is_none() {
        let fault = Diagnostic::new(Code::Altered, "this seal was altered after it was written")
            .at(Place { file, span: Span::new(0, 0) }, "not what was written")
            .help("take it from version control, or from another copy, as it was");
        faults.push(fault);
    }
    whole
}

fn seal(file: &File) -> Option<Seal> {
    let sealed = |(name, one): (&String, &Process)| {
        let digests = one.declared.iter().map(|text| Digest::parse(text));
        let events = one.events.iter();
        let events = events.map(|(id, text)| Some((id.clone(), Digest::parse(text)?)));
        let (declared, events) = (digests.collect::<Option<_>>()?, events.collect::<Option<_>>()?);
        Some((name.clone(), Sealed { root: Digest::parse(&one.root)?, declared, events }))
    };
    Some(Seal {
        at: file.at.clone(),
        engine: file.engine.clone(),
        signed: file.signed,
        root: Digest::parse(&file.root)?,
        processes: file.processes.iter().map(sealed).collect::<Option<_>>()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sealed() -> Seal {
        let digest = |text| Digest::of_text("event", text);
        let events =
            BTreeMap::from([("a".to_owned(), digest("a")), ("b\"".to_owned(), digest("b"))]);
        let declared = vec![Digest::of_text("charter", "c")];
        let root = Digest::of_parts("process", events.values().chain(&declared).copied());
        let processes = BTreeMap::from([("pay".to_owned(), Sealed { root, declared, events })]);
        let root = crate::record::root([root]);
        let at = "2025-12-07T10:00:00Z".to_owned();
        Seal { at, engine: "0.1.0".to_owned(), signed: false, root, processes }
    }

    fn reads(text: &str) -> Option<Seal> {
        let mut faults = Vec::new();
        let seal = load(FileIx(0), text, &mut faults);
        assert_eq!(seal.is_none(), !faults.is_empty(), "{faults:?}");
        seal
    }

    #[test]
    fn what_was_sealed_reads_as_it_was() {
        assert_eq!(reads(&sealed().text()), Some(sealed()));
    }

    #[test]
    fn every_flipped_bit_is_found() {
        let text = sealed().text();
        for at in 0..text.len() {
            for bit in 0..8 {
                let mut bytes = text.clone().into_bytes();
                bytes[at] ^= 1 << bit;
                // What is no text any more is refused before.
                let Ok(flipped) = String::from_utf8(bytes) else { continue };
                assert_eq!(reads(&flipped), None, "bit {bit} of byte {at}");
            }
        }
    }

    #[test]
    fn every_cut_and_everything_written_on_is_found() {
        let text = sealed().text();
        for length in 0..text.len() {
            assert_eq!(reads(&text[..length]), None, "cut to {length}");
        }
        assert_eq!(reads(&format!("{text}\n")), None);
    }

    #[test]
    fn a_seal_made_to_fit_a_digest_that_was_changed_does_not_add_up() {
        let mut seal = sealed();
        let events = &mut seal.processes.get_mut("pay").expect("it is there").events;
        events.insert("a".to_owned(), Digest::of_text("event", "other"));
        assert_eq!(reads(&seal.text()), None, "its roots are of other events");
    }
}
