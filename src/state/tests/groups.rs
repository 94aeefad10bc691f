//! Groups: members, those for whom somebody speaks, supporters and opponents.

use super::*;

/// p and q form a bloc with r; wing is a faction within p.
const BLOC: &str = r#"issues: {
    "x": (title: "X", required: ["p", "q"]),
    "y": (title: "Y", required: ["bloc", "m"]),
    "z": (title: "Z"),
}"#;

/// Checks histories with the bloc declared.
fn check_bloc(rows: &[(&str, &str)]) {
    let parties =
        r#""bloc": (name: "Bloc", members: ["p", "q"]), "wing": (name: "Wing", within: "p"), "#;
    for (history, expected) in rows {
        let built = Built::with_parties(parties, BLOC, &[dispatch("", history)]);
        assert!(built.codes().is_empty(), "{history}\n{:?}", built.faults);
        let state = built.at("31", Policy::Strongest);
        assert_eq!(built.told(&state, expected), *expected, "\nafter\n{history}");
    }
}

#[test]
fn what_a_coalition_does_its_members_do() {
    check_bloc(&[
        ("3 bloc accepts full", "x provisional"),
        ("3 bloc! accepts full", "x provisional by:derived told:2/2"),
        ("3 p! accepts full", "x progressing told:1/2"),
        // A coalition has accepted when all its members have.
        ("3 p,m accepts full on y\n4 q accepts full on y", "y provisional"),
        ("3 p,m accepts full on y", "y progressing"),
    ]);
}

#[test]
fn a_position_within_a_party_is_internal_to_it() {
    check_bloc(&[
        ("3 wing demands", "x raised"),
        ("3 wing demands on z", "z raised"),
        ("3 wing,q accepts full", "x progressing"),
        ("3 r demands on z", "z disputed"),
    ]);
}

#[test]
fn members_join_and_leave() {
    check_bloc(&[
        (
            "2 s | Accession(party: \"q\", of: \"bloc\", act: Leaves)\n3 bloc accepts full",
            "x progressing",
        ),
        (
            "5 s | Accession(party: \"q\", of: \"bloc\", act: Leaves)\n3 bloc accepts full",
            "x provisional",
        ),
        (
            "2 s | Accession(party: \"q\", of: \"bloc\", act: Leaves)\n3 s | Accession(party: \"q\", of: \"bloc\", act: Joins)\n4 bloc accepts full",
            "x provisional",
        ),
    ]);
}

#[test]
fn who_is_not_in_the_process_is_not_required() {
    let leaves = "5 s | Accession(party: \"q\", act: Leaves)";
    check(
        TWO,
        &[
            (leaves, "x unraised"),
            (&format!("3 p accepts full\n{leaves}"), "x provisional since:5"),
            (
                &format!("3 p accepts full\n{leaves}\n7 s | Accession(party: \"q\", act: Joins)"),
                "x progressing since:7",
            ),
            (
                "3 p accepts full\n7 s | Accession(party: \"q\", act: Joins)",
                "x progressing since:7",
            ),
            (&format!("{leaves}\n6 q demands"), "x raised"),
        ],
    );
}

#[test]
fn an_act_for_another_is_the_others() {
    check(
        TWO,
        &[
            (r#"3 s | Demand(by: "m", for: "p", issue: "x", text: "t")"#, "x disputed"),
            (r#"3 s | Demand(by: "m", issue: "x", text: "t")"#, "x raised"),
            (
                r#"3 p | Demand(by: "m", for: "p", issue: "x", text: "t")"#,
                "x disputed derived:disputed",
            ),
        ],
    );
}

#[test]
fn supporters_do_it_too_and_opponents_reject_it() {
    check(
        TWO,
        &[
            (r#"3 s | Acceptance(by: "p", with: "q", issues: "x", level: Full)"#, "x provisional"),
            (r#"3 s | Acceptance(by: "p", issues: "x", level: Full)"#, "x progressing"),
            (r#"3 s | Acceptance(by: "p", against: "q", issues: "x", level: Full)"#, "x disputed!"),
            (r#"3 s | Proposal(by: "p", against: "q", issue: "x")"#, "x disputed"),
            // Who is no principal may be against it as long as it likes.
            (r#"3 s | Proposal(by: "p", against: "m", issue: "x")"#, "x progressing"),
            (
                r#"o: 2 p proposes
                3 s | Acceptance(by: "q", against: "p", of: "o", level: Principle)"#,
                "x disputed!",
            ),
        ],
    );
}
