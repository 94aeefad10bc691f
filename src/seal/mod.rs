//! Seals: what the record held on a day, so that nobody can say later that it held something else.
//!
//! A seal is a file of the digests of all that was said, and of one root over them; it may be signed. Held
//! against the record it proves that each sealed event is still there, unaltered. What is added later, a
//! retraction among it, breaks no seal. Nothing here knows where an issue stands.

pub mod dir;
mod file;
mod hold;
pub mod sign;

pub use file::load;

use std::collections::BTreeMap;

use crate::model::{Day, Digest};
use crate::record::{self, Record};
use crate::source::Texts;

/// What a record held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// When it was sealed: a day, or a day and a time in UTC.
    pub at: String,
    /// The version that sealed it.
    pub engine: String,
    /// Whether a signature belongs to it.
    pub signed: bool,
    /// The root of all of it.
    pub root: Digest,
    /// The processes, by name.
    pub processes: BTreeMap<String, Sealed>,
}

/// What a process held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Its root.
    pub root: Digest,
    /// The digests of its charters and lifecycles, in their order.
    pub declared: Vec<Digest>,
    /// The digests of its events, by id.
    pub events: BTreeMap<String, Digest>,
}

impl Seal {
    /// Seals some records.
    pub fn of<'r>(
        texts: &Texts,
        records: impl IntoIterator<Item = &'r Record>,
        at: String,
        signed: bool,
    ) -> Seal {
        let sealed = |record: &Record| {
            let contents = record.contents(texts);
            let mut declared: Vec<Digest> =
                contents.declared.iter().map(|(_, digest)| *digest).collect();
            declared.sort_unstable();
            let ids = record.events().map(|(_, row)| row.id.to_owned());
            let events = ids.zip(contents.events).collect();
            (record.register.process.clone(), Sealed { root: contents.root, declared, events })
        };
        let processes: BTreeMap<String, Sealed> = records.into_iter().map(sealed).collect();
        let root = record::root(processes.values().map(|one| one.root));
        Seal { at, engine: env!("CARGO_PKG_VERSION").to_owned(), signed, root, processes }
    }

    /// Returns the day on which it was sealed.
    pub fn day(&self) -> Option<Day> {
        Day::parse(self.at.split('T').next().unwrap_or_default())
    }

    /// Returns how many events it holds.
    pub fn count(&self) -> usize {
        self.processes.values().map(|one| one.events.len()).sum()
    }

    /// Returns whether its roots are the roots of what it lists.
    fn adds_up(&self) -> bool {
        let parts = |one: &Sealed| {
            let parts = one.events.values().chain(&one.declared).copied();
            Digest::of_parts("process", parts) == one.root
        };
        let roots = self.processes.values().map(|one| one.root);
        self.processes.values().all(parts) && record::root(roots) == self.root
    }
}
