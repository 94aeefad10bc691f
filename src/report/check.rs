//! Is everything that was written sound?

use serde::Serialize;

use super::{Answer, View, counted};
use crate::render::{Page, Tone, Words};
use crate::source::{Diagnostic, Label, Severity, Texts};

/// What is wrong with the seeds, all of it.
#[derive(Debug, Serialize)]
pub struct Check {
    schema: &'static str,
    processes: usize,
    dispatches: usize,
    events: usize,
    left_out: usize,
    errors: usize,
    warnings: usize,
    diagnostics: Vec<DiagnosticAnswer>,
}

#[derive(Debug, Serialize)]
struct DiagnosticAnswer {
    code: &'static str,
    severity: &'static str,
    message: String,
    places: Vec<PlaceAnswer>,
    notes: Vec<String>,
    helps: Vec<String>,
}

#[derive(Debug, Serialize)]
struct PlaceAnswer {
    file: String,
    line: usize,
    column: usize,
    words: String,
}

/// Returns what is wrong.
pub fn check(view: &View<'_>, faults: &[Diagnostic]) -> Answer<Check> {
    let data = Check {
        schema: "rapporteur/check/1",
        processes: view.processes.len(),
        dispatches: view.processes.iter().map(|one| one.record.dispatches().len()).sum(),
        events: view.processes.iter().map(|one| one.record.events().len()).sum(),
        left_out: view.tally.left_out,
        errors: view.tally.errors,
        warnings: view.tally.warnings,
        diagnostics: faults.iter().map(|fault| answer(fault, view.texts)).collect(),
    };
    let page = data.page();
    Answer { data, page }
}

impl Check {
    /// Returns the sum of it; the diagnostics themselves are shown as they are drawn everywhere.
    fn page(&self) -> Page {
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
        Page::new().paragraph(Words::from(read).and(tone, found))
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
