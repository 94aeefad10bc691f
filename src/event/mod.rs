//! One event: the envelope that says who said it, when and on what terms, and the kind that says what.
//!
//! The typed structs here live for a moment: when a dispatch is read, to be checked and to give their
//! effect, and when something is printed. What stays in memory is `record::Claim`. Nothing here knows
//! of other events, or of where an issue stands.

mod ballot;
mod change;
mod check;
mod effect;
mod envelope;
mod group;
pub mod guide;
mod kinds;
mod prose;
mod several;
pub mod shape;
mod words;

pub use ballot::Ballot;
pub use change::{Answer, Change, Due, Expiry, Tie};
pub use check::Check;
pub(crate) use check::{bad_id, read_date};
pub use effect::{Deed, Effect, Effects, OnTarget, Sequence, Target};
pub use envelope::{Cite, Condition, Event, Header, Link, Omission, Relation, Term};
pub use kinds::{Kind, What};
pub use prose::Prose;
pub use several::Several;
pub use words::merged;

use crate::ron::At;

/// A name as a dispatch writes it, with its place.
pub type Name<'a> = At<&'a str>;
