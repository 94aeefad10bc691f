//! Which sentences of a document does a claim cite, and which does none?

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, View, counted};
use crate::event::{Cite, Prose};
use crate::model::nearest;
use crate::record::{EventIx, Record};
use crate::register::OtherIx;
use crate::render::{Facts, Page, Tone, Words};
use crate::source::{Sentences, folded};

/// The sentences of a document, each with the events that cite it.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Coverage {
    schema: &'static str,
    process: String,
    document: String,
    title: String,
    cited: usize,
    omitted: usize,
    uncited: usize,
    sentences: Vec<SentenceAnswer>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct SentenceAnswer {
    /// 0 for titles and headings, then from 1.
    number: usize,
    text: String,
    status: Status,
    events: Vec<String>,
    /// Why it is left out.
    note: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, JsonSchema, Serialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Cited,
    Omitted,
    Uncited,
}

/// Why a document cannot be covered.
#[derive(Debug)]
pub struct CoverageFault {
    message: String,
    help: String,
}

impl std::fmt::Display for CoverageFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}\n  help: {}", self.message, self.help)
    }
}

impl std::error::Error for CoverageFault {}

/// Finds the process that declares a document.
pub fn find<'v>(view: &'v View<'_>, id: &str) -> Result<(&'v Record, OtherIx), CoverageFault> {
    let found = view.processes.iter().find_map(|process| {
        process.record.register.documents.find(id).map(|document| (process.record, document))
    });
    found.ok_or_else(|| {
        let ids = view.processes.iter().flat_map(|one| one.record.register.documents.ids());
        let known: Vec<&str> = ids.collect();
        let help = match nearest(id, known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if known.is_empty() => "the charter declares no documents".to_owned(),
            None => format!("the documents are {}", known.join(", ")),
        };
        CoverageFault { message: format!("no document is called `{id}`"), help }
    })
}

/// Returns what covers each sentence of the archived text of a document; `text` is none where there is
/// no such text.
pub fn coverage(
    view: &View<'_>,
    (record, document): (&Record, OtherIx),
    text: Option<&str>,
) -> Result<Answer<Coverage>, CoverageFault> {
    let documents = &record.register.documents;
    let id = documents.id(document);
    let text = text.ok_or_else(|| CoverageFault {
        message: format!("the text of `{id}` is not archived"),
        help: "put it beside the charter and name it there: `text: \"documents/…\"`".to_owned(),
    })?;
    let parts = Sentences::of(text);
    let covering = Covering { view, record, id, parts: &parts };
    let sentences = covering.sentences();
    let count = |status| sentences.iter().filter(|one| one.status == status).count();
    let data = Coverage {
        schema: "rapporteur/coverage/1",
        process: record.register.process.clone(),
        document: id.to_owned(),
        title: documents[document].title.clone(),
        cited: count(Status::Cited),
        omitted: count(Status::Omitted),
        uncited: count(Status::Uncited),
        sentences,
    };
    let page = data.page();
    Ok(Answer { data, page })
}

struct Covering<'c> {
    view: &'c View<'c>,
    record: &'c Record,
    id: &'c str,
    parts: &'c Sentences<'c>,
}

impl Covering<'_> {
    fn sentences(&self) -> Vec<SentenceAnswer> {
        let parts = self.parts.numbered();
        let mut events: Vec<BTreeSet<String>> = vec![BTreeSet::new(); parts.len()];
        for (event, row) in self.record.events() {
            for at in self.cited(event) {
                events[at].insert(row.id.to_owned());
            }
        }
        let notes = self.notes();
        let answers = parts.iter().zip(events).zip(notes);
        answers
            .map(|(((number, text), events), note)| {
                let status = match (&note, events.is_empty()) {
                    (_, false) => Status::Cited,
                    (Some(_), true) => Status::Omitted,
                    (None, true) => Status::Uncited,
                };
                let events = events.into_iter().collect();
                let note = note.filter(|_| status == Status::Omitted);
                SentenceAnswer { number: *number, text: (*text).to_owned(), status, events, note }
            })
            .collect()
    }

    /// Returns the places in the text that an event cites.
    fn cited(&self, event: EventIx) -> Vec<usize> {
        let written = self.record.event(self.view.texts, event);
        let own = self.record.dispatch(event).document();
        let Some(cite) = written.cite.map(|cite| cite.value) else { return Vec::new() };
        let document = cite.doc.map(|name| name.value).or(own.as_deref());
        if document == Some(self.id) { self.places(&cite) } else { Vec::new() }
    }

    fn places(&self, cite: &Cite<'_>) -> Vec<usize> {
        let numbers: Vec<usize> =
            cite.sentences.iter().map(|number| number.value as usize).collect();
        if numbers.is_empty() {
            let quote = cite.quote.as_ref().map_or("", |quote| quote.value.text());
            return self.quoted(&folded(quote));
        }
        let parts = self.parts.numbered().iter().enumerate();
        parts.filter(|(_, (number, _))| numbers.contains(number)).map(|(at, _)| at).collect()
    }

    /// Returns the places over which a quote runs: where it begins, and what it goes on into.
    fn quoted(&self, quote: &str) -> Vec<usize> {
        let parts: Vec<String> =
            self.parts.numbered().iter().map(|(_, text)| folded(text)).collect();
        // What lies within fewer sentences is found first.
        let mut runs = (1..=parts.len())
            .flat_map(|size| (0..=parts.len() - size).map(move |at| at..at + size));
        let found =
            runs.find(|run| !quote.is_empty() && parts[run.clone()].join(" ").contains(quote));
        found.map_or(Vec::new(), Iterator::collect)
    }

    /// Returns why sentences are left out, for each place in the text.
    fn notes(&self) -> Vec<Option<String>> {
        let mut notes = vec![None; self.parts.numbered().len()];
        for dispatch in self.record.dispatches() {
            if dispatch.document().as_deref() != Some(self.id) {
                continue;
            }
            for omission in dispatch.omitted(self.view.texts) {
                let left: Vec<usize> =
                    omission.sentences.iter().map(|number| number.value as usize).collect();
                for (at, (number, _)) in self.parts.numbered().iter().enumerate() {
                    if left.contains(number) {
                        notes[at] = Some(Prose::text(&omission.note).to_owned());
                    }
                }
            }
        }
        notes
    }
}

impl Coverage {
    fn page(&self) -> Page {
        let remark = format!("{} · {}", self.process, self.document);
        let mut facts = Facts::new();
        for one in &self.sentences {
            let label = if one.number == 0 { "–".to_owned() } else { one.number.to_string() };
            facts.push(label, one.text.clone());
            facts = facts.line(one.words());
        }
        let tone = if self.uncited == 0 { Tone::Good } else { Tone::Bad };
        let all = counted(self.sentences.len(), "part");
        let counts =
            format!("{all}: {} cited, {} left out with a reason, ", self.cited, self.omitted);
        let uncited = match self.uncited {
            0 => "none missing".to_owned(),
            count => format!("{count} that no claim cites"),
        };
        Page::new()
            .title(self.title.clone(), remark)
            .blank()
            .facts(facts)
            .blank()
            .paragraph(Words::from(counts).and(tone, uncited))
    }
}

impl SentenceAnswer {
    fn words(&self) -> Words {
        match (self.status, &self.note) {
            (Status::Cited, _) => {
                Words::toned(Tone::Faint, format!("✓ {}", self.events.join(", ")))
            }
            (Status::Omitted, note) => {
                Words::toned(Tone::Faint, format!("– left out: {}", note.as_deref().unwrap_or("")))
            }
            (Status::Uncited, _) => Words::toned(Tone::Bad, "✗ no claim cites this"),
        }
    }
}
