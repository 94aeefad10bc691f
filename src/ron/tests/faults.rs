//! Everything that can be wrong with a value: the words, the place, the edit.

use super::*;

#[test]
fn an_unknown_kind_names_the_one_that_was_meant() {
    let text = "(id: \"a\", what: Meting(occasion: \"b\"))";
    let read = check::<Event<'_>>(
        text,
        &[(Code::UnknownVariant, "there is no kind of event called `Meting`", "Meting")],
    );
    assert_eq!(read.value, None);
    assert_eq!(read.faults[0].notes, ["the alternatives: `Meeting`, `Line`, `Pair`, `Pause`"]);
    assert_eq!(mended(text, &read.faults[0]), text.replace("Meting", "Meeting"));
}

#[test]
fn unknown_fields_are_all_told_and_the_value_stands() {
    let text = "(format: 1, titel: (\"x\"), title: \"t\", zzz: [1, {2: 3}])";
    let read = check::<Charter<'_>>(
        text,
        &[
            (Code::UnknownField, "a charter has no field `titel`", "titel"),
            (Code::UnknownField, "a charter has no field `zzz`", "zzz"),
        ],
    );
    assert_eq!(read.value.unwrap().title, "t");
    assert_eq!(read.faults[0].patches[0].text, "title");
    assert_eq!(read.faults[0].notes, ["the fields: `format`, `title`, `people`, `events`"]);
    assert!(read.faults[1].patches.is_empty());
}

#[test]
fn duplicates_show_both_places_and_the_first_counts() {
    let text =
        "(format: 1, title: \"t\", format: 2, people: {\"a\": \"1\", \"b\": \"2\", \"a\": \"3\"})";
    let read = check::<Charter<'_>>(
        text,
        &[
            (Code::DuplicateKey, "`format` is given twice", "format"),
            (Code::DuplicateKey, "`a` is given twice", "\"a\""),
        ],
    );
    let value = read.value.unwrap();
    assert_eq!((value.format, value.people.entries.len()), (1, 2));
    let places = |fault: usize| {
        let labels = &read.faults[fault].labels;
        (labels[0].place.span.start, labels[1].place.span.start)
    };
    assert_eq!((places(0), places(1)), ((24, 1), (64, 44)));
}

#[test]
fn all_missing_fields_are_told_at_the_head() {
    let text = "(id: \"a\", what: Meeting(present: []))";
    check::<Event<'_>>(text, &[(Code::MissingField, "a meeting needs `occasion`", "Meeting")]);
    check::<Charter<'_>>(
        "()",
        &[
            (Code::MissingField, "a charter needs `format`", "("),
            (Code::MissingField, "a charter needs `title`", "("),
        ],
    );
}

#[test]
fn wrong_types_are_told_where_they_stand_and_all_at_once() {
    let text = "(id: 5, on: x, via: [1, \"b\", true], what: Meeting(occasion: [], count: -1))";
    check::<Event<'_>>(
        text,
        &[
            (Code::WrongType, "expected a string, found the number `5`", "5"),
            (Code::WrongType, "expected a string, found `x`", "x"),
            (Code::WrongType, "expected a string, found the number `1`", "1"),
            (Code::WrongType, "expected a string, found `true`", "true"),
            (Code::WrongType, "expected a string, found a list", "["),
            (
                Code::WrongType,
                "expected a whole number from 0 to 4294967295, found the number `-1`",
                "-1",
            ),
        ],
    );
    let read = check::<String>(
        "2025-12-02",
        &[(Code::WrongType, "expected a string, found the number `2025-12-02`", "2025-12-02")],
    );
    assert_eq!(mended("2025-12-02", &read.faults[0]), "\"2025-12-02\"");
}

#[test]
fn visitors_speak_at_the_place_of_their_value() {
    #[derive(Debug, Deserialize)]
    #[serde(try_from = "String")]
    struct Day;
    impl TryFrom<String> for Day {
        type Error = String;
        fn try_from(text: String) -> Result<Self, String> {
            Err(format!("`{text}` is not a day"))
        }
    }
    check::<Vec<Day>>(
        "[\"a\", \"b\"]",
        &[
            (Code::WrongType, "`a` is not a day", "\"a\""),
            (Code::WrongType, "`b` is not a day", "\"b\""),
        ],
    );
}

#[test]
fn an_unclosed_bracket_shows_both_ends_and_the_edit() {
    let text = "(id: \"m\", what: Meeting(occasion: \"b\", present: [\"w\", \"u\"))";
    let read = check::<Event<'_>>(text, &[(Code::Unclosed, "this `[` is never closed", "[")]);
    let second = &read.faults[0].labels[1];
    assert_eq!(second.words, "a `]` was expected before this `)`");
    assert_eq!(second.place.span, Span::new(57, 58));
    assert_eq!(all::<Event<'_>>(&mended(text, &read.faults[0])).faults, []);
    let text = "[(1, 2), (3, 4)";
    let read = check::<Vec<(u8, u8)>>(text, &[(Code::Unclosed, "this `[` is never closed", "[")]);
    assert_eq!(mended(text, &read.faults[0]), "[(1, 2), (3, 4)]");
}

#[test]
fn unclosed_strings_and_comments_point_at_their_opening() {
    check::<String>("\"abc", &[(Code::Unclosed, "this string is never closed", "\"")]);
    check::<Vec<u8>>("[1, /* x", &[(Code::Unclosed, "this comment is never closed", "/*")]);
    let text = "(id: \"a, on: \"2025\", what: Pause)";
    check::<Event<'_>>(
        text,
        &[(Code::Unexpected, "expected `,` or `)`, found the number `2025`", "2025")],
    );
    let text = "[\"a,\n \"b\", \"c\"]";
    check::<Vec<String>>(text, &[(Code::Unclosed, "this string is never closed", "\"")]);
    let text = "(id: a\", what: Pause)";
    let read =
        check::<Event<'_>>(text, &[(Code::Unexpected, "a quote is missing before `a`", "a")]);
    assert_eq!(mended(text, &read.faults[0]), text.replace("a\"", "\"a\""));
}

#[test]
fn missing_commas_and_colons_are_told_and_mended() {
    let text = "(format 1 title = \"t\")";
    let read = check::<Charter<'_>>(
        text,
        &[
            (Code::Unexpected, "a `:` is missing after `format`", ""),
            (Code::Unexpected, "a `,` is missing here", ""),
            (Code::Unexpected, "a `:` belongs after `title`", "="),
        ],
    );
    assert_eq!(mended(text, &read.faults[1]), "(format 1, title = \"t\")");
    check::<Vec<u8>>("[1,, 2]", &[(Code::Unexpected, "a value is missing before this `,`", ",")]);
    check::<Vec<u8>>("[1) , 2]", &[(Code::Unexpected, "this `)` closes nothing", ")")]);
    check::<Charter<'_>>(
        "(format:, title: \"t\")",
        &[(Code::Unexpected, "`format` has no value", "format")],
    );
}

#[test]
fn what_follows_the_value_and_empty_texts_are_told() {
    check::<u8>("1 2 3", &[(Code::TrailingText, "the number `2` after the end of the value", "2")]);
    check::<u8>(" // nothing\n", &[(Code::Empty, "this text says nothing", "")]);
    check::<u8>(
        "#![enable(magic)] 1",
        &[(Code::Unexpected, "there is no extension called `magic`", "magic")],
    );
}

#[test]
fn escapes_that_say_nothing_are_told_at_their_bytes() {
    for (text, message, place) in [
        (r#""a\qb""#, "there is no such escape", "\\q"),
        (r#""a\xZ1""#, "`\\x` needs two hexadecimal digits", "\\x"),
        (r#""\u{110000}""#, "no character has this number", "\\u{110000}"),
        (r#""\xff""#, "these bytes are not a character in UTF-8", "\\xff"),
    ] {
        check::<String>(text, &[(Code::BadString, message, place)]);
    }
    check::<&str>(
        r#""a\nb""#,
        &[(Code::BadString, "no escape may stand in this string", r#""a\nb""#)],
    );
}

#[test]
fn control_characters_are_told_wherever_they_are() {
    for text in
        ["\"a\u{1b}b\"", "\"b\" // \u{1b}", "/* \u{1b} */\"x\"", "\u{1b}\"x\"", "r\"\u{1b}\""]
    {
        check::<String>(
            text,
            &[(Code::ControlCharacter, "the control character `U+001B`", "\u{1b}")],
        );
    }
    check::<String>(
        "\"\\u{1b}\"",
        &[(Code::ControlCharacter, "the control character `\\u{1b}`", "\\u{1b}")],
    );
    check::<String>(
        "\"a\rb\u{85}\0\"",
        &[
            (Code::ControlCharacter, "the control character `U+000D`", "\r"),
            (Code::ControlCharacter, "the control character `U+0085`", "\u{85}"),
            (Code::ControlCharacter, "the control character `U+0000`", "\0"),
        ],
    );
    check::<String>("\"a\r\nb\tc\"", &[]);
    check::<Charter<'_>>(
        "(format: 1, title: \"t\", x: \"\u{1b}\")",
        &[
            (Code::UnknownField, "a charter has no field `x`", "x"),
            (Code::ControlCharacter, "the control character `U+001B`", "\u{1b}"),
        ],
    );
}

#[test]
fn limits_are_named() {
    let limits = Limits { string: 8, value: 100, depth: 3 };
    let told = |text: &str| {
        let read = read::<Vec<Vec<Vec<Vec<String>>>>>(FileIx(0), text, &limits);
        assert!(read.value.is_none());
        read.faults.into_iter().map(|it| it.message).collect::<Vec<_>>()
    };
    assert_eq!(told("[[[[]]]]"), ["nested more than 3 deep"]);
    let read = read::<Vec<String>>(FileIx(0), "[\"123456\", \"1234567\"]", &limits);
    check_faults(
        "[\"123456\", \"1234567\"]",
        &read.faults,
        &[(Code::TooLarge, "this string is longer than 8 bytes", "\"")],
    );
}
