use std::collections::BTreeSet;

use borsh::{BorshDeserialize, BorshSerialize};

use super::Rung;
use crate::model::{Duration, Weight};

/// What a move needs beside being provided for.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Guard {
    /// The stages from which; any where none is named.
    pub(super) from: BTreeSet<Rung>,
    /// The stages to which; any where none is named.
    pub(super) to: BTreeSet<Rung>,
    /// The stages to which it does not apply.
    pub(super) except: BTreeSet<Rung>,
    /// What is needed.
    pub needs: Need,
}

/// What a guard wants.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub enum Need {
    /// The issue has been at a stage before.
    Been(Rung),
    /// The issue goes back to the stage that it came from.
    Back,
    /// A deadline of the issue is set.
    Deadline,
    /// A deadline of the issue has passed.
    DeadlinePassed,
    /// A vote on the issue was carried, by a certain body where one is named.
    Vote(Option<String>),
    /// Parties have accepted: those that are named, or else all that the issue requires.
    Accepted(Vec<String>),
    /// Enough of the parts of the issue are at a stage.
    Threshold(Threshold),
}

/// How many of the parts of an issue have to be at a stage, and how heavy.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Threshold {
    /// The stage of the parts, in their own lifecycle; where that is a ladder, any above it will do.
    pub at: String,
    /// At least so many.
    pub count: usize,
    /// At least so heavy together.
    pub weight: Weight,
    /// How long after it is met the issue is at the stage by itself; where none is given, somebody has to
    /// say so.
    pub after: Option<Duration>,
}

impl Guard {
    /// Returns whether a move needs it.
    pub fn applies(&self, from: Rung, to: Rung) -> bool {
        let among = |stages: &BTreeSet<Rung>, stage| stages.is_empty() || stages.contains(&stage);
        among(&self.from, from) && among(&self.to, to) && !self.except.contains(&to)
    }

    /// Returns the stages from which, to which, and to which not; any where none is named.
    pub fn stages(&self) -> (&BTreeSet<Rung>, &BTreeSet<Rung>, &BTreeSet<Rung>) {
        (&self.from, &self.to, &self.except)
    }

    /// Returns the stages to which it guards the way.
    pub fn targets(&self) -> impl Iterator<Item = Rung> {
        self.to.iter().filter(|to| !self.except.contains(to)).copied()
    }

    /// Returns the threshold of which a stage follows by itself, with that stage.
    pub fn leads(&self) -> Option<(&Threshold, &Duration, Rung)> {
        match &self.needs {
            Need::Threshold(threshold) => {
                Some((threshold, threshold.after.as_ref()?, self.targets().next()?))
            }
            _ => None,
        }
    }
}

impl Need {
    /// Returns the words that screens use.
    pub fn shown(&self, title: impl Fn(Rung) -> String) -> String {
        match self {
            Need::Been(stage) => format!("having been at {}", title(*stage)),
            Need::Back => "going back to the stage before".to_owned(),
            Need::Deadline => "a deadline".to_owned(),
            Need::DeadlinePassed => "a deadline that has passed".to_owned(),
            Need::Vote(None) => "a vote that is carried".to_owned(),
            Need::Vote(Some(body)) => format!("a vote of {body} that is carried"),
            Need::Accepted(by) if by.is_empty() => "acceptance by all who have to".to_owned(),
            Need::Accepted(by) => format!("acceptance by {}", by.join(", ")),
            Need::Threshold(threshold) => threshold.shown(),
        }
    }
}

impl Threshold {
    fn shown(&self) -> String {
        let weight = match self.weight {
            weight if weight == Weight::default() => String::new(),
            weight => format!(" that weigh {weight}"),
        };
        let after = self
            .after
            .as_ref()
            .map_or(String::new(), |after| format!("; follows by itself {} after", after.shown()));
        format!("{} parts{weight} at {}{after}", self.count, self.at)
    }
}
