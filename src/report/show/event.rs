use schemars::JsonSchema;
use serde::Serialize;

use super::{Reaction, Showing, log, word};
use crate::event::{Condition, Event, Prose};
use crate::model::{Aspect, Basis, Day, Digest, Likelihood, Modality};
use crate::record::{Aim, EventIx};
use crate::render::{Facts, Page, Tone, Words};

/// Everything that was written down of one event, and what became of it.
#[derive(Debug, JsonSchema, Serialize)]
pub struct EventShown {
    schema: &'static str,
    /// What it is.
    sort: &'static str,
    process: String,
    event: String,
    /// What only this content has.
    content: Digest,
    kind: &'static str,
    text: String,
    first: Day,
    last: Day,
    from: Day,
    said: Option<String>,
    stated: Option<Day>,
    known: Day,
    via: Vec<String>,
    basis: Basis,
    channel: Option<String>,
    modality: Modality,
    aspect: Aspect,
    likelihood: Option<Likelihood>,
    document: Option<String>,
    sentences: Vec<u32>,
    quote: Option<String>,
    during: Option<String>,
    because: Option<String>,
    note: Option<String>,
    /// What it does, issue by issue: "security: at least progressing".
    says: Vec<String>,
    /// What it is about.
    about: Option<String>,
    answers: Vec<Reaction>,
    /// Who struck it out; empty where it stands.
    struck_by: Vec<String>,
    /// From when and until when a conditional act is in force.
    in_force: Option<(Option<Day>, Option<Day>)>,
    /// The last day of a deadline, and whether it was met.
    due: Option<(Day, bool)>,
    place: String,
}

pub(super) fn shown(showing: &Showing<'_>, event: EventIx) -> (EventShown, Page) {
    let record = showing.record;
    let row = record.row(event);
    let written = record.event(showing.view.texts, event);
    let prose = |words: &Option<Prose<'_>>| words.as_ref().map(|words| words.text().to_owned());
    let cite = written.cite.as_ref().map(|cite| &cite.value);
    let conditional = row.modality == Modality::Conditional;
    let settled = &showing.process.state.settled;
    let as_of = showing.view.point.as_of;
    let tick = showing.standing.tick(event);
    let data = EventShown {
        schema: "rapporteur/show/1",
        sort: "event",
        process: record.register.process.clone(),
        event: row.id.to_owned(),
        content: record.content(showing.view.texts, event),
        kind: row.kind.name(),
        text: showing.text(event),
        first: row.when.first,
        last: row.when.last,
        from: row.when.from,
        said: written.said.as_ref().map(|said| said.value.text().to_owned()),
        stated: row.stated,
        known: row.known,
        via: record.via(event),
        basis: row.basis,
        channel: prose(&written.channel),
        modality: row.modality,
        aspect: row.aspect,
        likelihood: written.likelihood,
        document: document(showing, event, &written),
        sentences: cite.map_or(Vec::new(), |cite| {
            cite.sentences.iter().map(|sentence| sentence.value).collect()
        }),
        quote: cite.and_then(|cite| cite.quote.as_ref()).map(|quote| quote.value.text().to_owned()),
        during: written.during.map(|during| during.value.to_owned()),
        because: prose(&written.because),
        note: prose(&written.note),
        says: says(showing, event),
        about: about(showing, event),
        answers: showing.answers(event),
        struck_by: struck_by(showing, event),
        in_force: conditional.then(|| showing.standing.in_force(event, settled)),
        due: tick.map(|tick| (tick.due, tick.met.is_some_and(|day| day <= as_of))),
        place: log::place(showing.view, record, event),
    };
    let page = data.page(showing, event, &written);
    (data, page)
}

fn document(showing: &Showing<'_>, event: EventIx, written: &Event<'_>) -> Option<String> {
    let cite = written.cite.as_ref()?;
    let named = cite.value.doc.map(|name| name.value.to_owned());
    named.or_else(|| showing.record.dispatch(event).document())
}

/// Returns what an event does to each issue.
fn says(showing: &Showing<'_>, event: EventIx) -> Vec<String> {
    let record = showing.record;
    let register = &record.register;
    let on = |issue| {
        let claims = record.claims(issue).iter().filter(move |claim| claim.event == event);
        claims.map(move |claim| {
            let says = word::bound(record, issue, claim)
                .unwrap_or_else(|| word::unbounded(claim.act).to_owned());
            format!("{}: {says}", register.issues.id(issue))
        })
    };
    register.issues.indices().flat_map(on).collect()
}

fn about(showing: &Showing<'_>, event: EventIx) -> Option<String> {
    let record = showing.record;
    match record.row(event).about {
        Aim::Nothing => None,
        Aim::Event(target) => Some(record.row(target).id.to_owned()),
        Aim::Issue(issue) => Some(record.register.issues.id(issue).to_owned()),
        Aim::Thing(name) => Some(record.name(name).to_owned()),
    }
}

fn struck_by(showing: &Showing<'_>, event: EventIx) -> Vec<String> {
    let strikes = showing.record.strikes().iter();
    let standing = strikes.filter(|one| one.target == event && showing.standing.has(one.act));
    standing.map(|strike| showing.id(strike.act)).collect()
}

impl EventShown {
    fn page(&self, showing: &Showing<'_>, event: EventIx, written: &Event<'_>) -> Page {
        let year = showing.view.point.as_of.year();
        let row = showing.record.row(event);
        let title = format!("{} — {}", self.event, self.kind);
        let page = Page::new().title(title, word::point(showing.view.point)).blank();
        let page = page.paragraph(self.text.clone()).blank();
        let mut facts = Facts::new();
        if let Some(quote) = &self.quote {
            facts.push("quote", Words::toned(Tone::Quote, format!("“{quote}”")));
        }
        if let Some(document) = &self.document {
            let numbers: Vec<String> = self.sentences.iter().map(u32::to_string).collect();
            let numbers = numbers.join(", ");
            let words = if numbers.is_empty() {
                document.clone()
            } else {
                format!("{document}, sentence {numbers}")
            };
            facts.push("from", words);
        }
        let mut when = row.when.shown(year);
        if let Some(said) = &self.said {
            when = format!("{when} (“{said}”)");
        }
        facts.push("when", when);
        let stated = self.stated.map(|day| format!(", stated {}", word::short(day, year)));
        let known = format!("{}{}", word::short(self.known, year), stated.unwrap_or_default());
        facts.push("reported", known);
        let whose = word::whose(showing.standing, event);
        let basis = if self.via.is_empty() { "" } else { self.basis.shown() };
        let channel = self.channel.as_ref().map(|channel| format!("on {channel}"));
        let whose = [Some(whose), Some(basis.to_owned()), channel];
        facts.push("on whose word", joined(whose.into_iter().flatten()));
        if let Some(how) = self.how() {
            facts.push("said", how);
        }
        facts = self.more(facts);
        for (at, says) in self.says.iter().enumerate() {
            facts.push(if at == 0 { "does" } else { "" }, says.clone());
        }
        facts = self.became(facts, showing, written);
        for (at, answer) in self.answers.iter().enumerate() {
            facts.push(if at == 0 { "answers" } else { "" }, answer.words.clone());
        }
        facts.push("written in", Words::toned(Tone::Faint, self.place.clone()));
        facts.push("content", Words::toned(Tone::Faint, self.content.short()));
        page.facts(facts)
    }

    fn how(&self) -> Option<String> {
        let aspect = match self.aspect {
            Aspect::New => None,
            Aspect::Reaffirms => Some("repeated".to_owned()),
            Aspect::Presupposed => Some("as background".to_owned()),
        };
        let likelihood = self.likelihood.map(|likelihood| likelihood.shown().to_owned());
        let how: Vec<String> = aspect.into_iter().chain(likelihood).collect();
        Some(how.join(", ")).filter(|how| !how.is_empty())
    }

    fn more(&self, mut facts: Facts) -> Facts {
        let rows = [
            ("during", &self.during),
            ("because", &self.because),
            ("about", &self.about),
            ("note", &self.note),
        ];
        for (label, words) in rows {
            if let Some(words) = words {
                facts.push(label, words.clone());
            }
        }
        facts
    }

    /// Says whether it stands, is in force, or has run out.
    fn became(&self, mut facts: Facts, showing: &Showing<'_>, written: &Event<'_>) -> Facts {
        let year = showing.view.point.as_of.year();
        let short = |day| word::short(day, year);
        if !self.struck_by.is_empty() {
            let words = format!("no longer stands: {}", self.struck_by.join(", "));
            facts.push("state", Words::toned(Tone::Warn, words));
        }
        if let Some((from, until)) = self.in_force {
            let conditions = written.when.iter().flatten().map(Condition::shown);
            facts.push("waits", conditions.collect::<Vec<_>>().join("; "));
            let words = match (from, until) {
                (None, _) => "not in force".to_owned(),
                (Some(from), None) => format!("in force since {}", short(from)),
                (Some(from), Some(until)) if from < until => {
                    format!("in force from {} until {}", short(from), short(until))
                }
                (Some(_), Some(_)) => "not in force: what ends it came first".to_owned(),
            };
            facts = facts.line(words);
        }
        if let Some((due, met)) = self.due {
            let passed = due < showing.view.point.as_of;
            let words = match (met, passed) {
                (true, _) => "met or moved in time",
                (false, true) => "it has passed",
                (false, false) => "still to come",
            };
            facts.push("due", format!("{}: {words}", short(due)));
        }
        facts
    }
}

fn joined(parts: impl Iterator<Item = String>) -> String {
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}
