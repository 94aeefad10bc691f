//! What came of an import?

use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, counted};
use crate::render::{Column, Page, Row, Table, Tone, Words};

/// What came of a table that was to be imported.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Import {
    schema: &'static str,
    found: Found,
    /// None where nothing was written, to try it or because some rows are not understood.
    written: Option<Written>,
}

/// What the table holds.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Found {
    /// The table.
    pub table: String,
    /// The process that it tells of.
    pub process: String,
    /// How many rows it has.
    pub rows: u64,
    /// How many events they tell of.
    pub events: u64,
    /// How many rows the map passes over on purpose.
    pub passed_over: u64,
    /// How many cases there are.
    pub cases: usize,
    /// How many rows are not understood.
    pub not_understood: u64,
    /// The first of these.
    pub bad: Vec<BadRow>,
}

/// A row that is not understood.
#[derive(Debug, JsonSchema, Serialize)]
pub struct BadRow {
    /// The line on which it begins.
    pub line: u64,
    /// Why.
    pub why: String,
}

/// What came of an import.
#[derive(Debug)]
pub enum Outcome {
    /// Some rows are not understood, and it was not told to leave them out.
    Refused,
    /// It was only to be tried.
    Tried,
    /// This was written.
    Done(Written),
}

/// What was written.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Written {
    /// The folder of the process.
    pub folder: String,
    /// How many dispatches are new.
    pub dispatches: u64,
    /// How many were there already, and say the same.
    pub unchanged: u64,
    /// How many were there already and say something else, and were left as they are.
    pub differing: u64,
    /// The first of these.
    pub left: Vec<String>,
    /// The charter is new.
    pub new_charter: bool,
    /// How many issues were put into a charter that was there.
    pub declared: usize,
}

/// Returns what came of an import.
pub fn import(found: Found, outcome: Outcome) -> Answer<Import> {
    let page = page(&found, &outcome);
    let written = if let Outcome::Done(written) = outcome { Some(written) } else { None };
    Answer { data: Import { schema: "rapporteur/import/1", found, written }, page }
}

fn page(found: &Found, outcome: &Outcome) -> Page {
    let passed = match found.passed_over {
        0 => String::new(),
        count => format!(", {count} passed over"),
    };
    let read = format!(
        "{}: {}{passed}; {} of {}",
        found.table,
        number(found.rows, "row"),
        number(found.events, "event"),
        counted(found.cases, "case"),
    );
    let mut page = Page::new().paragraph(read);
    if found.not_understood > 0 {
        let words = format!("{} not understood", number(found.not_understood, "row"));
        let mut table = Table::new([Column::short("LINE"), Column::text("WHY")]);
        for bad in &found.bad {
            table.push(Row::new().cell(bad.line.to_string()).cell(bad.why.clone()));
        }
        page = page.blank().heading(Words::toned(Tone::Bad, words)).table(table);
        let more = found.not_understood - found.bad.len() as u64;
        if more > 0 {
            page = page.paragraph(Words::toned(Tone::Faint, format!("and {more} more")));
        }
    }
    page.blank().paragraph(told(outcome))
}

fn told(outcome: &Outcome) -> Words {
    match outcome {
        Outcome::Refused => Words::from(
            "nothing was written: mend the table or the map, or leave these rows out with --lenient",
        ),
        Outcome::Tried => Words::from("nothing was written: this was a dry run"),
        Outcome::Done(done) => done.told(),
    }
}

impl Written {
    fn told(&self) -> Words {
        let cases = match (self.new_charter, self.declared) {
            (true, _) => ", and its charter",
            (false, 0) => "",
            (false, _) => ", and the new cases into its charter",
        };
        let there = match self.unchanged {
            0 => String::new(),
            count => format!("; {count} were there already"),
        };
        let wrote = number(self.dispatches, "dispatch");
        let mut words = Words::from(format!("wrote {wrote} in {}{cases}{there}", self.folder));
        if self.differing > 0 {
            let more = if self.differing > self.left.len() as u64 { ", …" } else { "" };
            let (count, which) = (self.differing, self.left.join(", "));
            let left =
                format!("; {count} say something else, and were left as they are: {which}{more}");
            words.push(Tone::Bad, left);
        }
        words
    }
}

fn number(count: u64, what: &str) -> String {
    let ending = if what.ends_with("ch") { "es" } else { "s" };
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}{ending}") }
}
