//! Values that are right.

use super::*;
use crate::ron::quoted;

fn ours<'a, T: Deserialize<'a>>(text: &'a str) -> T {
    let read = all::<T>(text);
    assert_eq!(read.faults, [], "{text}");
    read.value.unwrap()
}

#[test]
fn strings_without_escapes_are_borrowed_and_know_their_place() {
    let text = "  \"Київ\" // a city";
    let it: At<&str> = ours(text);
    assert_eq!((it.value, words(text, it.span)), ("Київ", "\"Київ\""));
    assert_eq!(ours::<&str>("r#\"a \"b\" \\c\"#"), "a \"b\" \\c");
}

#[test]
fn escapes_are_those_of_ron() {
    let text = r#""a\"\\\'\n\t\x41\u{1F600}\xd0\x9a\
        b""#;
    assert_eq!(ours::<String>(text), "a\"\\'\n\tA😀Кb");
    assert_eq!(ours::<String>(text), ::ron::from_str::<String>(text).unwrap());
}

#[test]
fn numbers_are_read_in_every_base_and_width() {
    assert_eq!(ours::<i64>("-1_000"), -1000);
    assert_eq!(ours::<u64>("0xFF_u64".trim_end_matches("_u64")), 255);
    assert_eq!(ours::<u8>("0b101u8"), 5);
    assert_eq!(ours::<i128>("-170141183460469231731687303715884105728"), i128::MIN);
    assert_eq!(ours::<u128>("340282366920938463463374607431768211455"), u128::MAX);
    assert_eq!(ours::<(f64, f64)>("(-1_0.5e1, inf)"), (-105.0, f64::INFINITY));
    assert!(ours::<f32>("NaN").is_nan());
    assert_eq!(ours::<u8>("b'a'"), 97);
}

#[test]
fn options_variants_and_newtypes_need_no_wrapping() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Name(String);
    assert_eq!(ours::<Vec<Option<i32>>>("[1, Some(2), None]"), [Some(1), Some(2), None]);
    assert_eq!(ours::<Name>("\"x\""), Name("x".to_owned()));
    let it: What<'_> = ours("Meeting(occasion: \"a\", count: 3,)");
    assert_eq!(it, What::Meeting(Meeting { occasion: "a", present: vec![], count: Some(3) }));
    assert_eq!(ours::<Option<Meeting<'_>>>("Some(occasion: \"a\")").unwrap().occasion, "a");
}

#[test]
fn headers_marks_comments_and_line_ends_change_nothing() {
    let text =
        "\u{FEFF}// c\r\n#![enable(implicit_some, unwrap_newtypes)]\r\n/* a /* b */ */ [1,\r\n 2,]";
    assert_eq!(ours::<Vec<u8>>(text), [1, 2]);
}

#[test]
fn tables_keep_the_order_and_raw_values_their_place() {
    let text = "(format: 1, title: \"t\", people: {\"z\": \"Z\", \"a\": \"A\"}, events: [ (a: ')'), \"]\" ] ,)";
    let it: Charter<'_> = ours(text);
    let keys: Vec<_> = it.people.iter().map(|(key, _)| words(text, key.span)).collect();
    assert_eq!(keys, ["\"z\"", "\"a\""]);
    assert_eq!(words(text, it.events.unwrap().span), "[ (a: ')'), \"]\" ]");
}

#[test]
fn ron_reads_the_same_types_without_places() {
    let it: Event<'_> = differ::reference().from_str("(id: \"a\", what: Pause)").unwrap();
    assert_eq!((it.id.value, it.id.span), ("a", Span::default()));
    assert_eq!(differ::reference().from_str::<Raw>("[1, 2]").unwrap().span, Span::default());
}

#[test]
fn quoted_text_reads_back() {
    for text in ["", "a \"b\" \\ c\nd\t", "Київ — “x”"] {
        assert_eq!(ours::<String>(&quoted(text)), text);
        assert_eq!(::ron::from_str::<String>(&quoted(text)).unwrap(), text);
    }
    assert_eq!(::ron::from_str::<String>(&quoted("\u{1b}[0m")).unwrap(), "\u{1b}[0m");
}

#[test]
fn parts_keep_the_places_of_the_whole() {
    let text = "xx [1, \"a\"] yy";
    let read = crate::ron::read_part::<(At<u8>, u8)>(
        FileIx(0),
        text,
        Span::new(3, 11),
        &Limits::default(),
    );
    check_faults(
        text,
        &read.faults,
        &[(Code::WrongType, "expected a tuple of size 2, found a list", "[")],
    );
}
