//! What does each party say on each issue, and what is on the table?

mod history;
mod told;

pub use history::{History, history};
pub use told::{Told, Views, told_by};

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, Folded, Rows, View, counted, word};
use crate::lifecycle::Act;
use crate::model::{Day, Point, nearest};
use crate::record::EventIx;
use crate::register::{ActorIx, IssueIx, Sort};
use crate::render::{Column, Page, Row, Table, Tone, Words};
use crate::snapshot::Forming;
use crate::state::sheet::{Field, Key, Sheet, Subject, sheet};

/// Issues by parties: the latest position of each.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Matrix {
    schema: &'static str,
    as_of: Day,
    known_on: Day,
    processes: Vec<Grid>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Grid {
    process: String,
    parties: Vec<String>,
    issues: Vec<Line>,
    /// How many issues are left out because no position on them is recorded.
    hidden: usize,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Line {
    issue: String,
    stage: String,
    /// By party; none where none is recorded.
    positions: BTreeMap<String, Option<Position>>,
    /// Offers, drafts and points that are live.
    on_the_table: Vec<Lying>,
}

/// What a party is last known to want, offer, accept or reject.
#[derive(Debug, Clone, JsonSchema, Serialize)]
struct Position {
    text: String,
    events: Vec<String>,
    via: Vec<String>,
    /// The party says so itself, or one who speaks for it.
    first_hand: bool,
    on: Option<Day>,
    #[serde(skip)]
    whose: String,
}

#[derive(Debug, Clone, JsonSchema, Serialize)]
struct Lying {
    event: String,
    text: String,
}

/// What is to be shown of the matrix.
#[derive(Debug, Default)]
pub struct Shape {
    /// The parties; those with a say in what is shown if none is named.
    pub parties: Vec<String>,
    /// Issues without a recorded position, too.
    pub all: bool,
}

/// No process has a party of this name.
#[derive(Debug)]
pub struct NoParty(String);

impl std::fmt::Display for NoParty {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for NoParty {}

/// Returns the matrix of every process.
pub fn matrix(view: &View<'_>, rows: &Rows, shape: &Shape) -> Result<Answer<Matrix>, NoParty> {
    check(view, &shape.parties)?;
    let mut page = Page::new();
    let mut processes = Vec::new();
    for process in &view.processes {
        let laying = Laying { view, process, sheet: sheet(&process.standing, &process.state) };
        let parties = laying.parties(&shape.parties);
        let (grid, shown) = laying.grid(rows, &parties, shape.all);
        page = laying.page(page, rows, &grid, &shown, &parties);
        processes.push(grid);
    }
    let Point { as_of, known_on } = view.point;
    let data = Matrix { schema: "rapporteur/matrix/1", as_of, known_on, processes };
    Ok(Answer { data, page: page.trimmed() })
}

/// Refuses a party that no process has.
fn check(view: &View<'_>, parties: &[String]) -> Result<(), NoParty> {
    let registers = || view.processes.iter().map(|process| &process.record.register);
    let known = |name: &str| {
        registers().any(|register| {
            let found = register.actors.find(name);
            found.is_some_and(|actor| matches!(register.actors[actor].sort, Sort::Party { .. }))
        })
    };
    let Some(unknown) = parties.iter().find(|party| !known(party)) else { return Ok(()) };
    let names = registers().flat_map(|register| {
        let parties = register.actors.indices();
        let parties =
            parties.filter(|actor| matches!(register.actors[*actor].sort, Sort::Party { .. }));
        parties.map(|actor| register.actors.id(actor))
    });
    let help = match nearest(unknown, names) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "the charter declares the parties".to_owned(),
    };
    Err(NoParty(format!("no party is called `{unknown}`\n  help: {help}")))
}

struct Laying<'l> {
    view: &'l View<'l>,
    process: &'l Folded<'l>,
    sheet: Sheet,
}

impl Laying<'_> {
    /// Returns the parties that are asked for; else those of whom a position is recorded, in the order of
    /// the charter.
    fn parties(&self, asked: &[String]) -> Vec<ActorIx> {
        let actors = &self.process.record.register.actors;
        if !asked.is_empty() {
            return asked.iter().filter_map(|name| actors.find(name)).collect();
        }
        let speaks = |party: &ActorIx| {
            let subject = Subject::Actor(*party);
            self.sheet.keys().any(|key| key.field == Field::Position && key.subject == subject)
        };
        actors.indices().filter(speaks).collect()
    }

    fn grid(&self, rows: &Rows, parties: &[ActorIx], all: bool) -> (Grid, Vec<IssueIx>) {
        let register = &self.process.record.register;
        let asked = register.issues.indices().filter(|issue| rows.issue(self.process, *issue));
        let lines: Vec<(IssueIx, Line)> =
            asked.map(|issue| (issue, self.line(issue, parties))).collect();
        let total = lines.len();
        let told = |line: &Line| line.positions.values().any(Option::is_some);
        let kept: Vec<(IssueIx, Line)> =
            lines.into_iter().filter(|(_, line)| all || told(line)).collect();
        let hidden = total - kept.len();
        let (shown, issues) = kept.into_iter().unzip();
        let id = |party: &ActorIx| register.actors.id(*party).to_owned();
        let parties = parties.iter().map(id).collect();
        (Grid { process: register.process.clone(), parties, issues, hidden }, shown)
    }

    fn line(&self, issue: IssueIx, parties: &[ActorIx]) -> Line {
        let register = &self.process.record.register;
        let state = self.process.state.issue(issue);
        let position =
            |party: &ActorIx| (register.actors.id(*party).to_owned(), self.position(issue, *party));
        Line {
            issue: register.issues.id(issue).to_owned(),
            stage: register.stage(issue, state.rung).id.clone(),
            positions: parties.iter().map(position).collect(),
            on_the_table: self.on_the_table(issue),
        }
    }

    fn position(&self, issue: IssueIx, party: ActorIx) -> Option<Position> {
        let key =
            Key { issue: Some(issue), field: Field::Position, subject: Subject::Actor(party) };
        let item = self.sheet.get(&key)?;
        let standing = &self.process.standing;
        let record = self.process.record;
        let forming = Forming { record, texts: self.view.texts };
        let lines: Vec<String> = item.events.iter().map(|event| self.text(*event)).collect();
        let first = *item.events.first()?;
        Some(Position {
            text: lines.join("; "),
            events: item.events.iter().map(|event| record.row(*event).id.to_owned()).collect(),
            via: forming.item(key, item).via,
            first_hand: item.events.iter().any(|event| standing.tells_for(*event, party)),
            on: item.on,
            whose: word::whose(standing, first),
        })
    }

    /// Returns an event's line without the issues at its head, which stand beside it.
    fn text(&self, event: EventIx) -> String {
        let record = self.process.record;
        let line = Forming { record, texts: self.view.texts }.line(event);
        word::bare(&record.register, &line).to_owned()
    }

    /// Returns what lies on the table: offers and drafts that count still, and points that are open.
    fn on_the_table(&self, issue: IssueIx) -> Vec<Lying> {
        let record = self.process.record;
        let counting = self.process.state.issue(issue).counting.iter();
        let offers = counting
            .filter(|(_, act)| matches!(act, Act::Tabled | Act::Conceded | Act::Drafted))
            .map(|(event, _)| *event);
        let points = self
            .sheet
            .iter()
            .filter(|(key, _)| key.issue == Some(issue) && matches!(key.field, Field::Point));
        let mut events: Vec<EventIx> =
            offers.chain(points.flat_map(|(_, item)| item.events.iter().copied())).collect();
        events.sort_unstable();
        events.dedup();
        let lying = |event: EventIx| Lying {
            event: record.row(event).id.to_owned(),
            text: self.text(event),
        };
        events.into_iter().map(lying).collect()
    }

    fn page(
        &self,
        page: Page,
        rows: &Rows,
        grid: &Grid,
        shown: &[IssueIx],
        parties: &[ActorIx],
    ) -> Page {
        let register = &self.process.record.register;
        let mut page = page.title(register.title.clone(), word::point(self.view.point)).blank();
        page = word::lens_line(page, self.view);
        page = rows.told(page, shown.len(), register.issues.len());
        let mut columns = vec![Column::text("ISSUE")];
        columns.extend(
            parties.iter().map(|party| Column::text(register.actors[*party].name.to_uppercase())),
        );
        columns.push(Column::text("ON THE TABLE"));
        let mut table = Table::new(columns);
        let mut notes: Vec<String> = Vec::new();
        for (issue, line) in shown.iter().zip(&grid.issues) {
            let state = self.process.state.issue(*issue);
            let mut name = Words::from(format!("{} ", line.issue));
            name.pieces.extend(word::stage(register, *issue, state.rung).pieces);
            let mut row = Row::new().cell(name);
            for party in &grid.parties {
                row = row.cell(cell(line.positions[party].as_ref(), &mut notes));
            }
            let lying: Vec<&str> = line.on_the_table.iter().map(|one| one.text.as_str()).collect();
            let lying = if lying.is_empty() { "nothing".to_owned() } else { lying.join("; ") };
            table.push(row.cell(lying));
        }
        page = page.table(table).blank();
        for (at, note) in notes.iter().enumerate() {
            page = page
                .paragraph(Words::toned(Tone::Faint, format!("[{}] as told by {note}", at + 1)));
        }
        if !notes.is_empty() {
            page = page.blank();
        }
        if grid.hidden > 0 {
            let issues = counted(grid.hidden, "issue");
            page = page
                .paragraph(format!("hidden: {issues} with no recorded position (--all)"))
                .blank();
        }
        page
    }
}

/// Returns a position in words: with a note on whose word it is, where it is not the party's own.
fn cell(position: Option<&Position>, notes: &mut Vec<String>) -> Words {
    let Some(position) = position else { return Words::toned(Tone::Faint, "none recorded") };
    let mut words = Words::from(position.text.clone());
    if !position.first_hand {
        let found = notes.iter().position(|note| *note == position.whose);
        let at = found.unwrap_or_else(|| {
            notes.push(position.whose.clone());
            notes.len() - 1
        });
        words.push(Tone::Warn, format!(" [{}]", at + 1));
    }
    words
}
