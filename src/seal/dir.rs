//! The folder of seals on disk: each is written once, and never over another.

#![expect(clippy::disallowed_methods, reason = "this module owns the folder of seals")]

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::disk;
use crate::store::{Put, Real, Trouble, protocol};

/// The folder, beside the seeds.
pub const FOLDER: &str = "seals";
/// Those whose signatures count, as `ssh-keygen` reads them.
pub const SIGNERS: &str = "allowed_signers";

/// Returns the path of a seal.
pub fn path(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.ron"))
}

/// Returns the path of the signature of a seal.
pub fn signature(folder: &Path, name: &str) -> PathBuf {
    folder.join(format!("{name}.ron.sig"))
}

/// Writes a seal, and its signature before it, so that a seal that is there has its signature. What is there
/// already is left as it is, and is an error.
pub fn write(folder: &Path, name: &str, text: &str, signed: Option<&str>) -> io::Result<()> {
    protocol::make(&Real::SHARED, Path::new(""), folder).map_err(Trouble::into_error)?;
    if fs::symlink_metadata(path(folder, name)).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    if let Some(signed) = signed {
        // Left behind where a crash came before its seal: nobody else's.
        drop(fs::remove_file(signature(folder, name)));
        whole(folder, &format!("{name}.ron.sig"), signed)?;
    }
    whole(folder, &format!("{name}.ron"), text)
}

/// Writes a file whole or not at all, and never over another.
fn whole(folder: &Path, name: &str, text: &str) -> io::Result<()> {
    match protocol::create(&Real::SHARED, folder, name, text).map_err(Trouble::into_error)? {
        Put::Written => Ok(()),
        Put::Same | Put::Differs => Err(io::ErrorKind::AlreadyExists.into()),
    }
}

/// Reads the bytes of a file; none if it is not there.
pub fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match disk::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Returns the names of all seals, in order; none where there is no folder.
pub fn names(folder: &Path) -> io::Result<Vec<String>> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let stem = name.strip_suffix(".ron").filter(|stem| !stem.starts_with('.'));
        names.extend(stem.map(str::to_owned));
    }
    names.sort();
    Ok(names)
}
