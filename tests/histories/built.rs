//! A made-up process written out, read and built; and what can be seen of it, in words that no order and no
//! name can change.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use rapporteur::model::Policy;
use rapporteur::record::{EventIx, Image, Lens, Packed, Record, build};
use rapporteur::seed::{Folder, read};
use rapporteur::source::{Text, Texts};
use rapporteur::state::{State, fold};

use super::{Process, Writing, date, day};

const CHARTER: &str = include_str!("charter.ron");
const FREE: &str = include_str!("free.lifecycle.ron");
const WHOLE: &str = include_str!("whole.lifecycle.ron");

/// What every process begins with: it names each draft and point, so that none is unknown.
const PREAMBLE: &str = r#"(format: 1, date: "2025-01-01", events: [
    (id: "first-d1", what: Draft(draft: "d1", act: Leaked)),
    (id: "first-w1", what: Draft(draft: "d1", act: Leaked, issues: ["w"])),
    (id: "first-w2", what: Draft(draft: "d2", act: Leaked, issues: ["w"])),
    (id: "first-p1", what: OpenPoint(point: "p1", issue: "w")),
])
"#;

/// A record, and which event of the process each of its ids is.
pub(crate) struct Built {
    pub(crate) record: Record,
    pub(crate) texts: Texts,
    numbers: BTreeMap<String, String>,
    /// How many faults there are of each code.
    faults: BTreeMap<String, usize>,
    left_out: usize,
}

impl Built {
    /// Returns the same with its record packed and opened again.
    pub(crate) fn reopened(&self) -> Built {
        let packed = |bytes: Vec<u8>| {
            let range = (0, bytes.len());
            Packed { all: Arc::new(bytes), range }
        };
        let image = Image::of(self.record.pack().parts().map(packed));
        let record = Record::open(image, |file| file).expect("a record");
        let texts = Texts::default();
        let (numbers, faults) = (self.numbers.clone(), self.faults.clone());
        Built { record, texts, numbers, faults, left_out: self.left_out }
    }
}

/// Writes a process out, reads it and builds its record.
pub(crate) fn built(process: &Process, writing: &Writing) -> Built {
    let mut texts = Texts::default();
    let charter = texts.add(Text::new("p/charter.ron", CHARTER));
    let mut dispatches = vec![texts.add(Text::new("p/preamble.ron", PREAMBLE))];
    let mut numbers = BTreeMap::new();
    for at in &writing.files {
        let (file, stem) = (&process[*at], &writing.stems[*at]);
        let mut text =
            format!("(format: 1, date: \"{}\", {}events: [\n", day(file.date), file.head);
        for (place, event) in (1..).zip(&writing.events[*at]) {
            let event = &file.events[*event];
            let id = &writing.ids[event.number];
            let (id, field) = if event.named {
                (id.clone(), format!("id: \"{id}\", "))
            } else {
                (format!("{stem}.{place}"), String::new())
            };
            text += &format!("({field}{}),\n", named(&event.body, &writing.ids));
            numbers.insert(id, format!("{}", event.number));
        }
        text += "])\n";
        dispatches.push(texts.add(Text::new(format!("p/{stem}.ron"), text)));
    }
    let mut lifecycle = |name: &str, text: &str| texts.add(Text::new(format!("p/{name}"), text));
    let lifecycles =
        vec![lifecycle("free.lifecycle.ron", FREE), lifecycle("whole.lifecycle.ron", WHOLE)];
    let folder = Folder { charters: vec![(charter, PathBuf::from("p"))], lifecycles, dispatches };
    let mut seeds = read(texts, &[folder], Vec::new());
    let process = seeds.processes.pop().expect("the charter is sound");
    let (record, lost) = build(process, &seeds.texts, &mut seeds.faults);
    let mut faults = BTreeMap::new();
    for fault in &seeds.faults {
        *faults.entry(format!("{:?}", fault.code)).or_default() += 1;
    }
    let left_out = seeds.left_out + lost;
    Built { record, texts: seeds.texts, numbers, faults, left_out }
}

fn named(body: &str, ids: &[String]) -> String {
    let mut res = String::new();
    for part in body.split('<') {
        match part.split_once('>') {
            Some((number, rest)) => {
                res += &ids[number.parse::<usize>().expect("a number")];
                res += rest;
            }
            None => res += part,
        }
    }
    res
}

impl Built {
    /// Returns the state at a point, through a lens.
    pub(crate) fn state(&self, as_of: i32, known_on: i32, lens: &Lens, policy: Policy) -> State {
        fold(&self.record.stand(date(known_on), lens), date(as_of), policy)
    }

    pub(crate) fn lens(&self, text: &str) -> Lens {
        Lens::parse(text, &[&self.record.register], date(60)).expect("a lens of ours")
    }

    /// Returns how much was wrong.
    pub(crate) fn faults(&self) -> String {
        format!("{:?}, {} left out", self.faults, self.left_out)
    }

    /// Returns everything that a state says of issues, in words that no order and no name can change.
    pub(crate) fn issues(&self, state: &State) -> Vec<String> {
        let register = &self.record.register;
        register
            .issues
            .indices()
            .map(|issue| self.issue(register.issues.id(issue), state.issue(issue)))
            .collect()
    }

    /// Returns what is expected, in such words.
    pub(crate) fn expected(&self, state: &State) -> Vec<String> {
        let mut res: Vec<String> = state
            .expected
            .iter()
            .map(|one| format!("{} {:?} {}", self.number(one.event), one.when, one.overdue))
            .collect();
        res.sort();
        res
    }

    fn issue(&self, id: &str, state: &rapporteur::state::IssueState) -> String {
        let mut blocking: Vec<String> = state
            .blocking
            .iter()
            .map(|one| {
                use rapporteur::state::Blocking;
                match one {
                    Blocking::Hold { event, object } => {
                        format!("{} by {}", self.record.name(*object), self.number(*event))
                    }
                    Blocking::Objection { event } | Blocking::Link { event } => self.number(*event),
                    Blocking::Package(package) => package.clone(),
                }
            })
            .collect();
        blocking.sort();
        let moves = |moves: &[rapporteur::state::Move]| -> Vec<String> {
            let one = |it: &rapporteur::state::Move| {
                let odd = if it.is_irregular() { "!" } else { "" };
                let causes = self.numbers(&it.causes);
                format!(
                    "{} {:?} {:?}>{:?}{odd} {causes:?} {:?}",
                    it.day, it.way, it.from, it.to, it.unmet
                )
            };
            moves.iter().map(one).collect()
        };
        let tallies: Vec<String> = state.tallies.iter().map(|tally| self.tally(tally)).collect();
        format!(
            "{id}: {:?} own {:?} {:?} since {:?} {:?} {:?} derived {:?} asserted {:?} contested {} \
             one-sided {} {:?} reopened {} blocking {blocking:?} evidence {:?} demands {:?} parts {:?} \
             moves {:?} refused {:?} last {:?} due {:?} tallies {tallies:?}",
            state.rung,
            state.own,
            state.condition,
            state.since,
            state.held_by,
            state.reason,
            state.derived,
            state.asserted,
            state.contested,
            state.one_sided,
            state.first_hand,
            state.reopened,
            self.numbers(&state.evidence),
            self.numbers(&state.demands),
            state.parts,
            moves(&state.moves),
            moves(&state.refused),
            state.last_claim,
            state.due,
        )
    }

    fn tally(&self, tally: &rapporteur::state::Tally) -> String {
        let met = tally.met.as_ref().map(|met| (met.day, met.follows, self.numbers(&met.by)));
        format!("{:?} {} {} {met:?}", tally.stage, tally.count, tally.weight)
    }

    fn numbers(&self, events: &[EventIx]) -> Vec<String> {
        let mut res: Vec<String> = events.iter().map(|event| self.number(*event)).collect();
        res.sort();
        res
    }

    fn number(&self, event: EventIx) -> String {
        let id = self.record.row(event).id;
        self.numbers.get(id).map_or(id, String::as_str).to_owned()
    }
}
