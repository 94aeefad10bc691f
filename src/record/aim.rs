//! What events point at: the events, issues, drafts, passages, points and encounters that they name.

use std::collections::{BTreeMap, BTreeSet};

use crate::event::{Kind, Sequence};
use crate::model::{is_id, nearest};
use crate::register::Register;
use crate::ron::quoted;
use crate::seed::{Entry, Reference};
use crate::source::{Code, Diagnostic};

/// How many ids are looked at for one that may be meant, over all references to unknown events: with a
/// wrong id in each of many events, every one would be held against all the others.
const MOST_LOOKS: usize = 5_000_000;

/// What a name of a dispatch stands for: an event before an issue before anything else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning<'n> {
    /// The entry at this place.
    Event(usize),
    /// An issue.
    Issue(crate::register::IssueIx),
    /// A draft, passage, point or encounter.
    Thing(&'n str),
}

/// Everything that a name can stand for.
pub(super) struct Meanings<'e> {
    events: BTreeMap<&'e str, usize>,
    things: BTreeSet<&'e str>,
    register: &'e Register,
}

impl<'e> Meanings<'e> {
    pub(super) fn of(entries: &'e [Box<Entry>], register: &'e Register) -> Self {
        let events = entries.iter().enumerate().map(|(at, one)| (one.id.as_str(), at)).collect();
        let introduced = entries
            .iter()
            .flat_map(|entry| entry.introduces.iter().chain(&entry.occasion).map(String::as_str));
        let embodied = register.issues.indices().flat_map(|issue| {
            register.issues[issue].passages.iter().map(|passage| passage.draft.as_str())
        });
        Meanings { events, things: introduced.chain(embodied).collect(), register }
    }

    /// Returns the place of an event.
    pub(super) fn event(&self, name: &str) -> Option<usize> {
        self.events.get(name).copied()
    }

    /// Returns what a name stands for, the version of a draft left aside.
    pub(super) fn find(&self, name: &str) -> Option<Meaning<'e>> {
        let event = self.event(name).map(Meaning::Event);
        let issue = || self.register.issues.find(name).map(Meaning::Issue);
        let thing = || self.things.get(unversioned(name).as_str()).copied().map(Meaning::Thing);
        event.or_else(issue).or_else(thing)
    }
}

/// Takes the version out of a name: `treaty@2/7` is `treaty/7`.
fn unversioned(name: &str) -> String {
    match name.split_once('@') {
        Some((draft, rest)) => {
            let at = rest.find('/').map_or("", |slash| &rest[slash..]);
            format!("{draft}{at}")
        }
        None => name.to_owned(),
    }
}

/// Returns how often a name that is not there is held against all that are.
fn offers(entries: &[Box<Entry>]) -> usize {
    (MOST_LOOKS / entries.len().max(1)).max(5)
}

/// Finds the events that name something that nobody reported.
pub(super) fn unresolved(
    entries: &[Box<Entry>],
    register: &Register,
    faults: &mut Vec<Diagnostic>,
) -> BTreeSet<usize> {
    let meanings = Meanings::of(entries, register);
    let mut unsound = BTreeSet::new();
    let mut offers = offers(entries);
    for (at, entry) in entries.iter().enumerate() {
        let about = entry.about.iter().filter(|one| meanings.find(&one.id).is_none());
        let events =
            entry.retracts.iter().chain(&entry.replaces).chain(&entry.after).chain(&entry.refers);
        let missing = about.chain(events.filter(|one| meanings.event(&one.id).is_none()));
        for reference in missing {
            faults.push(no_event(reference, entry, entries, &meanings, offers > 0));
            offers = offers.saturating_sub(1);
            unsound.insert(at);
        }
    }
    unsound
}

/// Finds what is odd about the encounters that events name: that nobody has told of them, or that they
/// were at another time than the dates say.
pub(super) fn encounters(entries: &[Box<Entry>], faults: &mut Vec<Diagnostic>) {
    if entries.iter().all(|entry| entry.during.is_none() && entry.orders.is_empty()) {
        return;
    }
    let mut accounts: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in entries.iter().filter(|entry| entry.kind == Kind::Meeting) {
        for name in entry.occasion.iter().chain([&entry.id]) {
            accounts.entry(name).or_default().push(entry);
        }
    }
    let mut offers = offers(entries);
    for entry in entries {
        for reference in entry.during.iter().chain(entry.orders.iter().map(|(_, one)| one)) {
            if !accounts.contains_key(reference.id.as_str()) {
                faults.push(no_encounter(reference, entries, offers > 0));
                offers = offers.saturating_sub(1);
            }
        }
        for (sequence, reference) in &entry.orders {
            let others = accounts.get(reference.id.as_str()).map_or(&[][..], Vec::as_slice);
            let clashing = others.iter().all(|other| clash(*sequence, entry, other));
            if let Some(other) = others.first().filter(|_| clashing) {
                faults.push(disordered(entry, reference, other));
            }
        }
    }
}

/// Returns whether the days of two encounters cannot be in the order that is told.
fn clash(sequence: Sequence, one: &Entry, other: &Entry) -> bool {
    let (later, earlier) = (one.when.later_than(&other.when), other.when.later_than(&one.when));
    match sequence {
        Sequence::Before => later,
        Sequence::After => earlier,
        Sequence::Together => later || earlier,
    }
}

fn disordered(entry: &Entry, reference: &Reference, other: &Entry) -> Diagnostic {
    let days = |entry: &Entry| match (entry.when.first, entry.when.last) {
        (first, last) if first == last => first.to_string(),
        (first, last) => format!("{first} to {last}"),
    };
    let message =
        format!("`{}` and `{}` were not in this order by their dates", entry.id, reference.id);
    Diagnostic::new(Code::OrderDisagrees, message)
        .at(reference.place, format!("this one was {}", days(entry)))
        .at(other.id_place, format!("the other was {}", days(other)))
        .help("correct the relation or one of the dates; the dates count")
}

fn no_event(
    reference: &Reference,
    entry: &Entry,
    entries: &[Box<Entry>],
    meanings: &Meanings<'_>,
    offer: bool,
) -> Diagnostic {
    let about = entry.about.as_ref().is_some_and(|about| about.place == reference.place);
    let message = match entry.kind {
        Kind::Retract => format!("there is no event `{}` to retract", reference.id),
        _ if about => format!("nothing is called `{}`", reference.id),
        _ => format!("there is no event `{}`", reference.id),
    };
    let words = if about { "no event, issue, draft or point" } else { "unknown event" };
    let fault = Diagnostic::new(Code::UnknownEvent, message).at(reference.place, words);
    let known = meanings.events.iter().filter(|(_, other)| entries[**other].known <= entry.known);
    match offer.then(|| nearest(&reference.id, known.map(|(id, _)| *id))).flatten() {
        Some(near) => {
            let other = &entries[meanings.events[near]];
            fault.at(other.id_place, format!("of a similar id: {}", other.kind.name())).patch(
                format!("did you mean `{near}`?"),
                reference.place,
                quoted(near),
            )
        }
        None if about => fault.help(
            "name an event by its id, or an issue, draft, passage or point as other events do",
        ),
        None => fault.help("name the id of an event of this process, as its dispatch gives it"),
    }
}

/// Finds conditions that name nothing, though they are written as names are: they are never met.
pub(super) fn conditions(
    entries: &[Box<Entry>],
    register: &Register,
    faults: &mut Vec<Diagnostic>,
) {
    if entries.iter().all(|entry| entry.waits.is_empty()) {
        return;
    }
    let meanings = Meanings::of(entries, register);
    let mut offers = offers(entries);
    for entry in entries {
        for wait in &entry.waits {
            let Some(of) = &wait.of else { continue };
            if is_id(&of.id) && meanings.find(&of.id).is_none() {
                let message = format!("nothing is called `{}`", of.id);
                let fault = Diagnostic::new(Code::UnknownCondition, message)
                    .at(of.place, "taken as words: never met by itself");
                let known = meanings.events.keys().copied().chain(register.issues.ids());
                let near = (offers > 0).then(|| nearest(&of.id, known)).flatten();
                offers = offers.saturating_sub(1);
                faults.push(match near {
                    Some(near) => {
                        fault.patch(format!("did you mean `{near}`?"), of.place, quoted(near))
                    }
                    None => fault.help("put the source's words into `words`"),
                });
            }
        }
    }
}

fn no_encounter(reference: &Reference, entries: &[Box<Entry>], offer: bool) -> Diagnostic {
    let message = format!("no meeting is an account of `{}`", reference.id);
    let fault =
        Diagnostic::new(Code::UnknownOccasion, message).at(reference.place, "unknown encounter");
    let occasions = entries.iter().filter_map(|entry| entry.occasion.as_deref());
    match offer.then(|| nearest(&reference.id, occasions)).flatten() {
        Some(near) => fault.patch(format!("did you mean `{near}`?"), reference.place, quoted(near)),
        None => fault.help("name the `occasion` of a Meeting, or the id of its event"),
    }
}
