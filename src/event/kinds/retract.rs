use serde::{Deserialize, Serialize};

use super::{Check, Effects, Name, Particulars, join};
use crate::event::{Prose, Target};
use crate::register::Register;
use crate::source::Span;

/// A source takes back what it reported. The claim stays visible; it no longer counts.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename = "Retract")]
pub struct Retract<'a> {
    #[serde(borrow)]
    of: Name<'a>,
    reason: Option<Prose<'a>>,
}

impl Particulars for Retract<'_> {
    fn check(&self, _check: &mut Check<'_>, _event: Span) {}

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        effects.target = Some(Target::Retracts(self.of));
    }

    fn line(&self, _register: &Register) -> String {
        let reason = self.reason.as_ref().map_or("", Prose::text);
        join(&[&format!("takes back {}", self.of.value), reason])
    }
}
