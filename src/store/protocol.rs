//! How a text is written into a folder so that nothing is lost and nobody sees half of it.
//!
//! A text is written into a draft, whose name no reader looks at, and is forced to the disk before it gets
//! its name; the name is forced to the disk before anybody is told. Whatever happens in between, there is
//! the whole text under its name or nothing. The simulator in the tests stops this code at every call.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::{Disk, Put, Trouble};

/// How the name of a draft begins. The point hides it from whoever reads a folder.
pub const DRAFT: &str = ".tmp-";

/// How many names are tried for a draft: each that is taken was left by a writer who crashed, or is being
/// written by another.
const TRIES: usize = 10_000;

/// Writes a text under a name that nothing has; says so when it is safe.
pub fn create<D: Disk>(disk: &D, folder: &Path, name: &str, text: &str) -> Result<Put, Trouble> {
    let path = folder.join(name);
    let draft = draft(disk, folder, text, None)?;
    let named = give(disk, &draft, &path);
    // What failed first is what the user is told; a draft that cannot be removed is harmless then.
    let removed = match &named {
        Ok(Given::Moved) => Ok(()),
        _ => disk.unlink(&draft).or_trouble("remove the draft", &draft),
    };
    match named {
        Ok(_) => removed?,
        Err(trouble) if trouble.error.kind() == ErrorKind::AlreadyExists => {
            return there(disk, folder, &path, text);
        }
        Err(trouble) => return Err(trouble),
    }
    disk.sync_folder(folder).or_trouble("sync the folder", folder)?;
    Ok(Put::Written)
}

/// Puts a text in the place of a file, whose permissions stay; says so when it is safe. Whoever reads the
/// file sees the old text or the new one, whole.
pub fn replace<D: Disk>(disk: &D, folder: &Path, name: &str, text: &str) -> Result<(), Trouble> {
    let path = folder.join(name);
    let draft = draft(disk, folder, text, Some(&path))?;
    if let Err(error) = disk.rename(&draft, &path) {
        drop(disk.unlink(&draft));
        return Err(Trouble { tried: "replace", path, error });
    }
    disk.sync_folder(folder).or_trouble("sync the folder", folder)
}

/// Takes a text away, if it is still that text; says so when that is safe.
pub fn remove<D: Disk>(disk: &D, folder: &Path, name: &str, text: &str) -> Result<bool, Trouble> {
    let path = folder.join(name);
    if disk.read(&path).or_trouble("read", &path)? != text.as_bytes() {
        return Ok(false);
    }
    disk.unlink(&path).or_trouble("remove", &path)?;
    disk.sync_folder(folder).or_trouble("sync the folder", folder)?;
    Ok(true)
}

/// Makes sure that a folder is there, below one that is. A folder that was there may have been made a moment
/// ago by somebody who did not come to sync it, so that each is synced either way.
pub fn make<D: Disk>(disk: &D, base: &Path, below: &Path) -> Result<(), Trouble> {
    let base = if base.as_os_str().is_empty() { Path::new(".") } else { base };
    let mut folder = base.to_owned();
    for part in below {
        let path = folder.join(part);
        let was_there = match disk.make_folder(&path) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => true,
            made => made.or_trouble("make the folder", &path).map(|()| false)?,
        };
        match disk.sync_folder(&folder) {
            // What lies in a folder that we may not even look into was made by nobody like us.
            Err(error) if was_there && error.kind() == ErrorKind::PermissionDenied => {}
            synced => synced.or_trouble("sync the folder", &folder)?,
        }
        folder = path;
    }
    Ok(())
}

/// Answers for a name that is taken. The text may be there since a moment ago, and whoever put it there may
/// have crashed before it was safe; who is told that it is there may rely on that, too.
fn there<D: Disk>(disk: &D, folder: &Path, path: &Path, text: &str) -> Result<Put, Trouble> {
    if disk.read(path).or_trouble("read", path)? != text.as_bytes() {
        return Ok(Put::Differs);
    }
    let file = disk.open(path).or_trouble("open", path)?;
    disk.sync(&file).or_trouble("sync", path)?;
    disk.sync_folder(folder).or_trouble("sync the folder", folder)?;
    Ok(Put::Same)
}

/// Writes a text into a draft of its own, forces it to the disk and returns where it is.
fn draft<D: Disk>(
    disk: &D,
    folder: &Path,
    text: &str,
    like: Option<&Path>,
) -> Result<PathBuf, Trouble> {
    let (path, mut file) = begin(disk, folder)?;
    let written = fill(disk, &mut file, text, like);
    if let Err(error) = written {
        // A draft that cannot be removed is harmless.
        drop(disk.unlink(&path));
        return Err(Trouble { tried: "write", path, error });
    }
    Ok(path)
}

fn begin<D: Disk>(disk: &D, folder: &Path) -> Result<(PathBuf, D::File), Trouble> {
    let mut path = folder.to_owned();
    for number in 0..TRIES {
        path = folder.join(format!("{DRAFT}{}-{number}", disk.writer()));
        match disk.create_new(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(Trouble { tried: "write", path, error }),
        }
    }
    let error = io::Error::new(ErrorKind::AlreadyExists, "every name for a draft is taken");
    Err(Trouble { tried: "write", path, error })
}

fn fill<D: Disk>(disk: &D, file: &mut D::File, text: &str, like: Option<&Path>) -> io::Result<()> {
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        match disk.write(file, rest) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(written) => rest = &rest[written..],
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    if let Some(other) = like {
        disk.permit_as(file, other)?;
    }
    // Not tried again where it fails: what was not forced to the disk then may pass for forced the next time.
    disk.sync(file)
}

/// How a draft got its name.
enum Given {
    /// It has both.
    Linked,
    /// It has no other.
    Moved,
}

/// Gives a draft its name if nothing has that, in one step.
fn give<D: Disk>(disk: &D, draft: &Path, path: &Path) -> Result<Given, Trouble> {
    let trouble = |error| Trouble { tried: "write", path: path.to_owned(), error };
    let linked = match disk.link(draft, path) {
        Ok(()) => return Ok(Given::Linked),
        // Where there are no links some systems say that they are not permitted.
        Err(error) if is_lacking(&error) || error.kind() == ErrorKind::PermissionDenied => error,
        Err(error) => return Err(trouble(error)),
    };
    match disk.rename_new(draft, path) {
        Ok(()) => Ok(Given::Moved),
        Err(error) if is_lacking(&error) => {
            let words = format!(
                "this file system can give a file a name neither by a link nor by renaming it without \
                 writing over another ({linked}; {error})"
            );
            Err(trouble(io::Error::new(ErrorKind::Unsupported, words)))
        }
        Err(error) => Err(trouble(error)),
    }
}

fn is_lacking(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::Unsupported | ErrorKind::InvalidInput)
}

/// Says what was tried with what.
pub(super) trait OrTrouble<T> {
    fn or_trouble(self, tried: &'static str, path: &Path) -> Result<T, Trouble>;
}

impl<T> OrTrouble<T> for io::Result<T> {
    fn or_trouble(self, tried: &'static str, path: &Path) -> Result<T, Trouble> {
        self.map_err(|error| Trouble { tried, path: path.to_owned(), error })
    }
}
