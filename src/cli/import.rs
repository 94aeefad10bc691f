use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;

use super::output::Output;
use super::progress::Progress;
use super::{Exit, Global, Usage};
use crate::import::{Form, Import as Table, Map, Survey, Written as Dispatch, lifecycle_of};
use crate::lifecycle::Lifecycle;
use crate::report::import::{BadRow, Found, Outcome, Written, import};
use crate::seed::dir::{lifecycles, open, text, text_named};
use crate::seed::write::{put, replace};
use crate::source::{FileIx, Severity, Text, Texts};
use crate::store::Put;

/// The most dispatches that are named as left as they are.
const MOST_NAMED: usize = 5;

/// Write dispatches from a table that others keep
///
/// Reads CSV, JSON or JSON Lines row by row. A map, in RON, says which column is the case, the date, the
/// stage and so on; `rapporteur help maps` shows how it is written. The dispatches go into the folder
/// of the process, new cases into its charter. What is there already is left as it is, so that a longer
/// table can be imported again. If a row is not understood nothing is written.
#[derive(Debug, Args)]
pub(super) struct Import {
    /// The table
    #[arg(value_name = "FILE")]
    table: PathBuf,
    /// The map
    #[arg(long, value_name = "MAP")]
    map: PathBuf,
    /// The folder of the process, in place of `seeds/` and its name
    #[arg(long, value_name = "DIR")]
    into: Option<PathBuf>,
    /// Say what would come of it, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Leave out the rows that are not understood
    #[arg(long)]
    lenient: bool,
}

impl Import {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        let base = global.base();
        let mut texts = Texts::default();
        let (map, file) = match self.map(&base, &mut texts)? {
            Ok(read) => read,
            Err(faults) => {
                output.faults(&faults, &texts, Severity::Warning)?;
                return Ok(Exit::Unsound);
            }
        };
        let into = self.into.clone().unwrap_or_else(|| Path::new("seeds").join(&map.process));
        let target = Target { shown: into.display().to_string(), folder: base.join(into) };
        let charter = text(&target.folder.join("charter.ron"))?;
        let named = map.lifecycle.clone().or_else(|| lifecycle_of(charter.as_deref()?));
        let wanted = named.unwrap_or_else(|| Lifecycle::NEGOTIATION.to_owned());
        let (lifecycle, copy) = self.lifecycle(&base, &target, &wanted, &mut texts, output)?;
        let name = self.table.file_name().unwrap_or_default().to_string_lossy();
        let form = map.table.or_else(|| Form::of(&name)).ok_or_else(|| unknown_form(&name))?;
        let lifecycle = Some(&lifecycle);
        let table = Table { map: &map, file, table: &name, form, lifecycle };
        let path = base.join(&self.table);
        let (survey, faults) = {
            let mut progress = Progress::new("rows read");
            let opened = open(&path).map_err(|trouble| absent(trouble.error, &path))?;
            table
                .survey(opened, &mut |rows| progress.tell(rows))
                .map_err(|error| unread(error, &path))?
        };
        output.faults(&faults, &texts, Severity::Warning)?;
        if faults.iter().any(|fault| fault.severity() == Severity::Error) {
            return Ok(Exit::Unsound);
        }
        if survey.rows == 0 {
            let help = "the first line has the names of the columns, each line after it a row";
            return Err(Usage(format!("{} has no rows\n  help: {help}", path.display())).into());
        }
        let found = found(&survey, &table);
        let bad = survey.not_understood > 0;
        let outcome = if self.dry_run {
            Outcome::Tried
        } else if bad && !self.lenient {
            Outcome::Refused
        } else {
            let copy = copy.as_ref();
            Outcome::Done(target.write(&path, &table, &survey, charter.as_deref(), copy)?)
        };
        let sound = !bad && !matches!(&outcome, Outcome::Done(done) if done.differing > 0);
        output.answer(&import(found, outcome))?;
        Ok(if sound { Exit::Answered } else { Exit::Unsound })
    }

    /// Reads the map; what is wrong with it otherwise.
    fn map(
        &self,
        base: &Path,
        texts: &mut Texts,
    ) -> anyhow::Result<Result<(Map, FileIx), Vec<crate::source::Diagnostic>>> {
        let path = base.join(&self.map);
        let content = text_named(&path)?.ok_or_else(|| {
            let help = "`rapporteur help maps` shows how a map is written";
            Usage(format!("there is no map {}\n  help: {help}", path.display()))
        })?;
        let file = texts.add(Text::new(self.map.display().to_string(), content));
        let (map, faults) = Map::read(file, texts.get(file).content());
        Ok(map.map(|map| (map, file)).ok_or(faults))
    }

    /// Finds how cases move: beside the charter, or else beside the map, from where it is to be copied.
    fn lifecycle(
        &self,
        base: &Path,
        target: &Target,
        wanted: &str,
        texts: &mut Texts,
        output: &Output,
    ) -> anyhow::Result<(Lifecycle, Option<Copied>)> {
        let beside = base.join(&self.map);
        let beside = beside.parent().unwrap_or(Path::new("")).to_owned();
        for (folder, copied) in [(&target.folder, false), (&beside, true)] {
            for (path, content) in lifecycles(folder)? {
                let file = texts.add(Text::new(path.display().to_string(), content.clone()));
                let (read, faults) = Lifecycle::read(file, &content);
                let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
                if read.is_none() && name == format!("{wanted}.lifecycle.ron") {
                    output.faults(&faults, texts, Severity::Warning)?;
                }
                if let Some(found) = read.filter(|found| found.name == wanted) {
                    let copy = (copied && folder != &target.folder).then_some((name, content));
                    return Ok((found, copy));
                }
            }
        }
        if wanted == Lifecycle::NEGOTIATION {
            return Ok((Lifecycle::negotiation(), None));
        }
        let help = format!("write it as `{wanted}.lifecycle.ron` beside the map or the charter");
        Err(Usage(format!("there is no lifecycle `{wanted}` that can be read\n  help: {help}"))
            .into())
    }
}

/// A lifecycle that is to lie beside the charter: the name of its file, and its text.
type Copied = (String, String);

/// The folder of the process.
struct Target {
    /// As the user knows it.
    shown: String,
    folder: PathBuf,
}

impl Target {
    /// Writes what a table comes to: the charter first, so that no dispatch is without one.
    fn write(
        &self,
        path: &Path,
        table: &Table<'_>,
        survey: &Survey,
        charter: Option<&str>,
        lifecycle: Option<&Copied>,
    ) -> anyhow::Result<Written> {
        let declared = self.declare(table, survey, charter)?;
        if let Some((name, content)) = lifecycle {
            let path = self.folder.join(name);
            put(&path, content).with_context(|| format!("cannot write {}", path.display()))?;
        }
        let (mut written, mut unchanged, mut differing, mut left) = (0, 0, 0, Vec::new());
        let mut write = |dispatch: Dispatch| {
            match put(&self.folder.join(&dispatch.path), &dispatch.text)? {
                Put::Written => written += 1,
                Put::Same => unchanged += 1,
                Put::Differs => {
                    differing += 1;
                    if left.len() < MOST_NAMED {
                        left.push(dispatch.path);
                    }
                }
            }
            Ok(())
        };
        let mut progress = Progress::new("rows written");
        let opened = open(path)?;
        table
            .dispatches(opened, &mut |rows| progress.tell(rows), &mut write)
            .with_context(|| format!("cannot write into {}", self.folder.display()))?;
        Ok(Written {
            folder: self.shown.clone(),
            dispatches: written,
            unchanged,
            differing,
            left,
            new_charter: charter.is_none(),
            declared,
        })
    }

    /// Declares the cases; returns how many were put into a charter that was there.
    fn declare(
        &self,
        table: &Table<'_>,
        survey: &Survey,
        charter: Option<&str>,
    ) -> anyhow::Result<usize> {
        let path = self.folder.join("charter.ron");
        let trouble = || format!("cannot write {}", path.display());
        let Some(charter) = charter else {
            put(&path, &table.new_charter(survey)).with_context(trouble)?;
            return Ok(0);
        };
        let (extended, declared) = table
            .extended_charter(charter, survey)
            .map_err(|why| Usage(format!("{} cannot take the new cases: {why}", path.display())))?;
        if extended != charter {
            replace(&path, charter, &extended).with_context(trouble)?;
        }
        Ok(declared)
    }
}

fn found(survey: &Survey, table: &Table<'_>) -> Found {
    Found {
        table: table.table.to_owned(),
        process: table.map.process.clone(),
        rows: survey.rows,
        events: survey.events,
        passed_over: survey.passed_over,
        cases: survey.count(),
        not_understood: survey.not_understood,
        bad: survey
            .bad
            .iter()
            .map(|(line, why)| BadRow { line: *line, why: why.clone() })
            .collect(),
    }
}

fn unknown_form(name: &str) -> Usage {
    let help = "name it .csv, .tsv, .json or .jsonl, or say `table: Csv` in the map";
    Usage(format!("`{name}` does not say what it is written in\n  help: {help}"))
}

fn absent(error: io::Error, path: &Path) -> anyhow::Error {
    if error.kind() == io::ErrorKind::NotFound {
        return Usage(format!("there is no table {}", path.display())).into();
    }
    unread(error, path)
}

fn unread(error: io::Error, path: &Path) -> anyhow::Error {
    anyhow::Error::new(error).context(format!("cannot read {}", path.display()))
}
