//! Input that is made to hurt, and too large or too odd to be kept in the repository: the binary is run
//! on it, and says what is wrong.

#![expect(clippy::disallowed_methods, reason = "the disk is what is tested")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use rapporteur::seed::write::{create, put, replace};

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

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        command.arg("-C").arg(&self.0).args(arguments);
        command.env("RAPPORTEUR_NOW", "2025-03-03").env("COLUMNS", "80");
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).output().expect("the binary runs")
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

#[cfg(unix)]
#[test]
fn no_link_is_followed_from_among_the_seeds() {
    use std::os::unix::fs::symlink;

    let folder = Folder::new("linked");
    let elsewhere = folder.0.join("elsewhere");
    fs::create_dir_all(&elsewhere).expect("a folder");
    let secret = SOUND.replace("half of it", "the secret");
    write(&elsewhere.join("secret.ron"), &secret);
    write(&elsewhere.join("letter.txt"), "The secret is this.");
    symlink(&elsewhere, folder.talks().join("folder")).expect("a link");
    symlink(&elsewhere, folder.talks().join("documents")).expect("a link");
    symlink("sound.ron", folder.talks().join("again.ron")).expect("a link");
    let documents = r#"documents: { "letter": (title: "Letter", text: "documents/letter.txt") },"#;
    write(
        &folder.talks().join("charter.ron"),
        &CHARTER.replace("parties:", &format!("{documents} parties:")),
    );
    let said = folder.status();
    assert!(said.contains("talks/folder` is a link to a folder, which is not followed"), "{said}");
    assert!(said.contains("again.ron` is a link, and is not read"), "{said}");
    for command in [["log", "-o", "plain"], ["coverage", "-o", "plain"], ["check", "-o", "plain"]] {
        let output = folder.run(&command);
        let both = [output.stdout, output.stderr].concat();
        let both = String::from_utf8_lossy(&both);
        assert!(!both.contains("secret"), "{command:?}: {both}");
    }
    let check = folder.run(&["check"]);
    let said = String::from_utf8_lossy(&check.stderr).into_owned()
        + &String::from_utf8_lossy(&check.stdout);
    assert!(said.contains("it is a link, and is not followed"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_charter_that_is_a_link_or_a_pipe_is_told_and_nothing_waits_for_it() {
    let folder = Folder::new("charters");
    for (name, command) in [("piped", "mkfifo"), ("linked", "ln")] {
        let other = folder.0.join("seeds").join(name);
        fs::create_dir_all(&other).expect("a folder");
        write(&other.join("a.ron"), SOUND);
        let charter = other.join("charter.ron");
        let made = match command {
            "ln" => Command::new("ln").arg("-s").arg("../talks/charter.ron").arg(&charter).status(),
            _ => Command::new(command).arg(&charter).status(),
        };
        assert!(made.expect("it runs").success());
    }
    let said = folder.status();
    assert!(said.contains("linked/charter.ron` is a link, and is not read"), "{said}");
    assert!(said.contains("piped/charter.ron` is not a regular file, and is not read"), "{said}");
}

#[cfg(unix)]
#[test]
fn a_state_folder_that_is_a_link_is_neither_read_nor_written() {
    use std::os::unix::fs::symlink;

    let folder = Folder::new("state-link");
    let elsewhere = folder.0.join("elsewhere");
    fs::create_dir_all(&elsewhere).expect("a folder");
    symlink(&elsewhere, folder.0.join("state")).expect("a link");
    for command in [&["snapshot", "save", "one"][..], &["snapshot", "list"], &["replay"]] {
        let output = folder.run(command);
        assert_eq!(output.status.code(), Some(4), "{command:?}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(said.contains("state is a link, and is not followed"), "{command:?}: {said}");
    }
    folder.command(&["status"]).env("RAPPORTEUR_INDEX", "always").output().expect("it runs");
    assert_eq!(fs::read_dir(&elsewhere).expect("a folder").count(), 0);
}

#[cfg(unix)]
#[test]
fn links_and_pipes_in_the_state_folder_are_not_opened() {
    use std::os::unix::fs::symlink;

    let folder = Folder::new("state");
    let state = folder.0.join("state");
    fs::create_dir_all(state.join(".index")).expect("a folder");
    let pipe = |path: &Path| {
        assert!(Command::new("mkfifo").arg(path).status().expect("mkfifo runs").success());
    };
    pipe(&state.join("pipe.ron"));
    pipe(&state.join("lock"));
    symlink("/etc/passwd", state.join("link.ron")).expect("a link");
    for name in ["pipe", "link"] {
        let output = folder.run(&["snapshot", "show", name]);
        assert_eq!(output.status.code(), Some(4), "{name}");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        let why = if name == "pipe" { "not a regular file" } else { "a link, and is not followed" };
        assert!(said.contains(why) && !said.contains("root:"), "{said}");
    }
    let output = folder.command(&["status"]).env("RAPPORTEUR_INDEX", "always").output();
    assert_eq!(output.expect("it runs").status.code(), Some(0));
}

#[cfg(unix)]
#[test]
fn the_names_of_files_steer_no_terminal() {
    let folder = Folder::new("names");
    let odd = folder.talks().join("\u{1b}[31m\u{202e}odd");
    fs::create_dir_all(&odd).expect("a folder");
    write(&odd.join("\u{9b}\n\u{200b}.ron"), &SOUND.replace("sound", "odd").replace("by:", "bye:"));
    write(&odd.join("\u{1b}.ron"), &SOUND.replace("sound", "other"));
    std::os::unix::fs::symlink("x", odd.join("\u{1b}]0;.ron")).expect("a link");
    for form in ["human", "plain", "json", "csv", "md", "html", "ron"] {
        for command in [&["check"][..], &["log"], &["status"], &["show", "other"]] {
            let output = folder.run(&[command, &["-o", form]].concat());
            for said in [output.stdout, output.stderr] {
                let said = String::from_utf8(said).expect("text");
                let odd = |it: char| {
                    it.is_control() && !"\n\t".contains(it) || "\u{202e}\u{200b}".contains(it)
                };
                assert!(!said.contains(odd), "{command:?} {form}: {said:?}");
            }
        }
    }
}

#[cfg(unix)]
#[test]
fn what_is_put_waits_for_no_pipe_and_is_written_through_no_link() {
    let folder = Folder::new("put");
    let pipe = folder.talks().join("pipe.ron");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo runs").success());
    assert!(put(&pipe, "()").is_err());
    let (new, victim) = (folder.talks().join("new.ron"), folder.0.join("victim"));
    write(&victim, "kept");
    let draft = folder.talks().join(format!(".new.ron.{}", std::process::id()));
    std::os::unix::fs::symlink(&victim, &draft).expect("a link");
    assert!(put(&new, "()").is_err());
    assert_eq!(fs::read_to_string(&victim).expect("a text"), "kept");
}

#[test]
fn limits_are_told_with_their_line_and_can_be_raised() {
    let folder = Folder::new("limits");
    let long = SOUND.replace("sound", "long").replace("half of it", &"x".repeat(70 << 10));
    let notes =
        format!("because: \"{0}\", channel: \"{0}\", note: \"{0}\", ", "y".repeat(50 << 10));
    let wide = SOUND.replace("sound", "wide").replace("what:", &format!("{notes}what:"));
    write(&folder.talks().join("long.ron"), &long);
    write(&folder.talks().join("wide.ron"), &wide);
    let said = folder.status();
    assert!(said.contains("longer than 65536 bytes") && said.contains("long.ron:4:"), "{said}");
    assert!(said.contains("RAPPORTEUR_LIMITS=string=1M"), "{said}");
    assert!(!said.contains("wide.ron"), "{said}");
    let within = |limits: &str| {
        let output = folder.command(&["check"]).env("RAPPORTEUR_LIMITS", limits).output();
        let output = output.expect("it runs");
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), said)
    };
    let (_, said) = within("string=1M");
    assert!(!said.contains("long.ron:"), "{said}");
    let (_, said) = within("event=100K");
    assert!(said.contains("this item is longer than 102400 bytes"), "{said}");
    assert!(said.contains("wide.ron:4:"), "{said}");
    let (_, said) = within("depth=3");
    assert!(said.contains("nested more than 3 deep"), "{said}");
    let (code, said) = within("file=1M");
    assert!(
        code == Some(2) && said.contains("`file=1M` in RAPPORTEUR_LIMITS is no limit"),
        "{said}"
    );
}

/// What is kept of the seeds was read within the usual limits, and says nothing of others.
#[test]
fn what_is_kept_is_of_no_other_limits() {
    let folder = Folder::new("kept-limits");
    let long = SOUND.replace("sound", "long").replace("half of it", &"x".repeat(70 << 10));
    write(&folder.talks().join("long.ron"), &long);
    std::thread::sleep(std::time::Duration::from_millis(50));
    let left_out = |limits: &str| {
        let mut command = folder.command(&["check", "-o", "plain"]);
        command.env("RAPPORTEUR_INDEX", "always").env("RAPPORTEUR_LIMITS", limits);
        String::from_utf8_lossy(&command.output().expect("it runs").stdout).contains("left out")
    };
    assert_eq!([left_out(""), left_out("string=1M"), left_out("")], [true, false, true]);
}

/// Found by fuzzing: all of these were passed over without a word.
#[test]
fn what_stands_after_the_list_of_events_is_not_lost_in_silence() {
    let folder = Folder::new("after");
    let head = "(format: 1, date: \"2025-03-02\", events: [";
    let demand = "(what: Demand(by: \"north\", issue: \"fish\", text: \"x\"))";
    for (name, text) in [
        ("one", format!("{head}] [{demand}])")),
        ("two", format!("{head}{demand}] {demand})")),
        ("three", format!("{head}]Demand(by: \"north\", issue: \"fish,")),
        ("four", "(events: []Demand(by: \"north\", issue: \"fish,".to_owned()),
    ] {
        write(&folder.talks().join(format!("{name}.ron")), &text);
    }
    let said = folder.status();
    for name in ["one", "two", "three", "four"] {
        assert!(said.contains(&format!("talks/{name}.ron:1:")), "{name}: {said}");
    }
}

#[test]
fn a_mark_at_the_start_is_passed_over_and_a_nul_is_not() {
    let folder = Folder::new("marks");
    write(&folder.talks().join("bom.ron"), &format!("\u{feff}{}", SOUND.replace("sound", "bom")));
    write(&folder.talks().join("nul.ron"), &format!("{}\0", SOUND.replace("sound", "nul")));
    let said = folder.status();
    assert!(said.contains("error[E0509]") && said.contains("nul.ron:5:2"), "{said}");
    assert!(!said.contains("bom.ron"), "{said}");
}

#[test]
fn a_number_of_a_million_figures_is_one_short_message() {
    let folder = Folder::new("figures");
    let million = "9".repeat(1_000_000);
    write(
        &folder.talks().join("seq.ron"),
        &SOUND.replace("events", &format!("log: \"l\", seq: {million}, events")),
    );
    let term = format!("terms: [(key: \"k\", value: {million}, words: \"w\")], what:");
    write(&folder.talks().join("term.ron"), &SOUND.replace("what:", &term));
    let said = folder.status();
    assert!(said.contains("seq.ron:4:") && said.contains("term.ron:4:"), "{said}");
    assert!(said.len() < 5_000, "{} bytes", said.len());
}

/// What is told of one file is bounded, and so is what is drawn; each message is as short as its line is cut.
#[test]
fn a_million_faults_are_told_in_few_words() {
    let folder = Folder::new("faults");
    let event = "(what: Demand(by: \"nroth\", issue: \"fish\", text: \"\")),";
    let head = "format: 1, date: \"2025-03-02\", events: [";
    write(&folder.talks().join("names.ron"), &format!("({head}{}])", event.repeat(50_000)));
    write(
        &folder.talks().join("fields.ron"),
        &format!("({head}], {})", "odd: 1, ".repeat(1_000_000)),
    );
    write(&folder.talks().join("empty.ron"), &format!("({head}{}])", "(),".repeat(100_000)));
    let said = folder.status();
    assert!(
        said.contains("49800 more of what is wrong with this file is not told"),
        "{}",
        said.len()
    );
    assert!(said.len() < 1_000_000, "{} bytes", said.len());
}

/// Of names that nobody knows, only some are held against all that are known.
#[test]
fn many_names_that_are_not_there_take_no_square_of_their_number() {
    let folder = Folder::new("strangers");
    let event = |number: usize| {
        let when = format!("when: [(rel: If, of: \"nothing-{number}\")], modality: Conditional");
        format!(
            "(id: \"e{number}\", during: \"never-{number}\", {when}, what: Travel(who: \"north\")),"
        )
    };
    let events: String = (0..20_000).map(event).collect();
    let text = format!("(format: 1, date: \"2025-03-02\", events: [{events}])");
    write(&folder.talks().join("strangers.ron"), &text);
    let output = folder.run(&["check", "-o", "plain"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("more are not shown") && said.len() < 2_000_000, "{} bytes", said.len());
    let all: serde_json::Value =
        serde_json::from_slice(&folder.run(&["check", "-o", "json"]).stdout).expect("JSON");
    let told = all["diagnostics"].as_array().map_or(0, Vec::len);
    assert_eq!(told, 40_000, "{:.300}", all.to_string());
}

/// Nothing grows with the square of the number of events: a million of them would never end.
#[test]
fn a_million_tiny_events_are_read() {
    let folder = Folder::new("tiny");
    let event = "(what: Travel(who: \"north\")),";
    let text = format!("(format: 1, date: \"2025-03-02\", events: [{}])", event.repeat(1_000_000));
    write(&folder.talks().join("tiny.ron"), &text);
    let output = folder.run(&["check", "-o", "json"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("1000001"), "{said}");
}

#[test]
fn a_key_that_is_given_twice_and_a_field_that_is_none_are_told_in_every_kind_of_file() {
    use rapporteur::import::Map;
    use rapporteur::lifecycle::Lifecycle;
    use rapporteur::snapshot::load;
    use rapporteur::source::{Code, Diagnostic, FileIx};
    type Reader = fn(&str) -> Vec<Diagnostic>;

    let folder = Folder::new("twice");
    let twice = |text: &str| {
        let at = text.find("format: 1,").expect("a format");
        format!("{}format: 1, {}", &text[..at], &text[at..])
    };
    let odd = |text: &str| text.replacen("format: 1,", "format: 1, odd: 2,", 1);
    write(&folder.talks().join("twice.ron"), &twice(&SOUND.replace("sound", "twice")));
    write(&folder.talks().join("odd.ron"), &odd(&SOUND.replace("sound", "odd")));
    let said = folder.status();
    assert!(said.contains("error[E0506]") && said.contains("twice.ron:2:"), "{said}");
    assert!(said.contains("error[E0504]") && said.contains("odd.ron:2:"), "{said}");
    write(&folder.talks().join("charter.ron"), &odd(&twice(CHARTER)));
    let said = String::from_utf8_lossy(&folder.run(&["check"]).stderr).into_owned();
    assert!(said.contains("charter.ron:2:") && said.contains("error[E0506]"), "{said}");
    assert!(said.contains("error[E0504]"), "{said}");
    let parties = CHARTER.replace("\"south\": (name: \"South\")", "\"north\": (name: \"South\")");
    write(&folder.talks().join("charter.ron"), &parties);
    let said = String::from_utf8_lossy(&folder.run(&["check"]).stderr).into_owned();
    assert!(said.contains("error[E0506]") || said.contains("error[E0401]"), "{said}");
    let codes =
        |faults: Vec<Diagnostic>| -> Vec<Code> { faults.iter().map(|it| it.code).collect() };
    let lifecycle = include_str!("formats/v1/every-field.lifecycle.ron");
    let map = include_str!("formats/v1/every-field.map.ron");
    let snapshot = include_str!("formats/v1/snapshot.ron");
    let readers: [(&str, Reader); 3] = [
        (lifecycle, |text| Lifecycle::read(FileIx(0), text).1),
        (map, |text| Map::read(FileIx(0), text).1),
        (snapshot, |text| load(FileIx(0), text).faults),
    ];
    for (text, read) in readers {
        assert!(codes(read(&twice(text))).contains(&Code::DuplicateKey), "{text}");
        assert!(codes(read(&odd(text))).contains(&Code::UnknownField), "{text}");
    }
    let keys = lifecycle.replace("Rejected: Exactly(\"shelved\")", "Unlisted: Exactly(\"gone\")");
    assert!(codes(Lifecycle::read(FileIx(0), &keys).1).contains(&Code::DuplicateKey));
}

#[test]
fn names_of_files_that_we_make_have_no_way_out_in_them() {
    let folder = Folder::new("made");
    let outside = ["../x", "/tmp/x", "a/../../x", ".hidden", "a b", "a\u{202e}b", "", "a\u{1b}"];
    for name in outside {
        let output = folder.run(&["snapshot", "save", name]);
        assert_eq!(output.status.code(), Some(2), "snapshot {name:?}");
        let init = ["init", name, "--parties", "a", "--issues", "b"];
        assert_eq!(folder.run(&init).status.code(), Some(2), "init {name:?}");
        let map = format!(
            "(format: 1, process: {name:?}, log: {name:?}, sources: {{}}, via: [], \
             columns: (case: \"c\", date: \"d\", stage: \"s\"), rows: [(is: [Stage(at: \"s\")])])"
        );
        write(&folder.0.join("odd.map.ron"), &map);
        write(&folder.0.join("table.csv"), "c,d,s\nx,2025-01-01,agreed\n");
        let output = folder.run(&["import", "table.csv", "--map", "odd.map.ron"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_ne!(output.status.code(), Some(0), "import {name:?}: {said}");
    }
    let names = fs::read_dir(&folder.0).expect("a folder").map(|it| it.expect("it").file_name());
    let names: std::collections::BTreeSet<_> = names.collect();
    let expected = ["odd.map.ron", "seeds", "table.csv"].map(std::ffi::OsString::from);
    assert_eq!(names, std::collections::BTreeSet::from(expected));
    assert_eq!(fs::read_dir(folder.0.join("seeds")).expect("a folder").count(), 1);
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
