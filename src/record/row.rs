use std::ops::Deref;

use borsh::{BorshDeserialize, BorshSerialize};

use super::column::{Column, Seen};
use super::part::Part;
use super::{Aim, NameIx, Packed, SetIx};
use crate::event::{Answer, Kind};
use crate::model::{Aspect, Basis, Day, Modality, When};
use crate::register::OtherIx;
use crate::source::Span;

/// One event as the record keeps it; its words stay in its text.
#[derive(Debug, Clone, Copy)]
pub struct Row<'r> {
    /// Its id.
    pub id: &'r str,
    /// The chain of sources, first hand first.
    pub via: &'r [SetIx],
    /// The places where it happened, or between which.
    pub locations: &'r [OtherIx],
    cells: Seen<'r, Cells>,
}

/// What is of the same size for every event.
#[derive(Debug, Clone, Copy, BorshSerialize, BorshDeserialize)]
pub struct Cells {
    /// Where its id is written in the text of its report, or the event where it has none.
    pub id_span: Span,
    /// Where it is written in the text of its report.
    pub span: Span,
    /// Its report.
    pub dispatch: u32,
    /// Its kind.
    pub kind: Kind,
    /// When it happened or is to happen.
    pub when: When,
    /// When it became known.
    pub known: Day,
    /// When the statement was made, where that is told.
    pub stated: Option<Day>,
    /// Whether it happened.
    pub modality: Modality,
    /// Whether it is news.
    pub aspect: Aspect,
    /// On what terms it was said.
    pub basis: Basis,
    /// Those who did it.
    pub by: SetIx,
    /// Those it was addressed to.
    pub to: SetIx,
    /// Those who were there.
    pub present: SetIx,
    /// The encounter that it is an account of.
    pub occasion: Option<NameIx>,
    /// The draft, passage or point that it brings up, the narrowest of them.
    pub brings: Option<NameIx>,
    /// What it is about.
    pub about: Aim,
    /// What it says to that.
    pub answer: Option<Answer>,
    /// It is a vote that was carried.
    pub carried: bool,
}

impl Deref for Row<'_> {
    type Target = Cells;

    fn deref(&self) -> &Cells {
        &self.cells
    }
}

/// All events: what is of one size row by row, and what is not end to end, so that few pieces of memory
/// hold very many events.
#[derive(Debug)]
pub(super) struct Rows {
    cells: Column<Cells>,
    rest: Part<Rest>,
}

/// Rows as they are written one after the other.
#[derive(Debug, Default)]
pub(super) struct Writing {
    cells: Vec<Cells>,
    rest: Rest,
}

/// What is not of one size.
#[derive(Debug, Default, BorshSerialize, BorshDeserialize)]
struct Rest {
    ends: Vec<Ends>,
    ids: String,
    via: Vec<SetIx>,
    locations: Vec<OtherIx>,
}

/// Where what is of a row ends.
#[derive(Debug, Clone, Copy, Default, BorshSerialize, BorshDeserialize)]
struct Ends {
    id: u32,
    via: u32,
    locations: u32,
}

impl Writing {
    pub(super) fn add(&mut self, id: &str, via: &[SetIx], locations: &[OtherIx], cells: Cells) {
        let rest = &mut self.rest;
        rest.ids.push_str(id);
        rest.via.extend(via);
        rest.locations.extend(locations);
        self.cells.push(cells);
        let narrow = |end: usize| u32::try_from(end).expect("ids take less than 4 GiB");
        let (id, via) = (narrow(rest.ids.len()), narrow(rest.via.len()));
        rest.ends.push(Ends { id, via, locations: narrow(rest.locations.len()) });
    }
}

impl From<Writing> for Rows {
    fn from(Writing { cells, rest }: Writing) -> Self {
        Rows { cells: cells.into(), rest: rest.into() }
    }
}

impl Rows {
    pub(super) fn pack(&self) -> [Vec<u8>; 2] {
        [self.cells.pack(), self.rest.pack()]
    }

    /// Opens what was packed; none if that is something else.
    pub(super) fn later([cells, rest]: [Packed; 2]) -> Option<Rows> {
        Some(Rows { cells: Column::later(cells)?, rest: Part::later(rest) })
    }

    /// Returns all rows, in order: they are unpacked once for all who go through them.
    pub(super) fn all(&self) -> impl ExactSizeIterator<Item = Row<'_>> + DoubleEndedIterator {
        (0..self.cells.all().len()).map(|at| self.get(at))
    }

    pub(super) fn get(&self, at: usize) -> Row<'_> {
        let Rest { ends, ids, via, locations } = &*self.rest;
        let begin = at.checked_sub(1).map_or(Ends::default(), |before| ends[before]);
        let end = ends[at];
        let range = |from: u32, to: u32| from as usize..to as usize;
        Row {
            id: &ids[range(begin.id, end.id)],
            via: &via[range(begin.via, end.via)],
            locations: &locations[range(begin.locations, end.locations)],
            cells: self.cells.get(at),
        }
    }
}
