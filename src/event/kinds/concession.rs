use super::{Check, Effects, Name, Particulars, Several, called, join, party_act};
use crate::event::{Answer, Prose};
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::Span;

party_act! {
    /// A party gives way. Only where the source says so, or where the terms move.
    #[serde(rename = "Concession")]
    pub struct Concession<'a> {
        #[serde(borrow)]
        by: Several<'a>,
        of: Option<Name<'a>>,
        issue: Option<Name<'a>>,
        text: Option<Prose<'a>>,
    }
}

impl Particulars for Concession<'_> {
    fn check(&self, check: &mut Check<'_>, event: Span) {
        check.parties("by", &self.by, event);
        self.issue.iter().for_each(|issue| check.issue(issue));
        self.group().check(check);
        check.about("a Concession of nothing", self.of.is_some() || self.issue.is_some(), event);
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        let group = self.group();
        group.effect(effects, &self.by);
        effects.answers(self.of, Answer::Concedes);
        effects.act_on_all(self.issue.as_slice(), Act::Conceded, None);
        group.oppose(effects);
    }

    fn line(&self, register: &Register) -> String {
        let verb = if self.by.len() > 1 { "concede" } else { "concedes" };
        let of = self.of.map_or(String::new(), |of| format!(" {}", of.value));
        let who = format!("{} {verb}{of}", called(&self.by, register));
        let issue = self.issue.map_or("", |issue| issue.value);
        let text = self.text.as_ref().map_or("", Prose::text);
        join(&[issue, &who, text, &self.group().words(register)])
    }
}
