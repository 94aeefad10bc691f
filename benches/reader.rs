//! Reading events: our reader, with places and limits, against the `ron` crate, into the same types.
//!
//! `cargo bench --bench reader`. Both read the same text, a dispatch of 10,000 events of every kind, and
//! come to the same values (`tests/formats.rs`).

use std::hint::black_box;

use ::ron::extensions::Extensions;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use histories::{Size, Sort, processes};
use rapporteur::event::{Event, Header};
use rapporteur::ron::{self, Limits};
use rapporteur::source::FileIx;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(rename = "dispatch")]
struct Whole<'a> {
    #[serde(borrow)]
    events: Vec<Event<'a>>,
}

/// The extensions that our formats always have on.
fn reference() -> ::ron::Options {
    ::ron::Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .with_default_extension(Extensions::UNWRAP_NEWTYPES)
        .with_default_extension(Extensions::UNWRAP_VARIANT_NEWTYPES)
}

fn ours(text: &str) -> usize {
    let limits = Limits::default();
    let header = ron::read::<Header<'_>>(FileIx(0), text, &limits).value.expect("it reads");
    let items = ron::items::<Event<'_>>(FileIx(0), text, header.events.span, &limits);
    items.filter(|item| black_box(&item.value).is_some()).count()
}

fn theirs(text: &str) -> usize {
    let whole = reference().from_str::<Whole<'_>>(text).expect("it reads");
    black_box(&whole.events).len()
}

fn reader(criterion: &mut Criterion) {
    let events = 10_000;
    let size = Size { events, processes: 1 };
    let process = processes(Sort::Talks, 1, size).next().expect("a process");
    let (_, text) = process.dispatches(usize::MAX).next().expect("a dispatch");
    assert_eq!((ours(&text), theirs(&text)), (events, events));
    let mut group = criterion.benchmark_group("reader");
    group.sample_size(20).throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("ours", |bench| bench.iter(|| ours(black_box(&text))));
    group.bench_function("ron crate", |bench| bench.iter(|| theirs(black_box(&text))));
    group.finish();
}

criterion_group!(benches, reader);
criterion_main!(benches);
