//! Whose acceptance it takes, and how far it goes.

use super::*;

/// One issue with a rule of its own; `p`, `q` and `r` are required.
fn three(rule: &str) -> String {
    format!(
        r#"issues: {{
        "x": (title: "X", required: ["p", "q", "r"], roles: {{"m": Chair, "body": Observer}}, {rule}),
        "y": (title: "Y") }}"#
    )
}

#[test]
fn a_level_is_reached_when_every_required_party_has_accepted() {
    check(
        &three(""),
        &[
            ("3 p agrees", "x progressing by:partial told:0/3"),
            ("3 p,q agrees", "x progressing by:partial"),
            ("3 p,q agrees; 5 r agrees", "x in_principle by:asserted since:5"),
            ("3 p,q signs; 5 r agrees", "x in_principle"),
            ("3 p,q signs; 5 r accepts text", "x provisional"),
            ("3 p,q,r agrees; 5 p,q,r signs", "x agreed"),
            ("3 m agrees", "x progressing"),
        ],
    );
}

#[test]
fn an_acceptance_of_a_proposal_or_demand_fills_its_partys_slot_too() {
    check(
        TWO,
        &[
            ("a: 3 p proposes; 5 q agrees of a", "x in_principle told:0/2"),
            ("a: 3 p demands; 5 q agrees of a", "x in_principle"),
            ("a: 3 p! proposes; 5 q agrees of a", "x in_principle told:1/2 onesided:true"),
            (
                "a: 3 p! proposes; 5 q! agrees of a",
                "x in_principle told:2/2 by:derived onesided:false",
            ),
            ("a: 3 p proposes; 5 q! agrees of a", "x in_principle told:1/2 onesided:true"),
            ("a: 3 p concedes; 5 q agrees of a", "x progressing"),
            ("3 p tables draft; 5 q agrees of draft", "x progressing"),
        ],
    );
}

#[test]
fn we_agreed_said_by_one_side_fills_two_slots_one_of_them_first_hand() {
    check(
        TWO,
        &[
            ("3 p,q agrees via p", "x in_principle told:1/2 onesided:true by:asserted"),
            ("3 p,q agrees via p,q", "x in_principle told:2/2 onesided:false by:derived"),
            ("3 p,q agrees via p; 4 p,q agrees via q", "x in_principle told:2/2 by:derived"),
            ("3 p,q agrees via s", "x in_principle told:0/2 onesided:false by:asserted"),
        ],
    );
}

#[test]
fn one_speaks_for_a_party_under_a_mandate_of_that_day() {
    check(
        TWO,
        &[
            ("3 p,q agrees via pia", "x in_principle told:1/2"),
            ("3 p,q agrees via pia,quin", "x in_principle told:2/2 by:derived"),
            ("11 p,q agrees via pia", "x in_principle told:0/2"),
            ("3 p,q agrees via pia stated 10 known 12", "x in_principle told:1/2"),
            ("3 p,q agrees via pia stated 11 known 12", "x in_principle told:0/2"),
        ],
    );
}

#[test]
fn approval_by_the_whole_chain_makes_what_is_signed_agreed() {
    check(
        r#"issues: { "x": (title: "X", required: ["p", "q"], approvals: ["body", "house"]) }"#,
        &[
            ("3 p,q signs", "x provisional"),
            ("3 p,q signs; 5 p approves body", "x provisional"),
            ("3 p,q signs; 5 p approves body; 7 q approves house", "x agreed since:7"),
            ("3 p,q signs; 5 p approves body; 7 q approves body", "x provisional"),
            ("3 p,q accepts text; 5 p,q approves body; 7 p,q approves house", "x agreed"),
            ("3 p,q agrees; 5 p approves body; 7 p approves house", "x in_principle"),
            (
                "3 p,q signs; 5 p approves body; a: 7 q approves house; 9 q withdraws of a",
                "x disputed",
            ),
        ],
    );
}

#[test]
fn on_a_procedural_issue_any_acceptance_is_agreement() {
    let charter = r#"issues: { "x": (title: "X", kind: Procedural, required: ["p", "q"]) }"#;
    check(
        charter,
        &[
            ("3 p,q agrees", "x agreed"),
            ("3 p agrees", "x progressing"),
            ("3 p agrees; 5 q accepts text", "x agreed"),
        ],
    );
}

#[test]
fn a_majority_is_more_than_its_share() {
    check(
        &three("decision: Majority(0.5)"),
        &[
            ("3 p agrees", "x progressing"),
            ("3 p,q agrees", "x in_principle"),
            ("3 p,q agrees; 5 r rejects", "x disputed"),
            ("3 p signs; 3 q agrees; 3 r agrees", "x in_principle"),
            ("3 p,q signs; 3 r agrees", "x agreed"),
        ],
    );
    check(
        &three("decision: Majority(0.66)"),
        &[("3 p,q agrees", "x in_principle"), ("3 p agrees", "x progressing")],
    );
    check(&three("decision: Majority(0.67)"), &[("3 p,q agrees", "x progressing")]);
    let two = r#"issues: { "x": (title: "X", required: ["p", "q"], decision: Majority(0.5)) }"#;
    check(two, &[("3 p agrees", "x progressing"), ("3 p,q agrees", "x in_principle")]);
}

#[test]
fn consensus_is_an_acceptance_that_no_required_party_objects_to() {
    check(
        &three("decision: Consensus"),
        &[
            ("3 p agrees", "x in_principle"),
            ("3 p signs; 3 q agrees", "x in_principle"),
            ("3 q demands; 5 p agrees", "x in_principle"),
            ("3 p agrees; 5 q demands", "x progressing"),
            ("3 p agrees; 5 q rejects", "x disputed"),
            ("3 m agrees", "x progressing"),
        ],
    );
}

#[test]
fn a_chair_decides_alone() {
    check(
        &three("decision: Chair"),
        &[("3 m agrees", "x in_principle"), ("3 p,q,r agrees", "x progressing")],
    );
}

#[test]
fn where_nobody_is_required_any_acceptance_is_enough() {
    check(&three(""), &[("3 p signs on y", "y agreed"), ("3 p demands on y", "y disputed")]);
}
