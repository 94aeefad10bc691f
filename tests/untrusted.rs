//! What strangers write into strings: into each one of every kind of file, and on every output.
//!
//! The files are those that use every field (`tests/formats/`), so that a field is never forgotten here.

#![expect(clippy::disallowed_methods, reason = "files are made for the program, which is run")]

mod strings;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rapporteur::import::Map;
use rapporteur::lifecycle::Lifecycle;
use rapporteur::render::{Screen, diagnostic, short};
use rapporteur::seed::{Folder, read};
use rapporteur::snapshot::load;
use rapporteur::source::{Code, Diagnostic, FileIx, Severity, Text, Texts};
use strings::{Literal, literals, with_each, with_every};

const DISPATCH: &str = include_str!("formats/v1/2025-03-02-every-field.ron");
const CHARTER: &str = include_str!("formats/v1/charter.ron");
const LIFECYCLE: &str = include_str!("formats/v1/every-field.lifecycle.ron");
const MAP: &str = include_str!("formats/v1/every-field.map.ron");
const SNAPSHOT: &str = include_str!("formats/v1/snapshot.ron");

/// Turns the direction of writing, and cannot be seen.
const HOSTILE: &str = "\u{202e}\u{200b}";

/// Reads a charter and a dispatch.
fn seeds(charter: &str, dispatch: &str) -> (Vec<Diagnostic>, Texts) {
    let mut texts = Texts::default();
    let charter = texts.add(Text::new("p/charter.ron", charter));
    let dispatch = texts.add(Text::new("p/2025-03-02-every-field.ron", dispatch));
    let charters = vec![(charter, PathBuf::from("p"))];
    let folder = Folder { charters, lifecycles: Vec::new(), dispatches: vec![dispatch] };
    let seeds = read(texts, &[folder], Vec::new());
    (seeds.faults, seeds.texts)
}

fn one(text: &str) -> Texts {
    let mut texts = Texts::default();
    texts.add(Text::new("p/odd.ron", text));
    texts
}

/// Reads one kind of file, and returns what is wrong with it.
type Reader = fn(&str) -> (Vec<Diagnostic>, Texts);

const READERS: [(&str, &str, Reader); 5] = [
    ("charter", CHARTER, |text| seeds(text, DISPATCH)),
    ("dispatch", DISPATCH, |text| seeds(CHARTER, text)),
    ("lifecycle", LIFECYCLE, |text| (Lifecycle::read(FileIx(0), text).1, one(text))),
    ("map", MAP, |text| (Map::read(FileIx(0), text).1, one(text))),
    ("snapshot", SNAPSHOT, |text| (load(FileIx(0), text).faults, one(text))),
];

/// Returns what of an output could steer or fool whoever reads it.
fn odd(text: &str) -> Option<char> {
    text.chars().find(|it| {
        let steers = it.is_control() && !matches!(it, '\n' | '\t');
        steers || HOSTILE.contains(*it)
    })
}

/// Draws what is wrong as a terminal shows it.
fn drawn(faults: &[Diagnostic], texts: &Texts) -> String {
    let screen = Screen { width: 80, colour: false };
    let drawn = faults.iter().map(|it| diagnostic(it, texts, &screen) + &short(it, texts));
    drawn.collect()
}

#[test]
fn the_files_are_sound_before_anything_is_put_into_them() {
    for (name, text, reader) in READERS {
        let (faults, texts) = reader(text);
        assert!(faults.is_empty(), "{name}: {}", drawn(&faults, &texts));
        assert!(literals(text).len() > 10, "{name} has strings");
    }
}

#[test]
fn a_control_character_is_refused_in_every_string_with_its_place() {
    let controls = ["\u{1b}[31m", "\0", "\u{9b}", "\u{7f}", "\u{8}", "\r", "\\u{1b}", "\\x07"];
    for (name, text, reader) in READERS {
        for (number, literal) in literals(text).iter().enumerate() {
            let raw = literal.is_raw(text);
            let kinds = if raw { &controls[..6] } else { &controls[..] };
            let odd_text = with_each(text, literal, kinds[number % kinds.len()]);
            let (faults, texts) = reader(&odd_text);
            let told = faults.iter().any(|fault| {
                let place = fault.labels.first().map(|label| label.place.span);
                fault.code == Code::ControlCharacter
                    && place.is_some_and(|span| span.start as usize == literal.inside(text))
            });
            assert!(told, "{name}, {:?}: {}", literal.words(text), drawn(&faults, &texts));
            assert_eq!(odd(&drawn(&faults, &texts)), None, "{name}, {:?}", literal.words(text));
        }
    }
}

#[test]
fn what_cannot_be_seen_is_shown_in_every_message_about_any_string() {
    for (name, text, reader) in READERS {
        let mut told = 0;
        for literal in literals(text) {
            let (faults, texts) = reader(&with_each(text, &literal, HOSTILE));
            let shown = drawn(&faults, &texts);
            assert_eq!(odd(&shown), None, "{name}, {:?}: {shown}", literal.words(text));
            told += usize::from(shown.contains("202e") || shown.contains("202E"));
        }
        assert!(told > 5, "{name}: {told} messages show it");
    }
}

/// Returns the words of strings that may hold whatever a stranger likes, by number.
fn free() -> BTreeMap<String, usize> {
    let words = |text: &str| -> BTreeSet<String> {
        literals(text).iter().map(|it: &Literal| it.words(text).to_owned()).collect()
    };
    let all: BTreeSet<String> = words(CHARTER).union(&words(DISPATCH)).cloned().collect();
    let reads = |word: &String| {
        let change = |text: &str| with_every(text, |it| (it == word).then(|| HOSTILE.to_owned()));
        let (faults, _) = seeds(&change(CHARTER), &change(DISPATCH));
        !faults.iter().any(|fault| fault.severity() == Severity::Error)
    };
    // A path would have to be that of a file.
    let free = all.into_iter().filter(|word| !word.starts_with("documents/") && reads(word));
    free.enumerate().map(|(number, word)| (word, number)).collect()
}

/// How the words with a number are marked.
fn mark(number: usize) -> String {
    format!("m{number}m")
}

struct Record(PathBuf);

impl Record {
    fn new() -> Record {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("untrusted");
        drop(fs::remove_dir_all(&path));
        fs::create_dir_all(path.join("seeds/p/documents")).expect("a folder");
        Record(path)
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join("seeds/p").join(name), text).expect("a file");
    }

    fn run(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        command.current_dir(&self.0).env("RAPPORTEUR_NOW", "2025-04-01").env("COLUMNS", "80");
        command.args(words).output().expect("the program runs")
    }
}

const FORMS: [&str; 8] = ["human", "plain", "json", "jsonl", "csv", "md", "html", "ron"];

/// Every command that prints what the seeds say.
const COMMANDS: [&[&str]; 34] = [
    &["status"],
    &["status", "--known-on", "2025-03-02", "--policy", "cautious"],
    &["replay", "seeds"],
    &["log"],
    &["check"],
    &["why", "border"],
    &["why", "trade"],
    &["why", "budget"],
    &["why", "seating"],
    &["show", "north"],
    &["show", "ana"],
    &["show", "paper"],
    &["show", "one"],
    &["show", "summit"],
    &["show", "plan"],
    &["show", "whole"],
    &["show", "border"],
    &["show", "article"],
    &["show", "2025-03-02-every-field.20"],
    &["changed", "--since", "2025-01-01"],
    &["changed", "2025-03-01..2025-03-31"],
    &["diff", "2025-01-01", "2025-03-31"],
    &["matrix"],
    &["matrix", "--as-told-by", "north,south"],
    &["agenda"],
    &["sources"],
    &["texts"],
    &["conformance"],
    &["coverage"],
    &["lifecycle"],
    &["snapshot", "save", "odd", "--refresh"],
    &["snapshot", "list"],
    &["snapshot", "show", "odd"],
    &["snapshot", "verify"],
];

/// What is kept for programs and people who open the file, and shown by no command.
const UNSHOWN: [&str; 9] = [
    "An article",
    "annex",
    "art-1",
    "billion",
    "blake3:00",
    "en",
    "https://example.org/article",
    "minutes",
    "year",
];

#[test]
fn no_string_steers_a_terminal_or_hides_on_any_output_of_any_command() {
    let free = free();
    let change = |text: &str| {
        with_every(text, |word| free.get(word).map(|number| format!("{HOSTILE}{}", mark(*number))))
    };
    let record = Record::new();
    record.write("charter.ron", &change(CHARTER));
    record.write("2025-03-02-every-field.ron", &change(DISPATCH));
    record.write("documents/article.txt", &format!("They {HOSTILE}met at the\nriver. So be it."));
    let events: Vec<String> = (1..=32).map(|number| format!("e{number}")).collect();
    let shows: Vec<Vec<&str>> = events.iter().map(|event| vec!["show", event]).collect();
    let commands = COMMANDS.iter().map(|it| it.to_vec()).chain(shows);
    let mut unseen: BTreeSet<usize> = free.values().copied().collect();
    for command in commands {
        for form in FORMS {
            let output = record.run(&[&command[..], &["-o", form]].concat());
            let said = String::from_utf8(output.stdout).expect("text");
            let aside = String::from_utf8(output.stderr).expect("text");
            assert_eq!(odd(&said), None, "{command:?} -o {form}: {said}");
            assert_eq!(odd(&aside), None, "{command:?} -o {form}: {aside}");
            if ["json", "plain"].contains(&form) {
                unseen.retain(|number| !said.contains(&mark(*number)));
            }
            if form == "json" && said.contains("202e") {
                let value: serde_json::Value = serde_json::from_str(&said).expect("JSON");
                assert!(value.to_string().contains(HOSTILE), "{command:?}: the value stays");
            }
        }
    }
    assert!(free.len() > 80, "{} of the strings are free", free.len());
    let unseen: Vec<&str> = free
        .iter()
        .filter(|(_, number)| unseen.contains(number))
        .map(|(word, _)| word.as_str())
        .collect();
    assert_eq!(unseen, UNSHOWN, "no command shows these");
}
