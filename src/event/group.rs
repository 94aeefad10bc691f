use super::words::called;
use super::{Check, Effects, Name};
use crate::lifecycle::Act;
use crate::register::Register;

/// Defines the struct of a kind that parties do, with the fields that every such act may have: `to`
/// whom, `through` which messenger, `for` whom one speaks, `with` whose support, `against` whose
/// opposition.
macro_rules! party_act {
    (
        $(#[$meta:meta])*
        pub struct $name:ident<'a> {
            $($(#[$field_meta:meta])* $field:ident: $type:ty,)*
        }
    ) => {
        #[derive(Debug, serde::Deserialize, serde::Serialize)]
        $(#[$meta])*
        pub struct $name<'a> {
            $($(#[$field_meta])* $field: $type,)*
            #[serde(default, borrow)]
            to: $crate::event::Several<'a>,
            #[serde(default)]
            through: $crate::event::Several<'a>,
            #[serde(default)]
            r#for: $crate::event::Several<'a>,
            #[serde(default)]
            with: $crate::event::Several<'a>,
            #[serde(default)]
            against: $crate::event::Several<'a>,
        }

        impl<'a> $name<'a> {
            fn group(&self) -> $crate::event::group::Group<'_, 'a> {
                $crate::event::group::Group {
                    to: &self.to,
                    through: &self.through,
                    principals: &self.r#for,
                    with: &self.with,
                    against: &self.against,
                }
            }
        }
    };
}
pub(super) use party_act;

/// Who else has a part in what a party does.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group<'g, 'a> {
    /// Those it is addressed to.
    pub(super) to: &'g [Name<'a>],
    /// Those who carry the message.
    pub(super) through: &'g [Name<'a>],
    /// Those for whom it is done: the act is theirs.
    pub(super) principals: &'g [Name<'a>],
    /// Those who do it too.
    pub(super) with: &'g [Name<'a>],
    /// Those who oppose it.
    pub(super) against: &'g [Name<'a>],
}

impl Group<'_, '_> {
    /// Wants the right sort of name in every place.
    pub(super) fn check(&self, check: &mut Check<'_>) {
        check.people(self.to);
        check.people(self.through);
        for parties in [self.principals, self.with, self.against] {
            parties.iter().for_each(|party| check.party(party));
        }
    }

    /// Says who acts: those for whom it is done rather than the one who speaks, and those who do it
    /// too.
    pub(super) fn effect(&self, effects: &mut Effects<'_>, by: &[Name<'_>]) {
        let actors = if self.principals.is_empty() { by } else { self.principals };
        effects.by(&[actors, self.with].concat());
        effects.to(self.to);
    }

    /// Says who opposes what was offered or demanded on the issues named so far: each of them
    /// rejects it there.
    pub(super) fn oppose(&self, effects: &mut Effects<'_>) {
        if !self.against.is_empty() {
            effects.opposed(self.against, Act::is_offer);
        }
    }

    /// Returns the group without those it is addressed to, where a line has named them already.
    pub(super) fn but_to(self) -> Self {
        Group { to: &[], ..self }
    }

    /// Returns the words for it: " to Russia, through Qatar".
    pub(super) fn words(&self, register: &Register) -> String {
        let parts = [
            ("to", self.to),
            ("through", self.through),
            ("for", self.principals),
            ("with", self.with),
            ("against", self.against),
        ];
        let said = parts.iter().filter(|(_, names)| !names.is_empty());
        let words = said.map(|(word, names)| format!("{word} {}", called(names, register)));
        words.collect::<Vec<_>>().join(", ")
    }
}
