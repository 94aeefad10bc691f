//! The days of a claim, points, and what the order of days decides.

use super::*;

#[test]
fn a_claim_counts_from_the_day_that_its_date_says() {
    for (written, from) in [
        ("4", 4),
        ("[3..6]", 6),
        ("3/6", 3),
        ("3/..", 3),
        ("../6", 6),
        ("4~", 5),
        ("4?", 4),
        ("3~/6", 3),
    ] {
        let before = (from - 1).to_string();
        let history = format!("{written} p proposes known 8");
        check_at(
            TWO,
            &history,
            &[(&format!("{before}@31"), "x unraised"), (&format!("{from}@31"), "x progressing")],
        );
    }
    // Without a date, from the day on which it became known.
    check_at(
        TWO,
        "- p proposes known 8",
        &[("7@31", "x unraised"), ("8@31", "x progressing since:~8")],
    );
}

#[test]
fn later_is_only_what_begins_after_the_other_has_ended() {
    check(
        TWO,
        &[
            // The objection is later, and ends the advance.
            ("3 - sees progress; 4 - sees difficulty", "x disputed"),
            // They overlap, and contradict each other.
            ("[3..4] - sees progress; 4 - sees difficulty", "x disputed!"),
            ("3/4 - sees progress; 4/6 - sees difficulty", "x disputed!"),
            ("3/.. - sees progress known 8; 5 - sees difficulty", "x disputed!"),
            ("3/.. - sees progress known 8 stated 4; 5 - sees difficulty", "x disputed"),
            ("../3 - sees progress; 4 - sees difficulty", "x disputed"),
            ("3~ - sees progress; 4 - sees difficulty", "x disputed!"),
            ("3~ - sees progress; 5 - sees difficulty", "x disputed"),
            // No date is by the day of the report.
            ("3 - sees progress; - - sees difficulty known 3", "x disputed!"),
            ("3 - sees progress; - - sees difficulty known 4", "x disputed"),
        ],
    );
}

#[test]
fn a_point_is_read_at_the_close_of_both_days() {
    check_at(
        TWO,
        "3 p proposes known 5; 4 q rejects known 7",
        &[
            ("4@4", "x unraised"),
            ("2@5", "x unraised"),
            ("3@5", "x progressing since:3"),
            ("4@6", "x progressing"),
            ("3@7", "x progressing"),
            ("4@7", "x disputed since:4"),
        ],
    );
}

#[test]
fn order_within_a_day_ids_and_knowledge_decide_nothing() {
    for (one, other) in [("a", "b"), ("b", "a")] {
        for (early, late) in [(5, 9), (9, 5)] {
            let history = format!(
                "{one}: 5 - sees progress known {early}; {other}: 5 - sees difficulty known {late}"
            );
            check(TWO, &[(&history, "x disputed!")]);
        }
    }
}

#[test]
fn within_a_log_the_sequence_decides_and_a_pull_forward_warns() {
    let log = |seq: u8, history: &str| dispatch(&format!("log: \"minutes\", seq: {seq},"), history);
    let charter = TWO;
    let built = Built::new(charter, &[log(2, "b: 3 q rejects"), log(1, "a: 5 p proposes")]);
    assert_eq!(built.codes(), [Code::PulledForward]);
    let state = |point| built.at(point, Policy::Strongest);
    assert_eq!(built.told(&state("4@31"), "x"), "x unraised");
    // Both count from the fifth day, and the rejection of the third is not later than the proposal.
    assert_eq!(
        built.told(&state("5@31"), "x ? since: reason:"),
        "x progressing since:5 reason:advance"
    );
}

#[test]
fn an_actual_event_after_it_was_known_is_an_error() {
    let built = Built::new(TWO, &[dispatch("", "5 p proposes known 3")]);
    assert_eq!(built.codes(), [Code::ReportedBefore]);
    assert_eq!(Built::new(TWO, &[dispatch("", "5 p proposes known 3 expected")]).codes(), []);
    assert_eq!(Built::new(TWO, &[dispatch("", "[3..5] p proposes known 3")]).codes(), []);
}

#[test]
fn since_is_the_first_day_of_the_unbroken_stage_and_vague_if_its_cause_is() {
    check(
        TWO,
        &[
            ("3 p proposes; 5 p revises", "x progressing since:3"),
            ("3 p proposes; 5 q rejects; 7 p proposes", "x progressing since:7"),
            ("[2..4] p proposes", "x progressing since:~4"),
            ("../4 p proposes", "x progressing since:~4"),
            ("4? p proposes", "x progressing since:~4"),
            ("3/.. p proposes", "x progressing since:3"),
            // One exact cause is enough.
            ("[2..4] p proposes; 4 q proposes", "x progressing since:4"),
            // What is vague and of no consequence to the stage does not blur it.
            ("[2..4] - mentions; 4 q proposes", "x progressing since:4"),
        ],
    );
}

#[test]
fn an_issue_is_stalled_when_its_stage_does_not_change_for_a_while() {
    check_at(
        TWO,
        "3 p proposes; 20 p revises; 3 p,q signs on y",
        &[
            ("32@99", "x progressing condition:active; y agreed condition:active"),
            ("33@99", "x progressing condition:stalled; y agreed condition:active"),
        ],
    );
}

#[test]
fn talks_are_halted_until_they_go_on() {
    check_at(TWO, "3 - suspends", &[("3", "x raised condition:suspended")]);
    check_at(
        TWO,
        "3 - suspends; 5 - resumes; 7 - defers until 9",
        &[
            ("4@31", "x raised condition:suspended"),
            ("5@31", "x raised condition:active"),
            ("7@31", "x raised condition:deferred"),
            ("9@31", "x raised condition:deferred"),
            ("10@31", "x raised condition:active"),
        ],
    );
    check(
        TWO,
        &[
            ("3 p proposes; 5 - suspends", "x progressing condition:suspended"),
            ("3 - suspends; 5 - reopens", "x progressing condition:active"),
        ],
    );
}
