//! The envelope: given once per dispatch and inherited, or per event.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::{Name, Prose, What};
use crate::model::{Aspect, Basis, Likelihood, Modality};
use crate::register::Register;
use crate::ron::{At, Raw};

/// Gives both structs the fields that a dispatch says once for all its events, and makes an event
/// take over those that it does not say itself.
macro_rules! inherited {
    ($($(#[$doc:meta])* $field:ident: $type:ty,)*) => {
        /// The head of a dispatch: one report, and what holds for all its events.
        #[derive(Debug, Deserialize)]
        #[serde(rename = "dispatch")]
        pub struct Header<'a> {
            /// The version of the file format.
            pub format: At<u32>,
            /// The day on which the report was published.
            #[serde(borrow)]
            pub date: Name<'a>,
            /// The document that its citations are from, unless they name another.
            pub document: Option<Name<'a>>,
            /// The log that it belongs to: there, sequence decides.
            pub log: Option<Name<'a>>,
            /// Its place in the log.
            pub seq: Option<u64>,
            /// The sentences of the document that are left out on purpose.
            pub omitted: Option<Vec<Omission<'a>>>,
            $($(#[$doc])* pub $field: $type,)*
            /// The events, read one by one.
            pub events: Raw,
        }

        /// One event as it is written.
        #[derive(Debug, Deserialize, Serialize)]
        #[serde(rename = "event")]
        pub struct Event<'a> {
            /// Its id, unique in the process; derived from the file's name where it is not given.
            #[serde(borrow)]
            pub id: Option<Name<'a>>,
            /// The event that it corrects.
            pub replaces: Option<Name<'a>>,
            $($(#[$doc])* pub $field: $type,)*
            /// What happened.
            pub what: At<What<'a>>,
        }

        impl<'a> Event<'a> {
            /// Takes over what the dispatch says for all its events.
            pub fn inherit(&mut self, header: &Header<'a>) {
                $(if self.$field.is_none() { self.$field.clone_from(&header.$field); })*
            }
        }
    };
}

inherited! {
    /// When it happened or is to happen, in EDTF.
    on: Option<Name<'a>>,
    /// The source's own words for that.
    said: Option<At<Prose<'a>>>,
    /// When the statement was made.
    stated: Option<Name<'a>>,
    /// When it became known, if not on the dispatch's date.
    known: Option<Name<'a>>,
    /// The chain of sources, first hand first; empty for the recorder.
    via: Option<Vec<At<Link<'a>>>>,
    /// On what terms it was said.
    basis: Option<Basis>,
    /// Where it was said.
    channel: Option<Prose<'a>>,
    /// Whether it happened.
    modality: Option<At<Modality>>,
    /// On what it depends.
    when: Option<Vec<Condition<'a>>>,
    /// Whether it is news.
    aspect: Option<Aspect>,
    /// How likely the source calls it.
    likelihood: Option<Likelihood>,
    /// Where the report says so.
    cite: Option<At<Cite<'a>>>,
    /// Figures.
    terms: Option<Vec<Term<'a>>>,
    /// The encounter during which it happened.
    during: Option<Name<'a>>,
    /// The reason that is given.
    because: Option<Prose<'a>>,
    /// The recorder's remark.
    note: Option<Prose<'a>>,
}

/// One link of a chain of sources; several names for a joint statement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Link<'a> {
    /// A person, a party or a source.
    One(&'a str),
    /// Those who made a statement together.
    Joint(Vec<Name<'a>>),
}

/// A condition.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename = "condition")]
pub struct Condition<'a> {
    /// How it depends.
    pub rel: Relation,
    /// The event or issue, or whatever words there are for it.
    #[serde(borrow)]
    pub of: Option<At<Prose<'a>>>,
    /// The source's words.
    pub words: Option<Prose<'a>>,
}

/// How something depends on a condition.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Deserialize,
    Serialize,
    borsh::BorshSerialize,
    borsh::BorshDeserialize,
)]
#[serde(rename = "relation")]
pub enum Relation {
    /// If the condition is met.
    If,
    /// As soon as it is met.
    Once,
    /// If it is not met.
    Unless,
    /// As long as it is not met.
    Until,
}

/// Sentences of a document that no event is to be written for.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename = "omission")]
pub struct Omission<'a> {
    /// By number: 0 for headings, then from 1.
    pub sentences: Vec<At<u32>>,
    /// Why.
    #[serde(borrow)]
    pub note: Prose<'a>,
}

/// Where a report says so.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename = "citation")]
pub struct Cite<'a> {
    /// The document, if not the dispatch's.
    #[serde(borrow)]
    pub doc: Option<Name<'a>>,
    /// Its sentences by number: 0 for headings, then from 1.
    #[serde(default)]
    pub sentences: Vec<At<u32>>,
    /// Its very words.
    pub quote: Option<At<Prose<'a>>>,
}

/// A figure.
#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(rename = "term")]
pub struct Term<'a> {
    /// What it is a figure of.
    #[serde(borrow)]
    pub key: Name<'a>,
    /// How to read it.
    #[serde(default)]
    pub op: Reading,
    /// The figure.
    pub value: Option<f64>,
    /// The upper end of a range.
    pub hi: Option<f64>,
    /// Its unit.
    pub unit: Option<Prose<'a>>,
    /// What it is counted by: a year, a head.
    pub per: Option<Prose<'a>>,
    /// The source's words.
    pub words: Prose<'a>,
}

/// How a figure is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, Serialize)]
#[serde(rename = "reading of a figure")]
pub enum Reading {
    /// Just that.
    #[default]
    Eq,
    /// At least.
    Min,
    /// At most.
    Max,
    /// About.
    About,
    /// From the value to `hi`.
    Range,
}

impl Term<'_> {
    /// Returns what is wrong with the figure and what to do, if anything is.
    pub(super) fn fault(&self) -> Option<(String, &'static str)> {
        let key = self.key.value;
        let finite = [self.value, self.hi].into_iter().flatten().all(f64::is_finite);
        match (self.op, self.value, self.hi) {
            _ if !finite => Some((format!("`{key}` has no finite figure"), "write a number")),
            (Reading::Range, Some(low), Some(high)) if low > high => {
                Some((format!("`{key}` ends before it begins"), "put the lower figure in `value`"))
            }
            (Reading::Range, Some(_), Some(_)) => None,
            (Reading::Range, ..) => {
                let message = format!("`{key}` is a range without both ends");
                Some((message, "give `value` and `hi`, or say `op: Min` or `op: Max`"))
            }
            (_, _, Some(_)) => {
                let message = format!("`{key}` has an upper end, and is no range");
                Some((message, "say `op: Range`"))
            }
            _ => None,
        }
    }
}

impl Condition<'_> {
    /// Returns the words for it: "if Russia accepts".
    pub fn shown(&self) -> String {
        let rel = match self.rel {
            Relation::If => "if",
            Relation::Once => "once",
            Relation::Unless => "unless",
            Relation::Until => "until",
        };
        let of = self.of.as_ref().map(|of| of.value.text());
        let words = self.words.as_ref().map(Prose::text);
        match (words, of) {
            // Sources say "if" themselves.
            (Some(words), _) if words.to_lowercase().starts_with(rel) => words.to_owned(),
            (Some(words), _) => format!("{rel} {words}"),
            (None, of) => format!("{rel} {}", of.unwrap_or_default()),
        }
    }
}

impl Event<'_> {
    /// Returns all that can be searched for words: the line, the quote and the note.
    pub fn said_in_words(&self, register: &Register) -> String {
        let quote = self.cite.as_ref().and_then(|cite| cite.value.quote.as_ref());
        let quote = quote.map_or("", |quote| quote.value.text());
        let note = self.note.as_ref().map_or("", Prose::text);
        format!("{}\n{quote}\n{note}", self.line(register))
    }

    /// Returns what happened in words for one line, with its figures and conditions.
    pub fn line(&self, register: &Register) -> String {
        let terms = self.terms.iter().flatten();
        let terms = terms.map(|term| format!("{}: {}", term.key.value, term.words.text()));
        let conditions = self.when.iter().flatten().map(Condition::shown);
        let more: Vec<String> = terms.chain(conditions).collect();
        let line = self.what.value.line(register);
        if more.is_empty() { line } else { format!("{line} · {}", more.join(" · ")) }
    }
}

impl<'a> Link<'a> {
    /// Returns the names of the link, each with its place; `at` is the link's own.
    pub fn names(&self, at: crate::source::Span) -> impl Iterator<Item = Name<'a>> {
        let (one, joint) = match self {
            Link::One(name) => (Some(At { value: *name, span: at }), &[][..]),
            Link::Joint(names) => (None, names.as_slice()),
        };
        one.into_iter().chain(joint.iter().copied())
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Link<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(LinkVisitor)
    }
}

impl Serialize for Link<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Link::One(name) => serializer.serialize_str(name),
            // Alone or in a list, it is the same voice.
            Link::Joint(names) if names.len() == 1 => serializer.serialize_str(names[0].value),
            Link::Joint(names) => serializer.collect_seq(names),
        }
    }
}

struct LinkVisitor;

impl<'de> de::Visitor<'de> for LinkVisitor {
    type Value = Link<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name, or a list of names")
    }

    fn visit_borrowed_str<E: de::Error>(self, name: &'de str) -> Result<Self::Value, E> {
        Ok(Link::One(name))
    }

    fn visit_seq<A: de::SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
        let mut names = Vec::new();
        while let Some(name) = seq.next_element()? {
            names.push(name);
        }
        Ok(Link::Joint(names))
    }
}
