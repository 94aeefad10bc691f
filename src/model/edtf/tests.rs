use proptest::prelude::*;

use super::*;

fn utc() -> FixedOffset {
    Utc.fix()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap_or_else(|| panic!("{text}"))
}

/// Resolves a date in a report of 7 December 2025.
fn when(text: &str) -> When {
    let date = Edtf::parse(text, utc()).unwrap_or_else(|fault| panic!("{text}: {fault:?}"));
    date.resolve(None, day("2025-12-07"))
}

#[test]
fn every_form_has_its_days_and_its_words() {
    let rows = [
        ("2025-12-06", "12-06", "12-06", "12-06", "6 Dec"),
        ("2025-12-06?", "12-06", "12-06", "12-06", "6 Dec ?"),
        ("2025-12-06~", "12-05", "12-07", "12-07", "about 6 Dec"),
        ("2025-12-06%", "12-05", "12-07", "12-07", "about 6 Dec ?"),
        ("2025-12", "12-01", "12-31", "12-31", "in Dec"),
        ("2025-02?", "02-01", "02-28", "02-28", "in Feb ?"),
        ("2025", "01-01", "12-31", "12-31", "in 2025"),
        ("[2025-12-02..2025-12-06]", "12-02", "12-06", "12-06", "in 2–6 Dec"),
        ("[2025-12-02~..2025-12-06]", "12-02", "12-06", "12-06", "in about 2–6 Dec"),
        ("[2025-10..2025-11]", "10-01", "11-30", "11-30", "in 1 Oct – 30 Nov"),
        ("[2025-12-06..2025-12-06]", "12-06", "12-06", "12-06", "6 Dec"),
        ("2025-12-04/2025-12-06", "12-04", "12-06", "12-04", "4–6 Dec"),
        ("2025-12-04~/2025-12-06~", "12-04", "12-06", "12-04", "about 4–6 Dec"),
        ("2025-11-28/2025-12-02?", "11-28", "12-02", "11-28", "28 Nov – 2 Dec ?"),
        ("2025-11/2025-12-02", "11-01", "12-02", "11-01", "1 Nov – 2 Dec"),
        ("2025-12-06/..", "12-06", "12-07", "12-06", "from 6 Dec"),
        ("2025-12-06?/..", "12-06", "12-07", "12-06", "from 6 Dec ?"),
        ("2025-12-20/..", "12-20", "12-20", "12-20", "from 20 Dec"),
        ("../2025-12-04", "12-04", "12-04", "12-04", "by 4 Dec"),
        ("../2025-12-04~", "12-04", "12-04", "12-04", "by about 4 Dec"),
        ("../2025-11", "11-30", "11-30", "11-30", "by 30 Nov"),
        ("2025-12-06T21:30Z", "12-06", "12-06", "12-06", "6 Dec"),
        ("2025-12-06T00:30:15+02:00", "12-05", "12-05", "12-05", "5 Dec"),
        ("2025-12-06T23:30-05:00?", "12-07", "12-07", "12-07", "7 Dec ?"),
    ];
    for (text, first, last, from, shown) in rows {
        let when = when(text);
        let days = [when.first, when.last, when.from].map(|day| day.to_string());
        let expected = [first, last, from].map(|day| format!("2025-{day}"));
        assert_eq!(days, expected, "{text}");
        assert_eq!(when.shown(2025), shown, "{text}");
        let possible = (when.first < when.from).then_some(when.first);
        assert_eq!(when.possible_from, possible, "{text}");
        assert_eq!(when.open_start, text.starts_with(".."), "{text}");
        assert_eq!(when.open_end, text.ends_with(".."), "{text}");
    }
}

#[test]
fn other_years_are_spelled_out() {
    let rows = [
        ("2024-12-06", "6 Dec 2024"),
        ("2024-12-04/2024-12-06", "4–6 Dec 2024"),
        ("2024-11-28/2024-12-02", "28 Nov – 2 Dec 2024"),
        ("2025-12-30/2026-01-02", "30 Dec 2025 – 2 Jan 2026"),
        ("2024-12", "in Dec 2024"),
        ("2024", "in 2024"),
    ];
    for (text, shown) in rows {
        assert_eq!(when(text).shown(2025), shown, "{text}");
    }
}

#[test]
fn a_date_that_is_not_given_is_the_day_of_the_report() {
    let when = When::unstated(day("2025-12-07"));
    assert_eq!((when.first, when.last, when.from), (when.first, when.first, when.first));
    assert!(when.unstated && when.open_start);
    assert_eq!(when.shown(2025), "~7 Dec");
}

#[test]
fn what_goes_on_is_vouched_for_until_it_was_stated() {
    let from = Edtf::parse("2025-12-01/..", utc()).unwrap();
    let when = from.resolve(Some(day("2025-12-03")), day("2025-12-07"));
    assert_eq!(when.last, day("2025-12-03"));
}

#[test]
fn a_time_of_day_is_the_day_where_the_charter_is() {
    let kyiv = FixedOffset::east_opt(2 * 3600).unwrap();
    let rows = [
        ("2025-12-06T21:59Z", "2025-12-06"),
        ("2025-12-06T22:00Z", "2025-12-07"),
        ("2025-12-06T22:00", "2025-12-06"),
        ("2025-12-06T22:00+02:00", "2025-12-06"),
        ("2025-12-06T18:00-05:00", "2025-12-07"),
    ];
    for (text, expected) in rows {
        let when = Edtf::parse(text, kyiv).unwrap().resolve(None, Day::MAX);
        assert_eq!(when.first, day(expected), "{text}");
    }
}

#[test]
fn a_fault_says_where_and_what_instead() {
    let rows = [
        ("", 0..0, "the date is empty", "`2025-12-07`"),
        ("2025-02-30", 8..10, "`2025-02-30` does not exist: February 2025 has 28 days", ""),
        ("2025-13-01", 5..7, "the months go from 01 to 12", "did you mean `2025-01-13`?"),
        ("2025-13", 5..7, "`2025-13` does not exist", ""),
        ("0000", 0..4, "the years go from 0001 to 9999", ""),
        ("2025-12-04/2025-12-32", 19..21, "December 2025 has 31 days", ""),
        ("12/07/2025", 0..10, "can be read two ways", "`2025-12-07` or `2025-07-12`"),
        ("25/12/2025", 0..10, "is not written year, month, day", "mean `2025-12-25`?"),
        ("2025/12/07", 0..10, "is not written year, month, day", "mean `2025-12-07`?"),
        ("7 Dec 2025", 0..10, "is not written year, month, day", "mean `2025-12-07`?"),
        ("Sunday, December 7, 2025", 0..24, "is not written", "mean `2025-12-07`?"),
        ("20251207", 0..8, "is not written year, month, day", "mean `2025-12-07`?"),
        ("2025-1-5", 0..8, "is not written year, month, day", "mean `2025-01-05`?"),
        ("2025-12-04/2025-12-6", 11..20, "is not written", "mean `2025-12-06`?"),
        (" 2025-12-07", 0..1, "a date has no blanks", "mean `2025-12-07`?"),
        ("2025-12-07 21:30", 10..11, "a date has no blanks", "mean `2025-12-07T21:30`?"),
        ("2025-12-04 / 2025-12-06", 10..11, "no blanks", "`2025-12-04/2025-12-06`"),
        ("2025-12-06/2025-12-04", 11..21, "`2025-12-04` is before `2025-12-06`", "first"),
        ("[2025-12-06..2025-12-04]", 13..23, "is before", "first"),
        ("2025-12-06T22:00Z/2025-12-06T21:00Z", 18..35, "is before", "first"),
        ("[2025-12-02..2025-12-06", 0..23, "does not end with its `]`", "`[a..b]`"),
        ("[2025-12-02..]", 0..14, "open to one side", "`a/..`"),
        ("[2025-12-02]", 0..12, "has no `..`", "`[a..b]`"),
        ("2025-12-02..2025-12-06", 0..22, "is not a date", "`[a..b]`"),
        ("../..", 0..5, "gives no day at all", "leave the date out"),
        ("2025-12-04/", 0..11, "is missing", "mean `2025-12-04/..`?"),
        ("/2025-12-04", 0..11, "is missing", "mean `../2025-12-04`?"),
        ("2025-12~", 0..8, "how far around it", "`[a..b]`"),
        ("2025-12-06?~", 0..12, "more than one mark", "`%`"),
        ("2025-12-06T25:00", 11..16, "`25:00` is not a time of day", "`T21:30Z`"),
        ("2025-12T21:30", 0..7, "`2025-12` is no day", "leave the time out"),
        ("0001-01-01T00:00+02:00", 0..22, "not in the years 0001 to 9999", ""),
        ("вчера", 0..10, "`вчера` is not a date", "`2025-12-07`"),
        ("../вчера", 3..13, "`вчера` is not a date", "`2025-12-07`"),
    ];
    for (text, range, message, help) in rows {
        let fault = Edtf::parse(text, utc()).expect_err(text);
        assert_eq!(fault.range, range, "{text}: {fault:?}");
        assert!(fault.message.contains(message), "{text}: {fault:?}");
        assert!(fault.help.as_deref().unwrap_or_default().contains(help), "{text}: {fault:?}");
    }
}

fn any_when() -> impl Strategy<Value = When> {
    (0..40_i32, 0..10_i32, 0..5_u8).prop_map(|(start, length, form)| {
        let first = day("2025-11-15").plus(start);
        let last = first.plus(length);
        let text = match form {
            0 => format!("{first}~"),
            1 => format!("[{first}..{last}]"),
            2 => format!("{first}/{last}"),
            3 => format!("{first}/.."),
            _ => format!("../{last}"),
        };
        when(&text)
    })
}

proptest! {
    #[test]
    fn reading_never_panics_and_points_inside(
        text in ".{0,30}|[0-9T:Zа~?%./\\[\\] +-]{0,30}|[0-9]{4}-[01][0-9]-[0-3][0-9]T?.{0,8}",
        hours in -23..=23_i32,
    ) {
        let offset = FixedOffset::east_opt(hours * 3600).unwrap();
        match Edtf::parse(&text, offset) {
            Ok(date) => {
                let when = date.resolve(None, day("2025-12-07"));
                prop_assert!(when.first <= when.last);
                prop_assert!(!when.shown(2025).is_empty());
            }
            Err(fault) => prop_assert!(text.get(fault.range).is_some()),
        }
    }

    #[test]
    fn a_written_day_reads_back(at in 0..3_652_059) {
        let day = Day::MIN.plus(at);
        let when = when(&day.to_string());
        prop_assert_eq!((when.first, when.last, when.from), (day, day, day));
    }

    #[test]
    fn later_is_a_strict_order(a in any_when(), b in any_when(), c in any_when()) {
        prop_assert!(!a.later_than(&a));
        prop_assert!(!(a.later_than(&b) && b.later_than(&a)));
        prop_assert!(!(a.later_than(&b) && b.later_than(&c)) || a.later_than(&c));
    }
}
