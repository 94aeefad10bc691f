//! When the compiled record is used, and what is told of it.

use std::sync::Mutex;

use super::reading::Origins;
use super::{Global, Usage, variable};
use crate::index::{Doubt, Index, Kept, Made};
use crate::record::Record;
use crate::report::Folded;
use crate::seed::dir::Files;
use crate::state::Memo;

/// Below so many bytes, reading the seeds takes no longer than a look at what was kept of them.
const WORTH: u64 = 1 << 20;

/// The compiled record as a command uses it.
#[derive(Debug)]
pub(super) struct Indexing {
    index: Index,
    /// Whether it is used: always, never, or where it is worth it.
    always: Option<bool>,
    /// Lines for those who want to know.
    told: Option<Mutex<Vec<String>>>,
}

impl Indexing {
    pub(super) fn new(global: &Global) -> anyhow::Result<Indexing> {
        let asked = variable("RAPPORTEUR_INDEX").map(|value| value.to_string_lossy().into_owned());
        let always = match asked.as_deref() {
            Some("always") => Some(true),
            Some("never") => Some(false),
            None => None,
            Some(other) => {
                let message = format!("RAPPORTEUR_INDEX is `{other}`");
                let help = "say `always` or `never`, or leave it unset";
                return Err(Usage(format!("{message}\n  help: {help}")).into());
            }
        };
        let always = if global.fresh { Some(false) } else { always };
        let told = global.verbose.then(Mutex::default);
        Ok(Indexing { index: Index::of(&global.base()), always, told })
    }

    /// Returns what was kept of a process; none where that is doubtful, and is made anew.
    pub(super) fn find(&self, files: &Files) -> Option<Kept> {
        if self.always == Some(false) {
            return None;
        }
        match self.index.find(files) {
            Ok(kept) => Some(kept),
            Err(Doubt::Absent) => None,
            Err(doubt) => {
                let folder = files.folder.display();
                self.tell(format!("the compiled record of {folder} is not used: {doubt}"));
                None
            }
        }
    }

    /// Keeps what is new of some processes, where that is worth it, and their states where these are of
    /// today: a look at the past must not drive out what most questions ask for. Why it could not be kept
    /// matters only to those who want to know: no answer depends on it.
    pub(super) fn keep(
        &self,
        origins: &[Origins],
        files: &[Files],
        folded: &[Folded<'_>],
        today: bool,
    ) {
        let sizes = files.iter().flat_map(|files| &files.list).map(|(_, stamp)| stamp.size());
        if !self.always.unwrap_or(sizes.sum::<u64>() >= WORTH) {
            return;
        }
        // What is wrong with a file that is no text is said of the file, and would not be kept.
        let kept = origins.iter().zip(folded).filter(|(one, _)| files[one.folder].whole);
        let memo = |one, folded| today.then(|| new_memo(one, folded)).flatten();
        let kept = kept.map(|(one, folded)| (one, folded, memo(one, folded)));
        let kept: Vec<_> = kept.filter(|(one, _, memo)| one.is_new || memo.is_some()).collect();
        if kept.is_empty() {
            return;
        }
        let new = kept.iter().filter(|(one, ..)| one.is_new).count();
        let states = kept.iter().filter(|(.., memo)| memo.is_some()).count();
        let written = self.index.writing(|| {
            for (one, folded, memo) in &kept {
                let files = &files[one.folder];
                if one.is_new {
                    self.index.keep(files, &made(one, folded.record))?;
                }
                if let Some(memo) = memo {
                    self.index.keep_state(files, memo)?;
                }
            }
            Ok(())
        });
        self.tell(match written {
            Ok(true) => format!("compiled {new} records and {states} states"),
            Ok(false) => "somebody else compiles the record".to_owned(),
            Err(error) => format!("the compiled record cannot be kept: {error}"),
        });
    }

    fn tell(&self, line: String) {
        if let Some(told) = &self.told {
            told.lock().expect("nobody fails while telling").push(line);
        }
    }

    /// Returns what there is to tell, in an order that no other thread decides.
    pub(super) fn told(&self) -> Vec<String> {
        let told = self.told.as_ref().map(|told| told.lock().expect("nobody fails while telling"));
        let mut lines = told.map(|mut told| std::mem::take(&mut *told)).unwrap_or_default();
        lines.sort();
        lines
    }
}

fn made<'m>(one: &'m Origins, record: &'m Record) -> Made<'m> {
    Made { record, faults: &one.faults, left_out: one.left_out, first: one.first }
}

/// Returns the state to keep of a process; none if it is kept already.
fn new_memo(one: &Origins, folded: &Folded<'_>) -> Option<Memo> {
    let Folded { standing, state, .. } = folded;
    let kept = one.memo.as_ref().is_some_and(|memo| memo.at(state.point, state.policy).is_some());
    if kept || !standing.is_clear() { None } else { Memo::of(standing, state) }
}
