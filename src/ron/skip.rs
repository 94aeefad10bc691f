//! Stepping over values without reading them.
//!
//! A value that is stepped over is only matched: brackets, strings and comments. What stands open is
//! kept on a stack of our own, so a million brackets cost memory and not the machine's stack.

use std::ops::Range;

use super::fault::run_end;
use super::scan::{BLANK, PLAIN, Scanner, is};
use crate::source::Span;

/// How a broken element's end is found besides by its brackets.
#[derive(Clone, Copy)]
pub(super) struct Sync {
    /// How far the element's first character stands from the start of its line.
    column: usize,
    /// That character.
    first: u8,
}

/// Returns the bracket that closes `open`.
pub(super) fn closer(open: u8) -> u8 {
    match open {
        b'(' => b')',
        b'[' => b']',
        _ => b'}',
    }
}

impl Scanner<'_> {
    /// Steps over a value, up to the comma or bracket after it; `false` if its brackets do not match.
    pub(super) fn skip(&mut self) -> bool {
        let mut open = Vec::new();
        let mut end = self.at;
        loop {
            if !open.is_empty() && !self.within(&mut open, &mut end) {
                return false;
            }
            self.blanks();
            match self.peek() {
                None => break,
                Some(b',' | b')' | b']' | b'}') if open.is_empty() => break,
                Some(byte @ (b')' | b']' | b'}')) if open.pop() != Some(byte) => return false,
                Some(byte @ (b'(' | b'[' | b'{')) => open.push(closer(byte)),
                _ => {}
            }
            if !self.token() {
                return false;
            }
            end = self.at;
        }
        self.at = end;
        open.is_empty() && self.comment.is_none()
    }

    /// Steps over what is plain within brackets, up to the one that ends them or to what needs a closer look;
    /// `false` if brackets do not match or a string is never closed.
    fn within(&mut self, open: &mut Vec<u8>, end: &mut usize) -> bool {
        let bytes = self.bytes();
        loop {
            let start = self.at;
            self.at += bytes[start..].iter().take_while(|byte| is(**byte, PLAIN)).count();
            match bytes.get(self.at).copied() {
                Some(b'"') if !matches!(bytes[..self.at].last(), Some(b'r' | b'b')) => {
                    if !self.quoted_end() {
                        return false;
                    }
                }
                Some(byte @ (b'(' | b'[' | b'{')) => {
                    open.push(closer(byte));
                    self.at += 1;
                }
                Some(byte @ (b')' | b']' | b'}')) => {
                    if open.pop() != Some(byte) {
                        return false;
                    }
                    self.at += 1;
                    if open.is_empty() {
                        *end = self.at;
                        return true;
                    }
                }
                _ => {
                    // What begins here may have begun with letters: `r#"…"#`.
                    let word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
                    let word = bytes[start..self.at].iter().rev().take_while(|it| word(it)).count();
                    self.at -= word;
                    return true;
                }
            }
        }
    }

    /// Steps over one token of whatever kind; `false` if it is a string that is never closed.
    fn token(&mut self) -> bool {
        let Some(byte) = self.peek() else { return true };
        let start = self.at;
        let told = self.controls.len();
        let closed = match byte {
            b'"' => self.quoted_end(),
            b'\'' => self.character().is_none_or(|it| it.is_ok()) || self.step_over(start),
            b'r' | b'b' => match self.string().map(|it| it.is_ok()) {
                Some(closed) => closed,
                None => self.byte_string().is_none_or(|it| it.is_ok()),
            },
            _ => true,
        };
        self.controls.truncate(told);
        if self.at == start {
            self.at = self.name_end();
        }
        if self.at == start {
            self.step_over(start);
        }
        closed
    }

    fn step_over(&mut self, start: usize) -> bool {
        self.at = start + self.char_at(start).map_or(1, char::len_utf8);
        true
    }

    /// Steps over a string by its quotes alone.
    fn quoted_end(&mut self) -> bool {
        self.at += 1;
        while let Some(step) = memchr::memchr2(b'"', b'\\', self.rest()) {
            self.at += step + 1;
            if self.bytes()[self.at - 1] == b'"' {
                return true;
            }
            self.at = (self.at + 1).min(self.text.len());
        }
        self.at = self.text.len();
        false
    }

    /// Returns the end of the value at `start`: by its brackets if they match, else by guessing.
    pub(super) fn extent(&self, start: usize) -> usize {
        if let Some(end) = self.quoteless(start) {
            return end;
        }
        let mut ahead = Scanner::new(self.text, start);
        if ahead.skip() { ahead.at } else { self.tolerant_end(start, None).0 }
    }

    /// Returns the end of a value that lacks one of its quotes, so that every quote after it is wrong.
    fn quoteless(&self, start: usize) -> Option<usize> {
        let mut ahead = Scanner::new(self.text, start);
        if ahead.peek()? == b'"' {
            let closed = ahead.string()?.is_ok();
            let lines = self.text[start..ahead.at].contains('\n');
            return (lines && (!closed || ahead.glued())).then(|| self.blind_end(start + 1));
        }
        let plain = !b"([{,:)]}'".contains(&ahead.peek()?);
        let end = run_end(self.text, start);
        let prefix = ahead.string().is_some() || ahead.byte_string().is_some();
        (plain && !prefix && self.bytes().get(end) == Some(&b'"')).then(|| self.blind_end(start))
    }

    /// Returns whether a word begins right here.
    pub(super) fn glued(&self) -> bool {
        self.peek().is_some_and(|it| it.is_ascii_alphanumeric() || it >= 0x80)
    }

    /// Finds the comma or closing bracket that ends a value on its line, whatever quotes there are.
    pub(super) fn blind_end(&self, start: usize) -> usize {
        let mut depth = 0_usize;
        for (offset, byte) in self.bytes()[start..].iter().enumerate() {
            match byte {
                b'(' | b'[' | b'{' => depth += 1,
                b')' | b']' | b'}' if depth > 0 => depth -= 1,
                b'\n' | b',' | b')' | b']' | b'}' if depth == 0 || *byte == b'\n' => {
                    return start + offset;
                }
                _ => {}
            }
        }
        self.text.len()
    }

    /// Returns what the element at `start` is known by on its line, if it begins the line.
    pub(super) fn sync(&self, start: usize) -> Option<Sync> {
        let first = *self.bytes().get(start)?;
        // Only blanks are gone back over: on a line of fifty megabytes a million elements may be broken.
        let before = &self.bytes()[..start];
        let column = before.iter().rev().take_while(|it| is(**it, BLANK) && **it != b'\n').count();
        let begins = matches!(before[..start - column].last(), None | Some(b'\n'));
        begins.then_some(Sync { column, first })
    }

    fn line_start(&self, at: usize) -> usize {
        self.bytes()[..at].iter().rposition(|it| *it == b'\n').map_or(0, |it| it + 1)
    }

    /// Finds the end of a broken value: where its brackets end, a wrong one closing all up to its own
    /// opener, or where a line looks like the next element. Returns whether it was such a line.
    pub(super) fn tolerant_end(&self, start: usize, sync: Option<Sync>) -> (usize, bool) {
        let mut ahead = Scanner::new(self.text, start);
        let mut open = Vec::new();
        let mut end = start;
        loop {
            let from = ahead.at;
            ahead.blanks();
            let within = ahead.comment.is_some();
            if let Some(line) = self.next_element(from..ahead.at, sync, within) {
                return (self.trimmed(start, line), true);
            }
            match ahead.peek() {
                None => return (if open.is_empty() { end } else { self.text.len() }, false),
                Some(b',' | b')' | b']' | b'}') if open.is_empty() => return (end, false),
                Some(byte @ (b')' | b']' | b'}')) => {
                    match open.iter().rposition(|it| *it == byte) {
                        Some(level) => open.truncate(level),
                        // It closes something further out, so everything here was left open.
                        None if sync.is_none() || byte == b']' => return (end, false),
                        None => {}
                    }
                }
                Some(byte @ (b'(' | b'[' | b'{')) => open.push(closer(byte)),
                _ => {}
            }
            let from = ahead.at;
            ahead.token();
            end = ahead.at;
            if let Some(line) = self.next_element(from..end, sync, true) {
                return (self.trimmed(start, line), true);
            }
        }
    }

    /// Returns the first line in what was stepped over that looks like the next element.
    ///
    /// Lines within a string count, since it may be one that is never closed; lines within a comment
    /// count only if it is never closed, which `within` says.
    fn next_element(
        &self,
        stepped: Range<usize>,
        sync: Option<Sync>,
        within: bool,
    ) -> Option<usize> {
        let sync = sync?;
        let mut from = stepped.start;
        while let Some(step) = self.bytes()[from..stepped.end].iter().position(|it| *it == b'\n') {
            from += step + 1;
            let rest = &self.bytes()[from..];
            let column = rest.iter().take_while(|it| matches!(it, b' ' | b'\t')).count();
            let next = rest.get(column).is_some_and(|it| match it {
                b']' => column < sync.column,
                it if it.is_ascii_alphabetic() => {
                    column == sync.column && sync.first.is_ascii_alphabetic()
                }
                it => column == sync.column && *it == sync.first,
            });
            if next && (within || from + column == stepped.end) {
                return Some(from + column);
            }
        }
        None
    }

    /// Returns the end without the blanks and the comma before it.
    fn trimmed(&self, start: usize, end: usize) -> usize {
        let bytes = &self.bytes()[start..end];
        let kept = bytes.trim_ascii_end();
        let kept = kept.strip_suffix(b",").unwrap_or(kept);
        start + kept.len().max(usize::from(end > start))
    }

    /// Steps over a value of which only the place is wanted and returns the place.
    ///
    /// Nothing is told: whoever reads it later will tell. If its brackets do not match, it ends
    /// with the first line that begins with `]` no further in than its own line, or with the text.
    pub(super) fn raw(&mut self) -> Span {
        let start = self.at;
        let mut ahead = Scanner::new(self.text, start);
        self.at = if ahead.skip() { ahead.at } else { self.end_by_lines(start) };
        Span::new(start, self.at)
    }

    fn end_by_lines(&self, start: usize) -> usize {
        let line = self.line_start(start);
        let indent = |at: usize| {
            self.bytes()[at..].iter().take_while(|it| matches!(it, b' ' | b'\t')).count()
        };
        let own = indent(line);
        let mut at = start;
        while let Some(step) = self.bytes()[at..].iter().position(|it| *it == b'\n') {
            at += step + 1;
            let column = indent(at);
            if column <= own && self.bytes().get(at + column) == Some(&b']') {
                return at + column + 1;
            }
        }
        self.text.len()
    }
}
