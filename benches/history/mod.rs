//! Made-up histories of any length, the same on every machine.
//!
//! The realistic one is skewed as real processes are: some issues get most of the news, most of it is
//! one act among a few parties, some comes late, little is taken back, sources contradict each other.

use std::fmt::Write;
use std::path::PathBuf;

use rapporteur::model::Day;
use rapporteur::seed::Folder;
use rapporteur::source::{Text, Texts};

/// Texts in memory, as `seed::dir` would have found them.
pub(crate) struct History {
    charter: String,
    dispatches: Vec<String>,
}

impl History {
    /// Returns the texts and folder, to be read.
    pub(crate) fn files(&self) -> (Texts, Folder) {
        let mut texts = Texts::default();
        let charter = texts.add(Text::new("p/charter.ron", self.charter.as_str()));
        let named = self.dispatches.iter().zip(0..);
        let dispatches = named
            .map(|(text, number)| texts.add(Text::new(format!("p/{number:06}.ron"), text.as_str())))
            .collect();
        (
            texts,
            Folder {
                charters: vec![(charter, PathBuf::from("p"))],
                lifecycles: Vec::new(),
                dispatches,
            },
        )
    }
}

/// `SplitMix64` (Steele, Lea, Flood 2014).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).expect("below a usize")
    }

    /// Returns a number below the limit, small ones far more often than large ones.
    fn skewed(&mut self, limit: usize) -> usize {
        let widest = self.below(limit) + 1;
        let wide = self.below(widest) + 1;
        self.below(wide)
    }
}

const PARTIES: usize = 8;

fn charter(issues: usize) -> String {
    let mut text = String::from("(format: 1, process: \"p\", parties: {\n");
    for party in 0..PARTIES {
        let _ = writeln!(text, "    \"p{party}\": (name: \"Party {party}\"),");
    }
    text += "}, people: {\n";
    for party in 0..PARTIES {
        let mandate = format!("(party: \"p{party}\", office: \"envoy\")");
        let _ =
            writeln!(text, "    \"n{party}\": (name: \"Envoy {party}\", mandates: [{mandate}]),");
    }
    text += "}, sources: {\n";
    for source in 0..12 {
        let letter = ["A", "B", "C", "D", "F"][source % 5];
        let _ = writeln!(
            text,
            "    \"s{source}\": (name: \"Source {source}\", reliability: {letter}),"
        );
    }
    text += "}, issues: {\n";
    for issue in 0..issues {
        let (one, other) = (issue % PARTIES, (issue + 1 + issue / PARTIES % 3) % PARTIES);
        let required = format!("required: [\"p{one}\", \"p{other}\"]");
        let _ = writeln!(text, "    \"i{issue}\": (title: \"Issue {issue}\", {required}),");
    }
    text + "})\n"
}

fn day(number: usize) -> String {
    let number = i32::try_from(number).expect("a few years");
    Day::from_ymd(2015, 1, 1).expect("a day").plus(number).to_string()
}

/// Returns a realistic history: some twenty events a dispatch, fifty an issue, over ten years.
pub(crate) fn realistic(events: usize) -> History {
    let mut random = Random(2025);
    let issues = (events / 50).max(1);
    let mut dispatches = Vec::new();
    let mut made = 0;
    while made < events {
        let date = made * 3650 / events + 30;
        let count = (1 + random.below(40)).min(events - made);
        let mut text = format!("(\n    format: 1,\n    date: \"{}\",\n", day(date));
        let _ = writeln!(text, "    via: [\"s{}\"],\n    events: [", random.below(12));
        for number in made..made + count {
            event(&mut text, &mut random, number, date, issues);
        }
        text += "    ],\n)\n";
        dispatches.push(text);
        made += count;
    }
    History { charter: charter(issues), dispatches }
}

fn event(text: &mut String, random: &mut Random, number: usize, date: usize, issues: usize) {
    let issue = random.skewed(issues);
    let late = if random.below(10) == 0 { random.below(30) } else { random.below(3) };
    let (one, other) = (issue % PARTIES, (issue + 1 + issue / PARTIES % 3) % PARTIES);
    let by = if random.below(2) == 0 { one } else { other };
    let on = match random.below(8) {
        0 => format!("[{}..{}]", day(date - late - 2), day(date - late)),
        1 => format!("{}/..", day(date - late)),
        _ => day(date - late),
    };
    let _ = write!(text, "        (\n            id: \"e{number}\",\n            on: \"{on}\",\n");
    let source = random.below(12);
    let _ = match random.below(4) {
        0 => Ok(()),
        1 => writeln!(
            text,
            "            via: [\"p{by}\", \"s{source}\"],\n            basis: OnRecord,"
        ),
        _ => writeln!(
            text,
            "            via: [\"n{by}\", \"s{source}\"],\n            basis: OnBackground,"
        ),
    };
    let words = "the words that a source has for it, about as long as such words are in a report";
    let _ = match random.below(24) {
        0..=4 => writeln!(
            text,
            "            what: Proposal(by: \"p{by}\", issue: \"i{issue}\", text: \"{words}\"),"
        ),
        5..=8 => writeln!(
            text,
            "            what: Demand(by: \"p{by}\", of: [\"p{other}\"], issue: \"i{issue}\", text: \"{words}\"),"
        ),
        9..=11 => writeln!(
            text,
            "            what: Acceptance(by: [\"p{by}\"], issues: [\"i{issue}\"], text: \"{words}\"),"
        ),
        12 | 13 => writeln!(
            text,
            "            what: Rejection(by: \"p{by}\", issue: \"i{issue}\", text: \"{words}\"),"
        ),
        14 => writeln!(
            text,
            "            what: Concession(by: \"p{by}\", issue: \"i{issue}\", text: \"{words}\"),"
        ),
        15 | 16 => {
            let stage = ["disputed", "progressing", "in_principle", "agreed"][random.below(4)];
            writeln!(text, "            what: StageClaim(issue: \"i{issue}\", stage: \"{stage}\"),")
        }
        17 | 18 => writeln!(
            text,
            "            what: Meeting(occasion: \"m{number}\", present: [\"n{one}\", \"n{other}\"], agenda: [\"i{issue}\"]),"
        ),
        19 => {
            let open = random.below(2) == 0;
            writeln!(
                text,
                "            what: OpenPoint(point: \"o{issue}\", issue: \"i{issue}\", blocking: true, open: {open}, text: \"{words}\"),"
            )
        }
        20 => writeln!(
            text,
            "            modality: Expected,\n            what: Meeting(occasion: \"m{}\", present: [\"n{one}\"], agenda: [\"i{issue}\"]),",
            number + 7
        ),
        21 => writeln!(
            text,
            "            aspect: Reaffirms,\n            what: Proposal(by: \"p{by}\", issue: \"i{issue}\", text: \"{words}\"),"
        ),
        22 => writeln!(
            text,
            "            what: Assessment(issue: \"i{issue}\", aspect: Progress, text: \"{words}\"),"
        ),
        _ if number > 0 => {
            let target = number - 1 - random.below(number.min(200));
            writeln!(text, "            via: [],\n            what: Retract(of: \"e{target}\"),")
                .map(|()| again(text))
        }
        _ => writeln!(text, "            what: Travel(who: [\"n{by}\"]),"),
    };
    text.push_str("        ),\n");
}

/// A field is given once: the recorder's own retraction drops the chain written before it.
fn again(text: &mut String) {
    let last = text.rfind("            via: []").expect("just written");
    let begin = text.rfind("        (\n").expect("an event");
    if let Some(first) = text[begin..last].find("            via: ") {
        let first = begin + first;
        let end = first + text[first..].find('\n').expect("a line") + 1;
        text.replace_range(first..end, "");
    }
}

/// Returns a history of one issue: `event` writes the fields of each event, `size` a file.
pub(crate) fn one_issue(events: usize, size: usize, event: impl Fn(usize) -> String) -> History {
    let mut dispatches = Vec::new();
    let mut made = 0;
    while made < events {
        let date = made * 3650 / events + 30;
        let mut text = format!("(format: 1, date: \"{}\", events: [\n", day(date));
        for number in made..(made + size).min(events) {
            let on = number * 3650 / events + 1;
            let on = day(on.min(date));
            let _ = writeln!(text, "    (id: \"e{number}\", on: \"{on}\", {}),", event(number));
        }
        text += "])\n";
        dispatches.push(text);
        made += size;
    }
    History { charter: charter(1), dispatches }
}
