//! What is wrong with a lifecycle as a whole.

use std::collections::BTreeSet;

use super::file::Places;
use super::{Act, Bound, Guard, Lifecycle, Rung, Version};
use crate::model::nearest;
use crate::ron::quoted;
use crate::source::{Code, Diagnostic, Place, Span};

/// Says that there is no such stage.
pub(super) fn unknown<'n>(
    place: Place,
    name: &str,
    ids: impl Iterator<Item = &'n str>,
) -> Diagnostic {
    let message = format!("the lifecycle has no stage `{name}`");
    let fault = Diagnostic::new(Code::UnknownStage, message).at(place, "not declared");
    match nearest(name, ids) {
        Some(near) => fault.patch(format!("did you mean `{near}`?"), place, quoted(near)),
        None => fault.help("declare it in `ladder`, `stages` or `exits`"),
    }
}

/// Returns what is wrong or odd about a lifecycle whose names are all right.
pub(super) fn check(lifecycle: &Lifecycle, places: &Places<'_>) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    unreachable(lifecycle, places, &mut faults);
    idle_guards(lifecycle, places, &mut faults);
    faults
}

/// Finds the stages that no issue can come to. A version takes over the issues of the one before it, so
/// that what could be reached then may stand there still.
fn unreachable(lifecycle: &Lifecycle, places: &Places<'_>, faults: &mut Vec<Diagnostic>) {
    let mut reached: BTreeSet<Rung> = BTreeSet::from([lifecycle.initial]);
    reached.extend(by_itself(lifecycle));
    for (at, version) in lifecycle.versions().iter().enumerate() {
        reach(lifecycle, version, &mut reached);
        for (stage, one) in lifecycle.stages() {
            if !version.knows(stage) || reached.contains(&stage) || places.observed.contains(&stage)
            {
                continue;
            }
            let mut fault = unreached(places, &one.id);
            if let Some(span) = places.versions.get(at) {
                fault = fault.at(Place { file: places.file, span: *span }, "in this version");
            }
            faults.push(fault);
            reached.insert(stage);
        }
    }
    for (stage, one) in lifecycle.stages() {
        let known = lifecycle.versions().iter().any(|version| version.knows(stage));
        if !known && !reached.contains(&stage) && !places.observed.contains(&stage) {
            faults.push(unreached(places, &one.id).note("no version names it"));
        }
    }
}

fn unreached(places: &Places<'_>, id: &str) -> Diagnostic {
    let span = places.steps.iter().find(|step| step.value.id.value == id);
    let span = span.map_or(Span::new(0, 0), |step| step.value.id.span);
    Diagnostic::new(Code::Unreachable, format!("no move leads to `{id}`"))
        .at(Place { file: places.file, span }, "no issue can come here")
        .help("add a move to it, or `observed: true` if it is in use all the same")
}

/// Returns the stages that follow without a move that was provided for.
fn by_itself(lifecycle: &Lifecycle) -> Vec<Rung> {
    let unlisted = match lifecycle.bound(Act::Unlisted) {
        Some(Bound::Exactly(stage) | Bound::AtMost(stage)) => Some(stage),
        _ => None,
    };
    let guards = lifecycle.versions().iter().flat_map(|version| &version.guards);
    guards.filter_map(|guard| guard.leads().map(|(_, _, stage)| stage)).chain(unlisted).collect()
}

fn reach(lifecycle: &Lifecycle, version: &Version, reached: &mut BTreeSet<Rung>) {
    let mut open: Vec<Rung> = reached.iter().copied().collect();
    while let Some(from) = open.pop() {
        for (to, _) in lifecycle.stages() {
            if version.provides(from, to) && reached.insert(to) {
                open.push(to);
            }
        }
    }
}

/// Finds guards of moves that no version provides for, and thresholds that lead to one stage twice.
fn idle_guards(lifecycle: &Lifecycle, places: &Places<'_>, faults: &mut Vec<Diagnostic>) {
    let title = |rung| lifecycle.stage(rung).title.clone();
    let mut led = BTreeSet::new();
    for (guard, span) in &places.guards {
        let place = Place { file: places.file, span: *span };
        let leads = guard.leads().map(|(_, _, stage)| stage);
        let holding = lifecycle.versions().iter().filter(|version| version.guards.contains(guard));
        let idle = !holding.into_iter().any(|version| guards_something(lifecycle, version, guard));
        if leads.is_none() && idle {
            let message = "a guard of a move that no version provides for";
            let needs = format!("nothing can need {}", guard.needs.shown(title));
            let fault = Diagnostic::new(Code::BadLifecycle, message).at(place, needs);
            faults.push(fault.help("let a move lead from its `from` to its `to`, or leave it out"));
        }
        if let Some(stage) = leads.filter(|stage| !led.insert(*stage)) {
            let message = format!("two thresholds lead to {}", title(stage));
            let fault = Diagnostic::new(Code::BadLifecycle, message).at(place, "the second");
            faults.push(fault.help("leave one of them out"));
        }
    }
}

fn guards_something(lifecycle: &Lifecycle, version: &Version, guard: &Guard) -> bool {
    lifecycle.stages().any(|(from, _)| {
        lifecycle
            .stages()
            .any(|(to, _)| from != to && guard.applies(from, to) && version.provides(from, to))
    })
}
