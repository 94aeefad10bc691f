//! Laws of the record: what must hold of every history, however odd.

mod changes;
mod histories;

use std::collections::BTreeSet;

use histories::built::{Built, built};
use histories::{File, Happening, Process, Writing, date, orderly, processes};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::{Config, TestRunner};
use rapporteur::model::{Point, Policy};
use rapporteur::record::Lens;
use rapporteur::state::Memo;

/// Histories that are shuffled, and how often each is: 20,000 shuffled histories in all.
const SHUFFLED: u32 = 2_000;
const SHUFFLES: usize = 10;

/// Returns how often a law is tried: as often as it is enough for every day, or as `PROPTEST_CASES` asks.
#[expect(clippy::disallowed_methods, reason = "how long it may take is for whoever runs it to say")]
fn cases(cases: u32) -> Config {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let cases = asked.unwrap_or(cases);
    Config { cases, failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() }
}

/// Points of view from which everything is looked at: world day, day of knowledge, lens, policy.
const VIEWS: [(i32, i32, &str, Policy); 8] = [
    (60, 60, "", Policy::Strongest),
    (60, 60, "", Policy::Cautious),
    (20, 60, "", Policy::Strongest),
    (60, 24, "", Policy::Strongest),
    (60, 60, "source:s1,pb basis:Unattributed,OnRecord", Policy::Strongest),
    (60, 60, "roots:2 or kind:Acceptance,Demand not:root:s1", Policy::Strongest),
    (60, 60, "voice:a or (by:b issue:x known:..2025-01-25)", Policy::Strongest),
    (30, 60, "party:a,b not:(on:2025-01-05..2025-01-10 person:pa)", Policy::Cautious),
];

/// Returns all that can be seen of a record, from everywhere.
fn seen(built: &Built) -> Vec<String> {
    let mut res = vec![built.faults()];
    for (as_of, known_on, lens, policy) in VIEWS {
        let state = built.state(as_of, known_on, &built.lens(lens), policy);
        res.push(format!("{as_of} {known_on} {lens} {policy:?}"));
        res.extend(built.issues(&state));
        res.extend(built.expected(&state));
    }
    res
}

/// Returns the issues at a point.
fn at(process: &Process, as_of: i32, known_on: i32) -> Vec<String> {
    let built = built(process, &Writing::plain(process));
    built.issues(&built.state(as_of, known_on, &Lens::default(), Policy::Strongest))
}

/// Returns random permutations and names; `salt` makes them.
fn shuffled(process: &Process, salt: u64) -> Writing {
    let mut random = Random(salt);
    let mut writing = Writing::plain(process);
    random.shuffle(&mut writing.files);
    writing.events.iter_mut().for_each(|events| random.shuffle(events));
    random.shuffle(&mut writing.stems);
    writing.stems.iter_mut().for_each(|stem| *stem = format!("{}{stem}", random.below(100)));
    random.shuffle(&mut writing.ids);
    writing.ids.iter_mut().for_each(|id| *id = format!("{}-{id}", random.below(100)));
    writing
}

/// `SplitMix64` (Steele, Lea, Flood 2014): enough for shuffling.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit as u64).expect("below a usize")
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            items.swap(at, self.below(at + 1));
        }
    }
}

fn events(process: &Process) -> impl Iterator<Item = (&File, &Happening)> {
    process.iter().flat_map(|file| file.events.iter().map(move |event| (file, event)))
}

fn without(process: &Process, gone: impl Fn(&Happening) -> bool) -> Process {
    let mut process = process.clone();
    for file in &mut process {
        file.events.retain(|event| !gone(event));
    }
    process.retain(|file| !file.events.is_empty());
    process
}

proptest! {
    #![proptest_config(cases(SHUFFLED))]

    /// Order within files, of files, ids, and names of files decide nothing, through no lens.
    #[test]
    fn twenty_thousand_shuffled_histories_stand_alike(
        process in processes(4, 5),
        salts in prop::array::uniform10(any::<u64>()),
    ) {
        let plain = seen(&built(&process, &Writing::plain(&process)));
        prop_assert_eq!(salts.len(), SHUFFLES);
        for salt in salts {
            let writing = shuffled(&process, salt);
            prop_assert_eq!(&seen(&built(&process, &writing)), &plain, "{:?}", writing);
        }
    }
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn replay_is_deterministic(process in processes(6, 8)) {
        let writing = Writing::plain(&process);
        prop_assert_eq!(seen(&built(&process, &writing)), seen(&built(&process, &writing)));
    }

    /// What was packed and is opened again is the same record, from everywhere.
    #[test]
    fn a_record_that_was_kept_is_the_record(process in processes(6, 8)) {
        let built = built(&process, &Writing::plain(&process));
        prop_assert_eq!(seen(&built.reopened()), seen(&built));
    }

    /// A state that was kept stands for every later day for which it says that it holds, and for no other
    /// knowledge than all there is.
    #[test]
    fn a_state_that_was_kept_is_what_folding_gives(process in processes(6, 8), then in 0..70, later in prop_oneof![0..12, 0..500]) {
        let built = built(&process, &Writing::plain(&process));
        let clear = Lens::default();
        let fold = |as_of: i32| {
            let standing = built.record.stand(date(90), &clear);
            let state = rapporteur::state::fold(&standing, date(as_of), Policy::Strongest);
            (Memo::of(&standing, &state), state)
        };
        let (memo, state) = fold(then);
        let memo = memo.expect("everything is known by then");
        prop_assert_eq!(memo.at(state.point, Policy::Cautious), None);
        let early = Point { known_on: date(-1), ..state.point };
        prop_assert_eq!(memo.at(early, Policy::Strongest), None);
        let (_, folded) = fold(then + later);
        if let Some(kept) = memo.at(folded.point, Policy::Strongest) {
            prop_assert_eq!(kept, folded);
        }
    }

    /// A file twice, under another name: each event has an id, and is the same event.
    #[test]
    fn duplicates_do_not_matter(mut process in processes(4, 5), again in any::<prop::sample::Index>()) {
        for file in &mut process {
            file.events.iter_mut().for_each(|event| event.named = true);
        }
        let plain = Writing::plain(&process);
        let mut twice = plain.clone();
        let again = again.index(process.len());
        let mut doubled = process.clone();
        doubled.push(process[again].clone());
        twice.files.insert(0, process.len());
        twice.stems.push("again".to_owned());
        twice.events.push(plain.events[again].clone());
        let (plain, twice) = (built(&process, &plain), built(&doubled, &twice));
        let point = |built: &Built| {
            let state = built.state(60, 60, &Lens::default(), Policy::Strongest);
            (built.issues(&state), built.expected(&state))
        };
        prop_assert_eq!(point(&twice), point(&plain));
    }

    #[test]
    fn later_news_does_not_change_what_was_known(process in orderly(6, 6), k in 12..40) {
        let then = without(&process, |event| event.known > k);
        prop_assert_eq!(at(&then, k, k), at(&process, k, k));
        prop_assert_eq!(at(&then, 60, k), at(&process, 60, k));
    }

    /// Files that two people wrote, one half each: whichever half is merged into the other, the record is one.
    #[test]
    fn two_halves_of_a_record_are_merged_either_way(process in processes(6, 6), halves in any::<u64>()) {
        let plain = Writing::plain(&process);
        let (one, other): (Vec<usize>, Vec<usize>) =
            plain.files.iter().partition(|at| halves >> (*at % 64) & 1 == 0);
        let merged = |first: &[usize], second: &[usize]| {
            let files = [first, second].concat();
            seen(&built(&process, &Writing { files, ..plain.clone() }))
        };
        prop_assert_eq!(merged(&one, &other), merged(&other, &one));
    }

    /// Nobody else speaks of the claim, and it is in no log, where even a wrong date moves others.
    #[test]
    fn a_retracted_claim_changes_no_stage(
        process in processes(5, 6), which in any::<prop::sample::Index>(), k in 40..70, d in 0..70,
    ) {
        let named: BTreeSet<usize> =
            events(&process).flat_map(|(_, event)| event.names.clone()).collect();
        let alone: Vec<usize> = events(&process)
            .filter(|(file, event)| !file.in_log && !named.contains(&event.number))
            .map(|(_, event)| event.number)
            .collect();
        prop_assume!(!alone.is_empty());
        let gone = alone[which.index(alone.len())];
        let mut retracted = process.clone();
        for event in retracted.iter_mut().flat_map(|file| &mut file.events) {
            event.named |= event.number == gone;
        }
        let number = events(&process).count();
        let body = format!("via: [], what: Retract(of: \"<{gone}>\")");
        let events = vec![Happening {
            number, named: true, known: 40, first: 40, body, names: vec![gone], strikes: true,
        }];
        retracted.push(File { date: 40, head: String::new(), in_log: false, events });
        let missing = without(&process, |event| event.number == gone);
        prop_assert_eq!(at(&retracted, d, k), at(&missing, d, k));
    }

    /// Whatever begins to count after the day, or is known after the day of knowledge, is not heard.
    #[test]
    fn what_comes_after_the_point_is_not_heard(process in orderly(6, 6), d in 5..40, k in 12..40) {
        let named: BTreeSet<usize> =
            events(&process).flat_map(|(_, event)| event.names.clone()).collect();
        let in_log: BTreeSet<usize> =
            events(&process).filter(|it| it.0.in_log).map(|(_, event)| event.number).collect();
        let heard = without(&process, |event| {
            let later = event.first > d && !event.strikes && !in_log.contains(&event.number);
            event.known > k || (later && !named.contains(&event.number))
        });
        prop_assert_eq!(at(&heard, d, k), at(&process, d, k));
    }
}

/// The same words under another head are another event: on whose word it is told differs.
#[test]
fn two_events_of_one_id_that_differ_by_their_heads_are_told_whatever_is_read_first() {
    let file = |head: &str| File {
        date: 20,
        head: head.to_owned(),
        in_log: false,
        events: vec![Happening {
            number: 0,
            named: true,
            known: 20,
            first: 20,
            body: "what: StageClaim(issue: \"x\", stage: \"agreed\")".to_owned(),
            names: Vec::new(),
            strikes: false,
        }],
    };
    let one = vec![file("via: [\"s1\"], "), file("via: [\"pa\", \"s1\"], ")];
    let other: Process = one.iter().rev().cloned().collect();
    let seen = |process: &Process| seen(&built(process, &Writing::plain(process)));
    assert_eq!(seen(&one), seen(&other));
    assert!(seen(&one)[0].contains("DuplicateId"), "{}", seen(&one)[0]);
}

/// Whichever of two equal rulings comes first in the one order, both are what the stage rests on.
#[test]
fn two_rulings_of_one_day_both_carry_the_stage() {
    let ruling = |number: usize| Happening {
        number,
        named: true,
        known: 12,
        first: 9,
        body: "on: \"2025-01-10\", what: StageClaim(issue: \"x/y\", stage: \"progressing\")"
            .to_owned(),
        names: Vec::new(),
        strikes: false,
    };
    let events = vec![ruling(0), ruling(1)];
    let process = vec![File { date: 12, head: String::new(), in_log: false, events }];
    let seen = at(&process, 60, 60);
    assert!(seen.iter().any(|issue| issue.contains("evidence [\"0\", \"1\"]")), "{seen:#?}");
}

/// The laws say something only of what the made-up histories come to.
#[test]
fn made_up_histories_reach_every_need_and_every_way_of_moving() {
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeSet::new();
    for _ in 0..600 {
        let process = processes(6, 8).new_tree(&mut runner).expect("a history").current();
        let built = built(&process, &Writing::plain(&process));
        let state = built.state(60, 60, &Lens::default(), Policy::Strongest);
        for issue in &state.issues {
            for step in &issue.moves {
                seen.insert(format!("{:?}", step.way));
                seen.extend(step.unmet.iter().map(|need| {
                    let need = format!("{need:?}");
                    need.split('(').next().unwrap_or_default().to_owned()
                }));
            }
            let met = issue.tallies.iter().filter(|tally| tally.met.is_some());
            seen.extend(met.map(|tally| format!("met {}", tally.threshold.count)));
            seen.extend(issue.due.map(|_| "due".to_owned()));
        }
    }
    let wanted = [
        "Opening",
        "Transition",
        "Vanishing",
        "ByItself",
        "Back",
        "Been",
        "Deadline",
        "Vote",
        "Accepted",
        "Threshold",
        "met 1",
        "met 2",
        "due",
    ];
    for one in wanted {
        assert!(seen.contains(one), "{one} is not in {seen:?}");
    }
}
