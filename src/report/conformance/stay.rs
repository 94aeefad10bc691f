use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::lifecycle::{Lifecycle, Rung};
use crate::model::Day;
use crate::state::Move;

/// How long issues stay at one stage.
#[derive(Debug, JsonSchema, Serialize)]
pub(super) struct Stay {
    pub(super) stage: String,
    /// How often an issue came to it.
    pub(super) visits: usize,
    /// How many are there now.
    pub(super) now: usize,
    /// Days until they left, of those that did: half of them left earlier.
    pub(super) median_days: Option<i32>,
    pub(super) longest_days: Option<i32>,
}

/// Returns how long issues stayed at each stage that one of them came to, the highest first.
pub(super) fn stays<'m>(
    lifecycle: &Lifecycle,
    as_of: Day,
    histories: impl Iterator<Item = &'m [Move]>,
) -> Vec<Stay> {
    let mut left: BTreeMap<Rung, Vec<i32>> = BTreeMap::new();
    let mut now: BTreeMap<Rung, usize> = BTreeMap::new();
    for moves in histories {
        for pair in moves.windows(2) {
            left.entry(pair[0].to).or_default().push(pair[0].day.days_until(pair[1].day));
        }
        if let Some(last) = moves.last().filter(|last| last.day <= as_of) {
            *now.entry(last.to).or_default() += 1;
            left.entry(last.to).or_default();
        }
    }
    let stay = |(rung, mut days): (Rung, Vec<i32>)| {
        days.sort_unstable();
        let now = now.get(&rung).copied().unwrap_or_default();
        Stay {
            stage: lifecycle.stage(rung).id.clone(),
            visits: days.len() + now,
            now,
            median_days: days.get(days.len() / 2).copied(),
            longest_days: days.last().copied(),
        }
    };
    left.into_iter().rev().map(stay).collect()
}
