use super::Name;
use crate::lifecycle::{Act, Rung};
use crate::model::{Day, Edtf};
use crate::register::{ActorIx, IssueIx, Register};

/// What one event does to one issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Effect {
    /// The issue.
    pub issue: IssueIx,
    /// What is done to it.
    pub act: Act,
    /// The stage that is named, where one is.
    pub rung: Option<Rung>,
    /// The draft or point that it is about, or the body that acts.
    pub object: Option<String>,
    /// The last day on which it counts, where one is given.
    pub until: Option<Day>,
}

/// What an event points at: another event, in which way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target<'a> {
    /// It answers or takes up another; where no event has this name it is a draft or point.
    About(Name<'a>),
    /// It takes an event out of the record.
    Retracts(Name<'a>),
}

/// Collects what an event does; every name in it has been checked.
#[derive(Debug)]
pub struct Effects<'e> {
    register: &'e Register,
    /// Those who do it.
    pub by: Vec<ActorIx>,
    /// Those it is addressed to.
    pub to: Vec<ActorIx>,
    /// What it does, issue by issue.
    pub on_issues: Vec<Effect>,
    /// The encounter that it is an account of.
    pub occasion: Option<&'e str>,
    /// What it points at.
    pub target: Option<Target<'e>>,
}

impl<'e> Effects<'e> {
    /// Returns a collection without effects.
    pub fn new(register: &'e Register) -> Self {
        Effects {
            register,
            by: Vec::new(),
            to: Vec::new(),
            on_issues: Vec::new(),
            occasion: None,
            target: None,
        }
    }

    /// Says who does it.
    pub fn by(&mut self, names: &[Name<'_>]) {
        self.by = self.actors(names);
    }

    /// Says whom it is addressed to.
    pub fn to(&mut self, names: &[Name<'_>]) {
        self.to = self.actors(names);
    }

    /// Adds an act on an issue and returns it, to be told about what.
    pub fn act(&mut self, issue: &Name<'_>, act: Act) -> &mut Effect {
        let issue = self.register.issues.find(issue.value).expect("the issue was checked");
        let effect = Effect { issue, act, rung: None, object: None, until: None };
        self.on_issues.push(effect);
        self.on_issues.last_mut().expect("just added")
    }

    fn actors(&self, names: &[Name<'_>]) -> Vec<ActorIx> {
        let find = |name: &Name<'_>| self.register.actors.find(name.value);
        names.iter().map(|name| find(name).expect("the name was checked")).collect()
    }

    /// Returns a stage.
    pub fn rung(&self, stage: &Name<'_>) -> Rung {
        self.register.lifecycle.rung(stage.value).expect("the stage was checked")
    }

    /// Returns the last day of a date.
    pub fn last_day(&self, date: &Name<'_>) -> Day {
        let date = Edtf::parse(date.value, self.register.offset).expect("the date was checked");
        date.resolve(None, Day::MAX).last
    }
}
