use std::io;
use std::path::Path;

use clap::Args;

use super::first_steps::{Step, program, show};
use super::output::Output;
use super::{Exit, Global, Usage, today};
use crate::model::is_id;
use crate::seed::begin::{Plan, charter, dispatch};
use crate::seed::write::create;

const EXAMPLE: &str = "rapporteur init talks --parties north,south --issues fish,fish/quotas";

/// Start the record of a negotiation: a charter and a first dispatch
///
/// Writes `seeds/NAME/charter.ron`, in which every party is required for every issue, and a first
/// dispatch that shows how one is written, and shows the board. Overwrites nothing.
///
/// For example: `rapporteur init talks --parties north,south --issues fish,fish/quotas`
#[derive(Debug, Args)]
pub(super) struct Init {
    /// The name of the negotiation, which is also that of its folder
    name: Option<String>,
    /// The parties, with commas between them
    #[arg(long, value_delimiter = ',', value_name = "PARTIES")]
    parties: Vec<String>,
    /// The issues, with commas between them; a part of an issue comes after a slash: `fish/quotas`
    #[arg(long, value_delimiter = ',', value_name = "ISSUES")]
    issues: Vec<String>,
    /// What screens call the negotiation
    #[arg(long)]
    title: Option<String>,
}

impl Init {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        let plan = self.plan()?;
        let today = today()?;
        let folder = Path::new("seeds").join(plan.process);
        let first = format!("{today}-first.ron");
        let files = [("charter.ron", charter(&plan)), (&*first, dispatch(&plan, today))];
        let files = files.each_ref().map(|(name, text)| (*name, text.as_str()));
        let path = global.base().join(&folder);
        create(&path, &files).map_err(|error| taken(error, &path))?;
        let program = program(&global.base());
        let step = |command: String, tells| Step { command: format!("{program} {command}"), tells };
        let steps = vec![
            step("check".to_owned(), "whether all that is written is sound"),
            step(format!("why {}", self.issues[0]), "why the issue is at its stage"),
            step("help dates".to_owned(), "how days are written"),
        ];
        let shown = path.display();
        let done = format!("wrote {shown}/charter.ron and {shown}/{first}");
        show(global, output, &[folder], done, steps)
    }

    /// Returns what was asked for, if it can be.
    fn plan(&self) -> Result<Plan<'_>, Usage> {
        let Some(process) = &self.name else { return Err(missing("a name")) };
        if self.parties.is_empty() {
            return Err(missing("`--parties`"));
        }
        if self.issues.is_empty() {
            return Err(missing("`--issues`"));
        }
        for id in [process].into_iter().chain(&self.parties) {
            valid(id, !id.contains('/'))?;
        }
        for id in &self.issues {
            valid(id, true)?;
        }
        distinct(&self.parties)?;
        distinct(&self.issues)?;
        let title = self.title.as_deref();
        Ok(Plan { process, title, parties: &self.parties, issues: &self.issues })
    }
}

fn missing(what: &str) -> Usage {
    Usage(format!("a negotiation needs {what}\n  help: for example `{EXAMPLE}`"))
}

/// Wants an id; only issues have parts, which come after a slash.
fn valid(id: &str, whole: bool) -> Result<(), Usage> {
    if is_id(id) && whole {
        return Ok(());
    }
    let help = "a name has letters and digits, and `-`, `_` or `.` between them; only the parts of an \
                issue have `/`";
    Err(Usage(format!("`{id}` cannot be a name\n  help: {help}")))
}

fn distinct(ids: &[String]) -> Result<(), Usage> {
    let twice = ids.iter().enumerate().find(|(at, id)| ids[..*at].contains(id));
    match twice {
        Some((_, id)) => Err(Usage(format!("`{id}` is given twice\n  help: name it once"))),
        None => Ok(()),
    }
}

/// Tells a file that is there, which the user can mend, from a machine that fails.
fn taken(error: io::Error, folder: &Path) -> anyhow::Error {
    if error.kind() == io::ErrorKind::AlreadyExists {
        let help = "choose another name, or go on with what is there";
        return Usage(format!("{error}\n  help: {help}")).into();
    }
    anyhow::Error::new(error).context(format!("cannot write into {}", folder.display()))
}
