//! How positions changed over time, and which went back without being taken back.

use schemars::JsonSchema;
use serde::Serialize;

use super::{NoParty, check};
use crate::event::Answer as Said;
use crate::lifecycle::Act;
use crate::model::{Aspect, Day};
use crate::record::{Aim, Claim, EventIx};
use crate::register::{ActorIx, IssueIx, Sort};
use crate::render::{Column, Page, Row, Table, Tone, Words};
use crate::report::{Answer, Folded, Rows, View, word};
use crate::snapshot::Forming;

/// The positions of parties over time.
#[derive(Debug, JsonSchema, Serialize)]
pub struct History {
    schema: &'static str,
    as_of: Day,
    known_on: Day,
    positions: Vec<Step>,
}

#[derive(Debug, Clone, JsonSchema, Serialize)]
struct Step {
    process: String,
    issue: String,
    party: String,
    on: Day,
    event: String,
    text: String,
    via: Vec<String>,
    /// It repeats what the party said.
    reaffirmed: bool,
    /// What the party gave before and goes back on here, without having taken it back.
    reverses: Option<String>,
    #[serde(skip)]
    whose: String,
}

/// Returns all positions over time, per issue and party.
pub fn history(
    view: &View<'_>,
    rows: &Rows,
    parties: &[String],
) -> Result<Answer<History>, NoParty> {
    check(view, parties)?;
    let mut page = Page::new();
    let mut positions = Vec::new();
    for process in &view.processes {
        let register = &process.record.register;
        page = page.title(register.title.clone(), word::point(view.point)).blank();
        page = word::lens_line(page, view);
        let following = Following { view, process, parties };
        let before = positions.len();
        for issue in register.issues.indices().filter(|issue| rows.issue(process, *issue)) {
            let steps = following.steps(issue);
            if steps.is_empty() {
                continue;
            }
            page = page.heading(register.issues.id(issue)).table(table(&steps, view)).blank();
            positions.extend(steps);
        }
        if positions.len() == before {
            page = page.paragraph("no position is recorded").blank();
        }
    }
    let (as_of, known_on) = (view.point.as_of, view.point.known_on);
    let data = History { schema: "rapporteur/history/1", as_of, known_on, positions };
    Ok(Answer { data, page: page.trimmed() })
}

struct Following<'f> {
    view: &'f View<'f>,
    process: &'f Folded<'f>,
    parties: &'f [String],
}

impl Following<'_> {
    fn steps(&self, issue: IssueIx) -> Vec<Step> {
        let (standing, state) = (&self.process.standing, &self.process.state);
        let actors = &self.process.record.register.actors;
        let claims = standing.claims(issue, state.point.as_of, &state.settled);
        let stands: Vec<&Claim> = claims.iter().filter(|claim| claim.act.is_position()).collect();
        let asked = |party: &ActorIx| {
            let is_party = matches!(actors[*party].sort, Sort::Party { .. });
            let id = actors.id(*party);
            is_party && (self.parties.is_empty() || self.parties.iter().any(|one| one == id))
        };
        let mut steps = Vec::new();
        for party in actors.indices().filter(asked) {
            let own: Vec<&Claim> = stands
                .iter()
                .filter(|claim| self.process.record.set(claim.by).contains(&party))
                .copied()
                .collect();
            steps.extend(own.iter().enumerate().map(|(at, claim)| {
                self.step(issue, party, claim, self.reversed(&own[..at], claim))
            }));
        }
        steps
    }

    /// Returns what the party gave before and demands or rejects now, if it never took that back.
    fn reversed(&self, before: &[&Claim], now: &Claim) -> Option<EventIx> {
        let record = self.process.record;
        let repeats = record.row(now.event).aspect != Aspect::New;
        if repeats || !matches!(now.act, Act::Demanded | Act::Rejected) {
            return None;
        }
        let taken_back = |given: &Claim| {
            let answers = record.answers(Aim::Event(given.event)).iter();
            answers.into_iter().any(|answer| {
                let row = record.row(*answer);
                row.answer == Some(Said::Withdraws)
                    && row.when.from <= now.from
                    && self.process.standing.has(*answer)
            })
        };
        let given = before.iter().rev().find(|claim| {
            (claim.act == Act::Conceded || claim.act.is_acceptance())
                && claim.last < now.first
                && claim.event != now.event
        })?;
        (!taken_back(given)).then_some(given.event)
    }

    fn step(
        &self,
        issue: IssueIx,
        party: ActorIx,
        claim: &Claim,
        reverses: Option<EventIx>,
    ) -> Step {
        let record = self.process.record;
        let register = &record.register;
        let row = record.row(claim.event);
        let line = Forming { record, texts: self.view.texts }.line(claim.event);
        Step {
            process: register.process.clone(),
            issue: register.issues.id(issue).to_owned(),
            party: register.actors.id(party).to_owned(),
            on: claim.from,
            event: row.id.to_owned(),
            text: word::bare(register, &line).to_owned(),
            via: record.via(claim.event),
            reaffirmed: row.aspect == Aspect::Reaffirms,
            reverses: reverses.map(|event| record.row(event).id.to_owned()),
            whose: word::whose(&self.process.standing, claim.event),
        }
    }
}

fn table(steps: &[Step], view: &View<'_>) -> Table {
    let mut table = Table::new([
        Column::short("PARTY"),
        Column::short("DAY"),
        Column::short("EVENT"),
        Column::text("POSITION, ON WHOSE WORD"),
    ]);
    let mut latest = "";
    for step in steps {
        let party = if step.party == latest { "" } else { step.party.as_str() };
        latest = &step.party;
        let mut words = Words::from(step.text.clone());
        if step.reaffirmed {
            words.push(Tone::Faint, " (said again)");
        }
        if let Some(given) = &step.reverses {
            words.push(Tone::Bad, format!(" ⚠ goes back on {given}, which was never taken back"));
        }
        words.push(Tone::Faint, format!(" — {}", step.whose));
        let day = word::short(step.on, view.point.as_of.year());
        table.push(Row::new().cell(party).cell(day).cell(step.event.clone()).cell(words));
    }
    table
}
