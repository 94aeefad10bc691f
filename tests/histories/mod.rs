//! Made-up processes: small, odd on purpose, and written out as dispatches under any names.
//!
//! A history is plain bytes, so that proptest can make it smaller; each event takes what it needs of
//! them. Events name each other by number, and get their ids when they are written out.

#![expect(clippy::format_push_string, reason = "texts are put together, and nobody waits for it")]

pub(crate) mod built;

use proptest::prelude::*;
use rapporteur::model::Day;

/// Some more often than others, so that claims meet.
const ISSUES: [&str; 14] =
    ["x", "x/y", "x/y", "x/y", "x/z", "w", "w", "f", "u", "u", "v", "v/n", "v/u", "v/u"];
const PARTIES: [&str; 3] = ["a", "b", "m"];
const OBJECTS: [&str; 3] = ["d1", "d2", "p1"];

/// One dispatch.
#[derive(Debug, Clone)]
pub(crate) struct File {
    /// Days after the first of January 2025.
    pub(crate) date: i32,
    /// Fields of its head, a log among them.
    pub(crate) head: String,
    pub(crate) in_log: bool,
    pub(crate) events: Vec<Happening>,
}

/// One event.
#[derive(Debug, Clone)]
pub(crate) struct Happening {
    /// By this others name it.
    pub(crate) number: usize,
    /// Whether it has an id of its own.
    pub(crate) named: bool,
    /// The day on which it became known.
    pub(crate) known: i32,
    /// The first day on which it can have happened.
    pub(crate) first: i32,
    /// What is written; an event it names is `<number>`.
    pub(crate) body: String,
    /// The events that it names.
    pub(crate) names: Vec<usize>,
    /// It takes another one back or corrects it.
    pub(crate) strikes: bool,
}

pub(crate) type Process = Vec<File>;

type RawFile = (u8, u8, Vec<[u8; 12]>);

fn raw(files: usize, events: usize) -> impl Strategy<Value = Vec<RawFile>> {
    let event = prop::array::uniform12(any::<u8>());
    let file = (any::<u8>(), any::<u8>(), prop::collection::vec(event, 1..=events));
    prop::collection::vec(file, 1..=files)
}

/// Returns processes of at most so many files of at most so many events.
pub(crate) fn processes(files: usize, events: usize) -> impl Strategy<Value = Process> {
    raw(files, events).prop_map(|raw| process(&raw, false))
}

/// Returns processes whose events name only what is known before, and whose logs go on in order.
pub(crate) fn orderly(files: usize, events: usize) -> impl Strategy<Value = Process> {
    raw(files, events).prop_map(|raw| process(&raw, true))
}

fn process(raw: &[RawFile], orderly: bool) -> Process {
    let mut known = Vec::new();
    let mut files: Process = Vec::new();
    for (date, kind, events) in raw {
        let date = 12 + i32::from(date % 24);
        let seq = if orderly { date } else { i32::from(kind / 16) % 4 };
        let in_log = kind % 4 == 3;
        let mut head = String::new();
        if in_log {
            head += &format!("log: \"l{}\", seq: {seq}, ", kind % 8 / 4);
        }
        head += ["", "", "via: [\"s2\"], ", "basis: OnBackground, "][usize::from(kind / 4 % 4)];
        let mut file = File { date, head, in_log, events: Vec::new() };
        for bytes in events {
            let number = known.len();
            let event = Making { bytes, date, number, known: &known, orderly, in_log };
            let event = event.make();
            known.push(event.known);
            file.events.push(event);
        }
        files.push(file);
    }
    let named: Vec<usize> =
        files.iter().flat_map(|file| &file.events).flat_map(|it| it.names.clone()).collect();
    for event in files.iter_mut().flat_map(|file| &mut file.events) {
        event.named |= named.contains(&event.number);
    }
    files
}

struct Making<'m> {
    bytes: &'m [u8; 12],
    date: i32,
    number: usize,
    /// When each event before it became known.
    known: &'m [i32],
    orderly: bool,
    in_log: bool,
}

impl Making<'_> {
    fn pick<'t>(&self, byte: usize, of: &[&'t str]) -> &'t str {
        of[usize::from(self.bytes[byte]) % of.len()]
    }

    fn make(&self) -> Happening {
        let late = self.bytes[0] % 8 == 7 && !(self.orderly && self.in_log);
        let known = if late { self.date - i32::from(self.bytes[0] / 8 % 12) } else { self.date };
        let happened = known - i32::from(self.bytes[1] % 10);
        let (first, on) = self.on(happened);
        let mut names = Vec::new();
        let what = self.what(known, &mut names);
        let mut fields = format!("via: {}, ", self.via());
        if self.bytes[3].is_multiple_of(8) {
            fields.clear();
        }
        if late {
            fields += &format!("known: \"{}\", ", day(known));
        }
        if !on.is_empty() {
            fields += &format!("on: \"{on}\", ");
        }
        fields += match self.bytes[4] % 16 {
            0 => "aspect: Reaffirms, ",
            1 => "aspect: Presupposed, ",
            2 => "modality: Expected, ",
            3 => "modality: Negated, ",
            4 => "modality: Conditional, when: [(rel: If, words: \"if\")], ",
            7..=9 => "<condition>",
            5 => "basis: OnRecord, ",
            6 => "basis: OffRecord, ",
            _ => "",
        };
        let replaced = (self.bytes[5].is_multiple_of(16)).then(|| self.other(6, known)).flatten();
        if let Some(other) = replaced {
            fields += &format!("replaces: \"<{other}>\", ");
            names.push(other);
        }
        if fields.contains("<condition>") {
            let condition = self.condition(known, &mut names);
            fields = fields.replace("<condition>", &condition);
        }
        // What acts on the record or the register holds for all days of the world.
        let acts = ["Retract", "Rating", "Mandate", "Accession"];
        let strikes = replaced.is_some() || acts.iter().any(|act| what.starts_with(act));
        let named = !self.bytes[7].is_multiple_of(8);
        let body = format!("{fields}what: {what}");
        Happening { number: self.number, named, known, first, body, names, strikes }
    }

    fn on(&self, happened: i32) -> (i32, String) {
        let (earlier, here) = (day(happened - 3), day(happened));
        match self.bytes[2] % 16 {
            0 => (0, String::new()),
            1 => (happened - 3, format!("[{earlier}..{here}]")),
            2 => (happened - 3, format!("{earlier}/{here}")),
            3 => (happened - 3, format!("{earlier}/..")),
            4 => (0, format!("../{here}")),
            5 => (happened - 4, format!("{earlier}~")),
            6 => (happened, format!("{here}?")),
            7 => (happened - 3, earlier),
            _ => (happened, here),
        }
    }

    fn via(&self) -> &'static str {
        let chains = [
            "[]",
            "[]",
            "[\"s1\"]",
            "[\"pa\", \"s1\"]",
            "[\"pb\"]",
            "[\"pb\", \"s2\"]",
            "[[\"pa\", \"pb\"]]",
            "[\"s3\"]",
            "[\"m\"]",
            "[\"a\"]",
            "[\"b\", \"s1\"]",
        ];
        self.pick(3, &chains)
    }

    /// Returns an event to name: itself and later ones are left out where things are orderly.
    fn other(&self, byte: usize, known: i32) -> Option<usize> {
        let some = usize::from(self.bytes[byte]);
        if !self.orderly {
            // Itself among them: a ring.
            return Some(some % (self.number + 1));
        }
        let before = (0..self.number).filter(|other| self.known[*other] <= known);
        before.clone().nth(some % before.count().max(1))
    }

    fn condition(&self, known: i32, names: &mut Vec<usize>) -> String {
        let rel = self.pick(10, &["If", "Once", "Unless", "Until"]);
        let of = match (self.bytes[9] % 4, self.other(8, known)) {
            (0, _) => self.pick(8, &ISSUES).to_owned(),
            (1, _) => self.pick(8, &OBJECTS).to_owned(),
            (_, Some(other)) => {
                names.push(other);
                format!("<{other}>")
            }
            (_, None) => "words".to_owned(),
        };
        format!("modality: Conditional, when: [(rel: {rel}, of: \"{of}\")], ")
    }

    /// Returns the field that names another event, or a draft or point.
    fn of(&self, byte: usize, known: i32, names: &mut Vec<usize>) -> String {
        if self.bytes[byte].is_multiple_of(4) {
            return format!("of: \"{}\", ", self.pick(byte - 1, &OBJECTS));
        }
        match self.other(byte - 1, known) {
            Some(other) => {
                names.push(other);
                format!("of: \"<{other}>\", ")
            }
            None => format!("of: \"{}\", ", self.pick(byte - 1, &OBJECTS)),
        }
    }

    fn what(&self, known: i32, names: &mut Vec<usize>) -> String {
        let issue = self.pick(8, &ISSUES);
        let by = self.pick(9, &PARTIES);
        let mut of = || self.of(11, known, names);
        match self.bytes[5] % 48 {
            1 => {
                let acts =
                    ["Raise", "Defer", "Suspend", "Resume", "Reopen", "Reopen", "Drop", "Unlist"];
                let until = format!(", until: \"{}\"", day(i32::from(self.bytes[10])));
                let until = if self.bytes[10] < 60 { until.as_str() } else { "" };
                format!("Agenda(issue: \"{issue}\", act: {}{until})", self.pick(9, &acts))
            }
            2 => {
                let occasion = self.pick(9, &["o1", "o2", "o3"]);
                format!(
                    "Meeting(occasion: \"{occasion}\", present: [\"pa\"], agenda: [\"{issue}\"])"
                )
            }
            3 => "Travel(who: [\"pb\"])".to_owned(),
            4 => format!("Approach(by: [\"m\"], to: [\"a\"], act: Press, about: [\"{issue}\"])"),
            5 | 6 => {
                let to = self.pick(10, &["", ", of: [\"b\"]", ", of: [\"a\", \"b\"]"]);
                format!("Demand(by: \"{by}\", issue: \"{issue}\", text: \"t\"{to})")
            }
            7 | 8 => {
                let status = self.pick(10, &["Tabled", "Revised", "Lapsed", "InPreparation"]);
                let of = if self.bytes[11] < 80 { of() } else { String::new() };
                format!("Proposal(by: \"{by}\", issue: \"{issue}\", {of}status: {status})")
            }
            9..=13 => {
                let by = self.pick(9, &["\"a\"", "\"b\"", "\"a\", \"b\"", "\"m\", \"b\", \"a\""]);
                let levels = ["Unspecified", "Principle", "Text", "Full", "Signed", "Approved"];
                let of = if self.bytes[11] < 80 { of() } else { String::new() };
                let level = self.pick(10, &levels);
                let body = if level == "Approved" { ", body: \"b\"" } else { "" };
                format!("Acceptance(by: [{by}], {of}issues: [\"{issue}\"], level: {level}{body})")
            }
            14 => format!("Rejection(by: \"{by}\", {}issue: \"{issue}\")", of()),
            15 => format!("Concession(by: \"{by}\", issue: \"{issue}\")"),
            16 | 17 => format!("Withdrawal(by: \"{by}\", {}issue: \"{issue}\")", of()),
            18 => format!("Commitment(by: \"{by}\", text: \"t\")"),
            19 => {
                let act = self.pick(9, &["Tabled", "Circulated", "Published", "UnderDiscussion"]);
                let draft = self.pick(10, &OBJECTS[..2]);
                format!("Draft(draft: \"{draft}\", act: {act}, issues: [\"{issue}\", \"w\"])")
            }
            20 => {
                let degree = self.pick(9, &["Aligned", "Partial", "Divergent"]);
                let parties = self.pick(10, &["", "\"a\"", "\"a\", \"b\""]);
                format!(
                    "Reading(draft: \"d1\", issues: [\"{issue}\"], parties: [{parties}], degree: {degree})"
                )
            }
            21 | 22 => {
                let (blocking, open) =
                    (!self.bytes[9].is_multiple_of(4), !self.bytes[10].is_multiple_of(3));
                format!(
                    "OpenPoint(point: \"p1\", issue: \"{issue}\", blocking: {blocking}, open: {open})"
                )
            }
            23 => {
                let stages =
                    ["raised", "disputed", "progressing", "in_principle", "agreed", "dropped"];
                format!("StageClaim(issue: \"{issue}\", stage: \"{}\")", self.pick(9, &stages))
            }
            24 => {
                let aspects = ["Progress", "Difficulty", "Importance"];
                format!("Assessment(issue: \"{issue}\", aspect: {})", self.pick(9, &aspects))
            }
            25 => match self.other(10, known) {
                Some(other) => {
                    names.push(other);
                    format!("Retract(of: \"<{other}>\")")
                }
                None => "Travel(who: [\"pa\"])".to_owned(),
            },
            26..=45 => self.more(issue, by, &mut of),
            _ => format!("StageClaim(issue: \"{issue}\", stage: \"progressing\")"),
        }
    }
}

impl Making<'_> {
    /// Returns what the kinds do that act on others, on texts, or on who and what there is.
    fn more(&self, issue: &str, by: &str, of: &mut dyn FnMut() -> String) -> String {
        let other = self.pick(8, &["x", "f", "w", "x/y"]);
        let other = if other == issue { "x/z" } else { other };
        match self.bytes[5] % 48 {
            26 | 27 => {
                let ises = ["Pending", "Confirms", "Denies", "Denies", "Confirms", "NoComment"];
                format!("Reply(by: \"{by}\", {}is: {})", of(), self.pick(9, &ises))
            }
            28 | 29 => {
                let result = self.pick(10, &["Carried", "Lost"]);
                format!("Vote(body: \"{by}\", issues: \"{issue}\", result: {result})")
            }
            30 => {
                let result = self.pick(10, &["Carried", "Lost"]);
                format!("Vote(body: \"{by}\", {}result: {result})", of())
            }
            31 | 32 => {
                let effect = self.pick(10, &["Lapse", "DeemedAccepted", "None"]);
                let due = day(i32::from(self.bytes[9] % 50));
                format!("Deadline({}due: \"{due}\", effect: {effect})", of())
            }
            33..=36 => {
                let acts = [
                    "Insert",
                    "Amend",
                    "Bracket",
                    "Unbracket",
                    "Choose",
                    "Agree",
                    "Agree",
                    "Vanished",
                ];
                let at = self.pick(9, &["at: \"1\", ", "at: \"2\", ", ""]);
                let draft = self.pick(11, &OBJECTS[..2]);
                let on = if self.bytes[8] < 80 {
                    format!(", issues: \"{issue}\"")
                } else {
                    String::new()
                };
                format!("Passage(draft: \"{draft}\", {at}act: {}{on})", self.pick(10, &acts))
            }
            37 => {
                let day = day(i32::from(self.bytes[10] % 40));
                let field = self.pick(9, &["begins", "ends"]);
                let person = self.pick(11, &["pa", "pb"]);
                format!("Mandate(person: \"{person}\", party: \"{by}\", {field}: \"{day}\")")
            }
            38 => {
                let act = self.pick(10, &["Joins", "Leaves"]);
                let to = self.pick(11, &["", ", of: \"m\""]);
                let by = self.pick(9, &["a", "b"]);
                format!("Accession(party: \"{by}\"{to}, act: {act})")
            }
            39 => {
                let status = self.pick(10, &["Fulfilled", "Breached", "UnderWay"]);
                format!("Conduct(by: \"{by}\", {}status: {status})", of())
            }
            40 => {
                let source = self.pick(9, &["s1", "s2", "s3"]);
                let other = self.pick(10, &["reliability: A", "reliability: E", "same_as: \"s2\""]);
                format!("Rating(source: \"{source}\", {other})")
            }
            41 => format!(
                "Rating({}credibility: {})",
                of().replace("of:", "claim:"),
                1 + self.bytes[10] % 6
            ),
            42 => {
                let stages = ["raised", "disputed", "progressing", "in_principle", "agreed"];
                let (from, to) = (self.pick(9, &stages), self.pick(10, &stages));
                let lifecycle = self.pick(11, &["negotiation", "free", "whole"]);
                format!(
                    "Migrate(lifecycle: \"{lifecycle}\", map: {{ \"{from}\": \"{to}\" }}, cases: \"{issue}\")"
                )
            }
            43 => {
                let tie = self.pick(10, &["Package", "Condition", "Sequence"]);
                format!("Link(issues: [\"{issue}\", \"{other}\"], as: {tie})")
            }
            44 => format!("Restructure(from: \"{issue}\", into: \"{other}\")"),
            _ => format!(
                "Demand(by: \"{by}\", issue: \"{issue}\", text: \"t\", with: \"b\", against: \"a\")"
            ),
        }
    }
}

/// Returns a day by its number, 0 being the first of January 2025.
pub(crate) fn date(number: i32) -> Day {
    Day::from_ymd(2025, 1, 1).expect("a day").plus(number)
}

fn day(number: i32) -> String {
    date(number).to_string()
}

/// How a process is written out: the order and the names that must not matter.
#[derive(Debug, Clone)]
pub(crate) struct Writing {
    /// Which file comes when.
    pub(crate) files: Vec<usize>,
    /// The first part of every file's name, by file.
    pub(crate) stems: Vec<String>,
    /// Which event comes when, by file.
    pub(crate) events: Vec<Vec<usize>>,
    /// The id of every event that has one, by number.
    pub(crate) ids: Vec<String>,
}

impl Writing {
    /// Returns the writing that changes nothing.
    pub(crate) fn plain(process: &Process) -> Writing {
        let numbers = process.iter().flat_map(|file| file.events.iter().map(|event| event.number));
        let count = numbers.max().map_or(0, |number| number + 1);
        Writing {
            files: (0..process.len()).collect(),
            stems: (0..process.len()).map(|at| format!("f{at}")).collect(),
            events: process.iter().map(|file| (0..file.events.len()).collect()).collect(),
            ids: (0..count).map(|number| format!("e{number}")).collect(),
        }
    }
}
