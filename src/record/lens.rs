use super::{EventIx, Record, Standing};
use crate::model::{Basis, Day};
use crate::query::{Query, QueryFault, Term, Use};
use crate::register::{Register, RootIx};
use crate::source::Texts;

/// Which claims to count, as a query says.
///
/// A lens chooses claims before anything is folded, so it answers "where would it stand if these were
/// all there is".
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lens {
    query: Query,
    text: String,
    without_root: Option<RootIx>,
    exported: bool,
}

/// Finds the words that a query asks for in the events of some records. O(events) if it asks for any.
pub fn found_among(query: Query, texts: &Texts, records: &[Record]) -> Query {
    query.map(&|term| match term {
        Term::Words(words) => {
            let found = records.iter().flat_map(|record| record.find_words(texts, &words));
            let found = found.collect();
            Term::Found(words, found)
        }
        term => term,
    })
}

impl Lens {
    /// Reads a lens; names are held against the processes that it will look at. One that asks for words
    /// has to be [told of the texts](Lens::among) before it finds any.
    pub fn parse(text: &str, registers: &[&Register], today: Day) -> Result<Lens, QueryFault> {
        let query = Query::parse(text, Use::Lens, registers, today)?;
        let text = query.to_string();
        Ok(Lens { query, text, ..Lens::default() })
    }

    /// Finds the words that it asks for in the events of some records. O(events) if it asks for any.
    #[must_use]
    pub fn among(self, texts: &Texts, records: &[Record]) -> Lens {
        Lens { query: found_among(self.query, texts, records), ..self }
    }

    /// Returns it as a query that reads to the same, on any day.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns whether every claim passes.
    pub fn is_clear(&self) -> bool {
        *self == Lens::default()
    }

    /// Returns the lens that also leaves out what rests on one root source alone.
    #[must_use]
    pub fn without_root(&self, root: RootIx) -> Lens {
        Lens { without_root: Some(root), ..self.clone() }
    }

    /// Returns the lens that also leaves out what was told off the record.
    #[must_use]
    pub fn exported(&self) -> Lens {
        Lens { exported: true, ..self.clone() }
    }

    /// Returns whether an event passes.
    pub fn admits(&self, standing: &Standing<'_>, event: EventIx) -> bool {
        let record = standing.record;
        let row = record.row(event);
        let rests_on = |root| {
            let voice = row.via.first().copied();
            voice.is_some_and(|voice| {
                let mut roots = standing.people.roots(record.set(voice)).peekable();
                roots.peek().is_some() && roots.all(|other| other == root)
            })
        };
        let exported = !self.exported || row.basis != Basis::OffRecord;
        exported
            && !self.without_root.is_some_and(rests_on)
            && self.query.holds(&|term| standing.tells(event, term))
    }
}
