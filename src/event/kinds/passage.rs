use serde::{Deserialize, Serialize};

use super::{Check, Effects, Name, Particulars, Several, after, called, ids, join};
use crate::event::{Prose, Target};
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::Span;

/// Something happens to the wording of a draft, at one place or to all of it.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename = "Passage")]
pub struct Passage<'a> {
    #[serde(borrow)]
    draft: Name<'a>,
    version: Option<Prose<'a>>,
    at: Option<Name<'a>>,
    option: Option<Prose<'a>>,
    act: PassageAct,
    status: Option<Status>,
    #[serde(default)]
    extent: Extent,
    #[serde(default)]
    by: Several<'a>,
    text: Option<Prose<'a>>,
    #[serde(default)]
    issues: Several<'a>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename = "act of a Passage")]
enum PassageAct {
    Insert,
    Delete,
    Amend,
    Bracket,
    Unbracket,
    Choose,
    Agree,
    Vanished,
}

/// How a passage stands after the act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename = "status of a Passage")]
enum Status {
    Open,
    Bracketed,
    AgreedInGroup,
    Agreed,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename = "extent of a Passage")]
enum Extent {
    #[default]
    All,
    Most,
    Part,
}

impl Passage<'_> {
    fn status(&self) -> Status {
        self.status.unwrap_or(match self.act {
            PassageAct::Agree => Status::Agreed,
            PassageAct::Bracket => Status::Bracketed,
            _ => Status::Open,
        })
    }

    /// Returns the passage by the name that others take it up by: `treaty/7.2`, or the draft where no
    /// place is named.
    fn name(&self) -> String {
        let draft = self.draft.value;
        self.at.map_or(draft.to_owned(), |at| format!("{draft}/{}", at.value))
    }

    /// Returns what the act says of the issues: how far the text has come, then whether this passage
    /// holds it back.
    fn acts(&self) -> Vec<Act> {
        let agrees = matches!(self.act, PassageAct::Agree | PassageAct::Choose);
        let whole = self.at.is_none() && self.extent == Extent::All;
        match (self.act, self.status()) {
            (PassageAct::Vanished | PassageAct::Delete, Status::Agreed) => vec![Act::Unbracketed],
            (PassageAct::Vanished, _) => vec![Act::Mentioned, Act::Unbracketed],
            (_, Status::Bracketed) => vec![Act::Bracketed],
            (_, Status::Agreed) if whole => vec![Act::TextAgreed, Act::Unbracketed],
            (_, Status::Agreed) if self.extent == Extent::All => {
                vec![Act::PassageAgreed, Act::Unbracketed]
            }
            (_, Status::Agreed | Status::AgreedInGroup) => vec![Act::PartAgreed],
            (PassageAct::Unbracket, _) => vec![Act::Mentioned, Act::Unbracketed],
            (_, Status::Open) if agrees => vec![Act::PartAgreed, Act::Unbracketed],
            (_, Status::Open) => vec![Act::Drafted, Act::Bracketed],
        }
    }
}

impl Particulars for Passage<'_> {
    fn check(&self, check: &mut Check<'_>, _event: Span) {
        check.id(&self.draft);
        self.at.iter().for_each(|at| check.id(at));
        check.people(&self.by);
        check.issues(&self.issues);
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        effects.by(&self.by);
        let name = self.name();
        if matches!(self.status(), Status::Agreed) {
            effects.settles = Some(name.clone());
        }
        let at = self.at.map(|at| at.value);
        let embodied = effects.register.embodying(self.draft.value, at);
        for act in self.acts() {
            if self.issues.is_empty() && !embodied.is_empty() {
                for issue in &embodied {
                    effects.act_on(*issue, act).object = Some(name.clone());
                }
                continue;
            }
            if self.issues.is_empty() {
                effects.target = Some(Target::About(self.draft));
            }
            effects.act_on_all(&self.issues, act, Some(name.clone()));
        }
        effects.introduces.extend([self.draft.value.to_owned(), name]);
    }

    fn line(&self, register: &Register) -> String {
        let verb = match self.act {
            PassageAct::Insert => "inserted",
            PassageAct::Delete => "deleted",
            PassageAct::Amend => "amended",
            PassageAct::Bracket => "bracketed",
            PassageAct::Unbracket => "out of brackets",
            PassageAct::Choose => "chosen",
            PassageAct::Agree => "agreed",
            PassageAct::Vanished => "no longer there",
        };
        let status = match self.status() {
            Status::Open => "open",
            Status::Bracketed => "in brackets",
            Status::AgreedInGroup => "agreed in a group",
            Status::Agreed => "agreed",
        };
        let status = if self.status.is_some() && status != verb { status } else { "" };
        let extent = match self.extent {
            Extent::All => "",
            Extent::Most => "most of ",
            Extent::Part => "part of ",
        };
        let option = after("option", self.option.as_ref().map_or("", Prose::text));
        let by = after("by", &called(&self.by, register));
        let version = self.version.as_ref().map_or("", Prose::text);
        let text = self.text.as_ref().map_or("", Prose::text);
        let what = format!("{extent}{} {verb}", self.name());
        join(&[&ids(&self.issues), &what, &option, version, status, &by, text])
    }
}
