use std::collections::BTreeMap;

use crate::lifecycle::Rung;
use crate::model::Day;

/// A stage over time: where it began, and every day on which it changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    begin: Rung,
    steps: Vec<Step>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Step {
    /// The day on which it counts.
    day: Day,
    /// The first day of the stage, under whatever name.
    since: Day,
    rung: Rung,
    vague: bool,
}

impl Line {
    pub(super) fn new(begin: Rung) -> Line {
        Line { begin, steps: Vec::new() }
    }

    /// Adds a change on a day that is later than all before; none if the stage stays the same.
    pub(super) fn push(&mut self, day: Day, rung: Rung, vague: bool) {
        if rung != self.rung() {
            self.steps.push(Step { day, since: day, rung, vague });
        }
    }

    /// Calls the stage at the end by another name: nothing moved.
    pub(super) fn rename(&mut self, day: Day, rung: Rung) {
        let Some(step) = self.steps.last().copied().filter(|step| step.rung != rung) else {
            return;
        };
        self.steps.push(Step { day, rung, ..step });
    }

    /// Returns the stage at the end.
    pub(super) fn rung(&self) -> Rung {
        self.steps.last().map_or(self.begin, |step| step.rung)
    }

    /// Returns the first day of the unbroken stage at the end, and whether the day is not exact; none
    /// if it never changed.
    pub(super) fn since(&self) -> Option<(Day, bool)> {
        self.steps.last().map(|step| (step.since, step.vague))
    }

    /// Returns the line of what follows from several lines: `rule` is asked anew after every day on
    /// which some of them changed. O(steps log lines), the rule's own cost aside.
    pub(super) fn of(lines: &[&Line], mut rule: impl FnMut(Changes<'_>) -> Rung) -> Line {
        let mut days: BTreeMap<Day, Vec<(usize, Step)>> = BTreeMap::new();
        for (at, line) in lines.iter().enumerate() {
            for step in &line.steps {
                days.entry(step.day).or_default().push((at, *step));
            }
        }
        let begin: Vec<(usize, Rung)> =
            lines.iter().enumerate().map(|(at, line)| (at, line.begin)).collect();
        let mut res = Line::new(rule(Changes(&begin)));
        for (day, steps) in days {
            let changes: Vec<(usize, Rung)> =
                steps.iter().map(|(at, step)| (*at, step.rung)).collect();
            let vague = steps.iter().all(|(_, step)| step.vague);
            res.push(day, rule(Changes(&changes)), vague);
        }
        res
    }
}

/// Which of several lines now stand where.
#[derive(Debug)]
pub(super) struct Changes<'c>(pub(super) &'c [(usize, Rung)]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn since_is_the_first_day_of_the_unbroken_stage() {
        let day = |text| Day::parse(text).unwrap();
        let mut line = Line::new(Rung(0));
        assert_eq!(line.since(), None);
        line.push(day("2025-01-01"), Rung(2), false);
        line.push(day("2025-01-05"), Rung(2), false);
        assert_eq!(line.since(), Some((day("2025-01-01"), false)));
        line.push(day("2025-01-07"), Rung(1), true);
        line.push(day("2025-01-09"), Rung(2), false);
        assert_eq!(line.since(), Some((day("2025-01-09"), false)));
    }
}
