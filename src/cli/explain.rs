use clap::Args;

use super::output::Output;
use super::{Exit, Usage};
use crate::model::nearest;
use crate::report::explain::{codes, explain};
use crate::source::Code;

/// Explain a code: what it means, why, an example, how to mend it
///
/// Errors and warnings have codes that never change their meaning, such as E0101. Without a code, all
/// of them are listed.
#[derive(Debug, Args)]
pub(super) struct Explain {
    /// The code as it is printed, in capitals or not
    #[arg(value_name = "CODE")]
    code: Option<String>,
}

impl Explain {
    pub(super) fn run(&self, output: &Output) -> anyhow::Result<Exit> {
        let Some(text) = &self.code else {
            output.answer(&codes())?;
            return Ok(Exit::Answered);
        };
        let code = Code::find(text).ok_or_else(|| unknown(text))?;
        output.answer(&explain(code))?;
        Ok(Exit::Answered)
    }
}

fn unknown(text: &str) -> Usage {
    let near = nearest(text, Code::ALL.iter().map(|code| code.text()));
    let near = near.and_then(Code::find);
    let help = near.map_or_else(
        || "`rapporteur explain` lists all codes".to_owned(),
        |code| format!("did you mean `{}`, {}?", code.text(), code.title()),
    );
    Usage(format!("there is no code `{text}`\n  help: {help}"))
}
