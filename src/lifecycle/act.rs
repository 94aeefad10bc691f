use serde::{Deserialize, Serialize};

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident,)*) => {
        /// What an event does to one issue, as far as stages are concerned.
        ///
        /// Many kinds of events come down to few acts: a lifecycle bounds acts, so that a new kind
        /// rarely needs a new rule.
        #[derive(
            Debug,
            Clone,
            Copy,
            PartialEq,
            Eq,
            PartialOrd,
            Ord,
            Deserialize,
            Serialize,
            borsh::BorshSerialize,
            borsh::BorshDeserialize,
        )]
        #[serde(rename = "act")]
        pub enum Act { $($(#[$doc])* $name,)* }

        impl Act {
            /// Every act, in the order in which they are declared.
            pub const ALL: &[Act] = &[$(Act::$name,)*];
        }
    };
}

acts! {
    /// The issue came up; nothing is said of its stage.
    Mentioned,
    /// An assessment that things move on.
    Toward,
    /// A draft was tabled, circulated or discussed.
    Drafted,
    /// A proposal was tabled or revised.
    Tabled,
    /// A party gave way.
    Conceded,
    /// Accepted in principle, or "agreed" without more.
    AcceptedInPrinciple,
    /// A wording was accepted, finally or subject to referral.
    AcceptedText,
    /// Signed.
    Signed,
    /// Approved by a body that has to.
    Approved,
    /// Carried by the body that decides: accepted by all.
    Carried,
    /// Nobody rejected it in time: accepted by all.
    DeemedAccepted,
    /// A passage was agreed in part, or by some.
    PartAgreed,
    /// A passage was agreed.
    PassageAgreed,
    /// All of the text was agreed.
    TextAgreed,
    /// A party demands something.
    Demanded,
    /// A party rejects something.
    Rejected,
    /// A party takes back what it said; an objection only where that was an acceptance.
    Withdrew,
    /// A body whose vote counts voted it down.
    VotedDown,
    /// Somebody says that what is claimed is not so.
    Denied,
    /// An assessment that things do not move, or move apart.
    Away,
    /// A settled or advanced issue was opened again.
    Reopened,
    /// The issue was taken off the table for good.
    Dropped,
    /// The issue goes on as another one.
    Superseded,
    /// Somebody says at which stage the issue is.
    Staged,
    /// A point is open that stands in the way.
    PointOpened,
    /// The point is closed.
    PointClosed,
    /// A passage is open that the text cannot do without.
    Bracketed,
    /// The passage is open no longer.
    Unbracketed,
    /// The parties read a draft in the same way in part.
    ReadPartly,
    /// The parties read a draft differently.
    ReadApart,
    /// The parties read a draft in the same way.
    ReadAlike,
    /// A package that the issue belongs to is not complete; follows from other issues, no event says it.
    PackageIncomplete,
    /// What was on the table ran out of time; follows from a deadline.
    Lapsed,
    /// A party that is required for it joined the process, or left it.
    Membership,
    /// Its stage goes by another name.
    Migrated,
    /// A register that listed it does so no longer; nobody says that it was taken off the table.
    Unlisted,
    /// Enough of its parts stand where they have to; follows from them, no event says it.
    ThresholdMet,
    /// Talks on it were halted.
    Suspended,
    /// It was put off.
    Deferred,
    /// Talks on it were taken up again.
    Resumed,
}

impl Act {
    /// Returns whether it names the stage itself.
    pub fn names_stage(self) -> bool {
        matches!(self, Act::Staged | Act::ThresholdMet)
    }

    /// Returns whether it fills the slots of the parties that did it.
    pub fn is_acceptance(self) -> bool {
        self.is_by_all()
            || matches!(
                self,
                Act::AcceptedInPrinciple | Act::AcceptedText | Act::Signed | Act::Approved
            )
    }

    /// Returns whether it accepts for all parties that are required.
    pub fn is_by_all(self) -> bool {
        matches!(self, Act::Carried | Act::DeemedAccepted)
    }

    /// Returns whether time alone does it.
    pub fn is_by_time(self) -> bool {
        matches!(self, Act::Lapsed | Act::DeemedAccepted | Act::ThresholdMet)
    }

    /// Returns whether others may oppose it, and so reject it.
    pub fn is_offer(self) -> bool {
        self.is_acceptance() || matches!(self, Act::Tabled | Act::Conceded | Act::Demanded)
    }

    /// Returns whether it says that the issue is on the table.
    pub fn raises(self) -> bool {
        !matches!(self, Act::Membership | Act::Migrated | Act::Unlisted | Act::ThresholdMet)
    }

    /// Returns whether it takes the issue off the table until something is said of it again.
    pub fn takes_off(self) -> bool {
        matches!(self, Act::Dropped | Act::Superseded)
    }

    /// Returns whether it closes what held the issue back.
    pub fn closes(self) -> bool {
        matches!(self, Act::PointClosed | Act::ReadAlike | Act::Unbracketed)
    }

    /// Returns whether only firm acts end or bound it: an acceptance, or a text agreed as a whole.
    pub fn is_firm(self) -> bool {
        self.is_acceptance() || self == Act::TextAgreed
    }

    /// Returns whether it is a party's own stand, rather than a remark about the whole.
    pub fn is_position(self) -> bool {
        self.is_acceptance()
            || matches!(
                self,
                Act::Tabled
                    | Act::Conceded
                    | Act::Demanded
                    | Act::Rejected
                    | Act::VotedDown
                    | Act::Withdrew
            )
    }

    /// Returns whether it counts only when a principal does it.
    pub fn needs_principal(self) -> bool {
        matches!(self, Act::Demanded | Act::Rejected)
    }

    /// Returns whether it is too light to end or to bound an acceptance, or a claim of a stage that
    /// only acceptances reach: going back takes a withdrawal, a rejection or a reopening.
    pub fn is_light(self) -> bool {
        matches!(self, Act::Demanded | Act::Away | Act::Toward)
    }

    /// Returns whether the two are moves of one bargaining rather than a contradiction.
    pub fn bargains_with(self, objection: Act) -> bool {
        matches!(self, Act::Tabled | Act::Drafted | Act::Conceded)
            && matches!(objection, Act::Demanded | Act::Rejected)
    }
}
