//! The write path with one slip in it: each has to be found by the simulator.

use std::cell::Cell;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use rapporteur::store::protocol::DRAFT;
use rapporteur::store::{Disk, Put, Trouble};

use super::explore::{Step, Way, write};
use super::{FOLDER, Opened, Sim};

/// What is done otherwise than it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slip {
    /// A file is not synced.
    NoSync,
    /// The folder is not synced.
    NoFolderSync,
    /// The folder that a new folder lies in is not synced.
    NoParentSync,
    /// A folder that was there is taken for safe, though another writer has just made it.
    TrustsFolder,
    /// A file is synced when it is opened, before it is written.
    SyncBeforeWrite,
    /// The last bytes are not written.
    LosesTail,
    /// A write that does half is taken for whole.
    TrustsShortWrite,
    /// An error of a write is passed over.
    IgnoresWriteError,
    /// An error of a sync is passed over.
    IgnoresSyncError,
    /// A sync that failed is made again, and believed.
    SyncsAgain,
    /// An error of a folder's sync is passed over.
    IgnoresFolderSyncError,
    /// A name is given by renaming over what has it.
    RenamesOver,
    /// Where there are no links, a name is given by renaming over what has it.
    RenamesOverWithoutLinks,
    /// That a name is taken is passed over.
    IgnoresTaken,
    /// All drafts have one name, and are written over each other.
    OneDraft,
    /// A draft that was left by a crash stops whoever comes next.
    StopsAtDraft,
    /// A draft is not hidden.
    VisibleDraft,
    /// A draft is left when something fails.
    LeavesDraft,
    /// A text that is there is taken for safe.
    TrustsSame,
    /// The text is written straight to its name.
    StraightToName,
    /// It is looked whether a name is free, and then renamed over it.
    LooksThenRenames,
    /// The name is taken away again if something fails after it was given.
    TakesNameBack,
    /// The folder is synced before the name is given, and not after.
    SyncsFolderBeforeName,
    /// The name is given before the file is synced.
    NamesBeforeSync,
    /// A file is mended by writing it anew in its place.
    MendsInPlace,
    /// The old file is removed before the new one has its name.
    RemovesThenRenames,
}

impl Slip {
    pub(crate) const ALL: [Slip; 26] = [
        Slip::NoSync,
        Slip::NoFolderSync,
        Slip::NoParentSync,
        Slip::TrustsFolder,
        Slip::SyncBeforeWrite,
        Slip::LosesTail,
        Slip::TrustsShortWrite,
        Slip::IgnoresWriteError,
        Slip::IgnoresSyncError,
        Slip::SyncsAgain,
        Slip::IgnoresFolderSyncError,
        Slip::RenamesOver,
        Slip::RenamesOverWithoutLinks,
        Slip::IgnoresTaken,
        Slip::OneDraft,
        Slip::StopsAtDraft,
        Slip::VisibleDraft,
        Slip::LeavesDraft,
        Slip::TrustsSame,
        Slip::StraightToName,
        Slip::LooksThenRenames,
        Slip::TakesNameBack,
        Slip::SyncsFolderBeforeName,
        Slip::NamesBeforeSync,
        Slip::MendsInPlace,
        Slip::RemovesThenRenames,
    ];

    /// Returns the write path with this slip.
    pub(crate) fn way(self) -> Way {
        Rc::new(move |disk, step| {
            let (trusts, unsynced) = (Cell::new(false), Cell::new(None));
            let slippery = Slippery { disk: disk.clone(), slip: self, trusts, unsynced };
            match (self, step) {
                (Slip::StraightToName, Step::Create(name, text)) => straight(disk, name, text),
                (Slip::LooksThenRenames, Step::Create(name, text)) => looked(disk, name, text),
                (Slip::TakesNameBack, Step::Create(name, _)) => {
                    let written = write(slippery, step);
                    if written.is_err() {
                        drop(disk.unlink(&in_folder(name)));
                    }
                    written
                }
                (Slip::MendsInPlace, Step::Replace(name, text)) => {
                    disk.unlink(&in_folder(name)).or_else(absent).map_err(trouble)?;
                    straight(disk, name, text)
                }
                (Slip::RemovesThenRenames, Step::Replace(name, _)) => {
                    disk.unlink(&in_folder(name)).or_else(absent).map_err(trouble)?;
                    write(slippery, step)
                }
                _ => write(slippery, step),
            }
        })
    }
}

fn in_folder(name: &str) -> PathBuf {
    Path::new(FOLDER).join(name)
}

fn trouble(error: io::Error) -> Trouble {
    Trouble { tried: "write", path: PathBuf::new(), error }
}

fn absent(error: io::Error) -> io::Result<()> {
    if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) }
}

fn made(disk: &Sim) -> Result<(), Trouble> {
    rapporteur::store::protocol::make(disk, Path::new(""), Path::new(FOLDER))
}

fn filled(disk: &Sim, path: &Path, text: &str) -> io::Result<()> {
    let mut file = disk.create_new(path)?;
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        match disk.write(&mut file, rest) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            written => rest = &rest[written?..],
        }
    }
    disk.sync(&file)
}

fn straight(disk: &Sim, name: &str, text: &str) -> Result<Put, Trouble> {
    made(disk)?;
    let path = in_folder(name);
    let written = filled(disk, &path, text).and_then(|()| disk.sync_folder(FOLDER.as_ref()));
    match written {
        Ok(()) => Ok(Put::Written),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let there = disk.read(&path).map_err(trouble)?;
            Ok(if there == text.as_bytes() { Put::Same } else { Put::Differs })
        }
        Err(error) => {
            drop(disk.unlink(&path));
            Err(trouble(error))
        }
    }
}

fn looked(disk: &Sim, name: &str, text: &str) -> Result<Put, Trouble> {
    made(disk)?;
    let path = in_folder(name);
    match disk.read(&path) {
        Ok(there) if there == text.as_bytes() => return Ok(Put::Same),
        Ok(_) => return Ok(Put::Differs),
        Err(error) => absent(error).map_err(trouble)?,
    }
    let draft = in_folder(&format!("{DRAFT}{}-{name}", disk.writer()));
    drop(disk.unlink(&draft));
    let written = filled(disk, &draft, text)
        .and_then(|()| disk.rename(&draft, &path))
        .and_then(|()| disk.sync_folder(FOLDER.as_ref()));
    if written.is_err() {
        drop(disk.unlink(&draft));
    }
    written.map(|()| Put::Written).map_err(trouble)
}

/// A disk that does one thing otherwise than it is told.
struct Slippery {
    disk: Sim,
    slip: Slip,
    /// What comes next is taken for safe.
    trusts: Cell<bool>,
    /// A file whose sync was put off.
    unsynced: Cell<Option<usize>>,
}

impl Slippery {
    fn is(&self, slip: Slip) -> bool {
        self.slip == slip
    }

    /// Returns the path that is taken in place of a draft's.
    fn path(&self, path: &Path) -> PathBuf {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        match name.strip_prefix(DRAFT) {
            Some(_) if self.is(Slip::OneDraft) => path.with_file_name(format!("{DRAFT}draft")),
            Some(rest) if self.is(Slip::VisibleDraft) => path.with_file_name(format!("tmp-{rest}")),
            _ => path.to_owned(),
        }
    }
}

impl Disk for Slippery {
    type File = Opened;

    fn writer(&self) -> String {
        self.disk.writer()
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let made = self.disk.make_folder(path);
        self.trusts.set(self.is(Slip::TrustsFolder) && made.is_err());
        made
    }

    fn create_new(&self, path: &Path) -> io::Result<Opened> {
        let path = self.path(path);
        if self.is(Slip::OneDraft) {
            // As if it were opened to be written over.
            drop(self.disk.unlink(&path));
        }
        let opened = self.disk.create_new(&path);
        if let (true, Ok(file)) = (self.is(Slip::SyncBeforeWrite), &opened) {
            self.disk.sync(file)?;
        }
        match opened {
            Err(error)
                if self.is(Slip::StopsAtDraft) && error.kind() == ErrorKind::AlreadyExists =>
            {
                Err(io::Error::other("a draft is in the way"))
            }
            opened => opened,
        }
    }

    fn open(&self, path: &Path) -> io::Result<Opened> {
        self.trusts.set(self.is(Slip::TrustsSame));
        self.disk.open(path)
    }

    fn write(&self, file: &mut Opened, bytes: &[u8]) -> io::Result<usize> {
        match self.slip {
            Slip::LosesTail => {
                let end = bytes.len().saturating_sub(4);
                self.disk.write(file, &bytes[..end]).map(|_| bytes.len())
            }
            Slip::TrustsShortWrite => self.disk.write(file, bytes).map(|_| bytes.len()),
            Slip::IgnoresWriteError => self.disk.write(file, bytes).or(Ok(bytes.len())),
            _ => self.disk.write(file, bytes),
        }
    }

    fn permit_as(&self, file: &Opened, other: &Path) -> io::Result<()> {
        self.disk.permit_as(file, other)
    }

    fn sync(&self, file: &Opened) -> io::Result<()> {
        match self.slip {
            Slip::NoSync | Slip::SyncBeforeWrite => Ok(()),
            Slip::NamesBeforeSync => {
                self.unsynced.set(Some(file.0));
                Ok(())
            }
            _ if self.trusts.get() => Ok(()),
            Slip::IgnoresSyncError => self.disk.sync(file).or(Ok(())),
            Slip::SyncsAgain => self.disk.sync(file).or_else(|_| self.disk.sync(file)),
            _ => self.disk.sync(file),
        }
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        let from = self.path(from);
        match self.slip {
            Slip::RenamesOver => self.disk.rename(&from, to),
            Slip::NamesBeforeSync => {
                self.disk.link(&from, to)?;
                self.unsynced.take().map_or(Ok(()), |file| self.disk.sync(&Opened(file)))
            }
            Slip::SyncsFolderBeforeName => {
                self.disk.sync_folder(FOLDER.as_ref())?;
                self.disk.link(&from, to)
            }
            Slip::IgnoresTaken => match self.disk.link(&from, to) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => Ok(()),
                linked => linked,
            },
            _ => self.disk.link(&from, to),
        }
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        let from = self.path(from);
        match self.slip {
            Slip::RenamesOverWithoutLinks => self.disk.rename(&from, to),
            _ => self.disk.rename_new(&from, to),
        }
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.disk.rename(&self.path(from), to)
    }

    fn unlink(&self, path: &Path) -> io::Result<()> {
        let path = self.path(path);
        match self.slip {
            Slip::LeavesDraft => Ok(()),
            // What was renamed is gone already.
            Slip::RenamesOver => self.disk.unlink(&path).or_else(absent),
            _ => self.disk.unlink(&path),
        }
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        let parent = path != Path::new(FOLDER) && path != Path::new("./").join(FOLDER);
        match self.slip {
            Slip::NoFolderSync | Slip::SyncsFolderBeforeName if !parent => Ok(()),
            _ if self.trusts.replace(false) => Ok(()),
            Slip::NoParentSync if parent => Ok(()),
            Slip::IgnoresFolderSyncError => self.disk.sync_folder(path).or(Ok(())),
            _ => self.disk.sync_folder(path),
        }
    }

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        self.disk.list(path)
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.disk.read(path)
    }
}
