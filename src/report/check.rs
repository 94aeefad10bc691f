//! Is everything that was written sound?

use schemars::JsonSchema;
use serde::Serialize;

use super::root::Roots;
use super::seal::Held;
use super::{Answer, View, counted};
use crate::render::{Page, Tone, Words};
use crate::source::{Diagnostic, Label, Mending, Severity, Texts};

/// What is wrong with the seeds, all of it.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Check {
    schema: &'static str,
    processes: usize,
    dispatches: usize,
    events: usize,
    left_out: usize,
    errors: usize,
    warnings: usize,
    #[serde(flatten)]
    roots: Roots,
    #[serde(flatten)]
    mended: Option<Mended>,
    /// The seals that were held against the record.
    seals: Vec<Held>,
    diagnostics: Vec<DiagnosticAnswer>,
}

/// What was changed in the seeds before they were looked at.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Mended {
    fixed: Vec<Fix>,
    left: usize,
}

/// A place that was changed: what it said and what it says.
#[derive(Debug, JsonSchema, Serialize)]
struct Fix {
    file: String,
    line: usize,
    column: usize,
    old: String,
    new: String,
}

#[derive(Debug, JsonSchema, Serialize)]
struct DiagnosticAnswer {
    code: &'static str,
    severity: &'static str,
    message: String,
    places: Vec<PlaceAnswer>,
    notes: Vec<String>,
    helps: Vec<String>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct PlaceAnswer {
    file: String,
    line: usize,
    column: usize,
    words: String,
}

impl Mended {
    /// Says what edits change in the texts for which they were made.
    pub fn of(mending: &Mending, texts: &Texts) -> Mended {
        let fixed = mending.edits.iter().map(|edit| {
            let text = texts.get(edit.place.file);
            let at = text.position(edit.place.span.start);
            Fix {
                file: text.name.clone(),
                line: at.line,
                column: at.column,
                old: texts.slice(edit.place).to_owned(),
                new: edit.text.clone(),
            }
        });
        Mended { fixed: fixed.collect(), left: mending.waiting }
    }

    fn lines(&self, mut page: Page, more: bool) -> Page {
        for fix in &self.fixed {
            let place = format!("{}:{}:{}: ", fix.file, fix.line, fix.column);
            page = page.paragraph(Words::from(place).and(Tone::Good, fix.change()));
        }
        let fixed = match self.fixed.len() {
            0 => "nothing to fix".to_owned(),
            count => format!("{count} fixed"),
        };
        let left = match self.left {
            0 => String::new(),
            count => format!("; {} left to you", counted(count, "edit")),
        };
        let more = if more { "; more can be fixed now: run it again" } else { "" };
        page.paragraph(fixed + &left + more)
    }
}

impl Fix {
    fn change(&self) -> String {
        match (self.old.as_str(), self.new.as_str()) {
            ("", new) => format!("inserted `{new}`"),
            (old, "") => format!("removed `{old}`"),
            (old, new) => format!("`{old}` -> `{new}`"),
        }
    }
}

/// What was done beside looking at the seeds.
#[derive(Debug, Default)]
pub struct Beside {
    /// What was mended before, if anything was to be.
    pub mended: Option<Mended>,
    /// The seals that were held against the record.
    pub seals: Vec<Held>,
}

/// Returns what is wrong.
pub fn check(view: &View<'_>, faults: &[Diagnostic], beside: Beside) -> Answer<Check> {
    let Beside { mended, seals } = beside;
    let data = Check {
        schema: "rapporteur/check/1",
        processes: view.processes.len(),
        dispatches: view.processes.iter().map(|one| one.record.dispatches().len()).sum(),
        events: view.processes.iter().map(|one| one.record.events().len()).sum(),
        left_out: view.tally.left_out,
        errors: view.tally.errors,
        warnings: view.tally.warnings,
        roots: Roots::of(view.texts, view.processes.iter().map(|one| one.record)),
        mended,
        seals,
        diagnostics: faults.iter().map(|fault| answer(fault, view.texts)).collect(),
    };
    let page = data.page(!Mending::of(faults, view.texts).edits.is_empty());
    Answer { data, page }
}

impl Check {
    /// Returns the sum of it; the diagnostics themselves are shown as they are drawn everywhere.
    fn page(&self, more: bool) -> Page {
        let left_out = match self.left_out {
            0 => String::new(),
            count => format!("; {} left out", counted(count, "event")),
        };
        let read = format!(
            "{}, {}, {}{left_out}: ",
            match self.processes {
                1 => "1 process".to_owned(),
                count => format!("{count} processes"),
            },
            match self.dispatches {
                1 => "1 dispatch".to_owned(),
                count => format!("{count} dispatches"),
            },
            counted(self.events, "event"),
        );
        let found =
            format!("{}, {}", counted(self.errors, "error"), counted(self.warnings, "warning"));
        let tone = match (self.errors, self.warnings) {
            (0, 0) => Tone::Good,
            (0, _) => Tone::Warn,
            _ => Tone::Bad,
        };
        let page = match &self.mended {
            Some(mended) => mended.lines(Page::new(), more),
            None => Page::new(),
        };
        let page = self.roots.line(page.paragraph(Words::from(read).and(tone, found)));
        self.seals.iter().fold(page, |page, seal| page.paragraph(seal.words()))
    }
}

fn answer(fault: &Diagnostic, texts: &Texts) -> DiagnosticAnswer {
    let patches = fault.patches.iter().map(|patch| patch.words.clone());
    DiagnosticAnswer {
        code: fault.code.text(),
        severity: match fault.severity() {
            Severity::Error => "error",
            Severity::Warning => "warning",
        },
        message: fault.message.clone(),
        places: fault.labels.iter().map(|label| place(label, texts)).collect(),
        notes: fault.notes.clone(),
        helps: fault.helps.iter().cloned().chain(patches).collect(),
    }
}

fn place(label: &Label, texts: &Texts) -> PlaceAnswer {
    let text = texts.get(label.place.file);
    let at = text.position(label.place.span.start);
    PlaceAnswer {
        file: text.name.clone(),
        line: at.line,
        column: at.column,
        words: label.words.clone(),
    }
}
