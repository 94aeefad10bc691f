use std::ops::Range;

use unicode_width::UnicodeWidthStr;

use crate::source::{Position, Span, Text};

use super::crop::{Sight, crop};
use super::visible::{Eye, Seen, visible};

/// How a tab is shown in an excerpt.
pub(super) const TAB: &str = "    ";

/// What stands for a part of a line that is left out.
const OMISSION: &str = " … ";

/// A span over more lines than this is shown by its first line.
pub(super) const MOST_LINES: usize = 12;

/// A place in a text that can be shown: its ends are between characters of lines that exist.
#[derive(Debug, Clone)]
pub(super) struct Target {
    /// The bytes in the text.
    pub(super) range: Range<usize>,
    /// Where it begins, as people count.
    pub(super) position: Position,
    /// The lines it is on.
    pub(super) lines: Range<usize>,
    /// How many cells the words about it take.
    pub(super) words: usize,
}

impl Target {
    /// Returns what can be shown of a span, whatever its numbers are.
    pub(super) fn new(text: &Text, span: Span, words: &str) -> Self {
        let (start, position) = settle(text, span.start);
        let (end, last) = settle(text, span.end.max(span.start));
        let mut res = Target {
            range: start..end.max(start),
            position,
            lines: position.line..last.line.max(position.line) + 1,
            words: visible(words).width() + 1,
        };
        res.drop_final_breaks(text);
        res
    }

    /// Returns the same place, or the part on its first line if it is on too many to be shown.
    pub(super) fn shortened(mut self, text: &Text) -> Self {
        if self.lines.len() > MOST_LINES {
            let line = text.line_span(self.position.line).range();
            self.range.end = line.end.max(self.range.start);
            self.lines.end = self.lines.start + 1;
        }
        self
    }

    /// A span that ends with a line break would seem to reach into the line after it.
    fn drop_final_breaks(&mut self, text: &Text) {
        let words = text.content()[self.range.clone()].trim_end_matches(['\r', '\n']);
        let end = self.range.start + words.len();
        if end < self.range.end {
            let (end, last) = settle(text, Span::new(end, end).end);
            self.range.end = end;
            self.lines.end = last.line + 1;
        }
    }
}

/// Returns the nearest place between two characters of a line, its line break left out.
fn settle(text: &Text, offset: u32) -> (usize, Position) {
    let mut at = (offset as usize).min(text.content().len());
    while !text.content().is_char_boundary(at) {
        at -= 1;
    }
    let mut position = text.position(Span::new(at, at).start);
    let end = text.line_span(position.line).range().end;
    if at > end {
        // Between the two characters of a Windows line break.
        position.column -= 1;
        at = end;
    }
    (at, position)
}

/// A few lines of a text as they can be shown, and where the targets are in them.
#[derive(Debug)]
pub(super) struct Excerpt {
    /// The lines, cropped and visible.
    pub(super) source: String,
    /// The number of the first one.
    pub(super) line_start: usize,
    /// The targets, in the order they were given, as bytes of `source`. None of them is empty, unless
    /// it was asked for.
    pub(super) ranges: Vec<Range<usize>>,
}

impl Excerpt {
    /// Cuts the lines of the targets out of a text; a line is about `room` cells wide.
    ///
    /// An empty target becomes as wide as a character, since there is nothing to see otherwise.
    pub(super) fn pointing(text: &Text, targets: &[Target], room: usize) -> Self {
        let mut cut = Cut::new(text, targets, room);
        cut.padded = true;
        cut.lines();
        let ranges = targets.iter().map(|target| {
            let range = cut.find(&target.range);
            let next = cut.source[range.start..].chars().next().map_or(0, char::len_utf8);
            range.start..range.end.max(range.start + next)
        });
        let ranges = ranges.collect();
        cut.done(ranges)
    }

    /// Cuts the lines of a target out of a text to be changed there; it may be empty.
    pub(super) fn changing(text: &Text, target: &Target, room: usize) -> Self {
        let mut cut = Cut::new(text, std::slice::from_ref(target), room);
        cut.lines();
        let range = cut.find(&target.range);
        cut.done(vec![range])
    }
}

/// An excerpt that is being made.
struct Cut<'a> {
    text: &'a Text,
    targets: &'a [Target],
    room: usize,
    /// Whether there is a blank after a line that is pointed at behind its end.
    padded: bool,
    source: String,
    /// Bytes of the text and where they are in `source`, both ascending.
    marks: Vec<(usize, usize)>,
}

impl<'a> Cut<'a> {
    fn new(text: &'a Text, targets: &'a [Target], room: usize) -> Self {
        Cut { text, targets, room, padded: false, source: String::new(), marks: Vec::new() }
    }

    fn first(&self) -> usize {
        self.targets.iter().map(|target| target.lines.start).min().unwrap_or(1)
    }

    fn lines(&mut self) {
        let after = self.targets.iter().map(|target| target.lines.end).max().unwrap_or(2);
        for line in self.first()..after {
            if line > self.first() {
                self.source.push('\n');
            }
            self.line(self.text.line_span(line).range());
        }
    }

    fn line(&mut self, line: Range<usize>) {
        let words = &self.text.content()[line.clone()];
        let sights: Vec<Sight> = self.sights(&line);
        let parts = crop(words, &sights, self.room);
        let (head, tail) = (parts.first().map_or(0, |part| part.start), parts.last().cloned());
        if head > 0 {
            self.source.push_str(OMISSION.trim_start());
        }
        for (index, part) in parts.into_iter().enumerate() {
            if index > 0 {
                self.source.push_str(OMISSION);
            }
            self.part(line.start + part.start..line.start + part.end);
        }
        if tail.is_none_or(|part| part.end < words.len()) {
            self.source.push_str(OMISSION.trim_end());
        }
        if self.padded && self.targets.iter().any(|target| target.range.start == line.end) {
            self.source.push(' ');
        }
    }

    /// Returns the places on a line, those of a target over several lines by its ends only.
    fn sights(&self, line: &Range<usize>) -> Vec<Sight> {
        let on = |at: usize| line.start <= at && at <= line.end;
        let mut res = Vec::new();
        for Target { range, words, .. } in self.targets {
            let within = |at: usize| at - line.start;
            match (on(range.start), on(range.end)) {
                (true, true) => {
                    let range = within(range.start)..within(range.end);
                    res.push(Sight { range, words: *words });
                }
                (true, false) => {
                    res.push(Sight { range: within(range.start)..within(range.start), words: 0 });
                }
                (false, true) => {
                    res.push(Sight { range: within(range.end)..within(range.end), words: *words });
                }
                (false, false) => {}
            }
        }
        res
    }

    fn part(&mut self, part: Range<usize>) {
        let mut eye = Eye::default();
        for (at, character) in self.text.content()[part.clone()].char_indices() {
            self.marks.push((part.start + at, self.source.len()));
            match eye.see(character) {
                Seen::Kept => self.source.push(character),
                Seen::Tab => self.source.push_str(TAB),
                Seen::Break => self.source.push(' '),
                Seen::Escaped => self.source.extend(character.escape_unicode()),
            }
        }
        self.marks.push((part.end, self.source.len()));
    }

    fn find(&self, range: &Range<usize>) -> Range<usize> {
        let find = |at: usize| {
            let index = self.marks.partition_point(|(offset, _)| *offset < at);
            self.marks.get(index).map_or(self.source.len(), |(_, found)| *found)
        };
        // A part that follows an omission begins with a mark of its own.
        let start = find(range.start);
        start..find(range.end).max(start)
    }

    fn done(self, ranges: Vec<Range<usize>>) -> Excerpt {
        Excerpt { line_start: self.first(), source: self.source, ranges }
    }
}
