//! The machine: its clock, its disk, its programs, and what its environment says to us.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{Found, Patient, disk, some};
use crate::cli::seeds::Seeds;
use crate::cli::{today, variable};
use crate::record::Record;

/// Every variable of ours, with the values that it takes where these can be listed.
const SETTINGS: [(&str, &[&str]); 3] =
    [("RAPPORTEUR_DIR", &[]), ("RAPPORTEUR_NOW", &[]), ("RAPPORTEUR_INDEX", &["always", "never"])];

pub(super) fn clock(patient: &Patient) -> Found {
    let today = match today() {
        Ok(today) => today,
        Err(error) => {
            let why = error.to_string();
            return Found::wrong(why.lines().next().unwrap_or_default(), "unset RAPPORTEUR_NOW");
        }
    };
    let records = patient.seeds.iter().flat_map(Seeds::records);
    let newest = records.flat_map(Record::dispatches).map(|one| one.date).max();
    if let Some(newest) = newest.filter(|newest| *newest > today) {
        let said = format!("today is {today}, and the newest dispatch is of {newest}");
        return Found::wrong(
            said,
            "set the clock, or unset RAPPORTEUR_NOW; or correct the dispatch's `date`",
        );
    }
    if variable("RAPPORTEUR_NOW").is_some() {
        return Found::note(
            format!("RAPPORTEUR_NOW says that it is {today}"),
            "unset it to go by the clock",
        );
    }
    Found::well(format!("today is {today}"))
}

/// Looks whether new dispatches can be written without ever taking the place of another file.
pub(super) fn links(patient: &Patient) -> Found {
    let folder = patient.base.join("seeds");
    if !disk::is_there(&folder) {
        return Found::well("not there");
    }
    if let Err(error) = disk::probe(&folder) {
        let said = format!("cannot be written to: {error}");
        return Found::wrong(said, "allow it, if you are to record something here");
    }
    match disk::probe_links(&folder) {
        Ok(()) => Found::well("can be written to, with hard links"),
        Err(error) => {
            let said = format!("its file system has no hard links: {error}");
            Found::note(said, "new files are put there in another way; a plain disk is safer")
        }
    }
}

pub(super) fn room(patient: &Patient) -> Found {
    /// So much is needed to go on for long.
    const LITTLE: u64 = 64 << 10;
    let base = if patient.base.as_os_str().is_empty() { Path::new(".") } else { &patient.base };
    let output = Command::new("df").arg("-Pk").arg(base).stderr(Stdio::null()).output();
    let said = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    // File system, size, used, free.
    let free: Option<u64> =
        said.ok().and_then(|said| said.lines().last()?.split_whitespace().nth(3)?.parse().ok());
    match free {
        None => Found::note("cannot be asked for", "`df` is not on this machine"),
        Some(free) if free < LITTLE => {
            Found::wrong(format!("{} MiB are free", free >> 10), "make room on this disk")
        }
        Some(free) => Found::well(format!("{} MiB are free", free >> 10)),
    }
}

fn on_path(program: &str) -> bool {
    let path = variable("PATH").unwrap_or_default();
    disk::find_program(program, &path).is_some()
}

pub(super) fn signatures(_: &Patient) -> Found {
    if on_path("ssh-keygen") {
        return Found::well("ssh-keygen is there");
    }
    Found::note("there is no ssh-keygen", "install OpenSSH to sign seals and to verify signatures")
}

/// Looks for variables that we would pass over: mostly a name misspelt.
pub(super) fn settings(_: &Patient) -> Found {
    let known = |name: &str| SETTINGS.iter().any(|(known, _)| *known == name);
    let names = std::env::vars_os().map(|(name, _)| name.to_string_lossy().into_owned());
    // Cargo tells it to those that it runs.
    let known = |name: &str| known(name) || name == "RAPPORTEUR_ENGINE";
    let strange = |name: &String| name.starts_with("RAPPORTEUR_") && !known(name);
    let strange: Vec<String> = names.filter(strange).collect();
    if strange.is_empty() {
        return Found::well("no unknown RAPPORTEUR_… variable");
    }
    let all = SETTINGS.map(|(name, _)| name).join(", ");
    Found::wrong(format!("passed over: {}", some(&strange)), format!("there are {all}"))
}

pub(super) fn values(_: &Patient) -> Found {
    for (name, values) in SETTINGS.iter().filter(|(_, values)| !values.is_empty()) {
        let Some(value) = variable(name) else { continue };
        let value = value.to_string_lossy();
        if !values.contains(&&*value) {
            return Found::wrong(
                format!("{name} is `{value}`"),
                format!("one of {}", values.join(", ")),
            );
        }
    }
    Found::well("those that are set are understood")
}

pub(super) fn pager(patient: &Patient) -> Found {
    let unset = if patient.global.no_pager {
        "none is asked for"
    } else {
        "none: answers are printed at once"
    };
    match variable("PAGER") {
        Some(pager) => runs("PAGER", &pager),
        None if on_path("less") => Found::well("less"),
        None => Found::note(unset, "install less, or set PAGER"),
    }
}

pub(super) fn editor(_: &Patient) -> Found {
    let set = ["VISUAL", "EDITOR"].into_iter().find_map(|name| Some((name, variable(name)?)));
    set.map_or_else(|| Found::well("none is set"), |(name, editor)| runs(name, &editor))
}

/// Looks whether the first word of a setting is a program.
fn runs(name: &str, command: &OsStr) -> Found {
    let command = command.to_string_lossy();
    match command.split_whitespace().next() {
        Some(program) if on_path(program) => Found::well(command.into_owned()),
        _ => Found::wrong(
            format!("{name} is `{command}`, which cannot be run"),
            format!("correct or unset {name}"),
        ),
    }
}
