//! From charters and dispatches to entries: what a user writes becomes what the record takes.
//!
//! Reading is pure, text in and entries out, with a diagnostic for everything that is wrong; only
//! [`dir`] and [`write`] touch the disk. What is faulty is left out and counted, and the rest is read. Nothing
//! here knows whether a claim stands, or what follows from it.

pub mod begin;
mod charter;
pub mod compose;
pub mod content;
pub mod demo;
pub mod dir;
pub mod git;
mod dispatch;
mod quotes;
pub mod stamp;
pub mod write;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry as Slot;
use std::path::PathBuf;

use borsh::{BorshDeserialize, BorshSerialize};

use crate::event::{
    Answer, Change, Effect, Event, Header, Kind, Omission, OnTarget, Relation, Sequence,
};
use crate::model::{Aspect, Basis, Day, Modality, When};
use crate::parallel;
use crate::register::{ActorIx, OtherIx, Register};
use crate::ron::{self, Limits};
use crate::source::{Diagnostic, FileIx, Place, Span, Texts};

pub use quotes::{Archive, check_quotes};

/// The version of the file formats that is written, and the newest that is read.
pub const FORMAT: u32 = 1;

/// Everything that was read.
#[derive(Debug)]
pub struct Seeds {
    /// The texts, for places and for printing.
    pub texts: Texts,
    /// The processes, by name.
    pub processes: Vec<Process>,
    /// Everything that is wrong.
    pub faults: Vec<Diagnostic>,
    /// How many events were left out because something is wrong with them.
    pub left_out: usize,
}

/// What a process was made into.
#[derive(Debug)]
pub struct Made<T> {
    /// That.
    pub value: T,
    /// Its folder, by number.
    pub folder: usize,
    /// Everything that is wrong with its files.
    pub faults: Vec<Diagnostic>,
    /// How many of its events were left out because something is wrong with them.
    pub left_out: usize,
}

/// One process: who and what, and what was reported.
#[derive(Debug)]
pub struct Process {
    /// What its charter declares.
    pub register: Register,
    /// Its reports.
    pub dispatches: Vec<Dispatch>,
    /// Their events.
    pub entries: Entries,
}

/// One report.
#[derive(Debug, BorshSerialize, BorshDeserialize)]
pub struct Dispatch {
    /// Its file.
    pub file: FileIx,
    /// The day of its publication.
    pub date: Day,
    /// The log that it belongs to, and its place there.
    pub log: Option<(String, u64)>,
    /// Its text up to the events: what an event inherits is read again from here.
    head: String,
}

/// Events on their way to the record, each in a place of its own: they are wide, and are put in order and
/// sorted out again and again.
pub type Entries = Vec<Box<Entry>>;

/// One event, judged and in numbers.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Its id.
    pub id: String,
    /// Where the id is written, or the event where it has none.
    pub id_place: Place,
    /// Where the event is written.
    pub place: Place,
    /// Its report, by number in the process.
    pub dispatch: u32,
    /// Its kind.
    pub kind: Kind,
    /// When it happened or is to happen.
    pub when: When,
    /// When it became known.
    pub known: Day,
    /// When the statement was made, where that is told.
    pub stated: Option<Day>,
    /// Whether it happened.
    pub modality: Modality,
    /// Whether it is news.
    pub aspect: Aspect,
    /// On what terms it was said.
    pub basis: Basis,
    /// The chain of sources, first hand first.
    pub via: Vec<Vec<ActorIx>>,
    /// Those who did it.
    pub by: Vec<ActorIx>,
    /// Those it was addressed to.
    pub to: Vec<ActorIx>,
    /// Those who were there.
    pub present: Vec<ActorIx>,
    /// The places where it happened, or between which.
    pub locations: Vec<OtherIx>,
    /// What it does to issues.
    pub effects: Vec<Effect>,
    /// What it does to the issues of what it is about.
    pub on_target: Vec<OnTarget>,
    /// The encounter that it is an account of.
    pub occasion: Option<String>,
    /// The event, issue, draft, passage or point that it is about.
    pub about: Option<Reference>,
    /// What it says to that.
    pub answer: Option<Answer>,
    /// What it waits for.
    pub waits: Vec<Wait>,
    /// The drafts, passages and points that it brings up.
    pub introduces: Vec<String>,
    /// The draft, passage or point that it settles.
    pub settles: Option<String>,
    /// It is a vote that was carried.
    pub carried: bool,
    /// Other events that it names.
    pub refers: Vec<Reference>,
    /// The event after which it is due.
    pub after: Option<Reference>,
    /// What it changes beside the stages of issues.
    pub change: Option<Change>,
    /// The encounter during which it happened.
    pub during: Option<Reference>,
    /// The encounters that it lies before, after or beside.
    pub orders: Vec<(Sequence, Reference)>,
    /// The event that it takes back.
    pub retracts: Option<Reference>,
    /// The event that it corrects.
    pub replaces: Option<Reference>,
}

/// Something that an event waits for.
#[derive(Debug, Clone)]
pub struct Wait {
    /// How it depends.
    pub rel: Relation,
    /// The event, issue, draft or point, or just words.
    pub of: Option<Reference>,
}

/// An event that another names.
#[derive(Debug, Clone)]
pub struct Reference {
    /// The name.
    pub id: String,
    /// Where it is written.
    pub place: Place,
}

/// The files of one process, as they were found.
#[derive(Debug)]
pub struct Folder {
    /// Its charter, then the charters of the folders above that it shares.
    pub charters: Vec<(FileIx, PathBuf)>,
    /// The lifecycles that lie beside these.
    pub lifecycles: Vec<FileIx>,
    /// Its dispatches.
    pub dispatches: Vec<FileIx>,
}

impl Folder {
    /// Returns its texts with their words. They have numbers in a row.
    fn fresh(&self, texts: &Texts) -> Texts {
        let charters = self.charters.iter().map(|(file, _)| file);
        let files = charters.chain(&self.lifecycles).chain(&self.dispatches);
        let ends = files.clone().min().zip(files.max());
        ends.map_or_else(Texts::default, |(first, last)| texts.fresh(*first, *last))
    }
}

/// Reads the processes of some folders.
pub fn read(texts: Texts, folders: &[Folder], mut faults: Vec<Diagnostic>) -> Seeds {
    let folders: Vec<(usize, &Folder)> = folders.iter().enumerate().collect();
    let (made, mut left_out) =
        each(&texts, &folders, &mut faults, |_| {}, |process, _, _| (process, 0));
    let mut processes = Vec::with_capacity(made.len());
    for mut one in made {
        processes.push(one.value);
        faults.append(&mut one.faults);
        left_out += one.left_out;
    }
    faults.sort_by(|a, b| a.order().cmp(&b.order()));
    Seeds { texts, processes, faults, left_out }
}

/// Reads the processes of some folders side by side, and returns what each was made into, by name. Each is
/// handed to `then` with its texts as soon as it is read, which also returns how many of its events it left
/// out: the entries and the texts of all would need far more memory than what becomes of them. How many events
/// were read since the last time is told to `told` now and then. What is wrong with folders that
/// make no process goes to `faults`, and how many events these hold is returned, too.
pub fn each<T: Send>(
    texts: &Texts,
    folders: &[(usize, &Folder)],
    faults: &mut Vec<Diagnostic>,
    told: impl Fn(usize) + Sync + Send,
    then: impl Fn(Process, &Texts, &mut Vec<Diagnostic>) -> (T, usize) + Sync + Send,
) -> (Vec<Made<T>>, usize) {
    let charters = parallel::each(folders.to_vec(), |(_, folder)| {
        let mut faults = Vec::new();
        (charter::read(texts, folder, &mut faults), faults)
    });
    let mut registers = BTreeMap::new();
    let mut left_out = 0;
    for ((number, folder), (register, mut found)) in folders.iter().zip(charters) {
        let count = || folder.dispatches.iter().map(|file| count(texts, *file)).sum::<usize>();
        let Some(register) = register else {
            faults.append(&mut found);
            left_out += count();
            continue;
        };
        match registers.entry(register.process.clone()) {
            Slot::Vacant(place) => {
                place.insert((*number, *folder, register, found));
            }
            Slot::Occupied(first) => {
                faults.append(&mut found);
                faults.push(charter::twice(&first.get().2, &register));
                left_out += count();
            }
        }
    }
    let registers: Vec<_> = registers.into_values().collect();
    let made = parallel::each(registers, |(number, folder, register, mut faults)| {
        let texts = folder.fresh(texts);
        let (process, mut found, left_out) = process(&texts, register, folder, &told);
        faults.append(&mut found);
        let (value, lost) = then(process, &texts, &mut faults);
        Made { value, folder: number, faults, left_out: left_out + lost }
    });
    (made, left_out)
}

/// Reads the dispatches of a process, side by side. Also returns what is wrong, and how many events were
/// left out for that.
fn process(
    texts: &Texts,
    register: Register,
    folder: &Folder,
    told: &(impl Fn(usize) + Sync),
) -> (Process, Vec<Diagnostic>, usize) {
    let files = folder.dispatches.len();
    let read = parallel::each(folder.dispatches.clone(), |file| {
        dispatch::read(texts, file, &register, files, told)
    });
    let (mut dispatches, mut entries) = (Vec::with_capacity(files), Vec::new());
    let (mut faults, mut left_out) = (Vec::new(), 0);
    for mut read in read {
        faults.append(&mut read.faults);
        left_out += read.left_out;
        if let Some(dispatch) = read.dispatch {
            let number = u32::try_from(dispatches.len()).expect("fewer than 2^32 dispatches");
            read.entries.iter_mut().for_each(|entry| entry.dispatch = number);
            dispatches.push(dispatch);
            entries.append(&mut read.entries);
        }
    }
    (Process { register, dispatches, entries }, faults, left_out)
}

/// Returns how many events a dispatch holds, without judging them.
fn count(texts: &Texts, file: FileIx) -> usize {
    #[derive(serde::Deserialize)]
    struct Events {
        events: ron::Raw,
    }
    let (text, limits) = (texts.get(file).content(), texts.limits);
    let whole = Span::new(0, text.len());
    let found = ron::read_part::<Events>(file, text, whole, &limits).value;
    found.map_or(0, |found| ron::items::<Event<'_>>(file, text, found.events.span, &limits).count())
}

impl Dispatch {
    /// Reads one of its events again, to print it.
    ///
    /// # Panics
    /// Panics if `span` is not the span of an event that was read from this text.
    pub fn event<'t>(&'t self, texts: &'t Texts, span: Span) -> Event<'t> {
        let limits = texts.limits;
        let text = texts.get(self.file).content();
        let event = ron::read_part::<Event<'t>>(self.file, text, span, &limits).value;
        let header = ron::read::<Header<'t>>(self.file, &self.head, &limits).value;
        let mut event = event.expect("the event was read before");
        event.inherit(&header.expect("the head was read before"));
        event
    }

    /// Returns the sentences that it leaves out on purpose.
    pub fn omitted<'t>(&'t self, texts: &'t Texts) -> Vec<Omission<'t>> {
        let text = texts.get(self.file).content();
        let header = ron::read::<Header<'t>>(self.file, text, &texts.limits).value;
        header.and_then(|header| header.omitted).unwrap_or_default()
    }

    /// Returns the document that its citations are from, unless they name another.
    pub fn document(&self) -> Option<String> {
        let header = ron::read::<Header<'_>>(self.file, &self.head, &Limits::NONE).value;
        header.and_then(|header| header.document.map(|name| name.value.to_owned()))
    }
}
