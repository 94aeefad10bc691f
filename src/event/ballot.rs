use super::Deed;
use crate::lifecycle::Act;
use crate::register::{ActorIx, IssueIx, Register, Role, Sort};

/// The vote of a body, whatever issue it turns out to be on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ballot {
    /// Who votes.
    pub body: ActorIx,
    /// Whether it was carried; none while that is not known.
    pub carried: Option<bool>,
}

/// What a body is to an issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Decides,
    Approves,
    IsParty,
    Outside,
}

impl Ballot {
    /// Returns what the vote does to an issue: carried by the body that decides, it is an acceptance by
    /// all; by one that has to approve, its approval; by a party, that party's acceptance. Lost there,
    /// it is an objection. Any other body's vote says only that the issue is on the table.
    pub fn deed(self, register: &Register, issue: IssueIx) -> Deed {
        let act = match (self.standing(register, issue), self.carried) {
            (Standing::Outside, _) | (_, None) => Act::Mentioned,
            (_, Some(false)) => Act::VotedDown,
            (Standing::Decides, _) => Act::Carried,
            (Standing::Approves, _) => Act::Approved,
            (Standing::IsParty, _) => Act::AcceptedText,
        };
        let within = match register.actors[self.body].sort {
            Sort::Party { within, .. } => within,
            _ => None,
        };
        // Who approves, or does not, does so for the party that it belongs to.
        let approves = self.standing(register, issue) == Standing::Approves;
        let by = within.filter(|_| approves).map(|party| vec![party]);
        Deed { object: Some(register.actors.id(self.body).to_owned()), by, ..Deed::new(act) }
    }

    fn standing(self, register: &Register, issue: IssueIx) -> Standing {
        let issue = &register.issues[issue];
        match issue.roles.get(&self.body) {
            Some(Role::Decider | Role::Chair) => Standing::Decides,
            _ if issue.approvals.contains(&self.body) => Standing::Approves,
            _ if issue.required.contains(&self.body) => Standing::IsParty,
            _ => Standing::Outside,
        }
    }
}
