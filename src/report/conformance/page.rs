use super::{Example, Held, Judged, Odd};
use crate::model::Day;
use crate::register::Register;
use crate::render::{Column, Facts, Page, Row, Table, Tone, Words};
use crate::report::{View, counted, word};

impl Held {
    pub(super) fn page(&self, page: Page, register: &Register, view: &View<'_>) -> Page {
        let lifecycle = register.lifecycles().iter().find(|one| one.name == self.lifecycle);
        let title = |id: &str| {
            let stage = lifecycle.and_then(|one| Some(one.stage(one.rung(id)?).title.clone()));
            stage.unwrap_or_else(|| id.to_owned())
        };
        let mut page = page.title(register.title.clone(), word::point(view.point)).blank();
        page = word::lens_line(page, view);
        page = page.facts(self.head()).blank();
        let several = self.versions.len() > 1;
        let (then, newest) = (&self.in_force, &self.newest);
        page = odd(page, "not provided for by the version in force", &then.irregular_moves, &title);
        if several {
            page = odd(
                page,
                "not provided for by the newest version",
                &newest.irregular_moves,
                &title,
            );
            page = self.differing(page, &title);
        }
        page = odd(page, "begun at another stage", &then.irregular_openings, &title);
        page = self.guarded(page);
        page = self.stays(page, &title);
        self.due(page, &title, view.point.as_of)
    }

    fn head(&self) -> Facts {
        let mut facts = Facts::new();
        let versions = match self.versions.len() {
            1 => String::new(),
            count => format!(", {count} versions"),
        };
        facts.push(
            "lifecycle",
            format!("{}{versions}; {}", self.lifecycle, counted(self.issues, "issue")),
        );
        facts.push("moves", share(&self.in_force, "the version in force"));
        if self.versions.len() > 1 {
            facts = facts.line(share(&self.newest, "the newest version"));
        }
        let openings =
            format!("{} of {} begin where they may", self.in_force.initial, self.in_force.openings);
        facts.push("openings", openings);
        if self.vanished > 0 {
            facts.push(
                "vanished",
                format!("{}: listed no longer, which is no move", counted(self.vanished, "time")),
            );
        }
        if self.by_itself > 0 {
            facts.push("by itself", counted(self.by_itself, "move"));
        }
        if !self.undocumented.is_empty() {
            let stages =
                self.undocumented.iter().map(|one| format!("{} ({})", one.stage, one.issues));
            let stages: Vec<String> = stages.collect();
            facts.push(
                "unknown",
                format!(
                    "stages in use that the version in force does not know: {}",
                    stages.join(", ")
                ),
            );
        }
        facts
    }

    fn differing(&self, page: Page, title: &dyn Fn(&str) -> String) -> Page {
        if self.difference.is_empty() {
            return page;
        }
        let mut table =
            Table::new([Column::short("MOVE"), Column::short("COUNT"), Column::text("WHY")]);
        for one in &self.difference {
            let versions = one.versions.join("; ");
            let why = if one.allowed_in_force {
                format!("allowed when it was made, no longer by the newest: {versions}")
            } else {
                format!("allowed by the newest, not yet when it was made: {versions}")
            };
            let from_to = format!("{} → {}", title(&one.from), title(&one.to));
            table.push(Row::new().cell(from_to).cell(one.count.to_string()).cell(why));
        }
        page.heading("where the two differ").table(table).blank()
    }

    fn guarded(&self, page: Page) -> Page {
        if self.guards.is_empty() {
            return page;
        }
        let mut table = Table::new([
            Column::text("NEEDED"),
            Column::short("KEPT"),
            Column::short("BROKEN"),
            Column::text("FOR EXAMPLE"),
        ]);
        for guard in &self.guards {
            let row = Row::new().cell(guard.needs.clone()).cell(guard.kept.to_string());
            table.push(row.cell(guard.broken.to_string()).cell(examples(&guard.examples)));
        }
        page.heading("what moves need").table(table).blank()
    }

    fn stays(&self, page: Page, title: &dyn Fn(&str) -> String) -> Page {
        let mut table = Table::new([
            Column::short("STAGE"),
            Column::short("CAME"),
            Column::short("NOW"),
            Column::short("LEFT AFTER, MEDIAN"),
            Column::short("AT MOST"),
        ]);
        let days = |days: Option<i32>| match days {
            None => String::new(),
            Some(1) => "1 day".to_owned(),
            Some(days) => format!("{days} days"),
        };
        for stay in &self.stages {
            let row = Row::new().cell(title(&stay.stage)).cell(stay.visits.to_string());
            let row = row.cell(stay.now.to_string()).cell(days(stay.median_days));
            table.push(row.cell(days(stay.longest_days)));
        }
        page.heading("time at each stage").table(table).blank()
    }

    fn due(&self, page: Page, title: &dyn Fn(&str) -> String, as_of: Day) -> Page {
        if self.deadlines.is_empty() {
            return page;
        }
        let mut table =
            Table::new([Column::short("ISSUE"), Column::short("STAGE"), Column::text("DEADLINE")]);
        for one in &self.deadlines {
            let due = match one.due {
                None => Words::toned(Tone::Warn, "none recorded"),
                Some(due) if one.passed => {
                    let days = due.days_until(as_of);
                    Words::from(format!("{due} ")).and(Tone::Bad, format!("passed {days} days ago"))
                }
                Some(due) => Words::from(due.to_string()),
            };
            table.push(Row::new().cell(one.issue.clone()).cell(title(&one.stage)).cell(due));
        }
        page.heading("deadlines of the stages that want one").table(table).blank()
    }
}

fn share(judged: &Judged, version: &str) -> String {
    let Judged { transitions, allowed, irregular, .. } = judged;
    format!("{allowed} of {transitions} provided for by {version}, {irregular} not")
}

fn odd(page: Page, heading: &str, moves: &[Odd], title: &dyn Fn(&str) -> String) -> Page {
    if moves.is_empty() {
        return page;
    }
    let mut table =
        Table::new([Column::short("MOVE"), Column::short("COUNT"), Column::text("FOR EXAMPLE")]);
    for one in moves {
        let name = match &one.from {
            Some(from) => format!("{} → {}", title(from), title(&one.to)),
            None => title(&one.to),
        };
        table.push(Row::new().cell(name).cell(one.count.to_string()).cell(examples(&one.examples)));
    }
    page.heading(heading).table(table).blank()
}

fn examples(examples: &[Example]) -> String {
    let each = examples.iter().map(|one| format!("{} {}", one.issue, one.day));
    each.collect::<Vec<_>>().join(", ")
}
