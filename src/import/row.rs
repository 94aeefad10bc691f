use std::collections::BTreeMap;

/// One row of a table: what its fields hold, as text. A field that is empty, or null, is not there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row {
    /// The line on which it begins, from 1.
    pub(super) line: u64,
    fields: BTreeMap<String, String>,
}

impl Row {
    pub(super) fn new(line: u64) -> Row {
        Row { line, fields: BTreeMap::new() }
    }

    /// Puts a field in, if it says anything.
    pub(super) fn put(&mut self, name: String, value: String) {
        if !value.trim().is_empty() {
            self.fields.insert(name, value);
        }
    }

    /// Takes in a JSON value under a name: the parts of an object under `name.part`, the elements of a
    /// list with commas between them.
    pub(super) fn take(&mut self, name: &str, value: serde_json::Value) {
        use serde_json::Value;
        match value {
            Value::Null => {}
            Value::String(text) => self.put(name.to_owned(), text),
            Value::Bool(_) | Value::Number(_) => self.put(name.to_owned(), value.to_string()),
            Value::Array(elements) => {
                let texts = elements.into_iter().map(|element| match element {
                    Value::String(text) => text,
                    other => other.to_string(),
                });
                self.put(name.to_owned(), texts.collect::<Vec<_>>().join(", "));
            }
            Value::Object(parts) => {
                for (part, value) in parts {
                    let name = if name.is_empty() { part } else { format!("{name}.{part}") };
                    self.take(&name, value);
                }
            }
        }
    }

    /// Returns what a field holds, the spaces around it left out.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(|value| value.trim())
    }

    /// Returns the names of the fields that hold something.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.fields.keys().map(String::as_str)
    }
}
