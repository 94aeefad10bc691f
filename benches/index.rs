//! The compiled record: packed, opened, and asked; beside it the same questions folded anew.
//!
//! `cargo bench --bench index`. Histories of 10,000 and 100,000 events, a process for every 400; with `LONG=1`
//! also of 1,000,000. What the disk takes is not in it: `benches/peers/` runs whole processes.

#![expect(clippy::disallowed_methods, reason = "what to measure is told by the environment")]

use std::hint::black_box;
use std::path::PathBuf;
use std::sync::Arc;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use histories::{Size, Sort, processes};
use rapporteur::model::{Day, Point, Policy};
use rapporteur::record::{Image, Lens, Packed, Record, build};
use rapporteur::report::changed::{Since, changed};
use rapporteur::report::status::status;
use rapporteur::report::{Rows, View};
use rapporteur::seed::{Folder, each};
use rapporteur::source::{Text, Texts};
use rapporteur::state::Memo;

/// A history, read and built.
struct History {
    texts: Texts,
    folders: Vec<Folder>,
    records: Vec<Record>,
}

fn history(events: usize) -> History {
    let mut texts = Texts::default();
    let mut folders = Vec::new();
    for process in processes(Sort::Talks, 1, Size { events, processes: events / 400 }) {
        let path = PathBuf::from("seeds").join(&process.name);
        let name = |file: &str| path.join(file).to_string_lossy().into_owned();
        let charter = texts.add(Text::new(name("charter.ron"), process.charter.as_str()));
        let dispatches = process.dispatches(400);
        let dispatches = dispatches.map(|(file, text)| texts.add(Text::new(name(&file), text)));
        let dispatches = dispatches.collect();
        folders.push(Folder {
            charters: vec![(charter, path)],
            lifecycles: Vec::new(),
            dispatches,
        });
    }
    let records = built(&texts, &folders);
    History { texts, folders, records }
}

fn built(texts: &Texts, folders: &[Folder]) -> Vec<Record> {
    let folders: Vec<_> = folders.iter().enumerate().collect();
    let (made, _) = each(texts, &folders, &mut Vec::new(), |_| {}, build);
    made.into_iter().map(|one| one.value).collect()
}

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn at(text: &str) -> Point {
    Point { as_of: day(text), known_on: day(text) }
}

fn packed(records: &[Record]) -> Vec<Vec<Vec<u8>>> {
    records.iter().map(|record| record.pack().parts().into()).collect()
}

fn opened(kept: &[Vec<Arc<Vec<u8>>>]) -> Vec<Record> {
    let part = |all: &Arc<Vec<u8>>| Packed { all: Arc::clone(all), range: (0, all.len()) };
    let open = |parts: &Vec<Arc<Vec<u8>>>| {
        let parts: Vec<Packed> = parts.iter().map(part).collect();
        let image = Image::of(parts.try_into().expect("the parts of an image"));
        Record::open(image, |file| file).expect("it was packed")
    };
    kept.iter().map(open).collect()
}

fn index(criterion: &mut Criterion) {
    let long = std::env::var_os("LONG").is_some().then_some(1_000_000);
    for events in [10_000, 100_000].into_iter().chain(long) {
        let History { texts, folders, records } = history(events);
        let clear = Lens::default();
        let today = at("2026-06-01");
        let view = |point: Point| View::new(&texts, &records, point, Policy::default(), &clear);
        let memos = view(today).processes.into_iter();
        let memos: Vec<Option<Memo>> =
            memos.map(|folded| Memo::of(&folded.standing, &folded.state)).collect();
        let kept: Vec<Vec<Arc<Vec<u8>>>> = packed(&records)
            .into_iter()
            .map(|parts| parts.into_iter().map(Arc::new).collect())
            .collect();
        let recalled = |records: &[Record]| {
            let pairs = records.iter().zip(memos.iter().map(Option::as_ref));
            let view = View::recalling(&texts, pairs, today, Policy::default(), &clear, |_| {});
            status(&view, &Rows::default()).page.blocks.len()
        };
        let month = |since: &str, until: &str| {
            let since = Since { point: at(since), told: None, written: None };
            changed(&view(at(until)), &since, &Rows::default()).page.blocks.len()
        };
        let mut group = criterion.benchmark_group("index");
        group.sample_size(10).throughput(Throughput::Elements(events as u64));
        let id = |step: &str| BenchmarkId::new(step, events);
        group.bench_function(id("build"), |it| it.iter(|| built(&texts, &folders).len()));
        group.bench_function(id("pack"), |it| it.iter(|| packed(black_box(&records)).len()));
        group.bench_function(id("open"), |it| it.iter(|| opened(black_box(&kept)).len()));
        group.bench_function(id("open and show"), |it| it.iter(|| recalled(&opened(&kept))));
        group.bench_function(id("fold all"), |it| it.iter(|| view(today).processes.len()));
        group.bench_function(id("as of 2020"), |it| {
            it.iter(|| view(Point { as_of: day("2020-01-01"), ..today }).processes.len());
        });
        group.bench_function(id("changed in a month"), |it| {
            it.iter(|| month("2020-01-01", "2020-02-01"));
        });
        group.bench_function(id("changed in a year"), |it| {
            it.iter(|| month("2019-01-01", "2020-01-01"));
        });
        group.finish();
    }
}

criterion_group!(benches, index);
criterion_main!(benches);
