//! Seals on disk, made by the program and held against the record by it, signed by the `ssh-keygen` of the machine.

#![expect(clippy::disallowed_methods, reason = "the program is run, on files made for it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const CHARTER: &str = r#"(
    format: 1, process: "pay",
    parties: { "union": (name: "Union"), "employer": (name: "Employer") },
    issues: { "pay": (title: "Pay") },
)"#;

const DISPATCH: &str = r#"(format: 1, date: "2025-03-02", events: [
    (id: "d", what: Demand(by: "union", issue: "pay", text: "5 %")),
    (id: "r", what: Rejection(by: "employer", of: "d")),
])"#;

/// A record of one process.
struct Folder(PathBuf);

/// What the program said.
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Folder {
    fn new(name: &str) -> Folder {
        let folder = Folder(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("seals-{name}")));
        drop(fs::remove_dir_all(&folder.0));
        folder.write("seeds/pay/charter.ron", CHARTER);
        folder.write("seeds/pay/2025-03-02.ron", DISPATCH);
        folder
    }

    /// Returns a folder whose record is sealed.
    fn sealed(name: &str) -> Folder {
        let folder = Folder::new(name);
        let said = folder.run(&["seal", "march"]);
        assert_eq!(said.code, 0, "{}", said.err);
        folder
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.0.join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it is made");
        fs::write(path, text).expect("it is written");
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.0.join(path)).expect("it is there")
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        command.current_dir(&self.0).args(words);
        command.env("RAPPORTEUR_NOW", "2025-03-09").env("NO_COLOR", "1").env("COLUMNS", "100");
        command.env("GIT_CONFIG_GLOBAL", self.0.join("gitconfig")).env("GIT_CONFIG_NOSYSTEM", "1");
        command
    }

    fn run(&self, words: &[&str]) -> Said {
        said(self.command(words))
    }

    fn keygen(&self, words: &[&str]) {
        let made = Command::new("ssh-keygen").current_dir(&self.0).args(words).output();
        assert!(made.expect("ssh-keygen is there").status.success(), "{words:?}");
    }

    /// Makes a key without a passphrase, and returns its public half.
    fn key(&self, name: &str) -> String {
        self.keygen(&["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", name]);
        self.read(&format!("{name}.pub"))
    }

    /// Returns a folder with a seal signed with the key `anna`, who may sign.
    fn signed(name: &str) -> Folder {
        let folder = Folder::new(name);
        let key = folder.key("anna");
        let said = folder.run(&["seal", "march", "--key", "anna"]);
        assert_eq!(said.code, 0, "{}", said.err);
        folder.write("seals/allowed_signers", &format!("anna@example.org {key}"));
        folder
    }
}

fn said(mut command: Command) -> Said {
    let output = command.output().expect("the program runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let code = output.status.code().expect("an exit code");
    Said { code, out: text(&output.stdout), err: text(&output.stderr) }
}

/// What is done to a dispatch after it was sealed, the exit code of `check --seal`, and what it says.
const AFTER: [(&str, &str, &str, i32, &[&str]); 8] = [
    ("nothing", "", "", 0, &["seal march: 2 events of 2025-03-09: holds"]),
    ("a comment", "events: [", "events: [ // the first\n", 0, &["holds"]),
    (
        "a word",
        "5 %",
        "6 %",
        6,
        &[
            "error[E0901]: `d` does not say what was sealed",
            "2025-03-02.ron:2:",
            "seals/march.ron:",
            "does not hold",
        ],
    ),
    (
        "the day of the report",
        "date: \"2025-03-02\"",
        "date: \"2025-03-03\"",
        6,
        &["`d` does", "`r` does"],
    ),
    (
        "an event gone",
        "(id: \"r\", what: Rejection(by: \"employer\", of: \"d\")),",
        "",
        6,
        &["error[E0901]: `r` was sealed, and the record does not hold it"],
    ),
    (
        "an event that is no event any more",
        "issue: \"pay\"",
        "issue: \"pai\"",
        6,
        &["`d` was sealed, and the record does not hold it"],
    ),
    (
        "taken back as it should be",
        "])",
        "(id: \"t\", known: \"2025-03-10\", what: Retract(of: \"d\"))])",
        0,
        &["0 errors, 0 warnings", "holds"],
    ),
    (
        "back-dated",
        "])",
        "(id: \"late\", what: Demand(by: \"union\", issue: \"pay\", text: \"7 %\"))])",
        0,
        &[
            "warning[W0903]: `late` is said to have been known on 2025-03-02, and no seal of then has it",
            "0 errors, 1 warning",
            "holds",
        ],
    ),
];

#[test]
fn what_was_sealed_must_still_be_there() {
    let folder = Folder::sealed("after");
    for (what, from, to, code, words) in AFTER {
        let text = DISPATCH.replacen(from, to, 1);
        assert!(what == "nothing" || text != DISPATCH, "{what}");
        folder.write("seeds/pay/2025-03-02.ron", &text);
        let said = folder.run(&["check", "--seal"]);
        let all = format!("{}{}", said.err, said.out);
        assert_eq!(said.code, code, "{what}: {all}");
        for word in words {
            assert!(all.contains(word), "{what}: no {word:?} in {all}");
        }
    }
}

#[test]
fn an_event_may_move_to_another_file() {
    let folder = Folder::sealed("moved");
    folder.write("seeds/pay/spring/march.ron", DISPATCH);
    fs::remove_file(folder.0.join("seeds/pay/2025-03-02.ron")).expect("it is there");
    let said = folder.run(&["check", "--seal=march"]);
    assert_eq!(said.code, 0, "{}", said.err);
}

#[test]
fn another_charter_is_told_and_breaks_no_seal() {
    let folder = Folder::sealed("charter");
    folder.write("seeds/pay/charter.ron", &CHARTER.replace("Employer", "Owner"));
    let said = folder.run(&["check", "--seal"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.err.contains("warning[W0904]"), "{}", said.err);
    assert_eq!(folder.run(&["check", "--seal", "--deny", "warnings"]).code, 1);
}

#[test]
fn a_process_that_is_gone_is_named() {
    let folder = Folder::sealed("process");
    folder.write("seeds/pay/charter.ron", &CHARTER.replace("\"pay\",\n", "\"wages\",\n"));
    let said = folder.run(&["check", "--seal"]);
    assert_eq!(said.code, 6, "{}", said.err);
    assert!(said.err.contains("the process `pay` was sealed, and is gone"), "{}", said.err);
}

#[test]
fn a_seal_that_was_altered_is_no_seal() {
    let folder = Folder::sealed("altered");
    let path = folder.0.join("seals/march.ron");
    let whole = fs::read(&path).expect("it is there");
    let edits: [Vec<u8>; 5] = [
        whole[..whole.len() - 1].to_vec(),
        whole[..whole.len() / 2].to_vec(),
        Vec::new(),
        String::from_utf8_lossy(&whole).replace("\"r\"", "\"s\"").into_bytes(),
        [&whole[..40], &[0xff], &whole[41..]].concat(),
    ];
    for bytes in edits {
        fs::write(&path, &bytes).expect("it is written");
        let said = folder.run(&["check", "--seal"]);
        assert_eq!(said.code, 6, "{}", said.err);
        assert!(said.err.contains("E0605"), "{}", said.err);
        assert!(said.out.contains("seal march: is no seal any more"), "{}", said.out);
    }
}

#[test]
fn nothing_is_sealed_over_another_seal_or_beside_an_error() {
    let folder = Folder::sealed("twice");
    let first = folder.read("seals/march.ron");
    let said = folder.run(&["seal", "march"]);
    assert_eq!((said.code, folder.read("seals/march.ron") == first), (2, true), "{}", said.err);
    folder.write("seeds/pay/2025-03-02.ron", &DISPATCH.replace("\"pay\"", "\"pai\""));
    let said = folder.run(&["seal", "april"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("E0102") && said.err.contains("would not be sealed"), "{}", said.err);
    assert!(!folder.0.join("seals/april.ron").exists());
    for name in ["../x", "a/b", "", ".hidden", "a b"] {
        assert_eq!(folder.run(&["seal", name]).code, 2, "{name}");
    }
    let said = folder.run(&["check", "--seal=may"]);
    assert_eq!(said.code, 2);
    assert!(said.err.contains("there are march"), "{}", said.err);
}

#[test]
fn a_signature_is_of_whom_the_record_allows() {
    let folder = Folder::signed("good");
    let said = folder.run(&["check", "--seal", "-o", "json"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("\"signature\": \"good\""), "{}", said.out);
    assert!(said.out.contains("\"signer\": \"anna@example.org\""), "{}", said.out);
    fs::remove_file(folder.0.join("seals/allowed_signers")).expect("it is there");
    let said = folder.run(&["check", "--seal"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(said.out.contains("nothing here says whose that is"), "{}", said.out);
}

#[test]
fn a_signature_of_another_key_does_not_hold() {
    let folder = Folder::signed("other");
    let ben = folder.key("ben");
    folder.write("ben_signs", &format!("ben@example.org {ben}"));
    let said = folder.run(&["check", "--seal", "--allowed-signers", "ben_signs"]);
    assert_eq!(said.code, 6, "{}", said.out);
    assert!(said.err.contains("error[E0902]"), "{}", said.err);
    assert!(said.err.contains("its key is not among those of ben_signs"), "{}", said.err);
}

#[test]
fn a_signature_of_something_else_does_not_hold() {
    let folder = Folder::signed("else");
    let path = folder.0.join("seals/march.ron.sig");
    let whole = folder.read("seals/march.ron.sig");
    let refused = |what: &str| {
        let said = folder.run(&["check", "--seal"]);
        assert_eq!(said.code, 6, "{what}: {}", said.out);
        assert!(said.err.contains("error[E0902]"), "{what}: {}", said.err);
    };
    for (what, text) in [("cut", &whole[..whole.len() / 2]), ("empty", ""), ("words", "hello\n")] {
        fs::write(&path, text).expect("it is written");
        refused(what);
    }
    fs::write(folder.0.join("letter"), "something else").expect("it is written");
    folder.keygen(&["-q", "-Y", "sign", "-n", "rapporteur", "-f", "anna", "letter"]);
    fs::rename(folder.0.join("letter.sig"), &path).expect("it is there");
    refused("another text");
    // Of the same text, for another purpose: mail, a commit.
    folder.keygen(&["-q", "-Y", "sign", "-n", "file", "-f", "anna", "seals/march.ron"]);
    refused("another purpose");
    fs::remove_file(&path).expect("it is there");
    refused("gone");
}

#[test]
fn the_key_of_git_signs_where_that_is_one_of_ssh() {
    let folder = Folder::new("git");
    let none = folder.run(&["seal", "march", "--sign"]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("git signs with no SSH key here"), "{}", none.err);
    folder.key("anna");
    let key = folder.0.join("anna");
    let config = format!("[gpg]\nformat = ssh\n[user]\nsigningkey = {}\n", key.display());
    folder.write("gitconfig", &config);
    let said = folder.run(&["seal", "march", "--sign"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert!(folder.0.join("seals/march.ron.sig").exists());
    assert_eq!(folder.run(&["check", "--seal"]).code, 0);
}

#[test]
fn without_ssh_keygen_it_says_so_and_leaves_nothing() {
    let folder = Folder::signed("absent");
    let bare = |words: &[&str]| {
        let mut command = folder.command(words);
        command.env("PATH", folder.0.join("nowhere"));
        said(command)
    };
    for words in [&["seal", "april", "--key", "anna"][..], &["check", "--seal"]] {
        let said = bare(words);
        assert_eq!(said.code, 4, "{words:?}: {}", said.err);
        assert!(said.err.contains("signatures need ssh-keygen"), "{}", said.err);
    }
    assert!(!folder.0.join("seals/april.ron").exists());
    assert!(!folder.0.join("seals/april.ron.sig").exists());
    assert_eq!(folder.run(&["seal", "may", "--key", "nobody"]).code, 4, "there is no such key");
    assert!(!folder.0.join("seals/may.ron").exists());
}

#[test]
fn a_process_that_was_never_sealed_is_told_once_where_it_is_dated_before() {
    let folder = Folder::sealed("unknown");
    folder
        .write("seeds/rent/charter.ron", &CHARTER.replace("process: \"pay\"", "process: \"rent\""));
    folder.write("seeds/rent/late.ron", &DISPATCH.replace("2025-03-02", "2025-03-10"));
    let said = folder.run(&["check", "--seal"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""), "what comes later is no matter");
    folder.write("seeds/rent/late.ron", DISPATCH);
    let said = folder.run(&["check", "--seal"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(said.err.matches("warning[W0903]").count(), 1, "{}", said.err);
    assert!(said.err.contains("events known before 2025-03-09: 2"), "{}", said.err);
}

#[test]
fn an_event_is_found_by_how_its_content_begins() {
    let folder = Folder::new("content");
    let told = folder.run(&["show", "d", "-o", "json"]).out;
    let content = told.split("\"content\": \"").nth(1).expect("it is told");
    for length in [6, 12, 64] {
        let said = folder.run(&["show", &content[..length]]);
        assert_eq!(said.code, 0, "{}", said.err);
        assert!(said.out.starts_with("d — Demand"), "{}", said.out);
    }
    for unknown in [&content[..5], "0000000000"] {
        let said = folder.run(&["show", unknown]);
        assert_eq!(said.code, 2, "{unknown}: {}", said.out);
    }
    let elsewhere = folder.run(&["show", &content[..12], "--known-on", "2025-03-01"]);
    assert_eq!(elsewhere.code, 2, "it was not known then");
}
