use std::borrow::Cow;
use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args;

/// What stands after a command: paths, and a query among them.
#[derive(Debug, Args)]
pub(super) struct Words {
    /// Dispatches or folders to look at in place of `seeds/`; a word with `field:` is part of a query
    ///
    /// The query chooses what is shown, and changes nothing of where things stand: `issue:territory`,
    /// `is:contested or stage:disputed`. `rapporteur help query` lists the fields.
    #[arg(value_name = "PATH|QUERY")]
    words: Vec<OsString>,
}

impl Words {
    /// Returns whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Returns the paths.
    pub(super) fn paths(&self) -> Vec<PathBuf> {
        let paths = self.words.iter().filter(|word| !is_query(word));
        paths.map(PathBuf::from).collect()
    }

    /// Returns the query; empty if there is none.
    pub(super) fn query(&self) -> String {
        let words = self.words.iter().filter(|word| is_query(word));
        words.filter_map(|word| word.to_str()).map(quoted).collect::<Vec<_>>().join(" ")
    }
}

/// Returns a word of the shell as a query has it: `text:"two words"` comes without its quotes.
fn quoted(word: &str) -> Cow<'_, str> {
    let (field, value) = word.split_once(':').unwrap_or(("", word));
    let plain = !value.contains(['"', ':', '(', ')']);
    if plain && value.contains(char::is_whitespace) && field != "not" {
        return Cow::Owned(format!("{field}:\"{value}\""));
    }
    Cow::Borrowed(word)
}

/// Returns whether a word is part of a query: `field:…`, `or`, a bracket. One letter before the colon is
/// a drive.
fn is_query(word: &OsString) -> bool {
    let Some(word) = word.to_str() else { return false };
    let field = word.split_once(':').map_or("", |(field, _)| field);
    let letters = |c: char| c.is_ascii_alphabetic() || c == '-' || c == '_';
    let is_field = field.len() > 1 && field.chars().all(letters);
    is_field || word == "or" || word.starts_with('(') || word == ")"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_that_the_shell_ate_are_put_back() {
        assert_eq!(quoted("text:unified view"), "text:\"unified view\"");
        for same in ["text:view", "kind:Vote id:a", "text:\"a b\"", "(kind:Vote or id:a)"] {
            assert_eq!(quoted(same), same);
        }
    }

    #[test]
    fn a_word_with_a_field_is_part_of_a_query() {
        for word in ["issue:fish", "not:(is:open)", "or", "(kind:Vote", "one-sided:x", "text:a b"] {
            assert!(is_query(&word.into()), "{word}");
        }
        for word in ["seeds", "C:\\seeds", "./a:b", "2025-12-07.ron", "a/b:c", "order", "é:x"] {
            assert!(!is_query(&word.into()), "{word}");
        }
    }
}
