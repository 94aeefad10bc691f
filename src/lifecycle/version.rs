use std::collections::{BTreeMap, BTreeSet};

use borsh::{BorshDeserialize, BorshSerialize};

use super::{Guard, Rung};
use crate::model::Day;

/// A lifecycle as it was in force from a day on.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Version {
    /// What it goes by, where it has a name.
    pub name: Option<String>,
    /// The first day on which it was in force; the earliest there is for the first version.
    pub since: Day,
    /// The stages that it knows.
    pub(super) stages: BTreeSet<Rung>,
    /// Which stage may follow which: rows from, columns to.
    pub(super) moves: Vec<Vec<bool>>,
    /// What stages were called only then.
    pub(super) names: BTreeMap<String, Rung>,
    /// What moves need beside being provided for.
    pub guards: Vec<Guard>,
}

impl Version {
    /// Returns whether it provides for a move.
    pub fn provides(&self, from: Rung, to: Rung) -> bool {
        from == to || self.moves[usize::from(from.0)][usize::from(to.0)]
    }

    /// Returns whether it knows a stage.
    pub fn knows(&self, stage: Rung) -> bool {
        self.stages.contains(&stage)
    }
}
