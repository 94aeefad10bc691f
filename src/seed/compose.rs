//! A dispatch made of words: a kind and its fields, as somebody says them at a shell.
//!
//! Which fields there are, and how a value is written, is asked of the types that will read it
//! ([`shape`]). Whether what is written is sound is not known here: it is read like any other dispatch.

use std::fmt::Write;

use super::FORMAT;
use crate::event::shape::{self, Field, Shape};
use crate::event::{Kind, guide};
use crate::model::{Day, Digest};
use crate::ron::{self, Limits, quoted};
use crate::source::FileIx;

/// How long a line may be before its fields stand on lines of their own.
const WIDTH: usize = 100;
/// How many letters of a digest make a name.
const LETTERS: usize = 8;

/// A dispatch to be put among the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Composed {
    /// The name of its file.
    pub name: String,
    /// Its text.
    pub text: String,
    /// The id of its event, where it has one event.
    pub id: Option<String>,
}

/// What cannot be made a dispatch of.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// Neither the kind nor the envelope has such a field.
    NoField(String),
    /// A field is given twice.
    Twice(String),
    /// A value in brackets or quotes is none.
    NoValue(String, String),
}

/// An event in words.
#[derive(Debug)]
pub struct Said<'s> {
    /// Its kind.
    pub kind: Kind,
    /// Its fields, in any order.
    pub fields: &'s [(String, String)],
    /// The day on which it is known where it does not say so.
    pub today: Day,
}

/// Returns the names of all fields that may be given for a kind: its own, then those of every event.
pub fn fields(kind: Kind) -> (Vec<&'static str>, Vec<&'static str>) {
    let own: Vec<&str> = shape::of(kind).iter().map(|field| field.name).collect();
    let every = envelope(kind).into_iter().map(|field| field.name).chain(HEAD).collect();
    (own, every)
}

/// Returns the fields of every event that a kind has no field of the same name for: an Assessment has an
/// `aspect` of its own, and that is meant.
fn envelope(kind: Kind) -> Vec<Field> {
    let own = shape::of(kind);
    let mut fields = shape::envelope();
    fields.retain(|field| !own.iter().any(|other| other.name == field.name));
    fields
}

/// What may be said of the report itself.
const HEAD: [&str; 2] = ["date", "document"];

impl Said<'_> {
    /// Makes a dispatch of it. The same words make the same dispatch, so that whoever says them twice adds
    /// nothing.
    pub fn compose(&self) -> Result<Composed, Vec<Fault>> {
        let (own, envelope) = (shape::of(self.kind), envelope(self.kind));
        let mut faults = Vec::new();
        for (at, (name, _)) in self.fields.iter().enumerate() {
            let known = own.iter().chain(&envelope).any(|field| field.name == name);
            if !known && !HEAD.contains(&name.as_str()) {
                faults.push(Fault::NoField(name.clone()));
            } else if self.fields[..at].iter().any(|(before, _)| before == name) {
                faults.push(Fault::Twice(name.clone()));
            }
        }
        let mut written = |fields: &[Field]| -> Vec<(&'static str, String)> {
            let given = fields.iter().filter_map(|field| Some((field, self.given(field.name)?)));
            let mut res = Vec::new();
            for (field, value) in given {
                match value_of(&field.shape, value) {
                    Some(value) => res.push((field.name, value)),
                    None => faults.push(Fault::NoValue(field.name.to_owned(), value.to_owned())),
                }
            }
            res
        };
        let (own, mut envelope) = (written(&own), written(&envelope));
        if !faults.is_empty() {
            return Err(faults);
        }
        // A report of one event was known when the event was.
        let known = self.given("known").map(str::to_owned);
        let date = match (self.given("date"), known) {
            (Some(date), _) => date.to_owned(),
            (None, Some(known)) => {
                envelope.retain(|(name, _)| *name != "known");
                known
            }
            (None, None) => self.today.to_string(),
        };
        let id = envelope.iter().position(|(name, _)| *name == "id");
        let id = id.map(|at| envelope.remove(at).1);
        let what = what(self.kind, &own);
        let text = |id: &str| self.text(&date, id, &envelope, &what);
        let name = name(&date, self.kind.name(), &text(id.as_deref().unwrap_or_default()));
        let given = self.given("id").map(str::to_owned);
        let text = text(&id.unwrap_or_else(|| quoted(id_of(&name))));
        let id = Some(given.unwrap_or_else(|| id_of(&name).to_owned()));
        Ok(Composed { name, text, id })
    }

    fn given(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    fn text(&self, date: &str, id: &str, envelope: &[(&str, String)], what: &str) -> String {
        let mut text = format!("(\n    format: {FORMAT},\n    date: {},\n", quoted(date));
        if let Some(document) = self.given("document") {
            let _ = writeln!(text, "    document: {},", quoted(document));
        }
        text.push_str("    events: [\n        (\n");
        // What is said of the event stands after it.
        let (after, before): (Vec<_>, Vec<_>) = envelope
            .iter()
            .partition(|(name, _)| ["cite", "terms", "because", "note"].contains(name));
        let id = [("id", id.to_owned())];
        let what = [("what", what.to_owned())];
        for (name, value) in id.iter().chain(before).chain(&what).chain(after) {
            let _ = writeln!(text, "            {name}: {value},");
        }
        text.push_str("        ),\n    ],\n)\n");
        text
    }
}

/// Returns a dispatch that somebody wrote whole, with a name for its file.
pub fn written(text: &str, date: &str) -> Composed {
    Composed { name: name(date, "report", text), text: text.to_owned(), id: None }
}

/// Returns whether a file is still as it was composed, given the id that its one event has.
pub fn is_as_composed(name: &str, text: &str) -> bool {
    let id = format!("id: {},\n", quoted(id_of(name)));
    let without = text.replacen(&id, "id: ,\n", 1);
    let digest = |text: &str| name.ends_with(&format!("-{}.ron", short(text)));
    digest(&without) || digest(text)
}

/// How a line of a template begins that is for whoever fills it in, and no part of the dispatch.
pub const ASIDE: &str = "//!";

/// Returns a template to be filled in: one event of a kind, or of any.
pub fn template(kind: Option<Kind>, today: Day) -> String {
    let mut text = format!(
        "{ASIDE} One report. Lines with `{ASIDE}` are for you alone, and go when you save.\n\
         {ASIDE} `via` is who told it, first hand first; `on` is when it happened.\n\
         (\n    format: {FORMAT},\n    date: \"{today}\",\n    events: [\n        (\n            \
         on: \"{today}\",\n            via: [],\n"
    );
    let aside = |text: &mut String, line: &str| {
        let _ = writeln!(text, "{}", format!("            {ASIDE} {line}").trim_end());
    };
    if let Some(kind) = kind {
        let _ = writeln!(text, "            what: {}(", kind.name());
        aside(&mut text, "Take the marks from the fields that you need:");
        for Field { name, shape } in shape::of(kind) {
            aside(&mut text, &format!("    {name}: {},", blank(&shape)));
        }
        text.push_str("            ),\n");
        guide::section(kind).lines().for_each(|line| aside(&mut text, line));
    } else {
        text.push_str("            what: (),\n");
        for (kind, says) in guide::kinds() {
            aside(&mut text, &format!("{}: {says}", kind.name()));
        }
    }
    text.push_str("        ),\n    ],\n)\n");
    text
}

/// Returns a template as it was filled in, without what was said to whoever did so.
pub fn without_asides(text: &str) -> String {
    let lines = text.split_inclusive('\n');
    lines.filter(|line| !line.trim_start().starts_with(ASIDE)).collect()
}

fn blank(shape: &Shape) -> &'static str {
    match shape {
        Shape::Text | Shape::Names => "\"\"",
        Shape::List(_) => "[]",
        Shape::Plain | Shape::Choice(_) | Shape::Other => "…",
    }
}

/// Returns the name of a file: when, what, and what only this text has.
fn name(date: &str, what: &str, text: &str) -> String {
    let date: String =
        date.chars().filter(|it| it.is_ascii_digit() || *it == '-').take(32).collect();
    let mut kind = String::new();
    for letter in what.chars() {
        if letter.is_ascii_uppercase() && !kind.is_empty() {
            kind.push('-');
        }
        kind.push(letter.to_ascii_lowercase());
    }
    format!("{date}-{kind}-{}.ron", short(text))
}

fn short(text: &str) -> String {
    Digest::of_text("composed", text).to_string()[..LETTERS].to_owned()
}

/// Returns the id that an event gets from the name of its file: the name without the day.
fn id_of(name: &str) -> &str {
    let stem = name.strip_suffix(".ron").unwrap_or(name);
    stem.trim_start_matches(|it: char| it.is_ascii_digit() || it == '-')
}

/// Returns the event itself.
fn what(kind: Kind, fields: &[(&str, String)]) -> String {
    let fields: Vec<String> =
        fields.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let line = format!("{}({})", kind.name(), fields.join(", "));
    if line.chars().count() + "            what: ,".len() <= WIDTH {
        return line;
    }
    let fields: Vec<String> =
        fields.iter().map(|field| format!("                {field},\n")).collect();
    format!("{}(\n{}            )", kind.name(), fields.concat())
}

/// Returns how a value is written, given what it is read from; none if it is in brackets or quotes that do
/// not read.
fn value_of(shape: &Shape, said: &str) -> Option<String> {
    let said = said.trim();
    let opens = |letters: &[char]| said.starts_with(letters);
    match shape {
        Shape::Text if opens(&['"']) => whole(said),
        Shape::Text => Some(quoted(said)),
        Shape::Names | Shape::List(_) if opens(&['"', '[', '(']) => whole(said),
        Shape::Names => Some(match said.split(',').collect::<Vec<_>>()[..] {
            [one] => quoted(one),
            ref several => list(several.iter().map(|one| quoted(one.trim()))),
        }),
        Shape::List(inner) => {
            let values: Option<Vec<String>> =
                said.split(',').map(|one| value_of(inner, one)).collect();
            values.map(|values| list(values.into_iter()))
        }
        Shape::Choice(names) => {
            let near = names.iter().find(|name| name.eq_ignore_ascii_case(said));
            near.map_or_else(|| whole(said), |name| Some((*name).to_owned()))
        }
        Shape::Plain | Shape::Other => whole(said),
    }
}

fn list(values: impl Iterator<Item = String>) -> String {
    format!("[{}]", values.collect::<Vec<_>>().join(", "))
}

/// Returns a text that is one value in RON, as it is.
fn whole(said: &str) -> Option<String> {
    // Our own reader goes on after an open bracket, which would take in what comes after the value here.
    let closed = ::ron::from_str::<serde::de::IgnoredAny>(said).is_ok();
    // A comment would swallow what comes after it.
    let value = ron::read::<ron::Raw>(FileIx(0), said, &Limits::default()).value?;
    let alone = value.span.start == 0 && value.span.end as usize == said.len();
    (closed && alone).then(|| said.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn composed(kind: Kind, fields: &[(&str, &str)]) -> Result<Composed, Vec<Fault>> {
        let fields: Vec<(String, String)> =
            fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let today = Day::parse("2025-12-07").unwrap();
        Said { kind, fields: &fields, today }.compose()
    }

    #[test]
    fn words_become_a_dispatch_as_people_write_it() {
        let made = composed(
            Kind::Demand,
            &[("text", "all \"Donbas\""), ("by", "russia"), ("of", "ukraine,us"), ("issue", "a/b")],
        )
        .unwrap();
        let id = made.name.strip_prefix("2025-12-07-").unwrap().strip_suffix(".ron").unwrap();
        assert!(id.starts_with("demand-") && id.len() == 15, "{id}");
        let expected = format!(
            "(\n    format: 1,\n    date: \"2025-12-07\",\n    events: [\n        (\n            \
             id: \"{id}\",\n            what: Demand(by: \"russia\", of: [\"ukraine\", \"us\"], \
             issue: \"a/b\", text: \"all \\\"Donbas\\\"\"),\n        ),\n    ],\n)\n"
        );
        assert_eq!(made.text, expected);
        assert!(is_as_composed(&made.name, &made.text));
        assert!(!is_as_composed(&made.name, &made.text.replace("russia", "us")));
    }

    #[test]
    fn the_order_of_fields_makes_no_other_event() {
        let one = composed(Kind::Demand, &[("by", "a"), ("text", "b"), ("on", "2025-12-01")]);
        let other = composed(Kind::Demand, &[("on", "2025-12-01"), ("text", "b"), ("by", "a")]);
        assert_eq!(one, other);
        assert_ne!(
            one,
            composed(Kind::Demand, &[("by", "a"), ("text", "c"), ("on", "2025-12-01")])
        );
    }

    #[test]
    fn a_value_is_written_as_its_field_is_read() {
        let text = |kind, field, value| {
            composed(kind, &[(field, value)]).map(|made| {
                let start = made.text.find(&format!("{field}: ")).unwrap() + field.len() + 2;
                let rest = &made.text[start..];
                rest[..rest.find([',', ')']).unwrap()].to_owned()
            })
        };
        let ok = |text: &str| Ok(text.to_owned());
        assert_eq!(text(Kind::Demand, "text", "(laughs)"), ok("\"(laughs"));
        assert_eq!(text(Kind::Demand, "text", "\"as it is\""), ok("\"as it is\""));
        assert_eq!(text(Kind::Demand, "basis", "onrecord"), ok("OnRecord"));
        assert_eq!(text(Kind::OpenPoint, "blocking", "true"), ok("true"));
        assert_eq!(text(Kind::Assessment, "aspect", "progress"), ok("Progress"));
        assert_eq!(text(Kind::Demand, "aspect", "reaffirms"), ok("Reaffirms"));
        assert_eq!(text(Kind::Demand, "via", "axios"), ok("[\"axios\"]"));
        assert_eq!(text(Kind::Demand, "via", "[[\"a\"]]"), ok("[[\"a\"]]"));
        for (field, value) in [
            ("terms", "[(key: \"a\""),
            ("cite", "(quote: \"a\") )"),
            ("cite", "() // and more"),
            ("text", "\"open"),
            ("text", "\"a\", issue: \"b\""),
            ("basis", ""),
            ("basis", "OnRecord, note: \"x\""),
        ] {
            let fault = Fault::NoValue(field.to_owned(), value.to_owned());
            assert_eq!(text(Kind::Demand, field, value), Err(vec![fault]), "{field}:{value}");
        }
    }

    #[test]
    fn what_no_field_is_called_is_refused_and_all_of_it_told() {
        let fields = [("by", "a"), ("txet", "b"), ("by", "c"), ("seq", "3")];
        let expected = vec![
            Fault::NoField("txet".to_owned()),
            Fault::Twice("by".to_owned()),
            Fault::NoField("seq".to_owned()),
        ];
        assert_eq!(composed(Kind::Demand, &fields), Err(expected));
    }

    #[test]
    fn the_day_of_the_report_is_when_it_was_known() {
        let date = |fields: &[(&str, &str)]| {
            let made = composed(Kind::Demand, fields).unwrap();
            (made.text.contains("date: \"2025-11-01\""), made.text.contains("known: "))
        };
        assert_eq!(date(&[("known", "2025-11-01")]), (true, false));
        assert_eq!(date(&[("date", "2025-11-01")]), (true, false));
        assert_eq!(date(&[("date", "2025-11-01"), ("known", "2025-11-02")]), (true, true));
        assert_eq!(date(&[]), (false, false));
    }

    #[test]
    fn names_come_from_a_fixed_alphabet() {
        let made = composed(Kind::OpenPoint, &[("known", "../../etc/Ä 2025-12-01T00:00")]).unwrap();
        assert!(made.name.starts_with("2025-12-010000-open-point-"), "{}", made.name);
        assert!(crate::store::Name::new(&made.name).is_some());
    }
}
