use serde::{Deserialize, Serialize};

use super::{Check, Effects, Name, Particulars, Several, after, called, join};
use crate::event::{Change, Prose, Target};
use crate::model::{Credibility, Reliability};
use crate::register::Register;
use crate::ron::At;
use crate::source::{Code, Diagnostic, Span};

/// How reliable a source is held to be, or how credible a claim, on the Admiralty scale; and which
/// sources are one and the same.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename = "Rating")]
pub struct Rating<'a> {
    #[serde(borrow)]
    source: Option<Name<'a>>,
    claim: Option<Name<'a>>,
    reliability: Option<Reliability>,
    credibility: Option<At<u8>>,
    #[serde(default)]
    same_as: Several<'a>,
    reason: Option<Prose<'a>>,
}

impl Rating<'_> {
    fn credibility(&self) -> Option<Credibility> {
        self.credibility.and_then(|number| Credibility::new(number.value))
    }
}

impl Particulars for Rating<'_> {
    fn check(&self, check: &mut Check<'_>, event: Span) {
        self.source.iter().for_each(|source| check.source(source));
        self.same_as.iter().for_each(|source| check.source(source));
        let of_source = self.reliability.is_some() || !self.same_as.is_empty();
        let whole = match (self.source, self.claim) {
            (Some(_), None) => of_source && self.credibility.is_none(),
            (None, Some(_)) => self.credibility.is_some() && !of_source,
            _ => false,
        };
        if !whole {
            let place = check.place(event);
            let rated = of_source || self.credibility.is_some();
            let message = match (self.source, self.claim) {
                (None, None) => "a Rating of nothing",
                (Some(_), Some(_)) => "a Rating of two things",
                _ if rated => "a Rating of one thing by the scale of another",
                _ => "a Rating that rates nothing",
            };
            let fault = Diagnostic::new(Code::MissingField, message)
                .at(place, "in this event");
            check.fault(fault.help(
                "of a `source`: its `reliability` or `same_as`; of a `claim`, by the id of its event: its `credibility`",
            ));
        }
        if let Some(number) = self.credibility.filter(|_| self.credibility().is_none()) {
            let place = check.place(number.span);
            let message = format!("there is no credibility {}", number.value);
            let fault = Diagnostic::new(Code::BadFigure, message).at(place, "");
            check.fault(fault.help("1 is confirmed, 5 improbable, 6 cannot be judged"));
        }
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        if let Some(source) = &self.source {
            let (source, same) = (effects.actor(source), effects.actors(&self.same_as));
            effects.change =
                Some(Change::Rating { source, reliability: self.reliability, same });
        }
        if let Some(claim) = self.claim {
            effects.target = Some(Target::About(claim));
            effects.change = self.credibility().map(Change::Credibility);
        }
    }

    fn line(&self, register: &Register) -> String {
        let what = match (&self.source, &self.claim) {
            (Some(source), _) => called(&[*source], register),
            (None, claim) => claim.map_or(String::new(), |claim| claim.value.to_owned()),
        };
        let grade = self.reliability.map_or(String::new(), |it| format!("reliability {}", it.name()));
        let credible = self.credibility.map_or(String::new(), |it| format!("credibility {}", it.value));
        let same = after("the same as", &called(&self.same_as, register));
        let reason = self.reason.as_ref().map_or("", Prose::text);
        join(&[&format!("{what} is rated"), &grade, &credible, &same, reason])
    }
}
