use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::{Args, Subcommand};
use clap_complete::engine::ArgValueCompleter;

use super::completions;
use super::output::Output;
use super::seeds::{Look, Seeds};
use super::{Exit, Global, Usage, today};
use crate::model::{is_id, nearest};
use crate::render::Page;
use crate::report::Answer;
use crate::report::diff::Side;
use crate::report::snapshot::{ListedOne, kept as page, listed, stale};
use crate::snapshot::{Loaded, Snapshot, between, dir, load};
use crate::source::{Code, Diagnostic, Severity, Text, Texts};

/// Keep where things stood: save, list, show and verify snapshots
///
/// A snapshot is a file under `state/`, made to be read and kept under version control: one item a line,
/// without what was told off the record, with a fingerprint.
#[derive(Debug, Args)]
pub(super) struct Keeping {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Save where everything stands from the point that is asked for
    Save {
        /// Its name
        name: String,
        /// Take the place of a snapshot of that name
        #[arg(long)]
        refresh: bool,
    },
    /// List the snapshots, and whether they still hold
    List,
    /// Say what no longer matches: the fingerprint, or the record
    Verify {
        /// Its name; all of them if none is given
        #[arg(add = ArgValueCompleter::new(completions::snapshots))]
        name: Option<String>,
    },
    /// Show what a snapshot says
    Show {
        /// Its name
        #[arg(add = ArgValueCompleter::new(completions::snapshots))]
        name: String,
    },
}

impl Keeping {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        match &self.what {
            What::Save { name, refresh } => save(global, output, name, *refresh),
            What::List => list(global, output),
            What::Verify { name } => verify(global, output, name.as_deref()),
            What::Show { name } => show(global, output, name),
        }
    }
}

fn folder(global: &Global) -> PathBuf {
    global.base().join("state")
}

fn names(folder: &Path) -> anyhow::Result<Vec<String>> {
    let context = || format!("cannot list the snapshots in {}", folder.display());
    dir::names(folder).with_context(context)
}

fn save(global: &Global, output: &Output, name: &str, refresh: bool) -> anyhow::Result<Exit> {
    let folder = folder(global);
    if !is_id(name) || name == dir::CURRENT {
        let why = if name == dir::CURRENT { "is what replay writes" } else { "is no name" };
        let help = "small letters, figures, `-` and `_`: `before-london`";
        return Err(Usage(format!("`{name}` {why}\n  help: {help}")).into());
    }
    if !refresh && names(&folder)?.iter().any(|known| known == name) {
        let help = "take another name, or replace it with --refresh";
        return Err(Usage(format!("there is a snapshot `{name}`\n  help: {help}")).into());
    }
    let seeds = Seeds::read(global, &[], Look::Record)?;
    let lens = seeds.lens(global)?;
    let (view, faults) = seeds.view(global, &lens)?;
    let snapshot = seeds.snapshot(view.point, view.policy, &lens);
    dir::write(&folder, name, &snapshot)
        .with_context(|| format!("cannot write the snapshot into {}", folder.display()))?;
    let path = dir::path(Path::new("state"), name);
    let words = format!("saved {}, as of {}", path.display(), view.point);
    let one = one(name, "holds", Some(&snapshot));
    let page = Page::new().paragraph(words);
    output.answer(&Answer { page, ..listed(vec![one]) })?;
    output.faults(&faults, seeds.texts(), Severity::Error)?;
    Ok(if view.tally.errors > 0 { Exit::Unsound } else { Exit::Answered })
}

fn one(name: &str, state: &'static str, snapshot: Option<&Snapshot>) -> ListedOne {
    let items = snapshot.iter().flat_map(|snapshot| snapshot.processes.values());
    ListedOne {
        name: name.to_owned(),
        state,
        as_of: snapshot.map(|snapshot| snapshot.head.as_of),
        known_on: snapshot.map(|snapshot| snapshot.head.known_on),
        items: items.map(|form| form.items.len()).sum(),
    }
}

/// A snapshot's file, read and held against the record.
struct Verified {
    snapshot: Option<Snapshot>,
    faults: Vec<Diagnostic>,
}

impl Verified {
    fn state(&self) -> &'static str {
        let has = |code: Code| self.faults.iter().any(|fault| fault.code == code);
        match self.snapshot {
            _ if has(Code::Altered) => "altered",
            Some(_) if has(Code::Stale) => "stale",
            Some(_) if self.faults.is_empty() => "holds",
            _ => "unreadable",
        }
    }
}

/// Reads a snapshot's file; its text goes to `texts`, so that faults have a place.
fn read(path: &Path, shown: &str, texts: &mut Texts) -> anyhow::Result<Loaded> {
    let text = dir::read(path).with_context(|| format!("cannot read the snapshot {shown}"))?;
    let file = texts.add(Text::new(shown, text));
    Ok(load(file, texts.get(file).content()))
}

fn verified(
    global: &Global,
    name: &str,
    seeds: &Seeds,
    texts: &mut Texts,
) -> anyhow::Result<Verified> {
    let path = dir::path(&folder(global), name);
    let shown = dir::path(Path::new("state"), name);
    let Loaded { snapshot, head, mut faults } = read(&path, &shown.to_string_lossy(), texts)?;
    if let Some(kept) = snapshot.as_ref().filter(|_| faults.is_empty()) {
        let lens = seeds.lens_of(&kept.head.only, today()?);
        let lens = lens.map_err(|fault| Usage(format!("snapshot `{name}`: {fault}")))?;
        let today = seeds.snapshot(kept.head.point(), kept.head.policy, &lens);
        let patch = between(kept, &today);
        if !patch.is_empty() {
            faults.push(stale(name, head, &patch));
        }
    }
    Ok(Verified { snapshot, faults })
}

fn list(global: &Global, output: &Output) -> anyhow::Result<Exit> {
    let none = names(&folder(global))?.is_empty();
    let all =
        if none { Vec::new() } else { all(global, &Seeds::read(global, &[], Look::Record)?)? };
    output.answer(&listed(all))?;
    Ok(Exit::Answered)
}

/// Holds all snapshots against the seeds.
pub(super) fn all(global: &Global, seeds: &Seeds) -> anyhow::Result<Vec<ListedOne>> {
    let mut texts = Texts::default();
    let mut all = Vec::new();
    for name in names(&folder(global))? {
        let found = verified(global, &name, seeds, &mut texts)?;
        all.push(one(&name, found.state(), found.snapshot.as_ref()));
    }
    Ok(all)
}

fn verify(global: &Global, output: &Output, name: Option<&str>) -> anyhow::Result<Exit> {
    let folder = folder(global);
    let known = names(&folder)?;
    let wanted = match name {
        Some(name) => vec![found(name, &known)?],
        None => known,
    };
    let seeds = Seeds::read(global, &[], Look::Record)?;
    let (mut texts, mut faults, mut all) = (Texts::default(), Vec::new(), Vec::new());
    for name in wanted {
        let verified = verified(global, &name, &seeds, &mut texts)?;
        all.push(one(&name, verified.state(), verified.snapshot.as_ref()));
        faults.extend(verified.faults);
    }
    let exit = exit(&all);
    output.answer(&listed(all))?;
    output.faults(&faults, &texts, Severity::Warning)?;
    Ok(exit)
}

/// The gravest of what was found.
fn exit(all: &[ListedOne]) -> Exit {
    let is = |state: &str| all.iter().any(|one| one.state == state);
    if is("altered") {
        Exit::Altered
    } else if is("unreadable") {
        Exit::Unsound
    } else if is("stale") {
        Exit::Found
    } else {
        Exit::Answered
    }
}

fn show(global: &Global, output: &Output, name: &str) -> anyhow::Result<Exit> {
    let folder = folder(global);
    let name = if name == dir::CURRENT { name.to_owned() } else { found(name, &names(&folder)?)? };
    let mut texts = Texts::default();
    let shown = dir::path(Path::new("state"), &name);
    let Loaded { snapshot, faults, .. } =
        read(&dir::path(&folder, &name), &shown.to_string_lossy(), &mut texts)?;
    if let Some(snapshot) = &snapshot {
        output.answer(&page(&name, snapshot))?;
    }
    output.faults(&faults, &texts, Severity::Warning)?;
    let state = Verified { snapshot, faults };
    Ok(exit(&[one(&name, state.state(), state.snapshot.as_ref())]))
}

fn found(name: &str, known: &[String]) -> anyhow::Result<String> {
    if known.iter().any(|one| one == name) {
        return Ok(name.to_owned());
    }
    let help = match nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`rapporteur snapshot list` names them".to_owned(),
    };
    Err(Usage(format!("there is no snapshot `{name}`\n  help: {help}")).into())
}

/// Returns whether a word means a snapshot's name or file rather than a point.
pub(super) fn is_file(text: &str, global: &Global) -> anyhow::Result<bool> {
    let is_path = Path::new(text).extension().is_some_and(|extension| extension == "ron");
    let is_point = text.contains('@') || text.starts_with("git:");
    let is_name = || names(&folder(global)).map(|known| known.iter().any(|name| name == text));
    Ok(!is_point && (is_path || text == dir::CURRENT || is_name()?))
}

/// Reads a snapshot by its name or file, to compare it.
pub(super) fn kept(text: &str, global: &Global) -> anyhow::Result<Side> {
    let is_path = Path::new(text).extension().is_some_and(|extension| extension == "ron");
    let path = if is_path { global.base().join(text) } else { dir::path(&folder(global), text) };
    if !path.is_file() {
        let help = "`rapporteur snapshot list` names those that are saved";
        return Err(Usage(format!("there is no snapshot file {text}\n  help: {help}")).into());
    }
    let mut texts = Texts::default();
    let Loaded { snapshot, faults, .. } = read(&path, text, &mut texts)?;
    match snapshot.filter(|_| faults.is_empty()) {
        Some(snapshot) => Ok(Side { snapshot, told: Some(format!("snapshot {text}")) }),
        None => Err(Usage(Output::described(&faults, &texts)).into()),
    }
}
