//! What a shell sees: manual pages, completions, watching, and what answers look like to programs.

#![expect(clippy::disallowed_methods, reason = "the program is run, on files made for it")]

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use rapporteur::report::schema;
use serde_json::Value;

fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    command.current_dir(root).env("RAPPORTEUR_NOW", "2025-12-07").env("NO_COLOR", "1");
    command
}

fn run(words: &[&str]) -> Output {
    program().args(words).output().expect("the program runs")
}

fn said(words: &[&str]) -> String {
    let output = run(words);
    String::from_utf8(output.stdout).expect("text")
}

/// Returns the commands that there are.
fn commands() -> Vec<String> {
    let help = said(&["help"]);
    let (_, list) = help.split_once("Commands:\n").expect("a list of commands");
    let lines = list.lines().take_while(|line| !line.is_empty());
    let names = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

#[test]
fn the_manual_pages_are_those_of_the_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/man");
    let mut pages = vec![("rapporteur.1".to_owned(), said(&["man"]))];
    pages.extend(commands().into_iter().map(|name| {
        let page = said(&["man", &name]);
        assert!(page.contains(".SH NAME"), "{name}");
        (format!("rapporteur-{name}.1"), page)
    }));
    assert!(pages.len() > 20, "{}", pages.len());
    if std::env::var_os("RENEW").is_some() {
        fs::create_dir_all(&folder).expect("a folder");
        for (name, page) in &pages {
            fs::write(folder.join(name), page).expect("a page is written");
        }
    }
    for (name, page) in &pages {
        let kept = fs::read_to_string(folder.join(name)).unwrap_or_default();
        assert!(kept == *page, "docs/man/{name} is stale: RENEW=1 cargo test --test shell");
    }
    let kept: BTreeSet<String> = fs::read_dir(&folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .collect();
    assert_eq!(kept, pages.into_iter().map(|(name, _)| name).collect());
}

/// Asks for candidates as bash does.
fn completed(words: &[&str]) -> BTreeSet<String> {
    let output = program()
        .env("COMPLETE", "bash")
        .env("_CLAP_COMPLETE_INDEX", (words.len() - 1).to_string())
        .env("_CLAP_COMPLETE_COMP_TYPE", "9")
        .env("_CLAP_IFS", "\n")
        .arg("--")
        .args(words)
        .output()
        .expect("the program runs");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text").lines().map(str::to_owned).collect()
}

fn set(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_shell_completes_ids_of_the_record() {
    let issues =
        set(&["territory", "territory/crimea", "territory/donbas", "territory/front-line"]);
    assert_eq!(completed(&["rapporteur", "why", "terr"]), issues);
    assert_eq!(completed(&["rapporteur", "show", "london-b"]), set(&["london-brief"]));
    assert_eq!(completed(&["rapporteur", "matrix", "--parties", "us,ukr"]), set(&["us,ukraine"]));
    assert_eq!(completed(&["rapporteur", "--without", "axi"]), set(&["axios"]));
    assert_eq!(completed(&["rapporteur", "schema", "told"]), set(&["told-by"]));
    assert!(completed(&["rapporteur", "chan"]).contains("changed"));
    // Where there is no record, nothing is offered, and nothing is said.
    assert_eq!(completed(&["rapporteur", "why", "nothing-like-it"]), set(&[]));
}

#[test]
fn every_shell_gets_its_script() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        assert!(said(&["completions", shell]).contains("rapporteur"), "{shell}");
    }
    assert_eq!(run(&["completions", "tcsh"]).status.code(), Some(2));
}

/// A folder of its own with a small record, removed when it is dropped.
struct Copy(PathBuf);

impl Copy {
    fn new(name: &str) -> Copy {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        drop(fs::remove_dir_all(&folder));
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/specs/snapshot.in/seeds/bay");
        fs::create_dir_all(folder.join("seeds/bay")).expect("a folder");
        for entry in fs::read_dir(from).expect("the record") {
            let entry = entry.expect("an entry");
            fs::copy(entry.path(), folder.join("seeds/bay").join(entry.file_name()))
                .expect("a copy");
        }
        Copy(folder)
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

#[test]
fn watching_answers_again_when_a_dispatch_changes() {
    let copy = Copy::new("watched");
    let mut child = program()
        .current_dir(&copy.0)
        .args(["watch", "status", "issue:fish", "-o", "plain"])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program runs");
    let mut lines = BufReader::new(child.stdout.take().expect("its answers")).lines();
    let mut next = |wanted: &str| {
        let found =
            lines.by_ref().map(|line| line.expect("text")).find(|line| line.starts_with(wanted));
        found.expect("an answer")
    };
    assert!(next("fish").contains("provisional"));
    // The answer of the first run is complete; what follows is that of a second one.
    next("2 issues");
    let dispatch = copy.0.join("seeds/bay/2025-11-09.ron");
    let text = fs::read_to_string(&dispatch).expect("the dispatch");
    fs::write(&dispatch, text.replace("level: Text", "level: Principle")).expect("it is written");
    assert!(next("fish").contains("in principle"));
    child.kill().expect("it runs still");
    child.wait().expect("it ends");
}

#[test]
fn watching_nothing_is_a_usage_error() {
    assert_eq!(run(&["watch"]).status.code(), Some(2));
    assert_eq!(run(&["watch", "watch", "status"]).status.code(), Some(2));
    assert_eq!(run(&["watch", "--", "why", "nothing-like-it"]).status.code(), Some(2));
    assert_eq!(run(&["-C", "tests", "watch", "status"]).status.code(), Some(2));
}

/// Questions whose answers together have every schema but that of a check with errors.
const ASKED: [&[&str]; 40] = [
    &["status"],
    &["status", "is:open", "--only", "basis:OnRecord"],
    &["changed", "--since", "2025-11-20", "--until", "2025-12-09"],
    &["changed", "--since", "2025-12-06", "--until", "2025-12-07"],
    &[
        "-C",
        "tests/specs/changed.in",
        "changed",
        "--since",
        "2025-11-03",
        "--until",
        "2025-11-08",
        "fall",
        "correction",
        "late",
    ],
    &["diff", "2025-12-06"],
    &["-C", "tests/specs/snapshot.in", "diff", "first", "second"],
    &["-C", "tests/specs/snapshot.in", "snapshot", "list"],
    &["-C", "tests/specs/snapshot.in", "snapshot", "show", "first"],
    &["matrix"],
    &["matrix", "--as-told-by", "us,ukraine"],
    &["matrix", "--history"],
    &["agenda"],
    &["agenda", "--known-on", "2026-01-20"],
    &["sources"],
    &["sources", "--without", "axios"],
    &["texts"],
    &["why", "territory"],
    &["show", "e10"],
    &["show", "russia"],
    &["show", "witkoff"],
    &["show", "axios"],
    &["show", "moscow"],
    &["show", "us-plan"],
    &["-C", "tests/specs/board.in", "show", "deal", "parts"],
    &["log"],
    &["replay", "seeds"],
    &["check"],
    &["coverage", "2025-12-07-article"],
    &["lifecycle"],
    &["-C", "docs/lifecycles.in", "lifecycle", "clause"],
    &["-C", "docs/lifecycles.in", "conformance"],
    &["-C", "tests/fixtures/paris", "why", "paris", "seeds/paris"],
    &["-C", "docs/import.in", "import", "ragged.csv", "--map", "board.map.ron", "--dry-run"],
    &["record", "acceptance", "by:ukraine,russia", "issues:territory", "--dry-run"],
    &["undo", "e10", "--dry-run"],
    &["explain", "E0101"],
    &["explain"],
    &["help", "events"],
    &["help", "query"],
];

/// The few that are not asked of a record.
const FURTHER: [&[&str]; 4] =
    [&["help", "events", "Demand"], &["help", "dates"], &["help", "maps"], &["schema"]];

#[test]
fn every_answer_has_the_shape_that_its_schema_says() {
    let mut seen = BTreeSet::new();
    let copy = Copy::new("schemas");
    let folder = copy.0.to_string_lossy().into_owned();
    let writing: [&[&str]; 3] = [
        &["-C", &folder, "seal"],
        &["-C", &folder, "doctor"],
        &["-C", &folder, "export", "given", "--redact"],
    ];
    for words in ASKED.iter().chain(&FURTHER).chain(&writing) {
        let text = said(&[*words, &["-o", "json"]].concat());
        let answer: Value =
            serde_json::from_str(&text).unwrap_or_else(|why| panic!("{words:?}: {why}"));
        let id = answer["schema"].as_str().expect("it says its schema").to_owned();
        let name = id.strip_prefix("rapporteur/").and_then(|id| id.strip_suffix("/1"));
        let name = name.unwrap_or_else(|| panic!("{id}"));
        let shape = schema::schema(name).unwrap_or_else(|| panic!("{id} has no schema"));
        let validator = jsonschema::validator_for(&shape).expect("a schema");
        let faults: Vec<String> = validator
            .iter_errors(&answer)
            .map(|fault| format!("{}: {fault}", fault.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{words:?}: {faults:#?}");
        // What is in no schema is refused, so that this can fail.
        let mut odd = answer.clone();
        odd["nobody_named_this"] = Value::Null;
        assert!(!validator.is_valid(&odd), "{name} takes anything");
        seen.insert(name.to_owned());
    }
    assert_eq!(seen, schema::names().map(str::to_owned).collect());
}

#[test]
fn lines_are_the_rows_of_the_answer() {
    let lines = said(&["log", "-o", "jsonl"]);
    let whole: Value = serde_json::from_str(&said(&["log", "-o", "json"])).expect("an answer");
    let events = whole["events"].as_array().expect("events");
    assert_eq!(lines.lines().count(), events.len());
    for (line, event) in lines.lines().zip(events) {
        let line: Value = serde_json::from_str(line).expect("a line is whole");
        assert_eq!(line["schema"], "rapporteur/log/1");
        assert_eq!(line["list"], "events");
        for (key, value) in event.as_object().expect("an event") {
            assert_eq!(&line[key], value, "{key}");
        }
    }
    let issues = said(&["-o", "jsonl"]);
    assert_eq!(issues.lines().count(), 15);
    assert!(issues.lines().all(|line| line.contains("\"process\":\"ukraine-2025\"")));
}

#[test]
fn ron_says_the_same_as_json() {
    for words in [&["status"][..], &["log"], &["changed", "--since", "2025-12-06"]] {
        let text = said(&[words, &["-o", "ron"]].concat());
        let ron: Value = ron::from_str(&text).expect("it reads");
        let json: Value =
            serde_json::from_str(&said(&[words, &["-o", "json"]].concat())).expect("json");
        let json = strings(&json);
        let mut rest = json.iter();
        let left_out = strings(&ron).into_iter().find(|text| !rest.any(|one| one == text));
        assert_eq!(left_out, None, "it is in the order of the JSON");
        assert!(strings(&ron).len() * 3 > json.len() * 2, "{words:?}");
    }
}

/// Returns every string of a value, in order. Names of variants are strings in JSON, and none in RON.
fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(all) => all.iter().flat_map(strings).collect(),
        Value::Object(fields) => fields.values().flat_map(strings).collect(),
        _ => Vec::new(),
    }
}
