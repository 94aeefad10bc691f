//! Seeds written to disk: a file that is there is mended whole or not at all, a new one takes the place
//! of nothing.

#![expect(clippy::disallowed_methods, reason = "this module owns what is written among the seeds")]

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use crate::disk;
use crate::store::{Put, Real, Trouble, protocol};

/// Replaces the text of a file, which must still be the one that was read. Whoever reads the file sees
/// the old text or the new one, whole; its permissions stay.
pub fn replace(path: &Path, read: &str, mended: &str) -> io::Result<()> {
    if disk::read(path)? != read.as_bytes() {
        return Err(io::Error::other("it has been changed in the meantime"));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    protocol::replace(&Real::SHARED, folder_of(path), &name, mended).map_err(Trouble::into_error)
}

/// Writes new files into a folder, which is made if it is missing, and returns their paths. Nothing is
/// written if one of them is there already.
pub fn create(folder: &Path, files: &[(&str, &str)]) -> io::Result<Vec<PathBuf>> {
    let paths: Vec<PathBuf> = files.iter().map(|(name, _)| folder.join(name)).collect();
    let taken = |path: &Path| {
        io::Error::new(io::ErrorKind::AlreadyExists, format!("{} is there already", path.display()))
    };
    if let Some(path) = paths.iter().find(|path| fs::symlink_metadata(path).is_ok()) {
        return Err(taken(path));
    }
    for (path, (_, text)) in paths.iter().zip(files) {
        let folder = folder_of(path);
        protocol::make(&Real::SHARED, Path::new(""), folder).map_err(Trouble::into_error)?;
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        match protocol::create(&Real::SHARED, folder, &name, text).map_err(Trouble::into_error)? {
            Put::Written => {}
            // Somebody else was faster.
            Put::Same | Put::Differs => return Err(taken(path)),
        }
    }
    Ok(paths)
}

/// Puts a new file somewhere, whole or not at all; what is there is left as it is. What is put is not
/// forced to the disk one by one: whoever puts many can put them again.
pub fn put(path: &Path, text: &str) -> io::Result<Put> {
    match disk::read(path) {
        Ok(bytes) if bytes == text.as_bytes() => return Ok(Put::Same),
        Ok(_) => return Ok(Put::Differs),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    if !folder.is_dir() {
        fs::create_dir_all(folder)?;
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let draft = folder.join(format!(".{name}.{}", std::process::id()));
    let written = fresh(&draft)
        .and_then(|mut file| file.write_all(text.as_bytes()))
        .and_then(|()| fs::rename(&draft, path));
    if written.is_err() {
        // What failed first is what the user is told; a draft that cannot be removed is harmless.
        drop(fs::remove_file(&draft));
    }
    written.map(|()| Put::Written)
}

/// Returns whether a path is a folder with something in it, or no folder at all.
pub fn is_taken(path: &Path) -> io::Result<bool> {
    match fs::read_dir(path) {
        Ok(mut entries) => Ok(entries.next().is_some()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(true),
        Err(error) => Err(error),
    }
}

/// Opens a file that nobody has made yet; never through a link.
fn fresh(path: &Path) -> io::Result<fs::File> {
    fs::OpenOptions::new().write(true).create_new(true).open(path)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."))
}
