use serde::{Deserialize, Serialize};

use super::{Check, Effects, Name, Particulars};
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::Span;

/// A source says at which stage an issue is; with an empty `via` it is the recorder's ruling.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename = "StageClaim")]
pub struct StageClaim<'a> {
    #[serde(borrow)]
    issue: Name<'a>,
    stage: Name<'a>,
}

impl Particulars for StageClaim<'_> {
    fn check(&self, check: &mut Check<'_>, _event: Span) {
        check.issue(&self.issue);
        check.stage(Some(&self.issue), &self.stage);
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        let rung = effects.rung(self.issue.value, self.stage.value);
        effects.act(&self.issue, Act::Staged).rung = Some(rung);
    }

    fn line(&self, register: &Register) -> String {
        let lifecycle = register.issues.find(self.issue.value).map(|issue| register.lifecycle(issue));
        let titled = lifecycle.and_then(|one| Some(&one.stage(one.rung(self.stage.value)?).title));
        let stage = titled.map_or(self.stage.value, |title| title.as_str());
        format!("{} is said to be {stage}", self.issue.value)
    }
}
