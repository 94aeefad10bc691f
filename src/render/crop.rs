use std::ops::Range;

use unicode_width::UnicodeWidthChar;

/// A place on a line that has to stay in sight.
#[derive(Debug, Clone)]
pub(super) struct Sight {
    /// Its bytes, within the line.
    pub(super) range: Range<usize>,
    /// How many cells are needed after it for what is said of it.
    pub(super) words: usize,
}

/// What is left of the place on a line that is too long.
const BEFORE: usize = 20;

/// No place has less room than this, however many share the line.
const LEAST: usize = 24;

/// Chooses which parts of a line to show: all of it, or as much around the places as there is room for.
///
/// The parts are in order and apart from each other. Of a long line only the parts shown are looked at.
pub(super) fn crop(line: &str, sights: &[Sight], room: usize) -> Vec<Range<usize>> {
    let head = forward(line, 0, room);
    let fits = |sight: &Sight| {
        sight.range.end < head && cells(&line[..sight.range.end]) + sight.words <= room
    };
    if head == line.len() || sights.iter().all(fits) {
        return std::iter::once(0..head).collect();
    }
    let budget = (room / sights.len()).max(LEAST);
    let mut parts: Vec<_> =
        sights.iter().flat_map(|sight| around(line, &sight.range, budget)).collect();
    parts.sort_by_key(|part| (part.start, part.end));
    merge(parts)
}

/// Returns the surroundings of a place, or of its two ends if it is long itself.
fn around(line: &str, place: &Range<usize>, budget: usize) -> Vec<Range<usize>> {
    let before = BEFORE.min(budget / 3);
    let start = back(line, place.start, before);
    let end = forward(line, start, budget);
    if place.end <= end {
        return std::iter::once(start..end).collect();
    }
    let first_end = forward(line, place.start, budget / 3);
    let last_start = back(line, place.end, budget / 4);
    vec![start..first_end, last_start..forward(line, place.end, 4)]
}

fn merge(parts: Vec<Range<usize>>) -> Vec<Range<usize>> {
    // The mark of an omission is three cells wide: leaving out less saves nothing.
    const WORTH: usize = 3;
    let mut res: Vec<Range<usize>> = Vec::new();
    for part in parts {
        match res.last_mut() {
            Some(last) if part.start <= last.end + WORTH => last.end = last.end.max(part.end),
            _ => res.push(part),
        }
    }
    res
}

/// Returns the byte that is so many cells after another.
fn forward(line: &str, from: usize, cells: usize) -> usize {
    let mut taken = 0;
    for (at, character) in line[from..].char_indices() {
        taken += breadth(character);
        if taken > cells {
            return from + at;
        }
    }
    line.len()
}

/// Returns the byte that is so many cells before another.
fn back(line: &str, from: usize, cells: usize) -> usize {
    let mut taken = 0;
    let mut res = from;
    for (at, character) in line[..from].char_indices().rev() {
        taken += breadth(character);
        if taken > cells {
            break;
        }
        res = at;
    }
    res
}

/// Counts the cells of a text that is known to be short.
fn cells(text: &str) -> usize {
    text.chars().map(breadth).sum()
}

/// Returns how many cells a character takes, nearly: what is shown by number takes more, and a mark
/// without breadth counts too, so that a line of nothing but marks ends somewhere.
fn breadth(character: char) -> usize {
    match character {
        '\t' => super::excerpt::TAB.len(),
        _ if character.is_control() => 6,
        _ => character.width().unwrap_or(1).max(1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(line: &str, places: &[Range<usize>], room: usize, expected: &[&str]) {
        let sights: Vec<_> =
            places.iter().map(|range| Sight { range: range.clone(), words: 5 }).collect();
        let parts: Vec<_> = crop(line, &sights, room).into_iter().map(|part| &line[part]).collect();
        assert_eq!(parts, expected);
    }

    #[test]
    fn a_line_that_fits_is_whole() {
        check("abc", &[], 3, &["abc"]);
        check("北京", std::slice::from_ref(&(0..3)), 4, &["北京"]);
    }

    #[test]
    fn a_long_line_without_places_shows_its_head() {
        check("0123456789", &[], 4, &["0123"]);
    }

    #[test]
    fn a_long_line_shows_what_is_around_a_place() {
        let line = format!("{}HERE{}", "a".repeat(1000), "b".repeat(1000));
        check(
            &line,
            std::slice::from_ref(&(1000..1004)),
            60,
            &[&format!("{}HERE{}", "a".repeat(20), "b".repeat(36))],
        );
    }

    #[test]
    fn places_far_apart_and_long_places_leave_out_the_middle() {
        let line = "x".repeat(10_000);
        assert_eq!(crop(&line, &[sight(500..505), sight(9000..9003)], 80).len(), 2);
        assert_eq!(crop(&line, &[sight(500..9000)], 80).len(), 2);
    }

    fn sight(range: Range<usize>) -> Sight {
        Sight { range, words: 0 }
    }
}
