use schemars::JsonSchema;
use serde::Serialize;

use super::{Line, Showing, list, word};
use crate::event::{Kind, merged};
use crate::model::{Day, Modality};
use crate::record::{Aim, EventIx, NameIx};
use crate::render::{Facts, Page, Tone, Words};

/// An encounter: all that is told of it, side by side.
#[derive(Debug, JsonSchema, Serialize)]
pub struct EncounterShown {
    schema: &'static str,
    /// What it is.
    sort: &'static str,
    process: String,
    encounter: String,
    /// `took place`, `expected`, `overdue`, or `did not take place`.
    state: &'static str,
    /// What the accounts come to together; where they differ, all of it is there.
    text: Option<String>,
    /// The accounts that tell that it took place.
    accounts: Vec<Account>,
    /// What announced it.
    announced: Vec<Account>,
    /// What is told to have come of it where there is no account.
    outcomes: Vec<Account>,
    /// What was said or done during it.
    during: Vec<Line>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Account {
    event: String,
    first: Day,
    last: Day,
    text: String,
    via: Vec<String>,
    #[serde(skip)]
    when: String,
    #[serde(skip)]
    whose: String,
}

pub(super) fn shown(showing: &Showing<'_>, name: NameIx) -> (EncounterShown, Page) {
    let record = showing.record;
    let told: Vec<EventIx> = record
        .accounts(name)
        .iter()
        .copied()
        .filter(|event| showing.standing.has(*event))
        .collect();
    let of = |modality: Modality| -> Vec<EventIx> {
        told.iter().copied().filter(|event| record.row(*event).modality == modality).collect()
    };
    let (actual, expected) = (of(Modality::Actual), of(Modality::Expected));
    let answers = expected.iter().flat_map(|event| record.answers(Aim::Event(*event)));
    let named = record.answers(Aim::Thing(name)).iter();
    let outcomes: Vec<EventIx> = answers
        .chain(named)
        .copied()
        .filter(|event| record.row(*event).kind == Kind::Outcome && showing.counts(*event))
        .collect();
    let lines: Vec<String> = actual.iter().map(|event| showing.text(*event)).collect();
    let account = |event: &EventIx| showing.account(*event);
    let data = EncounterShown {
        schema: "rapporteur/show/1",
        sort: "encounter",
        process: record.register.process.clone(),
        encounter: record.name(name).to_owned(),
        state: state(showing, name, &actual, &outcomes),
        text: (!lines.is_empty()).then(|| merged(&lines)),
        accounts: actual.iter().map(account).collect(),
        announced: expected.iter().map(account).collect(),
        outcomes: outcomes.iter().map(account).collect(),
        during: showing.during(name).into_iter().map(|event| showing.line(event)).collect(),
    };
    let page = data.page(showing);
    (data, page)
}

fn state(
    showing: &Showing<'_>,
    name: NameIx,
    actual: &[EventIx],
    outcomes: &[EventIx],
) -> &'static str {
    use crate::event::Answer;
    let answer = |answer: Answer| {
        outcomes.iter().any(|event| showing.record.row(*event).answer == Some(answer))
    };
    let waiting = showing.process.state.expected.iter().find(|one| one.occasion == Some(name));
    match waiting {
        _ if !actual.is_empty() || answer(Answer::Happened) => "took place",
        _ if answer(Answer::DidNotHappen) => "did not take place",
        Some(one) if one.overdue => "overdue",
        Some(_) => "expected",
        None => "not recorded to have taken place",
    }
}

impl Showing<'_> {
    fn account(&self, event: EventIx) -> Account {
        let row = self.record.row(event);
        Account {
            event: row.id.to_owned(),
            first: row.when.first,
            last: row.when.last,
            text: self.text(event),
            via: self.record.via(event),
            when: row.when.shown(self.view.point.as_of.year()),
            whose: word::whose(self.standing, event),
        }
    }

    /// Returns what was said or done during an encounter.
    fn during(&self, name: NameIx) -> Vec<EventIx> {
        let id = self.record.name(name);
        let during = |event: EventIx| {
            let written = self.record.event(self.view.texts, event);
            written.during.is_some_and(|during| during.value == id)
        };
        let known = self.record.events().filter(|(event, _)| self.standing.has(*event));
        known.map(|(event, _)| event).filter(|event| during(*event)).collect()
    }
}

impl EncounterShown {
    fn page(&self, showing: &Showing<'_>) -> Page {
        let title = format!("{} — encounter", self.encounter);
        let mut page = Page::new().title(title, word::point(showing.view.point)).blank();
        page = page.paragraph(Words::toned(Tone::Strong, self.state)).blank();
        if let Some(text) = &self.text {
            page = page.paragraph(text.clone()).blank();
        }
        let sections = [
            ("accounts, side by side", &self.accounts),
            ("announced", &self.announced),
            ("what came of it", &self.outcomes),
        ];
        for (heading, accounts) in sections {
            if accounts.is_empty() {
                continue;
            }
            let mut facts = Facts::new();
            for account in accounts {
                let words = Words::from(format!("{} · {}", account.when, account.text));
                let words = words.and(Tone::Faint, format!(" — {}", account.whose));
                facts.push(account.event.clone(), words);
            }
            page = page.heading(heading).facts(facts).blank();
        }
        page = page.heading("said and done during it");
        let page = if self.during.is_empty() {
            page.paragraph("none recorded")
        } else {
            page.facts(list(Facts::new(), &self.during, None))
        };
        page.trimmed()
    }
}
