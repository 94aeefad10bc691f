use super::bundle::{bundles, few};
use super::{ChangeAnswer, Found, Since};
use crate::model::Point;
use crate::register::Register;
use crate::render::{Column, Facts, Page, Row, Table, Tone, Words};
use crate::report::{Folded, Rows, View, counted, word};

/// The page of all processes, one after another.
pub(super) struct Pages<'p> {
    view: &'p View<'p>,
    since: &'p Since<'p>,
    rows: &'p Rows,
    page: Page,
}

impl<'p> Pages<'p> {
    pub(super) fn new(view: &'p View<'p>, since: &'p Since<'p>, rows: &'p Rows) -> Self {
        Pages { view, since, rows, page: Page::new() }
    }

    pub(super) fn process(&mut self, process: &Folded<'_>, found: &Found) {
        let title = process.record.register.title.clone();
        let mut page = std::mem::take(&mut self.page).title(title, "what changed").blank();
        page = page.facts(self.window()).blank();
        page = word::lens_line(page, self.view);
        if !self.rows.text().is_empty() {
            let words = format!("showing {}", self.rows.text());
            page = page.paragraph(Words::toned(Tone::Warn, words)).blank();
        }
        let sections = [
            ("happened", &found.happened),
            ("learned late: over by the start, and not known then", &found.learned_late),
            (
                "corrected: known at the start, and struck out, replaced or rated since",
                &found.corrected,
            ),
            ("reaffirmed: said again, and changes nothing", &found.reaffirmed),
        ];
        for (heading, changes) in sections {
            let name = heading.split(':').next().unwrap_or_default();
            page = if changes.is_empty() {
                page.paragraph(Words::toned(Tone::Strong, name).and(Tone::Plain, ": nothing"))
                    .blank()
            } else {
                let table = self.table(&process.record.register, changes);
                page.heading(heading).table(table).blank()
            };
        }
        if !found.unmoved.is_empty() {
            let events = counted(found.unmoved.len(), "more event");
            let words =
                format!("{events} changed nothing that a status shows: {}", few(&found.unmoved));
            page = page.paragraph(Words::toned(Tone::Faint, words)).blank();
        }
        self.page = page;
    }

    pub(super) fn done(self) -> Page {
        let page = self.page;
        let page =
            if page.blocks.is_empty() { page.paragraph("no process to report on") } else { page };
        page.trimmed()
    }

    /// Says what was compared.
    fn window(&self) -> Facts {
        let told = self.since.told.as_ref().map(|told| format!(" ({told})")).unwrap_or_default();
        let since = format!("the close of {}{told}", close(self.since.point));
        let until = format!("the close of {}", close(self.view.point));
        Facts::new().fact("from", since).fact("to", until)
    }

    fn table(&self, register: &Register, changes: &[ChangeAnswer]) -> Table {
        let mut table = Table::new([
            Column::short("WHAT"),
            Column::short("DAY"),
            Column::text("CHANGE, ON WHOSE WORD"),
        ]);
        let year = self.view.point.as_of.year();
        for bundle in bundles(changes) {
            let change = bundle.lead();
            let mut words = bundle.says(register);
            if change.by_time {
                words.push(Tone::Faint, " — time alone");
                let day = word::short(change.on, year);
                table.push(Row::new().cell(bundle.name()).cell(day).cell(words));
                continue;
            }
            words.push(Tone::Faint, format!(" — {}", change.whose));
            if let Some(act) = &change.act {
                words.push(Tone::Faint, format!(": {act}"));
            }
            if let Some(quote) = &change.quote {
                words.push(Tone::Quote, format!(" “{quote}”"));
            }
            let day = word::short(change.on, year);
            table.push(Row::new().cell(bundle.name()).cell(day).cell(words));
        }
        table
    }
}

/// Returns a point in words.
fn close(point: Point) -> String {
    let known = if point.as_of == point.known_on {
        "as known then".to_owned()
    } else {
        format!("as known {}", point.known_on.long())
    };
    format!("{}, {known}", point.as_of.long())
}
