//! The claims on one issue that still count, while its history is walked day by day.
//!
//! This module knows what ends a claim. What the claims that are left come to, `judge` says.

mod bound;
mod text;

use std::collections::{BTreeMap, BTreeSet};

use self::bound::Bounding;
use super::counted::{Counted, is_firm};
use super::holds::Holds;
use super::passages::Passages;
use super::pool::{Cuts, Pool, PoolKey, Pools, Side};
use super::slots::Slots;
use super::support::{Counts, is_first_hand};
use crate::event::Answer;
use crate::event::Kind;
use crate::lifecycle::{Act, Bound, Lifecycle, Rung};
use crate::model::Day;
use crate::record::{Claim, EventIx, Flags, Link, NameIx, Record, SetIx, Settled, Standing};
use crate::register::{ActorIx, IssueIx};

/// Which claims are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hearing {
    /// All of them.
    Everyone,
    /// What parties say of themselves, and holds that they tell.
    FirstHand,
}

/// The live claims on one issue.
#[derive(Debug)]
pub(super) struct Live<'r> {
    pub(super) standing: &'r Standing<'r>,
    settled: &'r Settled,
    pub(super) record: &'r Record,
    pub(super) issue: IssueIx,
    hearing: Hearing,
    members: Vec<Member>,
    pub(super) pools: Pools,
    cuts: Cuts,
    /// What ends acceptances on the issues above, and so what they count for here.
    cuts_above: Cuts,
    pub(super) slots: Slots,
    /// Required parties that object, as often as they do.
    pub(super) objectors: Counts<ActorIx>,
    /// Parties with a live position, as often as they have one.
    pub(super) positions: Counts<ActorIx>,
    pub(super) holds: Holds,
    originals: BTreeMap<Original, Repeated>,
    /// What each log said last, with its place there.
    logs: BTreeMap<u32, (u64, Vec<usize>)>,
    /// The members by their event, and by what they tell again or deny.
    by_event: BTreeSet<(EventIx, usize)>,
    latest_first: Option<Day>,
    latest_bounding: Option<Day>,
    latest_acceptance: Option<Day>,
    /// The recorder's rulings that are not taken back, by last day and member.
    rulings: BTreeMap<(Day, usize), Rung>,
    /// What a withdrawal is of, also where that counts only from a later day.
    taken_back: BTreeSet<EventIx>,
    /// The parties that are required today.
    pub(super) required: BTreeSet<ActorIx>,
    /// The day up to which claims were added.
    pub(super) today: Day,
    passages: Passages,
}

/// One claim that was added.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each says something of its own")]
struct Member {
    claim: Claim,
    /// Where it still counts, at most two pools: a stage claim bounds both ways.
    keys: Vec<PoolKey>,
    /// It bounded the stage when it was added.
    bounded: bool,
    /// It reaffirms another, rather than being news.
    reaffirms: bool,
    withdrawn: bool,
    /// It is told first hand.
    told: bool,
    /// Those who accept in it, as far as they are heard.
    accepting: Vec<ActorIx>,
    /// Those whose position it is, as far as they are heard.
    holders: Vec<ActorIx>,
}

/// What a reaffirmation reaffirms: the same act by the same parties about the same thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Original {
    act: Act,
    by: SetIx,
    object: Option<NameIx>,
    rung: Option<Rung>,
}

/// An act and its reaffirmations.
#[derive(Debug, Default)]
struct Repeated {
    /// The first days of those that are not taken back.
    began: Counts<Day>,
    /// How many of them report it as news.
    news: usize,
    reaffirmations: Vec<usize>,
}

impl Original {
    fn of(claim: &Claim) -> Original {
        let rung = if let Link::Stage(rung) = claim.link { Some(rung) } else { None };
        Original { act: claim.act, by: claim.by, object: claim.object, rung }
    }
}

impl<'r> Live<'r> {
    pub(super) fn new(
        standing: &'r Standing<'r>,
        settled: &'r Settled,
        issue: IssueIx,
        hearing: Hearing,
    ) -> Self {
        Live {
            standing,
            settled,
            record: standing.record,
            issue,
            hearing,
            members: Vec::new(),
            pools: Pools::default(),
            cuts: Cuts::default(),
            cuts_above: Cuts::default(),
            slots: Slots::default(),
            objectors: Counts::default(),
            positions: Counts::default(),
            holds: Holds::default(),
            originals: BTreeMap::new(),
            logs: BTreeMap::new(),
            by_event: BTreeSet::new(),
            latest_first: None,
            latest_bounding: None,
            latest_acceptance: None,
            rulings: BTreeMap::new(),
            taken_back: BTreeSet::new(),
            required: standing.people.required(issue, Day::MIN),
            today: Day::MIN,
            passages: Passages::new(standing.record, issue),
        }
    }

    /// Adds all claims of one day; their order decides nothing. Returns whether anything may be otherwise than
    /// before.
    pub(super) fn add_day(&mut self, day: &[Counted]) -> bool {
        let people = &self.standing.people;
        let mut moved = people.has_spells();
        if let Some(today) = day.iter().find(|counted| counted.claim.act == Act::Membership) {
            self.required = people.required(self.issue, today.claim.from);
            moved = true;
        }
        self.today = day.first().map_or(self.today, |counted| counted.claim.from);
        let heard: Vec<&Counted> =
            day.iter().filter(|counted| self.hears(&counted.claim)).collect();
        if heard.is_empty() {
            return moved;
        }
        let repeats = |counted: &&&Counted| counted.claim.flags.has(Flags::REAFFIRMS);
        for counted in heard.iter().filter(|counted| !repeats(counted)) {
            self.add(counted, None);
        }
        // No reaffirmation of a day is the original of another.
        let repeats = heard.iter().filter(repeats);
        let repeats: Vec<(&Counted, Option<Day>)> =
            repeats.map(|counted| (*counted, self.began(&counted.claim))).collect();
        for (counted, began) in repeats {
            self.add(counted, began);
        }
        for counted in &heard {
            if self.takes_back(&counted.claim) {
                self.take_back(counted);
            }
            if self.taken_back.contains(&counted.claim.event) {
                self.withdraw_event(counted.claim.event);
            }
        }
        self.agree_text(&heard);
        self.settle();
        true
    }

    /// Returns the live claims that bound the stage, in the one order, each with what it says.
    pub(super) fn bounding(&self) -> BTreeSet<(EventIx, PoolKey)> {
        let bounds = |member: &Member| {
            let event = member.claim.event;
            member.keys.iter().map(move |key| (event, *key)).collect::<Vec<_>>()
        };
        self.members.iter().flat_map(bounds).collect()
    }

    /// Returns the acts that still bound the stage or hold it back, each with its event.
    pub(super) fn counting(&self) -> Vec<(EventIx, Act)> {
        let bounding = self.members.iter().filter(|member| !member.keys.is_empty());
        let holding = self.holds.live().map(|(_, at)| &self.members[at]);
        bounding.chain(holding).map(|member| (member.claim.event, member.claim.act)).collect()
    }

    /// Returns the events that hold the issue back, each with the point or draft it is about.
    pub(super) fn holding(&self) -> BTreeSet<(EventIx, NameIx)> {
        self.holds.live().map(|(object, at)| (self.members[at].claim.event, object)).collect()
    }

    /// Returns the recorder's ruling that nothing later has overtaken, the lower of two, with all the
    /// events that say so.
    pub(super) fn ruling(&self) -> Option<(Rung, BTreeSet<EventIx>)> {
        let latest = self.latest_bounding?;
        let standing = || self.rulings.range((latest, 0)..);
        let lowest = standing().map(|(_, rung)| *rung).min()?;
        let ruled = standing().filter(|(_, rung)| **rung == lowest);
        let events = ruled.map(|((_, member), _)| self.members[*member].claim.event);
        Some((lowest, events.collect()))
    }

    /// Returns the latest first day of an acceptance, here or on an issue above.
    pub(super) fn latest_acceptance(&self) -> Option<Day> {
        self.latest_acceptance
    }

    /// Returns whether any claim that only talks of the issue, or bounds it, was heard.
    pub(super) fn is_mentioned(&self) -> bool {
        self.latest_first.is_some()
    }

    /// Returns the parties that accepted in a claim, as far as they are heard.
    fn accepting(&self, claim: &Claim) -> Vec<ActorIx> {
        if claim.act.is_by_all() {
            return self.accepting_all(claim);
        }
        let mut parties: BTreeSet<ActorIx> = self.heard_of(claim.by, claim).into_iter().collect();
        if let Link::Event(target) = claim.link {
            let row = self.record.row(target);
            let offered = matches!(row.kind, Kind::Proposal | Kind::Demand);
            // What was taken back before is accepted by nobody but the one who accepts it.
            if offered && !self.taken_back.contains(&target) {
                let by = self.standing.people.with_members(self.record.set(row.by), claim.from);
                parties.extend(by.iter().copied().filter(|party| self.hears_of(target, *party)));
            }
        }
        parties.into_iter().collect()
    }

    /// Returns the parties for whom something is accepted by all: where the body that decided says so
    /// itself, they need not.
    fn accepting_all(&self, claim: &Claim) -> Vec<ActorIx> {
        let told = self.record.set(claim.by).iter().any(|body| self.hears_of(claim.event, *body));
        let required = self.required.iter().copied();
        required.filter(|party| told || self.hears_of(claim.event, *party)).collect()
    }

    /// Returns those of some parties, and of their members, that are heard in a claim.
    fn heard_of(&self, by: SetIx, claim: &Claim) -> Vec<ActorIx> {
        let all = self.standing.people.with_members(self.record.set(by), claim.from);
        all.iter().copied().filter(|party| self.hears_of(claim.event, *party)).collect()
    }

    fn hears_of(&self, event: EventIx, party: ActorIx) -> bool {
        self.hearing == Hearing::Everyone || self.standing.tells_for(event, party)
    }

    /// Returns whether a claim is counted here at all.
    fn hears(&self, claim: &Claim) -> bool {
        let lifecycle = self.lifecycle();
        match self.hearing {
            Hearing::Everyone => true,
            // What a body has voted is nobody's position, and heard whoever tells of it.
            Hearing::FirstHand if claim.act == Act::VotedDown || approves(claim) => true,
            Hearing::FirstHand if claim.act.is_acceptance() => !self.accepting(claim).is_empty(),
            Hearing::FirstHand if claim.act.is_position() => {
                !self.heard_of(claim.by, claim).is_empty()
            }
            Hearing::FirstHand => {
                let holds = matches!(lifecycle.bound(claim.act), Some(Bound::Hold(_)));
                let closes = claim.act.closes();
                let reverses = claim.act.takes_off()
                    || matches!(claim.act, Act::Reopened | Act::Denied | Act::Lapsed);
                (holds || closes || reverses) && is_first_hand(self.standing, &self.required, claim)
            }
        }
    }

    fn add(&mut self, counted: &Counted, began: Option<Day>) {
        if counted.inherited && !counted.claim.act.is_acceptance() {
            self.object_above(counted, began);
            return;
        }
        let bound = self.bound(counted);
        let claim = self.as_logged(counted.claim, bound);
        let member = self.members.len();
        if !counted.inherited && claim.act.raises() {
            self.latest_first = self.latest_first.max(Some(claim.first));
        }
        let mut keys = Vec::new();
        let key = |side, rung| PoolKey::of(counted, side, rung);
        match bound {
            Bounding::Nothing => {}
            Bounding::One(Bound::AtLeast(rung)) => keys.push(key(Side::Advance, rung)),
            Bounding::One(Bound::AtMost(rung)) => keys.push(key(Side::Objection, rung)),
            Bounding::One(Bound::Exactly(_)) => unreachable!("an exact claim bounds both ways"),
            Bounding::One(Bound::Hold(rung)) => {
                self.holds.add(self.record, member, &claim, Some(rung));
            }
            Bounding::Closing => self.holds.add(self.record, member, &claim, None),
            Bounding::Both(rung) => {
                keys.push(key(Side::Advance, rung));
                keys.push(key(Side::Objection, rung));
                if claim.flags.has(Flags::RECORDER) {
                    self.rulings.insert((claim.last, member), rung);
                }
            }
        }
        let bounded = !keys.is_empty();
        let reaffirms = bounded && began.is_some();
        let first = if bounded { self.effective_first(&claim, member, began) } else { claim.first };
        if !matches!(bound, Bounding::Nothing) {
            self.latest_bounding = self.latest_bounding.max(Some(first));
        }
        if claim.act.is_acceptance() {
            self.latest_acceptance = self.latest_acceptance.max(Some(claim.first));
        }
        let told = bounded && is_first_hand(self.standing, &self.required, &claim);
        for key in &keys {
            // A denial contradicts; it ends nothing.
            if claim.act != Act::Denied {
                self.cuts.note(*key, first);
            }
            let pool = self.pools.of(*key);
            pool.push(claim.last, member);
            pool.support.add(self.standing, told, &claim);
        }
        // What is told again, or denied, goes when what it is about is taken back.
        if claim.flags.has(Flags::REPEATS) || claim.act == Act::Denied {
            let about = self.record.row(claim.event).about.event();
            self.by_event.extend(about.map(|event| (event, member)));
        }
        self.by_event.insert((claim.event, member));
        let accepting = if claim.act.is_acceptance() { self.accepting(&claim) } else { Vec::new() };
        let position = claim.act.is_position();
        let holders = if position { self.heard_of(claim.by, &claim) } else { Vec::new() };
        self.passages.note(&claim);
        let member =
            Member { claim, keys, bounded, reaffirms, withdrawn: false, told, accepting, holders };
        for key in &member.keys {
            self.enter(key.side, &member);
        }
        self.members.push(member);
        if bounded && matches!(bound, Bounding::Both(_)) {
            self.replace_in_log(claim.event);
        }
    }

    /// Returns a claim with the days on which it is taken to be so: what a log says of the stage after
    /// something else came after that, whatever day is written.
    fn as_logged(&self, claim: Claim, bound: Bounding) -> Claim {
        let pulled = claim.from > claim.last && self.record.sequence(claim.event).is_some();
        match bound {
            Bounding::Both(_) if pulled => Claim { first: claim.from, last: claim.from, ..claim },
            _ => claim,
        }
    }

    /// Within a log, what it says of the stage takes the place of what it said before, whatever the days.
    fn replace_in_log(&mut self, event: EventIx) {
        let Some((log, seq)) = self.record.sequence(event) else { return };
        let member = self.members.len() - 1;
        let (latest, said) = self.logs.entry(log).or_default();
        if *latest >= seq {
            said.push(member);
            return;
        }
        *latest = seq;
        for before in std::mem::replace(said, vec![member]) {
            let last = self.members[before].claim.last;
            self.rulings.remove(&(last, before));
            self.end(before);
        }
    }

    /// Returns how the issue moves.
    pub(super) fn lifecycle(&self) -> &'r Lifecycle {
        self.record.register.lifecycle(self.issue)
    }

    /// Returns the day from which a claim can end others: a reaffirmation extends what it reaffirms,
    /// and so began when that did.
    fn effective_first(&mut self, claim: &Claim, member: usize, began: Option<Day>) -> Day {
        let repeated = self.originals.entry(Original::of(claim)).or_default();
        repeated.began.add(claim.first);
        if let Some(began) = began {
            repeated.reaffirmations.push(member);
            return began.min(claim.first);
        }
        repeated.news += 1;
        claim.first
    }

    /// Returns the first day of what a reaffirmation reaffirms, if that was heard and not taken back.
    fn began(&self, claim: &Claim) -> Option<Day> {
        self.originals.get(&Original::of(claim))?.began.keys().next()
    }

    /// Notes what ends acceptances on an issue above: it bounds that issue, and not this one.
    fn object_above(&mut self, counted: &Counted, began: Option<Day>) {
        let (Bounding::One(Bound::AtMost(rung)) | Bounding::Both(rung)) = self.bound(counted)
        else {
            return;
        };
        let first = began.map_or(counted.claim.first, |began| began.min(counted.claim.first));
        self.cuts_above.note(PoolKey::of(counted, Side::Objection, rung), first);
    }

    /// Returns whether a claim ends what it points at: taken back, run out, or offered anew.
    fn takes_back(&self, claim: &Claim) -> bool {
        let revises = || self.record.row(claim.event).answer == Some(Answer::Revises);
        matches!(claim.act, Act::Withdrew | Act::Lapsed) || (claim.act == Act::Tabled && revises())
    }

    /// A withdrawal ends what it is of, whatever the days.
    fn take_back(&mut self, counted: &Counted) {
        let claim = &counted.claim;
        if let Link::Event(target) = claim.link {
            self.taken_back.insert(target);
            self.withdraw_event(target);
        } else if let Some(object) = claim.object.filter(|_| !counted.inherited) {
            self.holds.lift(object);
        }
    }

    fn withdraw_event(&mut self, event: EventIx) {
        for member in self.of_event(event) {
            self.withdraw(member);
        }
    }

    /// Returns the members by an event, or that go when it does.
    fn of_event(&self, event: EventIx) -> Vec<usize> {
        let members = self.by_event.range((event, 0)..).take_while(|(other, _)| *other == event);
        members.map(|(_, member)| *member).collect()
    }

    fn withdraw(&mut self, member: usize) {
        if std::mem::replace(&mut self.members[member].withdrawn, true) {
            return;
        }
        let claim = self.members[member].claim;
        if let Some(object) = claim.object {
            self.holds.withdraw(object, member);
        }
        self.disagree_text(&claim);
        self.rulings.remove(&(claim.last, member));
        self.end(member);
        let Some(repeated) = self.originals.get_mut(&Original::of(&claim)) else { return };
        if !self.members[member].bounded {
            return;
        }
        repeated.began.remove(claim.first);
        if self.members[member].reaffirms {
            return;
        }
        repeated.news -= 1;
        if repeated.news == 0 {
            for repeat in std::mem::take(&mut repeated.reaffirmations) {
                self.withdraw(repeat);
            }
        }
    }

    /// Takes a member out of every pool that it is still in.
    fn end(&mut self, member: usize) {
        for key in self.members[member].keys.clone() {
            self.leave(key, member);
        }
        self.members[member].keys.clear();
    }

    /// Lets go of every claim that a later one has ended.
    fn settle(&mut self) {
        let partly = self.lifecycle().partly;
        let ending = |(key, pool): (PoolKey, &Pool)| {
            let cut = self.cut(key, partly);
            pool.has_before(cut).then_some((key, cut))
        };
        let ending: Vec<(PoolKey, Day)> = self.pools.iter().filter_map(ending).collect();
        for (key, cut) in ending {
            while let Some(member) = self.pools.get_mut(key).and_then(|pool| pool.pop_before(cut)) {
                if self.members[member].keys.contains(&key) {
                    self.leave(key, member);
                    self.members[member].keys.retain(|other| *other != key);
                }
            }
        }
    }

    /// Returns the day before which claims of a key have ended.
    fn cut(&self, key: PoolKey, partly: Rung) -> Day {
        let firm = is_firm(key, partly);
        let mut cut = self.cuts.cut(key, firm);
        if key.inherited {
            cut = cut.max(self.cuts_above.cut(key, firm));
        }
        if key.inherited || key.act.takes_off() {
            cut = cut.max(self.latest_first.unwrap_or(Day::MIN));
        }
        cut
    }

    fn enter(&mut self, side: Side, member: &Member) {
        let claim = member.claim;
        member.accepting.iter().for_each(|party| self.slots.fill(*party, claim.act));
        if let Some(body) = claim.object.filter(|_| approves(&claim)) {
            self.slots.approve(body);
        }
        for party in &member.holders {
            self.positions.add(*party);
            if side == Side::Objection {
                self.objectors.add(*party);
            }
        }
    }

    fn leave(&mut self, key: PoolKey, at: usize) {
        let claim = self.members[at].claim;
        let pool = self.pools.get_mut(key).expect("a member's pool");
        pool.live -= 1;
        let member = &self.members[at];
        pool.support.remove(self.standing, member.told, &claim);
        if pool.live == 0 {
            self.pools.remove(key);
        }
        if key.act == Act::PassageAgreed {
            self.passages.forget(&claim);
        }
        member.accepting.iter().for_each(|party| self.slots.empty(*party, claim.act));
        if let Some(body) = claim.object.filter(|_| approves(&claim)) {
            self.slots.disapprove(body);
        }
        for party in &member.holders {
            self.positions.remove(*party);
            if key.side == Side::Objection {
                self.objectors.remove(*party);
            }
        }
    }

    /// Calls stages by other names: what was claimed of the old one is claimed of the new.
    pub(super) fn migrate(&mut self, map: &[(Rung, Rung)]) {
        let new = |rung: Rung| map.iter().find(|(from, _)| *from == rung).map(|(_, to)| *to);
        let keys: Vec<(PoolKey, Rung)> = self
            .pools
            .keys()
            .filter(|key| key.act == Act::Staged)
            .filter_map(|key| Some((key, new(key.rung)?)))
            .collect();
        let moved: Vec<(PoolKey, PoolKey, Pool)> = keys
            .into_iter()
            .filter_map(|(key, rung)| Some((key, PoolKey { rung, ..key }, self.pools.remove(key)?)))
            .collect();
        for member in self.members.iter_mut().filter(|member| member.claim.act == Act::Staged) {
            for key in &mut member.keys {
                if let Some((_, to, _)) = moved.iter().find(|(from, ..)| from == key) {
                    *key = *to;
                }
            }
        }
        for (_, to, pool) in moved {
            self.pools.of(to).absorb(pool);
        }
        for rung in self.rulings.values_mut() {
            *rung = new(*rung).unwrap_or(*rung);
        }
    }
}

/// Returns whether a body that has to approve does so in a claim.
fn approves(claim: &Claim) -> bool {
    matches!(claim.act, Act::Approved | Act::Carried) && claim.object.is_some()
}
