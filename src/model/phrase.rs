//! The source's own words for a day, held against the date that was recorded for them.
//!
//! Words are read from the day they were said on, and only if every one of them is understood; else
//! this module stays silent, because a false alarm costs more than a missed slip. Where people use
//! words in more than one way ("next Tuesday") every way is allowed. It knows English and a
//! calendar, no clock and no locale.

use chrono::Weekday::{self, Fri, Mon, Sat, Sun, Thu, Tue, Wed};

use super::day::{MONTHS, month_days};
use super::{Day, When};

/// Whether words are about what was or about what is to come: "on Monday" needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tense {
    /// It has happened.
    Past,
    /// It is to happen.
    Future,
}

/// What the source's words say about a recorded date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The date is one that the words may mean.
    Agrees,
    /// The date is none of those.
    Disagrees {
        /// What the words may mean, the likeliest first.
        expected: Vec<Window>,
    },
}

/// A first and a last day.
pub type Window = (Day, Day);

/// The phrases that are recognised, by example, and the days each stands for.
pub const PHRASES: &[(&str, &str)] = &[
    ("today", "that day; likewise `this morning`, `this afternoon`, `this evening`"),
    ("tonight", "that day or the next: a night runs into the small hours"),
    ("last night", "the day before or that day"),
    ("yesterday evening", "the day before; a time of day may follow any day"),
    ("tomorrow", "the day after"),
    ("the day before yesterday", "two days before"),
    ("the day after tomorrow", "two days after"),
    ("on Saturday", "past: the latest one, that day included; future: the first one"),
    ("yesterday, Saturday", "what holds for both"),
    ("last Tuesday", "the latest one before that day, or the one of the week before"),
    ("this Tuesday", "the nearest one, or the one of that week"),
    ("next Tuesday", "the first one after that day, or the one of the week after"),
    ("last week", "the week before, from Monday or from Sunday; likewise `this`, `next`"),
    ("Monday next week", "the day in that week"),
    ("earlier this week", "seven days before, until that day"),
    ("later in the week", "future: the seven days after that day; likewise `later this week`"),
    ("at the end of the week", "Friday to Sunday"),
    ("over the weekend", "past: the latest one; future: the first that is not over"),
    ("last weekend", "the latest that is over, or the one of the week before"),
    ("next weekend", "the first to begin, or the one of the week after"),
    ("last month", "the calendar month before; likewise `this`, `next`, and with `year`"),
    ("three days ago", "so many days before, to the day"),
    ("two weeks ago", "so many weeks, months or years before, half a one either side"),
    ("in three days", "future: so many days after; likewise `in two weeks`"),
    ("in December", "past: the latest that has begun; future: the first that is not over"),
    ("in early December", "the 1st to the 10th; `mid` to the 20th, `late` to the end"),
    ("last December", "the latest one before that month, or the one of the year before"),
    ("December 2025", "that month; likewise `in 2025`"),
    ("on 6 December", "the nearest in the tense; likewise `December 6`, `the 6th of December`"),
    ("December 6, 2025", "that day; likewise `6 Dec 2025`, `2025-12-06`"),
];

/// Returns the days that words may mean when said on `reference`, the likeliest first, or nothing
/// if any of them is not understood.
pub fn windows(said: &str, reference: Day, tense: Tense) -> Option<Vec<Window>> {
    let lower = said.to_lowercase();
    let words = words(&lower);
    let reader = Reader { reference, tense };
    let mut rest = &words[..];
    let (mut days, mut weekday, mut night) = (None, None, false);
    while !rest.is_empty() {
        let (used, piece) = RULES.iter().find_map(|rule| rule(&reader, rest))?;
        rest = &rest[used..];
        match piece {
            Piece::Days(more) => {
                days = Some(days.map_or_else(|| more.clone(), |known: Vec<_>| both(&known, &more)));
            }
            Piece::On(day) if weekday.is_none_or(|known| known == day) => weekday = Some(day),
            Piece::On(_) => return None,
            Piece::Night => night = true,
            Piece::Filler => {}
        }
    }
    let res = match (days, weekday) {
        (Some(days), Some(weekday)) => on_weekday(&days, weekday)?,
        (Some(days), None) => days,
        (None, Some(weekday)) => vec![one(reader.nearest(weekday)?)],
        (None, None) => return None,
    };
    let res = distinct(res.into_iter().map(|(a, b)| (a, b.plus(i32::from(night)))));
    // Words that contradict each other may be a slip of the source; no date could satisfy them.
    (!res.is_empty()).then_some(res)
}

/// Returns whether a recorded date is one that the words may mean, or nothing if that cannot be told.
pub fn agrees(said: &str, reference: Day, tense: Tense, when: &When) -> Option<Verdict> {
    if when.unstated {
        return None;
    }
    let expected = windows(said, reference, tense)?;
    let first = if when.open_start { Day::MIN } else { when.first };
    let last = if when.open_end { Day::MAX } else { when.last };
    let agrees = expected.iter().any(|&(from, to)| first <= to && from <= last);
    Some(if agrees { Verdict::Agrees } else { Verdict::Disagrees { expected } })
}

/// Returns the day of a date spelled out with its year, such as `Sun, 7 Dec 2025`.
pub(super) fn spelled(text: &str) -> Option<Day> {
    let lower = text.to_lowercase();
    let words = words(&lower);
    let with_day = words.first().is_some_and(|word| find(&WEEKDAYS, word).is_some());
    match words[usize::from(with_day)..] {
        [a, b, c] => {
            let (year, (month, day)) = (year(c)?, month_and_day(a, b)?);
            Day::from_ymd(year, month, day)
        }
        _ => None,
    }
}

/// What is known of the speaker.
struct Reader {
    reference: Day,
    tense: Tense,
}

/// What some words stand for.
enum Piece {
    Days(Vec<Window>),
    On(Weekday),
    Night,
    Filler,
}

/// Reads the first words, and says how many it took.
type Rule = fn(&Reader, &[&str]) -> Option<(usize, Piece)>;

/// The rules in the order they are tried: longer phrases before those they contain.
const RULES: [Rule; 9] =
    [fixed, of_the_week, counted, qualified, part_of_month, dated, iso, weekday, little];

/// Phrases for days counted from the day they are said on, and whether only the future has them.
const FIXED: [(&str, i32, i32, bool); 16] = [
    ("the day before yesterday", -2, -2, false),
    ("the day after tomorrow", 2, 2, false),
    ("day before yesterday", -2, -2, false),
    ("day after tomorrow", 2, 2, false),
    ("yesterday", -1, -1, false),
    ("tomorrow", 1, 1, false),
    ("today", 0, 0, false),
    ("this morning", 0, 0, false),
    ("this afternoon", 0, 0, false),
    ("this evening", 0, 0, false),
    ("tonight", 0, 1, false),
    ("last night", -1, 0, false),
    ("later this week", 1, 7, true),
    ("later in the week", 1, 7, true),
    ("earlier this week", -7, 0, false),
    ("earlier in the week", -7, 0, false),
];

/// Units, their shortest and longest number of days, and how far a round count may be off.
const UNITS: [(&str, i32, i32, i32); 4] =
    [("day", 1, 1, 0), ("week", 7, 7, 3), ("month", 30, 31, 15), ("year", 365, 366, 182)];

const NUMBERS: [&str; 12] = [
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve",
];

const WEEKDAYS: [(&str, Weekday); 17] = [
    ("monday", Mon),
    ("tuesday", Tue),
    ("wednesday", Wed),
    ("thursday", Thu),
    ("friday", Fri),
    ("saturday", Sat),
    ("sunday", Sun),
    ("mon", Mon),
    ("tue", Tue),
    ("tues", Tue),
    ("wed", Wed),
    ("thu", Thu),
    ("thur", Thu),
    ("thurs", Thu),
    ("fri", Fri),
    ("sat", Sat),
    ("sun", Sun),
];

/// Words that place something nearer within a day or a span, and so never widen it. `by`, `since`,
/// `until`, `before` and `after` are not among them: they turn a day into something else.
const LITTLE: [&str; 11] = [
    "on",
    "in",
    "at",
    "during",
    "early",
    "late",
    "earlier",
    "later",
    "morning",
    "afternoon",
    "evening",
];

fn fixed(reader: &Reader, words: &[&str]) -> Option<(usize, Piece)> {
    let future = reader.tense == Tense::Future;
    let fits = |row: &&(&str, i32, i32, bool)| starts(words, row.0) && (future || !row.3);
    let (phrase, first, last, _) = FIXED.iter().find(fits)?;
    let day = reader.reference;
    Some((phrase.split(' ').count(), Piece::Days(vec![(day.plus(*first), day.plus(*last))])))
}

/// Reads `the weekend` and `the end of the week`.
fn of_the_week(reader: &Reader, words: &[&str]) -> Option<(usize, Piece)> {
    let over = usize::from(words.first() == Some(&"over"));
    if starts(&words[over..], "the weekend") {
        return Some((2 + over, Piece::Days(vec![reader.weekend()?])));
    }
    let ends = |(first, _): Window| {
        let friday = first_of(first, Fri)?;
        Some((friday, friday.plus(2)))
    };
    let weeks = reader.weeks(0).into_iter().filter_map(ends);
    starts(words, "the end of the week").then(|| (5, Piece::Days(distinct(weeks))))
}

/// Reads `three days ago` and `in two weeks`.
fn counted(reader: &Reader, words: &[&str]) -> Option<(usize, Piece)> {
    let (count, unit, ahead) = match *words {
        [count, unit, "ago", ..] => (count, unit, false),
        // "They settled it in two weeks" tells how long it took.
        ["in", count, unit, ..] if reader.tense == Tense::Future => (count, unit, true),
        _ => return None,
    };
    let count = number(count)?;
    let name = if count == 1 { unit } else { unit.strip_suffix('s')? };
    let (_, shortest, longest, off) = UNITS.iter().find(|row| row.0 == name)?;
    let (near, far) = (count * shortest - off, count * longest + off);
    let day = reader.reference;
    let window =
        if ahead { (day.plus(near), day.plus(far)) } else { (day.plus(-far), day.plus(-near)) };
    Some((3, Piece::Days(vec![window])))
}

/// Reads `last`, `this` or `next` before a span or a weekday.
fn qualified(reader: &Reader, words: &[&str]) -> Option<(usize, Piece)> {
    let &[which, what, ..] = words else { return None };
    let shift = find(&[("last", -1), ("this", 0), ("next", 1)], which)?;
    let days = match what {
        "week" => reader.weeks(shift),
        "weekend" => reader.weekends(shift),
        "month" => vec![reader.month(shift)?],
        "year" => vec![year_window(reader.reference.year().checked_add(shift)?)?],
        _ => match (find(&WEEKDAYS, what), month(what)) {
            (Some(weekday), _) => reader.weekdays(shift, weekday),
            (None, Some(month)) => reader.months(shift, month),
            (None, None) => return None,
        },
    };
    Some((2, Piece::Days(distinct(days))))
}

/// Reads `early December`, `mid-December` and `late December 2025`.
fn part_of_month(reader: &Reader, words: &[&str]) -> Option<(usize, Piece)> {
    let hyphened = words.first()?.strip_prefix("mid-").map(|name| ("mid", name));
    let (part, name) = match hyphened {
        Some(parts) => parts,
        None => (*words.first()?, *words.get(1)?),
    };
    let (first, last) = find(&[("early", (1, 10)), ("mid", (11, 20)), ("late", (21, 31))], part)?;
    let month = month(name)?;
    let used = if hyphened.is_some() { 1 } else { 2 };
    let in_year = |year: i32| {
        let (_, end) = month_days(year, month)?;
        Some((Day::from_ymd(year, month, first)?, Day::from_ymd(year, month, last).unwrap_or(end)))
    };
    let (used, days) = reader.with_year(words, used, in_year)?;
    Some((used, Piece::Days(vec![days])))
}

/// Reads `6 December 2025`, `December 6`, `the 6th of December`, `December 2025` and `in 2025`.
fn dated(reader: &Reader, words: &[&str]) -> Option<(usize, Piece)> {
    let dated = match *words {
        ["in", text, ..] if year(text).is_some() => {
            return Some((2, Piece::Days(vec![year_window(year(text)?)?])));
        }
        ["the", day, "of", name, ..] => month_and_day(day, name).map(|date| (4, date)),
        [day, "of", name, ..] => month_and_day(day, name).map(|date| (3, date)),
        [a, b, ..] => month_and_day(a, b).map(|date| (2, date)),
        _ => None,
    };
    let (used, days) = if let Some((used, (month, day))) = dated {
        reader.with_year(words, used, |year| Day::from_ymd(year, month, day).map(one))?
    } else {
        let month = month(words.first()?)?;
        reader.with_year(words, 1, |year| month_days(year, month))?
    };
    Some((used, Piece::Days(vec![days])))
}

fn iso(_: &Reader, words: &[&str]) -> Option<(usize, Piece)> {
    Day::parse(words.first()?).map(|day| (1, Piece::Days(vec![one(day)])))
}

fn weekday(_: &Reader, words: &[&str]) -> Option<(usize, Piece)> {
    find(&WEEKDAYS, words.first()?).map(|weekday| (1, Piece::On(weekday)))
}

fn little(_: &Reader, words: &[&str]) -> Option<(usize, Piece)> {
    let word = words.first()?;
    if *word == "night" {
        return Some((1, Piece::Night));
    }
    LITTLE.contains(word).then_some((1, Piece::Filler))
}

impl Reader {
    /// Returns the day of the week that is meant without any qualifier.
    fn nearest(&self, weekday: Weekday) -> Option<Day> {
        match self.tense {
            Tense::Past => last_of(self.reference, weekday),
            Tense::Future => first_of(self.reference, weekday),
        }
    }

    /// Returns a week before or after, by Mondays and by Sundays: sources count either way.
    fn weeks(&self, shift: i32) -> Vec<Window> {
        let start = |weekday| Some(last_of(self.reference, weekday)?.plus(7 * shift));
        [Mon, Sun].into_iter().filter_map(start).map(|day| (day, day.plus(6))).collect()
    }

    fn weekdays(&self, shift: i32, weekday: Weekday) -> Vec<Window> {
        let nearest = match shift {
            -1 => last_of(self.reference.plus(-1), weekday),
            0 => self.nearest(weekday),
            _ => first_of(self.reference.plus(1), weekday),
        };
        let in_weeks = self.weeks(shift).into_iter().filter_map(|week| first_of(week.0, weekday));
        nearest.into_iter().chain(in_weeks).map(one).collect()
    }

    /// Returns the weekend that is meant without any qualifier.
    fn weekend(&self) -> Option<Window> {
        let saturday = match self.tense {
            Tense::Past => last_of(self.reference, Sat)?,
            Tense::Future => first_of(self.reference.plus(-1), Sat)?,
        };
        Some((saturday, saturday.plus(1)))
    }

    fn weekends(&self, shift: i32) -> Vec<Window> {
        let nearest = match shift {
            -1 => last_of(self.reference.plus(-2), Sat),
            0 => self.weekend().map(|weekend| weekend.0),
            _ => first_of(self.reference.plus(1), Sat),
        };
        let monday = last_of(self.reference, Mon);
        let in_week = monday.and_then(|monday| first_of(monday.plus(7 * shift), Sat));
        nearest.into_iter().chain(in_week).map(|day| (day, day.plus(1))).collect()
    }

    /// Returns the month of the reference, the one before or the one after.
    fn month(&self, shift: i32) -> Option<Window> {
        let (year, month, _) = self.reference.ymd();
        let (first, last) = month_days(year, month)?;
        let (year, month, _) = if shift < 0 { first.plus(-1) } else { last.plus(shift) }.ymd();
        if shift == 0 { Some((first, last)) } else { month_days(year, month) }
    }

    fn months(&self, shift: i32, month: u32) -> Vec<Window> {
        let year = self.reference.year();
        let in_year = |year: i32| month_days(year, month);
        let nearest = match (shift, self.month(0)) {
            (-1, Some((first, _))) => before(first.plus(-1), in_year),
            (1, Some((_, last))) => after(last.plus(1), in_year),
            _ => self.nearest_year(in_year),
        };
        nearest.into_iter().chain(in_year(year + shift)).collect()
    }

    /// Takes the year that follows `used` words, or else the nearest year that fits the tense.
    fn with_year(
        &self,
        words: &[&str],
        used: usize,
        in_year: impl Fn(i32) -> Option<Window>,
    ) -> Option<(usize, Window)> {
        match words.get(used).and_then(|word| year(word)) {
            Some(year) => Some((used + 1, in_year(year)?)),
            None => Some((used, self.nearest_year(in_year)?)),
        }
    }

    fn nearest_year(&self, in_year: impl Fn(i32) -> Option<Window>) -> Option<Window> {
        match self.tense {
            Tense::Past => before(self.reference, in_year),
            Tense::Future => after(self.reference, in_year),
        }
    }
}

/// Returns the window of the latest year that begins by `day`; 29 February may be 8 years away.
fn before(day: Day, in_year: impl Fn(i32) -> Option<Window>) -> Option<Window> {
    (day.year() - 8..=day.year()).rev().filter_map(in_year).find(|window| window.0 <= day)
}

/// Returns the window of the first year that ends on `day` or later.
fn after(day: Day, in_year: impl Fn(i32) -> Option<Window>) -> Option<Window> {
    (day.year()..=day.year() + 8).filter_map(in_year).find(|window| window.1 >= day)
}

fn first_of(day: Day, weekday: Weekday) -> Option<Day> {
    (0..7).map(|days| day.plus(days)).find(|day| day.weekday() == weekday)
}

fn last_of(day: Day, weekday: Weekday) -> Option<Day> {
    (0..7).map(|days| day.plus(-days)).find(|day| day.weekday() == weekday)
}

fn one(day: Day) -> Window {
    (day, day)
}

fn year_window(year: i32) -> Option<Window> {
    Some((Day::from_ymd(year, 1, 1)?, Day::from_ymd(year, 12, 31)?))
}

/// Returns what is in a window of each side.
fn both(a: &[Window], b: &[Window]) -> Vec<Window> {
    let pairs = a.iter().flat_map(|a| b.iter().map(move |b| (a.0.max(b.0), a.1.min(b.1))));
    distinct(pairs.filter(|(first, last)| first <= last))
}

/// Returns the day of the week in each window; in more than a week it would be several.
fn on_weekday(windows: &[Window], weekday: Weekday) -> Option<Vec<Window>> {
    let short = windows.iter().all(|(first, last)| first.days_until(*last) < 7);
    let found = windows
        .iter()
        .filter_map(|(first, last)| first_of(*first, weekday).filter(|day| day <= last).map(one));
    short.then(|| distinct(found))
}

/// Returns the windows without repetitions, in their order.
fn distinct(windows: impl IntoIterator<Item = Window>) -> Vec<Window> {
    let mut res = Vec::new();
    for window in windows {
        if !res.contains(&window) {
            res.push(window);
        }
    }
    res
}

fn words(lower: &str) -> Vec<&str> {
    let quotes = ['"', '\'', '“', '”', '‘', '’'];
    let split = lower.split(|c: char| c.is_whitespace() || c == ',');
    split
        .map(|word| word.trim_matches(quotes).trim_end_matches('.'))
        .filter(|w| !w.is_empty())
        .collect()
}

fn starts(words: &[&str], phrase: &str) -> bool {
    let mut words = words.iter();
    phrase.split(' ').all(|wanted| words.next() == Some(&wanted))
}

fn find<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    table.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}

fn number(word: &str) -> Option<i32> {
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    let spelled = (1..).zip(NUMBERS).find(|(_, name)| *name == word).map(|(number, _)| number);
    let digits = word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_digit());
    spelled.or_else(|| digits.then(|| word.parse().ok())?)
}

fn month(word: &str) -> Option<u32> {
    let names = |name: &str| {
        let name = name.to_lowercase();
        name == word || name.get(..3) == Some(word) || (word == "sept" && name == "september")
    };
    (1..).zip(MONTHS).find(|(_, name)| names(name)).map(|(number, _)| number)
}

fn month_and_day(a: &str, b: &str) -> Option<(u32, u32)> {
    let in_order = |name: &str, day: &str| Some((month(name)?, in_month(day)?));
    in_order(a, b).or_else(|| in_order(b, a))
}

/// Reads `6` or `6th`.
fn in_month(word: &str) -> Option<u32> {
    let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end));
    let digits = ordinal.unwrap_or(word);
    let short = (1..=2).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    short.then(|| digits.parse().ok())?
}

fn year(word: &str) -> Option<i32> {
    (word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| word.parse().ok())?
}

#[cfg(test)]
mod tests;
