//! Lifecycles of all sorts: without a ladder, with versions, guards and thresholds, and in logs.

use super::*;

/// Three stages of which none is higher than another, and one for what is listed no longer.
const FREE: &str = r#"(
    format: 1, lifecycle: "free",
    stages: [(id: "draft", aliases: ["Draft"]), (id: "review"), (id: "final", settled: true)],
    exits: [(id: "gone")],
    bounds: { Unlisted: Exactly("gone"), Superseded: Exactly("gone"), Signed: Exactly("final") },
    initial: ["draft"],
    moves: { "draft": ["review"], "review": ["final", "draft"] },
    stalled_after: 90,
)"#;

const ISSUES: &str = r#"lifecycle: "free", issues: { "x": (title: "X"), "y": (title: "Y") }"#;

/// Builds a process with lifecycles of its own from dispatches, each with the fields of its head.
fn whole(charter: &str, own: &[&str], dispatches: &[(&str, &str)]) -> Built {
    let texts: Vec<String> =
        dispatches.iter().map(|(head, history)| dispatch(head, history)).collect();
    let built = Built::whole(("", charter), own, &texts);
    let errors = |fault: &&Diagnostic| fault.severity() == Severity::Error;
    let wrong: Vec<_> = built.faults.iter().filter(errors).collect();
    assert!(wrong.is_empty(), "{dispatches:?}\n{wrong:#?}");
    built
}

fn leads(built: &Built, rows: &[(&str, &str)]) {
    for (point, expected) in rows {
        let state = built.at(point, Policy::Strongest);
        assert_eq!(built.told(&state, expected), *expected, "\nat {point}");
    }
}

/// Checks where single dispatches lead.
fn free(rows: &[(&str, &str)]) {
    for (history, expected) in rows {
        leads(&whole(ISSUES, &[FREE], &[("", history)]), &[("31", expected)]);
    }
}

#[test]
fn without_a_ladder_the_latest_word_is_exact() {
    free(&[
        ("", "x unraised since:-"),
        ("1 - says draft", "x draft reason:advance since:1"),
        ("1 - says draft; 5 - says final", "x final evidence:0.2"),
        ("1 - says final; 5 - says draft", "x draft since:5"),
        // Another name of the same stage is the same stage.
        ("1 - says draft; 5 - says Draft", "x draft since:1 moves:1"),
        // An act that is bounded says just that stage, whoever did it.
        ("1 - says draft; 5 p signs", "x final"),
        // What says nothing of the stage moves nothing.
        ("3 - mentions", "x unraised"),
        ("1 - says draft; 3 p demands; 5 p rejects", "x draft moves:1"),
        // A ruling holds until something later is said.
        ("1 - says draft via -; 1 - says review", "x draft by:ruling"),
        ("1 - says draft via -; 5 - says review", "x review by:asserted"),
    ]);
}

#[test]
fn without_a_ladder_two_that_differ_on_one_day_contradict_each_other() {
    free(&[
        ("3 - says draft; 3 - says review via t", "x draft! findings:W0205"),
        ("3 - says draft; 3 - says draft via t", "x draft"),
        // The better supported stage, wherever it is in the list.
        ("3 - says draft; 3 - says review via t; 3 - says review via good", "x review!"),
        ("3 - says draft; 3 - says review via t; 5 - says final", "x final"),
        // A vague day overlaps with an exact one.
        ("[2..4] - says draft; 3 - says review", "x draft!"),
    ]);
    let built = whole(
        ISSUES,
        &[FREE],
        &[("", "3 - says draft; 3 - says review via t; 3 - says review via good")],
    );
    let cautious = built.at("31", Policy::Cautious);
    assert_eq!(built.told(&cautious, "x draft"), "x draft!");
}

#[test]
fn within_a_log_its_order_decides_and_every_step_is_a_move() {
    let log = |seq: &str| format!("log: \"l\", seq: {seq},");
    let three =
        [(log("3"), "5 - says final"), (log("1"), "5 - says draft"), (log("2"), "5 - says review")];
    let three: Vec<(&str, &str)> =
        three.iter().map(|(head, text)| (head.as_str(), *text)).collect();
    let built = whole(ISSUES, &[FREE], &three);
    leads(&built, &[("31", "x final moves:3 irregular:0 ways:opening,transition,transition")]);
    // Another source of that day contradicts what the log comes to, and none of its steps before.
    let mut more = three.clone();
    more.push(("", "5 - says draft via t"));
    leads(&whole(ISSUES, &[FREE], &more), &[("31", "x draft! moves:3")]);
    // An entry that is dated before its predecessor counts with it, and says so.
    let (one, two) = (log("1"), log("2"));
    let back = [(one.as_str(), "9 - says draft"), (two.as_str(), "4 - says review")];
    let built = whole(ISSUES, &[FREE], &back);
    assert_eq!(built.codes(), [Code::PulledForward]);
    leads(&built, &[("8", "x unraised"), ("31", "x review since:9 moves:2")]);
}

#[test]
fn what_a_register_drops_is_not_withdrawn() {
    let unlisted = "1 - says draft; 5 s | Agenda(issue: \"x\", act: Unlist)";
    let built = whole(ISSUES, &[FREE], &[("", unlisted)]);
    leads(&built, &[("31", "x gone ways:opening,vanishing irregular:0")]);
    let again = format!("{unlisted}; 9 - says final");
    let built = whole(ISSUES, &[FREE], &[("", &again)]);
    leads(&built, &[("31", "x final ways:opening,vanishing,opening irregular:1")]);
    // Where no stage is named for it, the issue keeps its own, and is shown as listed no longer.
    let kept = FREE.replace("Unlisted: Exactly(\"gone\"), ", "");
    let built = whole(ISSUES, &[&kept], &[("", unlisted)]);
    leads(&built, &[("4", "x draft condition:active"), ("31", "x draft condition:unlisted")]);
    let built = whole(ISSUES, &[&kept], &[("", &again)]);
    leads(&built, &[("31", "x final condition:active")]);
    // What is dropped and shown at once is shown.
    let renamed = "1 - says draft; 5 s | Agenda(issue: \"x\", act: Unlist); 5 - says draft";
    let built = whole(ISSUES, &[&kept], &[("", renamed)]);
    leads(&built, &[("31", "x draft condition:active")]);
}

#[test]
fn what_goes_on_as_another_begins_there_where_the_log_shows_it() {
    let log = |seq: &str| format!("log: \"l\", seq: {seq},");
    let (one, two, three) = (log("1"), log("2"), log("3"));
    let moved = "5 s | Restructure(from: \"x\", into: \"y\")\n5 - says final on y";
    let files = [
        (one.as_str(), "1 - says draft"),
        (two.as_str(), moved),
        (three.as_str(), "9 - says draft on y"),
    ];
    let built = whole(ISSUES, &[FREE], &files);
    leads(
        &built,
        &[("31", "x gone became:y; y draft ways:opening,opening,transition irregular:2")],
    );
}

#[test]
fn a_move_is_judged_by_the_version_in_force_on_its_day() {
    let versions = r#"(
        format: 1, lifecycle: "free",
        stages: [(id: "draft"), (id: "review"), (id: "final")],
        versions: [
            (since: "2025-01-01", initial: ["draft"], moves: { "draft": ["final"] }, names: { "ready": "final" }),
            (since: "2025-01-10", initial: ["draft"], moves: { "draft": ["review"], "review": ["final"] },
                names: { "ready": "review" }),
        ],
    )"#;
    for (history, expected) in [
        ("1 - says draft; 5 - says final", "x final irregular:0"),
        ("1 - says draft; 10 - says final", "x final irregular:1"),
        ("1 - says draft; 9 - says review", "x review irregular:1"),
        ("1 - says draft; 10 - says review", "x review irregular:0"),
        // A name means what it meant on the day.
        ("1 - says draft; 5 - says ready", "x final"),
        ("1 - says draft; 15 - says ready", "x review"),
        ("1 - says review", "x review irregular:1 ways:opening"),
    ] {
        leads(&whole(ISSUES, &[versions], &[("", history)]), &[("31", expected)]);
    }
}

#[test]
fn guards_ask_for_more_than_a_move_that_is_provided_for() {
    let guarded =
        |guard: &str| FREE.replace("    initial", &format!("    guards: [{guard}],\n    initial"));
    let due = "2 s | Deadline(of: \"x\", due: \"2025-01-06\")";
    let lifted = format!("{due}; 3 s | Deadline(of: \"x\")");
    let vote = "2 house | Vote(body: \"house\", of: \"x\", issues: \"x\", result: Carried)";
    let back = "(from: [\"review\"], except: [\"final\"], needs: Back)";
    let moves = "1 - says draft; 4 - says review; 8 - says final";
    for (guard, history, expected) in [
        ("(to: [\"final\"], needs: Been(\"review\"))", moves.to_owned(), "x final unmet:-"),
        (
            "(to: [\"final\"], needs: Been(\"review\"))",
            "1 - says draft; 8 - says final".into(),
            "x final unmet:been",
        ),
        (back, "1 - says draft; 4 - says review; 8 - says draft".into(), "x draft unmet:-"),
        (back, "1 - says review; 8 - says draft".into(), "x draft unmet:back"),
        (back, moves.to_owned(), "x final unmet:-"),
        ("(to: [\"final\"], needs: Deadline)", moves.to_owned(), "x final unmet:deadline due:-"),
        ("(to: [\"final\"], needs: Deadline)", format!("{moves}; {due}"), "x final unmet:- due:6"),
        (
            "(to: [\"final\"], needs: Deadline)",
            format!("{moves}; {lifted}"),
            "x final unmet:deadline due:-",
        ),
        (
            "(to: [\"review\"], needs: DeadlinePassed)",
            format!("{moves}; {due}"),
            "x final unmet:deadlinepassed",
        ),
        ("(to: [\"final\"], needs: DeadlinePassed)", format!("{moves}; {due}"), "x final unmet:-"),
        ("(to: [\"final\"], needs: Vote())", moves.to_owned(), "x final unmet:vote"),
        ("(to: [\"final\"], needs: Vote())", format!("{moves}; {vote}"), "x final unmet:-"),
        (
            "(to: [\"final\"], needs: Vote(body: \"body\"))",
            format!("{moves}; {vote}"),
            "x final unmet:vote",
        ),
        (
            "(to: [\"final\"], needs: Accepted(by: [\"p\"]))",
            moves.to_owned(),
            "x final unmet:accepted",
        ),
        (
            "(to: [\"final\"], needs: Accepted(by: [\"p\"]))",
            "1 - says draft; 4 - says review; 8 p signs".into(),
            "x final unmet:-",
        ),
    ] {
        let built = whole(ISSUES, &[&guarded(guard)], &[("", &history)]);
        leads(&built, &[("31", expected)]);
    }
    // What is not there is not let pass where the process governs.
    let charter = format!("mode: Govern, {ISSUES}");
    let guard = guarded("(to: [\"final\"], needs: Deadline)");
    let built = whole(&charter, &[&guard], &[("", moves)]);
    leads(&built, &[("31", "x review refused:0.3 findings:E0202")]);
}

const PARTS: &str = r#"issues: {
    "x": (title: "X", lifecycle: "whole"),
    "x/a": (title: "A", lifecycle: "part", weight: 40),
    "x/b": (title: "B", lifecycle: "part", weight: 30.5),
    "x/c": (title: "C", lifecycle: "part", weight: 29.5),
}"#;
const PART: &str = r#"(format: 1, lifecycle: "part",
    ladder: [(id: "signed"), (id: "ratified"), (id: "in-use")], exits: [(id: "out")])"#;
const WHOLE: &str = r#"(format: 1, lifecycle: "whole",
    ladder: [(id: "open"), (id: "in-force", settled: true)],
    guards: [(to: ["in-force"], needs: Threshold(at: "ratified", count: 2, weight: 60, after: "P3D"))])"#;

#[test]
fn a_threshold_counts_and_weighs_parts_and_is_met_once_for_all() {
    for (history, rows) in [
        // Two of them, but too light.
        (
            "2 - says ratified on x/b\n2 - says ratified on x/c",
            &[("31", "x unraised met:- counted:2/60")][..],
        ),
        ("2 - says ratified on x/a", &[("31", "x unraised met:- counted:1/40")]),
        (
            "2 - says ratified on x/a\n5 - says in-use on x/b",
            &[
                ("4", "x unraised counted:1/40"),
                ("5", "x unraised met:5/8 counted:2/70.5"),
                ("7", "x unraised"),
                ("8", "x in-force since:8 by:rolledup ways:byitself irregular:0 evidence:0.2"),
            ],
        ),
        // What was met stays so, whatever a part does after.
        (
            "2 - says ratified on x/a\n5 - says ratified on x/b\n6 - says out on x/b",
            &[("31", "x in-force since:8 met:5/8 counted:1/40")],
        ),
        // What was left before it was met does not count.
        (
            "2 - says ratified on x/a\n3 - says signed on x/a\n5 - says ratified on x/b",
            &[("31", "x unraised met:- counted:1/30.5")],
        ),
        // Learned late: hindsight knows it, that day did not.
        (
            "2 - says ratified on x/a\n5 - says ratified on x/b known 20",
            &[("10@10", "x unraised met:-"), ("10@20", "x in-force since:8")],
        ),
    ] {
        let light = WHOLE.replace("weight: 60", "weight: 60.5");
        leads(&whole(PARTS, &[&light, PART], &[("", history)]), rows);
    }
}

#[test]
fn who_says_that_it_is_in_force_before_it_is_met_is_remarked_on() {
    let early = "1 - says open; 2 - says in-force";
    let built = whole(PARTS, &[WHOLE, PART], &[("", early)]);
    leads(&built, &[("31", "x in-force unmet:threshold findings:W0202")]);
    let met =
        "1 - says open; 2 - says ratified on x/a; 2 - says ratified on x/b; 3 - says in-force";
    let built = whole(PARTS, &[WHOLE, PART], &[("", met)]);
    leads(&built, &[("31", "x in-force since:3 unmet:- findings:-")]);
}

#[test]
fn parts_of_another_lifecycle_are_counted_and_do_not_lower_the_whole() {
    let charter = r#"issues: {
        "x": (title: "X", required: ["p", "q"]),
        "x/a": (title: "A", required: ["p", "q"]),
        "x/b": (title: "B", lifecycle: "part"),
    }"#;
    let history = "1 p,q agrees\n2 - says ratified on x/b";
    let built = whole(charter, &[PART], &[("", history)]);
    // An acceptance on the whole counts for the part that goes through the same stages.
    leads(
        &built,
        &[("31", "x in_principle parts:1in_principle,1ratified; x/a in_principle; x/b ratified")],
    );
}

/// It came there by no move, and was never counted.
#[test]
fn a_part_leaves_a_stage_that_only_a_migration_gave_it() {
    let migrate = "3 s | Migrate(lifecycle: \"part\", map: { \"signed\": \"ratified\" })";
    let history = format!("2 - says signed on x/a; {migrate}; 5 - says out on x/a");
    let built = whole(PARTS, &[WHOLE, PART], &[("", &history)]);
    leads(&built, &[("4", "x/a ratified"), ("31", "x unraised met:- counted:0/0; x/a out")]);
}

#[test]
fn a_migration_renames_stages_of_its_own_lifecycle_alone() {
    let charter = r#"issues: {
        "x": (title: "X", lifecycle: "free"),
        "y": (title: "Y", required: ["p", "q"]),
    }"#;
    let migrate = "9 s | Migrate(lifecycle: \"free\", map: { \"draft\": \"review\" })";
    let history = format!("1 - says draft; 1 p,q agrees on y; {migrate}");
    let built = whole(charter, &[FREE], &[("", &history)]);
    leads(&built, &[("8", "x draft"), ("31", "x review since:1 moves:1; y in_principle since:1")]);
}
