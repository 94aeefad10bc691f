/// Marks that end a sentence.
const ENDS: [char; 5] = ['.', '!', '?', '…', '。'];
/// Marks that may stand between the end of a sentence and the next one.
const CLOSERS: [char; 6] = ['"', '”', '’', '\'', ')', '»'];
/// Words whose full stop ends no sentence.
const ABBREVIATIONS: [&str; 12] =
    ["mr", "mrs", "ms", "dr", "prof", "st", "no", "art", "vs", "gen", "lt", "col"];

/// The text of a document in sentences, numbered as citations number them.
#[derive(Debug, PartialEq, Eq)]
pub struct Sentences<'t> {
    parts: Vec<(usize, &'t str)>,
    count: usize,
}

impl<'t> Sentences<'t> {
    /// Splits a document: a line that does not end like a sentence is a heading.
    pub fn of(text: &'t str) -> Sentences<'t> {
        let mut found = Sentences { parts: Vec::new(), count: 0 };
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if line.trim_end_matches(CLOSERS).ends_with(ENDS) {
                found.line(line);
            } else {
                found.parts.push((0, line));
            }
        }
        found
    }

    /// Returns every part with its number, in the order of the text: titles and headings are 0, the
    /// sentences count from 1.
    pub fn numbered(&self) -> &[(usize, &'t str)] {
        &self.parts
    }

    /// Returns how many sentences there are.
    pub fn count(&self) -> usize {
        self.count
    }

    fn line(&mut self, line: &'t str) {
        let mut begin = 0;
        for (at, mark) in line.char_indices().filter(|(_, c)| ENDS.contains(c)) {
            let after = &line[at + mark.len_utf8()..];
            let rest = after.trim_start_matches(CLOSERS);
            let closed = line.len() - rest.len();
            if rest.is_empty() || (begins_sentence(rest) && !abbreviates(&line[begin..at], mark)) {
                let sentence = line[begin..closed].trim();
                if !sentence.is_empty() {
                    self.count += 1;
                    self.parts.push((self.count, sentence));
                }
                begin = closed;
            }
        }
    }
}

/// Returns a text with its white space folded: a quote may run over a line break.
pub fn folded(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn begins_sentence(rest: &str) -> bool {
    let next = rest.trim_start();
    let opening = ['“', '"', '‘', '«', '(', '\''];
    next.len() < rest.len()
        && next
            .trim_start_matches(opening)
            .starts_with(|c: char| c.is_uppercase() || c.is_numeric() || !c.is_lowercase())
}

fn abbreviates(before: &str, mark: char) -> bool {
    let word = before.rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or_default();
    let initial = word.chars().count() == 1 && word.starts_with(char::is_uppercase);
    let dotted = word.contains('.');
    mark == '.' && (initial || dotted || ABBREVIATIONS.contains(&word.to_lowercase().as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_lines_without_an_end_and_quotes_close_with_their_sentence() {
        let text = "Security Guarantees\n\nHe said: “We agree. We go on.” The U.S. envoy, \
                    Mr. Witkoff, left at 3.30 p.m. on Monday. It is over?\n";
        let found = Sentences::of(text);
        assert_eq!(
            found.numbered(),
            [
                (0, "Security Guarantees"),
                (1, "He said: “We agree."),
                (2, "We go on.”"),
                (3, "The U.S. envoy, Mr. Witkoff, left at 3.30 p.m. on Monday."),
                (4, "It is over?"),
            ]
        );
        assert_eq!(found.count(), 4);
    }
}
