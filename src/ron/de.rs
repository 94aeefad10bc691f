//! The state of reading, and what all of serde's questions share.
//!
//! What the brackets of `Variant(…)` mean depends on the type within, so a variant opens its bracket
//! and leaves a flag, `in_variant`; a struct or tuple that finds the flag reads its fields from the
//! bracket that is open already, and everything else drops it.

use std::borrow::Cow;

use serde::de::{Expected, Visitor};

use super::Limits;
use super::access::{Fields, List};
use super::fault::{Error, Owner, Trouble, with_article};
use super::log::Log;
use super::scan::Scanner;
use super::string::Slip;
use crate::source::{Diagnostic, Span};

/// The depth beyond which no limit goes: each level costs some of the machine's stack.
const DEEPEST: usize = 128;
/// How many newtypes and options may nest between two brackets' worth of depth.
const WRAPS: usize = 128;

/// A bracket that stands open.
#[derive(Clone, Copy)]
pub(super) struct Open {
    pub(super) bracket: u8,
    pub(super) at: usize,
}

/// Reads one value.
pub(super) struct De<'de, 'l> {
    pub(super) scan: Scanner<'de>,
    pub(super) log: &'l mut Log,
    pub(super) open: Vec<Open>,
    /// The bracket that was told to be unclosed, until its reader leaves it.
    pub(super) lost: Option<usize>,
    pub(super) in_variant: bool,
    /// The name before the bracket that a variant opened.
    pub(super) variant: Span,
    /// How often the text was not what it should be, so that what follows from it is not told.
    pub(super) garbled: usize,
    wraps: usize,
    depth: usize,
    string: usize,
    /// The byte past which the value is too large.
    pub(super) fence: usize,
    pub(super) value: usize,
}

impl<'de, 'l> De<'de, 'l> {
    pub(super) fn new(scan: Scanner<'de>, limits: &Limits, fence: usize, log: &'l mut Log) -> Self {
        De {
            scan,
            log,
            open: Vec::new(),
            lost: None,
            in_variant: false,
            variant: Span::default(),
            garbled: 0,
            wraps: 0,
            depth: limits.depth.min(DEEPEST),
            string: limits.string,
            fence,
            value: limits.value,
        }
    }

    /// Tells a fault that spoils the value being read.
    pub(super) fn fail(&mut self, fault: Diagnostic) -> Error {
        self.log.hard(fault);
        Error::Told(false)
    }

    /// Tells what a visitor found wrong with the value at `start`, which was read up to here.
    pub(super) fn settle(&mut self, error: Error, start: usize) -> Error {
        let Error::Untold(trouble) = error else { return error };
        let end = if self.scan.at > start { self.scan.at } else { self.scan.extent(start) };
        let span = Span::new(start, end.max(start));
        if self.log.passed_within(span) {
            // It may be a blank that is complained of.
            return Error::Told(false);
        }
        let fault = match *trouble {
            Trouble::Type(expected) => {
                let text = &self.scan.text[span.range()];
                if expected == "a borrowed string" && text.contains('\\') {
                    let message = "no escape may stand in this string".to_owned();
                    self.log.tell.escape_refused(message, span)
                } else {
                    self.log.tell.wrong_type(&Scanner::new(self.scan.text, start), &expected)
                }
            }
            Trouble::Custom(words) => self.log.tell.custom(words, span),
            Trouble::Variant(name, names) => {
                self.log.tell.unknown_variant("alternative", &name, names, span)
            }
            Trouble::Missing(name) => self.log.tell.missing(Owner::Nameless, name, span),
            Trouble::Duplicate(name) => self.log.tell.duplicate(name, span, None),
        };
        self.fail(fault)
    }

    /// Tells that something else stands here than `visitor` expects.
    pub(super) fn other_than<'v, V: Visitor<'v>>(&mut self, visitor: &V) -> Error {
        let expected = (visitor as &dyn Expected).to_string();
        self.other(&expected)
    }

    pub(super) fn other(&mut self, expected: &str) -> Error {
        let fault = self.log.tell.wrong_type(&self.scan, expected);
        self.fail(fault)
    }

    /// Opens a bracket.
    pub(super) fn push(&mut self, bracket: u8) -> Result<(), Error> {
        let at = self.scan.at;
        if self.open.len() >= self.depth {
            let message = format!("nested more than {} deep", self.depth);
            let fault = self.log.tell.too_large(message, Span::new(at, at + 1), "depth=128");
            return Err(self.fail(fault));
        }
        self.open.push(Open { bracket, at });
        self.scan.at += 1;
        self.scan.blanks();
        Ok(())
    }

    /// Reads within a newtype or option, which nest without brackets.
    pub(super) fn wrapped<T>(
        &mut self,
        read: impl FnOnce(&mut Self) -> Result<T, Error>,
    ) -> Result<T, Error> {
        if self.wraps >= self.depth + WRAPS {
            let at = self.scan.at;
            let fault = self.log.tell.too_large(
                "nested too deep".to_owned(),
                Span::new(at, at),
                "depth=128",
            );
            return Err(self.fail(fault));
        }
        self.wraps += 1;
        let value = read(self)?;
        self.wraps -= 1;
        Ok(value)
    }

    pub(super) fn slip(&mut self, slip: &Slip) -> Error {
        self.log.ended |= matches!(slip, Slip::Unclosed(_));
        let fault = self.log.tell.slip(slip);
        self.fail(fault)
    }

    /// Checks the length of the string or number that began at `start`.
    pub(super) fn sized(&mut self, start: usize, what: &str) -> Result<(), Error> {
        if self.scan.at - start <= self.string {
            return Ok(());
        }
        let message = format!("this {what} is longer than {} bytes", self.string);
        let fault = self.log.tell.too_large(message, Span::new(start, start + 1), "string=1M");
        Err(self.fail(fault))
    }

    pub(super) fn read_string<'v, V: Visitor<'v>>(
        &mut self,
        visitor: &V,
    ) -> Result<Cow<'de, str>, Error> {
        let start = self.scan.at;
        let read = self.scan.string();
        let value = match read {
            None => return Err(self.other_than(visitor)),
            Some(Err(slip)) => return Err(self.slip(&slip)),
            Some(Ok(value)) => value,
        };
        self.sized(start, "string")?;
        self.runaway(start)?;
        Ok(value)
    }

    /// Refuses a string over several lines that is followed by what only another string begins with.
    pub(super) fn runaway(&mut self, start: usize) -> Result<(), Error> {
        let end = self.scan.at;
        if !self.scan.glued() || !self.scan.text[start..end].contains('\n') {
            return Ok(());
        }
        self.log.ended = true;
        let fault = self.log.tell.runaway(Span::new(start, end));
        Err(self.fail(fault))
    }

    pub(super) fn read_whole<'v, V, T>(&mut self, visitor: &V, name: &str) -> Result<T, Error>
    where
        V: Visitor<'v>,
        T: TryFrom<u128> + TryFrom<i128>,
    {
        let start = self.scan.at;
        let value = if self.scan.number_starts() { self.scan.whole() } else { None };
        self.number(start, value.and_then(|it| it.fit(name)), visitor)
    }

    pub(super) fn read_float<'v, V, T>(&mut self, visitor: &V, bits: u8) -> Result<T, Error>
    where
        V: Visitor<'v>,
        T: std::str::FromStr,
    {
        let start = self.scan.at;
        let read = self.scan.float().filter(|(_, width)| width.is_none_or(|it| it == bits));
        self.number(start, read.map(|(value, _)| value), visitor)
    }

    pub(super) fn number<'v, V: Visitor<'v>, T>(
        &mut self,
        start: usize,
        value: Option<T>,
        visitor: &V,
    ) -> Result<T, Error> {
        self.sized(start, "number")?;
        value.ok_or_else(|| {
            self.scan.at = start;
            self.other_than(visitor)
        })
    }

    /// Reads a struct's name, if one stands here.
    pub(super) fn struct_name(&mut self, name: &'static str) -> Result<(), Error> {
        let (start, end) = (self.scan.at, self.scan.name_end());
        if start == end {
            return Ok(());
        }
        if self.scan.name() == Some(name) {
            self.scan.blanks();
            return Ok(());
        }
        self.scan.at = start;
        Err(self.other(&with_article(name)))
    }

    /// Opens the bracket of a struct or tuple, unless a variant has opened it.
    pub(super) fn enter(&mut self, expected: impl Fn() -> String) -> Result<bool, Error> {
        let entered = std::mem::take(&mut self.in_variant);
        if !entered && self.scan.peek() != Some(b'(') {
            return Err(self.other(&expected()));
        }
        if !entered {
            self.push(b'(')?;
        }
        Ok(!entered)
    }

    /// Reads a struct from its bracket on.
    pub(super) fn fields<V: Visitor<'de>>(
        &mut self,
        owner: Owner<'de>,
        head: Span,
        names: Option<&'static [&'static str]>,
        visitor: V,
    ) -> Result<V::Value, Error> {
        let own = self.enter(|| match owner {
            Owner::Kind(name) if !name.is_empty() => with_article(name),
            Owner::Variant(name) => format!("the fields of `{name}`"),
            _ => "a struct".to_owned(),
        })?;
        let mut fields = Fields::new(self, owner, head, names);
        let read = visitor.visit_map(&mut fields);
        let value = match read {
            Ok(value) => value,
            Err(error) => return Err(fields.failed(error)),
        };
        if own {
            self.close(b')')?;
        }
        Ok(value)
    }

    pub(super) fn list<V: Visitor<'de>>(
        &mut self,
        close: u8,
        own: bool,
        visitor: V,
    ) -> Result<V::Value, Error> {
        let start = self.open.last().map_or(self.scan.at, |open| open.at);
        let value = visitor.visit_seq(List::new(self, close));
        let value = value.map_err(|error| {
            self.scan.at = start;
            self.settle(error, start)
        })?;
        if own {
            self.close(close)?;
        }
        Ok(value)
    }

    /// Reads a number of whatever type it is written as.
    pub(super) fn any_number<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let start = self.scan.at;
        let whole = if self.scan.float_follows() { None } else { self.scan.whole() };
        let end = self.scan.at;
        let read = match whole {
            Some(it) if it.negative => it.signed().map(|size| match i64::try_from(size) {
                Ok(size) => visitor.visit_i64(size),
                Err(_) => visitor.visit_i128(size),
            }),
            Some(it) => Some(match u64::try_from(it.size) {
                Ok(size) => visitor.visit_u64(size),
                Err(_) => visitor.visit_u128(it.size),
            }),
            None => {
                self.scan.at = start;
                let read = self.scan.float::<f64>().filter(|_| self.scan.at >= end);
                let value = self.number(start, read.map(|(value, _)| value), &visitor)?;
                Some(visitor.visit_f64(value))
            }
        };
        self.sized(start, "number")?;
        let Some(read) = read else {
            self.scan.at = start;
            return Err(self.other("a number"));
        };
        read.map_err(|error| self.settle(error, start))
    }

    /// Reads what begins with `(` or a name, guessing from what follows what it is.
    pub(super) fn any_struct<V: Visitor<'de>>(&mut self, visitor: V) -> Result<V::Value, Error> {
        let start = self.scan.at;
        self.scan.name();
        let end = self.scan.at;
        self.scan.blanks();
        if self.scan.peek() != Some(b'(') {
            self.scan.at = end;
            return visitor.visit_unit().map_err(|error| self.settle(error, start));
        }
        let head = Span::new(start, self.scan.at + 1);
        self.push(b'(')?;
        if self.scan.field_follows() {
            self.in_variant = true;
            let value = self.fields(Owner::Nameless, head, None, visitor)?;
            self.close(b')')?;
            return Ok(value);
        }
        self.list(b')', true, visitor)
    }

    /// Returns whether a comma and another value follow the next value.
    pub(super) fn several_ahead(&self) -> bool {
        let mut ahead = Scanner::new(self.scan.text, self.scan.at);
        ahead.skip();
        ahead.blanks();
        ahead.eat(b',') && {
            ahead.blanks();
            ahead.peek() != Some(b')')
        }
    }

    /// Reads whatever the open bracket of a variant holds; `None` if it is one plain value.
    pub(super) fn any_in_variant(&mut self) -> Option<AnyIn> {
        let known = match self.scan.peek() {
            Some(b')') => Some(AnyIn::Nothing),
            _ if self.scan.field_follows() => Some(AnyIn::Fields),
            _ if self.several_ahead() => Some(AnyIn::Values),
            _ => None,
        };
        self.in_variant = known.is_some();
        known
    }
}

/// What a variant of unknown type holds.
pub(super) enum AnyIn {
    Nothing,
    Fields,
    Values,
}
