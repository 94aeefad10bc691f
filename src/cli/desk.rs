//! The record as it is before something is written to it, and as it would be after.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::output::Output;
use super::seeds::{Look, Seeds, Supposed};
use super::{Exit, Global, Usage};
use crate::model::{Digest, nearest};
use crate::record::{EventIx, Lens, Record};
use crate::report::View;
use crate::report::root::Roots;
use crate::source::{Diagnostic, Severity, Texts};
use crate::store::{Folder, Lock, Name, Put, Real, Store, newest_first};

/// How many of the newest files are looked at to say what came since.
const NEWEST: usize = 200;
/// How many events are named that came since.
const NAMED: usize = 10;

/// The record, and the right to write to it: who looks first and writes then waits for whoever does the same.
pub(super) struct Desk<'g> {
    global: &'g Global,
    pub(super) seeds: Seeds,
    /// What is wrong already, which is not held against what is new.
    known: BTreeSet<String>,
    _lock: Option<Lock>,
}

/// Where something is to be written.
pub(super) struct Place {
    pub(super) process: String,
    charter: String,
    /// The folder of the process, from the folder to work in.
    folder: PathBuf,
}

/// The record as it would be.
pub(super) struct Supposition {
    pub(super) seeds: Seeds,
    pub(super) lens: Lens,
    /// What would be wrong that is not wrong now.
    pub(super) faults: Vec<Diagnostic>,
}

impl<'g> Desk<'g> {
    /// Reads the record, when nobody else is about to write to it.
    pub(super) fn open(global: &'g Global) -> anyhow::Result<Desk<'g>> {
        global.no_point("what is recorded is known on the day that `known:` gives, or today")?;
        let all = Folder::new(Real::SHARED, &global.base(), Path::new("seeds"));
        // Where there is no such folder, reading says so in better words.
        let lock = all.lock().ok().flatten();
        let seeds = Seeds::read(global, &[], Look::Documents)?;
        let lens = seeds.lens(global)?;
        let (_, faults) = seeds.view(global, &lens)?;
        let known = faults.iter().map(|fault| short(fault, seeds.texts())).collect();
        Ok(Desk { global, seeds, known, _lock: lock })
    }

    /// Returns where a process is: the one of that name, or the only one.
    pub(super) fn place(&self, name: Option<&str>) -> Result<Place, Usage> {
        let records = self.seeds.records();
        let names = || records.iter().map(|record| record.register.process.as_str());
        let list = || names().collect::<Vec<_>>().join(", ");
        let record = match (name, records) {
            (Some(name), _) => {
                let found = records.iter().find(|record| record.register.process == name);
                found.ok_or_else(|| {
                    let help = match nearest(name, names()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("there is {}", list()),
                    };
                    Usage(format!("no process is called `{name}`\n  help: {help}"))
                })?
            }
            (None, [only]) => only,
            (None, []) => {
                let help =
                    "`rapporteur check` says what is wrong, `rapporteur init` starts a record";
                return Err(Usage(format!("there is no process to record in\n  help: {help}")));
            }
            (None, several) => {
                let message = format!("there are {} processes: {}", several.len(), list());
                let help = format!("say which: `process:{}`", several[0].register.process);
                return Err(Usage(format!("{message}\n  help: {help}")));
            }
        };
        Ok(self.place_of(record))
    }

    pub(super) fn place_of(&self, record: &Record) -> Place {
        let register = &record.register;
        let charter = self.seeds.texts().get(register.charters[0]).name.clone();
        let folder = Path::new(&charter).parent().unwrap_or(Path::new("")).to_owned();
        Place { process: register.process.clone(), charter, folder }
    }

    /// Reads the record as if a new dispatch were there.
    pub(super) fn with(
        &self,
        place: &Place,
        name: &str,
        text: &str,
    ) -> anyhow::Result<Supposition> {
        let path = place.path(name);
        self.supposing(&Supposed::New { charter: &place.charter, path: &path, text })
    }

    /// Reads the record as if a dispatch were gone.
    pub(super) fn without(&self, path: &str) -> anyhow::Result<Supposition> {
        self.supposing(&Supposed::Gone { path })
    }

    fn supposing(&self, file: &Supposed<'_>) -> anyhow::Result<Supposition> {
        let seeds = Seeds::supposing(self.global, file)?;
        let lens = seeds.lens(self.global)?;
        let (_, mut faults) = seeds.view(self.global, &lens)?;
        faults.retain(|fault| !self.known.contains(&short(fault, seeds.texts())));
        Ok(Supposition { seeds, lens, faults })
    }

    /// Writes a dispatch; says when it is safe.
    pub(super) fn write(&self, place: &Place, name: &str, text: &str) -> anyhow::Result<Put> {
        let store = Folder::new(Real::SHARED, &self.global.base(), &place.folder);
        let name = Name::new(name).expect("its name is made of plain letters");
        let put = store.create(&name, text)?;
        if put == Put::Differs {
            let path = place.path(name.as_str());
            let message = format!("{path} is there already, and says something else");
            return Err(Usage(format!("{message}\n  help: give this one an `id:`")).into());
        }
        Ok(put)
    }

    /// Refuses where the record is not the one that somebody has seen, and says what came since.
    pub(super) fn refuses(&self, expected: Option<&str>) -> anyhow::Result<Option<Exit>> {
        let Some(expected) = expected else { return Ok(None) };
        if !Digest::is_prefix(expected) {
            let help = "`rapporteur check` shows it; its first letters are enough";
            return Err(Usage(format!("`{expected}` is no root\n  help: {help}")).into());
        }
        let texts = self.seeds.texts();
        let roots = Roots::of(texts, self.seeds.records());
        if roots.has(expected) {
            return Ok(None);
        }
        let mut lines = vec![format!(
            "the record is at {} now, not at {}; nothing was written",
            roots.root.short(),
            &expected[..expected.len().min(Digest::SHORT)]
        )];
        match self.since(expected) {
            Some(events) => {
                let more = events.len().saturating_sub(NAMED);
                lines
                    .extend(events.into_iter().take(NAMED).map(|one| format!("came since: {one}")));
                lines.extend((more > 0).then(|| format!("came since: {more} more")));
            }
            None => lines.push("it is no root that the record had lately".to_owned()),
        }
        lines.push(
            "help: look at what came, and say --expect with the root as it is now".to_owned(),
        );
        Output::refused(&lines.join("\n  "));
        Ok(Some(Exit::Stale))
    }

    /// Returns the events that came since the record had a root: those of the newest files, as many as have
    /// to be left out for it.
    fn since(&self, expected: &str) -> Option<Vec<String>> {
        let texts = self.seeds.texts();
        let records: Vec<_> =
            self.seeds.records().iter().map(|record| (record, record.contents(texts))).collect();
        let base = self.global.base();
        let dispatches = records.iter().flat_map(|(record, _)| record.dispatches());
        let mut paths: Vec<PathBuf> =
            dispatches.map(|one| base.join(&texts.get(one.file).name)).collect();
        newest_first(&mut paths);
        let mut left: BTreeSet<PathBuf> = BTreeSet::new();
        for path in paths.into_iter().take(NEWEST) {
            left.insert(path);
            let is_new = |record: &Record, event: EventIx| {
                left.contains(&base.join(&texts.get(record.place(event).file).name))
            };
            let roots: Vec<Digest> = records
                .iter()
                .map(|(record, contents)| contents.root_without(|event| is_new(record, event)))
                .collect();
            let whole = crate::record::root(roots.iter().copied());
            if !roots.iter().chain([&whole]).any(|root| root.goes_by(expected)) {
                continue;
            }
            let new = records.iter().flat_map(|(record, _)| {
                let events = record.events().filter(|(event, _)| is_new(record, *event));
                events.map(|(event, row)| {
                    let line = record.event(texts, event).line(&record.register);
                    format!("{} {} · {line}", row.id, row.kind.name())
                })
            });
            return Some(new.collect());
        }
        None
    }

    /// Returns the record as it is seen.
    pub(super) fn view<'v>(&'v self, lens: &'v Lens) -> anyhow::Result<View<'v>> {
        Ok(self.seeds.view(self.global, lens)?.0)
    }
}

impl Place {
    /// Returns the path of a file of the process.
    pub(super) fn path(&self, name: &str) -> String {
        self.folder.join(name).display().to_string()
    }
}

impl Supposition {
    /// Returns whether something would be wrong that must not be.
    pub(super) fn is_unsound(&self) -> bool {
        self.faults.iter().any(|fault| fault.severity() == Severity::Error)
    }
}

/// Returns what tells one fault from another, wherever its file is among the others.
fn short(fault: &Diagnostic, texts: &Texts) -> String {
    Output::described(std::slice::from_ref(fault), texts)
}
