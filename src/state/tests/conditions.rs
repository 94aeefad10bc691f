//! Conditional acts wait for their conditions, and say until then only that the issue is on the table.

use super::*;

#[test]
fn an_act_on_a_condition_counts_from_the_day_on_which_it_is_met() {
    let signing = "3 s If c | Acceptance(by: [\"p\", \"q\"], issues: \"x\", level: Signed)";
    let met = |what: &str| format!("{signing}\nc: {what}");
    check(
        TWO,
        &[
            (&met("7 q proposes on y\n9 p accepts full of c on y"), "x agreed since:9"),
            (&met("7 q proposes on y"), "x raised"),
            (&met("7 q demands on y\n9 p accepts full of c on y"), "x agreed since:9"),
            (&met("7 q demands on y\n9 p concedes of c on y"), "x agreed since:9"),
            (&met("7 s | Conduct(by: \"q\", act: \"release\", status: Ended)"), "x agreed since:7"),
            (&met("7 s | Commitment(by: \"q\", text: \"t\")"), "x raised"),
            (
                &met(
                    "7 s | Commitment(by: \"q\", text: \"t\")\n9 s | Conduct(by: \"q\", of: \"c\", status: Fulfilled)",
                ),
                "x agreed since:9",
            ),
            (&met("7 - meets talks on y expected"), "x raised"),
            (&met("7 - meets talks on y expected\n8 - meets talks on y"), "x agreed since:8"),
            (
                &met("7 - meets talks on y expected\n8 s | Outcome(of: \"c\", is: Happened)"),
                "x agreed since:8",
            ),
            (
                &met("7 - meets talks on y expected\n8 s | Outcome(of: \"c\", is: Cancelled)"),
                "x raised",
            ),
            (&met("7 - meets talks on y negated"), "x raised"),
            (&met("7 s | Vote(body: \"house\", issues: \"y\", result: Lost)"), "x raised"),
            (
                &met("7 s | Vote(body: \"house\", issues: \"y\", result: Carried)"),
                "x agreed since:7",
            ),
        ],
    );
}

#[test]
fn a_condition_may_be_an_issue_a_draft_or_a_point() {
    let signing = |of: &str| {
        format!("3 s If {of} | Acceptance(by: [\"p\", \"q\"], issues: \"x\", level: Signed)")
    };
    check(
        TWO,
        &[
            (&format!("{}\n7 p,q accepts text on y", signing("y")), "x raised"),
            (&format!("{}\n7 p,q signs on y", signing("y")), "x agreed since:7"),
            (
                &format!("{}\n7 p,q signs on y\n9 p rejects on y", signing("y")),
                "x agreed since:7; y disputed",
            ),
            (&format!("{}\n4 p tables plan on y", signing("plan")), "x raised"),
            (
                &format!(
                    "{}\n4 p tables plan on y\n8 s | Draft(draft: \"plan\", act: Adopted)",
                    signing("plan")
                ),
                "x agreed since:8",
            ),
            (
                &format!("{}\n4 - opens point on y\n8 - closes point on y", signing("point")),
                "x agreed since:8",
            ),
            (&signing("when pigs fly").replace("when pigs fly", "pigs"), "x raised"),
        ],
    );
}

#[test]
fn what_waits_for_itself_is_never_in_force() {
    check(
        TWO,
        &[
            (
                "a: 3 s If b | Acceptance(by: [\"p\", \"q\"], issues: \"x\", level: Signed)
                 b: 3 s If a | Acceptance(by: [\"p\", \"q\"], issues: \"y\", level: Signed)",
                "x raised; y raised",
            ),
            (
                "3 s If y | Acceptance(by: [\"p\", \"q\"], issues: \"x\", level: Signed)
                 3 s If x | Acceptance(by: [\"p\", \"q\"], issues: \"y\", level: Signed)",
                "x raised; y raised",
            ),
            // In a chain each waits for the one before.
            (
                "a: 3 s If b | Acceptance(by: [\"p\", \"q\"], issues: \"x\", level: Signed)
                 b: 3 s If c | Acceptance(by: [\"p\", \"q\"], issues: \"y\", level: Signed)
                 c: 8 s | Conduct(by: \"q\", act: \"release\", status: Ended)",
                "x agreed since:8; y agreed since:8",
            ),
        ],
    );
}

#[test]
fn unless_and_until_end_what_counts_from_the_beginning() {
    for rel in ["Unless", "Until"] {
        let history = format!(
            "3 s {rel} c | Acceptance(by: [\"p\", \"q\"], issues: \"x\", level: Signed)
             c: 7 s | Conduct(by: \"q\", act: \"attack\", status: UnderWay)"
        );
        check_at(TWO, &history, &[("5", "x agreed"), ("7", "x raised"), ("7@6", "x agreed")]);
    }
}

#[test]
fn that_a_conditional_act_happened_can_be_reported_of_itself() {
    let signing = "a: 3 s If c | Acceptance(by: [\"p\", \"q\"], issues: \"x\", level: Signed)";
    check(
        TWO,
        &[
            (&format!("{signing}\n8 s | Outcome(of: \"a\", is: Happened)"), "x agreed since:8"),
            (&format!("{signing}\n8 s | Outcome(of: \"a\", is: DidNotHappen)"), "x raised"),
        ],
    );
}

#[test]
fn to_withdraw_what_never_came_into_force_is_no_objection() {
    let signing = "a: 3 s If c | Acceptance(by: [\"p\", \"q\"], issues: \"x\", level: Signed)";
    let met = "c: 4 s | Conduct(by: \"q\", act: \"release\", status: Ended)";
    check(
        TWO,
        &[
            (&format!("{signing}\n8 p withdraws of a"), "x raised"),
            (&format!("{signing}\n{met}\n8 p withdraws of a"), "x disputed"),
        ],
    );
}
