//! The record of a process: every event once, in the one order, as claims on issues.
//!
//! The record is three steps: the [`Record`] holds what was ever reported, [`Record::stand`] says which
//! of it stands on a day of knowledge and passes a lens, and `state::fold` says what follows. What a
//! stage is, or what a claim does to one, is not known here.

mod build;
mod claim;
mod intern;
mod lens;
mod ring;
mod stand;

pub use build::build;
pub use claim::{Claim, EventIx, Flags, Link, NameIx, SetIx};
pub use lens::{Lens, LensFault};
pub use stand::Standing;

use crate::event::{Event, Kind};
use crate::model::{Aspect, Basis, Day, Modality, When};
use crate::register::{ActorIx, IssueIx, Register, RootIx};
use crate::seed::Dispatch;
use crate::source::{Place, Texts};
use intern::{Names, Sets};

/// Everything that was reported in one process.
#[derive(Debug)]
pub struct Record {
    /// Who and what.
    pub register: Register,
    dispatches: Vec<Dispatch>,
    rows: Vec<Row>,
    /// By issue, then in the one order.
    claims: Vec<Claim>,
    /// Where the claims of each issue begin, and where the last ones end.
    starts: Vec<usize>,
    /// Retractions and replacements, each before those that it strikes.
    strikes: Vec<Strike>,
    sets: Sets,
    names: Names,
}

/// One event as the record keeps it; its words stay in its text.
#[derive(Debug)]
pub struct Row {
    /// Its id.
    pub id: String,
    /// Where its id is written, or the event where it has none.
    pub id_place: Place,
    /// Where it is written.
    pub place: Place,
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
    /// The chain of sources, first hand first.
    pub via: Vec<SetIx>,
    /// Those who did it.
    pub by: SetIx,
    /// The encounter that it is an account of.
    pub occasion: Option<NameIx>,
    /// The event that it is about.
    pub about: Option<EventIx>,
}

/// One event strikes another out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Strike {
    /// The retraction or replacement.
    pub act: EventIx,
    /// What it strikes.
    pub target: EventIx,
}

impl Record {
    /// Returns the claims on an issue, in the one order.
    pub fn claims(&self, issue: IssueIx) -> &[Claim] {
        &self.claims[self.starts[issue.index()]..self.starts[issue.index() + 1]]
    }

    /// Returns every event, in the one order.
    pub fn events(&self) -> impl ExactSizeIterator<Item = (EventIx, &Row)> + DoubleEndedIterator {
        let number = |at| EventIx(u32::try_from(at).expect("fewer than 2^32 events"));
        self.rows.iter().enumerate().map(move |(at, row)| (number(at), row))
    }

    /// Returns an event.
    pub fn row(&self, event: EventIx) -> &Row {
        &self.rows[event.index()]
    }

    /// Returns the report of an event.
    pub fn dispatch(&self, event: EventIx) -> &Dispatch {
        &self.dispatches[self.row(event).dispatch as usize]
    }

    /// Returns every report.
    pub fn dispatches(&self) -> &[Dispatch] {
        &self.dispatches
    }

    /// Reads an event again, to print it.
    pub fn event<'t>(&'t self, texts: &'t Texts, event: EventIx) -> Event<'t> {
        self.dispatch(event).event(texts, self.row(event).place.span)
    }

    /// Returns the members of a set, in the order of the register.
    pub fn set(&self, set: SetIx) -> &[ActorIx] {
        self.sets.get(set)
    }

    /// Returns a name.
    pub fn name(&self, name: NameIx) -> &str {
        self.names.get(name)
    }

    /// Finds a draft, point, occasion or body that some event names.
    pub fn find_name(&self, name: &str) -> Option<NameIx> {
        self.names.find(name)
    }

    /// Returns what strikes what.
    pub fn strikes(&self) -> &[Strike] {
        &self.strikes
    }

    /// Returns those on whose word we have an event; nobody for the recorder's own.
    pub fn voice(&self, event: EventIx) -> &[ActorIx] {
        self.row(event).via.first().map_or(&[], |voice| self.set(*voice))
    }

    /// Returns the roots of an event's word: one for each voice that is not perhaps the same.
    pub fn roots(&self, voice: SetIx) -> impl Iterator<Item = RootIx> {
        self.set(voice).iter().map(|actor| self.register.root(*actor))
    }

    /// Returns whether what a party did in a claim is told first hand: those who tell it are the
    /// party, or one of them speaks for it on the day of the statement.
    pub fn first_hand(&self, claim: &Claim, party: ActorIx) -> bool {
        self.tells_for(claim.event, party)
    }

    /// Returns whether those who tell of an event are `party` or speak for it.
    pub fn tells_for(&self, event: EventIx, party: ActorIx) -> bool {
        let row = self.row(event);
        let day = row.stated.unwrap_or(row.known);
        self.voice(event).iter().any(|voice| self.register.speaks_for(*voice, party, day))
    }
}
