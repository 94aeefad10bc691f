//! On whose word does it all rest, and what falls with a source?

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, Folded, View, counted, word};
use crate::model::{Day, Reliability};
use crate::record::EventIx;
use crate::register::{ActorIx, IssueIx, RootIx};
use crate::render::{Column, Facts, Page, Row, Table, Tone, Words};
use crate::state::{State, fold};

/// Everyone on whose word something is told.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Sources {
    schema: &'static str,
    as_of: Day,
    known_on: Day,
    processes: Vec<Voices>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Voices {
    process: String,
    roots: Vec<Root>,
}

/// One root: a voice with those that are or may be the same.
#[derive(Debug, JsonSchema, Serialize)]
struct Root {
    /// Its members on whose word something is told.
    sources: Vec<String>,
    reliability: Option<Reliability>,
    /// How many events stand that are told first hand by it.
    claims: usize,
    /// How many of its events were struck out.
    struck: usize,
    /// What would stand otherwise without it.
    without: Vec<Fall>,
    #[serde(skip)]
    names: String,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Fall {
    issue: String,
    stage: String,
    /// The stage without this root.
    would_be: String,
    #[serde(skip)]
    words: Words,
}

/// Returns who tells what; only the roots of `of`, if any are named. O(claims) a root.
pub fn sources(view: &View<'_>, of: &[String]) -> Answer<Sources> {
    let mut page = Page::new();
    let mut processes = Vec::new();
    for process in &view.processes {
        let looking = Looking { view, process };
        let roots = looking.roots(of);
        page = page.title(process.record.register.title.clone(), word::point(view.point)).blank();
        page = word::lens_line(page, view);
        page = if of.is_empty() { all(page, &roots) } else { falling(page, &roots) };
        processes.push(Voices { process: process.record.register.process.clone(), roots });
    }
    let (as_of, known_on) = (view.point.as_of, view.point.known_on);
    let data = Sources { schema: "rapporteur/sources/1", as_of, known_on, processes };
    Answer { data, page: page.trimmed() }
}

struct Looking<'l> {
    view: &'l View<'l>,
    process: &'l Folded<'l>,
}

impl Looking<'_> {
    /// Returns the roots, those that tell most first.
    fn roots(&self, of: &[String]) -> Vec<Root> {
        let (record, people) = (self.process.record, &self.process.standing.people);
        let actors = &record.register.actors;
        let wanted: BTreeSet<RootIx> =
            of.iter().filter_map(|name| actors.find(name)).map(|one| people.root(one)).collect();
        let mut told: BTreeMap<RootIx, (BTreeSet<ActorIx>, BTreeSet<EventIx>)> = BTreeMap::new();
        for (event, row) in record.events() {
            if row.known > self.view.point.known_on || !self.process.standing.admits(event) {
                continue;
            }
            for voice in record.voice(event) {
                let (members, events) = told.entry(people.root(*voice)).or_default();
                members.insert(*voice);
                events.insert(event);
            }
        }
        let asked = told.into_iter().filter(|(root, _)| wanted.is_empty() || wanted.contains(root));
        let mut roots: Vec<Root> =
            asked.map(|(root, (members, events))| self.root(root, &members, &events)).collect();
        roots.sort_by(|a, b| b.claims.cmp(&a.claims).then_with(|| a.sources.cmp(&b.sources)));
        roots
    }

    fn root(&self, root: RootIx, members: &BTreeSet<ActorIx>, events: &BTreeSet<EventIx>) -> Root {
        let (record, standing) = (self.process.record, &self.process.standing);
        let actors = &record.register.actors;
        let named =
            members.iter().map(|actor| format!("{} [{}]", actors[*actor].name, actors.id(*actor)));
        let reliability = members.iter().filter_map(|actor| standing.people.reliability(*actor));
        Root {
            sources: members.iter().map(|actor| actors.id(*actor).to_owned()).collect(),
            reliability: reliability.max(),
            claims: events.iter().filter(|event| standing.has(**event)).count(),
            struck: events.iter().filter(|event| standing.struck(**event)).count(),
            without: self.without(root),
            names: named.collect::<Vec<_>>().join(" or "),
        }
    }

    /// Folds again without a root, and returns what stands otherwise.
    fn without(&self, root: RootIx) -> Vec<Fall> {
        let record = self.process.record;
        let register = &record.register;
        let lens = self.view.lens.without_root(root);
        let standing = record.stand(self.view.point.known_on, &lens);
        let state = fold(&standing, self.view.point.as_of, self.view.policy);
        let issues = register.issues.indices();
        let fell = issues
            .filter(|issue| state.issue(*issue).rung != self.process.state.issue(*issue).rung);
        fell.map(|issue| self.fall(issue, &state)).collect()
    }

    fn fall(&self, issue: IssueIx, without: &State) -> Fall {
        let register = &self.process.record.register;
        let (is, would_be) = (self.process.state.issue(issue).rung, without.issue(issue).rung);
        let mut words = word::stage(register, issue, is).and(Tone::Plain, " → ");
        words.pieces.extend(word::stage(register, issue, would_be).pieces);
        Fall {
            issue: register.issues.id(issue).to_owned(),
            stage: register.stage(issue, is).id.clone(),
            would_be: register.stage(issue, would_be).id.clone(),
            words,
        }
    }
}

fn all(page: Page, roots: &[Root]) -> Page {
    let mut table = Table::new([
        Column::text("ON WHOSE WORD"),
        Column::short("RATED"),
        Column::short("CLAIMS"),
        Column::short("STRUCK"),
        Column::text("WITHOUT IT"),
    ]);
    for root in roots {
        let rated = root.reliability.map_or(String::new(), |rated| format!("{rated:?}"));
        let falls: Vec<String> = root
            .without
            .iter()
            .map(|fall| format!("{} {}", fall.issue, fall.would_be.replace('_', " ")))
            .collect();
        let falls = if falls.is_empty() { "the same".to_owned() } else { falls.join("; ") };
        let struck = if root.struck == 0 { String::new() } else { root.struck.to_string() };
        let row = Row::new().cell(root.names.clone()).cell(rated).cell(root.claims.to_string());
        table.push(row.cell(struck).cell(falls));
    }
    if roots.is_empty() {
        return page.paragraph("nothing is told on anybody's word").blank();
    }
    page.table(table).blank()
}

fn falling(mut page: Page, roots: &[Root]) -> Page {
    for root in roots {
        page = page.heading(format!("without {}", root.names));
        let claims = counted(root.claims, "event");
        page = page.paragraph(format!("{claims} told first hand by it would be gone")).blank();
        let mut facts = Facts::new();
        for fall in &root.without {
            facts.push(fall.issue.clone(), fall.words.clone());
        }
        page = if facts.facts.is_empty() {
            page.paragraph("every issue would stand where it stands").blank()
        } else {
            page.facts(facts).blank()
        };
    }
    if roots.is_empty() {
        page = page.paragraph("nothing is told on its word: nothing would change").blank();
    }
    page
}
