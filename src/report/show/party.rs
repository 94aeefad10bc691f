use schemars::JsonSchema;
use serde::Serialize;

use super::{Line, Showing, list, office, word};
use crate::event::{Answer, Kind};
use crate::model::Modality;
use crate::record::EventIx;
use crate::register::{ActorIx, Sort};
use crate::render::{Facts, Page, Tone, Words};

/// A party: who speaks for it, what it wants, offers and has promised, and who has answered.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PartyShown {
    schema: &'static str,
    /// What it is.
    sort: &'static str,
    process: String,
    party: String,
    name: String,
    within: Option<String>,
    members: Vec<String>,
    people: Vec<PersonLine>,
    /// The issues that need its agreement, with their stages.
    required_for: Vec<IssueLine>,
    /// Its demands that are open.
    demands: Vec<Line>,
    /// The open demands that are made of it.
    demanded: Vec<Line>,
    /// Its proposals and concessions that were not taken back or offered anew.
    offers: Vec<Line>,
    /// What it has accepted.
    acceptances: Vec<Line>,
    /// What it has rejected or taken back.
    rejections: Vec<Line>,
    /// What it has promised or threatened.
    commitments: Vec<Line>,
    /// What it does outside the room.
    conduct: Vec<Line>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct PersonLine {
    person: String,
    office: String,
    /// Whether it is held on the day that is looked at.
    held: bool,
    #[serde(skip)]
    words: String,
}

#[derive(Debug, JsonSchema, Serialize)]
struct IssueLine {
    issue: String,
    stage: String,
}

pub(super) fn shown(showing: &Showing<'_>, party: ActorIx) -> (PartyShown, Page) {
    let register = &showing.record.register;
    let within = match register.actors[party].sort {
        Sort::Party { within, .. } => within.map(|outer| showing.actor(outer)),
        _ => None,
    };
    let looking = Looking { showing, party };
    let members = showing.standing.people.members(party, showing.view.point.as_of);
    let data = PartyShown {
        schema: "rapporteur/show/1",
        sort: "party",
        process: register.process.clone(),
        party: register.actors.id(party).to_owned(),
        name: register.actors[party].name.clone(),
        within,
        members: members.map(|member| showing.actor(member)).collect(),
        people: looking.people(),
        required_for: looking.required_for(),
        demands: looking.demands(|event| looking.does(event)),
        demanded: looking
            .demands(|event| showing.record.set(showing.record.row(event).to).contains(&party)),
        offers: looking.offers(),
        acceptances: looking.all(&[Kind::Acceptance, Kind::Vote]),
        rejections: looking.all(&[Kind::Rejection, Kind::Withdrawal]),
        commitments: looking.kept(),
        conduct: looking.all(&[Kind::Conduct]),
    };
    let page = data.page(showing);
    (data, page)
}

struct Looking<'l> {
    showing: &'l Showing<'l>,
    party: ActorIx,
}

impl Looking<'_> {
    fn people(&self) -> Vec<PersonLine> {
        let showing = self.showing;
        let actors = &showing.record.register.actors;
        let day = showing.view.point.as_of;
        let held = actors.indices().flat_map(|person| {
            let mandates = showing.standing.people.mandates(person).iter();
            mandates.filter(|held| held.party == self.party).map(move |held| (person, held))
        });
        held.map(|(person, mandate)| {
            let left = if mandate.holds(day) { "" } else { " (not on this day)" };
            PersonLine {
                person: showing.actor(person),
                office: mandate.office.clone(),
                held: mandate.holds(day),
                words: format!("{} — {}{left}", actors[person].name, office(mandate, day.year())),
            }
        })
        .collect()
    }

    fn required_for(&self) -> Vec<IssueLine> {
        let register = &self.showing.record.register;
        let issues = register.issues.indices();
        let ours = issues.filter(|issue| register.issues[*issue].required.contains(&self.party));
        ours.map(|issue| IssueLine {
            issue: register.issues.id(issue).to_owned(),
            stage: register.stage(issue, self.showing.process.state.issue(issue).rung).id.clone(),
        })
        .collect()
    }

    /// Returns whether an event is the party's act, or that of a coalition that it is a member of.
    fn does(&self, event: EventIx) -> bool {
        let row = self.showing.record.row(event);
        let by = self.showing.record.set(row.by);
        self.showing.standing.people.with_members(by, row.when.from).contains(&self.party)
    }

    fn demands(&self, ours: impl Fn(EventIx) -> bool) -> Vec<Line> {
        let issues = self.showing.process.state.issues.iter();
        let mut open: Vec<EventIx> = issues
            .flat_map(|issue| issue.demands.iter().copied())
            .filter(|one| ours(*one))
            .collect();
        open.sort_unstable();
        open.dedup();
        open.into_iter().map(|event| self.showing.line(event)).collect()
    }

    /// Returns the party's acts of some kinds that count or are announced, in the one order.
    fn acts(&self, kinds: &[Kind]) -> Vec<EventIx> {
        let showing = self.showing;
        let events = showing.record.events().filter(|(event, row)| {
            let known = showing.standing.has(*event) && row.modality != Modality::Negated;
            let begun =
                row.when.from <= showing.view.point.as_of || row.modality != Modality::Actual;
            kinds.contains(&row.kind) && known && begun && self.does(*event)
        });
        events.map(|(event, _)| event).collect()
    }

    fn all(&self, kinds: &[Kind]) -> Vec<Line> {
        self.acts(kinds).into_iter().map(|event| self.showing.line(event)).collect()
    }

    /// Offers that lie on the table: not taken back, not offered anew.
    fn offers(&self) -> Vec<Line> {
        let mut lines = self.all(&[Kind::Proposal, Kind::Concession]);
        let gone = |answer: Answer| matches!(answer, Answer::Withdraws | Answer::Revises);
        lines.retain(|line| !line.answers.iter().any(|answer| gone(answer.answer)));
        lines
    }

    /// Promises and threats, each with how it was kept.
    fn kept(&self) -> Vec<Line> {
        let mut lines = self.all(&[Kind::Commitment]);
        for line in &mut lines {
            line.answers.sort_by_key(|answer| !answer.answer.is_of_keeping());
        }
        lines
    }
}

impl PartyShown {
    fn page(&self, showing: &Showing<'_>) -> Page {
        let title = format!("{} — {}", self.party, self.name);
        let mut page = Page::new().title(title, word::point(showing.view.point)).blank();
        let mut facts = Facts::new();
        if let Some(within) = &self.within {
            facts.push("within", within.clone());
        }
        if !self.members.is_empty() {
            facts.push("members", self.members.join(", "));
        }
        for (at, person) in self.people.iter().enumerate() {
            let tone = if person.held { Tone::Plain } else { Tone::Faint };
            let label = if at == 0 { "people" } else { "" };
            facts.push(label, Words::toned(tone, person.words.clone()));
        }
        if self.people.is_empty() {
            facts.push("people", "none recorded");
        }
        let register = &showing.record.register;
        let issues = self.required_for.iter().map(|line| {
            let stage = register.find_stage(&line.issue, &line.stage);
            format!("{} {}", line.issue, stage.expect("a stage of the issue").title)
        });
        let issues: Vec<String> = issues.collect();
        if !issues.is_empty() {
            facts.push("has to agree on", issues.join(" · "));
        }
        page = page.facts(facts).blank();
        let sections: [(&str, &[Line], Option<&str>); 7] = [
            ("demands, open", &self.demands, Some("no answer recorded")),
            ("demanded of it, open", &self.demanded, Some("no answer recorded")),
            ("offers", &self.offers, Some("no answer recorded")),
            ("has accepted", &self.acceptances, None),
            ("has rejected or taken back", &self.rejections, None),
            ("promises and threats", &self.commitments, None),
            ("outside the room", &self.conduct, None),
        ];
        for (heading, lines, unanswered) in sections {
            if lines.is_empty() && heading != "demands, open" {
                continue;
            }
            page = page.heading(heading);
            page = if lines.is_empty() {
                page.paragraph("none recorded").blank()
            } else {
                page.facts(list(Facts::new(), lines, unanswered)).blank()
            };
        }
        page.trimmed()
    }
}
