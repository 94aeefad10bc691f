//! Processes opened from what was kept of them, or read and built.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;

use super::progress::Progress;
use crate::index::Kept;
use crate::parallel;
use crate::record::{Record, build};
use crate::seed::{self, Folder, Made, check_quotes};
use crate::source::{Diagnostic, FileIx, Texts};
use crate::state::Memo;

/// From what a record was made.
#[derive(Debug)]
pub(super) struct Origins {
    /// Everything that is wrong with its files.
    pub(super) faults: Vec<Diagnostic>,
    /// How many of its events were left out for that.
    pub(super) left_out: usize,
    /// Its folder, by number.
    pub(super) folder: usize,
    /// The number of the first of its files.
    pub(super) first: FileIx,
    /// It was built now, and is not kept yet.
    pub(super) is_new: bool,
    /// The state that was kept with it.
    pub(super) memo: Option<Memo>,
}

/// All processes, and what was wrong beside them.
#[derive(Debug)]
pub(super) struct All {
    /// The records, by the names of their processes.
    pub(super) records: Vec<Record>,
    /// From what each was made.
    pub(super) origins: Vec<Origins>,
    /// What is wrong with folders that make no process.
    pub(super) beside: Vec<Diagnostic>,
    /// How many events these hold.
    pub(super) left_out: usize,
}

/// A process as it is opened or built.
type Opened = (Record, Origins);

/// What is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Reading<'r> {
    pub(super) texts: &'r Texts,
    pub(super) folders: &'r [Folder],
    /// From where archived documents are read, where quotes are held against them.
    pub(super) archive: Option<&'r Path>,
}

impl Reading<'_> {
    /// Opens what was kept of each folder and builds the others.
    pub(super) fn opened(self, mut kept: Vec<Option<Kept>>) -> All {
        kept.resize_with(self.folders.len(), || None);
        let numbered: Vec<_> = kept.into_iter().enumerate().collect();
        let kept = parallel::each(numbered, |(folder, kept)| self.open(folder, kept?));
        let all = self.completed(kept);
        // Of two processes of one name, which one counts is seen only where both are read.
        let names = all.records.iter().map(|record| record.register.process.as_str());
        if names.collect::<BTreeSet<_>>().len() < all.records.len() {
            return self.completed(self.folders.iter().map(|_| None).collect());
        }
        all
    }

    fn open(self, folder: usize, kept: Kept) -> Option<Opened> {
        let first = self.first(folder);
        let (record, faults, left_out, memo) = kept.open(first)?;
        Some((record, Origins { faults, left_out, folder, first, is_new: false, memo }))
    }

    fn first(self, folder: usize) -> FileIx {
        self.folders[folder].charters.first().map_or(FileIx(0), |(file, _)| *file)
    }

    /// Reads and builds the processes that were not kept.
    fn completed(self, kept: Vec<Option<Opened>>) -> All {
        let numbered = self.folders.iter().enumerate();
        let unknown: Vec<(usize, &Folder)> =
            numbered.filter(|(folder, _)| kept[*folder].is_none()).collect();
        let mut beside = Vec::new();
        let progress = Mutex::new(Progress::new("events read"));
        let read = |events| progress.lock().expect("nobody fails while telling").add(events);
        let (made, left_out) =
            seed::each(self.texts, &unknown, &mut beside, read, |process, texts, faults| {
                if let Some(base) = self.archive {
                    let archive = seed::dir::archive(base, &process.register);
                    faults.extend(check_quotes(&process, texts, &archive));
                }
                build(process, texts, faults)
            });
        let made = made.into_iter().map(|one| self.made(one));
        let mut all: Vec<Opened> = kept.into_iter().flatten().chain(made).collect();
        all.sort_by(|(a, _), (b, _)| a.register.process.cmp(&b.register.process));
        let (records, origins) = all.into_iter().unzip();
        All { records, origins, beside, left_out }
    }

    fn made(self, made: Made<Record>) -> Opened {
        let Made { value: record, folder, faults, left_out } = made;
        let first = self.first(folder);
        (record, Origins { faults, left_out, folder, first, is_new: true, memo: None })
    }
}
