use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use super::force::{Force, Settled, forces};
use super::tell::corroborated;
use super::tick::{Tick, ticks};
use super::{Aim, Claim, EventIx, Flags, Lens, Link, People, Record, Row};
use crate::lifecycle::Act;
use crate::model::{Day, Modality};
use crate::register::{ActorIx, IssueIx};

/// What stands of a record on a day of knowledge, as seen through a lens.
///
/// A claim stands if it was known by then and nothing that stands strikes it out. Standing is settled
/// first, over everything; the lens then chooses among what stands, so that looking through one
/// source's eyes does not undo a correction.
#[derive(Debug)]
pub struct Standing<'r> {
    /// The record.
    pub record: &'r Record,
    /// The day of knowledge.
    pub known_on: Day,
    /// Who speaks for whom, as known.
    pub people: People<'r>,
    lens: &'r Lens,
    settling: Settling<'r>,
    /// How many independent sources tell each event, once somebody asks for it.
    roots: OnceLock<Vec<usize>>,
    forces: OnceLock<BTreeMap<EventIx, Force>>,
    ticks: OnceLock<BTreeMap<EventIx, Tick>>,
}

/// Which events are known and which of them stand, settled once somebody asks: what is folded already is
/// often shown without that.
#[derive(Debug)]
struct Settling<'r> {
    record: &'r Record,
    known_on: Day,
    settled: OnceLock<Stands>,
}

#[derive(Debug)]
struct Stands {
    known: Vec<bool>,
    stands: Vec<bool>,
}

impl Stands {
    fn of(record: &Record, is_known: impl Fn(EventIx, Row<'_>) -> bool) -> Stands {
        let known: Vec<bool> = record.events().map(|(event, row)| is_known(event, row)).collect();
        let mut stands = known.clone();
        for strike in &record.strikes {
            if stands[strike.act.index()] {
                stands[strike.target.index()] = false;
            }
        }
        Stands { known, stands }
    }
}

impl Settling<'_> {
    fn get(&self) -> &Stands {
        let known_on = self.known_on;
        self.settled.get_or_init(|| Stands::of(self.record, |_, row| row.known <= known_on))
    }

    fn stands(&self, event: EventIx) -> bool {
        self.get().stands[event.index()]
    }
}

impl Record {
    /// Returns what stands at the close of a day of knowledge. O(events) once somebody asks.
    pub fn stand<'r>(&'r self, known_on: Day, lens: &'r Lens) -> Standing<'r> {
        self.standing(known_on, lens, OnceLock::new())
    }

    /// Returns what stands if just those events are known that `is_known` says: on the way from one
    /// day of knowledge to another, some of what came between. O(events).
    pub fn stand_where<'r>(
        &'r self,
        known_on: Day,
        lens: &'r Lens,
        is_known: impl Fn(EventIx, Row<'_>) -> bool,
    ) -> Standing<'r> {
        self.standing(known_on, lens, OnceLock::from(Stands::of(self, is_known)))
    }

    fn standing<'r>(
        &'r self,
        known_on: Day,
        lens: &'r Lens,
        settled: OnceLock<Stands>,
    ) -> Standing<'r> {
        let settling = Settling { record: self, known_on, settled };
        let people = People::new(self, |event| settling.stands(event));
        Standing {
            record: self,
            known_on,
            people,
            lens,
            settling,
            roots: OnceLock::new(),
            forces: OnceLock::new(),
            ticks: OnceLock::new(),
        }
    }
}

impl Standing<'_> {
    /// Returns whether an event stands and passes the lens.
    pub fn has(&self, event: EventIx) -> bool {
        self.settling.stands(event) && self.admits(event)
    }

    fn forces(&self) -> &BTreeMap<EventIx, Force> {
        self.forces.get_or_init(|| forces(self.record, &|event| self.has(event)))
    }

    fn all_ticks(&self) -> &BTreeMap<EventIx, Tick> {
        self.ticks.get_or_init(|| ticks(self.record, &self.people, &|event| self.has(event)))
    }

    /// Returns every day on which something may begin to count or cease to, given when issues were
    /// settled; some of them more than once. O(claims + events).
    pub fn turns(&self, settled: &Settled) -> impl Iterator<Item = Day> {
        let events =
            self.record.events().flat_map(|(_, row)| [row.when.from, row.when.last.plus(1)]);
        let issues = self.record.register.issues.indices();
        let claims = issues.flat_map(|issue| self.record.claims(issue)).flat_map(|claim| {
            let until = match claim.link {
                Link::Until(day) => Some(day.plus(1)),
                _ => None,
            };
            [Some(claim.from), until].into_iter().flatten()
        });
        let ticks = self.ticks().flat_map(|(_, tick)| [Some(tick.due), Some(tick.day()), tick.met]);
        let forces = self.forces().values().flat_map(|force| {
            let (from, until) = force.span(settled);
            [from, until]
        });
        events.chain(claims).chain(ticks.chain(forces).flatten())
    }

    /// Returns whether every claim that stands is looked at.
    pub fn is_clear(&self) -> bool {
        self.lens.is_clear()
    }

    /// Returns whether an event passes the lens.
    pub fn admits(&self, event: EventIx) -> bool {
        self.lens.admits(self, event)
    }

    /// Returns how many independent sources tell an event, or the same as it. O(claims) the first time.
    pub(super) fn roots(&self, event: EventIx) -> usize {
        let roots = self.roots.get_or_init(|| {
            corroborated(self.record, &self.people, |event| self.settling.stands(event))
        });
        roots[event.index()]
    }

    /// Returns the claims on an issue that count at the close of a day, by the day from which they do:
    /// conditional ones as far as they are in force, given when issues were settled, and what time
    /// alone did.
    pub fn claims(&self, issue: IssueIx, as_of: Day, settled: &Settled) -> Vec<Claim> {
        let claims = self.record.claims(issue);
        let counted = &claims[..claims.partition_point(|claim| claim.from <= as_of)];
        let mut res = Vec::with_capacity(counted.len());
        for claim in counted {
            let counts = self.has(claim.event) && self.is_told(claim);
            if let Some(from) = self.on_since(claim, issue).filter(|_| counts) {
                self.count(Claim { from: claim.from.max(from), ..*claim }, settled, &mut res);
            }
        }
        res.retain(|claim| claim.from <= as_of);
        res.sort_by_key(|claim| (claim.from, claim.event, claim.act));
        res
    }

    /// Returns whether it was known that a claim is on its issue: what its event points at may have come
    /// later. Of an event that counts before its day all is taken.
    fn is_told(&self, claim: &Claim) -> bool {
        let early = self.record.row(claim.event).known > self.known_on;
        claim.known <= self.known_on || early
    }

    /// Returns the day since which a claim is on an issue: one that is there because of its draft or
    /// point is, as long as somebody's word that these are about the issue stands.
    fn on_since(&self, claim: &Claim, issue: IssueIx) -> Option<Day> {
        if !claim.flags.has(Flags::THROUGH) {
            return Some(claim.from);
        }
        // What answers an answer is about what that is about.
        let mut aim = self.record.row(claim.event).about;
        while let Aim::Event(target) = aim {
            aim = self.record.row(target).about;
        }
        match aim {
            Aim::Thing(thing) => {
                let words = self.record.about(thing, issue).iter();
                let standing = words.filter(|event| self.settling.stands(**event));
                standing.map(|event| self.record.row(*event).when.from).min()
            }
            _ => Some(claim.from),
        }
    }

    /// Adds a claim as it counts.
    fn count(&self, claim: Claim, settled: &Settled, res: &mut Vec<Claim>) {
        let mention = Claim { act: Act::Mentioned, ..claim };
        let denies_nothing = claim.act == Act::Denied
            && matches!(claim.link, Link::Event(target) if !self.has(target));
        if denies_nothing {
            res.push(mention);
        } else if claim.flags.has(Flags::CONDITIONAL) {
            res.push(mention);
            self.conditional(claim, settled, res);
        } else {
            res.push(claim);
        }
        if let Some(tick) = self.tick(claim.event)
            && let Some(act) = tick.act
        {
            let day = tick.day().max(claim.from);
            res.push(Claim { act, first: day, last: day, from: day, ..claim });
        }
    }

    /// Adds a conditional act from the day on which it is in force, and its end.
    fn conditional(&self, claim: Claim, settled: &Settled, res: &mut Vec<Claim>) {
        let (from, until) = self.in_force(claim.event, settled);
        let Some(from) = from.filter(|from| until.is_none_or(|until| *from < until)) else {
            return;
        };
        // It may be on this issue only since a later day.
        let from = from.max(claim.from);
        let (first, last) = (claim.first.max(from), claim.last.max(from));
        res.push(Claim { first, last, from, ..claim });
        if let Some(day) = until.map(|until| until.max(from)) {
            let (act, link) = (Act::Lapsed, Link::Event(claim.event));
            res.push(Claim { act, link, first: day, last: day, from: day, ..claim });
        }
    }

    /// Returns the days from and until which an event is in force: for a conditional one that its
    /// conditions give, for others all days from its own.
    pub fn in_force(&self, event: EventIx, settled: &Settled) -> (Option<Day>, Option<Day>) {
        match self.forces().get(&event) {
            Some(force) => force.span(settled),
            None => (Some(self.record.row(event).when.from), None),
        }
    }

    /// Returns whether an event has happened or is in force by a day.
    pub fn counts(&self, event: EventIx, as_of: Day, settled: &Settled) -> bool {
        let row = self.record.row(event);
        self.has(event)
            && match row.modality {
                Modality::Actual => row.when.from <= as_of,
                Modality::Conditional => {
                    let (from, until) = self.in_force(event, settled);
                    from.is_some_and(|from| from <= as_of) && until.is_none_or(|day| day > as_of)
                }
                Modality::Expected | Modality::Negated => false,
            }
    }

    /// Returns the issues that conditional acts wait for.
    pub fn awaited(&self) -> BTreeSet<IssueIx> {
        let standing = self.forces().iter().filter(|(event, _)| self.has(**event));
        standing.flat_map(|(_, force)| force.issues()).collect()
    }

    /// Returns what a deadline comes to.
    pub fn tick(&self, event: EventIx) -> Option<&Tick> {
        self.all_ticks().get(&event)
    }

    /// Returns every deadline that counts, in the one order.
    pub fn ticks(&self) -> impl Iterator<Item = (EventIx, &Tick)> {
        self.all_ticks().iter().map(|(event, tick)| (*event, tick))
    }

    /// Returns whether an event was known and struck out.
    pub fn struck(&self, event: EventIx) -> bool {
        self.settling.get().known[event.index()] && !self.settling.stands(event)
    }

    /// Returns whether those who tell of an event are `party` or speak for it, on the day of the
    /// statement.
    pub fn tells_for(&self, event: EventIx, party: ActorIx) -> bool {
        let row = self.record.row(event);
        let day = row.stated.unwrap_or(row.known);
        let voices = self.record.voice(event).iter();
        voices.into_iter().any(|voice| self.people.speaks_for(*voice, party, day))
    }
}
