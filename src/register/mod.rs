//! The register of a process: who and what its charter declares, by name and by number.
//!
//! Names live at the edges; inside, everything is a number into one of these lists. The register
//! says who speaks for whom and which sources may be one and the same. It does not know what anybody
//! said.

mod names;
mod offset;
mod roots;

use std::collections::{BTreeMap, BTreeSet};

use borsh::{BorshDeserialize, BorshSerialize};
use chrono::FixedOffset;

use crate::lifecycle::{Lifecycle, Rung, Stage};
use crate::model::{Day, Reliability, Weight};
use crate::source::{FileIx, Place};

pub use names::{ActorIx, IssueIx, LifecycleIx, Names, Number, Numbered, OtherIx, RootIx};

/// Everything that a process declares.
#[derive(Debug, BorshSerialize, BorshDeserialize)]
pub struct Register {
    /// The name of the process.
    pub process: String,
    /// Its title.
    pub title: String,
    /// The file of its charter.
    pub charter: FileIx,
    /// The files of all charters that it was read from, its own first.
    pub charters: Vec<FileIx>,
    /// The files of the lifecycles that lie beside these.
    pub beside: Vec<FileIx>,
    /// Whether irregular moves are kept or refused.
    pub mode: Mode,
    /// Where days begin for a time without a zone.
    #[borsh(serialize_with = "offset::write", deserialize_with = "offset::read")]
    pub offset: FixedOffset,
    /// Parties, people and sources: one name space, since a report may cite any of them.
    pub actors: Names<Actor>,
    /// What is negotiated, in the order of the charter.
    pub issues: Names<Issue>,
    /// Where things happen.
    pub places: Names<Declared>,
    /// Published texts.
    pub documents: Names<Document>,
    /// Issues that stand or fall together.
    pub packages: Names<Package>,
    lifecycles: Vec<Lifecycle>,
    roots: Vec<RootIx>,
}

/// What happens to a move that the lifecycle does not provide for.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Default,
    serde::Deserialize,
    serde::Serialize,
    BorshSerialize,
    BorshDeserialize,
)]
#[serde(rename = "mode")]
pub enum Mode {
    /// It is kept, and remarked on.
    #[default]
    Observe,
    /// It is refused.
    Govern,
}

/// A party, a person or a source.
#[derive(Debug, BorshSerialize, BorshDeserialize)]
pub struct Actor {
    /// The name that screens show.
    pub name: String,
    /// Which of the three.
    pub sort: Sort,
}

/// What sort of actor, with what only that sort has.
#[derive(Debug, BorshSerialize, BorshDeserialize)]
pub enum Sort {
    /// A side of the negotiation, or part of one.
    Party {
        /// The parties that it consists of.
        members: Vec<ActorIx>,
        /// The party that it is a part of.
        within: Option<ActorIx>,
    },
    /// Someone who may hold mandates.
    Person {
        /// The offices held, with their days.
        mandates: Vec<Mandate>,
    },
    /// An outlet, or a person who is not named.
    Source {
        /// How reliable it is held to be.
        reliability: Option<Reliability>,
        /// Sources that are the same one, surely or perhaps.
        same: Vec<ActorIx>,
    },
}

/// An office in which a person speaks for a party.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Mandate {
    /// The party.
    pub party: ActorIx,
    /// The office.
    pub office: String,
    /// The first day, where one is known.
    pub begins: Option<Day>,
    /// The last day, where one is known.
    pub ends: Option<Day>,
}

/// An issue.
#[derive(Debug, BorshSerialize, BorshDeserialize)]
pub struct Issue {
    /// The words that screens show.
    pub title: String,
    /// Whether it is about how to talk rather than about the matter.
    pub procedural: bool,
    /// The parties without whom nothing is agreed.
    pub required: BTreeSet<ActorIx>,
    /// What parties are to this issue, where the charter says so.
    pub roles: BTreeMap<ActorIx, Role>,
    /// How it is decided.
    pub decision: Decision,
    /// The bodies that have to approve, in order.
    pub approvals: Vec<ActorIx>,
    /// The passages that embody it.
    pub passages: Vec<Embodied>,
    /// Which of the lifecycles it goes through.
    pub lifecycle: LifecycleIx,
    /// How heavy it is where the parts of an issue are weighed.
    pub weight: Weight,
    /// The issue that it is a part of.
    pub parent: Option<IssueIx>,
    /// The issues that are parts of it, in the order of the charter.
    pub children: Vec<IssueIx>,
}

/// A passage of a draft that embodies an issue, or the whole draft.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Embodied {
    /// The draft.
    pub draft: String,
    /// The place in it.
    pub at: Option<String>,
}

impl Embodied {
    /// Returns the name that events give it: `treaty/7.2`.
    pub fn name(&self) -> String {
        self.at.as_ref().map_or(self.draft.clone(), |at| format!("{}/{at}", self.draft))
    }
}

/// What a party is to an issue.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    serde::Deserialize,
    serde::Serialize,
    BorshSerialize,
    BorshDeserialize,
)]
#[serde(rename = "role")]
pub enum Role {
    /// It negotiates: its demands and rejections count.
    Principal,
    /// It brings others together.
    Mediator,
    /// It vouches for what is agreed.
    Guarantor,
    /// It looks on.
    Observer,
    /// It presides, and states the result.
    Chair,
    /// It decides.
    Decider,
    /// It pays.
    Funder,
}

/// When the acceptances of the required parties suffice.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Default,
    serde::Deserialize,
    serde::Serialize,
    BorshSerialize,
    BorshDeserialize,
)]
#[serde(rename = "decision rule")]
pub enum Decision {
    /// All of them accept.
    #[default]
    Unanimity,
    /// One accepts, and none of them objects.
    Consensus,
    /// More than this share of them accepts; 0.5 is more than half.
    Majority(f64),
    /// The party in the chair accepts.
    Chair,
}

/// A published text.
#[derive(Debug, BorshSerialize, BorshDeserialize)]
pub struct Document {
    /// Its title.
    pub title: String,
    /// When it was published.
    pub date: Option<Day>,
    /// Who published it.
    pub publisher: Option<String>,
    /// In which language.
    pub language: Option<String>,
    /// Where it was found.
    pub address: Option<String>,
    /// The archived file, as the charter writes its path.
    pub text: Option<(String, Place)>,
    /// What the archived file hashes to, as the charter writes it.
    pub hash: Option<String>,
    /// The folder of the charter that declares it.
    pub folder: String,
}

/// Something that only has a name.
#[derive(Debug, BorshSerialize, BorshDeserialize)]
pub struct Declared {
    /// The name that screens show.
    pub name: String,
}

/// Issues that stand or fall together.
#[derive(Debug, BorshSerialize, BorshDeserialize)]
pub struct Package {
    /// The words that screens show.
    pub title: String,
    /// Its members.
    pub issues: Vec<IssueIx>,
}

impl Register {
    /// Works out what follows from the declarations: which issue lies within which, and which
    /// sources count as one root.
    #[must_use]
    pub fn settled(mut self) -> Register {
        self.nest_issues();
        self.roots = roots::roots(&self.actors, &[]);
        self
    }

    /// Returns a register that declares nothing.
    pub fn empty(charter: FileIx) -> Register {
        Register {
            process: String::new(),
            title: String::new(),
            charter,
            charters: vec![charter],
            beside: Vec::new(),
            mode: Mode::default(),
            offset: FixedOffset::east_opt(0).expect("zero is an offset"),
            actors: Names::default(),
            issues: Names::default(),
            places: Names::default(),
            documents: Names::default(),
            packages: Names::default(),
            lifecycles: vec![Lifecycle::negotiation()],
            roots: Vec::new(),
        }
    }

    /// Moves all places to where their files are now: the numbers of files are those of one reading.
    pub fn move_files(&mut self, moved: impl Fn(FileIx) -> FileIx + Copy) {
        self.charter = moved(self.charter);
        self.charters.iter_mut().chain(&mut self.beside).for_each(|file| *file = moved(*file));
        self.actors.move_files(moved);
        self.issues.move_files(moved);
        self.places.move_files(moved);
        self.documents.move_files(moved);
        self.packages.move_files(moved);
        for document in self.documents.indices() {
            if let Some((_, place)) = &mut self.documents[document].text {
                place.file = moved(place.file);
            }
        }
    }

    /// Makes the process's issues go through certain lifecycles, the first of them unless they say
    /// otherwise.
    pub fn set_lifecycles(&mut self, lifecycles: Vec<Lifecycle>) {
        assert!(!lifecycles.is_empty(), "a process has a lifecycle");
        self.lifecycles = lifecycles;
    }

    /// Returns how an issue moves.
    pub fn lifecycle(&self, issue: IssueIx) -> &Lifecycle {
        &self.lifecycles[self.issues[issue].lifecycle.index()]
    }

    /// Returns a stage of an issue.
    pub fn stage(&self, issue: IssueIx, rung: Rung) -> &Stage {
        self.lifecycle(issue).stage(rung)
    }

    /// Returns a stage of a lifecycle.
    pub fn stage_in(&self, lifecycle: LifecycleIx, rung: Rung) -> &Stage {
        self.lifecycles[lifecycle.index()].stage(rung)
    }

    /// Finds the stage of an issue by the ids of both.
    pub fn find_stage(&self, issue: &str, stage: &str) -> Option<&Stage> {
        let lifecycle = self.lifecycle(self.issues.find(issue)?);
        lifecycle.rung(stage).map(|rung| lifecycle.stage(rung))
    }

    /// Returns how the issues of the process move, the way of most of them first.
    pub fn lifecycles(&self) -> &[Lifecycle] {
        &self.lifecycles
    }

    /// Finds a lifecycle by its name.
    pub fn find_lifecycle(&self, name: &str) -> Option<LifecycleIx> {
        let at = self.lifecycles.iter().position(|lifecycle| lifecycle.name == name)?;
        Some(LifecycleIx::from_index(at))
    }

    /// Returns whether two issues go through the same stages, so that these can be compared.
    pub fn are_alike(&self, one: IssueIx, other: IssueIx) -> bool {
        self.issues[one].lifecycle == self.issues[other].lifecycle
    }

    /// Returns the root that an actor's word counts for: actors that are or may be the same share
    /// one, and only different roots corroborate each other.
    pub fn root(&self, actor: ActorIx) -> RootIx {
        self.roots[actor.index()]
    }

    /// Returns the issues that a passage of a draft embodies, or all of the draft where no place in it
    /// is named; a passage within a named one belongs to it.
    pub fn embodying(&self, draft: &str, at: Option<&str>) -> Vec<IssueIx> {
        let within = |outer: &str, inner: &str| {
            inner.strip_prefix(outer).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let embodies = |one: &Embodied| {
            one.draft == draft
                && match (&one.at, at) {
                    (Some(outer), Some(inner)) => within(outer, inner),
                    _ => true,
                }
        };
        let issues = self.issues.indices();
        issues.filter(|issue| self.issues[*issue].passages.iter().any(embodies)).collect()
    }

    /// Returns the offices of a person; nobody else has any.
    pub fn mandates(&self, actor: ActorIx) -> &[Mandate] {
        match &self.actors[actor].sort {
            Sort::Person { mandates } => mandates,
            _ => &[],
        }
    }

    /// Returns whether a party is a part of another.
    pub fn is_within(&self, party: ActorIx) -> bool {
        matches!(self.actors[party].sort, Sort::Party { within: Some(_), .. })
    }

    /// Returns whether any party has members.
    pub fn has_groups(&self) -> bool {
        let grouped =
            |sort: &Sort| matches!(sort, Sort::Party { members, .. } if !members.is_empty());
        self.actors.indices().any(|actor| grouped(&self.actors[actor].sort))
    }

    /// Returns the roots, given that more sources are the same.
    pub fn roots_with(&self, same: &[(ActorIx, ActorIx)]) -> Vec<RootIx> {
        roots::roots(&self.actors, same)
    }

    /// Returns how reliable an actor is held to be; only sources are rated.
    pub fn reliability(&self, actor: ActorIx) -> Option<Reliability> {
        match self.actors[actor].sort {
            Sort::Source { reliability, .. } => reliability,
            _ => None,
        }
    }

    fn nest_issues(&mut self) {
        let parents: Vec<Option<IssueIx>> = self
            .issues
            .ids()
            .map(|id| {
                let mut prefixes = id.rmatch_indices('/').map(|(at, _)| &id[..at]);
                prefixes.find_map(|prefix| self.issues.find(prefix))
            })
            .collect();
        for (child, parent) in self.issues.indices().zip(parents) {
            self.issues[child].parent = parent;
            if let Some(parent) = parent {
                self.issues[parent].children.push(child);
            }
        }
    }
}

impl Mandate {
    /// Returns whether it is held on a day.
    pub fn holds(&self, day: Day) -> bool {
        self.begins.is_none_or(|begins| begins <= day) && self.ends.is_none_or(|ends| day <= ends)
    }
}

impl Sort {
    /// Returns the word for it.
    pub fn word(&self) -> &'static str {
        match self {
            Sort::Party { .. } => "party",
            Sort::Person { .. } => "person",
            Sort::Source { .. } => "source",
        }
    }
}
