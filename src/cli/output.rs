//! Where answers and everything else go: answers to standard output, all else to standard error.

use std::ffi::{OsStr, OsString};
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};
use std::process::{Command, Stdio};

use super::{Colour, Exit, Format, Usage, variable};
use crate::render::{self, Screen};
use crate::report::{Answer, Answered};
use crate::source::{Diagnostic, Severity, Texts};

/// How wide text is where no terminal says so.
const WIDTH: usize = 80;

/// The most diagnostics that are drawn: nobody reads more, and drawing takes time.
const MOST_TOLD: usize = 1_000;

/// The two streams and how to write on them.
#[derive(Debug)]
pub(super) struct Output {
    format: Format,
    answer: Screen,
    aside: Screen,
    /// The command to page through, where one is wanted.
    pager: Option<OsString>,
}

impl Output {
    pub(super) fn new(
        format: Format,
        columns: Option<&OsStr>,
        colour: Colour,
        pager: Option<OsString>,
    ) -> Self {
        let told = columns.and_then(|text| text.to_str()?.parse::<usize>().ok());
        let screen = |terminal: bool, width: Option<usize>| Screen {
            width: told.or(width.filter(|_| terminal)).unwrap_or(WIDTH),
            colour: match colour {
                Colour::Auto => terminal,
                Colour::Always => true,
                Colour::Never => false,
            },
        };
        let size = terminal_size::terminal_size().map(|(width, _)| usize::from(width.0));
        Output {
            format,
            answer: screen(io::stdout().is_terminal(), size),
            aside: screen(io::stderr().is_terminal(), size),
            pager,
        }
    }

    /// Writes an answer: its page for people, its data for programs.
    pub(super) fn answer(&self, answer: &Answer<impl Answered>) -> anyhow::Result<()> {
        let Answer { data, page } = answer;
        let text = match self.format {
            Format::Human => return self.paged(&render::text(page, &self.answer)),
            Format::Plain => render::plain(page),
            Format::Csv => render::comma(page),
            Format::Md => render::markdown(page),
            Format::Html => render::html(page),
            Format::Json => format!("{}\n", harmless(&serde_json::to_string_pretty(data)?)),
            Format::Jsonl => {
                let lines = data
                    .lines()?
                    .into_iter()
                    .map(|line| format!("{}\n", harmless(&line.to_string())));
                lines.collect()
            }
            Format::Ron => {
                let pretty = ron::ser::PrettyConfig::new().struct_names(false);
                let text = ron::ser::to_string_pretty(data, pretty)?;
                format!("{}\n", render::escaped(&text, |one| one.escape_unicode().to_string()))
            }
        };
        to(io::stdout().lock(), &text)
    }

    /// Writes text for people; through a pager where a terminal is too small for it.
    fn paged(&self, text: &str) -> anyhow::Result<()> {
        let rows = terminal_size::terminal_size().map_or(usize::MAX, |(_, rows)| rows.0.into());
        let fits = !io::stdout().is_terminal() || text.lines().count() < rows;
        match self.pager.as_ref().filter(|_| !fits) {
            Some(pager) if page_through(pager, text) => Ok(()),
            _ => to(io::stdout().lock(), text),
        }
    }

    /// Writes text that is the same for people and programs.
    pub(super) fn text(text: &str) -> anyhow::Result<()> {
        to(io::stdout().lock(), text)
    }

    /// Writes bytes as they are; returns whether anybody still reads.
    pub(super) fn bytes(bytes: &[u8]) -> anyhow::Result<bool> {
        all(io::stdout().lock(), bytes)
    }

    /// Writes what is wrong; warnings only where they were asked for.
    pub(super) fn faults(
        &self,
        faults: &[Diagnostic],
        texts: &Texts,
        least: Severity,
    ) -> anyhow::Result<()> {
        let mut text = String::new();
        let told = || faults.iter().filter(|fault| fault.severity() <= least);
        for fault in told().take(MOST_TOLD) {
            text.push_str(&render::diagnostic(fault, texts, &self.aside));
            text.push('\n');
        }
        let rest = told().count().saturating_sub(MOST_TOLD);
        if rest > 0 {
            let _ = writeln!(
                text,
                "note: {rest} more are not shown; `check -o json` has all of them\n"
            );
        }
        to(io::stderr().lock(), &text)
    }

    /// Returns what is wrong in one line each, for what is told within other words.
    pub(super) fn described(faults: &[Diagnostic], texts: &Texts) -> String {
        let lines: Vec<String> = faults.iter().map(|fault| render::short(fault, texts)).collect();
        lines.join("").trim_end().to_owned()
    }

    /// Tells those who want to know what was done beside the answer.
    pub(super) fn note(line: &str) {
        // Nobody is left to tell where even this cannot be written.
        drop(to(io::stderr().lock(), &format!("note: {}\n", render::visible(line))));
    }

    /// Says why something was not done that could have been.
    pub(super) fn refused(lines: &str) {
        let lines: Vec<String> =
            lines.lines().map(|line| render::visible(line).into_owned()).collect();
        // Nobody is left to tell where even this cannot be written.
        drop(to(io::stderr().lock(), &format!("error: {}\n", lines.join("\n"))));
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

/// Keeps what strangers wrote from steering a terminal that JSON is printed on; the value stays.
fn harmless(json: &str) -> String {
    render::escaped(json, |character| {
        let mut units = [0; 2];
        let escape = |unit: &mut u16| format!("\\u{unit:04x}");
        let units: Vec<String> =
            character.encode_utf16(&mut units).iter_mut().map(escape).collect();
        units.concat()
    })
}

/// Shows text through a pager; returns whether that could be.
fn page_through(pager: &OsStr, text: &str) -> bool {
    let words = pager.to_string_lossy().into_owned();
    let mut words = words.split_whitespace();
    let Some(program) = words.next() else { return false };
    let mut command = Command::new(program);
    command.args(words).stdin(Stdio::piped());
    if variable("LESS").is_none() {
        // Colours as they are, nothing cleared, and gone where all fits.
        command.env("LESS", "FRX");
    }
    let Ok(mut child) = command.spawn() else { return false };
    if let Some(mut stdin) = child.stdin.take() {
        // Whoever has seen enough closes the pager.
        drop(stdin.write_all(text.as_bytes()));
    }
    child.wait().is_ok()
}

/// Writes all of a text. A reader who has seen enough, and closed the pipe, is no failure.
fn to(stream: impl Write, text: &str) -> anyhow::Result<()> {
    all(stream, text.as_bytes()).map(drop)
}

/// Writes all bytes; returns whether anybody still reads.
fn all(mut stream: impl Write, bytes: &[u8]) -> anyhow::Result<bool> {
    match stream.write_all(bytes).and_then(|()| stream.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(anyhow::Error::new(error).context("cannot write the answer"))
        }
        written => Ok(written.is_ok()),
    }
}
