use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::{EventIx, Record};
use crate::event::Change;
use crate::model::{Credibility, Day, Reliability};
use crate::register::{ActorIx, IssueIx, Mandate, Register, Role, RootIx, Sort};

/// Who speaks for whom and who counts as whom, as known on a day: what the charter says, with what
/// has been reported since of mandates, memberships and ratings.
///
/// Reports change this as a whole for a day of knowledge; what they say of days in the world is kept
/// as days, and asked for with one.
#[derive(Debug)]
pub struct People<'r> {
    register: &'r Register,
    /// Of those of whom something was reported.
    mandates: BTreeMap<ActorIx, Vec<Mandate>>,
    /// Who joined or left a party, oldest first.
    members: BTreeMap<ActorIx, Vec<Spell>>,
    /// Who joined or left the process, oldest first.
    present: BTreeMap<ActorIx, Vec<(Day, bool)>>,
    /// Where ratings have made one of several sources.
    roots: Option<Vec<RootIx>>,
    reliability: BTreeMap<ActorIx, Reliability>,
    credibility: BTreeMap<EventIx, Credibility>,
    /// Some party has members, or had.
    grouped: bool,
}

/// A party becomes a member of another on a day, or ceases to be one.
#[derive(Debug, Clone, Copy)]
struct Spell {
    day: Day,
    member: ActorIx,
    joins: bool,
}

impl<'r> People<'r> {
    /// Returns what the charter says with the changes that `stands` lets pass, in the one order.
    pub(super) fn new(record: &'r Record, stands: impl Fn(EventIx) -> bool) -> Self {
        let mut people = People {
            register: &record.register,
            mandates: BTreeMap::new(),
            members: BTreeMap::new(),
            present: BTreeMap::new(),
            roots: None,
            reliability: BTreeMap::new(),
            credibility: BTreeMap::new(),
            grouped: record.register.has_groups(),
        };
        let mut same = Vec::new();
        let mut changes: Vec<_> = record.changes().filter(|(event, _)| stands(*event)).collect();
        changes.sort_by_key(|(event, change)| (record.row(*event).when.from, *change));
        for (event, change) in changes {
            people.change(record, event, change, &mut same);
        }
        if !same.is_empty() {
            people.roots = Some(record.register.roots_with(&same));
        }
        people
    }

    fn change(
        &mut self,
        record: &Record,
        event: EventIx,
        change: &Change,
        alike: &mut Vec<(ActorIx, ActorIx)>,
    ) {
        let day = record.row(event).when.from;
        match change {
            Change::Mandate { person, party, office, begins, ends } => {
                self.mandate(*person, *party, office.as_deref(), (*begins, *ends));
            }
            Change::Accession { party, of: Some(of), joins } => {
                let spell = Spell { day, member: *party, joins: *joins };
                self.grouped = true;
                self.members.entry(*of).or_default().push(spell);
            }
            Change::Accession { party, of: None, joins } => {
                self.present.entry(*party).or_default().push((day, *joins));
            }
            Change::Rating { source, reliability, same } => {
                if let Some(reliability) = reliability {
                    self.reliability.insert(*source, *reliability);
                }
                alike.extend(same.iter().map(|other| (*source, *other)));
            }
            Change::Credibility(credibility) => {
                if let Some(target) = record.row(event).about.event() {
                    self.credibility.insert(target, *credibility);
                }
            }
            _ => {}
        }
    }

    /// Ends the mandates that are meant, or adds one.
    fn mandate(
        &mut self,
        person: ActorIx,
        party: ActorIx,
        office: Option<&str>,
        (begins, ends): (Option<Day>, Option<Day>),
    ) {
        let register = self.register;
        let held = || register.mandates(person).to_vec();
        let mandates = self.mandates.entry(person).or_insert_with(held);
        let meant = |mandate: &&mut Mandate| {
            mandate.party == party && office.is_none_or(|office| mandate.office == office)
        };
        if begins.is_none() && mandates.iter_mut().any(|mandate| meant(&mandate)) {
            mandates.iter_mut().filter(meant).for_each(|mandate| mandate.ends = ends);
            return;
        }
        let office = office.unwrap_or_default().to_owned();
        mandates.push(Mandate { party, office, begins, ends });
    }

    /// Returns whether `voice` speaks for `party` on `day`: it is the party or one that the party is a
    /// member of, or holds a mandate for either.
    pub fn speaks_for(&self, voice: ActorIx, party: ActorIx, day: Day) -> bool {
        let speaks = |one: ActorIx| one == party || self.is_member(party, one, day);
        speaks(voice)
            || self.mandates(voice).iter().any(|held| held.holds(day) && speaks(held.party))
    }

    /// Returns the offices of a person, those that ended among them; nobody else has any.
    pub fn mandates(&self, actor: ActorIx) -> &[Mandate] {
        match self.mandates.get(&actor) {
            Some(mandates) => mandates,
            None => self.register.mandates(actor),
        }
    }

    /// Returns the parties with all their members, on a day: what a party does, its members do.
    pub fn with_members<'p>(&self, parties: &'p [ActorIx], day: Day) -> Cow<'p, [ActorIx]> {
        if !self.grouped || !parties.iter().any(|party| self.has_members(*party)) {
            return Cow::Borrowed(parties);
        }
        let mut all: Vec<ActorIx> = parties.to_vec();
        let mut seen: BTreeSet<ActorIx> = parties.iter().copied().collect();
        let mut at = 0;
        while let Some(party) = all.get(at).copied() {
            all.extend(self.members(party, day).filter(|member| seen.insert(*member)));
            at += 1;
        }
        Cow::Owned(all)
    }

    /// Returns whether anybody is a member of a party, or of the process, on some days and not on others.
    pub fn has_spells(&self) -> bool {
        !self.members.is_empty() || !self.present.is_empty()
    }

    /// Returns whether a party ever had members.
    fn has_members(&self, party: ActorIx) -> bool {
        match &self.register.actors[party].sort {
            Sort::Party { members, .. } => !members.is_empty() || self.members.contains_key(&party),
            _ => false,
        }
    }

    /// Returns the direct members of a party on a day.
    pub fn members(&self, party: ActorIx, day: Day) -> impl Iterator<Item = ActorIx> {
        if !self.grouped {
            return BTreeSet::new().into_iter();
        }
        let declared = match &self.register.actors[party].sort {
            Sort::Party { members, .. } => members.as_slice(),
            _ => &[],
        };
        let mut members: BTreeSet<ActorIx> = declared.iter().copied().collect();
        let spells = self.members.get(&party).into_iter().flatten();
        for spell in spells.filter(|spell| spell.day <= day) {
            if spell.joins {
                members.insert(spell.member);
            } else {
                members.remove(&spell.member);
            }
        }
        members.into_iter()
    }

    fn is_member(&self, member: ActorIx, of: ActorIx, day: Day) -> bool {
        self.grouped && self.has_members(of) && self.with_members(&[of], day).contains(&member)
    }

    /// Returns the parties without whom nothing is agreed on an issue, on a day: those in the process.
    pub fn required(&self, issue: IssueIx, day: Day) -> BTreeSet<ActorIx> {
        let required = self.register.issues[issue].required.iter().copied();
        required.filter(|party| self.is_present(*party, day)).collect()
    }

    /// Returns whether a party is in the process on a day. Who is said to join was not there before.
    pub fn is_present(&self, party: ActorIx, day: Day) -> bool {
        let Some(spells) = self.present.get(&party) else { return true };
        let latest = spells.iter().rfind(|(from, _)| *from <= day);
        latest.map_or(!spells[0].1, |(_, joins)| *joins)
    }

    /// Returns whether what a party demands or rejects bounds an issue: it is a principal, which a
    /// required party is unless the charter gives it another role. Where no party is required, every
    /// party is one that has no other role and is no part of another.
    pub fn is_principal(&self, issue: IssueIx, party: ActorIx, day: Day) -> bool {
        let issue = &self.register.issues[issue];
        let inner = self.register.is_within(party);
        let by_role = match issue.roles.get(&party) {
            Some(role) => *role == Role::Principal,
            None if issue.required.is_empty() => !inner,
            None => issue.required.contains(&party),
        };
        by_role && self.is_present(party, day)
    }

    /// Returns the root that an actor's word counts for: actors that are or may be the same share one,
    /// and only different roots corroborate each other.
    pub fn root(&self, actor: ActorIx) -> RootIx {
        match &self.roots {
            Some(roots) => roots[actor.index()],
            None => self.register.root(actor),
        }
    }

    /// Returns the roots of some voices.
    pub fn roots(&self, voices: &[ActorIx]) -> impl Iterator<Item = RootIx> {
        voices.iter().map(|voice| self.root(*voice))
    }

    /// Returns how reliable an actor is held to be; only sources are rated.
    pub fn reliability(&self, actor: ActorIx) -> Option<Reliability> {
        self.reliability.get(&actor).copied().or_else(|| self.register.reliability(actor))
    }

    /// Returns how credible an event is held to be, where somebody has said so.
    pub fn credibility(&self, event: EventIx) -> Option<Credibility> {
        self.credibility.get(&event).copied()
    }
}
