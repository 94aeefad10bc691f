use std::fmt;

use super::Day;

/// Days as people ask for them, both ends among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The first day.
    pub first: Day,
    /// The last day.
    pub last: Day,
}

/// Why some words are no days.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RangeFault {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: &'static str,
}

impl fmt::Display for RangeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n  help: {}", self.message, self.help)
    }
}

impl std::error::Error for RangeFault {}

const HELP: &str = "a day is 2025-12-07, yesterday or -7d; 2025-12, 2025-W49, 2025-Q4 and 2025 are \
                    all their days; a..b is from a to b, both included";

impl Range {
    /// Reads days: `2025-12-07`, `2025-12`, `2025-W49` (ISO 8601), `2025-Q4`, `2025`, `today`,
    /// `yesterday`, `-7d` for the day a week ago, and `a..b`, where either end may be left out.
    pub fn parse(text: &str, today: Day) -> Result<Range, RangeFault> {
        let fault = |message: String| RangeFault { message, help: HELP };
        let Some((first, last)) = text.split_once("..") else {
            let read = one(text, today).ok_or_else(|| fault(format!("`{text}` is no day or days")));
            return read;
        };
        let end = |text: &str, open: Day| match text {
            "" => Some(Range { first: open, last: open }),
            text => one(text, today),
        };
        let wrong = |text: &str| fault(format!("`{text}` is no day or days"));
        let first = end(first, Day::MIN).ok_or_else(|| wrong(first))?.first;
        let last = end(last, Day::MAX).ok_or_else(|| wrong(last))?.last;
        if first > last {
            return Err(fault(format!("`{text}` ends before it begins")));
        }
        Ok(Range { first, last })
    }

    /// Returns whether a day is among them.
    pub fn has(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }
}

fn one(text: &str, today: Day) -> Option<Range> {
    let day = |day: Day| Range { first: day, last: day };
    match text {
        "today" => return Some(day(today)),
        "yesterday" => return Some(day(today.plus(-1))),
        _ => {}
    }
    if let Some(days) = text.strip_prefix('-').and_then(|text| text.strip_suffix('d')) {
        let days: i32 = digits(days)?.try_into().ok()?;
        let ago = today.plus(0 - days.min(4_000_000));
        return Some(day(ago.max(Day::MIN)));
    }
    if let Some(found) = Day::parse(text) {
        return Some(day(found));
    }
    let (year, rest) = text.split_once('-').unwrap_or((text, ""));
    let year = (year.len() == 4).then(|| digits(year))??;
    let year = i32::try_from(year).ok().filter(|year| *year >= 1)?;
    match rest.split_at_checked(1) {
        None if !text.contains('-') => months(year, 1, 12),
        Some(("W", week)) => week_of(year, digits(week)?),
        Some(("Q", quarter)) => {
            let quarter = digits(quarter).filter(|quarter| (1..=4).contains(quarter))?;
            months(year, 3 * quarter - 2, 3 * quarter)
        }
        Some(_) if rest.len() == 2 => months(year, digits(rest)?, digits(rest)?),
        _ => None,
    }
}

fn digits(text: &str) -> Option<u32> {
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok())?
}

fn months(year: i32, first: u32, last: u32) -> Option<Range> {
    let end = match last {
        12 => Day::from_ymd(year, 12, 31)?,
        last => Day::from_ymd(year, last + 1, 1)?.plus(-1),
    };
    Some(Range { first: Day::from_ymd(year, first, 1)?, last: end })
}

/// The week of a year from Monday to Sunday; the first one is that of 4 January (ISO 8601).
fn week_of(year: i32, week: u32) -> Option<Range> {
    let first = |year| {
        let fourth = Day::from_ymd(year, 1, 4)?;
        Some(fourth.plus(-(fourth.weekday().num_days_from_monday().cast_signed())))
    };
    let offset = i32::try_from(week.checked_sub(1)?).ok()?.checked_mul(7)?;
    let monday = first(year)?.plus(offset.min(400));
    (monday < first(year + 1)?).then(|| Range { first: monday, last: monday.plus(6) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let today = Day::parse("2025-12-07").expect("a day");
        match Range::parse(text, today) {
            Ok(range) => format!("{}..{}", range.first, range.last),
            Err(fault) => fault.message,
        }
    }

    #[test]
    fn days_months_quarters_weeks_and_years_are_all_their_days() {
        for (text, days) in [
            ("2025-12-06", "2025-12-06..2025-12-06"),
            ("today", "2025-12-07..2025-12-07"),
            ("yesterday", "2025-12-06..2025-12-06"),
            ("-7d", "2025-11-30..2025-11-30"),
            ("2024-02", "2024-02-01..2024-02-29"),
            ("2025-12", "2025-12-01..2025-12-31"),
            ("2025-Q1", "2025-01-01..2025-03-31"),
            ("2025-Q4", "2025-10-01..2025-12-31"),
            ("2025", "2025-01-01..2025-12-31"),
            ("2025-W01", "2024-12-30..2025-01-05"),
            ("2025-W49", "2025-12-01..2025-12-07"),
            ("2020-W53", "2020-12-28..2021-01-03"),
            ("2025-11..2025-12-06", "2025-11-01..2025-12-06"),
            ("-7d..yesterday", "2025-11-30..2025-12-06"),
        ] {
            assert_eq!(read(text), days, "{text}");
        }
    }

    #[test]
    fn what_is_no_day_says_so() {
        for text in ["", "2025-13", "2025-W54", "2025-W00", "2025-Q5", "2025-", "x", "-d", "25-01"]
        {
            assert_eq!(read(text), format!("`{text}` is no day or days"));
        }
        assert_eq!(read("2025-W53"), "`2025-W53` is no day or days");
        assert_eq!(read("2025-12..2025-11"), "`2025-12..2025-11` ends before it begins");
        assert_eq!(read("2025-12..x"), "`x` is no day or days");
    }
}
