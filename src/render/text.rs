use super::cell::Cell;
use super::grid::grid;
use super::visible::visible;
use super::widths::{GAP, Need, widths};
use super::{Block, Facts, Kind, Page, Row, Screen, Table, Tone, Words};

/// Lines of running text longer than this are hard to read, however wide the screen is.
const MEASURE: usize = 100;

/// How far a child stands to the right of its parent.
const STEP: usize = 2;

/// Returns a page as lines for a terminal or a pipe.
///
/// No line is wider than the screen, unless the screen is narrower than a single character, or the line
/// is one that stays as it is.
pub fn text(page: &Page, screen: &Screen) -> String {
    let screen = Screen { width: screen.width.clamp(1, 10_000), ..*screen };
    let mut lines = Vec::new();
    for block in &page.blocks {
        match block {
            Block::Title { words, remark } => lines.extend(title(words, remark, screen)),
            Block::Heading(words) => {
                lines.extend(paragraph(Cell::with_default(words, Tone::Strong), screen));
            }
            Block::Paragraph(words) => lines.extend(paragraph(Cell::new(words), screen)),
            Block::Table(it) => lines.extend(table(it, screen)),
            Block::Facts(it) => lines.extend(facts(it, screen)),
            Block::Lines(text) => {
                lines.extend(text.lines().map(|line| visible(line).into_owned()));
            }
            Block::Blank => lines.push(String::new()),
        }
    }
    lines.iter().flat_map(|line| [line.trim_end(), "\n"]).collect()
}

/// Wraps a sentence to a width, for those who draw elsewhere.
pub(super) fn wrap(words: &str, width: usize) -> Vec<String> {
    grid(&[vec![Cell::new(&words.into())]], &[width.max(1)], false)
}

fn title(words: &Words, remark: &Words, screen: Screen) -> Vec<String> {
    let left = Cell::with_default(words, Tone::Strong);
    let right = Cell::with_default(remark, Tone::Faint);
    // A column is never narrower than one cell, even where its words take no room.
    let (before, after) = (left.width().max(1), right.width().max(1));
    let least = before + GAP + after;
    if remark.is_empty() || least > screen.width {
        let below = if remark.is_empty() { Vec::new() } else { paragraph(right, screen) };
        return [paragraph(left, screen), below].concat();
    }
    // The remark ends at the right edge of running text.
    let end = screen.width.min(MEASURE).max(least);
    let columns = [end - GAP - after, after];
    grid(&[vec![left, right]], &columns, screen.colour)
}

fn paragraph(cell: Cell, screen: Screen) -> Vec<String> {
    grid(&[vec![cell]], &[screen.width.min(MEASURE)], screen.colour)
}

fn table(table: &Table, screen: Screen) -> Vec<String> {
    let count = table.rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let count = count.max(table.columns.len());
    let heading = |index: usize| table.columns.get(index).map(|column| &column.heading);
    let headings: Vec<Cell> = (0..count)
        .map(|index| heading(index).map(|it| Cell::with_default(it, Tone::Faint)))
        .map(Option::unwrap_or_default)
        .collect();
    let mut rows: Vec<Vec<Cell>> = table.rows.iter().map(|row| cells(row, count)).collect();
    if headings.iter().any(|cell| !cell.text.is_empty()) {
        rows.insert(0, headings.clone());
    }
    let needs: Vec<Need> = (0..count)
        .map(|index| {
            let kind = table.columns.get(index).map_or(Kind::Text, |column| column.kind);
            Need::of(kind, rows.iter().map(|row| &row[index]))
        })
        .collect();
    match widths(&needs, screen.width) {
        Some(widths) => grid(&rows, &widths, screen.colour),
        None => table.rows.iter().flat_map(|row| stacked(row, &headings, screen)).collect(),
    }
}

fn cells(row: &Row, count: usize) -> Vec<Cell> {
    let mut res: Vec<Cell> = row.cells.iter().map(Cell::new).collect();
    res.resize_with(count, Cell::default);
    if let Some(first) = res.first_mut() {
        first.indent(STEP * row.depth.min(32));
    }
    res
}

/// Draws a row as a name and facts under it, where a table has no room.
fn stacked(row: &Row, headings: &[Cell], screen: Screen) -> Vec<String> {
    let mut cells = cells(row, headings.len()).into_iter();
    let Some(first) = cells.next() else { return Vec::new() };
    let mut res = grid(&[vec![first]], &[screen.width], screen.colour);
    let said = headings.iter().skip(1).cloned().zip(cells).filter(|it| !it.1.text.is_empty());
    let margin = (STEP * (row.depth + 1)).min(screen.width / 8);
    let inner = Screen { width: screen.width - margin, ..screen };
    let rows: Vec<_> = said.map(|(heading, cell)| vec![heading, cell]).collect();
    res.extend(pairs(&rows, inner).iter().map(|line| " ".repeat(margin) + line));
    res
}

fn facts(facts: &Facts, screen: Screen) -> Vec<String> {
    let mut rows = Vec::new();
    for fact in &facts.facts {
        let mut label = Cell::with_default(&fact.label, Tone::Faint);
        for line in &fact.lines {
            rows.push(vec![std::mem::take(&mut label), Cell::new(line)]);
        }
    }
    pairs(&rows, Screen { width: screen.width.min(MEASURE), ..screen })
}

/// Draws labels beside what they label, or above it where there is no room.
fn pairs(rows: &[Vec<Cell>], screen: Screen) -> Vec<String> {
    let needs: Vec<Need> = [Kind::Short, Kind::Text]
        .into_iter()
        .enumerate()
        .map(|(index, kind)| Need::of(kind, rows.iter().map(|row| &row[index])))
        .collect();
    if let Some(widths) = widths(&needs, screen.width) {
        return grid(rows, &widths, screen.colour);
    }
    let single = rows.iter().flatten().filter(|cell| !cell.text.is_empty());
    let rows: Vec<_> = single.map(|cell| vec![cell.clone()]).collect();
    grid(&rows, &[screen.width], screen.colour)
}

#[cfg(test)]
#[path = "text_tests.rs"]
mod tests;
