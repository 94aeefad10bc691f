//! From what stands to where everything stands.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::compose::{Composed, compose, generations};
use super::counted::Counted;
use super::demand::open_demands;
use super::expected::expected;
use super::judge::{HeldBy, Reason, carrying};
use super::live::Live;
use super::pool::Side;
use super::threshold::tallies;
use super::tie::ties;
use super::walk::{Path, Walk, walk};
use super::{Blocking, Condition, IssueState, State};
use crate::event::{Change, Expiry};
use crate::lifecycle::{Act, Bound, Rung};
use crate::model::{Day, Point, Policy};
use crate::parallel;
use crate::record::{Claim, EventIx, Link, Record, Settled, Standing};
use crate::register::{IssueIx, LifecycleIx};

/// Folds what stands into the state at the close of a day. O(claims log claims), and as often again as
/// conditional acts wait for issues that come to be settled.
pub fn fold(standing: &Standing<'_>, as_of: Day, policy: Policy) -> State {
    fold_some(standing, as_of, policy, &|_| true)
}

/// Returns whether a deadline from which nothing follows is one of issues that are settled by now.
fn is_moot(record: &Record, issues: &[IssueState], event: EventIx) -> bool {
    let concerned = record.concerns(event);
    let settled = |issue: &IssueIx| {
        let stage = record.register.stage(*issue, issues[issue.index()].rung);
        stage.settled || stage.exit
    };
    let nothing =
        matches!(record.change(event), Some(Change::Deadline { expiry: Expiry::None, .. }));
    nothing && !concerned.is_empty() && concerned.iter().all(settled)
}

/// Which issues are asked for.
pub(super) type Asked<'a> = &'a (dyn Fn(IssueIx) -> bool + Sync);

/// So many events make a history that is folded on several cores; of several shorter ones, each has its core.
const LONG: usize = 10_000;

/// Folds some issues; of the others nothing is said. Whoever asks for one has to ask for all that its
/// stage follows from: its family, packages and links, and those that conditions wait for.
pub(super) fn fold_some(
    standing: &Standing<'_>,
    as_of: Day,
    policy: Policy,
    asked: Asked<'_>,
) -> State {
    let record = standing.record;
    let settled = settled(standing, as_of, policy, asked);
    let walks = walks(standing, &settled, as_of, policy, asked);
    let lines: Vec<_> = walks.iter().map(|walk| walk.line.clone()).collect();
    let composed = compose(&record.register, &lines, &ties(standing, as_of, &settled));
    let folding =
        Folding { standing, as_of, composed: &composed, walks: &walks, settled: &settled, asked };
    let issues = record.register.issues.indices().collect();
    let issues: Vec<IssueState> = of_each(record, issues, |issue| folding.issue(issue));
    let mut expected = expected(standing, as_of);
    expected.retain(|one| !is_moot(record, &issues, one.event));
    State {
        point: Point { as_of, known_on: standing.known_on },
        policy,
        issues,
        expected,
        settled: settled.clone(),
    }
}

/// Returns what is made of each of some issues, which do not need each other: side by side, where the history
/// is long enough.
fn of_each<T: Send>(
    record: &Record,
    issues: Vec<IssueIx>,
    make: impl Fn(IssueIx) -> T + Sync + Send,
) -> Vec<T> {
    if record.events().len() < LONG {
        return issues.into_iter().map(make).collect();
    }
    parallel::each(issues, make)
}

/// Walks the history of every issue that is asked for, the parts of an issue before it.
fn walks<'r>(
    standing: &'r Standing<'r>,
    settled: &'r Settled,
    as_of: Day,
    policy: Policy,
    asked: Asked<'_>,
) -> Vec<Walk<'r>> {
    let register = &standing.record.register;
    let path = Path { standing, settled, as_of, policy };
    let mut walks: Vec<Option<Walk<'r>>> = Vec::new();
    walks.resize_with(register.issues.len(), || None);
    for generation in generations(register) {
        let walked = of_each(standing.record, generation, |issue| {
            let counted =
                if asked(issue) { counted(standing, issue, as_of, settled) } else { Vec::new() };
            let tallies = tallies(standing.record, issue, &walks);
            (issue, walk(path, issue, counted, tallies))
        });
        for (issue, walk) in walked {
            walks[issue.index()] = Some(walk);
        }
    }
    walks.into_iter().map(|walk| walk.expect("every issue was walked")).collect()
}

/// Returns when issues were settled that conditional acts wait for.
fn settled(standing: &Standing<'_>, as_of: Day, policy: Policy, asked: Asked<'_>) -> Settled {
    let mut settled = Settled::new();
    if standing.awaited().is_empty() {
        return settled;
    }
    loop {
        let first = {
            let walks = walks(standing, &settled, as_of, policy, asked);
            first_settled(standing, &walks, &settled)
        };
        if first.is_empty() {
            return settled;
        }
        settled.extend(first);
    }
}

/// Returns the awaited issues that are settled on the earliest day of all that were not yet known to
/// be: what then comes into force may settle, or unsettle, others only from that day on.
fn first_settled(standing: &Standing<'_>, walks: &[Walk<'_>], known: &Settled) -> Settled {
    let awaited = standing.awaited().into_iter().filter(|issue| !known.contains_key(issue));
    let found: Settled = awaited
        .filter_map(|issue| {
            let moves = walks[issue.index()].moves.iter();
            let mut settling = moves.filter(|step| {
                let stage = standing.record.register.lifecycle(issue).stage(step.to);
                stage.settled && !stage.exit
            });
            settling.next().map(|step| (issue, step.day))
        })
        .collect();
    let earliest: Option<Day> = found.values().min().copied();
    found.into_iter().filter(|(_, day)| Some(*day) == earliest).collect()
}

/// Returns the claims that count on an issue: its own, those on the issues that it goes on from, the
/// acceptances on the issues above it, and what may end those.
fn counted(standing: &Standing<'_>, issue: IssueIx, as_of: Day, settled: &Settled) -> Vec<Counted> {
    let own = claims(standing, issue, as_of, settled).into_iter();
    let own = own.map(|claim| Counted { claim: heard(standing, &claim), issue, inherited: false });
    let mut claims: Vec<Counted> = own.collect();
    let lifecycle = standing.record.register.lifecycle(issue);
    let objects = |claim: &Claim| {
        claim.act == Act::Staged || matches!(lifecycle.bound(claim.act), Some(Bound::AtMost(_)))
    };
    let register = &standing.record.register;
    let mut above = register.issues[issue].parent;
    while let Some(parent) = above.filter(|parent| register.are_alike(issue, *parent)) {
        let theirs = standing.claims(parent, as_of, settled);
        if theirs.iter().any(|claim| claim.act.is_acceptance()) {
            let theirs = theirs.iter().filter(|claim| claim.act.is_acceptance() || objects(claim));
            claims.extend(theirs.map(|claim| Counted {
                claim: heard(standing, claim),
                issue: parent,
                inherited: true,
            }));
        }
        above = register.issues[parent].parent;
    }
    claims
}

/// Returns the claims on an issue and on those that it goes on from, in the one order.
pub fn claims(
    standing: &Standing<'_>,
    issue: IssueIx,
    as_of: Day,
    settled: &Settled,
) -> Vec<Claim> {
    let mut res = Vec::new();
    for (from, until) in lineage(standing, issue, as_of, settled) {
        let theirs = standing.claims(from, until, settled).into_iter();
        let ends = |act| matches!(act, Act::Superseded | Act::Unlisted);
        res.extend(theirs.filter(|claim| from == issue || !ends(claim.act)));
    }
    res.sort_by_key(|claim| (claim.from, claim.event, claim.act));
    res
}

/// Returns the issues that one goes on from, itself among them, each with the day up to which what was
/// said of it counts.
fn lineage(
    standing: &Standing<'_>,
    issue: IssueIx,
    as_of: Day,
    settled: &Settled,
) -> BTreeMap<IssueIx, Day> {
    let mut until = BTreeMap::from([(issue, as_of)]);
    let mut open = vec![issue];
    while let Some(now) = open.pop() {
        for (event, before) in standing.record.lineage(now) {
            let day = standing.record.row(*event).when.from;
            if !standing.record.register.are_alike(issue, *before) {
                continue;
            }
            let later = until.get(before).is_none_or(|known| *known < day);
            if later && standing.counts(*event, until[&now], settled) {
                until.insert(*before, day);
                open.push(*before);
            }
        }
    }
    until
}

/// Returns a claim as it stands: who accepts what is not on the record accepts for itself alone.
fn heard(standing: &Standing<'_>, claim: &Claim) -> Claim {
    match claim.link {
        Link::Event(target) if claim.act.is_acceptance() && !standing.has(target) => {
            Claim { link: Link::None, ..*claim }
        }
        _ => *claim,
    }
}

struct Folding<'f, 'r> {
    standing: &'f Standing<'r>,
    as_of: Day,
    composed: &'f Composed,
    walks: &'f [Walk<'r>],
    settled: &'f Settled,
    asked: Asked<'f>,
}

impl Folding<'_, '_> {
    fn issue(&self, issue: IssueIx) -> IssueState {
        let record = self.standing.record;
        let lifecycle = record.register.lifecycle(issue);
        let walk = &self.walks[issue.index()];
        let held = &walk.held;
        let capped = &self.composed.capped[issue.index()];
        let whole = &self.composed.whole[issue.index()];
        let rolled_up = whole.rung() != capped.rung();
        let rung = whole.rung();
        let since = whole.since().filter(|_| rung != lifecycle.initial);
        let claims = if (self.asked)(issue) {
            self.standing.claims(issue, self.as_of, self.settled)
        } else {
            Vec::new()
        };
        let claims: Vec<&Claim> = claims.iter().collect();
        let (told, required) = held.first_hand;
        let (held_by, reason) = match () {
            () if rolled_up => (HeldBy::RolledUp, Reason::RolledUp),
            () if follows_from_parts(walk) => (HeldBy::RolledUp, Reason::Threshold),
            () => (held.by, held.reason),
        };
        IssueState {
            rung,
            own: capped.rung(),
            condition: self.condition(issue, rung, since, &claims),
            since,
            held_by,
            reason,
            derived: held.derived.map(|own| own.rung),
            asserted: held.asserted.rung,
            contested: held.contested,
            one_sided: held.asserted.accepted && (1..required).contains(&told),
            first_hand: held.first_hand,
            reopened: reopened(&claims),
            blocking: self.blocking(issue, walk),
            evidence: evidence(walk, &claims),
            carried_by: carried_by(walk, &claims),
            counting: counting(walk),
            demands: open_demands(record, walk, &claims),
            parts: self.parts(issue),
            moves: walk.moves.clone(),
            refused: walk.refused.clone(),
            tallies: walk.tallies.clone(),
            due: walk.due,
            became: self.became(issue),
            last_claim: claims.iter().map(|claim| claim.from).max(),
        }
    }

    /// How many parts stand at each stage of each lifecycle, the highest first.
    fn parts(&self, issue: IssueIx) -> Vec<(LifecycleIx, Rung, usize)> {
        let issues = &self.standing.record.register.issues;
        let mut counts: BTreeMap<(LifecycleIx, Reverse<Rung>), usize> = BTreeMap::new();
        for child in &issues[issue].children {
            let rung = self.composed.whole[child.index()].rung();
            *counts.entry((issues[*child].lifecycle, Reverse(rung))).or_default() += 1;
        }
        counts.into_iter().map(|((lifecycle, rung), count)| (lifecycle, rung.0, count)).collect()
    }

    fn condition(
        &self,
        issue: IssueIx,
        rung: Rung,
        since: Option<(Day, bool)>,
        claims: &[&Claim],
    ) -> Condition {
        let lifecycle = self.standing.record.register.lifecycle(issue);
        let halts =
            |act| matches!(act, Act::Suspended | Act::Deferred | Act::Resumed | Act::Reopened);
        let latest = claims.iter().filter(|claim| halts(claim.act)).map(|claim| claim.first).max();
        let in_force = claims.iter().filter(|claim| {
            halts(claim.act)
                && latest.is_some_and(|latest| claim.last >= latest)
                && !matches!(claim.link, Link::Until(until) if until < self.as_of)
        });
        let acts: BTreeSet<Act> = in_force.map(|claim| claim.act).collect();
        let open = rung >= lifecycle.mentioned && !lifecycle.stage(rung).settled;
        let stalled =
            since.is_some_and(|(since, _)| since.days_until(self.as_of) >= lifecycle.stalled_after);
        if is_unlisted(self.standing.record, claims) && lifecycle.bound(Act::Unlisted).is_none() {
            Condition::Unlisted
        } else if acts.contains(&Act::Suspended) {
            Condition::Suspended
        } else if acts.contains(&Act::Deferred) {
            Condition::Deferred
        } else if open && stalled {
            Condition::Stalled
        } else {
            Condition::Active
        }
    }

    /// What stands between the issue and the next stage: what holds it, and who objects.
    fn blocking(&self, issue: IssueIx, walk: &Walk<'_>) -> Vec<Blocking> {
        let rung = self.composed.whole[issue.index()].rung();
        let held = walk.everyone.holding().into_iter();
        let mut blocking: Vec<Blocking> =
            held.map(|(event, object)| Blocking::Hold { event, object }).collect();
        let objects = walk.everyone.bounding().into_iter().filter(|(_, key)| {
            key.side == Side::Objection && key.act != Act::Staged && key.rung <= rung
        });
        blocking.extend(objects.map(|(event, _)| Blocking::Objection { event }));
        blocking.extend(self.composed.waiting[issue.index()].iter().cloned());
        blocking
    }

    /// Returns the issues that one goes on as.
    fn became(&self, issue: IssueIx) -> Vec<IssueIx> {
        let onward = self.standing.record.succession(issue).iter();
        let counting =
            onward.filter(|(event, _)| self.standing.counts(*event, self.as_of, self.settled));
        let into: BTreeSet<IssueIx> = counting.map(|(_, into)| *into).collect();
        into.into_iter().collect()
    }
}

/// Returns whether a register showed an issue, and then no longer did. A register that drops and shows
/// it in one breath shows it.
fn is_unlisted(record: &Record, claims: &[&Claim]) -> bool {
    let lists = |claim: &&&Claim| matches!(claim.act, Act::Staged | Act::Unlisted);
    let place = |claim: &Claim| (claim.from, record.sequence(claim.event).map(|(_, seq)| seq));
    let listing = claims.iter().filter(lists);
    let latest = listing.clone().map(|claim| place(claim)).max();
    let mut last = listing.filter(|claim| Some(place(claim)) == latest).peekable();
    last.peek().is_some() && last.all(|claim| claim.act == Act::Unlisted)
}

/// Returns the events on which the stage rests: the live claims that bound it, those that the parties'
/// own word has beside everyone's among them where that is what holds; where none does, those that hold it; else those of the first day on which it came up, since within a day none comes first.
fn evidence(walk: &Walk<'_>, claims: &[&Claim]) -> Vec<EventIx> {
    if let Some((_, rulings)) = walk.everyone.ruling() {
        return rulings.into_iter().collect();
    }
    let own = Some(&walk.own).filter(|_| walk.held.by == HeldBy::Derived);
    let bounding = std::iter::once(&walk.everyone).chain(own).flat_map(Live::bounding);
    let bounding: BTreeSet<EventIx> = bounding.map(|(event, _)| event).collect();
    if bounding.is_empty() {
        let holding = walk.everyone.holding().into_iter().map(|(event, _)| event);
        let held: BTreeSet<EventIx> = holding.collect();
        return if held.is_empty() { first_day(claims) } else { held.into_iter().collect() };
    }
    bounding.into_iter().collect()
}

/// Returns the events that the stage rests on where those that say less are left aside.
fn carried_by(walk: &Walk<'_>, claims: &[&Claim]) -> Vec<EventIx> {
    let derived = walk.held.by == HeldBy::Derived;
    let live = if derived { &walk.own } else { &walk.everyone };
    let carrying: BTreeSet<_> = carrying(live, walk.held.reason).into_iter().collect();
    let bounding = live.bounding().into_iter().filter(|(_, key)| carrying.contains(key));
    let events: BTreeSet<EventIx> = bounding.map(|(event, _)| event).collect();
    if events.is_empty() { evidence(walk, claims) } else { events.into_iter().collect() }
}

/// Returns whether the stage is one that follows from a threshold of its parts, and nobody says it too.
fn follows_from_parts(walk: &Walk<'_>) -> bool {
    let carrying = carrying(&walk.everyone, walk.held.reason);
    !carrying.is_empty() && carrying.iter().all(|key| key.act == Act::ThresholdMet)
}

/// Returns what still counts of each event.
fn counting(walk: &Walk<'_>) -> BTreeSet<(EventIx, Act)> {
    let lives = [&walk.everyone, &walk.own].into_iter();
    lives.flat_map(Live::counting).collect()
}

fn first_day(claims: &[&Claim]) -> Vec<EventIx> {
    let first = claims.chunk_by(|a, b| a.from == b.from).next().unwrap_or_default();
    first.iter().map(|claim| claim.event).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Returns how often the issue was reopened: on how many days somebody is said to have done so.
fn reopened(claims: &[&Claim]) -> usize {
    let days = claims.iter().filter(|claim| claim.act == Act::Reopened).map(|claim| claim.from);
    days.collect::<BTreeSet<Day>>().len()
}
