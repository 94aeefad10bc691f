use std::collections::BTreeMap;
use std::num::NonZeroU32;

use borsh::{BorshDeserialize, BorshSerialize};

use super::{NameIx, SetIx};
use crate::register::ActorIx;

/// Sets of actors, each kept once.
#[derive(Debug, BorshSerialize, BorshDeserialize)]
pub(super) struct Sets {
    sets: Vec<Vec<ActorIx>>,
    known: BTreeMap<Vec<ActorIx>, SetIx>,
}

impl Default for Sets {
    fn default() -> Self {
        Sets { sets: vec![Vec::new()], known: BTreeMap::from([(Vec::new(), SetIx::EMPTY)]) }
    }
}

impl Sets {
    /// Returns the number of a set, whatever the order its members come in.
    pub(super) fn add(&mut self, members: &[ActorIx]) -> SetIx {
        if let Some(known) = self.known.get(members) {
            return *known;
        }
        let mut members = members.to_vec();
        members.sort_unstable();
        members.dedup();
        let next = SetIx(u32::try_from(self.sets.len()).expect("fewer than 2^32 sets"));
        let number = *self.known.entry(members.clone()).or_insert(next);
        if number == next {
            self.sets.push(members);
        }
        number
    }

    pub(super) fn get(&self, set: SetIx) -> &[ActorIx] {
        &self.sets[set.0 as usize]
    }
}

/// Names that are introduced by their use, each kept once.
#[derive(Debug, Default, BorshSerialize, BorshDeserialize)]
pub(super) struct Names {
    names: Vec<String>,
    known: BTreeMap<String, NameIx>,
}

impl Names {
    pub(super) fn add(&mut self, name: &str) -> NameIx {
        if let Some(known) = self.known.get(name) {
            return *known;
        }
        self.names.push(name.to_owned());
        let number = u32::try_from(self.names.len()).ok().and_then(NonZeroU32::new);
        let number = NameIx(number.expect("fewer than 2^32 names"));
        self.known.insert(name.to_owned(), number);
        number
    }

    /// Returns every name, in the order of the alphabet.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        self.known.keys().map(String::as_str)
    }

    pub(super) fn find(&self, name: &str) -> Option<NameIx> {
        self.known.get(name).copied()
    }

    pub(super) fn get(&self, name: NameIx) -> &str {
        &self.names[name.0.get() as usize - 1]
    }
}
