use borsh::{BorshDeserialize, BorshSerialize};

use crate::lifecycle::{Act, Rung};
use crate::model::{Credibility, Day, Duration, Reliability};
use crate::register::{ActorIx, IssueIx};

/// What an event says to what it points at.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    serde::Serialize,
    schemars::JsonSchema,
    BorshSerialize,
    BorshDeserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It accepts it.
    Accepts,
    /// It rejects it.
    Rejects,
    /// It gives way to it.
    Concedes,
    /// It takes it back.
    Withdraws,
    /// It puts something else in its place.
    Revises,
    /// It makes an offer in return.
    Counters,
    /// It is yet to come.
    Pending,
    /// It is being considered.
    Considering,
    /// There was none.
    NoAnswer,
    /// It would not comment.
    NoComment,
    /// It says so too.
    Confirms,
    /// It says that it is not so.
    Denies,
    /// It has been done as promised.
    Fulfils,
    /// It has been done in part.
    FulfilsPartly,
    /// It is in dispute whether it was done.
    Disputes,
    /// It has been broken.
    Breaches,
    /// What was expected happened.
    Happened,
    /// What was expected did not happen, or not then.
    DidNotHappen,
}

impl Answer {
    /// Returns whether it says how a promise was kept.
    pub fn is_of_keeping(self) -> bool {
        matches!(
            self,
            Answer::Fulfils | Answer::FulfilsPartly | Answer::Disputes | Answer::Breaches
        )
    }

    /// Returns the words that screens use.
    pub fn shown(self) -> &'static str {
        match self {
            Answer::Accepts => "accepts",
            Answer::Rejects => "rejects",
            Answer::Concedes => "gives way",
            Answer::Withdraws => "withdraws it",
            Answer::Revises => "revises it",
            Answer::Counters => "makes a counter-offer",
            Answer::Pending => "answer pending",
            Answer::Considering => "is considering it",
            Answer::NoAnswer => "no answer",
            Answer::NoComment => "no comment",
            Answer::Confirms => "confirms",
            Answer::Denies => "denies",
            Answer::Fulfils => "fulfilled",
            Answer::FulfilsPartly => "fulfilled in part",
            Answer::Disputes => "in dispute",
            Answer::Breaches => "breached",
            Answer::Happened => "happened",
            Answer::DidNotHappen => "did not happen",
        }
    }
}

/// What an event changes beside the stages of issues. Their order decides nothing but which of two
/// on one day is taken last, so that it is what they say rather than how they are called.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, BorshSerialize, BorshDeserialize)]
pub enum Change {
    /// A person takes an office, or leaves it.
    Mandate {
        /// The person.
        person: ActorIx,
        /// The party that the office speaks for.
        party: ActorIx,
        /// The office; any of that party where none is named.
        office: Option<String>,
        /// The first day in it.
        begins: Option<Day>,
        /// The last day in it.
        ends: Option<Day>,
    },
    /// A party joins another, or leaves it; the process where none is named.
    Accession {
        /// The party.
        party: ActorIx,
        /// The party that it becomes a member of.
        of: Option<ActorIx>,
        /// It joins rather than leaves.
        joins: bool,
    },
    /// A source is held to be more or less reliable, or the same as others.
    Rating {
        /// The source.
        source: ActorIx,
        /// How reliable.
        reliability: Option<Reliability>,
        /// The sources that it is, or may be.
        same: Vec<ActorIx>,
    },
    /// How credible the event is that this one points at.
    Credibility(Credibility),
    /// Until when something is to be answered.
    Deadline {
        /// The last day for it; none where there is no deadline any more.
        due: Option<Due>,
        /// What time alone then does.
        expiry: Expiry,
        /// Those who may move it; anyone where nobody is named.
        movable_by: Vec<ActorIx>,
    },
    /// Issues wait for each other.
    Tie {
        /// How.
        tie: Tie,
        /// The issues.
        issues: Vec<IssueIx>,
    },
    /// Issues go on as others.
    Restructure {
        /// The issues as they were.
        from: Vec<IssueIx>,
        /// The issues as they are.
        into: Vec<IssueIx>,
    },
    /// Stages are called by other names.
    Migration {
        /// Each old stage with the new one.
        map: Vec<(Rung, Rung)>,
    },
}

/// The last day for something.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, BorshSerialize, BorshDeserialize)]
pub enum Due {
    /// A day.
    On(Day),
    /// Some time after an event.
    After(String, Duration),
}

/// What happens when a deadline passes without an answer.
#[derive(
    Debug,
    Clone,
    Copy,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    serde::Deserialize,
    serde::Serialize,
    BorshSerialize,
    BorshDeserialize,
)]
#[serde(rename = "effect of a Deadline")]
pub enum Expiry {
    /// What waited for an answer lapses.
    Lapse,
    /// Silence is consent, unless somebody has rejected it.
    DeemedAccepted,
    /// Nothing by itself.
    #[default]
    None,
}

impl Expiry {
    /// Returns what time alone does to the issues of what waited.
    pub fn act(self) -> Option<Act> {
        match self {
            Expiry::Lapse => Some(Act::Lapsed),
            Expiry::DeemedAccepted => Some(Act::DeemedAccepted),
            Expiry::None => None,
        }
    }
}

/// How issues wait for each other.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    serde::Deserialize,
    serde::Serialize,
    BorshSerialize,
    BorshDeserialize,
)]
#[serde(rename = "way of linking issues")]
pub enum Tie {
    /// None is agreed until all are.
    Package,
    /// The first is agreed only if the others are.
    Condition,
    /// Each is agreed only after the one before it.
    Sequence,
}
