use super::{Claim, EventIx, Lens, Record};
use crate::model::Day;
use crate::register::IssueIx;

/// What stands of a record on a day of knowledge, as seen through a lens.
///
/// A claim stands if it was known by then and nothing that stands strikes it out. Standing is settled
/// first, over everything; the lens then chooses among what stands, so that looking through one
/// source's eyes does not undo a correction.
#[derive(Debug)]
pub struct Standing<'r> {
    /// The record.
    pub record: &'r Record,
    /// The day of knowledge.
    pub known_on: Day,
    lens: &'r Lens,
    stands: Vec<bool>,
}

impl Record {
    /// Returns what stands at the close of a day of knowledge. O(events).
    pub fn stand<'r>(&'r self, known_on: Day, lens: &'r Lens) -> Standing<'r> {
        let mut stands: Vec<bool> = self.rows.iter().map(|row| row.known <= known_on).collect();
        for strike in &self.strikes {
            if stands[strike.act.index()] {
                stands[strike.target.index()] = false;
            }
        }
        Standing { record: self, known_on, lens, stands }
    }
}

impl Standing<'_> {
    /// Returns whether an event stands and passes the lens.
    pub fn has(&self, event: EventIx) -> bool {
        self.stands[event.index()] && self.lens.admits(self.record, event)
    }

    /// Returns the claims on an issue that count at the close of a day, in the one order.
    pub fn claims(&self, issue: IssueIx, as_of: Day) -> impl Iterator<Item = &Claim> {
        let claims = self.record.claims(issue);
        let counted = claims.partition_point(|claim| claim.from <= as_of);
        claims[..counted].iter().filter(|claim| self.has(claim.event))
    }

    /// Returns whether an event was known and struck out.
    pub fn struck(&self, event: EventIx) -> bool {
        self.record.row(event).known <= self.known_on && !self.stands[event.index()]
    }
}
