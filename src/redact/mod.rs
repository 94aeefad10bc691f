//! A copy of a record that may be given away: what an allow-list names, and nothing else.
//!
//! Events are read, what is not allowed is left out, and the rest is written anew: no comment, no layout and no
//! name of a file comes along. What points at something that is left out is left out too, and so is what was taken back
//! by it: it would pass for standing. What no event names any more (people, sources, places, documents) is not
//! declared either. The copy is read by this engine before anybody gets it, and what would be an error in
//! it is left out until there is none.

mod allow;

pub use allow::Allow;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::PathBuf;

use crate::model::Basis;
use crate::record::{EventIx, Record, build};
use crate::ron::{Tree, quoted};
use crate::seed::{FORMAT, Folder, content, read};
use crate::source::{Diagnostic, Severity, Text, Texts};

/// A copy of one process.
#[derive(Debug)]
pub struct Copy {
    /// Its files: names below the folder of the seeds, and texts.
    pub files: Vec<(String, String)>,
    /// How many events it holds.
    pub events: usize,
    /// How many were left out, by reason.
    pub left_out: BTreeMap<Why, usize>,
    /// How often fields were left out, by name.
    pub fields: BTreeMap<&'static str, usize>,
}

/// Why an event is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Why {
    /// It was told off the record.
    OffRecord,
    /// It was told on terms that are not allowed.
    Basis,
    /// Its kind is not allowed.
    Kind,
    /// Somebody passed it on who is not among the sources that are allowed.
    Source,
    /// It points at what is left out.
    PointsAtLeftOut,
    /// What took it back is left out.
    TakenBack,
    /// Without what is left out it cannot be read.
    Unsound,
}

impl Why {
    /// Returns it in words.
    pub fn words(self) -> &'static str {
        match self {
            Why::OffRecord => "told off the record",
            Why::Basis => "told on terms that are not allowed",
            Why::Kind => "of a kind that is not allowed",
            Why::Source => "on the word of a source that is not allowed",
            Why::PointsAtLeftOut => "pointing at what is left out",
            Why::TakenBack => "taken back by what is left out",
            Why::Unsound => "not to be read without what is left out",
        }
    }
}

/// Makes a copy of a process; what is wrong where none can be made.
pub fn copy(texts: &Texts, record: &Record, allow: &Allow) -> Result<Copy, Vec<Diagnostic>> {
    let mut out = chosen(texts, record, allow);
    loop {
        let (files, events, fields) = written(texts, record, allow, &out);
        match lost(&record.register.process, &files) {
            Err(faults) => return Err(faults),
            Ok(held) => {
                let lost: Vec<EventIx> = events
                    .iter()
                    .filter(|(id, _)| !held.contains(**id))
                    .map(|(_, at)| *at)
                    .collect();
                if lost.is_empty() {
                    let mut left_out = BTreeMap::new();
                    out.values().for_each(|why| *left_out.entry(*why).or_default() += 1);
                    return Ok(Copy { files, events: events.len(), left_out, fields });
                }
                out.extend(lost.into_iter().map(|event| (event, Why::Unsound)));
                follow(texts, record, &mut out);
            }
        }
    }
}

/// Returns the events that are left out before anything is written.
fn chosen(texts: &Texts, record: &Record, allow: &Allow) -> BTreeMap<EventIx, Why> {
    let is_allowed = |source: &str| allow.sources.as_ref().is_none_or(|all| all.contains(source));
    let why = |event: EventIx| {
        let row = record.row(event);
        let mut voices = row.via.iter().flat_map(|link| record.set(*link));
        match () {
            () if row.basis == Basis::OffRecord => Some(Why::OffRecord),
            () if !allow.bases.contains(&row.basis) => Some(Why::Basis),
            () if !allow.kinds.contains(&row.kind) => Some(Why::Kind),
            () if voices.any(|one| !is_allowed(record.register.actors.id(*one))) => {
                Some(Why::Source)
            }
            () => None,
        }
    };
    let mut out: BTreeMap<EventIx, Why> =
        record.events().filter_map(|(event, _)| Some((event, why(event)?))).collect();
    follow(texts, record, &mut out);
    out
}

/// Leaves out what points at what is left out, and what that takes back.
fn follow(texts: &Texts, record: &Record, out: &mut BTreeMap<EventIx, Why>) {
    let mut words: BTreeMap<EventIx, BTreeSet<String>> = BTreeMap::new();
    record.each_content(texts, |event, said| {
        words.insert(event, said_in(said));
    });
    let declared = |id: &str| {
        let register = &record.register;
        register.issues.find(id).is_some() || register.actors.find(id).is_some()
    };
    loop {
        let ids = out.keys().map(|event| record.row(*event).id);
        let gone: BTreeSet<&str> = ids.filter(|id| !declared(id)).collect();
        let names = |event: &EventIx| words[event].iter().any(|word| gone.contains(word.as_str()));
        let pointing = words.keys().filter(|event| !out.contains_key(event) && names(event));
        let strikes = record.strikes().iter();
        let taken = strikes.filter(|one| out.contains_key(&one.act)).map(|one| one.target);
        let more: Vec<(EventIx, Why)> = pointing
            .map(|event| (*event, Why::PointsAtLeftOut))
            .chain(taken.map(|event| (event, Why::TakenBack)))
            .filter(|(event, _)| !out.contains_key(event))
            .collect();
        if more.is_empty() {
            return;
        }
        out.extend(more);
    }
}

/// Returns every string of a value, and the event that a day is reckoned from: `after(offer-2)+P14D`.
fn said_in(tree: &Tree) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    tree.each_text(&mut |text| {
        words.insert(text.to_owned());
        let after = text.strip_prefix("after(").and_then(|rest| rest.split_once(')'));
        words.extend(after.map(|(event, _)| event.to_owned()));
    });
    words
}

type Written<'r> =
    (Vec<(String, String)>, BTreeMap<&'r str, EventIx>, BTreeMap<&'static str, usize>);

/// Writes the copy without some events.
fn written<'r>(
    texts: &Texts,
    record: &'r Record,
    allow: &Allow,
    out: &BTreeMap<EventIx, Why>,
) -> Written<'r> {
    let (mut fields, mut kept, mut named) = (BTreeMap::new(), BTreeMap::new(), BTreeSet::new());
    let mut dispatches: BTreeMap<(String, u32), Vec<Tree>> = BTreeMap::new();
    record.each_content(texts, |event, said| {
        if out.contains_key(&event) {
            return;
        }
        let mut said = said.clone();
        allow.event(&mut said, &mut fields);
        named.extend(said_in(&said));
        let row = record.row(event);
        kept.insert(row.id, event);
        let date = record.dispatch(event).date.to_string();
        dispatches.entry((date, row.dispatch)).or_default().push(said);
    });
    let process = &record.register.process;
    let mut files = vec![(
        format!("{process}/charter.ron"),
        format!("{:#}\n", charter(texts, record, &named, &mut fields)),
    )];
    for (number, file) in (1..).zip(&record.register.beside) {
        if let Some(lifecycle) = content::lifecycle_said(texts, *file) {
            let name = format!("{process}/{number}.lifecycle.ron");
            files.push((name, format!("{lifecycle:#}\n")));
        }
    }
    for (number, ((date, _), events)) in (1..).zip(dispatches) {
        files.push((format!("{process}/{date}-{number:04}.ron"), dispatch(&date, events)));
    }
    (files, kept, fields)
}

fn dispatch(date: &str, events: Vec<Tree>) -> String {
    let mut head = format!("(\n    format: {FORMAT},\n    date: {},\n", quoted(date));
    let mut body = String::new();
    let mut log = BTreeMap::new();
    for mut event in events {
        if let Tree::Fields(fields) = &mut event {
            for (name, value) in fields.extract_if(.., |(name, _)| ["log", "seq"].contains(name)) {
                log.insert(name, value);
            }
        }
        // Writing to a string cannot fail.
        let _ = writeln!(body, "        {event:#},");
    }
    for (name, value) in log.iter().filter(|(_, value)| !value.is_nothing()) {
        let _ = writeln!(head, "    {name}: {value},");
    }
    format!("{head}    events: [\n{body}    ],\n)\n")
}

/// Returns one charter of all that the process is read from, with those that some event names.
fn charter(
    texts: &Texts,
    record: &Record,
    named: &BTreeSet<String>,
    fields: &mut BTreeMap<&'static str, usize>,
) -> Tree {
    let mut own = Vec::new();
    for (number, file) in record.register.charters.iter().enumerate() {
        let Some(Tree::Fields(said)) = content::charter_said(texts, *file) else { continue };
        if number == 0 {
            own = said;
            continue;
        }
        // What is above is shared: all that it declares, but its issues and packages.
        for (name, value) in said {
            let shared = ["parties", "people", "sources", "places", "documents"].contains(&name);
            let own = own.iter_mut().find(|(own, _)| shared && *own == name);
            if let (Some((_, Tree::Map(own))), Tree::Map(more)) = (own, value) {
                own.extend(more);
            }
        }
    }
    // What is observed need not be said.
    own.retain(|(name, value)| *name != "mode" || *value != Tree::Word("Observe".to_owned()));
    let is_named = |key: &str| named.iter().any(|name| quoted(name) == key);
    for (name, value) in &mut own {
        if let Tree::Map(map) = value
            && ["people", "sources", "places", "documents"].contains(name)
        {
            let within = |key: &str, map: &[(String, Tree)]| {
                *name == "places"
                    && map.iter().any(|(other, place)| is_named(other) && says(place, key))
            };
            let kept: Vec<bool> =
                map.iter().map(|(key, _)| is_named(key) || within(key, map)).collect();
            let mut at = kept.iter();
            map.retain(|_| *at.next().expect("one for each"));
            let keys: BTreeSet<String> = map.iter().map(|(key, _)| key.clone()).collect();
            map.iter_mut().for_each(|(_, form)| known_only(form, &keys));
        }
    }
    let mut charter = Tree::Fields(own);
    allow::charter(&mut charter, fields);
    charter
}

/// Returns whether a value has this string.
fn says(tree: &Tree, key: &str) -> bool {
    let mut found = false;
    tree.each_text(&mut |text| found |= quoted(text) == key);
    found
}

/// Keeps of what a source is the same as, and a place lies within, only what is declared.
fn known_only(form: &mut Tree, keys: &BTreeSet<String>) {
    let Tree::Fields(fields) = form else { return };
    let known = |one: &Tree| !matches!(one, Tree::Text(text) if !keys.contains(&quoted(text)));
    for (name, value) in fields {
        match (*name, value) {
            ("same_as", Tree::List(list)) => list.retain(known),
            ("within", value) if !known(value) => *value = Tree::Nothing,
            _ => {}
        }
    }
}

/// Reads a copy and returns the ids of the events that it holds; what is wrong if its charter does not read.
fn lost(process: &str, files: &[(String, String)]) -> Result<BTreeSet<String>, Vec<Diagnostic>> {
    let mut texts = Texts::default();
    let numbers: Vec<_> =
        files.iter().map(|(name, text)| texts.add(Text::new(name, text.as_str()))).collect();
    let of = |ending: &'static str| {
        let those = numbers.iter().zip(files).filter(move |(_, (name, _))| name.ends_with(ending));
        those.map(|(number, _)| *number).collect::<Vec<_>>()
    };
    let (charters, lifecycles) = (of("/charter.ron"), of(".lifecycle.ron"));
    let dispatches =
        numbers.iter().filter(|file| !charters.contains(file) && !lifecycles.contains(file));
    let folder = Folder {
        charters: vec![(charters[0], PathBuf::from(process))],
        dispatches: dispatches.copied().collect(),
        lifecycles,
    };
    let mut read = read(texts, &[folder], Vec::new());
    let Some(process) = read.processes.pop() else { return Err(read.faults) };
    let wrong = |fault: &Diagnostic| {
        let declared =
            fault.labels.first().is_some_and(|label| label.place.file == process.register.charter);
        declared && fault.severity() == Severity::Error
    };
    if read.faults.iter().any(wrong) {
        return Err(read.faults.into_iter().filter(wrong).collect());
    }
    let (record, _) = build(process, &read.texts, &mut Vec::new());
    Ok(record.events().map(|(_, row)| row.id.to_owned()).collect())
}
