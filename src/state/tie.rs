//! Which issues wait for which: the packages of the charter, and what parties linked since.

use super::Blocking;
use super::compose::Tied;
use crate::event::{Answer, Change, Tie};
use crate::model::Day;
use crate::record::{Aim, EventIx, Settled, Standing};
use crate::register::IssueIx;

/// Returns the ties between issues that are known, those of the charter first.
pub(super) fn ties(standing: &Standing<'_>, as_of: Day, settled: &Settled) -> Vec<Tied> {
    let record = standing.record;
    let packages = &record.register.packages;
    let declared = packages.indices().map(|package| Tied {
        capped: packages[package].issues.clone(),
        needed: packages[package].issues.clone(),
        days: None,
        name: Blocking::Package(packages.id(package).to_owned()),
    });
    let counts = |event: EventIx| standing.counts(event, as_of, settled);
    let linked = record.changes().filter(|(event, _)| counts(*event));
    let linked = linked.filter_map(|(event, change)| match change {
        Change::Tie { tie, issues } => Some((event, *tie, issues.as_slice())),
        _ => None,
    });
    let tied = linked.flat_map(|(event, tie, issues)| {
        let withdrawn = record.answers(Aim::Event(event)).iter().filter(|answer| {
            record.row(**answer).answer == Some(Answer::Withdraws) && counts(**answer)
        });
        let until = withdrawn.map(|answer| record.row(*answer).when.from).min();
        let days = Some((record.row(event).when.from, until));
        let name = Blocking::Link { event };
        pairs(tie, issues).into_iter().map(move |(capped, needed)| Tied {
            capped,
            needed,
            days,
            name: name.clone(),
        })
    });
    declared.chain(tied).collect()
}

/// Returns who waits for whom.
fn pairs(tie: Tie, issues: &[IssueIx]) -> Vec<(Vec<IssueIx>, Vec<IssueIx>)> {
    match tie {
        Tie::Package => vec![(issues.to_vec(), issues.to_vec())],
        Tie::Condition => vec![(issues[..1].to_vec(), issues[1..].to_vec())],
        Tie::Sequence => issues.windows(2).map(|pair| (vec![pair[1]], vec![pair[0]])).collect(),
    }
}
