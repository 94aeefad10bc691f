//! The record of a process: every event once, in the one order, as claims on issues.
//!
//! The record is three steps: the [`Record`] holds what was ever reported, [`Record::stand`] says which
//! of it stands on a day of knowledge and passes a lens, and `state::fold` says what follows. What a
//! stage is, or what a claim does to one, is not known here.

mod aim;
mod assemble;
mod build;
mod claim;
mod column;
mod force;
mod intern;
mod image;
mod lens;
mod part;
mod people;
mod ring;
mod root;
mod row;
mod stand;
mod tell;
mod tick;

pub use build::build;
pub use claim::{Claim, EventIx, Flags, Link, NameIx, SetIx};
pub use force::Settled;
pub use image::Image;
pub use lens::{Lens, found_among};
pub use part::Packed;
pub use people::People;
pub use root::{Contents, root};
pub use row::{Cells, Row};
pub use stand::Standing;
pub use tell::is_below;
pub use tick::Tick;

use std::collections::{BTreeMap, BTreeSet};

use borsh::{BorshDeserialize, BorshSerialize};

use crate::event::{Change, Event, Relation};
use crate::register::{ActorIx, IssueIx, Register};
use crate::seed::Dispatch;
use crate::source::{Place, Texts};
use intern::{Names, Sets};
use part::Part;
use row::Rows;

/// Everything that was reported in one process.
#[derive(Debug)]
pub struct Record {
    /// Who and what.
    pub register: Register,
    dispatches: Vec<Dispatch>,
    /// The log of each report and its place there, where it has one.
    logs: Vec<Option<(u32, u64)>>,
    rows: Rows,
    claims: Part<Claims>,
    /// Retractions and replacements, each before those that it strikes.
    strikes: Vec<Strike>,
    sets: Sets,
    names: Part<Names>,
    further: Part<Further>,
    /// What events change beside the stages of issues.
    changes: BTreeMap<EventIx, Change>,
}

/// The claims on all issues.
#[derive(Debug, BorshSerialize, BorshDeserialize)]
struct Claims {
    /// By issue, then in the one order.
    claims: Vec<Claim>,
    /// Where the claims of each issue begin, and where the last ones end.
    starts: Vec<usize>,
}

/// What few events do, each by what it is looked up by.
#[derive(Debug, Default, BorshSerialize, BorshDeserialize)]
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
}

/// What a conditional event waits for.
#[derive(Debug, Clone, Copy, BorshSerialize, BorshDeserialize)]
struct Waiting {
    rel: Relation,
    of: Aim,
}

/// What an event points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, BorshSerialize, BorshDeserialize)]
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

/// One event strikes another out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Strike {
    /// The retraction or replacement.
    pub act: EventIx,
    /// What it strikes.
    pub target: EventIx,
}

impl Record {
    /// Returns the claims on an issue, in the one order.
    pub fn claims(&self, issue: IssueIx) -> &[Claim] {
        let Claims { claims, starts } = &*self.claims;
        &claims[starts[issue.index()]..starts[issue.index() + 1]]
    }

    /// Returns every event, in the one order.
    pub fn events(
        &self,
    ) -> impl ExactSizeIterator<Item = (EventIx, Row<'_>)> + DoubleEndedIterator {
        let number = |at| EventIx(u32::try_from(at).expect("fewer than 2^32 events"));
        self.rows.all().enumerate().map(move |(at, row)| (number(at), row))
    }

    /// Returns an event.
    pub fn row(&self, event: EventIx) -> Row<'_> {
        self.rows.get(event.index())
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
        self.dispatch(event).event(texts, self.row(event).span)
    }

    /// Returns where the id of an event is written, or the event where it has none.
    pub fn id_place(&self, event: EventIx) -> Place {
        Place { span: self.row(event).id_span, ..self.place(event) }
    }

    /// Returns where an event is written.
    pub fn place(&self, event: EventIx) -> Place {
        Place { file: self.dispatch(event).file, span: self.row(event).span }
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
        found.map(|(_, row)| (self.register.process.clone(), row.id.to_owned()))
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
        self.changes.iter().map(|(event, change)| (*event, change))
    }

    /// Returns what an event changes beside the stages of issues.
    pub fn change(&self, event: EventIx) -> Option<&Change> {
        self.changes.get(&event)
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
