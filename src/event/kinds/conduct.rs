use serde::{Deserialize, Serialize};

use super::{Check, Effects, Name, Particulars, Several, called, ids, join, party_act};
use crate::event::{Answer, Prose, Target};
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::{Code, Diagnostic, Span};

party_act! {
    /// What parties do outside the room: a strike, a release of prisoners; and whether they do as they
    /// promised.
    #[serde(rename = "Conduct")]
    pub struct Conduct<'a> {
        #[serde(borrow)]
        by: Several<'a>,
        act: Option<Prose<'a>>,
        of: Option<Name<'a>>,
        status: Status,
        #[serde(default)]
        issues: Several<'a>,
        text: Option<Prose<'a>>,
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename = "status of a Conduct")]
enum Status {
    Called,
    UnderWay,
    Suspended,
    Ended,
    Fulfilled,
    Partly,
    Disputed,
    Breached,
}

impl Particulars for Conduct<'_> {
    fn check(&self, check: &mut Check<'_>, event: Span) {
        check.people(&self.by);
        check.somebody("by", &self.by, event);
        check.issues(&self.issues);
        self.group().check(check);
        if self.of.is_none() && self.act.is_none() {
            let place = check.place(event);
            let fault = Diagnostic::new(Code::MissingField, "a Conduct of nothing")
                .at(place, "names neither an `act` nor what it is `of`");
            check.fault(fault.help("say what is done in `act`, or which promise it is `of`"));
        }
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        self.group().effect(effects, &self.by);
        effects.target = self.of.map(Target::About);
        effects.answer = match self.status {
            Status::Fulfilled => Some(Answer::Fulfils),
            Status::Partly => Some(Answer::FulfilsPartly),
            Status::Disputed => Some(Answer::Disputes),
            Status::Breached => Some(Answer::Breaches),
            _ => None,
        }
        .filter(|_| self.of.is_some());
        effects.act_on_all(&self.issues, Act::Mentioned, None);
    }

    fn line(&self, register: &Register) -> String {
        let status = match self.status {
            Status::Called => "called",
            Status::UnderWay => "under way",
            Status::Suspended => "suspended",
            Status::Ended => "ended",
            Status::Fulfilled => "fulfilled",
            Status::Partly => "fulfilled in part",
            Status::Disputed => "in dispute",
            Status::Breached => "breached",
        };
        let act = self.act.as_ref().map_or("", Prose::text);
        let what = match (act, self.of) {
            ("", of) => of.map_or(String::new(), |of| of.value.to_owned()),
            (act, None) => act.to_owned(),
            (act, Some(of)) => format!("{act} ({})", of.value),
        };
        let who = format!("{}: {what}, {status}", called(&self.by, register));
        let text = self.text.as_ref().map_or("", Prose::text);
        join(&[&ids(&self.issues), &who, text, &self.group().words(register)])
    }
}
