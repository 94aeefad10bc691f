//! What is expected, what is overdue, what ran out, what will time do, and where is it quiet?

use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, Folded, Rows, View, word};
use crate::lifecycle::Act;
use crate::model::{Day, When};
use crate::parallel;
use crate::record::{EventIx, Tick};
use crate::register::IssueIx;
use crate::render::{Column, Page, Row, Table, Tone, Words};
use crate::snapshot::Forming;
use crate::state::{Condition, Expected};

/// The year that is shown with every date.
const EVERY_YEAR: i32 = i32::MIN;

/// What lies ahead, and what did not come.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Agenda {
    schema: &'static str,
    as_of: Day,
    known_on: Day,
    /// Days without a claim after which an issue is silent.
    silent_after: Option<i32>,
    processes: Vec<Ahead>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Ahead {
    process: String,
    expected: Vec<Coming>,
    overdue: Vec<Coming>,
    lapsed: Vec<Running>,
    /// What time alone will do.
    to_come: Vec<Running>,
    silent: Vec<Quiet>,
    stalled: Vec<Quiet>,
}

#[derive(Debug, Clone, JsonSchema, Serialize)]
struct Coming {
    event: String,
    /// The encounter or the event, by the name that others use.
    id: String,
    first: Day,
    last: Day,
    text: String,
    /// The source's own words for the time.
    said: Option<String>,
    via: Vec<String>,
    #[serde(skip)]
    when: String,
    #[serde(skip)]
    whose: String,
}

#[derive(Debug, Clone, JsonSchema, Serialize)]
struct Running {
    event: String,
    /// The last day for an answer.
    due: Day,
    /// What time alone does on the day after, or did.
    then: &'static str,
    text: String,
}

#[derive(Debug, Clone, JsonSchema, Serialize)]
struct Quiet {
    issue: String,
    stage: String,
    /// The last claim on it, or the day since which it stands where it stands.
    since: Day,
    days: i32,
}

/// Which of it to show.
#[derive(Debug, Clone, Copy, Default)]
pub struct Only {
    /// Just what is overdue.
    pub overdue: bool,
    /// Days without a claim after which an issue is silent, in place of those of the lifecycle.
    pub silent_after: Option<i32>,
}

/// Returns what lies ahead of every process.
pub fn agenda(view: &View<'_>, rows: &Rows, only: Only) -> Answer<Agenda> {
    let mut page = Page::new();
    let mut processes = Vec::new();
    let all = parallel::each(view.processes.iter().collect(), |process| {
        Looking { view, process, rows, only }.ahead()
    });
    for (process, ahead) in view.processes.iter().zip(all) {
        page = page.title(process.record.register.title.clone(), word::point(view.point)).blank();
        page = word::lens_line(page, view);
        page = ahead.page(page, view, only, process);
        processes.push(ahead);
    }
    let (as_of, known_on) = (view.point.as_of, view.point.known_on);
    let silent_after = only.silent_after;
    let data = Agenda { schema: "rapporteur/agenda/1", as_of, known_on, silent_after, processes };
    Answer { data, page: page.trimmed() }
}

struct Looking<'l> {
    view: &'l View<'l>,
    process: &'l Folded<'l>,
    rows: &'l Rows,
    only: Only,
}

impl Looking<'_> {
    fn ahead(&self) -> Ahead {
        let state = &self.process.state;
        let coming = |overdue: bool| {
            let some = state.expected.iter().filter(|one| one.overdue == overdue);
            some.map(|one| self.coming(one)).collect()
        };
        let as_of = state.point.as_of;
        let ticks: Vec<(EventIx, &Tick)> = self
            .process
            .standing
            .ticks()
            .filter(|(event, tick)| {
                let set = self.process.record.row(*event).when.from <= as_of;
                set && tick.act.is_some() && tick.met.is_none_or(|day| day > as_of)
            })
            .collect();
        let running = |past: bool| {
            let some = ticks.iter().filter(move |(_, tick)| (tick.day() <= as_of) == past);
            some.map(|(event, tick)| self.running(*event, tick)).collect::<Vec<_>>()
        };
        Ahead {
            process: self.process.record.register.process.clone(),
            expected: coming(false),
            overdue: coming(true),
            lapsed: running(true),
            to_come: self.following().chain(running(false)).collect(),
            silent: self.silent(),
            stalled: self.stalled(),
        }
    }

    /// Returns the stages that follow by themselves, since enough parts have come to where they have to be.
    fn following(&self) -> impl Iterator<Item = Running> {
        let register = &self.process.record.register;
        let issues =
            register.issues.indices().filter(|issue| self.rows.issue(self.process, *issue));
        let tallies = issues.flat_map(move |issue| {
            self.process.state.issue(issue).tallies.iter().map(move |tally| (issue, tally))
        });
        tallies.filter_map(move |(issue, tally)| {
            let met = tally.met.as_ref()?;
            let due = met.follows.filter(|day| *day > self.process.state.point.as_of)?;
            let stage = register.stage(issue, tally.stage?);
            Some(Running {
                event: self.process.record.row(*met.by.first()?).id.to_owned(),
                due,
                then: "follows from a threshold",
                text: format!("{} {}; met on {}", register.issues.id(issue), stage.title, met.day),
            })
        })
    }

    fn text(&self, event: EventIx) -> String {
        Forming { record: self.process.record, texts: self.view.texts }.line(event)
    }

    fn coming(&self, one: &Expected) -> Coming {
        let record = self.process.record;
        let row = record.row(one.event);
        let written = record.event(self.view.texts, one.event);
        let named = one.occasion.map(|name| record.name(name).to_owned());
        let When { first, last, .. } = one.when;
        Coming {
            event: row.id.to_owned(),
            id: named.unwrap_or_else(|| row.id.to_owned()),
            first,
            last,
            text: self.text(one.event),
            said: written.said.map(|said| said.value.text().to_owned()),
            via: record.via(one.event),
            when: one.when.shown(self.view.point.as_of.year()),
            whose: word::whose(&self.process.standing, one.event),
        }
    }

    fn running(&self, event: EventIx, tick: &Tick) -> Running {
        let over = tick.day() <= self.process.state.point.as_of;
        let then = match (tick.act, over) {
            (Some(Act::DeemedAccepted), false) => "is accepted by silence if nobody objects",
            (Some(Act::DeemedAccepted), true) => "accepted by silence",
            (_, false) => "lapses if nobody accepts",
            (_, true) => "lapsed",
        };
        Running {
            event: self.process.record.row(event).id.to_owned(),
            due: tick.due,
            then,
            text: self.text(event),
        }
    }

    fn open(&self) -> impl Iterator<Item = IssueIx> {
        let register = &self.process.record.register;
        let issues = register.issues.indices();
        issues.filter(|issue| {
            let state = self.process.state.issue(*issue);
            let stage = register.stage(*issue, state.rung);
            self.rows.issue(self.process, *issue) && !stage.settled && !stage.exit
        })
    }

    fn quiet(&self, issue: IssueIx, since: Day) -> Quiet {
        let register = &self.process.record.register;
        let state = self.process.state.issue(issue);
        Quiet {
            issue: register.issues.id(issue).to_owned(),
            stage: register.stage(issue, state.rung).id.clone(),
            since,
            days: since.days_until(self.view.point.as_of),
        }
    }

    fn silent(&self) -> Vec<Quiet> {
        let register = &self.process.record.register;
        let after = |issue: IssueIx| {
            self.only.silent_after.unwrap_or_else(|| register.lifecycle(issue).silent_after)
        };
        let last = |issue: &IssueIx| self.process.state.issue(*issue).last_claim;
        let claimed = self.open().filter_map(|issue| last(&issue).map(|day| (issue, day)));
        let quiet = claimed.map(|(issue, day)| (after(issue), self.quiet(issue, day)));
        quiet.filter(|(after, quiet)| quiet.days >= *after).map(|(_, quiet)| quiet).collect()
    }

    fn stalled(&self) -> Vec<Quiet> {
        let stalled = self.open().filter_map(|issue| {
            let state = self.process.state.issue(issue);
            let since = state.since.filter(|_| state.condition == Condition::Stalled)?;
            Some((issue, since.0))
        });
        stalled.map(|(issue, since)| self.quiet(issue, since)).collect()
    }
}

impl Ahead {
    fn page(&self, page: Page, view: &View<'_>, only: Only, process: &Folded<'_>) -> Page {
        let overdue = coming(&self.overdue, view);
        if only.overdue {
            return section(page, "overdue", Tone::Bad, overdue);
        }
        let lifecycle = &process.record.register.lifecycles()[0];
        let silent_after = only.silent_after.unwrap_or(lifecycle.silent_after);
        let page = section(page, "expected", Tone::Strong, coming(&self.expected, view));
        let page = section(page, "overdue", Tone::Bad, overdue);
        let page =
            section(page, "lapsed or accepted by silence", Tone::Strong, running(&self.lapsed));
        let page = section(page, "what time alone will do", Tone::Strong, running(&self.to_come));
        let heading = format!("silent: nothing said for {silent_after} days or more");
        let page = section(page, &heading, Tone::Strong, quiet(&self.silent, "LAST CLAIM"));
        let heading = format!("stalled: at one stage for {} days or more", lifecycle.stalled_after);
        section(page, &heading, Tone::Strong, quiet(&self.stalled, "SINCE"))
    }
}

fn section(page: Page, heading: &str, tone: Tone, table: Table) -> Page {
    let name = heading.split(':').next().unwrap_or_default();
    if table.rows.is_empty() {
        return page.paragraph(Words::toned(Tone::Strong, name).and(Tone::Plain, ": none")).blank();
    }
    page.heading(Words::toned(tone, heading)).table(table).blank()
}

fn coming(all: &[Coming], view: &View<'_>) -> Table {
    let mut table = Table::new([
        Column::short("WHAT"),
        Column::short("WHEN"),
        Column::text("WHO AND WHAT, ON WHOSE WORD"),
    ]);
    for one in all {
        let ahead = view.point.as_of.days_until(one.first);
        let when = match ahead {
            0 => format!("{} · today", one.when),
            1 => format!("{} · tomorrow", one.when),
            _ => one.when.clone(),
        };
        let mut words = Words::from(one.text.clone());
        words.push(Tone::Faint, format!(" — {}", one.whose));
        if let Some(said) = &one.said {
            words.push(Tone::Quote, format!(" “{said}”"));
        }
        table.push(Row::new().cell(one.id.clone()).cell(when).cell(words));
    }
    table
}

fn running(all: &[Running]) -> Table {
    let mut table = Table::new([Column::short("WHAT"), Column::short("DUE"), Column::text("THEN")]);
    for one in all {
        let words = format!("{}: {}", one.then, one.text);
        let due = word::short(one.due, EVERY_YEAR);
        table.push(Row::new().cell(one.event.clone()).cell(due).cell(words));
    }
    table
}

fn quiet(all: &[Quiet], since: &'static str) -> Table {
    let mut table = Table::new([
        Column::short("ISSUE"),
        Column::short("STAGE"),
        Column::short(since),
        Column::short("DAYS"),
    ]);
    for one in all {
        let row = Row::new().cell(one.issue.clone()).cell(one.stage.replace('_', " "));
        table.push(row.cell(word::short(one.since, EVERY_YEAR)).cell(one.days.to_string()));
    }
    table
}
