//! Histories in short: a line of words for each event, turned into the text of a dispatch.
//!
//! ```text
//! [id:] WHEN WHO VERB [ARGUMENT] [key value]... [remark]...
//!
//! a:  3       p,q  accepts text         on x,y  via p      the third day; told by p
//!     [2..5]  p!   demands              to q               first hand: via is p itself
//!     4       -    opens point          known 9            nobody's act
//!     -       p    proposes             reaffirming        no date
//!     5       -    says agreed          via -              the recorder's ruling
//! ```
//!
//! What has no verb is written as dispatches write it, behind a bar, on the word of the voice before it:
//!
//! ```text
//! v:  5 house [remark]... | Vote(body: "house", issues: "x", result: Carried)
//! ```
//!
//! Days are numbers, 1 is 1 January 2025, in any form of date. Unless it is said, an event is on issue
//! `x`, told by the source `s`, and known on the last day that it names.

use crate::model::Day;

/// Returns a day by its number.
pub(super) fn day(number: i32) -> Day {
    Day::from_ymd(2025, 1, 1).expect("a day").plus(number - 1)
}

/// Returns the text of a dispatch that tells of a history.
pub(super) fn dispatch(head: &str, history: &str) -> String {
    let events: Vec<String> = events(history).map(event).collect();
    format!("(format: 1, date: \"{}\", {head} events: [\n{}\n])", day(31), events.join(",\n"))
}

/// Returns the lines of a history.
pub(super) fn events(history: &str) -> impl Iterator<Item = &str> {
    history.split([';', '\n']).map(str::trim).filter(|line| !line.is_empty())
}

/// What the keys of a line say.
struct Line<'l> {
    on: Vec<&'l str>,
    of: Option<&'l str>,
    via: Vec<&'l str>,
    known: Option<&'l str>,
    to: Vec<&'l str>,
    until: Option<&'l str>,
    envelope: String,
}

/// Returns an event of which the line gives the kind as it is.
fn written(head: &str, what: &str) -> String {
    let mut words = head.split_whitespace().peekable();
    let id = words.next_if(|word| word.ends_with(':'));
    let id = id.map_or(String::new(), |id| format!("id: \"{}\", ", id.trim_end_matches(':')));
    let mut word = || words.next().unwrap_or_else(|| panic!("`{head}` ends too early"));
    let (when, voice) = (word(), word());
    let (mut known, mut envelope) = (when, String::new());
    while let Some(key) = words.next() {
        match (key, words.next()) {
            ("known", Some(day)) => known = day,
            ("stated", Some(day)) => envelope.extend(["stated: \"", &days(day), "\", "]),
            ("modality", Some(modality)) => envelope.extend(["modality: ", modality, ", "]),
            ("replaces", Some(id)) => envelope.extend(["replaces: \"", id, "\", "]),
            (rel @ ("If" | "Once" | "Unless" | "Until"), Some(of)) => {
                envelope.extend([
                    "modality: Conditional, when: [(rel: ",
                    rel,
                    ", of: \"",
                    of,
                    "\")], ",
                ]);
            }
            _ => panic!("`{head}`: no key `{key}`"),
        }
    }
    let numbers = known.split(|c: char| !c.is_ascii_digit()).filter(|one| !one.is_empty());
    let known = days(numbers.max_by_key(|one| one.parse::<i32>().ok()).unwrap_or("31"));
    let on = if when == "-" { String::new() } else { format!("on: \"{}\", ", days(when)) };
    let via = if voice == "-" { String::new() } else { quoted(&list(voice)) };
    format!("({id}{on}known: \"{known}\", via: [{via}], {envelope}what: {what})")
}

fn event(line: &str) -> String {
    if let Some((head, what)) = line.split_once(" | ") {
        return written(head, what);
    }
    let mut words = line.split_whitespace().peekable();
    let id = words.next_if(|word| word.ends_with(':'));
    let mut word = || words.next().unwrap_or_else(|| panic!("`{line}` ends too early"));
    let (when, who, verb) = (word(), word(), word());
    let argument = takes_argument(verb).then(word).unwrap_or_default();
    let (who, first_hand) = who.strip_suffix('!').map_or((who, false), |who| (who, true));
    let voice = if first_hand { who } else { "s" };
    let mut said = Line {
        on: vec!["x"],
        of: None,
        via: vec![voice],
        known: None,
        to: Vec::new(),
        until: None,
        envelope: String::new(),
    };
    while let Some(key) = words.next() {
        let remark = match key {
            "reaffirming" => "aspect: Reaffirms, ",
            "presupposed" => "aspect: Presupposed, ",
            "expected" => "modality: Expected, ",
            "negated" => "modality: Negated, ",
            "conditional" => "modality: Conditional, when: [(rel: If, words: \"if\")], ",
            _ => "",
        };
        said.envelope.push_str(remark);
        if remark.is_empty() {
            let value = words.next().unwrap_or_else(|| panic!("`{line}`: {key} what?"));
            match key {
                "on" => said.on = list(value),
                "of" => said.of = Some(value),
                "via" => said.via = list(value),
                "known" => said.known = Some(value),
                "to" => said.to = list(value),
                "until" => said.until = Some(value),
                "stated" => said.envelope.extend(["stated: \"", &days(value), "\", "]),
                "replaces" => said.envelope.extend(["replaces: \"", value, "\", "]),
                "basis" => said.envelope.extend(["basis: ", value, ", "]),
                _ => panic!("`{line}`: no key `{key}`"),
            }
        }
    }
    let id = id.map_or(String::new(), |id| format!("id: \"{}\", ", id.trim_end_matches(':')));
    let numbers = when.split(|c: char| !c.is_ascii_digit()).filter(|one| !one.is_empty());
    let latest = numbers.max_by_key(|one| one.parse::<i32>().ok()).unwrap_or("31");
    let known = days(said.known.unwrap_or(latest));
    let on = if when == "-" { String::new() } else { format!("on: \"{}\", ", days(when)) };
    // Several in `via` make one joint statement; two links of a chain are never needed here.
    let via = if said.via.is_empty() { String::new() } else { quoted(&said.via) };
    let envelope = &said.envelope;
    let what = what(&list(who), verb, argument, &said);
    format!("({id}{on}known: \"{known}\", via: [{via}], {envelope}what: {what})")
}

fn takes_argument(verb: &str) -> bool {
    matches!(
        verb,
        "accepts"
            | "approves"
            | "says"
            | "sees"
            | "opens"
            | "closes"
            | "notes"
            | "tables"
            | "circulates"
            | "discusses"
            | "publishes"
            | "reads-alike"
            | "reads-partly"
            | "reads-apart"
            | "meets"
    )
}

fn what(by: &[&str], verb: &str, argument: &str, said: &Line<'_>) -> String {
    let one = by.first().copied().unwrap_or_default();
    let (many, on) = (quoted(by), quoted(&said.on));
    let issue = said.on[0];
    let of = said.of.map_or(String::new(), |of| format!("of: \"{of}\", "));
    let until = said.until.map_or(String::new(), |it| format!("until: \"{}\", ", days(it)));
    let to = quoted(&said.to);
    let of_issue = format!("{of}issue: \"{issue}\"");
    let agenda = |act| format!("Agenda(issue: \"{issue}\", act: {act}, by: {many}, {until})");
    let accept = |level: &str| {
        let body = if verb == "approves" && argument != "-" {
            format!("body: \"{argument}\", ")
        } else {
            String::new()
        };
        format!("Acceptance(by: {many}, {of}issues: {on}, {body}level: {level})")
    };
    let draft = |act| format!("Draft(draft: \"{argument}\", act: {act}, by: {many}, issues: {on})");
    let reading = |degree| {
        let parties = if by.is_empty() { String::new() } else { format!("parties: {many}, ") };
        format!("Reading(draft: \"{argument}\", issues: {on}, {parties}degree: {degree})")
    };
    let point = |rest| format!("OpenPoint(point: \"{argument}\", issue: \"{issue}\", {rest})");
    let assess = |rest| format!("Assessment(issue: \"{issue}\", {rest})");
    let propose =
        |status| format!("Proposal(by: \"{one}\", {of_issue}, status: {status}, text: \"t\")");
    match (verb, argument) {
        ("mentions", _) => agenda("Raise"),
        ("defers", _) => agenda("Defer"),
        ("suspends", _) => agenda("Suspend"),
        ("resumes", _) => agenda("Resume"),
        ("reopens", _) => agenda("Reopen"),
        ("drops", _) => agenda("Drop"),
        ("demands", _) => {
            format!("Demand(by: \"{one}\", of: {to}, issue: \"{issue}\", text: \"t\")")
        }
        ("proposes", _) => propose("Tabled"),
        ("revises", _) => propose("Revised"),
        ("prepares", _) => propose("InPreparation"),
        ("lapses", _) => propose("Lapsed"),
        ("agrees", _) => accept("Unspecified"),
        ("accepts", "principle") => accept("Principle"),
        ("accepts", "text") => accept("Text"),
        ("accepts", "referendum") => accept("AdReferendum"),
        ("accepts", "full") => accept("Full"),
        ("signs", _) => accept("Signed"),
        ("approves", _) => accept("Approved"),
        ("rejects", _) => format!("Rejection(by: \"{one}\", {of_issue})"),
        ("concedes", _) => format!("Concession(by: \"{one}\", {of_issue})"),
        ("withdraws", _) => format!("Withdrawal(by: \"{one}\", {of_issue})"),
        ("promises", _) => format!("Commitment(by: \"{one}\", text: \"t\")"),
        ("presses", _) => format!("Approach(by: {many}, to: {to}, act: Press, about: {on})"),
        ("tables", _) => draft("Tabled"),
        ("circulates", _) => draft("Circulated"),
        ("discusses", _) => draft("UnderDiscussion"),
        ("publishes", _) => draft("Published"),
        ("reads-alike", _) => reading("Aligned"),
        ("reads-partly", _) => reading("Partial"),
        ("reads-apart", _) => reading("Divergent"),
        ("opens", _) => point("blocking: true"),
        ("notes", _) => point("blocking: false"),
        ("closes", _) => point("open: false"),
        ("says", stage) => format!("StageClaim(issue: \"{issue}\", stage: \"{stage}\")"),
        ("sees", "progress") => assess("aspect: Progress"),
        ("sees", "no-progress") => assess("aspect: Progress, sign: Away"),
        ("sees", "difficulty") => assess("aspect: Difficulty"),
        ("sees", "close") => assess("aspect: Distance, value: \"close\""),
        ("sees", "far") => assess("aspect: Distance, value: \"far\""),
        ("sees", "importance") => assess("aspect: Importance"),
        ("sees", "merit") => assess("aspect: Merit"),
        ("sees", "mixed") => assess("aspect: Progress, sign: Mixed"),
        ("meets", _) => format!("Meeting(occasion: \"{argument}\", agenda: {on})"),
        ("travels", _) => format!("Travel(who: {many})"),
        ("retracts", _) => format!("Retract({of})"),
        _ => panic!("no verb `{verb} {argument}`"),
    }
}

/// Returns the numbers of a date as days.
fn days(text: &str) -> String {
    let mut res = String::new();
    let mut digits = String::new();
    for c in text.chars().chain([' ']) {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        if let Ok(number) = std::mem::take(&mut digits).parse() {
            res += &day(number).to_string();
        }
        res.push(c);
    }
    res.trim_end().to_owned()
}

fn list(text: &str) -> Vec<&str> {
    text.split(',').filter(|one| *one != "-").collect()
}

fn quoted(names: &[&str]) -> String {
    let names: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    format!("[{}]", names.join(", "))
}
