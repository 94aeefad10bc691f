use serde::{Deserialize, Serialize};

use super::{Check, Effects, Name, Particulars, Several, called, join, party_act};
use crate::event::{Answer, Prose};
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::Span;

party_act! {
    /// A party proposes something, or is about to. A revised proposal takes the place of the one that
    /// it is `of`.
    #[serde(rename = "Proposal")]
    pub struct Proposal<'a> {
        #[serde(borrow)]
        by: Several<'a>,
        issue: Name<'a>,
        #[serde(default)]
        status: Status,
        of: Option<Name<'a>>,
        text: Option<Prose<'a>>,
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename = "status of a Proposal")]
enum Status {
    InPreparation,
    #[default]
    Tabled,
    Revised,
    Lapsed,
}

impl Particulars for Proposal<'_> {
    fn check(&self, check: &mut Check<'_>, event: Span) {
        check.parties("by", &self.by, event);
        check.issue(&self.issue);
        self.group().check(check);
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        let group = self.group();
        group.effect(effects, &self.by);
        let (act, answer) = match self.status {
            Status::Tabled => (Act::Tabled, Answer::Counters),
            Status::Revised => (Act::Tabled, Answer::Revises),
            Status::Lapsed => (Act::Withdrew, Answer::Withdraws),
            Status::InPreparation => (Act::Mentioned, Answer::Considering),
        };
        effects.answers(self.of, answer);
        effects.act(&self.issue, act);
        group.oppose(effects);
    }

    fn line(&self, register: &Register) -> String {
        let (by, many) = (called(&self.by, register), self.by.len() > 1);
        let of = self.of.map_or(String::new(), |of| format!(" {}", of.value));
        let what = match (self.status, many) {
            (Status::InPreparation, false) => format!("{by} is preparing a proposal"),
            (Status::InPreparation, true) => format!("{by} are preparing a proposal"),
            (Status::Tabled, false) => format!("{by} proposes"),
            (Status::Tabled, true) => format!("{by} propose"),
            (Status::Revised, false) => format!("{by} revises its proposal{of}"),
            (Status::Revised, true) => format!("{by} revise their proposal{of}"),
            (Status::Lapsed, _) => format!("a proposal of {by} lapses"),
        };
        let text = self.text.as_ref().map_or(String::new(), |text| format!(": {}", text.text()));
        join(&[self.issue.value, &format!("{what}{text}"), &self.group().words(register)])
    }
}
