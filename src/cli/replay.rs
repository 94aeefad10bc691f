use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::output::Output;
use super::seeds::{Look, Seeds};
use super::{Exit, Global};
use crate::record::Record;
use crate::report::View;
use crate::report::replay::replay;
use crate::source::Severity;
use crate::state::snapshot::Snapshot;
use crate::state::{State, dir, fold};

/// Apply the dispatches in order, and show what each event did and the board
///
/// Writes the state of all seeds to `state/current.ron`. With paths nothing is written: a part of the
/// seeds is not the current state.
#[derive(Debug, Args)]
pub(super) struct Replay {
    /// Dispatches or folders to replay in place of `seeds/`
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

impl Replay {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        let seeds = Seeds::read(global, &self.paths, Look::Record)?;
        let lens = seeds.lens(global)?;
        let (view, faults) = seeds.view(global, &lens)?;
        let answer = replay(&view);
        output.answer(&answer)?;
        output.faults(&faults, seeds.texts(), Severity::Warning)?;
        if self.paths.is_empty() {
            let folder = global.base().join("state");
            dir::write_current(&folder, &snapshot(&view))
                .with_context(|| format!("cannot write the state into {}", folder.display()))?;
        }
        Ok(if view.tally.errors > 0 { Exit::Unsound } else { Exit::Answered })
    }
}

/// Returns the file form of what the view shows, without what was told off the record.
fn snapshot(view: &View<'_>) -> Snapshot {
    let lens = view.lens.exported();
    let folded: Vec<(&Record, State)> = view
        .processes
        .iter()
        .map(|process| {
            let standing = process.record.stand(view.point.known_on, &lens);
            (process.record, fold(&standing, view.point.as_of, view.policy))
        })
        .collect();
    let folded: Vec<(&Record, &State)> =
        folded.iter().map(|(record, state)| (*record, state)).collect();
    Snapshot::new(view.point, view.policy, &folded)
}
