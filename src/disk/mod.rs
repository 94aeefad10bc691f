//! Files that somebody else may have put there, opened so that nobody is fooled.
//!
//! What is read is what was opened: whether it is a regular file is asked of the open file and not of its path,
//! which may be something else by then. A link is not followed, and nothing waits for a pipe. What a file
//! says, and where files belong, is not known here.

#![expect(clippy::disallowed_methods, reason = "this module opens files for those who own folders")]

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read};
use std::path::{Component, Path};

/// The most bytes of a file that is read whole: places in it are counted in 32 bits.
pub const MOST: u64 = u32::MAX as u64;

/// What is told of a link.
const LINK: &str = "it is a link, and is not followed";
/// What is told of a folder, pipe or device.
const IRREGULAR: &str = "it is not a regular file";

/// Reads a regular file whole.
pub fn read(path: &Path) -> io::Result<Vec<u8>> {
    whole(open(path)?)
}

/// Reads a regular file whole that lies in a folder or in one below it, without following a link on the way
/// there.
pub fn read_beneath(folder: &Path, path: &Path) -> io::Result<Vec<u8>> {
    if !path.components().all(|part| matches!(part, Component::Normal(_))) {
        return Err(io::Error::other("it does not lie in that folder"));
    }
    whole(system::open_beneath(folder, path).map_err(told)?)
}

/// Opens a regular file.
pub fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    system::unfollowed(options.read(true));
    regular(path, &options)
}

/// Opens the regular file that a user names, who may name it by a link.
pub fn open_named(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    system::at_once(options.read(true));
    regular(path, &options)
}

/// Reads the text that a user names.
pub fn read_named(path: &Path) -> io::Result<Vec<u8>> {
    whole(open_named(path)?)
}

/// Opens a file to hold a lock on it, and makes it if it is missing.
pub fn open_lock(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    system::unfollowed(system::private(options.create(true).append(true)));
    regular(path, &options)
}

/// Refuses a folder that is a link: what we keep belongs where it seems to be.
pub fn own(folder: &Path) -> io::Result<()> {
    match fs::symlink_metadata(folder) {
        Ok(meta) if meta.is_symlink() => {
            Err(io::Error::other(format!("{} is a link, and is not followed", folder.display())))
        }
        Ok(_) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

fn regular(path: &Path, options: &OpenOptions) -> io::Result<File> {
    let file = options.open(path).map_err(told)?;
    if file.metadata()?.is_file() { Ok(file) } else { Err(io::Error::other(IRREGULAR)) }
}

fn whole(mut file: File) -> io::Result<Vec<u8>> {
    let meta = file.metadata()?;
    if !meta.is_file() {
        return Err(io::Error::other(IRREGULAR));
    }
    // A file can be sparse: its length costs nobody anything but us.
    if meta.len() > MOST {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than 4 GiB"));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0) + 1);
    let read = file.by_ref().take(MOST + 1).read_to_end(&mut bytes)?;
    if read as u64 > MOST {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "it is larger than 4 GiB"));
    }
    Ok(bytes)
}

/// Words for what the system says of a link.
fn told(error: io::Error) -> io::Error {
    if system::is_link(&error) { io::Error::other(LINK) } else { error }
}

#[cfg(unix)]
mod system {
    use std::fs::{File, OpenOptions};
    use std::io;
    use std::os::unix::fs::OpenOptionsExt;
    use std::path::Path;

    use rustix::fs::{Mode, OFlags, openat};
    use rustix::io::Errno;

    /// A pipe answers at once, too, and is found to be one.
    pub(super) fn at_once(options: &mut OpenOptions) {
        options.custom_flags(flags(OFlags::NONBLOCK));
    }

    /// What is made is for its owner alone.
    pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
        options.mode(0o600)
    }

    pub(super) fn unfollowed(options: &mut OpenOptions) {
        options.custom_flags(flags(OFlags::NONBLOCK | OFlags::NOFOLLOW));
    }

    fn flags(flags: OFlags) -> i32 {
        flags.bits().cast_signed()
    }

    /// Goes down a path folder by folder, each opened from within the one above it.
    pub(super) fn open_beneath(folder: &Path, path: &Path) -> io::Result<File> {
        let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let down = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NOFOLLOW;
        let above = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::DIRECTORY;
        let mut at = openat(rustix::fs::CWD, here, above, Mode::empty())?;
        let parts: Vec<_> = path.iter().collect();
        let (last, folders) = parts.split_last().ok_or(Errno::NOENT)?;
        for name in folders {
            at = openat(&at, *name, down | OFlags::DIRECTORY, Mode::empty()).map_err(linked)?;
        }
        Ok(openat(&at, *last, down | OFlags::NONBLOCK, Mode::empty())?.into())
    }

    /// Of a link, some systems say that it is no folder.
    fn linked(error: Errno) -> Errno {
        if error == Errno::NOTDIR { Errno::LOOP } else { error }
    }

    pub(super) fn is_link(error: &io::Error) -> bool {
        // BSDs have words of their own for it.
        [Errno::LOOP, Errno::MLINK].iter().any(|it| error.raw_os_error() == Some(it.raw_os_error()))
    }
}

#[cfg(not(unix))]
mod system {
    use std::fs::{self, File, OpenOptions};
    use std::io;
    use std::path::Path;

    use super::LINK;

    pub(super) fn at_once(_: &mut OpenOptions) {}

    pub(super) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
        options
    }

    /// Opens the link itself, which is no regular file.
    pub(super) fn unfollowed(options: &mut OpenOptions) {
        #[cfg(windows)]
        std::os::windows::fs::OpenOptionsExt::custom_flags(options, 0x0020_0000);
        #[cfg(not(windows))]
        let _ = options;
    }

    pub(super) fn open_beneath(folder: &Path, path: &Path) -> io::Result<File> {
        let mut at = folder.to_owned();
        for name in path {
            at.push(name);
            if fs::symlink_metadata(&at)?.is_symlink() {
                return Err(io::Error::other(LINK));
            }
        }
        let mut options = OpenOptions::new();
        unfollowed(options.read(true));
        options.open(at)
    }

    pub(super) fn is_link(_: &io::Error) -> bool {
        false
    }
}

#[cfg(all(test, unix))]
#[path = "tests.rs"]
mod tests;
