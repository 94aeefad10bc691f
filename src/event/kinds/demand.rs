use serde::Deserialize;

use super::{Check, Effects, Name, Particulars, called, join};
use crate::event::Prose;
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::Span;

/// A party demands something of others. It stays open until it is met or taken back.
#[derive(Debug, Deserialize)]
#[serde(rename = "Demand")]
pub struct Demand<'a> {
    #[serde(borrow)]
    by: Name<'a>,
    #[serde(default)]
    of: Vec<Name<'a>>,
    issue: Name<'a>,
    text: Prose<'a>,
}

impl Particulars for Demand<'_> {
    fn check(&self, check: &mut Check<'_>, _event: Span) {
        check.party(&self.by);
        self.of.iter().for_each(|party| check.party(party));
        check.issue(&self.issue);
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        effects.by(&[self.by]);
        effects.to(&self.of);
        effects.act(&self.issue, Act::Demanded);
    }

    fn line(&self, register: &Register) -> String {
        let of = called(&self.of, register);
        let of = if of.is_empty() { of } else { format!(" of {of}") };
        let who = format!("{} demands{of}: {}", called(&[self.by], register), self.text.text());
        join(&[self.issue.value, &who])
    }
}
