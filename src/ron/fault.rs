//! What went wrong, in words.
//!
//! The deserializer says what it met and where; the sentences a writer reads are all made here.

use super::scan::Scanner;
use super::string::Slip;
use crate::source::{Code, Diagnostic, FileIx, Place, Span};

/// The most names that a note lists.
const MOST_NAMES: usize = 12;
/// The most characters of a value that a message repeats.
const MOST_SHOWN: usize = 40;
/// How alike two names must be for one to be offered for the other.
const ALIKE: f64 = 0.8;

/// What serde or a visitor finds wrong, before its place is known.
#[derive(Debug)]
pub(super) enum Trouble {
    /// Another type or value than this one was expected.
    Type(String),
    /// A sentence of a visitor's own.
    Custom(String),
    /// A name that is none of these.
    Variant(String, &'static [&'static str]),
    /// An obligatory field that is not there.
    Missing(&'static str),
    /// A field given twice under two of its names.
    Duplicate(&'static str),
}

/// The error type serde asks for: either told already, or still to be placed.
#[derive(Debug)]
pub(super) enum Error {
    /// Told, and whether the value it spoils has been marked to be passed over.
    Told(bool),
    /// To be told by whoever knows the place.
    Untold(Box<Trouble>),
}

impl std::fmt::Display for Error {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{self:?}")
    }
}

impl std::error::Error for Error {}

fn untold(trouble: Trouble) -> Error {
    Error::Untold(Box::new(trouble))
}

impl serde::de::Error for Error {
    fn custom<T: std::fmt::Display>(words: T) -> Self {
        untold(Trouble::Custom(words.to_string()))
    }

    fn invalid_type(_: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        untold(Trouble::Type(expected.to_string()))
    }

    fn invalid_value(_: serde::de::Unexpected<'_>, expected: &dyn serde::de::Expected) -> Self {
        untold(Trouble::Type(expected.to_string()))
    }

    fn unknown_variant(name: &str, names: &'static [&'static str]) -> Self {
        untold(Trouble::Variant(name.to_owned(), names))
    }

    fn missing_field(name: &'static str) -> Self {
        untold(Trouble::Missing(name))
    }

    fn duplicate_field(name: &'static str) -> Self {
        untold(Trouble::Duplicate(name))
    }
}

/// What a struct is called in messages.
#[derive(Clone, Copy)]
pub(super) enum Owner<'t> {
    /// The name that serde knows it by.
    Kind(&'static str),
    /// The alternative whose content it is.
    Variant(&'t str),
    /// It has no name.
    Nameless,
}

impl std::fmt::Display for Owner<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Owner::Kind(name) => out.write_str(&with_article(name)),
            Owner::Variant(name) => write!(out, "`{name}`"),
            Owner::Nameless => out.write_str("this"),
        }
    }
}

/// Returns the name with "a" or "an" before it.
pub(super) fn with_article(name: &str) -> String {
    let vowel = name.starts_with(['a', 'e', 'i', 'o', 'u', 'A', 'E', 'I', 'O', 'U']);
    format!("{} {name}", if vowel { "an" } else { "a" })
}

/// Returns the words for an expectation that was written for programmers.
pub(super) fn plain_words(expected: &str) -> String {
    let words = match expected {
        "a borrowed string" | "string" => "a string",
        "a sequence" => "a list",
        "a boolean" => "`true` or `false`",
        "i8" | "i16" | "i32" | "i64" | "i128" | "isize" => "a whole number",
        "u8" => "a whole number from 0 to 255",
        "u16" => "a whole number from 0 to 65535",
        "u32" => "a whole number from 0 to 4294967295",
        "u64" | "u128" | "usize" => "a whole number that is not negative",
        "f32" | "f64" => "a number",
        "unit" => "`()`",
        other => {
            let name = ["struct ", "enum ", "tuple struct ", "unit struct "]
                .into_iter()
                .find_map(|kind| other.strip_prefix(kind));
            return name.map_or_else(|| other.to_owned(), with_article);
        }
    };
    words.to_owned()
}

/// Returns the words for what stands at the next byte, and its place.
pub(super) fn found(here: &Scanner<'_>) -> (String, Span) {
    let start = here.at;
    let one = |words: &str| (words.to_owned(), Span::new(start, (start + 1).min(here.text.len())));
    let mut ahead = Scanner::new(here.text, start);
    match here.peek() {
        None => one("the end of the text"),
        Some(b'[') => one("a list"),
        Some(b'{') => one("a map"),
        Some(b'(') => one("a `(`"),
        Some(byte @ (b')' | b']' | b'}' | b',' | b':')) => one(&format!("`{}`", char::from(byte))),
        Some(b'"' | b'\'' | b'r' | b'b') if here.name_end() == start => {
            ahead.skip();
            if ahead.at == start {
                return one("a quote");
            }
            let end = string_end(here, start);
            (format!("the string {}", shown(&here.text[start..end])), Span::new(start, end))
        }
        Some(_) => {
            let end = run_end(here.text, start);
            let sort = if here.number_starts() { "the number " } else { "" };
            (format!("{sort}{}", shown(&here.text[start..end])), Span::new(start, end))
        }
    }
}

fn string_end(here: &Scanner<'_>, start: usize) -> usize {
    let mut ahead = Scanner::new(here.text, start);
    let closed = match ahead.string() {
        Some(it) => it.is_ok(),
        None => match ahead.byte_string() {
            Some(it) => it.is_ok(),
            None => ahead.character().is_some_and(|it| it.is_ok()),
        },
    };
    if closed && ahead.at > start { ahead.at } else { line_end(here.text, start) }
}

fn line_end(text: &str, start: usize) -> usize {
    text[start..].find(['\n', '\r']).map_or(text.len(), |length| start + length)
}

/// Returns the end of what someone would call one word here.
pub(super) fn run_end(text: &str, start: usize) -> usize {
    let stops = |it: char| it.is_whitespace() || ",()[]{}\"'".contains(it);
    let end = text[start..].find(stops).map_or(text.len(), |length| start + length);
    let first = text[start..].chars().next().map_or(0, char::len_utf8);
    end.max(start + first)
}

fn shown(value: &str) -> String {
    match value.char_indices().nth(MOST_SHOWN) {
        Some((end, _)) => format!("`{}…`", &value[..end]),
        None => format!("`{value}`"),
    }
}

/// Returns the names as a note lists them.
pub(super) fn listed(names: &[&str]) -> String {
    let mut list: Vec<String> =
        names.iter().take(MOST_NAMES).map(|name| format!("`{name}`")).collect();
    if names.len() > MOST_NAMES {
        list.push("…".to_owned());
    }
    list.join(", ")
}

/// Adds the edit to the name that was probably meant, if there is one.
fn meant(fault: Diagnostic, place: Place, name: &str, names: &[&str]) -> Diagnostic {
    let alike = |it: &str| strsim::jaro_winkler(&it.to_lowercase(), &name.to_lowercase());
    let best = names.iter().map(|it| (alike(it), *it)).filter(|(score, _)| *score > ALIKE);
    match best.max_by(|one, other| one.0.total_cmp(&other.0)) {
        Some((_, best)) => fault.patch(format!("did you mean `{best}`?"), place, best),
        None => fault,
    }
}

/// The file whose faults are told.
#[derive(Clone, Copy)]
pub(super) struct Teller(pub(super) FileIx);

impl Teller {
    pub(super) fn place(self, span: Span) -> Place {
        Place { file: self.0, span }
    }

    fn fault(self, code: Code, message: String, span: Span, words: &str) -> Diagnostic {
        Diagnostic::new(code, message).at(self.place(span), words)
    }

    pub(super) fn unknown_variant(
        self,
        kind: &str,
        name: &str,
        names: &[&str],
        at: Span,
    ) -> Diagnostic {
        let fault = self
            .fault(
                Code::UnknownVariant,
                format!("there is no {kind} called `{name}`"),
                at,
                &format!("not {}", with_article(kind)),
            )
            .note(format!("the alternatives: {}", listed(names)));
        meant(fault, self.place(at), name, names)
    }

    pub(super) fn unknown_field(
        self,
        owner: Owner<'_>,
        name: &str,
        names: &[&str],
        given: &dyn Fn(usize) -> bool,
        at: Span,
    ) -> Diagnostic {
        let message = format!("{owner} has no field `{name}`");
        let fault = self.fault(Code::UnknownField, message, at, "unknown field");
        let fault = match names {
            [] => fault.note(format!("{owner} has no fields")),
            _ => fault.note(format!("the fields: {}", listed(names))),
        };
        // A field that is given is not the one that was meant.
        let free = names.iter().enumerate().filter(|(index, _)| !given(*index));
        let free: Vec<&str> = free.map(|(_, name)| *name).collect();
        meant(fault, self.place(at), name, &free)
    }

    pub(super) fn duplicate(self, name: &str, second: Span, first: Option<Span>) -> Diagnostic {
        let message = format!("`{name}` is given twice");
        let fault = self.fault(Code::DuplicateKey, message, second, "second");
        let fault = match first {
            Some(first) => fault.at(self.place(first), "first"),
            None => fault,
        };
        fault.help("keep one of them; the first counts")
    }

    pub(super) fn missing(self, owner: Owner<'_>, name: &str, at: Span) -> Diagnostic {
        self.fault(Code::MissingField, format!("{owner} needs `{name}`"), at, "not given here")
            .help(format!("add `{name}: …`"))
    }

    pub(super) fn wrong_type(self, here: &Scanner<'_>, expected: &str) -> Diagnostic {
        let expected = plain_words(expected);
        let (words, span) = found(here);
        let message = format!("expected {expected}, found {words}");
        let fault = self.fault(Code::WrongType, message, span, "");
        let text = &here.text[span.range()];
        let string = text.len() > 1 && text.starts_with('"') && text.ends_with('"');
        if expected == "a list" && string {
            return self.not_a_list(fault, here.text, span);
        }
        if expected != "a string" || !words.ends_with('`') {
            return fault;
        }
        if here.bytes().get(span.end as usize) == Some(&b'"') {
            let start = Span::new(here.at, here.at);
            return self
                .fault(Code::Unexpected, format!("a quote is missing before `{text}`"), span, "")
                .patch("open the string", self.place(start), "\"");
        }
        let word = text.bytes().all(|it| !b",:)]}\"'".contains(&it)) && !text.is_empty();
        if word {
            fault.patch("put it in quotes", self.place(span), super::quoted(text))
        } else {
            fault
        }
    }

    /// Adds the edit that makes a list of a string: around it if it stands alone, else before it.
    fn not_a_list(self, fault: Diagnostic, text: &str, string: Span) -> Diagnostic {
        let mut ahead = Scanner::new(text, string.end as usize);
        ahead.blanks();
        let mut comma = false;
        if ahead.peek() == Some(b',') {
            comma = true;
            ahead.at += 1;
            ahead.blanks();
        }
        match ahead.peek() {
            Some(b']') => {}
            Some(b'"') if comma => {}
            Some(b')') => return self.list_of_one(fault, text, string),
            _ if comma && ahead.name().is_some() => return self.list_of_one(fault, text, string),
            _ => return fault,
        }
        let start = Span { end: string.start, ..string };
        fault.patch("open the list", self.place(start), "[")
    }

    fn list_of_one(self, fault: Diagnostic, text: &str, string: Span) -> Diagnostic {
        let list = format!("[{}]", &text[string.range()]);
        fault.patch("make it a list of one", self.place(string), list)
    }

    /// A string where a name belongs, or the other way round.
    pub(super) fn not_a_name(self, here: &Scanner<'_>, kind: &str, names: &[&str]) -> Diagnostic {
        let (words, span) = found(here);
        let message = format!("expected {}, found {words}", with_article(kind));
        let fault = self.fault(Code::WrongType, message, span, "");
        let fault = fault.note(format!("the alternatives: {}", listed(names)));
        let inner = here.text[span.range()].trim_matches('"');
        match names.iter().find(|it| **it == inner) {
            Some(name) => fault.patch("write it without quotes", self.place(span), *name),
            None => fault,
        }
    }

    pub(super) fn escape_refused(self, message: String, at: Span) -> Diagnostic {
        self.fault(Code::BadString, message, at, "").help("write the characters themselves")
    }

    pub(super) fn insert(self, message: String, at: usize, text: &str) -> Diagnostic {
        let span = Span::new(at, at);
        self.fault(Code::Unexpected, message, span, "").patch(
            format!("insert the `{text}`"),
            self.place(span),
            text,
        )
    }

    pub(super) fn custom(self, words: String, at: Span) -> Diagnostic {
        self.fault(Code::WrongType, words, at, "")
    }

    pub(super) fn unexpected(self, message: String, at: Span, words: &str) -> Diagnostic {
        self.fault(Code::Unexpected, message, at, words)
    }

    pub(super) fn slip(self, slip: &Slip) -> Diagnostic {
        match slip {
            Slip::Unclosed(open) => self
                .fault(
                    Code::Unclosed,
                    "this string is never closed".to_owned(),
                    *open,
                    "opened here",
                )
                .help("add the closing quote"),
            Slip::Escape(span, why) => self
                .fault(Code::BadString, (*why).to_owned(), *span, "")
                .help("a backslash itself is written `\\\\`"),
        }
    }

    pub(super) fn unclosed_comment(self, open: Span) -> Diagnostic {
        self.fault(Code::Unclosed, "this comment is never closed".to_owned(), open, "opened here")
            .help("close it with `*/`")
    }

    /// A string that closed only at the quote that should have opened another one.
    pub(super) fn runaway(self, string: Span) -> Diagnostic {
        let open = Span { start: string.start, end: string.start + 1 };
        let close = Span { start: string.end - 1, end: string.end };
        self.fault(Code::Unclosed, "this string is never closed".to_owned(), open, "opened here")
            .at(self.place(close), "the next quote, which seems to open another string")
            .help("add the closing quote")
    }

    pub(super) fn unclosed(
        self,
        open: Span,
        bracket: u8,
        met: (Option<u8>, Span),
        end: usize,
    ) -> Diagnostic {
        let (opener, closer) = (char::from(bracket), char::from(super::skip::closer(bracket)));
        let words = match met.0 {
            Some(byte) => format!("a `{closer}` was expected before this `{}`", char::from(byte)),
            None => format!("a `{closer}` was expected by here"),
        };
        let what = match bracket {
            b'[' => "close the list",
            b'{' => "close the map",
            _ => "close the bracket",
        };
        self.fault(Code::Unclosed, format!("this `{opener}` is never closed"), open, "opened here")
            .at(self.place(met.1), words)
            .patch(what, self.place(Span::new(end, end)), closer.to_string())
    }

    pub(super) fn control(self, text: &str, span: Span) -> Diagnostic {
        let it = &text[span.range()];
        let name = match it.chars().next() {
            Some('\\') => it.to_owned(),
            first => format!("U+{:04X}", first.map_or(0, u32::from)),
        };
        let fault =
            self.fault(Code::ControlCharacter, format!("the control character `{name}`"), span, "");
        if it == "\r" {
            // Left out, it could make one line of two, and code of a comment.
            return fault.help("lines end with a line feed, or with both");
        }
        fault.patch("leave it out: a terminal may take it for a command", self.place(span), "")
    }

    /// Tells what is over the limit of that name.
    pub(super) fn too_large(self, message: String, at: Span, limit: &str) -> Diagnostic {
        let help = format!("shorten it; or, if it is meant so, set `RAPPORTEUR_LIMITS={limit}`");
        self.fault(Code::TooLarge, message, at, "").help(help)
    }

    pub(super) fn trailing(self, here: &Scanner<'_>) -> Diagnostic {
        let (words, span) = found(here);
        let message = format!("{words} after the end of the value");
        self.fault(Code::TrailingText, message, span, "nothing may follow")
            .help("one file holds one value; is a bracket closed too early?")
    }

    pub(super) fn after_list(self, here: &Scanner<'_>) -> Diagnostic {
        let (words, span) = found(here);
        let message = format!("{words} after the end of the list");
        self.fault(Code::TrailingText, message, span, "this is no part of it")
            .help("put it into the list, or a `,` and the name of a field before it")
    }

    pub(super) fn empty(self, end: usize) -> Diagnostic {
        let span = Span::new(end, end);
        self.fault(
            Code::Empty,
            "this text says nothing".to_owned(),
            span,
            "only blanks and comments",
        )
    }
}
