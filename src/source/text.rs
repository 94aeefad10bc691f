use std::fmt;
use std::sync::{Arc, OnceLock};

use borsh::{BorshDeserialize, BorshSerialize};

use super::Limits;

/// A range of bytes of one text. Half open: `end` is the first byte after it.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    BorshSerialize,
    BorshDeserialize,
)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// Returns the span of the bytes `start..end`.
    ///
    /// # Panics
    /// Texts over 4 GiB are refused where they are read, so an offset always fits.
    pub fn new(start: usize, end: usize) -> Self {
        let narrow = |offset: usize| u32::try_from(offset).expect("a text is under 4 GiB");
        Span { start: narrow(start), end: narrow(end) }
    }

    /// Returns the range to slice a text with.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// The number of a text in its [`Texts`].
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize,
)]
pub struct FileIx(pub u32);

/// Bytes of one of several texts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize,
)]
pub struct Place {
    /// Which text.
    pub file: FileIx,
    /// Which bytes of it.
    pub span: Span,
}

/// A line and a column as people count them: from 1, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The character of the line.
    pub column: usize,
}

/// One text under the name its reader knows it by.
#[derive(Debug)]
pub struct Text {
    /// The path as it is shown.
    pub name: String,
    content: OnceLock<Arc<String>>,
    later: Option<Later>,
    /// Where each line begins; made when the first place is asked for.
    lines: OnceLock<Vec<usize>>,
    /// How many characters there are before each block.
    letters: OnceLock<Vec<usize>>,
}

/// How many bytes are counted at once.
const BLOCK: usize = 4096;

/// What returns the words of a text once somebody asks for them.
struct Later(Box<dyn Fn() -> String + Send + Sync>);

impl fmt::Debug for Later {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Later")
    }
}

impl Text {
    /// Returns a text called `name`.
    pub fn new(name: impl Into<String>, content: impl Into<String>) -> Self {
        Text::of(name.into(), OnceLock::from(Arc::new(content.into())), None)
    }

    /// Returns a text called `name` whose words are fetched when somebody asks for them: most answers
    /// are made without reading most texts again.
    pub fn later(
        name: impl Into<String>,
        fetch: impl Fn() -> String + Send + Sync + 'static,
    ) -> Self {
        Text::of(name.into(), OnceLock::new(), Some(Later(Box::new(fetch))))
    }

    fn of(name: String, content: OnceLock<Arc<String>>, later: Option<Later>) -> Text {
        Text { name, content, later, lines: OnceLock::new(), letters: OnceLock::new() }
    }

    /// Returns what the file says.
    pub fn content(&self) -> &str {
        self.content.get_or_init(|| self.fetch())
    }

    fn fetch(&self) -> Arc<String> {
        Arc::new(self.later.as_ref().map_or(String::new(), |later| (later.0)()))
    }

    /// Returns the same text with its words, which go with it if they were not asked for before.
    fn fresh(&self) -> Text {
        let content = self.content.get().cloned().unwrap_or_else(|| self.fetch());
        Text::of(self.name.clone(), OnceLock::from(content), None)
    }

    /// Returns the line and column of a byte; offsets past the end count as the end.
    pub fn position(&self, offset: u32) -> Position {
        let mut offset = (offset as usize).min(self.content().len());
        while !self.content().is_char_boundary(offset) {
            offset -= 1;
        }
        let starts = self.line_starts();
        let line = starts.partition_point(|start| *start <= offset);
        let column = self.letters_before(offset) - self.letters_before(starts[line - 1]) + 1;
        Position { line, column }
    }

    /// Returns the bytes of line `line` (from 1), its line break left out.
    pub fn line_span(&self, line: usize) -> Span {
        let starts = self.line_starts();
        let begin = starts[line - 1];
        let end = starts.get(line).map_or(self.content().len(), |next| next - 1);
        let end = if self.content()[begin..end].ends_with('\r') { end - 1 } else { end };
        Span::new(begin, end)
    }

    /// Returns how many characters there are before a byte: O(1), however long its line is, since a line of
    /// fifty megabytes may have a million faults.
    fn letters_before(&self, offset: usize) -> usize {
        let begins = |byte: &u8| byte & 0xC0 != 0x80;
        let count = |bytes: &[u8]| bytes.iter().filter(|byte| begins(byte)).count();
        let bytes = self.content().as_bytes();
        let blocks = self.letters.get_or_init(|| {
            let mut before = 0;
            let mut sums = vec![0];
            for block in bytes.chunks(BLOCK) {
                before += count(block);
                sums.push(before);
            }
            sums
        });
        let block = offset / BLOCK;
        blocks[block] + count(&bytes[block * BLOCK..offset])
    }

    fn line_starts(&self) -> &[usize] {
        self.lines.get_or_init(|| {
            let breaks = self.content().bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
            std::iter::once(0).chain(breaks.map(|(at, _)| at + 1)).collect()
        })
    }
}

/// The texts that were read, by number.
#[derive(Debug, Default)]
pub struct Texts {
    all: Vec<Text>,
    /// The number of the first of them.
    first: u32,
    /// How large things in them may be.
    pub limits: Limits,
}

impl Texts {
    /// Adds a text and returns its number.
    ///
    /// # Panics
    /// Panics at the 2^32nd text; no folder holds as many files.
    pub fn add(&mut self, text: Text) -> FileIx {
        let index = u32::try_from(self.all.len()).expect("fewer than 2^32 files");
        self.all.push(text);
        FileIx(self.first + index)
    }

    /// Returns all texts, in the order in which they were added.
    pub fn all(&self) -> &[Text] {
        &self.all
    }

    /// Returns the text of that number.
    pub fn get(&self, file: FileIx) -> &Text {
        &self.all[(file.0 - self.first) as usize]
    }

    /// Returns the texts from one to another, by the same numbers, with their words: these are let go with
    /// what is returned, so that whoever goes through many texts need not hold all of them.
    #[must_use]
    pub fn fresh(&self, first: FileIx, last: FileIx) -> Texts {
        let all = (first.0..=last.0).map(|file| self.get(FileIx(file)).fresh()).collect();
        Texts { all, first: first.0, limits: self.limits }
    }

    /// Returns the words at a place.
    pub fn slice(&self, place: Place) -> &str {
        &self.get(place.file).content()[place.span.range()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_from_one() {
        let text = Text::new("a.ron", "Київ: \"x\"\r\nzwei");
        assert_eq!(text.position(0), Position { line: 1, column: 1 });
        assert_eq!(text.position(10), Position { line: 1, column: 7 });
        assert_eq!(text.position(15), Position { line: 2, column: 1 });
        assert_eq!(text.position(999), Position { line: 2, column: 5 });
        let long = Text::new("b.ron", "é".repeat(BLOCK) + "\n" + &"x".repeat(BLOCK));
        assert_eq!(long.position(8192), Position { line: 1, column: 4097 });
        assert_eq!(long.position(12289), Position { line: 2, column: 4097 });
        assert_eq!(text.line_span(1), Span::new(0, 13));
        assert_eq!(text.line_span(2), Span::new(15, 19));
    }
}
