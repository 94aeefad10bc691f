use std::collections::BTreeMap;

use crate::lifecycle::Act;
use crate::model::Day;
use crate::record::{Claim, NameIx, Record};
use crate::register::IssueIx;

/// Which of the passages that embody an issue are agreed. The latest word on each counts.
#[derive(Debug)]
pub(super) struct Passages {
    /// The passages; none in a place where nobody ever named one.
    embodying: Vec<Option<NameIx>>,
    agreed: BTreeMap<NameIx, Day>,
    opened: BTreeMap<NameIx, Day>,
    /// The members by which all of the text came to be agreed.
    pub(super) whole: Vec<usize>,
}

impl Passages {
    pub(super) fn new(record: &Record, issue: IssueIx) -> Passages {
        let declared = record.register.issues[issue].passages.iter();
        let embodying = declared.map(|passage| record.find_name(&passage.name())).collect();
        let (agreed, opened) = (BTreeMap::new(), BTreeMap::new());
        Passages { embodying, agreed, opened, whole: Vec::new() }
    }

    /// Notes what a claim says of a passage.
    pub(super) fn note(&mut self, claim: &Claim) {
        let Some(name) = claim.object else { return };
        let (days, day) = match claim.act {
            Act::PassageAgreed => (&mut self.agreed, claim.last),
            Act::Bracketed => (&mut self.opened, claim.first),
            _ => return,
        };
        let latest = days.entry(name).or_insert(day);
        *latest = day.max(*latest);
    }

    /// Forgets that a passage was agreed; returns whether that was so.
    pub(super) fn forget(&mut self, claim: &Claim) -> bool {
        let agreed = claim.act == Act::PassageAgreed;
        // A later agreement on it is another one.
        let Some(name) = claim.object.filter(|_| agreed) else { return false };
        let own = self.agreed.get(&name).is_some_and(|last| *last <= claim.last);
        own && self.agreed.remove(&name).is_some()
    }

    /// Returns whether every passage is agreed, none having been opened again since.
    pub(super) fn all_agreed(&self) -> bool {
        let agreed = |name: &NameIx| {
            let last = self.agreed.get(name);
            last.is_some_and(|last| self.opened.get(name).is_none_or(|opened| opened <= last))
        };
        !self.embodying.is_empty()
            && self.embodying.iter().all(|name| name.as_ref().is_some_and(agreed))
    }
}
