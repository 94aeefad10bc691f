use std::num::NonZeroU32;

use borsh::{BorshDeserialize, BorshSerialize};

use crate::lifecycle::{Act, Rung};
use crate::model::{Basis, Day};

/// An event by its place in the one order.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize,
)]
pub struct EventIx(pub(super) u32);

/// A set of actors.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize,
)]
pub struct SetIx(pub(super) u32);

/// A draft, point, occasion or body by name.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize,
)]
pub struct NameIx(pub(super) NonZeroU32);

impl SetIx {
    /// The set without members.
    pub const EMPTY: SetIx = SetIx(0);
}

impl EventIx {
    /// Returns the place in the one order.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What one event says of one issue: all that standing and folding read.
///
/// Of fixed width, so that a million of them lie side by side: an event on three issues is three
/// claims. Its words stay in its text, and are read again when somebody wants to see them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Claim {
    /// The event that says so.
    pub event: EventIx,
    /// The first day on which it can have happened.
    pub first: Day,
    /// The last day on which it holds or can have happened.
    pub last: Day,
    /// The day from which it counts.
    pub from: Day,
    /// The day on which it became known.
    pub known: Day,
    /// Those who did it.
    pub by: SetIx,
    /// Those it was addressed to.
    pub to: SetIx,
    /// Those on whose word we have it: the first link of the chain.
    pub voice: SetIx,
    /// The draft or point that it is about, or the body that acted.
    pub object: Option<NameIx>,
    /// What it points at.
    pub link: Link,
    /// What was done.
    pub act: Act,
    /// How it was said.
    pub flags: Flags,
    /// On what terms it was said.
    pub basis: Basis,
}

const _: () = assert!(size_of::<Claim>() <= 48, "a claim is at most 48 bytes wide");

/// What a claim points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub enum Link {
    /// Nothing.
    None,
    /// Another event.
    Event(EventIx),
    /// The last day on which it counts.
    Until(Day),
    /// The stage that is named.
    Stage(Rung),
}

/// How a claim was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, BorshSerialize, BorshDeserialize)]
pub struct Flags(u8);

impl Flags {
    /// Background that the source takes for granted.
    pub const PRESUPPOSED: Flags = Flags(1);
    /// It repeats what was said before.
    pub const REAFFIRMS: Flags = Flags(2);
    /// The recorder's own word: no source is named.
    pub const RECORDER: Flags = Flags(4);
    /// Its date is not exact to the day.
    pub const IMPRECISE: Flags = Flags(8);
    /// It counts only while its conditions let it.
    pub const CONDITIONAL: Flags = Flags(16);
    /// It tells again what another event told.
    pub const REPEATS: Flags = Flags(32);
    /// It is on this issue because the draft or point that it is about is said to be.
    pub const THROUGH: Flags = Flags(64);

    /// Returns whether it is so.
    pub fn has(self, flag: Flags) -> bool {
        self.0 & flag.0 != 0
    }

    /// Returns the flags with one more if it holds.
    #[must_use]
    pub fn with(self, flag: Flags, holds: bool) -> Flags {
        if holds { Flags(self.0 | flag.0) } else { self }
    }
}
