use clap::Args;

use super::output::Output;
use super::words::Words;
use super::{Exit, Global, ask_rows};
use crate::model::Duration;
use crate::query::Use;
use crate::report::agenda::{Only, agenda};

/// Show what is expected, what is overdue, what ran out, what time will do, and where it is quiet
#[derive(Debug, Args)]
pub(super) struct Agenda {
    /// Show only what is overdue
    #[arg(long)]
    overdue: bool,
    /// Call an issue silent after so many days without a claim: `14d`
    #[arg(long, value_name = "DAYS", value_parser = days)]
    silent: Option<i32>,
    #[command(flatten)]
    words: Words,
}

impl Agenda {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        let only = Only { overdue: self.overdue, silent_after: self.silent };
        ask_rows(global, output, &self.words, Use::Issues, |view, rows| {
            Ok(agenda(view, rows, only))
        })
    }
}

/// Reads a number of days: `14d`, or `P14D` as dispatches write it.
fn days(text: &str) -> Result<i32, String> {
    let plain = text.strip_suffix('d').and_then(|days| days.parse::<i32>().ok());
    let written = || {
        let start = crate::model::Day::from_ymd(2001, 1, 1)?;
        Some(start.days_until(Duration::parse(text).ok()?.after(start)))
    };
    let days = plain.or_else(written).filter(|days| *days > 0);
    days.ok_or_else(|| "a number of days is written 14d".to_owned())
}
