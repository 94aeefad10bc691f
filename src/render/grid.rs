use anstyle::{AnsiColor, Style};
use comfy_table::{ColumnConstraint, ContentArrangement, ContentLineStyle, TableStyle, Width};
use unicode_width::UnicodeWidthChar;

use super::{Tone, cell::Cell, visible::MARK};

/// Lays cells out in columns of given widths and returns the lines.
///
/// The library wraps and pads, but it cannot style a part of a cell. So it is given bare text and a
/// [`MARK`] to draw between columns, and the tones are laid over what it returns: it moves words and
/// drops blanks, but never reorders or changes what is printed in ink.
pub(super) fn grid(rows: &[Vec<Cell>], widths: &[usize], colour: bool) -> Vec<String> {
    let drawn = draw(rows, widths);
    let mut lines = drawn.iter();
    let mut res = Vec::with_capacity(drawn.len());
    for row in rows {
        let mut inks: Vec<Ink> = row.iter().map(Ink::new).collect();
        for line in lines.by_ref() {
            res.push(overlay(line, &mut inks, colour));
            if inks.iter().all(Ink::is_dry) {
                break;
            }
        }
    }
    res
}

fn draw(rows: &[Vec<Cell>], widths: &[usize]) -> Vec<String> {
    let mut table = comfy_table::Table::new();
    let between = ContentLineStyle::none().junction(MARK);
    table.load_style(TableStyle::new().header_lines(between).content_lines(between));
    table.set_content_arrangement(ContentArrangement::Disabled);
    for row in rows {
        table.add_row(row.iter().map(|cell| cell.text.clone()).collect::<Vec<_>>());
    }
    let last = widths.len().saturating_sub(1);
    for (index, (column, width)) in table.column_iter_mut().zip(widths).enumerate() {
        let padding = u16::from(index < last);
        let width = u16::try_from(*width).unwrap_or(u16::MAX - 1) + padding;
        column.set_padding((0, padding));
        column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
    }
    table.lines().collect()
}

/// The tones of a cell that are still to be laid over its characters.
struct Ink {
    tones: Vec<(Tone, usize)>,
}

impl Ink {
    fn new(cell: &Cell) -> Self {
        let mut tones: Vec<_> =
            cell.tones.iter().copied().filter(|(_, count)| *count > 0).collect();
        tones.reverse();
        Ink { tones }
    }

    fn is_dry(&self) -> bool {
        self.tones.is_empty()
    }

    fn next(&mut self) -> Tone {
        let Some((tone, count)) = self.tones.last_mut() else { return Tone::Plain };
        let tone = *tone;
        *count -= 1;
        if *count == 0 {
            self.tones.pop();
        }
        tone
    }
}

fn overlay(line: &str, inks: &mut [Ink], colour: bool) -> String {
    let mut pen = Pen { colour, ..Pen::default() };
    for (index, (part, ink)) in line.split(MARK).zip(inks).enumerate() {
        if index > 0 {
            pen.blanks.push(' ');
        }
        for character in part.chars() {
            if character.is_whitespace() {
                let width = character.width().unwrap_or(1);
                pen.blanks.extend(std::iter::repeat_n(' ', width));
            } else {
                pen.ink(character, ink.next());
            }
        }
        pen.lift();
    }
    pen.line
}

/// Writes one line. Blanks are held back until something follows them, so that none ends a line.
#[derive(Default)]
struct Pen {
    line: String,
    blanks: String,
    tone: Tone,
    colour: bool,
}

impl Pen {
    fn ink(&mut self, character: char, tone: Tone) {
        if tone == self.tone {
            self.line.push_str(&self.blanks);
        } else {
            self.lift();
            self.line.push_str(&self.blanks);
            if self.colour {
                self.line.push_str(&style(tone).render().to_string());
            }
            self.tone = tone;
        }
        self.blanks.clear();
        self.line.push(character);
    }

    fn lift(&mut self) {
        if self.colour && self.tone != Tone::Plain {
            self.line.push_str(&style(self.tone).render_reset().to_string());
        }
        self.tone = Tone::Plain;
    }
}

fn style(tone: Tone) -> Style {
    match tone {
        Tone::Plain => Style::new(),
        Tone::Strong => Style::new().bold(),
        Tone::Faint => Style::new().dimmed(),
        Tone::Good => AnsiColor::Green.on_default(),
        Tone::Warn => AnsiColor::Yellow.on_default(),
        Tone::Bad => AnsiColor::Red.on_default(),
        Tone::Quote => Style::new().italic(),
    }
}
