use clap::{Args, CommandFactory};

use super::output::Output;
use super::{Cli, Exit, Usage};
use crate::model::nearest;
use crate::report::dates::dates;
use crate::report::fields::fields;
use crate::report::format::{lifecycles, maps};
use crate::report::kinds::{find, kind, kinds, names};

/// What can be read about that is no command.
const TOPICS: [&str; 5] = ["dates", "events", "lifecycles", "maps", "query"];

/// Explain a command or a topic: how dates and queries are written, which kinds of events there are
///
/// Topics: `dates` (the forms of a date, and the words of a source that are understood), `events` (every
/// kind of event; `events Demand` for one, with its fields and an example), `query` (what can be asked
/// for), `lifecycles` and `maps` (how the stages of issues, and the map of a table, are written). Without
/// a topic, all commands are listed.
#[derive(Debug, Args)]
pub(super) struct Help {
    /// A command, `dates`, `query`, `lifecycles`, `maps`, `events`, or `events` and a kind
    #[arg(value_name = "TOPIC")]
    topic: Vec<String>,
}

impl Help {
    pub(super) fn run(&self, output: &Output) -> anyhow::Result<Exit> {
        let topic: Vec<&str> = self.topic.iter().map(String::as_str).collect();
        match topic[..] {
            [] => Output::text(&Cli::command().render_long_help().to_string())?,
            ["dates"] => output.answer(&dates())?,
            ["query"] => output.answer(&fields())?,
            ["maps"] => output.answer(&maps())?,
            ["lifecycles"] => output.answer(&lifecycles())?,
            ["events"] => output.answer(&kinds())?,
            ["events", name] => output.answer(&kind(find(name).ok_or_else(|| no_kind(name))?))?,
            [topic] => match find(topic) {
                Some(found) => output.answer(&kind(found))?,
                None => Output::text(&of_command(topic)?)?,
            },
            [first, ..] => {
                let help = format!("write `rapporteur help {first}`");
                return Err(Usage(format!("one topic at a time\n  help: {help}")).into());
            }
        }
        Ok(Exit::Answered)
    }
}

fn of_command(name: &str) -> Result<String, Usage> {
    let mut cli = Cli::command();
    // Only a built command knows what it shares with the others.
    cli.build();
    match cli.find_subcommand_mut(name) {
        Some(command) => Ok(command.render_long_help().to_string()),
        None => Err(unknown(name, &cli)),
    }
}

fn no_kind(name: &str) -> Usage {
    let help = match nearest(name, names()) {
        Some(near) => format!("did you mean `rapporteur help events {near}`?"),
        None => "`rapporteur help events` lists the kinds".to_owned(),
    };
    Usage(format!("there is no kind of event called `{name}`\n  help: {help}"))
}

fn unknown(topic: &str, cli: &clap::Command) -> Usage {
    let commands = cli.get_subcommands().map(clap::Command::get_name);
    let help = match nearest(topic, commands.chain(TOPICS)) {
        Some(near) => format!("did you mean `rapporteur help {near}`?"),
        None => "`rapporteur help` lists the commands".to_owned(),
    };
    Usage(format!("there is no help on `{topic}`\n  help: {help}"))
}
