//! What a code means, at length: the sections of `explain.md`.
//!
//! It is prose, so it lives in a page of its own; a test holds the page against the list of codes.

use super::Code;

/// What there is to say about a code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What it means.
    pub means: String,
    /// Why it is an error, or only a warning.
    pub because: String,
    /// The smallest example that shows it, in lines that stay as they are.
    pub example: &'static str,
    /// What the example is: an event, a whole file, or something told.
    pub sort: &'static str,
    /// How to mend it.
    pub mend: String,
}

const PAGE: &str = include_str!("explain.md");

impl Code {
    /// Finds a code as people type it.
    pub fn find(text: &str) -> Option<Code> {
        Code::ALL.iter().copied().find(|code| code.text().eq_ignore_ascii_case(text))
    }

    /// Returns what the code means, why, and what to do.
    pub fn explanation(self) -> Explanation {
        section(self).and_then(read).expect("a test holds the page against the codes")
    }
}

fn section(code: Code) -> Option<&'static str> {
    let (_, rest) = PAGE.split_once(&format!("\n## {}\n", code.text()))?;
    Some(rest.split("\n## ").next().unwrap_or(rest))
}

/// Reads a section; none if it does not have its four parts.
fn read(section: &'static str) -> Option<Explanation> {
    let (words, rest) = section.split_once("\n```")?;
    let (sort, rest) = rest.split_once('\n')?;
    let (example, mend) = rest.split_once("\n```\n")?;
    let (means, because) = words.trim().split_once("\n\n")?;
    let sentence = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (means, because, mend) = (sentence(means), sentence(because), sentence(mend));
    let whole = ![&means, &because, &mend].into_iter().any(String::is_empty);
    whole.then_some(Explanation { means, because, example, sort, mend })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_is_explained_in_four_parts() {
        for code in Code::ALL {
            let text = code.text();
            let section = section(*code)
                .unwrap_or_else(|| panic!("write `## {text}` in src/source/explain.md"));
            assert!(read(section).is_some(), "src/source/explain.md: {text} has not all its parts");
        }
    }

    #[test]
    fn the_page_is_in_the_order_of_the_codes_and_has_no_others() {
        let sections: Vec<&str> =
            PAGE.lines().filter_map(|line| line.strip_prefix("## ")).collect();
        let codes: Vec<&str> = Code::ALL.iter().map(|code| code.text()).collect();
        assert_eq!(sections, codes);
    }

    #[test]
    fn a_code_is_found_however_it_is_typed() {
        assert_eq!(Code::find("e0101"), Some(Code::UnknownName));
        assert_eq!(Code::find("W0304"), Some(Code::SaidDisagrees));
        assert_eq!(Code::find("0101"), None);
    }
}
