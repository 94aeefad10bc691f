//! Lists with something broken in them: one element is lost, no more.

use super::*;
use crate::ron::items;

/// Returns the ids that were read and the messages, element by element.
fn events(text: &str) -> Vec<Result<&str, Vec<String>>> {
    let span = Span::new(text.find('[').unwrap(), text.len());
    items::<Event<'_>>(FileIx(0), text, span, &Limits::default())
        .map(|item| match item.value {
            Some(event) => Ok(event.id.value),
            None => Err(item.faults.into_iter().map(|it| it.message).collect()),
        })
        .collect()
}

fn with_second(broken: &str) -> String {
    format!(
        "(events: [\n    (id: \"a\", what: Pause),\n    {broken}\n    (id: \"c\", what: Pause),\n    \
         (id: \"d\", what: Pause),\n]"
    )
}

#[test]
fn every_element_is_read_with_its_place() {
    let text = "[(id: \"a\", what: Pause), (id: \"b\", what: Pair(1, true))]";
    assert_eq!(events(text), [Ok("a"), Ok("b")]);
    let mut it = items::<Raw>(FileIx(0), text, Span::new(0, text.len()), &Limits::default());
    assert_eq!(words(text, it.next().unwrap().span), "(id: \"a\", what: Pause)");
}

#[test]
fn a_broken_element_costs_only_itself() {
    for (broken, message) in [
        ("(id: \"b\", what: Pause),, ", "a value is missing before this `,`"),
        ("(id: \"b\", what: Pose),", "there is no kind of event called `Pose`"),
        ("(id: \"b\", via: [\"x\", what: Pause),", "this `[` is never closed"),
        ("(id: \"b\", what: Pair(1, true),", "this `(` is never closed"),
        ("(id: \"b, what: Pause),", "this string is never closed"),
        ("(id: x\", what: Pause),", "a quote is missing before `x`"),
        ("(id: \"b\", /* what: Pause),", "this comment is never closed"),
        ("(id: \"b\", what: Pause)", "a `,` is missing here"),
        ("(id: \"b\" what: Pause),", "a `,` is missing here"),
        ("(id: \"b\", what: Pause)),", "this `)` closes nothing"),
        ("(id: \"b\", what: Pause}),", "this `}` closes nothing"),
    ] {
        let text = with_second(broken);
        let read = events(&text);
        let good: Vec<_> = read.iter().filter_map(|it| it.as_ref().ok()).copied().collect();
        let good: Vec<_> = good.into_iter().filter(|it| *it != "b").collect();
        assert_eq!(good, ["a", "c", "d"], "{broken}: {read:?}");
        let told: Vec<_> = read.into_iter().filter_map(Result::err).flatten().collect();
        assert_eq!(told, [message], "{broken}");
    }
}

#[test]
fn several_faults_of_an_element_are_told_together() {
    let text = with_second("(id: 5, on: \"x\", via: [1], what: Meeting(present: 7)),");
    let told: Vec<_> = events(&text).into_iter().filter_map(Result::err).flatten().collect();
    assert_eq!(
        told,
        [
            "expected a string, found the number `5`",
            "expected a string, found the number `1`",
            "a meeting needs `occasion`",
            "expected a list, found the number `7`",
        ]
    );
}

#[test]
fn the_list_itself_may_be_broken() {
    let told =
        |text: &str| events(text).into_iter().filter_map(Result::err).flatten().collect::<Vec<_>>();
    assert_eq!(told("[(id: \"a\", what: Pause)"), ["this `[` is never closed"]);
    assert_eq!(told("[ /* x"), ["this comment is never closed"]);
    assert_eq!(told("[] \u{1b}"), Vec::<String>::new());
    let text = "(1)";
    let mut it = items::<u8>(FileIx(0), text, Span::new(0, 3), &Limits::default());
    assert_eq!(it.next().unwrap().faults[0].message, "expected a list, found a `(`");
    assert!(it.next().is_none());
}

#[test]
fn an_item_over_the_limit_is_told_and_passed() {
    let long = format!("[[{}], [1]]", "1, ".repeat(100));
    let limits = Limits { value: 50, ..Limits::default() };
    let read: Vec<_> =
        items::<Vec<u8>>(FileIx(0), &long, Span::new(0, long.len()), &limits).collect();
    assert_eq!(read.len(), 2);
    assert_eq!(read[0].faults[0].message, "this item is longer than 50 bytes");
    assert_eq!(read[1].value, Some(vec![1]));
}

#[test]
fn a_broken_raw_list_is_left_to_its_reader() {
    let text = "(\n  format: 1,\n  events: [\n    (a: [),\n  ],\n  title: \"t\",\n)";
    let read = check::<Charter<'_>>(text, &[]);
    let value = read.value.unwrap();
    assert_eq!(value.title, "t");
    assert_eq!(words(text, value.events.unwrap().span), "[\n    (a: [),\n  ]");
    let text = "(format: 1, title: \"t\", events: [(a: [), ";
    let read = check::<Charter<'_>>(text, &[]);
    assert_eq!(words(text, read.value.unwrap().events.unwrap().span), "[(a: [), ");
}
