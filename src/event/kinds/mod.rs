//! The kinds of events, one file each: its data, what is checked, its effect, its line on a screen.
//!
//! To add a kind, write its file and add its line to the list below. Field names are the words of the
//! reports; `#[serde(rename)]` gives a struct the name that messages use.

use serde::{Deserialize, Serialize};

use super::group::party_act;
use super::words::{after, called, ids, join};
use super::{Check, Effects, Name, Several};
use crate::register::Register;
use crate::source::Span;

/// What a kind has to say of itself.
trait Particulars {
    /// Judges the names and values; every fault goes to `check`. `event` is where it is written.
    fn check(&self, check: &mut Check<'_>, event: Span);

    /// Gives what it does to issues, called only after a check without faults.
    fn effect<'e>(&'e self, effects: &mut Effects<'e>);

    /// Returns what happened, in words for one line.
    fn line(&self, register: &Register) -> String;
}

macro_rules! kinds {
    ($($file:ident::$kind:ident,)*) => {
        $(mod $file;)*
        $(use $file::$kind;)*

        /// What happened, by kind.
        #[derive(Debug, Deserialize, Serialize)]
        #[serde(rename = "kind of event")]
        #[expect(missing_docs, reason = "each is documented where it is defined")]
        pub enum What<'a> {
            $(#[serde(borrow)] $kind($kind<'a>),)*
        }

        /// A kind without what it says: all of it that stays in memory.
        #[derive(
            Debug,
            Clone,
            Copy,
            PartialEq,
            Eq,
            PartialOrd,
            Ord,
            borsh::BorshSerialize,
            borsh::BorshDeserialize,
        )]
        #[expect(missing_docs, reason = "each is documented where it is defined")]
        pub enum Kind { $($kind,)* }

        impl Kind {
            /// Every kind, in the order of the list.
            pub const ALL: &[Kind] = &[$(Kind::$kind,)*];

            /// Returns the name as dispatches write it.
            pub fn name(self) -> &'static str {
                match self { $(Kind::$kind => stringify!($kind),)* }
            }
        }

        impl What<'_> {
            /// Returns the kind.
            pub fn kind(&self) -> Kind {
                match self { $(What::$kind(_) => Kind::$kind,)* }
            }

            fn particulars(&self) -> &dyn Particulars {
                match self { $(What::$kind(it) => it,)* }
            }
        }
    };
}

kinds! {
    agenda::Agenda,
    restructure::Restructure,
    link::Link,
    meeting::Meeting,
    travel::Travel,
    approach::Approach,
    demand::Demand,
    proposal::Proposal,
    acceptance::Acceptance,
    rejection::Rejection,
    concession::Concession,
    withdrawal::Withdrawal,
    reply::Reply,
    commitment::Commitment,
    vote::Vote,
    deadline::Deadline,
    draft::Draft,
    passage::Passage,
    reading::Reading,
    open_point::OpenPoint,
    stage_claim::StageClaim,
    assessment::Assessment,
    mandate::Mandate,
    accession::Accession,
    conduct::Conduct,
    outcome::Outcome,
    retract::Retract,
    rating::Rating,
    migrate::Migrate,
}

impl What<'_> {
    /// Judges the names and values; every fault goes to `check`.
    pub fn check(&self, check: &mut Check<'_>, event: Span) {
        self.particulars().check(check, event);
    }

    /// Gives what it does to issues, called only after a check without faults.
    pub fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        self.particulars().effect(effects);
    }

    /// Returns what happened, in words for one line.
    pub fn line(&self, register: &Register) -> String {
        self.particulars().line(register)
    }
}
