//! The gate: how many instructions it takes to read, build, fold and show an event, against what was recorded.
//!
//! `cargo bench --profile test --bench gate`, with valgrind at hand. Instructions repeat where seconds do not,
//! whatever else a machine does. The program is the one that the tests run, so that nothing more has to be
//! built: the figure is no speed, and only compares with itself. One that is more than a twentieth above
//! `recorded` fails; one below is to be recorded with the change that brought it.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a bench runs the program on files made for it, and says what it found"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use histories::{Size, Sort, processes};

const RECORDED: &str = include_str!("recorded");
/// Two histories: what they differ by is the cost of events alone, without that of starting up.
const EVENTS: (usize, usize) = (1_000, 3_000);

/// Writes a history of so many negotiations' events, and returns its folder.
fn written(events: usize) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("gate-{events}"));
    drop(fs::remove_dir_all(&folder));
    for process in processes(Sort::Talks, 1, Size { events, processes: events / 250 }) {
        let seeds = folder.join("seeds").join(&process.name);
        fs::create_dir_all(&seeds).expect("a folder");
        fs::write(seeds.join("charter.ron"), &process.charter).expect("it is written");
        for (name, text) in process.dispatches(400) {
            fs::write(seeds.join(name), text).expect("it is written");
        }
    }
    folder
}

/// Returns how many instructions the board of a history takes.
fn instructions(events: usize) -> u64 {
    let folder = written(events);
    let counts = folder.join("counts");
    let output = Command::new("valgrind")
        .arg("--tool=callgrind")
        .arg(format!("--callgrind-out-file={}", counts.display()))
        .arg(env!("CARGO_BIN_EXE_rapporteur"))
        .arg("-C")
        .arg(&folder)
        .args(["status", "-o", "plain"])
        .env("RAPPORTEUR_NOW", "2026-11-23")
        .env("RAPPORTEUR_INDEX", "never")
        .env("RAYON_NUM_THREADS", "1")
        .output()
        .expect("valgrind is installed");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let counted = fs::read_to_string(counts).expect("callgrind wrote its counts");
    let total = counted.lines().find_map(|line| line.strip_prefix("totals: "));
    total.and_then(|total| total.trim().parse().ok()).expect("a total")
}

fn main() -> ExitCode {
    let recorded: u64 = RECORDED.trim().parse().expect("a number was recorded");
    let (few, many) = EVENTS;
    let found = (instructions(many) - instructions(few)) / (many - few) as u64;
    println!("{found} instructions an event; {recorded} recorded");
    if found * 20 > recorded * 21 {
        println!("more than 5 % above: find out why, or record it with the reason");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
