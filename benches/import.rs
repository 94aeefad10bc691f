//! A long table imported, replayed and asked, by the program itself: how long it takes, and how much memory the
//! importer holds for a table ten times as long.
//!
//! `cargo bench --bench import`; the peak of memory is read where the system tells it (`/proc`).

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench makes files, runs the program and prints what it measures"
)]

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

/// The cases of each table, however long it is.
const CASES: u64 = 2_000;
const STAGES: [&str; 6] = ["Draft", "Review", "Last Call", "Final", "Stagnant", "Withdrawn"];

fn main() {
    // What `cargo bench` adds for harnesses of its own kind is of no interest here.
    println!("{:>8}  {:<34} {:>8} {:>10}", "rows", "command", "seconds", "peak MiB");
    for rows in [26_200, 262_000] {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("bench-import");
        drop(fs::remove_dir_all(&folder));
        fs::create_dir_all(&folder).expect("a folder");
        fs::write(folder.join("table.jsonl"), table(rows)).expect("a table");
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/eips");
        for name in ["eips.map.ron", "eip.lifecycle.ron"] {
            fs::copy(fixtures.join(name), folder.join(name)).expect("it is copied");
        }
        let commands: [&[&str]; 6] = [
            &["import", "table.jsonl", "--map", "eips.map.ron", "--dry-run"],
            &["import", "table.jsonl", "--map", "eips.map.ron"],
            &["status", "--as-of", "2012-01-01"],
            &["status"],
            &["conformance"],
            &["changed", "--since", "2012-01-01", "--until", "2012-02-01"],
        ];
        for words in commands {
            let (seconds, peak) = run(&folder, words);
            let command: String =
                words.join(" ").replace("table.jsonl --map eips.map.ron", "TABLE");
            let peak = peak.map_or("?".to_owned(), |peak| format!("{:.1}", peak / 1024.0));
            println!("{rows:>8}  {command:<34} {seconds:>8.2} {peak:>10}");
        }
        fs::remove_dir_all(&folder).expect("it is removed");
    }
}

/// Runs the program; returns its seconds, and its peak of memory in KiB where that can be known.
fn run(folder: &PathBuf, words: &[&str]) -> (f64, Option<f64>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_rapporteur"));
    command.current_dir(folder).args(words).stdout(Stdio::null()).stderr(Stdio::null());
    let begun = Instant::now();
    let mut child = command.spawn().expect("the program runs");
    let mut peak = None;
    loop {
        peak = held(child.id()).or(peak);
        if child.try_wait().expect("it is waited for").is_some() {
            return (begun.elapsed().as_secs_f64(), peak);
        }
        sleep(Duration::from_millis(5));
    }
}

fn held(process: u32) -> Option<f64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}

/// Makes a log of commits, most of one row and some of forty, over some years.
fn table(rows: u64) -> String {
    let mut random = 1_u64;
    let mut below = move |limit: u64| {
        // A linear congruence (Knuth's MMIX): the same table on every run.
        random =
            random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (random >> 33) % limit
    };
    let mut stages: Vec<Option<&str>> = vec![None; usize::try_from(CASES).expect("few")];
    let mut text = String::new();
    let (mut seq, mut left, mut day) = (0, 0, 0);
    for _ in 0..rows {
        if left == 0 {
            seq += 1;
            day += u64::from(below(20) == 0);
            left = if below(12) == 0 { 40 } else { 1 + below(3) };
        }
        left -= 1;
        let case = usize::try_from(below(CASES)).expect("few");
        let kind = if stages[case].is_some() { "status" } else { "open" };
        let to = STAGES[usize::try_from(below(6)).expect("few")];
        stages[case] = Some(to);
        let date =
            chrono::NaiveDate::from_ymd_opt(2010, 1, 1).expect("a day") + chrono::Days::new(day);
        let _ = writeln!(
            text,
            "{{\"case\": \"C-{case}\", \"kind\": \"{kind}\", \"seq\": {seq}, \"date\": \"{date}T10:00:00Z\", \
             \"commit\": \"{seq:040x}\", \"to\": \"{to}\", \"title\": \"Case {case}\", \"subject\": \"change {seq}\"}}"
        );
    }
    text
}
