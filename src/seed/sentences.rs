/// Marks that end a sentence.
const ENDS: [char; 5] = ['.', '!', '?', '…', '。'];
/// Marks that may stand between the end of a sentence and the next one.
const CLOSERS: [char; 6] = ['"', '”', '’', '\'', ')', '»'];
/// Words whose full stop ends no sentence.
const ABBREVIATIONS: [&str; 12] =
    ["mr", "mrs", "ms", "dr", "prof", "st", "no", "art", "vs", "gen", "lt", "col"];

/// The text of a document in sentences, numbered as citations number them.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Sentences<'t> {
    /// Lines without a sentence in them: titles and headings, all of them number 0.
    pub(crate) headings: Vec<&'t str>,
    /// The sentences, from number 1.
    pub(crate) sentences: Vec<&'t str>,
}

/// Splits a document: a line that does not end like a sentence is a heading.
pub(crate) fn split(text: &str) -> Sentences<'_> {
    let mut found = Sentences { headings: Vec::new(), sentences: Vec::new() };
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line.trim_end_matches(CLOSERS).ends_with(ENDS) {
            split_line(line, &mut found.sentences);
        } else {
            found.headings.push(line);
        }
    }
    found
}

fn split_line<'t>(line: &'t str, sentences: &mut Vec<&'t str>) {
    let mut begin = 0;
    for (at, mark) in line.char_indices().filter(|(_, c)| ENDS.contains(c)) {
        let after = &line[at + mark.len_utf8()..];
        let rest = after.trim_start_matches(CLOSERS);
        let closed = line.len() - rest.len();
        if rest.is_empty() || (begins_sentence(rest) && !abbreviates(&line[begin..at], mark)) {
            let sentence = line[begin..closed].trim();
            if !sentence.is_empty() {
                sentences.push(sentence);
            }
            begin = closed;
        }
    }
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
        let found = split(text);
        assert_eq!(found.headings, ["Security Guarantees"]);
        assert_eq!(
            found.sentences,
            [
                "He said: “We agree.",
                "We go on.”",
                "The U.S. envoy, Mr. Witkoff, left at 3.30 p.m. on Monday.",
                "It is over?",
            ]
        );
    }
}
