//! Cold: from the text of all dispatches to the board, the steps on the way, and what changed in a month.
//!
//! `cargo bench --bench cold`. With `GROWTH=1`, prints instead how each step grows on histories that
//! are meant to be hard: everything on one issue.

#![expect(clippy::disallowed_methods, reason = "what to measure is told by the environment")]

mod growth;
mod history;

use std::hint::black_box;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput};
use history::{History, realistic};
use rapporteur::model::{Day, Point, Policy};
use rapporteur::record::{Lens, Record, build};
use rapporteur::report::status::status;
use rapporteur::report::{Rows, View};
use rapporteur::seed::{Seeds, read};
use rapporteur::source::Texts;
use rapporteur::state::net::{Window, net};
use rapporteur::state::{State, fold};

fn read_all(history: &History) -> Seeds {
    let (texts, folder) = history.files();
    read(texts, &[folder], Vec::new())
}

fn built(mut seeds: Seeds) -> (Record, Texts) {
    let process = seeds.processes.pop().expect("one process");
    let (record, _) = build(process, &seeds.texts, &mut seeds.faults);
    (record, seeds.texts)
}

fn folded(record: &Record) -> State {
    fold(&record.stand(Day::MAX, &Lens::default()), Day::MAX, Policy::default())
}

/// Returns how many things changed in the last month of a record.
fn changed(record: &Record) -> usize {
    let last = record.events().map(|(_, row)| row.known).max().unwrap_or(Day::MAX);
    let point = |day: Day| Point { as_of: day, known_on: day };
    let (since, until) = (point(last.plus(-30)), point(last));
    let window = Window { since, until, lens: &Lens::default(), policy: Policy::default() };
    let end = fold(&record.stand(last, window.lens), last, Policy::default());
    let net = net(record, &window, &end, |_| true);
    net.happened.len() + net.learned_late.len() + net.corrected.len()
}

fn cold(history: &History) -> usize {
    let (record, texts) = built(read_all(history));
    let point = Point { as_of: Day::MAX, known_on: Day::MAX };
    let (records, lens) = (std::slice::from_ref(&record), Lens::default());
    let view = View::new(&texts, records, point, Policy::default(), &lens);
    status(&view, &Rows::default()).page.blocks.len()
}

fn steps(criterion: &mut Criterion) {
    for events in [10_000, 100_000] {
        let history = realistic(events);
        let mut group = criterion.benchmark_group("cold");
        group.sample_size(10).throughput(Throughput::Elements(events as u64));
        let id = |step: &str| BenchmarkId::new(step, events);
        group.bench_function(id("all"), |bench| bench.iter(|| cold(black_box(&history))));
        group.bench_function(id("read"), |bench| bench.iter(|| read_all(black_box(&history))));
        group.bench_function(id("build"), |bench| {
            bench.iter_batched(|| read_all(&history), built, BatchSize::PerIteration);
        });
        let (record, _) = built(read_all(&history));
        group.bench_function(id("fold"), |bench| bench.iter(|| folded(black_box(&record))));
        group.bench_function(id("changed"), |bench| bench.iter(|| changed(black_box(&record))));
        group.finish();
    }
}

fn main() {
    if std::env::var_os("GROWTH").is_some() {
        growth::growth();
        return;
    }
    let mut criterion = Criterion::default().configure_from_args();
    steps(&mut criterion);
    criterion.final_summary();
}
