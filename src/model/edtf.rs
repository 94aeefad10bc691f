//! Dates as sources give them: exact, between two days, open to one side, or not at all.
//!
//! The forms are a part of EDTF (ISO 8601-2) that says when something happened and how sure that is.
//! An [`Edtf`] is what is written; a [`When`] is what it means once the day is known on which the
//! statement was made. Neither knows today's date, and the words of a source are no business of
//! theirs: those are read in `phrase`.

use std::ops::Range;

use borsh::{BorshDeserialize, BorshSerialize};
use chrono::{FixedOffset, NaiveDateTime, NaiveTime, Offset, Utc};
use serde::Serialize;

use super::Day;
use super::day::{month_days, month_name, short_month};
use super::phrase;

/// A date as written, before it is known what "still" refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Edtf {
    form: Form,
    approximate: bool,
    uncertain: bool,
}

/// What is wrong with the text of a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateFault {
    /// The wrong part, in bytes of the text.
    pub range: Range<usize>,
    /// What is wrong with it.
    pub message: String,
    /// What to write instead, where that can be told.
    pub help: Option<String>,
    /// The bytes that should say something else and what, where the help names one thing.
    pub meant: Option<(Range<usize>, String)>,
}

/// When something happened or is to happen. `first` is never after `last`.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    schemars::JsonSchema,
    BorshSerialize,
    BorshDeserialize,
)]
#[expect(clippy::struct_excessive_bools, reason = "each is a mark that a screen shows by itself")]
pub struct When {
    /// The earliest day it may have been.
    pub first: Day,
    /// The latest day it may have been.
    pub last: Day,
    /// The day from which it counts: the first on which it surely holds.
    pub from: Day,
    /// The day from which it may hold, if that is earlier than `from`.
    pub possible_from: Option<Day>,
    /// The source gives the days roughly.
    pub approximate: bool,
    /// The recorder is not sure of the days.
    pub uncertain: bool,
    /// It began by `first`; how much earlier is not said.
    pub open_start: bool,
    /// It goes on; `last` is only how far the statement reaches.
    pub open_end: bool,
    /// The source gives no date: the days are those of the report.
    pub unstated: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Form {
    Once(Day, Day),
    Lasted(Day, Day),
    From(Day),
    By(Day),
}

/// A part of the text, and where it starts in the whole.
#[derive(Clone, Copy)]
struct Part<'t> {
    text: &'t str,
    start: usize,
}

/// One date of the text: the days it covers, its instant if it has a time, and its marks.
struct Read {
    days: (Day, Day),
    instant: Option<NaiveDateTime>,
    approximate: bool,
    uncertain: bool,
}

/// What to write, when nothing nearer can be told.
const FORMS: &str =
    "write a day as `2025-12-07`, or `[a..b]` (once, inside), `a/b` (lasted), `a/..`, `../b`";

impl Edtf {
    /// Reads a date, or says what is wrong; times of day without an offset are taken at `offset`,
    /// and all of them become the day at `offset`.
    pub fn parse(text: &str, offset: FixedOffset) -> Result<Edtf, DateFault> {
        // Nearly all dates are just a day, which needs none of the looks below.
        if let Some(day) = Day::parse(text) {
            return Ok(Edtf { form: Form::Once(day, day), approximate: false, uncertain: false });
        }
        let whole = Part { text, start: 0 };
        if text.is_empty() {
            return Err(whole.fault("the date is empty".to_owned(), FORMS));
        }
        if let Some(fault) = elsewhere(whole).or_else(|| blank(whole, offset)) {
            return Err(fault);
        }
        match (text.starts_with('['), text.split_once('/')) {
            (true, _) => bracket(whole, offset),
            (false, Some((a, b))) => interval(whole, a, b, offset),
            (false, None) => single(whole, offset),
        }
    }

    /// Returns what the date means in a statement made on `stated` (if that is told) and known on
    /// `known`: what is still going on is vouched for until then.
    pub fn resolve(&self, stated: Option<Day>, known: Day) -> When {
        let (first, last, from) = match self.form {
            Form::Once(first, last) => (first, last, last),
            Form::Lasted(first, last) => (first, last, first),
            // What is still to begin when it is told reaches no further than its first day.
            Form::From(first) => (first, stated.unwrap_or(known).max(first), first),
            Form::By(last) => (last, last, last),
        };
        When {
            first,
            last,
            from,
            possible_from: (first < from).then_some(first),
            approximate: self.approximate,
            uncertain: self.uncertain,
            open_start: matches!(self.form, Form::By(_)),
            open_end: matches!(self.form, Form::From(_)),
            unstated: false,
        }
    }
}

impl When {
    /// Returns one day.
    pub fn on(day: Day) -> When {
        let exact = Edtf { form: Form::Once(day, day), approximate: false, uncertain: false };
        exact.resolve(None, day)
    }

    /// Returns the time of an event without a date: by the day it became known.
    pub fn unstated(known: Day) -> When {
        let by = Edtf { form: Form::By(known), approximate: false, uncertain: false };
        When { unstated: true, ..by.resolve(None, known) }
    }

    /// Returns whether the day from which it counts is not exact.
    pub fn is_imprecise(&self) -> bool {
        self.unstated
            || self.approximate
            || self.uncertain
            || self.open_start
            || self.possible_from.is_some()
    }

    /// Returns whether this is surely after the other; if neither is, they overlap.
    pub fn later_than(&self, other: &When) -> bool {
        self.first > other.last
    }

    /// Returns a few words for a screen that is about `year`; other years are spelled out.
    ///
    /// `6 Dec`, `4–6 Dec` (lasted), `in 4–6 Dec` (once, inside), `from 6 Dec`, `by 6 Dec`,
    /// `about 6 Dec`, `6 Dec ?`, and `~7 Dec` where the source gives no date.
    pub fn shown(&self, year: i32) -> String {
        let about = if self.approximate { "about " } else { "" };
        let days = |first, last| days_shown(first, last, year);
        let text = match (self.open_start, self.open_end, self.possible_from) {
            _ if self.unstated => format!("~{}", days(self.last, self.last)),
            (true, _, _) => format!("by {about}{}", days(self.last, self.last)),
            (_, true, _) => format!("from {about}{}", days(self.first, self.first)),
            (_, _, Some(_)) => match (self.centre(), self.unit(year)) {
                (Some(day), _) => format!("about {}", days(day, day)),
                (None, Some(unit)) => format!("in {about}{unit}"),
                (None, None) => format!("in {about}{}", days(self.first, self.last)),
            },
            (_, _, None) => format!("{about}{}", days(self.first, self.last)),
        };
        if self.uncertain { text + " ?" } else { text }
    }

    /// Returns the day that was given roughly, if these days are one day and one on either side.
    fn centre(&self) -> Option<Day> {
        let near = self.approximate && self.first.plus(2) == self.last;
        near.then(|| self.first.plus(1))
    }

    /// Returns the month or the year, if these days are exactly that.
    fn unit(&self, reference: i32) -> Option<String> {
        let (year, month, _) = self.first.ymd();
        if Some((self.first, self.last)) == year_days(year) {
            return Some(year.to_string());
        }
        let whole = Some((self.first, self.last)) == month_days(year, month);
        let year = if year == reference { String::new() } else { format!(" {year}") };
        whole.then(|| format!("{}{year}", short_month(month)))
    }
}

fn year_days(year: i32) -> Option<(Day, Day)> {
    Some((Day::from_ymd(year, 1, 1)?, Day::from_ymd(year, 12, 31)?))
}

fn days_shown(first: Day, last: Day, year: i32) -> String {
    let ((first_year, first_month, first_day), (last_year, last_month, _)) =
        (first.ymd(), last.ymd());
    let full = |day: Day| format!("{} {}", day.short(), day.year());
    let end = if (first_year, last_year) == (year, year) { last.short() } else { full(last) };
    if first == last {
        end
    } else if first_year != last_year {
        format!("{} – {end}", full(first))
    } else if first_month != last_month {
        format!("{} – {end}", first.short())
    } else {
        format!("{first_day}–{end}")
    }
}

/// Reads `[a..b]`.
fn bracket(whole: Part<'_>, offset: FixedOffset) -> Result<Edtf, DateFault> {
    let inside = whole.text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    let Some(inside) = inside else {
        let help = "write `[a..b]` for one day from a to b, and put marks on a or b";
        return Err(whole.fault(format!("`{}` does not end with its `]`", whole.text), help));
    };
    match inside.split_once("..") {
        Some((a, b)) if !a.is_empty() && !b.is_empty() => {
            let (a, b) = ordered(whole.part(a, 1), whole.part(b, a.len() + 3), offset)?;
            Ok(marked(Form::Once(a.days.0, b.days.1), &[&a, &b]))
        }
        Some(_) => {
            let help = "write `../b` for by b, `a/..` for from a on";
            Err(whole.fault(format!("`{}` is open to one side", whole.text), help))
        }
        None => {
            let help = "write `[a..b]` for one day from a to b";
            Err(whole.fault(format!("`{}` has no `..` between two days", whole.text), help))
        }
    }
}

/// Reads `a/b`, `a/..` and `../b`.
fn interval(whole: Part<'_>, a: &str, b: &str, offset: FixedOffset) -> Result<Edtf, DateFault> {
    let (start, end) = (whole.part(a, 0), whole.part(b, a.len() + 1));
    match (a, b) {
        ("" | "..", "" | "..") => {
            let message = format!("`{}` gives no day at all", whole.text);
            Err(whole.fault(message, "leave the date out; it then is by the day of the report"))
        }
        ("", _) | (_, "") => {
            let (a, b) = (if a.is_empty() { ".." } else { a }, if b.is_empty() { ".." } else { b });
            let message = format!("an end of `{}` is missing", whole.text);
            Err(whole.fault(message, &format!("did you mean `{a}/{b}`?")))
        }
        ("..", _) => read(end, offset).map(|end| marked(Form::By(end.days.1), &[&end])),
        (_, "..") => read(start, offset).map(|start| marked(Form::From(start.days.0), &[&start])),
        _ => {
            let (a, b) = ordered(start, end, offset)?;
            Ok(marked(Form::Lasted(a.days.0, b.days.1), &[&a, &b]))
        }
    }
}

/// Reads a day, a month or a year.
fn single(whole: Part<'_>, offset: FixedOffset) -> Result<Edtf, DateFault> {
    let date = read(whole, offset)?;
    let (first, last) = date.days;
    match (date.approximate, first == last) {
        (true, true) => Ok(marked(Form::Once(first.plus(-1), last.plus(1)), &[&date])),
        (true, false) => {
            let message = format!("how far around it `{}` reaches is not said", whole.text);
            Err(whole.fault(message, "write `[a..b]` with the first and the last day it may be"))
        }
        (false, _) => Ok(marked(Form::Once(first, last), &[&date])),
    }
}

fn marked(form: Form, dates: &[&Read]) -> Edtf {
    Edtf {
        form,
        approximate: dates.iter().any(|date| date.approximate),
        uncertain: dates.iter().any(|date| date.uncertain),
    }
}

/// Reads two dates of which the first must not be the later.
fn ordered(a: Part<'_>, b: Part<'_>, offset: FixedOffset) -> Result<(Read, Read), DateFault> {
    let (first, last) = (read(a, offset)?, read(b, offset)?);
    let inverted = first.instant.zip(last.instant).is_some_and(|(a, b)| b < a);
    if inverted || last.days.1 < first.days.0 {
        let message = format!("`{}` is before `{}`", b.text, a.text);
        return Err(b.fault(message, "the earlier one comes first; a wrong month or year?"));
    }
    Ok((first, last))
}

/// Reads one date with its marks.
fn read(part: Part<'_>, offset: FixedOffset) -> Result<Read, DateFault> {
    let text = part.text;
    let bare = text.strip_suffix(['?', '~', '%']).unwrap_or(text);
    let mark = &text[bare.len()..];
    if bare.ends_with(['?', '~', '%']) {
        let help = "write `%` for both `?` (not sure) and `~` (about)";
        return Err(part.fault(format!("`{text}` has more than one mark"), help));
    }
    let (days, instant) = match bare.split_once('T') {
        Some((date, time)) => timed(part, date, time, offset)?,
        None => (calendar(part.part(bare, 0))?, None),
    };
    let (approximate, uncertain) = (matches!(mark, "~" | "%"), matches!(mark, "?" | "%"));
    Ok(Read { days, instant, approximate, uncertain })
}

type Timed = ((Day, Day), Option<NaiveDateTime>);

/// Reads a day with a time as the day at `offset`.
fn timed(part: Part<'_>, date: &str, time: &str, offset: FixedOffset) -> Result<Timed, DateFault> {
    let day = part.part(date, 0);
    let (first, last) = calendar(day)?;
    if first != last {
        return Err(day.fault(format!("`{date}` is no day, and has a time"), "leave the time out"));
    }
    let clock = part.part(time, date.len() + 1);
    let utc = instant(first, time, offset).ok_or_else(|| {
        let help = "write `T21:30Z`, `T21:30+02:00`, or `T21:30` for the charter's own time";
        clock.fault(format!("`{time}` is not a time of day"), help)
    })?;
    let here = utc.checked_add_offset(offset).map(|here| here.date());
    let day = here.filter(|date| Day::from(*date).to_string() == date.to_string());
    let day = day.map(Day::from).ok_or_else(|| {
        part.fault(format!("`{}` is not in the years 0001 to 9999 here", part.text), FORMS)
    })?;
    Ok(((day, day), Some(utc)))
}

/// Reads `21:30`, `21:30:00`, with `Z` or an offset, as universal time.
fn instant(day: Day, text: &str, offset: FixedOffset) -> Option<NaiveDateTime> {
    let (clock, zone) = match (text.strip_suffix('Z'), text.find(['+', '-'])) {
        (Some(clock), _) => (clock, Utc.fix()),
        (None, Some(at)) => (&text[..at], zone(&text[at..])?),
        (None, None) => (text, offset),
    };
    let fields = numbers(clock, ':', &[2, 2]).or_else(|| numbers(clock, ':', &[2, 2, 2]))?;
    let second = fields.get(2).copied().unwrap_or(0);
    let time = NaiveTime::from_hms_opt(*fields.first()?, *fields.get(1)?, second)?;
    chrono::NaiveDate::from(day).and_time(time).checked_sub_offset(zone)
}

/// Reads how far a clock is from that of Greenwich: `+02:00`.
pub fn zone(text: &str) -> Option<FixedOffset> {
    let sign = match text.as_bytes().first()? {
        b'+' => 1,
        b'-' => -1,
        _ => return None,
    };
    let fields = numbers(text.get(1..)?, ':', &[2, 2])?;
    let minutes = i32::try_from(fields.first()? * 60 + fields.get(1).filter(|m| **m < 60)?).ok()?;
    FixedOffset::east_opt(sign * minutes * 60)
}

/// Reads numbers of fixed widths.
fn numbers(text: &str, between: char, widths: &[usize]) -> Option<Vec<u32>> {
    let fields: Vec<&str> = text.split(between).collect();
    let digits = fields.iter().all(|field| field.bytes().all(|byte| byte.is_ascii_digit()));
    let fit = fields.iter().map(|field| field.len()).eq(widths.iter().copied());
    (digits && fit).then(|| fields.iter().filter_map(|field| field.parse().ok()).collect())
}

/// Reads `2025-12-07`, `2025-12` or `2025` as the days it covers.
fn calendar(part: Part<'_>) -> Result<(Day, Day), DateFault> {
    let widths: [&[usize]; 3] = [&[4, 2, 2], &[4, 2], &[4]];
    let fields = widths.iter().find_map(|widths| numbers(part.text, '-', widths));
    let Some(fields) = fields else {
        let plain = || part.fault(format!("`{}` is not a date", part.text), FORMS);
        return Err(elsewhere(part).unwrap_or_else(plain));
    };
    let year = fields.first().and_then(|year| i32::try_from(*year).ok()).unwrap_or(0);
    let days = match fields[1..] {
        [] => year_days(year),
        [month] => month_days(year, month),
        [month, day, ..] => Day::from_ymd(year, month, day).map(|day| (day, day)),
    };
    days.ok_or_else(|| missing(part, year, &fields[1..]))
}

/// Says why a well-formed date does not exist.
fn missing(part: Part<'_>, year: i32, rest: &[u32]) -> DateFault {
    let text = part.text;
    let month = rest.first().copied().unwrap_or(1);
    let (place, why) = match month_days(year, month) {
        _ if year == 0 => (0..4, "the years go from 0001 to 9999".to_owned()),
        None => (5..7, "the months go from 01 to 12".to_owned()),
        Some((_, last)) => {
            let (name, count) = (month_name(month), last.ymd().2);
            (8..10, format!("{name} {year} has {count} days"))
        }
    };
    let swapped = rest.get(1).and_then(|day| Day::from_ymd(year, *day, month));
    DateFault {
        range: part.start + place.start..part.start + place.end,
        message: format!("`{text}` does not exist: {why}"),
        help: swapped.map(|day| format!("did you mean `{day}`?")),
        meant: swapped.map(|day| (part.range(), day.to_string())),
    }
}

/// Recognises a date in a form that is used elsewhere, such as `7 Dec 2025` or `12/07/2025`.
fn elsewhere(part: Part<'_>) -> Option<DateFault> {
    let text = part.text;
    let meant = phrase::spelled(text).map_or_else(|| shuffled(text), |day| vec![day]);
    let (wrong, help) = match meant[..] {
        [day] => {
            let wrong = format!("`{text}` is not written year, month, day");
            return Some(part.meant(wrong, part.range(), day.to_string()));
        }
        [a, b, ..] => ("can be read two ways", format!("it may be `{a}` or `{b}`")),
        [] => return None,
    };
    Some(part.fault(format!("`{text}` {wrong}"), &help))
}

/// Returns the days that three numbers, or eight digits, may stand for.
fn shuffled(text: &str) -> Vec<Day> {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if text.len() == 8 && digits(text) {
        let dashed = format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]);
        return Day::parse(&dashed).into_iter().collect();
    }
    let fields: Vec<&str> = text.split(['/', '.', '-']).collect();
    let widths: Vec<usize> = fields.iter().map(|field| field.len()).collect();
    let strict = numbers(text, '-', &[4, 2, 2]).is_some();
    let orders: &[[usize; 3]] = match widths[..] {
        [4, 1..=2, 1..=2] if !strict => &[[0, 1, 2]],
        [1..=2, 1..=2, 4] => &[[2, 0, 1], [2, 1, 0]],
        _ => return Vec::new(),
    };
    let day = |[year, month, day]: &[usize; 3]| {
        Day::parse(&format!("{}-{:0>2}-{:0>2}", fields[*year], fields[*month], fields[*day]))
    };
    let mut days: Vec<Day> = orders.iter().filter_map(day).collect();
    days.dedup();
    days
}

/// Finds a blank, which no date has.
fn blank(whole: Part<'_>, offset: FixedOffset) -> Option<DateFault> {
    let at = whole.text.find(char::is_whitespace)?;
    let width = whole.text[at..].chars().next().map_or(0, char::len_utf8);
    let words: Vec<&str> = whole.text.split_whitespace().collect();
    let meant = [words.concat(), words.join("T")];
    let meant = meant.into_iter().find(|meant| Edtf::parse(meant, offset).is_ok());
    let gap = whole.part(&whole.text[at..at + width], at);
    let message = "a date has no blanks".to_owned();
    Some(match meant {
        Some(meant) => gap.meant(message, whole.range(), meant),
        None => gap.fault(message, FORMS),
    })
}

impl<'t> Part<'t> {
    /// Returns a part of this part, starting at `at`.
    fn part(self, text: &'t str, at: usize) -> Part<'t> {
        Part { text, start: self.start + at }
    }

    fn fault(self, message: String, help: &str) -> DateFault {
        DateFault { range: self.range(), message, help: Some(help.to_owned()), meant: None }
    }

    /// Says that something else was probably meant by some bytes.
    fn meant(self, message: String, bytes: Range<usize>, meant: String) -> DateFault {
        let help = Some(format!("did you mean `{meant}`?"));
        DateFault { range: self.range(), message, help, meant: Some((bytes, meant)) }
    }

    /// Returns the bytes of the whole that it takes.
    fn range(self) -> Range<usize> {
        self.start..self.start + self.text.len()
    }
}

#[cfg(test)]
mod tests;
