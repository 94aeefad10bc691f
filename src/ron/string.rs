//! Strings, characters and bytes: borrowed from the text unless an escape forbids it.

use std::borrow::Cow;

use super::scan::{STRING_STOP, Scanner, is};
use crate::source::Span;

/// What a string stumbles over.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Slip {
    /// Opened here and never closed.
    Unclosed(Span),
    /// An escape that says nothing, and why.
    Escape(Span, &'static str),
}

const HEX: &str = "`\\x` needs two hexadecimal digits";
const UTF8: &str = "these bytes are not a character in UTF-8";
const UNICODE: &str = "`\\u` needs one to six hexadecimal digits in braces";
const NO_CHARACTER: &str = "no character has this number";
const UNKNOWN: &str = "there is no such escape";

impl<'t> Scanner<'t> {
    /// Steps over a string and returns it; `None` where no string begins.
    pub(super) fn string(&mut self) -> Option<Result<Cow<'t, str>, Slip>> {
        match self.rest() {
            [b'"', ..] => Some(self.plain_string()),
            [b'r', b'"' | b'#', ..] if self.name_end() == self.at => {
                self.raw_string(1).map(|raw| raw.map(|span| Cow::Borrowed(&self.text[span])))
            }
            _ => None,
        }
    }

    fn plain_string(&mut self) -> Result<Cow<'t, str>, Slip> {
        let open = self.at;
        let start = open + 1;
        self.at = self.string_stop(start);
        if self.peek() == Some(b'"') {
            self.at += 1;
            return Ok(Cow::Borrowed(&self.text[start..self.at - 1]));
        }
        let mut value = String::new();
        let mut from = start;
        loop {
            value.push_str(&self.text[from..self.at]);
            match self.peek() {
                None => return Err(Slip::Unclosed(Span::new(open, open + 1))),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Cow::Owned(value));
                }
                Some(_) => {
                    if let Some(it) = self.escape(false)? {
                        value.push(it);
                    }
                }
            }
            from = self.at;
            self.at = self.string_stop(from);
        }
    }

    /// Finds the next quote or backslash, or the end; tells control characters on the way.
    fn string_stop(&mut self, from: usize) -> usize {
        let mut at = from;
        while let Some(step) = self.bytes()[at..].iter().position(|it| is(*it, STRING_STOP)) {
            at += step;
            if matches!(self.bytes()[at], b'"' | b'\\') {
                return at;
            }
            self.look_at_control(at);
            at += 1;
        }
        self.text.len()
    }

    /// Steps over `#"…"#`, whose prefix has `prefix` letters, and returns the range between.
    fn raw_string(&mut self, prefix: usize) -> Option<Result<std::ops::Range<usize>, Slip>> {
        let rest = &self.rest()[prefix..];
        let hashes = rest.iter().take_while(|it| **it == b'#').count();
        if rest.get(hashes) != Some(&b'"') {
            return None;
        }
        let (open, start) = (self.at, self.at + prefix + hashes + 1);
        let mut at = start;
        while let Some(step) = self.bytes()[at..].iter().position(|it| *it == b'"') {
            let end = at + step;
            let closing = self.bytes()[end + 1..].iter().take(hashes);
            if closing.take_while(|it| **it == b'#').count() == hashes {
                self.look_through(start, end);
                self.at = end + 1 + hashes;
                return Some(Ok(start..end));
            }
            at = end + 1;
        }
        self.at = self.text.len();
        Some(Err(Slip::Unclosed(Span::new(open, start))))
    }

    /// Steps over an escape; `None` for a line that goes on after its break.
    fn escape(&mut self, single: bool) -> Result<Option<char>, Slip> {
        let start = self.at;
        self.at += 1;
        let it = match self.peek() {
            Some(b'\n') if !single => return Ok(self.continuation()),
            Some(b'\r') if !single && self.rest().starts_with(b"\r\n") => {
                return Ok(self.continuation());
            }
            Some(b'x') => self.byte_escape(start, single)?,
            Some(b'u') => self.unicode_escape(start)?,
            Some(byte @ (b'\'' | b'"' | b'\\')) => self.short(char::from(byte)),
            Some(b'n') => self.short('\n'),
            Some(b'r') => self.short('\r'),
            Some(b't') => self.short('\t'),
            Some(b'0') => self.short('\0'),
            _ => {
                self.at += self.char_at(self.at).map_or(0, char::len_utf8);
                return Err(Slip::Escape(Span::new(start, self.at), UNKNOWN));
            }
        };
        let ends_line = it == '\r' && matches!(self.rest(), [b'\n', ..] | [b'\\', b'n', ..]);
        if it.is_control() && !matches!(it, '\n' | '\t') && !ends_line {
            self.tell_control(Span::new(start, self.at));
        }
        Ok(Some(it))
    }

    fn short(&mut self, it: char) -> char {
        self.at += 1;
        it
    }

    fn continuation(&mut self) -> Option<char> {
        let from = self.at;
        let blanks = self.rest().iter().take_while(|it| matches!(it, b' ' | b'\t' | b'\n' | b'\r'));
        self.at += blanks.count();
        self.look_through(from, self.at);
        None
    }

    fn hex(&mut self, start: usize) -> Result<u8, Slip> {
        self.at += 1;
        let digits = self.text.get(self.at..self.at + 2);
        let byte = digits
            .filter(|it| it.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|it| u8::from_str_radix(it, 16).ok());
        match byte {
            Some(byte) => {
                self.at += 2;
                Ok(byte)
            }
            None => Err(Slip::Escape(Span::new(start, self.at), HEX)),
        }
    }

    /// Reads `\x41`, or the two to four of them that make one character in UTF-8.
    fn byte_escape(&mut self, start: usize, single: bool) -> Result<char, Slip> {
        let mut bytes = [self.hex(start)?, 0, 0, 0];
        for length in 1..=4 {
            if let Ok(text) = std::str::from_utf8(&bytes[..length])
                && let Some(it) = text.chars().next()
            {
                return Ok(it);
            }
            if single || length == 4 || !self.rest().starts_with(b"\\x") {
                break;
            }
            self.at += 1;
            bytes[length] = self.hex(start)?;
        }
        Err(Slip::Escape(Span::new(start, self.at), UTF8))
    }

    fn unicode_escape(&mut self, start: usize) -> Result<char, Slip> {
        self.at += 1;
        let digits = self.rest().get(1..).unwrap_or_default();
        let length = digits.iter().take(6).take_while(|it| it.is_ascii_hexdigit()).count();
        if self.peek() != Some(b'{') || length == 0 || digits.get(length) != Some(&b'}') {
            return Err(Slip::Escape(Span::new(start, self.at), UNICODE));
        }
        let number = u32::from_str_radix(&self.text[self.at + 1..=self.at + length], 16);
        self.at += length + 2;
        let it = number.ok().and_then(char::from_u32);
        it.ok_or(Slip::Escape(Span::new(start, self.at), NO_CHARACTER))
    }

    /// Steps over `'x'`; `None` where that is not what follows.
    pub(super) fn character(&mut self) -> Option<Result<char, Slip>> {
        let start = self.at;
        if !self.eat(b'\'') {
            return None;
        }
        let it = match self.peek() {
            Some(b'\\') => match self.escape(true) {
                Ok(it) => it,
                Err(slip) => return Some(Err(slip)),
            },
            _ => self.char_at(self.at).inspect(|it| {
                self.look_at_control(self.at);
                self.at += it.len_utf8();
            }),
        };
        match it {
            Some(it) if self.eat(b'\'') => Some(Ok(it)),
            _ => {
                self.at = start;
                None
            }
        }
    }

    /// Steps over `b"…"` or `br"…"`.
    pub(super) fn byte_string(&mut self) -> Option<Result<Cow<'t, [u8]>, Slip>> {
        match self.rest() {
            [b'b', b'"', ..] => Some(self.plain_bytes()),
            [b'b', b'r', b'"' | b'#', ..] => self
                .raw_string(2)
                .map(|raw| raw.map(|span| Cow::Borrowed(&self.text.as_bytes()[span]))),
            _ => None,
        }
    }

    fn plain_bytes(&mut self) -> Result<Cow<'t, [u8]>, Slip> {
        let open = self.at;
        self.at += 2;
        let mut value = Vec::new();
        loop {
            let from = self.at;
            self.at = self.string_stop(from);
            value.extend_from_slice(&self.bytes()[from..self.at]);
            match self.peek() {
                None => return Err(Slip::Unclosed(Span::new(open, open + 2))),
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Cow::Owned(value));
                }
                Some(_) if self.rest().starts_with(b"\\x") => {
                    let start = self.at;
                    self.at += 1;
                    value.push(self.hex(start)?);
                }
                Some(_) => {
                    let told = self.controls.len();
                    if let Some(it) = self.escape(false)? {
                        value.extend_from_slice(it.encode_utf8(&mut [0; 4]).as_bytes());
                    }
                    self.controls.truncate(told);
                }
            }
        }
    }

    /// Steps over `b'x'`, a number between 0 and 255.
    pub(super) fn byte(&mut self) -> Option<u8> {
        let start = self.at;
        self.at += 2;
        let byte = match self.rest() {
            [b'\\', b'x', ..] => {
                self.at += 1;
                self.hex(start).ok()
            }
            [b'\\', b'u', ..] => None,
            [b'\\', ..] => {
                let it = self.escape(true).ok().flatten();
                it.and_then(|it| u8::try_from(it).ok())
            }
            [byte, ..] if byte.is_ascii() => {
                self.at += 1;
                Some(*byte)
            }
            _ => None,
        };
        byte.filter(|_| self.eat(b'\''))
    }
}
