//! Stages, the moves between them and what each act says about them, as data.
//!
//! A lifecycle judges and changes nothing: it says how high an act lets an issue stand, whether a
//! move is provided for by the version in force, and what it needs beside that. Who acted, when, and
//! which acts count, it does not know; `state` does.

mod act;
mod check;
mod file;
mod guard;
mod version;

use std::sync::LazyLock;

use borsh::{BorshDeserialize, BorshSerialize};

use crate::model::Day;
use crate::ron::Tree;
use crate::source::{Diagnostic, FileIx};

pub use act::Act;
pub use guard::{Guard, Need, Threshold};
pub use version::Version;

/// A stage by its place in the lifecycle. Exits come lowest, then the ladder from its bottom, so that
/// a higher number is a higher stage; without a ladder, the order in which stages are declared.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, BorshSerialize, BorshDeserialize,
)]
pub struct Rung(pub u8);

/// One stage.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Stage {
    /// The name that dispatches, answers and queries use.
    pub id: String,
    /// The words that screens use.
    pub title: String,
    /// What else sources call it.
    pub aliases: Vec<String>,
    /// One character that stands for it beside its title.
    pub mark: String,
    /// Whether the issue is done with: nothing stalls here.
    pub settled: bool,
    /// Whether the issue has left the talks here.
    pub exit: bool,
}

/// What an act says about the stage of its issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub enum Bound {
    /// An advance: at least this stage.
    AtLeast(Rung),
    /// An objection: at most this stage.
    AtMost(Rung),
    /// This stage and no other.
    Exactly(Rung),
    /// A hold: lowers the result to this stage until it is closed, and is no claim about it.
    Hold(Rung),
}

/// A lifecycle, checked: every name in it is one of its stages.
#[derive(Debug, Clone, BorshSerialize, BorshDeserialize)]
pub struct Lifecycle {
    /// Its name.
    pub name: String,
    /// Whether its stages are a ladder. Without one no stage is higher than another: whatever is said
    /// of the stage is exact.
    pub ordered: bool,
    stages: Vec<Stage>,
    /// By act, in the order in which acts are declared.
    bounds: Vec<Option<Bound>>,
    /// Oldest first, at least one.
    versions: Vec<Version>,
    /// Before any claim.
    pub initial: Rung,
    /// With any claim at all.
    pub mentioned: Rung,
    /// With a hold and no advance.
    pub held: Rung,
    /// With acceptances by fewer parties than are required.
    pub partly: Rung,
    /// Days without a change of stage after which an issue is stalled.
    pub stalled_after: i32,
    /// Days without a claim after which an issue is silent.
    pub silent_after: i32,
}

impl Lifecycle {
    /// The name of the one that every process has unless it says otherwise.
    pub const NEGOTIATION: &'static str = "negotiation";

    /// Returns the lifecycle of a negotiation, the default of every process.
    pub fn negotiation() -> Lifecycle {
        static READ: LazyLock<Lifecycle> = LazyLock::new(|| {
            let (read, faults) = Lifecycle::read(FileIx(0), include_str!("negotiation.ron"));
            read.filter(|_| faults.is_empty()).expect("our own lifecycle reads")
        });
        READ.clone()
    }

    /// Reads a lifecycle: none if something in it is an error, and everything that is odd about it.
    pub fn read(file: FileIx, text: &str) -> (Option<Lifecycle>, Vec<Diagnostic>) {
        file::read(file, text)
    }

    /// Returns what the file of a lifecycle says, apart from how it is written; none if it cannot be read.
    pub fn content(file: FileIx, text: &str) -> Option<Tree> {
        file::content(file, text)
    }

    /// Returns a stage.
    pub fn stage(&self, rung: Rung) -> &Stage {
        &self.stages[usize::from(rung.0)]
    }

    /// Finds a stage by its id.
    pub fn rung(&self, id: &str) -> Option<Rung> {
        let at = self.stages.iter().position(|stage| stage.id == id)?;
        u8::try_from(at).ok().map(Rung)
    }

    /// Finds the stage that a source names on a day: by a name of that time, by its id, its title, or
    /// another of its names.
    pub fn find(&self, name: &str, day: Day) -> Option<Rung> {
        let then = self.in_force(day).names.get(name).copied();
        then.or_else(|| self.rung(name)).or_else(|| {
            let called =
                |stage: &Stage| stage.title == name || stage.aliases.iter().any(|one| one == name);
            self.stages().find(|(_, stage)| called(stage)).map(|(rung, _)| rung)
        })
    }

    /// Returns every stage from the lowest to the highest, exits first.
    pub fn stages(&self) -> impl Iterator<Item = (Rung, &Stage)> {
        (0u8..).map(Rung).zip(&self.stages)
    }

    /// Returns the highest stage.
    fn top(&self) -> Rung {
        Rung(u8::try_from(self.stages.len() - 1).expect("a lifecycle has few stages"))
    }

    /// Returns the stage above, or none at the top of the ladder or outside it.
    pub fn next(&self, rung: Rung) -> Option<Rung> {
        let climbs = self.ordered && rung < self.top() && !self.stage(rung).exit;
        climbs.then_some(Rung(rung.0 + 1))
    }

    /// Returns what an act says of the stage; none if it says only that the issue is on the table.
    pub fn bound(&self, act: Act) -> Option<Bound> {
        self.bounds[act as usize]
    }

    /// Returns where an acceptance leads once all who have to accept have done so.
    ///
    /// How to talk is agreed as soon as it is accepted at all. What was signed still waits for the
    /// bodies that have to approve it; `approved` says that none is due any more.
    pub fn accepted(&self, level: Act, procedural: bool, approved: bool) -> Rung {
        let level = match level {
            _ if procedural => Act::Approved,
            Act::Signed | Act::Approved | Act::Carried if approved => Act::Approved,
            Act::Approved | Act::Carried => Act::Signed,
            other => other,
        };
        match self.bound(level) {
            Some(Bound::AtLeast(rung)) => rung,
            _ => self.partly,
        }
    }

    /// Returns the versions, oldest first.
    pub fn versions(&self) -> &[Version] {
        &self.versions
    }

    /// Returns the version in force on a day; before the first one, that one.
    pub fn in_force(&self, day: Day) -> &Version {
        let later = self.versions.partition_point(|version| version.since <= day);
        &self.versions[later.saturating_sub(1)]
    }

    /// Returns the newest version.
    pub fn newest(&self) -> &Version {
        self.versions.last().expect("a lifecycle has a version")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ladder_of_a_negotiation_is_in_order_and_exits_lie_below_it() {
        let lifecycle = Lifecycle::negotiation();
        let ids: Vec<_> = lifecycle.stages().map(|(_, stage)| stage.id.as_str()).collect();
        let ladder = ["unraised", "raised", "disputed", "progressing", "in_principle"];
        assert_eq!(ids[0], "dropped");
        assert_eq!(&ids[1..6], ladder);
        assert_eq!(&ids[6..], ["provisional", "agreed"]);
        assert_eq!(lifecycle.top(), lifecycle.rung("agreed").unwrap());
        assert_eq!(lifecycle.next(lifecycle.top()), None);
        assert_eq!(lifecycle.next(lifecycle.rung("dropped").unwrap()), None);
    }

    /// Rows: from; columns: to, in the order of the stages. `x` is provided for.
    #[test]
    fn every_pair_of_stages_is_a_move_or_is_not() {
        let lifecycle = Lifecycle::negotiation();
        let table = [
            ("dropped      ", "=.xxx..."),
            ("unraised     ", "x=xxxxxx"),
            ("raised       ", "x.=xxxxx"),
            ("disputed     ", "x..=xxxx"),
            ("progressing  ", "x..x=xxx"),
            ("in_principle ", "x..xx=xx"),
            ("provisional  ", "x..xxx=x"),
            ("agreed       ", "...xx..="),
        ];
        for (row, (from, stage)) in table.iter().zip(lifecycle.stages()) {
            assert_eq!(row.0.trim(), stage.id);
            for (cell, (to, _)) in row.1.chars().zip(lifecycle.stages()) {
                assert_eq!(
                    lifecycle.newest().provides(from, to),
                    cell != '.',
                    "{} to {}",
                    row.0,
                    to.0
                );
            }
        }
    }

    #[test]
    fn every_act_that_bounds_has_its_bound_in_the_data() {
        let lifecycle = Lifecycle::negotiation();
        let id = |rung: Rung| lifecycle.stage(rung).id.clone();
        let rows: Vec<String> = Act::ALL
            .iter()
            .filter_map(|act| {
                lifecycle.bound(*act).map(|bound| match bound {
                    Bound::AtLeast(rung) => format!("{act:?} >= {}", id(rung)),
                    Bound::AtMost(rung) => format!("{act:?} <= {}", id(rung)),
                    Bound::Exactly(rung) => format!("{act:?} = {}", id(rung)),
                    Bound::Hold(rung) => format!("{act:?} holds at {}", id(rung)),
                })
            })
            .collect();
        let expected = [
            "Toward >= progressing",
            "Drafted >= progressing",
            "Tabled >= progressing",
            "Conceded >= progressing",
            "AcceptedInPrinciple >= in_principle",
            "AcceptedText >= provisional",
            "Signed >= provisional",
            "Approved >= agreed",
            "Carried >= agreed",
            "DeemedAccepted >= provisional",
            "PartAgreed >= progressing",
            "PassageAgreed >= progressing",
            "TextAgreed >= provisional",
            "Demanded <= disputed",
            "Rejected <= disputed",
            "Withdrew <= disputed",
            "VotedDown <= disputed",
            "Denied <= disputed",
            "Away <= disputed",
            "Reopened <= progressing",
            "Dropped <= dropped",
            "Superseded <= dropped",
            "PointOpened holds at in_principle",
            "Bracketed holds at in_principle",
            "ReadPartly holds at in_principle",
            "ReadApart holds at progressing",
            "PackageIncomplete holds at provisional",
        ];
        assert_eq!(rows, expected);
    }
}
