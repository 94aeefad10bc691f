use std::collections::BTreeMap;

use super::map::Map;
use super::row::Row;
use crate::model::{Weight, is_id};

/// The cases of a table, each once, however many rows tell of it.
#[derive(Debug, Default)]
pub(super) struct Cases {
    by_id: BTreeMap<String, Declared>,
}

/// What the charter says of one case.
#[derive(Debug)]
pub(super) struct Declared {
    /// What the table calls it.
    name: String,
    pub(super) title: Option<String>,
    pub(super) weight: Option<Weight>,
    /// The line on which it came up, so that the charter has the order of the table.
    pub(super) line: u64,
}

impl Cases {
    /// Returns the id of a case; why it can have none otherwise.
    pub(super) fn id(map: &Map, name: &str) -> Result<String, String> {
        resolve(map, name).map(|(id, _)| id)
    }

    /// Takes in the case that a row names; what is wrong with it otherwise.
    pub(super) fn take(&mut self, map: &Map, name: &str, row: &Row) -> Result<(), String> {
        let (id, name) = resolve(map, name)?;
        let own = row.get(&map.columns.case.value).is_some_and(|case| is_same(map, case, &name));
        let column = |column: &Option<crate::ron::At<String>>| {
            column.as_ref().filter(|_| own).and_then(|column| row.get(&column.value))
        };
        let said = map.cases.iter().find(|(other, _)| *other == name).map(|(_, case)| case);
        let title = said.and_then(|case| case.title.clone());
        let title = title.or_else(|| column(&map.columns.title).map(str::to_owned));
        let weight = match (said.and_then(|case| case.weight), column(&map.columns.weight)) {
            (Some(weight), _) => Some(weight),
            (None, Some(text)) => {
                Some(Weight::parse(text).ok_or_else(|| format!("`{text}` is no weight"))?)
            }
            (None, None) => None,
        };
        let line = row.line;
        let declared = self.by_id.entry(id.clone()).or_insert_with(|| Declared {
            name: name.clone(),
            title: None,
            weight: None,
            line,
        });
        if declared.name != name {
            return Err(format!(
                "`{name}` and `{}` would both be `{id}`: give one of them another name in `cases`",
                declared.name
            ));
        }
        declared.title = declared.title.take().or(title);
        declared.weight = declared.weight.or(weight);
        Ok(())
    }

    /// Returns the cases in the order in which the table brings them up.
    pub(super) fn in_order(&self) -> Vec<(&str, &Declared)> {
        let mut cases: Vec<(&str, &Declared)> =
            self.by_id.iter().map(|(id, declared)| (id.as_str(), declared)).collect();
        cases.sort_by_key(|(id, declared)| (declared.line, *id));
        cases
    }

    pub(super) fn len(&self) -> usize {
        self.by_id.len()
    }
}

impl Declared {
    /// Returns the words that screens use for it.
    pub(super) fn shown(&self) -> &str {
        self.title.as_deref().unwrap_or(&self.name)
    }
}

/// Returns the id of a case, and the name that the table has for it.
fn resolve(map: &Map, name: &str) -> Result<(String, String), String> {
    let alias = map.cases.iter().find(|(other, _)| other == name);
    let name = alias.and_then(|(_, case)| case.is.as_deref()).unwrap_or(name);
    let id = match &map.within {
        Some(within) => format!("{within}/{}", slug(name)),
        None => slug(name),
    };
    if is_id(&id) { Ok((id, name.to_owned())) } else { Err(format!("`{name}` can be no issue")) }
}

fn is_same(map: &Map, case: &str, name: &str) -> bool {
    resolve(map, case).is_ok_and(|(_, other)| other == name)
}

/// Returns a name as an id: what ids do not have becomes `-`.
pub(super) fn slug(name: &str) -> String {
    if is_id(name) {
        return name.to_owned();
    }
    let kept = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let words: Vec<&str> = name.split(|c| !kept(c)).filter(|word| !word.is_empty()).collect();
    let id = words.join("-");
    id.trim_start_matches(['_', '.', '-']).replace("..", "-")
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn what_cannot_be_an_id_is_made_one() {
        let pairs = [
            ("EIP-1", "EIP-1"),
            ("State of Palestine", "State-of-Palestine"),
            ("file:eip-X.md", "file-eip-X.md"),
            ("Côte d'Ivoire", "Côte-d-Ivoire"),
            ("territory/donbas", "territory/donbas"),
            ("_x..y", "x-y"),
        ];
        for (name, id) in pairs {
            assert_eq!(slug(name), id);
            assert!(crate::model::is_id(id));
        }
    }
}
