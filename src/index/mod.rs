//! The compiled record: what reading and folding the seeds gave, kept so that it need not be done again.
//!
//! Each process has two files in `state/.index/`: its record, known by the stamps of the files that it was
//! read from, and the state that was folded last. Both are of this engine alone and are made anew
//! whenever anything is doubtful: another engine, a changed file, a byte that is not what was written. They
//! are never a source: deleting the folder changes no answer (a law among the tests). What a record is,
//! and how it is packed, others know.

pub mod container;
mod dir;
mod examine;

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use borsh::{BorshDeserialize, BorshSerialize};

use crate::record::{Image, Packed, Record};
use crate::seed::dir::Files;
use crate::seed::stamp::{Moment, Stamp};
use crate::source::{Diagnostic, FileIx};
use crate::state::Memo;

/// The folder of compiled records.
#[derive(Debug, Clone)]
pub struct Index {
    folder: PathBuf,
}

/// Why something that was kept is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// Nothing was kept.
    Absent,
    /// It could not be read.
    Unreadable(String),
    /// Another engine made it.
    OtherEngine,
    /// Its bytes are not the ones that were written.
    Damaged,
    /// The seeds are not the ones that it was made from.
    Outdated,
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Doubt::Absent => f.write_str("not there"),
            Doubt::Unreadable(why) => write!(f, "cannot be read: {why}"),
            Doubt::OtherEngine => f.write_str("made by another engine"),
            Doubt::Damaged => f.write_str("damaged"),
            Doubt::Outdated => f.write_str("the seeds have changed since"),
        }
    }
}

/// What stands before the parts of a kept record.
#[derive(Debug, BorshSerialize, BorshDeserialize)]
struct Head {
    /// The files that it was made from, in their order.
    files: Vec<(String, Stamp)>,
    /// When these were looked at.
    looked: Moment,
    /// The number that the first of them went by.
    first: FileIx,
    /// What was wrong with them.
    faults: Vec<Diagnostic>,
    /// How many events were left out for that.
    left_out: usize,
}

/// A record that was kept, its bytes found whole and its files unchanged.
#[derive(Debug)]
pub struct Kept {
    head: Head,
    image: Image<Packed>,
    /// The state that was folded last, where that was kept, too.
    pub memo: Option<Memo>,
}

/// What a kept record was made of.
#[derive(Debug)]
pub struct Made<'m> {
    /// The record.
    pub record: &'m Record,
    /// What was wrong with its files.
    pub faults: &'m [Diagnostic],
    /// How many events were left out for that.
    pub left_out: usize,
    /// The number that the first of its files goes by.
    pub first: FileIx,
}

impl Kept {
    /// Opens the record, given the number that the first of its files goes by now; with what was wrong with
    /// them, and how many events were left out for that. None if it is no record.
    pub fn open(self, first: FileIx) -> Option<(Record, Vec<Diagnostic>, usize, Option<Memo>)> {
        let Head { first: then, mut faults, left_out, .. } = self.head;
        let moved = |file: FileIx| FileIx(file.0.wrapping_sub(then.0).wrapping_add(first.0));
        faults.iter_mut().for_each(|fault| fault.move_files(moved));
        Some((Record::open(self.image, moved)?, faults, left_out, self.memo))
    }
}

/// What a kept state says of itself: the record that it was folded from, by the stamps of its files.
type StateHead = Vec<(String, Stamp)>;

impl Index {
    /// Returns the index of the records in a folder.
    pub fn of(base: &Path) -> Index {
        Index { folder: base.join("state").join(".index") }
    }

    /// Returns what was kept of a process, if its files are still the same. O(bytes kept).
    pub fn find(&self, files: &Files) -> Result<Kept, Doubt> {
        let all = dir::read(&self.path(files, RECORD))?;
        let parts = container::open(&all)?;
        let [head, parts @ ..] = parts.as_slice() else { return Err(Doubt::Damaged) };
        let head: Head = head.unpack().ok_or(Doubt::Damaged)?;
        let older = |(_, stamp): &(PathBuf, Stamp)| stamp.is_older(head.looked);
        if !is_of(&head.files, files) || !files.list.iter().all(older) {
            return Err(Doubt::Outdated);
        }
        let parts = <[Packed; Image::<Packed>::PARTS]>::try_from(parts.to_vec());
        let image = Image::of(parts.map_err(|_| Doubt::Damaged)?);
        Ok(Kept { head, image, memo: self.state(files) })
    }

    /// Returns the state that was kept of a process; none where anything about it is doubtful.
    fn state(&self, files: &Files) -> Option<Memo> {
        let all = dir::read(&self.path(files, STATE)).ok()?;
        let parts = container::open(&all).ok()?;
        let [head, memo] = parts.as_slice() else { return None };
        let head: StateHead = head.unpack()?;
        is_of(&head, files).then(|| memo.unpack()).flatten()
    }

    /// Keeps a record that was made from some files.
    pub fn keep(&self, files: &Files, made: &Made<'_>) -> io::Result<()> {
        let head = Head {
            files: named(files),
            looked: files.looked,
            first: made.first,
            faults: made.faults.to_vec(),
            left_out: made.left_out,
        };
        let mut parts = vec![packed(&head)];
        parts.extend(made.record.pack().parts());
        dir::write(&self.folder, &name(files, RECORD), &container::sealed(&parts))
    }

    /// Keeps the state of a process whose record is kept.
    pub fn keep_state(&self, files: &Files, memo: &Memo) -> io::Result<()> {
        let parts = [packed(&named(files)), packed(memo)];
        dir::write(&self.folder, &name(files, STATE), &container::sealed(&parts))
    }

    /// Does some writing, if nobody else writes to this index now: what they write will do as well. Returns
    /// whether it was done.
    pub fn writing(&self, write: impl FnOnce() -> io::Result<()>) -> io::Result<bool> {
        let Some(lock) = dir::lock(&self.folder)? else { return Ok(false) };
        let written = write();
        drop(lock);
        written.map(|()| true)
    }

    fn path(&self, files: &Files, ending: &str) -> PathBuf {
        self.folder.join(name(files, ending))
    }
}

const RECORD: &str = "record";
const STATE: &str = "state";

/// Returns how the file of a process is called: by the last name of its folder, and by what tells this
/// folder from others of that name.
fn name(files: &Files, ending: &str) -> String {
    let last = files.folder.file_name().unwrap_or_default().to_string_lossy();
    let whole = blake3::hash(files.folder.as_os_str().as_encoded_bytes()).to_hex();
    format!("{last}-{}.{ending}", &whole[..8])
}

fn named(files: &Files) -> Vec<(String, Stamp)> {
    let name = |path: &PathBuf| path.to_string_lossy().into_owned();
    files.list.iter().map(|(path, stamp)| (name(path), *stamp)).collect()
}

/// Returns whether these are the same versions of the same files.
fn is_of(kept: &[(String, Stamp)], files: &Files) -> bool {
    let same = |((name, kept), (path, stamp)): (&(String, Stamp), &(PathBuf, Stamp))| {
        Path::new(name) == path && kept == stamp
    };
    kept.len() == files.list.len() && kept.iter().zip(&files.list).all(same)
}

fn packed(value: &impl BorshSerialize) -> Vec<u8> {
    borsh::to_vec(value).expect("memory takes all that is written to it")
}
