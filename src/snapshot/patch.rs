//! The patch between two snapshots: `patch(a, between(a, b)) = b`.

use std::collections::BTreeMap;

use serde::de::Error;
use serde::{Deserialize, Deserializer};

use super::{Head, ItemForm, ItemKey, ProcessForm, Scope, Snapshot};
use crate::state::net::differences;
use crate::state::sheet::Field;

/// What makes one snapshot out of another.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Patch {
    /// The head of the snapshot to start from.
    pub a: Head,
    /// The head of the snapshot to end at.
    pub b: Head,
    /// Processes that are there in one only, or go by another title.
    pub titles: Vec<TitleChange>,
    /// The items that differ.
    pub changes: Vec<ItemChange>,
}

/// The title of a process, on either side; none where the process is not there.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, serde::Serialize, schemars::JsonSchema)]
pub struct TitleChange {
    /// The process.
    pub process: String,
    /// Its title before.
    pub was: Option<String>,
    /// Its title after.
    pub becomes: Option<String>,
}

/// An item, on either side; none where it is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemChange {
    /// The process.
    pub process: String,
    /// The item.
    pub key: ItemKey,
    /// What it was.
    pub was: Option<ItemForm>,
    /// What it is.
    pub becomes: Option<ItemForm>,
}

/// A patch does not fit a snapshot: it was made from another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misfit {
    /// What is otherwise than the patch says, the first of it.
    pub at: String,
}

impl std::fmt::Display for Misfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "the patch was made from another snapshot: {} is not what it says", self.at)
    }
}

impl std::error::Error for Misfit {}

/// Returns the patch that makes `b` out of `a`. O(items).
pub fn between(a: &Snapshot, b: &Snapshot) -> Patch {
    let mut patch =
        Patch { a: a.head.clone(), b: b.head.clone(), titles: Vec::new(), changes: Vec::new() };
    let mut names: Vec<&String> = a.processes.keys().chain(b.processes.keys()).collect();
    names.sort();
    names.dedup();
    let none = BTreeMap::new();
    for name in names {
        let (before, after) = (a.processes.get(name), b.processes.get(name));
        let title = |form: Option<&ProcessForm>| form.map(|form| form.title.clone());
        if title(before) != title(after) {
            let (was, becomes) = (title(before), title(after));
            patch.titles.push(TitleChange { process: name.clone(), was, becomes });
        }
        let items =
            |form: Option<&'_ ProcessForm>| form.map_or(none.clone(), |form| form.items.clone());
        let (before, after) = (items(before), items(after));
        let differing = differences(&before, &after).into_iter();
        patch.changes.extend(differing.map(|(key, was, becomes)| ItemChange {
            process: name.clone(),
            key: key.clone(),
            was: was.cloned(),
            becomes: becomes.cloned(),
        }));
    }
    patch
}

impl Patch {
    /// Returns whether nothing differs but the point from which it is seen.
    pub fn is_empty(&self) -> bool {
        self.titles.is_empty() && self.changes.is_empty()
    }

    /// Returns the snapshot that the patch makes out of one; a misfit if that is not the one it was made from.
    pub fn apply(&self, to: &Snapshot) -> Result<Snapshot, Misfit> {
        let misfit = |at: &str| Misfit { at: at.to_owned() };
        if to.head != self.a {
            return Err(misfit("its head"));
        }
        let mut res = Snapshot { head: self.b.clone(), processes: to.processes.clone() };
        for change in &self.titles {
            let was = res.processes.get(&change.process).map(|form| &form.title);
            if was != change.was.as_ref() {
                return Err(misfit(&change.process));
            }
            if let Some(title) = &change.becomes {
                res.processes.entry(change.process.clone()).or_default().title.clone_from(title);
            }
        }
        for change in &self.changes {
            let form = res.processes.get_mut(&change.process);
            let form = form.ok_or_else(|| misfit(&change.process))?;
            if form.items.get(&change.key) != change.was.as_ref() {
                return Err(misfit(&format!(
                    "{} of {}",
                    change.key.field.name(),
                    change.key.subject
                )));
            }
            match &change.becomes {
                Some(item) => form.items.insert(change.key.clone(), item.clone()),
                None => form.items.remove(&change.key),
            };
        }
        for change in self.titles.iter().filter(|change| change.becomes.is_none()) {
            let left = res.processes.remove(&change.process);
            if left.is_some_and(|form| !form.items.is_empty()) {
                return Err(misfit(&change.process));
            }
        }
        Ok(res)
    }
}

impl<'de> Deserialize<'de> for ItemChange {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(rename = "change")]
        struct Written {
            process: String,
            issue: Option<String>,
            subject: String,
            field: String,
            was: Option<ItemForm>,
            becomes: Option<ItemForm>,
        }
        let Written { process, issue, subject, field, was, becomes } =
            Written::deserialize(deserializer)?;
        let found = Field::ALL.into_iter().find(|known| known.name() == field);
        let field =
            found.ok_or_else(|| D::Error::custom(format!("there is no field `{field}`")))?;
        let scope = issue.map_or(Scope::Process, Scope::Issue);
        Ok(ItemChange { process, key: ItemKey { scope, field, subject }, was, becomes })
    }
}
