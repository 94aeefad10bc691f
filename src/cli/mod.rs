//! The command line: flags in, characters and an exit code out.
//!
//! Here, and only here, the clock, the environment and the terminal are asked. One command a file; what
//! a command answers is for `report` to say.

mod agenda;
mod changed;
mod check;
mod completions;
mod conformance;
mod coverage;
mod demo;
mod desk;
mod diff;
mod doctor;
mod explain;
mod export;
mod first_steps;
mod help;
mod import;
mod index;
mod init;
mod lifecycle;
mod limits;
mod log;
mod man;
mod matrix;
mod output;
mod point;
mod progress;
mod reading;
mod record;
mod replay;
mod schema;
mod seal;
mod seeds;
mod show;
mod snapshot;
mod sources;
mod status;
mod texts;
mod undo;
mod watch;
mod why;
mod words;

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context;
use chrono::Datelike;
use clap::{Args, CommandFactory, Parser, Subcommand, ValueEnum};
use clap_complete::CompleteEnv;
use clap_complete::engine::ArgValueCompleter;

use crate::model::{Day, Policy};
use crate::query::Use;
use crate::report::root::Roots;
use crate::report::{Answer, Answered, Rows, View};
use crate::seed::dir::Changed;
use crate::source::{Limits, Severity};
use output::Output;
use point::Asked;
use seeds::{Look, Seeds};
use words::Words;

/// Keep the record of a negotiation and say where it stands
///
/// Reports are written down as dispatches, plain text in RON, in a folder for each negotiation under
/// `seeds/`. From what they claim, rapporteur works out where each issue stands, on whose word, as
/// known on any day, and why.
///
/// Without a command it shows the board, as `rapporteur status` does.
#[derive(Debug, Parser)]
#[command(version, max_term_width = 100, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    status: status::Status,
    #[command(flatten)]
    global: Global,
}

#[derive(Debug, Subcommand)]
enum Command {
    Status(status::Status),
    Replay(replay::Replay),
    Why(why::Why),
    Show(show::Show),
    Changed(changed::Changed),
    Diff(diff::Diff),
    Snapshot(snapshot::Keeping),
    Matrix(matrix::Matrix),
    Agenda(agenda::Agenda),
    Sources(sources::Sources),
    Texts(texts::Texts),
    Conformance(conformance::Conformance),
    Log(log::Log),
    Check(check::Check),
    Seal(seal::Sealing),
    Doctor(doctor::Doctor),
    Export(export::Export),
    Coverage(coverage::Coverage),
    Record(record::Record),
    Undo(undo::Undo),
    Import(import::Import),
    Init(init::Init),
    Demo(demo::Demo),
    Lifecycle(lifecycle::Lifecycle),
    Explain(explain::Explain),
    Schema(schema::Schema),
    Watch(watch::Watch),
    Completions(completions::Completions),
    Man(man::Man),
    Help(help::Help),
}

/// What every command takes.
#[derive(Debug, Clone, Args)]
struct Global {
    /// Work in this folder, which has `seeds/` and `state/`, instead of the current one
    #[arg(short = 'C', long, global = true, value_name = "DIR", help_heading = "Where")]
    directory: Option<PathBuf>,
    /// Show how things stood at the close of this day, as known today
    ///
    /// With `--known-on` both times are given. Without either, both are today. Also DATE@KNOWN or
    /// @KNOWN, the name of a snapshot, for its point, and git:REV, for the seeds as they were written in
    /// that revision. A month, a week (2025-W49) or a quarter stands for its last day.
    #[arg(long, global = true, value_name = "POINT", allow_hyphen_values = true)]
    #[arg(help_heading = "When")]
    as_of: Option<String>,
    /// Count only what was known at the close of this day
    ///
    /// Alone it also sets the day shown: how things stood then, as known then.
    #[arg(long, global = true, value_name = "DATE", allow_hyphen_values = true)]
    #[arg(help_heading = "When")]
    known_on: Option<String>,
    /// Whom to believe where claims contradict each other
    #[arg(long, global = true, value_enum, default_value_t, help_heading = "Which claims")]
    policy: PolicyArg,
    /// Count only some claims: `basis:OnRecord`, `source:axios`, `party:us`
    ///
    /// Claims are chosen before anything is worked out, so the answer is where things would stand if
    /// these claims were all there is. Several fields narrow each other; a comma between values
    /// widens: `basis:OnRecord,Document party:us`. `rapporteur help query` lists the fields.
    #[arg(
        long,
        global = true,
        value_name = "QUERY",
        default_value = "",
        hide_default_value = true
    )]
    #[arg(help_heading = "Which claims")]
    only: String,
    /// Count only what this party says itself: short for `--only voice:P`
    #[arg(long, global = true, value_name = "P", value_delimiter = ',')]
    #[arg(add = ArgValueCompleter::new(completions::parties))]
    #[arg(help_heading = "Which claims")]
    as_told_by: Vec<String>,
    /// Leave out what rests on this source alone: short for `--only not:root:S`
    #[arg(long, global = true, value_name = "S", value_delimiter = ',')]
    #[arg(add = ArgValueCompleter::new(completions::actors))]
    #[arg(help_heading = "Which claims")]
    without: Vec<String>,
    /// How to write the answer
    #[arg(short, long, global = true, value_enum, default_value_t, help_heading = "How")]
    output: Format,
    /// When to use colours; `NO_COLOR` turns them off where nothing is said here
    #[arg(long, global = true, value_enum, value_name = "WHEN", help_heading = "How")]
    color: Option<Colour>,
    /// Also tell what was done beside the answer
    #[arg(short, long, global = true, help_heading = "How")]
    verbose: bool,
    /// Pass over what was kept of the seeds.
    #[arg(skip)]
    fresh: bool,
    /// How large things may be.
    #[arg(skip)]
    limits: Limits,
    /// Print long answers at once, rather than through `$PAGER`
    #[arg(long, global = true, help_heading = "How")]
    no_pager: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Colour {
    /// On a terminal
    Auto,
    /// In a pipe, too
    Always,
    /// Nowhere
    Never,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum PolicyArg {
    /// The better supported side; a tie takes the lower stage
    #[default]
    Strongest,
    /// The lowest stage that any live claim allows
    Cautious,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Text for people, as wide as the screen
    #[default]
    Human,
    /// Text that is never wrapped: a row a line, with tabs
    Plain,
    /// One JSON value for programs
    Json,
    /// A JSON value a line: a row each
    Jsonl,
    /// Tables for spreadsheets
    Csv,
    /// Markdown
    Md,
    /// A page for browsers
    Html,
    /// The data of `json` in RON
    Ron,
}

/// Runs the command line of this process and returns its exit code.
pub fn main() -> ExitCode {
    // A shell that asks for candidates is answered here, and nothing else is done.
    CompleteEnv::with_factory(Cli::command).var(completions::ASKED).complete();
    let cli = match Cli::try_parse_from(std::env::args_os()) {
        Ok(cli) => cli,
        Err(stop) => {
            let code = if stop.use_stderr() { 2 } else { 0 };
            // Nobody is left to tell where even this cannot be written.
            drop(stop.print());
            return ExitCode::from(code);
        }
    };
    match answered(&cli) {
        Ok(exit) => exit.into(),
        Err(error) => Output::failed(&error).into(),
    }
}

/// Runs a command; once more from the seeds alone, where these were changed while it looked at what was
/// kept of them. Nothing is written before an answer is whole, so that nothing is written twice.
fn answered(cli: &Cli) -> anyhow::Result<Exit> {
    let limits = limits::limits()?;
    let run = |fresh: bool| {
        // What was kept was read within the usual limits.
        let fresh = fresh || limits != Limits::default();
        let global = Global { fresh, limits, ..cli.global.clone() };
        catch_unwind(AssertUnwindSafe(|| cli.run(&global)))
    };
    let done =
        run(false).or_else(|thrown| if thrown.is::<Changed>() { run(true) } else { Err(thrown) });
    done.unwrap_or_else(|thrown| resume_unwind(thrown))
}

impl Cli {
    fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        let output = global.output();
        match &self.command {
            Some(_) if !self.status.is_bare() => Err(Usage(
                "the paths come after the command\n  help: write `rapporteur COMMAND PATH…`"
                    .to_owned(),
            )
            .into()),
            None => self.status.run(global, &output),
            Some(Command::Status(command)) => command.run(global, &output),
            Some(Command::Replay(command)) => command.run(global, &output),
            Some(Command::Why(command)) => command.run(global, &output),
            Some(Command::Show(command)) => command.run(global, &output),
            Some(Command::Coverage(command)) => command.run(global, &output),
            Some(Command::Changed(command)) => command.run(global, &output),
            Some(Command::Diff(command)) => command.run(global, &output),
            Some(Command::Snapshot(command)) => command.run(global, &output),
            Some(Command::Matrix(command)) => command.run(global, &output),
            Some(Command::Agenda(command)) => command.run(global, &output),
            Some(Command::Sources(command)) => command.run(global, &output),
            Some(Command::Texts(command)) => command.run(global, &output),
            Some(Command::Conformance(command)) => command.run(global, &output),
            Some(Command::Log(command)) => command.run(global, &output),
            Some(Command::Check(command)) => command.run(global, &output),
            Some(Command::Record(command)) => command.run(global, &output),
            Some(Command::Undo(command)) => command.run(global, &output),
            Some(Command::Seal(command)) => command.run(global, &output),
            Some(Command::Doctor(command)) => command.run(global, &output),
            Some(Command::Export(command)) => command.run(global, &output),
            Some(Command::Import(command)) => command.run(global, &output),
            Some(Command::Init(command)) => command.run(global, &output),
            Some(Command::Demo(command)) => command.run(global, &output),
            Some(Command::Lifecycle(command)) => command.run(global, &output),
            Some(Command::Watch(command)) => command.run(global),
            Some(Command::Completions(command)) => command.run(),
            Some(Command::Man(command)) => command.run(),
            Some(Command::Schema(command)) => command.run(&output),
            Some(Command::Explain(command)) => command.run(&output),
            Some(Command::Help(command)) => command.run(&output),
        }
    }
}

/// Asks a question of the seeds at `paths` and writes the answer.
fn ask<T: Answered>(
    global: &Global,
    output: &Output,
    paths: &[PathBuf],
    question: impl FnOnce(&View<'_>) -> anyhow::Result<Answer<T>>,
) -> anyhow::Result<Exit> {
    let seeds = Seeds::read(global, paths, Look::Record)?;
    let lens = seeds.lens(global)?;
    let (view, faults) = seeds.view(global, &lens)?;
    let (answer, root) = (question(&view)?, root(global, &view));
    output.answer(&answer)?;
    output.faults(&faults, seeds.texts(), Severity::Error)?;
    seeds.keep(&view);
    root.iter().for_each(|root| Output::note(root));
    Ok(exit(&view))
}

/// Asks a question of the seeds and shows those rows of the answer that a query chooses.
fn ask_rows<T: Answered>(
    global: &Global,
    output: &Output,
    words: &Words,
    usage: Use,
    question: impl FnOnce(&View<'_>, &Rows) -> anyhow::Result<Answer<T>>,
) -> anyhow::Result<Exit> {
    let seeds = Seeds::read(global, &words.paths(), Look::Record)?;
    let rows = seeds.rows(&words.query(), usage)?;
    let lens = seeds.lens(global)?;
    let (view, faults) = seeds.view(global, &lens)?;
    let (answer, root) = (question(&view, &rows)?, root(global, &view));
    output.answer(&answer)?;
    output.faults(&faults, seeds.texts(), Severity::Error)?;
    seeds.keep(&view);
    root.iter().for_each(|root| Output::note(root));
    Ok(exit(&view))
}

/// Returns what is told of the root of the record that was asked, where everything beside the answer is
/// wanted. To be worked out before the answer is written: it reads the texts.
fn root(global: &Global, view: &View<'_>) -> Option<String> {
    let roots = || Roots::of(view.texts, view.processes.iter().map(|one| one.record));
    global.verbose.then(|| format!("root {}", roots().root.short()))
}

/// Returns how a command ended that answered: some of the data may not replay.
fn exit(view: &View<'_>) -> Exit {
    if view.tally.errors > 0 { Exit::Unsound } else { Exit::Answered }
}

/// Returns how a command ended that was told to say so by its exit code if it found something.
fn told(view: &View<'_>, found: bool) -> Exit {
    match exit(view) {
        Exit::Answered if found => Exit::Found,
        exit => exit,
    }
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Exit {
    /// It answered.
    Answered,
    /// It answered, and found what it was told to refuse.
    Found,
    /// It was not asked right.
    Usage,
    /// It answered, and some of the data does not replay.
    Unsound,
    /// The machine did not do what it had to.
    Machine,
    /// The record is not the one that it was said to be.
    Stale,
    /// What was kept was altered.
    Altered,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(match exit {
            Exit::Answered => 0,
            Exit::Found => 1,
            Exit::Usage => 2,
            Exit::Unsound => 3,
            Exit::Machine => 4,
            Exit::Stale => 5,
            Exit::Altered => 6,
        })
    }
}

/// What the user can mend at the shell.
#[derive(Debug)]
struct Usage(String);

impl std::fmt::Display for Usage {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Usage {}

impl Global {
    /// Returns where answers go, and how.
    fn output(&self) -> Output {
        let unsaid = if variable("NO_COLOR").is_some() { Colour::Never } else { Colour::Auto };
        let pager = variable("PAGER").unwrap_or_else(|| "less".into());
        let pager = Some(pager).filter(|_| !self.no_pager);
        let columns = variable("COLUMNS");
        Output::new(self.output, columns.as_deref(), self.color.unwrap_or(unsaid), pager)
    }

    /// Returns the folder to work in.
    fn base(&self) -> PathBuf {
        let fixed = || variable("RAPPORTEUR_DIR").map(PathBuf::from);
        self.directory.clone().or_else(fixed).unwrap_or_default()
    }

    /// Returns the point that was asked for, and from where the seeds are to be read; today supplies what
    /// is missing.
    fn asked(&self) -> anyhow::Result<Asked> {
        let known_on = self.known_on.as_deref().map(Asked::day).transpose()?;
        let Some(as_of) = &self.as_of else {
            return Ok(Asked::on(known_on.map_or_else(today, Ok)?));
        };
        if known_on.is_some() && Asked::is_whole(as_of) {
            let message = format!("`--as-of {as_of}` says already as known when");
            let help = "leave out `--known-on`, or give a day alone to `--as-of`";
            return Err(Usage(format!("{message}\n  help: {help}")).into());
        }
        Asked::read_as(as_of, self, Some(known_on.map_or_else(today, Ok)?))
    }

    /// Refuses a point where a command takes its points otherwise.
    fn no_point(&self, how: &str) -> anyhow::Result<()> {
        if self.as_of.is_none() && self.known_on.is_none() {
            return Ok(());
        }
        let message = "--as-of and --known-on are not of this command";
        Err(Usage(format!("{message}\n  help: {how}")).into())
    }

    /// Returns the query of the lens, its short forms written out.
    fn lens(&self) -> anyhow::Result<String> {
        if self.as_told_by.len() > 1 {
            let help = format!("rapporteur matrix --as-told-by {}", self.as_told_by.join(","));
            let message = "one party's telling at a time; side by side they are a matrix";
            return Err(Usage(format!("{message}\n  help: {help}")).into());
        }
        let told = self.as_told_by.iter().map(|party| format!("voice:{party}"));
        let without = self.without.iter().map(|source| format!("not:root:{source}"));
        let short: Vec<String> = told.chain(without).collect();
        Ok(match (self.only.trim(), short.is_empty()) {
            (only, true) => only.to_owned(),
            ("", false) => short.join(" "),
            (only, false) => format!("({only}) {}", short.join(" ")),
        })
    }

    /// Returns the same, as told by all.
    fn told_by_all(&self) -> Global {
        Global { as_told_by: Vec::new(), ..self.clone() }
    }

    fn policy(&self) -> Policy {
        match self.policy {
            PolicyArg::Strongest => Policy::Strongest,
            PolicyArg::Cautious => Policy::Cautious,
        }
    }
}

/// Returns today, or the day that `RAPPORTEUR_NOW` fixes.
#[expect(clippy::disallowed_methods, reason = "today enters here")]
fn today() -> anyhow::Result<Day> {
    let Some(fixed) = variable("RAPPORTEUR_NOW") else {
        let now = chrono::Local::now();
        return Day::from_ymd(now.year(), now.month(), now.day())
            .context("the clock is out of range");
    };
    let fixed = fixed.to_string_lossy();
    let date = fixed.split('T').next().unwrap_or_default();
    Day::parse(date).ok_or_else(|| {
        Usage(format!("RAPPORTEUR_NOW is `{fixed}`, not a date such as 2025-12-07")).into()
    })
}

/// Returns the day and the time in UTC, or what `RAPPORTEUR_NOW` fixes them to.
#[expect(clippy::disallowed_methods, reason = "the clock enters here")]
fn now() -> anyhow::Result<String> {
    today()?;
    let fixed = variable("RAPPORTEUR_NOW").map(|fixed| fixed.to_string_lossy().into_owned());
    let clock = || chrono::Utc::now().format("%Y-%m-%dT%H:%M:%SZ").to_string();
    Ok(fixed.unwrap_or_else(clock))
}

#[expect(clippy::disallowed_methods, reason = "the environment enters here")]
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}
