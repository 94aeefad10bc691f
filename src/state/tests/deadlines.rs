//! What time alone does, the day after a deadline.

use super::*;

#[test]
fn an_offer_that_nobody_accepts_in_time_lapses() {
    let offer = "o: 3 p proposes\nd: 3 s | Deadline(of: \"o\", due: \"2025-01-09\", effect: Lapse)";
    check_at(
        TWO,
        offer,
        &[
            ("9", "x progressing expected:d"),
            ("10", "x raised expected:-"),
            ("31", "x raised overdue:-"),
        ],
    );
    check(
        TWO,
        &[
            (&format!("{offer}\n9 q accepts principle of o"), "x in_principle"),
            // Accepted too late, it is accepted by one side alone.
            (&format!("{offer}\n12 q accepts principle of o"), "x progressing"),
            // It is moved in time, or too late.
            (
                &format!("{offer}\n8 s | Deadline(of: \"o\", due: \"2025-02-09\", effect: Lapse)"),
                "x progressing",
            ),
            (
                &format!("{offer}\n12 s | Deadline(of: \"o\", due: \"2025-02-09\", effect: Lapse)"),
                "x raised",
            ),
        ],
    );
}

#[test]
fn silence_is_consent_unless_somebody_rejects() {
    let text = "o: 3 p proposes\nd: 3 s | Deadline(of: \"o\", due: \"2025-01-09\", effect: DeemedAccepted)";
    check_at(TWO, text, &[("9", "x progressing"), ("10", "x provisional since:10")]);
    check(
        TWO,
        &[
            (&format!("{text}\n8 q rejects of o"), "x disputed"),
            (&format!("{text}\n12 q rejects of o"), "x disputed"),
            (&format!("{text}\n12 q demands"), "x provisional"),
        ],
    );
}

#[test]
fn a_deadline_without_effect_is_met_or_overdue() {
    let deadline = "o: 3 p demands\nd: 3 s | Deadline(of: \"o\", due: \"2025-01-09\")";
    check_at(
        TWO,
        deadline,
        &[("9", "x disputed expected:d overdue:-"), ("10", "x disputed overdue:d")],
    );
    check(TWO, &[(&format!("{deadline}\n8 q rejects of o"), "x disputed expected:-")]);
}

#[test]
fn a_deadline_may_run_from_an_event() {
    let deadline = "o: 3 p proposes\ne: 5 - meets talks\n3 s | Deadline(of: \"o\", due: \"after(e)+P2D\", effect: Lapse)";
    check_at(TWO, deadline, &[("7", "x progressing"), ("8", "x raised")]);
    let expected = deadline.replace("e: 5 - meets talks", "e: 5 - meets talks expected");
    check(
        TWO,
        &[
            (&expected, "x progressing"),
            (&format!("{expected}\n9 - meets talks"), "x raised since:12"),
        ],
    );
}

#[test]
fn only_those_who_have_a_say_break_a_silence_or_keep_an_offer_alive() {
    let parties = r#""wing": (name: "Wing", within: "q"), "#;
    let text = "o: 3 p proposes\nd: 3 s | Deadline(of: \"o\", due: \"2025-01-09\", effect: ";
    for (answer, silence, lapse) in [
        ("5 wing rejects of o", "x provisional", "x raised"),
        ("5 r rejects of o", "x provisional", "x raised"),
        ("5 q rejects of o", "x disputed", "x disputed"),
        // Of the issue itself, which is what the offer is about.
        ("5 q rejects", "x disputed", "x disputed"),
        ("r: 5 q rejects of o\n7 q withdraws of r", "x provisional", "x raised"),
        ("5 wing accepts principle of o", "x provisional", "x raised"),
        ("5 q accepts principle of o", "x provisional", "x in_principle"),
    ] {
        for (effect, expected) in [("DeemedAccepted", silence), ("Lapse", lapse)] {
            let history = format!("{text}{effect})\n{answer}");
            let built = Built::with_parties(parties, TWO, &[dispatch("", &history)]);
            let told = built.told(&built.at("31", Policy::Strongest), expected);
            assert_eq!(told, expected, "{history}");
        }
    }
}

#[test]
fn what_time_does_is_no_irregular_move() {
    let offer = "o: 3 p proposes\nd: 3 s | Deadline(of: \"o\", due: \"2025-01-09\", effect: Lapse)";
    check(TWO, &[(offer, "x raised irregular:0")]);
    check(&format!("mode: Govern, {TWO}"), &[(offer, "x raised refused:-")]);
}

#[test]
fn only_those_who_may_move_a_deadline_do() {
    let first = "o: 3 p proposes\n3 s | Deadline(of: \"o\", due: \"2025-01-09\", set_by: \"p\", movable_by: [\"p\"], effect: Lapse)";
    let moved = |by: &str| {
        format!(
            "{first}\n5 s | Deadline(of: \"o\", due: \"2025-01-30\", set_by: \"{by}\", effect: Lapse)"
        )
    };
    check_at(TWO, &moved("p"), &[("12", "x progressing")]);
    check_at(TWO, &moved("q"), &[("12", "x raised")]);
}
