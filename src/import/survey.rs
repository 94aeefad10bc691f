use std::collections::{BTreeMap, BTreeSet};

use super::cases::{Cases, Declared, slug};
use super::entry::{Entry, Reading};
use super::map::Map;
use super::read::Found;
use super::row::Row;
use crate::model::nearest;
use crate::ron::{At, quoted};
use crate::source::{Code, Diagnostic, FileIx, Place};

/// The most rows that are told one by one as not understood.
const MOST_TOLD: usize = 100;

/// What a table holds, looked through once before anything is written.
#[derive(Debug, Default)]
pub struct Survey {
    /// How many rows there are.
    pub rows: u64,
    /// How many events they tell of.
    pub events: u64,
    /// How many rows the map passes over on purpose.
    pub passed_over: u64,
    /// The first rows that are not understood, each with its line.
    pub bad: Vec<(u64, String)>,
    /// How many rows are not understood.
    pub not_understood: u64,
    cases: Cases,
    parties: BTreeMap<String, String>,
    sources: BTreeMap<String, String>,
    /// The names of all fields.
    fields: BTreeSet<String>,
}

impl Survey {
    /// Takes in a row, and returns what it tells; nothing where it is not understood.
    pub(super) fn take(&mut self, found: Found, reading: &Reading<'_>) -> Vec<Entry> {
        self.rows += 1;
        let read = found.and_then(|row| {
            self.names(&row, reading.map);
            let entries = reading.entries(&row, &mut self.cases);
            entries.map_err(|why| (row.line, why))
        });
        match read {
            Ok(entries) => {
                self.events += entries.len() as u64;
                self.passed_over += u64::from(entries.is_empty());
                entries
            }
            Err(bad) => {
                self.not_understood += 1;
                if self.bad.len() < MOST_TOLD {
                    self.bad.push(bad);
                }
                Vec::new()
            }
        }
    }

    fn names(&mut self, row: &Row, map: &Map) {
        for name in row.names() {
            if !self.fields.contains(name) {
                self.fields.insert(name.to_owned());
            }
        }
        let columns =
            [(&map.columns.party, &mut self.parties), (&map.columns.source, &mut self.sources)];
        for (column, named) in columns {
            let name = column.as_ref().and_then(|column| row.get(&column.value));
            if let Some(name) = name {
                named.entry(slug(name)).or_insert_with(|| name.to_owned());
            }
        }
    }

    /// Returns how many cases there are.
    pub fn count(&self) -> usize {
        self.cases.len()
    }

    pub(super) fn cases(&self) -> Vec<(&str, &Declared)> {
        self.cases.in_order()
    }

    pub(super) fn parties(&self) -> impl Iterator<Item = (&String, &String)> {
        self.parties.iter()
    }

    pub(super) fn sources(&self) -> impl Iterator<Item = (&String, &String)> {
        self.sources.iter()
    }

    pub(super) fn cites(&self, source: &str) -> bool {
        self.sources.contains_key(source)
    }

    /// Returns what is wrong with a map: columns that the table does not have. `names` are those at its top;
    /// where it has none, what its rows have is taken.
    pub(super) fn missing(
        &self,
        map: &Map,
        file: FileIx,
        names: Option<&[String]>,
    ) -> Vec<Diagnostic> {
        let known: BTreeSet<&str> = match names {
            Some(names) => names.iter().map(String::as_str).collect(),
            None => self.fields.iter().map(String::as_str).collect(),
        };
        if known.is_empty() {
            return Vec::new();
        }
        let mut told = BTreeSet::new();
        let lacking = map.named().into_iter().filter(|name| !known.contains(name.value.as_str()));
        // What stands at the top of a table stands in every row; elsewhere a field may just be rare.
        let rare = |name: &At<String>| names.is_none() && !map.columns.names(name);
        let faults = lacking.filter(|name| told.insert(name.value.clone())).map(|name| {
            let place = Place { file, span: name.span };
            let (code, message) = if rare(name) {
                (Code::NoSuchField, format!("no row of the table has `{}`", name.value))
            } else {
                (Code::MissingColumn, format!("the table has no column `{}`", name.value))
            };
            let fault = Diagnostic::new(code, message).at(place, "named here");
            if let Some(near) = nearest(&name.value, known.iter().copied()) {
                return fault.patch(format!("did you mean `{near}`?"), place, quoted(near));
            }
            let names: Vec<&str> = known.iter().copied().collect();
            fault.help(format!("it has {}", names.join(", ")))
        });
        faults.collect()
    }
}
