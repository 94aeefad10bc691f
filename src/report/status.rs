//! Where does each issue stand, and on whose word?

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, Folded, Rows, View, counted, word};
use crate::lifecycle::Rung;
use crate::model::{Day, Policy};
use crate::record::{Record, Standing};
use crate::register::{IssueIx, LifecycleIx, Register};
use crate::render::{Column, Page, Row, Table, Tone, Words};
use crate::state::{Condition, Expected, HeldBy, IssueState, State};

/// The board of every process.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Status {
    schema: &'static str,
    as_of: Day,
    known_on: Day,
    policy: Policy,
    #[serde(skip_serializing_if = "String::is_empty")]
    only: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    showing: String,
    processes: Vec<Board>,
    left_out: usize,
    errors: usize,
    warnings: usize,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Board {
    process: String,
    title: String,
    issues: Vec<IssueAnswer>,
    expected: Vec<ExpectedAnswer>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct IssueAnswer {
    issue: String,
    title: String,
    stage: String,
    condition: Condition,
    since: Option<Day>,
    since_is_approximate: bool,
    held_by: HeldBy,
    derived: Option<String>,
    asserted: String,
    contested: bool,
    one_sided: bool,
    first_hand: usize,
    required: usize,
    reopened: usize,
    blocking: Vec<String>,
    evidence: Vec<String>,
    open_demands: Vec<String>,
    parts: BTreeMap<String, usize>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct ExpectedAnswer {
    event: String,
    occasion: Option<String>,
    first: Day,
    last: Day,
    overdue: bool,
}

/// Returns the board of every process.
pub fn status(view: &View<'_>, rows: &Rows) -> Answer<Status> {
    let page = page(view, rows);
    let data = Status {
        schema: "rapporteur/status/1",
        as_of: view.point.as_of,
        known_on: view.point.known_on,
        policy: view.policy,
        only: view.lens.text().to_owned(),
        showing: rows.text(),
        processes: view.processes.iter().map(|one| board(rows, one)).collect(),
        left_out: view.tally.left_out,
        errors: view.tally.errors,
        warnings: view.tally.warnings,
    };
    Answer { data, page }
}

fn board(rows: &Rows, process: &Folded<'_>) -> Board {
    let Folded { record, state, .. } = process;
    let register = &record.register;
    let issues = register.issues.indices().filter(|issue| rows.issue(process, *issue));
    Board {
        process: register.process.clone(),
        title: register.title.clone(),
        issues: issues.map(|issue| answer(record, issue, state.issue(issue))).collect(),
        expected: state.expected.iter().map(|one| expected(record, one)).collect(),
    }
}

fn answer(record: &Record, issue: IssueIx, state: &IssueState) -> IssueAnswer {
    let register = &record.register;
    let stage = |rung: Rung| register.stage(issue, rung).id.clone();
    let ids = |events: &[crate::record::EventIx]| {
        events.iter().map(|event| record.row(*event).id.to_owned()).collect()
    };
    let blocking: BTreeSet<String> = state.blocking.iter().map(|one| one.id(record)).collect();
    IssueAnswer {
        issue: register.issues.id(issue).to_owned(),
        title: register.issues[issue].title.clone(),
        stage: stage(state.rung),
        condition: state.condition,
        since: state.since.map(|(day, _)| day),
        since_is_approximate: state.since.is_some_and(|(_, vague)| vague),
        held_by: state.held_by,
        derived: state.derived.map(stage),
        asserted: stage(state.asserted),
        contested: state.contested,
        one_sided: state.one_sided,
        first_hand: state.first_hand.0,
        required: state.first_hand.1,
        reopened: state.reopened,
        blocking: blocking.into_iter().collect(),
        evidence: ids(&state.evidence),
        open_demands: ids(&state.demands),
        parts: parts_by_stage(register, state),
    }
}

/// Returns how many parts stand at each stage; those of several lifecycles that share its name together.
fn parts_by_stage(register: &Register, state: &IssueState) -> BTreeMap<String, usize> {
    let mut parts = BTreeMap::new();
    for (lifecycle, rung, count) in &state.parts {
        let id = &register.stage_in(*lifecycle, *rung).id;
        *parts.entry(id.clone()).or_default() += count;
    }
    parts
}

fn expected(record: &Record, one: &Expected) -> ExpectedAnswer {
    ExpectedAnswer {
        event: record.row(one.event).id.to_owned(),
        occasion: one.occasion.map(|name| record.name(name).to_owned()),
        first: one.when.first,
        last: one.when.last,
        overdue: one.overdue,
    }
}

fn page(view: &View<'_>, rows: &Rows) -> Page {
    let mut page = Page::new();
    for process in &view.processes {
        let Folded { record, standing, state, .. } = process;
        let issues = record.register.issues.indices();
        let shown: Vec<IssueIx> = issues.filter(|issue| rows.issue(process, *issue)).collect();
        page = page.title(record.register.title.clone(), word::point(view.point)).blank();
        page = word::lens_line(page, view);
        page = rows.told(page, shown.len(), state.issues.len());
        page = page.table(table(standing, state, &shown, view.point.as_of.year())).blank();
        page = page.paragraph(counts(record, state));
        page = coming(page, record, state, view);
        page = page.blank();
    }
    if view.processes.is_empty() {
        page = page.paragraph("no process to report on").blank();
    }
    if view.tally.left_out > 0 {
        let left_out = counted(view.tally.left_out, "event");
        let words = format!("{left_out} left out because of errors (rapporteur check)");
        page = page.paragraph(Words::toned(Tone::Bad, words)).blank();
    }
    page.trimmed()
}

fn table(standing: &Standing<'_>, state: &State, shown: &[IssueIx], year: i32) -> Table {
    let record = standing.record;
    let mut table = Table::new([
        Column::short("ISSUE"),
        Column::short("STAGE"),
        Column::short("SINCE"),
        Column::text("ON WHOSE WORD"),
    ]);
    for issue in shown.iter().copied() {
        let one = state.issue(issue);
        let (depth, name) = nested(record, issue, shown);
        let row = Row::new()
            .cell(name)
            .cell(stage(record, issue, one))
            .cell(word::since(one, year))
            .cell(whose(standing, one));
        table.push(row.at_depth(depth));
    }
    table
}

/// Returns how deep an issue lies, and its name without that of the issue above it, where that is shown.
fn nested(record: &Record, issue: IssueIx, shown: &[IssueIx]) -> (usize, String) {
    let issues = &record.register.issues;
    let id = issues.id(issue);
    let parent = issues[issue].parent.filter(|parent| shown.binary_search(parent).is_ok());
    let Some(parent) = parent else { return (0, id.to_owned()) };
    let (depth, _) = nested(record, parent, shown);
    let name = id.strip_prefix(issues.id(parent)).unwrap_or(id).trim_start_matches('/');
    (depth + 1, name.to_owned())
}

fn stage(record: &Record, issue: IssueIx, state: &IssueState) -> Words {
    let mut words = word::stage(&record.register, issue, state.rung);
    if state.contested {
        words.push(Tone::Warn, " ⇄ contested");
    }
    match state.condition {
        Condition::Active => {}
        Condition::Stalled => words.push(Tone::Faint, ", stalled"),
        Condition::Suspended => words.push(Tone::Warn, ", suspended"),
        Condition::Deferred => words.push(Tone::Faint, ", deferred"),
        Condition::Unlisted => words.push(Tone::Warn, ", no longer listed"),
    }
    words
}

/// Returns on whose word an issue stands where it stands: each root once.
fn whose(standing: &Standing<'_>, state: &IssueState) -> Words {
    let record = standing.record;
    if !state.became.is_empty() {
        let ids = state.became.iter().map(|issue| record.register.issues.id(*issue));
        return Words::from(format!("goes on as {}", ids.collect::<Vec<_>>().join(", ")));
    }
    if state.evidence.is_empty() {
        let parts = if state.parts.is_empty() || state.since.is_none() {
            String::new()
        } else {
            format!("from its parts: {}", parts(record, state))
        };
        return Words::from(parts);
    }
    let mut seen = BTreeSet::new();
    let voices: Vec<String> = state
        .carried_by
        .iter()
        .map(|event| word::voice(standing, *event))
        .filter(|voice| seen.insert(voice.clone()))
        .collect();
    let mut words = Words::from(voices.join("; "));
    if state.one_sided {
        let (told, required) = state.first_hand;
        words.push(Tone::Warn, format!("; one side only, {told} of {required}"));
    }
    if state.held_by == HeldBy::RolledUp {
        words.push(Tone::Faint, format!("; its parts: {}", parts(record, state)));
    }
    if state.held_by == HeldBy::Ruling {
        words.push(Tone::Faint, " (ruling)");
    }
    words
}

/// Returns how many parts of an issue stand where: "1 of 2 agreed, 1 disputed".
pub(super) fn parts(record: &Record, state: &IssueState) -> String {
    let total: usize = state.parts.iter().map(|(.., count)| count).sum();
    let each = state.parts.iter().map(|(lifecycle, rung, count)| {
        format!("{count} of {total} {}", record.register.stage_in(*lifecycle, *rung).title)
    });
    each.collect::<Vec<_>>().join(", ")
}

fn counts(record: &Record, state: &State) -> String {
    let register = &record.register;
    let mut stages: BTreeMap<(LifecycleIx, Reverse<Rung>), usize> = BTreeMap::new();
    for issue in register.issues.indices() {
        let stage = (register.issues[issue].lifecycle, Reverse(state.issue(issue).rung));
        *stages.entry(stage).or_default() += 1;
    }
    let total = counted(state.issues.len(), "issue");
    let each: Vec<String> = stages
        .iter()
        .map(|((lifecycle, rung), count)| {
            format!("{count} {}", register.stage_in(*lifecycle, rung.0).title)
        })
        .collect();
    let contested = state.issues.iter().filter(|issue| issue.contested).count();
    format!("{total}: {} · {contested} contested", each.join(", "))
}

/// Says what is expected next and what did not come.
fn coming(mut page: Page, record: &Record, state: &State, view: &View<'_>) -> Page {
    let year = view.point.as_of.year();
    let called = |one: &Expected| {
        let row = record.row(one.event);
        let kind = row.kind.name().to_lowercase();
        one.occasion.map_or(format!("{kind} {}", row.id), |name| record.name(name).to_owned())
    };
    let named = |one: &Expected| format!("{} ({})", called(one), one.when.shown(year));
    // All that may begin on the same day comes next, whichever comes first.
    let mut coming = state.expected.iter().filter(|one| !one.overdue).peekable();
    let first = coming.peek().map(|one| one.when.first.max(view.point.as_of));
    let next: Vec<String> =
        coming.take_while(|one| Some(one.when.first) <= first).map(named).collect();
    if !next.is_empty() {
        page = page.paragraph(format!("next: {}", next.join(", ")));
    }
    let overdue: Vec<String> = state.expected.iter().filter(|one| one.overdue).map(named).collect();
    if !overdue.is_empty() {
        page = page.paragraph(Words::toned(Tone::Warn, format!("overdue: {}", overdue.join(", "))));
    }
    page
}
