//! What is kept of where things stood: item by item, in words and ids, one form for every version.
//!
//! A state is folded anew for every question and may change its shape on any day; a snapshot that
//! somebody keeps may not. Here a sheet becomes text that people read and git compares, text becomes a
//! snapshot again, and two snapshots become the patch between them. How the state was worked out, and
//! who asks, is not known here. What was told off the record is no part of a snapshot: it is folded
//! through [`Lens::exported`](crate::record::Lens::exported).

pub mod dir;
mod file;
mod form;
mod patch;

pub use file::{Loaded, load};
pub use form::{Forming, form};
pub use patch::{ItemChange, Misfit, Patch, TitleChange, between};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::model::{Day, Point, Policy};
use crate::state::net::Says;
use crate::state::sheet::Field;

/// From where, and how, a snapshot was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Head {
    /// World time: what had happened by this day.
    pub as_of: Day,
    /// Knowledge time: what had been reported by this day.
    pub known_on: Day,
    /// Who was believed where claims contradict each other.
    pub policy: Policy,
    /// The lens, as it was written; empty where every claim counted.
    pub only: String,
}

impl Head {
    /// Returns the point in both times.
    pub fn point(&self) -> Point {
        Point { as_of: self.as_of, known_on: self.known_on }
    }
}

/// Where every process stood at a point.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// From where and how.
    pub head: Head,
    /// The processes, by name.
    pub processes: BTreeMap<String, ProcessForm>,
}

/// All that a status showed of a process.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ProcessForm {
    /// Its title.
    pub title: String,
    /// Its items.
    pub items: BTreeMap<ItemKey, ItemForm>,
}

/// Which item it is. Those of issues come first, issue by issue.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ItemKey {
    /// What it concerns.
    pub scope: Scope,
    /// What it says.
    pub field: Field,
    /// The id of what it says that of.
    pub subject: String,
}

/// What an item concerns.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Scope {
    /// An issue, by its id.
    Issue(String),
    /// No issue alone.
    Process,
}

impl Scope {
    /// Returns the issue, where it is one.
    pub fn issue(&self) -> Option<&str> {
        match self {
            Scope::Issue(issue) => Some(issue),
            Scope::Process => None,
        }
    }
}

/// What an item says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ItemForm {
    /// In words, or by id.
    pub value: String,
    /// The day in the world since which it is so.
    pub on: Option<Day>,
    /// The events on which it rests.
    pub events: Vec<String>,
    /// On whose word: the chain of sources of the first of them, first hand first.
    pub via: Vec<String>,
}

impl Says for ItemForm {
    fn says_same(&self, other: &ItemForm) -> bool {
        self == other
    }
}
