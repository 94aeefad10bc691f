//! Histories that nobody here wrote, imported by the program, held against truths that others read.
//!
//! What they are and where they are from says `tests/fixtures/README.md`.

#![expect(clippy::disallowed_methods, reason = "the program is run, on files made for it")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

use rapporteur::model::{Day, Policy};
use rapporteur::record::{Lens, Record, build};
use rapporteur::seed::{self, dir::gather};
use rapporteur::state::fold;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A folder with an imported history.
struct Imported(PathBuf);

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

impl Imported {
    fn run(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
        command.current_dir(&self.0).env("RAPPORTEUR_NOW", "2026-11-23").env("NO_COLOR", "1");
        command.args(words).output().expect("the program runs")
    }

    fn text(&self, words: &[&str]) -> String {
        let output = self.run(words);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{words:?}: {told}");
        String::from_utf8(output.stdout).expect("text")
    }

    fn json(&self, words: &[&str]) -> Value {
        serde_json::from_str(&self.text(&[words, &["-o", "json"]].concat())).expect("JSON")
    }

    /// Returns the stages of the issues of a process at a point.
    fn stages(&self, process: &str, point: &str) -> BTreeMap<String, String> {
        let folder = format!("seeds/{process}");
        let answer = self.json(&["status", &folder, "--as-of", point]);
        let issues = list(&answer["processes"][0]["issues"]).iter();
        issues.map(|issue| (word(&issue["issue"]), word(&issue["stage"]))).collect()
    }
}

/// The history of the proposals, imported once.
fn eips() -> &'static Imported {
    static EIPS: OnceLock<Imported> = OnceLock::new();
    EIPS.get_or_init(|| {
        let folder = empty("eips");
        let imported = Imported(folder);
        let fixtures = fixtures().join("eips");
        let (table, map) = (fixtures.join("eips.jsonl"), fixtures.join("eips.map.ron"));
        let told = imported.text(&["import", path(&table), "--map", path(&map)]);
        assert!(told.contains("3650 rows, 804 passed over; 2846 events of 716 cases"), "{told}");
        imported
    })
}

/// The history of the agreement, and its last status table, imported once.
fn paris() -> &'static Imported {
    static PARIS: OnceLock<Imported> = OnceLock::new();
    PARIS.get_or_init(|| {
        let folder = empty("paris");
        let fixtures = fixtures().join("paris");
        for process in ["paris", "table"] {
            let (from, to) =
                (fixtures.join("seeds").join(process), folder.join("seeds").join(process));
            fs::create_dir_all(&to).expect("a folder");
            for entry in fs::read_dir(from).expect("a folder").map(Result::unwrap) {
                fs::copy(entry.path(), to.join(entry.file_name())).expect("it is copied");
            }
        }
        let imported = Imported(folder);
        let tables = [("paris.jsonl", "paris/paris"), ("paris.truth.jsonl", "table/table")];
        for (table, map) in tables {
            let map = format!("seeds/{map}.map.ron");
            imported.text(&["import", path(&fixtures.join(table)), "--map", &map]);
        }
        imported
    })
}

fn empty(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("foreign-{name}"));
    drop(fs::remove_dir_all(&folder));
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn path(path: &Path) -> &str {
    path.to_str().expect("a path that is text")
}

fn lines(file: &str) -> Vec<Value> {
    let text = fs::read_to_string(fixtures().join(file)).expect("a fixture");
    text.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn number(value: &Value) -> u64 {
    value.as_u64().expect("a number")
}

/// Returns the close of the day before: a tree at the start of a day.
fn before(day: &str) -> String {
    Day::parse(day).expect("a day").plus(-1).to_string()
}

/// Returns the cases that a truth names by the ids that they have here.
fn cases() -> BTreeMap<String, String> {
    let names: BTreeSet<String> =
        lines("eips/eips.jsonl").iter().map(|row| word(&row["case"])).collect();
    let id = |name: &String| (name.replace([':', ' '], "-"), name.clone());
    names.iter().map(id).collect()
}

/// Returns a stage as the truths write it: none for what is not in the tree.
fn titled(stage: &str) -> Option<String> {
    if matches!(stage, "unraised" | "gone") {
        return None;
    }
    let words = stage.split('-').map(|word| {
        let (first, rest) = word.split_at(1);
        format!("{}{rest}", first.to_uppercase())
    });
    Some(words.collect::<Vec<_>>().join(" "))
}

fn record(folder: &Path) -> Record {
    let found = gather(folder, &[PathBuf::from("seeds")]).expect("the seeds are there");
    let mut read = seed::read(found.texts, &found.folders, found.faults);
    assert_eq!(read.faults, []);
    let process = read.processes.remove(0);
    build(process, &read.texts, &mut read.faults).0
}

#[test]
fn every_month_the_proposals_stand_where_the_tree_has_them() {
    let (record, cases) = (record(&eips().0), cases());
    let lens = Lens::default();
    let standing = record.stand(Day::parse("2026-11-23").expect("a day"), &lens);
    let truths = lines("eips/eips.monthly.jsonl");
    assert_eq!(truths.len(), 98);
    for truth in truths {
        let day = Day::parse(&before(&word(&truth["date"]))).expect("a day");
        let state = fold(&standing, day, Policy::Strongest);
        let issues = record.register.issues.indices();
        let there = issues.filter_map(|issue| {
            let stage = titled(&record.register.stage(issue, state.issue(issue).rung).id)?;
            Some(format!("{}\t{stage}\n", cases[record.register.issues.id(issue)]))
        });
        let there: BTreeSet<String> = there.collect();
        assert_eq!(there.len() as u64, number(&truth["cases"]), "{}", truth["date"]);
        let digest = Sha256::digest(there.into_iter().collect::<String>());
        let digest: Vec<String> = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(digest.concat(), word(&truth["digest"]), "{}", truth["date"]);
    }
}

#[test]
fn the_proposals_on_a_day_are_those_of_the_tree() {
    let cases = cases();
    for day in ["2020-01-01", "2023-01-01"] {
        let stages = eips().stages("eips", &before(day)).into_iter();
        let stages = stages.filter_map(|(id, stage)| Some((cases[&id].clone(), titled(&stage)?)));
        let truth = lines(&format!("eips/eips.asof-{day}.jsonl"));
        let truth = truth.iter().map(|row| (word(&row["case"]), word(&row["status"])));
        assert_eq!(stages.collect::<BTreeMap<_, _>>(), truth.collect(), "{day}");
    }
}

#[test]
fn what_changed_in_three_years_is_what_differs_between_the_trees() {
    let cases = cases();
    let window = ["changed", "--since", "2019-12-31", "--until", "2022-12-31"];
    let answer = eips().json(&window);
    let moved = list(&answer["happened"]).iter().filter(|change| change["field"] == "stage");
    let stage = |value: &Value| titled(&word(value)).unwrap_or_default();
    let moved = moved.map(|change| {
        (cases[&word(&change["issue"])].clone(), stage(&change["from"]), stage(&change["to"]))
    });
    // Who was not there and is gone again was never in either tree.
    let moved = moved.filter(|(_, from, to)| from != to);
    let truth = lines("eips/eips.changes-2020-01-01_2023-01-01.jsonl");
    assert_eq!(truth.len(), 503);
    let truth = truth.iter().map(|row| (word(&row["case"]), word(&row["from"]), word(&row["to"])));
    assert_eq!(moved.collect::<BTreeSet<_>>(), truth.collect());
}

#[test]
fn irregular_moves_are_counted_by_the_version_in_force_and_by_the_newest() {
    let answer = eips().json(&["conformance"]);
    let held = &answer["lifecycles"][0];
    let count = |by: &str, what: &str| number(&held[by][what]);
    assert_eq!((count("in_force", "transitions"), count("in_force", "irregular")), (1036, 59));
    assert_eq!((count("newest", "transitions"), count("newest", "irregular")), (1036, 129));
    let odd = |by: &str| {
        let moves = list(&held[by]["irregular_moves"]).iter();
        let moves = moves.map(|one| {
            ((titled(&word(&one["from"])), titled(&word(&one["to"]))), number(&one["count"]))
        });
        moves.collect::<BTreeMap<_, _>>()
    };
    for (by, newest) in [("in_force", false), ("newest", true)] {
        assert_eq!(odd(by), irregular(newest), "{by}");
    }
    let differing = list(&held["difference"]).iter();
    let difference: i64 = differing
        .map(|one| {
            let count = i64::try_from(number(&one["count"])).expect("few");
            if one["allowed_in_force"] == true { count } else { -count }
        })
        .sum();
    assert_eq!(difference, 129 - 59);
}

type Moves = BTreeMap<(Option<String>, Option<String>), u64>;

/// Counts the irregular transitions straight from the fixture, with the lifecycle as it came with it.
fn irregular(newest: bool) -> Moves {
    let text = fs::read_to_string(fixtures().join("eips/eips.lifecycle.json")).expect("a fixture");
    let described: Value = serde_json::from_str(&text).expect("JSON");
    let versions = list(&described["versions"]);
    let mut odd = Moves::new();
    for row in lines("eips/eips.jsonl").iter().filter(|row| row["kind"] == "status") {
        let day = word(&row["date"]);
        let then = versions.iter().rfind(|version| word(&version["since"]) <= day);
        let version = if newest { versions.last() } else { then }.expect("a version");
        let step = [&row["from"], &row["to"]].map(word);
        let listed = |known: &Value| list(known).iter().map(word).eq(step.iter().cloned());
        if !list(&version["transitions"]).iter().any(listed) {
            let [from, to] = step.map(Some);
            *odd.entry((from, to)).or_default() += 1;
        }
    }
    odd
}

#[test]
fn last_calls_lapse_on_the_day_that_they_name() {
    for day in ["2020-01-01", "2023-01-01"] {
        let answer = eips().json(&["conformance", "--as-of", day]);
        let deadlines = list(&answer["lifecycles"][0]["deadlines"]).iter();
        let told = |row: &Value, case: &str, due: &str, over: &str| {
            (word(&row[case]), word(&row[due]), row[over] == true)
        };
        let found: BTreeSet<_> = deadlines.map(|one| told(one, "issue", "due", "passed")).collect();
        let truth = lines(&format!("eips/eips.lastcall-{day}.jsonl"));
        let truth = truth.iter().map(|row| told(row, "case", "deadline", "overdue")).collect();
        assert_eq!(found, truth, "{day}");
    }
}

#[test]
fn what_was_moved_in_bulk_is_told_in_few_lines() {
    let window = ["changed", "--since", "2023-10-24", "--until", "2023-10-27"];
    let answer = eips().json(&window);
    let moved = list(&answer["happened"]).iter().filter(|change| change["to"] == "moved");
    assert_eq!(moved.count(), 365);
    let page = eips().text(&window);
    assert!(page.lines().count() < 50, "{page}");
    let bulk: Vec<&str> = page.lines().filter(|line| line.contains(" issues ")).collect();
    let sum = bulk.iter().filter_map(|line| line.split(' ').next()?.parse::<u32>().ok());
    assert!(sum.sum::<u32>() >= 365, "{page}");
}

#[test]
fn enough_parties_had_deposited_on_the_fifth_of_october() {
    let why = paris().json(&["why", "paris", "seeds/paris"]);
    let threshold = &why["thresholds"][0];
    assert_eq!(threshold["met"], "2016-10-05");
    assert_eq!(threshold["follows"], "2016-11-04");
    let tipped = list(&threshold["tipped_by"]);
    assert!(!tipped.is_empty());
    for event in tipped {
        let shown = paris().json(&["show", event.as_str().expect("an id"), "seeds/paris"]);
        assert_eq!(shown["first"], "2016-10-05", "{event}");
    }
    for (day, stage) in [("2016-11-03", "unraised"), ("2016-11-04", "in-force")] {
        assert_eq!(paris().stages("paris", day)["paris"], stage, "{day}");
    }
    let window = ["changed", "seeds/paris", "--since", "2016-11-03", "--until", "2016-11-04"];
    let answer = paris().json(&window);
    let entry = list(&answer["happened"]).iter().find(|change| change["to"] == "in-force");
    let entry = entry.expect("it entered into force");
    assert_eq!((&entry["by_time"], &entry["on"]), (&Value::Bool(true), &"2016-11-04".into()));
    assert_eq!(entry["events"], threshold["tipped_by"]);
}

#[test]
fn what_was_known_differs_from_what_was_so_and_from_what_the_table_says_now() {
    let ratified = |process: &str, point: &str| {
        let stages = paris().stages(process, point);
        stages.values().filter(|stage| *stage == "ratified").count()
    };
    assert_eq!(ratified("paris", "@2016-10-05"), 63);
    assert_eq!(ratified("paris", "2016-10-05"), 74);
    assert_eq!(ratified("table", "2016-10-05"), 73);
    // The row that was overwritten in 2021 is the whole difference.
    let (events, table) =
        (paris().stages("paris", "2016-10-05"), paris().stages("table", "2016-10-05"));
    let differing = events.iter().filter(|(id, stage)| {
        let rank = |stage: &str| stage == "ratified";
        rank(stage) != table.get(*id).is_some_and(|other| rank(other))
    });
    let differing: Vec<&str> = differing.map(|(id, _)| id.as_str()).collect();
    assert_eq!(differing, ["paris/USA"]);
    let why = paris().json(&["why", "paris/USA", "seeds/paris"]);
    let deposits =
        list(&why["claims"]).iter().filter(|claim| word(&claim["text"]).contains("ratified"));
    let days: BTreeSet<String> = deposits.map(|claim| word(&claim["first"])).collect();
    assert_eq!(days, BTreeSet::from(["2016-09-03".to_owned(), "2021-01-20".to_owned()]));
    let wrong = paris().json(&["why", "paris", "seeds/table"]);
    let threshold = &wrong["thresholds"][0];
    assert_eq!(
        (word(&threshold["met"]), word(&threshold["follows"])),
        ("2016-11-08".into(), "2016-12-08".into())
    );
}

#[test]
fn the_status_table_is_as_it_was_known_on_five_days() {
    for day in ["2016-09-01", "2016-10-06", "2016-11-05", "2018-01-01", "2021-01-01"] {
        let known = paris().stages("paris", &format!("@{}", before(day)));
        let final_table = paris().stages("table", &before(day));
        for row in lines(&format!("paris/paris.asof-{day}.jsonl")) {
            let id = format!("paris/{}", word(&row["case"]));
            // A row that was not there yet, or says nothing, is what nobody has said anything of.
            let none = |stage: &str| if stage == "none" { String::new() } else { stage.to_owned() };
            let here =
                |stages: &BTreeMap<String, String>| none(&stages[&id].replace("unraised", ""));
            assert_eq!(here(&known), none(&word(&row["status_as_known"])), "{day} {id}");
            assert_eq!(
                here(&final_table),
                none(&word(&row["status_valid_by_final_table"])),
                "{day} {id}"
            );
        }
    }
}

#[test]
fn an_import_that_is_repeated_changes_nothing() {
    let fixtures = fixtures().join("paris");
    let folder = paris().0.join("seeds/paris");
    let charter = fs::read(folder.join("charter.ron")).expect("a charter");
    let table = fixtures.join("paris.jsonl");
    let told = paris().text(&["import", path(&table), "--map", "seeds/paris/paris.map.ron"]);
    assert!(told.contains("wrote 0 dispatches in seeds/paris; 121 were there already"), "{told}");
    assert_eq!(fs::read(folder.join("charter.ron")).expect("a charter"), charter);
}
