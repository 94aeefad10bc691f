//! The seeds on disk: which files make up which process.
//!
//! A process is a folder with a `charter.ron`; the `.lifecycle.ron` files beside it say how its issues
//! move, and its dispatches are the other `.ron` files in it and in its sub-folders without a charter of
//! their own. Only regular files are read: what a link points at,
//! or a device yields, is not something that somebody wrote down here.

#![expect(clippy::disallowed_methods, reason = "this module owns the seeds folder")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::{Archive, Folder};
use crate::parallel;
use crate::register::Register;
use crate::source::{Code, Diagnostic, FileIx, Place, Span, Text, Texts};

pub(super) const CHARTER: &str = "charter.ron";
/// How the name of a map ends.
const MAP: &str = ".map.ron";
/// How the name of a lifecycle's file ends.
pub(super) const LIFECYCLE: &str = ".lifecycle.ron";

/// What was found on disk.
#[derive(Debug, Default)]
pub struct Found {
    /// The texts of all files.
    pub texts: Texts,
    /// The processes that they make up.
    pub folders: Vec<Folder>,
    /// What could not be read, or belongs to no process.
    pub faults: Vec<Diagnostic>,
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
    let mut search = Search { base, found: Found::default(), charters: BTreeMap::new(), seen: 0 };
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
    search.read_all()
}

/// Returns whether a file is read as a seed by its name: the map of an import may lie beside what it led to.
pub(super) fn is_seed(name: &str) -> bool {
    let is_ron = Path::new(name).extension().is_some_and(|extension| extension == "ron");
    is_ron && !name.ends_with(MAP)
}

/// Opens a table that is to be imported.
pub fn open(path: &Path) -> Result<io::BufReader<fs::File>, Trouble> {
    let opened = fs::File::open(path).map(|file| io::BufReader::with_capacity(1 << 16, file));
    opened.map_err(|error| Trouble { path: path.to_owned(), error })
}

/// Reads one text, such as a map; none if there is no such file.
pub fn text(path: &Path) -> Result<Option<String>, Trouble> {
    match fs::read_to_string(path) {
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
    let search =
        Search { base: folder, found: Found::default(), charters: BTreeMap::new(), seen: 0 };
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
    let path = folder.join(path);
    let regular = fs::symlink_metadata(&path).map_err(|error| plain(&error))?.is_file();
    if !regular {
        return Err("not a regular file".to_owned());
    }
    let bytes = fs::read(&path).map_err(|error| plain(&error))?;
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

/// A text, or a fault if it is none.
type Content = Result<Result<Text, Box<Diagnostic>>, Trouble>;

/// Reads a text, which goes by its path.
fn text_of(full: PathBuf, path: &Path) -> Content {
    let bytes = fs::read(&full).map_err(|error| Trouble { path: full, error })?;
    let name = path.to_string_lossy().into_owned();
    Ok(String::from_utf8(bytes).map(|content| Text::new(name.as_str(), content)).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let message = format!("`{name}` is not text in UTF-8");
        let fault = Diagnostic::new(Code::NotText, message)
            .note(format!("the first byte that is not text is number {}", at + 1))
            .help("save it as UTF-8, or move it out of the seeds");
        Box::new(fault)
    }))
}

impl Found {
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

struct Search<'b> {
    base: &'b Path,
    found: Found,
    /// Dispatches by the folder whose charter they belong to.
    charters: BTreeMap<PathBuf, BTreeSet<PathBuf>>,
    /// How many charters and dispatches were come across.
    seen: usize,
}

impl Search<'_> {
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
            } else if !hidden && is_seed(&name.to_string_lossy()) {
                self.file(&path, &meta)?;
            }
        }
        Ok(())
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
                    dispatches.insert(path.to_owned());
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

    fn read_all(mut self) -> Result<Found, Trouble> {
        let mut plans = Vec::new();
        for (folder, dispatches) in std::mem::take(&mut self.charters) {
            let above = folder.ancestors().take_while(|folder| self.has_charter(folder));
            let charters: Vec<PathBuf> = above.map(Path::to_owned).collect();
            let mut lifecycles = Vec::new();
            for folder in &charters {
                lifecycles.extend(self.lifecycles_in(folder)?);
            }
            plans.push((charters, lifecycles, dispatches));
        }
        let paths = plans.iter().flat_map(|(charters, lifecycles, dispatches)| {
            let charters = charters.iter().map(|folder| folder.join(CHARTER));
            charters.chain(lifecycles.iter().chain(dispatches).cloned())
        });
        let paths = paths.map(|path| (self.full(&path), path)).collect();
        let mut read = parallel::each(paths, |(full, path)| text_of(full, &path)).into_iter();
        for (charters, lifecycles, dispatches) in plans {
            let mut next = || self.found.add(read.next().expect("every file of a plan was read"));
            let mut own = Vec::new();
            for folder in charters {
                own.push((next()?, folder));
            }
            let mut files = |count: usize| -> Result<Vec<FileIx>, Trouble> {
                let found: Result<Vec<_>, _> = (0..count).map(|_| next()).collect();
                Ok(found?.into_iter().flatten().collect())
            };
            let (lifecycles, dispatches) = (files(lifecycles.len())?, files(dispatches.len())?);
            // What a charter that is no text shares is not known, so that what lies above counts no more.
            let readable = own.iter().take_while(|(file, _)| file.is_some());
            let charters = readable.filter_map(|(file, folder)| Some(((*file)?, folder.clone())));
            let charters: Vec<(FileIx, PathBuf)> = charters.collect();
            if !charters.is_empty() {
                self.found.folders.push(Folder { charters, lifecycles, dispatches });
            }
        }
        Ok(self.found)
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
