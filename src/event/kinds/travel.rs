use serde::{Deserialize, Serialize};

use super::{Check, Effects, Name, Particulars, Several, called, join};
use crate::event::Prose;
use crate::register::Register;
use crate::source::Span;

/// People travel.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename = "Travel")]
pub struct Travel<'a> {
    #[serde(borrow)]
    who: Several<'a>,
    from: Option<Name<'a>>,
    to: Option<Name<'a>>,
    purpose: Option<Prose<'a>>,
}

impl Particulars for Travel<'_> {
    fn check(&self, check: &mut Check<'_>, event: Span) {
        check.somebody("who", &self.who, event);
        check.people(&self.who);
        self.from.iter().chain(&self.to).for_each(|place| check.location(place));
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        effects.by(&self.who);
        let places = self.from.iter().chain(&self.to);
        effects.locations.extend(places.map(|place| place.value));
    }

    fn line(&self, register: &Register) -> String {
        let place = |name: &Option<Name<'_>>| {
            let place = name.as_ref().and_then(|name| register.places.find(name.value));
            place.map_or("…", |place| register.places[place].name.as_str())
        };
        let way = format!("{} → {}", place(&self.from), place(&self.to));
        let purpose = self.purpose.as_ref().map_or("", Prose::text);
        join(&[&called(&self.who, register), &way, purpose])
    }
}
