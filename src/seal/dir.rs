//! The folder of seals on disk: each is written once, and never over another.

#![expect(clippy::disallowed_methods, reason = "this module owns the folder of seals")]

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

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
    fs::create_dir_all(folder)?;
    if fs::symlink_metadata(path(folder, name)).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    if let Some(signed) = signed {
        // Left behind where a crash came before its seal: nobody else's.
        drop(fs::remove_file(signature(folder, name)));
        whole(folder, &signature(folder, name), signed)?;
    }
    whole(folder, &path(folder, name), text)
}

/// Writes a file whole or not at all, and never over another.
fn whole(folder: &Path, path: &Path, text: &str) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let draft = folder.join(format!(".tmp-{name}.{}", std::process::id()));
    let written = OpenOptions::new().write(true).create_new(true).open(&draft);
    let written = written
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| fs::hard_link(&draft, path));
    // A draft that cannot be removed is harmless.
    drop(fs::remove_file(&draft));
    written.and_then(|()| if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) })
}

/// Reads the bytes of a file; none if it is not there.
pub fn read(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
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
