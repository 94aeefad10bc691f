use serde::{Deserialize, Serialize};

use super::{Check, Effects, Name, Particulars, Several, after, called, join};
use crate::event::{Change, Due, Expiry, Target};
use crate::lifecycle::Act;
use crate::model::Duration;
use crate::register::Register;
use crate::source::{Code, Diagnostic, Span};

/// Until when something is to be answered: a date, or some time after an event,
/// `after(offer-2)+P14D`. What time alone then does follows on the day after. One without `due` lifts
/// what was set before.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename = "Deadline")]
pub struct Deadline<'a> {
    #[serde(borrow)]
    of: Name<'a>,
    /// None where it says that there is no deadline any more.
    due: Option<Name<'a>>,
    #[serde(default)]
    set_by: Several<'a>,
    #[serde(default)]
    movable_by: Several<'a>,
    #[serde(default)]
    effect: Expiry,
}

impl<'a> Deadline<'a> {
    /// Splits `after(event)+P14D`; none where the due day is a date.
    fn after(&self) -> Option<(&'a str, &'a str)> {
        let rest = self.due?.value.strip_prefix("after(")?;
        rest.split_once(")+")
    }
}

impl Particulars for Deadline<'_> {
    fn check(&self, check: &mut Check<'_>, _event: Span) {
        check.people(&self.set_by);
        check.people(&self.movable_by);
        let Some(due) = &self.due else { return };
        let Some((event, length)) = self.after() else {
            check.date(due);
            return;
        };
        if !crate::model::is_id(event) || Duration::parse(length).is_err() {
            let place = check.place(due.span);
            let message = format!("`{}` is no day", due.value);
            let fault = Diagnostic::new(Code::BadDate, message).at(place, "");
            check.fault(fault.help(
                "write a date, or a length of time after an event: `after(offer-2)+P14D` is 14 days after",
            ));
        }
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        effects.by(&self.set_by);
        effects.target = Some(Target::About(self.of));
        effects.act_on_all(&[], Act::Mentioned, None);
        let due = self.due.as_ref().map(|due| match self.after() {
            Some((event, length)) => {
                let length = Duration::parse(length).expect("the duration was checked");
                effects.after = Some(Name { value: event, span: due.span });
                Due::After(event.to_owned(), length)
            }
            None => Due::On(effects.last_day(due)),
        });
        let movable_by = effects.actors(&self.movable_by);
        effects.change = Some(Change::Deadline { due, expiry: self.effect, movable_by });
    }

    fn line(&self, register: &Register) -> String {
        let Some(day) = &self.due else {
            return format!("{} has no deadline any more", self.of.value);
        };
        let due = match self.after() {
            Some((event, length)) => {
                let length = Duration::parse(length).map_or(length.to_owned(), |it| it.shown());
                format!("{length} after {event}")
            }
            None => format!("by {}", day.value),
        };
        let then = match self.effect {
            Expiry::Lapse => "else it lapses",
            Expiry::DeemedAccepted => "silence is consent",
            Expiry::None => "",
        };
        let set_by = after("set by", &called(&self.set_by, register));
        let movable_by = after("movable by", &called(&self.movable_by, register));
        join(&[&format!("{} is due {due}", self.of.value), then, &set_by, &movable_by])
    }
}
