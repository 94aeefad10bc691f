//! The cases of a table, declared in a charter: a new one, or one that is there and keeps all it says.

use std::collections::BTreeSet;
use std::fmt::Write;

use serde::Deserialize;

use super::batch::plain;
use super::cases::Declared;
use super::map::Map;
use super::survey::Survey;
use crate::ron::{self, At, Limits, Raw, Table, quoted};
use crate::source::FileIx;

/// What a charter declares already, and where.
#[derive(Deserialize)]
#[serde(rename = "charter")]
struct Charter<'a> {
    process: At<String>,
    lifecycle: Option<String>,
    #[serde(borrow)]
    parties: Option<At<Table<'a, Raw>>>,
    sources: Option<At<Table<'a, Raw>>>,
    issues: Option<At<Table<'a, Raw>>>,
}

/// Returns the lifecycle that a charter names.
pub(super) fn lifecycle(charter: &str) -> Option<String> {
    let read = ron::read::<Charter<'_>>(FileIx(0), charter, &Limits::default());
    read.value.and_then(|form| form.lifecycle)
}

type Section<'a> = Option<At<Table<'a, Raw>>>;

/// Returns a charter for what a table tells of.
pub(super) fn new(map: &Map, survey: &Survey, table: &str) -> String {
    let mut text = format!(
        "// Begun by an import of {table}; what it says is yours to correct.\n(\n    format: 1,\n    process: {},\n",
        quoted(&map.process)
    );
    let mut field = |name: &str, value: &str| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "    {name}: {},", quoted(&plain(value)));
    };
    field("title", map.title.as_deref().unwrap_or(&map.process));
    if let Some(lifecycle) = &map.lifecycle {
        field("lifecycle", lifecycle);
    }
    for (name, entries) in sections(map, survey) {
        if !entries.is_empty() {
            let lines: String = entries.iter().map(|(_, line)| line.as_str()).collect();
            let _ = writeln!(text, "\n    {name}: {{{lines}\n    }},");
        }
    }
    text.push_str(")\n");
    text
}

/// Returns a charter with what it does not declare yet put in, and how many issues these are. None if
/// it is no charter of that process, with the reason.
pub(super) fn extended(
    charter: &str,
    map: &Map,
    survey: &Survey,
) -> Result<(String, usize), String> {
    let read = ron::read::<Charter<'_>>(FileIx(0), charter, &Limits::default());
    let Some(form) = read.value else {
        return Err("it cannot be read; `rapporteur check` says what is wrong with it".to_owned());
    };
    if form.process.value != map.process {
        let message =
            format!("it is of `{}`, and the map of `{}`", form.process.value, map.process);
        return Err(message);
    }
    let mut edits: Vec<(usize, String)> = Vec::new();
    let mut issues = 0;
    for (name, entries) in sections(map, survey) {
        let section = match name {
            "parties" => &form.parties,
            "sources" => &form.sources,
            _ => &form.issues,
        };
        let declared = declared(section);
        let fresh = entries.iter().filter(|(id, _)| !declared.contains(id.as_str()));
        let fresh: Vec<&str> = fresh.map(|(_, line)| line.as_str()).collect();
        if name == "issues" {
            issues = fresh.len();
        }
        if !fresh.is_empty() {
            edits.push(edit(
                charter,
                name,
                section,
                &fresh.concat(),
                form.process.span.end as usize,
            ));
        }
    }
    edits.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    let mut text = charter.to_owned();
    for (at, words) in edits {
        text.insert_str(at, &words);
    }
    Ok((text, issues))
}

fn declared<'a>(section: &Section<'a>) -> BTreeSet<&'a str> {
    let entries = section.iter().flat_map(|section| section.value.iter());
    entries.map(|(id, _)| id.value).collect()
}

/// Returns what to put in where, so that new entries come after those of a section.
fn edit(
    charter: &str,
    name: &str,
    section: &Section<'_>,
    lines: &str,
    process: usize,
) -> (usize, String) {
    let Some(section) = section else {
        return (process, format!(",\n    {name}: {{{lines}\n    }}"));
    };
    let Some((_, last)) = section.value.entries.last() else {
        return (section.span.start as usize + 1, format!("{lines}\n    "));
    };
    let end = last.span.end as usize;
    let rest = charter[end..].trim_start();
    if rest.starts_with(',') {
        (charter.len() - rest.len() + 1, lines.to_owned())
    } else {
        (end, format!(",{lines}"))
    }
}

/// Returns what a table brings with it, section by section, each entry with its id and its line.
fn sections(map: &Map, survey: &Survey) -> [(&'static str, Vec<(String, String)>); 3] {
    let named = |id: &str, name: &str| {
        (id.to_owned(), format!("\n        {}: (name: {}),", quoted(id), quoted(&plain(name))))
    };
    let told = |id: &String| survey.cites(id);
    let known = map.sources.iter().filter(|(id, _)| told(id) || map.via.contains(id));
    let known = known.map(|(id, name)| named(id, name));
    let bare = map.via.iter().filter(|id| map.sources.iter().all(|(other, _)| other != *id));
    let sources = known.chain(bare.map(|id| named(id, id)));
    let found =
        survey.sources().filter(|(id, _)| map.sources.iter().all(|(other, _)| other != *id));
    let sources = sources.chain(found.map(|(id, name)| named(id, name))).collect();
    let parties = survey.parties().map(|(id, name)| named(id, name)).collect();
    let issues =
        survey.cases().into_iter().map(|(id, case)| (id.to_owned(), issue(id, case))).collect();
    [("parties", parties), ("sources", sources), ("issues", issues)]
}

fn issue(id: &str, case: &Declared) -> String {
    let weight = case.weight.map_or(String::new(), |weight| format!(", weight: {weight}"));
    format!("\n        {}: (title: {}{weight}),", quoted(id), quoted(&plain(case.shown())))
}
