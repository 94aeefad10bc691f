//! A seal held against the record: what it holds must still be there.

use super::{Seal, Sealed};
use crate::model::Digest;
use crate::record::{Contents, EventIx, Record};
use crate::source::{Code, Diagnostic, Place, Span, Texts};

/// The place of a seal.
#[derive(Debug, Clone, Copy)]
struct At<'t> {
    text: &'t str,
    place: Place,
}

impl Seal {
    /// Returns whatever of it the records hold no more, or hold otherwise; and what they hold that is said
    /// to have been known before the seal, which lacks it. `place` is anywhere in the seal's text.
    pub fn held(&self, texts: &Texts, records: &[Record], place: Place) -> Vec<Diagnostic> {
        let at = At { text: texts.get(place.file).content(), place };
        let mut faults = Vec::new();
        for (process, sealed) in &self.processes {
            let record = records.iter().find(|record| record.register.process == *process);
            if let Some(record) = record {
                faults.extend(self.process(record, sealed, texts, at));
                continue;
            }
            let message = format!("the process `{process}` was sealed, and is gone");
            let events = sealed.events.len();
            let fault = Diagnostic::new(Code::Unsealed, message)
                .at(at.of(process), format!("sealed with {events} of its events"))
                .help("bring it back: from version control, or from another copy");
            faults.push(fault);
        }
        let unknown =
            records.iter().filter(|one| !self.processes.contains_key(&one.register.process));
        faults.extend(unknown.filter_map(|record| self.unknown(record, place)));
        faults
    }

    /// Says once of a process that the seal lacks that some of it is dated before.
    fn unknown(&self, record: &Record, place: Place) -> Option<Diagnostic> {
        let day = self.day()?;
        let before = record.events().filter(|(_, row)| row.known < day).count();
        let process = &record.register.process;
        let charter = Place { file: record.register.charter, span: Span::new(0, 0) };
        (before > 0).then(|| {
            let message =
                format!("the seal does not know `{process}`, some of which is dated before it");
            Diagnostic::new(Code::BackDated, message)
                .at(charter, format!("events known before {day}: {before}"))
                .at(place, format!("sealed {}", self.at))
                .help("if it was recorded later, that is all; seal it anew")
        })
    }

    fn process(
        &self,
        record: &Record,
        sealed: &Sealed,
        texts: &Texts,
        at: At<'_>,
    ) -> Vec<Diagnostic> {
        let contents = record.contents(texts);
        let mut faults = Vec::new();
        let mut found = 0;
        for ((event, row), digest) in record.events().zip(&contents.events) {
            match sealed.events.get(row.id) {
                Some(kept) => {
                    found += 1;
                    if kept != digest {
                        faults.push(altered(record, event, at));
                    }
                }
                None if self.day().is_some_and(|day| row.known < day) => {
                    faults.push(self.back_dated(record, event, at));
                }
                None => {}
            }
        }
        if found < sealed.events.len() {
            let ids: std::collections::BTreeSet<&str> =
                record.events().map(|(_, row)| row.id).collect();
            let gone = sealed.events.keys().filter(|id| !ids.contains(id.as_str()));
            faults.extend(gone.map(|id| missing(id, at)));
        }
        faults.extend(redeclared(record, sealed, &contents, at));
        faults
    }

    fn back_dated(&self, record: &Record, event: EventIx, at: At<'_>) -> Diagnostic {
        let row = record.row(event);
        let message = format!(
            "`{}` is said to have been known on {}, and no seal of then has it",
            row.id, row.known
        );
        Diagnostic::new(Code::BackDated, message)
            .at(record.id_place(event), "written after the seal")
            .at(at.place, format!("sealed {}", self.at))
            .note("the engine cannot tell when something was written, only that it was not there to be sealed")
            .help("if it was recorded late, that is all; else ask who wrote it, and when: `git log`")
    }
}

impl At<'_> {
    /// Returns where a name stands in the seal.
    fn of(self, name: &str) -> Place {
        let wanted = format!("{}: ", crate::ron::quoted(name));
        let span = self.text.match_indices(&wanted).next();
        let span = span.map(|(at, _)| Span::new(at, at + wanted.len() - 2));
        Place { span: span.unwrap_or(self.place.span), ..self.place }
    }
}

fn altered(record: &Record, event: EventIx, at: At<'_>) -> Diagnostic {
    let id = record.row(event).id;
    Diagnostic::new(Code::Unsealed, format!("`{id}` does not say what was sealed"))
        .at(record.id_place(event), "altered since")
        .at(at.of(id), "sealed as another content")
        .help("bring it back as it was; a correction is an event of its own that `replaces` it")
}

fn missing(id: &str, at: At<'_>) -> Diagnostic {
    Diagnostic::new(Code::Unsealed, format!("`{id}` was sealed, and the record does not hold it"))
        .at(at.of(id), "sealed here")
        .note("an event that is left out for an error is not held either")
        .help("bring it back as it was; an event that is wrong is taken back with a `Retract`")
}

fn redeclared(
    record: &Record,
    sealed: &Sealed,
    contents: &Contents,
    at: At<'_>,
) -> Option<Diagnostic> {
    let now: Vec<Digest> = contents.declared.iter().map(|(_, digest)| *digest).collect();
    let gone = sealed.declared.iter().any(|digest| !now.contains(digest));
    let process = &record.register.process;
    let top = |file| Place { file, span: Span::new(0, 0) };
    gone.then(|| {
        let message = format!("what `{process}` declares is not what was sealed");
        Diagnostic::new(Code::Redeclared, message)
            .at(top(record.register.charter), "its charter, or a lifecycle beside it")
            .at(at.of(process), "sealed here")
            .note("names and rules may be added to as talks go on; what was said by them then may now mean something else")
            .help("look at what has changed: `git log -p`; seal it anew if it is as it should be")
    })
}
