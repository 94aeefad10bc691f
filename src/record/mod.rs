//! The record of a process: every event once, in the one order, as claims on issues.
//!
//! The record is three steps: the [`Record`] holds what was ever reported, [`Record::stand`] says which
//! of it stands on a day of knowledge and passes a lens, and `state::fold` says what follows. What a
//! stage is, or what a claim does to one, is not known here.

mod aim;
mod assemble;
mod build;
mod claim;
mod force;
mod intern;
mod lens;
mod people;
mod ring;
mod stand;
mod tell;
mod tick;

pub use build::build;
pub use claim::{Claim, EventIx, Flags, Link, NameIx, SetIx};
pub use force::Settled;
pub use lens::{Lens, found_among};
pub use people::People;
pub use stand::Standing;
pub use tell::is_below;
pub use tick::Tick;

use std::collections::{BTreeMap, BTreeSet};

use crate::event::{Answer, Change, Event, Kind, Relation};
use crate::model::{Aspect, Basis, Day, Modality, When};
use crate::register::{ActorIx, IssueIx, OtherIx, Register};
use crate::seed::Dispatch;
use crate::source::{Place, Texts};
use intern::{Names, Sets};

/// Everything that was reported in one process.
#[derive(Debug)]
pub struct Record {
    /// Who and what.
    pub register: Register,
    dispatches: Vec<Dispatch>,
    /// The log of each report and its place there, where it has one.
    logs: Vec<Option<(u32, u64)>>,
    rows: Vec<Row>,
    /// By issue, then in the one order.
    claims: Vec<Claim>,
    /// Where the claims of each issue begin, and where the last ones end.
    starts: Vec<usize>,
    /// Retractions and replacements, each before those that it strikes.
    strikes: Vec<Strike>,
    sets: Sets,
    names: Names,
    further: Further,
}

/// What few events do, each by what it is looked up by.
#[derive(Debug, Default)]
struct Further {
    /// Answers, by what they answer.
    answers: BTreeMap<Aim, Vec<EventIx>>,
    /// What settles a draft, passage or point.
    settlers: BTreeMap<NameIx, Vec<EventIx>>,
    /// The events that say that a draft, passage or point is about an issue.
    about: BTreeMap<(NameIx, IssueIx), Vec<EventIx>>,
    /// The accounts of an encounter.
    accounts: BTreeMap<NameIx, Vec<EventIx>>,
    /// The event that a deadline runs from.
    after: BTreeMap<EventIx, EventIx>,
    /// The issues of what a deadline is for.
    concerns: BTreeMap<EventIx, Vec<IssueIx>>,
    /// What conditional events wait for.
    waiting: BTreeMap<EventIx, Vec<Waiting>>,
    /// The issues that an issue goes on from, with the event that says so.
    lineage: BTreeMap<IssueIx, Vec<(EventIx, IssueIx)>>,
    /// The issues that an issue goes on as, with the event that says so.
    succession: BTreeMap<IssueIx, Vec<(EventIx, IssueIx)>>,
    /// What events change beside the stages of issues.
    changes: BTreeMap<EventIx, Change>,
}

/// What a conditional event waits for.
#[derive(Debug, Clone, Copy)]
struct Waiting {
    rel: Relation,
    of: Aim,
}

/// What an event points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aim {
    /// Nothing that the record knows.
    Nothing,
    /// Another event.
    Event(EventIx),
    /// An issue.
    Issue(IssueIx),
    /// A draft, passage, point or encounter.
    Thing(NameIx),
}

impl Aim {
    /// Returns the event, where it is one.
    pub fn event(self) -> Option<EventIx> {
        match self {
            Aim::Event(event) => Some(event),
            _ => None,
        }
    }
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
    /// Those it was addressed to.
    pub to: SetIx,
    /// Those who were there.
    pub present: SetIx,
    /// The places where it happened, or between which.
    pub locations: Box<[OtherIx]>,
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

    /// Returns the log of an event and its place there: what has a higher place came later, whatever the
    /// day.
    pub fn sequence(&self, event: EventIx) -> Option<(u32, u64)> {
        self.logs[self.row(event).dispatch as usize]
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

    /// Finds the events that have one of some words, in small letters, in their line, quote or note;
    /// each with the process.
    pub fn find_words<'w>(
        &'w self,
        texts: &'w Texts,
        words: &'w BTreeSet<String>,
    ) -> impl Iterator<Item = (String, String)> + 'w {
        let has = move |event: EventIx| {
            let said = self.event(texts, event).said_in_words(&self.register).to_lowercase();
            words.iter().any(|word| said.contains(word.as_str()))
        };
        let found = self.events().filter(move |(event, _)| has(*event));
        found.map(|(_, row)| (self.register.process.clone(), row.id.clone()))
    }

    /// Returns every draft, passage, point, occasion and body that some event names.
    pub fn named(&self) -> impl Iterator<Item = &str> {
        self.names.all()
    }

    /// Returns what strikes what.
    pub fn strikes(&self) -> &[Strike] {
        &self.strikes
    }

    /// Returns those on whose word we have an event; nobody for the recorder's own.
    pub fn voice(&self, event: EventIx) -> &[ActorIx] {
        self.row(event).via.first().map_or(&[], |voice| self.set(*voice))
    }

    /// Returns the ids of the chain of sources of an event, a joint voice as one link.
    pub fn via(&self, event: EventIx) -> Vec<String> {
        let links = self.row(event).via.iter();
        links.map(|link| self.joint(*link)).collect()
    }

    /// Returns the ids of those who speak or act together, as one word.
    pub fn joint(&self, set: SetIx) -> String {
        let ids = self.set(set).iter().map(|actor| self.register.actors.id(*actor));
        ids.collect::<Vec<_>>().join("+")
    }

    /// Returns what events change beside the stages of issues, in the one order.
    pub fn changes(&self) -> impl Iterator<Item = (EventIx, &Change)> {
        self.further.changes.iter().map(|(event, change)| (*event, change))
    }

    /// Returns what an event changes beside the stages of issues.
    pub fn change(&self, event: EventIx) -> Option<&Change> {
        self.further.changes.get(&event)
    }

    /// Returns the events that answer something, in the one order.
    pub fn answers(&self, aim: Aim) -> &[EventIx] {
        self.further.answers.get(&aim).map_or(&[], Vec::as_slice)
    }

    /// Returns the events that settle a draft, passage or point, in the one order.
    fn settlers(&self, name: NameIx) -> &[EventIx] {
        self.further.settlers.get(&name).map_or(&[], Vec::as_slice)
    }

    /// Returns the events that say that a draft, passage or point is about an issue.
    fn about(&self, thing: NameIx, issue: IssueIx) -> &[EventIx] {
        self.further.about.get(&(thing, issue)).map_or(&[], Vec::as_slice)
    }

    /// Returns the accounts of an encounter, in the one order.
    pub fn accounts(&self, name: NameIx) -> &[EventIx] {
        self.further.accounts.get(&name).map_or(&[], Vec::as_slice)
    }

    /// Returns the issues that an issue goes on from, each with the event that says so.
    pub fn lineage(&self, issue: IssueIx) -> &[(EventIx, IssueIx)] {
        self.further.lineage.get(&issue).map_or(&[], Vec::as_slice)
    }

    /// Returns the issues that an issue goes on as, each with the event that says so.
    pub fn succession(&self, issue: IssueIx) -> &[(EventIx, IssueIx)] {
        self.further.succession.get(&issue).map_or(&[], Vec::as_slice)
    }

    /// Returns the issues that are moved by more than the claims on them and on their family: by what
    /// answers a deadline, or meets a condition, wherever that is said.
    pub fn restless(&self) -> BTreeSet<IssueIx> {
        let deadlines = self.further.concerns.values().flatten().copied();
        let waiting: BTreeSet<EventIx> = self.further.waiting.keys().copied().collect();
        let issues = self.register.issues.indices();
        let conditional = issues.filter(|issue| {
            let claims = self.claims(*issue);
            !waiting.is_empty() && claims.iter().any(|claim| waiting.contains(&claim.event))
        });
        let awaited = self.further.waiting.values().flatten().filter_map(|wait| match wait.of {
            Aim::Issue(issue) => Some(issue),
            _ => None,
        });
        deadlines.chain(conditional).chain(awaited).collect()
    }

    /// Returns the issues of what a deadline is for.
    pub fn concerns(&self, deadline: EventIx) -> &[IssueIx] {
        self.further.concerns.get(&deadline).map_or(&[], Vec::as_slice)
    }

    fn after(&self, deadline: EventIx) -> Option<EventIx> {
        self.further.after.get(&deadline).copied()
    }

    fn waiting(&self) -> impl Iterator<Item = (EventIx, &[Waiting])> {
        self.further.waiting.iter().map(|(event, waits)| (*event, waits.as_slice()))
    }

    fn waits(&self, event: EventIx) -> &[Waiting] {
        self.further.waiting.get(&event).map_or(&[], Vec::as_slice)
    }
}
