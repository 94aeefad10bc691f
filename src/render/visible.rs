use std::borrow::Cow;

/// A character that text never holds once it is [`visible`], so that no one can forge it.
///
/// It marks places in what the drawing libraries return; it is replaced before anything leaves `render`.
pub(super) const MARK: char = '\u{e0001}';

/// What is to be done with a character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Seen {
    /// It is what it looks like.
    Kept,
    /// It is a tab.
    Tab,
    /// It is a line break.
    Break,
    /// It does something or hides something: its number is shown instead.
    Escaped,
}

/// Reads text from left to right and tells what each character is.
///
/// Joiners and variation selectors are invisible, yet Persian, the scripts of India and emoji cannot be
/// written without them. They are kept where they have something to join, after a character of such a
/// script, and once; among Latin, Greek or Cyrillic letters they could only make two names look alike.
#[derive(Debug, Default)]
pub(super) struct Eye {
    before: Before,
}

/// What stands before a character, as far as joiners care.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing that could be joined.
    #[default]
    Other,
    /// A character that may be joined to the next or have its picture selected.
    Joinable,
    /// A selector, after which many emoji have a joiner.
    Selector,
}

impl Eye {
    /// Tells what the next character is.
    pub(super) fn see(&mut self, character: char) -> Seen {
        let selects = matches!(character, '\u{fe00}'..='\u{fe0f}');
        let joins = matches!(character, '\u{200c}' | '\u{200d}');
        let kept = match self.before {
            _ if !selects && !joins => !hides(character),
            Before::Other => false,
            Before::Joinable => true,
            Before::Selector => joins,
        };
        self.before = match character {
            _ if !kept || joins => Before::Other,
            _ if selects => Before::Selector,
            _ if joinable(character) => Before::Joinable,
            _ => Before::Other,
        };
        match character {
            '\t' => Seen::Tab,
            '\n' => Seen::Break,
            _ if kept => Seen::Kept,
            _ => Seen::Escaped,
        }
    }
}

/// Returns whether a character belongs to a script or to pictures that use joiners or selectors.
///
/// Digits can have a selector too; they are legible without it.
fn joinable(character: char) -> bool {
    let latin_or_greek = matches!(character, '\u{1e00}'..='\u{1fff}');
    character >= '\u{590}' && !latin_or_greek && !character.is_whitespace()
        || matches!(character, '©' | '®')
}

/// Returns whether a character cannot be seen, or steers what is around it.
fn hides(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}' | '\u{200e}' | '\u{200f}'
            | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fdd0}'..='\u{fdef}' | '\u{fff0}'..='\u{fffb}'
            | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
        || u32::from(character) & 0xfffe == 0xfffe
}

/// Returns text of unknown origin as one line in which every character can be seen.
///
/// What would steer the terminal, turn the direction of writing or be invisible is shown by its number,
/// `\u{202e}`; a line break or tab becomes a blank.
pub fn visible(text: &str) -> Cow<'_, str> {
    let mut eye = Eye::default();
    if text.chars().all(|character| eye.see(character) == Seen::Kept) {
        return Cow::Borrowed(text);
    }
    let mut eye = Eye::default();
    let mut res = String::with_capacity(text.len() + 16);
    let mut rest = text.chars().peekable();
    while let Some(character) = rest.next() {
        // The two characters of a Windows line break are one break.
        if character == '\r' && rest.peek() == Some(&'\n') {
            continue;
        }
        match eye.see(character) {
            Seen::Kept => res.push(character),
            Seen::Tab | Seen::Break => res.push(' '),
            Seen::Escaped => res.extend(character.escape_unicode()),
        }
    }
    Cow::Owned(res)
}

/// Returns text that is read by programs with every character escaped that [`visible`] would show by its
/// number, in the way of the format; blanks and line breaks stay.
pub fn escaped(text: &str, escape: impl Fn(char) -> String) -> String {
    let mut eye = Eye::default();
    let mut res = String::with_capacity(text.len());
    for character in text.chars() {
        match eye.see(character) {
            Seen::Escaped => res.push_str(&escape(character)),
            Seen::Kept | Seen::Tab | Seen::Break => res.push(character),
        }
    }
    res
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        assert_eq!(visible(text), expected);
    }

    #[test]
    fn plain_text_is_borrowed() {
        for text in ["", "territory", "Зеленський", "عربي", "北京 ✓ ▲ “…” é e\u{301}"]
        {
            assert!(matches!(visible(text), Cow::Borrowed(same) if same == text), "{text}");
        }
    }

    #[test]
    fn controls_are_shown_by_number() {
        check("a\u{1b}[31mb", "a\\u{1b}[31mb");
        check("\0\u{7f}\u{9b}\r", "\\u{0}\\u{7f}\\u{9b}\\u{d}");
    }

    #[test]
    fn line_breaks_and_tabs_are_blanks() {
        check("a\nb\tc\r\nd", "a b c d");
    }

    #[test]
    fn direction_marks_are_shown_by_number() {
        for character in "\u{202a}\u{202e}\u{2066}\u{2069}\u{200e}\u{200f}\u{61c}".chars() {
            check(&format!("a{character}b"), &format!("a\\u{{{:x}}}b", u32::from(character)));
        }
    }

    #[test]
    fn invisible_characters_are_shown_by_number() {
        let hidden =
            "\u{ad}\u{200b}\u{2028}\u{2029}\u{2060}\u{feff}\u{3164}\u{e0041}\u{fffe}\u{e0001}";
        for character in hidden.chars() {
            check(&format!("a{character}b"), &format!("a\\u{{{:x}}}b", u32::from(character)));
        }
    }

    #[test]
    fn joiners_stay_where_they_join() {
        for text in ["می\u{200c}خواهم", "क\u{94d}\u{200d}ष", "👩\u{200d}👧", "❤\u{fe0f}\u{200d}🔥"]
        {
            check(text, text);
        }
    }

    #[test]
    fn joiners_cannot_hide_in_a_name() {
        check("territ\u{200d}ory", "territ\\u{200d}ory");
        check("Зеленс\u{200c}ький", "Зеленс\\u{200c}ький");
        check("\u{200d}a", "\\u{200d}a");
        check("می\u{200c}\u{200c}خ", "می\u{200c}\\u{200c}خ");
    }
}
