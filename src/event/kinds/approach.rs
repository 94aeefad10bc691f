use serde::Deserialize;

use super::{Check, Effects, Name, Particulars, called, join};
use crate::event::Prose;
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::Span;

/// Someone turns to others: to press them, to sound them out, to brief them, to ask.
#[derive(Debug, Deserialize)]
#[serde(rename = "Approach")]
pub struct Approach<'a> {
    #[serde(borrow)]
    by: Vec<Name<'a>>,
    to: Vec<Name<'a>>,
    act: ApproachAct,
    #[serde(default)]
    about: Vec<Name<'a>>,
    text: Option<Prose<'a>>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename = "act of an Approach")]
enum ApproachAct {
    Press,
    Sound,
    Brief,
    Request,
}

impl Particulars for Approach<'_> {
    fn check(&self, check: &mut Check<'_>, _event: Span) {
        check.people(&self.by);
        check.people(&self.to);
        check.issues(&self.about);
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        effects.by(&self.by);
        effects.to(&self.to);
        for issue in &self.about {
            effects.act(issue, Act::Mentioned);
        }
    }

    fn line(&self, register: &Register) -> String {
        let verb = match self.act {
            ApproachAct::Press => "press",
            ApproachAct::Sound => "sound out",
            ApproachAct::Brief => "brief",
            ApproachAct::Request => "ask",
        };
        let who = format!("{} {verb} {}", called(&self.by, register), called(&self.to, register));
        join(&[&who, self.text.as_ref().map_or("", Prose::text)])
    }
}
