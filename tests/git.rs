//! Points in a repository: what the record said in a revision, and what was edited since.

#![expect(
    clippy::disallowed_methods,
    reason = "git and the program are run in a folder of their own"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A repository with two commits, removed when it is dropped.
struct Repository(PathBuf);

const CHARTER: &str = r#"(
    format: 1,
    process: "bay",
    title: "Talks on the bay",
    parties: { "north": (name: "North"), "south": (name: "South") },
    sources: { "gazette": (name: "Gazette") },
    issues: { "fish": (title: "Fish", required: ["north", "south"]) },
)
"#;

fn dispatch(day: &str, id: &str, stage: &str) -> String {
    format!(
        "(format: 1, date: \"{day}\", via: [\"gazette\"], events: [\n    (id: \"{id}\", on: \
         \"{day}\", what: StageClaim(issue: \"fish\", stage: \"{stage}\")),\n])\n"
    )
}

impl Repository {
    fn new(name: &str) -> Repository {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(folder.join("seeds/bay")).expect("a folder");
        let repository = Repository(folder);
        repository.git(&["init", "--quiet"]);
        repository.write("charter.ron", CHARTER);
        repository.write("2025-11-02.ron", &dispatch("2025-11-02", "one", "disputed"));
        repository.commit("2025-11-03");
        repository.write("2025-11-05.ron", &dispatch("2025-11-05", "two", "progressing"));
        repository.commit("2025-11-06");
        repository
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.0.join("seeds/bay").join(name), text).expect("it is written");
    }

    fn git(&self, words: &[&str]) {
        let output = Command::new("git")
            .current_dir(&self.0)
            .args(["-c", "user.name=Test", "-c", "user.email=test@example.org"])
            .args(["-c", "commit.gpgsign=false"])
            .args(words)
            .output()
            .expect("git runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    }

    fn commit(&self, day: &str) {
        self.git(&["add", "--all"]);
        let date = format!("{day}T12:00:00+00:00");
        let status = Command::new("git")
            .current_dir(&self.0)
            .envs([("GIT_AUTHOR_DATE", &date), ("GIT_COMMITTER_DATE", &date)])
            .args(["-c", "user.name=Test", "-c", "user.email=test@example.org"])
            .args(["-c", "commit.gpgsign=false", "commit", "--quiet", "--message", day])
            .status()
            .expect("git runs");
        assert!(status.success());
    }

    fn run(&self, words: &[&str]) -> Output {
        self.program().args(words).output().expect("the program runs")
    }

    fn program(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        command.current_dir(&self.0).env("RAPPORTEUR_NOW", "2025-11-10").env("NO_COLOR", "1");
        command
    }

    fn said(&self, words: &[&str]) -> String {
        String::from_utf8(self.run(words).stdout).expect("text")
    }
}

impl Drop for Repository {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

#[test]
fn a_revision_shows_what_was_written_down_by_then() {
    let repository = Repository::new("revision");
    let board = repository.said(&["--as-of", "git:HEAD~1"]);
    assert!(board.contains("as of Mon 3 Nov 2025 · as known Mon 3 Nov 2025"), "{board}");
    assert!(board.contains("as written in git:HEAD~1, "), "{board}");
    assert!(board.contains("✗ disputed") && !board.contains("progressing"), "{board}");
    // What lies in the folder and is in no revision is not there either.
    repository.write("2025-11-08.ron", &dispatch("2025-11-08", "three", "agreed"));
    let board = repository.said(&["--as-of", "git:HEAD"]);
    assert!(board.contains("▲ progressing"), "{board}");
}

#[test]
fn what_changed_since_a_revision_is_what_was_written_down_since() {
    let repository = Repository::new("since");
    // Dated by the day of the revision, and written down after it.
    repository.write("2025-11-06.ron", &dispatch("2025-11-06", "late", "in_principle"));
    let json = repository.said(&["changed", "--since", "git:HEAD", "-o", "json"]);
    let changed: serde_json::Value = serde_json::from_str(&json).expect("an answer");
    assert_eq!(changed["since"], "2025-11-06@2025-11-06");
    let late = changed["learned_late"].as_array().expect("a list");
    assert!(late.iter().any(|one| one["event"] == "late"), "{json}");
    assert_eq!(changed["happened"].as_array().map(Vec::len), Some(0));
}

#[test]
fn a_process_that_was_written_down_since_is_all_new() {
    let repository = Repository::new("new-process");
    let folder = repository.0.join("seeds/lake");
    fs::create_dir_all(&folder).expect("a folder");
    fs::write(folder.join("charter.ron"), CHARTER.replace("bay", "lake")).expect("it is written");
    fs::write(folder.join("a.ron"), dispatch("2025-11-04", "new", "agreed"))
        .expect("it is written");
    let json = repository.said(&["changed", "--since", "git:HEAD", "-o", "json"]);
    let changed: serde_json::Value = serde_json::from_str(&json).expect("an answer");
    let late = changed["learned_late"].as_array().expect("a list");
    assert!(late.iter().any(|one| one["process"] == "lake" && one["to"] == "agreed"), "{json}");
}

#[test]
fn what_was_edited_since_a_revision_is_corrected() {
    let repository = Repository::new("edited");
    repository.write("2025-11-05.ron", &dispatch("2025-11-05", "two", "in_principle"));
    let json = repository.said(&["changed", "--since", "git:HEAD", "-o", "json"]);
    let changed: serde_json::Value = serde_json::from_str(&json).expect("an answer");
    let corrected = changed["corrected"].as_array().expect("a list");
    let stage = corrected.iter().find(|one| one["field"] == "stage").expect("a stage");
    assert_eq!((&stage["from"], &stage["to"]), (&"progressing".into(), &"in_principle".into()));
    let diff = repository.said(&["diff", "git:HEAD", "2025-11-06"]);
    assert!(diff.contains("- stage") && diff.contains("in_principle"), "{diff}");
}

#[test]
fn two_revisions_are_compared() {
    let repository = Repository::new("compared");
    let diff = repository.said(&["diff", "git:HEAD~1", "git:HEAD"]);
    assert!(
        diff.contains("--- 2025-11-03  as known 2025-11-03 (as written in git:HEAD~1,"),
        "{diff}"
    );
    assert!(diff.contains("- stage") && diff.contains("+ stage"), "{diff}");
    assert_eq!(
        repository.run(&["diff", "git:HEAD", "git:HEAD", "--exit-code"]).status.code(),
        Some(0)
    );
}

/// Returns the exit code and what was said of it.
#[test]
fn a_revision_is_read_with_the_lifecycle_of_its_time() {
    let repository = Repository::new("revision-lifecycle");
    let named = CHARTER.replace("    parties:", "    lifecycle: \"catch\",\n    parties:");
    let lifecycle = |title: &str| {
        format!(
            "(format: 1, lifecycle: \"catch\", ladder: [(id: \"disputed\"), (id: \"progressing\", \
             title: \"{title}\"), (id: \"agreed\", settled: true)])\n"
        )
    };
    repository.write("charter.ron", &named);
    repository.write("catch.lifecycle.ron", &lifecycle("under way"));
    repository.commit("2025-11-07");
    repository.write("catch.lifecycle.ron", &lifecycle("nearing"));
    let now = repository.said(&[]);
    assert!(now.contains("nearing"), "{now}");
    let then = repository.said(&["--as-of", "git:HEAD"]);
    assert!(then.contains("under way") && !then.contains("nearing"), "{then}");
}

fn failed(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_revision_that_is_not_there_is_a_usage_error() {
    let repository = Repository::new("missing");
    for words in [["--as-of", "git:nope"], ["--as-of", "git:"], ["--as-of", "git:--all"]] {
        let (code, said) = failed(&repository.run(&words));
        assert_eq!(code, Some(2), "{words:?}: {said}");
        assert!(said.contains("the repository has no revision"), "{said}");
        assert!(said.contains("help: "), "{said}");
    }
}

#[test]
fn outside_a_repository_a_revision_is_a_usage_error() {
    let repository = Repository::new("outside");
    fs::remove_dir_all(repository.0.join(".git")).expect("it is removed");
    let above = repository.0.parent().expect("a folder above").to_owned();
    let mut program = repository.program();
    let output =
        program.env("GIT_CEILING_DIRECTORIES", above).args(["--as-of", "git:HEAD"]).output();
    let (code, said) = failed(&output.expect("the program runs"));
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("is in no git repository"), "{said}");
}

#[test]
fn without_git_a_revision_is_a_usage_error() {
    let repository = Repository::new("absent");
    let output = repository.program().env("PATH", "").args(["--as-of", "git:HEAD"]).output();
    let (code, said) = failed(&output.expect("the program runs"));
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("git:REV needs git, which is not on this machine"), "{said}");
}

/// Records a demand on fish, and returns the file that it is in.
fn recorded(repository: &Repository, by: &str, text: &str) -> String {
    let text = format!("text:{text}");
    let said = repository.said(&["record", "demand", by, "issue:fish", &text, "-o", "json"]);
    let answer: serde_json::Value = serde_json::from_str(&said).expect("an answer");
    assert_eq!(answer["outcome"], "recorded");
    answer["file"].as_str().expect("a file").to_owned()
}

#[test]
fn two_people_on_two_branches_record_and_merge_in_either_order() {
    let repository = Repository::new("branches");
    repository.git(&["branch", "-m", "trunk"]);
    for (branch, by, text) in [("one", "by:north", "the reef"), ("two", "by:south", "the shoal")] {
        repository.git(&["checkout", "--quiet", "-b", branch, "trunk"]);
        recorded(&repository, by, text);
        // Both have heard this.
        recorded(&repository, "by:south", "half of the catch");
        repository.commit("2025-11-10");
    }
    let merged = |into: &str, branches: [&str; 2]| {
        repository.git(&["checkout", "--quiet", "-b", into, "trunk"]);
        for branch in branches {
            repository.git(&["merge", "--quiet", "--no-edit", branch]);
        }
        let check = repository.said(&["check", "-o", "json"]);
        let check: serde_json::Value = serde_json::from_str(&check).expect("an answer");
        assert_eq!((&check["errors"], &check["warnings"]), (&0.into(), &0.into()), "{check}");
        // The two before, one of each branch, and the one of both once.
        assert_eq!(check["events"], 5);
        (check["root"].clone(), repository.said(&["log"]), repository.said(&["-o", "json"]))
    };
    let one = merged("first-one", ["one", "two"]);
    assert_eq!(merged("first-two", ["two", "one"]), one);
    let (_, log, board) = one;
    for text in ["the reef", "the shoal", "half of the catch"] {
        assert!(log.contains(text), "{log}");
    }
    let board: serde_json::Value = serde_json::from_str(&board).expect("an answer");
    let demands = &board["processes"][0]["issues"][0]["open_demands"];
    assert_eq!(demands.as_array().map(Vec::len), Some(3), "{board}");
}

#[test]
fn what_git_knows_is_taken_back_by_a_retraction_and_what_it_does_not_is_removed() {
    let repository = Repository::new("undone");
    let file = recorded(&repository, "by:north", "the reef");
    let text = fs::read_to_string(repository.0.join(&file)).expect("it is there");
    let undone = |words: &[&str]| {
        let said = repository.said(&[&["undo", "-o", "json"], words].concat());
        let answer: serde_json::Value = serde_json::from_str(&said).expect("an answer");
        (answer["undone"].as_str().expect("how").to_owned(), answer["event"].clone())
    };
    let (how, event) = undone(&[]);
    assert_eq!(how, "removed");
    assert!(!repository.0.join(&file).exists());
    // Committed, it may be anybody's.
    assert_eq!(recorded(&repository, "by:north", "the reef"), file);
    repository.commit("2025-11-10");
    assert_eq!(undone(&[]), ("retracted".to_owned(), event.clone()));
    assert_eq!(fs::read_to_string(repository.0.join(&file)).expect("it is there"), text);
    let id = event.as_str().expect("an id");
    let (code, told) = failed(&repository.run(&["undo", id]));
    assert_eq!(code, Some(2), "{told}");
    assert!(told.contains("is taken back already"), "{told}");
    // The retraction itself was recorded last, and nobody has it yet.
    assert_eq!(undone(&[]).0, "removed");
    let log = repository.said(&["log"]);
    assert!(log.contains("the reef") && !log.contains("(retracted)"), "{log}");
}

#[test]
fn what_others_point_at_or_have_changed_is_not_removed() {
    let repository = Repository::new("undone-not");
    let file = recorded(&repository, "by:north", "the reef");
    let id = file.split("2025-11-10-").nth(1).and_then(|name| name.strip_suffix(".ron"));
    let id = id.expect("an id");
    let of = format!("of:{id}");
    let replied = repository.run(&["record", "reply", "by:south", &of, "is:Confirms"]);
    assert!(replied.status.success(), "{}", String::from_utf8_lossy(&replied.stderr));
    let said = repository.said(&["undo", id, "--dry-run", "-o", "json"]);
    assert!(said.contains("\"would_retract\""), "{said}");
    // And what somebody has added to is theirs, too.
    let other = recorded(&repository, "by:south", "the shoal");
    let path = repository.0.join(&other);
    let text = fs::read_to_string(&path).expect("it is there");
    fs::write(&path, text.replace("the shoal", "the shoals")).expect("it is written");
    let id = other.split("2025-11-10-").nth(1).and_then(|name| name.strip_suffix(".ron"));
    let said = repository.said(&["undo", id.expect("an id"), "--dry-run", "-o", "json"]);
    assert!(said.contains("\"would_retract\""), "{said}");
}
