use std::path::{Path, PathBuf};

use clap::Args;

use super::desk::{Desk, Supposition};
use super::output::Output;
use super::{Exit, Global, Usage, today};
use crate::event::Kind;
use crate::model::nearest;
use crate::report::View;
use crate::report::record::{Found, Undoing, undone};
use crate::seed::compose::{Said, is_as_composed};
use crate::seed::git;
use crate::source::Severity;
use crate::store::{Folder, Name, Real, newest_first};

/// Take back what was recorded last, or an event by its id
///
/// A file that `record` wrote is removed, as long as it is as it was written, git does not know it, and
/// nothing refers to its event. Whatever others may have seen already is never removed: a retraction is
/// recorded, from today on it counts no more, and what was known before stays as it was.
#[derive(Debug, Args)]
pub(super) struct Undo {
    /// The event; without it, the one that was recorded last
    #[arg(value_name = "ID")]
    id: Option<String>,
    /// Say what would come of it, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Refuse, with exit code 5, if the record is not at this root any more
    #[arg(long, value_name = "ROOT")]
    expect: Option<String>,
}

impl Undo {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        let desk = Desk::open(global)?;
        if let Some(exit) = desk.refuses(self.expect.as_deref())? {
            return Ok(exit);
        }
        let lens = desk.seeds.lens(global)?;
        let before = desk.view(&lens)?;
        let found = match &self.id {
            Some(id) => Found::find(&before, None, id).ok_or_else(|| no_event(&before, id))?,
            None => last(&before, &global.base()).ok_or_else(nothing)?,
        };
        let file = before.texts.get(found.process.record.place(found.event).file);
        if is_own(&found, &before) && !git::shares(&global.base(), Path::new(&file.name))? {
            let without = desk.without(&file.name)?;
            // An event that others point at cannot simply be gone.
            if !without.is_unsound() {
                return self.remove(global, output, &before, &found, &without);
            }
        }
        self.retract(global, output, &desk, &before, &found)
    }

    fn remove(
        &self,
        global: &Global,
        output: &Output,
        before: &View<'_>,
        found: &Found<'_, '_>,
        without: &Supposition,
    ) -> anyhow::Result<Exit> {
        let file = before.texts.get(found.process.record.place(found.event).file);
        let path = Path::new(&file.name);
        let undoing = if self.dry_run { Undoing::WouldRemove } else { Undoing::Removed };
        if !self.dry_run {
            let folder = path.parent().unwrap_or(Path::new(""));
            let folder = Folder::new(Real::SHARED, &global.base(), folder);
            let name = name_of(&file.name).expect("only a file that was composed is removed");
            if !folder.remove(&name, file.content())? {
                let message = format!("{} has been changed in the meantime", file.name);
                return Err(Usage(format!("{message}\n  help: look at it, and try again")).into());
            }
        }
        let (after, _) = without.seeds.view(global, &without.lens)?;
        output.answer(&undone(before, &after, found, undoing, file.name.clone()))?;
        Ok(Exit::Answered)
    }

    fn retract(
        &self,
        global: &Global,
        output: &Output,
        desk: &Desk<'_>,
        before: &View<'_>,
        found: &Found<'_, '_>,
    ) -> anyhow::Result<Exit> {
        let record = found.process.record;
        let id = record.row(found.event).id.to_owned();
        if found.process.standing.struck(found.event) {
            let message = format!("`{id}` is taken back already");
            return Err(
                Usage(format!("{message}\n  help: `rapporteur show {id}` tells by what")).into()
            );
        }
        let fields = [("of".to_owned(), id), ("via".to_owned(), "[]".to_owned())];
        let said = Said { kind: Kind::Retract, fields: &fields, today: today()? };
        let composed = said.compose().expect("a Retract has these fields");
        let place = desk.place_of(record);
        let supposed = desk.with(&place, &composed.name, &composed.text)?;
        if supposed.is_unsound() {
            output.faults(&supposed.faults, supposed.seeds.texts(), Severity::Warning)?;
            Output::refused("nothing was taken back: see what would be wrong with it above");
            return Ok(Exit::Unsound);
        }
        let undoing = if self.dry_run { Undoing::WouldRetract } else { Undoing::Retracted };
        if !self.dry_run {
            desk.write(&place, &composed.name, &composed.text)?;
        }
        let (after, _) = supposed.seeds.view(global, &supposed.lens)?;
        let path = place.path(&composed.name);
        output.answer(&undone(before, &after, found, undoing, path))?;
        output.faults(&supposed.faults, supposed.seeds.texts(), Severity::Warning)?;
        Ok(Exit::Answered)
    }
}

/// Returns whether an event is the only one of a file that `record` wrote, as it wrote it.
fn is_own(found: &Found<'_, '_>, view: &View<'_>) -> bool {
    let record = found.process.record;
    let place = record.place(found.event);
    let file = view.texts.get(place.file);
    let others = record.events().filter(|(event, _)| record.place(*event).file == place.file);
    let name = file.name.rsplit(['/', '\\']).next().unwrap_or_default();
    others.count() == 1 && is_as_composed(name, file.content())
}

/// Finds the event that was recorded last.
fn last<'f, 'v>(view: &'f View<'v>, base: &Path) -> Option<Found<'f, 'v>> {
    let events = view.processes.iter().flat_map(|process| {
        process.record.events().map(move |(event, _)| Found { process, event })
    });
    let own: Vec<(PathBuf, Found<'_, '_>)> = events
        .filter(|found| is_own(found, view))
        .map(|found| {
            let file = found.process.record.place(found.event).file;
            (base.join(&view.texts.get(file).name), found)
        })
        .collect();
    let mut paths: Vec<PathBuf> = own.iter().map(|(path, _)| path.clone()).collect();
    newest_first(&mut paths);
    let newest = paths.into_iter().next()?;
    own.into_iter().find(|(path, _)| *path == newest).map(|(_, found)| found)
}

fn name_of(path: &str) -> Option<Name> {
    Name::new(path.rsplit(['/', '\\']).next().unwrap_or_default())
}

fn no_event(view: &View<'_>, id: &str) -> Usage {
    let ids = view.processes.iter().flat_map(|one| one.record.events().map(|(_, row)| row.id));
    let help = match nearest(id, ids) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`rapporteur log` lists the events with their ids".to_owned(),
    };
    Usage(format!("no event is called `{id}`\n  help: {help}"))
}

fn nothing() -> Usage {
    let help = "`rapporteur undo ID` takes back any event; `rapporteur log` has the ids";
    Usage(format!("`record` has recorded nothing that is still here\n  help: {help}"))
}
