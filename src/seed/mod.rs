//! From charters and dispatches to entries: what a user writes becomes what the record takes.
//!
//! Reading is pure, text in and entries out, with a diagnostic for everything that is wrong; only
//! [`dir`] and [`write`] touch the disk. What is faulty is left out and counted, and the rest is read. Nothing
//! here knows whether a claim stands, or what follows from it.

pub mod begin;
mod charter;
pub mod demo;
pub mod dir;
pub mod git;
mod dispatch;
mod quotes;
pub mod write;

use std::collections::BTreeMap;
use std::path::PathBuf;

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

/// Everything that was read: of each process what it was made into.
#[derive(Debug)]
pub struct Seeds<T = Process> {
    /// The texts, for places and for printing.
    pub texts: Texts,
    /// The processes, by name.
    pub processes: Vec<T>,
    /// Everything that is wrong.
    pub faults: Vec<Diagnostic>,
    /// How many events were left out because something is wrong with them.
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
    pub entries: Vec<Entry>,
}

/// One report.
#[derive(Debug)]
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

/// Reads the processes of some folders.
pub fn read(texts: Texts, folders: &[Folder], faults: Vec<Diagnostic>) -> Seeds {
    each(texts, folders, faults, |process, _, _| (process, 0))
}

/// Reads the processes of some folders side by side. Each is handed to `then` as soon as it is read, which
/// also returns how many of its events it left out: the entries of all would need far more memory
/// than what becomes of them.
pub fn each<T: Send>(
    texts: Texts,
    folders: &[Folder],
    mut faults: Vec<Diagnostic>,
    then: impl Fn(Process, &Texts, &mut Vec<Diagnostic>) -> (T, usize) + Sync + Send,
) -> Seeds<T> {
    let charters = parallel::each(folders.iter().collect(), |folder| {
        let mut faults = Vec::new();
        (charter::read(&texts, folder, &mut faults), faults)
    });
    let mut registers: BTreeMap<String, (Register, &Folder)> = BTreeMap::new();
    let mut left_out = 0;
    for (folder, (register, mut found)) in folders.iter().zip(charters) {
        faults.append(&mut found);
        let Some(register) = register else {
            left_out += folder.dispatches.iter().map(|file| count(&texts, *file)).sum::<usize>();
            continue;
        };
        if let Some((first, _)) = registers.get(&register.process) {
            faults.push(charter::twice(first, &register));
            left_out += folder.dispatches.iter().map(|file| count(&texts, *file)).sum::<usize>();
            continue;
        }
        registers.insert(register.process.clone(), (register, folder));
    }
    let done = parallel::each(registers.into_values().collect(), |(register, folder)| {
        let (process, mut faults, left_out) = process(&texts, register, folder);
        let (made, lost) = then(process, &texts, &mut faults);
        (made, faults, left_out + lost)
    });
    let mut processes = Vec::with_capacity(done.len());
    for (made, mut found, lost) in done {
        processes.push(made);
        faults.append(&mut found);
        left_out += lost;
    }
    faults.sort_by(|a, b| a.order().cmp(&b.order()));
    Seeds { texts, processes, faults, left_out }
}

/// Reads the dispatches of a process, side by side. Also returns what is wrong, and how many events were
/// left out for that.
fn process(
    texts: &Texts,
    register: Register,
    folder: &Folder,
) -> (Process, Vec<Diagnostic>, usize) {
    let files = folder.dispatches.len();
    let read = parallel::each(folder.dispatches.clone(), |file| {
        dispatch::read(texts, file, &register, files)
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
    let (text, limits) = (&texts.get(file).content, Limits::default());
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
        let limits = Limits::default();
        let text = &texts.get(self.file).content;
        let event = ron::read_part::<Event<'t>>(self.file, text, span, &limits).value;
        let header = ron::read::<Header<'t>>(self.file, &self.head, &limits).value;
        let mut event = event.expect("the event was read before");
        event.inherit(&header.expect("the head was read before"));
        event
    }

    /// Returns the sentences that it leaves out on purpose.
    pub fn omitted<'t>(&'t self, texts: &'t Texts) -> Vec<Omission<'t>> {
        let text = &texts.get(self.file).content;
        let header = ron::read::<Header<'t>>(self.file, text, &Limits::default()).value;
        header.and_then(|header| header.omitted).unwrap_or_default()
    }

    /// Returns the document that its citations are from, unless they name another.
    pub fn document(&self) -> Option<String> {
        let header = ron::read::<Header<'_>>(self.file, &self.head, &Limits::default()).value;
        header.and_then(|header| header.document.map(|name| name.value.to_owned()))
    }
}
