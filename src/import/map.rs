//! The map of an import: which field of a table says what. `format: 1`.

use std::fmt;

use chrono::FixedOffset;
use serde::de::{self, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::read::Form;
use super::template::Template;
use crate::model::{Basis, Day, Weight, is_id, zone};
use crate::ron::{self, At, Limits, Table};
use crate::source::{Code, Diagnostic, FileIx, Place, Span};

/// The version of the format of maps.
const FORMAT: u32 = 1;

#[derive(Deserialize)]
#[serde(rename = "map")]
struct File<'a> {
    #[expect(
        dead_code,
        reason = "there is only one format so far; the reader still wants it said"
    )]
    format: u32,
    process: At<String>,
    title: Option<String>,
    lifecycle: Option<String>,
    table: Option<Form>,
    log: Option<At<String>>,
    offset: Option<At<String>>,
    dates: Option<String>,
    known_on: Option<At<String>>,
    #[serde(borrow, default)]
    sources: Table<'a, String>,
    #[serde(default)]
    via: Vec<At<String>>,
    basis: Option<Basis>,
    within: Option<At<String>>,
    columns: Columns,
    #[serde(default)]
    cases: Table<'a, CaseForm>,
    #[serde(default)]
    rows: Vec<RuleForm<'a>>,
}

/// Which column says what of a row.
#[derive(Debug, Deserialize)]
#[serde(rename = "columns of a map")]
pub(super) struct Columns {
    pub(super) case: At<String>,
    pub(super) title: Option<At<String>>,
    pub(super) date: Option<At<String>>,
    pub(super) known: Option<At<String>>,
    pub(super) stage: Option<At<String>>,
    pub(super) party: Option<At<String>>,
    pub(super) source: Option<At<String>>,
    pub(super) seq: Option<At<String>>,
    pub(super) batch: Option<At<String>>,
    pub(super) note: Option<At<String>>,
    pub(super) weight: Option<At<String>>,
}

#[derive(Deserialize)]
#[serde(rename = "case of a map")]
struct CaseForm {
    is: Option<At<String>>,
    title: Option<String>,
    weight: Option<Weight>,
}

#[derive(Deserialize)]
#[serde(rename = "rule of a map")]
struct RuleForm<'a> {
    #[serde(borrow, default)]
    when: Table<'a, Words>,
    #[serde(default)]
    unless: Table<'a, Words>,
    is: Vec<SaysForm>,
}

#[derive(Deserialize)]
#[serde(rename = "what a row says")]
enum SaysForm {
    Stage { is: Option<String>, at: Option<At<String>>, on: Option<At<String>> },
    Deadline { due: At<String>, on: Option<At<String>> },
    GoesOn { into: At<String> },
    Unlist,
    Event(At<String>),
}

/// One word, or several: `"open"` or `["open", "reopen"]`.
struct Words(Vec<String>);

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Words, D::Error> {
        deserializer.deserialize_any(OneOrMore)
    }
}

struct OneOrMore;

impl<'de> Visitor<'de> for OneOrMore {
    type Value = Words;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, or a list of strings")
    }

    fn visit_str<E: de::Error>(self, word: &str) -> Result<Words, E> {
        Ok(Words(vec![word.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut words: A) -> Result<Words, A::Error> {
        let mut res = Vec::new();
        while let Some(word) = words.next_element()? {
            res.push(word);
        }
        Ok(Words(res))
    }
}

/// Which field of a table says what, checked as far as the table need not be looked at.
#[derive(Debug)]
pub struct Map {
    /// The process that the table tells of.
    pub process: String,
    /// Its title.
    pub title: Option<String>,
    /// How its cases move.
    pub lifecycle: Option<String>,
    /// What the table is written in, where its name does not tell.
    pub table: Option<Form>,
    /// The log that the rows are of, where their order decides.
    pub(super) log: Option<String>,
    pub(super) offset: FixedOffset,
    pub(super) dates: Option<String>,
    pub(super) known_on: Option<Day>,
    pub(super) sources: Vec<(String, String)>,
    pub(super) via: Vec<String>,
    pub(super) basis: Basis,
    pub(super) within: Option<String>,
    pub(super) columns: Columns,
    pub(super) cases: Vec<(String, Case)>,
    pub(super) rules: Vec<Rule>,
}

impl Columns {
    fn all(&self) -> impl Iterator<Item = &At<String>> {
        let optional = [
            &self.title,
            &self.date,
            &self.known,
            &self.stage,
            &self.party,
            &self.source,
            &self.seq,
            &self.batch,
            &self.note,
            &self.weight,
        ];
        std::iter::once(&self.case).chain(optional.into_iter().flatten())
    }

    /// Returns whether it is here that a column is named, rather than in a rule.
    pub(super) fn names(&self, name: &At<String>) -> bool {
        self.all().any(|one| one.span == name.span)
    }
}

/// What the map says of one case.
#[derive(Debug)]
pub(super) struct Case {
    /// The case that it is, under another name.
    pub(super) is: Option<String>,
    pub(super) title: Option<String>,
    pub(super) weight: Option<Weight>,
}

/// What rows say of which certain fields hold certain values.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) when: Vec<(At<String>, Vec<String>)>,
    pub(super) unless: Vec<(At<String>, Vec<String>)>,
    pub(super) is: Vec<Says>,
}

/// What a row says.
#[derive(Debug)]
pub(super) enum Says {
    /// The case is at a stage: that of a column, or a certain one; on the day of a column.
    Stage { is: Option<String>, at: Option<At<String>>, on: Option<At<String>> },
    /// It has a deadline; none any more where the column is empty.
    Deadline { due: At<String>, on: Option<At<String>> },
    /// It goes on as the case of a column.
    GoesOn { into: At<String> },
    /// The table shows it no longer.
    Unlist,
    /// Any other event, with columns in braces.
    Event(Template),
}

impl Map {
    /// Reads a map: none if something in it is an error, and everything that is wrong.
    pub fn read(file: FileIx, text: &str) -> (Option<Map>, Vec<Diagnostic>) {
        if let Some(newer) = ron::newer(file, text, FORMAT) {
            return (None, vec![newer]);
        }
        let read = ron::read::<File<'_>>(file, text, &Limits::default());
        let mut faults = read.faults;
        let sound = faults.is_empty();
        let Some(form) = read.value.filter(|_| sound) else { return (None, faults) };
        let mut lowering = Lowering { file, faults: Vec::new() };
        let map = lowering.map(form);
        faults.append(&mut lowering.faults);
        (Some(map).filter(|_| faults.is_empty()), faults)
    }

    /// Returns every column that the map names.
    pub(super) fn named(&self) -> Vec<&At<String>> {
        let mut named: Vec<&At<String>> = self.columns.all().collect();
        for rule in &self.rules {
            named.extend(rule.when.iter().chain(&rule.unless).map(|(column, _)| column));
            for says in &rule.is {
                match says {
                    Says::Stage { at, on, .. } => named.extend(at.iter().chain(on)),
                    Says::Deadline { due, on } => named.extend(std::iter::once(due).chain(on)),
                    Says::GoesOn { into } => named.push(into),
                    Says::Unlist => {}
                    Says::Event(template) => named.extend(template.columns()),
                }
            }
        }
        named
    }
}

struct Lowering {
    file: FileIx,
    faults: Vec<Diagnostic>,
}

impl Lowering {
    fn map(&mut self, form: File<'_>) -> Map {
        self.id(&form.process);
        let parts = form.within.iter().chain(&form.log).chain(&form.via);
        parts.for_each(|id| self.id(id));
        for (id, _) in &form.sources {
            self.id(&At { value: id.value.to_owned(), span: id.span });
        }
        let offset = form.offset.as_ref().map(|at| zone(&at.value));
        if let (Some(None), Some(at)) = (&offset, &form.offset) {
            self.wrong(
                at.span,
                format!("`{}` is not an offset", at.value),
                "write hours and minutes: `+02:00`",
            );
        }
        let known_on = form.known_on.as_ref().and_then(|day| {
            let read = Day::parse(&day.value);
            if read.is_none() {
                self.wrong(
                    day.span,
                    format!("`{}` is not a day", day.value),
                    "write it as `2024-01-01`",
                );
            }
            read
        });
        if form.columns.date.is_none() && form.columns.known.is_none() && known_on.is_none() {
            let span = form.columns.case.span;
            self.wrong(
                span,
                "no column says when",
                "name the column of the `date`, or of the day on which a row became `known`",
            );
        }
        let plain = || {
            vec![RuleForm {
                when: Table::default(),
                unless: Table::default(),
                is: vec![SaysForm::Stage { is: None, at: None, on: None }],
            }]
        };
        let rules = if form.rows.is_empty() { plain() } else { form.rows };
        let stage = form.columns.stage.is_some();
        let case = form.columns.case.span;
        let rules = rules.into_iter().map(|rule| self.rule(rule, stage, case)).collect();
        let cases = form.cases.into_iter().map(|(name, case)| {
            let is = case.is.map(|is| is.value);
            (name.value.to_owned(), Case { is, title: case.title, weight: case.weight })
        });
        Map {
            process: form.process.value,
            title: form.title,
            lifecycle: form.lifecycle,
            table: form.table,
            log: form.log.map(|log| log.value),
            offset: offset
                .flatten()
                .unwrap_or(FixedOffset::east_opt(0).expect("zero is an offset")),
            dates: form.dates,
            known_on,
            sources: form
                .sources
                .into_iter()
                .map(|(id, name)| (id.value.to_owned(), name))
                .collect(),
            via: form.via.into_iter().map(|id| id.value).collect(),
            basis: form.basis.unwrap_or(Basis::Document),
            within: form.within.map(|issue| issue.value),
            columns: form.columns,
            cases: cases.collect(),
            rules,
        }
    }

    fn rule(&mut self, form: RuleForm<'_>, stage: bool, case: Span) -> Rule {
        let named = |table: Table<'_, Words>| {
            let column = |name: At<&str>| At { value: name.value.to_owned(), span: name.span };
            table.into_iter().map(|(name, words)| (column(name), words.0)).collect()
        };
        let is = form.is.into_iter().filter_map(|says| self.says(says, stage, case)).collect();
        Rule { when: named(form.when), unless: named(form.unless), is }
    }

    fn says(&mut self, form: SaysForm, stage: bool, case: Span) -> Option<Says> {
        Some(match form {
            SaysForm::Stage { is, at, on } => {
                if is.is_none() && at.is_none() && !stage {
                    self.wrong(
                        case,
                        "no column says at which stage",
                        "name the column of the `stage`, or write `Stage(is: \"…\")`",
                    );
                }
                Says::Stage { is, at, on }
            }
            SaysForm::Deadline { due, on } => Says::Deadline { due, on },
            SaysForm::GoesOn { into } => Says::GoesOn { into },
            SaysForm::Unlist => Says::Unlist,
            SaysForm::Event(text) => match Template::parse(&text) {
                Ok(template) => Says::Event(template),
                Err(message) => {
                    self.wrong(text.span, message, "write an event as in a dispatch, a column in braces where its value belongs: `Vote(of: {case}, body: {house})`");
                    return None;
                }
            },
        })
    }

    fn id(&mut self, name: &At<String>) {
        if !is_id(&name.value) {
            let message = format!("`{}` cannot be an id", name.value);
            self.wrong(
                name.span,
                message,
                "an id has letters and digits, and `-`, `_` or `.` between them; paths have `/`",
            );
        }
    }

    fn wrong(&mut self, span: Span, message: impl Into<String>, help: &str) {
        let place = Place { file: self.file, span };
        self.faults.push(Diagnostic::new(Code::BadMap, message).at(place, "").help(help));
    }
}
