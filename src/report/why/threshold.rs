//! How far the parts of an issue have come to what it waits for.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model::Day;
use crate::record::Record;
use crate::register::IssueIx;
use crate::state::{IssueState, Tally};

/// The most events that are named as having tipped a threshold.
const MOST_NAMED: usize = 4;

/// The parts of an issue, counted and weighed.
#[derive(Debug, JsonSchema, Serialize)]
pub(super) struct ThresholdAnswer {
    /// The stage of the issue that waits for it.
    stage: Option<String>,
    /// The stage of the parts.
    at: String,
    /// How many parts are there, and how many have to be.
    count: usize,
    needed: usize,
    parts: usize,
    /// How heavy these are together, and have to be.
    weight: String,
    needed_weight: String,
    met: Option<Day>,
    tipped_by: Vec<String>,
    /// The day on which the stage follows by itself.
    follows: Option<Day>,
}

/// Returns how far the parts of an issue have come to each threshold.
pub(super) fn thresholds(
    record: &Record,
    issue: IssueIx,
    one: &IssueState,
) -> Vec<ThresholdAnswer> {
    let answer = |tally: &Tally| ThresholdAnswer {
        stage: tally.stage.map(|rung| record.register.stage(issue, rung).id.clone()),
        at: tally.threshold.at.clone(),
        count: tally.count,
        needed: tally.threshold.count,
        parts: tally.parts,
        weight: tally.weight.to_string(),
        needed_weight: tally.threshold.weight.to_string(),
        met: tally.met.as_ref().map(|met| met.day),
        tipped_by: tally
            .met
            .iter()
            .flat_map(|met| &met.by)
            .map(|event| record.row(*event).id.to_owned())
            .collect(),
        follows: tally.met.as_ref().and_then(|met| met.follows),
    };
    one.tallies.iter().map(answer).collect()
}

impl ThresholdAnswer {
    /// Returns what the page says of it, a line each.
    pub(super) fn lines(&self, as_of: Day) -> Vec<String> {
        let weigh = |weight: &str| match self.needed_weight.as_str() {
            "0" => String::new(),
            _ => format!(", weight {weight}"),
        };
        let needs = format!("{} needed{}", self.needed, weigh(&self.needed_weight));
        let are = format!("{} of {} at {}{}", self.count, self.parts, self.at, weigh(&self.weight));
        let mut lines = vec![format!("{are}; {needs}")];
        if let Some(met) = self.met {
            let named = &self.tipped_by[..self.tipped_by.len().min(MOST_NAMED)];
            let more = match self.tipped_by.len() - named.len() {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            lines.push(format!("met on {met}, tipped by {}{more}", named.join(", ")));
        }
        if let (Some(stage), Some(follows)) = (&self.stage, self.follows) {
            let verb = if follows <= as_of { "followed" } else { "follows" };
            lines.push(format!("{stage} {verb} by itself on {follows}"));
        }
        lines
    }
}
