use serde::{Deserialize, Serialize};

use super::{Check, Effects, Name, Particulars, join};
use crate::event::Answer;
use crate::register::Register;
use crate::source::Span;

/// What became of something that was expected. An actual meeting with the occasion of an expected one
/// is its outcome already.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename = "Outcome")]
pub struct Outcome<'a> {
    #[serde(borrow)]
    of: Name<'a>,
    is: Is,
    #[serde(rename = "as")]
    happened_as: Option<Name<'a>>,
}

#[derive(Debug, Clone, Copy, Deserialize, Serialize)]
#[serde(rename = "outcome")]
enum Is {
    Happened,
    Postponed,
    Cancelled,
    DidNotHappen,
}

impl Particulars for Outcome<'_> {
    fn check(&self, check: &mut Check<'_>, _event: Span) {
        self.happened_as.iter().for_each(|event| check.id(event));
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        effects.refers.extend(self.happened_as);
        effects.answers(
            Some(self.of),
            match self.is {
                Is::Happened => Answer::Happened,
                Is::Postponed | Is::Cancelled | Is::DidNotHappen => Answer::DidNotHappen,
            },
        );
    }

    fn line(&self, _register: &Register) -> String {
        let verb = match self.is {
            Is::Happened => "happened",
            Is::Postponed => "was postponed",
            Is::Cancelled => "was cancelled",
            Is::DidNotHappen => "did not happen",
        };
        let other = self.happened_as.map_or(String::new(), |event| format!("as {}", event.value));
        join(&[&format!("{} {verb}", self.of.value), &other])
    }
}
