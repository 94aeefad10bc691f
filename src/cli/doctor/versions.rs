//! Version control: is what should be kept kept, and nothing else?

use std::process::{Command, Stdio};

use super::{Found, Patient, some};

/// Asks git in the folder of the record; none where there is no git, or it says no.
fn ask(patient: &Patient, args: &[&str]) -> Option<String> {
    let mut command = Command::new("git");
    if !patient.base.as_os_str().is_empty() {
        command.current_dir(&patient.base);
    }
    let output = command.args(args).stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

fn is_kept(patient: &Patient) -> bool {
    ask(patient, &["rev-parse", "--is-inside-work-tree"]).is_some_and(|said| said == "true")
}

pub(super) fn git(patient: &Patient) -> Found {
    match ask(patient, &["--version"]) {
        None => Found::note(
            "there is no git on this machine",
            "install it: `git:REV`, and nothing lost by a slip",
        ),
        Some(_) if !is_kept(patient) => Found::note(
            "the record is under no version control",
            "git init && git add seeds && git commit",
        ),
        Some(version) => Found::well(version),
    }
}

/// Looks for seeds and seals that git passes over.
pub(super) fn ignored(patient: &Patient) -> Found {
    if !is_kept(patient) {
        return Found::well("not asked");
    }
    let kept = patient.files.iter().filter(|path| {
        let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        !hidden && (path.starts_with("seeds") || path.starts_with("seals"))
    });
    let paths: Vec<String> = kept.map(|path| path.to_string_lossy().into_owned()).collect();
    let mut ignored = Vec::new();
    // A command line holds so many.
    for paths in paths.chunks(500) {
        let mut args = vec!["-c", "core.quotePath=false", "check-ignore", "--"];
        args.extend(paths.iter().map(String::as_str));
        let said = ask(patient, &args).unwrap_or_default();
        ignored.extend(said.lines().map(str::to_owned));
    }
    if ignored.is_empty() {
        return Found::well("git passes over none of them");
    }
    let said = format!("git ignores {}", some(&ignored));
    Found::wrong(
        said,
        "take them out of .gitignore: `git check-ignore -v FILE` says which line it is",
    )
}

/// Looks for derived files that are kept in git.
pub(super) fn derived(patient: &Patient) -> Found {
    if !is_kept(patient) {
        return Found::well("not asked");
    }
    let args = ["ls-files", "--", "state/.index", "state/current.ron", "state/lock"];
    let said = ask(patient, &args).unwrap_or_default();
    let tracked: Vec<String> = said.lines().map(str::to_owned).collect();
    if tracked.is_empty() {
        return Found::well("git keeps none of them");
    }
    let said = format!("git keeps what can be made anew: {}", some(&tracked));
    Found::wrong(said, "git rm -r --cached them, and list them in .gitignore")
}
