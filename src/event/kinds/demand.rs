use super::{Check, Effects, Name, Particulars, Several, after, called, join, party_act};
use crate::event::Prose;
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::Span;

party_act! {
    /// A party demands something of others. It stays open until it is met or taken back.
    #[serde(rename = "Demand")]
    pub struct Demand<'a> {
        #[serde(borrow)]
        by: Several<'a>,
        #[serde(default)]
        of: Several<'a>,
        issue: Name<'a>,
        text: Prose<'a>,
    }
}

impl Particulars for Demand<'_> {
    fn check(&self, check: &mut Check<'_>, event: Span) {
        check.parties("by", &self.by, event);
        self.of.iter().for_each(|party| check.party(party));
        check.issue(&self.issue);
        self.group().check(check);
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        let group = self.group();
        group.effect(effects, &self.by);
        effects.to(&self.of);
        effects.act(&self.issue, Act::Demanded);
        group.oppose(effects);
    }

    fn line(&self, register: &Register) -> String {
        let of = after(" of", &called(&self.of, register));
        let verb = if self.by.len() > 1 { "demand" } else { "demands" };
        let who = format!("{} {verb}{of}: {}", called(&self.by, register), self.text.text());
        join(&[self.issue.value, &who, &self.group().words(register)])
    }
}
