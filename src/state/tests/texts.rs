//! Passages of drafts: what is in brackets holds, what is agreed advances.

use super::*;

/// Two passages of one treaty embody x; y has none of its own.
const TREATY: &str = r#"issues: {
    "x": (title: "X", required: ["p", "q"], passages: [(draft: "treaty", at: "1"), (draft: "treaty", at: "2")]),
    "y": (title: "Y", required: ["p", "q"]),
}"#;

#[test]
fn a_passage_says_how_far_the_text_has_come() {
    let passage = |rest: &str| format!(r#"3 s | Passage(draft: "treaty", {rest})"#);
    check(
        TREATY,
        &[
            (&passage(r#"at: "1", act: Bracket"#), "x disputed blocking:treaty/1"),
            (&passage(r#"at: "1", act: Insert"#), "x progressing blocking:treaty/1"),
            (&passage(r#"at: "1", act: Agree, status: AgreedInGroup"#), "x progressing blocking:-"),
            (&passage(r#"at: "1", act: Agree, extent: Most"#), "x progressing"),
            (&passage(r#"at: "1", act: Agree"#), "x progressing"),
            (&passage("act: Agree"), "x provisional"),
            (&passage("act: Agree, extent: Part"), "x progressing"),
            (&passage(r#"at: "1", act: Vanished"#), "x raised"),
            (&passage(r#"at: "1", act: Choose, option: "B""#), "x progressing"),
        ],
    );
}

#[test]
fn a_text_is_agreed_when_the_last_of_its_passages_is() {
    let one = r#"3 s | Passage(draft: "treaty", at: "1", act: Agree)"#;
    let two = r#"t: 4 s | Passage(draft: "treaty", at: "2", act: Agree)"#;
    let both = format!("{one}\n{two}");
    check(
        TREATY,
        &[
            (&both, "x provisional since:4"),
            (&format!("{two}\n{one}"), "x provisional since:4"),
            (
                &format!("{both}\n5 s | Passage(draft: \"treaty\", at: \"1\", act: Bracket)"),
                "x in_principle blocking:treaty/1",
            ),
            (&format!("{both}\n5 s | Withdrawal(by: \"p\", of: \"t\")"), "x progressing"),
            (&format!("{both}\n5 p demands"), "x provisional"),
            (&format!("{both}\n5 p rejects"), "x disputed"),
        ],
    );
}

#[test]
fn what_is_closed_holds_no_more() {
    let open = "3 p,q signs\n4 s | Passage(draft: \"treaty\", at: \"1\", act: Bracket)";
    let then = |rest: &str| format!("{open}\n5 s | Passage(draft: \"treaty\", at: \"1\", {rest})");
    check(
        TREATY,
        &[
            (open, "x in_principle blocking:treaty/1"),
            (&then("act: Unbracket"), "x agreed blocking:-"),
            (&then("act: Agree"), "x agreed blocking:-"),
            (&then("act: Vanished"), "x agreed blocking:-"),
            (&then("act: Delete, status: Agreed"), "x agreed blocking:-"),
            (&then("act: Agree, extent: Part"), "x in_principle blocking:treaty/1"),
            (
                &format!("{open}\n5 s | Withdrawal(by: \"p\", of: \"treaty/1\")"),
                "x agreed blocking:-",
            ),
        ],
    );
}

#[test]
fn a_passage_belongs_to_the_issues_of_its_draft_as_far_as_they_are_known() {
    check(
        TREATY,
        &[
            (
                r#"2 p tables deal on y
                3 s | Passage(draft: "deal", at: "7", act: Bracket)"#,
                "y progressing blocking:deal/7",
            ),
            (
                r#"3 s | Passage(draft: "deal", at: "7", act: Bracket, issues: "y")"#,
                "y disputed blocking:deal/7",
            ),
        ],
    );
    // Known only later that the deal is about y: what was known before does not change, and what is
    // known then holds in hindsight, as long as somebody's word for it stands.
    let late = r#"t: 2 p tables deal on y known 9
        3 s | Passage(draft: "deal", at: "7", act: Bracket)
        12 - retracts of t"#;
    check_at(
        TREATY,
        late,
        &[
            ("31@8", "y unraised blocking:-"),
            ("31@9", "y progressing blocking:deal/7"),
            ("31@12", "y unraised blocking:-"),
        ],
    );
}

#[test]
fn a_passage_whose_agreement_was_ended_has_to_be_agreed_again() {
    let one = |day: u8| format!("{day} s | Passage(draft: \"treaty\", at: \"1\", act: Agree)\n");
    let two = |day: u8| format!("{day} s | Passage(draft: \"treaty\", at: \"2\", act: Agree)\n");
    let both = format!("{}{}5 q rejects\n", one(3), two(3));
    check(
        TREATY,
        &[
            (&format!("{both}{}", one(7)), "x progressing"),
            (&format!("{both}{}{}", one(7), two(8)), "x provisional since:8"),
        ],
    );
}

#[test]
fn the_latest_word_on_a_passage_replaces_the_earlier_ones() {
    let history = "3 p tables treaty
        a: 4 p | Passage(draft: \"treaty\", at: \"1\", act: Bracket, by: \"p\")
        b: 5 q | Passage(draft: \"treaty\", at: \"1\", act: Amend, by: \"q\")";
    let built = Built::of(TREATY, history);
    let state = built.at("31", Policy::Strongest);
    let issue = built.record.register.issues.find("x").expect("an issue");
    assert_eq!(state.issue(issue).blocking.len(), 1, "{:?}", state.issue(issue).blocking);
}

#[test]
fn a_conditional_passage_counts_no_earlier_than_its_draft_is_about_the_issue() {
    let history = "2 s Unless x | Passage(draft: \"deal\", at: \"7\", act: Agree)
        9 p tables deal on y";
    check_at(TREATY, history, &[("8@9", "y unraised"), ("9", "y progressing since:9")]);
}
