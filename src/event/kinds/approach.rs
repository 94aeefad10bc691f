use serde::{Deserialize, Serialize};

use super::{Check, Effects, Particulars, Several, called, join, party_act};
use crate::event::Prose;
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::Span;

party_act! {
    /// Someone turns to others: to press them, to sound them out, to brief them, to ask.
    #[serde(rename = "Approach")]
    pub struct Approach<'a> {
        #[serde(borrow)]
        by: Several<'a>,
        act: ApproachAct,
        #[serde(default)]
        about: Several<'a>,
        text: Option<Prose<'a>>,
    }
}

#[derive(Debug, Clone, Copy, Deserialize, Serialize)]
#[serde(rename = "act of an Approach")]
enum ApproachAct {
    Press,
    Sound,
    Brief,
    Request,
}

impl Particulars for Approach<'_> {
    fn check(&self, check: &mut Check<'_>, event: Span) {
        check.people(&self.by);
        check.somebody("by", &self.by, event);
        check.somebody("to", &self.to, event);
        check.issues(&self.about);
        self.group().check(check);
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        self.group().effect(effects, &self.by);
        effects.act_on_all(&self.about, Act::Mentioned, None);
    }

    fn line(&self, register: &Register) -> String {
        let verb = match self.act {
            ApproachAct::Press => "press",
            ApproachAct::Sound => "sound out",
            ApproachAct::Brief => "brief",
            ApproachAct::Request => "ask",
        };
        let who = format!("{} {verb} {}", called(&self.by, register), called(&self.to, register));
        join(&[&who, self.text.as_ref().map_or("", Prose::text), &self.group().but_to().words(register)])
    }
}
