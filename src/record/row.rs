use std::ops::Deref;

use borsh::{BorshDeserialize, BorshSerialize};

use super::{Aim, NameIx, SetIx};
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
    cells: &'r Cells,
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
        self.cells
    }
}

/// All events: what is of one size row by row, and what is not end to end, so that few pieces of memory
/// hold very many events.
#[derive(Debug, Default, BorshSerialize, BorshDeserialize)]
pub(super) struct Rows {
    cells: Vec<Cells>,
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

impl Rows {
    pub(super) fn add(&mut self, id: &str, via: &[SetIx], locations: &[OtherIx], cells: Cells) {
        self.ids.push_str(id);
        self.via.extend(via);
        self.locations.extend(locations);
        self.cells.push(cells);
        let narrow = |end: usize| u32::try_from(end).expect("ids take less than 4 GiB");
        let (id, via) = (narrow(self.ids.len()), narrow(self.via.len()));
        self.ends.push(Ends { id, via, locations: narrow(self.locations.len()) });
    }

    pub(super) fn len(&self) -> usize {
        self.cells.len()
    }

    pub(super) fn get(&self, at: usize) -> Row<'_> {
        let begin = at.checked_sub(1).map_or(Ends::default(), |before| self.ends[before]);
        let end = self.ends[at];
        let range = |from: u32, to: u32| from as usize..to as usize;
        Row {
            id: &self.ids[range(begin.id, end.id)],
            via: &self.via[range(begin.via, end.via)],
            locations: &self.locations[range(begin.locations, end.locations)],
            cells: &self.cells[at],
        }
    }
}
