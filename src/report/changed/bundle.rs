//! Changes that are one line for people: what one report did alike to many, and all that one event did.

use std::collections::{BTreeMap, BTreeSet};

use super::ChangeAnswer;
use crate::register::Register;
use crate::render::{Tone, Words};
use crate::report::{counted, word};

/// The most names that are listed where many changed alike.
const MOST_NAMED: usize = 8;

/// Changes that are told together.
pub(super) struct Bundle<'c> {
    /// What changed alike, each with all that it changed of.
    alike: Vec<Vec<&'c ChangeAnswer>>,
}

/// Returns the changes in bundles, in the order of the first of each. That something is no longer
/// expected goes without saying where it is told to have taken place, or an issue to have moved by the
/// same event.
pub(super) fn bundles(changes: &[ChangeAnswer]) -> Vec<Bundle<'_>> {
    let met: BTreeSet<&String> = changes
        .iter()
        .filter(|change| change.field == "encounter")
        .map(|change| &change.subject)
        .collect();
    let moved = changes.iter().filter(|change| change.field == "stage");
    let moved: BTreeSet<&String> = moved.flat_map(|change| &change.events).collect();
    let told = changes.iter().filter(|change| {
        let over = || change.events.iter().all(|event| moved.contains(event));
        let gone = change.field == "expected" && change.to.is_none();
        !gone || !(met.contains(&change.subject) || over())
    });
    let alike = grouped(told, |change| {
        (change.dispatch, change.field, change.from.clone(), change.to.clone())
    });
    let events = |alike: &Vec<&ChangeAnswer>| -> BTreeSet<String> {
        alike.iter().flat_map(|change| change.events.iter().cloned()).collect()
    };
    let bundles = grouped(alike.into_iter(), events);
    bundles.into_iter().map(|alike| Bundle { alike }).collect()
}

/// Puts together what has the same key, in the order of the first of each.
fn grouped<T, K: Ord>(all: impl Iterator<Item = T>, key: impl Fn(&T) -> K) -> Vec<Vec<T>> {
    let mut places = BTreeMap::new();
    let mut groups: Vec<Vec<T>> = Vec::new();
    for one in all {
        let at = *places.entry(key(&one)).or_insert(groups.len());
        if at == groups.len() {
            groups.push(Vec::new());
        }
        groups[at].push(one);
    }
    groups
}

impl<'c> Bundle<'c> {
    /// Returns the change that speaks for all.
    pub(super) fn lead(&self) -> &'c ChangeAnswer {
        self.alike[0][0]
    }

    /// Returns what it is about: "security", "3 issues", "2 encounters".
    pub(super) fn name(&self) -> String {
        let names = names(self.alike.iter().flatten().copied());
        match names.as_slice() {
            [name] => (*name).to_owned(),
            names if self.lead().issue.is_some() => counted(names.len(), "issue"),
            names => format!("{} and {} more", names[0], names.len() - 1),
        }
    }

    /// Says what changed: first what moved, then what was said.
    pub(super) fn says(&self, register: &Register) -> Words {
        let several = names(self.alike.iter().flatten().copied()).len() > 1;
        let mut words = Words::new();
        let mut said: BTreeSet<String> = BTreeSet::new();
        let mut sorted: Vec<&Vec<&ChangeAnswer>> = self.alike.iter().collect();
        sorted.sort_by_key(|alike| is_told(alike[0]));
        for alike in sorted {
            let change = alike[0];
            let told = word::bare(
                register,
                change.to.as_deref().or(change.from.as_deref()).unwrap_or_default(),
            );
            if is_told(change) && change.to.is_some() && !said.insert(told.to_owned()) {
                continue;
            }
            if !words.is_empty() {
                words.push(Tone::Plain, "; ");
            }
            if several {
                let names = names(alike.iter().copied());
                words.push(Tone::Plain, format!("{} ", few(&names)));
            }
            words.pieces.extend(says(register, change).pieces);
        }
        words
    }
}

/// Returns some of many names, and how many more there are.
pub(super) fn few(names: &[impl AsRef<str>]) -> String {
    let shown = if names.len() > MOST_NAMED + 1 { MOST_NAMED } else { names.len() };
    let named: Vec<&str> = names[..shown].iter().map(AsRef::as_ref).collect();
    match names.len() - shown {
        0 => named.join(", "),
        more => format!("{} and {more} more", named.join(", ")),
    }
}

/// Returns the ids of the issues, or of what else some changes are about, each once.
fn names<'c>(changes: impl Iterator<Item = &'c ChangeAnswer>) -> Vec<&'c str> {
    let mut seen = BTreeSet::new();
    let names = changes.map(|change| change.issue.as_ref().unwrap_or(&change.subject).as_str());
    names.filter(|name| seen.insert(*name)).collect()
}

/// Returns whether a change is told in the words of an event.
fn is_told(change: &ChangeAnswer) -> bool {
    let moves = ["stage", "since", "condition", "held_by", "contested", "one_sided", "goes_on_as"];
    !moves.contains(&change.field)
}

/// Says what changed.
fn says(register: &Register, change: &ChangeAnswer) -> Words {
    let (from, to) = (change.from.as_deref(), change.to.as_deref());
    let told = |words: Option<&str>| word::bare(register, words.unwrap_or_default()).to_owned();
    match (change.field, from, to) {
        (_, from, to) if from.is_some() && from == to => Words::from(told(to)),
        ("stage", Some(from), Some(to)) => {
            staged(register, change.issue.as_deref().unwrap_or_default(), from, to)
        }
        ("contested", _, Some(_)) => Words::toned(Tone::Warn, "⇄ contested"),
        ("contested", _, None) => Words::from("no longer contested"),
        ("one_sided", _, Some(to)) => {
            Words::toned(Tone::Warn, format!("one side only, {to} on record"))
        }
        ("one_sided", _, None) => Words::from("no longer one side only"),
        ("condition", _, Some(to)) => Words::toned(Tone::Warn, to),
        ("condition", Some(from), None) => Words::from(format!("no longer {from}")),
        ("since", Some(from), Some(to)) => {
            Words::from(format!("stands there since {to}, not {from}"))
        }
        ("held_by", Some(from), Some(to)) => {
            Words::from(format!("rests on {}, no longer on {}", rests(to), rests(from)))
        }
        ("expected", from @ Some(_), Some(to)) if to.ends_with(", overdue") => {
            Words::toned(Tone::Warn, "overdue: ").and(Tone::Plain, told(from))
        }
        (field, None, to @ Some(_)) => Words::from(format!("{}: {}", label(field).0, told(to))),
        (field, from @ Some(_), None) => Words::from(format!("{}: {}", label(field).1, told(from))),
        (field, from @ Some(_), to @ Some(_)) => {
            let words = Words::from(format!("{}: {}", label(field).0, told(to)));
            words.and(Tone::Faint, format!(" (before: {})", told(from)))
        }
        (_, None, None) => Words::new(),
    }
}

fn staged(register: &Register, issue: &str, from: &str, to: &str) -> Words {
    let stage = |id: &str| {
        let issue = register.issues.find(issue);
        let rung = issue.and_then(|issue| Some((issue, register.lifecycle(issue).rung(id)?)));
        rung.map_or(Words::from(id), |(issue, rung)| word::stage(register, issue, rung))
    };
    let mut words = stage(from).and(Tone::Plain, " → ");
    words.pieces.extend(stage(to).pieces);
    words
}

/// Returns on what a stage rests, in words.
fn rests(held_by: &str) -> &str {
    match held_by {
        "ruling" => "the recorder's ruling",
        "derived" => "the parties' own word",
        "partial" => "the word of some parties",
        "rolled_up" => "its parts",
        _ => "what is reported",
    }
}

/// Returns what is said of an item that is new, and of one that is gone.
fn label(field: &str) -> (&'static str, &'static str) {
    match field {
        "position" => ("position", "position taken back"),
        "demand" => ("open demand", "demand no longer open"),
        "assessment" => ("assessment", "assessment no longer counts"),
        "point" => ("open point", "point no longer open"),
        "reading" => ("reading", "reading no longer counts"),
        "passage" => ("text", "text no longer counts"),
        "encounter" => ("took place", "encounter struck out"),
        "expected" => ("expected", "no longer expected"),
        "draft" => ("text", "text struck out"),
        "commitment" => ("promise or threat", "promise or threat struck out"),
        "conduct" => ("outside the room", "struck out"),
        "mandate" => ("office", "office struck out"),
        "membership" => ("member", "membership struck out"),
        "goes_on_as" => ("goes on as", "no longer goes on as"),
        _ => ("", "no longer"),
    }
}
