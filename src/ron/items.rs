//! The elements of a list, one at a time, with recovery at the next one.
//!
//! A dispatch may hold a million events: only one lives here at a time. An element is first read
//! without knowing where it ends. If that fails, its end is looked for, by brackets and by the look of
//! the lines, and it is read again within its bounds, so that a bracket or quote left open costs one
//! element and its faults are told where they are.

use std::marker::PhantomData;

use serde::Deserialize;

use super::de::De;
use super::log::Log;
use super::scan::Scanner;
use super::{Limits, Part};
use crate::source::{Diagnostic, FileIx, Span};

/// One element of a list.
#[derive(Debug)]
pub struct Item<T> {
    /// Its place; for what is wrong between elements, the place of that.
    pub span: Span,
    /// The element; it may stand beside faults as in [`Read`](super::Read).
    pub value: Option<T>,
    /// What was wrong with it, in the order of places.
    pub faults: Vec<Diagnostic>,
}

/// Reads the elements of the list at `span` (`[a, b]`), one by one.
///
/// Every fault is in an item, also what is wrong with the list itself.
pub fn items<'a, T: Deserialize<'a>>(
    file: FileIx,
    text: &'a str,
    span: Span,
    limits: &Limits,
) -> Items<'a, T> {
    let text = text.get(..span.end as usize).unwrap_or(text);
    Items {
        file,
        scan: Scanner::new(text, (span.start as usize).min(text.len())),
        limits: *limits,
        state: State::Before,
        wasted: 0,
        told: false,
        of: PhantomData,
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// The `[` is still to come.
    Before,
    /// Whether an element may follow, and the place of the `[`.
    Within { comma: bool, open: usize },
    /// Nothing more.
    After,
}

/// The elements of a list; see [`items`].
pub struct Items<'a, T> {
    file: FileIx,
    scan: Scanner<'a>,
    limits: Limits,
    state: State,
    /// How many bytes were read beyond the elements they belong to.
    wasted: usize,
    /// Whether anything was wrong so far.
    told: bool,
    of: PhantomData<fn() -> T>,
}

impl<'a, T: Deserialize<'a>> Iterator for Items<'a, T> {
    type Item = Item<T>;

    fn next(&mut self) -> Option<Item<T>> {
        let mut log = Log::new(self.file);
        self.scan.blanks();
        let item = match self.state {
            State::After => return None,
            State::Before => match self.enter(&mut log) {
                Some(item) => Some(item),
                None => return self.next(),
            },
            State::Within { comma, open } => self.within(comma, open, &mut log),
        };
        log.scanned(&mut self.scan);
        let item = item.or_else(|| {
            // What was wrong with the blanks before the list's end still has to be told.
            let end = self.scan.at;
            (!log.faults.is_empty()).then(|| Item {
                span: Span::new(end, end),
                value: None,
                faults: Vec::new(),
            })
        });
        self.told |= !log.faults.is_empty();
        item.map(|item| Item { faults: log.sorted(), ..item })
    }
}

impl<'a, T: Deserialize<'a>> Items<'a, T> {
    /// Steps over the `[`; an item if there is none.
    fn enter(&mut self, log: &mut Log) -> Option<Item<T>> {
        let open = self.scan.at;
        if self.scan.eat(b'[') {
            self.state = State::Within { comma: true, open };
            return None;
        }
        self.state = State::After;
        log.hard(log.tell.wrong_type(&self.scan, "a list"));
        Some(self.between(open))
    }

    fn between(&self, start: usize) -> Item<T> {
        let end = (start + 1).min(self.scan.text.len()).max(start);
        Item { span: Span::new(start, end), value: None, faults: Vec::new() }
    }

    fn within(&mut self, comma: bool, open: usize, log: &mut Log) -> Option<Item<T>> {
        let at = self.scan.at;
        let Some(byte) = self.scan.peek() else {
            return Some(self.unclosed(open, log));
        };
        match byte {
            b']' => {
                self.state = State::After;
                self.scan.at += 1;
                let mut ahead = self.scan.clone();
                ahead.blanks();
                // What was told before may be why the list seems to end here.
                (ahead.peek().is_some() && !self.told).then(|| {
                    log.hard(log.tell.after_list(&ahead));
                    self.between(ahead.at)
                })
            }
            b')' | b'}' | b',' => {
                self.scan.at += 1;
                self.state = State::Within { comma: true, open };
                let message = match byte {
                    b',' => "a value is missing before this `,`".to_owned(),
                    byte => format!("this `{}` closes nothing", char::from(byte)),
                };
                log.hard(log.tell.unexpected(message, Span::new(at, at + 1), ""));
                let item = self.between(at);
                if byte != b',' {
                    self.scan.blanks();
                    self.scan.eat(b',');
                }
                Some(item)
            }
            _ if !comma => {
                self.state = State::Within { comma: true, open };
                let before = self.scan.before;
                log.hard(log.tell.insert("a `,` is missing here".to_owned(), before, ","));
                Some(Item { span: Span::new(before, before), value: None, faults: Vec::new() })
            }
            _ => Some(self.element(open, log)),
        }
    }

    fn unclosed(&mut self, open: usize, log: &mut Log) -> Item<T> {
        self.state = State::After;
        let before = self.scan.before;
        if self.scan.comment.is_none() {
            let met = (None, Span::new(before, before));
            log.hard(log.tell.unclosed(Span::new(open, open + 1), b'[', met, before));
        }
        self.between(open)
    }

    fn element(&mut self, open: usize, log: &mut Log) -> Item<T> {
        let start = self.scan.at;
        let fence = start.saturating_add(self.limits.value);
        let part = Part { text: self.scan.text, start, fence, document: false };
        if let Some((value, end)) = part.plain(&self.limits) {
            return self.leave(open, start, (end, false), Some(value));
        }
        if self.wasted <= self.scan.text.len().saturating_mul(4) {
            let mut trial = Log::new(self.file);
            let (value, end) = part.trial(&self.limits, &mut trial);
            if let Some(value) = value.filter(|_| !trial.hard && end - start <= self.limits.value) {
                trial.faults.into_iter().for_each(|fault| log.soft(fault));
                return self.leave(open, start, (end, false), Some(value));
            }
            self.wasted += end - start;
        }
        let (end, line) = self.scan.tolerant_end(start, self.scan.sync(start));
        // Something is stepped over in any case, or the same fault would be met for ever.
        let least = start + self.scan.char_at(start).map_or(1, char::len_utf8);
        let end = end.max(least);
        let value = Part { text: &self.scan.text[..end], ..part }.read(&self.limits, log);
        if end - start > self.limits.value && !log.hard {
            let message = format!("this item is longer than {} bytes", self.limits.value);
            log.hard(log.tell.too_large(message, Span::new(start, start + 1), "event=16M"));
        }
        let value = value.filter(|_| !log.hard);
        self.leave(open, start, (end, line), value)
    }

    fn leave(
        &mut self,
        open: usize,
        start: usize,
        end: (usize, bool),
        value: Option<T>,
    ) -> Item<T> {
        self.scan.at = end.0;
        self.scan.blanks();
        // After a broken element that a line ended, its comma is lost with it.
        let comma = self.scan.eat(b',') || end.1;
        self.state = State::Within { comma, open };
        Item { span: Span::new(start, end.0), value, faults: Vec::new() }
    }
}

impl<'a> Part<'a> {
    /// Reads a value that may be followed by something, in one round; also returns where it ended.
    fn trial<T: Deserialize<'a>>(self, limits: &Limits, log: &mut Log) -> (Option<T>, usize) {
        let mut de = De::new(Scanner::new(self.text, self.start), limits, self.fence, log);
        let value = T::deserialize(&mut de).ok();
        let end = de.scan.at;
        let De { mut scan, log, .. } = de;
        log.hard |= value.is_none();
        log.scanned(&mut scan);
        (value, end)
    }
}
