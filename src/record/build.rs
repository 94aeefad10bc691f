//! From the entries of all dispatches to the record: each event once, references resolved, in order.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::aim::{conditions, encounters, unresolved};
use super::assemble::assemble;
use super::ring;
use super::{EventIx, Record, Strike};
use crate::event::{Answer, Deed, OnTarget};
use crate::lifecycle::Act;
use crate::model::Day;
use crate::register::{ActorIx, Register};
use crate::seed::{Dispatch, Entries, Entry, Process, Reference};
use crate::source::{Code, Diagnostic, Texts};

/// Builds the record of a process; what is wrong goes to `faults`. Also returns how many events were
/// left out. O(events log events).
pub fn build(process: Process, texts: &Texts, faults: &mut Vec<Diagnostic>) -> (Record, usize) {
    let Process { register, dispatches, entries } = process;
    let (mut entries, clashing) = once(entries, &dispatches, texts, faults);
    pull_forward(&mut entries, &dispatches, faults);
    entries.sort_by(|a, b| order(a).cmp(&order(b)));
    let unsound = unresolved(&entries, &register, faults);
    let count = entries.len();
    let mut at = 0;
    entries.retain(|_| {
        at += 1;
        !unsound.contains(&(at - 1))
    });
    let (mut entries, strikes) = strikes(entries, &register, faults);
    deny(&mut entries);
    encounters(&entries, faults);
    conditions(&entries, &register, faults);
    let left_out = clashing + count - entries.len();
    (assemble(register, dispatches, &entries, &strikes), left_out)
}

/// The one order: by the day from which an event counts, then by what cannot decide anything.
fn order(entry: &Entry) -> (Day, Day, &str) {
    (entry.when.from, entry.known, &entry.id)
}

/// Keeps each event once. The same event twice, however it is written, is a retry or a merge and is taken
/// once; one id for two different events is an error, and the one that was known first is kept. Also returns how many
/// were left out for that.
fn once(
    mut entries: Entries,
    dispatches: &[Dispatch],
    texts: &Texts,
    faults: &mut Vec<Diagnostic>,
) -> (Entries, usize) {
    if have_ids_of_their_own(&entries) {
        return (entries, 0);
    }
    let mut clashing = 0;
    // Read again only where two events have one id and one day.
    let said = |entry: &Entry| {
        let events = [(entry.id.as_str(), entry.place.span)];
        dispatches[entry.dispatch as usize].contents(texts, events)[0].canonical()
    };
    let compare = |a: &Entry, b: &Entry| {
        let head = (&a.id, a.known).cmp(&(&b.id, b.known));
        head.then_with(|| said(a).cmp(&said(b)))
    };
    entries.sort_by(|a, b| compare(a, b));
    let mut kept: Entries = Vec::with_capacity(entries.len());
    for entry in entries {
        match kept.last() {
            Some(first) if first.id == entry.id => {
                if compare(first, &entry) != Ordering::Equal {
                    faults.push(duplicate(first, &entry));
                    clashing += 1;
                }
            }
            _ => kept.push(entry),
        }
    }
    (kept, clashing)
}

#[expect(clippy::disallowed_types, reason = "nobody goes through it: it only tells what is there")]
fn have_ids_of_their_own(entries: &[Box<Entry>]) -> bool {
    let mut ids = std::collections::HashSet::with_capacity(entries.len());
    entries.iter().all(|entry| ids.insert(entry.id.as_str()))
}

fn duplicate(first: &Entry, second: &Entry) -> Diagnostic {
    let message = format!("two events are called `{}`, and they differ", first.id);
    let fault = Diagnostic::new(Code::DuplicateId, message)
        .at(second.id_place, "second; it is left out")
        .at(first.id_place, "first");
    match (&first.occasion, &second.occasion) {
        (Some(one), Some(other)) if one == other => fault.help(format!(
            "another account of the same encounter? give it an id of its own and keep \
             `occasion: \"{one}\"`: both are kept side by side"
        )),
        _ => fault.help(
            "another event? give it an id of its own; a correction? say `replaces` with an id of its own",
        ),
    }
}

/// Within a log its own order decides: nothing counts before its predecessor.
fn pull_forward(entries: &mut [Box<Entry>], dispatches: &[Dispatch], faults: &mut Vec<Diagnostic>) {
    let mut logs: BTreeMap<&str, BTreeMap<u64, Vec<usize>>> = BTreeMap::new();
    for (at, entry) in entries.iter().enumerate() {
        if let Some((log, seq)) = &dispatches[entry.dispatch as usize].log {
            logs.entry(log).or_default().entry(*seq).or_default().push(at);
        }
    }
    for batches in logs.into_values() {
        let mut latest = Day::MIN;
        for batch in batches.into_values() {
            let here = latest;
            for at in batch {
                let when = &mut entries[at].when;
                latest = latest.max(when.from);
                if when.from < here {
                    let own = std::mem::replace(&mut when.from, here);
                    faults.push(pulled(&entries[at], own, here));
                }
            }
        }
    }
}

fn pulled(entry: &Entry, own: Day, to: Day) -> Diagnostic {
    let message = format!("`{}` is dated {own}, before its predecessor in the log", entry.id);
    Diagnostic::new(Code::PulledForward, message)
        .at(entry.id_place, format!("counts from {to}"))
        .note("within a log, the sequence decides and dates follow")
        .help("correct the date or `seq` if one of them is wrong")
}

/// Finds what strikes what, each act before what it strikes; a ring counts for nothing.
fn strikes(
    entries: Entries,
    register: &Register,
    faults: &mut Vec<Diagnostic>,
) -> (Entries, Vec<Strike>) {
    let edges = edges(&entries, register, faults);
    let (_, ringed) = ring::order(entries.len(), &edges);
    if ringed.is_empty() {
        return ordered(entries, &edges);
    }
    for at in &ringed {
        faults.push(in_a_ring(&entries[*at]));
    }
    let mut at = 0;
    let mut entries = entries;
    entries.retain(|_| {
        at += 1;
        ringed.binary_search(&(at - 1)).is_err()
    });
    let mut said = Vec::new();
    let edges = self::edges(&entries, register, &mut said);
    ordered(entries, &edges)
}

fn ordered(entries: Entries, edges: &[(usize, usize)]) -> (Entries, Vec<Strike>) {
    let number = |at: usize| EventIx(u32::try_from(at).expect("fewer than 2^32 events"));
    let (order, _) = ring::order(entries.len(), edges);
    let mut place = vec![0; entries.len()];
    order.iter().enumerate().for_each(|(at, node)| place[*node] = at);
    let mut edges = edges.to_vec();
    edges.sort_by_key(|(act, target)| (place[*act], *target));
    let strikes =
        edges.iter().map(|(act, target)| Strike { act: number(*act), target: number(*target) });
    let strikes = strikes.collect();
    (entries, strikes)
}

/// Returns what strikes what, where it may.
fn edges(
    entries: &[Box<Entry>],
    register: &Register,
    faults: &mut Vec<Diagnostic>,
) -> Vec<(usize, usize)> {
    let mut edges = Vec::new();
    if entries.iter().all(|entry| entry.retracts.is_none() && entry.replaces.is_none()) {
        return edges;
    }
    let ids: BTreeMap<&str, usize> =
        entries.iter().enumerate().map(|(at, entry)| (entry.id.as_str(), at)).collect();
    for (at, entry) in entries.iter().enumerate() {
        for reference in entry.retracts.iter().chain(&entry.replaces) {
            let Some(target) = ids.get(reference.id.as_str()) else { continue };
            if is_theirs(entry, &entries[*target]) {
                edges.push((at, *target));
            } else {
                faults.push(not_theirs(reference, entry, &entries[*target], register));
            }
        }
    }
    edges
}

/// Lets a retraction by someone whose word it was not count as a denial.
fn deny(entries: &mut [Box<Entry>]) {
    let retracting: Vec<usize> =
        (0..entries.len()).filter(|at| entries[*at].retracts.is_some()).collect();
    if retracting.is_empty() {
        return;
    }
    let ids: BTreeMap<&str, usize> =
        entries.iter().enumerate().map(|(at, entry)| (entry.id.as_str(), at)).collect();
    let foreign = |at: &usize| {
        let target = entries[*at].retracts.as_ref().and_then(|one| ids.get(one.id.as_str()));
        target.is_some_and(|target| !is_theirs(&entries[*at], &entries[*target]))
    };
    let denials: Vec<usize> = retracting.into_iter().filter(foreign).collect();
    for at in denials {
        let entry = &mut entries[at];
        entry.about = entry.retracts.take();
        entry.answer = Some(Answer::Denies);
        entry.on_target.push(OnTarget::Deed(Deed::new(Act::Denied)));
    }
}

/// Only who said something, or passed it on, takes it back; the recorder may take back anything.
fn is_theirs(act: &Entry, target: &Entry) -> bool {
    act.via.first().is_none_or(|voice| {
        voice.iter().any(|one| target.via.iter().flatten().any(|other| other == one))
    })
}

fn not_theirs(
    reference: &Reference,
    act: &Entry,
    target: &Entry,
    register: &Register,
) -> Diagnostic {
    let name = |actor: &ActorIx| format!("`{}`", register.actors.id(*actor));
    let voice: Vec<String> = act.via.first().into_iter().flatten().map(name).collect();
    let chain: Vec<String> = target.via.iter().flatten().map(name).collect();
    let said = if chain.is_empty() { "the recorder".to_owned() } else { chain.join(", ") };
    let message = format!("`{}` is not for {} to take back", target.id, voice.join(", "));
    Diagnostic::new(Code::NotTheirs, message)
        .at(reference.place, "counts as a denial: nothing is struck out")
        .at(target.id_place, format!("on the word of {said}"))
        .help("a source takes back its own word; leave `via` empty if the recording was wrong")
}

fn in_a_ring(entry: &Entry) -> Diagnostic {
    let struck = entry.retracts.iter().chain(&entry.replaces).next();
    let verb = if entry.replaces.is_some() { "replaces" } else { "takes back" };
    let itself = struck.is_some_and(|reference| reference.id == entry.id);
    let message = if itself {
        format!("`{}` {verb} itself", entry.id)
    } else {
        format!("`{}` {verb} what in the end takes it back", entry.id)
    };
    let place = struck.map_or(entry.id_place, |reference| reference.place);
    Diagnostic::new(Code::Ring, message)
        .at(place, "one link of a ring; none of it counts")
        .help("let one of them name the event that it is really about")
}
