//! The pages on lifecycles and import: every example reads, and those of a file are that file.

use rapporteur::import::Map;
use rapporteur::lifecycle::Lifecycle;
use rapporteur::source::FileIx;

const LIFECYCLES: &str = include_str!("../docs/lifecycles.md");
const IMPORT: &str = include_str!("../docs/import.md");

/// Returns the blocks in RON of a page, each with the text before it.
fn blocks(page: &'static str) -> Vec<(&'static str, &'static str)> {
    let mut before = "";
    let mut found = Vec::new();
    for (at, part) in page.split("```").enumerate() {
        if let Some(text) = part.strip_prefix("ron\n").filter(|_| at % 2 == 1) {
            found.push((before, text));
        }
        before = part;
    }
    found
}

#[test]
fn every_lifecycle_of_the_page_reads_and_those_of_a_file_are_that_file() {
    let files = [
        include_str!("../docs/lifecycles.in/seeds/supply/clause.lifecycle.ron"),
        include_str!("../docs/lifecycles.in/seeds/river/colours.lifecycle.ron"),
    ];
    let mut shown = Vec::new();
    for (before, text) in blocks(LIFECYCLES) {
        let (read, faults) = Lifecycle::read(FileIx(0), text);
        assert!(read.is_some() && faults.is_empty(), "{text}\n{faults:#?}");
        assert!(text.lines().count() <= 50, "within a page");
        if before.trim_end().ends_with(".lifecycle.ron`:") {
            shown.push(text);
        }
    }
    assert_eq!(shown, files);
}

#[test]
fn every_map_of_the_page_reads() {
    let maps = blocks(IMPORT);
    assert_eq!(maps.len(), 1);
    for (_, text) in maps {
        let (read, faults) = Map::read(FileIx(0), text);
        assert!(read.is_some() && faults.is_empty(), "{text}\n{faults:#?}");
    }
}

#[test]
fn every_need_of_a_guard_is_in_the_table() {
    let needs = ["Been", "Back", "Deadline", "DeadlinePassed", "Vote", "Accepted", "Threshold"];
    for need in needs {
        let bare = need == "Back" || need.starts_with("Deadline");
        let written = if bare { format!("`{need}`") } else { format!("`{need}(") };
        assert!(LIFECYCLES.contains(&written), "{need}");
    }
}
