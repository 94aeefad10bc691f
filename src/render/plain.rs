use super::cell::Cell;
use super::visible::visible;
use super::{Block, Page, Row, Table, Words};

/// Returns a page as lines that are never wrapped and never coloured: a row a line, its cells with tabs
/// between them, for searching and for ears.
pub fn plain(page: &Page) -> String {
    let mut lines = Vec::new();
    for block in &page.blocks {
        match block {
            Block::Title { words, remark } => lines.push(joined([words, remark])),
            Block::Heading(words) | Block::Paragraph(words) => lines.push(said(words)),
            Block::Table(table) => lines.extend(rows(table)),
            Block::Facts(facts) => {
                for fact in &facts.facts {
                    let line = |words: &Words| format!("{}\t{}", said(&fact.label), said(words));
                    lines.extend(fact.lines.iter().map(line));
                }
            }
            Block::Lines(text) => lines.extend(text.lines().map(|line| visible(line).into_owned())),
            Block::Blank => lines.push(String::new()),
        }
    }
    lines.iter().flat_map(|line| [line.trim_end(), "\n"]).collect()
}

fn said(words: &Words) -> String {
    // Between cells there are tabs; within one there is none.
    Cell::new(words).text.replace('\t', " ")
}

fn joined<'w>(cells: impl IntoIterator<Item = &'w Words>) -> String {
    cells.into_iter().map(said).collect::<Vec<_>>().join("\t")
}

fn rows(table: &Table) -> Vec<String> {
    let headings = joined(table.columns.iter().map(|column| &column.heading));
    let heading = Some(headings).filter(|line| !line.trim().is_empty());
    let row = |row: &Row| format!("{}{}", "  ".repeat(row.depth), joined(&row.cells));
    heading.into_iter().chain(table.rows.iter().map(row)).collect()
}
