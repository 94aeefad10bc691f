//! How the lines of events put things.

use std::collections::BTreeSet;

use super::Name;
use crate::register::Register;

/// Returns the names that screens show for actors, "Zelensky, Witkoff".
pub(super) fn called(names: &[Name<'_>], register: &Register) -> String {
    let name = |name: &Name<'_>| match register.actors.find(name.value) {
        Some(actor) => register.actors[actor].name.clone(),
        None => name.value.to_owned(),
    };
    names.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// Returns ids as they are written, one after the other.
pub(super) fn ids(names: &[Name<'_>]) -> String {
    names.iter().map(|name| name.value).collect::<Vec<_>>().join(", ")
}

/// What stands between the parts of a line.
const BETWEEN: &str = " · ";

/// Joins the parts of a line that are not empty.
pub(super) fn join(parts: &[&str]) -> String {
    let parts: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
    parts.join(BETWEEN)
}

/// Returns the lines of several accounts of one thing as one line: a part that only names again what
/// was named is left out.
pub fn merged(lines: &[String]) -> String {
    let mut named = BTreeSet::new();
    let mut parts: Vec<&str> = Vec::new();
    for part in lines.iter().flat_map(|line| line.split(BETWEEN)) {
        let names: Vec<&str> = part.split(", ").collect();
        if !names.iter().all(|name| named.contains(name)) {
            parts.push(part);
        }
        named.extend(names);
    }
    parts.join(BETWEEN)
}

/// Returns words with another before them, or nothing where there are none.
pub(super) fn after(word: &str, words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("{word} {words}") }
}
