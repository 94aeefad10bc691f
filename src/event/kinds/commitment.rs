use super::{Check, Effects, Particulars, Several, called, ids, join, party_act};
use crate::event::Prose;
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::Span;

party_act! {
    /// A party promises something, or threatens it.
    #[serde(rename = "Commitment")]
    pub struct Commitment<'a> {
        #[serde(borrow)]
        by: Several<'a>,
        #[serde(default)]
        issues: Several<'a>,
        text: Prose<'a>,
        #[serde(default)]
        adverse: bool,
    }
}

impl Particulars for Commitment<'_> {
    fn check(&self, check: &mut Check<'_>, event: Span) {
        check.parties("by", &self.by, event);
        check.issues(&self.issues);
        self.group().check(check);
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        self.group().effect(effects, &self.by);
        effects.act_on_all(&self.issues, Act::Mentioned, None);
    }

    fn line(&self, register: &Register) -> String {
        let verb = match (self.adverse, self.by.len() > 1) {
            (true, false) => "threatens",
            (true, true) => "threaten",
            (false, false) => "promises",
            (false, true) => "promise",
        };
        let to = called(&self.to, register);
        let to = if to.is_empty() { to } else { format!(" {to}") };
        let who = format!("{} {verb}{to}: {}", called(&self.by, register), self.text.text());
        join(&[&ids(&self.issues), &who, &self.group().but_to().words(register)])
    }
}
