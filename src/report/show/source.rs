use schemars::JsonSchema;
use serde::Serialize;

use super::{Line, Showing, list, word};
use crate::model::Reliability;
use crate::record::EventIx;
use crate::register::ActorIx;
use crate::render::{Facts, Page, Tone, Words};
use crate::report::counted;

/// A source: how it is rated, who it may be, and what is told on its word.
#[derive(Debug, JsonSchema, Serialize)]
pub struct SourceShown {
    schema: &'static str,
    /// What it is.
    sort: &'static str,
    process: String,
    source: String,
    name: String,
    reliability: Option<Reliability>,
    /// Those that are, or may be, the same.
    same: Vec<String>,
    /// What it tells first hand.
    tells: Vec<Line>,
    /// What was struck out of that.
    struck: Vec<String>,
    /// How many events it passes on.
    passes_on: usize,
}

pub(super) fn shown(showing: &Showing<'_>, source: ActorIx) -> (SourceShown, Page) {
    let (record, people) = (showing.record, &showing.standing.people);
    let actors = &record.register.actors;
    let root = people.root(source);
    let same = actors.indices().filter(|one| *one != source && people.root(*one) == root);
    let known = || record.events().filter(|(_, row)| row.known <= showing.view.point.known_on);
    let first_hand: Vec<EventIx> = known()
        .filter(|(event, _)| record.voice(*event).contains(&source))
        .map(|(event, _)| event)
        .collect();
    let (stands, struck): (Vec<EventIx>, Vec<EventIx>) =
        first_hand.into_iter().partition(|event| showing.standing.has(*event));
    let passed = known()
        .filter(|(_, row)| row.via.iter().skip(1).any(|link| record.set(*link).contains(&source)));
    let data = SourceShown {
        schema: "rapporteur/show/1",
        sort: "source",
        process: record.register.process.clone(),
        source: actors.id(source).to_owned(),
        name: actors[source].name.clone(),
        reliability: people.reliability(source),
        same: same.map(|one| actors.id(one).to_owned()).collect(),
        tells: stands.iter().map(|event| showing.line(*event)).collect(),
        struck: struck.iter().map(|event| showing.id(*event)).collect(),
        passes_on: passed.count(),
    };
    let page = data.page(showing);
    (data, page)
}

impl SourceShown {
    fn page(&self, showing: &Showing<'_>) -> Page {
        let title = format!("{} — {}", self.source, self.name);
        let page = Page::new().title(title, word::point(showing.view.point)).blank();
        let mut facts = Facts::new();
        let rated = self.reliability.map_or("not rated".to_owned(), |rated| format!("{rated:?}"));
        facts.push("reliability", rated);
        let same = if self.same.is_empty() { "nobody".to_owned() } else { self.same.join(", ") };
        facts.push("may be the same", same);
        facts.push("passes on", counted(self.passes_on, "event"));
        if !self.struck.is_empty() {
            facts.push("struck out", Words::toned(Tone::Warn, self.struck.join(", ")));
        }
        let page = page.facts(facts).blank().heading("tells first hand");
        if self.tells.is_empty() {
            return page.paragraph("none recorded");
        }
        page.facts(list(Facts::new(), &self.tells, None))
    }
}
