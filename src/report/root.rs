//! What does a record come down to? The root of each process, and of all of them.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::Digest;
use crate::parallel;
use crate::record::{self, Record};
use crate::render::{Page, Tone, Words};
use crate::source::Texts;

/// The roots of some records: whatever the order of files and events, the same content has the same root.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Roots {
    /// The root of all of it.
    pub root: Digest,
    /// The roots of the processes, by name.
    pub roots: Vec<ProcessRoot>,
}

/// The root of one process.
#[derive(Debug, JsonSchema, Serialize)]
pub struct ProcessRoot {
    /// The process.
    pub process: String,
    /// Its root.
    pub root: Digest,
}

impl Roots {
    /// Works out the roots of some records. O(text of all events).
    pub fn of<'r>(texts: &Texts, records: impl IntoIterator<Item = &'r Record>) -> Roots {
        let roots = parallel::each(records.into_iter().collect(), |record: &Record| {
            let process = record.register.process.clone();
            ProcessRoot { process, root: record.contents(texts).root }
        });
        Roots { root: record::root(roots.iter().map(|one| one.root)), roots }
    }

    /// Returns whether the whole, or one of the processes, goes by the beginning of a root.
    pub fn has(&self, prefix: &str) -> bool {
        let roots = self.roots.iter().map(|one| one.root).chain([self.root]);
        roots.into_iter().any(|root| root.goes_by(prefix))
    }

    /// Adds the root to a page, where the answer is about the whole.
    pub(super) fn line(&self, page: Page) -> Page {
        page.paragraph(Words::toned(Tone::Faint, format!("root {}", self.root.short())))
    }
}
