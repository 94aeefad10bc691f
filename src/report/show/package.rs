use schemars::JsonSchema;
use serde::Serialize;

use super::{Showing, word};
use crate::register::{IssueIx, OtherIx};
use crate::render::{Facts, Page, Tone, Words};
use crate::state::Blocking;

/// A package: whether it is complete, and what keeps it from being so or would break it.
#[derive(Debug, JsonSchema, Serialize)]
pub struct PackageShown {
    schema: &'static str,
    /// What it is.
    sort: &'static str,
    process: String,
    package: String,
    title: String,
    complete: bool,
    members: Vec<Member>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct Member {
    issue: String,
    stage: String,
    /// It is agreed by itself, or dropped.
    settled: bool,
    /// On what that rests: whatever takes one of these away breaks the package.
    rests_on: Vec<String>,
    /// What keeps it back.
    blocking: Vec<String>,
}

pub(super) fn shown(showing: &Showing<'_>, package: OtherIx) -> (PackageShown, Page) {
    let record = showing.record;
    let register = &record.register;
    let declared = &register.packages[package];
    let member = |issue: &IssueIx| {
        let state = showing.process.state.issue(*issue);
        let own = register.stage(*issue, state.own);
        // What only waits for the package is settled as far as it can be.
        let waits = |one: &&Blocking| !matches!(one, Blocking::Package(_));
        let blocking = state.blocking.iter().filter(waits).map(|one| one.id(record));
        let latest = state.moves.last().map(|step| register.stage(*issue, step.to));
        let settled = latest.is_some_and(|stage| stage.settled || stage.exit) || own.settled;
        Member {
            issue: register.issues.id(*issue).to_owned(),
            stage: latest.unwrap_or(own).id.clone(),
            settled,
            rests_on: state.carried_by.iter().map(|event| showing.id(*event)).collect(),
            blocking: blocking.collect(),
        }
    };
    let members: Vec<Member> = declared.issues.iter().map(member).collect();
    let data = PackageShown {
        schema: "rapporteur/show/1",
        sort: "package",
        process: register.process.clone(),
        package: register.packages.id(package).to_owned(),
        title: declared.title.clone(),
        complete: members.iter().all(|member| member.settled),
        members,
    };
    let title = format!("{} — {}", data.package, data.title);
    let mut page = Page::new().title(title, word::point(showing.view.point)).blank();
    let head = if data.complete {
        Words::toned(Tone::Good, "complete: every issue in it is agreed")
    } else {
        let open = data.members.iter().filter(|member| !member.settled).count();
        let words = format!("not complete: {} of {} still open", open, data.members.len());
        Words::toned(Tone::Warn, words)
    };
    page = page.paragraph(head).blank();
    let mut facts = Facts::new();
    for member in &data.members {
        facts.push(member.issue.clone(), member.stage.replace('_', " "));
        let words = if member.settled {
            format!("breaks if this is taken back: {}", member.rests_on.join(", "))
        } else if member.blocking.is_empty() {
            "nothing recorded keeps it back".to_owned()
        } else {
            format!("kept back by {}", member.blocking.join(", "))
        };
        facts = facts.line(Words::toned(Tone::Faint, words));
    }
    (data, page.facts(facts))
}
