use std::path::PathBuf;

use anyhow::Context;
use clap::Args;

use super::first_steps::{Step, program, show};
use super::output::Output;
use super::{Exit, Global, Usage};
use crate::seed::demo;
use crate::seed::write::{create, is_taken};

/// Unpack an example, the talks that one article tells of, and show its board
///
/// Writes the charter, the dispatch and the article into a new folder, to look at and to change.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// The folder to make
    #[arg(value_name = "DIR", default_value = "rapporteur-demo")]
    folder: PathBuf,
}

impl Demo {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        let folder = global.base().join(&self.folder);
        let shown = folder.display();
        if is_taken(&folder).with_context(|| format!("cannot read {shown}"))? {
            let help = "name another folder: `rapporteur demo DIR`";
            return Err(Usage(format!("{shown} is there and not empty\n  help: {help}")).into());
        }
        create(&folder, &demo::FILES).with_context(|| format!("cannot write into {shown}"))?;
        let global = Global {
            directory: Some(folder.clone()),
            known_on: global.known_on.clone().or_else(|| Some(demo::DAY.to_owned())),
            ..global.clone()
        };
        let done = format!("the talks that one article tells of, in {shown}");
        let program = program(&folder);
        let step = |command: &str, tells| Step { command: format!("{program} {command}"), tells };
        let steps = vec![
            step("why security", "the claims that count, and what blocks the next stage"),
            step("log", "what the article reports, in order"),
            step("--as-of 2025-12-10", "three days on: what is overdue"),
        ];
        show(&global, output, &[], done, steps)
    }
}
