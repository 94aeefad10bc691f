//! What an event is, apart from how it is written: content ids, and the roots made of them.

#[expect(dead_code, reason = "the laws of the record make more of these histories")]
mod histories;

use std::path::PathBuf;

use histories::built::built;
use histories::{Writing, processes};
use proptest::prelude::*;
use rapporteur::event::Event;
use rapporteur::record::{Record, build};
use rapporteur::ron::{self, Limits, Tree};
use rapporteur::seed::{Folder, read};
use rapporteur::source::{Code, Diagnostic, FileIx, Text, Texts};

const CHARTER: &str = r#"(
    format: 1, process: "pay",
    parties: { "union": (name: "Union"), "employer": (name: "Employer") },
    sources: { "gazette": (name: "Gazette") },
    documents: { "paper": (title: "Paper") },
    issues: { "pay": (title: "Pay"), "leave": (title: "Leave") },
)"#;

const DEMAND: &str = r#"(format: 1, date: "2025-03-02", via: ["gazette"], events: [
    (id: "d", on: "2025-03-01", what: Demand(by: "union", issue: "pay", text: "5 %")),
])"#;

/// Reads some dispatches of the process, each with the name of its file.
fn record(charter: &str, files: &[(&str, &str)]) -> (Texts, Record, Vec<Diagnostic>) {
    let mut texts = Texts::default();
    let charters = vec![(texts.add(Text::new("charter.ron", charter)), PathBuf::new())];
    let add = |(name, text): &(&str, &str)| texts.add(Text::new(*name, *text));
    let dispatches = files.iter().map(add).collect();
    let folder = Folder { charters, lifecycles: Vec::new(), dispatches };
    let mut read = read(texts, &[folder], Vec::new());
    let process = read.processes.pop().expect("a process");
    let (record, _) = build(process, &read.texts, &mut read.faults);
    (read.texts, record, read.faults)
}

fn root(charter: &str, files: &[(&str, &str)]) -> String {
    let (texts, record, faults) = record(charter, files);
    assert_eq!(faults, [], "{files:?}");
    record.contents(&texts).root.to_string()
}

/// Other ways to write the dispatch; none of them says anything else.
const SAME: [(&str, &str); 7] = [
    (
        "layout and comments",
        "(format:1,date:\"2025-03-02\",via:[\"gazette\"],events:[/* a */(id:\"d\",on:\"2025-03-01\",what:Demand(by:\"union\",issue:\"pay\",text:\"5 %\"))])// b",
    ),
    (
        "another order of fields",
        r#"(format: 1, date: "2025-03-02", via: ["gazette"], events: [(what: Demand(text: "5 %", issue: "pay", by: "union"), on: "2025-03-01", id: "d")])"#,
    ),
    (
        "said by the event itself",
        r#"(format: 1, date: "2025-03-02", events: [(id: "d", via: ["gazette"], known: "2025-03-02", on: "2025-03-01", what: Demand(by: "union", issue: "pay", text: "5 %"))])"#,
    ),
    (
        "in a later dispatch",
        r#"(format: 1, date: "2025-03-09", events: [(id: "d", via: ["gazette"], known: "2025-03-02", on: "2025-03-01", what: Demand(by: "union", issue: "pay", text: "5 %"))])"#,
    ),
    (
        "one name as a list",
        r#"(format: 1, date: "2025-03-02", via: [["gazette"]], events: [(id: "d", on: "2025-03-01", what: Demand(by: ["union"], issue: "pay", text: "5 %"))])"#,
    ),
    (
        "with an escape",
        r#"(format: 1, date: "2025-03-02", via: ["gazette"], events: [(id: "d", on: "2025-03-01", what: Demand(by: "union", issue: "pay", text: "5 \u{25}"))])"#,
    ),
    (
        "with what says nothing",
        r#"(format: 1, date: "2025-03-02", via: ["gazette"], events: [(id: "d", on: "2025-03-01", note: None, terms: [], what: Demand(by: "union", issue: "pay", text: "5 %", to: []))])"#,
    ),
];

/// What changes it to another event.
const OTHER: [(&str, &str); 10] = [
    ("id: \"d\"", "id: \"e\""),
    ("2025-03-01", "2025-02-28"),
    ("date: \"2025-03-02\"", "date: \"2025-03-03\""),
    ("5 %", "5  %"),
    ("\"union\"", "\"employer\""),
    ("\"pay\"", "\"leave\""),
    ("via: [\"gazette\"], ", ""),
    ("id: \"d\",", "id: \"d\", note: \"x\","),
    ("via:", "basis: OnRecord, via:"),
    ("via:", "log: \"a\", seq: 1, via:"),
];

#[test]
fn the_same_said_in_another_way_is_the_same_event() {
    let plain = root(CHARTER, &[("a.ron", DEMAND)]);
    for (how, text) in SAME {
        assert_eq!(root(CHARTER, &[("b/c.ron", text)]), plain, "{how}");
        // A merge, or a retry, brings both.
        let (texts, record, faults) = record(CHARTER, &[("a.ron", DEMAND), ("b.ron", text)]);
        assert_eq!((record.events().len(), faults), (1, Vec::new()), "{how}");
        assert_eq!(record.contents(&texts).root.to_string(), plain, "{how}");
    }
}

#[test]
fn whatever_is_said_otherwise_is_another_event() {
    let plain = root(CHARTER, &[("a.ron", DEMAND)]);
    for (from, to) in OTHER {
        let text = DEMAND.replacen(from, to, 1);
        assert_ne!(text, DEMAND);
        assert_ne!(root(CHARTER, &[("a.ron", &text)]), plain, "{to}");
        let (_, record, faults) = record(CHARTER, &[("a.ron", DEMAND), ("b.ron", &text)]);
        if to == "id: \"e\"" {
            assert_eq!((record.events().len(), faults), (2, Vec::new()));
            continue;
        }
        let codes: Vec<Code> = faults.iter().map(|fault| fault.code).collect();
        assert_eq!(codes, [Code::DuplicateId], "{to}");
        let places: Vec<FileIx> = faults[0].labels.iter().map(|label| label.place.file).collect();
        assert_eq!(places.len(), 2, "both places are named");
        assert_ne!(places[0], places[1], "{to}");
        assert_eq!(record.events().len(), 1, "{to}");
    }
}

#[test]
fn what_is_inherited_beside_what_decides_makes_another_event_too() {
    let other = DEMAND.replacen("via:", "channel: \"radio\", via:", 1);
    let (_, _, faults) = record(CHARTER, &[("a.ron", DEMAND), ("b.ron", &other)]);
    assert_eq!(faults.iter().map(|fault| fault.code).collect::<Vec<_>>(), [Code::DuplicateId]);
}

#[test]
fn a_citation_is_from_the_document_of_the_dispatch() {
    let cited = r#"id: "d", cite: (sentences: [1]),"#;
    let inherited =
        DEMAND.replace(r#"id: "d","#, cited).replace("via:", "document: \"paper\", via:");
    let own = DEMAND.replace(r#"id: "d","#, r#"id: "d", cite: (doc: "paper", sentences: [1]),"#);
    assert_eq!(root(CHARTER, &[("a.ron", &inherited)]), root(CHARTER, &[("a.ron", &own)]));
    let unsaid = DEMAND.replace(r#"id: "d","#, cited);
    assert_ne!(root(CHARTER, &[("a.ron", &own)]), root(CHARTER, &[("a.ron", &unsaid)]));
}

#[test]
fn an_id_made_of_the_name_of_a_file_is_the_events_own() {
    let nameless = DEMAND.replace(r#"id: "d", "#, "");
    let plain = root(CHARTER, &[("one.ron", &nameless)]);
    assert_eq!(root(CHARTER, &[("deep/down/one.ron", &nameless)]), plain);
    assert_ne!(root(CHARTER, &[("two.ron", &nameless)]), plain);
}

#[test]
fn a_charter_is_content_and_its_layout_is_not() {
    let plain = root(CHARTER, &[("a.ron", DEMAND)]);
    let laid_out = CHARTER.replace("    ", "").replace("process:", "/* */ process:");
    assert_eq!(root(&laid_out, &[("a.ron", DEMAND)]), plain);
    let moved = CHARTER.replace(
        r#""pay": (title: "Pay"), "leave": (title: "Leave")"#,
        r#""leave": (title: "Leave"), "pay": (title: "Pay")"#,
    );
    assert_eq!(root(&moved, &[("a.ron", DEMAND)]), plain);
    let renamed = CHARTER.replace("Gazette", "Gazetta");
    assert_ne!(root(&renamed, &[("a.ron", DEMAND)]), plain);
}

/// An id, once given, is given for ever: seals hold it.
#[test]
fn the_ids_of_contents_are_frozen() {
    let (texts, record, _) = record(CHARTER, &[("a.ron", DEMAND)]);
    let contents = record.contents(&texts);
    let found = [contents.events[0].to_string(), contents.root.to_string()];
    let expected = [
        "90a5ba721f72350fb51fe0e0f09b7c74711ea51ef4c65b9398ed795022e6e44e",
        "1d2063a1236dabea922fba8c9af76a53be3a86e8b9b94cc37569f3094a2c6163",
    ];
    assert_eq!(found, expected);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// The order of events, and which files they are in, is nothing; a record that was kept has the root
    /// that it had; and what an event says reads again as it was said.
    #[test]
    fn the_root_is_of_what_was_said(mut process in processes(4, 5)) {
        // Where the name of a file and the place in it make the id, they count.
        process.iter_mut().flat_map(|file| &mut file.events).for_each(|event| event.named = true);
        let plain = built(&process, &Writing::plain(&process));
        let root = plain.record.contents(&plain.texts).root;
        let mut turned = Writing::plain(&process);
        turned.files.reverse();
        turned.events.iter_mut().for_each(|events| events.reverse());
        let turned = built(&process, &turned);
        prop_assert_eq!(turned.record.contents(&turned.texts).root, root);
        let kept = plain.reopened();
        prop_assert_eq!(kept.record.contents(&plain.texts).root, root);
        plain.record.each_content(&plain.texts, |_, said| {
            let Tree::Fields(mut fields) = said.clone() else { panic!("an event has fields") };
            // Where it stands in a log is of its dispatch.
            fields.retain(|(name, _)| !["log", "seq"].contains(name));
            let said = Tree::Fields(fields);
            let text = said.to_string();
            let read = ron::read::<Event<'_>>(FileIx(0), &text, &Limits::default());
            assert_eq!(read.faults, [], "{text}");
            assert_eq!(Tree::of(&read.value.expect("it reads")).canonical(), said.canonical());
        });
    }
}
