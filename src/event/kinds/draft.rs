use serde::{Deserialize, Serialize};

use super::{Check, Effects, Name, Particulars, Several, after, called, join};
use crate::event::Prose;
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::Span;

/// Something happens to a text.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename = "Draft")]
pub struct Draft<'a> {
    #[serde(borrow)]
    draft: Name<'a>,
    version: Option<Prose<'a>>,
    act: DraftAct,
    #[serde(default)]
    by: Several<'a>,
    #[serde(default)]
    to: Several<'a>,
    #[serde(default)]
    issues: Several<'a>,
}

#[derive(Debug, Clone, Copy, Deserialize, Serialize)]
#[serde(rename = "act of a Draft")]
enum DraftAct {
    Tabled,
    Circulated,
    HandedOver,
    Leaked,
    Published,
    UnderDiscussion,
    Adopted,
}

impl Particulars for Draft<'_> {
    fn check(&self, check: &mut Check<'_>, _event: Span) {
        check.id(&self.draft);
        check.people(&self.by);
        check.people(&self.to);
        check.issues(&self.issues);
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        let act = match self.act {
            DraftAct::Tabled | DraftAct::Circulated | DraftAct::UnderDiscussion => Act::Drafted,
            DraftAct::HandedOver
            | DraftAct::Leaked
            | DraftAct::Published
            | DraftAct::Adopted => Act::Mentioned,
        };
        effects.by(&self.by);
        effects.to(&self.to);
        effects.act_on_all(&self.issues, act, Some(self.draft.value.to_owned()));
        effects.introduces.push(self.draft.value.to_owned());
        if matches!(self.act, DraftAct::Adopted) {
            effects.settles = Some(self.draft.value.to_owned());
        }
    }

    fn line(&self, register: &Register) -> String {
        let verb = match self.act {
            DraftAct::Tabled => "tabled",
            DraftAct::Circulated => "circulated",
            DraftAct::HandedOver => "handed over",
            DraftAct::Leaked => "leaked",
            DraftAct::Published => "published",
            DraftAct::UnderDiscussion => "under discussion",
            DraftAct::Adopted => "adopted",
        };
        let version = self.version.as_ref().map_or("", Prose::text);
        let by = after("by", &called(&self.by, register));
        let to = after("to", &called(&self.to, register));
        join(&[&format!("draft {} {verb}", self.draft.value), version, &by, &to])
    }
}
