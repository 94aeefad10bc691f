//! How each step grows with the history, where everything is about one issue.

#![expect(clippy::cast_precision_loss, reason = "fewer than 2^52 events")]

use std::time::Instant;

use super::history::{History, one_issue, realistic};
use super::{built, folded, read_all};

/// Events a file, where nothing else is meant to be hard.
const USUAL: usize = 20;

/// Prints seconds and the exponent of growth of each step, for each hard history.
pub(crate) fn growth() {
    let sizes = [10_000, 30_000, 100_000, 300_000];
    let only = std::env::var("GROWTH").unwrap_or_default();
    for (name, make) in HARD {
        if only != "1" && !name.contains(&only) {
            continue;
        }
        let mut before: Option<(usize, [f64; 3])> = None;
        for size in sizes {
            let history = make(size);
            let seconds = measure(&history);
            let grown = before.map(|(less, then)| {
                let factor = (size as f64 / less as f64).ln();
                [0, 1, 2].map(|at| (seconds[at] / then[at]).ln() / factor)
            });
            print(name, size, seconds, grown);
            before = Some((size, seconds));
            if seconds.iter().sum::<f64>() > 8.0 {
                break;
            }
        }
    }
}

fn measure(history: &History) -> [f64; 3] {
    let start = Instant::now();
    let seeds = read_all(history);
    let read = start.elapsed().as_secs_f64();
    let start = Instant::now();
    let (record, _texts) = built(seeds);
    let build = start.elapsed().as_secs_f64();
    let start = Instant::now();
    drop(folded(&record));
    [read, build, start.elapsed().as_secs_f64()]
}

#[expect(clippy::print_stdout, reason = "what is measured is printed")]
fn print(name: &str, size: usize, seconds: [f64; 3], grown: Option<[f64; 3]>) {
    let cell = |at: usize| {
        let grown = grown.map_or("    ".to_owned(), |grown| format!("^{:.1}", grown[at]));
        format!("{:8.3}s {grown}", seconds[at])
    };
    println!("{name:24} {size:7}  read {}  build {}  fold {}", cell(0), cell(1), cell(2));
}

type Make = fn(usize) -> History;

const HARD: [(&str, Make); 18] = [
    ("realistic", realistic),
    ("advances", |events| one_issue(events, USUAL, proposal)),
    ("alternating", |events| {
        one_issue(events, USUAL, |at| if at % 2 == 0 { proposal(at) } else { rejection() })
    }),
    ("contested", |events| {
        one_issue(events, USUAL, |at| {
            let stage = if at % 2 == 0 { "agreed" } else { "disputed" };
            format!("via: [\"s{}\"], what: StageClaim(issue: \"i0\", stage: \"{stage}\")", at % 12)
        })
    }),
    ("contested for ever", |events| {
        one_issue(events, USUAL, |at| {
            let stage = if at % 2 == 0 { "agreed" } else { "disputed" };
            format!(
                "via: [\"s1\"], stated: \"2030-01-01\", known: \"2030-01-01\", what: StageClaim(issue: \"i0\", stage: \"{stage}\")"
            )
        })
    }),
    ("rulings", |events| {
        one_issue(events, USUAL, |_| {
            "what: StageClaim(issue: \"i0\", stage: \"agreed\")".to_owned()
        })
    }),
    ("points", |events| {
        one_issue(events, USUAL, |at| {
            format!("what: OpenPoint(point: \"o{at}\", issue: \"i0\", blocking: true)")
        })
    }),
    ("one point", |events| {
        one_issue(events, USUAL, |at| {
            let open = at % 2 == 0;
            format!("what: OpenPoint(point: \"o\", issue: \"i0\", blocking: true, open: {open})")
        })
    }),
    ("reaffirmations", |events| {
        one_issue(events, USUAL, |at| format!("aspect: Reaffirms, {}", proposal(at)))
    }),
    ("withdrawals", |events| {
        one_issue(events, USUAL, |at| {
            let of = format!("of: \"e{}\"", at.saturating_sub(1));
            match at % 2 {
                0 => "what: Acceptance(by: [\"p0\"], issues: [\"i0\"])".to_owned(),
                _ => format!("what: Withdrawal(by: \"p0\", {of}, issue: \"i0\")"),
            }
        })
    }),
    ("withdrawals of one", |events| {
        one_issue(events, USUAL, |at| match at {
            0 => "what: Acceptance(by: [\"p0\"], issues: [\"i0\"])".to_owned(),
            _ => "what: Withdrawal(by: \"p0\", of: \"e0\", issue: \"i0\")".to_owned(),
        })
    }),
    ("demands", |events| {
        one_issue(events, USUAL, |_| {
            "what: Demand(by: \"p0\", issue: \"i0\", text: \"t\")".to_owned()
        })
    }),
    ("one giant file", |events| one_issue(events, usize::MAX / 2, proposal)),
    ("small files", |events| one_issue(events, 1, proposal)),
    ("a chain of retractions", |events| {
        one_issue(events, USUAL, |at| match at {
            0 => proposal(0),
            _ => format!("what: Retract(of: \"e{}\")", at - 1),
        })
    }),
    ("unknown names", |events| {
        one_issue(events, USUAL, |at| format!("what: Retract(of: \"nobody{at}\")"))
    }),
    ("unknown issues", |events| {
        one_issue(events, USUAL, |at| {
            format!("what: Proposal(by: \"p0\", issue: \"j{at}\", text: \"t\")")
        })
    }),
    ("broken in one file", |events| {
        one_issue(events, usize::MAX / 2, |at| {
            format!("what: Proposal(by: \"p9\", issu: \"i{at}\", ")
        })
    }),
];

fn proposal(_at: usize) -> String {
    "via: [\"p0\"], what: Proposal(by: \"p0\", issue: \"i0\", text: \"t\")".to_owned()
}

fn rejection() -> String {
    "via: [\"p1\"], what: Rejection(by: \"p1\", issue: \"i0\", text: \"t\")".to_owned()
}
