use serde::Deserialize;

use super::{Check, Effects, Name, Particulars, called, ids, join};
use crate::event::{Prose, Target};
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::{Code, Diagnostic, Span};

/// One party or several accept something; several together are an agreement.
#[derive(Debug, Deserialize)]
#[serde(rename = "Acceptance")]
pub struct Acceptance<'a> {
    #[serde(borrow)]
    by: Vec<Name<'a>>,
    of: Option<Name<'a>>,
    issues: Vec<Name<'a>>,
    #[serde(default)]
    level: Level,
    text: Option<Prose<'a>>,
    body: Option<Name<'a>>,
    reservation: Option<Prose<'a>>,
}

/// How far an acceptance goes. A bare "agreed" is `Unspecified`, and counts as in principle.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename = "level of an Acceptance")]
enum Level {
    #[default]
    Unspecified,
    Principle,
    Text,
    AdReferendum,
    Full,
    Signed,
    Approved,
}

impl Particulars for Acceptance<'_> {
    fn check(&self, check: &mut Check<'_>, event: Span) {
        check.parties("by", &self.by, event);
        check.issues(&self.issues);
        self.body.iter().for_each(|body| check.party(body));
        if self.issues.is_empty() {
            let place = check.place(event);
            let fault = Diagnostic::new(Code::MissingField, "an Acceptance of nothing");
            check.fault(fault.at(place, "names no issue").help("name what was accepted in `issues`"));
        }
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        let act = match self.level {
            Level::Unspecified | Level::Principle => Act::AcceptedInPrinciple,
            Level::Text | Level::AdReferendum | Level::Full => Act::AcceptedText,
            Level::Signed => Act::Signed,
            Level::Approved => Act::Approved,
        };
        effects.by(&self.by);
        for issue in &self.issues {
            let effect = effects.act(issue, act);
            effect.object = self.body.map(|body| body.value.to_owned());
        }
        effects.target = self.of.map(Target::About);
    }

    fn line(&self, register: &Register) -> String {
        let verb = if self.by.len() > 1 { "agree" } else { "accepts" };
        let level = match self.level {
            Level::Unspecified => "",
            Level::Principle => " in principle",
            Level::Text => " the text",
            Level::AdReferendum => " ad referendum",
            Level::Full => " in full",
            Level::Signed => " and signed",
            Level::Approved => " and approved",
        };
        let of = self.of.map_or(String::new(), |of| format!("of {}", of.value));
        let who = format!("{} {verb}{level}", called(&self.by, register));
        let text = self.text.as_ref().map_or("", Prose::text);
        let body = self.body.map_or(String::new(), |body| called(&[body], register));
        let but = self.reservation.as_ref().map_or(String::new(), |it| format!("but {}", it.text()));
        join(&[&ids(&self.issues), &who, &of, text, &body, &but])
    }
}
