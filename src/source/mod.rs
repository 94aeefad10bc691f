//! Texts, places in them, and what is to be said about a place.
//!
//! Every message to a writer is a [`Diagnostic`]: data with a stable code, the places it speaks of
//! and what to do. This module does not know what a negotiation is, who reads a message or how it is
//! drawn; `render` draws it.

mod code;
mod diagnostic;
mod sentences;
mod explain;
mod limits;
mod mend;
mod text;

pub use code::Code;
pub use diagnostic::{Diagnostic, Label, Patch, Severity};
pub use explain::Explanation;
pub use limits::Limits;
pub use mend::{Mending, mend};
pub use sentences::{Sentences, folded};
pub use text::{FileIx, Place, Position, Span, Text, Texts};
