//! The compiled record: whatever becomes of it, answers are the ones that the seeds give.

#![expect(clippy::disallowed_methods, reason = "the program is run, on files made for it")]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::Duration;

use histories::{Size, Sort, processes};
use rapporteur::seed::dir::{Changed, gather_unless};
use rapporteur::seed::{self, Process};
use rapporteur::source::FileIx;

/// Questions of every report, with points and lenses, in several forms.
const QUESTIONS: [&[&str]; 16] = [
    &["status"],
    &["status", "--as-of", "2019-06-01", "-o", "json"],
    &["status", "--known-on", "2020-03-01"],
    &["status", "--policy", "cautious", "-o", "plain"],
    &["status", "--only", "kind:Demand,StageClaim,Acceptance"],
    &["replay", "seeds", "-o", "csv"],
    &["changed", "--since", "2019-01-01", "--until", "2019-03-01", "-o", "json"],
    &["changed", "--since", "2024-01-01"],
    &["why", "i1", "seeds/t00001"],
    &["agenda"],
    &["matrix", "seeds/t00000"],
    &["sources"],
    &["texts", "-o", "jsonl"],
    &["conformance"],
    &["log", "seeds/t00002"],
    &["diff", "2018-01-01", "2020-01-01"],
];

/// A folder with some made-up negotiations.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str, events: usize) -> Folder {
        Folder::of(name, Size { events, processes: 3 })
    }

    fn of(name: &str, size: Size) -> Folder {
        let folder = Folder(Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("index-{name}")));
        drop(fs::remove_dir_all(&folder.0));
        for process in processes(Sort::Talks, 7, size) {
            let seeds = folder.0.join("seeds").join(&process.name);
            fs::create_dir_all(&seeds).expect("a folder");
            fs::write(seeds.join("charter.ron"), &process.charter).expect("it is written");
            for (name, text) in process.dispatches(40) {
                fs::write(seeds.join(name), text).expect("it is written");
            }
        }
        rest();
        folder
    }

    fn run(&self, index: &str, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        command.current_dir(&self.0).env("RAPPORTEUR_NOW", "2026-11-23").env("NO_COLOR", "1");
        command.env("RAPPORTEUR_INDEX", index).args(words).output().expect("the program runs")
    }

    /// Asks with what was kept, which has to be what the seeds give.
    fn ask(&self, words: &[&str]) {
        let (seeds, kept) = (self.run("never", words), self.run("always", words));
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(text(&kept.stdout), text(&seeds.stdout), "{words:?}");
        assert_eq!(text(&kept.stderr), text(&seeds.stderr), "{words:?}");
        assert_eq!(kept.status.code(), seeds.status.code(), "{words:?}");
        assert!(kept.status.code().is_some_and(|code| code != 2 && code < 100), "{words:?}");
    }

    /// Returns what is told of the compiled record, beside the board and whatever is wrong.
    fn told(&self) -> String {
        let told = String::from_utf8(self.run("always", &["status", "-v"]).stderr).expect("text");
        told.split_inclusive('\n')
            .filter(|line| line.starts_with("note: ") && !line.contains(" root "))
            .collect()
    }

    /// Returns the files of the index that end so.
    fn kept(&self, ending: &str) -> Vec<PathBuf> {
        let entries = fs::read_dir(self.0.join("state/.index")).expect("an index");
        let paths = entries.map(|entry| entry.expect("an entry").path());
        let mut paths: Vec<PathBuf> = paths
            .filter(|path| path.extension().is_some_and(|extension| extension == ending))
            .collect();
        paths.sort();
        paths
    }
}

/// Lets the clock of the disk go on: what has just been written may be written again unseen.
fn rest() {
    std::thread::sleep(Duration::from_millis(40));
}

#[test]
fn every_question_has_the_same_answer() {
    let folder = Folder::new("questions", 900);
    for question in QUESTIONS {
        folder.ask(question);
        folder.ask(question);
    }
    assert_eq!((folder.kept("record").len(), folder.kept("state").len()), (3, 3));
    assert_eq!(folder.told(), "", "all of it is kept, and used");
    let ignored = fs::read_to_string(folder.0.join("state/.index/.gitignore")).expect("a file");
    assert_eq!(ignored, "*\n");
}

#[test]
fn a_look_at_the_past_leaves_what_is_kept_of_today() {
    let folder = Folder::new("past", 200);
    assert_eq!(folder.told(), "note: compiled 3 records and 3 states\n");
    let kept = |folder: &Folder| -> Vec<Vec<u8>> {
        folder.kept("state").iter().map(|path| fs::read(path).expect("a state")).collect()
    };
    let before = kept(&folder);
    folder.ask(&["status", "--as-of", "2019-06-01"]);
    folder.ask(&["changed", "--since", "2019-01-01", "--until", "2019-06-01"]);
    assert_eq!(kept(&folder), before);
}

#[test]
fn a_use_of_the_index_that_there_is_not_is_refused() {
    let folder = Folder::new("use", 20);
    let output = folder.run("sometimes", &["status"]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).expect("text");
    assert!(told.contains("RAPPORTEUR_INDEX is `sometimes`"), "{told}");
    assert!(told.contains("help: say `always` or `never`"), "{told}");
}

#[test]
fn what_is_kept_is_kept_once_and_for_its_owner() {
    let folder = Folder::new("owner", 200);
    assert_eq!(folder.told(), "note: compiled 3 records and 3 states\n");
    let record = &folder.kept("record")[0];
    let before = fs::metadata(record).and_then(|meta| meta.modified()).expect("a file");
    folder.ask(&["agenda"]);
    let after = fs::metadata(record).and_then(|meta| meta.modified()).expect("a file");
    assert_eq!(before, after);
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let mode = |path: &Path| fs::metadata(path).expect("it is there").mode() & 0o777;
        assert_eq!((mode(record), mode(&folder.0.join("state/.index"))), (0o600, 0o700));
    }
}

#[test]
fn seeds_that_change_are_read_again() {
    let folder = Folder::new("changes", 600);
    folder.told();
    let seeds = folder.0.join("seeds/t00001");
    let event = "(id: \"late\", what: StageClaim(issue: \"i0\", stage: \"agreed\"))";
    let dispatch = |date: &str| format!("(format: 1, date: \"{date}\", events: [{event}])\n");
    let added = seeds.join("2026-01-02-added.ron");
    let changes: [(&str, &dyn Fn()); 6] = [
        ("added", &|| fs::write(&added, dispatch("2026-01-02")).expect("it is written")),
        ("edited, of the same length", &|| {
            fs::write(&added, dispatch("2026-01-03")).expect("it is written");
        }),
        ("renamed", &|| fs::rename(&added, seeds.join("2026-01-02-b.ron")).expect("it is moved")),
        ("broken", &|| {
            fs::write(seeds.join("2026-01-02-b.ron"), "(format: 1").expect("it is written");
        }),
        ("no text", &|| {
            fs::write(seeds.join("2026-01-02-b.ron"), b"(format: 1 \xff").expect("it is written");
        }),
        ("removed", &|| fs::remove_file(seeds.join("2026-01-02-b.ron")).expect("it is removed")),
    ];
    for (what, change) in changes {
        change();
        for question in [&["status"][..], &["log", "-o", "json"], &["check"]] {
            folder.ask(question);
        }
        rest();
        let told = folder.told();
        let one = "note: compiled 1 records and 1 states";
        assert!(told.is_empty() || told.contains(one) || what == "no text", "{what}: {told}");
        // A file that is no text is told of each time, and so nothing is kept of its process.
        let outdated =
            "note: the compiled record of seeds/t00001 is not used: the seeds have changed since\n";
        assert_eq!(folder.told(), if what == "no text" { outdated } else { "" }, "{what}");
    }
}

#[test]
fn whatever_is_wrong_with_it_the_answer_is_right() {
    let folder = Folder::new("damage", 300);
    folder.told();
    let records = folder.kept("record");
    let (record, whole) = (&records[1], fs::read(&records[1]).expect("a file"));
    let cut = |length: usize| whole[..length].to_vec();
    let flipped = |at: usize| {
        let mut bytes = whole.clone();
        bytes[at] ^= 4;
        bytes
    };
    let line = whole.iter().position(|byte| *byte == b'\n').expect("a line");
    let other =
        [b"rapporteur index 1, engine 0000000000000000, 6 parts".as_slice(), &whole[line..]];
    let older = [b"rapporteur index 0".as_slice(), &whole[18..]].concat();
    let damages = [
        ("empty", Vec::new(), "damaged"),
        ("cut within its first line", cut(20), "damaged"),
        ("cut after it", cut(line + 1), "damaged"),
        ("half of it", cut(whole.len() / 2), "damaged"),
        ("one byte short", cut(whole.len() - 1), "damaged"),
        ("a bit in the lengths", flipped(line + 3), "damaged"),
        ("a bit in the middle", flipped(whole.len() / 2), "damaged"),
        ("a bit in the sums", flipped(whole.len() - 2), "damaged"),
        ("something else", b"not ours\n".to_vec(), "made by another engine"),
        ("of another engine", other.concat(), "made by another engine"),
        ("of another version", older, "made by another engine"),
    ];
    for (what, bytes, why) in damages {
        fs::write(record, bytes).expect("it is written");
        let told = folder.told();
        let line = format!("note: the compiled record of seeds/t00001 is not used: {why}");
        assert!(told.contains(&line), "{what}: {told}");
        assert_eq!(folder.told(), "", "{what}: it is made anew");
        fs::write(record, cut(whole.len() / 3)).expect("it is written");
        folder.ask(&["status"]);
    }
    let state = &folder.kept("state")[1];
    for length in [0, 30, 200] {
        fs::write(state, &fs::read(state).expect("a file")[..length]).expect("it is written");
        folder.ask(&["status"]);
    }
    // A crash while it was written, and one while the draft took its place.
    fs::write(folder.0.join("state/.index/.draft"), cut(900)).expect("it is written");
    fs::remove_file(record).expect("it is removed");
    folder.ask(&["status"]);
    assert_eq!(folder.told(), "");
    fs::remove_dir_all(folder.0.join("state")).expect("it is removed");
    folder.ask(&["status"]);
}

#[test]
fn where_nothing_can_be_kept_the_answer_is_given_all_the_same() {
    let folder = Folder::new("nowhere", 200);
    fs::write(folder.0.join("state"), "in the way\n").expect("it is written");
    folder.ask(&["status"]);
    assert!(
        folder.told().contains("note: the compiled record cannot be kept: "),
        "{}",
        folder.told()
    );
    fs::remove_file(folder.0.join("state")).expect("it is removed");
    folder.told();
    let record = &folder.kept("record")[0];
    fs::remove_file(record).expect("it is removed");
    fs::create_dir(record).expect("a folder");
    folder.ask(&["status"]);
    let told = folder.told();
    assert!(
        told.contains("is not used: cannot be read") && told.contains("cannot be kept"),
        "{told}"
    );
    assert!(!folder.0.join("state/.index/.draft").exists(), "nothing half-written is left");
}

/// An archive that is unpacked may bring along links and pipes.
#[cfg(unix)]
#[test]
fn nothing_is_read_or_written_through_a_link_or_a_pipe() {
    let folder = Folder::new("links", 200);
    folder.told();
    let (index, mine) = (folder.0.join("state/.index"), folder.0.join("mine"));
    fs::write(&mine, "mine").expect("it is written");
    std::os::unix::fs::symlink(&mine, index.join(".draft")).expect("a link");
    let records = folder.kept("record");
    fs::remove_file(&records[0]).expect("it is removed");
    std::os::unix::fs::symlink(&mine, &records[0]).expect("a link");
    fs::remove_file(&records[1]).expect("it is removed");
    let made = Command::new("mkfifo").arg(&records[1]).status().expect("mkfifo");
    assert!(made.success());
    let told = folder.told();
    assert_eq!(told.matches("cannot be read: it is ").count(), 2, "{told}");
    folder.ask(&["status"]);
    assert_eq!(folder.told(), "", "both are kept again, as files");
    assert_eq!(fs::read_to_string(&mine).expect("a file"), "mine");
}

/// The disk is full for files of more than 8 KiB.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_answer_and_no_debris() {
    let folder = Folder::new("full", 600);
    let program = env!("CARGO_BIN_EXE_rapporteur");
    let script = format!("trap '' XFSZ; ulimit -f 8; exec {program} status -v");
    let mut shell = Command::new("sh");
    shell.current_dir(&folder.0).env("RAPPORTEUR_NOW", "2026-11-23").env("NO_COLOR", "1");
    let output = shell.env("RAPPORTEUR_INDEX", "always").args(["-c", &script]).output();
    let output = output.expect("a shell");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("note: the compiled record cannot be kept: "), "{told}");
    assert_eq!(output.stdout, folder.run("never", &["status"]).stdout);
    let left = folder.kept("record").len();
    assert!(left < 3 && !folder.0.join("state/.index/.draft").exists(), "{left} records");
    folder.ask(&["status"]);
}

#[test]
fn one_writes_while_others_read() {
    let folder = Folder::new("several", 300);
    let expected = folder.run("never", &["status"]).stdout;
    std::thread::scope(|scope| {
        let asking = || (0..12).all(|_| folder.run("always", &["status"]).stdout == expected);
        let several: Vec<_> = (0..4).map(|_| scope.spawn(asking)).collect();
        assert!(several.into_iter().all(|one| one.join().expect("it ends")));
    });
    assert_eq!(folder.told(), "");
}

/// A long history is folded issue by issue on all cores.
#[test]
fn how_many_cores_there_are_changes_no_answer() {
    let folder = Folder::of("cores", Size { events: 12_000, processes: 1 });
    let ask = |cores: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        command.current_dir(&folder.0).args(["status", "-o", "json"]);
        command.env("RAPPORTEUR_NOW", "2026-11-23").env("RAPPORTEUR_INDEX", "never");
        let output = command.env("RAYON_NUM_THREADS", cores).output().expect("the program runs");
        assert!(output.stdout.len() > 10_000);
        output.stdout
    };
    assert_eq!(ask("1"), ask("4"));
}

/// Texts that are not held are read again, the same as before.
#[test]
fn texts_that_are_let_go_read_as_those_that_are_held() {
    let folder = Folder::new("held", 300);
    let read = |held: u64| {
        let found = gather_unless(&folder.0, &["seeds".into()], held, |_| None::<()>);
        let found = found.expect("the seeds are there");
        let read = seed::read(found.texts, &found.folders, found.faults);
        let events = |process: &Process| format!("{:?}", process.entries);
        let events: Vec<String> = read.processes.iter().map(events).collect();
        let texts = found.files.iter().flat_map(|files| &files.list).count();
        let texts = (0..u32::try_from(texts).expect("a few files")).map(FileIx);
        let words = texts.map(|file| read.texts.get(file).content().to_owned());
        (events, words.collect::<Vec<_>>(), read.left_out)
    };
    let (events, words, left_out) = read(u64::MAX);
    assert_eq!((events.len(), left_out), (3, 0));
    assert_eq!(read(0), (events, words, left_out));
}

/// Half of an answer from one version of a text and half from another is no answer.
#[test]
fn a_text_that_changes_after_the_look_at_it_is_not_read_for_the_old_one() {
    let folder = Folder::new("between", 100);
    let known = |_: &rapporteur::seed::dir::Files| Some(());
    let found =
        gather_unless(&folder.0, &["seeds/t00000".into()], u64::MAX, known).expect("it is there");
    let [charter, dispatch] = [found.folders[0].charters[0].0, found.folders[0].dispatches[0]]
        .map(|file| found.texts.get(file));
    assert!(charter.content().contains("process:"));
    fs::write(folder.0.join(&dispatch.name), "(format: 1)").expect("it is written");
    let thrown = catch_unwind(AssertUnwindSafe(|| dispatch.content().len())).unwrap_err();
    assert!(thrown.is::<Changed>());
    fs::remove_file(folder.0.join(&dispatch.name)).expect("it is removed");
    assert!(catch_unwind(AssertUnwindSafe(|| dispatch.content().len())).is_err());
}
