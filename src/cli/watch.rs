use std::ffi::OsString;
use std::io::{self, IsTerminal};
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use notify::{Event, RecursiveMode, Watcher};

use super::output::Output;
use super::{Exit, Global, Usage};

/// How long a change may take until it is looked at: editors write in several steps.
const SETTLED: Duration = Duration::from_millis(150);

/// Run a command again whenever the seeds change
///
/// On a terminal each answer takes the place of the one before; in a pipe it is printed when it differs.
#[derive(Debug, Args)]
pub(super) struct Watch {
    /// The command, as it would be typed: `watch status is:open`
    #[arg(
        value_name = "COMMAND",
        required = true,
        trailing_var_arg = true,
        allow_hyphen_values = true
    )]
    command: Vec<OsString>,
}

impl Watch {
    pub(super) fn run(&self, global: &Global) -> anyhow::Result<Exit> {
        if self.command.first().is_some_and(|name| name == "watch") {
            let help = "name what is to be watched: `rapporteur watch status`";
            return Err(Usage(format!("watching has nothing to answer\n  help: {help}")).into());
        }
        let folder = global.base().join("seeds");
        if !folder.is_dir() {
            let help = "run it where your `seeds` folder is, or say where with -C";
            return Err(
                Usage(format!("there is no folder `seeds` to watch\n  help: {help}")).into()
            );
        }
        let (tell, told) = channel();
        let context = || format!("cannot watch {}", folder.display());
        let mut watcher = notify::recommended_watcher(tell).with_context(context)?;
        watcher.watch(&folder, RecursiveMode::Recursive).with_context(context)?;
        let mut latest = None;
        loop {
            match self.answer(global, &mut latest)? {
                // What was not asked right will not be so the next time.
                Some(2) => return Ok(Exit::Usage),
                None => return Ok(Exit::Answered),
                Some(_) => {}
            }
            if !changed(&told) {
                return Ok(Exit::Answered);
            }
        }
    }

    /// Runs the command once; its exit code, or none if nobody reads the answer any more.
    fn answer(&self, global: &Global, latest: &mut Option<Vec<u8>>) -> anyhow::Result<Option<i32>> {
        let program = std::env::current_exe().context("cannot find the program itself")?;
        let mut command = Command::new(program);
        if let Some(directory) = &global.directory {
            command.arg("-C").arg(directory);
        }
        command.args(&self.command);
        if io::stdout().is_terminal() {
            Output::text("\u{1b}[2J\u{1b}[3J\u{1b}[H")?;
            return Ok(command.arg("--no-pager").status()?.code());
        }
        let output = command.stderr(Stdio::inherit()).output()?;
        if latest.as_ref() != Some(&output.stdout) {
            if !Output::bytes(&output.stdout)? {
                return Ok(None);
            }
            *latest = Some(output.stdout);
        }
        Ok(output.status.code())
    }
}

/// Waits until something changed and all is quiet again; false if nothing can change any more.
fn changed(told: &Receiver<notify::Result<Event>>) -> bool {
    loop {
        let Ok(event) = told.recv() else { return false };
        // Reading is no change.
        if event.is_ok_and(|event| !event.kind.is_access()) {
            break;
        }
    }
    while told.recv_timeout(SETTLED).is_ok() {}
    true
}
