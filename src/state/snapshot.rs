//! The file form of a state, `format: 1`: versioned structs of its own, made to be read and diffed.
//!
//! The state may change its shape on any day; a snapshot that somebody keeps may not. What was told
//! off the record is no part of it: fold through [`Lens::exported`](crate::record::Lens::exported).

use serde::Serialize;

use super::{Blocking, Condition, HeldBy, IssueState, State};
use crate::lifecycle::Rung;
use crate::model::{Basis, Day, Point, Policy};
use crate::record::{EventIx, Record};
use crate::register::IssueIx;

/// Where every process stood at a point.
#[derive(Debug, Serialize)]
pub struct Snapshot {
    format: u32,
    as_of: Day,
    known_on: Day,
    policy: Policy,
    processes: Vec<ProcessForm>,
}

#[derive(Debug, Serialize)]
struct ProcessForm {
    process: String,
    title: String,
    events: usize,
    issues: Vec<IssueForm>,
}

#[derive(Debug, Serialize)]
struct IssueForm {
    issue: String,
    stage: String,
    condition: Condition,
    since: Option<Day>,
    held_by: HeldBy,
    derived: Option<String>,
    asserted: String,
    contested: bool,
    one_sided: bool,
    reopened: usize,
    blocking: Vec<String>,
    evidence: Vec<String>,
}

impl Snapshot {
    /// Returns the file form of what was folded.
    pub fn new(point: Point, policy: Policy, folded: &[(&Record, &State)]) -> Snapshot {
        let processes = folded.iter().map(|(record, state)| process(record, state)).collect();
        Snapshot { format: 1, as_of: point.as_of, known_on: point.known_on, policy, processes }
    }

    /// Returns the text of the file.
    pub fn text(&self) -> String {
        let pretty = ron::ser::PrettyConfig::new().struct_names(false);
        let body = ron::ser::to_string_pretty(self, pretty).expect("a snapshot is plain data");
        format!("// Derived from the seeds by `rapporteur replay`; it may be deleted.\n{body}\n")
    }
}

fn process(record: &Record, state: &State) -> ProcessForm {
    let register = &record.register;
    let known = record
        .events()
        .filter(|(_, row)| row.known <= state.point.known_on && row.basis != Basis::OffRecord);
    let issues = register.issues.indices();
    ProcessForm {
        process: register.process.clone(),
        title: register.title.clone(),
        events: known.count(),
        issues: issues.map(|issue| issue_form(record, issue, state.issue(issue))).collect(),
    }
}

fn issue_form(record: &Record, issue: IssueIx, state: &IssueState) -> IssueForm {
    let stage = |rung: Rung| record.register.lifecycle.stage(rung).id.clone();
    let id = |event: &EventIx| record.row(*event).id.clone();
    IssueForm {
        issue: record.register.issues.id(issue).to_owned(),
        stage: stage(state.rung),
        condition: state.condition,
        since: state.since.map(|(day, _)| day),
        held_by: state.held_by,
        derived: state.derived.map(stage),
        asserted: stage(state.asserted),
        contested: state.contested,
        one_sided: state.one_sided,
        reopened: state.reopened,
        blocking: state.blocking.iter().map(|one| one.id(record)).collect(),
        evidence: state.evidence.iter().map(id).collect(),
    }
}

impl Blocking {
    /// Returns the id of what blocks: the point or draft, the event, the package.
    pub fn id(&self, record: &Record) -> String {
        match self {
            Blocking::Hold { object, .. } => record.name(*object).to_owned(),
            Blocking::Objection { event } | Blocking::Link { event } => {
                record.row(*event).id.clone()
            }
            Blocking::Package(package) => package.clone(),
        }
    }
}
