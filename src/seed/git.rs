//! The seeds as they were written in a revision of the repository that they lie in.
//!
//! The `git` of the machine is asked; nothing of the working tree is read or changed.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::Folder;
use super::dir::{CHARTER, Found, LIFECYCLE, is_seed};
use crate::model::Day;
use crate::source::{Code, Diagnostic, FileIx, Text};

/// A revision, found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Commit {
    /// Its whole id.
    pub id: String,
    /// The first letters of that, and its day.
    pub short: String,
    /// The day on which it was committed.
    pub day: Day,
}

/// Why git gave no answer.
#[derive(Debug)]
pub enum Fault {
    /// There is no git on this machine.
    Absent,
    /// The folder is in no repository.
    NoRepository(PathBuf),
    /// The repository has no such revision.
    NoRevision(String),
    /// Git failed, and said so.
    Failed(String),
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Absent => f.write_str(
                "git:REV needs git, which is not on this machine\n  help: install git, or give a date",
            ),
            Fault::NoRepository(folder) => {
                let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
                let folder = folder.display();
                write!(f, "{folder} is in no git repository\n  help: give a date, or a snapshot's name")
            }
            Fault::NoRevision(rev) => {
                let help = "`git log --oneline` lists the revisions; HEAD~1 is the last but one";
                write!(f, "the repository has no revision `{rev}`\n  help: {help}")
            }
            Fault::Failed(said) => write!(f, "git failed: {said}"),
        }
    }
}

impl std::error::Error for Fault {}

impl From<io::Error> for Fault {
    fn from(error: io::Error) -> Fault {
        match error.kind() {
            io::ErrorKind::NotFound => Fault::Absent,
            _ => Fault::Failed(error.to_string()),
        }
    }
}

fn git(base: &Path) -> Command {
    let mut command = Command::new("git");
    if !base.as_os_str().is_empty() {
        command.current_dir(base);
    }
    command
}

/// Runs git to its end; what it prints if it succeeds.
fn ask(base: &Path, args: &[&str]) -> Result<Option<String>, Fault> {
    let output = git(base).args(args).output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Ok(output.status.success().then_some(text))
}

/// Finds a revision of the repository that `base` lies in.
pub fn commit(base: &Path, rev: &str) -> Result<Commit, Fault> {
    if !base.as_os_str().is_empty() && !base.is_dir() {
        return Err(Fault::NoRepository(base.to_owned()));
    }
    if ask(base, &["rev-parse", "--is-inside-work-tree"])?.is_none() {
        return Err(Fault::NoRepository(base.to_owned()));
    }
    let wanted = format!("{rev}^{{commit}}");
    let found = ask(base, &["rev-parse", "--verify", "--quiet", "--end-of-options", &wanted])?;
    let no_revision = || Fault::NoRevision(rev.to_owned());
    let id = found.map(|id| id.trim().to_owned()).filter(|id| !id.is_empty() && !rev.is_empty());
    let id = id.ok_or_else(no_revision)?;
    let told =
        ask(base, &["show", "--no-patch", "--format=%h %cs", &id])?.ok_or_else(no_revision)?;
    let (short, day) = told.trim().split_once(' ').ok_or_else(no_revision)?;
    let day = Day::parse(day).ok_or_else(|| Fault::Failed(format!("no date in `{told}`")))?;
    Ok(Commit { id, short: format!("{short} of {day}"), day })
}

/// Returns whether a file is one that git knows, and that others may have therefore; a folder in no
/// repository, or a machine without git, shares none.
pub fn shares(base: &Path, path: &Path) -> Result<bool, Fault> {
    let path = path.to_string_lossy();
    match ask(base, &["ls-files", "--error-unmatch", "--", &path]) {
        Ok(listed) => Ok(listed.is_some()),
        Err(Fault::Absent) => Ok(false),
        Err(fault) => Err(fault),
    }
}

/// Reads the files at `paths` as they were in a commit, each a dispatch or a folder, relative to `base`.
pub fn gather<K>(base: &Path, commit: &str, paths: &[PathBuf]) -> Result<Found<K>, Fault> {
    let mut args = vec!["ls-tree", "-r", "-z", "--end-of-options", commit, "--"];
    let wanted: Vec<String> =
        paths.iter().map(|path| path.to_string_lossy().into_owned()).collect();
    args.extend(wanted.iter().map(String::as_str));
    let listed =
        ask(base, &args)?.ok_or_else(|| Fault::Failed("cannot list the files".to_owned()))?;
    let mut files = BTreeMap::new();
    for line in listed.split('\0').filter(|line| !line.is_empty()) {
        let (about, path) = line.split_once('\t').unwrap_or((line, ""));
        let mut about = about.split(' ');
        let (mode, _, id) = (about.next(), about.next(), about.next());
        // Only regular files are read, as on disk.
        let regular = mode.is_some_and(|mode| mode.starts_with("100"));
        let hidden = path.split('/').any(|part| part.starts_with('.') && part != "..");
        if let Some(id) = id.filter(|_| regular && !hidden && is_seed(path)) {
            files.insert(path.to_owned(), id.to_owned());
        }
    }
    let contents = contents(base, files.values())?;
    let mut found = Found::default();
    let mut texts = BTreeMap::new();
    for ((path, _), bytes) in files.into_iter().zip(contents) {
        if let Ok(text) = String::from_utf8(bytes) {
            texts.insert(path.clone(), found.texts.add(Text::new(path, text)));
        } else {
            let message = format!("`{path}` was not text in UTF-8 in that revision");
            found.faults.push(Diagnostic::new(Code::NotText, message));
        }
    }
    let folder = |path: &str| path.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned();
    let is_charter = |path: &str| path.rsplit('/').next() == Some(CHARTER);
    let charters: BTreeMap<String, _> = texts
        .iter()
        .filter(|(path, _)| is_charter(path))
        .map(|(path, file)| (folder(path), *file))
        .collect();
    let above = |from: &str| {
        let mut folders = vec![from.to_owned()];
        while let Some((above, _)) = folders.last().and_then(|last| last.rsplit_once('/')) {
            folders.push(above.to_owned());
        }
        folders
    };
    let mut dispatches: BTreeMap<String, Vec<_>> = BTreeMap::new();
    let is_lifecycle = |path: &str| path.ends_with(LIFECYCLE);
    let mut lifecycles: BTreeMap<String, Vec<_>> = BTreeMap::new();
    for (path, file) in texts.iter().filter(|(path, _)| is_lifecycle(path)) {
        lifecycles.entry(folder(path)).or_default().push(*file);
    }
    let dispatch = |path: &str| !is_charter(path) && !is_lifecycle(path);
    for (path, file) in texts.iter().filter(|(path, _)| dispatch(path)) {
        match above(&folder(path)).into_iter().find(|folder| charters.contains_key(folder)) {
            Some(process) => dispatches.entry(process).or_default().push(*file),
            None => found.faults.push(super::dir::no_charter(*file)),
        }
    }
    for process in charters.keys() {
        let own = above(process).into_iter();
        let chain = own.map_while(|folder| Some((*charters.get(&folder)?, PathBuf::from(&folder))));
        let charters: Vec<(FileIx, PathBuf)> = chain.collect();
        let beside = charters
            .iter()
            .filter_map(|(_, folder)| lifecycles.get(folder.to_string_lossy().as_ref()));
        let lifecycles = beside.flatten().copied().collect();
        let dispatches = dispatches.remove(process).unwrap_or_default();
        found.folders.push(Folder { charters, lifecycles, dispatches });
    }
    Ok(found)
}

/// Returns what files held, by their ids, all through one `git cat-file --batch`.
fn contents<'i>(base: &Path, ids: impl Iterator<Item = &'i String>) -> Result<Vec<Vec<u8>>, Fault> {
    let mut child = git(base)
        .args(["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let (Some(mut asked), Some(told)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(Fault::Failed("git has no streams".to_owned()));
    };
    let mut told = BufReader::new(told);
    let mut res = Vec::new();
    for id in ids {
        // One at a time, so that neither side waits for the other with a full pipe.
        writeln!(asked, "{id}")?;
        asked.flush()?;
        let mut head = String::new();
        told.read_line(&mut head)?;
        let size = head.trim().rsplit(' ').next().and_then(|size| size.parse::<usize>().ok());
        let size = size.ok_or_else(|| Fault::Failed(format!("git said `{}`", head.trim())))?;
        let mut bytes = vec![0; size + 1];
        told.read_exact(&mut bytes)?;
        bytes.pop();
        res.push(bytes);
    }
    drop(asked);
    child.wait()?;
    Ok(res)
}
