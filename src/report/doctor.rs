//! What is wrong with this record, this machine, this terminal, and what to do?

use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, counted};
use crate::render::{Facts, Page, Tone, Words};

/// What was looked at, and what was found.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Doctor {
    schema: &'static str,
    /// How many things are to be mended.
    wrong: usize,
    checks: Vec<Checked>,
}

/// One thing that was looked at.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Checked {
    /// `record`, `versions`, `machine` or `terminal`.
    pub about: &'static str,
    /// What was looked at.
    pub check: &'static str,
    /// What was found.
    #[serde(flatten)]
    pub found: Found,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, JsonSchema, Serialize)]
pub struct Found {
    state: State,
    said: String,
    /// What to do.
    remedy: Option<String>,
}

/// How something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Well,
    /// It works; it is as well to know.
    Note,
    /// It is to be mended.
    Wrong,
}

impl Found {
    /// All is well.
    pub fn well(said: impl Into<String>) -> Found {
        Found { state: State::Well, said: said.into(), remedy: None }
    }

    /// It works, and it is as well to know.
    pub fn note(said: impl Into<String>, remedy: impl Into<String>) -> Found {
        Found { state: State::Note, said: said.into(), remedy: Some(remedy.into()) }
    }

    /// It is to be mended.
    pub fn wrong(said: impl Into<String>, remedy: impl Into<String>) -> Found {
        Found { state: State::Wrong, said: said.into(), remedy: Some(remedy.into()) }
    }

    fn words(&self) -> Words {
        let (tone, mark) = match self.state {
            State::Well => (Tone::Good, "✓ "),
            State::Note => (Tone::Warn, "· "),
            State::Wrong => (Tone::Bad, "✗ "),
        };
        Words::toned(tone, mark).and(Tone::Plain, self.said.clone())
    }
}

/// Returns the answer.
pub fn doctor(checks: Vec<Checked>) -> Answer<Doctor> {
    let wrong = checks.iter().filter(|one| one.found.state == State::Wrong).count();
    let mut page = Page::new();
    for about in checks.chunk_by(|a, b| a.about == b.about) {
        let mut facts = Facts::new();
        for one in about {
            facts.push(one.check, one.found.words());
            if let Some(remedy) = &one.found.remedy {
                facts.push("", Words::toned(Tone::Faint, format!("  → {remedy}")));
            }
        }
        page = page.heading(about[0].about).facts(facts).blank();
    }
    let words = match wrong {
        0 => Words::toned(Tone::Good, "all is well"),
        count => Words::toned(Tone::Bad, format!("{} to be mended", counted(count, "thing"))),
    };
    let page = page.paragraph(words);
    Answer { data: Doctor { schema: "rapporteur/doctor/1", wrong, checks }, page }
}

impl Doctor {
    /// Returns whether nothing is to be mended.
    pub fn is_well(&self) -> bool {
        self.wrong == 0
    }
}
