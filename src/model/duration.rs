//! Lengths of time as ISO 8601 writes them: how long a meeting lasted, how long a deadline leaves.
//!
//! Calendar units stay what they are: a month is no number of days until it is counted from a day.
//! Seconds and fractions are refused, since no source gives them and nothing here would use them.

use std::ops::Range;

use borsh::{BorshDeserialize, BorshSerialize};
use serde::Serialize;

use super::Day;
use super::day::month_days;

/// Minutes of a day.
const DAY: u32 = 24 * 60;

/// A length of time.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Default,
    Serialize,
    BorshSerialize,
    BorshDeserialize,
)]
pub struct Duration {
    /// Calendar months; a year is twelve.
    pub months: u32,
    /// Days; a week is seven.
    pub days: u32,
    /// Minutes; an hour is sixty.
    pub minutes: u32,
}

/// What is wrong with the text of a duration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DurationFault {
    /// The wrong part, in bytes of the text.
    pub range: Range<usize>,
    /// What is wrong with it.
    pub message: String,
    /// What to write instead, where that can be told.
    pub help: Option<String>,
    /// The whole text that was probably meant, where the help names one.
    pub meant: Option<String>,
}

/// The field of a duration that a unit adds to.
#[derive(Clone, Copy)]
enum Field {
    Months,
    Days,
    Minutes,
}

/// A unit: its letter, whether it follows the `T`, the field it counts in, and how many of it.
type Unit = (char, bool, Field, u32);

/// The units in the order in which a duration has to give them.
const UNITS: [Unit; 6] = [
    ('Y', false, Field::Months, 12),
    ('M', false, Field::Months, 1),
    ('W', false, Field::Days, 7),
    ('D', false, Field::Days, 1),
    ('H', true, Field::Minutes, 60),
    ('M', true, Field::Minutes, 1),
];

/// Words that people write for the units, to guess what was meant.
const WORDS: [(&str, &str); 10] = [
    ("minute", "PT#M"),
    ("min", "PT#M"),
    ("hour", "PT#H"),
    ("hr", "PT#H"),
    ("h", "PT#H"),
    ("day", "P#D"),
    ("d", "P#D"),
    ("week", "P#W"),
    ("month", "P#M"),
    ("year", "P#Y"),
];

/// What to write, when nothing nearer can be told.
const FORM: &str = "write a number before each unit: `PT2H30M`, `P3D`, `P2W`, `P1Y2M`";

impl Duration {
    /// Reads `PT2H30M`, `P3D`, `P2W` or `P1Y2M`, or says what is wrong.
    pub fn parse(text: &str) -> Result<Duration, DurationFault> {
        read(text).map_err(|fault| match guess(text) {
            Some(meant) => {
                let help = Some(format!("did you mean `{meant}`?"));
                DurationFault { help, meant: Some(meant), ..fault }
            }
            None => fault,
        })
    }

    /// Returns the duration for a screen: `2h 30m`, `3 days`, `1 year 2 months`.
    pub fn shown(&self) -> String {
        let counts = [
            (self.months / 12, " year"),
            (self.months % 12, " month"),
            (self.days, " day"),
            (self.minutes / 60, "h"),
            (self.minutes % 60, "m"),
        ];
        let parts: Vec<String> = counts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, unit)| {
                let plural = if count > 1 && unit.starts_with(' ') { "s" } else { "" };
                format!("{count}{unit}{plural}")
            })
            .collect();
        if parts.is_empty() { "0 days".to_owned() } else { parts.join(" ") }
    }

    /// Returns the day on which so much time after `day` has surely passed.
    ///
    /// Months are counted first, and end at the last day of a shorter month. Hours that do not make
    /// a whole day count as one more, since a day does not tell when in it the time began to run;
    /// a deadline must not be called missed too early.
    pub fn after(&self, day: Day) -> Day {
        let days = self.days.saturating_add(self.minutes.div_ceil(DAY));
        let month = later_month(day, self.months).unwrap_or(Day::MAX);
        month.plus(i32::try_from(days).unwrap_or(i32::MAX))
    }
}

/// Returns the same day so many months later, or the last of that month if it is shorter.
fn later_month(day: Day, months: u32) -> Option<Day> {
    let (year, month, in_month) = day.ymd();
    let count = (month - 1).checked_add(months)?;
    let year = year.checked_add(i32::try_from(count / 12).ok()?)?;
    let (_, last) = month_days(year, count % 12 + 1)?;
    Some(Day::from_ymd(year, count % 12 + 1, in_month).unwrap_or(last))
}

fn read(text: &str) -> Result<Duration, DurationFault> {
    if text.is_empty() {
        return Err(fault(0..0, "the duration is empty".to_owned(), FORM));
    }
    let Some(body) = text.strip_prefix('P') else {
        let message = format!("`{text}` is not a duration: it does not start with `P`");
        return Err(fault(0..text.len(), message, FORM));
    };
    let mut res = Duration::default();
    let (mut rest, mut units, mut timed) = (body, &UNITS[..], false);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('T').filter(|after| !timed && !after.is_empty()) {
            (rest, timed) = (after, true);
            continue;
        }
        let start = text.len() - rest.len();
        let (count, letter, after) = item(rest, start)?;
        let place = start..text.len() - after.len();
        let Some(at) = units.iter().position(|unit| unit.0 == letter && unit.1 == timed) else {
            return Err(misplaced(text, place, letter, timed));
        };
        let (_, _, field, size) = units[at];
        add(&mut res, field, count, size).ok_or_else(|| too_long(text, place))?;
        (rest, units) = (after, &units[at + 1..]);
    }
    if units.len() == UNITS.len() {
        let message = format!("`{text}` gives no length");
        return Err(fault(0..text.len(), message, FORM));
    }
    Ok(res)
}

/// Reads a number and the letter after it.
fn item(rest: &str, start: usize) -> Result<(u32, char, &str), DurationFault> {
    let width = rest.bytes().take_while(u8::is_ascii_digit).count();
    let mut after = rest[width..].chars();
    let (Some(letter), true) = (after.next(), width > 0) else {
        let width = rest.chars().next().map_or(0, char::len_utf8).max(width);
        let message = format!("`{}` is not a number with its unit", &rest[..width]);
        return Err(fault(start..start + width, message, FORM));
    };
    let place = start..start + width;
    let count = rest[..width].parse().map_err(|_| too_long(rest, place.clone()))?;
    if letter == '.' || letter == ',' {
        let message = "a duration has whole numbers only".to_owned();
        let help = "give the rest in a smaller unit: `PT2H30M`, not `PT2.5H`";
        return Err(fault(place.start..place.end + 1, message, help));
    }
    Ok((count, letter, after.as_str()))
}

fn add(res: &mut Duration, field: Field, count: u32, size: u32) -> Option<()> {
    let field = match field {
        Field::Months => &mut res.months,
        Field::Days => &mut res.days,
        Field::Minutes => &mut res.minutes,
    };
    *field = count.checked_mul(size).and_then(|more| field.checked_add(more))?;
    Some(())
}

/// Tells a unit that does not exist from one that stands in the wrong place.
fn misplaced(text: &str, place: Range<usize>, letter: char, timed: bool) -> DurationFault {
    let known = UNITS.iter().any(|unit| unit.0 == letter);
    let here = UNITS.iter().any(|unit| unit.0 == letter && unit.1 == timed);
    let (message, help) = match (known, here, timed) {
        _ if letter == 'S' && timed => {
            ("seconds are finer than the record".to_owned(), "give whole minutes: `PT2H30M`")
        }
        (false, _, _) => (format!("`{letter}` is not a unit of time"), FORM),
        (_, true, _) => (format!("`{letter}` is in the wrong order in `{text}`"), FORM),
        (_, _, true) => (format!("`{letter}` belongs before the `T`"), "as in `P3DT2H`"),
        (_, _, false) => (format!("`{letter}` belongs after a `T`"), "as in `PT2H30M`"),
    };
    fault(place, message, help)
}

fn too_long(text: &str, place: Range<usize>) -> DurationFault {
    fault(place, format!("`{text}` is longer than any negotiation"), FORM)
}

fn fault(range: Range<usize>, message: String, help: &str) -> DurationFault {
    DurationFault { range, message, help: Some(help.to_owned()), meant: None }
}

/// Guesses what was meant by `2h`, `3 days` or `pt2h`.
fn guess(text: &str) -> Option<String> {
    let upper: String = text.to_uppercase().split_whitespace().collect();
    let moved = upper.strip_prefix('P').filter(|_| !upper.contains('T'));
    let moved = moved.map(|time| format!("PT{time}"));
    let lower = text.to_lowercase();
    let digits = lower.bytes().take_while(u8::is_ascii_digit).count();
    let (count, word) = lower.split_at(digits);
    let word = word.trim();
    let word = word.strip_suffix('s').unwrap_or(word);
    let spelled = WORDS.iter().find(|(name, _)| *name == word && digits > 0);
    let spelled = spelled.map(|(_, form)| form.replace('#', count));
    let mut meant = [Some(upper), moved, spelled].into_iter().flatten();
    meant.find(|meant| meant != text && read(meant).is_ok())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn durations_are_read_and_shown() {
        let rows = [
            ("PT2H", (0, 0, 120), "2h"),
            ("PT5H", (0, 0, 300), "5h"),
            ("PT2H30M", (0, 0, 150), "2h 30m"),
            ("PT90M", (0, 0, 90), "1h 30m"),
            ("PT36H", (0, 0, 2160), "36h"),
            ("P3D", (0, 3, 0), "3 days"),
            ("P1D", (0, 1, 0), "1 day"),
            ("P2W", (0, 14, 0), "14 days"),
            ("P1W2D", (0, 9, 0), "9 days"),
            ("P1Y2M", (14, 0, 0), "1 year 2 months"),
            ("P1M", (1, 0, 0), "1 month"),
            ("P1DT2H", (0, 1, 120), "1 day 2h"),
            ("P0D", (0, 0, 0), "0 days"),
        ];
        for (text, (months, days, minutes), shown) in rows {
            let duration = Duration::parse(text).unwrap_or_else(|fault| panic!("{fault:?}"));
            assert_eq!(duration, Duration { months, days, minutes }, "{text}");
            assert_eq!(duration.shown(), shown, "{text}");
        }
    }

    #[test]
    fn a_fault_says_where_and_what_instead() {
        let rows = [
            ("", 0..0, "the duration is empty", "`PT2H30M`"),
            ("2h", 0..2, "`2h` is not a duration: it does not start with `P`", "mean `PT2H`?"),
            ("3 days", 0..6, "`3 days` is not a duration", "mean `P3D`?"),
            ("pt2h", 0..4, "`pt2h` is not a duration", "mean `PT2H`?"),
            ("P2H", 1..3, "`H` belongs after a `T`", "mean `PT2H`?"),
            ("PT3D", 2..4, "`D` belongs before the `T`", "`P3DT2H`"),
            ("P2D1Y", 3..5, "`Y` is in the wrong order in `P2D1Y`", "`P1Y2M`"),
            ("PT2.5H", 2..4, "a duration has whole numbers only", "`PT2H30M`"),
            ("PT30S", 2..5, "seconds are finer than the record", "whole minutes"),
            ("P", 0..1, "`P` gives no length", "`P3D`"),
            ("PT", 1..2, "`T` is not a number with its unit", "`PT2H30M`"),
            ("P2", 1..2, "`2` is not a number with its unit", "`P3D`"),
            ("P2дня", 1..4, "`д` is not a unit of time", "`P3D`"),
            ("Pд", 1..3, "`д` is not a number with its unit", "`P3D`"),
            ("P99999999999D", 1..12, "is longer than any negotiation", "`P3D`"),
            ("P999999999Y", 1..11, "is longer than any negotiation", "`P3D`"),
        ];
        for (text, range, message, help) in rows {
            let fault = Duration::parse(text).expect_err(text);
            assert_eq!(fault.range, range, "{text}: {fault:?}");
            assert!(fault.message.contains(message), "{text}: {fault:?}");
            assert!(fault.help.as_deref().unwrap_or_default().contains(help), "{text}: {fault:?}");
        }
    }

    #[test]
    fn time_runs_over_the_calendar() {
        let rows = [
            ("P14D", "2025-12-07", "2025-12-21"),
            ("P2W", "2025-12-20", "2026-01-03"),
            ("P1M", "2025-01-31", "2025-02-28"),
            ("P1M", "2024-01-31", "2024-02-29"),
            ("P1Y", "2024-02-29", "2025-02-28"),
            ("P1Y2M", "2025-12-07", "2027-02-07"),
            ("P1M1D", "2025-01-31", "2025-03-01"),
            ("PT72H", "2025-12-07", "2025-12-10"),
            ("PT36H", "2025-12-07", "2025-12-09"),
            ("PT2H", "2025-12-07", "2025-12-08"),
            ("P0D", "2025-12-07", "2025-12-07"),
            ("P9999Y", "2025-12-07", "9999-12-31"),
            ("P4000000000D", "2025-12-07", "9999-12-31"),
        ];
        for (text, start, end) in rows {
            let duration = Duration::parse(text).unwrap_or_else(|fault| panic!("{fault:?}"));
            assert_eq!(duration.after(day(start)), day(end), "{text} after {start}");
        }
    }

    proptest! {
        #[test]
        fn reading_never_panics_and_points_inside(text in "[PT0-9YMWDHS.,д ]{0,12}|.{0,12}") {
            match Duration::parse(&text) {
                Ok(duration) => prop_assert!(!duration.shown().is_empty()),
                Err(fault) => prop_assert!(text.get(fault.range).is_some()),
            }
        }

        #[test]
        fn more_time_never_ends_earlier(months: u32, days: u32, minutes: u32, at in 0..3_652_058) {
            let day = Day::MIN.plus(at);
            let after = Duration { months, days, minutes }.after(day);
            prop_assert!(after >= day);
        }
    }
}
