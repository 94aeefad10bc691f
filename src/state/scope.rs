//! Which issues can stand otherwise at the end of a window than at its start; the others need no look.

use std::collections::BTreeSet;

use crate::event::Change;
use crate::model::Day;
use crate::record::{Claim, EventIx, Link, Record, Standing};
use crate::register::IssueIx;

/// The ends of a window: what stands at each, and the days between.
pub(super) struct Ends<'e> {
    pub(super) before: &'e Standing<'e>,
    pub(super) after: &'e Standing<'e>,
    /// After this day, up to the other one.
    pub(super) days: (Day, Day),
}

/// Returns the issues that something touched, with all whose stage follows from theirs: what came or
/// was struck out, what began to count, what time alone may have done. O(claims), each looked at once.
pub(super) fn touched(ends: &Ends<'_>) -> BTreeSet<IssueIx> {
    let record = ends.before.record;
    let issues = record.register.issues.indices();
    let mut moved: Vec<bool> = record.events().map(|(event, _)| ends.moved(event)).collect();
    if ends.turned(&moved) {
        return issues.collect();
    }
    // What is answered shows its answer, whether or not that is a claim on the issue.
    for (event, row) in record.events() {
        let came = moved[event.index()] || ends.within(row.when.from);
        if let Some(answered) = row.about.event().filter(|_| came) {
            moved[answered.index()] = true;
        }
    }
    let mut families = Families::of(record);
    let restless = record.restless();
    let touched = issues.filter(|issue| {
        let claims = record.claims(*issue).iter();
        restless.contains(issue)
            || waits(record, *issue)
            || claims
                .into_iter()
                .any(|claim| moved[claim.event.index()] || ends.begins(*issue, claim))
    });
    let roots: BTreeSet<usize> = touched.map(|issue| families.root(issue.index())).collect();
    let issues = record.register.issues.indices();
    issues.filter(|issue| roots.contains(&families.root(issue.index()))).collect()
}

/// Returns whether an issue waits for its parts, and may move on a day on which nothing is said.
fn waits(record: &Record, issue: IssueIx) -> bool {
    let versions = record.register.lifecycle(issue).versions().iter();
    versions.flat_map(|version| &version.guards).any(|guard| guard.leads().is_some())
}

impl Ends<'_> {
    /// Returns whether an event is told at one end only.
    fn moved(&self, event: EventIx) -> bool {
        self.before.has(event) != self.after.has(event)
    }

    fn within(&self, day: Day) -> bool {
        self.days.0 < day && day <= self.days.1
    }

    /// Returns whether a claim counts first within the days, or something follows from it within them by
    /// time alone: it runs out, or its issue is stalled.
    fn begins(&self, issue: IssueIx, claim: &Claim) -> bool {
        let after = self.before.record.register.lifecycle(issue).stalled_after;
        let ends = matches!(claim.link, Link::Until(day) if self.within(day.plus(1)));
        ends || self.within(claim.from) || self.within(claim.from.plus(after))
    }

    /// Returns whether it changed who counts as whom, on which everything may rest.
    fn turned(&self, moved: &[bool]) -> bool {
        let record = self.before.record;
        record.changes().any(|(event, change)| {
            let turns = matches!(
                change,
                Change::Mandate { .. }
                    | Change::Accession { .. }
                    | Change::Rating { .. }
                    | Change::Credibility(_)
                    | Change::Migration { .. }
            );
            turns && (moved[event.index()] || self.within(record.row(event).when.from))
        })
    }
}

/// The issues in groups: within one, the stage of any may follow from that of any other.
struct Families(Vec<usize>);

impl Families {
    fn of(record: &Record) -> Families {
        let register = &record.register;
        let mut families = Families((0..register.issues.len()).collect());
        for issue in register.issues.indices() {
            if let Some(parent) = register.issues[issue].parent {
                families.join(issue, parent);
            }
            for (_, before) in record.lineage(issue) {
                families.join(issue, *before);
            }
        }
        for package in register.packages.indices() {
            families.join_all(&register.packages[package].issues);
        }
        for (_, change) in record.changes() {
            if let Change::Tie { issues, .. } = change {
                families.join_all(issues);
            }
        }
        families
    }

    /// Returns the issue that stands for a group.
    fn root(&mut self, at: usize) -> usize {
        let mut root = at;
        while self.0[root] != root {
            self.0[root] = self.0[self.0[root]];
            root = self.0[root];
        }
        root
    }

    fn join(&mut self, one: IssueIx, other: IssueIx) {
        let (one, other) = (self.root(one.index()), self.root(other.index()));
        self.0[one] = other;
    }

    fn join_all(&mut self, issues: &[IssueIx]) {
        issues.windows(2).for_each(|pair| self.join(pair[0], pair[1]));
    }
}
