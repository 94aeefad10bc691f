//! Questions and their answers, one file each: what is asked, the answer as plain data, its page.
//!
//! Every report asks the same way, through a [`View`]: the records at a point, under a policy, seen
//! through a lens. The data of an answer is its JSON, designed and versioned; the page says the same
//! to people. How a page becomes characters is for `render`.

pub mod agenda;
pub mod changed;
pub mod check;
pub mod conformance;
pub mod coverage;
pub mod diff;
pub mod doctor;
pub mod dates;
pub mod explain;
pub mod export;
pub mod fields;
pub mod format;
pub mod import;
pub mod kinds;
pub mod lifecycle;
pub mod log;
pub mod matrix;
pub mod record;
pub mod replay;
pub mod root;
mod rows;
pub mod schema;
pub mod seal;
pub mod show;
pub mod snapshot;
pub mod sources;
pub mod status;
pub mod texts;
pub mod why;
mod word;

use crate::model::{Point, Policy};
use crate::parallel;
use crate::record::{Lens, Record, Standing};
use crate::render::Page;
use crate::source::{Diagnostic, Severity, Texts};
use crate::state::{Memo, State, fold};

pub use rows::Rows;
pub use schema::Answered;

/// An answer: for programs and for people, both from the same folded state.
#[derive(Debug)]
pub struct Answer<T> {
    /// What a program reads.
    pub data: T,
    /// What people read.
    pub page: Page,
}

/// From where a report looks, and what it sees: everything is folded once.
#[derive(Debug)]
pub struct View<'v> {
    /// The texts, to read events again and to name their places.
    pub texts: &'v Texts,
    /// The processes, by name.
    pub processes: Vec<Folded<'v>>,
    /// The point in both times.
    pub point: Point,
    /// What was asked for, where that says more than the point: a snapshot, a revision, a week.
    pub told: Option<String>,
    /// Who is believed where claims contradict each other.
    pub policy: Policy,
    /// Which claims count.
    pub lens: &'v Lens,
    /// What was wrong with the seeds.
    pub tally: Tally,
}

/// A process as it is seen from somewhere.
#[derive(Debug)]
pub struct Folded<'v> {
    /// What was reported.
    pub record: &'v Record,
    /// What stands of it.
    pub standing: Standing<'v>,
    /// Where everything stands.
    pub state: State,
    /// What was kept of it, if anything was.
    pub memo: Option<&'v Memo>,
}

/// How much was wrong.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Events that were left out because of them.
    pub left_out: usize,
}

impl Tally {
    /// Counts diagnostics.
    pub fn of(faults: &[Diagnostic], left_out: usize) -> Tally {
        let errors = faults.iter().filter(|fault| fault.severity() == Severity::Error).count();
        Tally { errors, warnings: faults.len() - errors, left_out }
    }
}

impl<'v> View<'v> {
    /// Looks at records from a point, under a policy, through a lens.
    pub fn new(
        texts: &'v Texts,
        records: &'v [Record],
        point: Point,
        policy: Policy,
        lens: &'v Lens,
    ) -> View<'v> {
        let records = records.iter().map(|record| (record, None));
        View::recalling(texts, records, point, policy, lens, |_| {})
    }

    /// Looks at records in the same way, of some of which a state was kept; each that has to be folded is
    /// told to `folded` when it is.
    pub fn recalling(
        texts: &'v Texts,
        records: impl Iterator<Item = (&'v Record, Option<&'v Memo>)>,
        point: Point,
        policy: Policy,
        lens: &'v Lens,
        folded: impl Fn(&Record) + Sync + Send,
    ) -> View<'v> {
        let look = |(record, memo): (&'v Record, Option<&'v Memo>)| {
            let standing = record.stand(point.known_on, lens);
            let memo = memo.filter(|_| lens.is_clear());
            let kept = memo.and_then(|memo| memo.at(point, policy));
            let state = kept.unwrap_or_else(|| {
                let state = fold(&standing, point.as_of, policy);
                folded(record);
                state
            });
            Folded { record, standing, state, memo }
        };
        let processes = parallel::each(records.collect(), look);
        let (told, tally) = (None, Tally::default());
        View { texts, processes, point, told, policy, lens, tally }
    }
}

/// Returns a count with its word: "1 event", "2 events".
pub(crate) fn counted(count: usize, word: &str) -> String {
    format!("{count} {word}{}", if count == 1 { "" } else { "s" })
}
