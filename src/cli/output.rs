//! Where answers and everything else go: answers to standard output, all else to standard error.

use std::ffi::OsStr;
use std::io::{self, IsTerminal, Write};

use serde::Serialize;

use super::{Exit, Format, Usage};
use crate::render::{self, Screen};
use crate::report::Answer;
use crate::source::{Diagnostic, Severity, Texts};

/// How wide text is where no terminal says so.
const WIDTH: usize = 80;

/// The two streams and how to write on them.
#[derive(Debug)]
pub(super) struct Output {
    format: Format,
    answer: Screen,
    aside: Screen,
}

impl Output {
    pub(super) fn new(format: Format, columns: Option<&OsStr>, coloured: bool) -> Self {
        let told = columns.and_then(|text| text.to_str()?.parse::<usize>().ok());
        let screen = |terminal: bool, width: Option<usize>| Screen {
            width: told.or(width.filter(|_| terminal)).unwrap_or(WIDTH),
            colour: terminal && coloured,
        };
        let size = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        Output {
            format,
            answer: screen(io::stdout().is_terminal(), size),
            aside: screen(io::stderr().is_terminal(), size),
        }
    }

    /// Writes an answer: its page for people, its data for programs.
    pub(super) fn answer(&self, answer: &Answer<impl Serialize>) -> anyhow::Result<()> {
        let text = match self.format {
            Format::Human => render::text(&answer.page, &self.answer),
            Format::Json => format!("{}\n", serde_json::to_string_pretty(&answer.data)?),
        };
        to(io::stdout().lock(), &text)
    }

    /// Writes text that is the same for people and programs.
    pub(super) fn text(text: &str) -> anyhow::Result<()> {
        to(io::stdout().lock(), text)
    }

    /// Writes what is wrong; warnings only where they were asked for.
    pub(super) fn faults(
        &self,
        faults: &[Diagnostic],
        texts: &Texts,
        least: Severity,
    ) -> anyhow::Result<()> {
        let mut text = String::new();
        for fault in faults.iter().filter(|fault| fault.severity() <= least) {
            text.push_str(&render::diagnostic(fault, texts, &self.aside));
            text.push('\n');
        }
        to(io::stderr().lock(), &text)
    }

    /// Returns what is wrong in one line each, for what is told within other words.
    pub(super) fn described(faults: &[Diagnostic], texts: &Texts) -> String {
        let lines: Vec<String> = faults.iter().map(|fault| render::short(fault, texts)).collect();
        lines.join("").trim_end().to_owned()
    }

    /// Says why there is no answer.
    pub(super) fn failed(error: &anyhow::Error) -> Exit {
        let lines: Vec<String> =
            format!("{error:#}").lines().map(|line| render::visible(line).into_owned()).collect();
        // Nobody is left to tell where even this cannot be written.
        drop(to(io::stderr().lock(), &format!("error: {}\n", lines.join("\n"))));
        if error.is::<Usage>() { Exit::Usage } else { Exit::Machine }
    }
}

/// Writes all of a text. A reader who has seen enough, and closed the pipe, is no failure.
fn to(mut stream: impl Write, text: &str) -> anyhow::Result<()> {
    match stream.write_all(text.as_bytes()).and_then(|()| stream.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(anyhow::Error::new(error).context("cannot write the answer"))
        }
        _ => Ok(()),
    }
}
