//! What events, charters and lifecycles say, apart from how they are written: the content that a digest is of.
//!
//! An event says all that it has from the head of its dispatch; its id is its own, also where that is made
//! of the name of its file, since others refer to it by that. Comments, layout, the order of fields, and
//! where a file lies are no content, and neither is the version of its form.

use super::Dispatch;
use super::charter;
use crate::event::{Event, Header};
use crate::lifecycle::Lifecycle;
use crate::model::Digest;
use crate::ron::{self, Limits, Tree};
use crate::source::{FileIx, Span, Texts};

impl Dispatch {
    /// Reads some of its events again, each known by its id and its place, and returns what they say.
    ///
    /// # Panics
    /// Panics if a place is not one of an event that was read from this text.
    pub fn contents<'e>(
        &self,
        texts: &Texts,
        events: impl IntoIterator<Item = (&'e str, Span)>,
    ) -> Vec<Tree> {
        let limits = Limits::NONE;
        let text = texts.get(self.file).content();
        let header = ron::read::<Header<'_>>(self.file, &self.head, &limits).value;
        let header = header.expect("the head was read before");
        let content = |(id, span): (&str, Span)| {
            let event = ron::read_part::<Event<'_>>(self.file, text, span, &limits).value;
            self.content(&header, id, event.expect("the event was read before"))
        };
        events.into_iter().map(content).collect()
    }

    fn content<'t>(&self, header: &Header<'t>, id: &str, mut event: Event<'t>) -> Tree {
        event.inherit(header);
        event.known = event.known.or(Some(header.date));
        if let Some(cite) = &mut event.cite {
            cite.value.doc = cite.value.doc.or(header.document);
        }
        let mut content = Tree::of(&event);
        if let Tree::Fields(fields) = &mut content {
            fields.retain(|(name, _)| *name != "id");
            fields.insert(0, ("id", Tree::Text(id.to_owned())));
            let (log, seq) = self.log.as_ref().map(|(log, seq)| (log, seq)).unzip();
            fields.extend([("log", Tree::of(&log)), ("seq", Tree::of(&seq))]);
        }
        content
    }
}

/// Returns the digest of what an event says.
pub fn event(content: &Tree) -> Digest {
    Digest::of_text("event", &content.canonical())
}

/// Returns what a charter says; none if it cannot be read.
pub fn charter_said(texts: &Texts, file: FileIx) -> Option<Tree> {
    charter::content(file, texts.get(file).content())
}

/// Returns what a lifecycle says; none if it cannot be read.
pub fn lifecycle_said(texts: &Texts, file: FileIx) -> Option<Tree> {
    Lifecycle::content(file, texts.get(file).content())
}

/// Returns the digest of what a charter says.
pub fn charter(texts: &Texts, file: FileIx) -> Digest {
    declared("charter", texts.get(file).content(), charter_said(texts, file))
}

/// Returns the digest of what a lifecycle says.
pub fn lifecycle(texts: &Texts, file: FileIx) -> Digest {
    declared("lifecycle", texts.get(file).content(), lifecycle_said(texts, file))
}

fn declared(sort: &str, text: &str, content: Option<Tree>) -> Digest {
    let Some(mut content) = content else {
        // What cannot be read says nothing else than its very text.
        return Digest::of_text(&format!("unreadable {sort}"), text);
    };
    if let Tree::Fields(fields) = &mut content {
        fields.retain(|(name, _)| *name != "format");
    }
    Digest::of_text(sort, &content.canonical())
}
