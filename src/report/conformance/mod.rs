//! Do issues move as their lifecycle has it, how long do they stay, and what has run out?

mod page;
mod stay;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, Folded, Rows, View};
use crate::lifecycle::{Guard, Lifecycle, Need, Rung, Version};
use crate::model::Day;
use crate::record::Record;
use crate::register::{IssueIx, LifecycleIx};
use crate::render::Page;
use crate::state::{Move, Way};
use stay::Stay;

/// The most examples of what is irregular.
const MOST_EXAMPLES: usize = 3;

/// How the issues of every process move, held against their lifecycles.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Conformance {
    schema: &'static str,
    as_of: Day,
    known_on: Day,
    #[serde(skip_serializing_if = "String::is_empty")]
    showing: String,
    lifecycles: Vec<Held>,
}

/// The issues of one process that go through one lifecycle.
#[derive(Debug, JsonSchema, Serialize)]
struct Held {
    process: String,
    lifecycle: String,
    issues: usize,
    versions: Vec<VersionAnswer>,
    /// Held against the version that was in force on the day of the move.
    in_force: Judged,
    /// Held against the newest version, whatever the day.
    newest: Judged,
    /// The moves of which the two say different things.
    difference: Vec<Differing>,
    guards: Vec<GuardAnswer>,
    /// How often a register dropped an issue.
    vanished: usize,
    /// How often time alone, or its parts, moved an issue.
    by_itself: usize,
    /// Stages at which issues are now, though the version in force does not know them.
    undocumented: Vec<Undocumented>,
    stages: Vec<Stay>,
    /// Issues at a stage that wants a deadline, with theirs.
    deadlines: Vec<DeadlineAnswer>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct VersionAnswer {
    name: Option<String>,
    /// None for one that was always in force.
    since: Option<Day>,
}

/// Moves, judged by one version each.
#[derive(Debug, Default, JsonSchema, Serialize)]
struct Judged {
    transitions: usize,
    allowed: usize,
    irregular: usize,
    irregular_moves: Vec<Odd>,
    openings: usize,
    /// Openings at a stage where issues may begin.
    initial: usize,
    irregular_openings: Vec<Odd>,
}

/// Moves between the same two stages that are not provided for.
#[derive(Debug, Clone, JsonSchema, Serialize)]
struct Odd {
    /// None for an opening.
    from: Option<String>,
    to: String,
    count: usize,
    examples: Vec<Example>,
}

#[derive(Debug, Clone, JsonSchema, Serialize)]
struct Example {
    issue: String,
    day: Day,
    event: String,
}

/// Moves between the same two stages that one version allows and the other does not.
#[derive(Debug, JsonSchema, Serialize)]
struct Differing {
    from: String,
    to: String,
    count: usize,
    /// Whether those in force then allowed it; the newest does not, or the other way round.
    allowed_in_force: bool,
    /// The versions that were in force then.
    versions: Vec<String>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct GuardAnswer {
    needs: String,
    kept: usize,
    broken: usize,
    examples: Vec<Example>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Undocumented {
    stage: String,
    issues: usize,
}

#[derive(Debug, JsonSchema, Serialize)]
struct DeadlineAnswer {
    issue: String,
    stage: String,
    due: Option<Day>,
    /// Its last day is over.
    passed: bool,
}

/// Returns how the issues that `rows` choose have moved.
pub fn conformance(view: &View<'_>, rows: &Rows) -> Answer<Conformance> {
    let mut held = Vec::new();
    let mut page = Page::new();
    for process in &view.processes {
        let register = &process.record.register;
        for (at, lifecycle) in register.lifecycles().iter().enumerate() {
            let of_it = LifecycleIx::from_index(at);
            let issues = register.issues.indices();
            let issues = issues.filter(|issue| register.issues[*issue].lifecycle == of_it);
            let issues: Vec<IssueIx> = issues.filter(|issue| rows.issue(process, *issue)).collect();
            if !issues.is_empty() {
                let one = Holding { view, process, lifecycle, issues: &issues }.held();
                page = one.page(page, register, view);
                held.push(one);
            }
        }
    }
    let (as_of, known_on) = (view.point.as_of, view.point.known_on);
    let schema = "rapporteur/conformance/1";
    let data = Conformance { schema, as_of, known_on, showing: rows.text(), lifecycles: held };
    Answer { data, page: page.trimmed() }
}

/// Moves, each with its issue.
type Steps<'s> = Vec<(IssueIx, &'s Move)>;

struct Holding<'h> {
    view: &'h View<'h>,
    process: &'h Folded<'h>,
    lifecycle: &'h Lifecycle,
    issues: &'h [IssueIx],
}

impl Holding<'_> {
    fn held(&self) -> Held {
        let moves = self.moves();
        let way = |way: Way| moves.iter().filter(move |(_, step)| step.way == way).count();
        Held {
            process: self.process.record.register.process.clone(),
            lifecycle: self.lifecycle.name.clone(),
            issues: self.issues.len(),
            versions: self.lifecycle.versions().iter().map(version).collect(),
            in_force: self.judged(&moves, |day| self.lifecycle.in_force(day)),
            newest: self.judged(&moves, |_| self.lifecycle.newest()),
            difference: self.difference(&moves),
            guards: self.guards(&moves),
            vanished: way(Way::Vanishing),
            by_itself: way(Way::ByItself),
            undocumented: self.undocumented(),
            stages: stay::stays(self.lifecycle, self.view.point.as_of, self.histories()),
            deadlines: self.deadlines(),
        }
    }

    /// Returns the moves of the issues; those that an issue has from one that it goes on from are told of
    /// that one.
    fn moves(&self) -> Steps<'_> {
        let all = self.issues.iter().flat_map(|issue| {
            let moves = &self.process.state.issue(*issue).moves;
            moves.iter().map(move |step| (*issue, step))
        });
        all.filter(|(issue, step)| is_own(self.process.record, *issue, step)).collect()
    }

    fn histories(&self) -> impl Iterator<Item = &[Move]> {
        self.issues.iter().map(|issue| self.process.state.issue(*issue).moves.as_slice())
    }

    fn judged<'v>(&'v self, moves: &[(IssueIx, &Move)], by: impl Fn(Day) -> &'v Version) -> Judged {
        let initial = self.lifecycle.initial;
        let mut judged = Judged::default();
        let mut odd: BTreeMap<(Option<Rung>, Rung), Steps<'_>> = BTreeMap::new();
        for (issue, step) in moves {
            let version = by(step.day);
            let begins = step.way == Way::Opening;
            let allowed = version.provides(step.from, step.to)
                || (begins && version.provides(initial, step.to));
            let from = match step.way {
                Way::Opening => {
                    judged.openings += 1;
                    judged.initial += usize::from(allowed);
                    None
                }
                Way::Transition => {
                    judged.transitions += 1;
                    judged.allowed += usize::from(allowed);
                    Some(step.from)
                }
                Way::Vanishing | Way::ByItself => continue,
            };
            if !allowed {
                odd.entry((from, step.to)).or_default().push((*issue, step));
            }
        }
        judged.irregular = judged.transitions - judged.allowed;
        let mut odd: Vec<Odd> =
            odd.iter().map(|((from, to), moves)| self.odd(*from, *to, moves)).collect();
        odd.sort_by_key(|one| Reverse(one.count));
        (judged.irregular_openings, judged.irregular_moves) =
            odd.into_iter().partition(|one| one.from.is_none());
        judged
    }

    fn odd(&self, from: Option<Rung>, to: Rung, moves: &[(IssueIx, &Move)]) -> Odd {
        Odd {
            from: from.map(|from| self.id(from)),
            to: self.id(to),
            count: moves.len(),
            examples: self.examples(moves),
        }
    }

    fn examples(&self, moves: &[(IssueIx, &Move)]) -> Vec<Example> {
        let record = self.process.record;
        let example = |(issue, step): &(IssueIx, &Move)| {
            let event =
                step.causes.first().map_or(String::new(), |event| record.row(*event).id.to_owned());
            Example { issue: record.register.issues.id(*issue).to_owned(), day: step.day, event }
        };
        moves.iter().take(MOST_EXAMPLES).map(example).collect()
    }

    /// Returns the moves on which the version in force and the newest differ.
    fn difference(&self, moves: &[(IssueIx, &Move)]) -> Vec<Differing> {
        let newest = self.lifecycle.newest();
        let mut found: BTreeMap<(Rung, Rung, bool), (usize, Vec<Day>)> = BTreeMap::new();
        for (_, step) in moves.iter().filter(|(_, step)| step.way == Way::Transition) {
            let then = self.lifecycle.in_force(step.day);
            let allowed = then.provides(step.from, step.to);
            if allowed != newest.provides(step.from, step.to) {
                let (count, days) = found.entry((step.from, step.to, allowed)).or_default();
                *count += 1;
                days.push(then.since);
            }
        }
        let mut differing: Vec<Differing> = found
            .into_iter()
            .map(|((from, to, allowed_in_force), (count, mut days))| {
                days.sort_unstable();
                days.dedup();
                let names = days.into_iter().map(|day| name(self.lifecycle.in_force(day)));
                Differing {
                    from: self.id(from),
                    to: self.id(to),
                    count,
                    allowed_in_force,
                    versions: names.collect(),
                }
            })
            .collect();
        differing.sort_by_key(|one| Reverse(one.count));
        differing
    }

    fn guards(&self, moves: &[(IssueIx, &Move)]) -> Vec<GuardAnswer> {
        let title = |rung| self.lifecycle.stage(rung).title.clone();
        let mut needs: Vec<&Need> = Vec::new();
        for guard in self.lifecycle.versions().iter().flat_map(|version| &version.guards) {
            if guard.leads().is_none() && !needs.contains(&&guard.needs) {
                needs.push(&guard.needs);
            }
        }
        let answer = |need: &Need| {
            let asked = moves.iter().filter(|(_, step)| {
                let guards = &self.lifecycle.in_force(step.day).guards;
                let judged = matches!(step.way, Way::Opening | Way::Transition);
                judged
                    && guards
                        .iter()
                        .any(|one| one.needs == *need && one.applies(step.from, step.to))
            });
            let (broken, kept): (Steps<'_>, Steps<'_>) =
                asked.copied().partition(|(_, step)| step.unmet.contains(need));
            GuardAnswer {
                needs: need.shown(title),
                kept: kept.len(),
                broken: broken.len(),
                examples: self.examples(&broken),
            }
        };
        needs.into_iter().map(answer).collect()
    }

    fn undocumented(&self) -> Vec<Undocumented> {
        let version = self.lifecycle.in_force(self.view.point.as_of);
        let mut counts: BTreeMap<Rung, usize> = BTreeMap::new();
        for issue in self.issues {
            let rung = self.process.state.issue(*issue).own;
            let listed = rung != self.lifecycle.initial && !self.lifecycle.stage(rung).exit;
            if listed && !version.knows(rung) {
                *counts.entry(rung).or_default() += 1;
            }
        }
        let answer = |(rung, issues)| Undocumented { stage: self.id(rung), issues };
        counts.into_iter().map(answer).collect()
    }

    fn deadlines(&self) -> Vec<DeadlineAnswer> {
        let as_of = self.view.point.as_of;
        let guards = &self.lifecycle.in_force(as_of).guards;
        let wants = |rung: Rung| {
            let deadlines = guards.iter().filter(|guard| guard.needs == Need::Deadline);
            deadlines.flat_map(Guard::targets).any(|target| target == rung)
        };
        let register = &self.process.record.register;
        let state = |issue: &IssueIx| self.process.state.issue(*issue);
        let waiting = self.issues.iter().filter(|issue| wants(state(issue).own));
        let mut answers: Vec<DeadlineAnswer> = waiting
            .map(|issue| {
                let due = state(issue).due;
                DeadlineAnswer {
                    issue: register.issues.id(*issue).to_owned(),
                    stage: self.id(state(issue).own),
                    due,
                    passed: due.is_some_and(|due| due < as_of),
                }
            })
            .collect();
        answers.sort_by(|a, b| (a.due, &a.issue).cmp(&(b.due, &b.issue)));
        answers
    }

    fn id(&self, rung: Rung) -> String {
        self.lifecycle.stage(rung).id.clone()
    }
}

fn is_own(record: &Record, issue: IssueIx, step: &Move) -> bool {
    let claims = record.claims(issue);
    step.way == Way::ByItself
        || step
            .causes
            .iter()
            .any(|event| claims.binary_search_by_key(event, |claim| claim.event).is_ok())
}

fn version(version: &Version) -> VersionAnswer {
    let since = Some(version.since).filter(|since| *since != Day::MIN);
    VersionAnswer { name: version.name.clone(), since }
}

/// Returns what a version goes by.
fn name(version: &Version) -> String {
    version.name.clone().unwrap_or_else(|| match version.since {
        Day::MIN => "always".to_owned(),
        since => format!("since {since}"),
    })
}
