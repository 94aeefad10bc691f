use serde::Deserialize;

use super::{Check, Effects, Name, Particulars, called, join};
use crate::event::{Prose, Target};
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::Span;

/// A party gives way. Only where the source says so or the figures move.
#[derive(Debug, Deserialize)]
#[serde(rename = "Concession")]
pub struct Concession<'a> {
    #[serde(borrow)]
    by: Name<'a>,
    of: Option<Name<'a>>,
    issue: Name<'a>,
    text: Option<Prose<'a>>,
}

impl Particulars for Concession<'_> {
    fn check(&self, check: &mut Check<'_>, _event: Span) {
        check.party(&self.by);
        check.issue(&self.issue);
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        effects.by(&[self.by]);
        effects.act(&self.issue, Act::Conceded);
        effects.target = self.of.map(Target::About);
    }

    fn line(&self, register: &Register) -> String {
        let of = self.of.map_or(String::new(), |of| format!(" {}", of.value));
        let who = format!("{} concedes{of}", called(&[self.by], register));
        join(&[self.issue.value, &who, self.text.as_ref().map_or("", Prose::text)])
    }
}
