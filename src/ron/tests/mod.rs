//! What is read, what is told, and that the `ron` crate agrees.

mod differ;
mod faults;
mod hostile;
mod lists;
mod plain;
mod values;

use serde::{Deserialize, Serialize};

use super::{At, Limits, Raw, Read, Table, read};
use crate::source::{Code, Diagnostic, FileIx, Span};

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename = "event", deny_unknown_fields)]
struct Event<'a> {
    #[serde(borrow)]
    id: At<&'a str>,
    #[serde(default)]
    on: Option<At<String>>,
    #[serde(default)]
    via: Vec<At<String>>,
    what: What<'a>,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename = "kind of event")]
enum What<'a> {
    #[serde(borrow)]
    Meeting(Meeting<'a>),
    Line {
        issue: String,
        level: i32,
    },
    Pair(u8, bool),
    Pause,
}

#[derive(Debug, PartialEq, Deserialize, Serialize)]
#[serde(rename = "meeting", deny_unknown_fields)]
struct Meeting<'a> {
    occasion: &'a str,
    #[serde(default)]
    present: Vec<&'a str>,
    #[serde(default)]
    count: Option<u32>,
}

#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename = "charter")]
struct Charter<'a> {
    format: u32,
    title: String,
    #[serde(borrow, default)]
    people: Table<'a, String>,
    #[serde(default)]
    events: Option<Raw>,
}

fn all<'a, T: Deserialize<'a>>(text: &'a str) -> Read<T> {
    read(FileIx(0), text, &Limits::default())
}

/// Checks the codes, messages and first places of everything wrong with a text.
#[track_caller]
fn check<'a, T: Deserialize<'a>>(text: &'a str, expected: &[(Code, &str, &str)]) -> Read<T> {
    let read = all::<T>(text);
    check_faults(text, &read.faults, expected);
    read
}

#[track_caller]
fn check_faults(text: &str, faults: &[Diagnostic], expected: &[(Code, &str, &str)]) {
    let found: Vec<_> = faults
        .iter()
        .map(|it| (it.code, it.message.as_str(), words(text, it.labels[0].place.span)))
        .collect();
    assert_eq!(found, expected, "{faults:#?}");
}

fn words(text: &str, span: Span) -> &str {
    &text[span.range()]
}

/// Applies a fault's only edit.
fn mended(text: &str, fault: &Diagnostic) -> String {
    assert_eq!(fault.patches.len(), 1, "{fault:#?}");
    let mut text = text.to_owned();
    text.replace_range(fault.patches[0].place.span.range(), &fault.patches[0].text);
    text
}
