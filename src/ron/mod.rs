//! Reading RON: values with their places, everything wrong in one run, within limits.
//!
//! Dispatches, charters and lifecycles are RON. The `ron` crate writes them and is the reference for
//! what they mean; it stops at the first error, keeps no places and has no limits. So this module
//! answers serde itself, straight from the text: strings are borrowed, [`At`] keeps a value's place,
//! [`Raw`] steps over a value to be read later, and [`items`] reads a list one element at a time and
//! finds the next one after a broken one. It does not know what a charter or an event is; it knows
//! serde's names for them, which should therefore be human words
//! (`#[serde(rename = "kind of event")]`).
//!
//! What is written plainly is read by a short way, [`plain`], that gives up without a word at anything
//! else; both ways go through one scanner.
//!
//! The idea behind "everything in one run": what is wrong between values is told and mended on the
//! spot, and a value that fails ends the round; the next round reads the same text again with a blank
//! in place of what failed. Only the path of errors pays for it.
//!
//! It reads what the `ron` crate reads with the extensions `implicit_some`, `unwrap_newtypes` and
//! `unwrap_variant_newtypes`, to the same value, with these differences:
//!
//! - Refused here: control characters, also as escapes; duplicate keys and unknown fields (the first
//!   counts and the value stands); what is over a [limit](Limits); `Some` before a value without
//!   brackets; ranges (`1..2`).
//! - Accepted here: a byte order mark at the start; anything that has matching brackets, where a
//!   value is stepped over; `explicit_struct_names` in the header changes nothing.
//! - `flatten`, `untagged` and `tag` are not supported: they buffer values and lose their places.
//! - Names outside ASCII may have somewhat other letters; none of our formats has any.
//! - A value of unknown type sees a number as `i64`, `u64`, `i128`, `u128` or `f64` only.

mod access;
mod answer;
mod at;
mod between;
mod blank;
mod de;
mod fault;
mod format;
mod header;
mod items;
mod log;
mod number;
mod place;
mod plain;
mod scan;
mod skip;
mod string;
mod tree;
#[cfg(test)]
mod tests;

use std::fmt::Write;

use serde::Deserialize;

pub use at::{At, Raw, Table};
pub use format::newer;
pub use items::{Item, Items, items};
pub use tree::Tree;

use self::de::De;
use self::log::Log;
use self::plain::Plain;
use self::scan::Scanner;
pub use crate::source::Limits;
use crate::source::{Diagnostic, FileIx, Span};

/// What was read and what was wrong.
#[derive(Debug)]
pub struct Read<T> {
    /// The value. It stands beside a fault that leaves it whole: an unknown field, a duplicate key,
    /// text after its end.
    pub value: Option<T>,
    /// Everything that was wrong, in the order of places.
    pub faults: Vec<Diagnostic>,
}

/// Reads a whole document: one value and nothing after it.
pub fn read<'a, T: Deserialize<'a>>(file: FileIx, text: &'a str, limits: &Limits) -> Read<T> {
    let start = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let part = Part { text, start, fence: usize::MAX, document: true };
    let mut log = Log::new(file);
    let value = part.read(limits, &mut log);
    Read { value, faults: log.sorted() }
}

/// Reads the one value at `span`; places are those of the whole text.
pub fn read_part<'a, T: Deserialize<'a>>(
    file: FileIx,
    text: &'a str,
    span: Span,
    limits: &Limits,
) -> Read<T> {
    let text = text.get(..span.end as usize).unwrap_or(text);
    let start = (span.start as usize).min(text.len());
    let part = Part { text, start, fence: usize::MAX, document: false };
    if let Some((value, _)) = part.plain(limits).filter(|(_, end)| *end == text.len()) {
        return Read { value: Some(value), faults: Vec::new() };
    }
    let mut log = Log::new(file);
    let value = part.read(limits, &mut log);
    Read { value, faults: log.sorted() }
}

/// A value's text: up to where it may reach, and from where.
#[derive(Clone, Copy)]
struct Part<'a> {
    text: &'a str,
    start: usize,
    /// The byte past which it is too large.
    fence: usize,
    /// Whether a header may stand before it.
    document: bool,
}

impl<'a> Part<'a> {
    /// How many bytes all rounds together may read; small values get many rounds.
    const WORK: usize = 8 << 20;

    /// Reads the value, in as many rounds as it takes to find what is wrong.
    fn read<T: Deserialize<'a>>(self, limits: &Limits, log: &mut Log) -> Option<T> {
        let rounds = (Self::WORK / (self.text.len() - self.start + 1)).clamp(4, 400);
        for _ in 0..rounds {
            log.progress = false;
            let value = self.round(limits, log);
            if value.is_some() || !log.progress {
                return value.filter(|_| !log.hard);
            }
        }
        None
    }

    /// Reads the value if it is written plainly, whatever follows it; also returns where it ended.
    fn plain<T: Deserialize<'a>>(self, limits: &Limits) -> Option<(T, usize)> {
        let mut plain = Plain::new(Scanner::new(self.text, self.start), limits);
        let value = T::deserialize(&mut plain).ok()?;
        plain.is_sound().then_some((value, plain.scan.at))
    }

    fn round<T: Deserialize<'a>>(self, limits: &Limits, log: &mut Log) -> Option<T> {
        let scan = Scanner::new(self.text, self.start);
        let mut de = De::new(scan, limits, self.fence, log);
        let value = de.whole(self.document);
        let De { mut scan, log, .. } = de;
        log.scanned(&mut scan);
        value
    }
}

impl<'de> De<'de, '_> {
    /// Reads the text's one value, and the header before it if it may have one.
    fn whole<T: Deserialize<'de>>(&mut self, document: bool) -> Option<T> {
        self.scan.blanks();
        if document {
            self.header();
        }
        let start = self.scan.at;
        if self.scan.peek().is_none() {
            if self.scan.comment.is_none() {
                self.log.hard(self.log.tell.empty(start));
            }
            return None;
        }
        let value = match T::deserialize(&mut *self) {
            Ok(value) => value,
            Err(error) => {
                self.settle(error, start);
                return None;
            }
        };
        self.scan.blanks();
        if self.scan.peek().is_some() {
            self.log.soft(self.log.tell.trailing(&self.scan));
        }
        Some(value)
    }
}

/// Returns the text as a string literal that reads back to it.
///
/// Control characters are written as escapes, which the `ron` crate reads and this module refuses.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for it in text.chars() {
        match it {
            '"' | '\\' => out.extend(['\\', it]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            it if it.is_control() => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{{{:x}}}", u32::from(it));
            }
            it => out.push(it),
        }
    }
    out.push('"');
    out
}
