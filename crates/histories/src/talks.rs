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
    event.what = said(&mut event, (by, of), random);
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

/// Returns what is said, as a dispatch has it: half of it is positions of the parties, most of the rest of
/// what they talk about and how, the last twentieth of what few reports tell.
fn said(event: &mut Event, sides: (usize, usize), random: &mut Random) -> String {
    match random.below(1_000) {
        draw @ 0..=454 => position(event, sides, draw, random),
        draw @ 455..=804 => talk(event, sides, draw, random),
        draw => rare(event, sides, draw, random),
    }
}

/// Returns an earlier event.
fn earlier(event: &Event, random: &mut Random) -> usize {
    event.number.saturating_sub(1 + random.below(event.number.clamp(1, 150)))
}

fn position(event: &Event, (by, of): (usize, usize), draw: usize, random: &mut Random) -> String {
    let (at, text) = (name(event.issue), &event.text);
    match draw {
        0..=149 => format!("Proposal(by: \"p{by}\", issue: \"{at}\", text: \"{text}\")"),
        150..=269 => {
            format!("Demand(by: \"p{by}\", of: [\"p{of}\"], issue: \"{at}\", text: \"{text}\")")
        }
        270..=349 => {
            let level = random.one(&["Principle", "Principle", "AdReferendum", "Full"]);
            format!(
                "Acceptance(by: [\"p{by}\"], issues: [\"{at}\"], level: {level}, text: \"{text}\")"
            )
        }
        350..=409 => format!("Rejection(by: \"p{by}\", issue: \"{at}\", text: \"{text}\")"),
        410..=439 => format!("Concession(by: \"p{by}\", issue: \"{at}\", text: \"{text}\")"),
        _ => format!("Withdrawal(by: \"p{by}\", issue: \"{at}\", text: \"{text}\")"),
    }
}

fn talk(event: &mut Event, (by, of): (usize, usize), draw: usize, random: &mut Random) -> String {
    let (at, text, number, issue) = (name(event.issue), &event.text, event.number, event.issue);
    match draw {
        455..=514 => {
            let stages = ["disputed", "progressing", "progressing", "in_principle", "agreed"];
            format!("StageClaim(issue: \"{at}\", stage: \"{}\")", random.one(&stages))
        }
        515..=604 => format!(
            "Meeting(occasion: \"m{number}\", format: InPerson, present: [\"n{by}\", \"n{of}\"], \
             place: \"city\", agenda: [\"{at}\"])"
        ),
        605..=629 => {
            let days = i64::try_from(random.below(60)).expect("few days");
            event.fields += "            modality: Expected,\n";
            event.vague = Some(day(event.on + days));
            let next = number + 7;
            format!("Meeting(occasion: \"m{next}\", present: [\"n{by}\"], agenda: [\"{at}\"])")
        }
        630..=659 => {
            let open = !random.once_in(3);
            format!(
                "OpenPoint(point: \"o{issue}\", issue: \"{at}\", text: \"{text}\", blocking: true, \
                 open: {open})"
            )
        }
        660..=699 => {
            let act = random.one(&["Tabled", "Circulated", "UnderDiscussion", "HandedOver"]);
            format!("Draft(draft: \"d{issue}\", act: {act}, by: [\"p{by}\"], issues: [\"{at}\"])")
        }
        700..=734 => {
            let status = random.one(&["Agreed", "Bracketed", "AgreedInGroup"]);
            let place = random.below(12);
            format!(
                "Passage(draft: \"d{issue}\", at: \"{place}\", act: Agree, status: {status}, by: \
                 [\"p{by}\"], issues: \"{at}\")"
            )
        }
        735..=744 => format!(
            "Reading(draft: \"d{issue}\", issues: [\"{at}\"], parties: [\"p{by}\", \"p{of}\"], text: \
             \"{text}\", degree: Divergent)"
        ),
        _ => format!(
            "Assessment(issue: \"{at}\", aspect: Progress, text: \"{text}\", between: [\"p{by}\", \
             \"p{of}\"])"
        ),
    }
}

fn rare(event: &mut Event, (by, of): (usize, usize), draw: usize, random: &mut Random) -> String {
    let (at, text, number) = (name(event.issue), event.text.clone(), event.number);
    match draw {
        805..=834 if number > 0 => {
            let is = random.one(&["Considering", "Pending", "Denies"]);
            let target = earlier(event, random);
            format!("Reply(by: \"p{by}\", of: \"e{target}\", is: {is}, text: \"{text}\")")
        }
        835..=839 => {
            let (yes, no) = (1 + random.below(12), 1 + random.below(6));
            let result = if yes > no { "Carried" } else { "Lost" };
            format!(
                "Vote(body: \"council\", issues: [\"{at}\"], tally: (yes: {yes}, no: {no}), result: \
                 {result})"
            )
        }
        840..=849 => {
            let due = day(event.on + 30 + i64::try_from(random.below(60)).expect("few days"));
            let effect = random.one(&["None", "None", "Lapse", "DeemedAccepted"]);
            format!("Deadline(of: \"{at}\", due: \"{due}\", set_by: \"council\", effect: {effect})")
        }
        851 => {
            let begins = day(event.on);
            format!(
                "Mandate(person: \"n{by}\", party: \"p{by}\", office: \"minister\", begins: \
                 \"{begins}\")"
            )
        }
        852..=871 => {
            format!("Conduct(by: \"p{by}\", act: \"{text}\", issues: [\"{at}\"], status: Partly)")
        }
        872..=891 => format!("Commitment(by: \"p{by}\", to: [\"p{of}\"], text: \"{text}\")"),
        892..=916 => format!(
            "Approach(by: [\"n{by}\"], to: [\"p{of}\"], act: Press, about: [\"{at}\"], text: \
             \"{text}\")"
        ),
        917..=941 => format!("Travel(who: [\"n{by}\"], from: \"land\", to: \"city\")"),
        942..=951 => {
            let act = random.one(&["Raise", "Raise", "Suspend", "Resume", "Defer"]);
            format!("Agenda(issue: \"{at}\", act: {act}, by: [\"p{by}\"])")
        }
        952..=961 if number > 0 => {
            let target = earlier(event, random);
            format!("Outcome(of: \"e{target}\", is: {})", random.one(&["Happened", "Postponed"]))
        }
        962 if event.issue > 0 => {
            format!("Link(issues: [\"i0\", \"{at}\"], as: Condition, by: [\"p{by}\"])")
        }
        973..=982 => {
            let of = name(event.issue / 2);
            let _ = write!(
                event.fields,
                "            modality: Conditional,\n            when: [(rel: If, of: \"{of}\")],\n"
            );
            format!("Acceptance(by: [\"p{by}\"], issues: [\"{at}\"], text: \"{text}\")")
        }
        983..=992 => {
            event.fields += "            modality: Negated,\n";
            format!("Acceptance(by: [\"p{by}\"], issues: [\"{at}\"], text: \"{text}\")")
        }
        850 | 963..=972 if number > 0 => by_recorder(event, draw, random),
        _ => format!("Travel(who: [\"n{of}\"], to: \"land\")"),
    }
}

/// Returns what the recorder says of the record, on nobody else's word.
fn by_recorder(event: &mut Event, draw: usize, random: &mut Random) -> String {
    event.via.clear();
    event.fields.clear();
    let target = earlier(event, random);
    if draw == 850 {
        return format!("Rating(claim: \"e{target}\", credibility: {})", 1 + random.below(6));
    }
    event.retracts = Some(target);
    format!("Retract(of: \"e{target}\", reason: \"{}\")", event.text)
}
