use std::collections::BTreeSet;

use borsh::{BorshDeserialize, BorshSerialize};

use crate::event::Answer;
use crate::model::{Day, Modality, When};
use crate::record::{Aim, EventIx, NameIx, Row, Standing};

/// Something that was expected and is not known to have happened.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
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
/// an outcome that was reported, for every account of the encounter. A deadline is expected until its
/// day has passed, and overdue after it where nothing follows from that by itself.
pub(super) fn expected(standing: &Standing<'_>, as_of: Day) -> Vec<Expected> {
    let over = Over::of(standing, as_of);
    let announced = standing.record.events().filter(|(event, row)| {
        row.modality == Modality::Expected && standing.has(*event) && !over.has(*event, *row)
    });
    let announced = announced.map(|(event, row)| (event, row.occasion, row.when));
    let due = standing.ticks().filter(|(event, tick)| {
        let lasts = tick.due >= as_of || !tick.runs;
        let met = tick.met.is_some_and(|day| day <= as_of);
        standing.record.row(*event).when.from <= as_of && !met && lasts
    });
    let due = due.map(|(event, tick)| (event, None, When::on(tick.due)));
    let mut res: Vec<Expected> = announced
        .chain(due)
        .map(|(event, occasion, when)| Expected {
            event,
            occasion,
            when,
            overdue: when.last < as_of,
        })
        .collect();
    res.sort_by_key(|one| (one.when.first, one.when.last, one.event));
    res
}

/// What is expected no longer.
struct Over {
    events: BTreeSet<EventIx>,
    occasions: BTreeSet<NameIx>,
}

impl Over {
    fn of(standing: &Standing<'_>, as_of: Day) -> Over {
        let record = standing.record;
        let mut over = Over { events: BTreeSet::new(), occasions: BTreeSet::new() };
        let actual = record.events().filter(|(event, row)| {
            row.modality == Modality::Actual && row.when.from <= as_of && standing.has(*event)
        });
        for (_, row) in actual {
            over.occasions.extend(row.occasion);
            if !matches!(row.answer, Some(Answer::Happened | Answer::DidNotHappen)) {
                continue;
            }
            match row.about {
                Aim::Event(event) => {
                    over.events.insert(event);
                    over.occasions.extend(record.row(event).occasion);
                }
                Aim::Thing(name) => {
                    over.occasions.insert(name);
                }
                Aim::Nothing | Aim::Issue(_) => {}
            }
        }
        over
    }

    fn has(&self, event: EventIx, row: Row<'_>) -> bool {
        self.events.contains(&event)
            || row.occasion.is_some_and(|occasion| self.occasions.contains(&occasion))
    }
}
