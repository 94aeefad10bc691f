use serde::{Deserialize, Serialize};

use super::{Check, Effects, Name, Particulars, Several, called, join, party_act};
use crate::event::{Answer, Deed, OnTarget, Prose};
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::Span;

party_act! {
    /// Someone answers, or does not yet; confirms what was reported, or denies it.
    ///
    /// Who confirms tells the same again on its own word. A denial contradicts, and removes nothing.
    #[serde(rename = "Reply")]
    pub struct Reply<'a> {
        #[serde(borrow)]
        by: Several<'a>,
        of: Name<'a>,
        is: Is,
        text: Option<Prose<'a>>,
    }
}

#[derive(Debug, Clone, Copy, Deserialize, Serialize)]
#[serde(rename = "kind of Reply")]
enum Is {
    Pending,
    Considering,
    NoAnswer,
    NoComment,
    Confirms,
    Denies,
}

impl Is {
    fn answer(self) -> Answer {
        match self {
            Is::Pending => Answer::Pending,
            Is::Considering => Answer::Considering,
            Is::NoAnswer => Answer::NoAnswer,
            Is::NoComment => Answer::NoComment,
            Is::Confirms => Answer::Confirms,
            Is::Denies => Answer::Denies,
        }
    }
}

impl Particulars for Reply<'_> {
    fn check(&self, check: &mut Check<'_>, event: Span) {
        check.people(&self.by);
        check.somebody("by", &self.by, event);
        self.group().check(check);
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        self.group().effect(effects, &self.by);
        effects.answers(Some(self.of), self.is.answer());
        effects.on_target.push(match self.is {
            Is::Confirms => OnTarget::Repeat,
            Is::Denies => OnTarget::Deed(Deed::new(Act::Denied)),
            _ => OnTarget::Deed(Deed::new(Act::Mentioned)),
        });
    }

    fn line(&self, register: &Register) -> String {
        let (who, of) = (called(&self.by, register), self.of.value);
        let what = match self.is {
            Is::Pending => format!("{who} has yet to answer {of}"),
            Is::Considering => format!("{who} is considering {of}"),
            Is::NoAnswer => format!("{who} did not answer {of}"),
            Is::NoComment => format!("{who} would not comment on {of}"),
            Is::Confirms => format!("{who} confirms {of}"),
            Is::Denies => format!("{who} denies {of}"),
        };
        let text = self.text.as_ref().map_or("", Prose::text);
        join(&[&what, text, &self.group().words(register)])
    }
}
