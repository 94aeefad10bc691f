use serde::{Deserialize, Serialize};

use super::{Check, Effects, Name, Particulars, called};
use crate::event::Change;
use crate::lifecycle::Act;
use crate::register::Register;
use crate::source::{Code, Diagnostic, Span};

/// A party joins another one, or the process, or leaves it.
///
/// A member acts when its party acts. Who is not in the process is not required for anything in it.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename = "Accession")]
pub struct Accession<'a> {
    #[serde(borrow)]
    party: Name<'a>,
    of: Option<Name<'a>>,
    act: AccessionAct,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename = "act of an Accession")]
enum AccessionAct {
    Joins,
    Leaves,
}

impl Particulars for Accession<'_> {
    fn check(&self, check: &mut Check<'_>, _event: Span) {
        if let Some(of) = self.of.filter(|of| of.value == self.party.value) {
            let place = check.place(of.span);
            let message = format!("`{}` cannot be a member of itself", of.value);
            let fault = Diagnostic::new(Code::WrongRole, message).at(place, "the same party");
            check.fault(fault.help("name the party that it joins, or leave `of` out for the process"));
        }
        check.party(&self.party);
        self.of.iter().for_each(|party| check.party(party));
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        let (party, of) = (effects.actor(&self.party), self.of.map(|of| effects.actor(&of)));
        effects.by(&[self.party]);
        let joins = self.act == AccessionAct::Joins;
        effects.change = Some(Change::Accession { party, of, joins });
        let issues = effects.register.issues.indices();
        let requires = |issue: &_| effects.register.issues[*issue].required.contains(&party);
        let concerned: Vec<_> = issues.filter(requires).collect();
        for issue in concerned.into_iter().filter(|_| of.is_none()) {
            effects.act_on(issue, Act::Membership);
        }
    }

    fn line(&self, register: &Register) -> String {
        let verb = match self.act {
            AccessionAct::Joins => "joins",
            AccessionAct::Leaves => "leaves",
        };
        let of = self.of.map_or("the process".to_owned(), |of| called(&[of], register));
        format!("{} {verb} {of}", called(&[self.party], register))
    }
}
