//! How the disk is looked at for `doctor`: nothing is changed but probes, which are taken away again.

#![expect(
    clippy::disallowed_methods,
    reason = "what is wrong with a folder is found by looking at it"
)]

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// Returns all files below some folders, relative to `base`, in order. Links are not followed.
pub(super) fn files(base: &Path, folders: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut waiting: Vec<PathBuf> = folders.iter().map(PathBuf::from).collect();
    while let Some(folder) = waiting.pop() {
        let Ok(entries) = fs::read_dir(base.join(&folder)) else { continue };
        for entry in entries.flatten() {
            let path = folder.join(entry.file_name());
            match entry.file_type() {
                Ok(kind) if kind.is_dir() => waiting.push(path),
                _ => found.push(path),
            }
        }
    }
    found.sort();
    found
}

/// Returns whether there is something of that name.
pub(super) fn is_there(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// Returns whether others than its owner may look into it.
pub(super) fn is_open_to_others(path: &Path) -> bool {
    #[cfg(unix)]
    if let Ok(meta) = fs::symlink_metadata(path) {
        return std::os::unix::fs::MetadataExt::mode(&meta) & 0o077 != 0;
    }
    let _ = path;
    false
}

/// Makes a file in a folder, and takes it away again.
pub(super) fn probe(folder: &Path) -> io::Result<()> {
    let path = folder.join(format!(".tmp-probe.{}", std::process::id()));
    OpenOptions::new().write(true).create_new(true).open(&path)?;
    fs::remove_file(path)
}

/// Makes a second name for a file in a folder, and takes both away again.
pub(super) fn probe_links(folder: &Path) -> io::Result<()> {
    let (one, other) = (format!(".tmp-probe.{}", std::process::id()), ".tmp-probe.link");
    let (one, other) = (folder.join(one), folder.join(other));
    OpenOptions::new().write(true).create_new(true).open(&one)?;
    let linked = fs::hard_link(&one, &other);
    drop(fs::remove_file(one));
    linked.and_then(|()| fs::remove_file(other))
}

/// Returns whether somebody holds the lock of a file.
pub(super) fn is_locked(path: &Path) -> io::Result<bool> {
    match File::open(path) {
        Ok(file) => match file.try_lock() {
            Ok(()) => Ok(false),
            Err(TryLockError::WouldBlock) => Ok(true),
            Err(TryLockError::Error(error)) => Err(error),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Finds a program as a shell would.
pub(super) fn find_program(program: &str, path: &std::ffi::OsStr) -> Option<PathBuf> {
    if program.contains('/') {
        return Some(PathBuf::from(program)).filter(|path| path.is_file());
    }
    let names = std::env::split_paths(path).map(|folder| folder.join(program));
    let mut endings = names.flat_map(|path| [path.with_extension("exe"), path]);
    endings.find(|path| path.is_file())
}
