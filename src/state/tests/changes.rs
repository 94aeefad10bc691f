//! What reports change of the register, and of how issues hang together.

use super::*;

#[test]
fn a_mandate_that_is_reported_gives_a_voice_and_takes_it() {
    let told = |history: &str| history.to_owned();
    check(
        TWO,
        &[
            // Pia speaks for p up to the tenth, says the charter.
            (
                &told("12 pia | Acceptance(by: \"p\", issues: \"x\", level: Full)"),
                "x progressing told:0/2",
            ),
            (
                &told(
                    "11 s | Mandate(person: \"pia\", party: \"p\", office: \"chair\", begins: \"2025-01-11\")\n12 pia | Acceptance(by: \"p\", issues: \"x\", level: Full)",
                ),
                "x progressing told:1/2",
            ),
            (
                &told(
                    "5 s | Mandate(person: \"quin\", party: \"q\", ends: \"2025-01-05\")\n6 quin | Acceptance(by: \"q\", issues: \"x\", level: Full)",
                ),
                "x progressing told:0/2",
            ),
            (
                &told(
                    "5 s | Mandate(person: \"quin\", party: \"q\", office: \"other\", ends: \"2025-01-05\")\n5 quin | Acceptance(by: \"q\", issues: \"x\", level: Full)",
                ),
                "x progressing told:1/2",
            ),
        ],
    );
    // Known only on the eighth: on the seventh, Quin still spoke for q.
    let late = "5 s known 8 | Mandate(person: \"quin\", party: \"q\", ends: \"2025-01-05\")\n6 quin | Acceptance(by: \"q\", issues: \"x\", level: Full)";
    check_at(TWO, late, &[("7", "x progressing told:1/2"), ("7@8", "x progressing told:0/2")]);
}

#[test]
fn ratings_weigh_where_claims_contradict_each_other() {
    let clash = "a: 3 s says progressing\nb: 3 t says disputed";
    let clash = clash.replace("s says", "- says").replace("t says", "- says");
    let clash = clash
        .replace("says progressing", "says progressing via s")
        .replace("says disputed", "says disputed via t");
    check(
        TWO,
        &[
            (&clash, "x disputed!"),
            (&format!("{clash}\n4 - | Rating(source: \"s\", reliability: A)"), "x progressing!"),
            (&format!("{clash}\n4 - | Rating(claim: \"a\", credibility: 2)"), "x progressing!"),
            (
                &format!(
                    "{clash}\n4 - | Rating(source: \"t\", reliability: A)\n4 - | Rating(claim: \"a\", credibility: 2)"
                ),
                "x progressing!",
            ),
        ],
    );
}

#[test]
fn sources_found_to_be_one_corroborate_no_more() {
    let two = "3 - says progressing via s\n3 - says progressing via good\n3 - says disputed via t";
    // Two roots outweigh one; when they turn out to be one, the tie takes the lower.
    let rated = format!("{two}\n1 - | Rating(source: \"t\", reliability: A)");
    check(
        TWO,
        &[
            (&rated, "x progressing!"),
            (&format!("{rated}\n4 - | Rating(source: \"s\", same_as: \"good\")"), "x disputed!"),
        ],
    );
}

#[test]
fn an_issue_goes_on_as_another_with_all_that_was_said_of_it() {
    let split = "5 s | Restructure(from: \"x\", into: \"y\")";
    check(
        TWO,
        &[
            (&format!("3 p,q signs\n{split}"), "x dropped became:y; y agreed"),
            // Said of the old one later, it is on the table again, by itself.
            (&format!("3 p,q signs\n7 p rejects\n{split}"), "x disputed; y agreed"),
            (&format!("3 p,q signs\n{split}\n7 p rejects on y"), "x dropped; y disputed"),
        ],
    );
    check_at(TWO, &format!("3 p,q signs\n{split}"), &[("4", "x agreed; y unraised")]);
}

#[test]
fn linked_issues_wait_for_each_other() {
    let all = "3 p,q signs on x\n3 p,q signs on y";
    let one = "3 p,q signs on x\n3 p,q agrees on y";
    let link = |tie: &str| format!("l: 5 s | Link(issues: [\"x\", \"y\"], as: {tie})");
    check(
        TWO,
        &[
            (one, "x agreed"),
            (
                &format!("{one}\n{}", link("Package")),
                "x provisional blocking:l; y in_principle blocking:l",
            ),
            (
                &format!("{one}\n{}", link("Condition")),
                "x provisional blocking:l; y in_principle blocking:-",
            ),
            (
                &format!("{one}\n{}", link("Sequence")),
                "x agreed blocking:-; y in_principle blocking:-",
            ),
            (
                &format!("{one}\n{}", link("Sequence").replace("[\"x\", \"y\"]", "[\"y\", \"x\"]")),
                "x provisional blocking:l; y in_principle blocking:-",
            ),
            (&format!("{all}\n{}", link("Package")), "x agreed blocking:-"),
            (
                &format!("{one}\n{}\n7 s | Withdrawal(by: \"p\", of: \"l\")", link("Package")),
                "x agreed blocking:- since:7",
            ),
        ],
    );
    check_at(
        TWO,
        &format!("{one}\n{}", link("Package")),
        &[("4", "x agreed"), ("5", "x provisional since:5")],
    );
}

#[test]
fn a_stage_by_another_name_is_no_move() {
    let migrate = "5 - | Migrate(map: { \"progressing\": \"in_principle\" })";
    check(
        TWO,
        &[
            (&format!("3 - says progressing\n{migrate}"), "x in_principle since:3 moves:1"),
            (&format!("3 - says disputed\n{migrate}"), "x disputed since:3 moves:1"),
            // What comes to the old stage later is meant as it is said.
            (&format!("{migrate}\n7 - says progressing"), "x progressing since:7"),
            (migrate, "x unraised"),
            (
                &format!(
                    "3 - says progressing\n3 - says progressing on y\n{}",
                    migrate.replace("Migrate(", "Migrate(cases: \"y\", ")
                ),
                "x progressing; y in_principle since:3",
            ),
        ],
    );
}
