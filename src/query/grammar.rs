//! From text to a tree of words: what stands where, and not yet what it means.

use std::ops::Range;

use winnow::LocatingSlice;
use winnow::combinator::{alt, cut_err, delimited, eof, opt, preceded, separated, terminated};
use winnow::error::{ErrMode, ParserError};
use winnow::prelude::*;
use winnow::stream::Stream;
use winnow::token::{literal, take_while};

use super::Tree;
use super::fault::{QueryFault, Wrong};

/// The longest query, in bytes.
const LONGEST: usize = 4096;

/// The most brackets and negations within each other.
const DEEPEST: usize = 32;

/// A word and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) span: Range<usize>,
}

/// A term as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Written {
    pub(super) field: Word,
    pub(super) values: Vec<Word>,
}

/// Where the grammar found no way on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stop;

impl<I: Stream> ParserError<I> for Stop {
    type Inner = Self;

    fn from_input(_: &I) -> Self {
        Stop
    }

    fn into_inner(self) -> Result<Self, Self> {
        Ok(self)
    }
}

type Input<'i> = LocatingSlice<&'i str>;
type Parsed<T> = Result<T, ErrMode<Stop>>;

/// Reads a query; none if it says nothing.
pub(super) fn parse(text: &str) -> Result<Option<Tree<Written>>, QueryFault> {
    let fault = |span: Range<usize>, message: &str, help: &str| {
        let (message, help) = (message.to_owned(), help.to_owned());
        QueryFault::new(text, vec![Wrong { span, message, help }])
    };
    if text.len() > LONGEST {
        return Err(fault(0..0, "this query is too long", "at most 4096 bytes are read"));
    }
    if depth(text) > DEEPEST {
        return Err(fault(0..0, "this query is nested too deeply", "at most 32 levels are read"));
    }
    if text.trim().is_empty() {
        return Ok(None);
    }
    let whole = delimited(blanks, any, (blanks, eof));
    let mut whole = whole;
    whole.parse(LocatingSlice::new(text)).map(Some).map_err(|stop| {
        let (span, message, help) = explained(text, stop.offset());
        fault(span, &message, help)
    })
}

/// How deep a query can lead at most: all its negations, and the most brackets open at once.
fn depth(text: &str) -> usize {
    let (mut open, mut most) = (0_usize, 0);
    for letter in text.chars() {
        match letter {
            '(' => open += 1,
            ')' => open = open.saturating_sub(1),
            _ => {}
        }
        most = most.max(open);
    }
    most.max(text.matches("not:").count())
}

/// Says what is wrong where reading stopped.
fn explained(text: &str, at: usize) -> (Range<usize>, String, &'static str) {
    const FORM: &str = "a term is `field:value`; `rapporteur help query` lists the fields";
    let ends = |c: char| c.is_whitespace() || c == '(' || c == ')';
    let start = text[..at].char_indices().rfind(|(_, c)| ends(*c));
    let start = start.map_or(0, |(place, c)| place + c.len_utf8());
    let rest = &text[at..];
    let end = at + rest.find(ends).unwrap_or(rest.len());
    let word = &text[start..end];
    if !word.is_empty() && !word.contains(':') && word != "or" && !word.starts_with('"') {
        return (start..end, format!("`{word}` is not of the form `field:value`"), FORM);
    }
    let told = |span: Range<usize>, message: &str, help| (span, message.to_owned(), help);
    let end = text.len();
    match rest.chars().next() {
        _ if rest.trim() == "or" => told(end..end, "the query ends where a term is due", FORM),
        None if text.matches('(').count() > text.matches(')').count() => {
            told(at..at, "a bracket is never closed", "add `)`")
        }
        None if text.ends_with([':', ',']) => told(at..at, "a value is missing at the end", FORM),
        None => told(at..at, "the query ends where a term is due", FORM),
        Some(')') => told(at..at + 1, "nothing is open that `)` would close", "leave it out"),
        Some('(') => told(at..at + 1, "a bracket stands where it may not", "put a blank before it"),
        Some('"') => told(at..end, "this quotation is never closed", "add the closing `\"`"),
        Some(',') if rest.len() == 1 => told(at + 1..at + 1, "a value is missing at the end", FORM),
        Some(next) => told(at..at + next.len_utf8(), "a value is missing here", FORM),
    }
}

fn blanks<'i>(input: &mut Input<'i>) -> Parsed<&'i str> {
    take_while(0.., char::is_whitespace).parse_next(input)
}

fn any(input: &mut Input<'_>) -> Parsed<Tree<Written>> {
    let between = delimited(blanks, (literal("or"), blank), blanks);
    let trees: Vec<Tree<Written>> = separated(1.., all, between).parse_next(input)?;
    Ok(joined(trees, Tree::Any))
}

fn all(input: &mut Input<'_>) -> Parsed<Tree<Written>> {
    let mut trees = vec![factor(input)?];
    loop {
        let before = input.checkpoint();
        let spaced = blanks.parse_next(input)?.len();
        let ends = opt(winnow::combinator::peek(alt((
            literal(")").void(),
            (literal("or"), blank).void(),
            eof.void(),
        ))))
        .parse_next(input)?;
        if ends.is_some() || spaced == 0 {
            input.reset(&before);
            return Ok(joined(trees, Tree::All));
        }
        trees.push(cut_err(factor).parse_next(input)?);
    }
}

/// What must follow `or`, so that a field may begin with these letters.
fn blank(input: &mut Input<'_>) -> Parsed<()> {
    winnow::combinator::peek(alt((
        take_while(1.., char::is_whitespace).void(),
        literal("(").void(),
        eof.void(),
    )))
    .parse_next(input)
}

fn factor(input: &mut Input<'_>) -> Parsed<Tree<Written>> {
    let not = preceded(literal("not:"), cut_err(factor)).map(|tree| Tree::Not(Box::new(tree)));
    let group = delimited((literal("("), blanks), cut_err(any), cut_err((blanks, literal(")"))));
    alt((not, group, term.map(Tree::Term))).parse_next(input)
}

fn term(input: &mut Input<'_>) -> Parsed<Written> {
    let letter = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let field = terminated(word(take_while(1.., letter)), literal(":")).parse_next(input)?;
    let values = cut_err(separated(1.., value, literal(","))).parse_next(input)?;
    Ok(Written { field, values })
}

fn value(input: &mut Input<'_>) -> Parsed<Word> {
    let plain = |c: char| !c.is_whitespace() && !matches!(c, ',' | '(' | ')' | '"');
    let inside = take_while(0.., |c: char| c != '"');
    let quoted = delimited(literal("\""), word(inside), literal("\""));
    alt((quoted, word(take_while(1.., plain)))).parse_next(input)
}

/// Reads some text as a word with its place.
fn word<'i>(
    inner: impl Parser<Input<'i>, &'i str, ErrMode<Stop>>,
) -> impl Parser<Input<'i>, Word, ErrMode<Stop>> {
    inner.with_span().map(|(text, span)| Word { text: text.to_owned(), span })
}

/// Returns the one tree, or all of them as one.
fn joined(
    mut trees: Vec<Tree<Written>>,
    several: impl Fn(Vec<Tree<Written>>) -> Tree<Written>,
) -> Tree<Written> {
    if trees.len() == 1 { trees.remove(0) } else { several(trees) }
}
