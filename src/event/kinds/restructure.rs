use serde::{Deserialize, Serialize};

use super::{Check, Effects, Particulars, Several, called, ids, join};
use crate::event::{Change, Prose};
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::{Code, Diagnostic, Span};

/// Issues go on as others: one is split, several are merged, one is renamed or renumbered. What was
/// said of the old ones counts for the new.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename = "Restructure")]
pub struct Restructure<'a> {
    #[serde(borrow)]
    from: Several<'a>,
    into: Several<'a>,
    #[serde(default)]
    by: Several<'a>,
    reason: Option<Prose<'a>>,
}

impl Particulars for Restructure<'_> {
    fn check(&self, check: &mut Check<'_>, event: Span) {
        check.issues(&self.from);
        check.issues(&self.into);
        check.people(&self.by);
        let kept = self.from.iter().any(|from| self.into.iter().any(|into| into.value == from.value));
        if self.from.is_empty() || self.into.is_empty() || kept {
            let place = check.place(event);
            let fault = Diagnostic::new(Code::MissingField, "a Restructure of issues into themselves or nothing")
                .at(place, "in this event");
            check.fault(fault.help("name the issues as they were in `from`, as they are in `into`"));
        }
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        effects.by(&self.by);
        effects.act_on_all(&self.from, Act::Superseded, None);
        effects.act_on_all(&self.into, Act::Mentioned, None);
        let (from, into) = (effects.issues(&self.from), effects.issues(&self.into));
        effects.change = Some(Change::Restructure { from, into });
    }

    fn line(&self, register: &Register) -> String {
        let way = match (self.from.len(), self.into.len()) {
            (1, 1) => "goes on as",
            (1, _) => "is split into",
            (_, 1) => "are merged into",
            _ => "go on as",
        };
        let what = format!("{} {way} {}", ids(&self.from), ids(&self.into));
        let reason = self.reason.as_ref().map_or("", Prose::text);
        join(&[&what, &called(&self.by, register), reason])
    }
}
