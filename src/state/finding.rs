use super::{Move, State};
use crate::lifecycle::Rung;
use crate::record::Record;
use crate::register::IssueIx;
use crate::source::{Code, Diagnostic};

/// Returns what is odd about how the issues moved: a warning for each irregular move that was kept, an
/// error for each that was refused.
pub fn findings(record: &Record, state: &State) -> Vec<Diagnostic> {
    let issues = record.register.issues.indices();
    let odd = issues.flat_map(|issue| {
        let one = state.issue(issue);
        let kept = one.irregular.iter().map(|odd| kept(record, issue, odd));
        kept.chain(one.refused.iter().map(|odd| refused(record, issue, odd))).collect::<Vec<_>>()
    });
    odd.collect()
}

fn kept(record: &Record, issue: IssueIx, odd: &Move) -> Diagnostic {
    let message = format!("{} on {}", goes(record, issue, odd), odd.day);
    described(record, Diagnostic::new(Code::IrregularMove, message), odd, "this counts from then")
        .help("kept as reported; if a claim is wrong, retract it, or record what came between")
}

fn refused(record: &Record, issue: IssueIx, odd: &Move) -> Diagnostic {
    let message = format!("{} on {}, which is refused", goes(record, issue, odd), odd.day);
    described(record, Diagnostic::new(Code::ForbiddenMove, message), odd, "does not count")
        .help("record what came between, or let the process observe: `mode: Observe`")
}

fn described(record: &Record, mut fault: Diagnostic, odd: &Move, words: &str) -> Diagnostic {
    for event in &odd.causes {
        fault = fault.at(record.row(*event).id_place, words);
    }
    fault.note(moves(record, odd.from))
}

fn goes(record: &Record, issue: IssueIx, odd: &Move) -> String {
    let title = |rung| record.register.lifecycle.stage(rung).title.as_str();
    let id = record.register.issues.id(issue);
    format!("`{id}` goes from {} to {}", title(odd.from), title(odd.to))
}

/// Says which moves the lifecycle provides for from a stage.
fn moves(record: &Record, from: Rung) -> String {
    let lifecycle = &record.register.lifecycle;
    let to = lifecycle.stages().filter(|(to, _)| *to != from && lifecycle.provides(from, *to));
    let to: Vec<&str> = to.map(|(_, stage)| stage.title.as_str()).collect();
    format!("from {} an issue may go to {}", lifecycle.stage(from).title, to.join(", "))
}
