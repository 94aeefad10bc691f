//! Where everything stands, and why: the state of a process at a point, under a policy.
//!
//! The state of an issue is a function of the standing claims that touch it and of the register. It is
//! folded anew for every question and never kept: what is kept on disk is a
//! [`Snapshot`](crate::snapshot::Snapshot), with a form of its own. Who asks, and how the answer is
//! shown, is not known here.

mod cause;
mod compose;
mod counted;
mod demand;
mod expected;
mod finding;
mod fold;
mod guards;
mod holds;
mod judge;
mod line;
mod live;
pub mod net;
mod passages;
mod pool;
mod scope;
pub mod sheet;
mod slots;
mod steady;
mod support;
mod threshold;
mod tie;
mod walk;

#[cfg(test)]
mod tests;

pub use expected::Expected;
pub use finding::findings;
pub use fold::{claims, fold};
pub use judge::{HeldBy, Reason};
pub use steady::Memo;
pub use threshold::{Met, Tally};
pub use walk::{Move, Way};

use std::collections::BTreeSet;

use borsh::{BorshDeserialize, BorshSerialize};

use crate::lifecycle::{Act, Rung};
use crate::model::{Day, Point, Policy};
use crate::record::{EventIx, NameIx, Record, Settled};
use crate::register::{IssueIx, LifecycleIx};

/// Where the issues of a process stand.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct State {
    /// At which point.
    pub point: Point,
    /// Under which policy.
    pub policy: Policy,
    /// Every issue, by number.
    pub issues: Vec<IssueState>,
    /// What is expected and not known to have happened, soonest first.
    pub expected: Vec<Expected>,
    /// When issues were settled for which conditional acts wait.
    pub settled: Settled,
}

/// Where one issue stands, and on what that rests.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct IssueState {
    /// The stage.
    pub rung: Rung,
    /// The stage by itself, its parts left aside.
    pub own: Rung,
    /// Whether the talks on it go on.
    pub condition: Condition,
    /// The first day of the unbroken stage, and whether that day is not exact; none if nothing was
    /// ever said of it.
    pub since: Option<(Day, bool)>,
    /// On what the stage rests.
    pub held_by: HeldBy,
    /// By which rule it follows.
    pub reason: Reason,
    /// What the parties say of themselves comes to; none where none does.
    pub derived: Option<Rung>,
    /// What everyone says comes to.
    pub asserted: Rung,
    /// Live claims contradict each other.
    pub contested: bool,
    /// Agreed on the word of some of those who have to agree, and not of all.
    pub one_sided: bool,
    /// How many required parties are told first hand, of how many.
    pub first_hand: (usize, usize),
    /// How often it was reopened.
    pub reopened: usize,
    /// What stands between it and the next stage.
    pub blocking: Vec<Blocking>,
    /// The events on which the stage rests, in the one order.
    pub evidence: Vec<EventIx>,
    /// Those of them that say just that stage, the ones that say less left aside.
    pub carried_by: Vec<EventIx>,
    /// The acts that still count, each with its event.
    pub counting: BTreeSet<(EventIx, Act)>,
    /// The demands that nobody has met or taken back, in the one order.
    pub demands: Vec<EventIx>,
    /// How many of its parts stand at each stage of each lifecycle, the highest first.
    pub parts: Vec<(LifecycleIx, Rung, usize)>,
    /// How its own stage changed, oldest first.
    pub moves: Vec<Move>,
    /// Irregular changes that were refused, in a process that governs.
    pub refused: Vec<Move>,
    /// How far its parts have come to what thresholds want of them.
    pub tallies: Vec<Tally>,
    /// The last day of its latest deadline, while it has one.
    pub due: Option<Day>,
    /// The issues that it goes on as.
    pub became: Vec<IssueIx>,
    /// The last day from which a claim on it counts.
    pub last_claim: Option<Day>,
}

/// Whether the talks on an issue go on.
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
pub enum Condition {
    /// They do.
    Active,
    /// Its stage has not changed for longer than the lifecycle allows for.
    Stalled,
    /// They were halted.
    Suspended,
    /// They were put off.
    Deferred,
    /// A register that listed it does so no longer.
    Unlisted,
}

/// What stands between an issue and the next stage.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, BorshSerialize, BorshDeserialize)]
pub enum Blocking {
    /// An open point, or a draft that is read differently.
    Hold {
        /// The claim that says so.
        event: EventIx,
        /// The point or draft.
        object: NameIx,
    },
    /// A live objection.
    Objection {
        /// The claim that objects.
        event: EventIx,
    },
    /// A package that is not complete.
    Package(String),
    /// Issues that it waits for, as parties have linked them.
    Link {
        /// The event that links them.
        event: EventIx,
    },
}

impl State {
    /// Returns where an issue stands.
    pub fn issue(&self, issue: IssueIx) -> &IssueState {
        &self.issues[issue.index()]
    }
}

impl Blocking {
    /// Returns the id of what blocks: the point or draft, the event, the package.
    pub fn id(&self, record: &Record) -> String {
        match self {
            Blocking::Hold { object, .. } => record.name(*object).to_owned(),
            Blocking::Objection { event } | Blocking::Link { event } => {
                record.row(*event).id.to_owned()
            }
            Blocking::Package(package) => package.clone(),
        }
    }
}

impl Condition {
    /// Returns the name that files, programs and screens use.
    pub fn name(self) -> &'static str {
        match self {
            Condition::Active => "active",
            Condition::Stalled => "stalled",
            Condition::Suspended => "suspended",
            Condition::Deferred => "deferred",
            Condition::Unlisted => "unlisted",
        }
    }
}
