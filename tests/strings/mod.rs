//! The strings of a text in RON: where they are, and what may be put into them.

use std::ops::Range;

/// What stands between the quotes of a string.
#[derive(Debug, Clone)]
pub(crate) struct Literal {
    start: usize,
    end: usize,
}

impl Literal {
    pub(crate) fn words<'t>(&self, text: &'t str) -> &'t str {
        &text[self.range()]
    }

    /// Returns whether escapes say nothing in it.
    pub(crate) fn is_raw(&self, text: &str) -> bool {
        text[..self.start].ends_with("#\"") || text[..self.start].ends_with("r\"")
    }

    /// Returns the place after its first letter.
    pub(crate) fn inside(&self, text: &str) -> usize {
        self.start + self.words(text).chars().next().map_or(0, char::len_utf8)
    }

    fn range(&self) -> Range<usize> {
        self.start..self.end
    }
}

/// Returns every string of a text that is sound.
pub(crate) fn literals(text: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    let mut at = 0;
    let from = |at: usize, what: &str| text[at..].find(what).map_or(text.len(), |it| at + it);
    while at < text.len() {
        let rest = &text[at..];
        if rest.starts_with("//") {
            at = from(at, "\n");
        } else if rest.starts_with("/*") {
            at = comment(text, at);
        } else if rest.starts_with("r#\"") {
            let end = from(at + 3, "\"#");
            found.push(Literal { start: at + 3, end });
            at = end + 2;
        } else if rest.starts_with('"') {
            let end = quote(text, at + 1);
            found.push(Literal { start: at + 1, end });
            at = end + 1;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    found
}

/// Returns the end of a comment, in which others may lie.
fn comment(text: &str, start: usize) -> usize {
    let (mut at, mut open) = (start, 0);
    loop {
        let rest = &text[at..];
        match (rest.starts_with("/*"), rest.starts_with("*/")) {
            (true, _) => (at, open) = (at + 2, open + 1),
            (_, true) => (at, open) = (at + 2, open - 1),
            _ => at += rest.chars().next().map_or(1, char::len_utf8),
        }
        if open == 0 || at >= text.len() {
            return at;
        }
    }
}

fn quote(text: &str, start: usize) -> usize {
    let mut escaped = false;
    for (at, byte) in text[start..].bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return start + at,
            _ => {}
        }
    }
    text.len()
}

/// Returns the text with something put into one string, after its first letter.
pub(crate) fn with_each(text: &str, literal: &Literal, put: &str) -> String {
    let at = literal.inside(text);
    format!("{}{put}{}", &text[..at], &text[at..])
}

/// Returns the text with something put at the end of every string of which there is anything to put.
pub(crate) fn with_every(text: &str, put: impl Fn(&str) -> Option<String>) -> String {
    let mut res = String::new();
    let mut at = 0;
    for literal in literals(text) {
        res.push_str(&text[at..literal.end]);
        res.extend(put(literal.words(text)));
        at = literal.end;
    }
    res + &text[at..]
}
