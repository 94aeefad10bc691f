//! Rules of the model, each with its example: a history in short notation, and where it leads.
//!
//! A row is a history and what it comes to: an issue, its stage, `!` if that is contested, then any of
//! what else is known of it, as `field:value`. Only what a row names is compared, but for `!`.

mod notation;
mod time;
mod standing;
mod bounds;
mod pairs;
mod holds;
mod slots;
mod holding;
mod composites;
mod modes;
mod votes;
mod texts;
mod replies;
mod conditions;
mod deadlines;
mod groups;
mod changes;
mod lifecycles;
mod random;

use std::path::PathBuf;

use super::{Blocking, Met, Move, State, Tally, findings, fold};
use crate::lifecycle::Need;
use crate::model::{Day, Policy};
use crate::record::{EventIx, Lens, Record, build};
use crate::seed::{self, Folder};
use crate::source::{Code, Diagnostic, Severity, Text, Texts};
use notation::{day, dispatch};

/// Two issues that two parties have to agree on.
const TWO: &str = r#"issues: {
    "x": (title: "X", required: ["p", "q"]),
    "y": (title: "Y", required: ["p", "q"]),
}"#;

/// Who speaks in every example; `m` mediates where the issue says so.
const PEOPLE: &str = r#"
    parties: {
        "p": (name: "P"), "q": (name: "Q"), "r": (name: "R"), "m": (name: "M"),
        "body": (name: "Body"), "house": (name: "House"),
    },
    people: {
        "pia": (name: "Pia", mandates: [(party: "p", office: "envoy", ends: "2025-01-10")]),
        "quin": (name: "Quin", mandates: [(party: "q", office: "envoy")]),
    },
    sources: {
        "s": (name: "S"),
        "t": (name: "T"),
        "u": (name: "U", maybe_same_as: ["t"]),
        "good": (name: "Good", reliability: A),
    },
"#;

/// A process as the real data path reads and builds it.
struct Built {
    record: Record,
    faults: Vec<Diagnostic>,
}

impl Built {
    /// Builds a process from the rest of its charter and the texts of its dispatches.
    fn new(charter: &str, dispatches: &[String]) -> Built {
        Built::with_parties("", charter, dispatches)
    }

    /// Builds a process with more parties than those who are in every example.
    fn with_parties(parties: &str, charter: &str, dispatches: &[String]) -> Built {
        Built::whole((parties, charter), &[], dispatches)
    }

    /// Builds a process that has lifecycles of its own.
    fn whole((parties, charter): (&str, &str), own: &[&str], dispatches: &[String]) -> Built {
        let people = PEOPLE.replacen("parties: {", &format!("parties: {{ {parties}"), 1);
        let mut texts = Texts::default();
        let charter = format!("(format: 1, process: \"process\", {people} {charter})");
        let charter = texts.add(Text::new("charter.ron", charter));
        let lifecycles = own.iter().map(|text| texts.add(Text::new("own.lifecycle.ron", *text)));
        let lifecycles = lifecycles.collect();
        let add = |(at, text): (usize, &String)| texts.add(Text::new(format!("{at}.ron"), text));
        let dispatches = dispatches.iter().enumerate().map(add).collect();
        let folder = Folder { charters: vec![(charter, PathBuf::new())], lifecycles, dispatches };
        let mut seeds = seed::read(texts, &[folder], Vec::new());
        let process = seeds.processes.pop().unwrap_or_else(|| panic!("{:?}", seeds.faults));
        let mut faults = seeds.faults;
        let (record, _) = build(process, &seeds.texts, &mut faults);
        Built { record, faults }
    }

    fn of(charter: &str, history: &str) -> Built {
        let built = Built::new(charter, &[dispatch("", history)]);
        let errors = |fault: &&Diagnostic| fault.severity() == Severity::Error;
        let wrong: Vec<_> = built.faults.iter().filter(errors).collect();
        assert!(wrong.is_empty(), "{history}\n{wrong:#?}");
        built
    }

    fn codes(&self) -> Vec<Code> {
        self.faults.iter().map(|fault| fault.code).collect()
    }

    fn state(&self, as_of: Day, known_on: Day, policy: Policy) -> State {
        fold(&self.record.stand(known_on, &Lens::default()), as_of, policy)
    }

    /// Returns what a state says of the issues and fields that `expected` names.
    fn told(&self, state: &State, expected: &str) -> String {
        let issue = |part: &str| {
            let mut words = part.split_whitespace();
            let id = words.next().expect("an issue");
            let ix = self.record.register.issues.find(id).expect("an issue of the charter");
            let found = state.issue(ix);
            let contested = if found.contested { "!" } else { "" };
            let stage = &self.record.register.stage(ix, found.rung).id;
            let mut res = format!("{id} {stage}{contested}");
            for word in words.skip(1) {
                let field = word.split(':').next().expect("a field");
                res.extend([" ", field, ":", &self.field(state, ix, field)]);
            }
            res
        };
        expected.split(';').map(issue).collect::<Vec<_>>().join("; ")
    }

    fn field(&self, state: &State, issue: crate::register::IssueIx, field: &str) -> String {
        let found = state.issue(issue);
        let lifecycle = self.record.register.lifecycle(issue);
        let id = |event: &EventIx| self.record.row(*event).id.to_owned();
        let ids = |events: &[EventIx]| comma(&events.iter().map(id).collect::<Vec<_>>());
        let number = |day: Day| Day::from_ymd(2025, 1, 1).expect("a day").days_until(day) + 1;
        match field {
            "own" => lifecycle.stage(found.own).id.clone(),
            "by" => format!("{:?}", found.held_by).to_lowercase(),
            "reason" => format!("{:?}", found.reason).to_lowercase(),
            "derived" => found.derived.map_or("-".into(), |rung| lifecycle.stage(rung).id.clone()),
            "asserted" => lifecycle.stage(found.asserted).id.clone(),
            "told" => format!("{}/{}", found.first_hand.0, found.first_hand.1),
            "onesided" => found.one_sided.to_string(),
            "condition" => format!("{:?}", found.condition).to_lowercase(),
            "reopened" => found.reopened.to_string(),
            "demands" => ids(&found.demands),
            "refused" => {
                let refused: Vec<EventIx> =
                    found.refused.iter().flat_map(|odd| odd.causes.clone()).collect();
                ids(&refused)
            }
            "irregular" => {
                found.moves.iter().filter(|step| step.is_irregular()).count().to_string()
            }
            "evidence" => ids(&found.evidence),
            "expected" => ids(&state.expected.iter().map(|one| one.event).collect::<Vec<_>>()),
            "overdue" => {
                let overdue = state.expected.iter().filter(|one| one.overdue);
                ids(&overdue.map(|one| one.event).collect::<Vec<_>>())
            }
            "became" => {
                let issues = &self.record.register.issues;
                comma(&found.became.iter().map(|ix| issues.id(*ix).to_owned()).collect::<Vec<_>>())
            }
            "moves" => found.moves.len().to_string(),
            "ways" => {
                let way = |step: &Move| format!("{:?}", step.way).to_lowercase();
                comma(&found.moves.iter().map(way).collect::<Vec<_>>())
            }
            "unmet" => {
                let unmet = found.moves.iter().flat_map(|step| &step.unmet);
                let need = |need: &Need| {
                    format!("{need:?}").split('(').next().unwrap_or_default().to_lowercase()
                };
                comma(&unmet.map(need).collect::<Vec<_>>())
            }
            "met" => {
                let met = found.tallies.iter().filter_map(|tally| tally.met.as_ref());
                let told = |met: &Met| {
                    format!(
                        "{}/{}",
                        number(met.day),
                        met.follows.map_or("-".into(), |day| number(day).to_string())
                    )
                };
                comma(&met.map(told).collect::<Vec<_>>())
            }
            "counted" => {
                let told = |tally: &Tally| format!("{}/{}", tally.count, tally.weight);
                comma(&found.tallies.iter().map(told).collect::<Vec<_>>())
            }
            "due" => found.due.map_or("-".into(), |day| number(day).to_string()),
            "since" => found.since.map_or("-".into(), |(day, vague)| {
                format!("{}{}", if vague { "~" } else { "" }, number(day))
            }),
            "blocking" => {
                let named = |one: &Blocking| one.id(&self.record);
                comma(&found.blocking.iter().map(named).collect::<Vec<_>>())
            }
            "parts" => {
                let part = |(lifecycle, rung, count): &(_, _, usize)| {
                    format!("{count}{}", self.record.register.stage_in(*lifecycle, *rung).id)
                };
                comma(&found.parts.iter().map(part).collect::<Vec<_>>())
            }
            "findings" => {
                let own = |fault: &Diagnostic| fault.code.text().to_owned();
                comma(&findings(&self.record, state).iter().map(own).collect::<Vec<_>>())
            }
            _ => panic!("no field `{field}`"),
        }
    }
}

fn comma(names: &[String]) -> String {
    if names.is_empty() { "-".to_owned() } else { names.join(",") }
}

/// Checks where histories lead in the end.
fn check(charter: &str, rows: &[(&str, &str)]) {
    for (history, expected) in rows {
        check_at(charter, history, &[("31@31", expected)]);
    }
}

/// Checks where a history leads at several points, `D@K` or `D` for both.
fn check_at(charter: &str, history: &str, rows: &[(&str, &str)]) {
    let built = Built::of(charter, history);
    for (point, expected) in rows {
        let state = built.at(point, Policy::Strongest);
        assert_eq!(built.told(&state, expected), *expected, "\nat {point} after\n{history}");
    }
}

/// Checks where histories lead when the lowest claim is believed.
fn check_cautious(charter: &str, rows: &[(&str, &str)]) {
    for (history, expected) in rows {
        let built = Built::of(charter, history);
        let state = built.at("31@31", Policy::Cautious);
        assert_eq!(built.told(&state, expected), *expected, "\nafter\n{history}");
    }
}

/// Checks where histories lead as seen through a lens.
fn check_through(charter: &str, lens: &str, rows: &[(&str, &str)]) {
    for (history, expected) in rows {
        let built = Built::of(charter, history);
        let lens = Lens::parse(lens, &[&built.record.register], day(31)).expect("a lens");
        let state = fold(&built.record.stand(day(31), &lens), day(31), Policy::Strongest);
        assert_eq!(built.told(&state, expected), *expected, "\nthrough {lens:?} after\n{history}");
    }
}

impl Built {
    fn at(&self, point: &str, policy: Policy) -> State {
        let (as_of, known_on) = point.split_once('@').unwrap_or((point, point));
        let number = |text: &str| day(text.parse().expect("the number of a day"));
        self.state(number(as_of), number(known_on), policy)
    }
}
