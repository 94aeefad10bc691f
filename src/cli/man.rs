use clap::{Args, CommandFactory};
use clap_mangen::Man as Rendering;

use super::output::Output;
use super::{Cli, Exit, Usage};
use crate::model::nearest;

/// Print the manual page of the program or of one command, as roff
///
/// `rapporteur man changed | man -l -` shows one.
#[derive(Debug, Args)]
pub(super) struct Man {
    /// The command; the program as a whole if none is named
    command: Option<String>,
}

impl Man {
    pub(super) fn run(&self) -> anyhow::Result<Exit> {
        let cli = command();
        let page = match &self.command {
            None => page(&cli)?,
            Some(name) => match cli.find_subcommand(name) {
                Some(found) => page(found)?,
                None => return Err(unknown(name, &cli).into()),
            },
        };
        Output::text(&page)?;
        Ok(Exit::Answered)
    }
}

/// Returns the program as it is documented, each command under its whole name.
fn command() -> clap::Command {
    let mut cli = Cli::command();
    cli.build();
    cli
}

fn page(command: &clap::Command) -> anyhow::Result<String> {
    let mut text = Vec::new();
    // The day on which a page is printed says nothing of it.
    Rendering::new(command.clone()).date("").render(&mut text)?;
    Ok(String::from_utf8(text)?)
}

fn unknown(name: &str, cli: &clap::Command) -> Usage {
    let help = match nearest(name, cli.get_subcommands().map(clap::Command::get_name)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "`rapporteur help` lists the commands".to_owned(),
    };
    Usage(format!("there is no command `{name}`\n  help: {help}"))
}
