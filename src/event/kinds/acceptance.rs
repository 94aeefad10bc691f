use serde::{Deserialize, Serialize};

use super::{Check, Effects, Name, Particulars, Several, after, called, ids, join, party_act};
use crate::event::{Answer, Prose};
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::Span;

party_act! {
    /// One party or several accept something; several together are an agreement.
    #[serde(rename = "Acceptance")]
    pub struct Acceptance<'a> {
        #[serde(borrow)]
        by: Several<'a>,
        of: Option<Name<'a>>,
        #[serde(default)]
        issues: Several<'a>,
        #[serde(default)]
        level: Level,
        text: Option<Prose<'a>>,
        body: Option<Name<'a>>,
        reservation: Option<Prose<'a>>,
    }
}

/// How far an acceptance goes. A bare "agreed" is `Unspecified`, and counts as in principle.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
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
        self.group().check(check);
        check.about("an Acceptance of nothing", self.of.is_some() || !self.issues.is_empty(), event);
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        let act = match self.level {
            Level::Unspecified | Level::Principle => Act::AcceptedInPrinciple,
            Level::Text | Level::AdReferendum | Level::Full => Act::AcceptedText,
            Level::Signed => Act::Signed,
            Level::Approved => Act::Approved,
        };
        let group = self.group();
        group.effect(effects, &self.by);
        effects.answers(self.of, Answer::Accepts);
        let body = self.body.map(|body| body.value.to_owned());
        effects.act_on_all(&self.issues, act, body);
        group.oppose(effects);
    }

    fn line(&self, register: &Register) -> String {
        let many = self.by.len() > 1;
        let verb = match self.level {
            Level::Signed if many => "sign",
            Level::Signed => "signs",
            Level::Approved if many => "approve",
            Level::Approved => "approves",
            _ if many => "agree",
            _ => "accepts",
        };
        let level = match self.level {
            Level::Unspecified | Level::Signed | Level::Approved => "",
            Level::Principle => " in principle",
            Level::Text if many => " on the text",
            Level::Text => " the text",
            Level::AdReferendum => " ad referendum",
            Level::Full => " in full",
        };
        let of = after("of", self.of.map_or("", |of| of.value));
        let who = format!("{} {verb}{level}", called(&self.by, register));
        let text = self.text.as_ref().map_or("", Prose::text);
        let body = called(self.body.as_slice(), register);
        let but = after("but", self.reservation.as_ref().map_or("", Prose::text));
        join(&[&ids(&self.issues), &who, &of, text, &body, &but, &self.group().words(register)])
    }
}
