use super::{IssueState, Move, State};
use crate::lifecycle::{Bound, Rung};
use crate::record::{Claim, Link, Record};
use crate::register::IssueIx;
use crate::source::{Code, Diagnostic};

/// The most claims of each side that are pointed at.
const MOST_PLACES: usize = 2;

/// Returns what is odd about how the issues stand and moved: a warning for each on which claims contradict
/// each other and for each irregular move that was kept, an error for each that was refused.
pub fn findings(record: &Record, state: &State) -> Vec<Diagnostic> {
    let issues = record.register.issues.indices();
    let odd = issues.flat_map(|issue| {
        let one = state.issue(issue);
        let contested = one.contested.then(|| contested(record, issue, one));
        let kept =
            one.moves.iter().filter(|step| step.is_irregular()).map(|odd| kept(record, issue, odd));
        let refused = one.refused.iter().map(|odd| refused(record, issue, odd));
        contested.into_iter().chain(kept).chain(refused).collect::<Vec<_>>()
    });
    odd.collect()
}

/// Says who contradicts whom. That sources do is the normal case; somebody should have seen it.
fn contested(record: &Record, issue: IssueIx, state: &IssueState) -> Diagnostic {
    let lifecycle = record.register.lifecycle(issue);
    let title = |rung: Rung| lifecycle.stage(rung).title.as_str();
    let id = record.register.issues.id(issue);
    let mut fault =
        Diagnostic::new(Code::Contested, format!("claims on `{id}` contradict each other"));
    let says = |claim: &Claim| match (claim.link, lifecycle.bound(claim.act)) {
        (Link::Stage(rung), _) | (_, Some(Bound::Exactly(rung))) => {
            Some((2, format!("says {}", title(rung))))
        }
        (_, Some(Bound::AtLeast(rung))) => Some((0, format!("at least {}", title(rung)))),
        (_, Some(Bound::AtMost(rung))) => Some((1, format!("at most {}", title(rung)))),
        _ => None,
    };
    let mut told = [0; 3];
    for claim in record.claims(issue) {
        let counts = state.counting.contains(&(claim.event, claim.act));
        let carries = counts && state.carried_by.contains(&claim.event);
        if let Some((side, words)) = says(claim).filter(|_| carries)
            && told[side] < MOST_PLACES
        {
            told[side] += 1;
            fault = fault.at(record.id_place(claim.event), words);
        }
    }
    fault
        .note(format!("shown as {}, contested, until one side is overtaken", title(state.rung)))
        .help("keep it so, or rule on it: a StageClaim with `via: []`")
}

fn kept(record: &Record, issue: IssueIx, odd: &Move) -> Diagnostic {
    let message = format!("{} on {}", goes(record, issue, odd), odd.day);
    described(
        record,
        issue,
        Diagnostic::new(Code::IrregularMove, message),
        odd,
        "this counts from then",
    )
    .help("kept as reported; if a claim is wrong, retract it, or record what came between")
}

fn refused(record: &Record, issue: IssueIx, odd: &Move) -> Diagnostic {
    let message = format!("{} on {}, which is refused", goes(record, issue, odd), odd.day);
    described(record, issue, Diagnostic::new(Code::ForbiddenMove, message), odd, "does not count")
        .help("record what came between, or let the process observe: `mode: Observe`")
}

fn described(
    record: &Record,
    issue: IssueIx,
    mut fault: Diagnostic,
    odd: &Move,
    words: &str,
) -> Diagnostic {
    for event in &odd.causes {
        fault = fault.at(record.id_place(*event), words);
    }
    fault.note(moves(record, issue, odd))
}

fn goes(record: &Record, issue: IssueIx, odd: &Move) -> String {
    let title = |rung| record.register.lifecycle(issue).stage(rung).title.as_str();
    let id = record.register.issues.id(issue);
    format!("`{id}` goes from {} to {}", title(odd.from), title(odd.to))
}

/// Says which moves the lifecycle in force provides for from a stage, or what it needs beside.
fn moves(record: &Record, issue: IssueIx, odd: &Move) -> String {
    let lifecycle = record.register.lifecycle(issue);
    let version = lifecycle.in_force(odd.day);
    let from = odd.from;
    let to = lifecycle.stages().filter(|(to, _)| *to != from && version.provides(from, *to));
    let to: Vec<&str> = to.map(|(_, stage)| stage.title.as_str()).collect();
    let title = |rung| lifecycle.stage(rung).title.clone();
    let unmet: Vec<String> = odd.unmet.iter().map(|need| need.shown(title)).collect();
    let needs = format!("it needs {}, which is not there", unmet.join(" and "));
    let goes = match to.as_slice() {
        _ if odd.provided => return needs,
        [] => format!("from {} an issue may go nowhere", title(from)),
        to => format!("from {} an issue may go to {}", title(from), to.join(", ")),
    };
    if unmet.is_empty() { goes } else { format!("{goes}; {needs}") }
}
