//! From a row to the events that it tells of.

use chrono::NaiveDate;

use super::cases::{Cases, slug};
use super::map::{Map, Rule, Says};
use super::row::Row;
use crate::lifecycle::Lifecycle;
use crate::model::{Day, Edtf};
use crate::ron::{At, quoted};

/// One event that a row tells of, as a dispatch writes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) line: u64,
    pub(super) issue: String,
    /// When it was, in EDTF.
    pub(super) on: Option<String>,
    /// The day on which it became known.
    pub(super) known: Day,
    pub(super) seq: Option<u64>,
    pub(super) batch: Option<String>,
    pub(super) via: Vec<String>,
    pub(super) note: Option<String>,
    pub(super) what: String,
    pub(super) sort: Sort,
}

/// What an event does to the list of cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// It shows the case at a stage.
    Shows,
    /// It shows it no longer.
    Drops,
    /// Neither.
    Other,
}

/// Reads rows as a map has them.
pub(super) struct Reading<'m> {
    pub(super) map: &'m Map,
    /// The stages that cases may be at, where that is known.
    pub(super) lifecycle: Option<&'m Lifecycle>,
}

/// A date of a row: as it is written, and its first and last day.
struct Dated {
    text: String,
    first: Day,
    last: Day,
}

impl Reading<'_> {
    /// Returns what a row tells; why it is not understood otherwise.
    pub(super) fn entries(&self, row: &Row, cases: &mut Cases) -> Result<Vec<Entry>, String> {
        let rule = self.rule(row)?;
        if rule.is.is_empty() {
            return Ok(Vec::new());
        }
        let columns = &self.map.columns;
        let name = row.get(&columns.case.value);
        let name = name.ok_or_else(|| format!("nothing in `{}`", columns.case.value))?;
        let issue = Cases::id(self.map, name)?;
        let mut entries: Vec<Entry> = Vec::new();
        for says in &rule.is {
            let Some(entry) = self.entry(row, &issue, says)? else { continue };
            // Of two stages on one day, the one that the map has last is where the case came to.
            let same = |other: &Entry| other.sort == Sort::Shows && other.on == entry.on;
            if entry.sort == Sort::Shows {
                entries.retain(|other| !same(other));
            }
            entries.push(entry);
        }
        // What a row is not understood for declares nothing.
        cases.take(self.map, name, row)?;
        for says in &rule.is {
            if let Says::GoesOn { into } = says
                && let Some(name) = row.get(&into.value)
            {
                cases.take(self.map, name, row)?;
            }
        }
        Ok(entries)
    }

    /// Returns the rule that fits a row.
    fn rule(&self, row: &Row) -> Result<&Rule, String> {
        let holds = |(column, values): &(At<String>, Vec<String>)| {
            let value = row.get(&column.value).unwrap_or_default();
            values.iter().any(|one| one.trim() == value)
        };
        let fits = |rule: &&Rule| {
            rule.when.iter().all(holds)
                && (rule.unless.is_empty() || !rule.unless.iter().all(holds))
        };
        let rules = &self.map.rules;
        rules.iter().find(fits).ok_or_else(|| {
            let mut told: Vec<String> = Vec::new();
            for (column, _) in rules.iter().flat_map(|rule| &rule.when) {
                let value = row.get(&column.value).unwrap_or_default();
                let pair = format!("{}: \"{value}\"", column.value);
                if !told.contains(&pair) {
                    told.push(pair);
                }
            }
            format!("no rule of the map fits {}", told.join(", "))
        })
    }

    fn entry(&self, row: &Row, issue: &str, says: &Says) -> Result<Option<Entry>, String> {
        let columns = &self.map.columns;
        let own = |on: &Option<At<String>>| -> Result<Option<Dated>, String> {
            match on {
                Some(column) => row.get(&column.value).map(|text| self.date(text)).transpose(),
                None => columns.date.as_ref().map_or(Ok(None), |column| {
                    row.get(&column.value).map(|text| self.date(text)).transpose()
                }),
            }
        };
        let (on, what, sort) = match says {
            // A day of its own that is not there: it has not come to that stage.
            Says::Stage { on: Some(column), .. } if row.get(&column.value).is_none() => {
                return Ok(None);
            }
            Says::Stage { is, at, on } => {
                let column = at.as_ref().or(columns.stage.as_ref());
                let told = column.and_then(|column| row.get(&column.value));
                let stage = is.as_deref().or(told).ok_or_else(|| {
                    format!("nothing in `{}`", column.map_or("stage", |column| &column.value))
                })?;
                let on = own(on)?;
                self.stage(stage, on.as_ref())?;
                let what =
                    format!("StageClaim(issue: {}, stage: {})", quoted(issue), quoted(stage));
                (on, what, Sort::Shows)
            }
            Says::Deadline { due, on } => {
                let due = row.get(&due.value).map(|text| self.date(text)).transpose()?;
                let due = due.map_or(String::new(), |due| format!(", due: {}", quoted(&due.text)));
                (own(on)?, format!("Deadline(of: {}{due})", quoted(issue)), Sort::Other)
            }
            Says::GoesOn { into } => {
                let name = row.get(&into.value);
                let name = name.ok_or_else(|| format!("nothing in `{}`", into.value))?;
                let into = Cases::id(self.map, name)?;
                if into == issue {
                    return Ok(None);
                }
                let what = format!("Restructure(from: {}, into: {})", quoted(issue), quoted(&into));
                (own(&None)?, what, Sort::Other)
            }
            Says::Unlist => {
                let what = format!("Agenda(issue: {}, act: Unlist)", quoted(issue));
                (own(&None)?, what, Sort::Drops)
            }
            Says::Event(template) => (own(&None)?, template.fill(row, issue)?, Sort::Other),
        };
        let known = self.known(row, on.as_ref())?;
        if let Some(on) = on.as_ref().filter(|on| on.first > known) {
            return Err(format!("dated {}, after it became known on {known}", on.text));
        }
        let text = |column: &Option<At<String>>| {
            column.as_ref().and_then(|column| row.get(&column.value)).map(str::to_owned)
        };
        let seq = text(&columns.seq).map(|seq| {
            seq.parse::<u64>().map_err(|_| format!("`{seq}` is no place in a sequence"))
        });
        let seq = match (seq.transpose()?, &columns.seq) {
            (None, Some(column)) => return Err(format!("nothing in `{}`", column.value)),
            (seq, _) => seq,
        };
        let party = text(&columns.party).map(|name| slug(&name));
        let source = text(&columns.source).map(|name| slug(&name));
        let sources = match source {
            Some(source) => vec![source],
            None => self.map.via.clone(),
        };
        Ok(Some(Entry {
            line: row.line,
            issue: issue.to_owned(),
            on: on.map(|on| on.text),
            known,
            seq,
            batch: text(&columns.batch),
            via: party.into_iter().chain(sources).collect(),
            note: text(&columns.note),
            what,
            sort,
        }))
    }

    /// Wants a stage of the lifecycle that cases go through.
    fn stage(&self, stage: &str, on: Option<&Dated>) -> Result<(), String> {
        let Some(lifecycle) = self.lifecycle else { return Ok(()) };
        let day = on.map_or(Day::MAX, |on| on.first);
        match lifecycle.find(stage, day) {
            Some(_) => Ok(()),
            None => Err(format!("`{stage}` is not a stage of `{}`", lifecycle.name)),
        }
    }

    fn known(&self, row: &Row, on: Option<&Dated>) -> Result<Day, String> {
        if let Some(column) = &self.map.columns.known {
            let text = row.get(&column.value);
            let text = text.ok_or_else(|| format!("nothing in `{}`", column.value))?;
            return Ok(self.date(text)?.last);
        }
        let known = self.map.known_on.or(on.map(|on| on.last));
        known.ok_or_else(|| "no day on which it was, or became known".to_owned())
    }

    /// Reads a date: in the format of the map, or as dispatches have it; of a time only the day is kept.
    fn date(&self, text: &str) -> Result<Dated, String> {
        let exact = |day: Day| Dated { text: day.to_string(), first: day, last: day };
        if let Some(format) = &self.map.dates {
            let read = NaiveDate::parse_from_str(text, format).ok().and_then(|date| {
                use chrono::Datelike;
                Day::from_ymd(date.year(), date.month(), date.day())
            });
            return read.map(exact).ok_or_else(|| format!("`{text}` is no date as in `{format}`"));
        }
        let iso = text.replacen(' ', "T", usize::from(text.contains(':')));
        let read =
            Edtf::parse(text, self.map.offset).or_else(|_| Edtf::parse(&iso, self.map.offset));
        let when = read.map_err(|_| format!("`{text}` is no date"))?.resolve(None, Day::MAX);
        if when.first == when.last && !when.approximate && !when.uncertain {
            return Ok(exact(when.first));
        }
        Ok(Dated { text: text.to_owned(), first: when.first, last: when.last })
    }
}
