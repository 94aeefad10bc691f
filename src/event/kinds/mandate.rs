use serde::{Deserialize, Serialize};

use super::{Check, Effects, Name, Particulars, called, join};
use crate::event::{Change, Prose};
use crate::register::Register;
use crate::source::{Code, Diagnostic, Span};

/// A person takes an office for a party, or leaves it. What the person says from then on, or no
/// longer, is the party's own word.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename = "Mandate")]
pub struct Mandate<'a> {
    #[serde(borrow)]
    person: Name<'a>,
    party: Name<'a>,
    office: Option<Prose<'a>>,
    begins: Option<Name<'a>>,
    ends: Option<Name<'a>>,
}

impl Particulars for Mandate<'_> {
    fn check(&self, check: &mut Check<'_>, event: Span) {
        check.person(&self.person);
        check.party(&self.party);
        self.begins.iter().chain(&self.ends).for_each(|date| check.date(date));
        if let (Some(begins), Some(ends)) = (self.begins, self.ends)
            && let (Some(first), Some(last)) = (check.day(&begins), check.day(&ends))
            && last < first
        {
            let place = check.place(ends.span);
            let message = "a mandate that ends before it begins";
            let fault = Diagnostic::new(Code::BadDate, message).at(place, "earlier than `begins`");
            check.fault(fault.help("correct `begins` or `ends`"));
        }
        if self.begins.is_none() && self.ends.is_none() {
            let place = check.place(event);
            let fault = Diagnostic::new(Code::MissingField, "a Mandate that neither begins nor ends")
                .at(place, "in this event");
            check.fault(fault.help("say the first day in `begins`, or the last day in `ends`"));
        }
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        let (person, party) = (effects.actor(&self.person), effects.actor(&self.party));
        effects.by(&[self.person]);
        effects.change = Some(Change::Mandate {
            person,
            party,
            office: self.office.as_ref().map(|office| office.text().to_owned()),
            begins: self.begins.map(|date| effects.days(&date).0),
            ends: self.ends.map(|date| effects.days(&date).1),
        });
    }

    fn line(&self, register: &Register) -> String {
        let office = self.office.as_ref().map_or("", Prose::text);
        let of = called(&[self.party], register);
        let who = called(&[self.person], register);
        let begins = self.begins.map(|day| format!("begins {}", day.value)).unwrap_or_default();
        let ends = self.ends.map(|day| format!("ends {}", day.value)).unwrap_or_default();
        join(&[&format!("mandate of {who} for {of}"), office, &begins, &ends])
    }
}
