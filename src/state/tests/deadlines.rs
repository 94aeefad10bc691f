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
