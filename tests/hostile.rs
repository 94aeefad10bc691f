//! Input that is made to hurt, and too large or too odd to be kept in the repository: the binary is run
//! on it, and says what is wrong.

#![expect(clippy::disallowed_methods, reason = "the disk is what is tested")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rapporteur::seed::write::{create, replace};

const CHARTER: &str = r#"(
    format: 1,
    process: "talks",
    title: "Talks",
    parties: { "north": (name: "North"), "south": (name: "South") },
    issues: { "fish": (title: "Fish", required: ["north", "south"]) },
)"#;

const SOUND: &str = r#"(
    format: 1,
    date: "2025-03-02",
    events: [(id: "sound", what: Demand(by: "north", issue: "fish", text: "half of it"))],
)"#;

/// A record in a folder of its own, removed when the test is over.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let path = std::env::temp_dir().join(format!("rapporteur-{name}-{}", std::process::id()));
        let talks = path.join("seeds/talks");
        fs::create_dir_all(&talks).expect("a folder");
        fs::write(talks.join("charter.ron"), CHARTER).expect("a charter");
        fs::write(talks.join("sound.ron"), SOUND).expect("a dispatch");
        Folder(path)
    }

    fn talks(&self) -> PathBuf {
        self.0.join("seeds/talks")
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_rapporteur"))
            .arg("-C")
            .arg(&self.0)
            .args(arguments)
            .env("RAPPORTEUR_NOW", "2025-03-03")
            .env("COLUMNS", "80")
            .output()
            .expect("the binary runs")
    }

    /// Runs `status` and returns what it says is wrong, after checking that the sound dispatch is
    /// answered all the same.
    fn status(&self) -> String {
        let output = self.run(&["status"]);
        let board = String::from_utf8(output.stdout).expect("text");
        assert!(board.contains("disputed"), "{board}");
        assert_eq!(output.status.code(), Some(3));
        String::from_utf8(output.stderr).expect("text")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn write(path: &Path, text: &str) {
    fs::write(path, text).expect("a file");
}

#[test]
fn a_line_of_fifty_megabytes_is_one_short_message() {
    let folder = Folder::new("line");
    let long = "x".repeat(50 << 20);
    let text = format!(
        "(format: 1, date: \"2025-03-02\", events: [(id: \"a\", note: \"{long}\", what: \
         Demand(by: \"north\", issue: \"fish\", text: \"\")), (id: \"b\", what: \
         Demand(by: \"nroth\", issue: \"fish\", text: \"\"))])"
    );
    write(&folder.talks().join("long.ron"), &text);
    let said = folder.status();
    assert!(said.contains("error[E0510]"), "{said}");
    assert!(said.contains("error[E0101]: nobody is called `nroth`"), "{said}");
    assert!(said.len() < 5_000, "{} bytes", said.len());
}

#[test]
fn brackets_without_end_are_told_once() {
    let folder = Folder::new("brackets");
    for (name, bracket) in [("round", "("), ("square", "["), ("curly", "{")] {
        let text = format!("(format: 1, date: \"2025-03-02\", events: {}", bracket.repeat(100_000));
        write(&folder.talks().join(format!("{name}.ron")), &text);
    }
    let said = folder.status();
    for name in ["round", "square", "curly"] {
        assert!(said.contains(&format!("seeds/talks/{name}.ron:1:")), "{name}: {said}");
    }
    assert!(said.len() < 20_000, "{} bytes", said.len());
}

#[cfg(unix)]
#[test]
fn only_regular_files_are_read() {
    let folder = Folder::new("pipes");
    let pipe = folder.talks().join("pipe.ron");
    let made = Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs");
    assert!(made.success());
    std::os::unix::fs::symlink("/etc/passwd", folder.talks().join("link.ron")).expect("a link");
    fs::create_dir(folder.talks().join("folder.ron")).expect("a folder");
    let said = folder.status();
    assert!(said.contains("pipe.ron` is not a regular file, and is not read"), "{said}");
    assert!(said.contains("link.ron` is a link, and is not read"), "{said}");
    assert!(!said.contains("root:"), "{said}");
}

#[test]
fn a_state_folder_that_cannot_be_written_is_told_after_the_answer() {
    let folder = Folder::new("state");
    // A file where the folder should be: that fails for every user, root too.
    write(&folder.0.join("state"), "in the way");
    let output = folder.run(&["replay"]);
    assert_eq!(output.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&output.stdout).contains("disputed"));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.starts_with("error: cannot write the state into"), "{said}");
}

#[test]
fn what_replay_writes_is_whole_and_has_nothing_told_off_the_record() {
    let folder = Folder::new("current");
    let secret = SOUND.replace("sound", "secret").replace("events", "basis: OffRecord, events");
    write(&folder.talks().join("secret.ron"), &secret);
    let output = folder.run(&["replay"]);
    assert_eq!(output.status.code(), Some(0));
    let state = fs::read_to_string(folder.0.join("state/current.ron")).expect("a state");
    assert!(state.contains("field: \"stage\", value: \"disputed\""), "{state}");
    assert!(state.contains("\"sound\"") && !state.contains("\"secret\""), "{state}");
    let names = fs::read_dir(folder.0.join("state")).expect("a folder");
    assert_eq!(names.count(), 1, "no draft is left behind");
}

#[cfg(unix)]
#[test]
fn mending_keeps_permissions_and_leaves_no_draft_behind() {
    use std::os::unix::fs::PermissionsExt;

    let folder = Folder::new("mend");
    let path = folder.talks().join("odd.ron");
    write(&path, &SOUND.replace("sound", "odd").replace("north", "nroth"));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("permissions");
    let output = folder.run(&["check", "--fix"]);
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(fs::read_to_string(&path).expect("a text"), SOUND.replace("sound", "odd"));
    assert_eq!(fs::metadata(&path).expect("a file").permissions().mode() & 0o777, 0o640);
    assert_eq!(fs::read_dir(folder.talks()).expect("a folder").count(), 3);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_or_over_what_has_changed() {
    let folder = Folder::new("link");
    let (file, link) = (folder.talks().join("sound.ron"), folder.talks().join("link.ron"));
    std::os::unix::fs::symlink(&file, &link).expect("a link");
    assert!(replace(&link, SOUND, "()").is_err());
    assert!(replace(&file, CHARTER, "()").is_err());
    assert_eq!(fs::read_to_string(&file).expect("a text"), SOUND);
    assert!(create(&folder.talks(), &[("new.ron", "()"), ("link.ron", "()")]).is_err());
    assert!(!folder.talks().join("new.ron").exists());
}
