//! A disk in memory that fails and loses power on demand.
//!
//! It keeps apart what is seen and what is safe: a write is seen at once and safe after a `sync` of its file, a
//! name is seen at once and safe after a sync of its folder. When power is lost, anything between the two
//! may be left: of every file that was not synced the old bytes, the new ones, zeros, rubbish or a mixture;
//! of every folder any of the changes that were not. A sync that failed may have dropped what it was to make
//! safe, and the next one succeeds without it, as some systems do.

pub(crate) mod chance;
pub(crate) mod explore;
pub(crate) mod slips;

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::{self, ErrorKind};
use std::path::{Component, Path};
use std::rc::Rc;

use chance::Chance;
use rapporteur::store::Disk;

/// How a call goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// Nothing is done, and an error told.
    Fails,
    /// It is done, and an error told all the same.
    DoneAndFails,
    /// A sync fails and drops what it was to make safe; a write does half and then the disk is full.
    Drops,
    /// A write does half of it and says so.
    Short,
    /// The call was interrupted and is to be made again.
    Interrupted,
    /// The disk has no such call.
    Lacking,
}

impl Fault {
    pub(crate) const ALL: [Fault; 6] = [
        Fault::Fails,
        Fault::DoneAndFails,
        Fault::Drops,
        Fault::Short,
        Fault::Interrupted,
        Fault::Lacking,
    ];
}

#[derive(Debug, Clone, Default)]
struct Bytes {
    seen: Rc<Vec<u8>>,
    safe: Rc<Vec<u8>>,
}

impl Bytes {
    fn add(&mut self, bytes: &[u8]) {
        Rc::make_mut(&mut self.seen).extend(bytes);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Node {
    File(usize),
    Folder(usize),
}

/// The names in a folder.
#[derive(Debug, Clone, Default)]
struct Names {
    seen: BTreeMap<Rc<str>, Node>,
    safe: BTreeMap<Rc<str>, Node>,
    /// What was done since the folder was synced.
    since: Vec<Change>,
}

#[derive(Debug, Clone)]
enum Change {
    Give(Rc<str>, Node),
    Take(Rc<str>),
    /// What has the first name gets the second.
    Move(Rc<str>, Rc<str>, Node),
}

impl Change {
    fn make(&self, names: &mut BTreeMap<Rc<str>, Node>) {
        match self {
            Change::Give(name, node) => drop(names.insert(Rc::clone(name), *node)),
            Change::Take(name) => drop(names.remove(name)),
            Change::Move(from, to, node) => {
                names.remove(from);
                names.insert(Rc::clone(to), *node);
            }
        }
    }
}

/// What is on the disk: seen, and safe.
#[derive(Debug, Clone)]
pub(crate) struct Platter {
    files: Vec<Bytes>,
    folders: Vec<Names>,
}

/// The folder in which every history takes place, from the root of the disk.
pub(crate) const FOLDER: &str = "seeds/talks";

impl Platter {
    /// Returns an empty disk; `made` if the folder is there.
    pub(crate) fn new(made: bool) -> Platter {
        let mut platter = Platter { files: Vec::new(), folders: vec![Names::default()] };
        if made {
            for (at, name) in FOLDER.split('/').enumerate() {
                let node = Node::Folder(at + 1);
                platter.folders[at].seen.insert(name.into(), node);
                platter.folders.push(Names::default());
            }
        }
        platter.settled()
    }

    /// Returns it with a file that is safe.
    pub(crate) fn with(mut self, name: &str, text: &str) -> Platter {
        let node = Node::File(self.files.len());
        let bytes = Rc::new(text.as_bytes().to_vec());
        self.files.push(Bytes { seen: Rc::clone(&bytes), safe: bytes });
        let folder = self.folder(Path::new(FOLDER)).expect("the folder is there");
        self.folders[folder].seen.insert(name.into(), node);
        self.settled()
    }

    fn settled(mut self) -> Platter {
        for folder in &mut self.folders {
            folder.safe = folder.seen.clone();
            folder.since.clear();
        }
        for file in &mut self.files {
            file.safe = file.seen.clone();
        }
        self
    }

    /// Returns what may be found after a loss of power.
    pub(crate) fn after_crash(&self, chance: &mut Chance) -> Platter {
        let mut left = self.clone();
        for folder in &mut left.folders {
            folder.seen.clone_from(&folder.safe);
            let mood = chance.below(4);
            for change in std::mem::take(&mut folder.since) {
                // None of it, all of it, or any of it.
                if mood == 1 || (mood > 1 && chance.below(2) == 1) {
                    change.make(&mut folder.seen);
                }
            }
        }
        for file in &mut left.files {
            if file.seen != file.safe {
                file.seen = Rc::new(torn(file, chance));
            }
        }
        left.settled()
    }

    /// Returns what is found if nothing is left that was not made safe.
    pub(crate) fn at_worst(&self) -> Platter {
        let mut left = self.clone();
        for folder in &mut left.folders {
            folder.seen = folder.safe.clone();
            folder.since.clear();
        }
        for file in &mut left.files {
            file.seen = file.safe.clone();
        }
        left
    }

    /// Returns the files of the folder, as somebody sees them who looks now.
    pub(crate) fn files(&self) -> Vec<(&str, &[u8])> {
        let Ok(folder) = self.folder(Path::new(FOLDER)) else { return Vec::new() };
        let names = self.folders[folder].seen.iter();
        let files = names.filter_map(|(name, node)| match node {
            Node::File(file) => Some((&**name, self.files[*file].seen.as_slice())),
            Node::Folder(_) => None,
        });
        files.collect()
    }

    fn node(&self, path: &Path) -> io::Result<Node> {
        let parts = path.components().filter(|part| *part != Component::CurDir);
        parts.map(|part| part.as_os_str().to_string_lossy()).try_fold(
            Node::Folder(0),
            |node, part| match node {
                Node::Folder(at) => {
                    self.folders[at].seen.get(&*part).copied().ok_or(ErrorKind::NotFound.into())
                }
                Node::File(_) => Err(ErrorKind::NotADirectory.into()),
            },
        )
    }

    fn folder(&self, path: &Path) -> io::Result<usize> {
        match self.node(path)? {
            Node::Folder(at) => Ok(at),
            Node::File(_) => Err(ErrorKind::NotADirectory.into()),
        }
    }

    fn file(&self, path: &Path) -> io::Result<usize> {
        match self.node(path)? {
            Node::File(at) => Ok(at),
            Node::Folder(_) => Err(ErrorKind::IsADirectory.into()),
        }
    }

    /// Returns the folder of a path, and the name in it.
    fn place(&self, path: &Path) -> io::Result<(usize, Rc<str>)> {
        let name = path.file_name().ok_or(ErrorKind::InvalidInput)?;
        let folder = self.folder(path.parent().unwrap_or(Path::new("")))?;
        Ok((folder, name.to_string_lossy().into()))
    }

    fn free(&self, path: &Path) -> io::Result<(usize, Rc<str>)> {
        let (folder, name) = self.place(path)?;
        if self.folders[folder].seen.contains_key(&name) {
            return Err(ErrorKind::AlreadyExists.into());
        }
        Ok((folder, name))
    }

    fn change(&mut self, folder: usize, change: Change) {
        let names = &mut self.folders[folder];
        change.make(&mut names.seen);
        names.since.push(change);
    }
}

/// Returns what may be left of a file that was not synced.
fn torn(file: &Bytes, chance: &mut Chance) -> Vec<u8> {
    let Bytes { seen, safe } = file;
    match chance.below(6) {
        0 => safe.to_vec(),
        1 => seen.to_vec(),
        2 => vec![0; seen.len()],
        3 => seen.iter().map(|_| u8::try_from(chance.below(256)).expect("a byte")).collect(),
        4 => seen[..chance.below(seen.len() + 1)].to_vec(),
        _ => {
            // Sectors of four bytes each, any of which may have come to the disk or not.
            let sectors = seen.chunks(4).enumerate();
            let sectors = sectors.map(|(at, sector)| match chance.below(3) {
                0 => sector.to_vec(),
                1 => vec![0; sector.len()],
                _ => (0..sector.len()).map(|i| *safe.get(at * 4 + i).unwrap_or(&0)).collect(),
            });
            sectors.flatten().collect()
        }
    }
}

/// What somebody else does at a call, between two calls of a writer.
pub(crate) type Other = Box<dyn FnOnce(&Sim)>;

/// The disk at work.
pub(crate) struct World {
    pub(crate) platter: Platter,
    /// How many calls there were.
    pub(crate) calls: usize,
    /// What goes wrong, at which call.
    pub(crate) faults: Vec<(usize, Fault)>,
    /// The only call that goes wrong, where it is one.
    pub(crate) only: Option<&'static str>,
    /// What somebody else does before which call.
    other: Option<(usize, Other)>,
    /// What was on the disk before each call, if that is to be kept.
    pub(crate) before: Option<Vec<Platter>>,
    /// Which call is made by which name, for whoever reads of a failure.
    pub(crate) told: Vec<&'static str>,
}

/// A writer's view of the disk.
#[derive(Clone)]
pub(crate) struct Sim {
    pub(crate) world: Rc<RefCell<World>>,
    writer: &'static str,
}

/// A file that is open, by number.
pub(crate) struct Opened(usize);

impl Sim {
    pub(crate) fn new(platter: Platter) -> Sim {
        let world = World {
            platter,
            calls: 0,
            faults: Vec::new(),
            only: None,
            other: None,
            before: None,
            told: Vec::new(),
        };
        Sim { world: Rc::new(RefCell::new(world)), writer: "a" }
    }

    pub(crate) fn fails(self, faults: &[(usize, Fault)]) -> Sim {
        self.world.borrow_mut().faults = faults.to_vec();
        self
    }

    pub(crate) fn interrupted(self, at: usize, other: Other) -> Sim {
        self.world.borrow_mut().other = Some((at, other));
        self
    }

    pub(crate) fn remembering(self) -> Sim {
        self.world.borrow_mut().before = Some(Vec::new());
        self
    }

    /// Makes a call: somebody else may come first, and it may go wrong.
    fn call<T>(
        &self,
        name: &'static str,
        fault_of: impl FnOnce(Fault, &mut Platter) -> Option<io::Result<T>>,
        done: impl FnOnce(&mut Platter) -> io::Result<T>,
    ) -> io::Result<T> {
        let calls = self.world.borrow().calls;
        let due = self.world.borrow_mut().other.take_if(|(at, _)| *at <= calls);
        if let Some((_, other)) = due {
            other(&Sim { world: Rc::clone(&self.world), writer: "b" });
        }
        let mut world = self.world.borrow_mut();
        let World { platter, before, told, calls, faults, only, .. } = &mut *world;
        if let Some(before) = before {
            before.push(platter.clone());
        }
        told.push(name);
        let spared = only.is_some_and(|only| only != name);
        let fault = faults.iter().find(|(call, _)| call == calls && !spared);
        let fault = fault.map(|(_, fault)| *fault);
        *calls += 1;
        match fault {
            None => done(platter),
            Some(Fault::DoneAndFails) => done(platter).and(Err(broken())),
            Some(fault) => fault_of(fault, platter).unwrap_or_else(|| Err(broken())),
        }
    }

    fn plain<T>(
        &self,
        name: &'static str,
        done: impl FnOnce(&mut Platter) -> io::Result<T>,
    ) -> io::Result<T> {
        self.call(name, |_, _| None, done)
    }
}

fn broken() -> io::Error {
    io::Error::other("the disk is broken")
}

impl Disk for Sim {
    type File = Opened;

    fn writer(&self) -> String {
        self.writer.to_owned()
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.plain("make_folder", |disk| {
            let (folder, name) = disk.free(path)?;
            let node = Node::Folder(disk.folders.len());
            disk.folders.push(Names::default());
            disk.change(folder, Change::Give(name, node));
            Ok(())
        })
    }

    fn create_new(&self, path: &Path) -> io::Result<Opened> {
        self.plain("create_new", |disk| {
            let (folder, name) = disk.free(path)?;
            let file = disk.files.len();
            disk.files.push(Bytes::default());
            disk.change(folder, Change::Give(name, Node::File(file)));
            Ok(Opened(file))
        })
    }

    fn open(&self, path: &Path) -> io::Result<Opened> {
        self.plain("open", |disk| disk.file(path).map(Opened))
    }

    fn write(&self, file: &mut Opened, bytes: &[u8]) -> io::Result<usize> {
        let half = bytes.len().div_ceil(2);
        let faulty = |fault: Fault, disk: &mut Platter| match fault {
            Fault::Drops => {
                disk.files[file.0].add(&bytes[..half]);
                Some(Err(ErrorKind::StorageFull.into()))
            }
            Fault::Short => {
                disk.files[file.0].add(&bytes[..half]);
                Some(Ok(half))
            }
            Fault::Interrupted => Some(Err(ErrorKind::Interrupted.into())),
            _ => None,
        };
        self.call("write", faulty, |disk| {
            disk.files[file.0].add(bytes);
            Ok(bytes.len())
        })
    }

    fn permit_as(&self, _: &Opened, _: &Path) -> io::Result<()> {
        self.plain("permit_as", |_| Ok(()))
    }

    fn sync(&self, file: &Opened) -> io::Result<()> {
        let faulty = |fault: Fault, disk: &mut Platter| {
            if fault == Fault::Drops {
                // The pages pass for clean from now on: a later sync has nothing to do for them.
                let Bytes { seen, safe } = &mut disk.files[file.0];
                seen.clone_from(safe);
            }
            None
        };
        self.call("sync", faulty, |disk| {
            let Bytes { seen, safe } = &mut disk.files[file.0];
            safe.clone_from(seen);
            Ok(())
        })
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call("link", lacking, |disk| {
            let node = disk.node(from)?;
            let (folder, name) = disk.free(to)?;
            disk.change(folder, Change::Give(name, node));
            Ok(())
        })
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call("rename_new", lacking, |disk| {
            disk.free(to)?;
            renamed(disk, from, to)
        })
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.plain("rename", |disk| renamed(disk, from, to))
    }

    fn unlink(&self, path: &Path) -> io::Result<()> {
        self.plain("unlink", |disk| {
            disk.file(path)?;
            let (folder, name) = disk.place(path)?;
            disk.change(folder, Change::Take(name));
            Ok(())
        })
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.plain("sync_folder", |disk| {
            let folder = disk.folder(path)?;
            let names = &mut disk.folders[folder];
            names.safe.clone_from(&names.seen);
            names.since.clear();
            Ok(())
        })
    }

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        self.plain("list", |disk| {
            let folder = disk.folder(path)?;
            let names = disk.folders[folder].seen.iter();
            let files = names.filter(|(_, node)| matches!(node, Node::File(_)));
            Ok(files.map(|(name, _)| name.to_string()).collect())
        })
    }

    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.plain("read", |disk| {
            let file = disk.file(path)?;
            Ok(disk.files[file].seen.to_vec())
        })
    }
}

fn lacking<T>(fault: Fault, _: &mut Platter) -> Option<io::Result<T>> {
    (fault == Fault::Lacking).then(|| Err(ErrorKind::Unsupported.into()))
}

fn renamed(disk: &mut Platter, from: &Path, to: &Path) -> io::Result<()> {
    let node = disk.node(from)?;
    let ((folder, from), (other, to)) = (disk.place(from)?, disk.place(to)?);
    assert_eq!(folder, other, "a draft lies beside its name");
    disk.change(folder, Change::Move(from, to, node));
    Ok(())
}
