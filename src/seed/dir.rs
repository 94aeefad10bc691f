//! The seeds on disk: which files make up which process.
//!
//! A process is a folder with a `charter.ron`; the `.lifecycle.ron` files beside it say how its issues
//! move, and its dispatches are the other `.ron` files in it and in its sub-folders without a charter of
//! their own. Only regular files are read: what a link points at,
//! or a device yields, is not something that somebody wrote down here.

#![expect(clippy::disallowed_methods, reason = "this module owns the seeds folder")]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::stamp::{self, Moment, Stamp};
use super::{Archive, Folder};
use crate::disk;
use crate::parallel;
use crate::register::Register;
use crate::source::{Code, Diagnostic, FileIx, Place, Span, Text, Texts};

pub(super) const CHARTER: &str = "charter.ron";
/// How the name of a map ends.
const MAP: &str = ".map.ron";
/// How the name of a lifecycle's file ends.
pub(super) const LIFECYCLE: &str = ".lifecycle.ron";

/// What was found on disk.
#[derive(Debug)]
pub struct Found<K = ()> {
    /// The texts of all files.
    pub texts: Texts,
    /// The processes that they make up.
    pub folders: Vec<Folder>,
    /// What could not be read, or belongs to no process.
    pub faults: Vec<Diagnostic>,
    /// Of each process what was known already, if it was.
    pub known: Vec<Option<K>>,
    /// Of each process its files.
    pub files: Vec<Files>,
}

impl<K> Default for Found<K> {
    fn default() -> Self {
        Found {
            texts: Texts::default(),
            folders: Vec::new(),
            faults: Vec::new(),
            known: Vec::new(),
            files: Vec::new(),
        }
    }
}

/// The files of one process, as they are on disk.
#[derive(Debug)]
pub struct Files {
    /// The folder of its charter.
    pub folder: PathBuf,
    /// Each with what tells one version from another: its charters, its lifecycles, its dispatches.
    pub list: Vec<(PathBuf, Stamp)>,
    /// How many charters and lifecycles there are among them.
    counts: (usize, usize),
    /// When the search for them began.
    pub looked: Moment,
    /// All of them are text.
    pub whole: bool,
}

/// The machine did not give what was asked of it.
#[derive(Debug)]
pub struct Trouble {
    /// The file or folder.
    pub path: PathBuf,
    /// Why.
    pub error: io::Error,
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "cannot read {}", self.path.display())
    }
}

impl std::error::Error for Trouble {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

/// Finds and reads the files at `paths`, each a dispatch or a folder, given relative to `base`.
pub fn gather(base: &Path, paths: &[PathBuf]) -> Result<Found, Trouble> {
    gather_unless(base, paths, u64::MAX, |_| None)
}

/// Finds the files at `paths` and reads those of all processes but the ones that are `known` by how their
/// files are on disk. The words of these are fetched when somebody asks for them, and so are those of all
/// others where they have more than `held` bytes together; whoever fetches them may find that the file has
/// [`Changed`].
pub fn gather_unless<K: Send>(
    base: &Path,
    paths: &[PathBuf],
    held: u64,
    known: impl Fn(&Files) -> Option<K> + Sync + Send,
) -> Result<Found<K>, Trouble> {
    let mut search = Search::new(base);
    for path in paths.iter().map(|path| plain_path(path)) {
        let path = path.as_path();
        let meta = search.meta(path)?;
        if !meta.is_dir() {
            search.file(path, &meta)?;
            continue;
        }
        let before = search.seen;
        search.folder(path)?;
        if search.seen == before {
            search.nothing_in(path);
        }
    }
    search.read_all(held, known)
}

/// Returns whether a file is read as a seed by its name: the map of an import may lie beside what it led to.
pub(super) fn is_seed(name: &str) -> bool {
    let is_ron = Path::new(name).extension().is_some_and(|extension| extension == "ron");
    is_ron && !name.ends_with(MAP)
}

/// Opens a table that is to be imported.
pub fn open(path: &Path) -> Result<io::BufReader<fs::File>, Trouble> {
    let opened = disk::open_named(path).map(|file| io::BufReader::with_capacity(1 << 16, file));
    opened.map_err(|error| Trouble { path: path.to_owned(), error })
}

/// Reads one text of the seeds; none if there is no such file.
pub fn text(path: &Path) -> Result<Option<String>, Trouble> {
    words(path, disk::read(path))
}

/// Reads the text that a user names, by a link perhaps; none if there is no such file.
pub fn text_named(path: &Path) -> Result<Option<String>, Trouble> {
    words(path, disk::read_named(path))
}

fn words(path: &Path, read: io::Result<Vec<u8>>) -> Result<Option<String>, Trouble> {
    let not_text = |_| io::Error::other("it is not text in UTF-8");
    match read.and_then(|bytes| String::from_utf8(bytes).map_err(not_text)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Trouble { path: path.to_owned(), error }),
    }
}

/// Reads the lifecycles that lie in a folder, each with its path; none if there is no such folder.
pub fn lifecycles(folder: &Path) -> Result<Vec<(PathBuf, String)>, Trouble> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let search = Search::<()>::new(folder);
    let paths = search.lifecycles_in(Path::new(""))?.into_iter().map(|path| folder.join(path));
    let texts = paths.map(|path| Ok(text(&path)?.map(|text| (path, text))));
    texts.filter_map(Result::transpose).collect()
}

/// Returns a path without what only stays where it is: the same folder goes by one name.
fn plain_path(path: &Path) -> PathBuf {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    parts.collect()
}

/// Reads the archived documents of a process; why not, where that fails.
pub fn archive(base: &Path, register: &Register) -> Archive {
    let documents = &register.documents;
    let declared = documents.indices().filter_map(|ix| {
        let (path, _) = documents[ix].text.as_ref()?;
        Some((documents.id(ix).to_owned(), base.join(&documents[ix].folder), path))
    });
    declared.map(|(id, folder, path)| (id, archived(&folder, path))).collect()
}

fn archived(folder: &Path, path: &str) -> Result<String, String> {
    let path = Path::new(path);
    if !path.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err("an archived text lies in the folder of its charter".to_owned());
    }
    let bytes = disk::read_beneath(folder, path).map_err(|error| plain(&error))?;
    String::from_utf8(bytes).map_err(|_| "not text in UTF-8".to_owned())
}

/// Words for an error of the system that are the same on every machine.
fn plain(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

/// A file was changed between the look at it and the reading of its words. Whoever asked asks again.
#[derive(Debug)]
pub struct Changed;

/// Returns a text that is read when somebody asks for its words; what was found out about it holds for the
/// file as it was looked at.
fn later(full: PathBuf, path: &Path, looked: Stamp) -> Text {
    Text::later(path.to_string_lossy(), move || {
        let read = disk::read(&full).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let same = fs::symlink_metadata(&full).is_ok_and(|meta| Stamp::of(&meta) == looked);
        match read {
            Some(text) if same => text,
            // An answer is never made of two versions of a text. Nothing between here and whoever asked
            // could make one of half of it, so all of it is left.
            _ => std::panic::resume_unwind(Box::new(Changed)),
        }
    })
}

/// A text, or a fault if it is none.
type Content = Result<Result<Text, Box<Diagnostic>>, Trouble>;

/// Reads a text, which goes by its path.
fn text_of(full: PathBuf, path: &Path) -> Content {
    let name = path.to_string_lossy().into_owned();
    let bytes = match disk::read(&full) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            let message = format!("`{name}` is larger than 4 GiB");
            let help = "split it: a process may have any number of dispatches";
            return Ok(Err(Box::new(Diagnostic::new(Code::TooLarge, message).help(help))));
        }
        Err(error) => return Err(Trouble { path: full, error }),
    };
    Ok(String::from_utf8(bytes).map(|content| Text::new(name.as_str(), content)).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let message = format!("`{name}` is not text in UTF-8");
        let fault = Diagnostic::new(Code::NotText, message)
            .note(format!("the first byte that is not text is number {}", at + 1))
            .help("save it as UTF-8, or move it out of the seeds");
        Box::new(fault)
    }))
}

impl<K> Found<K> {
    /// Adds a process, given the numbers of its files.
    fn process(&mut self, mut files: Files, numbers: &[Option<FileIx>], known: Option<K>) {
        files.whole = numbers.iter().all(Option::is_some);
        let (charters, lifecycles) = files.counts;
        let (own, rest) = numbers.split_at(charters);
        let (lifecycles, dispatches) = rest.split_at(lifecycles);
        // What a charter that is no text shares is not known, so that what lies above counts no more.
        let readable = own.iter().zip(&files.list).take_while(|(file, _)| file.is_some());
        let folder = |path: &Path| path.parent().unwrap_or(Path::new("")).to_owned();
        let charters = readable.filter_map(|(file, (path, _))| Some(((*file)?, folder(path))));
        let charters: Vec<(FileIx, PathBuf)> = charters.collect();
        if charters.is_empty() {
            return;
        }
        let readable = |files: &[Option<FileIx>]| files.iter().copied().flatten().collect();
        let (lifecycles, dispatches) = (readable(lifecycles), readable(dispatches));
        self.folders.push(Folder { charters, lifecycles, dispatches });
        self.known.push(known);
        self.files.push(files);
    }

    /// Adds what was read of a file.
    fn add(&mut self, content: Content) -> Result<Option<FileIx>, Trouble> {
        match content? {
            Ok(text) => Ok(Some(self.texts.add(text))),
            Err(fault) => {
                self.faults.push(*fault);
                Ok(None)
            }
        }
    }
}

struct Search<'b, K> {
    base: &'b Path,
    found: Found<K>,
    /// When the search began.
    began: Moment,
    /// Dispatches by the folder whose charter they belong to.
    charters: BTreeMap<PathBuf, BTreeMap<PathBuf, Stamp>>,
    /// How many charters and dispatches were come across.
    seen: usize,
}

impl<'b, K: Send> Search<'b, K> {
    fn new(base: &'b Path) -> Self {
        let (found, charters) = (Found::default(), BTreeMap::new());
        Search { base, found, began: stamp::now(), charters, seen: 0 }
    }

    /// Returns a path as the system knows it.
    fn full(&self, path: &Path) -> PathBuf {
        let full = self.base.join(path);
        if full.as_os_str().is_empty() { PathBuf::from(".") } else { full }
    }

    fn meta(&self, path: &Path) -> Result<fs::Metadata, Trouble> {
        let path = self.full(path);
        fs::symlink_metadata(&path).map_err(|error| Trouble { path, error })
    }

    /// Walks a folder, in the order of names, hidden files left out.
    fn folder(&mut self, path: &Path) -> Result<(), Trouble> {
        let full = self.full(path);
        let trouble = |error| Trouble { path: full.clone(), error };
        let mut names = Vec::new();
        for entry in fs::read_dir(&full).map_err(trouble)? {
            names.push(entry.map_err(trouble)?.file_name());
        }
        names.sort();
        if names.iter().any(|name| name == CHARTER) {
            self.charters.entry(path.to_owned()).or_default();
            self.seen += 1;
        }
        for name in names {
            let path = path.join(&name);
            let meta = self.meta(&path)?;
            let hidden = name.to_string_lossy().starts_with('.');
            if meta.is_dir() && !hidden {
                self.folder(&path)?;
            } else if meta.is_symlink() && !hidden && self.full(&path).is_dir() {
                self.linked(&path);
            } else if !hidden && is_seed(&name.to_string_lossy()) {
                self.file(&path, &meta)?;
            }
        }
        Ok(())
    }

    /// Tells a link to a folder: dispatches that seem to be there are not read.
    fn linked(&mut self, path: &Path) {
        let message = format!("`{}` is a link to a folder, which is not followed", path.display());
        let fault = Diagnostic::new(Code::NotAFile, message)
            .help("put the folder itself there, or take the link out of the seeds");
        self.found.faults.push(fault);
    }

    fn file(&mut self, path: &Path, meta: &fs::Metadata) -> Result<(), Trouble> {
        self.seen += 1;
        if !meta.is_file() {
            let what = if meta.is_symlink() { "a link" } else { "not a regular file" };
            let message = format!("`{}` is {what}, and is not read", path.display());
            let fault = Diagnostic::new(Code::NotAFile, message)
                .help("put the file itself there: a dispatch is a regular file");
            self.found.faults.push(fault);
            return Ok(());
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        match self.charter_above(folder) {
            Some(charter) => {
                let dispatches = self.charters.entry(charter).or_default();
                let name = path.file_name().unwrap_or_default().to_string_lossy();
                if name != CHARTER && !name.ends_with(LIFECYCLE) {
                    dispatches.insert(path.to_owned(), Stamp::of(meta));
                }
            }
            None => {
                if let Some(file) = self.found.add(text_of(self.full(path), path))? {
                    self.found.faults.push(no_charter(file));
                }
            }
        }
        Ok(())
    }

    /// Returns the nearest folder, from this one upwards, that has a charter.
    fn charter_above(&self, folder: &Path) -> Option<PathBuf> {
        if self.charters.contains_key(folder) || self.has_charter(folder) {
            return Some(folder.to_owned());
        }
        let full = self.full(folder);
        let full = fs::canonicalize(full).ok()?;
        let above = full.ancestors().skip(1).find(|above| above.join(CHARTER).is_file())?;
        // The same folder must go by the same path, however it was reached.
        let inside = folder.ancestors().skip(1).find(|path| self.has_charter(path));
        Some(inside.map_or(above.to_owned(), Path::to_owned))
    }

    fn has_charter(&self, folder: &Path) -> bool {
        fs::symlink_metadata(self.full(&folder.join(CHARTER))).is_ok_and(|meta| meta.is_file())
    }

    fn read_all(
        mut self,
        held: u64,
        known: impl Fn(&Files) -> Option<K> + Sync + Send,
    ) -> Result<Found<K>, Trouble> {
        let plans = self.plans()?;
        let known = parallel::each(plans.iter().collect(), known);
        let unread = plans.iter().zip(&known).filter(|(_, known)| known.is_none());
        let unread = unread.flat_map(|(files, _)| &files.list);
        let held = unread.clone().map(|(_, stamp)| stamp.size()).sum::<u64>() <= held;
        let unread = unread.map(|(path, stamp)| (self.full(path), path.as_path(), *stamp));
        let began = self.began;
        let mut read = parallel::each(unread.collect(), |(full, path, stamp)| {
            let read = text_of(full.clone(), path)?;
            // Two changes within one tick of the clock could not be told from each other.
            let again = !held && stamp.is_older(began);
            Ok(read.map(|text| if again { later(full, path, stamp) } else { text }))
        })
        .into_iter();
        for (files, known) in plans.into_iter().zip(known) {
            let mut numbers = Vec::with_capacity(files.list.len());
            for (path, stamp) in &files.list {
                numbers.push(if known.is_some() {
                    Some(self.found.texts.add(later(self.full(path), path, *stamp)))
                } else {
                    self.found.add(read.next().expect("every file of a plan was read"))?
                });
            }
            self.found.process(files, &numbers, known);
        }
        Ok(self.found)
    }

    /// Returns the files of each process.
    fn plans(&mut self) -> Result<Vec<Files>, Trouble> {
        let mut plans = Vec::new();
        for (folder, dispatches) in std::mem::take(&mut self.charters) {
            let above = folder.ancestors().take_while(|folder| self.has_charter(folder));
            let charters: Vec<PathBuf> = above.map(|folder| folder.join(CHARTER)).collect();
            let mut list = Vec::with_capacity(charters.len() + dispatches.len());
            let mut lifecycles = Vec::new();
            for charter in &charters {
                lifecycles.extend(self.lifecycles_in(charter.parent().unwrap_or(Path::new("")))?);
            }
            let counts = (charters.len(), lifecycles.len());
            for path in charters.into_iter().chain(lifecycles) {
                let stamp = Stamp::of(&self.meta(&path)?);
                list.push((path, stamp));
            }
            list.extend(dispatches);
            plans.push(Files { folder, list, counts, looked: self.began, whole: true });
        }
        Ok(plans)
    }

    /// Returns the lifecycles beside a charter, in the order of their names.
    fn lifecycles_in(&self, folder: &Path) -> Result<Vec<PathBuf>, Trouble> {
        let full = self.full(folder);
        let trouble = |error| Trouble { path: full.clone(), error };
        let mut names = Vec::new();
        for entry in fs::read_dir(&full).map_err(trouble)? {
            let entry = entry.map_err(trouble)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let regular = entry.file_type().map_err(trouble)?.is_file();
            if regular && name.ends_with(LIFECYCLE) && !name.starts_with('.') {
                names.push(name);
            }
        }
        names.sort();
        Ok(names.into_iter().map(|name| folder.join(name)).collect())
    }

    fn nothing_in(&mut self, path: &Path) {
        let message = format!("`{}` has no charter", path.display());
        let fault = Diagnostic::new(Code::NoCharter, message)
            .note("a process is a folder with a `charter.ron`, its dispatches beside it")
            .help("write a `charter.ron` that says who negotiates what");
        self.found.faults.push(fault);
    }
}

pub(super) fn no_charter(file: FileIx) -> Diagnostic {
    Diagnostic::new(Code::NoCharter, "this dispatch belongs to no process")
        .at(
            Place { file, span: Span::new(0, 0) },
            "no `charter.ron` beside it or in a folder above",
        )
        .help("put it into the folder of a process, or write a `charter.ron` beside it")
}
