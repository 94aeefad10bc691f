//! How reports put things: on whose word, since when, at which stage.

use super::View;
use crate::lifecycle::{Act, Bound, Rung};
use crate::model::{Day, Point};
use crate::record::{Claim, EventIx, Flags, Link, Record, Standing};
use crate::register::{ActorIx, IssueIx, Register, Sort};
use crate::render::{Page, Tone, Words};
use crate::state::IssueState;

/// Returns on whose word we have an event: "one source [s3] via Axios".
pub(super) fn whose(standing: &Standing<'_>, event: EventIx) -> String {
    let record = standing.record;
    let row = record.row(event);
    let links = row.via.iter().skip(1).map(|link| {
        let name = |actor: &ActorIx| record.register.actors[*actor].name.as_str();
        record.set(*link).iter().map(name).collect::<Vec<_>>().join(" and ")
    });
    let voice = voice(standing, event);
    let rest: Vec<String> = links.collect();
    if rest.is_empty() { voice } else { format!("{voice} via {}", rest.join(", ")) }
}

/// Returns on whose word we have an event, its channels left out.
pub(super) fn voice(standing: &Standing<'_>, event: EventIx) -> String {
    let row = standing.record.row(event);
    let Some(first) = row.via.first() else { return "the recorder".to_owned() };
    let day = row.stated.unwrap_or(row.known);
    let voices = standing.record.set(*first).iter();
    let names = voices.map(|actor| named(standing, *actor, day));
    names.collect::<Vec<_>>().join(" and ")
}

/// Returns the name of an actor as it spoke on a day: sources that nobody may tell apart by name have
/// their id with it, and of people it is said when they had left office.
fn named(standing: &Standing<'_>, actor: ActorIx, day: Day) -> String {
    let register = &standing.record.register;
    let name = &register.actors[actor].name;
    let mandates = standing.people.mandates(actor);
    let left = !mandates.is_empty() && !mandates.iter().any(|held| held.holds(day));
    match register.actors[actor].sort {
        Sort::Source { .. } => format!("{name} [{}]", register.actors.id(actor)),
        _ if left => format!("{name} (out of office)"),
        _ => name.clone(),
    }
}

/// Returns a stage with its mark, in a tone that repeats what the words say.
pub(super) fn stage(register: &Register, issue: IssueIx, rung: Rung) -> Words {
    let lifecycle = register.lifecycle(issue);
    let stage = lifecycle.stage(rung);
    let tone = match rung {
        _ if stage.exit => Tone::Faint,
        _ if stage.settled => Tone::Good,
        _ if !lifecycle.ordered => Tone::Plain,
        rung if rung > lifecycle.held => Tone::Warn,
        rung if rung == lifecycle.held => Tone::Bad,
        _ => Tone::Plain,
    };
    Words::toned(tone, format!("{} {}", stage.mark, stage.title))
}

/// Returns the title of a stage.
pub(super) fn title(register: &Register, issue: IssueIx, rung: Rung) -> &str {
    &register.stage(issue, rung).title
}

/// Returns the day since which an issue stands where it stands, `~` if it is not exact.
pub(super) fn since(state: &IssueState, year: i32) -> String {
    state.since.map_or(String::new(), |(day, vague)| {
        format!("{}{}", short(day, year), if vague { " ~" } else { "" })
    })
}

/// Returns a day without its year where that goes without saying.
pub(super) fn short(day: Day, year: i32) -> String {
    if day.year() == year { day.short() } else { format!("{} {}", day.short(), day.year()) }
}

/// Returns the header's words for a point.
pub(super) fn point(point: Point) -> String {
    format!("as of {} · as known {}", point.as_of.long(), point.known_on.long())
}

/// Returns the line of an event without the issues at its head, where they stand beside it.
pub(super) fn bare<'t>(register: &Register, line: &'t str) -> &'t str {
    let Some((head, rest)) = line.split_once(" · ") else { return line };
    let issues = head.split(", ").all(|name| register.issues.find(name).is_some());
    if issues { rest } else { line }
}

/// Says from where it is seen, where that was asked for by a name, and which claims count, where not
/// all do.
pub(super) fn lens_line(mut page: Page, view: &View<'_>) -> Page {
    if let Some(told) = &view.told {
        page = page.paragraph(Words::toned(Tone::Faint, told.clone())).blank();
    }
    if view.lens.text().is_empty() {
        return page;
    }
    page.paragraph(Words::toned(Tone::Warn, format!("only {}", view.lens.text()))).blank()
}

/// Returns what an act does that says nothing of the stage.
pub(super) fn unbounded(act: Act) -> &'static str {
    match act {
        Act::PointClosed | Act::ReadAlike | Act::Unbracketed => "closes what held it back",
        Act::Membership => "changes who has to agree",
        Act::Migrated => "calls its stages by other names",
        Act::Unlisted => "a register shows it no longer",
        Act::Suspended => "halts the talks on it",
        Act::Deferred => "puts it off",
        Act::Resumed => "takes it up again",
        Act::Lapsed => "lets what was offered lapse",
        _ => "brings it up",
    }
}

/// Returns what a claim says of the stage of an issue: "at least progressing"; none if nothing.
pub(super) fn bound(record: &Record, issue: IssueIx, claim: &Claim) -> Option<String> {
    let register = &record.register;
    if let Link::Stage(rung) = claim.link {
        let ruled = if claim.flags.has(Flags::RECORDER) { "ruled" } else { "exactly" };
        return Some(format!("{ruled} {}", title(register, issue, rung)));
    }
    let by = match claim.act {
        Act::Carried => Some("by vote"),
        Act::DeemedAccepted => Some("by silence"),
        _ => None,
    };
    if let (Some(by), Some(Bound::AtLeast(rung))) = (by, register.lifecycle(issue).bound(claim.act))
    {
        return Some(format!("{} {by}", title(register, issue, rung)));
    }
    if claim.act.is_acceptance() {
        let declared = &register.issues[issue];
        let approved = declared.approvals.is_empty();
        let lifecycle = register.lifecycle(issue);
        let rung = lifecycle.accepted(claim.act, declared.procedural, approved);
        return Some(format!("{} once all accept", title(register, issue, rung)));
    }
    register.lifecycle(issue).bound(claim.act).map(|bound| match bound {
        Bound::AtLeast(rung) => format!("at least {}", title(register, issue, rung)),
        Bound::Exactly(rung) => format!("exactly {}", title(register, issue, rung)),
        Bound::AtMost(rung) => format!("at most {}", title(register, issue, rung)),
        Bound::Hold(rung) => format!("holds it at {}", title(register, issue, rung)),
    })
}
