use serde::{Deserialize, Serialize};

use super::{Check, Effects, Name, Particulars, Several, after, called, join};
use crate::event::{Prose, Target};
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::{Code, Diagnostic, Span};

/// Somebody judges how things go on an issue, or what an act is worth.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename = "Assessment")]
pub struct Assessment<'a> {
    #[serde(borrow)]
    issue: Option<Name<'a>>,
    act: Option<Name<'a>>,
    aspect: Aspect,
    value: Option<Prose<'a>>,
    text: Option<Prose<'a>>,
    sign: Option<Sign>,
    #[serde(default)]
    by: Several<'a>,
    #[serde(default)]
    between: Several<'a>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename = "aspect of an Assessment")]
enum Aspect {
    Progress,
    Difficulty,
    Distance,
    Importance,
    Merit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename = "sign of an Assessment")]
enum Sign {
    Toward,
    Mixed,
    Away,
}

impl Assessment<'_> {
    fn distance(&self) -> Option<&str> {
        (self.aspect == Aspect::Distance).then(|| self.value.as_ref().map_or("", Prose::text))
    }

    /// Difficulty and a far distance point away from agreement, everything else toward it, unless
    /// the dispatch says otherwise.
    fn sign(&self) -> Sign {
        let far = self.distance().is_some_and(|value| value.eq_ignore_ascii_case("far"));
        let away = self.aspect == Aspect::Difficulty || far;
        self.sign.unwrap_or(if away { Sign::Away } else { Sign::Toward })
    }
}

impl Particulars for Assessment<'_> {
    fn check(&self, check: &mut Check<'_>, event: Span) {
        self.issue.iter().for_each(|issue| check.issue(issue));
        self.by.iter().for_each(|by| check.someone(by));
        self.between.iter().for_each(|party| check.party(party));
        if self.issue.is_none() && self.act.is_none() {
            let place = check.place(event);
            let fault = Diagnostic::new(Code::MissingField, "an Assessment of nothing")
                .at(place, "names neither an `issue` nor an `act`")
                .help("name the issue, or the event that is judged");
            check.fault(fault);
        }
        if let Some(value) = self.distance()
            && !["close", "far"].iter().any(|known| value.eq_ignore_ascii_case(known))
        {
            let place = check.place(event);
            let message = format!("a distance is `close` or `far`, not `{value}`");
            let fault = Diagnostic::new(Code::UnknownVariant, message);
            check.fault(fault.at(place, "in this event").help("keep the source's words in `text`"));
        }
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        let act = match (self.aspect, self.sign()) {
            (Aspect::Importance | Aspect::Merit, _) | (_, Sign::Mixed) => Act::Mentioned,
            (_, Sign::Toward) => Act::Toward,
            (_, Sign::Away) => Act::Away,
        };
        effects.by(&self.by);
        effects.target = self.act.map(Target::About);
        if let Some(issue) = &self.issue {
            effects.act(issue, act);
        }
    }

    fn line(&self, register: &Register) -> String {
        let aspect = match self.aspect {
            Aspect::Progress => "progress",
            Aspect::Difficulty => "difficulty",
            Aspect::Distance => "distance",
            Aspect::Importance => "importance",
            Aspect::Merit => "merit",
        };
        let about = self.issue.or(self.act).map_or("", |name| name.value);
        let value = self.value.as_ref().map_or("", Prose::text);
        let between = after("between", &called(&self.between, register));
        let by = called(&self.by, register);
        let text = self.text.as_ref().map_or("", Prose::text);
        join(&[about, &format!("{aspect}: {value}"), text, &between, &by])
    }
}
