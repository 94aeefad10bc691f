use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::protocol::{self, OrTrouble};
use super::{Disk, Lock, Name, Put, Real, Store, Trouble, real};

/// A folder that keeps texts, each as a file. It is made when the first is kept.
#[derive(Debug)]
pub struct Folder<D = Real> {
    disk: D,
    /// What is there already.
    base: PathBuf,
    /// Where the folder is from there.
    below: PathBuf,
}

impl<D: Disk> Folder<D> {
    /// Returns the folder that is `below` another, which is there.
    pub fn new(disk: D, base: &Path, below: &Path) -> Self {
        let base = if base.as_os_str().is_empty() { Path::new(".") } else { base };
        Folder { disk, base: base.to_owned(), below: below.to_owned() }
    }

    /// Returns where a text is, or would be.
    pub fn path(&self, name: &Name) -> PathBuf {
        self.folder().join(name.as_str())
    }

    /// Takes a text away if it is still the one that was kept; returns whether it was.
    pub fn remove(&self, name: &Name, text: &str) -> Result<bool, Trouble> {
        protocol::remove(&self.disk, &self.folder(), name.as_str(), text)
    }

    fn folder(&self) -> PathBuf {
        self.base.join(&self.below)
    }
}

impl Folder {
    /// Waits until nobody else writes here who waits likewise, and keeps others waiting until what is
    /// returned is dropped. Writing is safe without it: it is for who looks first and writes then. None
    /// where folders cannot be locked.
    pub fn lock(&self) -> Result<Option<Lock>, Trouble> {
        let folder = self.folder();
        real::lock(&folder).or_trouble("lock", &folder)
    }
}

impl<D: Disk> Store for Folder<D> {
    fn create(&self, name: &Name, text: &str) -> Result<Put, Trouble> {
        protocol::make(&self.disk, &self.base, &self.below)?;
        protocol::create(&self.disk, &self.folder(), name.as_str(), text)
    }

    fn list(&self) -> Result<Vec<Name>, Trouble> {
        let folder = self.folder();
        let names = match self.disk.list(&folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => Vec::new(),
            names => names.or_trouble("list", &folder)?,
        };
        let mut names: Vec<Name> = names.iter().filter_map(|name| Name::new(name)).collect();
        names.sort();
        Ok(names)
    }

    fn read(&self, name: &Name) -> Result<Option<String>, Trouble> {
        let path = self.path(name);
        let bytes = match self.disk.read(&path) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            bytes => bytes.or_trouble("read", &path)?,
        };
        let text = String::from_utf8(bytes)
            .map_err(|error| std::io::Error::new(ErrorKind::InvalidData, error));
        text.map(Some).or_trouble("read", &path)
    }
}
