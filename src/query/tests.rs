use proptest::prelude::*;

use super::*;

fn today() -> Day {
    Day::parse("2025-12-07").expect("a day")
}

fn read(text: &str, usage: Use) -> Result<Query, QueryFault> {
    Query::parse(text, usage, &[], today())
}

fn told(text: &str, usage: Use) -> String {
    match read(text, usage) {
        Ok(query) => query.to_string(),
        Err(fault) => fault.to_string(),
    }
}

#[test]
fn blanks_narrow_commas_widen_or_and_brackets_group() {
    for (text, same) in [
        ("", ""),
        ("kind:meeting", "kind:Meeting"),
        ("kind:Travel,Meeting basis:onrecord", "kind:Meeting,Travel basis:OnRecord"),
        ("kind:Vote or basis:Document id:a", "kind:Vote or (basis:Document id:a)"),
        ("(kind:Vote or id:a) roots:2", "(kind:Vote or id:a) roots:2"),
        ("not:kind:Vote not:(id:a or id:b)", "not:kind:Vote not:(id:a or id:b)"),
        ("text:\"Unified view\",x", "text:\"unified view\",\"x\""),
        ("on:2025-11 known:-7d..", "on:2025-11-01..2025-11-30 known:2025-11-30..9999-12-31"),
        ("  id:or   or   id:order ", "id:or or id:order"),
    ] {
        assert_eq!(told(text, Use::Events), same, "{text}");
    }
}

#[test]
fn what_is_wrong_is_pointed_at() {
    for (text, message, marked) in [
        ("meeting", "`meeting` is not of the form `field:value`", "^^^^^^^"),
        ("kind:Meeting colour:red", "there is no field `colour`", "             ^^^^^^"),
        ("kind:", "a value is missing at the end", "     ^"),
        ("kind:Vote,", "a value is missing at the end", "          ^"),
        ("(kind:Vote", "a bracket is never closed", "          ^"),
        ("kind:Vote)", "nothing is open that `)` would close", "         ^"),
        ("kind:Vote or", "the query ends where a term is due", "            ^"),
        ("text:\"a b", "this quotation is never closed", "     ^^^^"),
        ("kind:Meting", "no kind of event is called `Meting`", "     ^^^^^^"),
        ("on:soon", "`soon` is no day or days", "   ^^^^"),
        ("roots:two", "`two` is no number of sources", "      ^^^"),
        ("is:contested", "no state of events is called `contested`", "   ^^^^^^^^^"),
    ] {
        let told = told(text, Use::Events);
        let lines: Vec<&str> = told.lines().collect();
        assert_eq!(lines[0], message, "{text}");
        assert_eq!(lines[2], format!("  {marked}"), "{told}");
        assert!(lines[3].starts_with("  help: "), "{told}");
    }
}

#[test]
fn everything_that_is_wrong_with_terms_is_told_at_once() {
    let told = told("colour:red kind:Meting on:soon", Use::Events);
    assert_eq!(told.matches("help: ").count(), 3, "{told}");
}

#[test]
fn a_field_of_another_use_says_where_it_belongs() {
    assert!(told("stage:agreed", Use::Lens).contains("write it without --only"));
    assert!(told("basis:OnRecord", Use::Issues).contains("--only basis:"));
    assert!(told("is:silent", Use::Lens).contains("without --only"));
}

#[test]
fn long_and_deep_queries_are_refused() {
    assert!(told(&"(".repeat(5000), Use::Lens).contains("too long"));
    assert!(told(&"(".repeat(500), Use::Lens).contains("too deeply"));
    assert!(told(&"not:".repeat(500), Use::Lens).contains("too deeply"));
}

proptest! {
    #[test]
    fn no_text_makes_the_reader_stumble(text in "[a-z:,()\" .\\-é]{0,40}") {
        for usage in [Use::Lens, Use::Issues, Use::Events] {
            drop(told(&text, usage));
        }
    }

    #[test]
    fn a_query_that_is_written_reads_as_the_same(
        parts in prop::collection::vec(0_usize..8, 1..6), joins in prop::collection::vec(0_usize..3, 6),
    ) {
        let terms = ["kind:Vote", "id:a,b", "text:\"x y\"", "not:basis:Document", "on:2025-W49",
            "(roots:2 or id:c)", "not:(id:d id:e)", "known:..2025"];
        let mut text = String::new();
        for (part, join) in parts.iter().zip(&joins) {
            if !text.is_empty() {
                text += if *join == 0 { " or " } else { " " };
            }
            text += terms[*part];
        }
        let query = read(&text, Use::Events).expect("it reads");
        let again = read(&query.to_string(), Use::Events).expect("it reads");
        prop_assert_eq!(again.to_string(), query.to_string());
        prop_assert_eq!(again, query, "{}", text);
    }
}
