//! From judged entries to rows and claims, all names turned into numbers.

use std::collections::{BTreeMap, BTreeSet};

use super::aim::{Meaning, Meanings};
use super::intern::{Names, Sets};
use super::ring;
use super::row::{Cells, Writing};
use super::{Aim, Claim, Claims, EventIx, Flags, Further, Link, Record, SetIx, Strike, Waiting};
use crate::event::{Change, Deed, OnTarget};
use crate::model::{Aspect, Day, Modality};
use crate::register::{ActorIx, IssueIx, Register};
use crate::seed::{Dispatch, Entry, Reference, Wait};

/// Makes the record of entries that are in the one order, none of which names what is not there.
pub(super) fn assemble(
    register: Register,
    dispatches: Vec<Dispatch>,
    entries: &[Box<Entry>],
    strikes: &[Strike],
) -> Record {
    let meanings = Meanings::of(entries, &register);
    let mut builder = Builder {
        entries,
        taken: taken(entries, &register, &meanings),
        meanings: &meanings,
        sets: Sets::default(),
        names: Names::default(),
        rows: Writing::default(),
        claims: Vec::new(),
        further: Further::default(),
        changes: BTreeMap::new(),
    };
    for at in 0..entries.len() {
        builder.add(at);
    }
    let Builder { mut claims, sets, names, rows, further, changes, .. } = builder;
    claims.sort_by_key(|(issue, claim)| (*issue, claim.event, claim.act));
    let mut starts = Vec::with_capacity(register.issues.len() + 1);
    for issue in register.issues.indices() {
        starts.push(claims.partition_point(|(other, _)| *other < issue));
    }
    starts.push(claims.len());
    let claims = claims.into_iter().map(|(_, claim)| claim).collect();
    let strikes = strikes.to_vec();
    let logs = logs(&dispatches);
    let (rows, claims) = (rows.into(), Claims { claims, starts }.into());
    let (names, further) = (names.into(), further.into());
    Record { register, dispatches, logs, rows, claims, strikes, sets, names, further, changes }
}

/// Numbers the logs in the order of their names.
pub(super) fn logs(dispatches: &[Dispatch]) -> Vec<Option<(u32, u64)>> {
    let logs = || dispatches.iter().map(|dispatch| dispatch.log.as_ref());
    let names: BTreeSet<&str> = logs().flatten().map(|(name, _)| name.as_str()).collect();
    let numbers: BTreeMap<&str, u32> = names.into_iter().zip(0..).collect();
    logs().map(|log| log.map(|(name, seq)| (numbers[name.as_str()], *seq))).collect()
}

fn number(at: usize) -> EventIx {
    EventIx(u32::try_from(at).expect("fewer than 2^32 events"))
}

/// What an event says of one issue, be it named or that of what it points at.
#[derive(Debug, Clone)]
struct Said {
    issue: IssueIx,
    deed: Deed,
    by: Vec<ActorIx>,
    to: Vec<ActorIx>,
    /// When it was done, where that is another day than the event's own.
    first_last: Option<(Day, Day)>,
    /// It could not be known before this day.
    known: Day,
    /// It is on the issue only because its thing is.
    through: bool,
    /// It repeats what another event said, and points where that points.
    repeats: Option<usize>,
}

/// Returns what events say of the issues of what they point at, by event. What points at others comes
/// after them; around a ring nothing is taken over.
fn taken(
    entries: &[Box<Entry>],
    register: &Register,
    meanings: &Meanings<'_>,
) -> BTreeMap<usize, Vec<Said>> {
    let mut taken: BTreeMap<usize, Vec<Said>> = BTreeMap::new();
    let pointing: BTreeSet<usize> =
        (0..entries.len()).filter(|at| !entries[*at].on_target.is_empty()).collect();
    if pointing.is_empty() {
        return taken;
    }
    let meaning = |at: usize| entries[at].about.as_ref().and_then(|about| meanings.find(&about.id));
    let edge = |at: &usize| match meaning(*at) {
        Some(Meaning::Event(target)) => Some((*at, target)),
        _ => None,
    };
    let edges: Vec<(usize, usize)> = pointing.iter().filter_map(edge).collect();
    let (order, ringed) = ring::order(entries.len(), &edges);
    let things = Things::of(entries);
    for at in order.into_iter().rev().filter(|at| pointing.contains(at)) {
        if ringed.binary_search(&at).is_ok() {
            continue;
        }
        let (target, repeated) = match meaning(at) {
            Some(Meaning::Event(target)) => {
                let mut said = own(&entries[target]);
                said.extend(taken.get(&target).into_iter().flatten().cloned());
                (said, Some(target))
            }
            Some(Meaning::Issue(issue)) => (vec![mention(issue, Day::MIN)], None),
            Some(Meaning::Thing(name)) => (things.issues(name), None),
            None => (Vec::new(), None),
        };
        let entry = &entries[at];
        let over = |further| taken_over(further, entry, &target, register, entries, repeated);
        taken.insert(at, entry.on_target.iter().flat_map(over).collect());
    }
    taken
}

fn own(entry: &Entry) -> Vec<Said> {
    let effects = entry.effects.iter();
    effects
        .map(|effect| Said {
            issue: effect.issue,
            deed: effect.deed.clone(),
            by: effect.deed.by.clone().unwrap_or_else(|| entry.by.clone()),
            to: entry.to.clone(),
            first_last: None,
            known: entry.known,
            through: false,
            repeats: None,
        })
        .collect()
}

fn mention(issue: IssueIx, known: Day) -> Said {
    let deed = Deed::new(crate::lifecycle::Act::Mentioned);
    let (by, to) = (Vec::new(), Vec::new());
    Said { issue, deed, by, to, first_last: None, known, through: false, repeats: None }
}

/// Returns what an event says on the issues of its target.
fn taken_over(
    further: &OnTarget,
    entry: &Entry,
    target: &[Said],
    register: &Register,
    entries: &[Box<Entry>],
    repeated: Option<usize>,
) -> Vec<Said> {
    let mut seen = BTreeSet::new();
    let once = target.iter().filter(|said| seen.insert(said.issue));
    let on = |said: &Said, deed: Deed| Said {
        issue: said.issue,
        by: deed.by.clone().unwrap_or_else(|| entry.by.clone()),
        deed,
        to: entry.to.clone(),
        first_last: None,
        known: entry.known.max(said.known),
        through: said.through,
        repeats: None,
    };
    match further {
        OnTarget::Deed(deed) => once.map(|said| on(said, deed.clone())).collect(),
        OnTarget::Ballot(ballot) => {
            once.map(|said| on(said, ballot.deed(register, said.issue))).collect()
        }
        OnTarget::Repeat => {
            let when = repeated.map(|at| (entries[at].when.first, entries[at].when.last));
            let again = |said: &Said| Said {
                first_last: said.first_last.or(when),
                known: entry.known.max(said.known),
                repeats: said.repeats.or(repeated),
                ..said.clone()
            };
            target.iter().map(again).collect()
        }
    }
}

/// The issues that drafts, passages and points are about, by what was said of them.
struct Things<'e> {
    issues: BTreeMap<&'e str, BTreeSet<IssueIx>>,
}

impl<'e> Things<'e> {
    fn of(entries: &'e [Box<Entry>]) -> Self {
        let mut issues: BTreeMap<&str, BTreeSet<IssueIx>> = BTreeMap::new();
        for entry in entries {
            for name in &entry.introduces {
                issues.entry(name).or_default().extend(entry.effects.iter().map(|one| one.issue));
            }
        }
        Things { issues }
    }

    /// Returns the issues that somebody said a thing is about. Whether that stands is seen when the
    /// claims are counted.
    fn issues(&self, name: &str) -> Vec<Said> {
        let issues = self.issues.get(name).into_iter().flatten();
        issues.map(|issue| Said { through: true, ..mention(*issue, Day::MIN) }).collect()
    }
}

struct Builder<'e> {
    entries: &'e [Box<Entry>],
    taken: BTreeMap<usize, Vec<Said>>,
    meanings: &'e Meanings<'e>,
    sets: Sets,
    names: Names,
    rows: Writing,
    claims: Vec<(IssueIx, Claim)>,
    further: Further,
    changes: BTreeMap<EventIx, Change>,
}

/// One claim to be, its names turned into numbers.
struct Claiming<'c> {
    issue: IssueIx,
    deed: &'c Deed,
    by: SetIx,
    to: SetIx,
    days: (Day, Day),
    known: Day,
    target: Aim,
    flags: Flags,
}

impl Builder<'_> {
    fn add(&mut self, at: usize) {
        let (event, entry) = (number(at), &self.entries[at]);
        let via: Vec<_> = entry.via.iter().map(|link| self.sets.add(link)).collect();
        let (by, to) = (self.sets.add(&entry.by), self.sets.add(&entry.to));
        let present = self.sets.add(&entry.present);
        let about = entry.about.as_ref().map_or(Aim::Nothing, |about| self.aim(&about.id));
        let voice = via.first().copied().unwrap_or_else(|| self.sets.add(&[]));
        for effect in &entry.effects {
            let by = effect.deed.by.as_ref().map_or(by, |by| self.sets.add(by));
            let said = Claiming {
                issue: effect.issue,
                deed: &effect.deed,
                by,
                to,
                days: (entry.when.first, entry.when.last),
                known: entry.known,
                target: about,
                flags: Flags::default(),
            };
            self.claim(event, entry, voice, &said);
        }
        for said in self.taken.remove(&at).unwrap_or_default() {
            let target = match said.repeats.map(|at| &self.entries[at].about) {
                Some(Some(about)) => self.aim(&about.id),
                Some(None) => Aim::Nothing,
                None => about,
            };
            let flags = Flags::default()
                .with(Flags::REPEATS, said.repeats.is_some())
                .with(Flags::THROUGH, said.through);
            let said = Claiming {
                issue: said.issue,
                deed: &said.deed,
                by: self.sets.add(&said.by),
                to: self.sets.add(&said.to),
                days: said.first_last.unwrap_or((entry.when.first, entry.when.last)),
                known: said.known,
                target,
                flags,
            };
            self.claim(event, entry, voice, &said);
        }
        self.note(event, entry, about);
        let cells = Cells {
            id_span: entry.id_place.span,
            span: entry.place.span,
            dispatch: entry.dispatch,
            kind: entry.kind,
            when: entry.when,
            known: entry.known,
            stated: entry.stated,
            modality: entry.modality,
            aspect: entry.aspect,
            basis: entry.basis,
            by,
            to,
            present,
            occasion: entry.occasion.as_deref().map(|name| self.names.add(name)),
            brings: entry.introduces.last().map(|name| self.names.add(name)),
            about,
            answer: entry.answer,
            carried: entry.carried,
        };
        self.rows.add(&entry.id, &via, &entry.locations, cells);
    }

    fn claim(&mut self, event: EventIx, entry: &Entry, voice: SetIx, said: &Claiming<'_>) {
        let thing = match said.target {
            Aim::Thing(name) => Some(name),
            _ => None,
        };
        let object = said.deed.object.as_deref().map(|name| self.names.add(name)).or(thing);
        let conditional = entry.modality == Modality::Conditional;
        let flags = said
            .flags
            .with(Flags::PRESUPPOSED, entry.aspect == Aspect::Presupposed)
            .with(Flags::REAFFIRMS, entry.aspect == Aspect::Reaffirms)
            .with(Flags::RECORDER, entry.via.is_empty())
            .with(Flags::IMPRECISE, entry.when.is_imprecise())
            .with(Flags::CONDITIONAL, conditional);
        let claim = Claim {
            event,
            first: said.days.0,
            last: said.days.1,
            from: entry.when.from,
            known: said.known,
            by: said.by,
            to: said.to,
            voice,
            object,
            link: link(said.deed, said.target),
            act: said.deed.act,
            flags,
            basis: entry.basis,
        };
        if matches!(entry.change, Some(Change::Deadline { .. })) {
            self.further.concerns.entry(event).or_default().push(said.issue);
        }
        self.claims.push((said.issue, claim));
    }

    /// Notes what is looked up by what it points at.
    fn note(&mut self, event: EventIx, entry: &Entry, about: Aim) {
        if entry.answer.is_some() {
            self.further.answers.entry(about).or_default().push(event);
        }
        if let Some(thing) = &entry.settles {
            let name = self.names.add(thing);
            self.further.settlers.entry(name).or_default().push(event);
        }
        for thing in &entry.introduces {
            let name = self.names.add(thing);
            for effect in &entry.effects {
                let places = self.further.about.entry((name, effect.issue)).or_default();
                if places.last() != Some(&event) {
                    places.push(event);
                }
            }
        }
        if let Some(occasion) = &entry.occasion {
            let name = self.names.add(occasion);
            self.further.accounts.entry(name).or_default().push(event);
        }
        if let Some(after) = &entry.after
            && let Some(at) = self.meanings.event(&after.id)
        {
            self.further.after.insert(event, number(at));
        }
        if entry.modality == Modality::Conditional {
            let mut aim = |of: &Reference| self.aim(&of.id);
            let wait = |wait: &Wait| Waiting {
                rel: wait.rel,
                of: wait.of.as_ref().map_or(Aim::Nothing, &mut aim),
            };
            let waits = entry.waits.iter().map(wait).collect();
            self.further.waiting.insert(event, waits);
        }
        if let Some(change) = &entry.change {
            if let Change::Restructure { from, into } = change {
                for issue in into {
                    let lines = from.iter().map(|from| (event, *from));
                    self.further.lineage.entry(*issue).or_default().extend(lines);
                    for from in from {
                        let onward = self.further.succession.entry(*from).or_default();
                        onward.push((event, *issue));
                    }
                }
            }
            self.changes.insert(event, change.clone());
        }
    }

    fn aim(&mut self, name: &str) -> Aim {
        match self.meanings.find(name) {
            Some(Meaning::Event(at)) => Aim::Event(number(at)),
            Some(Meaning::Issue(issue)) => Aim::Issue(issue),
            Some(Meaning::Thing(name)) => Aim::Thing(self.names.add(name)),
            None => Aim::Nothing,
        }
    }
}

fn link(deed: &Deed, about: Aim) -> Link {
    match (deed.rung, deed.until, about) {
        (Some(rung), ..) => Link::Stage(rung),
        (None, Some(until), _) => Link::Until(until),
        (None, None, Aim::Event(event)) => Link::Event(event),
        _ => Link::None,
    }
}
