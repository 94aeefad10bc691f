use std::io;
use std::path::Path;

/// What is asked of a disk. Each is one call of the system, so that whatever can fail or be cut short by a
/// crash is one step; nothing here is promised to outlast a crash but through `sync` and `sync_folder`.
pub trait Disk {
    /// A file that is open.
    type File;

    /// Returns what tells this writer from others that write at the same time.
    fn writer(&self) -> String;

    /// Makes a folder in one that is there.
    fn make_folder(&self, path: &Path) -> io::Result<()>;

    /// Opens a file that is not there yet, to write it.
    fn create_new(&self, path: &Path) -> io::Result<Self::File>;

    /// Opens a file that is there, to sync it.
    fn open(&self, path: &Path) -> io::Result<Self::File>;

    /// Writes some of these bytes at the end of a file, and returns how many.
    fn write(&self, file: &mut Self::File, bytes: &[u8]) -> io::Result<usize>;

    /// Gives a file the permissions of another.
    fn permit_as(&self, file: &Self::File, other: &Path) -> io::Result<()>;

    /// Returns when what a file says survives a loss of power.
    fn sync(&self, file: &Self::File) -> io::Result<()>;

    /// Gives a file one more name, which nothing has.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Gives a file another name, which nothing has.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Gives a file another name, and takes it from what has it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;

    /// Takes a name away.
    fn unlink(&self, path: &Path) -> io::Result<()>;

    /// Returns when the names in a folder survive a loss of power.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;

    /// Returns the names of the regular files in a folder.
    fn list(&self, path: &Path) -> io::Result<Vec<String>>;

    /// Reads a regular file whole.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;
}
