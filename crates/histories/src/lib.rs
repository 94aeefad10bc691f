//! Made-up histories of any length, the same on every machine, to measure and test on.
//!
//! They are skewed as real records are: a few processes and issues get most of the news, some of it comes
//! late, little is taken back, sources contradict each other. [`Sort::Talks`] has the whole vocabulary.
//! [`Sort::Register`] is one log for each process, in which the last word on a stage decides: where its
//! issues stand can be worked out in a few lines, here as in the languages of other tools, so that answers
//! can be held against each other. This crate knows the formats that it writes, and nothing of the
//! engine.

mod forms;
mod random;
mod register;
mod talks;

pub use forms::{Form, day};
pub use random::Random;

use std::fmt::Write;

/// What histories are of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Negotiations that everyone tells of, with every kind of event.
    Talks,
    /// Registers that each are a log of stages, with other news between.
    Register,
}

/// How large a history is.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// How many events, in all processes together.
    pub events: usize,
    /// How many processes; they are of different sizes.
    pub processes: usize,
}

/// One process.
#[derive(Debug)]
pub struct Process {
    /// Its name, which is that of its folder.
    pub name: String,
    /// Its charter, in RON.
    pub charter: String,
    /// The file of its lifecycle, where it has one: its name and what it says.
    pub lifecycle: Option<(&'static str, &'static str)>,
    /// How many issues its charter declares: `i0`, `i1` and on.
    pub issues: usize,
    /// Its events, in the order in which they were written down.
    pub events: Vec<Event>,
    /// Its reports are a log.
    pub log: bool,
}

/// One event, in parts that every form of writing can take from.
#[derive(Debug, Clone, Default)]
pub struct Event {
    /// Its number in the process; its id is `e` and the number.
    pub number: usize,
    /// The day, counted from 1970-01-01.
    pub on: i64,
    /// The day as it is written, where that is not just the day.
    pub vague: Option<String>,
    /// The day on which it was known.
    pub known: i64,
    /// On whose word, first hand first.
    pub via: Vec<String>,
    /// Further fields of the envelope, in RON.
    pub fields: String,
    /// What, in RON.
    pub what: String,
    /// The issue that it is on.
    pub issue: usize,
    /// The stage that it says.
    pub stage: Option<&'static str>,
    /// The event that it takes back.
    pub retracts: Option<usize>,
    /// The words that a source has for it.
    pub text: String,
}

/// Returns the processes of a history one by one, so that the longest needs no more memory than its
/// largest process.
pub fn processes(sort: Sort, seed: u64, size: Size) -> impl Iterator<Item = Process> {
    let mut random = Random::new(seed);
    let mut left = size.events;
    (0..size.processes).map(move |number| {
        let share = left / (size.processes - number);
        // Between half and one and a half times its share; what is left goes to the last.
        let events = match size.processes - number {
            1 => left,
            _ => share / 2 + random.below(share.max(1)),
        };
        left -= events;
        let mut random = Random::new(seed ^ random.draw());
        match sort {
            Sort::Talks => talks::process(number, events, &mut random),
            Sort::Register => register::process(number, events, &mut random),
        }
    })
}

impl Event {
    /// Returns its kind.
    pub fn kind(&self) -> &str {
        self.what.split('(').next().unwrap_or_default()
    }
}

impl Process {
    /// Returns the dispatches, each with the name of its file, of up to `most` events.
    pub fn dispatches(&self, most: usize) -> impl Iterator<Item = (String, String)> {
        self.events.chunks(most.max(1)).zip(1..).map(|(events, number)| {
            let date = events.iter().map(|event| event.known).max().expect("a chunk has events");
            let mut text = format!("(\n    format: 1,\n    date: \"{}\",\n", day(date));
            if self.log {
                let _ = writeln!(text, "    log: \"{}\",\n    seq: {number},", register::LOG);
            }
            text.push_str("    events: [\n");
            events.iter().for_each(|event| event.write_ron(&mut text));
            text.push_str("    ],\n)\n");
            (format!("{}-{number:06}.ron", day(date)), text)
        })
    }

    /// Returns the stage of each issue as of a day, as known on a day: what the last word says that was
    /// not taken back. Only for a [`Sort::Register`].
    pub fn stages(&self, as_of: i64, known_on: i64) -> Vec<Option<&'static str>> {
        let known = || self.events.iter().filter(|event| event.known <= known_on);
        let mut struck = vec![false; self.events.len()];
        for target in known().filter_map(|event| event.retracts) {
            struck[target] = true;
        }
        let mut res = vec![None; self.issues];
        for event in known().filter(|event| event.on <= as_of && !struck[event.number]) {
            if event.stage.is_some() {
                res[event.issue] = event.stage;
            }
        }
        res
    }
}

/// Returns words about as long as those in a report.
fn words(random: &mut Random) -> String {
    const WORDS: [&str; 24] = [
        "the",
        "border",
        "of",
        "a",
        "phased",
        "return",
        "under",
        "joint",
        "supervision",
        "talks",
        "on",
        "security",
        "guarantees",
        "within",
        "thirty",
        "days",
        "subject",
        "to",
        "further",
        "consultation",
        "officials",
        "said",
        "without",
        "conditions",
    ];
    let count = 6 + random.below(14);
    let words: Vec<&str> = (0..count).map(|_| random.one(&WORDS)).collect();
    words.join(" ")
}

/// Returns how many days later something is known: mostly at once, sometimes weeks later.
fn lateness(random: &mut Random) -> i64 {
    let days = if random.once_in(10) { random.below(60) } else { random.below(2) };
    i64::try_from(days).expect("few days")
}

/// Returns the day of an event of so many, over eleven years.
fn date(number: usize, events: usize) -> i64 {
    const BEGIN: i64 = 16_436; // 2015-01-01
    BEGIN + i64::try_from(number * 4_000 / events.max(1)).expect("some thousand days")
}
