//! What is fuzzed: one function a target, bytes in and nothing out. It panics where a promise is broken.
//!
//! Two take it in: the programs in `fuzz_targets/`, which cargo-fuzz runs on nightly, and `tests/fuzzing.rs`,
//! which runs every target over its kept corpus, and some thousand changes of it, on every `cargo test`.

use std::path::PathBuf;
use std::sync::Arc;

use rapporteur::event::{Event, Header};
use rapporteur::import::Map;
use rapporteur::index::container;
use rapporteur::lifecycle::Lifecycle;
use rapporteur::model::phrase::{Tense, windows};
use rapporteur::model::{Day, Duration, Edtf, Policy, Range, Weight, zone};
use rapporteur::record::{Lens, Packed, build};
use rapporteur::render::{Screen, diagnostic, short};
use rapporteur::ron::{self, Limits};
use rapporteur::seed::{Folder, read};
use rapporteur::snapshot::load;
use rapporteur::source::{Diagnostic, FileIx, Text, Texts};
use rapporteur::state::fold;

const CHARTER: &str = include_str!("../tests/formats/v1/charter.ron");
const DISPATCH: &str = include_str!("../tests/formats/v1/2025-03-02-every-field.ron");

/// A target: its name, which is also that of its corpus, and what it does.
pub(crate) type Target = (&'static str, fn(&[u8]));

/// Every target.
pub(crate) const ALL: [Target; 9] = [
    ("ron", ron),
    ("dispatch", dispatch),
    ("charter", charter),
    ("lifecycle", lifecycle),
    ("mapping", mapping),
    ("snapshot", snapshot),
    ("query", query),
    ("dates", dates),
    ("container", container),
];

/// Runs the target of that name.
pub(crate) fn run(name: &str, bytes: &[u8]) {
    let (_, target) = ALL.iter().find(|(other, _)| *other == name).expect("a target");
    target(bytes);
}

fn today() -> Day {
    Day::from_ymd(2025, 12, 7).expect("a day")
}

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// Holds what is wrong against the promises: every place is in its text, and nothing that is drawn steers a
/// terminal.
fn told(faults: &[Diagnostic], texts: &Texts) {
    let screen = Screen { width: 80, colour: false };
    for fault in faults.iter().take(50) {
        for label in &fault.labels {
            let content = texts.get(label.place.file).content();
            assert!(content.get(label.place.span.range()).is_some(), "{fault:?}");
        }
        let drawn = diagnostic(fault, texts, &screen) + &short(fault, texts);
        let steers =
            |it: char| (it.is_control() && it != '\n') || ('\u{202a}'..='\u{202e}').contains(&it);
        assert!(!drawn.contains(steers), "{drawn:?}");
    }
}

fn one(content: &str) -> Texts {
    let mut texts = Texts::default();
    texts.add(Text::new("a.ron", content));
    texts
}

/// Any text as the reader of RON takes it, whole and item by item.
fn ron(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let (texts, limits) = (one(text), Limits::default());
    let whole = ron::read::<Header<'_>>(FileIx(0), text, &limits);
    told(&whole.faults, &texts);
    let any = ron::read::<serde::de::IgnoredAny>(FileIx(0), text, &limits);
    told(&any.faults, &texts);
    let span = whole.value.map(|header| header.events.span);
    for item in
        span.into_iter().flat_map(|span| ron::items::<Event<'_>>(FileIx(0), text, span, &limits))
    {
        assert!(item.value.is_some() || !item.faults.is_empty(), "nothing read and nothing told");
        told(&item.faults, &texts);
    }
    let quoted = ron::quoted(text);
    let back = ron::read::<String>(FileIx(0), &quoted, &Limits::NONE);
    if back.faults.is_empty() {
        assert_eq!(back.value.as_deref(), Some(text), "what is written reads back");
    }
}

/// Reads a charter and a dispatch, builds their record, and looks at where things stand.
fn whole(charter: &str, dispatch: &str) {
    let mut texts = Texts::default();
    let charter = texts.add(Text::new("p/charter.ron", charter));
    let dispatch = texts.add(Text::new("p/d.ron", dispatch));
    let charters = vec![(charter, PathBuf::from("p"))];
    let folder = Folder { charters, lifecycles: Vec::new(), dispatches: vec![dispatch] };
    let mut seeds = read(texts, &[folder], Vec::new());
    let told_of = seeds.faults.len();
    for process in std::mem::take(&mut seeds.processes) {
        assert!(!process.dispatches.is_empty() || told_of > 0, "nothing read and nothing told");
        let (record, _) = build(process, &seeds.texts, &mut seeds.faults);
        let lens = Lens::default();
        let state = fold(&record.stand(today(), &lens), today(), Policy::Strongest);
        assert_eq!(state.issues.len(), record.register.issues.len());
        for (event, _) in record.events() {
            record.event(&seeds.texts, event);
        }
    }
    told(&seeds.faults, &seeds.texts);
}

fn dispatch(bytes: &[u8]) {
    if let Some(text) = text(bytes) {
        whole(CHARTER, text);
    }
}

fn charter(bytes: &[u8]) {
    if let Some(text) = text(bytes) {
        whole(text, DISPATCH);
    }
}

fn lifecycle(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let (read, faults) = Lifecycle::read(FileIx(0), text);
    told(&faults, &one(text));
    if let Some(lifecycle) = read {
        assert!(lifecycle.stages().next().is_some(), "a lifecycle has stages");
    }
}

fn mapping(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let (map, faults) = Map::read(FileIx(0), text);
    told(&faults, &one(text));
    assert!(map.is_some() || !faults.is_empty(), "nothing read and nothing told");
}

fn snapshot(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let loaded = load(FileIx(0), text);
    told(&loaded.faults, &one(text));
    if let Some(snapshot) = loaded.snapshot.filter(|_| loaded.faults.is_empty()) {
        let again = load(FileIx(0), &snapshot.text());
        assert_eq!(again.snapshot, Some(snapshot), "what is written reads back");
    }
}

fn query(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let mut texts = Texts::default();
    let charter = texts.add(Text::new("p/charter.ron", CHARTER));
    let charters = vec![(charter, PathBuf::from("p"))];
    let folder = Folder { charters, lifecycles: Vec::new(), dispatches: Vec::new() };
    let seeds = read(texts, &[folder], Vec::new());
    let registers: Vec<_> = seeds.processes.iter().map(|process| &process.register).collect();
    match Lens::parse(text, &registers, today()) {
        Ok(lens) => {
            let again = Lens::parse(lens.text(), &registers, today());
            assert_eq!(again.expect("it was read before").text(), lens.text());
        }
        Err(fault) => assert!(!fault.to_string().is_empty()),
    }
}

/// Dates, the sources' own words for them, durations, ranges and weights.
fn dates(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let utc = zone("+00:00").expect("an offset");
    match Edtf::parse(text, utc) {
        Ok(date) => {
            let when = date.resolve(None, today());
            assert!(when.first <= when.last, "{text}");
            assert!(!when.shown(2025).is_empty());
        }
        Err(fault) => {
            assert!(text.get(fault.range.clone()).is_some(), "{fault:?}");
            if let Some((bytes, _)) = fault.meant {
                assert!(text.get(bytes).is_some(), "{text}");
            }
        }
    }
    for tense in [Tense::Past, Tense::Future] {
        for (first, last) in windows(text, today(), tense).into_iter().flatten() {
            assert!(first <= last, "{text}");
        }
    }
    if let Ok(duration) = Duration::parse(text) {
        duration.after(today());
        assert!(!duration.shown().is_empty());
    }
    if let Ok(range) = Range::parse(text, today()) {
        assert!(range.first <= range.last, "{text}");
    }
    if let Some(day) = Day::parse(text) {
        assert_eq!(Day::parse(&day.to_string()), Some(day));
    }
    Weight::parse(text);
    zone(text);
}

/// A file of the index: any bytes, and any bytes that were sealed.
fn container(bytes: &[u8]) {
    if let Ok(parts) = container::open(&Arc::new(bytes.to_vec())) {
        assert!(parts.len() < 64);
    }
    let parts: Vec<Vec<u8>> = bytes.split(|byte| *byte == 0).take(60).map(<[u8]>::to_vec).collect();
    let sealed = Arc::new(container::sealed(&parts));
    let opened = container::open(&sealed).expect("what was sealed opens");
    let opened: Vec<&[u8]> = opened.iter().map(Packed::bytes).collect();
    assert_eq!(opened, parts.iter().map(Vec::as_slice).collect::<Vec<_>>());
    if let Some(place) = bytes.first() {
        let mut flipped = sealed.to_vec();
        let at = usize::from(*place) % flipped.len();
        flipped[at] ^= 1 << (bytes.len() % 8);
        assert!(container::open(&Arc::new(flipped)).is_err(), "byte {at}");
    }
}
