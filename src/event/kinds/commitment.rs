use serde::Deserialize;

use super::{Check, Effects, Name, Particulars, called};
use crate::event::Prose;
use crate::register::Register;
use crate::source::Span;

/// A party promises something, or threatens it.
#[derive(Debug, Deserialize)]
#[serde(rename = "Commitment")]
pub struct Commitment<'a> {
    #[serde(borrow)]
    by: Name<'a>,
    #[serde(default)]
    to: Vec<Name<'a>>,
    text: Prose<'a>,
    #[serde(default)]
    adverse: bool,
}

impl Particulars for Commitment<'_> {
    fn check(&self, check: &mut Check<'_>, _event: Span) {
        check.party(&self.by);
        check.people(&self.to);
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        effects.by(&[self.by]);
        effects.to(&self.to);
    }

    fn line(&self, register: &Register) -> String {
        let verb = if self.adverse { "threatens" } else { "promises" };
        let to = called(&self.to, register);
        let to = if to.is_empty() { to } else { format!(" {to}") };
        format!("{} {verb}{to}: {}", called(&[self.by], register), self.text.text())
    }
}
