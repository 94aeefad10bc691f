//! The folder of snapshots on disk: written whole or not at all, and listed by name.

#![expect(clippy::disallowed_methods, reason = "this module owns the state folder")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Snapshot;
use crate::disk;
use crate::store::{Real, Trouble, protocol};

/// The name of the state that `replay` leaves behind; it is derived, and nobody's to save.
pub const CURRENT: &str = "current";

/// Returns the path of a snapshot.
pub fn path(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.ron"))
}

/// Writes a snapshot into `folder`, which is made if it is missing, in place of one of that name.
/// Whoever reads the file sees the old one or the new one, whole.
pub fn write(folder: &Path, name: &str, snapshot: &Snapshot) -> Result<(), Trouble> {
    let trouble = |error| Trouble { tried: "write to", path: folder.to_owned(), error };
    disk::own(folder).map_err(trouble)?;
    // What is in it says what the seeds say, and those may say what not everybody should read. Whoever gives
    // snapshots away does so through version control, which keeps no such rights.
    protocol::make(&Real::PRIVATE, Path::new(""), folder)?;
    protocol::replace(&Real::PRIVATE, folder, &format!("{name}.ron"), &snapshot.text())
}

/// Reads the text of a snapshot's file.
pub fn read(path: &Path) -> io::Result<String> {
    let folder = path.parent().unwrap_or(Path::new(""));
    let bytes = disk::own(folder).and_then(|()| disk::read(path))?;
    String::from_utf8(bytes).map_err(|_| io::Error::other("it is not text in UTF-8"))
}

/// Returns the names of the snapshots that somebody saved, in order; none where there is no folder.
pub fn names(folder: &Path) -> io::Result<Vec<String>> {
    disk::own(folder)?;
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let is_ron = path.extension().is_some_and(|extension| extension == "ron");
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned());
        names.extend(name.filter(|name| is_ron && name != CURRENT && !name.starts_with('.')));
    }
    names.sort();
    Ok(names)
}
