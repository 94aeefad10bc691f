use serde::{Deserialize, Serialize};

use super::{Check, Effects, Particulars, Several, called, ids, join};
use crate::event::{Change, Tie};
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::{Code, Diagnostic, Span};

/// Issues are made to wait for each other, as a package, on a condition or in a sequence.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename = "Link")]
pub struct Link<'a> {
    #[serde(borrow)]
    issues: Several<'a>,
    #[serde(rename = "as")]
    tie: Tie,
    #[serde(default)]
    by: Several<'a>,
}

impl Particulars for Link<'_> {
    fn check(&self, check: &mut Check<'_>, event: Span) {
        check.issues(&self.issues);
        check.people(&self.by);
        let several: std::collections::BTreeSet<&str> =
            self.issues.iter().map(|issue| issue.value).collect();
        if several.len() < 2 {
            let place = check.place(event);
            let fault = Diagnostic::new(Code::MissingField, "a Link of fewer than two issues")
                .at(place, "in this event");
            check.fault(fault.help("name the issues that wait for each other in `issues`"));
        }
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        effects.by(&self.by);
        effects.act_on_all(&self.issues, Act::Mentioned, None);
        let issues = effects.issues(&self.issues);
        effects.change = Some(Change::Tie { tie: self.tie, issues });
    }

    fn line(&self, register: &Register) -> String {
        let how = match self.tie {
            Tie::Package => "are a package",
            Tie::Condition => "first waits for the others",
            Tie::Sequence => "in this order",
        };
        let by = called(&self.by, register);
        join(&[&ids(&self.issues), how, &by])
    }
}
