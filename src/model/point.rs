use std::fmt;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

use super::Day;

/// A point in both times, each read at the close of its day.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Serialize,
    schemars::JsonSchema,
    BorshSerialize,
    BorshDeserialize,
)]
pub struct Point {
    /// World time: what had happened by this day.
    pub as_of: Day,
    /// Knowledge time: what had been reported by this day.
    pub known_on: Day,
}

impl fmt::Display for Point {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}@{}", self.as_of, self.known_on)
    }
}

/// Who is believed where live claims contradict each other. Contested stays shown either way.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Default,
    Serialize,
    Deserialize,
    schemars::JsonSchema,
    BorshSerialize,
    BorshDeserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// The better supported side; a tie takes the lower rung.
    #[default]
    Strongest,
    /// The lowest rung that any live claim allows.
    Cautious,
}

impl Policy {
    /// Every policy.
    pub const ALL: [Policy; 2] = [Policy::Strongest, Policy::Cautious];

    /// Returns the name that files and programs use.
    pub fn name(self) -> &'static str {
        match self {
            Policy::Strongest => "strongest",
            Policy::Cautious => "cautious",
        }
    }

    /// Finds a policy by its name.
    pub fn find(name: &str) -> Option<Policy> {
        Policy::ALL.into_iter().find(|policy| policy.name() == name)
    }
}
