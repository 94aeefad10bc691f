//! What a shell may complete: words of the program, and ids of the record that lies here.

use std::ffi::OsStr;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use clap_complete::CompletionCandidate;
use clap_complete::env::Shells;

use super::output::Output;
use super::reading::Reading;
use super::{Exit, variable};
use crate::record::Record;
use crate::register::{Register, Sort};
use crate::report::schema::names;
use crate::seed::dir::gather;
use crate::snapshot::dir;

/// The variable by which a shell asks for candidates.
pub(super) const ASKED: &str = "COMPLETE";

/// Print what makes a shell complete commands, flags, and the ids of your record
///
/// For bash: `source <(rapporteur completions bash)`, in your `~/.bashrc`.
#[derive(Debug, Args)]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Shell {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
}

impl Completions {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let name = match self.shell {
            Shell::Bash => "bash",
            Shell::Elvish => "elvish",
            Shell::Fish => "fish",
            Shell::Powershell => "powershell",
            Shell::Zsh => "zsh",
        };
        let shells = Shells::builtins();
        let shell = shells.completer(name).expect("each of them is built in");
        let (program, mut text) = ("rapporteur", Vec::new());
        shell.write_registration(ASKED, program, program, program, &mut text)?;
        Output::text(&String::from_utf8(text)?)?;
        Ok(Exit::Answered)
    }
}

/// Returns the issues of the record here.
pub(super) fn issues(typed: &OsStr) -> Vec<CompletionCandidate> {
    among(typed, |registers, _| ids(registers, |register| register.issues.ids().collect()))
}

/// Returns the parties of the record here.
pub(super) fn parties(typed: &OsStr) -> Vec<CompletionCandidate> {
    among(typed, |registers, _| ids(registers, |register| of_sort(register, true)))
}

/// Returns the sources, persons and parties of the record here.
pub(super) fn actors(typed: &OsStr) -> Vec<CompletionCandidate> {
    among(typed, |registers, _| ids(registers, |register| of_sort(register, false)))
}

/// Returns everything that can be shown.
pub(super) fn anything(typed: &OsStr) -> Vec<CompletionCandidate> {
    among(typed, |registers, records| {
        let mut all = ids(registers, |register| of_sort(register, false));
        all.extend(ids(registers, |register| register.packages.ids().collect()));
        for record in records {
            all.extend(record.events().map(|(_, row)| row.id.to_owned()));
            all.extend(record.named().map(str::to_owned));
        }
        all
    })
}

/// Returns the schemas.
pub(super) fn schemas(typed: &OsStr) -> Vec<CompletionCandidate> {
    fitting(typed, names().map(str::to_owned))
}

/// Returns the snapshots of the record here.
pub(super) fn snapshots(typed: &OsStr) -> Vec<CompletionCandidate> {
    fitting(typed, dir::names(&base().join("state")).unwrap_or_default())
}

fn ids<'r>(registers: &[&'r Register], of: impl Fn(&'r Register) -> Vec<&'r str>) -> Vec<String> {
    registers.iter().flat_map(|register| of(register)).map(str::to_owned).collect()
}

fn of_sort(register: &Register, parties: bool) -> Vec<&str> {
    let actors = register
        .actors
        .indices()
        .filter(|actor| !parties || matches!(register.actors[*actor].sort, Sort::Party { .. }));
    actors.map(|actor| register.actors.id(actor)).collect()
}

fn base() -> PathBuf {
    variable("RAPPORTEUR_DIR").map(PathBuf::from).unwrap_or_default()
}

/// Offers names of the record that lies here; none where it cannot be read, and never a word about that.
fn among(
    typed: &OsStr,
    names: impl FnOnce(&[&Register], &[Record]) -> Vec<String>,
) -> Vec<CompletionCandidate> {
    let Ok(found) = gather(&base(), &[PathBuf::from("seeds")]) else { return Vec::new() };
    let reading = Reading { texts: &found.texts, folders: &found.folders, archive: None };
    let records = reading.opened(Vec::new()).records;
    let registers: Vec<&Register> = records.iter().map(|record| &record.register).collect();
    fitting(typed, names(&registers, &records))
}

fn fitting(typed: &OsStr, names: impl IntoIterator<Item = String>) -> Vec<CompletionCandidate> {
    let typed = typed.to_string_lossy();
    // Of a list only the last name is still being typed.
    let (before, last) = match typed.rsplit_once(',') {
        Some((before, last)) => (format!("{before},"), last),
        None => (String::new(), &*typed),
    };
    let mut names: Vec<String> = names.into_iter().filter(|name| name.starts_with(last)).collect();
    names.sort();
    names.dedup();
    names.into_iter().map(|name| CompletionCandidate::new(format!("{before}{name}"))).collect()
}
