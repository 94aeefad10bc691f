//! The first files of a process: a charter and a dispatch that show how they are written.
//!
//! They are for people to go on from, so they have comments; what the parties want it does not know.

use std::fmt::Write;

use crate::model::Day;
use crate::ron::quoted;

/// What a process begins with. All names are ids.
#[derive(Debug)]
pub struct Plan<'p> {
    /// The name of the process.
    pub process: &'p str,
    /// Its title, where it is not made of the name.
    pub title: Option<&'p str>,
    /// The parties; there is at least one.
    pub parties: &'p [String],
    /// The issues; there is at least one.
    pub issues: &'p [String],
}

/// Returns the charter.
pub fn charter(plan: &Plan<'_>) -> String {
    let process = quoted(plan.process);
    let title = plan.title.map_or_else(|| quoted(&words(plan.process)), quoted);
    let (mut parties, mut issues) = (String::new(), String::new());
    for id in plan.parties {
        let _ = write!(parties, "\n        {}: (name: {}),", quoted(id), quoted(&party_name(id)));
    }
    let required: Vec<String> = plan.parties.iter().map(|id| quoted(id)).collect();
    let required = required.join(", ");
    for id in plan.issues {
        let (id, title) = (quoted(id), quoted(&words(id)));
        let _ = write!(
            issues,
            "
        {id}: (
            title: {title},
            required: [{required}],
        ),"
        );
    }
    let party = first(plan.parties);
    format!(
        r#"// Who negotiates what. Names and titles are what screens show: correct them as you like.
(
    format: 1,
    process: {process},
    title: {title},

    // The sides. A party may have `members`, or be `within` another.
    parties: {{{parties}
    }},

    // Those who speak for a party, each with an office, and since when if that is known.
    people: {{
        // "ada": (name: "Ada", mandates: [(party: {party}, office: "envoy", begins: "2025-03-01")]),
    }},

    // Who reports: outlets, and people who are not named. Reliability goes from A, the best, to E; F
    // is not to be judged.
    sources: {{
        // "gazette": (name: "Gazette", reliability: B),
    }},

    // What is negotiated. Without those who are `required` nothing is agreed; a party that only helps
    // has a role: `roles: {{ {party}: Mediator }}`. How to talk is an issue of `kind: Procedural`.
    issues: {{{issues}
    }},
)
"#
    )
}

/// Returns the first dispatch: one event, and how others would be written.
pub fn dispatch(plan: &Plan<'_>, today: Day) -> String {
    let (party, issue) = (first(plan.parties), first(plan.issues));
    format!(
        r#"// A dispatch is one report: who told what, and when. Write the next one into a file of its own.
(
    format: 1,
    date: "{today}", // the day of the report
    events: [
        // Without `via` it is your own word.
        (
            on: "{today}",
            what: Agenda(issue: {issue}, act: Raise),
        ),

        // What a party wants, as a paper tells it, with the source's own words for the day. The paper
        // has to be declared in the charter.
        //
        // (
        //     on: "{before}",
        //     said: "yesterday",
        //     via: ["gazette"],
        //     basis: OnRecord,
        //     what: Demand(by: {party}, issue: {issue}, text: "what it wants"),
        // ),
    ],
)
"#,
        before = today.plus(-1),
    )
}

fn first(ids: &[String]) -> String {
    ids.first().map(|id| quoted(id)).unwrap_or_default()
}

/// Two letters are mostly initials: the US, the EU.
fn party_name(id: &str) -> String {
    if id.chars().count() == 2 { id.to_uppercase() } else { words(id) }
}

/// Returns the last part of an id as words: `process/next-steps` is "Next steps".
fn words(id: &str) -> String {
    let name = id.rsplit('/').next().unwrap_or(id).replace(['-', '_'], " ");
    let mut letters = name.chars();
    let head = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    head + letters.as_str()
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::seed::{Folder, read};
    use crate::source::{Diagnostic, Text, Texts};

    fn faults(charter: String, dispatch: String) -> (Vec<Diagnostic>, usize) {
        let mut texts = Texts::default();
        let charter = texts.add(Text::new("charter.ron", charter));
        let dispatch = texts.add(Text::new("first.ron", dispatch));
        let folder = Folder {
            charters: vec![(charter, PathBuf::new())],
            lifecycles: Vec::new(),
            dispatches: vec![dispatch],
        };
        let read = read(texts, &[folder], Vec::new());
        (read.faults, read.processes.iter().map(|process| process.entries.len()).sum())
    }

    #[test]
    fn what_a_process_begins_with_reads_and_so_do_its_examples() {
        let ids = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
        let (parties, issues) = (ids(&["us", "південь"]), ids(&["fish", "process/next-steps"]));
        let title = Some("Talks, \"so called\" \\");
        let plan = Plan { process: "talks", title, parties: &parties, issues: &issues };
        let (charter, dispatch) =
            (charter(&plan), dispatch(&plan, Day::parse("2025-12-07").unwrap()));
        assert_eq!(faults(charter.clone(), dispatch.clone()), (Vec::new(), 1));
        let charter = charter.replace("// \"", "\"");
        let from = dispatch.find("// (").unwrap();
        let dispatch = dispatch[..from].to_owned() + &dispatch[from..].replace("// ", "");
        assert_eq!(faults(charter, dispatch), (Vec::new(), 2));
    }

    #[test]
    fn names_are_made_of_ids() {
        assert_eq!(party_name("us"), "US");
        assert_eq!(party_name("trade-union"), "Trade union");
        assert_eq!(words("process/next-steps"), "Next steps");
    }
}
