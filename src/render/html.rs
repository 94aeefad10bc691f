use std::fmt::Write;

use super::cell::Cell;
use super::visible::visible;
use super::{Block, Facts, Page, Piece, Row, Table, Tone, Words};

/// How a page looks: on paper, in the dark and on a phone.
const STYLE: &str = include_str!("html.css");

/// Returns a page as a whole HTML document that needs nothing else and runs nothing: words are escaped,
/// and each lets its own letters decide in which direction it runs.
pub fn html(page: &Page) -> String {
    let title = page.blocks.iter().find_map(|block| match block {
        Block::Title { words, .. } | Block::Heading(words) | Block::Paragraph(words) => {
            Some(escaped(&Cell::new(words).text))
        }
        _ => None,
    });
    let title = title.unwrap_or_else(|| "rapporteur".to_owned());
    let mut text = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'; \
         base-uri 'none'; form-action 'none'\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
    );
    for block in &page.blocks {
        self::block(&mut text, block);
    }
    text + "</main>\n</body>\n</html>\n"
}

fn block(text: &mut String, block: &Block) {
    let _ = match block {
        Block::Title { words, remark } => {
            let remark = if remark.is_empty() {
                String::new()
            } else {
                format!("<p class=\"remark\" dir=\"auto\">{}</p>\n", said(remark))
            };
            writeln!(text, "<h1 dir=\"auto\">{}</h1>\n{remark}", said(words))
        }
        Block::Heading(words) => writeln!(text, "<h2 dir=\"auto\">{}</h2>", said(words)),
        Block::Paragraph(words) => writeln!(text, "<p dir=\"auto\">{}</p>", said(words)),
        Block::Table(it) => write!(text, "{}", table(it)),
        Block::Facts(it) => write!(text, "{}", facts(it)),
        Block::Lines(lines) => {
            let lines: Vec<String> = lines.lines().map(|line| escaped(&visible(line))).collect();
            writeln!(text, "<pre>{}</pre>", lines.join("\n"))
        }
        Block::Blank => Ok(()),
    };
}

fn said(words: &Words) -> String {
    words.pieces.iter().map(piece).collect()
}

fn piece(piece: &Piece) -> String {
    let text = escaped(&Cell::new(&Words { pieces: vec![piece.clone()] }).text);
    let class = match piece.tone {
        Tone::Plain => return text,
        Tone::Strong => "strong",
        Tone::Faint => "faint",
        Tone::Good => "good",
        Tone::Warn => "warn",
        Tone::Bad => "bad",
        Tone::Quote => return format!("<q dir=\"auto\">{text}</q>"),
    };
    format!("<span class=\"{class}\">{text}</span>")
}

fn escaped(text: &str) -> String {
    let mut res = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => res.push_str("&amp;"),
            '<' => res.push_str("&lt;"),
            '>' => res.push_str("&gt;"),
            '"' => res.push_str("&quot;"),
            '\'' => res.push_str("&#39;"),
            _ => res.push(letter),
        }
    }
    res
}

fn table(table: &Table) -> String {
    let mut text = String::from("<table>\n");
    if table.columns.iter().any(|column| !column.heading.is_empty()) {
        let heading = |words: &Words| format!("<th scope=\"col\">{}</th>", said(words));
        let headings: String =
            table.columns.iter().map(|column| heading(&column.heading)).collect();
        let _ = writeln!(text, "<thead><tr>{headings}</tr></thead>");
    }
    text.push_str("<tbody>\n");
    for row in &table.rows {
        let _ = writeln!(text, "<tr>{}</tr>", cells(row));
    }
    text + "</tbody>\n</table>\n"
}

fn cells(row: &Row) -> String {
    let cell = |(at, words): (usize, &Words)| match (at, row.depth) {
        (0, 0) => format!("<th scope=\"row\" dir=\"auto\">{}</th>", said(words)),
        (0, depth) => {
            let depth = depth.min(5);
            format!("<th scope=\"row\" dir=\"auto\" class=\"depth-{depth}\">{}</th>", said(words))
        }
        _ => format!("<td dir=\"auto\">{}</td>", said(words)),
    };
    row.cells.iter().enumerate().map(cell).collect()
}

fn facts(facts: &Facts) -> String {
    let mut text = String::from("<dl>\n");
    for fact in &facts.facts {
        let _ = writeln!(text, "<dt dir=\"auto\">{}</dt>", said(&fact.label));
        for line in &fact.lines {
            let _ = writeln!(text, "<dd dir=\"auto\">{}</dd>", said(line));
        }
    }
    text + "</dl>\n"
}
