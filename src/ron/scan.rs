//! The scanner: blanks, comments, names and brackets, on bytes.
//!
//! Everything that looks at the text goes through here, so that there is one idea of what a blank or
//! a name is, and one place to make fast. Characters are decoded only where a byte is not ASCII.

use crate::source::Span;

/// The most control characters that are told of one text; the rest is more of the same.
const MOST_CONTROLS: usize = 16;

pub(super) const BLANK: u8 = 1;
const NAME_START: u8 = 2;
const NAME: u8 = 4;
const RAW_NAME: u8 = 8;
const CONTROL: u8 = 16;
pub(super) const HIGH: u8 = 32;
/// Where a plain run of a string may end: quotes, escapes, and what may be a control character.
pub(super) const STRING_STOP: u8 = 64;
/// What says nothing of where a value ends: blanks, names, numbers, and what stands between values.
pub(super) const PLAIN: u8 = 128;

const fn class(byte: u8) -> u8 {
    let mut bits = 0;
    if matches!(byte, b' ' | b'\t' | b'\n' | b'\r') {
        bits |= BLANK;
    }
    if byte.is_ascii_alphabetic() || byte == b'_' {
        bits |= NAME_START;
    }
    if byte.is_ascii_alphanumeric() || byte == b'_' {
        bits |= NAME | RAW_NAME;
    }
    if matches!(byte, b'.' | b'+' | b'-') {
        bits |= RAW_NAME;
    }
    if byte.is_ascii_control() && !matches!(byte, b'\t' | b'\n' | b'\r') {
        bits |= CONTROL | STRING_STOP;
    }
    if matches!(byte, b' ' | b'\t' | b'\n' | b',' | b':' | b'.' | b'+' | b'-' | b'_')
        || byte.is_ascii_alphanumeric()
    {
        bits |= PLAIN;
    }
    if byte >= 0x80 {
        bits |= HIGH;
    }
    // 0xC2 begins the two bytes of U+0080 to U+009F, the other control characters.
    if matches!(byte, b'"' | b'\\' | b'\r' | 0xC2) {
        bits |= STRING_STOP;
    }
    bits
}

const CLASSES: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        #[expect(clippy::cast_possible_truncation, reason = "the loop ends at 255")]
        let it = class(byte as u8);
        table[byte] = it;
        byte += 1;
    }
    table
};

/// Returns whether a byte has one of the properties in `bits`.
pub(super) fn is(byte: u8, bits: u8) -> bool {
    CLASSES[byte as usize] & bits != 0
}

/// Returns how many spaces, tabs and line breaks a text begins with. Lines are mostly indented by many, so
/// that spaces are counted eight at a time.
fn plain_blanks(text: &[u8]) -> usize {
    const SPACES: u64 = u64::from_le_bytes(*b"        ");
    let mut at = 0;
    loop {
        while let Some(eight) = text[at..].first_chunk() {
            let other = u64::from_le_bytes(*eight) ^ SPACES;
            at += other.trailing_zeros() as usize / 8;
            if other != 0 {
                break;
            }
        }
        match text.get(at) {
            Some(b' ' | b'\n' | b'\t') => at += 1,
            _ => return at,
        }
    }
}

/// A place in a text that moves forward over it.
#[derive(Clone)]
pub(super) struct Scanner<'t> {
    /// The text up to where this scanner may look; offsets are those of the whole text.
    pub(super) text: &'t str,
    /// The next byte.
    pub(super) at: usize,
    /// The byte after the last token, before the blanks that were stepped over last.
    pub(super) before: usize,
    /// Where the last blanks ended: stepping over them twice must not move `before`.
    after: usize,
    /// The control characters met.
    pub(super) controls: Vec<Span>,
    /// The opening of a comment that is never closed; `at` is the end of the text then.
    pub(super) comment: Option<Span>,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        Scanner { text, at, before: at, after: usize::MAX, controls: Vec::new(), comment: None }
    }

    pub(super) fn bytes(&self) -> &'t [u8] {
        self.text.as_bytes()
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.bytes().get(self.at).copied()
    }

    pub(super) fn rest(&self) -> &'t [u8] {
        &self.bytes()[self.at..]
    }

    /// Steps over one byte if it is the one asked for.
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    pub(super) fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// Steps over blanks and comments.
    pub(super) fn blanks(&mut self) {
        if self.at != self.after {
            self.before = self.at;
        }
        self.at += plain_blanks(self.rest());
        let may_be = |byte: &u8| is(*byte, BLANK | CONTROL | HIGH) || *byte == b'/';
        while let Some(byte) = self.peek().filter(may_be) {
            let blank = match byte {
                b'/' => self.comment(),
                b' ' | b'\t' | b'\n' => {
                    self.at += plain_blanks(self.rest());
                    true
                }
                _ => self.odd_blank(),
            };
            if !blank {
                break;
            }
        }
        self.after = self.at;
    }

    /// Steps over a blank that is not plain ASCII, and over control characters, which are told.
    fn odd_blank(&mut self) -> bool {
        let Some(it) = self.char_at(self.at) else { return false };
        let blank = matches!(it, '\u{200E}' | '\u{200F}' | '\u{2028}' | '\u{2029}');
        if !it.is_control() && !blank {
            return false;
        }
        self.look_at_control(self.at);
        self.at += it.len_utf8();
        true
    }

    /// Tells the character at `at` if it is a control character that a text may not hold.
    pub(super) fn look_at_control(&mut self, at: usize) {
        let Some(it) = self.char_at(at) else { return };
        let ends_line = it == '\r' && self.bytes().get(at + 1) == Some(&b'\n');
        if it.is_control() && !matches!(it, '\n' | '\t') && !ends_line {
            self.tell_control(Span::new(at, at + it.len_utf8()));
        }
    }

    pub(super) fn tell_control(&mut self, span: Span) {
        if self.controls.len() < MOST_CONTROLS && !self.controls.contains(&span) {
            self.controls.push(span);
        }
    }

    /// Looks for control characters in what was stepped over quickly.
    pub(super) fn look_through(&mut self, from: usize, to: usize) {
        for at in from..to {
            let byte = self.bytes()[at];
            if byte == b'\r' || byte == 0xC2 || is(byte, CONTROL) {
                self.look_at_control(at);
            }
        }
    }

    fn comment(&mut self) -> bool {
        let start = self.at;
        match self.bytes().get(start + 1) {
            Some(b'/') => {
                let length = self.rest().iter().position(|byte| *byte == b'\n');
                self.at = length.map_or(self.text.len(), |length| start + length);
            }
            Some(b'*') => {
                self.at += 2;
                if !self.block_comment() {
                    self.comment = Some(Span::new(start, start + 2));
                    self.at = self.text.len();
                }
            }
            _ => return false,
        }
        self.look_through(start, self.at);
        true
    }

    fn block_comment(&mut self) -> bool {
        let mut level = 1;
        while let Some(length) = self.rest().iter().position(|it| matches!(it, b'/' | b'*')) {
            self.at += length;
            match self.rest() {
                [b'/', b'*', ..] => (self.at, level) = (self.at + 2, level + 1),
                [b'*', b'/', ..] => (self.at, level) = (self.at + 2, level - 1),
                _ => self.at += 1,
            }
            if level == 0 {
                return true;
            }
        }
        false
    }

    /// Returns the end of the name that starts at the next byte, `at` itself if none does.
    pub(super) fn name_end(&self) -> usize {
        let Some(first) = self.peek() else { return self.at };
        let starts = is(first, NAME_START)
            || (is(first, HIGH) && self.char_at(self.at).is_some_and(char::is_alphabetic));
        if !starts || self.string_starts() {
            return self.at;
        }
        if self.rest().starts_with(b"r#") {
            let raw = self.run(self.at + 2, RAW_NAME);
            return if raw == self.at + 2 { self.at } else { raw };
        }
        self.run(self.at, NAME)
    }

    fn run(&self, from: usize, bits: u8) -> usize {
        let plain = self.bytes()[from..].iter().take_while(|byte| is(**byte, bits)).count();
        let mut at = from + plain;
        while let Some(byte) = self.bytes().get(at) {
            if is(*byte, bits) {
                at += 1;
            } else if is(*byte, HIGH) {
                match self.char_at(at).filter(|it| it.is_alphanumeric()) {
                    Some(it) => at += it.len_utf8(),
                    None => break,
                }
            } else {
                break;
            }
        }
        at
    }

    /// Returns whether the letter here is the prefix of a string or byte literal, not of a name.
    fn string_starts(&self) -> bool {
        matches!(
            self.rest(),
            [b'b', b'"' | b'\'', ..]
                | [b'b', b'r', b'"' | b'#', ..]
                | [b'r', b'"', ..]
                | [b'r', b'#', b'"' | b'#', ..]
        )
    }

    /// Steps over a name and returns it without its `r#`.
    pub(super) fn name(&mut self) -> Option<&'t str> {
        let (start, end) = (self.at, self.name_end());
        if start == end {
            return None;
        }
        self.at = end;
        let name = &self.text[start..end];
        Some(name.strip_prefix("r#").unwrap_or(name))
    }

    /// Steps over exactly this word, if the name here is no longer one.
    pub(super) fn word(&mut self, word: &str) -> bool {
        let found = self.rest().starts_with(word.as_bytes())
            && self.run(self.at + word.len(), NAME) == self.at + word.len();
        if found {
            self.at += word.len();
        }
        found
    }

    /// Returns whether a struct's `name:` follows, or `name =`, which is meant as one.
    pub(super) fn field_follows(&self) -> bool {
        let mut ahead = Scanner::new(self.text, self.at);
        ahead.name().is_some() && {
            ahead.blanks();
            matches!(ahead.peek(), Some(b':' | b'='))
        }
    }
}
