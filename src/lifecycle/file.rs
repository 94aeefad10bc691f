//! The file form of a lifecycle: `format: 1`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::{Act, Bound, Lifecycle, Rung, Stage};
use crate::ron::{self, Limits};
use crate::source::{Diagnostic, FileIx};

#[derive(Deserialize)]
#[serde(rename = "lifecycle")]
struct File {
    #[expect(
        dead_code,
        reason = "there is only one format so far; the reader still wants it said"
    )]
    format: u32,
    lifecycle: String,
    ladder: Vec<Step>,
    #[serde(default)]
    exits: Vec<Step>,
    bounds: BTreeMap<Act, Limit>,
    mentioned: String,
    held: String,
    partly: String,
    moves: BTreeMap<String, Vec<String>>,
    stalled_after: i32,
    silent_after: i32,
}

#[derive(Deserialize)]
#[serde(rename = "stage")]
struct Step {
    id: String,
    title: Option<String>,
    mark: String,
    #[serde(default)]
    settled: bool,
}

#[derive(Deserialize)]
#[serde(rename = "bound")]
enum Limit {
    AtLeast(String),
    AtMost(String),
    Hold(String),
}

/// Returns the lifecycle that a file describes, or what is wrong with it.
pub(super) fn read(text: &str) -> Result<Lifecycle, Vec<Diagnostic>> {
    let read = ron::read::<File>(FileIx(0), text, &Limits::default());
    let file = read.value.filter(|_| read.faults.is_empty()).ok_or(read.faults)?;
    Ok(file.lifecycle())
}

impl File {
    fn lifecycle(self) -> Lifecycle {
        let stages: Vec<Stage> = self
            .exits
            .into_iter()
            .map(|step| step.stage(true))
            .chain(self.ladder.into_iter().map(|step| step.stage(false)))
            .collect();
        let rung = |id: &String| {
            let at = stages.iter().position(|stage| stage.id == *id);
            Rung(u8::try_from(at.expect("a stage of this lifecycle")).expect("few stages"))
        };
        let mut moves = vec![vec![false; stages.len()]; stages.len()];
        for (from, targets) in &self.moves {
            for to in targets {
                moves[usize::from(rung(from).0)][usize::from(rung(to).0)] = true;
            }
        }
        let bound = |limit: &Limit| match limit {
            Limit::AtLeast(id) => Bound::AtLeast(rung(id)),
            Limit::AtMost(id) => Bound::AtMost(rung(id)),
            Limit::Hold(id) => Bound::Hold(rung(id)),
        };
        let first = stages.iter().position(|stage| !stage.exit).expect("a ladder has a stage");
        Lifecycle {
            name: self.lifecycle,
            bounds: self.bounds.iter().map(|(act, limit)| (*act, bound(limit))).collect(),
            moves,
            initial: Rung(u8::try_from(first).expect("few stages")),
            mentioned: rung(&self.mentioned),
            held: rung(&self.held),
            partly: rung(&self.partly),
            stalled_after: self.stalled_after,
            silent_after: self.silent_after,
            stages,
        }
    }
}

impl Step {
    fn stage(self, exit: bool) -> Stage {
        let title = self.title.unwrap_or_else(|| self.id.clone());
        Stage { title, id: self.id, mark: self.mark, settled: self.settled, exit }
    }
}
