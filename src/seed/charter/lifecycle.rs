//! Which lifecycles the issues of a process go through.

use std::collections::BTreeMap;

use super::{Charter, unknown};
use crate::event::Name;
use crate::lifecycle::{Lifecycle, Need};
use crate::register::{IssueIx, Register};
use crate::ron;
use crate::source::{Code, Diagnostic, FileIx, Place, Severity, Span, Texts};

/// Lifecycles by name; none where the file that describes one has an error, which was told.
type Found = BTreeMap<String, Option<Lifecycle>>;

/// Reads the lifecycles beside some charters. Of two of one name the one nearest to the process is taken.
pub(super) fn read_all(texts: &Texts, files: &[FileIx], faults: &mut Vec<Diagnostic>) -> Found {
    let mut found = Found::new();
    for file in files {
        let text = texts.get(*file);
        if let Some(newer) = ron::newer(*file, text.content(), super::super::FORMAT) {
            faults.push(newer);
            continue;
        }
        let (lifecycle, mut wrong) = Lifecycle::read(*file, text.content());
        let name = match &lifecycle {
            Some(lifecycle) => lifecycle.name.clone(),
            // What cannot be read goes by the name of its file, so that nobody is told twice.
            None => stem(&text.name).to_owned(),
        };
        if lifecycle.is_none() && !wrong.iter().any(|fault| fault.severity() == Severity::Error) {
            wrong.push(
                Diagnostic::new(Code::Empty, "a lifecycle that says nothing").at(top(*file), ""),
            );
        }
        faults.append(&mut wrong);
        found.entry(name).or_insert(lifecycle);
    }
    found
}

/// Gives a process and its issues the lifecycles that they name; none where one of them is not there.
pub(super) fn choose(
    register: &mut Register,
    form: &Charter<'_>,
    mut found: Found,
    faults: &mut Vec<Diagnostic>,
) -> Option<()> {
    let named = form.issues.iter().filter_map(|(_, issue)| issue.lifecycle.as_ref());
    let named: Vec<&Name<'_>> = form.lifecycle.iter().chain(named).collect();
    let mut chosen: Vec<Lifecycle> = Vec::new();
    if form.lifecycle.is_none() {
        chosen.push(Lifecycle::negotiation());
    }
    let mut sound = true;
    for name in named {
        if chosen.iter().any(|lifecycle| lifecycle.name == name.value) {
            continue;
        }
        match found.remove(name.value) {
            Some(Some(lifecycle)) => chosen.push(lifecycle),
            Some(None) => {
                sound = false;
                found.insert(name.value.to_owned(), None);
            }
            None if name.value == Lifecycle::NEGOTIATION => chosen.push(Lifecycle::negotiation()),
            None => {
                sound = false;
                faults.push(absent(register.charter, name, &found));
            }
        }
    }
    if !sound {
        return None;
    }
    register.set_lifecycles(chosen);
    for (id, issue) in &form.issues {
        let lifecycle =
            issue.lifecycle.as_ref().and_then(|name| register.find_lifecycle(name.value));
        if let (Some(ix), Some(lifecycle)) = (register.issues.find(id.value), lifecycle) {
            register.issues[ix].lifecycle = lifecycle;
        }
    }
    Some(())
}

fn absent(charter: FileIx, name: &Name<'_>, found: &Found) -> Diagnostic {
    let known = found.keys().map(String::as_str);
    let fault = unknown(charter, Code::UnknownLifecycle, "no lifecycle is called", name, known);
    fault.note(format!(
        "a lifecycle is a file beside the charter, such as `{}.lifecycle.ron`",
        name.value
    ))
}

/// Holds what lifecycles ask for against what is declared: the stages of parts, parties and bodies.
pub(super) fn check(register: &Register, faults: &mut Vec<Diagnostic>) {
    for issue in register.issues.indices() {
        let versions = register.lifecycle(issue).versions().iter();
        for guard in versions.flat_map(|version| &version.guards) {
            faults.extend(missing(register, issue, &guard.needs));
        }
    }
    faults.dedup();
}

fn missing(register: &Register, issue: IssueIx, need: &Need) -> Option<Diagnostic> {
    let wrong = |message: String, help: &str| {
        let place = register.issues.place(issue);
        let lifecycle = &register.lifecycle(issue).name;
        let words = format!("goes through `{lifecycle}`");
        Some(Diagnostic::new(Code::Misdeclared, message).at(place, words).help(help))
    };
    match need {
        Need::Threshold(threshold) => {
            let parts = &register.issues[issue].children;
            let lacks = |part: &&IssueIx| register.lifecycle(**part).rung(&threshold.at).is_none();
            let part = parts.iter().find(lacks)?;
            let id = register.issues.id(*part);
            let message =
                format!("`{id}` has no stage `{}`, of which parts are counted", threshold.at);
            wrong(
                message,
                "give the parts a lifecycle with that stage, or name another one `at` the threshold",
            )
        }
        Need::Vote(Some(body)) if register.actors.find(body).is_none() => {
            let message = format!("no party is called `{body}`, whose vote is needed");
            wrong(message, "declare the body among the parties")
        }
        Need::Accepted(by) => {
            let nobody = by.iter().find(|id| register.actors.find(id).is_none())?;
            let message = format!("no party is called `{nobody}`, whose acceptance is needed");
            wrong(message, "declare it among the parties")
        }
        _ => None,
    }
}

fn stem(path: &str) -> &str {
    let name = path.rsplit(['/', '\\']).next().unwrap_or(path);
    name.strip_suffix(".lifecycle.ron").unwrap_or(name)
}

fn top(file: FileIx) -> Place {
    Place { file, span: Span::new(0, 0) }
}
