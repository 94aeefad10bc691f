use serde::{Deserialize, Serialize};

use super::{Check, Effects, Name, Particulars, called, join};
use crate::event::Prose;
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::Span;

/// A point is open, or closed. A blocking one holds its issue back.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename = "OpenPoint")]
pub struct OpenPoint<'a> {
    #[serde(borrow)]
    point: Name<'a>,
    issue: Name<'a>,
    text: Option<Prose<'a>>,
    #[serde(default)]
    blocking: bool,
    owner: Option<Name<'a>>,
    #[serde(default = "yes")]
    open: bool,
}

fn yes() -> bool {
    true
}

impl Particulars for OpenPoint<'_> {
    fn check(&self, check: &mut Check<'_>, _event: Span) {
        check.id(&self.point);
        check.issue(&self.issue);
        self.owner.iter().for_each(|owner| check.someone(owner));
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        let act = match (self.open, self.blocking) {
            (false, _) => Act::PointClosed,
            (true, true) => Act::PointOpened,
            (true, false) => Act::Mentioned,
        };
        let effect = effects.act(&self.issue, act);
        effect.object = Some(self.point.value.to_owned());
        effects.introduces.push(self.point.value.to_owned());
        effects.settles = Some(self.point.value.to_owned()).filter(|_| !self.open);
    }

    fn line(&self, register: &Register) -> String {
        let state = match (self.open, self.blocking) {
            (false, _) => "closed",
            (true, true) => "open, blocking",
            (true, false) => "open",
        };
        let owner = self.owner.map_or(String::new(), |owner| called(&[owner], register));
        let what = format!("{} {state}", self.point.value);
        join(&[self.issue.value, &what, self.text.as_ref().map_or("", Prose::text), &owner])
    }
}
