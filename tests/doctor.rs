//! The doctor on damaged folders: for each check something that it finds, and a remedy that it names.

#![expect(clippy::disallowed_methods, reason = "the program is run, on files damaged for it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

const CHARTER: &str = r#"(
    format: 1, process: "pay",
    parties: { "union": (name: "Union"), "employer": (name: "Employer") },
    issues: { "pay": (title: "Pay") },
)"#;

const DISPATCH: &str = r#"(format: 1, date: "2025-03-02", events: [
    (id: "d", what: Demand(by: "union", issue: "pay", text: "5 %")),
])"#;

/// A record of one process, under version control, with nothing wrong.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = Folder(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("doctor-{name}")));
        drop(fs::remove_dir_all(&folder.0));
        folder.write("seeds/pay/charter.ron", CHARTER);
        folder.write("seeds/pay/2025-03-02.ron", DISPATCH);
        folder.write(".gitignore", "/state/current.ron\n/state/.index/\n/state/lock\n");
        folder.git(&["init", "-q"]);
        folder.git(&["add", "."]);
        folder
    }

    fn write(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
        fs::write(path, text).expect("it is written");
    }

    fn git(&self, words: &[&str]) {
        let done = Command::new("git").current_dir(&self.0).args(words).output();
        assert!(done.expect("git is there").status.success(), "{words:?}");
    }

    fn command(&self, words: &[&str], set: &[(&str, &str)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        command.current_dir(&self.0).args(words);
        command.env_remove("RAPPORTEUR_INDEX").env_remove("NO_COLOR").env_remove("LC_ALL");
        command.env_remove("VISUAL").env_remove("EDITOR").env_remove("TERM");
        command.env("RAPPORTEUR_NOW", "2025-03-09").env("COLUMNS", "100").env("LANG", "C.UTF-8");
        command.env("PAGER", "cat").env("GIT_CONFIG_NOSYSTEM", "1").envs(set.iter().copied());
        command
    }

    fn run(&self, words: &[&str]) {
        let done = self.command(words, &[("RAPPORTEUR_INDEX", "always")]).output();
        let done = done.expect("the program runs");
        assert!(done.status.success(), "{words:?}: {}", String::from_utf8_lossy(&done.stderr));
    }

    /// Returns the answer, and the exit code.
    fn examined(&self, set: &[(&str, &str)]) -> (Value, i32) {
        let done = self.command(&["doctor", "-o", "json"], set).output().expect("the program runs");
        let answer = serde_json::from_slice(&done.stdout);
        let error = String::from_utf8_lossy(&done.stderr);
        let code = done.status.code().expect("an exit code");
        (answer.unwrap_or_else(|fault| panic!("{fault}: {error}")), code)
    }
}

fn check<'v>(answer: &'v Value, name: &str) -> &'v Value {
    let checks = answer["checks"].as_array().expect("a list");
    checks.iter().find(|one| one["check"] == name).unwrap_or_else(|| panic!("no check {name}"))
}

/// What is damaged, the check that finds it, how grave that is, and a word of what it says.
type Case = (
    &'static str,
    fn(&Folder),
    &'static [(&'static str, &'static str)],
    &'static str,
    &'static str,
);

#[test]
fn all_is_well_where_nothing_is_wrong() {
    let folder = Folder::new("well");
    folder.run(&["status"]);
    folder.run(&["replay"]);
    folder.run(&["snapshot", "save", "march"]);
    folder.run(&["seal"]);
    let (answer, code) = folder.examined(&[]);
    assert_eq!((code, &answer["wrong"]), (0, &Value::from(0)), "{answer:#}");
    for one in answer["checks"].as_array().expect("a list") {
        // The clock is told by a variable in tests.
        let expected = if one["check"] == "clock" { "note" } else { "well" };
        assert_eq!(one["state"], expected, "{one:#}");
    }
}

fn nothing(_: &Folder) {}

fn flip(folder: &Folder, path: &str) {
    let path = folder.0.join(path);
    let mut bytes = fs::read(&path).expect("it is there");
    let at = bytes.len() / 2;
    bytes[at] ^= 1;
    fs::write(&path, bytes).expect("it is written");
}

fn kept(folder: &Folder) -> String {
    let entries = fs::read_dir(folder.0.join("state/.index")).expect("an index");
    let names =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("text"));
    let mut names: Vec<String> = names.filter(|name| !name.starts_with('.')).collect();
    names.sort();
    format!("state/.index/{}", names[0])
}

fn open_up(folder: &Folder, path: &str) {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder.0.join(path), fs::Permissions::from_mode(0o644)).expect("ours");
    }
    let _ = (folder, path);
}

const CASES: [Case; 26] = [
    (
        "seeds",
        |it| fs::remove_dir_all(it.0.join("seeds")).expect("it is there"),
        &[],
        "wrong",
        "there is no folder `seeds`",
    ),
    (
        "seeds",
        |it| fs::remove_file(it.0.join("seeds/pay/charter.ron")).expect("it is there"),
        &[],
        "wrong",
        "no process",
    ),
    (
        "files",
        |it| it.write("seeds/pay/x.ron", [0xff, 0xfe, 0x00]),
        &[],
        "wrong",
        "seeds/pay/x.ron",
    ),
    (
        "events",
        |it| it.write("seeds/pay/x.ron", DISPATCH.replace("\"pay\"", "\"pai\"")),
        &[],
        "wrong",
        "1 error",
    ),
    ("names", |it| it.write("seeds/pay/CHARTER.ron", "()"), &[], "wrong", "CHARTER.ron"),
    ("drafts", |it| it.write("seeds/pay/.tmp-a.ron.7", "("), &[], "wrong", ".tmp-a.ron.7"),
    ("drafts", |it| it.write("state/.march.ron.77", "("), &[], "wrong", ".march.ron.77"),
    (
        "snapshots",
        |it| {
            it.run(&["snapshot", "save", "march"]);
            flip(it, "state/march.ron");
        },
        &[],
        "wrong",
        "march",
    ),
    (
        "snapshots",
        |it| {
            it.run(&["snapshot", "save", "march"]);
            it.write("seeds/pay/y.ron", DISPATCH.replace("\"d\"", "\"e\""));
            it.write(
                "seeds/pay/z.ron",
                DISPATCH.replace(
                    "\"d\", what: Demand(by: \"union\", issue: \"pay\", text: \"5 %\")",
                    "\"f\", what: Acceptance(by: [\"union\", \"employer\"], issues: \"pay\")",
                ),
            );
        },
        &[],
        "note",
        "march",
    ),
    (
        "seals",
        |it| {
            it.run(&["seal", "march"]);
            flip(it, "seals/march.ron");
        },
        &[],
        "wrong",
        "march",
    ),
    ("seals", nothing, &[], "note", "never sealed"),
    (
        "private",
        |it| {
            it.run(&["status"]);
            let path = kept(it);
            open_up(it, &path);
        },
        &[],
        "wrong",
        "others may read",
    ),
    (
        "index",
        |it| {
            it.run(&["status"]);
            let path = kept(it);
            flip(it, &path);
        },
        &[],
        "wrong",
        "damaged",
    ),
    (
        "index",
        |it| {
            it.run(&["status"]);
            let path = kept(it);
            it.write(&path, "rapporteur index 1, engine 0123456789abcdef, 1 parts\n");
        },
        &[],
        "note",
        "another version",
    ),
    (
        "git",
        |it| fs::rename(it.0.join(".git"), it.0.join("git")).expect("it is there"),
        &[("GIT_DIR", "nowhere")],
        "note",
        "no version control",
    ),
    ("git", nothing, &[("PATH", "nowhere")], "note", "no git"),
    (
        "seeds kept",
        |it| {
            it.write(".gitignore", "y.ron\n");
            it.write("seeds/pay/y.ron", DISPATCH.replace("\"d\"", "\"e\""));
        },
        &[],
        "wrong",
        "y.ron",
    ),
    (
        "derived files",
        |it| {
            it.run(&["replay"]);
            it.git(&["add", "-f", "state/current.ron"]);
        },
        &[],
        "wrong",
        "current.ron",
    ),
    ("clock", nothing, &[("RAPPORTEUR_NOW", "2025-03-01")], "wrong", "2025-03-02"),
    ("signatures", nothing, &[("PATH", "nowhere")], "note", "ssh-keygen"),
    ("room", nothing, &[("PATH", "nowhere")], "note", "cannot be asked for"),
    ("settings", nothing, &[("RAPPORTEUR_INDX", "never")], "wrong", "RAPPORTEUR_INDX"),
    ("values", nothing, &[("RAPPORTEUR_INDEX", "sometimes")], "wrong", "`sometimes`"),
    ("pager", nothing, &[("PAGER", "no-such-pager -R")], "wrong", "no-such-pager"),
    ("editor", nothing, &[("EDITOR", "no-such-editor")], "wrong", "no-such-editor"),
    (
        "direction",
        |it| it.write("seeds/pay/y.ron", DISPATCH.replace("\"d\"", "\"e\"").replace("5 %", "שלום")),
        &[],
        "note",
        "right to left",
    ),
];

#[test]
fn each_damage_is_found_by_its_check() {
    for (number, (name, damage, set, state, word)) in CASES.into_iter().enumerate() {
        let folder = Folder::new(&format!("case-{number}"));
        damage(&folder);
        let (answer, code) = folder.examined(set);
        let found = check(&answer, name);
        assert_eq!(found["state"], state, "{number} {name}: {found:#}");
        let said = found["said"].as_str().expect("words");
        assert!(said.contains(word), "{number} {name}: {said}");
        assert!(found["remedy"].is_string(), "{number} {name}: it says what to do");
        if state == "wrong" {
            assert_eq!(code, 1, "{number} {name}");
        }
    }
}

/// Terminals, by what the environment says of them.
const TERMINALS: [(&str, &str, &str, &str); 5] = [
    ("COLUMNS", "40", "width", "note"),
    ("COLUMNS", "wide", "width", "wrong"),
    ("NO_COLOR", "1", "colour", "note"),
    ("TERM", "dumb", "colour", "note"),
    ("LC_ALL", "C", "letters", "wrong"),
];

#[test]
fn terminals_are_looked_at_through_their_variables() {
    let folder = Folder::new("terminal");
    for (name, value, checked, state) in TERMINALS {
        let (answer, _) = folder.examined(&[(name, value)]);
        assert_eq!(check(&answer, checked)["state"], state, "{name}={value}: {answer:#}");
    }
}

#[test]
fn a_lock_that_is_held_is_told() {
    let folder = Folder::new("lock");
    folder.write("state/lock", "");
    let lock = fs::File::open(folder.0.join("state/lock")).expect("it is there");
    lock.lock().expect("nobody else has it");
    let (answer, _) = folder.examined(&[]);
    assert_eq!(check(&answer, "lock")["state"], "note", "{answer:#}");
}

#[test]
fn the_doctor_changes_nothing() {
    let folder = Folder::new("unchanged");
    let listed = || {
        let done =
            Command::new("find").current_dir(&folder.0).args(["seeds", "state", "seals"]).output();
        String::from_utf8_lossy(&done.expect("find is there").stdout).into_owned()
    };
    let before = listed();
    folder.examined(&[]);
    assert_eq!(listed(), before);
}

#[cfg(unix)]
#[test]
fn whatever_is_written_under_state_is_for_its_owner_alone() {
    use std::os::unix::fs::MetadataExt;
    let folder = Folder::new("private");
    folder.run(&["status"]);
    folder.run(&["replay"]);
    folder.run(&["snapshot", "save", "march"]);
    let mut waiting = vec![folder.0.join("state")];
    let mut seen = 0;
    while let Some(path) = waiting.pop() {
        let meta = fs::metadata(&path).expect("it is there");
        if path.file_name().is_some_and(|name| name != ".gitignore") {
            assert_eq!(meta.mode() & 0o077, 0, "{}", path.display());
            seen += 1;
        }
        if meta.is_dir() {
            waiting.extend(
                fs::read_dir(path).expect("a folder").map(|one| one.expect("an entry").path()),
            );
        }
    }
    assert!(
        seen >= 6,
        "state, .index, a record, a state, the lock, a snapshot, the current state: {seen}"
    );
}
