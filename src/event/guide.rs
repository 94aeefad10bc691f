//! What the guide for those who write dispatches says of each kind.
//!
//! The words stand once, in `docs/dispatches.md`, which tests hold against the kinds themselves: its
//! examples are read, and no field or value is missing from it.

use super::Kind;

const PAGE: &str = include_str!("../../docs/dispatches.md");

/// Returns every kind, in the order of the guide, with one sentence on what it is for.
pub fn kinds() -> Vec<(Kind, &'static str)> {
    let sentence = |kind: &Kind| {
        let text = text(section(*kind));
        let end = text.find(['\n']).unwrap_or(text.len());
        (*kind, text[..end].split_inclusive(". ").next().unwrap_or_default().trim_end())
    };
    Kind::ALL.iter().map(sentence).collect()
}

/// Returns the section of a kind without its heading: what it is for, what it does to the stage, its
/// fields, and an example, as Markdown.
///
/// # Panics
/// Never: every kind has its section, as a test makes sure.
pub fn section(kind: Kind) -> &'static str {
    let (_, rest) = PAGE
        .split_once(&format!("\n### {}\n", kind.name()))
        .expect("every kind has its section in the guide");
    let end = rest.find("\n#").unwrap_or(rest.len());
    rest[..end].trim()
}

/// Returns a section up to its example.
fn text(section: &'static str) -> &'static str {
    section.split("```").next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_section_and_no_other_is_in_its() {
        for kind in Kind::ALL {
            let section = section(*kind);
            assert!(section.contains("\n```ron\n") && section.ends_with("```"), "{section}");
            assert!(!section.contains("\n#"), "{section}");
        }
    }

    #[test]
    fn the_first_sentence_of_each_stands_on_one_line() {
        let kinds = kinds();
        assert!(kinds.iter().map(|(kind, _)| kind).eq(Kind::ALL));
        for (kind, sentence) in kinds {
            assert!(sentence.ends_with('.'), "{}: {sentence}", kind.name());
            assert!((20..100).contains(&sentence.len()), "{}: {sentence}", kind.name());
        }
    }
}
