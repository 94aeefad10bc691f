//! Screens as users see them: the blocks of the README and of every spec, run and compared.

use std::path::PathBuf;

use rapporteur::import::Map;
use rapporteur::lifecycle::Lifecycle;
use rapporteur::model::{Day, Point, Policy};
use rapporteur::record::{Lens, build};
use rapporteur::seed::{self, Archive, Folder, check_quotes};
use rapporteur::source::{Code, Diagnostic, FileIx, Text, Texts};
use rapporteur::state::{findings, fold};

const README: &str = include_str!("../README.md");
const CI: &str = include_str!("../.ci/run");

#[test]
fn screens() {
    trycmd::TestCases::new()
        .env("RAPPORTEUR_NOW", "2025-12-07")
        .env("COLUMNS", "80")
        .env("NO_COLOR", "1")
        .case("README.md")
        .case("docs/questions.md")
        .case("docs/lifecycles.md")
        .case("docs/import.md")
        .case("tests/specs/*.md");
}

/// Every answer of the specs once more, from what was kept of the seeds by the command before.
#[test]
fn screens_from_what_was_kept() {
    trycmd::TestCases::new()
        .env("RAPPORTEUR_NOW", "2025-12-07")
        .env("RAPPORTEUR_INDEX", "always")
        .env("COLUMNS", "80")
        .env("NO_COLOR", "1")
        .case("docs/questions.md")
        .case("docs/lifecycles.md")
        .case("docs/import.md")
        .case("tests/specs/*.md");
}

#[test]
fn the_dispatch_of_the_readme_reads() {
    let charter = r#"(
        format: 1,
        process: "pay",
        parties: { "union": (name: "Union"), "employer": (name: "Employer") },
        sources: { "gazette": (name: "Gazette") },
        issues: { "pay": (title: "Pay", required: ["union", "employer"]) },
    )"#;
    let mut texts = Texts::default();
    let charter = texts.add(Text::new("seeds/pay/charter.ron", charter));
    let dispatch = texts.add(Text::new("seeds/pay/2025-03-02.ron", block("ron")));
    let charters = vec![(charter, PathBuf::from("seeds/pay"))];
    let folder = Folder { charters, lifecycles: Vec::new(), dispatches: vec![dispatch] };
    let read = seed::read(texts, &[folder], Vec::new());
    assert_eq!(read.faults, []);
    assert_eq!(read.processes[0].entries.len(), 1);
}

#[test]
fn the_last_step_of_ci_is_the_test_command_of_the_readme() {
    let commands = block("sh");
    assert_eq!(commands.lines().next(), Some("cargo run --release -- replay"));
    assert_eq!(CI.lines().last(), commands.lines().last());
}

/// Returns the first block of the README in a language.
fn block(language: &str) -> &'static str {
    let (_, rest) = README.split_once(&format!("```{language}\n")).expect("a block");
    rest.split_once("```").expect("its end").0
}

#[test]
fn every_code_has_its_section_and_is_shown_there() {
    let page = include_str!("specs/diagnostics.md");
    let sections: Vec<&str> = page.split("\n## ").skip(1).collect();
    for code in Code::ALL {
        let text = code.text();
        let section = sections.iter().find(|section| section.lines().next() == Some(text));
        let section = section.unwrap_or_else(|| panic!("{text} has no section"));
        assert!(section.contains(&format!("[{text}]: ")), "{text} is not shown in its section");
    }
}

#[test]
fn the_example_of_every_code_shows_it() {
    for code in Code::ALL {
        let said = code.explanation();
        let talks = include_str!("specs/diagnostics.in/talks/charter.ron");
        let governed = include_str!("specs/diagnostics.in/strict/charter.ron");
        let head = "format: 1, date: \"2025-03-02\", via: [\"gazette\"]";
        let dispatch = format!("({head}, events: [\n{}\n])", said.example);
        let found: Vec<Code> = match said.sort {
            "text" => continue,
            "ron event" => [talks, governed].iter().flat_map(|it| faults(it, &dispatch)).collect(),
            "ron dispatch" => faults(talks, said.example),
            "ron lifecycle" => codes(&Lifecycle::read(FileIx(0), said.example).1),
            "ron map" => codes(&Map::read(FileIx(0), said.example).1),
            "ron charter" => faults(said.example, &format!("({head}, events: [])")),
            other => panic!("{}: an example that is a `{other}`", code.text()),
        };
        assert!(found.contains(code), "{}: {found:?}", code.text());
    }
}

/// Returns the codes of everything that is wrong with a process of one dispatch.
fn faults(charter: &str, dispatch: &str) -> Vec<Code> {
    let mut texts = Texts::default();
    let charter = texts.add(Text::new("charter.ron", charter));
    let dispatch = texts.add(Text::new("2025-03-02.ron", dispatch));
    let charters = vec![(charter, PathBuf::new())];
    let folder = Folder { charters, lifecycles: Vec::new(), dispatches: vec![dispatch] };
    let mut read = seed::read(texts, &[folder], Vec::new());
    let speech = include_str!("specs/diagnostics.in/talks/documents/speech.txt").to_owned();
    let letter = Err("there is no such file".to_owned());
    let archive = Archive::from([("speech".to_owned(), Ok(speech)), ("letter".to_owned(), letter)]);
    for process in read.processes {
        read.faults.extend(check_quotes(&process, &read.texts, &archive));
        let (record, _) = build(process, &read.texts, &mut read.faults);
        let day = Day::parse("2025-12-07").expect("a day");
        let point = Point { as_of: day, known_on: day };
        let lens = Lens::default();
        let state = fold(&record.stand(point.known_on, &lens), point.as_of, Policy::Strongest);
        read.faults.extend(findings(&record, &state));
    }
    codes(&read.faults)
}

fn codes(faults: &[Diagnostic]) -> Vec<Code> {
    faults.iter().map(|fault| fault.code).collect()
}
