//! What shape does an answer have for programs? JSON Schemas, and the rows of an answer line by line.

use schemars::generate::SchemaSettings;
use schemars::transform::{RecursiveTransform, Transform};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::{Map, Value};

use super::Answer;
use crate::render::{Column, Page, Row, Table};

/// Data of an answer: what programs read.
pub trait Answered: Serialize + JsonSchema {
    /// Where its rows are, each as a path of keys; an answer without rows is one row.
    const LISTS: &'static [&'static [&'static str]];

    /// Returns the rows, each complete in itself: with its schema, its process, and the list it is of.
    fn lines(&self) -> serde_json::Result<Vec<Value>> {
        let value = serde_json::to_value(self)?;
        let schema = value.get("schema").cloned().unwrap_or_default();
        if Self::LISTS.is_empty() {
            return Ok(vec![value]);
        }
        let mut lines = Vec::new();
        for path in Self::LISTS {
            let list = path.last().copied().unwrap_or_default();
            walk(&value, path, None, &mut |row, process| {
                lines.push(line(row, &schema, list, process));
            });
        }
        Ok(lines)
    }
}

fn walk<'v>(
    value: &'v Value,
    path: &[&str],
    process: Option<&'v Value>,
    found: &mut dyn FnMut(&'v Value, Option<&'v Value>),
) {
    let process = value.get("process").or(process);
    let Some((key, rest)) = path.split_first() else {
        found(value, process);
        return;
    };
    match value.get(key) {
        Some(Value::Array(rows)) => rows.iter().for_each(|row| walk(row, rest, process, found)),
        Some(inner) => walk(inner, rest, process, found),
        None => {}
    }
}

fn line(row: &Value, schema: &Value, list: &str, process: Option<&Value>) -> Value {
    let mut line = Map::new();
    line.insert("schema".to_owned(), schema.clone());
    line.insert("list".to_owned(), list.into());
    if let Some(process) = process {
        line.insert("process".to_owned(), process.clone());
    }
    match row {
        Value::Object(fields) => line.extend(fields.clone()),
        value => drop(line.insert("value".to_owned(), value.clone())),
    }
    Value::Object(line)
}

/// Lists every answer once: its name, its data, what it says, and where its rows are.
macro_rules! answers {
    ($($name:literal: $data:ty, $tells:literal, [$([$($key:literal),*]),*];)*) => {
        $(impl Answered for $data {
            const LISTS: &'static [&'static [&'static str]] = &[$(&[$($key),*]),*];
        })*

        /// Every answer, with what it says and its schema.
        const ANSWERS: &[(&str, &str, fn() -> Schema)] =
            &[$(($name, $tells, || described::<$data>($name))),*];
    };
}

answers! {
    "status": super::status::Status, "where each issue stands", [["processes", "issues"]];
    "changed": super::changed::Changed, "what changed", [
        ["happened"], ["learned_late"], ["corrected"], ["reaffirmed"]
    ];
    "diff": super::diff::Diff, "how two snapshots differ", [["changes"]];
    "snapshots": super::snapshot::Listed, "which snapshots there are", [["snapshots"]];
    "snapshot": super::snapshot::Kept, "what a snapshot says", [["processes", "items"]];
    "matrix": super::matrix::Matrix, "positions of each party", [["processes", "issues"]];
    "told-by": super::matrix::Told, "stages as told by each party", [["processes", "issues"]];
    "history": super::matrix::History, "positions over time", [["positions"]];
    "agenda": super::agenda::Agenda, "what lies ahead", [
        ["processes", "expected"], ["processes", "overdue"], ["processes", "lapsed"],
        ["processes", "to_come"], ["processes", "silent"], ["processes", "stalled"]
    ];
    "sources": super::sources::Sources, "on whose word it rests", [["processes", "roots"]];
    "texts": super::texts::Texts, "how far drafts have come", [["processes", "drafts"]];
    "why": super::why::Why, "why an issue is at its stage", [];
    "show": super::show::Show, "everything about one thing", [];
    "log": super::log::Log, "what was reported", [["events"]];
    "replay": super::replay::Replay, "what each event did", [["events"]];
    "check": super::check::Check, "what is wrong with the seeds", [];
    "seal": super::seal::Made, "a seal that was made", [];
    "doctor": super::doctor::Doctor, "what is wrong with record, machine and terminal", [["checks"]];
    "export": super::export::Export, "what was given away", [["left_out"], ["fields"]];
    "coverage": super::coverage::Coverage, "which sentences no event cites", [];
    "conformance": super::conformance::Conformance, "moves, held against the lifecycle", [["lifecycles"]];
    "import": super::import::Import, "what came of an import", [["found", "bad"]];
    "record": super::record::Recorded, "what came of an event that was recorded", [];
    "undo": super::record::Undone, "what came of an event that was taken back", [];
    "lifecycle": super::lifecycle::LifecycleAnswer, "how issues move", [];
    "explain": super::explain::Explain, "what a code means", [];
    "codes": super::explain::Codes, "every code", [["codes"]];
    "kinds": super::kinds::Kinds, "every kind of event", [["kinds"]];
    "kind": super::kinds::KindShown, "one kind of event", [];
    "dates": super::dates::Dates, "how days are written", [];
    "format": super::format::Format, "how a file is written", [["fields"]];
    "fields": super::fields::Fields, "what a query can ask for", [["fields"]];
    "schemas": Schemas, "every schema", [["schemas"]];
}

/// Returns the schema of an answer (JSON Schema 2020-12), nothing left open.
fn described<T: JsonSchema>(name: &str) -> Schema {
    let mut generator = SchemaGenerator::new(SchemaSettings::draft2020_12().for_serialize());
    let mut schema = generator.root_schema_for::<T>();
    schema.insert("$id".to_owned(), format!("rapporteur/{name}/1").into());
    RecursiveTransform(|schema: &mut Schema| {
        let open =
            schema.get("properties").is_some() && schema.get("additionalProperties").is_none();
        if open {
            schema.insert("additionalProperties".to_owned(), false.into());
        }
    })
    .transform(&mut schema);
    schema
}

/// The schemas that there are.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Schemas {
    schema: &'static str,
    schemas: Vec<SchemaAnswer>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct SchemaAnswer {
    name: &'static str,
    tells: &'static str,
}

/// Returns the list of schemas.
pub fn schemas() -> Answer<Schemas> {
    let mut table = Table::new([Column::short("NAME"), Column::text("OF")]);
    for (name, tells, _) in ANSWERS {
        table.push(Row::new().cell(*name).cell(*tells));
    }
    let answer = |(name, tells, _): &(&'static str, &'static str, _)| SchemaAnswer { name, tells };
    let schemas = ANSWERS.iter().map(answer).collect();
    let data = Schemas { schema: "rapporteur/schemas/1", schemas };
    Answer { data, page: Page::new().table(table) }
}

/// Returns the schema of an answer, as JSON; none if there is no answer of that name.
pub fn schema(name: &str) -> Option<Value> {
    let (.., describe) = ANSWERS.iter().find(|(known, ..)| *known == name)?;
    Some(describe().to_value())
}

/// Returns the names of all answers.
pub fn names() -> impl Iterator<Item = &'static str> {
    ANSWERS.iter().map(|(name, ..)| *name)
}
