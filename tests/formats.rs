//! Files of every released format: they must still read, and to the same answers.
//!
//! Files under `tests/formats/` are never edited. A new format gets a folder of its own beside them.

#![expect(clippy::disallowed_methods, reason = "the kept files are read")]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use ::ron::extensions::Extensions;
use rapporteur::event::{Event, Header, Kind};
use rapporteur::import::{Form, Map};
use rapporteur::lifecycle::{Act, Bound, Lifecycle};
use rapporteur::model::{Day, Policy};
use rapporteur::record::{Lens, Record, build};
use rapporteur::ron::{self, Limits};
use rapporteur::seed::{Folder, read};
use rapporteur::snapshot::load;
use rapporteur::source::{Code, Diagnostic, FileIx, Text, Texts};
use rapporteur::state::fold;
use serde::Deserialize;

const DISPATCH: &str = "2025-03-02-every-field.ron";

fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/v1").join(name);
    fs::read_to_string(path).expect("a kept file")
}

/// The extensions that our formats always have on.
fn reference() -> ::ron::Options {
    ::ron::Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .with_default_extension(Extensions::UNWRAP_NEWTYPES)
        .with_default_extension(Extensions::UNWRAP_VARIANT_NEWTYPES)
}

/// A dispatch as the `ron` crate reads it: its events in one go.
#[derive(Deserialize)]
#[serde(rename = "dispatch")]
struct Whole<'a> {
    #[serde(borrow)]
    events: Vec<Event<'a>>,
}

#[test]
fn every_field_and_every_kind_of_format_1_reads_without_a_fault() {
    let record = record();
    let mut kinds: Vec<Kind> = record.events().map(|(_, row)| row.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    assert_eq!(kinds, Kind::ALL, "a new kind is added to the newest format's files");
}

#[test]
fn format_1_comes_to_the_same_board() {
    let board = board(&record());
    let expected = file("board.txt");
    assert!(board == expected, "the board of format 1 has changed:\n{board}");
}

/// Seals hold roots: what a field, a kind or a default is called or printed as may never change them.
#[test]
fn format_1_has_the_root_that_it_had() {
    let (texts, record) = read_record();
    let root = record.contents(&texts).root.to_string();
    assert_eq!(root, "382fcd70ebd618733d2823734276c12fe1f789e47c56d7abfd900e36e11dfa53");
}

#[test]
fn the_ron_crate_reads_the_events_of_format_1_to_the_same_values() {
    let text = file(DISPATCH);
    let limits = Limits::default();
    let header = ron::read::<Header<'_>>(FileIx(0), &text, &limits).value.expect("it reads");
    let items = ron::items::<Event<'_>>(FileIx(0), &text, header.events.span, &limits);
    let ours: Vec<Event<'_>> = items.map(|item| item.value.expect("it reads")).collect();
    let theirs = reference().from_str::<Whole<'_>>(&text).expect("the crate reads it").events;
    assert_eq!(ours.len(), theirs.len());
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert_eq!(format!("{ours:?}"), format!("{theirs:?}"));
    }
    let theirs = reference().from_str::<Header<'_>>(&text).expect("the crate reads it");
    let spanless = |header: &Header<'_>| {
        let text = format!("{header:?}");
        text.split("events: ").next().expect("a part").to_owned()
    };
    assert_eq!(spanless(&header), spanless(&theirs));
}

#[test]
fn a_snapshot_of_format_1_reads_to_what_it_said() {
    let loaded = load(FileIx(0), &file("snapshot.ron"));
    assert_eq!(loaded.faults, []);
    let snapshot = loaded.snapshot.expect("it reads");
    assert_eq!(snapshot.head.point().to_string(), "2025-11-05@2025-11-05");
    let said: Vec<String> = snapshot.processes["bay"]
        .items
        .iter()
        .map(|(key, item)| format!("{} {} {}", key.subject, key.field.name(), item.value))
        .collect();
    let expected = [
        "border stage unraised",
        "fish stage progressing",
        "fish since 2025-11-01",
        "fish held_by partial",
        "north position fish · North proposes: half each",
        "talks encounter 1 Nov 2025 · talks · 5h · North, South",
    ];
    assert_eq!(said, expected);
}

#[test]
fn lifecycles_of_format_1_read_to_what_they_said() {
    let (rules, faults) = Lifecycle::read(FileIx(0), &file("every-field.lifecycle.ron"));
    assert_eq!(faults, []);
    let rules = rules.expect("it reads");
    let stages: Vec<&str> = rules.stages().map(|(_, stage)| stage.id.as_str()).collect();
    assert_eq!(stages, ["gone", "unraised", "proposed", "consulted", "adopted", "shelved"]);
    let rung = |id| rules.rung(id).expect("a stage");
    let day = |text| Day::parse(text).expect("a day");
    let (old, new) = (day("2021-01-01"), day("2022-03-01"));
    assert!(rules.in_force(old).provides(rung("proposed"), rung("adopted")));
    assert!(!rules.in_force(new).provides(rung("proposed"), rung("adopted")));
    assert_eq!(rules.find("open", new), Some(rung("consulted")));
    assert_eq!(rules.find("open", old), None);
    assert_eq!(rules.find("PROPOSED", old), Some(rung("proposed")));
    assert_eq!(rules.bound(Act::Rejected), Some(Bound::Exactly(rung("shelved"))));
    assert_eq!(rules.newest().guards.len(), 8);

    let (paper, faults) = Lifecycle::read(FileIx(0), &file("ladder.lifecycle.ron"));
    assert_eq!(faults, []);
    let paper = paper.expect("it reads");
    let rung = |id| paper.rung(id).expect("a stage");
    assert!(paper.ordered && rung("open") < rung("close"));
    assert_eq!(paper.bound(Act::Bracketed), Some(Bound::Hold(rung("close"))));
    assert!(paper.newest().provides(rung("close"), rung("open")));
}

#[test]
fn a_map_of_format_1_reads_to_what_it_said() {
    let (map, faults) = Map::read(FileIx(0), &file("every-field.map.ron"));
    assert_eq!(faults, []);
    let map = map.expect("it reads");
    assert_eq!((map.process.as_str(), map.lifecycle.as_deref()), ("harbour", Some("rules")));
    assert_eq!((map.title.as_deref(), map.table), (Some("Rules of the harbour"), Some(Form::Csv)));
}

fn record() -> Record {
    read_record().1
}

fn read_record() -> (Texts, Record) {
    let mut texts = Texts::default();
    let charter = texts.add(Text::new("v1/charter.ron", file("charter.ron")));
    let dispatch = texts.add(Text::new(format!("v1/{DISPATCH}"), file(DISPATCH)));
    let folder = Folder {
        charters: vec![(charter, PathBuf::from("v1"))],
        lifecycles: Vec::new(),
        dispatches: vec![dispatch],
    };
    let mut seeds = read(texts, &[folder], Vec::new());
    let process = seeds.processes.pop().expect("the charter reads");
    let (record, lost) = build(process, &seeds.texts, &mut seeds.faults);
    // The file names encounters that nobody tells of, which is no error.
    let known = |fault: &&Diagnostic| fault.code != Code::UnknownOccasion;
    let faults: Vec<&Diagnostic> = seeds.faults.iter().filter(known).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    assert_eq!(seeds.left_out + lost, 0);
    (seeds.texts, record)
}

/// Returns where everything stands, plain enough to be kept for ever.
fn board(record: &Record) -> String {
    let day = Day::parse("2025-04-01").expect("a day");
    let lens = Lens::default();
    let state = fold(&record.stand(day, &lens), day, Policy::Strongest);
    let register = &record.register;
    let stage = |rung| register.lifecycles()[0].stage(rung).id.as_str();
    let mut res = String::new();
    for issue in register.issues.indices() {
        let it = state.issue(issue);
        let ids = |events: &[_]| {
            events.iter().map(|event| record.row(*event).id).collect::<Vec<_>>().join(" ")
        };
        let blocking: Vec<String> = it.blocking.iter().map(|one| one.id(record)).collect();
        let since = it.since.map_or("-".to_owned(), |(day, _)| day.to_string());
        let _ = writeln!(res, "{}: {} since {since}", register.issues.id(issue), stage(it.rung));
        let _ =
            writeln!(res, "    {:?} {:?}, contested {}", it.condition, it.held_by, it.contested);
        let _ = writeln!(res, "    blocking: {}", blocking.join(" "));
        let _ = writeln!(res, "    evidence: {}", ids(&it.evidence));
        let _ = writeln!(res, "    demands: {}", ids(&it.demands));
    }
    for one in &state.expected {
        let row = record.row(one.event);
        let _ = writeln!(res, "expected: {} {}..{}", row.id, one.when.first, one.when.last);
    }
    res
}
