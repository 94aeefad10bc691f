//! Screens as users see them: the blocks of the README and of every spec, run and compared.

use std::path::PathBuf;

use rapporteur::seed::{self, Folder};
use rapporteur::source::{Text, Texts};

const README: &str = include_str!("../README.md");
const CI: &str = include_str!("../.ci/run");

#[test]
fn screens() {
    trycmd::TestCases::new()
        .env("RAPPORTEUR_NOW", "2025-12-07")
        .env("COLUMNS", "80")
        .env("NO_COLOR", "1")
        .case("README.md")
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
    let folder = Folder { charters, dispatches: vec![dispatch] };
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
    for code in rapporteur::source::Code::ALL {
        let text = code.text();
        let section = sections.iter().find(|section| section.lines().next() == Some(text));
        let section = section.unwrap_or_else(|| panic!("{text} has no section"));
        assert!(section.contains(&format!("[{text}]: ")), "{text} is not shown in its section");
    }
}
