//! What can be asked for in a query, and where?

use schemars::JsonSchema;
use serde::Serialize;

use super::Answer;
use crate::query::{Field, Is, Use};
use crate::render::{Column, Page, Row, Table};

/// Where queries stand, each with what they choose there.
const USES: [(Use, &str); 4] = [
    (Use::Lens, "--only"),
    (Use::Issues, "status, matrix"),
    (Use::Events, "log"),
    (Use::Changes, "changed"),
];

/// The query language.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Fields {
    schema: &'static str,
    fields: Vec<FieldAnswer>,
    /// What `is:` may ask for.
    is: Vec<&'static str>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct FieldAnswer {
    field: &'static str,
    asks: &'static str,
    example: &'static str,
    /// Where it may stand: `lens`, `issues`, `events`, `changes`.
    uses: Vec<&'static str>,
}

/// Returns the fields of a query, and which use has which.
pub fn fields() -> Answer<Fields> {
    let answer = |field: &Field| FieldAnswer {
        field: field.word(),
        asks: field.tells(),
        example: field.values(),
        uses: USES.iter().filter(|(one, _)| field.fits(*one)).map(|(one, _)| one.of()).collect(),
    };
    let data = Fields {
        schema: "rapporteur/fields/1",
        fields: Field::ALL.iter().map(answer).collect(),
        is: Is::ALL.iter().map(|is| is.word()).collect(),
    };
    let page = data.page();
    Answer { data, page }
}

impl Fields {
    fn page(&self) -> Page {
        let mut fields = Table::new([
            Column::short("FIELD"),
            Column::text("ASKS FOR"),
            Column::text("SO"),
            Column::text("OF"),
        ]);
        for one in &self.fields {
            let row = Row::new().cell(format!("{}:", one.field)).cell(one.asks).cell(one.example);
            fields.push(row.cell(one.uses.join(", ")));
        }
        let mut forms = Table::new([Column::short("WRITTEN"), Column::text("MEANS")]);
        for (written, means) in [
            ("a:x b:y", "both"),
            ("a:x,y", "either value"),
            ("a:x or b:y", "either term"),
            ("not:a:x", "not that"),
            ("not:(a:x b:y)", "not both; at a shell, put brackets into quotes"),
            ("text:\"two words\"", "words with a blank in them"),
            ("on:2025-12", "all its days; also 2025, 2025-W49, 2025-Q4, a day, yesterday, -7d"),
            ("on:a..b", "from a to b, both included; either may be left out"),
        ] {
            forms.push([written, means]);
        }
        let mut uses = Table::new([Column::short("WHERE"), Column::text("CHOOSES")]);
        for (one, place) in USES {
            let what = match one {
                Use::Lens => "claims, before anything is worked out: stages change".to_owned(),
                one => format!("{}, of what is shown: no stage changes", one.of()),
            };
            uses.push([place.to_owned(), what]);
        }
        Page::new()
            .heading("How a query is written")
            .table(forms)
            .blank()
            .heading("Where it stands")
            .table(uses)
            .blank()
            .heading("Fields")
            .table(fields)
            .blank()
            .paragraph(format!("is: {}", self.is.join(", ")))
    }
}
