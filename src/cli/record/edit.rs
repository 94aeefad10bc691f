//! An event that is written in an editor, which opens again at what is wrong with it.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::super::desk::Desk;
use super::super::output::Output;
use super::super::{Exit, Global, Usage, today, variable};
use super::Record;
use crate::event::Kind;
use crate::seed::compose::{ASIDE, template, without_asides, written};
use crate::seed::dir::text;
use crate::source::{Diagnostic, Severity, Texts};
use crate::store::{Disk, Folder, Name, Put, Real, Store, protocol};

/// Editors that take the line to begin at before the file.
const TAKE_LINE: [&str; 8] = ["vi", "vim", "nvim", "nano", "emacs", "emacsclient", "kak", "micro"];

pub(super) fn run(
    record: &Record,
    global: &Global,
    output: &Output,
    kind: Option<Kind>,
    process: Option<&str>,
) -> anyhow::Result<Exit> {
    let Some(editor) = variable("VISUAL").or_else(|| variable("EDITOR")) else {
        let help = "set EDITOR, or give the fields: `rapporteur help record`";
        return Err(
            Usage(format!("no editor is named in $VISUAL or $EDITOR\n  help: {help}")).into()
        );
    };
    let today = today()?;
    // Said before anybody writes something that could go nowhere.
    Desk::open(global)?.place(process)?;
    let blank = template(kind, today);
    let draft = Draft::begin(global, &today.to_string(), &blank)?;
    let mut line = 1;
    loop {
        let before = draft.text()?;
        let opened = open(&editor.to_string_lossy(), &draft.path, line);
        let after = draft.text()?;
        if let Err(error) = opened {
            draft.given_up(after == blank);
            return Err(error.into());
        }
        let said = without_asides(&after);
        if said.trim().is_empty() || after == before {
            return Ok(draft.given_up(after == blank || said.trim().is_empty()));
        }
        // Another writer need not wait for somebody who thinks.
        let desk = Desk::open(global)?;
        let place = desk.place(process)?;
        let composed = written(&said, &today.to_string());
        let supposed = desk.with(&place, &composed.name, &said)?;
        if !supposed.is_unsound() {
            let exit = record.put(global, output, &desk, &place, &composed);
            if matches!(exit, Ok(Exit::Answered)) {
                draft.remove(&after)?;
            } else {
                Output::note(&format!("what you wrote is in {}", draft.path.display()));
            }
            return exit;
        }
        let path = place.path(&composed.name);
        let (told, at) = told(&said, &supposed.faults, supposed.seeds.texts(), &path);
        draft.rewrite(&told)?;
        line = at;
    }
}

/// What is being written, in a file that stays until it is recorded.
struct Draft {
    folder: Folder,
    name: Name,
    path: PathBuf,
}

impl Draft {
    fn begin(global: &Global, day: &str, text: &str) -> anyhow::Result<Draft> {
        let folder = Folder::new(Real::PRIVATE, &global.base(), Path::new("state"));
        for number in 1.. {
            let name = Name::new(&format!("unrecorded-{day}-{number}.txt")).expect("plain letters");
            if folder.read(&name)?.is_none() && folder.create(&name, text)? == Put::Written {
                let path = folder.path(&name);
                return Ok(Draft { folder, name, path });
            }
        }
        unreachable!("numbers do not end")
    }

    fn text(&self) -> anyhow::Result<String> {
        Ok(text(&self.path)?.unwrap_or_default())
    }

    fn rewrite(&self, text: &str) -> anyhow::Result<()> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        Ok(protocol::replace(&Real::PRIVATE, folder, self.name.as_str(), text)?)
    }

    fn remove(&self, text: &str) -> anyhow::Result<()> {
        self.folder.remove(&self.name, text)?;
        Ok(())
    }

    /// Leaves without anything recorded; what somebody wrote stays.
    fn given_up(&self, is_empty: bool) -> Exit {
        if is_empty {
            // One that cannot be removed is in nobody's way.
            drop(Real::PRIVATE.unlink(&self.path));
            Output::note("nothing was written, and nothing recorded");
            return Exit::Answered;
        }
        let path = self.path.display();
        Output::refused(&format!("nothing was recorded; what you wrote is in {path}"));
        Exit::Unsound
    }
}

fn open(editor: &str, path: &Path, line: usize) -> Result<(), Usage> {
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    let mut command = Command::new(program);
    command.args(words);
    let name = Path::new(program).file_name().unwrap_or_default().to_string_lossy();
    if line > 1 && TAKE_LINE.contains(&&*name) {
        command.arg(format!("+{line}"));
    }
    match command.arg(path).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Usage(format!("`{editor}` ended with {status}"))),
        Err(error) => {
            let help = "set EDITOR to a program that edits the file that it is given";
            Err(Usage(format!("`{editor}` cannot be run: {error}\n  help: {help}")))
        }
    }
}

/// Returns a text with what is wrong above the lines on which it is, and the first of these.
fn told(said: &str, faults: &[Diagnostic], texts: &Texts, path: &str) -> (String, usize) {
    let errors = faults.iter().filter(|fault| fault.severity() == Severity::Error);
    let mut notes: Vec<(usize, String)> = errors
        .map(|fault| {
            let here = fault.labels.iter().find(|label| texts.get(label.place.file).name == path);
            let at = here.map_or(1, |label| {
                texts.get(label.place.file).position(label.place.span.start).line
            });
            let words = Output::described(std::slice::from_ref(fault), texts);
            // The text has no name yet that says anything to whoever wrote it.
            let words = words.strip_prefix(path).map_or(words.as_str(), |rest| {
                rest.split_once(": ").map_or(rest, |(_, words)| words)
            });
            let patches = fault.patches.iter().map(|patch| &patch.words);
            let helps = fault.helps.iter().chain(patches).map(|help| format!("help: {help}"));
            let lines: Vec<String> = words
                .lines()
                .map(str::to_owned)
                .chain(helps)
                .map(|line| format!("{ASIDE} {line}\n"))
                .collect();
            (at, lines.concat())
        })
        .collect();
    notes.sort_by_key(|(at, _)| *at);
    let first = notes.first().map_or(1, |(at, _)| *at);
    let mut res = String::new();
    for (number, line) in (1..).zip(said.split_inclusive('\n')) {
        notes.iter().filter(|(at, _)| *at == number).for_each(|(_, note)| res.push_str(note));
        res.push_str(line);
    }
    (res, first)
}
