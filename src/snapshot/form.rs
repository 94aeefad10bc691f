//! From a sheet to its form: numbers become ids, events become what they say.

use super::{Head, ItemForm, ItemKey, ProcessForm, Scope, Snapshot};
use crate::event::{Answer, merged};
use crate::model::{Point, Policy, When};
use crate::record::{EventIx, Lens, Record};
use crate::register::Mandate;
use crate::source::Texts;
use crate::state::fold;
use crate::state::sheet::{Item, Key, Sheet, Subject, Value, sheet};

/// A year that no date leaves out: what is kept must be read in any other.
const NO_YEAR: i32 = i32::MIN;

/// What turns numbers into words.
#[derive(Debug, Clone, Copy)]
pub struct Forming<'f> {
    /// What the numbers are of.
    pub record: &'f Record,
    /// The texts, to read events again.
    pub texts: &'f Texts,
}

impl Snapshot {
    /// Takes a snapshot of some records from a point, without what was told off the record.
    pub fn take(
        texts: &Texts,
        records: &[Record],
        point: Point,
        policy: Policy,
        lens: &Lens,
    ) -> Snapshot {
        Snapshot::whole(texts, records, point, policy, &lens.exported())
    }

    /// Takes what a status shows of some records from a point, to be compared and not to be kept: what
    /// was told off the record is among it.
    pub fn whole(
        texts: &Texts,
        records: &[Record],
        point: Point,
        policy: Policy,
        lens: &Lens,
    ) -> Snapshot {
        let processes = records.iter().map(|record| {
            let standing = record.stand(point.known_on, lens);
            let state = fold(&standing, point.as_of, policy);
            let form = form(record, texts, &sheet(&standing, &state));
            (record.register.process.clone(), form)
        });
        let Point { as_of, known_on } = point;
        let head = Head { as_of, known_on, policy, only: lens.text().to_owned() };
        Snapshot { head, processes: processes.collect() }
    }
}

/// Returns the form of a whole sheet. O(items), each read again from its text.
pub fn form(record: &Record, texts: &Texts, sheet: &Sheet) -> ProcessForm {
    let forming = Forming { record, texts };
    let items = sheet.iter().map(|(key, item)| (forming.key(*key), forming.item(*key, item)));
    ProcessForm { title: record.register.title.clone(), items: items.collect() }
}

impl Forming<'_> {
    /// Returns the form of a key.
    pub fn key(self, key: Key) -> ItemKey {
        let register = &self.record.register;
        let issue = key.issue.map(|issue| register.issues.id(issue).to_owned());
        let subject = match key.subject {
            Subject::Issue => issue.clone().unwrap_or_default(),
            Subject::Actor(actor) => register.actors.id(actor).to_owned(),
            Subject::Voice(voice) => match self.record.joint(voice) {
                nobody if nobody.is_empty() => "recorder".to_owned(),
                voice => voice,
            },
            Subject::Thing(name) => self.record.name(name).to_owned(),
            Subject::Event(event) => self.id(event),
        };
        let scope = issue.map_or(Scope::Process, Scope::Issue);
        ItemKey { scope, field: key.field, subject }
    }

    /// Returns the form of an item of a key.
    pub fn item(self, key: Key, item: &Item) -> ItemForm {
        ItemForm {
            value: self.value(key, &item.value),
            on: item.on,
            events: item.events.iter().map(|event| self.id(*event)).collect(),
            via: item.events.first().map_or(Vec::new(), |event| self.record.via(*event)),
        }
    }

    /// Returns what an event says, in one line.
    pub fn line(self, event: EventIx) -> String {
        self.record.event(self.texts, event).line(&self.record.register)
    }

    fn id(self, event: EventIx) -> String {
        self.record.row(event).id.to_owned()
    }

    fn value(self, key: Key, value: &Value) -> String {
        let register = &self.record.register;
        match value {
            Value::Stage(rung) => {
                let issue = key.issue.expect("a stage is of an issue");
                register.stage(issue, *rung).id.clone()
            }
            Value::Since(day, vague) => format!("{day}{}", if *vague { "~" } else { "" }),
            Value::Condition(condition) => condition.name().to_owned(),
            Value::HeldBy(by) => by.name().to_owned(),
            Value::Yes => "yes".to_owned(),
            Value::Of(some, all) => format!("{some} of {all}"),
            Value::Issues(issues) => {
                let ids = issues.iter().map(|issue| register.issues.id(*issue));
                ids.collect::<Vec<_>>().join(", ")
            }
            Value::Words { when, told, answer } => self.words(*when, told, *answer),
            Value::Expected { when, overdue, told } => {
                let words = self.words(Some(*when), told, None);
                if *overdue { format!("{words}, overdue") } else { words }
            }
            Value::Offices(held) if held.is_empty() => "no office".to_owned(),
            Value::Offices(held) => {
                let offices = held.iter().map(|held| self.office(held));
                offices.collect::<Vec<_>>().join("; ")
            }
        }
    }

    fn office(self, held: &Mandate) -> String {
        format!("{}, {}", held.office, self.record.register.actors[held.party].name)
    }

    /// Returns what events say, as one line.
    fn words(self, when: Option<When>, told: &[EventIx], answer: Option<Answer>) -> String {
        let lines: Vec<String> = told.iter().map(|event| self.line(*event)).collect();
        let when = when.map(|when| when.shown(NO_YEAR));
        let answer = answer.map(|answer| answer.shown().to_owned());
        let parts = when.into_iter().chain([merged(&lines)]).chain(answer);
        parts.collect::<Vec<_>>().join(" · ")
    }
}
