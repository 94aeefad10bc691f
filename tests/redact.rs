//! Copies that may be given away: nothing that is not allowed is in them, and they read.

#![expect(clippy::disallowed_methods, reason = "the program is run, on files made for it")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use proptest::prelude::*;
use rapporteur::record::{Record, build};
use rapporteur::redact::{Allow, copy};
use rapporteur::ron::Tree;
use rapporteur::seed::{Folder, read};
use rapporteur::source::{Diagnostic, Severity, Text, Texts};

/// A word that no copy may have.
const SECRET: &str = "hush";

const CHARTER: &str = r#"(
    format: 1, process: "pay", mode: Govern, // hush
    parties: { "union": (name: "Union"), "employer": (name: "Employer") },
    people: { "ann": (name: "Ann"), "hush-ben": (name: "Ben hush") },
    sources: {
        "gazette": (name: "Gazette", reliability: B, maybe_same_as: ["hush-mole"]),
        "hush-mole": (name: "hush", same_as: ["gazette"]),
    },
    documents: {
        "paper": (title: "Paper", text: "hush.txt", hash: "hush"),
        "hush-paper": (title: "hush"),
    },
    issues: { "pay": (title: "Pay"), "leave": (title: "Leave") },
)"#;

fn process(charter: &str, files: &[(String, String)]) -> (Texts, Record, Vec<Diagnostic>) {
    let mut texts = Texts::default();
    let charters = vec![(texts.add(Text::new("pay/charter.ron", charter)), PathBuf::new())];
    let dispatches =
        files.iter().map(|(name, text)| texts.add(Text::new(name, text.as_str()))).collect();
    let folder = Folder { charters, lifecycles: Vec::new(), dispatches };
    let mut read = read(texts, &[folder], Vec::new());
    let process = read.processes.pop().expect("a process");
    let (record, _) = build(process, &read.texts, &mut read.faults);
    (read.texts, record, read.faults)
}

/// Reads what has no error: the program copies nothing else.
fn sound(mut files: Vec<(String, String)>) -> (Texts, Record) {
    loop {
        let (texts, record, _) = process(CHARTER, &files);
        if record.events().len() == files.len() {
            return (texts, record);
        }
        let held: BTreeSet<&str> = record.events().map(|(_, row)| row.id).collect();
        let id = |text: &str| text.split('"').nth(7).expect("an id comes first").to_owned();
        let lost: Vec<String> = files
            .iter()
            .map(|(_, text)| id(text))
            .filter(|id| !held.contains(id.as_str()))
            .collect();
        let names = |text: &str, id: &String| {
            text.contains(&format!("\"{id}\"")) || text.contains(&format!("({id})"))
        };
        files.retain(|(_, text)| !lost.iter().any(|id| names(text, id)));
    }
}

/// What an event is made of: its terms, what it points at, what is said beside.
#[derive(Debug, Clone)]
struct Made {
    terms: usize,
    points_at: usize,
    kind: usize,
    beside: usize,
}

fn made() -> impl Strategy<Value = Vec<Made>> {
    let one = (0..7usize, 0..10usize, 0..8usize, 0..7usize)
        .prop_map(|(terms, points_at, kind, beside)| Made { terms, points_at, kind, beside });
    prop::collection::vec(one, 1..14)
}

const BASES: [&str; 7] = [
    "OnRecord",
    "Document",
    "Unattributed",
    "OnBackground",
    "DeepBackground",
    "OffRecord",
    "OffRecord",
];

impl Made {
    fn basis(&self) -> &'static str {
        BASES[self.terms]
    }

    /// Returns whether every word of it is to stay here.
    fn is_secret(&self) -> bool {
        self.terms >= 3
    }
}

/// Writes events out; what may not be given away says `hush`.
fn written(events: &[Made]) -> Vec<(String, String)> {
    let id = |at: usize| {
        if events[at].is_secret() { format!("hush-{at}") } else { format!("e-{at}") }
    };
    let mut texts = Vec::new();
    for (at, one) in events.iter().enumerate() {
        let words = if one.is_secret() { "hush" } else { "openly" };
        let mole = if one.is_secret() { "hush-mole" } else { "gazette" };
        // Nothing points at what comes later, so that nothing goes in a ring.
        let earlier = id(one.points_at % at.max(1));
        let (kind, beside) =
            if at == 0 { (one.kind % 3, one.beside % 2) } else { (one.kind, one.beside) };
        let what = match kind {
            0 | 1 => format!(r#"Demand(by: "union", issue: "pay", text: "{words}")"#),
            2 => format!(r#"Proposal(by: "union", issue: "leave", text: "{words}")"#),
            3 => format!(r#"Rejection(by: "employer", of: "{earlier}", text: "{words}")"#),
            4 => format!(r#"Retract(of: "{earlier}", reason: "hush")"#),
            5 => format!(r#"Deadline(of: "{earlier}", due: "after({earlier})+P14D")"#),
            6 => format!(
                r#"Meeting(format: InPerson, described: "{words}", present: ["ann"], occasion: "{words}-talks")"#
            ),
            _ => r#"StageClaim(issue: "pay", stage: "progressing")"#.to_owned(),
        };
        let beside = match beside {
            0 => r#"note: "hush","#.to_owned(),
            1 => r#"channel: "hush","#.to_owned(),
            2 => format!(
                r#"modality: Conditional, when: [(rel: If, of: "{earlier}", words: "{words}")],"#
            ),
            3 => format!(r#"cite: (doc: "paper", quote: "{words}"),"#),
            4 => "/* hush */".to_owned(),
            5 => format!(r#"replaces: "{earlier}","#),
            _ => String::new(),
        };
        let (id, basis) = (id(at), one.basis());
        let event =
            format!(r#"(id: "{id}", basis: {basis}, via: ["{mole}"], {beside} what: {what})"#);
        let head = "format: 1, date: \"2025-03-02\", channel: \"hush\", note: \"hush\"";
        texts.push((format!("pay/hush-{at}.ron"), format!("({head}, events: [{event}]) // hush")));
    }
    texts
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    /// Nothing that was told off the record or on background, and no field that is not allowed, is in any byte of
    /// a copy; the copy reads without an error; and who copies it again gets the same.
    #[test]
    fn nothing_that_is_not_allowed_is_in_a_copy(events in made()) {
        let (texts, record) = sound(written(&events));
        let copied = copy(&texts, &record, &Allow::default()).expect("it can be copied");
        for (name, text) in &copied.files {
            prop_assert!(!name.contains(SECRET) && !text.contains(SECRET), "{name}: {text}");
        }
        let left_out: usize = copied.left_out.values().sum();
        prop_assert_eq!(copied.events + left_out, record.events().len());
        let (charter, dispatches) = copied.files.split_first().expect("a charter");
        let (texts, again, faults) = process(&charter.1, dispatches);
        let errors: Vec<_> = faults.iter().filter(|one| one.severity() == Severity::Error).collect();
        prop_assert!(errors.is_empty(), "{errors:?}");
        prop_assert_eq!(again.events().len(), copied.events);
        let twice = copy(&texts, &again, &Allow::default()).expect("it can be copied");
        prop_assert_eq!(twice.files, copied.files);
        prop_assert!(twice.left_out.is_empty() && twice.fields.is_empty());
    }

    /// What is kept says what it said, field by field.
    #[test]
    fn what_is_kept_is_as_it_was(events in made()) {
        let (texts, record, _) = process(CHARTER, &written(&events));
        let copied = copy(&texts, &record, &Allow::default()).expect("it can be copied");
        let (charter, dispatches) = copied.files.split_first().expect("a charter");
        let (theirs, again, _) = process(&charter.1, dispatches);
        let mut ours = BTreeSet::new();
        record.each_content(&texts, |_, said| {
            let Tree::Fields(mut fields) = said.clone() else { panic!("an event has fields") };
            fields.retain(|(name, _)| !["note", "channel"].contains(name));
            ours.insert(Tree::Fields(fields).canonical().replace(",reason:\"hush\"", ""));
        });
        again.each_content(&theirs, |_, said| {
            assert!(ours.contains(&said.canonical()), "{said}");
        });
    }
}

/// Every field of an event is either given away or not, and somebody has thought about it.
#[test]
fn every_field_is_decided_upon() {
    let formats = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/formats/v1");
    let text = |name: &str| fs::read_to_string(formats.join(name)).expect("a kept file");
    let mut texts = Texts::default();
    let charter = texts.add(Text::new("charter.ron", text("charter.ron")));
    let lifecycles = ["every-field.lifecycle.ron", "ladder.lifecycle.ron"];
    let lifecycles = lifecycles.map(|name| texts.add(Text::new(name, text(name)))).to_vec();
    let dispatch = "2025-03-02-every-field.ron";
    let dispatches = vec![texts.add(Text::new(dispatch, text(dispatch)))];
    let folder = Folder { charters: vec![(charter, PathBuf::new())], lifecycles, dispatches };
    let mut read = read(texts, &[folder], Vec::new());
    let (record, _) =
        build(read.processes.pop().expect("a process"), &read.texts, &mut read.faults);
    let mut names = BTreeSet::new();
    record.each_content(&read.texts, |_, said| fields(said, &mut names));
    let known: BTreeSet<&str> = Allow::fields_known().collect();
    let undecided: Vec<&&str> = names.difference(&known).collect();
    let unheard: Vec<&&str> = known.difference(&names).collect();
    assert!(
        undecided.is_empty() && unheard.is_empty(),
        "{undecided:?}, no such field: {unheard:?}"
    );
}

fn fields(tree: &Tree, names: &mut BTreeSet<&'static str>) {
    match tree {
        Tree::List(list) => list.iter().for_each(|one| fields(one, names)),
        Tree::Map(map) => map.iter().for_each(|(_, one)| fields(one, names)),
        Tree::Variant(_, held) => fields(held, names),
        Tree::Fields(inner) => {
            for (name, value) in inner {
                names.insert(name);
                fields(value, names);
            }
        }
        Tree::Nothing | Tree::Word(_) | Tree::Text(_) => {}
    }
}

fn run(folder: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    command.current_dir(folder).env("RAPPORTEUR_NOW", "2025-12-10").args(words);
    command.output().expect("the program runs")
}

#[test]
fn the_program_writes_a_copy_that_replays_and_writes_over_nothing() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("redact");
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a folder");
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).to_string_lossy().into_owned();
    let copy = folder.join("copy");
    let target = copy.to_string_lossy().into_owned();
    let done = run(&folder, &["-C", &seeds, "export", &target, "--redact"]);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    let done = run(&folder, &["-C", &target, "replay", "seeds"]);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    assert!(String::from_utf8_lossy(&done.stdout).contains(" 0 errors"));
    let done = run(&folder, &["-C", &seeds, "export", &target, "--redact"]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("nothing is overwritten"));
    let all: BTreeSet<&str> = ["seeds"].into();
    let there =
        fs::read_dir(&copy).expect("a folder").map(|one| one.expect("an entry").file_name());
    let there: Vec<String> = there.map(|name| name.into_string().expect("text")).collect();
    assert_eq!(there.iter().map(String::as_str).collect::<BTreeSet<_>>(), all);
}

/// What is asked for wrongly, and what is said to that.
const WRONG: [(&[&str], &str); 6] = [
    (&["export", "new"], "--redact"),
    (&["export", "new", "--redact", "--bases", "OffRecord"], "cannot be allowed"),
    (&["export", "new", "--redact", "--bases", "OnRecrd"], "did you mean `OnRecord`?"),
    (&["export", "new", "--redact", "--kinds", "Demnd"], "did you mean `Demand`?"),
    (&["export", "new", "--redact", "--fields", "nte"], "did you mean `note`?"),
    (&["export", "new", "--redact", "--sources", "gazete"], "did you mean `gazette`?"),
];

#[test]
fn what_is_not_known_cannot_be_allowed() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("redact-wrong");
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(folder.join("seeds/pay")).expect("a folder");
    fs::write(folder.join("seeds/pay/charter.ron"), CHARTER).expect("it is written");
    for (words, said) in WRONG {
        let done = run(&folder, words);
        let error = String::from_utf8_lossy(&done.stderr);
        assert_eq!(done.status.code(), Some(2), "{words:?}: {error}");
        assert!(error.contains(said), "{words:?}: {error}");
        assert!(!folder.join("new").exists(), "{words:?}");
    }
}
