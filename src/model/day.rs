//! Days, the finest grain of time in a record.
//!
//! A day knows the calendar and its English names and nothing else: no clock (today is handed in at
//! the edge), no time zone (a time of day is turned into a day where it is read), no locale.

use std::borrow::Cow;
use std::fmt;
use std::io;

use borsh::{BorshDeserialize, BorshSerialize};
use chrono::{Datelike, NaiveDate, Weekday};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The months in English, whatever the machine speaks: a report must not depend on where it is made.
pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A day of the years 0001 to 9999.
///
/// Counted from 0001-01-01, which is 1. The count is always within `MIN` and `MAX`, so that every
/// day can be written with four digits for the year and reads back as itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// The first day that can be written, 0001-01-01.
    pub const MIN: Day = Day(1);
    /// The last day that can be written, 9999-12-31.
    pub const MAX: Day = Day(3_652_059);

    /// Returns the day of a year, month and day of the month, if there is one.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Day> {
        let date = NaiveDate::from_ymd_opt(year, month, day)?;
        let day = Day(date.num_days_from_ce());
        (Day::MIN..=Day::MAX).contains(&day).then_some(day)
    }

    /// Reads `2025-12-07`: four, two and two digits and nothing else.
    pub fn parse(text: &str) -> Option<Day> {
        let bytes = text.as_bytes();
        if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
            return None;
        }
        let number = |figures: &[u8]| {
            let figure = |byte: &u8| byte.is_ascii_digit().then(|| u32::from(byte - b'0'));
            figures.iter().try_fold(0, |number, byte| Some(number * 10 + figure(byte)?))
        };
        let year = i32::try_from(number(&bytes[..4])?).ok()?;
        Day::from_ymd(year, number(&bytes[5..7])?, number(&bytes[8..])?)
    }

    /// Returns the year, the month (1 to 12) and the day of the month.
    pub fn ymd(self) -> (i32, u32, u32) {
        let date = NaiveDate::from(self);
        (date.year(), date.month(), date.day())
    }

    /// Returns the year.
    pub fn year(self) -> i32 {
        self.ymd().0
    }

    /// Returns the day of the week.
    pub fn weekday(self) -> Weekday {
        NaiveDate::from(self).weekday()
    }

    /// Returns the day so many days later (earlier, if negative), at most `MAX` and at least `MIN`.
    #[must_use]
    pub fn plus(self, days: i32) -> Day {
        Day(self.0.saturating_add(days)).clamp(Day::MIN, Day::MAX)
    }

    /// Returns the number of days from this day to another, negative if the other is earlier.
    pub fn days_until(self, other: Day) -> i32 {
        other.0 - self.0
    }

    /// Returns the day for a heading: `Sun 7 Dec 2025`.
    pub fn long(self) -> String {
        format!("{} {} {}", self.weekday(), self.short(), self.year())
    }

    /// Returns the day for a table whose year is known: `7 Dec`.
    pub fn short(self) -> String {
        let (_, month, day) = self.ymd();
        format!("{day} {}", short_month(month))
    }
}

/// Returns the name of a month, 1 to 12.
pub(super) fn month_name(month: u32) -> &'static str {
    (1..).zip(MONTHS).find(|(number, _)| *number == month).map_or("", |(_, name)| name)
}

/// Returns the first three letters of the name of a month.
pub(super) fn short_month(month: u32) -> &'static str {
    month_name(month).get(..3).unwrap_or_default()
}

/// Returns the first and the last day of a month, if there is such a month.
pub(super) fn month_days(year: i32, month: u32) -> Option<(Day, Day)> {
    let last = (28..=31).rev().find_map(|day| Day::from_ymd(year, month, day))?;
    Some((Day::from_ymd(year, month, 1)?, last))
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.ymd();
        // `pad` and not `write!`, so that a table can ask for a width.
        f.pad(&format!("{year:04}-{month:02}-{day:02}"))
    }
}

impl Serialize for Day {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl BorshSerialize for Day {
    fn serialize<W: io::Write>(&self, writer: &mut W) -> io::Result<()> {
        BorshSerialize::serialize(&self.0, writer)
    }
}

impl BorshDeserialize for Day {
    fn deserialize_reader<R: io::Read>(reader: &mut R) -> io::Result<Self> {
        let day = Day(i32::deserialize_reader(reader)?);
        let fits = (Day::MIN..=Day::MAX).contains(&day);
        if fits { Ok(day) } else { Err(io::Error::other("a day outside the calendar")) }
    }
}

impl JsonSchema for Day {
    fn schema_name() -> Cow<'static, str> {
        "Day".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "format": "date", "description": "A day." })
    }
}

impl<'de> Deserialize<'de> for Day {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text: Cow<'de, str> = Deserialize::deserialize(deserializer)?;
        let fault = || de::Error::invalid_value(de::Unexpected::Str(&text), &"a day: 2025-12-07");
        Day::parse(&text).ok_or_else(fault)
    }
}

impl From<Day> for NaiveDate {
    fn from(day: Day) -> NaiveDate {
        NaiveDate::from_num_days_from_ce_opt(day.0).expect("chrono reaches beyond the year 9999")
    }
}

/// A date outside the years 0001 to 9999 becomes the nearest day inside them.
impl From<NaiveDate> for Day {
    fn from(date: NaiveDate) -> Day {
        Day(date.num_days_from_ce()).clamp(Day::MIN, Day::MAX)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn a_day_is_shown_in_english() {
        let rows = [
            ("2025-12-07", "Sun 7 Dec 2025", "7 Dec"),
            ("2024-02-29", "Thu 29 Feb 2024", "29 Feb"),
            ("2025-09-01", "Mon 1 Sep 2025", "1 Sep"),
            ("0001-01-01", "Mon 1 Jan 1", "1 Jan"),
            ("9999-12-31", "Fri 31 Dec 9999", "31 Dec"),
        ];
        for (text, long, short) in rows {
            assert_eq!(day(text).to_string(), text);
            assert_eq!(day(text).long(), long);
            assert_eq!(day(text).short(), short);
        }
        assert_eq!(format!("[{:>12}]", day("2025-12-07")), "[  2025-12-07]");
    }

    #[test]
    fn what_is_not_a_day_is_none() {
        for text in [
            "",
            "2025",
            "2025-12",
            "2025-12-7",
            "2025-2-30",
            "2025-02-29",
            "2025-13-01",
            "2025-00-10",
            "2025-10-00",
            "0000-01-01",
            "10000-01-01",
            "-025-01-01",
            "+025-01-01",
            "2025/12/07",
            " 2025-12-07",
            "2025-12-07 ",
            "2025-1\u{442}-1",
            "٢٠٢٥-12-07",
        ] {
            assert_eq!(Day::parse(text), None, "{text}");
        }
    }

    #[test]
    fn the_ends_of_time_hold() {
        assert_eq!(Day::MIN.to_string(), "0001-01-01");
        assert_eq!(Day::MAX.to_string(), "9999-12-31");
        assert_eq!(Day::MAX.plus(1), Day::MAX);
        assert_eq!(Day::MIN.plus(-1), Day::MIN);
        assert_eq!(Day::MIN.plus(i32::MAX), Day::MAX);
        assert_eq!(Day::MAX.plus(i32::MIN), Day::MIN);
        assert_eq!(Day::from(NaiveDate::MAX), Day::MAX);
        assert_eq!(Day::from(NaiveDate::MIN), Day::MIN);
    }

    #[test]
    fn days_are_counted_both_ways() {
        let (november, december) = (day("2025-11-30"), day("2025-12-07"));
        assert_eq!(november.days_until(december), 7);
        assert_eq!(december.days_until(november), -7);
        assert_eq!(november.plus(7), december);
        assert_eq!(december.weekday(), Weekday::Sun);
        assert_eq!(month_days(2024, 2), Some((day("2024-02-01"), day("2024-02-29"))));
        assert_eq!(month_days(2024, 13), None);
    }

    #[test]
    fn a_day_is_written_to_json_as_a_date() {
        let json = serde_json::to_string(&day("2025-12-07")).unwrap();
        assert_eq!(json, "\"2025-12-07\"");
    }

    proptest! {
        #[test]
        fn reading_never_panics(text in ".{0,14}") {
            Day::parse(&text);
        }

        #[test]
        fn a_written_day_reads_back(count in 1..=Day::MAX.0) {
            let day = Day(count);
            prop_assert_eq!(Day::parse(&day.to_string()), Some(day));
            prop_assert_eq!(Day::from(NaiveDate::from(day)), day);
        }
    }
}
