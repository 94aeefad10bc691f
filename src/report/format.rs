//! How is a lifecycle, or the map of an import, written?

use schemars::JsonSchema;
use serde::Serialize;

use super::Answer;
use crate::render::{Column, Page, Row, Table};

/// The fields of a file that people write beside dispatches.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Format {
    schema: &'static str,
    file: &'static str,
    fields: Vec<FieldAnswer>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct FieldAnswer {
    field: &'static str,
    says: &'static str,
    example: &'static str,
}

/// A field, what it says, and how it is written.
type Line = (&'static str, &'static str, &'static str);

const LIFECYCLE: [Line; 17] = [
    ("lifecycle", "its name, by which charters know it", "\"treaty\""),
    (
        "ladder",
        "its stages, each higher than the one before it",
        "[(id: \"open\"), (id: \"closed\", settled: true)]",
    ),
    (
        "stages",
        "or its stages, none higher than another",
        "[(id: \"draft\", title: \"Draft\", aliases: [\"DRAFT\"])]",
    ),
    ("exits", "the stages of what has left the talks", "[(id: \"gone\")]"),
    (
        "bounds",
        "what an act says of the stage: AtLeast, AtMost, Hold; Exactly without a ladder",
        "{ Signed: AtLeast(\"signed\") }",
    ),
    (
        "mentioned, held, partly",
        "with any claim; with a hold alone; accepted by too few",
        "\"open\"",
    ),
    ("initial", "where an issue may begin", "[\"draft\"]"),
    ("moves", "which stage may follow which; without it, any", "{ \"draft\": [\"final\"] }"),
    (
        "versions",
        "moves that changed, from the oldest",
        "[(name: \"2\", since: \"2020-11-05\", initial: […], moves: {…})]",
    ),
    (
        "guards",
        "what moves need beside, each `from`, `to`, `except`",
        "[(to: [\"final\"], needs: Deadline)]",
    ),
    (
        "needs: Been, Back",
        "having been at a stage; going back to the one before",
        "Been(\"review\")",
    ),
    ("needs: Deadline, DeadlinePassed", "that one is set; that it is over", "DeadlinePassed"),
    (
        "needs: Vote, Accepted",
        "a vote that was carried; acceptance by parties",
        "Vote(body: \"council\")",
    ),
    (
        "needs: Threshold",
        "parts of the issue at a stage, their `count` and `weight`; the stage follows by itself `after` that",
        "Threshold(at: \"ratified\", count: 55, weight: 55, after: \"P30D\")",
    ),
    ("observed", "of a stage: in use, though no version has it", "(id: \"moved\", observed: true)"),
    ("stalled_after", "days without a change of stage", "30"),
    ("silent_after", "days without a claim", "14"),
];

const MAP: [Line; 20] = [
    ("process", "the process that the table tells of, and its folder", "\"eips\""),
    ("title, lifecycle", "for a charter that is not there yet", "\"eip\""),
    ("log", "the rows are in order, and that decides", "\"eips\""),
    (
        "sources, via",
        "on whose word the rows are",
        "{ \"repository\": \"the repository\" }, [\"repository\"]",
    ),
    ("within", "the issue of which the cases are parts", "\"paris\""),
    ("known_on", "when the whole table became known", "\"2023-01-10\""),
    (
        "dates, offset",
        "how dates are written, where not as 2016-10-05; where days begin",
        "\"%d/%m/%Y\"",
    ),
    ("table", "what it is written in: Csv, Tsv, Ssv, Json, Jsonl", "Csv"),
    ("columns: case", "which column is the case", "(case: \"number\", …)"),
    (
        "columns: date, known",
        "the day on which it was so, and on which it was known",
        "(date: \"valid\", known: \"recorded\", …)",
    ),
    (
        "columns: stage, title, weight, note",
        "at which stage, what the case is called, how heavy it is, a remark",
        "(stage: \"attrs.status\", …)",
    ),
    ("columns: party, source", "on whose word, row by row", "(source: \"outlet\", …)"),
    (
        "columns: seq, batch",
        "its place in the log; what is one dispatch",
        "(seq: \"seq\", batch: \"commit\", …)",
    ),
    (
        "cases",
        "another name of a case, or its title and weight",
        "{ \"Burma\": (is: \"Myanmar\"), \"EU\": (weight: 0) }",
    ),
    (
        "rows",
        "rules, of which the first that fits says what a row is",
        "[(when: { \"kind\": \"open\" }, unless: {…}, is: […])]",
    ),
    (
        "is: Stage",
        "the case is at a stage: of a column or a certain one, on the day of a column",
        "Stage(is: \"signed\", on: \"signature\")",
    ),
    (
        "is: Deadline",
        "it has a deadline; none any more where the column is empty",
        "Deadline(due: \"to\")",
    ),
    (
        "is: Unlist, GoesOn",
        "the table shows it no longer; it goes on as another",
        "GoesOn(into: \"into\")",
    ),
    (
        "is: Event",
        "any event of a dispatch, columns in braces, numbers with #",
        "Event(\"Vote(of: {case}, tally: (yes: {#yes}))\")",
    ),
    ("is: []", "nothing: the row is passed over", "(when: { \"kind\": \"retitle\" }, is: [])"),
];

/// Returns how a lifecycle is written.
pub fn lifecycles() -> Answer<Format> {
    format("NAME.lifecycle.ron", &LIFECYCLE)
}

/// Returns how the map of an import is written.
pub fn maps() -> Answer<Format> {
    format("NAME.map.ron", &MAP)
}

fn format(file: &'static str, lines: &[Line]) -> Answer<Format> {
    let field = |(field, says, example): &Line| FieldAnswer { field, says, example };
    let fields = lines.iter().map(field).collect();
    let mut table = Table::new([Column::text("FIELD"), Column::text("SAYS"), Column::text("SO")]);
    for (field, says, example) in lines {
        table.push(Row::new().cell(*field).cell(*says).cell(*example));
    }
    let page = Page::new().title(file.to_owned(), "format: 1").blank().table(table);
    Answer { data: Format { schema: "rapporteur/format/1", file, fields }, page }
}
