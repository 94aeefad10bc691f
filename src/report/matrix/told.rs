//! Where each issue stands as told by each party, side by side.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::Day;
use crate::record::Lens;
use crate::register::IssueIx;
use crate::render::{Column, Page, Row, Table, Tone, Words};
use crate::report::{Answer, Rows, View, word};
use crate::state::{State, fold};

/// The stages of issues as told by some, beside what is told by all.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Told {
    schema: &'static str,
    as_of: Day,
    known_on: Day,
    processes: Vec<Sides>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Sides {
    process: String,
    issues: Vec<Side>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Side {
    issue: String,
    stage: String,
    /// By party: the stage as it tells it; none where it says nothing.
    told_by: BTreeMap<String, Option<String>>,
}

/// The parties, each with the lens that lets through only what it says itself.
pub type Views = [(String, Lens)];

/// Returns the stages as told by each party. O(claims) a party.
pub fn told_by(view: &View<'_>, rows: &Rows, views: &Views) -> Answer<Told> {
    let mut page = Page::new();
    let mut processes = Vec::new();
    for process in &view.processes {
        let register = &process.record.register;
        let states: Vec<State> = views
            .iter()
            .map(|(_, lens)| {
                let standing = process.record.stand(view.point.known_on, lens);
                fold(&standing, view.point.as_of, view.policy)
            })
            .collect();
        let shown: Vec<IssueIx> =
            register.issues.indices().filter(|issue| rows.issue(process, *issue)).collect();
        let name = |id: &String| match register.actors.find(id) {
            Some(actor) => register.actors[actor].name.to_uppercase(),
            None => id.clone(),
        };
        let mut columns = vec![Column::short("ISSUE"), Column::text("AS TOLD BY ALL")];
        columns.extend(views.iter().map(|(id, _)| Column::text(name(id))));
        let mut table = Table::new(columns);
        let mut issues = Vec::new();
        for issue in shown.iter().copied() {
            let says = |state: &State| {
                let one = state.issue(issue);
                one.since.map(|_| one.rung)
            };
            let mut row = Row::new().cell(register.issues.id(issue));
            row = row.cell(word::stage(register, issue, process.state.issue(issue).rung));
            for state in &states {
                row = row.cell(says(state).map_or_else(
                    || Words::toned(Tone::Faint, "none recorded"),
                    |rung| word::stage(register, issue, rung),
                ));
            }
            table.push(row);
            let stage = |rung| register.stage(issue, rung).id.clone();
            let told = views.iter().zip(&states);
            issues.push(Side {
                issue: register.issues.id(issue).to_owned(),
                stage: stage(process.state.issue(issue).rung),
                told_by: told
                    .map(|((id, _), state)| (id.clone(), says(state).map(stage)))
                    .collect(),
            });
        }
        page = page.title(register.title.clone(), word::point(view.point)).blank();
        page = rows.told(page, shown.len(), register.issues.len());
        page = page.table(table).blank();
        processes.push(Sides { process: register.process.clone(), issues });
    }
    let (as_of, known_on) = (view.point.as_of, view.point.known_on);
    let data = Told { schema: "rapporteur/told-by/1", as_of, known_on, processes };
    Answer { data, page: page.trimmed() }
}
