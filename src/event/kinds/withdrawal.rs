use serde::Deserialize;

use super::{Check, Effects, Name, Particulars, called, join};
use crate::event::{Prose, Target};
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::Span;

/// A party takes back what it said. Of an acceptance this is an objection; of anything else it lifts it.
#[derive(Debug, Deserialize)]
#[serde(rename = "Withdrawal")]
pub struct Withdrawal<'a> {
    #[serde(borrow)]
    by: Name<'a>,
    of: Name<'a>,
    issue: Name<'a>,
    text: Option<Prose<'a>>,
}

impl Particulars for Withdrawal<'_> {
    fn check(&self, check: &mut Check<'_>, _event: Span) {
        check.party(&self.by);
        check.issue(&self.issue);
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        effects.by(&[self.by]);
        effects.act(&self.issue, Act::Withdrew);
        effects.target = Some(Target::About(self.of));
    }

    fn line(&self, register: &Register) -> String {
        let of = self.of.value;
        let who = format!("{} withdraws {of}", called(&[self.by], register));
        join(&[self.issue.value, &who, self.text.as_ref().map_or("", Prose::text)])
    }
}
