use std::collections::BTreeSet;
use std::fmt;

use super::{EventIx, People, Record};
use crate::model::{Basis, nearest};
use crate::register::Register;

/// The fields that a lens can ask for.
const FIELDS: [&str; 3] = ["basis", "source", "party"];

/// Which claims to count: `field:value`, a comma for or, a blank for and.
///
/// A lens chooses claims before anything is folded, so it answers "where would it stand if these were
/// all there is".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lens {
    terms: Vec<Term>,
    text: String,
    without_root: Option<crate::register::RootIx>,
    exported: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Term {
    Basis(BTreeSet<Basis>),
    Source(BTreeSet<String>),
    Party(BTreeSet<String>),
}

/// What is wrong with a lens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LensFault {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

impl fmt::Display for LensFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n  help: {}", self.message, self.help)
    }
}

impl std::error::Error for LensFault {}

impl Lens {
    /// Reads a lens; names are held against the processes that it will look at.
    pub fn parse(text: &str, registers: &[&Register]) -> Result<Lens, LensFault> {
        let terms = text.split_whitespace().map(|term| Term::parse(term, registers));
        Ok(Lens {
            terms: terms.collect::<Result<_, _>>()?,
            text: text.to_owned(),
            ..Lens::default()
        })
    }

    /// Returns the text that it was read from.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the lens that also leaves out what rests on one root source alone.
    #[must_use]
    pub fn without_root(&self, root: crate::register::RootIx) -> Lens {
        Lens { without_root: Some(root), ..self.clone() }
    }

    /// Returns the lens that also leaves out what was told off the record.
    #[must_use]
    pub fn exported(&self) -> Lens {
        Lens { exported: true, ..self.clone() }
    }

    /// Returns whether an event passes.
    pub fn admits(&self, record: &Record, people: &People<'_>, event: EventIx) -> bool {
        let row = record.row(event);
        let rests_on = |root| {
            let voice = row.via.first().copied();
            voice.is_some_and(|voice| {
                let mut roots = people.roots(record.set(voice)).peekable();
                roots.peek().is_some() && roots.all(|other| other == root)
            })
        };
        let exported = !self.exported || row.basis != Basis::OffRecord;
        exported
            && !self.without_root.is_some_and(rests_on)
            && self.terms.iter().all(|term| term.admits(record, people, event))
    }
}

impl Term {
    fn parse(term: &str, registers: &[&Register]) -> Result<Term, LensFault> {
        let Some((field, values)) = term.split_once(':') else {
            return Err(LensFault {
                message: format!("`{term}` is not of the form `field:value`"),
                help: format!("the fields are {}", FIELDS.join(", ")),
            });
        };
        let values = values.split(',').filter(|value| !value.is_empty());
        let values: BTreeSet<String> = values.map(str::to_owned).collect();
        if values.is_empty() {
            let message = format!("`{term}` names no value");
            return Err(LensFault { message, help: format!("write `{field}:…`") });
        }
        match field {
            "basis" => {
                values.iter().map(|value| basis(value)).collect::<Result<_, _>>().map(Term::Basis)
            }
            "source" => {
                check_names(&values, "source", registers, |_| true)?;
                Ok(Term::Source(values))
            }
            "party" => {
                check_names(&values, "party", registers, |word| word == "party")?;
                Ok(Term::Party(values))
            }
            _ => Err(LensFault {
                message: format!("`{field}` is not a field to choose claims by"),
                help: suggestion(field, FIELDS)
                    .unwrap_or(format!("the fields are {}", FIELDS.join(", "))),
            }),
        }
    }

    fn admits(&self, record: &Record, people: &People<'_>, event: EventIx) -> bool {
        let row = record.row(event);
        let register = &record.register;
        match self {
            Term::Basis(some) => some.contains(&row.basis),
            Term::Source(some) => row
                .via
                .iter()
                .flat_map(|link| record.set(*link))
                .any(|actor| some.contains(register.actors.id(*actor))),
            Term::Party(some) => {
                let day = row.stated.unwrap_or(row.known);
                let parties = some.iter().filter_map(|id| register.actors.find(id));
                parties.into_iter().any(|party| {
                    record.set(row.by).contains(&party)
                        || record
                            .voice(event)
                            .iter()
                            .any(|voice| people.speaks_for(*voice, party, day))
                })
            }
        }
    }
}

fn basis(value: &str) -> Result<Basis, LensFault> {
    let names = Basis::ALL.map(Basis::name);
    let found = Basis::ALL.into_iter().find(|basis| basis.name().eq_ignore_ascii_case(value));
    found.ok_or_else(|| LensFault {
        message: format!("there is no basis called `{value}`"),
        help: suggestion(value, names).unwrap_or(format!("one of {}", names.join(", "))),
    })
}

fn check_names(
    values: &BTreeSet<String>,
    word: &str,
    registers: &[&Register],
    fits: impl Fn(&str) -> bool,
) -> Result<(), LensFault> {
    let declared: BTreeSet<&str> = registers
        .iter()
        .flat_map(|register| {
            let actors = &register.actors;
            actors.indices().filter(|ix| fits(actors[*ix].sort.word())).map(|ix| actors.id(ix))
        })
        .collect();
    match values.iter().find(|value| !declared.contains(value.as_str())) {
        None => Ok(()),
        Some(unknown) => Err(LensFault {
            message: format!("no {word} is called `{unknown}`"),
            help: suggestion(unknown, declared)
                .unwrap_or("the charter declares the names".to_owned()),
        }),
    }
}

fn suggestion<'n>(wanted: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
    nearest(wanted, names).map(|near| format!("did you mean `{near}`?"))
}
