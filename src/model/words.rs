//! How a source speaks: whether it happened, on what terms it was told, how likely it seems.

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Serialize};

/// Whether a source says that something happened.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Default,
    Deserialize,
    Serialize,
    schemars::JsonSchema,
    BorshSerialize,
    BorshDeserialize,
)]
#[serde(rename = "modality")]
pub enum Modality {
    /// It happened.
    #[default]
    Actual,
    /// It is to happen.
    Expected,
    /// It happens if something else does.
    Conditional,
    /// It did not happen.
    Negated,
}

/// The terms on which a source spoke, weakest first.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Default,
    Deserialize,
    Serialize,
    schemars::JsonSchema,
    BorshSerialize,
    BorshDeserialize,
)]
#[serde(rename = "basis")]
pub enum Basis {
    /// Nobody is named for it.
    #[default]
    Unattributed,
    /// Told for the record only; kept, never exported.
    OffRecord,
    /// Usable without any attribution.
    DeepBackground,
    /// Usable, attributed to an unnamed source.
    OnBackground,
    /// Read in a document.
    Document,
    /// Said in public, by name.
    OnRecord,
}

impl Basis {
    /// Every basis, strongest first.
    pub const ALL: [Basis; 6] = [
        Basis::OnRecord,
        Basis::Document,
        Basis::OnBackground,
        Basis::DeepBackground,
        Basis::OffRecord,
        Basis::Unattributed,
    ];

    /// Returns the name as dispatches and queries write it.
    pub fn name(self) -> &'static str {
        match self {
            Basis::Unattributed => "Unattributed",
            Basis::OffRecord => "OffRecord",
            Basis::DeepBackground => "DeepBackground",
            Basis::OnBackground => "OnBackground",
            Basis::Document => "Document",
            Basis::OnRecord => "OnRecord",
        }
    }

    /// Returns the words a screen uses.
    pub fn shown(self) -> &'static str {
        match self {
            Basis::Unattributed => "unattributed",
            Basis::OffRecord => "off the record",
            Basis::DeepBackground => "on deep background",
            Basis::OnBackground => "on background",
            Basis::Document => "from a document",
            Basis::OnRecord => "on record",
        }
    }
}

/// Whether a source reports something as new.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Default,
    Deserialize,
    Serialize,
    schemars::JsonSchema,
    BorshSerialize,
    BorshDeserialize,
)]
#[serde(rename = "aspect")]
pub enum Aspect {
    /// It is news.
    #[default]
    New,
    /// It repeats what was said before.
    Reaffirms,
    /// It is background that the source takes for granted.
    Presupposed,
}

/// How likely a source calls it: the seven words of ICD-203, section D.6.e.2.a.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize, schemars::JsonSchema,
)]
#[serde(rename = "likelihood")]
pub enum Likelihood {
    /// 1 to 5 per cent.
    AlmostNoChance,
    /// 5 to 20 per cent.
    VeryUnlikely,
    /// 20 to 45 per cent.
    Unlikely,
    /// 45 to 55 per cent.
    RoughlyEvenChance,
    /// 55 to 80 per cent.
    Likely,
    /// 80 to 95 per cent.
    VeryLikely,
    /// 95 to 99 per cent.
    AlmostCertain,
}

impl Likelihood {
    /// Returns the words that screens use.
    pub fn shown(self) -> &'static str {
        match self {
            Likelihood::AlmostNoChance => "almost no chance",
            Likelihood::VeryUnlikely => "very unlikely",
            Likelihood::Unlikely => "unlikely",
            Likelihood::RoughlyEvenChance => "roughly even chance",
            Likelihood::Likely => "likely",
            Likelihood::VeryLikely => "very likely",
            Likelihood::AlmostCertain => "almost certain",
        }
    }
}

/// How credible a claim is held to be, on the Admiralty scale: 1 is confirmed by others, 5 improbable, 6
/// cannot be judged.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    schemars::JsonSchema,
    BorshSerialize,
    BorshDeserialize,
)]
pub struct Credibility(u8);

impl Credibility {
    /// Returns the grade of a number from 1 to 6.
    pub fn new(number: u8) -> Option<Credibility> {
        (1..=6).contains(&number).then_some(Credibility(number))
    }
}

/// How reliable a source is, on the Admiralty scale; `A` is best.
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
    schemars::JsonSchema,
    BorshSerialize,
    BorshDeserialize,
)]
#[serde(rename = "reliability")]
pub enum Reliability {
    /// Completely reliable.
    A,
    /// Usually reliable.
    B,
    /// Fairly reliable.
    C,
    /// Not usually reliable.
    D,
    /// Unreliable.
    E,
    /// Reliability cannot be judged.
    F,
}

impl Reliability {
    /// Returns the letter.
    pub fn name(self) -> &'static str {
        match self {
            Reliability::A => "A",
            Reliability::B => "B",
            Reliability::C => "C",
            Reliability::D => "D",
            Reliability::E => "E",
            Reliability::F => "F",
        }
    }
}
