use std::fmt::Write;

use super::cell::Cell;
use super::visible::visible;
use super::{Block, Page, Row, Table, Words};

/// Returns a page as Markdown (GitHub's): whatever would be read as markup in the words is escaped.
pub fn markdown(page: &Page) -> String {
    let mut text = String::new();
    for block in &page.blocks {
        match block {
            Block::Title { words, remark } => {
                let _ = writeln!(text, "# {}\n", said(words));
                if !remark.is_empty() {
                    let _ = writeln!(text, "{}\n", said(remark));
                }
            }
            Block::Heading(words) => {
                let _ = writeln!(text, "## {}\n", said(words));
            }
            Block::Paragraph(words) => {
                let _ = writeln!(text, "{}\n", said(words));
            }
            Block::Table(it) => table(&mut text, it),
            Block::Facts(facts) => {
                for fact in &facts.facts {
                    for (at, line) in fact.lines.iter().enumerate() {
                        let label = said(&fact.label);
                        let _ = match (at, label.is_empty()) {
                            (0, false) => writeln!(text, "- **{label}**: {}", said(line)),
                            _ => writeln!(text, "  - {}", said(line)),
                        };
                    }
                }
                text.push('\n');
            }
            Block::Lines(lines) => {
                // A fence longer than any in the lines.
                let fence = "`"
                    .repeat(lines.split(|c| c != '`').map(str::len).max().unwrap_or(0).max(2) + 1);
                let lines: Vec<_> = lines.lines().map(visible).collect();
                let _ = writeln!(text, "{fence}text\n{}\n{fence}\n", lines.join("\n"));
            }
            Block::Blank => {}
        }
    }
    let end = text.trim_end().len();
    text.truncate(end);
    text + "\n"
}

fn said(words: &Words) -> String {
    escaped(Cell::new(words).text.trim_start_matches(' '))
}

/// What stands between the letters of an address, so that nobody makes a link of it: nothing else keeps all
/// who do that from it.
const APART: &str = "<!-- -->";

/// Escapes what Markdown or HTML would read as markup.
fn escaped(text: &str) -> String {
    let mut res = String::with_capacity(text.len());
    let figures = text.bytes().take_while(u8::is_ascii_digit).count();
    for (at, letter) in text.char_indices() {
        match letter {
            '&' => res.push_str("&amp;"),
            '<' => res.push_str("&lt;"),
            '>' => res.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '#' | '|' | '~' | '$' => {
                res.push('\\');
                res.push(letter);
            }
            // A list, a rule or a number begins only at the start.
            '-' | '+' | '=' if at == 0 => {
                res.push('\\');
                res.push(letter);
            }
            '.' | ')' if at == figures => {
                res.push('\\');
                res.push(letter);
            }
            ':' if !text[at..].starts_with("://") => res.push(letter),
            ':' | '@' => {
                res.push(letter);
                res.push_str(APART);
            }
            '.' if text[..at].to_ascii_lowercase().ends_with("www") => {
                res.push_str(APART);
                res.push(letter);
            }
            _ => res.push(letter),
        }
    }
    res
}

fn table(text: &mut String, table: &Table) {
    let most = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let columns = table.columns.len().max(most);
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let headings = (0..columns)
        .map(|at| table.columns.get(at).map_or(String::new(), |column| said(&column.heading)));
    let _ = writeln!(text, "{}", line(headings.collect()));
    let _ = writeln!(text, "{}", line(vec!["---".to_owned(); columns]));
    for row in &table.rows {
        let _ = writeln!(text, "{}", line(cells(row, columns)));
    }
    text.push('\n');
}

fn cells(row: &Row, columns: usize) -> Vec<String> {
    let mut cells: Vec<String> = row.cells.iter().map(said).collect();
    cells.resize(columns, String::new());
    if let Some(first) = cells.first_mut() {
        first.insert_str(0, &"&emsp;".repeat(row.depth));
    }
    cells
}

#[cfg(test)]
#[path = "markdown_tests.rs"]
mod tests;
