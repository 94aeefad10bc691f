//! Every advance against every objection: who ends whom, and when both live.

use super::*;
use crate::lifecycle::{Act, Bound};

/// The advances, as they are reported, each with its act.
const ADVANCES: [(&str, &str, Act); 11] = [
    ("toward", "s sees progress", Act::Toward),
    ("drafted", "p tables draft", Act::Drafted),
    ("tabled", "p proposes", Act::Tabled),
    ("conceded", "p concedes", Act::Conceded),
    ("principle", "p,q accepts principle", Act::AcceptedInPrinciple),
    ("text", "p,q accepts text", Act::AcceptedText),
    ("signed", "p,q signs", Act::Signed),
    ("approved", "p,q approves -", Act::Approved),
    ("says disp.", "- says disputed", Act::Staged),
    ("says prog.", "- says progressing", Act::Staged),
    ("says princ.", "- says in_principle", Act::Staged),
];

/// The objections; the acceptance `before` of the first day is there to be withdrawn.
const OBJECTIONS: [(&str, &str, Act); 8] = [
    ("demand", "p demands", Act::Demanded),
    ("reject", "p rejects", Act::Rejected),
    ("withdraw", "p withdraws of before", Act::Withdrew),
    ("away", "- sees difficulty", Act::Away),
    ("reopen", "- reopens", Act::Reopened),
    ("drop", "- drops", Act::Dropped),
    ("says disp.", "- says disputed", Act::Staged),
    ("says princ.", "- says in_principle", Act::Staged),
];

/// Acts that need more than a line to be told; what they end and what ends them is shown in `votes`,
/// `texts`, `replies`, `deadlines` and `changes`.
const ELSEWHERE: [Act; 8] = [
    Act::Carried,
    Act::VotedDown,
    Act::PartAgreed,
    Act::PassageAgreed,
    Act::TextAgreed,
    Act::Denied,
    Act::DeemedAccepted,
    Act::Superseded,
];

#[test]
fn every_act_that_bounds_is_in_the_tables_of_pairs() {
    let lifecycle = crate::lifecycle::Lifecycle::negotiation();
    for act in Act::ALL.iter().filter(|act| !ELSEWHERE.contains(act)) {
        let (advance, objection) = match (act, lifecycle.bound(*act)) {
            (Act::Staged, _) => (true, true),
            (_, Some(Bound::AtLeast(_))) => (true, false),
            (_, Some(Bound::AtMost(_))) => (false, true),
            _ => (false, false),
        };
        assert_eq!(ADVANCES.iter().any(|row| row.2 == *act), advance, "{act:?}");
        assert_eq!(OBJECTIONS.iter().any(|row| row.2 == *act), objection, "{act:?}");
    }
}

/// Checks a matrix: a row for each advance, a column for each objection; in a cell the first letters of
/// the stage (v: provisional, x: dropped), `!` if it is contested. All are told by one source, so that no side weighs
/// more.
fn check_pairs(days: (i32, i32), matrix: &[(&str, &str); 11]) {
    for ((name, advance, _), (row, cells)) in ADVANCES.iter().zip(matrix) {
        assert_eq!(name, row);
        let mut found = Vec::new();
        for (_, objection, act) in OBJECTIONS {
            let before = if act == Act::Withdrew { "before: 1 p agrees;" } else { "" };
            let history = format!("{before} {} {advance}; {} {objection}", days.0, days.1);
            let built = Built::of(TWO, &history);
            let told = built.told(&built.at("31", Policy::Strongest), "x");
            found.push(short(&told));
        }
        let cells: Vec<&str> = cells.split_whitespace().collect();
        assert_eq!(found, cells, "{name} on {} against each objection on {}", days.0, days.1);
    }
}

fn short(told: &str) -> String {
    let stage = match told.trim_start_matches("x ").trim_end_matches('!') {
        "dropped" => "x",
        "provisional" => "v",
        other => &other[..1],
    };
    format!("{stage}{}", if told.ends_with('!') { "!" } else { "" })
}

#[test]
#[rustfmt::skip]
fn an_objection_ends_the_advances_before_it_unless_it_is_too_light() {
    check_pairs((3, 5), &[
        //               demand reject withdraw away reopen drop says-d says-i
        ("toward",      "d      d      d        d    p      x    d      i"),
        ("drafted",     "d      d      d        d    p      x    d      i"),
        ("tabled",      "d      d      d        d    p      x    d      i"),
        ("conceded",    "d      d      d        d    p      x    d      i"),
        ("principle",   "i      d      d        i    p      x    d      i"),
        ("text",        "v      d      d        v    p      x    d      i"),
        ("signed",      "a      d      d        a    p      x    d      i"),
        ("approved",    "a      d      d        a    p      x    d      i"),
        ("says disp.",  "d      d      d        d    d      x    d      i"),
        ("says prog.",  "d      d      d        d    p      x    d      i"),
        ("says princ.", "i      d      d        i    p      x    d      i"),
    ]);
}

#[test]
#[rustfmt::skip]
fn an_advance_ends_the_objections_before_it() {
    check_pairs((5, 3), &[
        //               demand reject withdraw away reopen drop says-d says-i
        // "in principle" is above progressing: a remark on progress neither ends nor bounds it.
        ("toward",      "p      p      p        p    p      p    p      i"),
        ("drafted",     "p      p      p        p    p      p    p      i"),
        ("tabled",      "p      p      p        p    p      p    p      i"),
        ("conceded",    "p      p      p        p    p      p    p      i"),
        ("principle",   "i      i      i        i    i      i    i      i"),
        ("text",        "v      v      v        v    v      v    v      v"),
        ("signed",      "a      a      a        a    a      a    a      a"),
        ("approved",    "a      a      a        a    a      a    a      a"),
        // A stage claim is an objection too, and so it ends what a later objection ends.
        ("says disp.",  "d      d      d        d    d      d    d      d"),
        ("says prog.",  "p      p      p        p    p      p    p      p"),
        ("says princ.", "i      i      i        i    i      i    i      i"),
    ]);
}

#[test]
#[rustfmt::skip]
fn of_a_day_no_claim_ends_another_and_those_that_clash_are_contested() {
    check_pairs((5, 5), &[
        //               demand reject withdraw away reopen drop says-d says-i
        ("toward",      "d!     d!     d!       d!   p      x!   d!     i"),
        // Proposals, drafts and concessions against demands and rejections are bargaining.
        ("drafted",     "d      d      d!       d!   p      x!   d!     i"),
        ("tabled",      "d      d      d!       d!   p      x!   d!     i"),
        ("conceded",    "d      d      d!       d!   p      x!   d!     i"),
        // Demands and assessments do not bound an acceptance, or a stage that only they reach.
        ("principle",   "i      d!     d!       i    p!     x!   d!     i"),
        ("text",        "v      d!     d!       v    p!     x!   d!     i!"),
        ("signed",      "a      d!     d!       a    p!     x!   d!     i!"),
        ("approved",    "a      d!     d!       a    p!     x!   d!     i!"),
        ("says disp.",  "d      d      d        d    d      x!   d      d!"),
        ("says prog.",  "d!     d!     d!       d!   p      x!   d!     p!"),
        ("says princ.", "i      d!     d!       i    p!     x!   d!     i"),
    ]);
}
