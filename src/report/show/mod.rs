//! Everything about one event, encounter, draft, party, person, source or package.

mod encounter;
mod event;
mod package;
mod party;
mod person;
mod source;
mod thing;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, Folded, View, log, word};
use crate::model::{Digest, nearest};
use crate::record::{Aim, EventIx, Record, Standing};
use crate::register::{ActorIx, Mandate, Sort};
use crate::render::{Facts, Tone, Words};

/// What is shown, by what it is.
#[derive(Debug, JsonSchema, Serialize)]
#[serde(untagged)]
pub enum Show {
    /// An event.
    Event(Box<event::EventShown>),
    /// A party.
    Party(Box<party::PartyShown>),
    /// A person.
    Person(Box<person::PersonShown>),
    /// A source.
    Source(Box<source::SourceShown>),
    /// An encounter.
    Encounter(Box<encounter::EncounterShown>),
    /// A draft, a passage or a point.
    Thing(Box<thing::ThingShown>),
    /// A package.
    Package(Box<package::PackageShown>),
}

/// Why nothing can be shown.
#[derive(Debug)]
pub struct NothingToShow {
    message: String,
    help: String,
}

impl std::fmt::Display for NothingToShow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\n  help: {}", self.message, self.help)
    }
}

impl std::error::Error for NothingToShow {}

/// Returns everything about an event, encounter, draft, party, person, source or package, by its id; about
/// an event also by the beginning of its content's digest.
pub fn show(view: &View<'_>, id: &str) -> Result<Answer<Show>, NothingToShow> {
    for process in &view.processes {
        let showing = Showing::new(view, process);
        if let Some(event) = showing.find(id) {
            let (data, page) = event::shown(&showing, event);
            return Ok(Answer { data: Show::Event(Box::new(data)), page });
        }
        if let Some(answer) = showing.other(id) {
            return Ok(answer);
        }
        let actors = &process.record.register.actors;
        let Some(actor) = actors.find(id) else { continue };
        match actors[actor].sort {
            Sort::Party { .. } => {
                let (data, page) = party::shown(&showing, actor);
                return Ok(Answer { data: Show::Party(Box::new(data)), page });
            }
            Sort::Person { .. } => {
                let (data, page) = person::shown(&showing, actor);
                return Ok(Answer { data: Show::Person(Box::new(data)), page });
            }
            Sort::Source { .. } => {
                let (data, page) = source::shown(&showing, actor);
                return Ok(Answer { data: Show::Source(Box::new(data)), page });
            }
        }
    }
    let found = by_content(view, id);
    match found.as_slice() {
        [] => Err(nothing(view, id)),
        [(showing, event)] => {
            let (data, page) = event::shown(showing, *event);
            Ok(Answer { data: Show::Event(Box::new(data)), page })
        }
        several => {
            let message = format!("the content of {} events begins with `{id}`", several.len());
            let ids: Vec<String> = several.iter().map(|(one, event)| one.id(*event)).collect();
            Err(NothingToShow { message, help: format!("one of {}", ids.join(", ")) })
        }
    }
}

/// Finds the known events whose content goes by the beginning of a digest.
fn by_content<'s>(view: &'s View<'s>, prefix: &str) -> Vec<(Showing<'s>, EventIx)> {
    if !Digest::is_prefix(prefix) {
        return Vec::new();
    }
    let of = |process: &'s Folded<'s>| {
        let contents = process.record.contents(view.texts).events;
        let events = process.record.events().zip(contents);
        let known = events.filter(|((_, row), digest)| {
            row.known <= view.point.known_on && digest.goes_by(prefix)
        });
        known.map(|((event, _), _)| (Showing::new(view, process), event)).collect::<Vec<_>>()
    };
    view.processes.iter().flat_map(of).collect()
}

fn nothing(view: &View<'_>, id: &str) -> NothingToShow {
    let registers = || view.processes.iter().map(|one| &one.record.register);
    if registers().any(|register| register.issues.find(id).is_some()) {
        let message = format!("`{id}` is an issue");
        return NothingToShow { message, help: format!("ask `rapporteur why {id}`") };
    }
    let mut all = view.processes.iter().flat_map(|process| process.record.events());
    if let Some((_, row)) = all.find(|(_, row)| row.id == id) {
        let message = format!("`{id}` was not known on {}", view.point.known_on);
        let help = format!("it became known on {}", row.known);
        return NothingToShow { message, help };
    }
    let events = view.processes.iter().flat_map(|process| process.record.events());
    let ids = events.map(|(_, row)| row.id);
    let actors = registers().flat_map(|register| register.actors.ids());
    let packages = registers().flat_map(|register| register.packages.ids());
    let records = view.processes.iter().map(|process| process.record);
    let things = records.flat_map(Record::named);
    let help = match nearest(id, actors.chain(packages).chain(things).chain(ids)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "give the id of an event, encounter, draft, party, person, source or package; \
             `rapporteur log` lists the events"
            .into(),
    };
    NothingToShow { message: format!("nothing is called `{id}`"), help }
}

/// One process, looked at closely.
struct Showing<'s> {
    view: &'s View<'s>,
    process: &'s Folded<'s>,
    record: &'s Record,
    standing: &'s Standing<'s>,
}

/// An event in a list of them.
#[derive(Debug, JsonSchema, Serialize)]
struct Line {
    event: String,
    text: String,
    via: Vec<String>,
    answers: Vec<Reaction>,
    #[serde(skip)]
    whose: String,
}

/// What somebody said to an event.
#[derive(Debug, JsonSchema, Serialize)]
struct Reaction {
    event: String,
    by: Vec<String>,
    answer: crate::event::Answer,
    #[serde(skip)]
    words: String,
}

impl<'s> Showing<'s> {
    fn new(view: &'s View<'s>, process: &'s Folded<'s>) -> Self {
        let record = process.record;
        Showing { view, process, record, standing: &process.standing }
    }

    /// Returns what is neither an event nor an actor: an encounter, a draft or point, a package.
    fn other(&self, id: &str) -> Option<Answer<Show>> {
        if let Some(package) = self.record.register.packages.find(id) {
            let (data, page) = package::shown(self, package);
            return Some(Answer { data: Show::Package(Box::new(data)), page });
        }
        let name = self.record.find_name(id)?;
        let known = |event: &EventIx| {
            self.record.row(*event).known <= self.view.point.known_on && self.standing.has(*event)
        };
        if self.record.accounts(name).iter().any(known) {
            let (data, page) = encounter::shown(self, name);
            return Some(Answer { data: Show::Encounter(Box::new(data)), page });
        }
        let brings = |row: crate::record::Row<'_>| row.brings == Some(name);
        if self.record.events().any(|(event, row)| brings(row) && known(&event)) {
            let (data, page) = thing::shown(self, name);
            return Some(Answer { data: Show::Thing(Box::new(data)), page });
        }
        None
    }

    /// Finds an event that was known.
    fn find(&self, id: &str) -> Option<EventIx> {
        let known = self.view.point.known_on;
        let mut events = self.record.events();
        events.find(|(_, row)| row.id == id && row.known <= known).map(|(event, _)| event)
    }

    fn id(&self, event: EventIx) -> String {
        self.record.row(event).id.to_owned()
    }

    fn counts(&self, event: EventIx) -> bool {
        self.standing.counts(event, self.view.point.as_of, &self.process.state.settled)
    }

    fn actor(&self, actor: ActorIx) -> String {
        self.record.register.actors.id(actor).to_owned()
    }

    fn named(&self, actors: &[ActorIx]) -> String {
        let names = actors.iter().map(|one| self.record.register.actors[*one].name.as_str());
        names.collect::<Vec<_>>().join(", ")
    }

    fn text(&self, event: EventIx) -> String {
        let modality = log::modality(self.record.row(event).modality);
        let line = self.record.event(self.view.texts, event).line(&self.record.register);
        format!("{modality}{line}")
    }

    fn line(&self, event: EventIx) -> Line {
        Line {
            event: self.id(event),
            text: self.text(event),
            via: self.record.via(event),
            answers: self.answers(event),
            whose: word::whose(self.standing, event),
        }
    }

    /// Returns what was said to an event by the point that is looked from, oldest first.
    fn answers(&self, event: EventIx) -> Vec<Reaction> {
        let answers = self.record.answers(Aim::Event(event)).iter();
        let counting = answers.filter(|answer| self.counts(**answer));
        counting
            .filter_map(|answer| {
                let row = self.record.row(*answer);
                let by = self.record.set(row.by);
                let said = row.answer?;
                let who = self.named(by);
                let words = format!("{who}: {} ({})", said.shown(), row.id);
                let by = by.iter().map(|one| self.actor(*one)).collect();
                let words = words.trim_start_matches(": ").to_owned();
                Some(Reaction { event: row.id.to_owned(), by, answer: said, words })
            })
            .collect()
    }
}

/// Lists events under a label, each with what was said to it; `unanswered` is shown where nothing was.
fn list(mut facts: Facts, lines: &[Line], unanswered: Option<&str>) -> Facts {
    for line in lines {
        let mut words = Words::from(line.text.clone());
        words.push(Tone::Faint, format!(" — {}", line.whose));
        facts = facts.fact(line.event.clone(), words);
        for answer in &line.answers {
            facts = facts.line(format!("→ {}", answer.words));
        }
        if let Some(words) = unanswered.filter(|_| line.answers.is_empty()) {
            facts = facts.line(Words::toned(Tone::Faint, format!("→ {words}")));
        }
    }
    facts
}

/// Returns an office with its days: "President", "envoy, up to 28 Nov".
fn office(mandate: &Mandate, year: i32) -> String {
    let begins = mandate.begins.map(|day| format!("from {}", word::short(day, year)));
    let ends = mandate.ends.map(|day| format!("up to {}", word::short(day, year)));
    let office = Some(mandate.office.clone()).filter(|office| !office.is_empty());
    office.into_iter().chain(begins).chain(ends).collect::<Vec<_>>().join(", ")
}
