use std::collections::BTreeSet;

use crate::event::Kind;
use crate::model::{Day, Modality, When};
use crate::record::{EventIx, NameIx, Standing};

/// Something that was expected and is not known to have happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The event that says so.
    pub event: EventIx,
    /// The encounter that it is to be, where it is one.
    pub occasion: Option<NameIx>,
    /// When it is to happen.
    pub when: When,
    /// Its last day has passed.
    pub overdue: bool,
}

/// Returns what is expected, soonest first. An actual account of the same encounter is its outcome; so is
/// an outcome that was reported, for every account of the encounter.
pub(super) fn expected(standing: &Standing<'_>, as_of: Day) -> Vec<Expected> {
    let record = standing.record;
    let standing_events = || record.events().filter(|(event, _)| standing.has(*event));
    let actual = || {
        standing_events()
            .map(|(_, row)| row)
            .filter(|row| row.modality == Modality::Actual && row.when.from <= as_of)
    };
    let outcomes = actual().filter(|row| row.kind == Kind::Outcome).filter_map(|row| row.about);
    let outcomes: BTreeSet<EventIx> = outcomes.collect();
    let settled = outcomes.iter().filter_map(|event| record.row(*event).occasion);
    let happened = actual().filter_map(|row| row.occasion);
    let over: BTreeSet<NameIx> = happened.chain(settled).collect();
    let mut res: Vec<Expected> = standing_events()
        .filter(|(_, row)| row.modality == Modality::Expected)
        .filter(|(event, _)| !outcomes.contains(event))
        .filter(|(_, row)| row.occasion.is_none_or(|occasion| !over.contains(&occasion)))
        .map(|(event, row)| Expected {
            event,
            occasion: row.occasion,
            when: row.when,
            overdue: row.when.last < as_of,
        })
        .collect();
    res.sort_by_key(|one| (one.when.first, one.when.last, one.event));
    res
}
