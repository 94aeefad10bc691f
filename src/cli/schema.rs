use clap::Args;
use clap_complete::engine::ArgValueCompleter;

use super::completions;
use super::output::Output;
use super::{Exit, Usage};
use crate::model::nearest;
use crate::report::schema::{names, schema, schemas};

/// Print the JSON Schema of an answer, or list them
#[derive(Debug, Args)]
pub(super) struct Schema {
    /// The answer: `status`, `changed`…; all are listed if none is named
    #[arg(add = ArgValueCompleter::new(completions::schemas))]
    name: Option<String>,
}

impl Schema {
    pub(super) fn run(&self, output: &Output) -> anyhow::Result<Exit> {
        let Some(name) = &self.name else {
            output.answer(&schemas())?;
            return Ok(Exit::Answered);
        };
        let Some(schema) = schema(name) else {
            let help = match nearest(name, names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "`rapporteur schema` lists them".to_owned(),
            };
            return Err(Usage(format!("no answer is called `{name}`\n  help: {help}")).into());
        };
        Output::text(&format!("{}\n", serde_json::to_string_pretty(&schema)?))?;
        Ok(Exit::Answered)
    }
}
