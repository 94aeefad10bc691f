//! Many writers at once, writers that are killed, and disks that will not: nothing that was acknowledged is
//! lost, and whoever is refused is told so and finds no debris.
//!
//! `tests/soak.sh` runs all this for longer, by the variables that are read here.

#![cfg(unix)]
#![expect(clippy::disallowed_methods, reason = "the program is run, on folders made for it")]
#![expect(clippy::print_stdout, reason = "what was done, and what was left out and why, is told")]

#[path = "simulator/chance.rs"]
mod chance;

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use chance::Chance;
use rapporteur::store::{Folder, Name, Put, Real, Store};
use serde_json::Value;

const CHARTER: &str = r#"(
    format: 1,
    process: "bay",
    title: "Talks on the bay",
    parties: { "north": (name: "North"), "south": (name: "South") },
    issues: { "fish": (title: "Fish", required: ["north", "south"]) },
)
"#;

fn number(variable: &str, otherwise: usize) -> usize {
    let said = std::env::var(variable).ok();
    said.map_or(otherwise, |said| said.parse().expect("a number"))
}

/// A folder of its own with a small record, removed when it is dropped.
struct Talks(PathBuf);

impl Talks {
    fn new(name: &str) -> Talks {
        Talks::at(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name))
    }

    fn at(folder: PathBuf) -> Talks {
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(folder.join("seeds/bay")).expect("a folder");
        fs::write(folder.join("seeds/bay/charter.ron"), CHARTER).expect("it is written");
        Talks(folder)
    }

    fn program(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        command.current_dir(&self.0).env("RAPPORTEUR_NOW", "2025-11-10").env("NO_COLOR", "1");
        // What is kept of the seeds is not what is looked at here.
        command.env("RAPPORTEUR_INDEX", "never").env_remove("RAPPORTEUR_DIR");
        command
    }

    fn demand(&self, text: &str) -> Command {
        let mut command = self.program();
        let text = format!("text:{text}");
        command.args(["record", "demand", "by:north", "issue:fish", &text, "-o", "json"]);
        command
    }

    fn root(&self) -> String {
        let checked = self.program().args(["check", "-o", "json"]).output().expect("it runs");
        json(&checked)["root"].as_str().expect("a root").to_owned()
    }

    /// Returns the texts of all events that are in the record, which has no fault.
    fn texts(&self) -> BTreeSet<String> {
        let checked = self.program().args(["check"]).output().expect("it runs");
        assert_eq!(checked.status.code(), Some(0), "{}", said(&checked));
        let log = json(&self.program().args(["log", "-o", "json"]).output().expect("it runs"));
        let events = log["events"].as_array().expect("events");
        let texts = events.iter().map(|event| event["text"].as_str().expect("a text").to_owned());
        texts.collect()
    }

    /// Returns the names in the folder of the process.
    fn names(&self) -> BTreeSet<String> {
        let entries = fs::read_dir(self.0.join("seeds/bay")).expect("a folder");
        let names = entries.map(|entry| entry.expect("an entry").file_name());
        names.map(|name| name.into_string().expect("a name")).collect()
    }

    fn has(&self, text: &str) -> bool {
        self.texts().iter().any(|line| line.ends_with(&format!(": {text}")))
    }

    /// Holds that a refusal was told, left nothing behind, and that the same can be done again.
    fn refused(&self, output: &Output, before: &BTreeSet<String>, words: &str) {
        assert_eq!(output.status.code(), Some(4), "{}", said(output));
        assert!(said(output).contains(words), "{}", said(output));
        assert_eq!(self.names(), *before, "no debris");
    }
}

impl Drop for Talks {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn said(output: &Output) -> String {
    let stream = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    stream(&output.stdout) + &stream(&output.stderr)
}

fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|why| panic!("{why}: {}", said(output)))
}

#[test]
fn many_writers_of_one_folder_lose_nothing() {
    let (writers, appends) = (number("WRITERS", 16), number("APPENDS", 200));
    let talks = Talks::new("writing-many");
    let written = AtomicUsize::new(0);
    thread::scope(|scope| {
        for writer in 0..writers {
            let (talks, written) = (&talks, &written);
            scope.spawn(move || {
                let folder = Folder::new(Real::SHARED, &talks.0, Path::new("seeds/bay"));
                for append in 0..appends {
                    // Every other name is one that the neighbour wants, too, for the same or another text.
                    let (name, text) = match append % 4 {
                        1 => (format!("shared-{}-{append}.ron", writer / 2), "(same)".to_owned()),
                        3 => (format!("shared-{}-{append}.ron", writer / 2), format!("({writer})")),
                        _ => (format!("own-{writer}-{append}.ron"), format!("({writer} {append})")),
                    };
                    let name = Name::new(&name).expect("a name");
                    let put = folder.create(&name, &text).expect("it is written");
                    let found = folder.read(&name).expect("it is read").expect("it is there");
                    assert_eq!(put != Put::Differs, found == text, "{name}: {put:?} {found}");
                    written.fetch_add(usize::from(put == Put::Written), Ordering::Relaxed);
                }
            });
        }
    });
    let own = writers * appends.div_ceil(2);
    let shared = writers.div_ceil(2) * (appends / 2);
    let names = talks.names();
    assert_eq!(names.len(), own + shared + 1, "and the charter");
    assert_eq!(written.into_inner(), own + shared, "each was acknowledged as new once");
    assert!(!names.iter().any(|name| name.starts_with('.')), "no draft is left");
    println!("{writers} writers, {appends} appends each: {} files", own + shared);
}

#[test]
fn of_those_who_expect_one_root_one_writes_and_all_others_are_told() {
    let (writers, rounds) = (number("EXPECTING", 4), number("ROUNDS", 3));
    let talks = Talks::new("writing-expecting");
    for round in 0..rounds {
        let root = talks.root();
        let children: Vec<_> = (0..writers)
            .map(|writer| {
                let mut command = talks.demand(&format!("{round} by {writer}"));
                command.args(["--expect", &root]).stdout(Stdio::piped()).stderr(Stdio::piped());
                command.spawn().expect("it runs")
            })
            .collect();
        let outputs = children.into_iter().map(|child| child.wait_with_output().expect("it ends"));
        let (done, refused): (Vec<_>, Vec<_>) = outputs.partition(|one| one.status.success());
        assert_eq!(done.len(), 1, "{round}");
        let event = json(&done[0])["event"].as_str().expect("an id").to_owned();
        for one in &refused {
            assert_eq!(one.status.code(), Some(5), "{}", said(one));
            assert!(said(one).contains(&format!("came since: {event} Demand")), "{}", said(one));
        }
        assert_eq!(talks.texts().len(), round + 1);
    }
    // The same once more is no other event, whatever was expected.
    let again = talks.demand("once").output().expect("it runs");
    assert_eq!(json(&again)["outcome"], "recorded");
    let again = talks.demand("once").args(["--expect", "abcdef"]).output().expect("it runs");
    assert_eq!(json(&again)["outcome"], "already");
    println!("{rounds} rounds of {writers} writers: one wrote, {} were refused", writers - 1);
}

#[test]
fn a_writer_that_is_killed_loses_nothing_that_it_acknowledged() {
    let (writers, kills) = (4, number("KILLS", 50));
    let seed = u64::try_from(number("SEED", 11)).expect("a seed");
    let talks = Talks::new("writing-killed");
    // From before a writer reads until after it has answered, as long as that takes here.
    let begun = Instant::now();
    assert!(talks.demand("at leisure").status().expect("it runs").success());
    let span = usize::try_from(begun.elapsed().as_millis()).expect("some milliseconds") * 5;
    let killed = AtomicUsize::new(0);
    let acknowledged: Vec<String> = thread::scope(|scope| {
        let writers: Vec<_> = (0..writers)
            .map(|writer| {
                let (talks, killed) = (&talks, &killed);
                scope.spawn(move || {
                    let mut chance = Chance::new(seed + writer);
                    let mut acknowledged = Vec::new();
                    for number in 0.. {
                        if killed.load(Ordering::Relaxed) >= kills {
                            break;
                        }
                        let text = format!("{number} by {writer}");
                        let mut command = talks.demand(&text);
                        command.stdout(Stdio::piped()).stderr(Stdio::piped());
                        let mut child = command.spawn().expect("it runs");
                        let wait = u64::try_from(chance.below(span)).expect("some milliseconds");
                        thread::sleep(Duration::from_millis(wait));
                        child.kill().expect("it is killed, or has ended");
                        let output = child.wait_with_output().expect("it ends");
                        match output.status.code() {
                            Some(0) => acknowledged.push(text),
                            None => drop(killed.fetch_add(1, Ordering::Relaxed)),
                            Some(_) => panic!("seed {seed}: {}", said(&output)),
                        }
                    }
                    acknowledged
                })
            })
            .collect();
        writers.into_iter().flat_map(|one| one.join().expect("it ends")).collect()
    });
    let texts = talks.texts();
    for text in &acknowledged {
        let line = texts.iter().any(|line| line.ends_with(&format!(": {text}")));
        assert!(line, "seed {seed}: {text} was acknowledged and is lost");
    }
    let drafts = talks.names().iter().filter(|name| name.starts_with('.')).count();
    // Drafts of the killed are in nobody's way.
    let done = talks.demand("after all").output().expect("it runs");
    assert_eq!(done.status.code(), Some(0), "{}", said(&done));
    println!(
        "{} killed, {} acknowledged, 0 lost, {} there, {drafts} drafts left, from seed {seed}",
        killed.into_inner(),
        acknowledged.len(),
        texts.len()
    );
}

#[test]
fn where_no_file_may_grow_nothing_is_left_behind() {
    let talks = Talks::new("writing-limited");
    let before = talks.names();
    let program = env!("CARGO_BIN_EXE_rapporteur");
    let limited = talks
        .program_in_shell("trap '' XFSZ; ulimit -f 0; exec \"$0\" \"$@\"", program)
        .args(["record", "demand", "by:north", "issue:fish", "text:all"])
        .output()
        .expect("it runs");
    talks.refused(&limited, &before, "File too large");
    let again = talks.demand("all").output().expect("it runs");
    assert_eq!(again.status.code(), Some(0), "{}", said(&again));
    assert!(talks.has("all"));
}

impl Talks {
    fn program_in_shell(&self, script: &str, program: &str) -> Command {
        let mut command = Command::new("sh");
        command.current_dir(&self.0).env("RAPPORTEUR_NOW", "2025-11-10").env("NO_COLOR", "1");
        command.env("RAPPORTEUR_INDEX", "never").args(["-c", script, program]);
        command
    }
}

/// A small disk of its own, taken away when it is dropped.
struct Small(PathBuf);

impl Small {
    /// None where this user may not mount.
    fn new(name: &str) -> Option<Small> {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        fs::create_dir_all(&folder).expect("a folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=64k", "rapporteur-test"])
            .arg(&folder)
            .stderr(Stdio::null())
            .status();
        let mounted = mounted.is_ok_and(|status| status.success());
        mounted.then_some(Small(folder))
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        drop(Command::new("umount").arg(&self.0).status());
    }
}

#[test]
fn on_a_full_disk_nothing_is_left_behind() {
    let Some(disk) = Small::new("writing-full") else {
        println!("left out: a small disk cannot be mounted here");
        return;
    };
    let talks = Talks::at(disk.0.join("work"));
    let first = talks.demand("before").output().expect("it runs");
    assert_eq!(first.status.code(), Some(0), "{}", said(&first));
    let filler = disk.0.join("filler");
    let filled = fs::write(&filler, vec![b'x'; 1 << 17]);
    assert!(filled.is_err(), "it is full now");
    let before = talks.names();
    let full = talks.demand("all").output().expect("it runs");
    talks.refused(&full, &before, "No space left");
    fs::remove_file(filler).expect("it is removed");
    let again = talks.demand("all").output().expect("it runs");
    assert_eq!(again.status.code(), Some(0), "{}", said(&again));
    assert!(talks.has("before") && talks.has("all"));
}

#[test]
fn in_a_folder_that_may_not_be_written_nothing_is() {
    let talks = Talks::new("writing-forbidden");
    let folder = talks.0.join("seeds/bay");
    let allow = |mode: u32| {
        fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).expect("they are set");
    };
    allow(0o555);
    let before = talks.names();
    // Root may write anywhere, so that somebody else has to try.
    let is_root = fs::write(folder.join(".probe"), "").is_ok();
    drop(fs::remove_file(folder.join(".probe")));
    let script = if is_root {
        "exec setpriv --reuid=65534 --regid=65534 --clear-groups \"$0\" \"$@\""
    } else {
        "exec \"$0\" \"$@\""
    };
    let mut command = talks.program_in_shell(script, env!("CARGO_BIN_EXE_rapporteur"));
    let words = ["record", "demand", "by:north", "issue:fish", "text:all"];
    let output = command.args(words).output().expect("it runs");
    if matches!(output.status.code(), Some(126 | 127)) {
        println!("left out: root may write anywhere, and nobody else can be: {}", said(&output));
        allow(0o755);
        return;
    }
    talks.refused(&output, &before, "ermission denied");
    allow(0o755);
    let again = talks.demand("all").output().expect("it runs");
    assert_eq!(again.status.code(), Some(0), "{}", said(&again));
}

/// An editor that does one thing after the other, one each time that it is opened, and keeps what it saw.
fn edits(talks: &Talks, steps: &[&str]) -> Output {
    let cases = (0..).zip(steps).map(|(at, step)| format!("{at}) sed -i '{step}' \"$1\" ;; "));
    let cases = cases.collect::<Vec<_>>().concat();
    let script = "n=$(ls saw-* 2>/dev/null | wc -l); cp \"$1\" saw-$n";
    let script = format!("{script}; case $n in {cases} *) ;; esac\n");
    fs::write(talks.0.join("editor"), script).expect("it is written");
    let mut command = talks.program();
    command.env("EDITOR", "sh editor").env_remove("VISUAL");
    command.args(["record", "demand", "--edit", "-o", "json"]).output().expect("it runs")
}

#[test]
fn an_editor_opens_again_at_what_is_wrong_until_it_is_sound() {
    let talks = Talks::new("writing-edited");
    let wrong = "s/what: Demand(/&by: \"nroth\", issue: \"fish\", text: \"all\",/";
    let done = edits(&talks, &[wrong, "s/nroth/north/"]);
    assert_eq!(json(&done)["outcome"], "recorded", "{}", said(&done));
    assert!(talks.has("all"));
    let saw = |number: u32| fs::read_to_string(talks.0.join(format!("saw-{number}"))).expect("it");
    assert!(saw(0).contains("//!     by: \"\",") && saw(0).contains("May have `of`"), "{}", saw(0));
    let again = saw(1);
    let above = again.lines().skip_while(|line| !line.contains("nobody is called `nroth`"));
    let above: Vec<&str> = above.take(3).collect();
    assert!(above[0].starts_with("//! error[E0101]: "), "{again}");
    assert_eq!(above[1], "//! help: did you mean `north`?");
    assert!(above[2].contains("what: Demand(by: \"nroth\""), "{again}");
    let file = json(&done)["file"].as_str().expect("a file").to_owned();
    let text = fs::read_to_string(talks.0.join(file)).expect("it is there");
    assert!(!text.contains("//!"), "{text}");
    let state = fs::read_dir(talks.0.join("state")).expect("a folder");
    assert_eq!(state.count(), 0, "what is recorded needs no draft");
}

#[test]
fn what_was_written_and_not_recorded_is_in_a_file() {
    let talks = Talks::new("writing-given-up");
    let before = talks.names();
    let wrong = "s/what: Demand(/&by: \"nroth\", issue: \"fish\", text: \"all\",/";
    let done = edits(&talks, &[wrong]);
    assert_eq!(done.status.code(), Some(3), "{}", said(&done));
    let name = "state/unrecorded-2025-11-10-1.txt";
    assert!(said(&done).contains(&format!("what you wrote is in ./{name}")), "{}", said(&done));
    let kept = fs::read_to_string(talks.0.join(name)).expect("it is kept");
    assert!(kept.contains("by: \"nroth\""), "{kept}");
    // Nothing written, nothing kept; and the other is not written over.
    let done = edits(&talks, &[]);
    assert_eq!(done.status.code(), Some(0), "{}", said(&done));
    assert_eq!(fs::read_dir(talks.0.join("state")).expect("a folder").count(), 1);
    assert_eq!(talks.names(), before);
}
