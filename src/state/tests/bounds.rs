//! What claims say of the stage, what ends them, and what the live ones come to.

use super::*;

#[test]
fn each_claim_bounds_the_stage_as_its_act_says() {
    check(
        TWO,
        &[
            ("", "x unraised since:-"),
            ("3 - mentions", "x raised"),
            ("3 - meets talks", "x raised"),
            ("3 m presses to p", "x raised"),
            ("3 p prepares", "x raised"),
            ("3 - publishes draft", "x raised"),
            ("3 - notes point", "x raised blocking:-"),
            ("3 p proposes", "x progressing"),
            ("3 p revises", "x progressing"),
            ("3 p tables draft", "x progressing"),
            ("3 p circulates draft", "x progressing"),
            ("3 - discusses draft", "x progressing"),
            ("3 p concedes", "x progressing"),
            ("3 - sees progress", "x progressing"),
            ("3 - sees close", "x progressing"),
            ("3 p demands", "x disputed"),
            ("3 p rejects", "x disputed"),
            ("3 - sees difficulty", "x disputed"),
            ("3 - sees far", "x disputed"),
            ("3 - sees no-progress", "x disputed"),
            ("3 - sees importance", "x raised"),
            ("3 - sees merit", "x raised"),
            ("3 - sees mixed", "x raised"),
            ("3 p,q agrees", "x in_principle"),
            ("3 p,q accepts principle", "x in_principle"),
            ("3 p,q accepts text", "x provisional"),
            ("3 p,q accepts referendum", "x provisional"),
            ("3 p,q accepts full", "x provisional"),
            ("3 p,q signs", "x agreed"),
            ("3 p,q approves -", "x agreed"),
            ("3 - reopens", "x progressing reopened:1"),
            ("3 - drops", "x dropped"),
            ("3 - suspends", "x raised condition:suspended"),
        ],
    );
}

#[test]
fn a_stage_claim_is_exactly_its_stage() {
    let stages = ["raised", "disputed", "progressing", "in_principle", "provisional", "agreed"];
    for stage in stages.into_iter().chain(["dropped"]) {
        check(TWO, &[(&format!("3 - says {stage}"), &format!("x {stage}"))]);
    }
}

#[test]
fn only_what_happened_bounds_a_stage() {
    for modality in ["expected", "conditional", "negated"] {
        for act in ["p proposes", "p,q signs", "p demands", "- says agreed", "- opens point"] {
            check(TWO, &[(&format!("3 {act} {modality}"), "x raised blocking:-")]);
        }
    }
    check(TWO, &[("3 - suspends expected", "x raised condition:active")]);
}

#[test]
fn a_retraction_that_is_only_expected_takes_nothing_back() {
    let history = "c: 3 p proposes; 5 - retracts of c";
    check(
        TWO,
        &[
            (history, "x unraised"),
            (&format!("{history} expected"), "x progressing"),
            (&format!("{history} negated"), "x progressing"),
        ],
    );
}

#[test]
fn a_mention_ends_nothing_and_contradicts_nothing() {
    check(
        TWO,
        &[
            ("3 p demands; 5 - mentions", "x disputed"),
            ("3 p demands; 3 - says raised", "x raised"),
            ("3 p,q signs; 5 - mentions", "x agreed"),
        ],
    );
}

#[test]
fn a_demand_of_one_that_is_no_principal_bounds_nothing() {
    let charter = r#"issues: { "x": (title: "X", required: ["p", "q"], roles: {"q": Mediator}) }"#;
    check(
        charter,
        &[
            ("3 p demands", "x disputed"),
            ("3 q demands", "x raised"),
            ("3 m rejects", "x raised"),
            // A withdrawal of an acceptance objects whoever makes it.
            ("a: 3 q agrees; 5 q withdraws of a", "x disputed"),
        ],
    );
}

#[test]
fn what_has_ended_stays_ended_while_its_ender_stands() {
    check(
        TWO,
        &[
            // The rejection ended the proposal; the progress ended the rejection, and not its work.
            ("3 p proposes; 5 q rejects; 7 - sees progress; 9 q demands", "x disputed"),
            ("3 p,q signs; 5 q rejects; 7 p proposes", "x progressing"),
            // What a party takes back has been said, and stands.
            ("3 p proposes; d: 5 q demands; 7 q withdraws of d", "x raised"),
            // What is retracted was never said.
            ("3 p proposes; d: 5 q demands; 7 - retracts of d", "x progressing"),
        ],
    );
}

#[test]
fn of_several_advances_the_highest_and_of_several_objections_the_lowest_counts() {
    check(
        TWO,
        &[
            ("3 p proposes; 3 p,q agrees", "x in_principle"),
            ("3 p demands; 3 - reopens", "x disputed"),
            // An advance at or below the objection is no contradiction.
            ("3 p proposes; 3 - reopens", "x progressing"),
        ],
    );
}

#[test]
fn a_demand_does_not_drag_an_acceptance_back() {
    check(
        TWO,
        &[
            ("3 p,q agrees; 5 p demands", "x in_principle"),
            ("3 p,q agrees; 5 - sees difficulty", "x in_principle"),
            ("3 - says in_principle; 5 p demands", "x in_principle"),
            ("3 - says progressing; 5 p demands", "x disputed"),
            // Even where fewer than all have accepted.
            ("3 p agrees; 5 q demands; 7 q agrees", "x in_principle"),
        ],
    );
}

#[test]
fn going_back_takes_a_withdrawal_a_rejection_or_a_reopening() {
    check(
        TWO,
        &[
            ("a: 3 p,q agrees; 5 p withdraws of a", "x disputed"),
            ("3 p,q agrees; 5 p rejects", "x disputed"),
            ("3 p,q agrees; 5 - reopens", "x progressing reopened:1"),
            ("3 p,q agrees; 5 - reopens; 7 - reopens", "x progressing reopened:2"),
        ],
    );
}

#[test]
fn background_yields_to_any_new_opposite_claim_whatever_the_dates() {
    check(
        TWO,
        &[
            ("3 p demands; 5 p proposes presupposed", "x disputed"),
            ("3 p proposes presupposed; 3 p demands", "x disputed"),
            ("3 p proposes; 5 p rejects presupposed", "x progressing"),
            ("3 p proposes; 3 - sees difficulty presupposed", "x progressing"),
            ("3 p proposes presupposed", "x progressing"),
            // Among themselves, dates decide.
            ("3 p proposes presupposed; 5 p rejects presupposed", "x disputed"),
            ("5 p proposes presupposed; 3 p rejects presupposed", "x progressing"),
            // A demand is no opposite of an acceptance.
            ("3 p,q agrees presupposed; 5 p demands", "x in_principle"),
            ("5 p,q agrees presupposed; 3 p rejects", "x disputed"),
        ],
    );
}

#[test]
fn a_withdrawal_ends_what_it_is_of() {
    check(
        TWO,
        &[
            ("d: 3 p demands; 5 p withdraws of d", "x raised demands:-"),
            ("a: 3 p proposes; 5 p withdraws of a", "x raised"),
            ("a: 3 p proposes; 5 p lapses of a", "x raised"),
            ("o: 3 - opens point; 5 p withdraws of o", "x raised blocking:-"),
            ("3 - opens point; 5 p withdraws of point", "x raised blocking:-"),
            ("a: 3 p rejects; 3 q proposes; 5 p withdraws of a", "x progressing"),
            ("a: 3 - says agreed via -; 5 p withdraws of a", "x raised"),
            // It is no objection, unless it is of an acceptance.
            ("d: 3 p demands; 3 - sees progress; 5 p withdraws of d", "x progressing"),
            // The days do not matter, nor which of the two is counted first.
            ("a: 5 p proposes; 5 p withdraws of a", "x raised"),
            ("a: [2..9] p proposes; 5 p withdraws of a", "x raised"),
            // A joint acceptance does not outlive the withdrawal of one of those who made it.
            ("a: 3 p,q signs; 5 q withdraws of a; 7 - sees progress", "x progressing"),
        ],
    );
}

#[test]
fn taking_back_the_original_takes_its_reaffirmations_along() {
    check(
        TWO,
        &[
            ("d: 3 p demands; 5 p demands reaffirming; 7 p withdraws of d", "x raised demands:-"),
            ("3 p demands; r: 5 p demands reaffirming; 7 p withdraws of r", "x disputed"),
            (
                "d: 3 p demands; 5 p demands reaffirming; 6 p demands reaffirming; 7 p withdraws of d",
                "x raised demands:-",
            ),
            // Another claim of the same is still an original.
            (
                "d: 3 p demands; 4 p demands; 5 p demands reaffirming; 7 p withdraws of d",
                "x disputed",
            ),
        ],
    );
}

#[test]
fn reaffirming_extends_the_last_day_and_never_the_first() {
    check(
        TWO,
        &[
            // Not ended by the proposal, since it lasted; and it does not end the proposal.
            ("3 p demands; 5 q proposes; 7 p demands reaffirming", "x disputed reason:bargaining"),
            ("3 p demands; 5 q proposes; 7 p demands", "x disputed reason:objection"),
            // With no standing original it counts as new.
            ("5 q proposes; 7 p demands reaffirming", "x disputed reason:objection"),
            (
                "d: 3 p demands; 5 q proposes; 7 p demands reaffirming; 9 - retracts of d",
                "x disputed reason:objection",
            ),
            ("3 q demands; 5 q proposes; 7 p demands reaffirming", "x disputed reason:objection"),
        ],
    );
}

#[test]
fn two_reaffirmations_of_a_day_without_an_original_are_both_new_whatever_their_ids() {
    check(
        TWO,
        &[
            (
                "3 p proposes; a: [1..5] q demands reaffirming; b: 5 q demands reaffirming",
                "x disputed reason:objection",
            ),
            (
                "3 p proposes; b: [1..5] q demands reaffirming; a: 5 q demands reaffirming",
                "x disputed reason:objection",
            ),
        ],
    );
}

#[test]
fn bargaining_is_not_contested() {
    check(
        TWO,
        &[
            ("3 p proposes; 3 q demands", "x disputed reason:bargaining"),
            ("3 p tables draft; 3 q rejects", "x disputed reason:bargaining"),
            ("3 p concedes; 3 q demands", "x disputed reason:bargaining"),
            // One pair that contradicts is enough.
            ("3 p proposes; 3 q demands; 3 - sees progress", "x disputed! reason:contested"),
        ],
    );
}

#[test]
fn a_drop_is_ended_by_any_later_claim_and_by_none_of_its_day() {
    check(
        TWO,
        &[
            ("3 p,q signs; 5 - drops", "x dropped"),
            ("3 p,q signs; 5 - drops; 7 - mentions", "x raised"),
            ("5 - drops; 5 - mentions", "x dropped"),
            ("5 - drops; 7 p demands", "x disputed"),
        ],
    );
}

#[test]
fn a_demand_stays_open_until_it_is_taken_back_met_or_settled() {
    check(
        TWO,
        &[
            ("d: 3 p demands to q", "x disputed demands:d"),
            ("d: 3 p demands to q; 5 - sees progress", "x progressing demands:d"),
            ("d: 3 p demands to q; 5 q rejects of d", "x disputed demands:d"),
            ("d: 3 p demands to q; 5 p withdraws of d", "x raised demands:-"),
            ("d: 3 p demands to q; 5 q agrees of d", "x in_principle demands:-"),
            ("d: 3 p demands to q; 5 r agrees of d", "x progressing demands:d"),
            ("d: 3 p demands; 5 r agrees of d", "x progressing demands:-"),
            ("d: 3 p demands to q; 5 p,q agrees", "x in_principle demands:-"),
            ("d: 3 p demands to q; 5 p agrees", "x progressing demands:d"),
            ("3 p,q agrees; d: 5 p demands to q", "x in_principle demands:d"),
            ("d: 3 p demands to q; d2: 5 p demands to q", "x disputed demands:d,d2"),
            ("d: 3 p demands to q; r: 5 p demands to q reaffirming", "x disputed demands:d,r"),
            (
                "d: 3 p demands to q; 5 p demands to q reaffirming; 7 q agrees of d",
                "x in_principle demands:-",
            ),
        ],
    );
}
