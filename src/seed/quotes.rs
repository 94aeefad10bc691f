//! Quotes held against the archived documents. A false quote is an error to mend; it excludes nothing,
//! since a document is never an input of the state.

use std::collections::BTreeMap;

use super::{Dispatch, Process};
use crate::event::{Cite, Event, Header, Prose};
use crate::ron::{self, At};
use crate::source::{Code, Diagnostic, Place, Sentences, Span, Texts, folded};

/// The archived texts of a process by document id: the text, or why it cannot be read.
pub type Archive = BTreeMap<String, Result<String, String>>;

/// Returns what is wrong with the citations of a process.
pub fn check_quotes(process: &Process, texts: &Texts, archive: &Archive) -> Vec<Diagnostic> {
    let mut faults: Vec<Diagnostic> = archive
        .iter()
        .filter_map(|(id, text)| Some((id, text.as_ref().err()?)))
        .filter_map(|(id, why)| missing(process, id, why))
        .collect();
    let documents: BTreeMap<&str, (String, Sentences<'_>)> = archive
        .iter()
        .filter_map(|(id, text)| text.as_ref().ok().map(|text| (id.as_str(), text)))
        .map(|(id, text)| (id, (folded(text), Sentences::of(text))))
        .collect();
    for dispatch in &process.dispatches {
        let own = dispatch.document();
        for (cite, place) in citations(dispatch, texts) {
            let id = cite.doc.map(|name| name.value).or(own.as_deref());
            if let Some(document) = id.and_then(|id| documents.get(id)) {
                judge(&cite, place, document, &mut faults);
            }
        }
        if let Some((_, parts)) = own.as_deref().and_then(|id| documents.get(id)) {
            for (sentences, place) in omissions(dispatch, texts) {
                judge_sentences(&sentences, place, parts, &mut faults);
            }
        }
    }
    faults
}

/// Returns the citations of a dispatch: its own, and those of its events.
fn citations<'t>(
    dispatch: &Dispatch,
    texts: &'t Texts,
) -> impl Iterator<Item = (Cite<'t>, Place)> + use<'t> {
    let file = dispatch.file;
    let text = texts.get(file).content();
    let header = ron::read::<Header<'t>>(file, text, &texts.limits).value;
    let events = header.as_ref().map(|header| header.events.span);
    let own = events
        .into_iter()
        .flat_map(move |span| ron::items::<Event<'t>>(file, text, span, &texts.limits))
        .filter_map(|item| item.value?.cite);
    let shared = header.and_then(|header| header.cite);
    shared.into_iter().chain(own).map(move |cite| (cite.value, Place { file, span: cite.span }))
}

/// Returns the sentences that a dispatch leaves out on purpose.
fn omissions(dispatch: &Dispatch, texts: &Texts) -> Vec<(Vec<At<u32>>, Place)> {
    let omitted = dispatch.omitted(texts).into_iter();
    let place = Place { file: dispatch.file, span: Span::new(0, 0) };
    omitted.map(|omission| (omission.sentences, place)).collect()
}

fn judge(
    cite: &Cite<'_>,
    place: Place,
    (whole, parts): &(String, Sentences<'_>),
    faults: &mut Vec<Diagnostic>,
) {
    judge_sentences(&cite.sentences, place, parts, faults);
    let Some(quote) = &cite.quote else { return };
    if !whole.contains(&folded(quote.value.text())) {
        faults.push(not_found(quote, place, parts));
    }
}

fn judge_sentences(
    sentences: &[At<u32>],
    place: Place,
    parts: &Sentences<'_>,
    faults: &mut Vec<Diagnostic>,
) {
    for sentence in sentences {
        if sentence.value as usize > parts.count() {
            let place = Place { span: sentence.span, ..place };
            let count = parts.count();
            let message = format!("the document has no sentence {}", sentence.value);
            faults.push(
                Diagnostic::new(Code::NoSuchSentence, message)
                    .at(place, format!("there are {count}, numbered from 1; 0 is for headings"))
                    .help("correct the number"),
            );
        }
    }
}

fn not_found(quote: &At<Prose<'_>>, place: Place, parts: &Sentences<'_>) -> Diagnostic {
    let words = folded(quote.value.text());
    let message = "the document does not contain this quote";
    let mut fault = Diagnostic::new(Code::QuoteNotFound, message)
        .at(Place { span: quote.span, ..place }, "not in the archived text");
    if let Some((number, passage)) = nearest_passage(&words, parts) {
        let whence =
            if number == 0 { "in a heading".to_owned() } else { format!("sentence {number}") };
        fault = fault.note(format!("the nearest passage, {whence}: “{passage}”"));
    }
    fault.help("quote the document word for word, or leave the quote out")
}

/// Returns the passage of the document most like some words: of the most similar sentence, as many
/// words as were quoted, where they fit best.
fn nearest_passage(words: &str, parts: &Sentences<'_>) -> Option<(usize, String)> {
    let length = words.split(' ').count();
    let windows = parts.numbered().iter().flat_map(|(number, sentence)| {
        let all: Vec<&str> = sentence.split_whitespace().collect();
        let size = length.clamp(1, all.len().max(1));
        let windows: Vec<_> = all.windows(size).map(|some| (*number, some.join(" "))).collect();
        windows
    });
    let mut best: Option<(f64, (usize, String))> = None;
    for window in windows {
        let alike = strsim::sorensen_dice(words, &window.1);
        if best.as_ref().is_none_or(|(most, _)| alike > *most) {
            best = Some((alike, window));
        }
    }
    best.filter(|(alike, _)| *alike > 0.3).map(|(_, window)| window)
}

fn missing(process: &Process, id: &str, why: &str) -> Option<Diagnostic> {
    let ix = process.register.documents.find(id)?;
    let (path, place) = process.register.documents[ix].text.as_ref()?;
    let message = format!("the archived text of `{id}` cannot be read");
    Some(
        Diagnostic::new(Code::DocumentMissing, message)
            .at(*place, why.to_owned())
            .help(format!("put the text at `{path}`, beside the charter, or remove `text`")),
    )
}
