//! The guide for those who write dispatches: every example in it is read as a user's file would be,
//! and nothing that a file may hold is missing from it.

mod probing;

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use chrono::{Offset, Utc};
use probing::{Shape, shape};
use rapporteur::event::{Cite, Condition, Event, Header, Kind, Omission, Term, guide};
use rapporteur::model::phrase::{PHRASES, Tense, Window, windows};
use rapporteur::model::{Day, Edtf, When};
use rapporteur::record;
use rapporteur::seed::{self, Archive, Folder, check_quotes};
use rapporteur::source::{Sentences, Text, Texts};

const PAGE: &str = include_str!("../docs/dispatches.md");
const CHARTER: &str = include_str!("../src/seed/charter.rs");
const DIAGNOSTICS: &str = include_str!("specs/diagnostics.md");

/// The day of the report that examples without a head stand in: a Friday.
const DATE: &str = "2025-03-07";

/// A fenced block, its language and the line of the page that it begins on.
struct Block {
    language: &'static str,
    text: &'static str,
    line: usize,
}

fn blocks() -> Vec<Block> {
    let mut found = Vec::new();
    for (at, fence) in PAGE.split("\n```").enumerate().filter(|(at, _)| at % 2 == 1) {
        let (language, text) = fence.split_once('\n').expect("a block has lines");
        let before: usize =
            PAGE.split("\n```").take(at).map(|part| part.matches('\n').count()).sum();
        found.push(Block { language, text, line: before + at + 1 });
    }
    found
}

fn examples() -> impl Iterator<Item = Block> {
    blocks().into_iter().filter(|block| block.language == "ron")
}

fn is_charter(text: &str) -> bool {
    text.contains("\n    process: ")
}

/// Reads every example of the page as one process.
fn read() -> seed::Seeds {
    let mut texts = Texts::default();
    let charters: Vec<_> = examples().filter(|block| is_charter(block.text)).collect();
    assert_eq!(charters.len(), 1, "all examples share one charter");
    let charter = texts.add(Text::new("docs/charter.ron", charters[0].text));
    let mut dispatches = Vec::new();
    for Block { text, line, .. } in examples().filter(|block| !is_charter(block.text)) {
        let name = format!("docs/line-{line}.ron");
        let text = if text.contains("events: [") {
            text.to_owned()
        } else {
            format!("(format: 1, date: \"{DATE}\", via: [\"gazette\"], events: [\n{text}\n])")
        };
        dispatches.push(texts.add(Text::new(name, text)));
    }
    let charters = vec![(charter, PathBuf::from("docs"))];
    seed::read(texts, &[Folder { charters, lifecycles: Vec::new(), dispatches }], Vec::new())
}

#[test]
fn every_example_is_read_without_a_fault() {
    let mut read = read();
    let process = read.processes.pop().expect("one process");
    let report = blocks().into_iter().find(|block| block.language == "text").expect("a report");
    let archive = Archive::from([("gazette-03-07".to_owned(), Ok(report.text.to_owned()))]);
    let quotes = check_quotes(&process, &read.texts, &archive);
    record::build(process, &read.texts, &mut read.faults);
    let faults: Vec<String> = read
        .faults
        .iter()
        .chain(&quotes)
        .map(|fault| {
            let place = fault.labels.first().map(|label| label.place);
            let text = place.map(|place| read.texts.get(place.file));
            let name = text.map_or("", |text| &text.name);
            let words = place.zip(text).and_then(|(at, text)| text.content().get(at.span.range()));
            let (code, words) = (fault.code.text(), words.unwrap_or_default());
            format!("{name}: {code} {}: {words} ({:?})", fault.message, fault.helps.len())
        })
        .collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
    assert_eq!(read.left_out, 0);
}

#[test]
fn the_report_of_the_guide_is_written_down_sentence_by_sentence() {
    let report = blocks().into_iter().find(|block| block.language == "text").expect("a report");
    let parts = Sentences::of(report.text);
    let page = PAGE.split("\n## ").nth(2).expect("the section on reading");
    let cited = |number: usize| {
        let lists = page.split("sentences: [").skip(1).filter_map(|rest| rest.split_once(']'));
        lists.flat_map(|(list, _)| list.split(", ")).any(|one| one == number.to_string())
    };
    assert!((0..=parts.count()).all(cited));
}

#[test]
fn every_kind_has_its_section_with_an_example() {
    for kind in Kind::ALL {
        let section = guide::section(*kind);
        let example = section.split("```ron\n").nth(1).unwrap_or_default();
        let used = format!("what: {}(", kind.name());
        assert!(example.contains(&used), "no example of {}", kind.name());
    }
}

#[test]
fn every_field_and_every_value_of_a_kind_is_in_its_section() {
    for kind in Kind::ALL {
        let section = guide::section(*kind);
        let Shape { fields, values } = probing::kind(kind.name());
        assert!(!fields.is_empty(), "{} was looked into", kind.name());
        for word in fields.iter().chain(values.iter()) {
            assert!(section.contains(&format!("`{word}`")), "{}: `{word}`", kind.name());
        }
    }
}

#[test]
fn every_field_and_every_value_of_the_envelope_is_on_the_page() {
    let shapes = [
        shape::<Header<'_>>(),
        shape::<Event<'_>>(),
        shape::<Condition<'_>>(),
        shape::<Cite<'_>>(),
        shape::<Omission<'_>>(),
        shape::<Term<'_>>(),
    ];
    let before = PAGE.split("\n## 8").next().expect("the page begins with its head");
    for Shape { fields, values } in shapes {
        assert!(!fields.is_empty());
        let kind = |word: &&str| Kind::ALL.iter().any(|kind| kind.name() == *word);
        for word in fields.into_iter().chain(values).filter(|word| !kind(word)) {
            assert!(before.contains(&format!("`{word}`")), "`{word}` is not explained");
        }
    }
}

#[test]
fn every_field_of_a_charter_is_explained_and_used() {
    let section = PAGE.split("\n## 9").nth(1).expect("the section on the charter");
    let forms = CHARTER.split("\nstruct ").skip(1).map(|form| form.split("\n}").next().unwrap());
    let forms: Vec<&str> =
        forms.filter(|form| form.contains("Form<'a> {") || form.starts_with("Charter<")).collect();
    assert_eq!(forms.len(), 10);
    for line in forms.iter().flat_map(|form| form.lines().skip(1)) {
        let Some((field, _)) = line.trim().split_once(": ") else { continue };
        if field.chars().all(|c| c.is_alphanumeric() || c == '_') {
            assert!(section.contains(&format!("`{field}`")), "`{field}` is not explained");
            assert!(section.contains(&format!("{field}: ")), "`{field}` is not used");
        }
    }
}

#[test]
fn the_table_of_dates_is_what_the_engine_does() {
    let rows = [
        ("2025-03-06", "that day"),
        ("2025-03-06T21:30Z", "that day, in the charter's own time (`offset`)"),
        ("2025-03", "once in that month; likewise `2025`"),
        ("[2025-03-03..2025-03-06]", "once, on one of these days"),
        ("2025-03-05~", "about then: a day either side"),
        ("2025-03-06?", "you are not sure that you read it right"),
        ("2025-03-05%", "both: about then, and not sure"),
        ("2025-03-04/2025-03-06", "it lasted from the one day to the other"),
        ("2025-03-04~/2025-03-06~", "it lasted, about so long"),
        ("2025-03-04/..", "it began then and still goes on, as far as was known"),
        ("../2025-03-06", "it was so by then; since when is not said"),
        ("", "no date at all: it was so by the day of the report"),
    ];
    let known = Day::parse(DATE).expect("the day exists");
    let mut table = "| you write | first day | last day | counts from | it means |\n".to_owned();
    table.push_str("| --- | --- | --- | --- | --- |\n");
    for (written, means) in rows {
        let when = match written {
            "" => When::unstated(known),
            _ => Edtf::parse(written, Utc.fix()).expect("it is a date").resolve(None, known),
        };
        let [first, last, from] = [when.first, when.last, when.from].map(Day::short);
        let written =
            if written.is_empty() { "(nothing)".to_owned() } else { format!("`{written}`") };
        let _ = writeln!(table, "| {written} | {first} | {last} | {from} | {means} |");
    }
    assert!(PAGE.contains(&table), "the table should be:\n{table}");
}

#[test]
fn the_table_of_phrases_is_what_the_engine_understands() {
    let said_on = Day::parse("2025-12-07").expect("the day exists");
    let shown = |phrase: &str, tense| {
        let found = windows(phrase, said_on, tense).unwrap_or_default();
        let texts: Vec<String> = found.into_iter().map(window).collect();
        if texts.is_empty() { "—".to_owned() } else { texts.join(" or ") }
    };
    let mut table =
        "| words | what they stand for | of the past | of what is to come |\n".to_owned();
    table.push_str("| --- | --- | --- | --- |\n");
    for (phrase, means) in PHRASES {
        let (past, future) = (shown(phrase, Tense::Past), shown(phrase, Tense::Future));
        let _ = writeln!(table, "| {phrase} | {means} | {past} | {future} |");
    }
    assert!(PAGE.contains(&table), "the table should be:\n{table}");
}

fn window((first, last): Window) -> String {
    let year =
        |day: Day| if day.year() == 2025 { String::new() } else { format!(" {}", day.year()) };
    let end = format!("{}{}", last.short(), year(last));
    let (a, b) = (first.ymd(), last.ymd());
    match ((a.0, a.1) == (b.0, b.1), a == b) {
        (_, true) => end,
        (true, false) => format!("{}–{end}", a.2),
        (false, false) => format!("{}{} – {end}", first.short(), year(first)),
    }
}

#[test]
fn screens_of_the_guide_are_screens_of_the_specs() {
    let shown: Vec<Block> = blocks().into_iter().filter(|one| one.language == "console").collect();
    assert!(!shown.is_empty());
    for block in shown {
        assert!(DIAGNOSTICS.contains(block.text.trim_end()), "line {}", block.line);
    }
}

#[test]
fn the_table_of_kinds_is_long_and_names_only_kinds() {
    let section = PAGE.split("\n## 3").nth(1).and_then(|rest| rest.split("\n## ").next());
    let rows: Vec<&str> = section
        .expect("the section")
        .lines()
        .filter(|line| line.starts_with("| "))
        .skip(2)
        .collect();
    assert!(rows.len() >= 40, "{} rows", rows.len());
    let mut used: BTreeMap<&str, usize> = Kind::ALL.iter().map(|kind| (kind.name(), 0)).collect();
    for row in rows {
        let write = row.rsplit(" | ").next().expect("the last cell");
        for (kind, count) in &mut used {
            *count += usize::from(write.contains(&format!("`{kind}")));
        }
    }
    let unused: Vec<_> = used.iter().filter(|(_, count)| **count == 0).collect();
    assert!(unused.is_empty(), "not in the table: {unused:?}");
}

#[test]
fn the_page_can_be_read_in_one_sitting() {
    assert!(PAGE.lines().count() <= 950, "{} lines", PAGE.lines().count());
    assert_eq!(Kind::ALL.len(), PAGE.matches("\n### ").count());
}
