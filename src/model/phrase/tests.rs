use super::super::Edtf;
use super::Tense::{Future, Past};
use super::*;
use chrono::FixedOffset;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    Day::parse(text).unwrap_or_else(|| panic!("{text}"))
}

/// Writes windows as `12-06` or `11-24..11-30`, with the year where it is not 2025.
fn shown(said: &str, reference: &str, tense: Tense) -> String {
    let text = |(first, last): Window| {
        if first == last { first.to_string() } else { format!("{first}..{last}") }
    };
    let windows = windows(said, day(reference), tense);
    let texts: Vec<String> = windows.into_iter().flatten().map(text).collect();
    if texts.is_empty() { "silent".to_owned() } else { texts.join(" ").replace("2025-", "") }
}

/// Said on Sunday, 7 December 2025: the words, then the past and the future reading.
const ON_SUNDAY: [(&str, &str, &str); 84] = [
    ("today", "12-07", "12-07"),
    ("Today.", "12-07", "12-07"),
    ("earlier today", "12-07", "12-07"),
    ("this morning", "12-07", "12-07"),
    ("this afternoon", "12-07", "12-07"),
    ("this evening", "12-07", "12-07"),
    ("tonight", "12-07..12-08", "12-07..12-08"),
    ("last night", "12-06..12-07", "12-06..12-07"),
    ("yesterday", "12-06", "12-06"),
    ("yesterday evening", "12-06", "12-06"),
    ("late yesterday", "12-06", "12-06"),
    ("yesterday, Saturday", "12-06", "12-06"),
    ("“yesterday,Saturday”", "12-06", "12-06"),
    ("yesterday, Friday", "silent", "silent"),
    ("tomorrow", "12-08", "12-08"),
    ("tomorrow morning", "12-08", "12-08"),
    ("the day before yesterday", "12-05", "12-05"),
    ("the day after tomorrow", "12-09", "12-09"),
    ("on Saturday", "12-06", "12-13"),
    ("SATURDAY", "12-06", "12-13"),
    ("on Sunday", "12-07", "12-07"),
    ("on Monday", "12-01", "12-08"),
    ("Saturday night", "12-06..12-07", "12-13..12-14"),
    ("early on Thursday", "12-04", "12-11"),
    ("last Tuesday", "12-02 11-25", "12-02 11-25"),
    ("this Tuesday", "12-02 12-09", "12-09 12-02"),
    ("next Tuesday", "12-09 12-16", "12-09 12-16"),
    ("last week", "11-24..11-30 11-30..12-06", "11-24..11-30 11-30..12-06"),
    ("this week", "12-01..12-07 12-07..12-13", "12-01..12-07 12-07..12-13"),
    ("next week", "12-08..12-14 12-14..12-20", "12-08..12-14 12-14..12-20"),
    ("early next week", "12-08..12-14 12-14..12-20", "12-08..12-14 12-14..12-20"),
    ("Monday next week", "12-08 12-15", "12-08 12-15"),
    ("Saturday, last week", "11-29 12-06", "11-29 12-06"),
    ("later this week", "12-01..12-07 12-07..12-13", "12-08..12-14"),
    ("later in the week", "silent", "12-08..12-14"),
    ("earlier this week", "11-30..12-07", "11-30..12-07"),
    ("at the end of the week", "12-05..12-07 12-12..12-14", "12-05..12-07 12-12..12-14"),
    ("over the weekend", "12-06..12-07", "12-06..12-07"),
    ("last weekend", "11-29..11-30", "11-29..11-30"),
    ("this weekend", "12-06..12-07", "12-06..12-07"),
    ("next weekend", "12-13..12-14", "12-13..12-14"),
    ("last month", "11-01..11-30", "11-01..11-30"),
    ("this month", "12-01..12-31", "12-01..12-31"),
    ("next month", "2026-01-01..2026-01-31", "2026-01-01..2026-01-31"),
    ("last year", "2024-01-01..2024-12-31", "2024-01-01..2024-12-31"),
    ("this year", "01-01..12-31", "01-01..12-31"),
    ("next year", "2026-01-01..2026-12-31", "2026-01-01..2026-12-31"),
    ("three days ago", "12-04", "12-04"),
    ("10 days ago", "11-27", "11-27"),
    ("a day ago", "12-06", "12-06"),
    ("a week ago", "11-27..12-03", "11-27..12-03"),
    ("a week ago Saturday", "11-29", "11-29"),
    ("two weeks ago", "11-20..11-26", "11-20..11-26"),
    ("a month ago", "10-22..11-22", "10-22..11-22"),
    ("in three days", "silent", "12-10"),
    ("in two weeks", "silent", "12-18..12-24"),
    ("in December", "12-01..12-31", "12-01..12-31"),
    ("March", "03-01..03-31", "2026-03-01..2026-03-31"),
    ("in early December", "12-01..12-10", "12-01..12-10"),
    ("in mid-December", "2024-12-11..2024-12-20", "12-11..12-20"),
    ("mid December", "2024-12-11..2024-12-20", "12-11..12-20"),
    ("late December", "2024-12-21..2024-12-31", "12-21..12-31"),
    ("late February 2024", "2024-02-21..2024-02-29", "2024-02-21..2024-02-29"),
    ("last December", "2024-12-01..2024-12-31", "2024-12-01..2024-12-31"),
    ("last October", "10-01..10-31 2024-10-01..2024-10-31", "10-01..10-31 2024-10-01..2024-10-31"),
    ("next March", "2026-03-01..2026-03-31", "2026-03-01..2026-03-31"),
    ("December 2025", "12-01..12-31", "12-01..12-31"),
    ("in 2025", "01-01..12-31", "01-01..12-31"),
    ("on 6 December", "12-06", "2026-12-06"),
    ("on December 8", "2024-12-08", "12-08"),
    ("Dec. 6", "12-06", "2026-12-06"),
    ("the 6th of December", "12-06", "2026-12-06"),
    ("29 February", "2024-02-29", "2028-02-29"),
    ("6 December 2025", "12-06", "12-06"),
    ("December 6, 2025", "12-06", "12-06"),
    ("Saturday, December 6, 2025", "12-06", "12-06"),
    ("Friday, December 6, 2025", "silent", "silent"),
    ("on 2025-12-06", "12-06", "12-06"),
    ("three days", "silent", "silent"),
    ("over three days", "silent", "silent"),
    ("by Saturday", "silent", "silent"),
    ("in the last week", "silent", "silent"),
    ("Saturday and Sunday", "silent", "silent"),
    ("у субботу", "silent", "silent"),
];

#[test]
fn words_said_on_a_sunday() {
    for (said, past, future) in ON_SUNDAY {
        assert_eq!(shown(said, "2025-12-07", Past), past, "{said}, past");
        assert_eq!(shown(said, "2025-12-07", Future), future, "{said}, future");
    }
}

#[test]
fn words_said_in_the_middle_of_a_week() {
    let rows = [
        ("last Tuesday", Past, "12-09 12-02"),
        ("on Wednesday", Past, "12-10"),
        ("last Wednesday", Past, "12-03"),
        ("next Friday", Future, "12-12 12-19"),
        ("this Friday", Future, "12-12"),
        ("next weekend", Future, "12-13..12-14 12-20..12-21"),
        ("last weekend", Past, "12-06..12-07"),
        ("over the weekend", Past, "12-06..12-07"),
        ("over the weekend", Future, "12-13..12-14"),
        ("at the end of the week", Future, "12-12..12-14"),
        ("this week", Past, "12-08..12-14 12-07..12-13"),
    ];
    for (said, tense, expected) in rows {
        assert_eq!(shown(said, "2025-12-10", tense), expected, "{said}");
    }
}

#[test]
fn every_phrase_of_the_guide_is_tried_and_understood() {
    for (said, meaning) in PHRASES {
        let tried = ON_SUNDAY.iter().any(|(row, past, future)| {
            row.eq_ignore_ascii_case(said) && (*past, *future) != ("silent", "silent")
        });
        assert!(tried, "{said}: {meaning}");
    }
}

#[test]
fn what_is_not_wholly_understood_is_silent() {
    for said in [
        "",
        ",",
        "on",
        "evening",
        "night",
        "the week",
        "since Monday",
        "until today",
        "Monday, Tuesday",
        "before Saturday",
        "three days later",
        "two weeks",
        "over the past month",
        "31 February",
        "Monday to Friday",
        "in 2 hours",
        "0 December",
        "December 32",
        "99999 days ago",
        "soon",
    ] {
        for tense in [Past, Future] {
            assert_eq!(windows(said, day("2025-12-07"), tense), None, "{said}");
        }
    }
}

#[test]
fn the_seed_dispatch_agrees_with_its_words() {
    let rows = [
        ("yesterday, Saturday", "2025-12-06", Past, Some(true)),
        ("last Tuesday", "2025-12-02", Past, Some(true)),
        ("last Tuesday", "2026-12-02", Past, Some(false)),
        ("on Saturday", "2025-12-06", Past, Some(true)),
        ("on Saturday", "2025-12-05", Past, Some(false)),
        ("on Saturday", "2025-12-05~", Past, Some(true)),
        ("on Saturday", "../2025-12-07", Past, Some(true)),
        ("on Saturday", "../2025-12-05", Past, Some(false)),
        ("on Saturday", "2025-12-05/..", Past, Some(true)),
        ("on Saturday", "2025-12-07/..", Past, Some(false)),
        ("on Monday", "2025-12-08", Future, Some(true)),
        ("later in the week", "[2025-12-09..2025-12-14]", Future, Some(true)),
        ("three days", "2025-12-04~/2025-12-06~", Past, None),
    ];
    let (utc, known) = (FixedOffset::east_opt(0).unwrap(), day("2025-12-07"));
    for (said, on, tense, expected) in rows {
        let when = Edtf::parse(on, utc).unwrap().resolve(None, known);
        let verdict = agrees(said, known, tense, &when);
        assert_eq!(verdict.map(|it| it == Verdict::Agrees), expected, "{said} {on}");
    }
    assert_eq!(agrees("on Monday", known, Past, &When::unstated(known)), None);
}

proptest! {
    #[test]
    fn any_words_at_any_time_give_windows_or_nothing(
        words in prop::collection::vec(
            prop::sample::select(PHRASES.iter().flat_map(|row| row.0.split(' ')).collect::<Vec<_>>()),
            0..6,
        ),
        junk in ".{0,12}",
        at in 0..3_652_059,
    ) {
        for text in [words.join(" "), junk] {
            for tense in [Past, Future] {
                let windows = windows(&text, Day::MIN.plus(at), tense).unwrap_or_default();
                prop_assert!(windows.iter().all(|(first, last)| first <= last));
                spelled(&text);
            }
        }
    }
}

#[test]
fn every_phrase_holds_at_the_ends_of_time() {
    for (said, _) in PHRASES {
        for (reference, tense) in [(Day::MIN, Past), (Day::MAX, Future), (Day::MIN, Future)] {
            let windows = windows(said, reference, tense).unwrap_or_default();
            assert!(windows.iter().all(|(first, last)| first <= last), "{said}");
        }
    }
}
