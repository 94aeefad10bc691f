//! The folder of the index on disk: files are written whole or not at all, by one writer at a time.

#![expect(clippy::disallowed_methods, reason = "this module owns the folder of the index")]

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use super::Doubt;
use crate::disk;

/// Reads a file whole. What a link points at, or a device yields, was not kept here.
pub(super) fn read(path: &Path) -> Result<Arc<Vec<u8>>, Doubt> {
    let doubt = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => Doubt::Absent,
        _ => Doubt::Unreadable(error.to_string()),
    };
    let folder = path.parent().unwrap_or(Path::new("."));
    own(folder).and_then(|()| disk::read(path)).map(Arc::new).map_err(doubt)
}

/// Returns the names of the files that were kept, in order; none where there is no folder.
pub(super) fn names(folder: &Path) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        names.extend(Some(name).filter(|name| !name.starts_with('.')));
    }
    names.sort();
    Ok(names)
}

/// Takes the lock of an index, whose folder is made if it is missing; none if somebody else has it.
pub(super) fn lock(folder: &Path) -> io::Result<Option<File>> {
    own(folder)?;
    if !folder.is_dir() {
        make(folder)?;
        // What is derived is nobody's to commit.
        fs::write(folder.join(".gitignore"), "*\n")?;
    }
    let state = folder.parent().unwrap_or(Path::new("."));
    let lock = disk::open_lock(&state.join("lock"))?;
    match lock.try_lock() {
        Ok(()) => Ok(Some(lock)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Writes a file in place of one of that name. Whoever reads it sees the old one or the new one, whole.
/// It is not forced to the disk: what a crash leaves of it does not pass for whole.
pub(super) fn write(folder: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    // Only who holds the lock writes, so that one name for drafts is enough, and none is left for long.
    let draft = folder.join(".draft");
    // A crash may have left one; and whatever lies there, nothing is written through a link.
    drop(fs::remove_file(&draft));
    let written = private(&draft)
        .and_then(|mut file| file.write_all(bytes))
        .and_then(|()| fs::rename(&draft, folder.join(name)));
    if written.is_err() {
        // What failed first is what counts; a draft that cannot be removed is harmless.
        drop(fs::remove_file(&draft));
    }
    written
}

/// Refuses a folder that is, or lies in, a link.
fn own(folder: &Path) -> io::Result<()> {
    let state = folder.parent().unwrap_or(Path::new("."));
    disk::own(state).and_then(|()| disk::own(folder))
}

/// Makes a folder that only its owner looks into: the seeds may say what not everybody should read.
fn make(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

fn private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
