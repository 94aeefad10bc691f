//! The disk of this machine.

#![expect(clippy::disallowed_methods, reason = "this module is the disk of all that must be safe")]

use std::cmp::Reverse;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use super::Disk;
use crate::disk;

/// The disk of this machine.
#[derive(Debug, Clone, Copy)]
pub struct Real {
    is_private: bool,
}

impl Real {
    /// For what the user's own habits say who may read.
    pub const SHARED: Real = Real { is_private: false };
    /// For what only its owner reads.
    pub const PRIVATE: Real = Real { is_private: true };
}

impl Disk for Real {
    type File = File;

    fn writer(&self) -> String {
        std::process::id().to_string()
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        if self.is_private {
            std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        }
        builder.create(path)
    }

    fn create_new(&self, path: &Path) -> io::Result<File> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        if self.is_private {
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        }
        options.open(path)
    }

    fn open(&self, path: &Path) -> io::Result<File> {
        File::open(path)
    }

    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<usize> {
        file.write(bytes)
    }

    fn permit_as(&self, file: &File, other: &Path) -> io::Result<()> {
        match fs::symlink_metadata(other) {
            // What is private is so whatever it was before.
            _ if self.is_private => Ok(()),
            Ok(meta) => file.set_permissions(meta.permissions()),
            // Where there is none to be replaced, the permissions are those of any new file.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            Err(error) => Err(error),
        }
    }

    fn sync(&self, file: &File) -> io::Result<()> {
        file.sync_all()
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::hard_link(from, to)
    }

    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        Ok(renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE)?)
    }

    #[cfg(not(any(target_os = "linux", target_vendor = "apple")))]
    fn rename_new(&self, _: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn unlink(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        // Elsewhere a folder cannot be opened, and is safe when the call that changed it returns.
        if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
    }

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        let mut names = Vec::new();
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                names.extend(entry.file_name().into_string());
            }
        }
        Ok(names)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        disk::read(path)
    }
}

/// A folder that is locked until this is dropped, or its process ends, however it does.
#[derive(Debug)]
pub struct Lock {
    _folder: File,
}

/// Locks a folder for this process; none where folders cannot be opened or locked.
pub(super) fn lock(path: &Path) -> io::Result<Option<Lock>> {
    if !cfg!(unix) {
        return Ok(None);
    }
    let folder = File::open(path)?;
    match folder.lock() {
        Ok(()) => Ok(Some(Lock { _folder: folder })),
        Err(error) if error.kind() == io::ErrorKind::Unsupported => Ok(None),
        Err(error) => Err(error),
    }
}

/// Sorts files by when they were last written, newest first; those of which that is not known come last.
pub fn newest_first(paths: &mut [PathBuf]) {
    let written = |path: &PathBuf| fs::symlink_metadata(path).and_then(|meta| meta.modified()).ok();
    paths.sort_by_cached_key(|path| (Reverse(written(path)), path.clone()));
}
