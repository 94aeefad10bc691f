//! Which rows of an answer to show: this changes nothing of where things stand.

use super::Folded;
use crate::lifecycle::Rung;
use crate::query::{Field, Is, Query, Term};
use crate::record::{EventIx, is_below};
use crate::register::IssueIx;
use crate::render::{Page, Tone, Words};

/// The rows that were asked for.
#[derive(Debug, Clone, Default)]
pub struct Rows {
    query: Query,
}

impl Rows {
    /// Returns the rows for which a query holds.
    pub fn new(query: Query) -> Rows {
        Rows { query }
    }

    /// Says which rows are shown, and how many of how many, where not all are.
    pub(super) fn told(&self, page: Page, shown: usize, all: usize) -> Page {
        if self.query.is_empty() {
            return page;
        }
        let words = format!("showing {}: {shown} of {all}", self.query);
        page.paragraph(Words::toned(Tone::Warn, words)).blank()
    }

    /// Returns the query, so that it can be read again; empty where all rows are shown.
    pub(super) fn text(&self) -> String {
        self.query.to_string()
    }

    /// Returns whether an issue is shown.
    pub(super) fn issue(&self, process: &Folded<'_>, issue: IssueIx) -> bool {
        self.query.holds(&|term| issue_is(process, issue, term))
    }

    /// Returns whether an event is shown.
    pub(super) fn event(&self, process: &Folded<'_>, event: EventIx) -> bool {
        self.query.holds(&|term| event_is(process, event, term))
    }

    /// Returns whether a change is shown: of an issue or of none, made by some events.
    pub(super) fn change(
        &self,
        process: &Folded<'_>,
        issue: Option<IssueIx>,
        causes: &[EventIx],
    ) -> bool {
        self.query.holds(&|term| match term {
            Term::Names(Field::Issue | Field::Stage | Field::Was, _) => {
                issue.is_some_and(|issue| issue_is(process, issue, term))
            }
            Term::Is(_) if issue.is_some_and(|issue| issue_is(process, issue, term)) => true,
            _ => causes.iter().any(|event| event_is(process, *event, term)),
        })
    }
}

/// Returns whether a term holds of an issue.
fn issue_is(process: &Folded<'_>, issue: IssueIx, term: &Term) -> bool {
    let register = &process.record.register;
    let state = process.state.issue(issue);
    let lifecycle = register.lifecycle(issue);
    let stage = |rung: Rung| &lifecycle.stage(rung).id;
    match term {
        Term::Names(Field::Issue, names) => is_below(register.issues.id(issue), names),
        Term::Names(Field::Stage, names) => names.contains(stage(state.rung)),
        Term::Names(Field::Was, names) => {
            let left = state.moves.iter().filter(|step| step.from != lifecycle.initial);
            left.into_iter().any(|step| names.contains(stage(step.from)))
        }
        Term::Names(Field::Party, names) => {
            let parties = names.iter().filter_map(|name| register.actors.find(name));
            let claims = process.record.claims(issue);
            parties.into_iter().any(|party| {
                let acts = claims.iter().any(|claim| {
                    process.standing.has(claim.event)
                        && process.record.set(claim.by).contains(&party)
                });
                acts || register.issues[issue].required.contains(&party)
            })
        }
        Term::Words(words) | Term::Found(words, _) => {
            let title = register.issues[issue].title.to_lowercase();
            words.iter().any(|word| title.contains(word.as_str()))
        }
        Term::Is(some) => some.iter().any(|is| match is {
            Is::Open => {
                let stage = lifecycle.stage(state.rung);
                !stage.settled && !stage.exit
            }
            Is::Contested => state.contested,
            Is::OneSided => state.one_sided,
            Is::Reopened => state.reopened > 0,
            Is::Silent => state.last_claim.is_some_and(|last| {
                last.days_until(process.state.point.as_of) >= lifecycle.silent_after
            }),
            Is::Retracted | Is::Overdue => false,
        }),
        _ => false,
    }
}

/// Returns whether a term holds of an event.
fn event_is(process: &Folded<'_>, event: EventIx, term: &Term) -> bool {
    match term {
        Term::Is(some) => some.iter().any(|is| match is {
            Is::Retracted => process.standing.struck(event),
            Is::Overdue => {
                process.state.expected.iter().any(|one| one.event == event && one.overdue)
            }
            Is::Open => process.state.issues.iter().any(|issue| issue.demands.contains(&event)),
            _ => false,
        }),
        _ => process.standing.tells(event, term),
    }
}
