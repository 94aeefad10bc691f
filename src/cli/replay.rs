use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::output::Output;
use super::seeds::{Look, Seeds};
use super::{Exit, Global};
use crate::report::replay::replay;
use crate::snapshot::dir;
use crate::source::Severity;

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
        seeds.fetch(&faults, Severity::Warning);
        output.answer(&answer)?;
        output.faults(&faults, seeds.texts(), Severity::Warning)?;
        seeds.keep(&view);
        if self.paths.is_empty() {
            let folder = global.base().join("state");
            dir::write(&folder, dir::CURRENT, &seeds.snapshot(view.point, view.policy, &lens))
                .with_context(|| format!("cannot write the state into {}", folder.display()))?;
        }
        Ok(if view.tally.errors > 0 { Exit::Unsound } else { Exit::Answered })
    }
}
