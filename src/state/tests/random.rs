//! Laws on small random histories of all kinds.

use proptest::prelude::*;
use proptest::sample::{Index, select};

use super::notation::events;
use super::*;
use crate::register::IssueIx;

/// Issues with and without parts, packages, approvals and each decision rule.
const MANY: &str = r#"issues: {
    "x": (title: "X", required: ["p", "q"]),
    "x/one": (title: "One", required: ["p", "q"], decision: Majority(0.4)),
    "x/two": (title: "Two", required: ["p", "q", "r"], decision: Consensus),
    "y": (title: "Y", required: ["p", "q"], roles: {"m": Mediator}, approvals: ["body", "house"]),
    "z": (title: "Z", kind: Procedural, required: ["p"], roles: {"r": Chair}, decision: Chair),
    "w": (title: "W"),
},
packages: { "both": (issues: ["y", "z"]) }"#;

/// Issues without parts or packages: each is folded by itself.
const FLAT: &str = r#"issues: {
    "x": (title: "X", required: ["p", "q"]),
    "x.one": (title: "One", required: ["p", "q"], decision: Majority(0.4)),
    "y": (title: "Y", required: ["p", "q"], roles: {"m": Mediator}, approvals: ["body", "house"]),
    "z": (title: "Z", kind: Procedural, required: ["p"], roles: {"r": Chair}, decision: Chair),
    "w": (title: "W"),
}"#;

const FLAT_ISSUES: [&str; 5] = ["x", "x.one", "y", "z", "w"];

const WHEN: [&str; 12] =
    ["1", "4", "7", "9", "[2..5]", "[1..9]", "3/6", "5/..", "2/..", "../6", "8~", "-"];
const WHO: [&str; 8] = ["p", "q", "r", "p!", "q!", "p,q", "p,q!", "m"];
const VERBS: [&str; 42] = [
    "mentions",
    "defers until 6",
    "suspends",
    "resumes",
    "reopens",
    "drops",
    "demands to q",
    "proposes",
    "revises",
    "prepares",
    "lapses",
    "agrees",
    "accepts principle",
    "accepts text",
    "accepts full",
    "signs",
    "approves body",
    "approves house",
    "approves -",
    "rejects",
    "concedes",
    "withdraws",
    "promises",
    "presses to q",
    "tables draft",
    "discusses draft",
    "publishes draft",
    "reads-alike draft",
    "reads-partly draft",
    "reads-apart draft",
    "opens point",
    "notes point",
    "closes point",
    "says disputed",
    "says in_principle",
    "says agreed",
    "says dropped",
    "sees progress",
    "sees difficulty",
    "sees mixed",
    "meets talks",
    "travels",
];
const ISSUES: [&str; 6] = ["x", "x/one", "x/two", "y", "z", "w"];
const VIA: [&str; 6] = ["", "", "via s", "via t", "via -", "via pia"];
const REMARKS: [&str; 8] =
    ["", "", "", "reaffirming", "reaffirming", "presupposed", "expected", "negated"];

#[derive(Debug, Clone)]
struct Happening {
    when: &'static str,
    who: &'static str,
    verb: &'static str,
    issue: &'static str,
    via: &'static str,
    remark: &'static str,
    known: u8,
    /// What it is of, and what it replaces or retracts.
    of: Option<Index>,
    strikes: Option<(Index, bool)>,
}

fn happening() -> impl Strategy<Value = Happening> {
    let words = (select(&WHEN), select(&WHO), select(&VERBS), select(&ISSUES));
    let rest = (select(&VIA), select(&REMARKS), 9..12_u8);
    let of = proptest::option::of(any::<Index>());
    let strikes = proptest::option::weighted(0.15, any::<(Index, bool)>());
    (words, rest, of, strikes).prop_map(|((when, who, verb, issue), rest, of, strikes)| {
        let (via, remark, known) = rest;
        Happening { when, who, verb, issue, via, remark, known, of, strikes }
    })
}

fn history() -> impl Strategy<Value = Vec<Happening>> {
    proptest::collection::vec(happening(), 1..14)
}

/// Returns the day from which a date of the list counts; what has none counts when it is known.
fn from(when: &str, known: u8) -> u8 {
    let digits = |text: &str| text.trim_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(0);
    match when {
        "-" => known,
        "8~" => 9,
        _ if when.starts_with('[') || when.starts_with("..") => {
            digits(when.rsplit('.').next().unwrap_or_default())
                .max(digits(when.rsplit('/').next().unwrap_or_default()))
        }
        _ => digits(when.split('/').next().unwrap_or_default()),
    }
}

/// Writes a history in the notation, with its days. `of` only points at what counts by then if
/// `ordered`; issues become those of `FLAT` if `flat`.
fn lines(history: &[Happening], ordered: bool, flat: bool) -> Vec<(u8, String)> {
    let begun = |one: &Happening| from(one.when, one.known);
    let line = |(at, one): (usize, &Happening)| {
        let target = one.of.map(|of| of.index(history.len()));
        let target = target
            .filter(|target| !ordered || (begun(&history[*target]) <= begun(one) && *target != at));
        let takes_of = [
            "lapses",
            "agrees",
            "accepts",
            "signs",
            "approves",
            "rejects",
            "concedes",
            "proposes",
            "withdraws",
        ]
        .iter()
        .any(|verb| one.verb.starts_with(verb));
        let of = match target.filter(|_| takes_of) {
            Some(target) => format!("of e{target}"),
            None if one.verb == "withdraws" => "of point".to_owned(),
            None => String::new(),
        };
        let issue = match (flat, one.issue) {
            (true, "x/one" | "x/two") => "x.one",
            (_, issue) => issue,
        };
        let (verb, known) = (one.verb, one.known);
        let via = if one.who.ends_with('!') { "" } else { one.via };
        let strikes = one.strikes.map(|(of, replaces)| (of.index(history.len()), replaces));
        let (who, when, remark) = (one.who, one.when, one.remark);
        let text = if let Some((target, false)) = strikes {
            format!("e{at}: {when} p retracts of e{target} known {known} {via}")
        } else {
            let replaces =
                strikes.map_or(String::new(), |(target, _)| format!("replaces e{target}"));
            format!(
                "e{at}: {when} {who} {verb} on {issue} {of} known {known} {via} {remark} {replaces}"
            )
        };
        (begun(one), text)
    };
    history.iter().enumerate().map(line).collect()
}

/// The point, so that a withdrawal of it always has something to name.
const POINT: &str = "e: 1 - opens point on w known 1";

fn built(charter: &str, texts: &[String]) -> Built {
    let dispatches: Vec<String> = texts.iter().map(|text| dispatch("", text)).collect();
    Built::new(charter, &dispatches)
}

fn joined(lines: &[(u8, String)]) -> String {
    let lines = lines.iter().map(|(_, line)| line.as_str());
    std::iter::once(POINT).chain(lines).collect::<Vec<_>>().join(";\n")
}

fn modes(charter: &str) -> [String; 2] {
    ["Observe", "Govern"].map(|mode| format!("mode: {mode}, {charter}"))
}

const POLICIES: [Policy; 2] = [Policy::Strongest, Policy::Cautious];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(250))]

    #[test]
    fn the_order_of_entries_and_of_files_decides_nothing(
        history in history(), (as_of, known) in (0..12, 8..12), split in any::<Index>(), turn in any::<Index>(),
    ) {
        let lines = lines(&history, false, false);
        let (first, rest) = lines.split_at(split.index(lines.len()));
        let mut turned = lines.clone();
        turned.reverse();
        turned.rotate_left(turn.index(lines.len()));
        for charter in modes(MANY) {
            let one = built(&charter, &[joined(&lines)]);
            let others = [
                built(&charter, &[joined(&turned)]),
                built(&charter, &[joined(first), joined(rest)]),
                built(&charter, &[joined(rest), joined(first)]),
            ];
            for policy in POLICIES {
                let state = one.state(day(as_of), day(known), policy);
                findings(&one.record, &state);
                for other in &others {
                    prop_assert_eq!(&state, &other.state(day(as_of), day(known), policy));
                }
            }
        }
    }

    #[test]
    fn a_fold_reads_only_what_counts_by_its_day(history in history(), as_of in 1..12_u8) {
        let mut history = history;
        // What strikes is read by what is known, and not by the day from which it counts.
        for one in &mut history {
            one.strikes = None;
        }
        let lines = lines(&history, true, false);
        let some: Vec<_> = lines.iter().filter(|(from, _)| *from <= as_of).cloned().collect();
        for charter in modes(MANY) {
            let (all, some) = (built(&charter, &[joined(&lines)]), built(&charter, &[joined(&some)]));
            for policy in POLICIES {
                let at = |built: &Built| {
                    let state = built.state(day(as_of.into()), day(31), policy);
                    let issues = built.record.register.issues.indices();
                    let told = issues.map(|issue| told(built, &state, issue));
                    told.collect::<Vec<_>>()
                };
                prop_assert_eq!(at(&all), at(&some));
            }
        }
    }

    #[test]
    fn folding_by_issue_is_folding_in_one_go(history in history(), as_of in 1..12) {
        let lines = lines(&history, false, true);
        for charter in modes(FLAT) {
            let all = built(&charter, &[joined(&lines)]);
            for policy in POLICIES {
                let state = all.state(day(as_of), day(31), policy);
                for issue in all.record.register.issues.indices() {
                    let id = all.record.register.issues.id(issue).to_owned();
                    // The same happens on another issue instead.
                    let of_issue = |line: &str| {
                        let keep = line.contains(" retracts ") || line.contains(&format!(" on {id} "));
                        if keep { line.to_owned() } else { elsewhere(line, &id) }
                    };
                    let own: Vec<_> = lines.iter().map(|(day, line)| (*day, of_issue(line))).collect();
                    let alone = built(&charter, &[joined(&own)]);
                    let alone_state = alone.state(day(as_of), day(31), policy);
                    prop_assert_eq!(told(&all, &state, issue), told(&alone, &alone_state, issue));
                }
            }
        }
    }
}

/// Moves an event to another issue that is not `id`.
fn elsewhere(line: &str, id: &str) -> String {
    let other = if id == "w" { " on y " } else { " on w " };
    FLAT_ISSUES
        .iter()
        .fold(line.to_owned(), |line, issue| line.replace(&format!(" on {issue} "), other))
}

/// Returns all that a state says of an issue, in ids.
fn told(built: &Built, state: &State, issue: IssueIx) -> String {
    let id = built.record.register.issues.id(issue);
    let fields = "own: by: reason: derived: asserted: told: onesided: condition: reopened: demands: \
                  refused: irregular: evidence: moves: since: blocking: parts:";
    built.told(state, &format!("{id} ? {fields}"))
}

#[test]
fn the_days_of_the_random_histories_are_read_as_the_record_reads_them() {
    for when in WHEN {
        let built = Built::of(TWO, &format!("{when} - mentions known 10"));
        let (_, row) = built.record.events().next().expect("one event");
        assert_eq!(day(from(when, 10).into()), row.when.from, "{when}");
    }
    assert_eq!(events("a;\nb\n").count(), 2);
}
