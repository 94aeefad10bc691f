//! What an event tells, asked term by term.

use std::collections::{BTreeMap, BTreeSet};

use super::{EventIx, People, Record, Standing};
use crate::lifecycle::Act;
use crate::model::Range;
use crate::query::{Field, Term};
use crate::register::{ActorIx, IssueIx, RootIx};

impl Standing<'_> {
    /// Returns whether a term holds of an event. Where an issue stands, and what it is, no event tells.
    pub fn tells(&self, event: EventIx, term: &Term) -> bool {
        let record = self.record;
        let row = record.row(event);
        match term {
            Term::Kinds(kinds) => kinds.contains(&row.kind),
            Term::Bases(bases) => bases.contains(&row.basis),
            Term::Days(field, ranges) => {
                let days = if *field == Field::Known {
                    Range { first: row.known, last: row.known }
                } else {
                    Range { first: row.when.first, last: row.when.last }
                };
                ranges.iter().any(|range| range.first <= days.last && days.first <= range.last)
            }
            Term::Roots(least) => self.roots(event) >= *least,
            Term::Found(_, found) => {
                found.contains(&(record.register.process.clone(), row.id.to_owned()))
            }
            Term::Names(Field::Id, ids) => ids.contains(row.id),
            Term::Names(Field::Issue, names) => self.is_on(event, names),
            Term::Names(Field::Place, names) => {
                let id = |place| record.register.places.id(place);
                row.locations.iter().any(|place| names.contains(id(*place)))
            }
            Term::Names(field, names) => {
                let actors = names.iter().filter_map(|name| record.register.actors.find(name));
                actors.into_iter().any(|actor| self.involves(event, *field, actor))
            }
            Term::Words(_) | Term::Is(_) => false,
        }
    }

    /// Returns whether an event says something of an issue of these names, or below one of them.
    fn is_on(&self, event: EventIx, names: &BTreeSet<String>) -> bool {
        let issues = self.record.register.issues.indices();
        issues.into_iter().any(|issue| {
            let claims = self.record.claims(issue);
            is_below(self.record.register.issues.id(issue), names)
                && claims.binary_search_by_key(&event, |claim| claim.event).is_ok()
        })
    }

    fn involves(&self, event: EventIx, field: Field, actor: ActorIx) -> bool {
        let record = self.record;
        let row = record.row(event);
        let among = |set| record.set(set).contains(&actor);
        let voices = record.voice(event);
        let day = row.stated.unwrap_or(row.known);
        let speaks = || voices.iter().any(|voice| self.people.speaks_for(*voice, actor, day));
        match field {
            Field::By => among(row.by),
            Field::Party => among(row.by) || speaks(),
            Field::Person => {
                among(row.by)
                    || among(row.present)
                    || among(row.to)
                    || row.via.iter().any(|link| among(*link))
            }
            Field::Source => row.via.iter().any(|link| among(*link)),
            Field::Voice => speaks(),
            Field::Root => {
                let root = self.people.root(actor);
                !voices.is_empty() && self.people.roots(voices).all(|other| other == root)
            }
            _ => false,
        }
    }
}

/// Returns whether an issue is one of these, or lies below one of them.
pub fn is_below(issue: &str, names: &BTreeSet<String>) -> bool {
    let mut above = Some(issue);
    while let Some(name) = above {
        if names.contains(name) {
            return true;
        }
        above = name.rsplit_once('/').map(|(above, _)| above);
    }
    false
}

/// Returns by how many independent sources each event is told, among those that `stands`: accounts of
/// one encounter tell the same, and so do the same acts of the same on one issue. O(claims log claims).
pub(super) fn corroborated(
    record: &Record,
    people: &People<'_>,
    stands: impl Fn(EventIx) -> bool,
) -> Vec<usize> {
    let mut told: BTreeMap<What, BTreeSet<RootIx>> = BTreeMap::new();
    let each = |event: EventIx| -> Vec<What> {
        let row = record.row(event);
        row.occasion.map(|occasion| What::Encounter(occasion.0.get())).into_iter().collect()
    };
    let mut of: Vec<Vec<What>> = record.events().map(|(event, _)| each(event)).collect();
    for issue in record.register.issues.indices() {
        for claim in record.claims(issue).iter().filter(|claim| claim.act != Act::Mentioned) {
            of[claim.event.index()].push(What::Act(issue, claim.act, claim.by.0));
        }
    }
    let voices = |event| people.roots(record.voice(event)).collect::<BTreeSet<RootIx>>();
    for (event, _) in record.events().filter(|(event, _)| stands(*event)) {
        for what in &of[event.index()] {
            told.entry(*what).or_default().extend(voices(event));
        }
    }
    record
        .events()
        .map(|(event, _)| {
            let all = of[event.index()].iter().filter_map(|what| Some(told.get(what)?.len()));
            all.max().unwrap_or(0).max(voices(event).len())
        })
        .collect()
}

/// What several events may tell alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum What {
    Encounter(u32),
    Act(IssueIx, Act, u32),
}
