//! All that a status shows, item by item: what is compared to say what changed.

use std::collections::{BTreeMap, BTreeSet};

use super::fold::Asked;
use super::{Condition, HeldBy, IssueState, State};
use crate::event::{Answer, Change, Kind};
use crate::lifecycle::{Act, Rung};
use crate::model::{Day, Modality, When};
use crate::record::{Aim, Claim, EventIx, NameIx, Row, SetIx, Standing};
use crate::register::{ActorIx, IssueIx, Mandate, Sort};

/// What an item says of its subject. Their order is that in which they are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The stage of an issue.
    Stage,
    /// Since when it stands there.
    Since,
    /// Why the talks on it do not go on.
    Condition,
    /// On what the stage rests.
    HeldBy,
    /// Live claims on it contradict each other.
    Contested,
    /// It is agreed on the word of some only.
    OneSided,
    /// The issues that it goes on as.
    GoesOnAs,
    /// What a party says that it wants, offers, accepts or rejects.
    Position,
    /// A demand that is open.
    Demand,
    /// How somebody judges that things go.
    Assessment,
    /// A point that is open.
    Point,
    /// How parties read a draft.
    Reading,
    /// How far a passage of a draft has come.
    Passage,
    /// People met.
    Encounter,
    /// What is to come.
    Expected,
    /// What happened to a text.
    Draft,
    /// What was promised or threatened, and how it was kept.
    Commitment,
    /// What parties do outside the room.
    Conduct,
    /// The offices of a person.
    Mandate,
    /// Whether a party is in the process, or in another party.
    Membership,
}

impl Field {
    /// Every field, in the order in which they are read.
    pub const ALL: [Field; 20] = [
        Field::Stage,
        Field::Since,
        Field::Condition,
        Field::HeldBy,
        Field::Contested,
        Field::OneSided,
        Field::GoesOnAs,
        Field::Position,
        Field::Demand,
        Field::Assessment,
        Field::Point,
        Field::Reading,
        Field::Passage,
        Field::Encounter,
        Field::Expected,
        Field::Draft,
        Field::Commitment,
        Field::Conduct,
        Field::Mandate,
        Field::Membership,
    ];

    /// Returns the name that files and programs use.
    pub fn name(self) -> &'static str {
        match self {
            Field::Stage => "stage",
            Field::Since => "since",
            Field::Condition => "condition",
            Field::HeldBy => "held_by",
            Field::Contested => "contested",
            Field::OneSided => "one_sided",
            Field::GoesOnAs => "goes_on_as",
            Field::Position => "position",
            Field::Demand => "demand",
            Field::Assessment => "assessment",
            Field::Point => "point",
            Field::Reading => "reading",
            Field::Passage => "passage",
            Field::Encounter => "encounter",
            Field::Expected => "expected",
            Field::Draft => "draft",
            Field::Commitment => "commitment",
            Field::Conduct => "conduct",
            Field::Mandate => "mandate",
            Field::Membership => "membership",
        }
    }
}

/// What an item is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Subject {
    /// The issue itself.
    Issue,
    /// A party or person.
    Actor(ActorIx),
    /// Those on whose word it is.
    Voice(SetIx),
    /// A draft, passage, point or occasion.
    Thing(NameIx),
    /// An event that has no other name.
    Event(EventIx),
}

/// Which item it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The issue that it concerns; none where it concerns the process.
    pub issue: Option<IssueIx>,
    /// What it says.
    pub field: Field,
    /// Of what.
    pub subject: Subject,
}

/// What an item says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A stage.
    Stage(Rung),
    /// A day, and whether it is not exact.
    Since(Day, bool),
    /// Whether talks go on.
    Condition(Condition),
    /// On what the stage rests.
    HeldBy(HeldBy),
    /// It is so.
    Yes,
    /// So many of so many.
    Of(usize, usize),
    /// Issues.
    Issues(Vec<IssueIx>),
    /// What events say; with the day where it counts, and the latest answer.
    Words {
        /// When it was, where it is told as a thing of its day.
        when: Option<When>,
        /// The events, in the one order.
        told: Vec<EventIx>,
        /// The latest answer to them.
        answer: Option<Answer>,
    },
    /// It is to be, or should have been.
    Expected {
        /// When.
        when: When,
        /// Its last day has passed.
        overdue: bool,
        /// The events that say so.
        told: Vec<EventIx>,
    },
    /// The offices that a person holds on the day.
    Offices(Vec<Mandate>),
}

/// One thing that a status shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// What it says.
    pub value: Value,
    /// The day in the world since which it is so, as far as it is known.
    pub on: Option<Day>,
    /// The events on which it rests, in the one order.
    pub events: Vec<EventIx>,
}

/// All that a status shows.
pub type Sheet = BTreeMap<Key, Item>;

/// Returns all that a status of a process shows. O(claims + events).
pub fn sheet(standing: &Standing<'_>, state: &State) -> Sheet {
    sheet_of(standing, state, &|_| true)
}

/// Returns what a status shows of some issues, and of the process beside its issues.
pub(super) fn sheet_of(standing: &Standing<'_>, state: &State, asked: Asked<'_>) -> Sheet {
    let mut drawing = Drawing { standing, state, sheet: Sheet::new() };
    for issue in standing.record.register.issues.indices().filter(|issue| asked(*issue)) {
        drawing.issue(issue);
    }
    drawing.process();
    drawing.sheet
}

struct Drawing<'d, 'r> {
    standing: &'d Standing<'r>,
    state: &'d State,
    sheet: Sheet,
}

/// The latest word on something: a repetition never takes the place of what it repeats.
#[derive(Debug, Default)]
struct Latest {
    rank: Option<(bool, Day)>,
    told: BTreeSet<EventIx>,
    closed: bool,
}

impl Latest {
    fn add(&mut self, claimed: (bool, Day), event: EventIx, closes: bool) {
        if self.rank.is_none_or(|rank| claimed > rank) {
            *self = Latest { rank: Some(claimed), ..Latest::default() };
        }
        if self.rank == Some(claimed) {
            self.told.insert(event);
            self.closed |= closes;
        }
    }
}

impl Drawing<'_, '_> {
    fn put(&mut self, key: Key, value: Value, on: Option<Day>, events: Vec<EventIx>) {
        self.sheet.insert(key, Item { value, on, events });
    }

    fn issue(&mut self, issue: IssueIx) {
        let one = self.state.issue(issue);
        let key = |field| Key { issue: Some(issue), field, subject: Subject::Issue };
        let since = one.since.map(|(day, _)| day);
        let rests = || one.carried_by.clone();
        self.put(key(Field::Stage), Value::Stage(one.rung), since, rests());
        let Some((day, vague)) = one.since else { return };
        self.put(key(Field::Since), Value::Since(day, vague), since, rests());
        if one.condition != Condition::Active {
            let after = self.standing.record.register.lifecycle(issue).stalled_after;
            let on = (one.condition == Condition::Stalled).then(|| day.plus(after));
            self.put(key(Field::Condition), Value::Condition(one.condition), on, Vec::new());
        }
        self.put(key(Field::HeldBy), Value::HeldBy(one.held_by), None, rests());
        if one.contested {
            self.put(key(Field::Contested), Value::Yes, None, rests());
        }
        if one.one_sided {
            let (told, required) = one.first_hand;
            self.put(key(Field::OneSided), Value::Of(told, required), None, rests());
        }
        if !one.became.is_empty() {
            self.put(key(Field::GoesOnAs), Value::Issues(one.became.clone()), None, Vec::new());
        }
        self.demands(issue, one);
        let claims = self.standing.claims(issue, self.state.point.as_of, &self.state.settled);
        self.latest(issue, one, &claims);
    }

    fn demands(&mut self, issue: IssueIx, one: &IssueState) {
        for event in &one.demands {
            let subject = Subject::Event(*event);
            let key = Key { issue: Some(issue), field: Field::Demand, subject };
            let answer = self.answer(*event);
            let row = self.standing.record.row(*event);
            let events = std::iter::once(*event).chain(answer.map(|(event, _)| event)).collect();
            let answer = answer.map(|(_, answer)| answer);
            let value = Value::Words { when: None, told: vec![*event], answer };
            self.put(key, value, Some(row.when.from), events);
        }
    }

    /// Returns the latest answer to an event.
    fn answer(&self, event: EventIx) -> Option<(EventIx, Answer)> {
        let record = self.standing.record;
        let answers = record.answers(Aim::Event(event)).iter().copied();
        let told = answers.filter(|answer| self.happened(*answer, record.row(*answer)));
        let latest = told.max_by_key(|answer| (record.row(*answer).when.from, *answer));
        latest.and_then(|answer| Some((answer, record.row(answer).answer?)))
    }

    /// Returns whether an event is told to have happened by the day.
    fn happened(&self, event: EventIx, row: Row<'_>) -> bool {
        row.modality == Modality::Actual
            && row.when.from <= self.state.point.as_of
            && self.standing.has(event)
    }

    /// The latest word of each party, of each voice that judges, and on each point, draft and passage.
    fn latest(&mut self, issue: IssueIx, one: &IssueState, claims: &[Claim]) {
        let mut all: BTreeMap<(Field, Subject), Latest> = BTreeMap::new();
        for claim in claims {
            let row = self.standing.record.row(claim.event);
            let fresh = row.aspect == crate::model::Aspect::New;
            let rank = (fresh, claim.from);
            if claim.act.is_position() {
                for party in self.parties(claim) {
                    let latest = all.entry((Field::Position, Subject::Actor(party))).or_default();
                    latest.add(rank, claim.event, false);
                }
            }
            let judged = matches!(claim.act, Act::Toward | Act::Away);
            if judged && one.counting.contains(&(claim.event, claim.act)) {
                let latest =
                    all.entry((Field::Assessment, Subject::Voice(claim.voice))).or_default();
                latest.add(rank, claim.event, false);
            }
            let field = match row.kind {
                Kind::OpenPoint => Field::Point,
                Kind::Reading => Field::Reading,
                Kind::Passage => Field::Passage,
                _ => continue,
            };
            if let Some(thing) = claim.object.filter(|_| row.modality == Modality::Actual) {
                let latest = all.entry((field, Subject::Thing(thing))).or_default();
                latest.add(rank, claim.event, claim.act == Act::PointClosed);
            }
        }
        for ((field, subject), latest) in all {
            if latest.closed {
                continue;
            }
            let told: Vec<EventIx> = latest.told.into_iter().collect();
            let on = latest.rank.map(|(_, day)| day);
            let value = Value::Words { when: None, told: told.clone(), answer: None };
            self.put(Key { issue: Some(issue), field, subject }, value, on, told);
        }
    }

    /// Returns the parties that a claim is the word or deed of.
    fn parties(&self, claim: &Claim) -> BTreeSet<ActorIx> {
        let actors = self.standing.record.set(claim.by).iter();
        let parties = actors.flat_map(|actor| self.sides(*actor, claim.first));
        parties.collect()
    }

    /// Returns the parties that an actor is or speaks for on a day.
    fn sides(&self, actor: ActorIx, day: Day) -> Vec<ActorIx> {
        if matches!(self.standing.record.register.actors[actor].sort, Sort::Party { .. }) {
            return vec![actor];
        }
        let mandates = self.standing.people.mandates(actor).iter();
        mandates.filter(|held| held.holds(day)).map(|held| held.party).collect()
    }

    /// What concerns no issue alone.
    fn process(&mut self) {
        let record = self.standing.record;
        let mut all: BTreeMap<(Field, Subject), Latest> = BTreeMap::new();
        let mut met: BTreeMap<Subject, Vec<EventIx>> = BTreeMap::new();
        for (event, row) in record.events() {
            if !self.happened(event, row) {
                continue;
            }
            let rank = (row.aspect == crate::model::Aspect::New, row.when.from);
            if row.answer == Some(Answer::Happened) {
                self.came_about(event, row);
                continue;
            }
            let itself = Subject::Event(event);
            let place = match row.kind {
                Kind::Meeting | Kind::Travel | Kind::Approach => {
                    let subject = row.occasion.map_or(itself, Subject::Thing);
                    met.entry(subject).or_default().push(event);
                    continue;
                }
                Kind::Draft => (Field::Draft, row.brings.map_or(itself, Subject::Thing)),
                Kind::Conduct => (Field::Conduct, self.conduct(event)),
                Kind::Commitment => {
                    self.commitment(event);
                    continue;
                }
                _ => match record.change(event) {
                    Some(Change::Mandate { person, .. }) => {
                        (Field::Mandate, Subject::Actor(*person))
                    }
                    Some(Change::Accession { party, .. }) => {
                        (Field::Membership, Subject::Actor(*party))
                    }
                    _ => continue,
                },
            };
            all.entry(place).or_default().add(rank, event, false);
        }
        for ((field, subject), latest) in all {
            let told: Vec<EventIx> = latest.told.into_iter().collect();
            let on = latest.rank.map(|(_, day)| day);
            let value = match (field, subject) {
                (Field::Mandate, Subject::Actor(person)) => Value::Offices(self.offices(person)),
                _ => Value::Words { when: None, told: told.clone(), answer: None },
            };
            self.put(Key { issue: None, field, subject }, value, on, told);
        }
        self.encounters(met);
        self.expected();
    }

    /// Returns what goes on as one with the conduct that an event tells of: the first account of it. Those
    /// that name each other around a ring are each their own.
    fn conduct(&self, event: EventIx) -> Subject {
        let record = self.standing.record;
        let mut seen = BTreeSet::from([event]);
        let mut first = event;
        while let Aim::Event(before) = record.row(first).about
            && record.row(before).kind == Kind::Conduct
        {
            if !seen.insert(before) {
                return Subject::Event(event);
            }
            first = before;
        }
        Subject::Event(first)
    }

    fn commitment(&mut self, event: EventIx) {
        let row = self.standing.record.row(event);
        let answer = self.answer(event);
        let key = Key { issue: None, field: Field::Commitment, subject: Subject::Event(event) };
        let events = std::iter::once(event).chain(answer.map(|(event, _)| event)).collect();
        let answer = answer.map(|(_, answer)| answer);
        let value = Value::Words { when: None, told: vec![event], answer };
        self.put(key, value, Some(row.when.from), events);
    }

    fn offices(&self, person: ActorIx) -> Vec<Mandate> {
        let mandates = self.standing.people.mandates(person).iter();
        mandates.filter(|held| held.holds(self.state.point.as_of)).cloned().collect()
    }

    /// What was expected, and is told to have happened without an account of its own.
    fn came_about(&mut self, event: EventIx, row: Row<'_>) {
        let Aim::Event(announced) = row.about else { return };
        let what = self.standing.record.row(announced);
        let subject = what.occasion.map_or(Subject::Event(announced), Subject::Thing);
        let key = Key { issue: None, field: Field::Encounter, subject };
        let told = vec![announced];
        let answer = Some(Answer::Happened);
        let value = Value::Words { when: Some(what.when), told, answer };
        self.put(key, value, Some(what.when.from), vec![announced, event]);
    }

    /// Encounters that took place, every account of one together.
    fn encounters(&mut self, met: BTreeMap<Subject, Vec<EventIx>>) {
        for (subject, told) in met {
            let key = Key { issue: None, field: Field::Encounter, subject };
            let when = self.standing.record.row(told[0]).when;
            let value = Value::Words { when: Some(when), told: told.clone(), answer: None };
            self.put(key, value, Some(when.from), told);
        }
    }

    fn expected(&mut self) {
        let mut all: BTreeMap<Subject, (When, bool, Vec<EventIx>)> = BTreeMap::new();
        for one in &self.state.expected {
            let subject = one.occasion.map_or(Subject::Event(one.event), Subject::Thing);
            let (_, _, told) = all.entry(subject).or_insert((one.when, one.overdue, Vec::new()));
            told.push(one.event);
        }
        for (subject, (when, overdue, mut told)) in all {
            told.sort_unstable();
            let key = Key { issue: None, field: Field::Expected, subject };
            let value = Value::Expected { when, overdue, told: told.clone() };
            let on = if overdue { when.last.plus(1) } else { when.first };
            self.put(key, value, Some(on), told);
        }
    }
}
