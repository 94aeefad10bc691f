use std::collections::BTreeSet;
use std::fmt;

use crate::event::Kind;
use crate::model::{Basis, Range};

/// For what a query is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// To choose claims before anything is worked out.
    Lens,
    /// To show some issues of all.
    Issues,
    /// To show some events of all.
    Events,
    /// To show some changes, each of an issue or of none, and made by an event.
    Changes,
}

impl Use {
    /// Returns what it chooses.
    pub fn of(self) -> &'static str {
        match self {
            Use::Lens => "claims",
            Use::Issues => "issues",
            Use::Events => "events",
            Use::Changes => "changes",
        }
    }
}

macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $word:literal: $tells:literal, $values:literal, [$($use:ident),*];)*) => {
        /// What can be asked for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Field { $(#[doc = $tells] $name,)* }

        impl Field {
            /// Every field, in the order in which help lists them.
            pub const ALL: &[Field] = &[$(Field::$name,)*];

            /// Returns the word for it.
            pub fn word(self) -> &'static str {
                match self { $(Field::$name => $word,)* }
            }

            /// Returns what it asks for.
            pub fn tells(self) -> &'static str {
                match self { $(Field::$name => $tells,)* }
            }

            /// Returns what its values look like.
            pub fn values(self) -> &'static str {
                match self { $(Field::$name => $values,)* }
            }

            /// Returns whether a use has it.
            pub fn fits(self, usage: Use) -> bool {
                match self { $(Field::$name => [$(Use::$use),*].contains(&usage),)* }
            }
        }
    };
}

fields! {
    Issue = "issue": "on this issue, or one below it", "issue:territory", [Lens, Issues, Events, Changes];
    Party = "party": "an act of this party, or told by it", "party:russia,us", [Lens, Issues, Events, Changes];
    By = "by": "done by this party or person", "by:putin", [Lens, Events, Changes];
    Person = "person": "this person acts, is present, or tells", "person:witkoff", [Lens, Events, Changes];
    Source = "source": "told through this source, person or party", "source:axios", [Lens, Events, Changes];
    Voice = "voice": "told first hand by it, or by one who speaks for it", "voice:ukraine", [Lens, Events, Changes];
    Root = "root": "rests on this source alone, or on one that may be the same", "root:s1", [Lens, Events, Changes];
    Kind = "kind": "an event of this kind", "kind:Meeting,Travel", [Lens, Events, Changes];
    Stage = "stage": "stands at this stage", "stage:disputed", [Issues, Changes];
    Was = "was": "stood at this stage before", "was:agreed", [Issues, Changes];
    On = "on": "happened, or is to, on one of these days", "on:2025-12 on:a..b", [Lens, Events, Changes];
    Known = "known": "became known on one of these days", "known:-7d.. known:2025-W49", [Lens, Events, Changes];
    Place = "place": "took place there", "place:london", [Lens, Events, Changes];
    Basis = "basis": "on these terms", "basis:OnRecord,Document", [Lens, Events, Changes];
    Roots = "roots": "told by so many independent sources at least", "roots:2", [Lens, Events, Changes];
    Text = "text": "has these words, in its line, quote or note; an issue: in its title", "text:\"unified view\"", [Lens, Issues, Events, Changes];
    Id = "id": "the event of this id", "id:e10", [Lens, Events, Changes];
    Is = "is": "is so", "is:contested is:open is:silent", [Issues, Events, Changes];
}

/// What an issue or an event may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Is {
    /// An issue that is neither settled nor dropped; a demand that nobody has met.
    Open,
    /// Live claims contradict each other.
    Contested,
    /// Nothing was said of it for as long as the lifecycle allows for.
    Silent,
    /// Agreed on the word of some only.
    OneSided,
    /// It was reopened.
    Reopened,
    /// It was struck out.
    Retracted,
    /// It was due, and is not known to have happened.
    Overdue,
}

impl Is {
    /// Every one of them.
    pub const ALL: [Is; 7] = [
        Is::Open,
        Is::Contested,
        Is::Silent,
        Is::OneSided,
        Is::Reopened,
        Is::Retracted,
        Is::Overdue,
    ];

    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Is::Open => "open",
            Is::Contested => "contested",
            Is::Silent => "silent",
            Is::OneSided => "one-sided",
            Is::Reopened => "reopened",
            Is::Retracted => "retracted",
            Is::Overdue => "overdue",
        }
    }

    /// Returns whether rows of a use may be so.
    pub fn fits(self, usage: Use) -> bool {
        match self {
            Is::Open => true,
            Is::Contested | Is::Silent | Is::OneSided | Is::Reopened => usage != Use::Events,
            Is::Retracted | Is::Overdue => usage != Use::Issues,
        }
    }
}

/// One thing that is asked for; several values widen it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// Names, of one field: of issues, actors, places, stages or events.
    Names(Field, BTreeSet<String>),
    /// Kinds of events.
    Kinds(BTreeSet<Kind>),
    /// Terms on which things were said.
    Bases(BTreeSet<Basis>),
    /// Days, of one field.
    Days(Field, Vec<Range>),
    /// At least so many independent sources.
    Roots(usize),
    /// Words, in small letters.
    Words(BTreeSet<String>),
    /// The events that have some words, by process and id; the words with them.
    Found(BTreeSet<String>, BTreeSet<(String, String)>),
    /// What it is to be.
    Is(BTreeSet<Is>),
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list =
            |field: Field, values: Vec<String>| format!("{}:{}", field.word(), values.join(","));
        let quoted =
            |words: &BTreeSet<String>| words.iter().map(|word| format!("\"{word}\"")).collect();
        f.write_str(&match self {
            Term::Names(field, names) => {
                list(*field, names.iter().map(|name| quoted_if(name)).collect())
            }
            Term::Kinds(kinds) => {
                list(Field::Kind, kinds.iter().map(|kind| kind.name().to_owned()).collect())
            }
            Term::Bases(bases) => {
                list(Field::Basis, bases.iter().map(|basis| basis.name().to_owned()).collect())
            }
            Term::Days(field, ranges) => {
                let days = |range: &Range| match range {
                    Range { first, last } if first == last => first.to_string(),
                    Range { first, last } => format!("{first}..{last}"),
                };
                list(*field, ranges.iter().map(days).collect())
            }
            Term::Roots(least) => list(Field::Roots, vec![least.to_string()]),
            Term::Words(words) | Term::Found(words, _) => list(Field::Text, quoted(words)),
            Term::Is(some) => list(Field::Is, some.iter().map(|is| is.word().to_owned()).collect()),
        })
    }
}

fn quoted_if(name: &str) -> String {
    let plain = |c: char| !c.is_whitespace() && !matches!(c, ',' | '(' | ')' | '"');
    if !name.is_empty() && name.chars().all(plain) {
        name.to_owned()
    } else {
        format!("\"{name}\"")
    }
}
