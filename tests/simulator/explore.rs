//! Histories of writing, stopped at every call, with every call before it going wrong in every way.
//!
//! What must hold of what is left: everything that was acknowledged is there, whole and unaltered; nothing is
//! seen under a name but what somebody wanted to write there, whole; a reader reads no draft; and whoever
//! tries again succeeds.

use std::rc::Rc;

use rapporteur::store::protocol::{DRAFT, replace};
use rapporteur::store::{Folder, Name, Put, Store, Trouble};

use super::chance::Chance;
use super::{FOLDER, Fault, Platter, Sim};

/// Something to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// A text under a name that nothing has.
    Create(&'static str, &'static str),
    /// A text in the place of the one that is there.
    Replace(&'static str, &'static str),
}

impl Step {
    fn name(self) -> &'static str {
        let (Step::Create(name, _) | Step::Replace(name, _)) = self;
        name
    }

    fn text(self) -> &'static str {
        let (Step::Create(_, text) | Step::Replace(_, text)) = self;
        text
    }
}

/// How something is written: the real way, or one with a slip.
pub(crate) type Way = Rc<dyn Fn(&Sim, Step) -> Result<Put, Trouble>>;

/// The way of the project.
pub(crate) fn real() -> Way {
    Rc::new(|disk, step| write(disk.clone(), step))
}

/// Writes on a disk as the project does.
pub(crate) fn write<D: rapporteur::store::Disk>(disk: D, step: Step) -> Result<Put, Trouble> {
    match step {
        Step::Create(name, text) => {
            let name = Name::new(name).expect("a name");
            Folder::new(disk, "".as_ref(), FOLDER.as_ref()).create(&name, text)
        }
        Step::Replace(name, text) => {
            replace(&disk, FOLDER.as_ref(), name, text).map(|()| Put::Written)
        }
    }
}

/// What one writer does, and what another does in between.
pub(crate) struct History {
    name: &'static str,
    /// The folder is there.
    made: bool,
    /// What is in it, safe: at most one file.
    old: Option<(&'static str, &'static str)>,
    steps: &'static [Step],
    other: Option<Step>,
}

const CHARTER: (&str, &str) = ("charter.ron", "(format: 1, the old charter)");

pub(crate) const HISTORIES: &[History] = &[
    History {
        name: "the first two of a folder",
        made: false,
        old: None,
        steps: &[Step::Create("a1.ron", "(the first report)"), Step::Create("a2.ron", "()")],
        other: None,
    },
    History {
        name: "two writers of a new folder",
        made: false,
        old: None,
        steps: &[Step::Create("a1.ron", "(the report of a)")],
        other: Some(Step::Create("b1.ron", "(what b has to report)")),
    },
    History {
        name: "one name, two texts",
        made: true,
        old: None,
        steps: &[Step::Create("n.ron", "(the report of a)"), Step::Create("a2.ron", "(more of a)")],
        other: Some(Step::Create("n.ron", "(what b has to report)")),
    },
    History {
        name: "one name, one text",
        made: true,
        old: None,
        steps: &[Step::Create("n.ron", "(what both report)")],
        other: Some(Step::Create("n.ron", "(what both report)")),
    },
    History {
        name: "once more",
        made: true,
        old: None,
        steps: &[Step::Create("n.ron", "(a report)"), Step::Create("n.ron", "(a report)")],
        other: None,
    },
    History {
        name: "a file mended, and one added",
        made: true,
        old: Some(CHARTER),
        steps: &[Step::Replace("charter.ron", "(format: 1, the mended charter)")],
        other: Some(Step::Create("b1.ron", "(what b has to report)")),
    },
];

impl History {
    fn steps(&self) -> impl Iterator<Item = Step> {
        self.steps.iter().copied().chain(self.other)
    }

    fn start(&self) -> Platter {
        let platter = Platter::new(self.made);
        match self.old {
            Some((name, text)) => platter.with(name, text),
            None => platter,
        }
    }

    /// Returns whether a text is one that a name may have.
    fn fits(&self, name: &str, bytes: &[u8]) -> bool {
        let wanted =
            self.steps().any(|step| step.name() == name && step.text().as_bytes() == bytes);
        wanted || self.old.is_some_and(|(old, text)| old == name && text.as_bytes() == bytes)
    }

    /// Judges what somebody sees, given what was acknowledged.
    fn judge(&self, seen: &Platter, acknowledged: &[Step]) -> Result<(), String> {
        let files = seen.files();
        let visible = files.iter().filter(|(name, _)| !name.starts_with('.'));
        for (name, bytes) in visible {
            if !self.fits(name, bytes) {
                let text = String::from_utf8_lossy(bytes);
                return Err(format!("{name} says {text:?}, which nobody wrote"));
            }
        }
        let old = self.old.map(|(name, text)| Step::Create(name, text));
        for step in acknowledged.iter().copied().chain(old) {
            let found = files.iter().find(|(name, _)| *name == step.name());
            let Some((name, bytes)) = found else {
                return Err(format!("{} was acknowledged and is lost", step.name()));
            };
            let replaced = matches!(step, Step::Create(..))
                && self
                    .steps()
                    .any(|other| matches!(other, Step::Replace(..)) && other.name() == *name);
            if *bytes != step.text().as_bytes() && !replaced {
                return Err(format!("{name} was acknowledged with other words"));
            }
        }
        Ok(())
    }
}

/// What a history came to, given what went wrong.
struct Run {
    before: Vec<Platter>,
    /// What was acknowledged, after how many calls.
    acknowledged: Vec<(usize, Step)>,
}

impl Run {
    fn acknowledged_by(&self, call: usize) -> Vec<Step> {
        let told = self.acknowledged.iter().filter(|(at, _)| *at <= call);
        told.map(|(_, step)| *step).collect()
    }
}

/// What is explored: how, by which seed.
pub(crate) struct Explorer {
    way: Way,
    chance: Chance,
    seed: u64,
    /// How many outcomes are drawn for each stop.
    outcomes: usize,
    /// A second call goes wrong, too, by chance.
    twice: bool,
    /// How many states were judged.
    pub(crate) states: u64,
}

impl Explorer {
    pub(crate) fn new(way: Way, seed: u64, outcomes: usize, twice: bool) -> Explorer {
        Explorer { way, chance: Chance::new(seed), seed, outcomes, twice, states: 0 }
    }

    /// Goes through all histories; tells the first that does not hold.
    pub(crate) fn explore(&mut self) -> Result<(), String> {
        for history in HISTORIES {
            let calls = self.calls(history, None)?;
            let places = if history.other.is_some() { calls } else { 1 };
            for place in 0..places {
                let place = history.other.map(|_| place);
                self.at_every_call(history, place)?;
            }
        }
        Ok(())
    }

    fn at_every_call(&mut self, history: &History, place: Option<usize>) -> Result<(), String> {
        let calls = self.calls(history, place)?;
        self.stopped(history, place, &[])?;
        for call in 0..calls {
            for fault in Fault::ALL {
                let mut faults = vec![(call, fault)];
                if self.twice {
                    let second = Fault::ALL[self.chance.below(Fault::ALL.len())];
                    faults.push((call + 1 + self.chance.below(calls), second));
                }
                self.stopped(history, place, &faults)?;
            }
        }
        Ok(())
    }

    /// Returns how many calls a history makes where nothing goes wrong.
    fn calls(&self, history: &History, place: Option<usize>) -> Result<usize, String> {
        Ok(self.run(history, place, &[])?.before.len())
    }

    /// Stops a history at every call, and judges what is left.
    fn stopped(
        &mut self,
        history: &History,
        place: Option<usize>,
        faults: &[(usize, Fault)],
    ) -> Result<(), String> {
        let run = self.run(history, place, faults)?;
        for (call, seen) in run.before.iter().enumerate() {
            let acknowledged = run.acknowledged_by(call);
            let told = |why: String| self.told(history, place, faults, call, &why);
            history.judge(seen, &acknowledged).map_err(told)?;
            for _ in 0..self.outcomes {
                let left = seen.after_crash(&mut self.chance);
                self.states += 1;
                let again = self.states.is_multiple_of(4);
                let judged = history.judge(&left, &acknowledged);
                let judged = judged.and_then(|()| {
                    if again { self.again(history, &left, &acknowledged) } else { Ok(()) }
                });
                judged.map_err(|why| self.told(history, place, faults, call, &why))?;
            }
        }
        Ok(())
    }

    /// Runs a history to its end, what failed tried again.
    fn run(
        &self,
        history: &History,
        place: Option<usize>,
        faults: &[(usize, Fault)],
    ) -> Result<Run, String> {
        let acknowledged = Rc::new(std::cell::RefCell::new(Vec::new()));
        let disk = Sim::new(history.start()).fails(faults).remembering();
        let way = Rc::clone(&self.way);
        let tries = faults.len() + 1;
        let known = Rc::clone(&acknowledged);
        let write = move |disk: &Sim, step: Step| -> Result<(), String> {
            let mut failed = String::new();
            for _ in 0..tries {
                match way(disk, step) {
                    Ok(Put::Differs) => return Ok(()),
                    Ok(_) => {
                        let calls = disk.world.borrow().calls;
                        known.borrow_mut().push((calls, step));
                        return Ok(());
                    }
                    Err(trouble) => failed = format!("{trouble}: {}", trouble.error),
                }
            }
            Err(format!("{} could not be written when tried again: {failed}", step.name()))
        };
        let write = Rc::new(write);
        let disk = match (place, history.other) {
            (Some(place), Some(step)) => {
                let write = Rc::clone(&write);
                disk.interrupted(place, Box::new(move |disk| drop(write(disk, step))))
            }
            _ => disk,
        };
        let told = |why: String| self.told(history, place, faults, usize::MAX, &why);
        for step in history.steps {
            write(&disk, *step).map_err(told)?;
        }
        // One more look, after the last call.
        let mut world = disk.world.borrow_mut();
        let last = world.platter.clone();
        let mut before = world.before.take().unwrap_or_default();
        let unremovable = |(call, _): &(usize, Fault)| {
            world.told.get(*call).is_some_and(|call| ["unlink", "create_new"].contains(call))
        };
        let mut drafts = last.files().into_iter().filter(|(name, _)| name.starts_with(DRAFT));
        if let Some((name, _)) = drafts.next().filter(|_| !faults.iter().any(unremovable)) {
            return Err(told(format!("the draft {name} was left behind")));
        }
        before.push(last);
        let acknowledged = acknowledged.borrow().clone();
        Ok(Run { before, acknowledged })
    }

    /// Tries everything again on what is left, and judges what is safe then.
    fn again(
        &self,
        history: &History,
        left: &Platter,
        acknowledged: &[Step],
    ) -> Result<(), String> {
        let disk = Sim::new(left.clone());
        let folder = Folder::new(disk.clone(), "".as_ref(), FOLDER.as_ref());
        let listed = folder.list().map_err(|trouble| format!("a reader failed: {trouble}"))?;
        for name in listed {
            let text =
                folder.read(&name).map_err(|trouble| format!("a reader failed: {trouble}"))?;
            if !history.fits(name.as_str(), text.unwrap_or_default().as_bytes()) {
                return Err(format!("a reader read {name}"));
            }
        }
        let mut acknowledged = acknowledged.to_vec();
        for step in history.steps() {
            match (self.way)(&disk, step) {
                Ok(Put::Differs) => {}
                Ok(_) => acknowledged.push(step),
                Err(trouble) => {
                    let (name, error) = (step.name(), &trouble.error);
                    return Err(format!(
                        "{name} could not be written after it: {trouble}: {error}"
                    ));
                }
            }
        }
        let safe = disk.world.borrow().platter.at_worst();
        history.judge(&safe, &acknowledged).map_err(|why| format!("after another crash, {why}"))
    }

    fn told(
        &self,
        history: &History,
        place: Option<usize>,
        faults: &[(usize, Fault)],
        call: usize,
        why: &str,
    ) -> String {
        let Explorer { seed, states, .. } = self;
        let place = place.map_or(String::new(), |place| format!(", the other before call {place}"));
        let call = if call == usize::MAX { "the end".to_owned() } else { format!("call {call}") };
        let name = history.name;
        format!(
            "{why} ({name}{place}, faults {faults:?}, stopped at {call}, seed {seed}, {states} states)"
        )
    }
}
