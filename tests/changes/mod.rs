//! Laws of change: what must hold of what changed from anywhere to anywhere, and of what is kept.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use rapporteur::model::{Point, Policy};
use rapporteur::record::Lens;
use rapporteur::snapshot::{Patch, Snapshot, between, load};
use rapporteur::source::FileIx;
use rapporteur::state::net::{Change, Net, Window, net};
use rapporteur::state::sheet::{Field, Key, Sheet, Value, sheet};
use rapporteur::state::{Memo, fold};

use crate::cases;
use crate::histories::built::{Built, built};
use crate::histories::{Writing, date, orderly, processes};

fn point((as_of, known_on): (i32, i32)) -> Point {
    Point { as_of: date(as_of), known_on: date(known_on) }
}

fn seen(built: &Built, at: (i32, i32)) -> Sheet {
    let (lens, point) = (Lens::default(), point(at));
    let standing = built.record.stand(point.known_on, &lens);
    sheet(&standing, &fold(&standing, point.as_of, Policy::Strongest))
}

fn taken(built: &Built, at: (i32, i32)) -> Snapshot {
    let records = std::slice::from_ref(&built.record);
    Snapshot::take(&built.texts, records, point(at), Policy::Strongest, &Lens::default())
}

fn changes(built: &Built, a: (i32, i32), b: (i32, i32)) -> Net {
    let lens = Lens::default();
    let (since, until) = (point(a), point(b));
    let window = Window { since, until, lens: &lens, policy: Policy::Strongest };
    let end = fold(&built.record.stand(until.known_on, &lens), until.as_of, Policy::Strongest);
    net(&built.record, &window, &end, |_| true)
}

fn legs(net: &Net) -> impl Iterator<Item = &Change> {
    net.corrected.iter().chain(&net.learned_late).chain(&net.happened)
}

/// What a sheet says, but for what goes without saying where a stage has changed.
fn values(sheet: &Sheet) -> BTreeMap<Key, Value> {
    let told = |key: &Key| !matches!(key.field, Field::Since | Field::HeldBy);
    let told = sheet.iter().filter(|(key, _)| told(key));
    told.map(|(key, item)| (*key, item.value.clone())).collect()
}

/// Makes the changes of a net, leg after leg; each must find what it says was shown.
fn changed(
    mut values: BTreeMap<Key, Value>,
    net: &Net,
) -> Result<BTreeMap<Key, Value>, TestCaseError> {
    for change in legs(net) {
        if matches!(change.key.field, Field::Since | Field::HeldBy) {
            continue;
        }
        let from = change.from.as_ref().map(|item| item.value.clone());
        prop_assert_eq!(values.get(&change.key).cloned(), from, "{:?}", change.key);
        match &change.to {
            Some(item) => values.insert(change.key, item.value.clone()),
            None => values.remove(&change.key),
        };
    }
    Ok(values)
}

/// Two points, the second in neither time before the first.
fn window() -> impl Strategy<Value = ((i32, i32), (i32, i32))> {
    (0..60, 0..60, 0..30, 0..30).prop_map(|(d, k, days, later)| ((d, k), (d + days, k + later)))
}

proptest! {
    #![proptest_config(cases(400))]

    /// The legs add up to the difference of the ends.
    #[test]
    fn the_changes_of_a_window_lead_from_its_start_to_its_end(
        process in processes(5, 6), (a, b) in window(),
    ) {
        let built = built(&process, &Writing::plain(&process));
        let led = changed(values(&seen(&built, a)), &changes(&built, a, b))?;
        prop_assert_eq!(led, values(&seen(&built, b)));
    }

    /// Where what was kept says that nothing moves, nothing has to be looked at.
    #[test]
    fn nothing_changes_in_a_window_that_is_quiet(
        process in processes(5, 6), then in 0..60, a in 0..120, days in prop_oneof![0..9, 0..90],
    ) {
        let built = built(&process, &Writing::plain(&process));
        let lens = Lens::default();
        let (since, until) = ((a, 90), (a + days, 90));
        let standing = built.record.stand(point(since).known_on, &lens);
        let memo = Memo::of(&standing, &fold(&standing, point((then, 90)).as_of, Policy::Strongest));
        let memo = memo.expect("everything is known by then");
        if memo.is_quiet(point(since), point(until)) {
            let net = changes(&built, since, until);
            prop_assert_eq!(legs(&net).count(), 0, "{:?}", net);
            prop_assert!(net.reaffirmed.is_empty() && net.unmoved.is_empty(), "{:?}", net);
        }
    }

    #[test]
    fn net_changes_compose(
        process in processes(5, 6), (a, b) in window(), days in 0..30, later in 0..30,
    ) {
        let built = built(&process, &Writing::plain(&process));
        let c = (b.0 + days, b.1 + later);
        let start = values(&seen(&built, a));
        let there = changed(changed(start.clone(), &changes(&built, a, b))?, &changes(&built, b, c))?;
        prop_assert_eq!(there, changed(start, &changes(&built, a, c))?);
    }

    #[test]
    fn nothing_changes_from_a_point_to_itself(process in processes(5, 6), (a, _) in window()) {
        let built = built(&process, &Writing::plain(&process));
        let net = changes(&built, a, a);
        prop_assert_eq!(legs(&net).count(), 0);
        prop_assert!(net.reaffirmed.is_empty() && net.unmoved.is_empty());
    }

    /// A change has a cause, and the cause was known by then.
    #[test]
    fn every_change_of_a_stage_has_a_cause_that_was_known(
        process in processes(5, 6), (a, b) in window(),
    ) {
        let built = built(&process, &Writing::plain(&process));
        let net = changes(&built, a, b);
        for change in legs(&net) {
            prop_assert!(!change.causes.is_empty(), "{:?}", change);
            for cause in &change.causes {
                prop_assert!(built.record.row(*cause).known <= date(b.1), "{:?}", change);
            }
        }
    }

    /// What was known by a day gains nothing from what is reported later.
    #[test]
    fn what_was_known_by_a_day_never_changes(process in orderly(6, 6), d in 0..60, k in 10..40) {
        let mut process = process;
        for event in process.iter_mut().flat_map(|file| &mut file.events) {
            event.named = true;
        }
        let mut early = process.clone();
        for file in &mut early {
            file.events.retain(|event| event.known <= k);
        }
        early.retain(|file| !file.events.is_empty());
        let writing = Writing::plain(&process);
        let early = built(&early, &Writing { ids: writing.ids.clone(), ..Writing::plain(&early) });
        let all = built(&process, &writing);
        let worded = |built: &Built| {
            let snapshot = taken(built, (d, k));
            let forms = snapshot.processes.into_values().flat_map(|form| form.items);
            forms.map(|(key, item)| (key, item.value, item.on)).collect::<Vec<_>>()
        };
        prop_assert_eq!(worded(&early), worded(&all));
    }

    #[test]
    fn a_patch_makes_one_snapshot_of_another(process in processes(5, 6), (a, b) in window()) {
        let built = built(&process, &Writing::plain(&process));
        let (a, b) = (taken(&built, a), taken(&built, b));
        let patch = between(&a, &b);
        prop_assert_eq!(patch.apply(&a).expect("it fits"), b.clone());
        prop_assert_eq!(between(&b, &a).apply(&b).expect("it fits"), a.clone());
        prop_assert!(between(&a, &a).is_empty());
        if a.head != b.head {
            prop_assert!(patch.apply(&b).is_err());
        }
    }

    #[test]
    fn a_snapshot_reads_as_it_was_written(process in processes(4, 5), (at, _) in window()) {
        let snapshot = taken(&built(&process, &Writing::plain(&process)), at);
        let text = snapshot.text();
        let loaded = load(FileIx(0), &text);
        prop_assert!(loaded.faults.is_empty(), "{:?}\n{}", loaded.faults, text);
        prop_assert_eq!(loaded.snapshot.expect("it reads"), snapshot);
    }

    #[test]
    fn no_text_makes_the_reader_of_snapshots_stumble(text in "[a-z0-9:,()\\[\\]\" _.\\-]{0,120}") {
        prop_assert!(!load(FileIx(0), &text).faults.is_empty());
    }

    /// Whatever is cut off or altered shows.
    #[test]
    fn a_cut_or_altered_snapshot_is_found_out(
        process in processes(2, 3), at in any::<prop::sample::Index>(), letter in "[a-z0-9]",
    ) {
        let text = taken(&built(&process, &Writing::plain(&process)), (60, 60)).text();
        let cut: String = text.chars().take(at.index(text.chars().count() - 2)).collect();
        prop_assert!(!load(FileIx(0), &cut).faults.is_empty(), "{}", cut);
        // Comments are nobody's word.
        let body = text.find("(\n").expect("it has a body");
        let places: Vec<usize> = text
            .char_indices()
            .filter(|(place, one)| *place > body && one.is_ascii_alphanumeric())
            .map(|(place, _)| place)
            .collect();
        let place = places[at.index(places.len())];
        prop_assume!(text[place..=place] != letter);
        let mut altered = text.clone();
        altered.replace_range(place..=place, &letter);
        let loaded = load(FileIx(0), &altered);
        prop_assert!(!loaded.faults.is_empty(), "{} at {}", letter, place);
    }
}

/// A patch as programs get it is the patch of the library.
#[test]
fn a_patch_in_json_is_the_patch() {
    let process = vec![crate::histories::File {
        date: 20,
        head: "via: [\"s1\"], ".to_owned(),
        in_log: false,
        events: vec![crate::histories::Happening {
            number: 0,
            named: true,
            known: 20,
            first: 20,
            body: "what: StageClaim(issue: \"x\", stage: \"agreed\")".to_owned(),
            names: Vec::new(),
            strikes: false,
        }],
    }];
    let built = built(&process, &Writing::plain(&process));
    let (a, b) = (taken(&built, (0, 0)), taken(&built, (60, 60)));
    let lens = Lens::default();
    let records = std::slice::from_ref(&built.record);
    let view = rapporteur::report::View::new(
        &built.texts,
        records,
        point((60, 60)),
        Policy::Strongest,
        &lens,
    );
    let side = |snapshot: &Snapshot| rapporteur::report::diff::Side {
        snapshot: snapshot.clone(),
        told: None,
    };
    let answer = rapporteur::report::diff::diff(&view, &side(&a), &side(&b));
    let json = serde_json::to_string(&answer.data).expect("plain data");
    let patch: Patch = serde_json::from_str(&json).expect("a patch");
    assert_eq!(patch, between(&a, &b));
    assert_eq!(patch.apply(&a).expect("it fits"), b);
    let fields: BTreeSet<Field> = patch.changes.iter().map(|change| change.key.field).collect();
    assert!(fields.contains(&Field::Stage), "{fields:?}");
}

/// The law of quiet windows says something only where there are some.
#[test]
fn made_up_histories_have_quiet_windows_and_others() {
    let mut runner = TestRunner::deterministic();
    let (mut quiet, mut others) = (0, 0);
    for day in 0..60 {
        let process = processes(5, 6).new_tree(&mut runner).expect("a history").current();
        let built = built(&process, &Writing::plain(&process));
        let lens = Lens::default();
        let standing = built.record.stand(point((90, 90)).known_on, &lens);
        let state = fold(&standing, point((day, 90)).as_of, Policy::Strongest);
        let memo = Memo::of(&standing, &state).expect("everything is known by then");
        for since in day..100 {
            let is_quiet = memo.is_quiet(point((since, 90)), point((since + 2, 90)));
            *if is_quiet { &mut quiet } else { &mut others } += 1;
        }
    }
    assert!(quiet > 100 && others > 100, "{quiet} quiet, {others} others");
}
