//! Derived, asserted and held; and who is believed.

use super::*;

#[test]
fn derived_is_what_the_parties_say_of_themselves() {
    check(
        TWO,
        &[
            ("3 p proposes", "x progressing derived:- asserted:progressing"),
            ("3 p! proposes", "x progressing derived:progressing"),
            ("3 p! proposes; 5 q rejects", "x disputed derived:progressing asserted:disputed"),
            // Remarks on the whole, and holds that others tell, are no position.
            ("3 - sees progress via p", "x progressing derived:-"),
            ("3 p! proposes; 5 - sees difficulty via p", "x disputed derived:progressing"),
            ("3 p,q agrees via p,q; 5 - opens point via p", "x in_principle derived:in_principle"),
            ("3 p,q signs via p,q; 5 - opens point via p", "x in_principle derived:in_principle"),
            (
                "3 p,q signs via p,q; 5 - opens point via s",
                "x agreed! derived:agreed asserted:in_principle",
            ),
            ("a: 3 p! proposes; 5 p! withdraws of a", "x raised derived:-"),
        ],
    );
}

#[test]
fn held_is_derived_when_all_are_first_hand_and_contested_if_others_say_otherwise() {
    check(
        TWO,
        &[
            ("3 p! proposes; 3 q! demands", "x disputed by:derived told:2/2"),
            (
                "3 p! proposes; 4 q! proposes; 5 - sees difficulty",
                "x progressing! by:derived asserted:disputed",
            ),
            ("3 p! proposes; 4 q! proposes; 5 - says disputed via t", "x progressing! by:derived"),
            ("3 p! proposes; 5 - says in_principle", "x in_principle by:asserted told:1/2"),
            // Where some have accepted, only acceptances fill slots.
            ("3 p! proposes; 3 q! agrees", "x progressing told:1/2 by:asserted"),
        ],
    );
}

#[test]
fn held_is_partial_when_fewer_than_all_speak_and_nobody_of_the_whole() {
    check(
        TWO,
        &[
            ("3 p proposes", "x progressing by:partial"),
            ("3 p demands", "x disputed by:partial"),
            ("3 p proposes; 5 q proposes", "x progressing by:asserted"),
            ("3 p proposes; 5 - sees progress", "x progressing by:asserted"),
            ("3 - mentions", "x raised by:asserted"),
        ],
    );
}

#[test]
fn a_ruling_holds_until_a_later_claim_of_the_stage() {
    check(
        TWO,
        &[
            ("3 - says agreed via -", "x agreed by:ruling"),
            ("3 p rejects; 5 - says agreed via -", "x agreed by:ruling"),
            ("5 p rejects; 5 - says agreed via -", "x agreed by:ruling"),
            ("5 - says agreed via -; 7 p rejects", "x disputed by:asserted"),
            ("5 - says disputed via -; 7 p,q signs", "x agreed by:asserted"),
            ("5 - says agreed via -; 7 - mentions", "x agreed by:ruling"),
            ("5 - says agreed via -; 7 - opens point", "x in_principle by:asserted"),
            ("5 - says agreed via -; 7 - says disputed via -", "x disputed by:ruling"),
            // Of two rulings of a day, the lower.
            ("5 - says agreed via -; 5 - says disputed via -", "x disputed by:ruling"),
            ("r: 5 - says agreed via -; 7 - retracts of r via -", "x unraised"),
        ],
    );
}

#[test]
fn the_strongest_side_is_believed_and_a_tie_takes_the_lower() {
    let progress = |how: &str| format!("3 - sees progress {how}");
    let difficulty = |how: &str| format!("3 - sees difficulty {how}");
    // Each row: what speaks for progress, what against it, and who wins.
    for (toward, away, stage) in [
        ("via s", "via s", "disputed"),
        ("via p", "via s", "progressing"),
        ("via s", "via p", "disputed"),
        ("via p", "via s basis OnRecord", "progressing"),
        ("via s basis OnRecord", "via s", "progressing"),
        ("via s basis OnRecord", "via s basis Document", "progressing"),
        ("via s basis Document", "via s basis OnRecord", "disputed"),
        ("via s basis OnRecord", "via s; 3 - sees difficulty via t", "progressing"),
        ("via s; 3 - sees progress via t", "via s", "progressing"),
        ("via t; 3 - sees progress via u", "via s", "disputed"),
        ("via good", "via s", "progressing"),
        ("via s; 3 - sees progress via t", "via good", "progressing"),
    ] {
        let history = format!("{}; {}", progress(toward), difficulty(away));
        let expected = format!("x {stage}!");
        check(TWO, &[(&history, &expected)]);
        check_cautious(TWO, &[(&history, "x disputed!")]);
    }
}

#[test]
fn the_cautious_take_the_lowest_only_where_claims_contradict() {
    check_cautious(
        TWO,
        &[
            ("3 p,q signs; 5 p demands", "x agreed"),
            ("3 - says agreed via -; 3 p rejects", "x agreed by:ruling"),
            ("3 p! proposes; 3 q! proposes; 3 - sees difficulty", "x progressing! by:derived"),
        ],
    );
}
