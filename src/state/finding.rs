use super::{Move, State};
use crate::record::Record;
use crate::register::{IssueIx, Mode};
use crate::source::{Code, Diagnostic};

/// Returns what is odd about how the issues moved: warnings, or errors in a process that governs.
pub fn findings(record: &Record, state: &State) -> Vec<Diagnostic> {
    let issues = record.register.issues.indices();
    let kept = issues.clone().flat_map(|issue| {
        state.issue(issue).irregular.iter().map(move |irregular| (issue, irregular))
    });
    let kept = kept.map(|(issue, irregular)| irregular_move(record, issue, irregular));
    let refused =
        issues.flat_map(|issue| state.issue(issue).refused.iter().map(move |one| (issue, *one)));
    let refused = refused.map(|(issue, event)| {
        let id = record.register.issues.id(issue);
        let row = record.row(event);
        Diagnostic::new(Code::ForbiddenMove, format!("`{}` may not move `{id}` so", row.id))
            .at(row.place, "refused: the lifecycle has no such move")
            .note(moves(record))
            .help("record the move that came between, or let the process observe: `mode: Observe`")
    });
    kept.chain(refused).collect()
}

fn irregular_move(record: &Record, issue: IssueIx, irregular: &Move) -> Diagnostic {
    let lifecycle = &record.register.lifecycle;
    let id = record.register.issues.id(issue);
    let title = |rung| lifecycle.stage(rung).title.as_str();
    let (from, to) = (title(irregular.from), title(irregular.to));
    let code = match record.register.mode {
        Mode::Observe => Code::IrregularMove,
        Mode::Govern => Code::ForbiddenMove,
    };
    let message = format!("`{id}` goes from {from} to {to} on {}", irregular.day);
    let mut fault = Diagnostic::new(code, message).note(moves(record));
    for event in &irregular.causes {
        fault = fault.at(record.row(*event).place, "this counts from that day");
    }
    fault.help("kept as reported; if a claim is wrong, retract it, or record what came between")
}

/// Returns the moves of the lifecycle, a line for each stage.
fn moves(record: &Record) -> String {
    let lifecycle = &record.register.lifecycle;
    let lines = lifecycle.stages().map(|(from, stage)| {
        let to = lifecycle.stages().filter(|(to, _)| *to != from && lifecycle.provides(from, *to));
        let to: Vec<&str> = to.map(|(_, stage)| stage.title.as_str()).collect();
        format!("{} may go to {}", stage.title, to.join(", "))
    });
    lines.collect::<Vec<_>>().join("\n")
}
