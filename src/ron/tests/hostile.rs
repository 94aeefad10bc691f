//! Texts made to break a reader: each gives a diagnostic, and soon.

use proptest::prelude::*;

use super::*;
use crate::ron::items;

const DISPATCH: &str = r#"#![enable(implicit_some)]
(
  format: 1, title: "Überblick — “x”", people: { "zelensky": "V. Z.", "putin": r"V\P" },
  /* events /* as reported */ */
  events: [
    (id: "e01", on: "2025-12-06", via: ["axios", "article"], // yesterday
     what: Meeting(occasion: "call", present: ["zelensky", "witkoff"], count: 0x10)),
    (id: "e02", what: Line(issue: "territory/\"donbas\"", level: -3)),
    (id: "e03", on: None, what: Pair(7, true)),
    (id: "e04", on: Some("x"), what: Pause),
  ],
)
"#;

fn read_everything(text: &str) {
    let limits = Limits::default();
    let charter = all::<Charter<'_>>(text);
    // A list that another reader will complain of excuses the silence.
    if charter.faults.is_empty() && !text.contains("events") {
        assert!(charter.value.is_some(), "nothing read and nothing told: {text}");
    }
    let span = Span::new(text.find('[').unwrap_or(0), text.len());
    let mut count = 0;
    for item in items::<Event<'_>>(FileIx(0), text, span, &limits) {
        assert!(item.value.is_some() || !item.faults.is_empty());
        count += 1;
        assert!(count <= text.len() + 2, "items go forward");
        for fault in &item.faults {
            for label in &fault.labels {
                assert!(text.get(label.place.span.range()).is_some(), "{fault:?}");
            }
            for patch in &fault.patches {
                assert!(text.get(patch.place.span.range()).is_some(), "{fault:?}");
            }
        }
        for (index, fault) in item.faults.iter().enumerate() {
            assert!(!item.faults[..index].contains(fault), "told twice: {fault:?}");
        }
    }
    all::<Vec<Event<'_>>>(text);
    all::<std::collections::BTreeMap<String, Option<(i8, f32, char)>>>(text);
    all::<serde::de::IgnoredAny>(text);
}

/// One change to a text: where, how many bytes go, what comes instead.
pub(super) fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, usize, String)>> {
    let piece = prop_oneof![
        Just(String::new()),
        "[\\[\\](){}\"',:/*#r\\\\ \n.a5-]{1,3}",
        Just("\u{1b}".to_owned()),
        Just("é".to_owned()),
        Just("Some(".to_owned()),
        Just("\n    (id: ".to_owned()),
    ];
    prop::collection::vec((any::<prop::sample::Index>(), 0..4_usize, piece), 1..5)
}

pub(super) fn changed(text: &str, changes: &[(prop::sample::Index, usize, String)]) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    for (at, gone, new) in changes {
        let start = at.index(chars.len() + 1);
        let end = (start + gone).min(chars.len());
        chars.splice(start..end, new.chars());
    }
    chars.into_iter().collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_change_to_a_text_makes_it_panic(changes in changes()) {
        read_everything(&changed(DISPATCH, &changes));
    }

    #[test]
    fn no_text_makes_it_panic(text in "[\\[\\](){}\"',:/*#rbu\\\\ \n.ax5é-]{0,40}") {
        read_everything(&text);
    }
}

#[test]
fn the_dispatch_is_right_before_it_is_changed() {
    let read = check::<Charter<'_>>(DISPATCH, &[]);
    let span = read.value.unwrap().events.unwrap().span;
    let items: Vec<_> = items::<Event<'_>>(FileIx(0), DISPATCH, span, &Limits::default()).collect();
    assert_eq!(items.len(), 4);
    assert!(items.iter().all(|item| item.value.is_some() && item.faults.is_empty()));
}

#[test]
fn huge_texts_are_refused() {
    let many = 60_000;
    for text in [
        "(".repeat(many),
        "[".repeat(many),
        "{".repeat(many),
        format!("[{}]", "9".repeat(many)),
        format!("[\"{}\"]", "x".repeat(many)),
        format!("[\"{}", "x".repeat(many)),
        format!("[{}", "(id: \"x\", via: [\"b\"),\n".repeat(many / 10)),
        format!("[{}", "(id: \"x\", /* \n".repeat(many / 10)),
        format!("[{}", "(id: \"x\", \n  ".repeat(many / 10)),
        format!("[{}", "(id: \"x, \n".repeat(many / 10)),
        format!("[{}", "(id: \"x, ".repeat(many / 10)),
        format!("[{}", "'".repeat(many)),
        format!("r{}", "#".repeat(many)),
        format!("[{}", "r#\"".repeat(many / 10)),
        format!("r{}{}", "#".repeat(many / 2), "\"".repeat(many / 2)),
        format!("[{}", "a:".repeat(many)),
        format!("[{}", "/*".repeat(many)),
        format!("[{}", "\u{1b}".repeat(many)),
        format!("Some({}", "Some(".repeat(many)),
        format!("(id: \"a\", {}", "zz: 1, ".repeat(many / 10)),
    ] {
        let read = all::<Vec<Event<'_>>>(&text);
        assert!(read.value.is_none() && !read.faults.is_empty(), "{}", &text[..20]);
        read_everything(&text);
    }
}

#[test]
fn a_type_that_nests_without_brackets_ends() {
    #[derive(Debug, Deserialize)]
    struct Endless(#[expect(dead_code, reason = "only read")] Option<Box<Endless>>);
    check::<Endless>("5", &[(Code::TooLarge, "nested too deep", "")]);
}
