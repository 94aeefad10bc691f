//! The record: its files, and what is kept of them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::{Found, Patient, disk, some};
use crate::index::{Doubt, Index};
use crate::render::visible;
use crate::report::Tally;
use crate::report::counted;
use crate::source::Code;

pub(super) fn seeds(patient: &Patient) -> Found {
    match &patient.seeds {
        Err(why) => {
            let why = why.lines().next().unwrap_or_default();
            Found::wrong(
                why,
                "`rapporteur init NAME --parties A,B --issues X` starts a record, -C says where one is",
            )
        }
        Ok(seeds) if seeds.records().is_empty() => {
            let remedy =
                "a process is a folder with a charter.ron: `rapporteur check` says what is missing";
            Found::wrong("no process can be read in seeds/", remedy)
        }
        Ok(seeds) => {
            let events = seeds.records().iter().map(|record| record.events().len()).sum();
            let processes = seeds.records().len();
            let word = if processes == 1 { "process" } else { "processes" };
            Found::well(format!("{processes} {word}, {}", counted(events, "event")))
        }
    }
}

/// Looks for links, devices, and files that are no text.
pub(super) fn files(patient: &Patient) -> Found {
    let odd = |code: Code| matches!(code, Code::NotText | Code::NotAFile);
    let odd: Vec<String> = patient
        .faults
        .iter()
        .filter(|fault| odd(fault.code))
        .map(|fault| match (fault.labels.first(), &patient.seeds) {
            (Some(label), Ok(seeds)) => seeds.texts().get(label.place.file).name.clone(),
            _ => fault.message.clone(),
        })
        .collect();
    if odd.is_empty() {
        return Found::well("regular files, in UTF-8");
    }
    let said = format!("not read as files of text: {}", some(&odd));
    Found::wrong(said, "put regular files in UTF-8 there: `rapporteur check`")
}

pub(super) fn events(patient: &Patient) -> Found {
    let tally = Tally::of(&patient.faults, patient.left_out);
    let warnings = counted(tally.warnings, "warning");
    match tally.errors {
        0 if tally.warnings == 0 => Found::well("nothing is wrong with what was written"),
        0 => Found::note(warnings, "`rapporteur check` shows them"),
        errors => {
            let left_out = counted(tally.left_out, "event");
            let said = format!("{}, {warnings}; {left_out} left out", counted(errors, "error"));
            Found::wrong(said, "`rapporteur check` shows them, `check --fix` mends what it can")
        }
    }
}

/// Looks for names of files that look alike: one of them may not be what it seems, and a disk that does not
/// tell small from large letters holds only one.
pub(super) fn names(patient: &Patient) -> Found {
    let mut alike: BTreeMap<String, Vec<&PathBuf>> = BTreeMap::new();
    for path in patient.files.iter().filter(|path| path.starts_with("seeds")) {
        alike.entry(seen(path)).or_default().push(path);
    }
    let shown = |path: &&PathBuf| visible(&path.to_string_lossy()).into_owned();
    let hidden = |path: &&PathBuf| visible(&path.to_string_lossy()) != path.to_string_lossy();
    let twice = alike.values().filter(|paths| paths.len() > 1 || hidden(&paths[0]));
    let twice: Vec<String> = twice.flatten().map(shown).collect();
    if twice.is_empty() {
        return Found::well("no two names of files look alike");
    }
    Found::wrong(format!("names that look alike: {}", some(&twice)), "rename or remove one of them")
}

/// Returns what of a name people tell apart: not the size of letters, nor what cannot be seen.
fn seen(path: &Path) -> String {
    let name = path.to_string_lossy().to_lowercase();
    name.chars()
        .filter(|letter| visible(letter.encode_utf8(&mut [0; 4])).chars().eq([*letter]))
        .collect()
}

/// Looks for what a crash left of files that were being written.
pub(super) fn drafts(patient: &Patient) -> Found {
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let is_draft = |path: &&PathBuf| {
        let name = name(path);
        let number = name.rsplit('.').next().unwrap_or_default();
        let numbered = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        name.starts_with(".tmp-") || name == ".draft" || (name.starts_with('.') && numbered)
    };
    let left: Vec<String> =
        patient.files.iter().filter(is_draft).map(|path| path.display().to_string()).collect();
    if left.is_empty() {
        return Found::well("none left behind");
    }
    let said = format!("left behind by a crash, or being written now: {}", some(&left));
    Found::wrong(
        said,
        "remove them if nothing is being written: they were never part of the record",
    )
}

pub(super) fn snapshots(patient: &Patient) -> Found {
    let all = match &patient.snapshots {
        Err(why) => return Found::wrong(why.clone(), "`rapporteur snapshot list`"),
        Ok(all) => all,
    };
    let of = |states: &[&str]| -> Vec<String> {
        let those = all.iter().filter(|one| states.contains(&one.state));
        those.map(|one| one.name.clone()).collect()
    };
    let (damaged, stale) = (of(&["altered", "unreadable"]), of(&["stale"]));
    if !damaged.is_empty() {
        let said = format!("not what was written: {}", some(&damaged));
        return Found::wrong(said, "take them from version control: `rapporteur snapshot verify`");
    }
    if !stale.is_empty() {
        let said = format!("the record says otherwise today than {}", some(&stale));
        return Found::note(said, "`rapporteur snapshot verify` says where");
    }
    match all.len() {
        0 => Found::well("none is saved"),
        count => Found::well(format!("{}, all as written", counted(count, "snapshot"))),
    }
}

pub(super) fn seals(patient: &Patient) -> Found {
    let all = match &patient.seals {
        Err(why) => {
            return Found::wrong(
                why.lines().next().unwrap_or_default(),
                "`rapporteur check --seal`",
            );
        }
        Ok(all) => all,
    };
    let broken = all.iter().filter(|one| !one.holds);
    let broken: Vec<String> = broken.map(|one| one.seal.clone()).collect();
    if !broken.is_empty() {
        let said = format!("does not hold: {}", some(&broken));
        return Found::wrong(said, "`rapporteur check --seal` names what is missing or altered");
    }
    if all.is_empty() {
        return Found::note(
            "the record was never sealed",
            "`rapporteur seal`, so that it can be proved later",
        );
    }
    Found::well(format!("{}, all hold", counted(all.len(), "seal")))
}

pub(super) fn state(patient: &Patient) -> Found {
    let folder = patient.base.join("state");
    let there = disk::is_there(&folder);
    let folder = if there { folder } else { patient.base.clone() };
    let here = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
    match disk::probe(here) {
        Ok(()) if there => Found::well("state/ can be written to"),
        Ok(()) => Found::well("state/ will be made when it is needed"),
        Err(error) => {
            let said = format!("{} cannot be written to: {error}", here.display());
            Found::wrong(said, "allow it, or nothing is kept: answers take longer, `replay` fails")
        }
    }
}

/// Looks whether what is derived may be read by others: it says what the seeds say.
pub(super) fn private(patient: &Patient) -> Found {
    let derived = ["state/.index", "state/current.ron"].map(|path| patient.base.join(path));
    let inside = patient.files.iter().filter(|path| path.starts_with("state/.index"));
    let paths = derived.into_iter().chain(inside.map(|path| patient.base.join(path)));
    let open: Vec<String> = paths
        .filter(|path| disk::is_open_to_others(path))
        .filter(|path| path.file_name().is_none_or(|name| name != ".gitignore"))
        .map(|path| path.display().to_string())
        .collect();
    if open.is_empty() {
        return Found::well("what is kept in state/ is for its owner alone");
    }
    Found::wrong(format!("others may read {}", some(&open)), "chmod -R go= state")
}

pub(super) fn lock(patient: &Patient) -> Found {
    match disk::is_locked(&patient.base.join("state").join("lock")) {
        Ok(false) => Found::well("nobody is writing"),
        Ok(true) => Found::note(
            "another rapporteur holds state/lock",
            "wait for it; nothing is kept meanwhile",
        ),
        Err(error) => {
            Found::wrong(format!("state/lock: {error}"), "remove it when no rapporteur runs")
        }
    }
}

/// Verifies every block of what was kept.
pub(super) fn index(patient: &Patient) -> Found {
    let examined = match Index::of(&patient.base).examine() {
        Ok(examined) => examined,
        Err(error) => return Found::wrong(format!("state/.index: {error}"), "rm -r state/.index"),
    };
    let of = |is: fn(&Doubt) -> bool| -> Vec<String> {
        let those = examined.iter().filter(|(_, doubt)| doubt.as_ref().is_some_and(is));
        those.map(|(name, _)| name.clone()).collect()
    };
    let other = of(|doubt| *doubt == Doubt::OtherEngine);
    let damaged = of(|doubt| !matches!(doubt, Doubt::OtherEngine));
    if !damaged.is_empty() {
        let said = format!("damaged, and not used: {}", some(&damaged));
        return Found::wrong(said, "rm -r state/.index: it is made anew; then look at the disk");
    }
    if !other.is_empty() {
        let said = format!("made by another version, and not used: {}", some(&other));
        return Found::note(said, "it is made anew when it is needed");
    }
    match examined.len() {
        0 => Found::well("nothing is kept, or needs to be"),
        count => Found::well(format!("{}, every block as written", counted(count, "file"))),
    }
}
