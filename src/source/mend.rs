//! Patches put into texts. What is not patched stays as it is, to the byte: comments, layout, line ends.

use std::collections::BTreeMap;

use super::{Code, Diagnostic, FileIx, Patch, Texts};

/// Which of the offered edits can be made together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mending {
    /// The edits, in the order of their places; no two touch the same words.
    pub edits: Vec<Patch>,
    /// How many edits have to wait for these, or for something else within them to be mended.
    pub waiting: usize,
}

impl Mending {
    /// Chooses the edits of the diagnostics that leave no choice: those with a single patch. Where two
    /// are about the same words the first one is made, and the next reading tells what is left. A
    /// bracket is closed only where nothing within it is wrong, which may be why it is not closed, and
    /// where no other bracket closes next to it, which may be the one that is too much.
    pub fn of(faults: &[Diagnostic], texts: &Texts) -> Mending {
        let only = faults.iter().filter_map(|fault| match &fault.patches[..] {
            [patch] => Some((fault, patch)),
            _ => None,
        });
        let mut res = Mending::default();
        let mut offered: Vec<&Patch> = Vec::new();
        for (fault, patch) in only {
            let closes = fault.code == Code::Unclosed;
            if closes && (is_wrong_within(fault, patch, faults) || is_beside(fault, patch, texts)) {
                res.waiting += 1;
            } else {
                offered.push(patch);
            }
        }
        offered.sort_by(|a, b| (a.place, &a.text).cmp(&(b.place, &b.text)));
        // Two diagnostics may ask for one and the same edit.
        offered.dedup_by(|a, b| (a.place, &a.text) == (b.place, &b.text));
        for patch in offered {
            match res.edits.last() {
                Some(before) if touch(before, patch) => res.waiting += 1,
                _ => res.edits.push(patch.clone()),
            }
        }
        res
    }

    /// Returns the edits by the text that they are for.
    pub fn by_file(&self) -> BTreeMap<FileIx, Vec<&Patch>> {
        let mut res: BTreeMap<FileIx, Vec<&Patch>> = BTreeMap::new();
        for edit in &self.edits {
            res.entry(edit.place.file).or_default().push(edit);
        }
        res
    }
}

/// Returns whether something else is wrong between where a bracket opens and where it would be closed.
fn is_wrong_within(unclosed: &Diagnostic, patch: &Patch, faults: &[Diagnostic]) -> bool {
    let Some(open) = unclosed.labels.first() else { return false };
    let places = faults.iter().filter_map(|fault| fault.labels.first()).map(|label| label.place);
    let mut inside = places.filter(|place| {
        let span = open.place.span.start + 1..patch.place.span.start;
        place.file == patch.place.file && span.contains(&place.span.start)
    });
    inside.next().is_some()
}

/// Returns whether a bracket that was not met where this one should close stands right behind.
fn is_beside(unclosed: &Diagnostic, patch: &Patch, texts: &Texts) -> bool {
    let met = unclosed.labels.get(1).is_some_and(|label| label.place.span != patch.place.span);
    let rest = &texts.get(patch.place.file).content()[patch.place.span.range().start..];
    let line = rest.lines().next().unwrap_or_default();
    !met && line.trim_start().starts_with([')', ']', '}'])
}

/// Returns whether two edits, of which the first comes first, are about the same words. Two edits at
/// one place are: in which order they were meant nobody can tell.
fn touch(before: &Patch, after: &Patch) -> bool {
    let same = before.place.file == after.place.file;
    let (a, b) = (before.place.span, after.place.span);
    same && (b.start < a.end || b.start == a.start)
}

/// Returns a text with edits made, which are in order and touch each other nowhere.
pub fn mend(text: &str, edits: &[&Patch]) -> String {
    let mut res = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.place.span.range();
        res.push_str(&text[at..range.start]);
        res.push_str(&edit.text);
        at = range.end;
    }
    res.push_str(&text[at..]);
    res
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Place, Span, Text};

    fn fault(patches: &[(usize, usize, &str)]) -> Diagnostic {
        let fault = Diagnostic::new(Code::UnknownName, "this");
        let add = |fault: Diagnostic, (start, end, text): &(usize, usize, &str)| {
            fault.patch("so?", Place { file: FileIx(0), span: Span::new(*start, *end) }, *text)
        };
        patches.iter().fold(fault, add)
    }

    /// Mends `text` by what faults offer, and returns it with the number of edits that wait.
    fn mended(text: &str, faults: &[Diagnostic]) -> (String, usize) {
        let mut texts = Texts::default();
        texts.add(Text::new("a.ron", text));
        let mending = Mending::of(faults, &texts);
        (mend(text, &mending.edits.iter().collect::<Vec<_>>()), mending.waiting)
    }

    #[test]
    fn what_is_not_patched_stays_as_it_is() {
        let text = "( // who?\r\n\tby: \"nort\"  present: [\"ада\",\r\n)";
        let faults =
            [fault(&[(16, 22, "\"north\"")]), fault(&[(22, 22, ",")]), fault(&[(42, 42, "]")])];
        let expected = "( // who?\r\n\tby: \"north\",  present: [\"ада\"],\r\n)";
        assert_eq!(mended(text, &faults), (expected.to_owned(), 0));
        assert_eq!(mended(text, &[]), (text.to_owned(), 0));
    }

    #[test]
    fn a_choice_is_not_made_for_the_writer() {
        assert_eq!(mended("ab", &[fault(&[(0, 1, "x"), (0, 1, "y")])]), ("ab".to_owned(), 0));
    }

    #[test]
    fn of_edits_to_the_same_words_the_first_is_made_and_the_others_wait() {
        let overlapping = [fault(&[(2, 5, "x")]), fault(&[(0, 3, "y")]), fault(&[(1, 2, "z")])];
        assert_eq!(mended("abcdef", &overlapping), ("ydef".to_owned(), 2));
        let at_one_place = [fault(&[(1, 1, ",")]), fault(&[(1, 2, "x")])];
        assert_eq!(mended("abc", &at_one_place), ("a,bc".to_owned(), 1));
        let side_by_side = [fault(&[(0, 1, "x")]), fault(&[(1, 2, "y")]), fault(&[(2, 2, "z")])];
        assert_eq!(mended("abc", &side_by_side), ("xyzc".to_owned(), 0));
    }

    #[test]
    fn an_edit_that_two_faults_ask_for_is_made_once() {
        let twice = [fault(&[(0, 1, "x")]), fault(&[(0, 1, "x")])];
        assert_eq!(mended("ab", &twice), ("xb".to_owned(), 0));
    }
}
