//! The forms in which a history can be written: ours, and those of other tools.

use std::fmt::{self, Write};

use chrono::{DateTime, Days};

use crate::{Event, Process};

/// A form that other tools read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A table with a line of names.
    Csv,
    /// An object a line.
    Jsonl,
    /// Transactions as ledger and hledger read them, each moving an issue between stages.
    Ledger,
    /// The same as beancount reads them.
    Beancount,
}

/// Returns a day as it is written.
pub fn day(number: i64) -> String {
    let day = DateTime::UNIX_EPOCH.date_naive();
    let days = Days::new(u64::try_from(number).expect("a day since 1970"));
    (day + days).to_string()
}

impl Event {
    /// Adds it as a dispatch has it.
    pub(crate) fn write_ron(&self, text: &mut String) {
        let on = self.vague.clone().unwrap_or_else(|| day(self.on));
        let known = day(self.known);
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "        (\n            id: \"e{}\",\n            on: \"{on}\",\n            known: \"{known}\",\n",
            self.number
        );
        if !self.via.is_empty() {
            let _ = writeln!(text, "            via: [{}],", list(&self.via));
        }
        text.push_str(&self.fields);
        let _ = write!(text, "            what: {},\n        ),\n", self.what);
    }
}

/// Returns names as a list of RON has them, without the brackets.
pub(crate) fn list(names: &[String]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}

impl Form {
    /// Returns how the file is called.
    pub fn file(self) -> &'static str {
        match self {
            Form::Csv => "history.csv",
            Form::Jsonl => "history.jsonl",
            Form::Ledger => "history.ledger",
            Form::Beancount => "history.beancount",
        }
    }

    /// Returns what stands before everything.
    pub fn head(self) -> &'static str {
        match self {
            Form::Csv => "process,issue,event,on,known,kind,stage,retracts,via,text\n",
            Form::Jsonl | Form::Ledger => "",
            Form::Beancount => "option \"operating_currency\" \"ISSUE\"\n",
        }
    }

    /// Writes a process.
    pub fn write(self, process: &Process, out: &mut impl Write) -> fmt::Result {
        match self {
            Form::Csv => process.events.iter().try_for_each(|event| csv(process, event, out)),
            Form::Jsonl => process.events.iter().try_for_each(|event| json(process, event, out)),
            Form::Ledger | Form::Beancount => self.journal(process, out),
        }
    }

    /// Writes the stages of a register as transactions: one unit a issue, moved from the account of one
    /// stage to that of the next. What was taken back is left out, as a book-keeper would.
    fn journal(self, process: &Process, out: &mut impl Write) -> fmt::Result {
        let mut struck = vec![false; process.events.len()];
        for target in process.events.iter().filter_map(|event| event.retracts) {
            struck[target] = true;
        }
        let mut now: Vec<Option<&str>> = vec![None; process.issues];
        for event in process.events.iter().filter(|event| !struck[event.number]) {
            let Some(to) = event.stage else { continue };
            let from = now[event.issue].replace(to).unwrap_or("none");
            if from != to {
                self.transaction(process, event, (from, to), out)?;
            }
        }
        Ok(())
    }

    fn transaction(
        self,
        process: &Process,
        event: &Event,
        (from, to): (&str, &str),
        out: &mut impl Write,
    ) -> fmt::Result {
        let (on, known, text) = (day(event.on), day(event.known), &event.text);
        let account = |stage: &str| match self {
            Form::Beancount => {
                format!("Assets:{}:I{}:{}", capital(&process.name), event.issue, capital(stage))
            }
            _ => format!("{}:i{}:{stage}", process.name, event.issue),
        };
        match self {
            Form::Beancount => writeln!(out, "{on} * \"{text}\"\n  known: {known}")?,
            _ => writeln!(out, "{on} {text}\n    ; known: {known}, via: {}", event.via.join("+"))?,
        }
        writeln!(out, "    {}  1 ISSUE\n    {}  -1 ISSUE\n", account(to), account(from))
    }
}

fn capital(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn csv(process: &Process, event: &Event, out: &mut impl Write) -> fmt::Result {
    let retracts = event.retracts.map_or(String::new(), |target| format!("e{target}"));
    writeln!(
        out,
        "{},i{},e{},{},{},{},{},{retracts},{},\"{}\"",
        process.name,
        event.issue,
        event.number,
        day(event.on),
        day(event.known),
        event.kind(),
        event.stage.unwrap_or_default(),
        event.via.join("+"),
        event.text
    )
}

fn json(process: &Process, event: &Event, out: &mut impl Write) -> fmt::Result {
    let quoted =
        |word: Option<String>| word.map_or("null".to_owned(), |word| format!("\"{word}\""));
    writeln!(
        out,
        "{{\"process\": \"{}\", \"issue\": \"i{}\", \"event\": \"e{}\", \"on\": \"{}\", \"known\": \"{}\", \
         \"kind\": \"{}\", \"stage\": {}, \"retracts\": {}, \"via\": [{}], \"text\": \"{}\"}}",
        process.name,
        event.issue,
        event.number,
        day(event.on),
        day(event.known),
        event.kind(),
        quoted(event.stage.map(str::to_owned)),
        quoted(event.retracts.map(|target| format!("e{target}"))),
        list(&event.via),
        event.text
    )
}
