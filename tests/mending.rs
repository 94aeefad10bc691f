//! What mending does to a dispatch in which one character is missing or there twice: it comes to an
//! end, and loses nothing that could be read.

use std::path::PathBuf;

use rapporteur::seed::{self, Folder};
use rapporteur::source::{FileIx, Mending, Text, Texts, mend};

const CHARTER: &str = include_str!("formats/v1/charter.ron");
const DISPATCH: &str = include_str!("formats/v1/2025-03-02-every-field.ron");

/// How many readings it may take until nothing is left to mend.
const ROUNDS: usize = 8;

/// Reads a dispatch; returns how many events could be read, what can be mended, and the text mended.
fn round(text: &str) -> (usize, Mending, String) {
    let mut texts = Texts::default();
    let charter = texts.add(Text::new("charter.ron", CHARTER));
    let dispatch = texts.add(Text::new("dispatch.ron", text));
    let folder = Folder {
        charters: vec![(charter, PathBuf::new())],
        lifecycles: Vec::new(),
        dispatches: vec![dispatch],
    };
    let read = seed::read(texts, &[folder], Vec::new());
    let events = read.processes.iter().map(|process| process.entries.len()).sum();
    let mending = Mending::of(&read.faults, &read.texts);
    let edits = mending.by_file().remove(&FileIx(1)).unwrap_or_default();
    let mended = mend(text, &edits);
    (events, mending, mended)
}

/// Mends a text until nothing is left to mend. Returns how many events can be read then.
fn mended(mut text: String, slip: &str) -> usize {
    let mut before = 0;
    for _ in 0..ROUNDS {
        let (events, mending, next) = round(&text);
        assert!(events >= before, "{slip}: {before} events, mended {events}\n{text}");
        if mending.edits.is_empty() {
            return events;
        }
        (before, text) = (events, next);
    }
    panic!("{slip}: there is always something to mend\n{text}");
}

/// Runs over a dispatch with each of its characters missing, or written twice.
fn slips(slip: impl Fn(&mut String, usize, char) -> &'static str) {
    let (all, ..) = round(DISPATCH);
    let mut whole = 0;
    for (at, letter) in DISPATCH.char_indices() {
        let mut text = DISPATCH.to_owned();
        let what = slip(&mut text, at, letter);
        let events = mended(text, &format!("`{letter}` at {at} is {what}"));
        whole += usize::from(events == all);
    }
    let count = DISPATCH.chars().count();
    assert!(whole * 4 > count * 3, "only {whole} of {count} are whole in the end");
}

#[test]
fn mending_what_lacks_a_character_ends_and_loses_no_event() {
    slips(|text, at, _| {
        text.remove(at);
        "missing"
    });
}

#[test]
fn mending_what_has_a_character_twice_ends_and_loses_no_event() {
    slips(|text, at, letter| {
        text.insert(at, letter);
        "there twice"
    });
}
