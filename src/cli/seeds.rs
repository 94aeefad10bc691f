//! The seeds that a command asks about, read and built.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::Context;
use clap::CommandFactory;

use super::index::Indexing;
use super::output::Output;
use super::progress::Progress;
use super::reading::{All, Origins, Reading};
use super::{Cli, Global, Usage, today};
use crate::index::Kept;
use crate::model::{Day, Point, Policy, nearest};
use crate::query::{Query, QueryFault, Use};
use crate::record::{Lens, Record, found_among};
use crate::register::Register;
use crate::report::{Rows, Tally, View};
use crate::seed::Folder;
use crate::seed::dir::{Files, Found, Trouble, gather_unless};
use crate::seed::git;
use crate::snapshot::Snapshot;
use crate::source::{Diagnostic, FileIx, Severity, Text, Texts};
use crate::state::findings;

/// So many bytes of text are held while an answer is made; of more, each is read again when it is looked at.
const HELD: u64 = 8 << 20;

/// What was read: the records, and everything that is wrong with what they were read from.
#[derive(Debug)]
pub(super) struct Seeds {
    texts: Texts,
    /// By the names of their processes.
    records: Vec<Record>,
    /// From what each was made.
    origins: Vec<Origins>,
    /// The files of each folder, where they were read from disk.
    files: Vec<Files>,
    /// What is wrong, also with files that make no process.
    faults: Vec<Diagnostic>,
    left_out: usize,
    /// Where the compiled records are, for seeds that were read from disk.
    index: Option<Indexing>,
}

/// From where seeds are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// The disk, as it is.
    Disk,
    /// A commit, by its id.
    Git(String),
}

/// A file that is not as it is on disk.
#[derive(Debug)]
pub(super) enum Supposed<'s> {
    /// It is new, with this text, and of the process with this charter.
    New { charter: &'s str, path: &'s str, text: &'s str },
    /// It is gone.
    Gone { path: &'s str },
}

/// How closely to look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    /// What answers need.
    Record,
    /// The archived documents too.
    Documents,
}

impl Seeds {
    /// Reads the seeds at `paths`, or the folder `seeds` if there are none, as the point that is asked
    /// for has them.
    pub(super) fn read(global: &Global, paths: &[PathBuf], look: Look) -> anyhow::Result<Seeds> {
        Seeds::read_at(global, global.asked()?.origin(), paths, look)
    }

    /// Reads the seeds as they are on disk, or were in a revision.
    pub(super) fn read_at(
        global: &Global,
        origin: &Origin,
        paths: &[PathBuf],
        look: Look,
    ) -> anyhow::Result<Seeds> {
        let base = global.base();
        let default = [PathBuf::from("seeds")];
        let wanted = if paths.is_empty() { &default } else { paths };
        // What a document says is in no compiled record.
        let compiled = *origin == Origin::Disk && look == Look::Record;
        let index = compiled.then(|| Indexing::new(global)).transpose()?;
        let found = match origin {
            Origin::Disk => {
                let known = |files: &Files| index.as_ref().and_then(|index| index.find(files));
                let held = if global.fresh { u64::MAX } else { HELD };
                gather_unless(&base, wanted, held, known)
                    .map_err(|trouble| missing(trouble, &base, paths))?
            }
            Origin::Git(commit) => {
                git::gather(&base, commit, wanted).map_err(|fault| Usage(fault.to_string()))?
            }
        };
        Ok(Seeds::of(found, look, global, index))
    }

    /// Reads the seeds on disk as closely as can be, and as if one file among them said something else: a new
    /// one of the process whose charter is given, or one that is there and is to be gone.
    pub(super) fn supposing(global: &Global, file: &Supposed<'_>) -> anyhow::Result<Seeds> {
        let base = global.base();
        let default = [PathBuf::from("seeds")];
        let mut found = gather_unless(&base, &default, u64::MAX, |_| None)
            .map_err(|trouble| missing(trouble, &base, &[]))?;
        let of = |ix| found.texts.get(ix).name.as_str();
        match file {
            Supposed::New { charter, path, text } => {
                let one = found.folders.iter().position(|one| of(one.charters[0].0) == *charter);
                let one = one.context("the charter was there a moment ago")?;
                let file = found.texts.add(Text::new(*path, (*text).to_owned()));
                found.folders[one].dispatches.push(file);
            }
            Supposed::Gone { path } => {
                let left = |one: &Folder| {
                    one.dispatches.iter().copied().filter(|ix| of(*ix) != *path).collect()
                };
                let left: Vec<Vec<FileIx>> = found.folders.iter().map(left).collect();
                for (one, left) in found.folders.iter_mut().zip(left) {
                    one.dispatches = left;
                }
            }
        }
        Ok(Seeds::of(found, Look::Documents, global, None))
    }

    fn of(found: Found<Kept>, look: Look, global: &Global, index: Option<Indexing>) -> Seeds {
        let Found { mut texts, folders, faults, known, files } = found;
        texts.limits = global.limits;
        let base = global.base();
        let archive = (look == Look::Documents).then_some(base.as_path());
        let reading = Reading { texts: &texts, folders: &folders, archive };
        let All { records, origins, beside, left_out } = reading.opened(known);
        let own = origins.iter().flat_map(|one| &one.faults).cloned();
        let mut faults: Vec<Diagnostic> = faults.into_iter().chain(beside).chain(own).collect();
        faults.sort_by(|a, b| a.order().cmp(&b.order()));
        let left_out = left_out + origins.iter().map(|one| one.left_out).sum::<usize>();
        Seeds { texts, records, origins, files, faults, left_out, index }
    }

    /// Keeps what was made, for the next time that it is asked for; called when the answer is out.
    pub(super) fn keep(&self, view: &View<'_>) {
        let Some(index) = &self.index else { return };
        let now = today().is_ok_and(|today| view.point == Point { as_of: today, known_on: today });
        index.keep(&self.origins, &self.files, &view.processes, now);
        index.told().iter().for_each(|line| Output::note(line));
    }

    /// Adds a text that is held against the seeds, so that what is wrong with it has a place.
    pub(super) fn add(&mut self, text: Text) -> FileIx {
        self.texts.add(text)
    }

    /// Returns the lens that was asked for, held against what there is.
    pub(super) fn lens(&self, global: &Global) -> anyhow::Result<Lens> {
        self.lens_of(&global.lens()?, today()?).map_err(|fault| Usage(fault.to_string()).into())
    }

    /// Returns the lens that a query is.
    pub(super) fn lens_of(&self, query: &str, today: Day) -> Result<Lens, QueryFault> {
        let lens = Lens::parse(query, &self.registers(), today)?;
        Ok(lens.among(&self.texts, &self.records))
    }

    /// Returns the rows that a query chooses.
    pub(super) fn rows(&self, query: &str, usage: Use) -> anyhow::Result<Rows> {
        let read = Query::parse(query, usage, &self.registers(), today()?);
        let read = read.map_err(|fault| Usage(fault.to_string()))?;
        Ok(Rows::new(found_among(read, &self.texts, &self.records)))
    }

    /// Returns the view that was asked for, and everything that is wrong as seen from there.
    pub(super) fn view<'v>(
        &'v self,
        global: &Global,
        lens: &'v Lens,
    ) -> anyhow::Result<(View<'v>, Vec<Diagnostic>)> {
        let asked = global.asked()?;
        let (mut view, faults) = self.view_at(asked.point, global.policy(), lens);
        view.told = asked.told;
        Ok((view, faults))
    }

    /// Returns the view from a point, and everything that is wrong as seen from there.
    pub(super) fn view_at<'v>(
        &'v self,
        point: Point,
        policy: Policy,
        lens: &'v Lens,
    ) -> (View<'v>, Vec<Diagnostic>) {
        let memos = self.origins.iter().map(|one| one.memo.as_ref());
        let records = self.records.iter().zip(memos);
        let progress = Mutex::new(Progress::new("events folded"));
        let folded = |record: &Record| {
            progress.lock().expect("nobody fails while telling").add(record.events().len());
        };
        let mut view = View::recalling(&self.texts, records, point, policy, lens, folded);
        drop(progress);
        let mut faults = self.faults.clone();
        for process in &view.processes {
            faults.extend(findings(process.record, &process.state));
        }
        faults.sort_by(|a, b| a.order().cmp(&b.order()));
        view.tally = Tally::of(&faults, self.left_out);
        self.fetch(&faults, Severity::Error);
        (view, faults)
    }

    /// Fetches the texts that are shown with what is wrong: once an answer is being written, it is too late
    /// to find that one has changed.
    pub(super) fn fetch(&self, faults: &[Diagnostic], least: Severity) {
        let shown = faults.iter().filter(|fault| fault.severity() <= least);
        for label in shown.flat_map(|fault| &fault.labels) {
            self.texts.get(label.place.file).content();
        }
    }

    /// Returns the snapshot of where everything stands from a point.
    pub(super) fn snapshot(&self, point: Point, policy: Policy, lens: &Lens) -> Snapshot {
        Snapshot::take(&self.texts, &self.records, point, policy, lens)
    }

    /// Returns where everything stands from a point, with what was told off the record.
    pub(super) fn sheets(&self, point: Point, policy: Policy, lens: &Lens) -> Snapshot {
        Snapshot::whole(&self.texts, &self.records, point, policy, lens)
    }

    /// Returns what the processes declare.
    pub(super) fn registers(&self) -> Vec<&Register> {
        self.records.iter().map(|record| &record.register).collect()
    }

    /// Returns the records, a process each.
    pub(super) fn records(&self) -> &[Record] {
        &self.records
    }

    /// Returns the texts.
    pub(super) fn texts(&self) -> &Texts {
        &self.texts
    }
}

/// Tells a path that is not there, which the user can mend, from a machine that fails.
fn missing(trouble: Trouble, base: &Path, paths: &[PathBuf]) -> anyhow::Error {
    if trouble.error.kind() != io::ErrorKind::NotFound {
        return trouble.into();
    }
    let path = trouble.path.display();
    if paths.is_empty() {
        let here = if base.as_os_str().is_empty() {
            "here".to_owned()
        } else {
            format!("in {}", base.display())
        };
        let help = "run it where your `seeds` folder is, or say where with -C\n  \
                    help: `rapporteur demo` unpacks an example, `rapporteur init` starts a record";
        return Usage(format!("there is no folder `seeds` {here}\n  help: {help}")).into();
    }
    let cli = Cli::command();
    let commands = cli.get_subcommands().map(clap::Command::get_name);
    let help = match nearest(&path.to_string(), commands) {
        Some(near) => format!("did you mean the command `{near}`?"),
        None => "give a dispatch, a process or a folder of processes".to_owned(),
    };
    Usage(format!("there is no file or folder {path}\n  help: {help}")).into()
}
