use schemars::JsonSchema;
use serde::Serialize;

use super::{Line, Showing, list, word};
use crate::record::{Aim, NameIx};
use crate::render::{Facts, Page};

/// A draft, passage or point, and all that is told of it.
#[derive(Debug, JsonSchema, Serialize)]
pub struct ThingShown {
    schema: &'static str,
    /// What it is.
    sort: &'static str,
    process: String,
    /// The draft, passage or point.
    thing: String,
    /// All that is told of it, oldest first.
    story: Vec<Line>,
}

pub(super) fn shown(showing: &Showing<'_>, name: NameIx) -> (ThingShown, Page) {
    let record = showing.record;
    let id = record.name(name);
    let part = |other: &str| {
        other.strip_prefix(id).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    let about = record.events().filter(|(event, row)| {
        let brings = row.brings.is_some_and(|brings| part(record.name(brings)));
        let known = showing.standing.has(*event) && showing.counts(*event);
        known && (brings || row.about == Aim::Thing(name))
    });
    let story: Vec<Line> = about.map(|(event, _)| showing.line(event)).collect();
    let title = format!("{id} — what is told of it");
    let page = Page::new().title(title, word::point(showing.view.point)).blank();
    let page = if story.is_empty() {
        page.paragraph("none recorded")
    } else {
        page.facts(list(Facts::new(), &story, None))
    };
    let process = record.register.process.clone();
    let data = ThingShown {
        schema: "rapporteur/show/1",
        sort: "thing",
        process,
        thing: id.to_owned(),
        story,
    };
    (data, page)
}
