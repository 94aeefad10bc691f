//! Registers: one log a process, whose last word on a stage decides, with other news between.

use std::fmt::Write;

use crate::{Event, Process, Random, date, lateness, words};

/// The log and the source of every register.
pub(crate) const LOG: &str = "registry";

const STAGES: [&str; 7] =
    ["draft", "review", "last-call", "final", "stagnant", "withdrawn", "living"];

const LIFECYCLE: &str = r#"// No stage is higher than another: an issue is where the log says that it is.
(
    format: 1,
    lifecycle: "register",
    stages: [
        (id: "draft"),
        (id: "review"),
        (id: "last-call"),
        (id: "final", settled: true),
        (id: "stagnant"),
        (id: "withdrawn", settled: true),
        (id: "living"),
    ],
)
"#;

/// Returns a register; about three of four events are words on a stage, as in those of standards.
pub(crate) fn process(number: usize, events: usize, random: &mut Random) -> Process {
    let issues = (events / 50).max(1);
    let mut process = Process {
        name: format!("r{number:05}"),
        charter: String::new(),
        lifecycle: Some(("register.lifecycle.ron", LIFECYCLE)),
        issues,
        events: Vec::with_capacity(events),
        log: true,
    };
    process.charter = charter(&process.name, issues);
    // A register has at most one word on an issue a day.
    let mut latest = vec![i64::MIN; issues];
    for number in 0..events {
        let event = event(number, events, &process, &latest, random);
        if event.stage.is_some() {
            latest[event.issue] = event.on;
        }
        process.events.push(event);
    }
    process
}

fn event(
    number: usize,
    events: usize,
    process: &Process,
    latest: &[i64],
    random: &mut Random,
) -> Event {
    let (on, text) = (date(number, events), words(random));
    // Each issue is opened before anything else is said.
    let issue = if number < latest.len() { number } else { random.skewed(latest.len()) };
    let word = Event {
        number,
        on,
        known: on + lateness(random),
        via: vec![LOG.to_owned()],
        issue,
        ..Event::default()
    };
    let what = if number < latest.len() { 0 } else { random.below(100) };
    if what < 73 && latest[issue] < on {
        let stage = if latest[issue] == i64::MIN { STAGES[0] } else { random.one(&STAGES) };
        let what = format!("StageClaim(issue: \"i{issue}\", stage: \"{stage}\")");
        let fields = format!("            note: \"{text}\",\n");
        return Event { stage: Some(stage), fields, what, text, ..word };
    }
    let target = number.saturating_sub(1 + random.below(number.clamp(1, 100)));
    // What was taken back stays so, which other tools can say, too.
    if what == 99 && process.events[target].retracts.is_none() {
        let what = format!("Retract(of: \"e{target}\", reason: \"{text}\")");
        return Event { retracts: Some(target), what, text, ..word };
    }
    let by = if random.once_in(2) { "editor" } else { "author" };
    let what = match random.below(4) {
        0 => format!("Proposal(by: \"{by}\", issue: \"i{issue}\", text: \"{text}\")"),
        1 => format!("Demand(by: \"{by}\", issue: \"i{issue}\", text: \"{text}\")"),
        2 => format!("Assessment(issue: \"i{issue}\", aspect: Progress, text: \"{text}\")"),
        _ => format!(
            "Draft(draft: \"d{issue}\", act: Circulated, by: [\"{by}\"], issues: [\"i{issue}\"])"
        ),
    };
    Event { what, text, ..word }
}

fn charter(name: &str, issues: usize) -> String {
    let mut text = format!(
        "(\n    format: 1,\n    process: \"{name}\",\n    lifecycle: \"register\",\n    parties: {{\n        \
         \"author\": (name: \"The author\"),\n        \"editor\": (name: \"The editor\"),\n    }},\n    \
         sources: {{ \"{LOG}\": (name: \"The registry\") }},\n    issues: {{\n"
    );
    for issue in 0..issues {
        let _ = writeln!(text, "        \"i{issue}\": (title: \"Item {issue} of {name}\"),");
    }
    text + "    },\n)\n"
}
