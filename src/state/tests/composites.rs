//! Packages, parts, and acceptances on a parent.

use super::*;

const PARTS: &str = r#"issues: {
    "x": (title: "X", required: ["p", "q"]),
    "x/a": (title: "A", required: ["p", "q"]),
    "x/b": (title: "B", required: ["p", "q"]),
    "x/b/deep/c": (title: "C", required: ["p", "q"]),
}"#;

const PACKAGE: &str = r#"issues: {
    "x": (title: "X", required: ["p", "q"]),
    "y": (title: "Y", required: ["p", "q"]),
    "z": (title: "Z", required: ["p", "q"]),
},
packages: { "both": (issues: ["x", "y"]) }"#;

#[test]
fn a_package_is_complete_when_every_member_that_is_not_dropped_is_agreed_by_itself() {
    check(
        PACKAGE,
        &[
            (
                "3 p,q signs on x",
                "x provisional own:provisional blocking:both; y unraised blocking:both",
            ),
            ("3 p,q signs on x; 5 p,q signs on y", "x agreed since:5 blocking:-; y agreed"),
            ("3 p,q signs on x; 5 - drops on y", "x agreed since:5; y dropped"),
            ("3 p,q signs on x,y; 5 q rejects on y", "x provisional since:5; y disputed"),
            ("3 p,q accepts text on x; 3 p,q signs on y", "x provisional; y provisional"),
            ("3 p,q agrees on x", "x in_principle"),
            ("3 p,q signs on z", "z agreed blocking:-"),
            // It is capped too where the recorder rules.
            ("3 - says agreed via -", "x provisional by:ruling"),
        ],
    );
}

#[test]
fn a_parent_stands_at_the_lowest_of_itself_and_its_parts() {
    check(
        PARTS,
        &[
            ("3 - mentions on x/a", "x raised by:rolledup parts:1raised,1unraised"),
            ("3 p,q signs on x/a", "x agreed by:rolledup parts:1agreed,1unraised"),
            (
                "3 p,q signs on x/a; 5 p demands on x/b",
                "x disputed parts:1agreed,1disputed since:5",
            ),
            ("3 p,q signs on x/a; 5 - drops on x/b", "x agreed parts:1agreed,1dropped"),
            ("3 p,q signs on x/a; 5 - mentions on x", "x agreed own:raised"),
            ("3 p,q signs on x/a; 5 p proposes on x", "x progressing own:progressing by:partial"),
            (
                "3 p proposes on x/b/deep/c",
                "x progressing; x/b progressing by:rolledup; x/a unraised",
            ),
            ("3 p proposes on x/a; 5 - drops on x", "x dropped; x/a progressing"),
            ("", "x unraised parts:2unraised"),
        ],
    );
}

#[test]
fn an_acceptance_on_a_parent_counts_for_parts_without_a_later_claim_of_their_own() {
    check(
        PARTS,
        &[
            ("3 p,q signs on x", "x agreed; x/a agreed; x/b agreed; x/b/deep/c agreed"),
            ("3 p,q signs on x; 5 p demands on x/a", "x disputed; x/a disputed; x/b agreed"),
            ("3 p,q signs on x; 5 - mentions on x/a", "x/a raised; x/b agreed"),
            ("3 p demands on x/a; 5 p,q signs on x", "x agreed; x/a agreed"),
            ("3 p proposes on x", "x progressing; x/a unraised"),
            ("3 p,q signs on x/a", "x/b unraised"),
            // The last claim of the part may be earlier; then a later acceptance counts again.
            ("3 p,q signs on x; 5 - mentions on x/a; 7 p,q signs on x", "x/a agreed"),
        ],
    );
}

#[test]
fn an_acceptance_on_a_parent_that_has_ended_counts_for_no_part() {
    check(
        PARTS,
        &[
            (
                "a: 3 p,q signs on x; 5 p withdraws of a on x",
                "x disputed; x/a unraised; x/b/deep/c unraised",
            ),
            ("3 p,q signs on x; 5 p rejects on x", "x disputed; x/a unraised"),
            ("3 p,q signs on x; 5 - reopens on x", "x progressing; x/a unraised"),
            ("3 p,q signs on x; 5 - says disputed on x", "x disputed; x/a unraised"),
            ("3 p,q signs on x; 5 p demands on x", "x agreed; x/a agreed"),
            ("3 p,q signs on x; 5 m rejects on x", "x agreed; x/a agreed"),
            (
                "3 p,q signs on x; 5 - reopens on x; 7 p,q agrees on x",
                "x in_principle; x/a in_principle",
            ),
            // What is said of a part alone leaves the others as they are.
            ("a: 3 p,q signs on x; 5 p rejects on x/a", "x/a disputed; x/b agreed"),
        ],
    );
}

#[test]
fn an_agreement_on_a_parent_settles_the_demands_on_its_parts() {
    check(
        PARTS,
        &[
            ("d: 3 p demands on x/a", "x/a disputed demands:d"),
            ("d: 3 p demands on x/a; 5 p,q agrees on x", "x/a in_principle demands:-"),
        ],
    );
}
