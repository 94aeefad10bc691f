//! Negotiations, of which everyone tells: every kind of event, both clocks, contradictions.

use std::fmt::Write;

use crate::forms::day;
use crate::{Event, Process, Random, date, lateness, words};

const PARTIES: usize = 8;
const SOURCES: usize = 12;

/// Returns a negotiation.
pub(crate) fn process(number: usize, events: usize, random: &mut Random) -> Process {
    let issues = (events / 50).max(3);
    let name = format!("t{number:05}");
    let charter = charter(&name, issues);
    let events = (0..events).map(|at| event(at, events, issues, random)).collect();
    Process { name, charter, lifecycle: None, issues, events, log: false }
}

fn charter(name: &str, issues: usize) -> String {
    let mut text = format!("(\n    format: 1,\n    process: \"{name}\",\n    parties: {{\n");
    // Writing to a string cannot fail.
    for party in 0..PARTIES {
        let _ = writeln!(text, "        \"p{party}\": (name: \"Party {party}\"),");
    }
    text += "        \"union\": (name: \"The Union\", members: [\"p6\", \"p7\"]),\n        \
             \"council\": (name: \"The Council\"),\n    },\n    people: {\n";
    for party in 0..PARTIES {
        let _ = writeln!(
            text,
            "        \"n{party}\": (name: \"Envoy {party}\", mandates: [(party: \"p{party}\", office: \"envoy\")]),"
        );
    }
    text += "    },\n    sources: {\n";
    for source in 0..SOURCES {
        let letter = ["A", "B", "C", "D", "F"][source % 5];
        let _ = writeln!(
            text,
            "        \"s{source}\": (name: \"Source {source}\", reliability: {letter}),"
        );
    }
    text += "    },\n    places: { \"city\": (name: \"The City\"), \"land\": (name: \"The Land\") },\n    \
             issues: {\n";
    for issue in 0..issues {
        let (one, other) = sides(issue);
        let within = if issue % 8 == 7 { format!("i{}/", issue - 1) } else { String::new() };
        let _ = writeln!(
            text,
            "        \"{within}i{issue}\": (title: \"Issue {issue} of {name}\", required: [\"p{one}\", \"p{other}\"]),"
        );
    }
    text + "    },\n    packages: { \"whole\": (title: \"The whole\", issues: [\"i0\", \"i1\"]) },\n)\n"
}

/// Returns the two parties that have to agree on an issue.
fn sides(issue: usize) -> (usize, usize) {
    (issue % PARTIES, (issue + 1 + issue / PARTIES % 3) % PARTIES)
}

fn name(issue: usize) -> String {
    if issue % 8 == 7 { format!("i{}/i{issue}", issue - 1) } else { format!("i{issue}") }
}

fn event(number: usize, events: usize, issues: usize, random: &mut Random) -> Event {
    let issue = random.skewed(issues);
    let (on, known) = (date(number, events), lateness(random));
    let (one, other) = sides(issue);
    let (by, of) = if random.once_in(2) { (one, other) } else { (other, one) };
    let mut event =
        Event { number, on, known: on + known, issue, text: words(random), ..Event::default() };
    event.vague = match random.below(10) {
        0 => Some(format!("[{}..{}]", day(on - 2), day(on))),
        1 => Some(format!("{}~", day(on))),
        _ => None,
    };
    told(&mut event, by, random);
    if random.once_in(20) {
        event.fields += "            aspect: Reaffirms,\n";
    }
    let said = said(&mut event, by, of, random);
    (event.kind, event.what) = said;
    event
}

/// Says on whose word it is.
fn told(event: &mut Event, by: usize, random: &mut Random) {
    let source = format!("s{}", random.below(SOURCES));
    let (first, basis) = match random.below(6) {
        0 | 1 => (Some(format!("n{by}")), "OnRecord"),
        2 => (Some(format!("p{by}")), "OnRecord"),
        3 => (Some(format!("n{by}")), "OnBackground"),
        _ => (None, "Unattributed"),
    };
    event.via = first.into_iter().chain([source]).collect();
    // Writing to a string cannot fail.
    let _ = writeln!(event.fields, "            basis: {basis},");
}

/// Returns what is said: its kind, and how a dispatch has it.
fn said(event: &mut Event, by: usize, of: usize, random: &mut Random) -> (&'static str, String) {
    let Event { number, issue, text, .. } = event.clone();
    let (on, back) = (event.on, |random: &mut Random| {
        number.saturating_sub(1 + random.below(number.clamp(1, 150)))
    });
    let at = name(issue);
    let expected = "            modality: Expected,\n";
    match random.below(1_000) {
        0..=149 => {
            ("Proposal", format!("Proposal(by: \"p{by}\", issue: \"{at}\", text: \"{text}\")"))
        }
        150..=269 => (
            "Demand",
            format!("Demand(by: \"p{by}\", of: [\"p{of}\"], issue: \"{at}\", text: \"{text}\")"),
        ),
        270..=349 => {
            let level = random.one(&["Principle", "Principle", "AdReferendum", "Full"]);
            (
                "Acceptance",
                format!(
                    "Acceptance(by: [\"p{by}\"], issues: [\"{at}\"], level: {level}, text: \"{text}\")"
                ),
            )
        }
        350..=409 => {
            ("Rejection", format!("Rejection(by: \"p{by}\", issue: \"{at}\", text: \"{text}\")"))
        }
        410..=439 => {
            ("Concession", format!("Concession(by: \"p{by}\", issue: \"{at}\", text: \"{text}\")"))
        }
        440..=454 => {
            ("Withdrawal", format!("Withdrawal(by: \"p{by}\", issue: \"{at}\", text: \"{text}\")"))
        }
        455..=514 => {
            let stages = ["disputed", "progressing", "progressing", "in_principle", "agreed"];
            (
                "StageClaim",
                format!("StageClaim(issue: \"{at}\", stage: \"{}\")", random.one(&stages)),
            )
        }
        515..=604 => (
            "Meeting",
            format!(
                "Meeting(occasion: \"m{number}\", format: InPerson, present: [\"n{by}\", \"n{of}\"], place: \
                 \"city\", agenda: [\"{at}\"])"
            ),
        ),
        605..=629 => {
            event.fields += expected;
            event.vague = Some(day(on + i64::try_from(random.below(60)).expect("few days")));
            (
                "Meeting",
                format!(
                    "Meeting(occasion: \"m{}\", present: [\"n{by}\"], agenda: [\"{at}\"])",
                    number + 7
                ),
            )
        }
        630..=659 => {
            let open = !random.once_in(3);
            (
                "OpenPoint",
                format!(
                    "OpenPoint(point: \"o{issue}\", issue: \"{at}\", text: \"{text}\", blocking: true, open: {open})"
                ),
            )
        }
        660..=699 => {
            let act = random.one(&["Tabled", "Circulated", "UnderDiscussion", "HandedOver"]);
            (
                "Draft",
                format!(
                    "Draft(draft: \"d{issue}\", act: {act}, by: [\"p{by}\"], issues: [\"{at}\"])"
                ),
            )
        }
        700..=734 => {
            let status = random.one(&["Agreed", "Bracketed", "AgreedInGroup"]);
            (
                "Passage",
                format!(
                    "Passage(draft: \"d{issue}\", at: \"{}\", act: Agree, status: {status}, by: [\"p{by}\"], issues: \"{at}\")",
                    random.below(12)
                ),
            )
        }
        735..=744 => (
            "Reading",
            format!(
                "Reading(draft: \"d{issue}\", issues: [\"{at}\"], parties: [\"p{by}\", \"p{of}\"], text: \
                 \"{text}\", degree: Divergent)"
            ),
        ),
        745..=804 => (
            "Assessment",
            format!(
                "Assessment(issue: \"{at}\", aspect: Progress, text: \"{text}\", between: [\"p{by}\", \"p{of}\"])"
            ),
        ),
        805..=834 if number > 0 => {
            let is = random.one(&["Considering", "Pending", "Denies"]);
            (
                "Reply",
                format!(
                    "Reply(by: \"p{by}\", of: \"e{}\", is: {is}, text: \"{text}\")",
                    back(random)
                ),
            )
        }
        835..=839 => {
            let (yes, no) = (1 + random.below(12), 1 + random.below(6));
            let result = if yes > no { "Carried" } else { "Lost" };
            (
                "Vote",
                format!(
                    "Vote(body: \"council\", issues: [\"{at}\"], tally: (yes: {yes}, no: {no}), result: {result})"
                ),
            )
        }
        840..=849 => (
            "Deadline",
            format!(
                "Deadline(of: \"{at}\", due: \"{}\", set_by: \"council\", effect: {})",
                day(on + 30 + i64::try_from(random.below(60)).expect("few days")),
                random.one(&["None", "None", "Lapse", "DeemedAccepted"])
            ),
        ),
        850 if number > 0 => {
            event.via.clear();
            event.fields.clear();
            (
                "Rating",
                format!(
                    "Rating(claim: \"e{}\", credibility: {})",
                    back(random),
                    1 + random.below(6)
                ),
            )
        }
        851 => (
            "Mandate",
            format!(
                "Mandate(person: \"n{by}\", party: \"p{by}\", office: \"minister\", begins: \"{}\")",
                day(on)
            ),
        ),
        852..=871 => (
            "Conduct",
            format!("Conduct(by: \"p{by}\", act: \"{text}\", issues: [\"{at}\"], status: Partly)"),
        ),
        872..=891 => {
            ("Commitment", format!("Commitment(by: \"p{by}\", to: [\"p{of}\"], text: \"{text}\")"))
        }
        892..=916 => (
            "Approach",
            format!(
                "Approach(by: [\"n{by}\"], to: [\"p{of}\"], act: Press, about: [\"{at}\"], text: \"{text}\")"
            ),
        ),
        917..=941 => ("Travel", format!("Travel(who: [\"n{by}\"], from: \"land\", to: \"city\")")),
        942..=951 => {
            let act = random.one(&["Raise", "Raise", "Suspend", "Resume", "Defer"]);
            ("Agenda", format!("Agenda(issue: \"{at}\", act: {act}, by: [\"p{by}\"])"))
        }
        952..=961 if number > 0 => (
            "Outcome",
            format!(
                "Outcome(of: \"e{}\", is: {})",
                back(random),
                random.one(&["Happened", "Postponed"])
            ),
        ),
        962 if issue > 0 => {
            ("Link", format!("Link(issues: [\"i0\", \"{at}\"], as: Condition, by: [\"p{by}\"])"))
        }
        963..=972 if number > 0 => {
            event.via.clear();
            event.fields.clear();
            let target = back(random);
            event.retracts = Some(target);
            ("Retract", format!("Retract(of: \"e{target}\", reason: \"{text}\")"))
        }
        973..=982 => {
            event.fields += expected;
            let when = format!("            when: [(rel: If, of: \"{}\")],\n", name(issue / 2));
            event.fields =
                event.fields.replace(expected, "            modality: Conditional,\n") + &when;
            (
                "Acceptance",
                format!("Acceptance(by: [\"p{by}\"], issues: [\"{at}\"], text: \"{text}\")"),
            )
        }
        983..=992 => {
            event.fields += "            modality: Negated,\n";
            (
                "Acceptance",
                format!("Acceptance(by: [\"p{by}\"], issues: [\"{at}\"], text: \"{text}\")"),
            )
        }
        _ => ("Travel", format!("Travel(who: [\"n{of}\"], to: \"land\")")),
    }
}
