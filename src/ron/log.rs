//! What has been found wrong in one value, and what the next round passes over.

use std::collections::{BTreeMap, BTreeSet};

use super::fault::Teller;
use super::scan::Scanner;
use crate::source::{Diagnostic, FileIx, Span};

/// The most faults told of one value.
const MOST_FAULTS: usize = 200;

/// What the next round does with a value that failed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pass {
    /// Fills in a blank.
    Blank,
    /// Leaves out the entry, since its type takes no blank.
    Skip,
}

/// The faults of one value, over all the rounds it takes to find them.
pub(super) struct Log {
    /// Who words them.
    pub(super) tell: Teller,
    /// What was found, each once.
    pub(super) faults: Vec<Diagnostic>,
    /// Whether any of it spoils the value.
    pub(super) hard: bool,
    /// Whether this round found something that makes another one worthwhile.
    pub(super) progress: bool,
    /// Whether what stands open at the text's end has been told, or will be by another reader.
    pub(super) ended: bool,
    /// The values that failed: start, end and how to pass over them.
    passed: BTreeMap<usize, (usize, Pass)>,
    /// The missing fields to fill in, each with the start of its struct.
    pub(super) supplied: BTreeSet<(usize, &'static str)>,
    /// The missing fields whose type takes no blank.
    pub(super) refused: BTreeSet<(usize, &'static str)>,
}

impl Log {
    pub(super) fn new(file: FileIx) -> Self {
        Log {
            tell: Teller(file),
            faults: Vec::new(),
            hard: false,
            progress: false,
            ended: false,
            passed: BTreeMap::new(),
            supplied: BTreeSet::new(),
            refused: BTreeSet::new(),
        }
    }

    /// Tells a fault that spoils the value.
    pub(super) fn hard(&mut self, fault: Diagnostic) {
        self.hard = true;
        self.soft(fault);
    }

    /// Tells a fault beside which the value still stands.
    pub(super) fn soft(&mut self, fault: Diagnostic) {
        if !self.is_full() && !self.faults.contains(&fault) {
            self.faults.push(fault);
        }
    }

    /// Returns whether nothing more is told: what would be told need not be worked out.
    pub(super) fn is_full(&self) -> bool {
        self.faults.len() >= MOST_FAULTS
    }

    /// Tells what the scanner met.
    pub(super) fn scanned(&mut self, scan: &mut Scanner<'_>) {
        for span in std::mem::take(&mut scan.controls) {
            self.hard(self.tell.control(scan.text, span));
        }
        if let Some(open) = scan.comment.take() {
            self.ended = true;
            self.hard(self.tell.unclosed_comment(open));
        }
    }

    /// Marks a value to be passed over.
    pub(super) fn pass(&mut self, start: usize, end: usize, how: Pass) {
        let before = self.passed.insert(start, (end, how));
        self.progress |= before != Some((end, how));
    }

    /// Returns whether and how the value that starts here is passed over.
    pub(super) fn passing(&self, start: usize) -> Option<(usize, Pass)> {
        if self.passed.is_empty() { None } else { self.passed.get(&start).copied() }
    }

    /// Returns whether something within the span was passed over, so that complaints about the
    /// whole may be about the blank in it.
    pub(super) fn passed_within(&self, span: Span) -> bool {
        let range = span.range();
        self.passed.range(range.clone()).next().is_some()
            || self
                .supplied
                .range((range.start, "")..(range.end.max(range.start), ""))
                .next()
                .is_some()
    }

    /// Returns the faults in the order of their places.
    pub(super) fn sorted(&mut self) -> Vec<Diagnostic> {
        let mut faults = std::mem::take(&mut self.faults);
        faults.sort_by(|one, other| one.order().cmp(&other.order()));
        faults
    }
}
