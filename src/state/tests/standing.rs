//! Which claims stand on a day of knowledge.

use super::*;

#[test]
fn a_retraction_of_a_retraction_brings_the_claim_back() {
    check_at(
        TWO,
        "c: 1 p proposes; r: 3 - retracts of c via s; 5 - retracts of r via s",
        &[
            ("2", "x progressing"),
            ("1@3", "x unraised"),
            ("4", "x unraised"),
            ("1@5", "x progressing"),
            ("5", "x progressing"),
        ],
    );
}

#[test]
fn a_retraction_works_from_the_day_it_is_known_and_on_all_days() {
    check_at(
        TWO,
        "c: 3 p proposes; 4 - retracts of c known 8",
        &[("3@7", "x progressing"), ("9@7", "x progressing"), ("3@8", "x unraised")],
    );
}

#[test]
fn a_replacement_stands_in_the_place_of_what_it_corrects() {
    check_at(
        TWO,
        "c: 3 p proposes; d: 3 p rejects replaces c known 6",
        &[("5", "x progressing"), ("6", "x disputed")],
    );
    // Two standing replacements of one claim are two claims.
    check(
        TWO,
        &[
            ("c: 3 p demands; 3 p,q agrees on x replaces c; 3 p rejects replaces c", "x disputed!"),
            ("c: 3 p,q signs on x,y; 3 p,q signs on x replaces c", "x agreed; y unraised"),
        ],
    );
}

#[test]
fn who_said_or_passed_it_on_may_take_it_back_and_the_recorder_may() {
    // From anyone else it is a denial: it contradicts, and takes nothing back.
    for (via, allowed) in [("s", true), ("-", true), ("t", false), ("p", false)] {
        let built = Built::new(
            TWO,
            &[dispatch("", &format!("c: 3 p proposes; 5 - retracts of c via {via}"))],
        );
        let told = built.told(&built.at("31", Policy::Strongest), "x");
        let (stage, codes) =
            if allowed { ("x unraised", vec![]) } else { ("x disputed!", vec![Code::NotTheirs]) };
        assert_eq!((told.as_str(), built.codes()), (stage, codes), "{via}");
    }
    // What the recorder said, only the recorder takes back.
    let built = Built::new(TWO, &[dispatch("", "c: 3 p proposes via -; 5 - retracts of c via s")]);
    assert_eq!(built.codes(), [Code::NotTheirs]);
}

#[test]
fn a_replacement_by_another_source_is_a_claim_beside_the_first() {
    let history = "c: 3 p proposes; d: 3 - sees difficulty via t replaces c";
    let built = Built::new(TWO, &[dispatch("", history)]);
    assert_eq!(built.codes(), [Code::NotTheirs]);
    let told = built.told(&built.at("31", Policy::Strongest), "x");
    assert_eq!(told, "x disputed!");
}

#[test]
fn none_of_a_ring_counts() {
    for (history, expected) in [
        ("a: 3 p proposes replaces b; b: 3 p rejects replaces a", "x unraised"),
        ("a: 3 p proposes replaces a", "x unraised"),
        ("c: 3 p proposes; a: 4 - retracts of b; b: 4 - retracts of a", "x progressing"),
        // What leads into a ring counts; what a ring leads to is not struck by it.
        ("a: 3 - retracts of b; b: 3 - retracts of a replaces c; c: 3 p proposes", "x progressing"),
        ("a: 3 p proposes replaces b; b: 3 - retracts of b", "x progressing"),
    ] {
        let built = Built::new(TWO, &[dispatch("", history)]);
        assert!(built.codes().contains(&Code::Ring), "{history}");
        let told = built.told(&built.at("31", Policy::Strongest), "x");
        assert_eq!(told, expected, "{history}");
    }
}

#[test]
fn a_ring_with_a_link_that_is_not_allowed_is_no_ring() {
    let history = "a: 3 p proposes via s replaces b; b: 3 p rejects via t replaces a";
    let built = Built::new(TWO, &[dispatch("", history)]);
    assert_eq!(built.codes(), [Code::NotTheirs, Code::NotTheirs]);
}

#[test]
fn an_id_for_two_different_events_is_an_error_and_the_first_known_is_kept() {
    let built =
        Built::new(TWO, &[dispatch("", "c: 3 p rejects known 6"), dispatch("", "c: 3 p proposes")]);
    assert_eq!(built.codes(), [Code::DuplicateId]);
    assert_eq!(built.told(&built.at("31", Policy::Strongest), "x"), "x progressing");
}

#[test]
fn the_same_event_twice_is_taken_once() {
    let twice = [dispatch("", "c: 3 p proposes"), dispatch("", "c: 3 p proposes; 4 q rejects")];
    let built = Built::new(TWO, &twice);
    assert_eq!(built.codes(), []);
    assert_eq!(built.record.events().len(), 2);
}

#[test]
fn the_same_words_under_different_heads_are_different_events() {
    let told_by = |basis: &str| {
        let text = dispatch("", "c: 3 p proposes");
        text.replace(
            "events:",
            &format!(
                "basis: {basis}, modality: {}, events:",
                if basis == "OnRecord" { "Actual" } else { "Expected" }
            ),
        )
    };
    let (one, other) = (told_by("OnRecord"), told_by("Unattributed"));
    for order in [[one.clone(), other.clone()], [other, one]] {
        let built = Built::new(TWO, &order);
        assert_eq!(built.codes(), [Code::DuplicateId]);
        assert_eq!(built.told(&built.at("31", Policy::Strongest), "x"), "x progressing");
    }
}

#[test]
fn an_accepted_proposal_that_was_retracted_or_is_not_known_yet_fills_no_slot() {
    check_at(
        TWO,
        "c: 3 p proposes known 6; 5 q agrees of c; 9 - retracts of c",
        &[
            ("5@5", "x progressing by:partial"),
            ("5@6", "x in_principle"),
            ("5@9", "x progressing by:partial"),
        ],
    );
}

#[test]
fn a_lens_chooses_claims_before_anything_is_folded() {
    let history = "3 p proposes via t basis OnRecord; 5 q rejects via s; 5 p! mentions on y";
    check(TWO, &[(history, "x disputed; y raised")]);
    check_through(TWO, "source:t", &[(history, "x progressing; y unraised")]);
    check_through(TWO, "basis:OnRecord", &[(history, "x progressing")]);
    check_through(TWO, "party:p", &[(history, "x progressing; y raised")]);
    check_through(TWO, "source:s party:p", &[(history, "x unraised")]);
    // Standing is settled first: a lens does not undo a retraction.
    let history = "c: 3 p proposes via t; 5 - retracts of c via -";
    check_through(TWO, "source:t", &[(history, "x unraised")]);
}

#[test]
fn corroboration_counts_roots() {
    let history = "c: 3 p proposes via t; d: 3 p proposes via u; e: 5 q rejects via s";
    let built = Built::of(TWO, history);
    let root = |name| {
        let actors = &built.record.register.actors;
        built.record.register.root(actors.find(name).expect("a source"))
    };
    assert_eq!(root("t"), root("u"));
    assert_ne!(root("t"), root("s"));
    let lens = Lens::default().without_root(root("u"));
    let state = fold(&built.record.stand(day(31), &lens), day(31), Policy::Strongest);
    assert_eq!(built.told(&state, "x ? evidence:"), "x disputed evidence:e");
}
