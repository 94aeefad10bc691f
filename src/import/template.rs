use super::row::Row;
use crate::ron::{At, quoted};
use crate::source::Span;

/// An event as a dispatch writes it, with columns in braces: `Vote(of: {case}, tally: (yes: {#yes}))`.
/// A column stands for its value as a string, with `#` before it for its value as a number.
#[derive(Debug, PartialEq)]
pub(super) struct Template(Vec<Piece>);

#[derive(Debug, PartialEq)]
enum Piece {
    Text(String),
    Case,
    Value(At<String>),
    Number(At<String>),
}

impl Template {
    /// Reads a template; what is wrong with it otherwise.
    pub(super) fn parse(text: &At<String>) -> Result<Template, String> {
        let mut pieces = Vec::new();
        let mut rest = text.value.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, next)) = after.split_once('}') else {
                return Err(format!("the brace before `{after}` is not closed"));
            };
            pieces.push(Piece::Text(before.to_owned()));
            pieces.push(Piece::of(name.trim(), text.span));
            rest = next;
        }
        pieces.push(Piece::Text(rest.to_owned()));
        let begins =
            text.value.trim_start().starts_with(|letter: char| letter.is_ascii_uppercase());
        if begins { Ok(Template(pieces)) } else { Err("an event begins with its kind".to_owned()) }
    }

    /// Returns the columns that it names.
    pub(super) fn columns(&self) -> impl Iterator<Item = &At<String>> {
        self.0.iter().filter_map(|piece| match piece {
            Piece::Value(name) | Piece::Number(name) => Some(name),
            Piece::Text(_) | Piece::Case => None,
        })
    }

    /// Returns the event that a row makes of it; `case` is the id of the issue.
    pub(super) fn fill(&self, row: &Row, case: &str) -> Result<String, String> {
        let mut text = String::new();
        for piece in &self.0 {
            match piece {
                Piece::Text(words) => text.push_str(words),
                Piece::Case => text.push_str(&quoted(case)),
                Piece::Value(name) => text.push_str(&quoted(value(row, name)?)),
                Piece::Number(name) => {
                    let value = value(row, name)?;
                    let number: f64 = value
                        .parse()
                        .map_err(|_| format!("`{value}` in `{}` is no number", name.value))?;
                    if !number.is_finite() {
                        return Err(format!("`{value}` in `{}` is no number", name.value));
                    }
                    text.push_str(value);
                }
            }
        }
        Ok(text)
    }
}

impl Piece {
    fn of(name: &str, span: Span) -> Piece {
        let column = |name: &str| At { value: name.trim().to_owned(), span };
        match name.strip_prefix('#') {
            Some(number) => Piece::Number(column(number)),
            None if name == "case" => Piece::Case,
            None => Piece::Value(column(name)),
        }
    }
}

fn value<'r>(row: &'r Row, name: &At<String>) -> Result<&'r str, String> {
    row.get(&name.value).ok_or_else(|| format!("nothing in `{}`", name.value))
}
