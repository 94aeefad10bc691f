//! Which kinds of events are there, and what does one say?

use schemars::JsonSchema;
use serde::Serialize;

use super::Answer;
use crate::event::{Kind, guide};
use crate::render::{Column, Page, Table, Tone, Words};

/// Every kind of event.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Kinds {
    schema: &'static str,
    kinds: Vec<KindLine>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct KindLine {
    kind: &'static str,
    says: &'static str,
}

/// One kind of event.
#[derive(Debug, JsonSchema, Serialize)]
pub struct KindShown {
    schema: &'static str,
    kind: &'static str,
    /// What it is for, what it does, its fields.
    text: String,
    example: String,
}

/// Returns every kind, each with one sentence.
pub fn kinds() -> Answer<Kinds> {
    let lines = guide::kinds().into_iter();
    let kinds: Vec<KindLine> =
        lines.map(|(kind, says)| KindLine { kind: kind.name(), says }).collect();
    let mut table = Table::new([Column::short("KIND"), Column::text("SAYS THAT")]);
    for line in &kinds {
        table.push([Words::toned(Tone::Strong, line.kind), Words::from(line.says)]);
    }
    let page = Page::new()
        .title("Kinds of events", "docs/dispatches.md has them all, with examples")
        .blank()
        .table(table)
        .blank()
        .paragraph("One of them, with its fields and an example: `rapporteur help events Demand`");
    Answer { data: Kinds { schema: "rapporteur/kinds/1", kinds }, page }
}

/// Returns what the guide says of one kind.
pub fn kind(kind: Kind) -> Answer<KindShown> {
    let section = guide::section(kind);
    let (text, example) = section.split_once("```ron\n").unwrap_or((section, ""));
    let example = example.split("```").next().unwrap_or_default().trim_end().to_owned();
    let mut page = Page::new().heading(kind.name()).blank();
    for line in paragraphs(text) {
        page = page.paragraph(line);
    }
    page = page.blank().lines(example.clone());
    let text = text.trim().to_owned();
    let data = KindShown { schema: "rapporteur/kind/1", kind: kind.name(), text, example };
    Answer { data, page }
}

/// Finds a kind by its name, however it is cased.
pub fn find(name: &str) -> Option<Kind> {
    Kind::ALL.iter().copied().find(|kind| kind.name().eq_ignore_ascii_case(name))
}

/// Returns the names of all kinds.
pub fn names() -> impl Iterator<Item = &'static str> {
    Kind::ALL.iter().map(|kind| kind.name())
}

/// Joins the lines of a text to its paragraphs and list items.
fn paragraphs(text: &str) -> Vec<String> {
    let mut res: Vec<String> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match res.last_mut() {
            Some(last) if !line.starts_with("- ") => {
                last.push(' ');
                last.push_str(line);
            }
            _ => res.push(line.to_owned()),
        }
    }
    res
}
