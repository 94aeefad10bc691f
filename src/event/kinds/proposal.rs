use serde::Deserialize;

use super::{Check, Effects, Name, Particulars, called, join};
use crate::event::{Prose, Target};
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::Span;

/// A party proposes something, or is about to.
#[derive(Debug, Deserialize)]
#[serde(rename = "Proposal")]
pub struct Proposal<'a> {
    #[serde(borrow)]
    by: Name<'a>,
    issue: Name<'a>,
    #[serde(default)]
    status: Status,
    of: Option<Name<'a>>,
    text: Option<Prose<'a>>,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename = "status of a Proposal")]
enum Status {
    InPreparation,
    #[default]
    Tabled,
    Revised,
    Lapsed,
}

impl Particulars for Proposal<'_> {
    fn check(&self, check: &mut Check<'_>, _event: Span) {
        check.party(&self.by);
        check.issue(&self.issue);
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        effects.by(&[self.by]);
        let act = match self.status {
            Status::Tabled | Status::Revised => Act::Tabled,
            Status::Lapsed => Act::Withdrew,
            Status::InPreparation => Act::Mentioned,
        };
        effects.act(&self.issue, act);
        effects.target = self.of.map(Target::About);
    }

    fn line(&self, register: &Register) -> String {
        let by = called(&[self.by], register);
        let what = match self.status {
            Status::InPreparation => format!("{by} is preparing a proposal"),
            Status::Tabled => format!("{by} proposes"),
            Status::Revised => format!("{by} revises its proposal"),
            Status::Lapsed => format!("a proposal of {by} lapses"),
        };
        let text = self.text.as_ref().map_or(String::new(), |text| format!(": {}", text.text()));
        join(&[self.issue.value, &format!("{what}{text}")])
    }
}
