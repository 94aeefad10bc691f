//! The last step of the data path: a [`Page`] or a diagnostic becomes characters.
//!
//! A report says *what* there is to read, as a [`Page`] of titles, tables and facts whose words carry
//! a meaning ([`Tone`]) and no format. Here it becomes lines for a terminal or a pipe ([`text`]); every
//! other form of output is one more function over the same `Page`. A
//! [`Diagnostic`](crate::source::Diagnostic) is drawn with its place in the text ([`diagnostic`]) or in
//! one line ([`short`]).
//!
//! This module does not know what a negotiation is, who asked or where the output goes. It reads
//! neither the terminal nor the environment: the [`Screen`] is given.
//!
//! The one idea behind it: all text comes from strangers until [`visible`] has made it harmless, and
//! each kind of output has a single place where that happens. Everything drawn ends with a line break.

mod cell;
mod comma;
mod crop;
mod diagnostic;
mod excerpt;
mod grid;
mod html;
mod markdown;
mod page;
mod plain;
mod text;
mod visible;
mod widths;

pub use comma::comma;
pub use diagnostic::{diagnostic, short};
pub use html::html;
pub use markdown::markdown;
pub use page::{Block, Column, Fact, Facts, Kind, Page, Piece, Row, Table, Tone, Words};
pub use plain::plain;
pub use text::text;
pub use visible::{escaped, visible};

/// What the reader looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Screen {
    /// How many cells a line has.
    pub width: usize,
    /// Whether colours may be used. They repeat what the words say and never add to it.
    pub colour: bool,
}

#[cfg(test)]
#[path = "forms_tests.rs"]
mod tests;
