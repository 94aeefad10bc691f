use serde::{Deserialize, Serialize};

use super::{Check, Effects, Name, Particulars, Several, after, called, ids, join};
use crate::event::Prose;
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::Span;

/// How far parties read a draft in the same way.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename = "Reading")]
pub struct Reading<'a> {
    #[serde(borrow)]
    draft: Name<'a>,
    issues: Several<'a>,
    #[serde(default)]
    parties: Several<'a>,
    text: Option<Prose<'a>>,
    degree: Degree,
}

#[derive(Debug, Clone, Copy, Deserialize, Serialize)]
#[serde(rename = "degree of a Reading")]
enum Degree {
    Aligned,
    Partial,
    Divergent,
}

impl Particulars for Reading<'_> {
    fn check(&self, check: &mut Check<'_>, event: Span) {
        check.somebody("issues", &self.issues, event);
        check.id(&self.draft);
        check.issues(&self.issues);
        self.parties.iter().for_each(|party| check.party(party));
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        let act = match self.degree {
            Degree::Aligned => Act::ReadAlike,
            Degree::Partial => Act::ReadPartly,
            Degree::Divergent => Act::ReadApart,
        };
        effects.by(&self.parties);
        effects.act_on_all(&self.issues, act, Some(self.draft.value.to_owned()));
        effects.introduces.push(self.draft.value.to_owned());
    }

    fn line(&self, register: &Register) -> String {
        let degree = match self.degree {
            Degree::Aligned => "read alike",
            Degree::Partial => "read alike in part",
            Degree::Divergent => "read differently",
        };
        let by = after("by", &called(&self.parties, register));
        let what = format!("draft {} {degree}", self.draft.value);
        join(&[&ids(&self.issues), &what, &by, self.text.as_ref().map_or("", Prose::text)])
    }
}
