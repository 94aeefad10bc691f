//! What may be given away: everything else stays.

use std::collections::{BTreeMap, BTreeSet};

use crate::event::Kind;
use crate::model::Basis;
use crate::ron::Tree;

/// What of an event decides how it counts. Without its source a claim would pass for the recorder's own, without
/// its modality for something that happened, without its level an acceptance for a lesser one: these fields are never
/// left out of an event that is kept.
const DECIDING: [&str; 65] = [
    "id",
    "replaces",
    "on",
    "stated",
    "known",
    "via",
    "basis",
    "modality",
    "when",
    "rel",
    "of",
    "aspect",
    "what",
    "log",
    "seq",
    "act",
    "is",
    "level",
    "status",
    "result",
    "tally",
    "yes",
    "no",
    "abstain",
    "threshold",
    "adverse",
    "sign",
    "value",
    "degree",
    "extent",
    "effect",
    "due",
    "blocking",
    "open",
    "as",
    "for",
    "with",
    "against",
    "body",
    "until",
    "stage",
    "by",
    "to",
    "through",
    "issue",
    "issues",
    "draft",
    "point",
    "party",
    "person",
    "parties",
    "option",
    "several",
    "internal_to",
    "claim",
    "source",
    "credibility",
    "movable_by",
    "set_by",
    "into",
    "from",
    "map",
    "cases",
    "lifecycle",
    "occasion",
];

/// The other fields of events that are kept unless something else is said. Not among them: the recorder's `note`,
/// the `channel`, by which an unnamed source may be known, and `reason`.
const FIELDS: [&str; 41] = [
    "said",
    "likelihood",
    "cite",
    "doc",
    "sentences",
    "quote",
    "terms",
    "key",
    "op",
    "hi",
    "unit",
    "per",
    "words",
    "during",
    "because",
    "about",
    "absent",
    "agenda",
    "at",
    "begins",
    "between",
    "character",
    "described",
    "eligible",
    "ends",
    "format",
    "lasted",
    "office",
    "order",
    "owner",
    "place",
    "present",
    "purpose",
    "question",
    "recommended",
    "reservation",
    "text",
    "texts",
    "turnout",
    "version",
    "who",
];

/// The fields of events that are kept only if somebody says so.
const UNLISTED: [&str; 5] = ["note", "channel", "reason", "reliability", "same_as"];

/// The fields of charters that are kept. Not among them: which unnamed source may be which other one
/// (`maybe_same_as`), how reliable the recorder holds a source to be, archived texts, and `mode`: a copy with
/// gaps cannot refuse moves whose grounds were left out.
const DECLARED: [&str; 31] = [
    "format",
    "process",
    "title",
    "offset",
    "lifecycle",
    "parties",
    "people",
    "sources",
    "places",
    "documents",
    "issues",
    "packages",
    "name",
    "members",
    "within",
    "mandates",
    "party",
    "office",
    "begins",
    "ends",
    "same_as",
    "publisher",
    "date",
    "language",
    "address",
    "kind",
    "required",
    "roles",
    "decision",
    "approvals",
    "passages",
];

/// What of the passages and weights of issues is kept, too.
const DECLARED_TOO: [&str; 3] = ["draft", "at", "weight"];

/// What may be given away.
#[derive(Debug, Clone)]
pub struct Allow {
    /// The kinds of events.
    pub kinds: BTreeSet<Kind>,
    /// The fields of events, beside those that decide how an event counts.
    pub fields: BTreeSet<String>,
    /// The terms on which a source spoke.
    pub bases: BTreeSet<Basis>,
    /// The sources, people and parties on whose word something is told; all of them if none is named.
    pub sources: Option<BTreeSet<String>>,
}

impl Default for Allow {
    /// Everything but what was told off the record or on background, ratings of sources, and the fields that
    /// are not listed.
    fn default() -> Allow {
        Allow {
            // A Rating may say who an unnamed source is.
            kinds: Kind::ALL.iter().copied().filter(|kind| *kind != Kind::Rating).collect(),
            fields: FIELDS.iter().map(|name| (*name).to_owned()).collect(),
            bases: [Basis::OnRecord, Basis::Document, Basis::Unattributed].into(),
            sources: None,
        }
    }
}

impl Allow {
    /// Returns every field of events: those that are always kept, that are kept unless something else is said, and
    /// that are kept only if somebody says so.
    pub fn fields_known() -> impl Iterator<Item = &'static str> {
        DECIDING.into_iter().chain(FIELDS).chain(UNLISTED)
    }

    /// Leaves out of an event what is not allowed; how often each field was goes to `left_out`.
    pub(super) fn event(&self, tree: &mut Tree, left_out: &mut BTreeMap<&'static str, usize>) {
        keep(tree, &|name| DECIDING.contains(&name) || self.fields.contains(name), left_out);
    }
}

/// Leaves out of a charter what is not allowed.
pub(super) fn charter(tree: &mut Tree, left_out: &mut BTreeMap<&'static str, usize>) {
    keep(tree, &|name| DECLARED.contains(&name) || DECLARED_TOO.contains(&name), left_out);
}

fn keep(
    tree: &mut Tree,
    allowed: &dyn Fn(&str) -> bool,
    left_out: &mut BTreeMap<&'static str, usize>,
) {
    match tree {
        Tree::Nothing | Tree::Word(_) | Tree::Text(_) => {}
        Tree::List(list) => list.iter_mut().for_each(|one| keep(one, allowed, left_out)),
        Tree::Map(map) => map.iter_mut().for_each(|(_, one)| keep(one, allowed, left_out)),
        Tree::Variant(_, held) => keep(held, allowed, left_out),
        Tree::Fields(fields) => {
            fields.retain_mut(|(name, value)| {
                let kept = allowed(name);
                if !kept && !value.is_nothing() {
                    *left_out.entry(*name).or_default() += 1;
                }
                if kept {
                    keep(value, allowed, left_out);
                }
                kept
            });
        }
    }
}
