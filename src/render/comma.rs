use csv::{QuoteStyle, WriterBuilder};

use super::cell::Cell;
use super::{Block, Page, Words};

/// Returns the tables and facts of a page as comma-separated values (RFC 4180), every cell in quotes.
///
/// Each row begins with the title of its page and the heading above it; the columns are named again
/// wherever they change. A cell that a spreadsheet would take for a formula gets `'` before it (CWE-1236).
pub fn comma(page: &Page) -> String {
    let mut writing = Writing { rows: Vec::new(), title: String::new(), heading: String::new() };
    let mut columns = Vec::new();
    for block in &page.blocks {
        match block {
            Block::Title { words, .. } => {
                writing.title = said(words);
                writing.heading.clear();
            }
            Block::Heading(words) => writing.heading = said(words),
            Block::Table(table) => {
                let names: Vec<String> =
                    table.columns.iter().map(|column| said(&column.heading)).collect();
                writing.columns(&mut columns, names);
                let mut above: Vec<String> = Vec::new();
                for row in &table.rows {
                    let mut cells: Vec<String> = row.cells.iter().map(said).collect();
                    // By itself a child does not say whose it is.
                    above.truncate(row.depth);
                    above.extend(cells.first().cloned());
                    if let Some(first) = cells.first_mut() {
                        *first = above.join("/");
                    }
                    writing.row(cells, table.columns.len());
                }
            }
            Block::Facts(facts) => {
                writing.columns(&mut columns, vec!["LABEL".to_owned(), "WORDS".to_owned()]);
                for fact in &facts.facts {
                    for line in &fact.lines {
                        writing.row(vec![said(&fact.label), said(line)], 2);
                    }
                }
            }
            Block::Paragraph(_) | Block::Lines(_) | Block::Blank => {}
        }
    }
    writing.text()
}

fn said(words: &Words) -> String {
    harmless(Cell::new(words).text)
}

/// Keeps a spreadsheet from running what a stranger wrote.
fn harmless(text: String) -> String {
    // Where people write wide letters, spreadsheets take the wide signs for the same.
    let formula = ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'];
    if text.starts_with(formula) { format!("'{text}") } else { text }
}

struct Writing {
    rows: Vec<Vec<String>>,
    title: String,
    heading: String,
}

impl Writing {
    fn columns(&mut self, known: &mut Vec<String>, names: Vec<String>) {
        if *known != names {
            let first = ["PAGE".to_owned(), "SECTION".to_owned()].into_iter();
            self.rows.push(first.chain(names.iter().cloned()).collect());
            *known = names;
        }
    }

    fn row(&mut self, mut cells: Vec<String>, columns: usize) {
        cells.resize(columns.max(cells.len()), String::new());
        let first = [self.title.clone(), self.heading.clone()].into_iter();
        self.rows.push(first.chain(cells).collect());
    }

    fn text(self) -> String {
        let mut builder = WriterBuilder::new();
        builder.flexible(true).quote_style(QuoteStyle::Always);
        let mut writer = builder.from_writer(Vec::new());
        for row in &self.rows {
            writer.write_record(row).expect("memory takes every row");
        }
        let bytes = writer.into_inner().expect("memory takes every row");
        String::from_utf8(bytes).expect("text was written")
    }
}
