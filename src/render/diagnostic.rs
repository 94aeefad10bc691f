use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{
    AnnotationKind, Group, Level, Origin, Patch as Change, Renderer, Snippet as Piece,
};
use unicode_width::UnicodeWidthStr;

use crate::source::{Diagnostic, FileIx, Label, Patch, Severity, Text, Texts};

use super::Screen;
use super::excerpt::{Excerpt, MOST_LINES, Target};
use super::text::wrap;
use super::visible::{MARK, visible};

/// Labels so many lines apart are shown in one excerpt.
const NEAR: usize = 6;

/// Drawings narrower than this are left to the terminal to wrap.
const NARROWEST: usize = 40;

/// Of a new text in a patch, no more than so many characters of a line are shown.
const LONGEST_CHANGE: usize = 400;

/// Returns a diagnostic as it is drawn for people: the places with their lines, why, and what to do.
pub fn diagnostic(diagnostic: &Diagnostic, texts: &Texts, screen: &Screen) -> String {
    let mut drawing = Drawing::new(diagnostic, texts, screen);
    let mut groups = vec![drawing.complaint()];
    groups.extend(diagnostic.patches.iter().map(|patch| drawing.suggestion(patch)));
    let renderer = if screen.colour { Renderer::styled() } else { Renderer::plain() };
    // Lines are cropped here, where the columns are known; the library is to leave them as they are.
    let renderer = renderer.decor_style(DecorStyle::Unicode).term_width(1_000_000);
    drawing.finish(&renderer.render(&groups))
}

/// Returns a diagnostic as one line: where, what, and no more.
pub fn short(diagnostic: &Diagnostic, texts: &Texts) -> String {
    let place = diagnostic.labels.first().map(|label| {
        let text = texts.get(label.place.file);
        origin(text, &Target::new(text, label.place.span, "")) + ": "
    });
    let code = diagnostic.code.text();
    let message = visible(&diagnostic.message);
    let severity = severity_name(diagnostic.severity());
    format!("{}{severity}[{code}]: {message}\n", place.unwrap_or_default())
}

fn severity_name(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

/// Returns `path:line:column`.
fn origin(text: &Text, target: &Target) -> String {
    let position = target.position;
    format!("{}:{}:{}", visible(&text.name), position.line, position.column)
}

/// A diagnostic that is being drawn.
///
/// The library prints `path:line:column` itself, and would count the columns of the excerpts it is
/// given. So their paths are marks, and where a mark came out the true place is written.
struct Drawing<'a> {
    diagnostic: &'a Diagnostic,
    texts: &'a Texts,
    width: usize,
    /// The cells before a line of an excerpt, which are taken by its number.
    gutter: usize,
    origins: Vec<String>,
}

impl<'a> Drawing<'a> {
    fn new(diagnostic: &'a Diagnostic, texts: &'a Texts, screen: &Screen) -> Self {
        let width = screen.width.clamp(NARROWEST, 10_000);
        let places = diagnostic.labels.iter().map(|label| label.place);
        let places = places.chain(diagnostic.patches.iter().map(|patch| patch.place));
        let lines = places.map(|place| texts.get(place.file).position(place.span.end).line);
        let digits = lines.max().unwrap_or(0).to_string().len();
        Drawing { diagnostic, texts, width, gutter: digits + 3, origins: Vec::new() }
    }

    /// Keeps a place to be written later, and returns what stands for it until then.
    fn mark(&mut self, origin: String) -> String {
        self.origins.push(origin);
        format!("{MARK}{}", self.origins.len() - 1)
    }

    fn room(&self) -> usize {
        // Two cells for each of the marks of omission.
        self.width.saturating_sub(self.gutter + 4).max(NARROWEST / 2)
    }

    fn complaint(&mut self) -> Group<'a> {
        let Diagnostic { code, message, notes, helps, .. } = self.diagnostic;
        let severity = self.diagnostic.severity();
        let level = match severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
        };
        let taken = severity_name(severity).len() + code.text().len() + 4;
        let title = level.primary_title(self.wrapped(message, taken)).id(code.text());
        let clusters = clusters(&self.diagnostic.labels, self.texts);
        let snippets: Vec<_> = clusters.iter().map(|cluster| self.snippet(cluster)).collect();
        let notes = notes
            .iter()
            .map(|note| Level::NOTE.message(self.wrapped(note, self.gutter + 1 + "note: ".len())));
        let helps = helps
            .iter()
            .map(|help| Level::HELP.message(self.wrapped(help, self.gutter + 1 + "help: ".len())));
        Group::with_title(title).elements(snippets).elements(notes).elements(helps)
    }

    fn wrapped(&self, words: &str, taken: usize) -> String {
        let width = self.width.saturating_sub(taken).max(NARROWEST / 2);
        let lines = words.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
        lines.flat_map(|line| wrap(line, width)).collect::<Vec<_>>().join("\n")
    }

    fn snippet(&mut self, cluster: &Cluster<'a>) -> Piece<'a, annotate_snippets::Annotation<'a>> {
        let text = self.texts.get(cluster.file);
        let excerpt = Excerpt::pointing(text, &cluster.targets, self.room());
        // The label to mend is the first one of the first excerpt.
        let mut kind =
            if self.origins.is_empty() { AnnotationKind::Primary } else { AnnotationKind::Context };
        let path = self.mark(origin(text, &cluster.targets[0]));
        let labels = cluster.labels.iter().zip(excerpt.ranges).map(|(label, range)| {
            let kind = std::mem::replace(&mut kind, AnnotationKind::Context);
            let words = (!label.words.is_empty()).then(|| visible(&label.words));
            kind.span(range).label(words)
        });
        Piece::source(excerpt.source)
            .line_start(excerpt.line_start)
            .path(path)
            .annotations(labels.collect::<Vec<_>>())
    }

    fn suggestion(&mut self, patch: &'a Patch) -> Group<'a> {
        let text = self.texts.get(patch.place.file);
        let title = Level::HELP.secondary_title(self.wrapped(&patch.words, "help: ".len()));
        let target = Target::new(text, patch.place.span, "");
        let change = shown_change(&patch.text);
        // The new line has to fit as well, so the old one makes room for what is added.
        let old = text.content()[target.range.clone()].chars().take(LONGEST_CHANGE).count();
        let new = change.lines().map(UnicodeWidthStr::width).max().unwrap_or(0);
        let room = self.room() - new.saturating_sub(old).min(self.room() / 2);
        let excerpt = Excerpt::changing(text, &target.clone().shortened(text), room);
        let range = excerpt.ranges[0].clone();
        // There is nothing to draw of a change that changes nothing, or of very many lines.
        if target.lines.len() > MOST_LINES || excerpt.source[range.clone()] == change {
            return title.element(Origin::path(origin(text, &target)));
        }
        let here = self.diagnostic.labels.first().map(|label| label.place.file);
        let elsewhere = here != Some(patch.place.file);
        let mark = elsewhere.then(|| self.mark(origin(text, &target)));
        title.element(
            Piece::source(excerpt.source)
                .line_start(excerpt.line_start)
                .path(mark)
                .patch(Change::new(range, change)),
        )
    }

    /// Writes the true places where their marks are, and lets no line end with blanks.
    fn finish(&self, drawn: &str) -> String {
        let mut parts = drawn.split(MARK);
        let mut res = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let digits = part.len() - part.trim_start_matches(|it: char| it.is_ascii_digit()).len();
            let (number, rest) = part.split_at(digits);
            let origin = number.parse().ok().and_then(|index: usize| self.origins.get(index));
            res.push_str(origin.map_or("", String::as_str));
            // What the library counted follows: two numbers after colons.
            res.push_str(rest.trim_start_matches(|it: char| it == ':' || it.is_ascii_digit()));
        }
        res.lines().flat_map(|line| [line.trim_end(), "\n"]).collect()
    }
}

/// Returns a new text as it can be shown: its lines are kept, all else is visible.
fn shown_change(text: &str) -> String {
    let mut lines = text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line));
    let mut res: Vec<String> = lines.by_ref().take(MOST_LINES).map(shown_line).collect();
    if lines.next().is_some() {
        res.push("…".to_owned());
    }
    res.join("\n")
}

fn shown_line(line: &str) -> String {
    let end = line.char_indices().nth(LONGEST_CHANGE).map(|(at, _)| at);
    let words = visible(&line[..end.unwrap_or(line.len())]).into_owned();
    if end.is_some() { words + "…" } else { words }
}

/// Labels of one text that are near to each other.
struct Cluster<'a> {
    file: FileIx,
    labels: Vec<&'a Label>,
    /// What the labels point at, in the same order.
    targets: Vec<Target>,
}

/// Groups labels for one excerpt each; the one to mend stays in the first.
fn clusters<'a>(labels: &'a [Label], texts: &Texts) -> Vec<Cluster<'a>> {
    let mut res: Vec<Cluster<'a>> = Vec::new();
    for label in labels {
        let text = texts.get(label.place.file);
        let target = Target::new(text, label.place.span, &label.words).shortened(text);
        let near = res.iter_mut().find(|cluster| {
            cluster.file == label.place.file
                && cluster.targets.iter().any(|other| apart(&target, other) <= NEAR)
        });
        match near {
            Some(cluster) => {
                cluster.labels.push(label);
                cluster.targets.push(target);
            }
            None => res.push(Cluster {
                file: label.place.file,
                labels: vec![label],
                targets: vec![target],
            }),
        }
    }
    res
}

/// Returns how many lines are between two places.
fn apart(one: &Target, other: &Target) -> usize {
    let (first, second) =
        if one.lines.start <= other.lines.start { (one, other) } else { (other, one) };
    second.lines.start.saturating_sub(first.lines.end)
}

#[cfg(test)]
#[path = "diagnostic_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "diagnostic_laws.rs"]
mod laws;
