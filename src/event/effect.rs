use super::{Answer, Ballot, Change, Name};
use crate::lifecycle::{Act, Rung};
use crate::model::{Day, Edtf};
use crate::register::{ActorIx, IssueIx, LifecycleIx, Register};

/// What one event does to one issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The issue.
    pub issue: IssueIx,
    /// What is done to it.
    pub deed: Deed,
}

/// What is done to an issue, whichever it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// What is done.
    pub act: Act,
    /// The stage that is named, where one is.
    pub rung: Option<Rung>,
    /// The draft, passage or point that it is about, or the body that acts.
    pub object: Option<String>,
    /// The last day on which it counts, where one is given.
    pub until: Option<Day>,
    /// Those who do it, where they are others than those who do the rest of the event.
    pub by: Option<Vec<ActorIx>>,
}

impl Deed {
    /// Returns a deed of which no more is said.
    pub fn new(act: Act) -> Deed {
        Deed { act, rung: None, object: None, until: None, by: None }
    }
}

/// What an event does to the issues of what it points at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnTarget {
    /// Something of its own.
    Deed(Deed),
    /// A vote, which counts as what the body is to the issue.
    Ballot(Ballot),
    /// What its target did, once more: a second account of the same.
    Repeat,
}

/// Which of two encounters comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sequence {
    /// This one, wholly.
    Before,
    /// The other one, wholly.
    After,
    /// Neither: they share some time.
    Together,
}

/// What an event points at, in which way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target<'a> {
    /// It answers or takes up an event, an issue, a draft, a passage or a point.
    About(Name<'a>),
    /// It takes an event out of the record.
    Retracts(Name<'a>),
}

/// Collects what an event does; every name in it has been checked.
#[derive(Debug)]
pub struct Effects<'e> {
    /// What the process declares.
    pub register: &'e Register,
    /// The first day of the event: what stages are called depends on it.
    pub on: Day,
    /// Those who do it.
    pub by: Vec<ActorIx>,
    /// Those it is addressed to.
    pub to: Vec<ActorIx>,
    /// Those who were there.
    pub present: Vec<ActorIx>,
    /// What it does, issue by issue.
    pub on_issues: Vec<Effect>,
    /// What it does to the issues of its target.
    pub on_target: Vec<OnTarget>,
    /// The encounter that it is an account of.
    pub occasion: Option<&'e str>,
    /// The places where it happened, or between which.
    pub locations: Vec<&'e str>,
    /// What it points at.
    pub target: Option<Target<'e>>,
    /// What it says to that.
    pub answer: Option<Answer>,
    /// The drafts, passages and points that it brings up.
    pub introduces: Vec<String>,
    /// The draft, passage or point that it settles: adopted, agreed, closed.
    pub settles: Option<String>,
    /// The encounters that it lies before, after or beside.
    pub orders: Vec<(Sequence, Name<'e>)>,
    /// It is a vote that was carried.
    pub carried: bool,
    /// Other events that it names.
    pub refers: Vec<Name<'e>>,
    /// The event after which it is due.
    pub after: Option<Name<'e>>,
    /// What it changes beside the stages of issues.
    pub change: Option<Change>,
}

impl<'e> Effects<'e> {
    /// Returns a collection without effects, of an event whose first day is `on`.
    pub fn new(register: &'e Register, on: Day) -> Self {
        Effects {
            register,
            on,
            by: Vec::new(),
            to: Vec::new(),
            present: Vec::new(),
            on_issues: Vec::new(),
            on_target: Vec::new(),
            occasion: None,
            locations: Vec::new(),
            target: None,
            answer: None,
            introduces: Vec::new(),
            settles: None,
            orders: Vec::new(),
            carried: false,
            refers: Vec::new(),
            after: None,
            change: None,
        }
    }

    /// Says who does it.
    pub fn by(&mut self, names: &[Name<'_>]) {
        self.by = self.actors(names);
    }

    /// Says whom it is addressed to.
    pub fn to(&mut self, names: &[Name<'_>]) {
        self.to.extend(self.actors(names));
    }

    /// Says to what it answers, and what.
    pub fn answers(&mut self, name: Option<Name<'e>>, answer: Answer) {
        if let Some(name) = name {
            self.target = Some(Target::About(name));
            self.answer = Some(answer);
        }
    }

    /// Adds an act on an issue and returns it, to be told about what.
    pub fn act(&mut self, issue: &Name<'_>, act: Act) -> &mut Deed {
        let issue = self.register.issues.find(issue.value).expect("the issue was checked");
        self.act_on(issue, act)
    }

    /// Adds an act on an issue of the register.
    pub fn act_on(&mut self, issue: IssueIx, act: Act) -> &mut Deed {
        self.on_issues.push(Effect { issue, deed: Deed::new(act) });
        &mut self.on_issues.last_mut().expect("just added").deed
    }

    /// Adds an act on some issues; on those of the target where none is named.
    pub fn act_on_all(&mut self, issues: &[Name<'_>], act: Act, object: Option<String>) {
        let deed = Deed { object, ..Deed::new(act) };
        for issue in issues {
            *self.act(issue, act) = deed.clone();
        }
        if issues.is_empty() && self.target.is_some() {
            self.on_target.push(OnTarget::Deed(deed));
        }
    }

    /// Lets some parties reject what is done so far, as far as it `fits`.
    pub fn opposed(&mut self, against: &[Name<'_>], fits: fn(Act) -> bool) {
        let by = Some(self.actors(against));
        let rejection = Deed { by, ..Deed::new(Act::Rejected) };
        let issues: Vec<IssueIx> = self
            .on_issues
            .iter()
            .filter(|effect| fits(effect.deed.act))
            .map(|effect| effect.issue)
            .collect();
        let rejected = issues.into_iter().map(|issue| Effect { issue, deed: rejection.clone() });
        self.on_issues.extend(rejected);
        let offered =
            |further: &OnTarget| matches!(further, OnTarget::Deed(deed) if fits(deed.act));
        if self.on_target.iter().any(offered) {
            self.on_target.push(OnTarget::Deed(rejection));
        }
    }

    /// Returns the numbers of some people or parties.
    pub fn actors(&self, names: &[Name<'_>]) -> Vec<ActorIx> {
        names.iter().map(|name| self.actor(name)).collect()
    }

    /// Returns the number of a person, party or source.
    pub fn actor(&self, name: &Name<'_>) -> ActorIx {
        self.register.actors.find(name.value).expect("the name was checked")
    }

    /// Returns the numbers of some issues.
    pub fn issues(&self, names: &[Name<'_>]) -> Vec<IssueIx> {
        let find = |name: &Name<'_>| self.register.issues.find(name.value);
        names.iter().map(|name| find(name).expect("the issue was checked")).collect()
    }

    /// Returns the stage of an issue that is so called on the day of the event.
    pub fn rung(&self, issue: &str, stage: &str) -> Rung {
        let issue = self.register.issues.find(issue).expect("the issue was checked");
        self.stage(self.register.issues[issue].lifecycle, stage)
    }

    /// Returns the stage of a lifecycle that is so called on the day of the event.
    pub fn stage(&self, lifecycle: LifecycleIx, stage: &str) -> Rung {
        let lifecycle = &self.register.lifecycles()[lifecycle.index()];
        lifecycle.find(stage, self.on).expect("the stage was checked")
    }

    /// Returns the last day of a date.
    pub fn last_day(&self, date: &Name<'_>) -> Day {
        self.days(date).1
    }

    /// Returns the first and the last day of a date.
    pub fn days(&self, date: &Name<'_>) -> (Day, Day) {
        let date = Edtf::parse(date.value, self.register.offset).expect("the date was checked");
        let when = date.resolve(None, Day::MAX);
        (when.first, when.last)
    }
}
