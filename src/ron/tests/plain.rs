//! What the short way reads, the long way reads to the same value at the same places, without a fault.

use proptest::prelude::*;

use super::hostile::{changed, changes};
use super::*;
use crate::ron::Part;

fn part(text: &str) -> Part<'_> {
    Part { text, start: 0, fence: usize::MAX, document: false }
}

/// Reads a text by the short way, if that takes it to its end.
fn short<'a, T: Deserialize<'a>>(text: &'a str) -> Option<T> {
    let (value, end) = part(text).plain::<T>(&Limits::default())?;
    (end == text.len()).then_some(value)
}

fn agree(text: &str) -> Result<(), TestCaseError> {
    let Some(value) = short::<Event<'_>>(text) else { return Ok(()) };
    let long = all::<Event<'_>>(text);
    prop_assert_eq!(&long.faults, &[], "{}", text);
    let long = long.value.unwrap();
    prop_assert_eq!(value.id.span, long.id.span, "{}", text);
    prop_assert_eq!(value.on.as_ref().map(|it| it.span), long.on.as_ref().map(|it| it.span));
    let spans = |event: &Event<'_>| event.via.iter().map(|it| it.span).collect::<Vec<_>>();
    prop_assert_eq!(spans(&value), spans(&long), "{}", text);
    prop_assert_eq!(value, long, "{}", text);
    Ok(())
}

const PLAIN: &str = "(\n    id: \"e1\", // the first\n    on: \"2025-12-07\",\n    via: [\"a\", \"b\\n\"],\n    \
                     what: Meeting(occasion: \"m\", present: [\"x\" , \"y\",], count: 12)\n)";

#[test]
fn what_is_written_plainly_goes_the_short_way() {
    for what in ["Meeting(occasion: \"m\")", "Line(issue: \"i\", level: -3,)", "Pause", "Pause "] {
        let text = format!("(id: \"e\", what: {what})");
        assert!(short::<Event<'_>>(&text).is_some(), "{text}");
        agree(&text).unwrap();
    }
    assert!(short::<Event<'_>>(PLAIN).is_some());
    agree(PLAIN).unwrap();
}

#[test]
fn what_is_wrong_or_rare_goes_the_long_way() {
    let texts = [
        "(id: \"e\", id: \"f\", what: Pause)",
        "(id: \"e\", what: Pause, more: 1)",
        "(id: \"e\")",
        "(id: \"e\" what: Pause)",
        "(id: \"e\", what: Pause()",
        "(id: \"e\", what: Pause())",
        "(id: \"e\u{7}\", what: Pause)",
        "(id: \"e\", /* what: Pause)",
        "(id: \"e\", what: Meeting(occasion: \"m\", count: 4294967296))",
        "(id: \"e\", what: Meeting(occasion: \"m\", count: 1u32))",
        "(id: \"e\", what: Pause,,)",
        "(id: \"e\"\"\", what: Pause)",
        "event(id: \"e\", what: Pause)",
    ];
    for text in texts {
        assert!(short::<Event<'_>>(text).is_none(), "{text}");
    }
    let long = format!("(id: \"{}\", what: Pause)", "e".repeat(70_000));
    assert!(short::<Event<'_>>(&long).is_none());
    let deep = format!("{}1{}", "[".repeat(100), "]".repeat(100));
    assert!(short::<serde::de::IgnoredAny>(&deep).is_none());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_short_way_reads_what_the_long_way_reads(changes in changes()) {
        agree(&changed(PLAIN, &changes))?;
        agree(&changed(PLAIN, &changes[..1]))?;
    }

    #[test]
    fn pieces_in_any_order_are_read_alike(
        text in "[(](id: ?\"e\"|on: \"x\"|via: ?[\\[](\"a\",?){0,2}[\\]]|what: ?(Pause|Pause ?[(][)]|Meeting[(]occasion: ?(\"m\"|r\"m\"|r#\"m\"#),?[)]|Line[(]issue: \"i\", level: [-+]?[0-9_.x]{1,3}[)])|, ?|,\n|//c\n|/[*]c[*]/| ){0,7}[)] ?"
    ) {
        agree(&text)?;
    }
}
