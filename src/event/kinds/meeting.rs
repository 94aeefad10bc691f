use serde::{Deserialize, Serialize};

use super::{Check, Effects, Name, Particulars, Several, after, called, ids, join, party_act};
use crate::event::{Prose, Sequence};
use crate::lifecycle::Act;
use crate::model::Duration;
use crate::register::Register;
use crate::source::{Code, Diagnostic, Span};

party_act! {
    /// People meet. Two accounts of one encounter share its `occasion`.
#[serde(rename = "Meeting")]
pub struct Meeting<'a> {
    #[serde(borrow)]
    occasion: Option<Name<'a>>,
    format: Option<Format>,
    #[serde(default)]
    present: Several<'a>,
    #[serde(default)]
    absent: Several<'a>,
    described: Option<Prose<'a>>,
    place: Option<Name<'a>>,
    lasted: Option<Name<'a>>,
    #[serde(default)]
    agenda: Several<'a>,
    #[serde(default)]
    texts: Several<'a>,
    purpose: Option<Prose<'a>>,
    character: Option<Prose<'a>>,
    #[serde(default)]
    several: bool,
    internal_to: Option<Name<'a>>,
    #[serde(default)]
    order: Vec<Order<'a>>,
}
}

/// How people met.
#[derive(Debug, Clone, Copy, Deserialize, Serialize)]
#[serde(rename = "format of a Meeting")]
enum Format {
    InPerson,
    Phone,
    Video,
    Written,
    Hybrid,
}

/// How the encounter lies in time to another one (Allen 1983, the thirteen relations, inverses by
/// the names in use).
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename = "order of two occasions")]
struct Order<'a> {
    rel: Allen,
    #[serde(borrow)]
    of: Name<'a>,
}

#[derive(Debug, Clone, Copy, Deserialize, Serialize)]
#[serde(rename = "relation in time")]
enum Allen {
    Before,
    After,
    Meets,
    MetBy,
    Overlaps,
    OverlappedBy,
    Starts,
    StartedBy,
    During,
    Contains,
    Finishes,
    FinishedBy,
    Equals,
}

impl Allen {
    /// Returns which of two encounters comes first, as far as days can tell.
    fn sequence(self) -> Sequence {
        match self {
            Allen::Before | Allen::Meets => Sequence::Before,
            Allen::After | Allen::MetBy => Sequence::After,
            _ => Sequence::Together,
        }
    }
}

impl Particulars for Meeting<'_> {
    fn check(&self, check: &mut Check<'_>, event: Span) {
        let told = self.occasion.is_some() || self.described.is_some() || self.place.is_some();
        if !told && self.present.is_empty() {
            let place = check.place(event);
            let fault = Diagnostic::new(Code::MissingField, "a Meeting of nobody, nowhere")
                .at(place, "in this event");
            check.fault(fault.help("say who was `present`, or give it an `occasion` or a `place`"));
        }
        self.occasion.iter().for_each(|occasion| check.id(occasion));
        check.people(&self.present);
        check.people(&self.absent);
        self.place.iter().for_each(|place| check.location(place));
        self.lasted.iter().for_each(|lasted| check.duration(lasted));
        check.issues(&self.agenda);
        self.texts.iter().for_each(|text| check.id(text));
        self.internal_to.iter().for_each(|party| check.party(party));
        self.order.iter().for_each(|order| check.id(&order.of));
        self.group().check(check);
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        effects.present = effects.actors(&self.present);
        let order = |order: &Order<'e>| (order.rel.sequence(), order.of);
        effects.orders = self.order.iter().map(order).collect();
        effects.locations.extend(self.place.map(|place| place.value));
        effects.occasion = self.occasion.map(|occasion| occasion.value);
        for issue in &self.agenda {
            effects.act(issue, Act::Mentioned);
        }
    }

    fn line(&self, register: &Register) -> String {
        let lasted = self.lasted.as_ref().and_then(|text| Duration::parse(text.value).ok());
        let lasted = lasted.map_or(String::new(), |lasted| lasted.shown());
        let place = self.place.as_ref().and_then(|place| register.places.find(place.value));
        let place = place.map_or("", |place| register.places[place].name.as_str());
        let place = match self.format {
            Some(Format::Phone) => "by phone",
            Some(Format::Video) => "by video",
            Some(Format::Written) => "in writing",
            _ => place,
        };
        let occasion = self.occasion.map_or("", |occasion| occasion.value);
        let described = self.described.as_ref().map_or("", Prose::text);
        let present = called(&self.present, register);
        let several = if self.several { "several" } else { "" };
        let absent = after("without", &called(&self.absent, register));
        let internal = after("internal to", &called(self.internal_to.as_slice(), register));
        let texts = after("on", &ids(&self.texts));
        let purpose = self.purpose.as_ref().map_or("", Prose::text);
        let character = self.character.as_ref().map_or("", Prose::text);
        let group = self.group().words(register);
        let who = [&present, described, &absent, &internal, &group];
        let what = [several, &texts, purpose, character];
        join(&[&[occasion, &lasted, place][..], &who, &what].concat())
    }
}
