//! What is kept is kept: the tests that every store passes, and the write path under the simulator.
//!
//! `RAPPORTEUR_STATES=1000000000` explores so many states, `RAPPORTEUR_SEED` by another seed.

#![expect(clippy::disallowed_methods, reason = "folders and seeds of the tests are the world's")]
#![expect(
    clippy::print_stdout,
    reason = "how much was explored is told to who asks with --nocapture"
)]

mod simulator;

use std::path::Path;

use rapporteur::store::protocol::{DRAFT, create, replace};
use rapporteur::store::{Folder, Name, Put, Real, Store};
use simulator::explore::{Explorer, real};
use simulator::slips::Slip;
use simulator::{FOLDER, Fault, Platter, Sim};

/// How many states are explored at least.
const STATES: u64 = 1_000_000;

fn number(variable: &str, otherwise: u64) -> u64 {
    let said = std::env::var(variable).ok();
    said.map_or(otherwise, |said| said.parse().expect("a number"))
}

fn name(name: &str) -> Name {
    Name::new(name).expect("a name")
}

/// What every store has to do. `store` opens the same place, which is empty, anew.
fn keeps<S: Store>(store: impl Fn() -> S) {
    let kept =
        |it: Result<Put, _>| it.map_err(|trouble: rapporteur::store::Trouble| trouble.to_string());
    let (long, odd) = ("длинный\n".repeat(20_000), "\u{feff}\0 \r\n\"");
    assert!(store().list().expect("it lists").is_empty(), "nothing is in it yet");
    assert_eq!(store().read(&name("a.ron")).expect("it reads"), None);
    // In another order than that of their names.
    for (at, text) in [("b.ron", "(b)"), ("a.ron", ""), ("c-1_2.ron", &long), ("0", odd)] {
        assert_eq!(kept(store().create(&name(at), text)), Ok(Put::Written), "{at}");
        assert_eq!(store().read(&name(at)).expect("it reads").as_deref(), Some(text), "{at}");
    }
    assert_eq!(kept(store().create(&name("b.ron"), "(b)")), Ok(Put::Same));
    assert_eq!(kept(store().create(&name("b.ron"), "(other)")), Ok(Put::Differs));
    assert_eq!(kept(store().create(&name("a.ron"), "(other)")), Ok(Put::Differs));
    assert_eq!(store().read(&name("b.ron")).expect("it reads").as_deref(), Some("(b)"));
    let names: Vec<String> =
        store().list().expect("it lists").iter().map(ToString::to_string).collect();
    assert_eq!(names, ["0", "a.ron", "b.ron", "c-1_2.ron"]);
}

/// A folder of the machine, removed when it is dropped.
struct Place(std::path::PathBuf);

impl Place {
    fn new(name: &str) -> Place {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        drop(std::fs::remove_dir_all(&path));
        std::fs::create_dir_all(&path).expect("a folder");
        Place(path)
    }

    fn folder(&self) -> Folder<Real> {
        Folder::new(Real::SHARED, &self.0, FOLDER.as_ref())
    }

    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(self.0.join(FOLDER)).expect("a folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        let names = names.map(|name| name.into_string().expect("a name"));
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        drop(std::fs::remove_dir_all(&self.0));
    }
}

#[test]
fn a_folder_is_a_store() {
    let place = Place::new("store-folder");
    keeps(|| place.folder());
    assert_eq!(place.names(), ["0", "a.ron", "b.ron", "c-1_2.ron"], "no draft is left");
}

#[test]
fn a_folder_on_the_simulated_disk_is_a_store() {
    let disk = Sim::new(Platter::new(false));
    keeps(|| Folder::new(disk.clone(), "".as_ref(), FOLDER.as_ref()));
}

#[test]
fn a_folder_without_links_is_a_store() {
    struct NoLinks(Folder<Sim>, Sim);
    impl Store for NoLinks {
        fn create(&self, name: &Name, text: &str) -> Result<Put, rapporteur::store::Trouble> {
            // Whichever call is the link, it is lacking.
            let calls = self.1.world.borrow().calls;
            let faults = (calls..calls + 40).map(|call| (call, Fault::Lacking));
            self.1.world.borrow_mut().faults = faults.collect();
            self.1.world.borrow_mut().only = Some("link");
            self.0.create(name, text)
        }
        fn list(&self) -> Result<Vec<Name>, rapporteur::store::Trouble> {
            self.0.list()
        }
        fn read(&self, name: &Name) -> Result<Option<String>, rapporteur::store::Trouble> {
            self.0.read(name)
        }
    }
    let disk = Sim::new(Platter::new(false));
    keeps(|| {
        let folder = Folder::new(disk.clone(), "".as_ref(), FOLDER.as_ref());
        NoLinks(folder, disk.clone())
    });
}

#[test]
fn where_nothing_can_be_named_in_one_step_nothing_is_written() {
    let disk = Sim::new(Platter::new(true));
    let clean = create(&disk, FOLDER.as_ref(), "a.ron", "()").expect("it is written");
    assert_eq!(clean, Put::Written);
    let link = disk.world.borrow().told.iter().position(|call| *call == "link").expect("a link");
    let faults = [(link, Fault::Lacking), (link + 1, Fault::Lacking)];
    let disk = Sim::new(Platter::new(true)).fails(&faults);
    let trouble = create(&disk, FOLDER.as_ref(), "a.ron", "()").expect_err("it is refused");
    assert_eq!(trouble.error.kind(), std::io::ErrorKind::Unsupported);
    assert!(trouble.error.to_string().contains("without writing over another"), "{trouble:?}");
    assert!(disk.world.borrow().platter.files().is_empty(), "no debris");
}

#[test]
fn what_lies_beside_is_not_listed() {
    let place = Place::new("store-beside");
    place.folder().create(&name("a.ron"), "()").expect("it is written");
    let folder = place.0.join(FOLDER);
    std::fs::write(folder.join(format!("{DRAFT}1-0")), "(half").expect("a draft of a crash");
    std::fs::write(folder.join("Upper.ron"), "()").expect("a file of somebody");
    std::fs::create_dir(folder.join("folder.ron")).expect("a folder");
    let names = place.folder().list().expect("it lists");
    assert_eq!(names, [name("a.ron")]);
}

#[test]
fn a_file_that_is_replaced_keeps_its_permissions() {
    let place = Place::new("store-permissions");
    place.folder().create(&name("a.ron"), "()").expect("it is written");
    let path = place.0.join(FOLDER).join("a.ron");
    let mut permissions = std::fs::metadata(&path).expect("it is there").permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&path, permissions.clone()).expect("they are set");
    replace(&Real::SHARED, &place.0.join(FOLDER), "a.ron", "(new)").expect("it is replaced");
    assert_eq!(std::fs::read_to_string(&path).expect("it is read"), "(new)");
    assert_eq!(std::fs::metadata(&path).expect("it is there").permissions(), permissions);
}

#[test]
fn nothing_is_lost_and_nothing_half_written_is_seen() {
    let (seed, states) = (number("RAPPORTEUR_SEED", 7), number("RAPPORTEUR_STATES", STATES));
    let (mut explored, mut round) = (0, 0);
    while explored < states {
        // The first round makes one call go wrong at a time, the others two.
        let mut explorer = Explorer::new(real(), seed + round, 5, round > 0);
        explorer.explore().unwrap_or_else(|why| panic!("{why}"));
        explored += explorer.states;
        round += 1;
    }
    println!("{explored} states in {round} rounds, from seed {seed}");
}

#[test]
fn every_slip_in_the_write_path_is_found() {
    let seed = number("RAPPORTEUR_SEED", 7);
    let found = Slip::ALL.map(|slip| {
        let found = (0..4).find_map(|round| {
            Explorer::new(slip.way(), seed + round, 1, round > 0).explore().err()
        });
        println!("{slip:?}: {}", found.as_deref().unwrap_or("not found"));
        (slip, found.is_some())
    });
    let missed: Vec<Slip> =
        found.iter().filter(|(_, found)| !found).map(|(slip, _)| *slip).collect();
    assert!(missed.is_empty(), "not found from seed {seed}: {missed:?}");
    println!("{} slips found", found.len());
}
