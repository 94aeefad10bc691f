//! From a table that others keep to dispatches that people can read.
//!
//! A [`Map`] says which field of a table says what. The table is gone through twice, a row at a time:
//! the [`Survey`] finds its cases and everything that is not understood, and only then is anything made
//! of it. However long the table is, one dispatch of it is held. Where what is made is put, and whose
//! words the rows are, is not decided here.

mod batch;
mod cases;
mod charter;
mod entry;
mod map;
mod read;
mod row;
mod survey;
mod template;

use std::io::{self, BufRead};

pub use batch::Written;
pub use map::Map;
pub use read::Form;
pub use survey::Survey;

use crate::lifecycle::Lifecycle;
use crate::source::{Diagnostic, FileIx};
use batch::Batches;
use entry::Reading;

/// A table, and what is known of how to read it.
#[derive(Debug, Clone, Copy)]
pub struct Import<'i> {
    /// The map.
    pub map: &'i Map,
    /// The file of the map, for places in it.
    pub file: FileIx,
    /// The name of the table, for people.
    pub table: &'i str,
    /// What the table is written in.
    pub form: Form,
    /// The stages that its cases go through, where these are known.
    pub lifecycle: Option<&'i Lifecycle>,
}

/// Returns the lifecycle that a charter names.
pub fn lifecycle_of(charter: &str) -> Option<String> {
    charter::lifecycle(charter)
}

impl Import<'_> {
    /// Looks through the whole table, and says what is wrong with the map for it. `tell` hears after each row how
    /// many there were. O(rows log cases); holds the cases.
    pub fn survey(
        &self,
        table: impl BufRead,
        tell: &mut dyn FnMut(u64),
    ) -> io::Result<(Survey, Vec<Diagnostic>)> {
        let mut survey = Survey::default();
        let reading = Reading { map: self.map, lifecycle: self.lifecycle };
        let names = read::rows(self.form, table, &mut |found| {
            survey.take(found, &reading);
            tell(survey.rows);
            Ok(())
        })?;
        let faults = survey.missing(self.map, self.file, names.as_deref());
        Ok((survey, faults))
    }

    /// Goes through the table again and hands over its dispatches, those rows left out that are not
    /// understood. Holds the cases and one dispatch.
    pub fn dispatches(
        &self,
        table: impl BufRead,
        tell: &mut dyn FnMut(u64),
        write: &mut dyn FnMut(Written) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut survey = Survey::default();
        let reading = Reading { map: self.map, lifecycle: self.lifecycle };
        let mut batches = Batches::new(self.map, self.table);
        read::rows(self.form, table, &mut |found| {
            let done = batches.take(survey.take(found, &reading));
            tell(survey.rows);
            done.map_or(Ok(()), &mut *write)
        })?;
        batches.finish().map_or(Ok(()), write)
    }

    /// Returns a charter for what the table tells of.
    pub fn new_charter(&self, survey: &Survey) -> String {
        charter::new(self.map, survey, self.table)
    }

    /// Returns a charter with what it does not declare yet put in, and how many issues that are; why it cannot
    /// be otherwise.
    pub fn extended_charter(
        &self,
        charter: &str,
        survey: &Survey,
    ) -> Result<(String, usize), String> {
        charter::extended(charter, self.map, survey)
    }
}
