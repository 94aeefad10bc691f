use serde::{Deserialize, Serialize};

use super::{Check, Effects, Name, Particulars, Several, after, called, ids, join};
use crate::event::{Answer, Ballot, OnTarget, Prose};
use crate::lifecycle::Act;
use crate::register::Register;
use crate::ron::At;
use crate::source::{Code, Diagnostic, Span};

/// A body votes.
///
/// What that does depends on what the body is to the issue, see [`Ballot`].
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename = "Vote")]
pub struct Vote<'a> {
    #[serde(borrow)]
    body: Name<'a>,
    of: Option<Name<'a>>,
    #[serde(default)]
    issues: Several<'a>,
    question: Option<Prose<'a>>,
    tally: Option<At<Tally>>,
    unit: Option<Prose<'a>>,
    eligible: Option<f64>,
    turnout: Option<f64>,
    threshold: Option<At<f64>>,
    result: Option<At<VoteResult>>,
    recommended: Option<Recommended>,
}

/// What was counted. A share is of those who voted for or against.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Serialize)]
#[serde(rename = "tally of a Vote")]
struct Tally {
    yes: f64,
    no: f64,
    #[serde(default)]
    abstain: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename = "result of a Vote")]
enum VoteResult {
    Carried,
    Lost,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename = "recommendation for a Vote")]
enum Recommended {
    Yes,
    No,
    Neither,
}

impl Vote<'_> {
    /// Returns the result: as it was announced, else as the tally has it, carried with more than the
    /// threshold, or more than half, of those who voted for or against.
    fn result(&self) -> Option<VoteResult> {
        self.result.map(|result| result.value).or_else(|| self.counted())
    }

    fn counted(&self) -> Option<VoteResult> {
        let tally = self.tally?.value;
        let threshold = self.threshold.map_or(0.5, |share| share.value);
        let carried = tally.yes > threshold * (tally.yes + tally.no);
        let anybody = tally.yes + tally.no > 0.0;
        anybody.then_some(if carried { VoteResult::Carried } else { VoteResult::Lost })
    }
}

impl Particulars for Vote<'_> {
    fn check(&self, check: &mut Check<'_>, event: Span) {
        check.party(&self.body);
        check.issues(&self.issues);
        check.about("a Vote on nothing", self.of.is_some() || !self.issues.is_empty(), event);
        let negative = self.tally.filter(|tally| {
            let Tally { yes, no, abstain } = tally.value;
            [yes, no, abstain].iter().any(|count| !(0.0..).contains(count))
        });
        if let Some(tally) = negative {
            let place = check.place(tally.span);
            let fault = Diagnostic::new(Code::BadFigure, "a tally below nothing").at(place, "");
            check.fault(fault.help("write how many were for and against, or what per cent"));
        }
        if let Some(share) = self.turnout.filter(|share| !(0.0..=100.0).contains(share)) {
            let place = check.place(event);
            let message = format!("a turnout of {share} per cent cannot be");
            let fault = Diagnostic::new(Code::BadFigure, message).at(place, "of this vote");
            check.fault(fault.help("write per cent, from 0 to 100"));
        }
        if let Some(share) = self.threshold.filter(|share| !(0.0..1.0).contains(&share.value)) {
            let message = format!("a threshold of {} cannot be", share.value);
            let place = check.place(share.span);
            let fault = Diagnostic::new(Code::BadFigure, message).at(place, "");
            check.fault(fault.help("write a share from 0 to 1: `0.5` is more than half"));
        }
        if let (Some(result), Some(counted)) = (self.result, self.counted())
            && result.value != counted
        {
            let place = check.place(result.span);
            let counted = format!("{counted:?}").to_lowercase();
            let mut fault = Diagnostic::new(Code::OddResult, "the result does not follow from the tally")
                .at(place, "as it was announced");
            if let Some(tally) = self.tally {
                let place = check.place(tally.span);
                fault = fault.at(place, format!("by these figures it was {counted}"));
            }
            check.fault(fault.help("the announced result counts; if more was needed, say so in `threshold`"));
        }
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        effects.by(&[self.body]);
        let answer = match self.result() {
            Some(VoteResult::Carried) => Answer::Accepts,
            Some(VoteResult::Lost) => Answer::Rejects,
            None => Answer::Considering,
        };
        effects.answers(self.of, answer);
        let carried = self.result().map(|result| result == VoteResult::Carried);
        effects.carried = carried == Some(true);
        let ballot = Ballot { body: effects.actor(&self.body), carried };
        for issue in effects.issues(&self.issues) {
            *effects.act_on(issue, Act::Mentioned) = ballot.deed(effects.register, issue);
        }
        if self.issues.is_empty() {
            effects.on_target.push(OnTarget::Ballot(ballot));
        }
    }

    fn line(&self, register: &Register) -> String {
        let body = called(&[self.body], register);
        let verb = match self.result() {
            Some(VoteResult::Carried) => format!("{body} votes for it"),
            Some(VoteResult::Lost) => format!("{body} votes against it"),
            None => format!("{body} votes"),
        };
        let on = after("on", self.of.map_or("", |of| of.value));
        let unit = self.unit.as_ref().map_or("", Prose::text);
        let tally = self.tally.map_or(String::new(), |At { value: tally, .. }| {
            let abstain = if tally.abstain > 0.0 { format!(", {} abstained", tally.abstain) } else { String::new() };
            let unit = if unit.is_empty() { String::new() } else { format!(" {unit}") };
            format!("{} to {}{unit}{abstain}", tally.yes, tally.no)
        });
        let turnout = self.turnout.map_or(String::new(), |share| format!("turnout {share} %"));
        let eligible = self.eligible.map_or(String::new(), |count| format!("of {count} eligible"));
        let advice = match (self.recommended, self.result()) {
            (Some(Recommended::Yes), Some(VoteResult::Lost))
            | (Some(Recommended::No), Some(VoteResult::Carried)) => "against the recommendation",
            (Some(Recommended::Yes | Recommended::No), Some(_)) => "as recommended",
            (Some(Recommended::Yes), None) => "recommended",
            (Some(Recommended::No), None) => "recommended against",
            (Some(Recommended::Neither), _) => "without a recommendation",
            (None, _) => "",
        };
        let needed = self.threshold.map_or(String::new(), |share| format!("more than {} needed", share.value));
        let question = self.question.as_ref().map_or("", Prose::text);
        join(&[&ids(&self.issues), &verb, &on, question, &tally, &needed, &turnout, &eligible, advice])
    }
}
