//! How are days written, and which words of a source are understood?

use chrono::{Offset, Utc};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, word};
use crate::model::phrase::{PHRASES, Tense, Window, windows};
use crate::model::{Day, Edtf, When};
use crate::render::{Column, Page, Table};

/// The forms of a date, each with what it says.
const FORMS: [(&str, &str); 12] = [
    ("2025-12-06", "that day"),
    ("2025-12-06T21:30Z", "that day; a time of day counts where the charter is"),
    ("2025-12", "once in that month; likewise `2025`"),
    ("[2025-12-02..2025-12-06]", "once, on one of these days"),
    ("2025-12-06~", "about then: a day either side"),
    ("2025-12-06?", "the recorder is not sure"),
    ("2025-12-06%", "both"),
    ("2025-12-04/2025-12-06", "it lasted"),
    ("2025-12-04~/2025-12-06~", "it lasted, about so"),
    ("2025-12-04/..", "it began and goes on, as far as was known"),
    ("../2025-12-06", "it began by then"),
    ("", "no date: by the day of the report"),
];

/// How days are written.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Dates {
    schema: &'static str,
    reported: Day,
    forms: Vec<FormAnswer>,
    phrases: Vec<PhraseAnswer>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct FormAnswer {
    written: &'static str,
    first: Day,
    last: Day,
    from: Day,
    means: &'static str,
}

#[derive(Debug, JsonSchema, Serialize)]
struct PhraseAnswer {
    phrase: &'static str,
    past: Vec<Window>,
    future: Vec<Window>,
    means: &'static str,
}

/// Returns the forms of a date and the phrases that are understood, worked out for a report of
/// Sunday, 7 December 2025.
///
/// # Panics
/// Never: the day exists, and the forms are those that are read.
pub fn dates() -> Answer<Dates> {
    let reported = Day::from_ymd(2025, 12, 7).expect("the day exists");
    let data = Dates {
        schema: "rapporteur/dates/1",
        reported,
        forms: FORMS.iter().map(|(written, means)| form(written, means, reported)).collect(),
        phrases: PHRASES.iter().map(|(phrase, means)| said(phrase, means, reported)).collect(),
    };
    let page = data.page();
    Answer { data, page }
}

fn form(written: &'static str, means: &'static str, reported: Day) -> FormAnswer {
    let when = match written {
        "" => When::unstated(reported),
        _ => Edtf::parse(written, Utc.fix()).expect("a form is read").resolve(None, reported),
    };
    FormAnswer { written, first: when.first, last: when.last, from: when.from, means }
}

fn said(phrase: &'static str, means: &'static str, reported: Day) -> PhraseAnswer {
    let read = |tense| windows(phrase, reported, tense).unwrap_or_default();
    PhraseAnswer { phrase, past: read(Tense::Past), future: read(Tense::Future), means }
}

impl Dates {
    fn page(&self) -> Page {
        Page::new()
            .title("Dates", "worked out for a report of Sun 7 Dec 2025")
            .blank()
            .paragraph(
                "A file has the date in digits, year first (`on`), and beside it the source's own \
                 words (`said`). A date covers its days from the first to the last; the event \
                 counts from the first day on which it surely holds.",
            )
            .blank()
            .table(self.forms())
            .blank()
            .paragraph(
                "The words of a source are held against the date where every one of them is \
                 understood; nothing is said of other words. They are read from the day on which \
                 they were said: `stated`, else the day of the report. Where they mean another \
                 day of what is to come (`modality: Expected`), it stands behind the semicolon.",
            )
            .blank()
            .table(self.phrases())
    }

    fn forms(&self) -> Table {
        let mut table = Table::new([
            Column::short("WRITTEN"),
            Column::short("FIRST"),
            Column::short("LAST"),
            Column::short("COUNTS"),
            Column::text("MEANS"),
        ]);
        let year = self.reported.year();
        for form in &self.forms {
            let day = |day| word::short(day, year);
            let written = if form.written.is_empty() { "(none)" } else { form.written };
            let cells = [day(form.first), day(form.last), day(form.from)];
            let [first, last, from] = cells;
            table.push([written.to_owned(), first, last, from, form.means.to_owned()]);
        }
        table
    }

    fn phrases(&self) -> Table {
        let mut table = Table::new([
            Column::short("SAID"),
            Column::short("ON SUN 7 DEC"),
            Column::text("STANDS FOR"),
        ]);
        for one in &self.phrases {
            let (past, future) = (self.days(&one.past), self.days(&one.future));
            let days = if past == future || future.is_empty() {
                past
            } else if past.is_empty() {
                future
            } else {
                format!("{past}; {future}")
            };
            table.push([one.phrase.to_owned(), days, one.means.to_owned()]);
        }
        table
    }

    /// Returns what words may mean, as a screen about the year of the report has it.
    fn days(&self, windows: &[Window]) -> String {
        let shown = |(first, last): &Window| {
            let span = Edtf::parse(&format!("{first}/{last}"), Utc.fix()).expect("in order");
            span.resolve(None, self.reported).shown(self.reported.year())
        };
        windows.iter().map(shown).collect::<Vec<_>>().join(", ")
    }
}
