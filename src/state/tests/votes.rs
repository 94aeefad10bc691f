//! What a vote does depends on what the body is to the issue.

use super::*;

/// The house decides on x, has to approve y, is a party to z, and is nothing to w.
const HOUSES: &str = r#"issues: {
    "x": (title: "X", required: ["p", "q"], roles: { "house": Decider }),
    "y": (title: "Y", required: ["p", "q"], approvals: ["house"]),
    "z": (title: "Z", required: ["p", "house"]),
    "w": (title: "W", required: ["p", "q"]),
}"#;

#[test]
fn a_vote_carried_by_the_body_that_decides_is_an_acceptance_by_all() {
    check(
        HOUSES,
        &[
            (
                r#"3 s | Vote(body: "house", issues: "x", result: Carried)"#,
                "x agreed by:asserted told:0/2",
            ),
            (
                r#"3 house | Vote(body: "house", issues: "x", result: Carried)"#,
                "x agreed by:derived told:2/2",
            ),
            (r#"3 s | Vote(body: "house", issues: "x", result: Lost)"#, "x disputed"),
            (r#"3 s | Vote(body: "house", issues: "x", question: "adopt?")"#, "x raised"),
        ],
    );
}

#[test]
fn a_vote_of_a_body_that_approves_or_is_a_party_counts_as_that() {
    let vote = r#"4 s | Vote(body: "house", issues: "y", result: Carried)"#;
    check(
        HOUSES,
        &[
            ("3 p,q signs on y", "y provisional"),
            (&format!("3 p,q signs on y\n{vote}"), "y agreed"),
            (vote, "y progressing"),
            (
                r#"3 p accepts full on z
                4 s | Vote(body: "house", issues: "z", result: Carried)"#,
                "z provisional",
            ),
            (
                r#"3 p accepts full on z
                4 s | Vote(body: "house", issues: "z", result: Lost)"#,
                "z disputed",
            ),
            (r#"3 s | Vote(body: "house", issues: "w", result: Carried)"#, "w raised"),
            (
                r#"3 p,q signs on w
                4 s | Vote(body: "house", issues: "w", result: Lost)"#,
                "w agreed",
            ),
        ],
    );
}

#[test]
fn a_lost_vote_takes_back_what_was_agreed_and_a_demand_takes_back_no_carried_one() {
    check(
        HOUSES,
        &[
            (
                r#"3 p,q signs on y
                4 s | Vote(body: "house", issues: "y", result: Lost)"#,
                "y disputed",
            ),
            (
                r#"3 s | Vote(body: "house", issues: "x", result: Carried)
                4 p demands"#,
                "x agreed",
            ),
            (
                r#"3 s | Vote(body: "house", issues: "x", result: Carried)
                4 p rejects"#,
                "x disputed",
            ),
        ],
    );
}

#[test]
fn the_result_follows_from_the_tally_where_none_is_announced() {
    let vote = |rest: &str| format!(r#"3 s | Vote(body: "house", issues: "x", {rest})"#);
    check(
        HOUSES,
        &[
            (&vote("tally: (yes: 51, no: 49)"), "x agreed"),
            (&vote("tally: (yes: 50, no: 50)"), "x disputed"),
            (&vote("tally: (yes: 60, no: 40, abstain: 80)"), "x agreed"),
            (&vote("tally: (yes: 60, no: 40), threshold: 0.66"), "x disputed"),
            (&vote("tally: (yes: 60, no: 40), threshold: 0.66, result: Lost"), "x disputed"),
        ],
    );
    let odd = Built::of(HOUSES, &vote("tally: (yes: 60, no: 40), result: Lost"));
    assert_eq!(odd.codes(), [Code::OddResult]);
}

#[test]
fn a_vote_on_an_offer_is_a_vote_on_its_issue() {
    check(
        HOUSES,
        &[
            (
                r#"o: 3 p proposes on y
                3 p,q signs on y
                4 s | Vote(body: "house", of: "o", result: Carried)"#,
                "y agreed",
            ),
            (
                r#"o: 3 p proposes on y
                4 s | Vote(body: "house", of: "y", result: Lost)"#,
                "y disputed",
            ),
        ],
    );
}

#[test]
fn a_ballot_is_nobodys_position_whoever_tells_of_it() {
    // The members decide within q; both sides have signed in a joint statement.
    let ballot = r#"issues: { "x": (title: "X", required: ["p", "q"], approvals: ["members"]) }"#;
    let parties = r#""members": (name: "Members", within: "q"), "#;
    let signed = r#"3 p,q | Acceptance(by: ["p", "q"], issues: "x", level: Signed)"#;
    for voice in ["s", "members", "q"] {
        for (result, expected) in [("Carried", "x agreed"), ("Lost", "x disputed")] {
            let vote =
                format!("5 {voice} | Vote(body: \"members\", issues: \"x\", result: {result})");
            let history = format!("{signed}\n{vote}");
            let built = Built::with_parties(parties, ballot, &[dispatch("", &history)]);
            let told = built.told(&built.at("31", Policy::Strongest), expected);
            assert_eq!(told, expected, "{history}");
        }
    }
}
