use schemars::JsonSchema;
use serde::Serialize;

use super::{Line, Showing, list, office, word};
use crate::event::Kind;
use crate::model::Day;
use crate::record::EventIx;
use crate::register::ActorIx;
use crate::render::{Facts, Page};

/// A person: the offices held, what is told on the person's word, and where the person was.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PersonShown {
    schema: &'static str,
    /// What it is.
    sort: &'static str,
    process: String,
    person: String,
    name: String,
    mandates: Vec<MandateShown>,
    statements: Vec<Line>,
    encounters: Vec<Line>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct MandateShown {
    party: String,
    office: String,
    begins: Option<Day>,
    ends: Option<Day>,
    /// Whether it is held on the day that is looked at.
    held: bool,
}

pub(super) fn shown(showing: &Showing<'_>, person: ActorIx) -> (PersonShown, Page) {
    let record = showing.record;
    let register = &record.register;
    let day = showing.view.point.as_of;
    let mandates = showing.standing.people.mandates(person).iter();
    let lines = |wanted: &dyn Fn(EventIx) -> bool| -> Vec<Line> {
        let events = record.events().filter(|(event, row)| {
            showing.standing.has(*event) && row.when.from <= day && wanted(*event)
        });
        events.map(|(event, _)| showing.line(event)).collect()
    };
    let statements = lines(&|event| record.voice(event).contains(&person));
    let was_there = |event: EventIx| {
        let row = record.row(event);
        let moves = matches!(row.kind, Kind::Meeting | Kind::Travel | Kind::Approach);
        moves && (record.set(row.present).contains(&person) || record.set(row.by).contains(&person))
    };
    let data = PersonShown {
        schema: "rapporteur/show/1",
        sort: "person",
        process: register.process.clone(),
        person: register.actors.id(person).to_owned(),
        name: register.actors[person].name.clone(),
        mandates: mandates
            .clone()
            .map(|mandate| MandateShown {
                party: showing.actor(mandate.party),
                office: mandate.office.clone(),
                begins: mandate.begins,
                ends: mandate.ends,
                held: mandate.holds(day),
            })
            .collect(),
        statements,
        encounters: lines(&was_there),
    };
    let mut page = Page::new()
        .title(format!("{} — {}", data.person, data.name), word::point(showing.view.point))
        .blank();
    let mut facts = Facts::new();
    for mandate in mandates {
        let left = if mandate.holds(day) { "" } else { " (not on this day)" };
        let words = format!("{}{left}", office(mandate, day.year()));
        facts.push(showing.named(&[mandate.party]), words);
    }
    if data.mandates.is_empty() {
        facts.push("mandates", "none recorded");
    }
    page = page.facts(facts).blank();
    for (heading, lines) in [("said", &data.statements), ("there, or on the way", &data.encounters)]
    {
        page = page.heading(heading);
        page = if lines.is_empty() {
            page.paragraph("none recorded").blank()
        } else {
            page.facts(list(Facts::new(), lines, None)).blank()
        };
    }
    (data, page.trimmed())
}
