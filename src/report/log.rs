//! What was reported, in the one order?

use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, Folded, Rows, View, word};
use crate::model::{Aspect, Basis, Day, Modality};
use crate::record::{EventIx, Record, Row as Written, Standing};
use crate::render::{Column, Page, Row, Table, Tone, Words};

/// The events of every process that were known and had begun to count.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Log {
    schema: &'static str,
    as_of: Day,
    known_on: Day,
    #[serde(skip_serializing_if = "String::is_empty")]
    only: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    showing: String,
    events: Vec<EventAnswer>,
    errors: usize,
    warnings: usize,
}

#[derive(Debug, JsonSchema, Serialize)]
struct EventAnswer {
    process: String,
    event: String,
    kind: &'static str,
    modality: Modality,
    aspect: Aspect,
    first: Day,
    last: Day,
    from: Day,
    known: Day,
    stated: Option<Day>,
    via: Vec<String>,
    basis: Basis,
    text: String,
    quote: Option<String>,
    stands: bool,
    place: String,
}

/// Returns the events that were known at the point and pass the lens, those struck out marked so.
/// What is only expected is listed under the day for which it is expected, whenever that is.
pub fn log(view: &View<'_>, rows: &Rows) -> Answer<Log> {
    let mut events = Vec::new();
    let mut page = Page::new();
    for process in &view.processes {
        let Folded { record, standing, .. } = process;
        let (mut table, mut all) = (table(), 0);
        for (event, row) in in_order(view, record) {
            let counts = row.when.from <= view.point.as_of || row.modality != Modality::Actual;
            let known = row.known <= view.point.known_on;
            if !(counts && known && standing.admits(event)) {
                continue;
            }
            all += 1;
            if !rows.event(process, event) {
                continue;
            }
            let one = answer(view, record, event, !standing.struck(event));
            table.push(line(view, standing, event, &one));
            events.push(one);
        }
        page = page.title(record.register.title.clone(), word::point(view.point)).blank();
        page = word::lens_line(page, view);
        page = rows.told(page, table.rows.len(), all);
        page = page.table(table).blank();
    }
    let data = Log {
        schema: "rapporteur/log/1",
        as_of: view.point.as_of,
        known_on: view.point.known_on,
        only: view.lens.text().to_owned(),
        showing: rows.text(),
        events,
        errors: view.tally.errors,
        warnings: view.tally.warnings,
    };
    Answer { data, page: page.trimmed() }
}

/// Returns the events as they are listed: by day, and within one by where they are written.
fn in_order<'r>(view: &'r View<'_>, record: &'r Record) -> Vec<(EventIx, Written<'r>)> {
    let mut events: Vec<(EventIx, Written<'_>)> = record.events().collect();
    let key = |(event, row): &(EventIx, Written<'r>)| {
        let file = view.texts.get(record.place(*event).file).name.as_str();
        (row.when.from, row.known, file, row.span.start)
    };
    events.sort_by(|one, other| key(one).cmp(&key(other)));
    events
}

fn answer(view: &View<'_>, record: &Record, event: EventIx, stands: bool) -> EventAnswer {
    let row = record.row(event);
    let written = record.event(view.texts, event);
    let cite = written.cite.as_ref().and_then(|cite| cite.value.quote.as_ref());
    EventAnswer {
        process: record.register.process.clone(),
        event: row.id.to_owned(),
        kind: row.kind.name(),
        modality: row.modality,
        aspect: row.aspect,
        first: row.when.first,
        last: row.when.last,
        from: row.when.from,
        known: row.known,
        stated: row.stated,
        via: record.via(event),
        basis: row.basis,
        text: written.line(&record.register),
        quote: cite.map(|quote| quote.value.text().to_owned()),
        stands,
        place: place(view, record, event),
    }
}

/// Returns where an event is written: "seeds/a.ron:3".
pub(super) fn place(view: &View<'_>, record: &Record, event: EventIx) -> String {
    let place = record.place(event);
    let text = view.texts.get(place.file);
    format!("{}:{}", text.name, text.position(place.span.start).line)
}

fn table() -> Table {
    Table::new([
        Column::short("WHEN"),
        Column::short("EVENT"),
        Column::short("KIND"),
        Column::text("WHAT, ON WHOSE WORD"),
    ])
}

fn line(view: &View<'_>, standing: &Standing<'_>, event: EventIx, one: &EventAnswer) -> Row {
    let row = standing.record.row(event);
    let when = row.when.shown(view.point.as_of.year());
    let modality = modality(row.modality);
    let mut what = Words::from(format!("{modality}{}", one.text));
    what.push(Tone::Faint, format!(" — {}", word::whose(standing, event)));
    if !one.stands {
        what.push(Tone::Warn, " (retracted)");
    }
    Row::new().cell(when).cell(row.id.to_owned()).cell(row.kind.name()).cell(what)
}

/// Returns the words before what has not simply happened.
pub(super) fn modality(modality: Modality) -> &'static str {
    match modality {
        Modality::Actual => "",
        Modality::Expected => "expected: ",
        Modality::Conditional => "on a condition: ",
        Modality::Negated => "denied: ",
    }
}
