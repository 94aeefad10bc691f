//! What is wrong with this record, this machine, this terminal; each with a remedy.
//!
//! A check is one small function and one line of the table below. It looks, and changes nothing but a probe
//! that it takes away again. What is merely worth knowing is a note; only what is to be mended is wrong.

mod disk;
mod machine;
mod record;
mod terminal;
mod versions;

use std::path::PathBuf;

use clap::Args;

use super::output::Output;
use super::seal::Wanted;
use super::seeds::{self, Seeds};
use super::{Exit, Global, snapshot};
use crate::report::doctor::{Checked, Found, doctor};
use crate::report::seal::Held;
use crate::report::snapshot::ListedOne;
use crate::source::Diagnostic;

/// Find out what is wrong with this record, this machine or this terminal, and what to do
///
/// Looks at the seeds, at what is kept of them, at seals, version control, the clock, the disk and the terminal. Changes
/// nothing. Ends with 1 if something is to be mended.
#[derive(Debug, Args)]
pub(super) struct Doctor {}

/// How something is looked at.
type Look = fn(&Patient) -> Found;

/// Everything that is looked at, in order: what it is about, its name, and how it is looked at.
const CHECKS: [(&str, &str, Look); 27] = [
    ("record", "seeds", record::seeds),
    ("record", "files", record::files),
    ("record", "events", record::events),
    ("record", "names", record::names),
    ("record", "drafts", record::drafts),
    ("record", "snapshots", record::snapshots),
    ("record", "seals", record::seals),
    ("record", "state", record::state),
    ("record", "private", record::private),
    ("record", "lock", record::lock),
    ("record", "index", record::index),
    ("versions", "git", versions::git),
    ("versions", "seeds kept", versions::ignored),
    ("versions", "derived files", versions::derived),
    ("machine", "clock", machine::clock),
    ("machine", "seeds folder", machine::links),
    ("machine", "room", machine::room),
    ("machine", "signatures", machine::signatures),
    ("machine", "settings", machine::settings),
    ("machine", "values", machine::values),
    ("machine", "pager", machine::pager),
    ("machine", "editor", machine::editor),
    ("terminal", "width", terminal::width),
    ("terminal", "colour", terminal::colour),
    ("terminal", "letters", terminal::letters),
    ("terminal", "direction", terminal::direction),
    ("terminal", "screen", terminal::screen),
];

/// What the checks look at, read once.
struct Patient<'p> {
    global: &'p Global,
    base: PathBuf,
    /// The seeds; why they could not be read where that is so.
    seeds: Result<Seeds, String>,
    /// What is wrong with them.
    faults: Vec<Diagnostic>,
    /// How many of their events are left out.
    left_out: usize,
    seals: Result<Vec<Held>, String>,
    snapshots: Result<Vec<ListedOne>, String>,
    /// All files below the folders of the record, relative to it.
    files: Vec<PathBuf>,
}

impl Doctor {
    #[expect(clippy::unused_self, reason = "a command is run like any other")]
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        let patient = Patient::new(global);
        let look = |(about, check, look): &(&'static str, &'static str, Look)| Checked {
            about,
            check,
            found: look(&patient),
        };
        let answer = doctor(CHECKS.iter().map(look).collect());
        output.answer(&answer)?;
        Ok(if answer.data.is_well() { Exit::Answered } else { Exit::Found })
    }
}

impl Patient<'_> {
    fn new(global: &Global) -> Patient<'_> {
        let base = global.base();
        let told = |error: anyhow::Error| format!("{error:#}");
        let mut seeds = Seeds::read(global, &[], seeds::Look::Documents).map_err(told);
        let none = || Ok((Vec::new(), Vec::new()));
        let wanted = Wanted { name: None, signers: None };
        let seals = seeds.as_mut().map_or_else(|_| none(), |seeds| wanted.held(global, seeds));
        let seals = seals.map(|(held, _)| held).map_err(told);
        let snapshots = seeds
            .as_ref()
            .map_or_else(|_| Ok(Vec::new()), |seeds| snapshot::all(global, seeds).map_err(told));
        let viewed = seeds.as_ref().ok().and_then(|seeds| {
            let lens = seeds.lens(global).ok()?;
            let (view, faults) = seeds.view(global, &lens).ok()?;
            Some((faults, view.tally.left_out))
        });
        let (faults, left_out) = viewed.unwrap_or_default();
        let files = disk::files(&base, &["seeds", "state", "seals"]);
        Patient { global, base, seeds, faults, left_out, seals, snapshots, files }
    }
}

/// Returns the first of some names, and how many more there are.
fn some(names: &[String]) -> String {
    const MOST: usize = 3;
    let first = names.iter().take(MOST).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(MOST) {
        0 => first,
        more => format!("{first}, and {more} more"),
    }
}
