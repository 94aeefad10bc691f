use unicode_width::UnicodeWidthStr;

use super::{Tone, Words, visible::visible};

/// Words that can be drawn: what they say is visible, and each character knows its tone.
///
/// This is the one place where the words of a page become text, so nothing gets past [`visible`].
#[derive(Debug, Clone, Default)]
pub(super) struct Cell {
    /// The text, in one line.
    pub(super) text: String,
    /// The tones with the number of characters each holds for, blanks left out.
    pub(super) tones: Vec<(Tone, usize)>,
}

impl Cell {
    /// Returns words as they can be drawn.
    pub(super) fn new(words: &Words) -> Self {
        let mut res = Cell::default();
        for piece in &words.pieces {
            let text = visible(&piece.text);
            let inked = text.chars().filter(|character| !character.is_whitespace()).count();
            res.tones.push((piece.tone, inked));
            res.text.push_str(&text);
        }
        res
    }

    /// Returns the words with `tone` where they have none of their own.
    pub(super) fn with_default(words: &Words, tone: Tone) -> Self {
        let mut res = Cell::new(words);
        for (own, _) in &mut res.tones {
            if *own == Tone::Plain {
                *own = tone;
            }
        }
        res
    }

    /// Moves the text to the right, with blanks at which it does not wrap.
    pub(super) fn indent(&mut self, blanks: usize) {
        self.text.insert_str(0, &"\u{a0}".repeat(blanks));
    }

    /// Returns how many cells of the screen the text takes.
    pub(super) fn width(&self) -> usize {
        self.text.width()
    }

    /// Returns how many cells its longest word takes.
    pub(super) fn longest_word(&self) -> usize {
        self.text.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0)
    }
}
