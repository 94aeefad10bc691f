//! What stands between values: commas, colons and closing brackets, and what to do without them.

use serde::de::DeserializeSeed;

use super::blank::Blank;
use super::de::De;
use super::fault::{Error, found};
use super::log::Pass;
use super::skip::closer;
use crate::source::Span;

impl<'de> De<'de, '_> {
    /// Returns whether another element follows before `close`; tells and mends what is in between.
    pub(super) fn more(&mut self, close: u8, comma: &mut bool, named: bool) -> Result<bool, Error> {
        loop {
            self.scan.blanks();
            let Some(byte) = self.scan.peek() else {
                self.unclosed(None);
                return Ok(false);
            };
            if byte == close {
                return Ok(false);
            }
            self.within_fence()?;
            match byte {
                b')' | b']' | b'}' if self.closes_another(byte) => {
                    self.unclosed(Some(byte));
                    return Ok(false);
                }
                b')' | b']' | b'}' => {
                    let what = format!("this `{}` closes nothing", char::from(byte));
                    self.stray(what);
                }
                b',' if !*comma => *comma = self.comma(),
                b',' => {
                    self.stray("a value is missing before this `,`".to_owned());
                }
                _ if close == b']' && self.in_a_struct() && self.scan.field_follows() => {
                    self.unclosed_before_field();
                    return Ok(false);
                }
                _ if *comma => return Ok(true),
                _ => *comma = self.missing_comma(close, named),
            }
        }
    }

    fn within_fence(&mut self) -> Result<(), Error> {
        if self.scan.at <= self.fence {
            return Ok(());
        }
        let start = self.fence - self.value;
        let message = format!("this item is longer than {} bytes", self.value);
        let fault = self.log.tell.too_large(message, Span::new(start, start + 1), "event=16M");
        Err(self.fail(fault))
    }

    fn closes_another(&self, byte: u8) -> bool {
        self.open.iter().rev().skip(1).any(|open| closer(open.bracket) == byte)
    }

    fn in_a_struct(&self) -> bool {
        self.open.iter().rev().nth(1).is_some_and(|open| open.bracket == b'(')
    }

    /// Tells that a list ran into the next field of the struct around it.
    fn unclosed_before_field(&mut self) {
        let Some(open) = self.open.last().copied() else { return };
        let before = self.scan.before;
        // The comma that was taken for the list's belongs to the struct.
        let comma = self.scan.bytes()[..before].ends_with(b",");
        let end = before - usize::from(comma);
        self.garbled += 1;
        self.lost = Some(open.at);
        let met = (None, Span::new(end, end));
        let opening = Span::new(open.at, open.at + 1);
        self.log.hard(self.log.tell.unclosed(opening, open.bracket, met, end));
        self.scan.at = end;
    }

    /// Tells and steps over a byte that has no business here.
    fn stray(&mut self, message: String) {
        let at = self.scan.at;
        self.garbled += 1;
        self.log.hard(self.log.tell.unexpected(message, Span::new(at, at + 1), ""));
        self.scan.at += 1;
    }

    /// Tells that no comma stands here, and returns whether to go on as if one did.
    fn missing_comma(&mut self, close: u8, named: bool) -> bool {
        let (before, at) = (self.scan.before, self.scan.at);
        let tell = self.log.tell;
        if before < at && (!named || self.scan.field_follows()) {
            self.log.hard(tell.insert("a `,` is missing here".to_owned(), before, ","));
            return true;
        }
        let (words, span) = found(&self.scan);
        let message = format!("expected `,` or `{}`, found {words}", char::from(close));
        let quote = before == at && self.scan.bytes()[..at].ends_with(b"\"");
        let fault = tell.unexpected(message, span, "");
        let fault = if quote {
            fault.at(tell.place(Span::new(at - 1, at)), "a string ends here; is a quote missing?")
        } else {
            fault
        };
        self.log.hard(fault);
        self.garbled += 1;
        if quote {
            self.scan.at = self.scan.blind_end(at);
        } else {
            self.step_to_comma();
        }
        self.comma()
    }

    /// Steps over what cannot be read, up to the next comma or bracket.
    pub(super) fn step_to_comma(&mut self) {
        let start = self.scan.at;
        self.scan.at = self.scan.extent(start);
        self.scan.look_through(start, self.scan.at);
    }

    /// Steps over a comma and says whether there was one.
    pub(super) fn comma(&mut self) -> bool {
        self.scan.blanks();
        let found = self.scan.eat(b',');
        if found {
            self.scan.blanks();
        }
        found
    }

    /// Steps over the colon after `name` and says whether a value follows; tells what is wrong.
    pub(super) fn colon(&mut self, name: &str) -> bool {
        self.scan.blanks();
        let (before, at) = (self.scan.before, self.scan.at);
        let tell = self.log.tell;
        if self.scan.eat(b':') {
            self.scan.blanks();
        } else if self.scan.eat(b'=') {
            let span = Span::new(at, at + 1);
            let fault = tell.unexpected(format!("a `:` belongs after `{name}`"), span, "");
            self.log.hard(fault.patch("write a `:`", tell.place(span), ":"));
            self.scan.blanks();
        } else if !self.value_lacks() {
            self.log.hard(tell.insert(format!("a `:` is missing after `{name}`"), before, ":"));
        }
        let lacks = self.value_lacks();
        if lacks {
            let span = Span::new(before.saturating_sub(name.len()), before);
            let fault = tell.unexpected(format!("`{name}` has no value"), span, "");
            self.log.hard(fault);
            self.garbled += 1;
        }
        !lacks
    }

    fn value_lacks(&self) -> bool {
        matches!(self.scan.peek(), None | Some(b',' | b')' | b']' | b'}'))
    }

    /// Steps over a value that nobody reads.
    pub(super) fn skip_value(&mut self) {
        self.step_to_comma();
    }

    /// Reads the value of an entry, or passes over it if it failed before.
    pub(super) fn element<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        let start = self.scan.at;
        let Some((end, _)) = self.log.passing(start) else {
            let read = seed.deserialize(&mut *self);
            return read.map_err(|error| self.element_failed(error, start));
        };
        self.scan.at = end;
        seed.deserialize(Blank::new()).map_err(|_| {
            self.log.pass(start, end, Pass::Skip);
            Error::Told(true)
        })
    }

    /// Has the next round pass over the innermost entry that failed.
    pub(super) fn element_failed(&mut self, error: Error, start: usize) -> Error {
        if let Error::Told(false) = self.settle(error, start) {
            let end = self.scan.extent(start);
            self.scan.look_through(start, end);
            self.log.pass(start, end, Pass::Blank);
        }
        Error::Told(true)
    }

    /// Tells that the innermost bracket is closed by something else, or by nothing.
    fn unclosed(&mut self, met: Option<u8>) {
        let Some(open) = self.open.last().copied() else { return };
        self.garbled += 1;
        self.lost = Some(open.at);
        if met.is_none() && (self.log.ended || self.scan.comment.is_some()) {
            return;
        }
        self.log.ended |= met.is_none();
        let (before, at) = (self.scan.before, self.scan.at);
        let place = if met.is_some() { Span::new(at, at + 1) } else { Span::new(before, before) };
        let opening = Span::new(open.at, open.at + 1);
        let fault = self.log.tell.unclosed(opening, open.bracket, (met, place), before);
        self.log.hard(fault);
    }

    /// Leaves the innermost bracket.
    pub(super) fn close(&mut self, close: u8) -> Result<(), Error> {
        self.scan.blanks();
        let open = self.open.last().map(|open| open.at);
        match self.scan.peek() {
            _ if open.is_some() && self.lost == open => {}
            Some(byte) if byte == close => self.scan.at += 1,
            None => self.unclosed(None),
            Some(byte @ (b')' | b']' | b'}')) if self.closes_another(byte) => {
                self.unclosed(Some(byte));
            }
            Some(_) => {
                let (words, span) = found(&self.scan);
                let message = format!("expected `{}`, found {words}", char::from(close));
                self.garbled += 1;
                return Err(self.fail(self.log.tell.unexpected(message, span, "")));
            }
        }
        self.open.pop();
        Ok(())
    }

    /// Leaves the bracket of a variant, before which a comma may stand.
    pub(super) fn close_variant(&mut self) -> Result<(), Error> {
        self.in_variant = false;
        self.comma();
        self.close(b')')
    }

    /// Tells that no name stands where one of several is expected.
    pub(super) fn not_a_variant(&mut self, kind: &'static str, names: &[&str]) -> Error {
        let fault = self.log.tell.not_a_name(&self.scan, kind, names);
        self.fail(fault)
    }
}
