//! Rows out of a table, one at a time, whatever it is written in.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, Read};
use std::rc::Rc;

use serde::de::{DeserializeSeed, Deserializer, SeqAccess, Visitor};

use super::row::Row;

/// What a table is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename = "format of a table")]
pub enum Form {
    /// Comma-separated values, with a line of names at the top.
    Csv,
    /// The same with tabs.
    Tsv,
    /// The same with semicolons.
    Ssv,
    /// A list of objects.
    Json,
    /// An object on each line.
    Jsonl,
}

impl Form {
    /// Returns the form that the name of a file tells.
    pub fn of(name: &str) -> Option<Form> {
        let end = name.rsplit('.').next()?.to_ascii_lowercase();
        Some(match end.as_str() {
            "csv" => Form::Csv,
            "tsv" | "tab" => Form::Tsv,
            "json" => Form::Json,
            "jsonl" | "ndjson" => Form::Jsonl,
            _ => return None,
        })
    }
}

/// What came of one row: the row, or the line of one that cannot be read, and why.
pub(super) type Found = Result<Row, (u64, String)>;

/// Reads a table and hands over its rows one by one, so that however long it is, one of them is held.
/// Returns the names at its top, where it has them.
pub(super) fn rows(
    form: Form,
    table: impl BufRead,
    each: &mut dyn FnMut(Found) -> io::Result<()>,
) -> io::Result<Option<Vec<String>>> {
    match form {
        Form::Csv => separated(b',', table, each).map(Some),
        Form::Tsv => separated(b'\t', table, each).map(Some),
        Form::Ssv => separated(b';', table, each).map(Some),
        Form::Json => list(table, each).map(|()| None),
        Form::Jsonl => lines(table, each).map(|()| None),
    }
}

fn separated(
    delimiter: u8,
    table: impl Read,
    each: &mut dyn FnMut(Found) -> io::Result<()>,
) -> io::Result<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter).from_reader(table);
    let headers = reader.headers().map_err(csv_trouble)?.clone();
    let plain = |name: &str| name.trim_start_matches('\u{FEFF}').trim().to_owned();
    let names: Vec<String> = headers.iter().map(plain).collect();
    let mut record = csv::StringRecord::new();
    loop {
        let line = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(names),
            Ok(true) => {
                let line = record.position().map_or(line, csv::Position::line);
                let mut row = Row::new(line);
                for (name, value) in names.iter().zip(&record) {
                    row.put(name.clone(), value.to_owned());
                }
                each(Ok(row))?;
            }
            Err(error) => each(Err(ragged(error, line, names.len())?))?,
        }
    }
}

/// Returns what is wrong with a row, or the trouble of the machine.
fn ragged(error: csv::Error, line: u64, wanted: usize) -> io::Result<(u64, String)> {
    let line = error.position().map_or(line, csv::Position::line);
    Ok(match error.kind() {
        csv::ErrorKind::UnequalLengths { len, .. } => {
            (line, format!("{len} fields where the line of names has {wanted}"))
        }
        csv::ErrorKind::Utf8 { .. } => (line, "not text in UTF-8".to_owned()),
        _ => return Err(csv_trouble(error)),
    })
}

fn csv_trouble(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        csv::ErrorKind::Utf8 { .. } => io::Error::other("the line of names is not text in UTF-8"),
        _ => io::Error::other("cannot be read as a table"),
    }
}

fn lines(mut table: impl BufRead, each: &mut dyn FnMut(Found) -> io::Result<()>) -> io::Result<()> {
    let mut bytes = Vec::new();
    let mut line = 0;
    loop {
        bytes.clear();
        line += 1;
        if table.read_until(b'\n', &mut bytes)? == 0 {
            return Ok(());
        }
        let text = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(&bytes).trim_ascii_end();
        if text.is_empty() {
            continue;
        }
        each(object(serde_json::from_slice(text), line))?;
    }
}

/// Returns the row that a JSON value is.
fn object(read: serde_json::Result<serde_json::Value>, line: u64) -> Found {
    match read {
        Ok(value @ serde_json::Value::Object(_)) => {
            let mut row = Row::new(line);
            row.take("", value);
            Ok(row)
        }
        Ok(_) => Err((line, "not an object with named fields".to_owned())),
        Err(error) if error.is_eof() => {
            Err((line, format!("cut off after column {}", error.column())))
        }
        Err(error) => Err((line, format!("not JSON: {error}"))),
    }
}

fn list(table: impl BufRead, each: &mut dyn FnMut(Found) -> io::Result<()>) -> io::Result<()> {
    let line = Rc::new(Cell::new(1));
    let counted = Counted { inner: table, line: Rc::clone(&line) };
    let mut reader = serde_json::Deserializer::from_reader(counted);
    let mut stopped = Ok(());
    let read = reader.deserialize_seq(Elements { each, line: &line, stopped: &mut stopped });
    stopped?;
    match read.and_then(|()| reader.end()) {
        Ok(()) => Ok(()),
        Err(error) if error.is_io() => Err(error.into()),
        Err(error) => {
            let at = u64::try_from(error.line()).unwrap_or(u64::MAX);
            let what = if error.is_eof() { "cut off" } else { "not a list of objects" };
            each(Err((at, format!("{what}: {error}"))))
        }
    }
}

/// Reads bytes and counts the lines that they make.
struct Counted<R> {
    inner: R,
    line: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        for byte in &buffer[..count] {
            self.line.set(self.line.get() + u64::from(*byte == b'\n'));
        }
        Ok(count)
    }
}

/// Hands over the elements of a list.
struct Elements<'e> {
    each: &'e mut dyn FnMut(Found) -> io::Result<()>,
    line: &'e Cell<u64>,
    /// What kept a row from being taken.
    stopped: &'e mut io::Result<()>,
}

impl<'de> Visitor<'de> for Elements<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        while let Some((value, line)) = elements.next_element_seed(Element(self.line))? {
            if let Err(error) = (self.each)(object(Ok(value), line)) {
                *self.stopped = Err(error);
                return Err(serde::de::Error::custom("stopped"));
            }
        }
        Ok(())
    }
}

/// One element, with the line on which it begins.
struct Element<'l>(&'l Cell<u64>);

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = (serde_json::Value, u64);

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let line = self.0.get();
        serde::Deserialize::deserialize(deserializer).map(|value| (value, line))
    }
}
