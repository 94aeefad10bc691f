//! What did each event do?

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::root::Roots;
use super::status::{Status, status};
use super::{Answer, Folded, Rows, View, counted, log, word};
use crate::record::{EventIx, Record, Standing};
use crate::register::IssueIx;
use crate::render::{Column, Page, Row, Table, Tone, Words};
use crate::state::State;

/// The dispatches in the order of their publication, what their events did, and the board.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Replay {
    schema: &'static str,
    dispatches: Vec<DispatchAnswer>,
    events: usize,
    moves: usize,
    #[serde(flatten)]
    roots: Roots,
    status: Status,
}

#[derive(Debug, JsonSchema, Serialize)]
struct DispatchAnswer {
    process: String,
    file: String,
    date: crate::model::Day,
    events: Vec<EventAnswer>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct EventAnswer {
    event: String,
    kind: &'static str,
    text: String,
    moves: Vec<MoveAnswer>,
    says: Vec<String>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct MoveAnswer {
    issue: String,
    from: String,
    to: String,
}

/// Replays every dispatch that was known at the point.
pub fn replay(view: &View<'_>) -> Answer<Replay> {
    let mut dispatches = Vec::new();
    let mut page = Page::new();
    let mut moves = 0;
    for Folded { record, standing, state, .. } in &view.processes {
        moves += state.issues.iter().map(|issue| issue.moves.len()).sum::<usize>();
        let replaying = Replaying { view, record, state, effects: Effects::of(record, state) };
        for (number, events) in by_dispatch(view, standing) {
            let (answer, table) = replaying.dispatch(number, &events);
            let head = format!(
                "{} · reported {} · {}",
                answer.file,
                answer.date.long(),
                counted(events.len(), "event")
            );
            page = page.heading(head).table(table).blank();
            dispatches.push(answer);
        }
    }
    let board = status(view, &Rows::default());
    let events = dispatches.iter().map(|dispatch| dispatch.events.len()).sum();
    let tally = view.tally;
    let words = format!(
        "{}, {}, {}, {}",
        counted(events, "event"),
        counted(moves, "move"),
        counted(tally.errors, "error"),
        counted(tally.warnings, "warning")
    );
    let roots = Roots::of(view.texts, view.processes.iter().map(|one| one.record));
    page = roots.line(page.paragraph(words)).blank();
    page.blocks.extend(board.page.blocks);
    let status = board.data;
    let data = Replay { schema: "rapporteur/replay/1", dispatches, events, moves, roots, status };
    Answer { data, page }
}

/// Returns the events of each dispatch that were known at the point, by date and then by file.
fn by_dispatch(view: &View<'_>, standing: &Standing<'_>) -> Vec<(u32, Vec<EventIx>)> {
    let record = standing.record;
    let mut events: Vec<Vec<EventIx>> = vec![Vec::new(); record.dispatches().len()];
    for (event, row) in record.events() {
        if standing.has(event) || standing.struck(event) {
            events[row.dispatch as usize].push(event);
        }
    }
    let mut res: Vec<(u32, Vec<EventIx>)> =
        (0u32..).zip(events).filter(|(_, events)| !events.is_empty()).collect();
    res.sort_by_key(|(number, _)| {
        let dispatch = &record.dispatches()[*number as usize];
        (dispatch.date, view.texts.get(dispatch.file).name.clone())
    });
    res
}

/// What each event did: the moves that it is a cause of, and the bounds that it gives.
struct Effects {
    moves: BTreeMap<EventIx, Vec<(IssueIx, usize)>>,
    says: BTreeMap<EventIx, Vec<String>>,
}

impl Effects {
    fn of(record: &Record, state: &State) -> Effects {
        let mut effects = Effects { moves: BTreeMap::new(), says: BTreeMap::new() };
        for issue in record.register.issues.indices() {
            for (at, change) in state.issue(issue).moves.iter().enumerate() {
                for event in &change.causes {
                    effects.moves.entry(*event).or_default().push((issue, at));
                }
            }
            for claim in record.claims(issue) {
                if let Some(says) = word::bound(record, issue, claim) {
                    let says = format!("{}: {says}", record.register.issues.id(issue));
                    effects.says.entry(claim.event).or_default().push(says);
                }
            }
        }
        effects
    }
}

struct Replaying<'a> {
    view: &'a View<'a>,
    record: &'a Record,
    state: &'a State,
    effects: Effects,
}

impl Replaying<'_> {
    fn dispatch(&self, number: u32, events: &[EventIx]) -> (DispatchAnswer, Table) {
        let dispatch = &self.record.dispatches()[number as usize];
        let mut table = Table::new([
            Column::short("WHEN"),
            Column::short("EVENT"),
            Column::short("KIND"),
            Column::text("WHAT, AND WHAT IT DID"),
        ]);
        let mut answers = Vec::new();
        for event in events {
            let answer = self.event(*event);
            table.push(self.line(*event, &answer));
            answers.push(answer);
        }
        let answer = DispatchAnswer {
            process: self.record.register.process.clone(),
            file: self.view.texts.get(dispatch.file).name.clone(),
            date: dispatch.date,
            events: answers,
        };
        (answer, table)
    }

    fn event(&self, event: EventIx) -> EventAnswer {
        let row = self.record.row(event);
        let register = &self.record.register;
        let moves = self.effects.moves.get(&event).into_iter().flatten().map(|(issue, at)| {
            let change = &self.state.issue(*issue).moves[*at];
            let stage = |rung| register.stage(*issue, rung).id.clone();
            let id = register.issues.id(*issue).to_owned();
            MoveAnswer { issue: id, from: stage(change.from), to: stage(change.to) }
        });
        EventAnswer {
            event: row.id.to_owned(),
            kind: row.kind.name(),
            text: self.record.event(self.view.texts, event).what.value.line(register),
            moves: moves.collect(),
            says: self.effects.says.get(&event).cloned().unwrap_or_default(),
        }
    }

    fn line(&self, event: EventIx, answer: &EventAnswer) -> Row {
        let row = self.record.row(event);
        let register = &self.record.register;
        let title = |issue: &str, id: &str| {
            let stage = register.find_stage(issue, id).expect("a stage of the issue");
            stage.title.clone()
        };
        let mut what = Words::from(format!("{}{}", log::modality(row.modality), answer.text));
        for change in &answer.moves {
            let (from, to) = (title(&change.issue, &change.from), title(&change.issue, &change.to));
            what.push(Tone::Strong, format!(" ⇒ {}: {from} → {to}", change.issue));
        }
        if answer.moves.is_empty() && !answer.says.is_empty() {
            what.push(Tone::Faint, format!(" ⇒ {}", answer.says.join("; ")));
        }
        let when = row.when.shown(self.view.point.as_of.year());
        Row::new().cell(when).cell(row.id.to_owned()).cell(row.kind.name()).cell(what)
    }
}
