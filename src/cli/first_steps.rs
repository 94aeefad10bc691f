//! What a new folder ends with: the board, and what to try next.

use std::path::{Path, PathBuf};

use super::output::Output;
use super::seeds::{Look, Seeds};
use super::{Exit, Global};
use crate::render::{Column, Page, Table, Tone, Words};
use crate::report::Rows;
use crate::report::status::status;
use crate::source::Severity;

/// A command to try, and what it tells.
pub(super) struct Step {
    pub(super) command: String,
    pub(super) tells: &'static str,
}

/// Writes what was done, the board of the seeds at `paths`, and what to try next.
pub(super) fn show(
    global: &Global,
    output: &Output,
    paths: &[PathBuf],
    done: String,
    steps: Vec<Step>,
) -> anyhow::Result<Exit> {
    let seeds = Seeds::read(global, paths, Look::Record)?;
    let lens = seeds.lens(global)?;
    let (view, faults) = seeds.view(global, &lens)?;
    let mut answer = status(&view, &Rows::default());
    let mut page = Page::new().paragraph(done).blank();
    page.blocks.append(&mut answer.page.blocks);
    let mut next = Table::new([Column::short(""), Column::text("")]);
    for step in steps {
        next.push([Words::toned(Tone::Strong, step.command), Words::from(step.tells)]);
    }
    answer.page = page.blank().heading("next").table(next);
    output.answer(&answer)?;
    output.faults(&faults, seeds.texts(), Severity::Error)?;
    Ok(if view.tally.errors > 0 { Exit::Unsound } else { Exit::Answered })
}

/// Returns the program's name with the folder to work in, as it is typed at a shell.
pub(super) fn program(folder: &Path) -> String {
    let path = folder.display().to_string();
    let plain = |letter: char| letter.is_alphanumeric() || "/\\._-:".contains(letter);
    match path.as_str() {
        "" => "rapporteur".to_owned(),
        path if path.chars().all(plain) => format!("rapporteur -C {path}"),
        path => format!("rapporteur -C '{path}'"),
    }
}
