use serde::{Deserialize, Serialize};

use super::{Check, Effects, Name, Particulars, Several, called, join};
use crate::event::Prose;
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::Span;

/// An issue comes onto the table, leaves it, or is halted.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename = "Agenda")]
pub struct Agenda<'a> {
    #[serde(borrow)]
    issue: Name<'a>,
    act: AgendaAct,
    #[serde(default)]
    by: Several<'a>,
    until: Option<Name<'a>>,
    reason: Option<Prose<'a>>,
}

#[derive(Debug, Clone, Copy, Deserialize, Serialize)]
#[serde(rename = "act of an Agenda")]
enum AgendaAct {
    Raise,
    Defer,
    Suspend,
    Resume,
    Reopen,
    Drop,
    Unlist,
}

impl Particulars for Agenda<'_> {
    fn check(&self, check: &mut Check<'_>, _event: Span) {
        check.issue(&self.issue);
        check.people(&self.by);
        self.until.iter().for_each(|until| check.date(until));
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        let act = match self.act {
            AgendaAct::Raise => Act::Mentioned,
            AgendaAct::Defer => Act::Deferred,
            AgendaAct::Suspend => Act::Suspended,
            AgendaAct::Resume => Act::Resumed,
            AgendaAct::Reopen => Act::Reopened,
            AgendaAct::Drop => Act::Dropped,
            AgendaAct::Unlist => Act::Unlisted,
        };
        let until = self.until.as_ref().map(|until| effects.last_day(until));
        effects.by(&self.by);
        effects.act(&self.issue, act).until = until;
    }

    fn line(&self, register: &Register) -> String {
        let verb = match self.act {
            AgendaAct::Raise => "raised",
            AgendaAct::Defer => "deferred",
            AgendaAct::Suspend => "suspended",
            AgendaAct::Resume => "resumed",
            AgendaAct::Reopen => "reopened",
            AgendaAct::Drop => "dropped",
            AgendaAct::Unlist => "is listed no longer",
        };
        let until = self.until.as_ref().map_or(String::new(), |day| format!("until {}", day.value));
        let reason = self.reason.as_ref().map_or("", Prose::text);
        join(&[&format!("{} {verb}", self.issue.value), &called(&self.by, register), &until, reason])
    }
}
