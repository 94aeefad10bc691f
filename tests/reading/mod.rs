//! Reads Rust as far as walls need it: which paths a file names, and which folder each leads to.

/// One file of `src/`.
pub(crate) struct Source {
    /// Its path below `src/`.
    pub(crate) path: String,
    /// Its text.
    pub(crate) text: String,
    /// How many modules it lies in, its own among them.
    depth: usize,
}

/// A path that leaves its file for a folder of `src/`.
#[derive(PartialEq)]
pub(crate) struct Use {
    /// Where.
    pub(crate) line: usize,
    /// Which folder; `*` for the library as a whole.
    pub(crate) folder: String,
}

#[derive(Clone, PartialEq)]
enum Token {
    Word(String),
    Mark(char),
    Colons,
}

/// Words that may stand before a path that begins with `::`.
const KEYWORDS: [&str; 14] = [
    "as", "break", "dyn", "else", "for", "if", "impl", "in", "match", "move", "mut", "return",
    "use", "while",
];

type Placed = (usize, Token);

impl Source {
    pub(crate) fn new(path: String, text: String) -> Source {
        let folders = path.matches('/').count();
        let root = ["lib.rs", "main.rs"].contains(&&*path);
        let own = usize::from(!path.ends_with("/mod.rs") && !root);
        Source { depth: folders + own, path, text }
    }

    /// Returns every path that is named, with its line; groups are taken apart.
    pub(crate) fn paths(&self) -> Vec<(usize, Vec<String>)> {
        self.named().into_iter().map(|(line, path, _)| (line, path)).collect()
    }

    /// Returns every use of a folder, the own one among them.
    pub(crate) fn uses(&self) -> Vec<Use> {
        let named = self.named().into_iter();
        let mut uses: Vec<Use> =
            named.filter_map(|(line, path, depth)| used(line, &path, depth)).collect();
        uses.dedup();
        uses
    }

    fn named(&self) -> Vec<(usize, Vec<String>, usize)> {
        let tokens = tokens(&self.text);
        let mut paths = Vec::new();
        let mut at = 0;
        // The braces that stand open, and whether each is a module's.
        let mut open: Vec<bool> = Vec::new();
        while at < tokens.len() {
            let depth = self.depth + open.iter().filter(|module| **module).count();
            match &tokens[at].1 {
                Token::Mark('{') => open.push(at >= 2 && word(&tokens, at - 2) == Some("mod")),
                Token::Mark('}') => drop(open.pop()),
                Token::Word(first) if !visibility(&tokens, at, first) => {
                    let mut found = Vec::new();
                    at = path(&tokens, at, &mut Vec::new(), &mut found);
                    paths.extend(found.into_iter().map(|(line, path)| (line, path, depth)));
                    continue;
                }
                _ => {}
            }
            at += 1;
        }
        paths
    }
}

/// Counts files that `#[path]` mounts in another one from there.
pub(crate) fn mount(sources: &mut [Source]) {
    let mut mounted = Vec::new();
    for source in sources.iter() {
        let folder = source.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let paths = source
            .text
            .lines()
            .filter_map(|line| line.trim().strip_prefix("#[path = \"")?.strip_suffix("\"]"));
        mounted.extend(paths.map(|path| (format!("{folder}/{path}"), source.depth + 1)));
    }
    for (path, depth) in mounted {
        let source = sources.iter_mut().find(|source| source.path == path);
        source.expect("a mounted file is there").depth = depth;
    }
}

/// `pub(crate)` names no path.
fn visibility(tokens: &[Placed], at: usize, word: &str) -> bool {
    let mark = |at: Option<usize>, mark| {
        at.and_then(|at| tokens.get(at)).is_some_and(|it| it.1 == Token::Mark(mark))
    };
    ["crate", "super"].contains(&word) && mark(at.checked_sub(1), '(') && mark(Some(at + 1), ')')
}

fn word(tokens: &[Placed], at: usize) -> Option<&str> {
    match &tokens.get(at)?.1 {
        Token::Word(word) => Some(word),
        _ => None,
    }
}

/// Reads the path at `at`, behind what `before` has of it; returns where it ends.
fn path(
    tokens: &[Placed],
    mut at: usize,
    before: &mut Vec<String>,
    found: &mut Vec<(usize, Vec<String>)>,
) -> usize {
    let line = tokens[at].0;
    let length = before.len();
    loop {
        match tokens.get(at).map(|it| &it.1) {
            Some(Token::Word(word)) => before.push(word.clone()),
            Some(Token::Mark('*')) => before.push("*".to_owned()),
            Some(Token::Mark('{')) => {
                at = group(tokens, at + 1, before, found);
                before.truncate(length);
                return at;
            }
            // `a::<T>`: the path ends here, and `T` is read by itself.
            _ => break,
        }
        // After `use`, `::` begins a path and goes on with none.
        let begins = before.last().is_some_and(|word| KEYWORDS.contains(&&**word));
        at += 1;
        if begins || tokens.get(at).map(|it| &it.1) != Some(&Token::Colons) {
            break;
        }
        at += 1;
    }
    found.push((line, before.clone()));
    before.truncate(length);
    at
}

fn group(
    tokens: &[Placed],
    mut at: usize,
    before: &mut Vec<String>,
    found: &mut Vec<(usize, Vec<String>)>,
) -> usize {
    while at < tokens.len() {
        match &tokens[at].1 {
            Token::Mark('}') => return at + 1,
            Token::Word(word) if word == "as" => at += 2,
            Token::Word(word) if word == "self" => {
                found.push((tokens[at].0, before.clone()));
                at += 1;
            }
            Token::Word(_) | Token::Mark('*' | '{') => at = path(tokens, at, before, found),
            _ => at += 1,
        }
    }
    at
}

/// Returns the folder that a path in a module so deep leads to, if it leads out of its file.
fn used(line: usize, path: &[String], depth: usize) -> Option<Use> {
    let own = path.iter().take_while(|word| *word == "self").count();
    let ups = path[own..].iter().take_while(|word| *word == "super").count();
    let first = path.first().map(String::as_str);
    let rest = match first {
        Some("crate" | "rapporteur") => &path[1..],
        _ if ups > 0 && ups >= depth => &path[own + ups..],
        _ => return None,
    };
    Some(Use { line, folder: rest.first().map_or("*", String::as_str).to_owned() })
}

/// Takes a text apart; comments, strings and characters are left out.
fn tokens(text: &str) -> Vec<Placed> {
    let text: Vec<char> = text.chars().collect();
    let mut res = Vec::new();
    let (mut at, mut line) = (0, 1);
    while at < text.len() {
        let start = at;
        at = match text[at..] {
            ['/', '/', ..] => until(&text, at, |rest| rest[0] == '\n'),
            ['/', '*', ..] => comment(&text, at),
            ['"', ..] => string(&text, at),
            ['r', '#' | '"', ..] if raw(&text, at).is_some() => raw(&text, at).expect("just seen"),
            ['b', 'r', '#' | '"', ..] if raw(&text, at + 1).is_some() => {
                raw(&text, at + 1).expect("just seen")
            }
            ['\'', '\\', _, ..] => until(&text, at + 3, |rest| rest[0] == '\'') + 1,
            ['\'', _, '\'', ..] => at + 3,
            // A lifetime is no word.
            ['\'', ..] => until(&text, at + 1, |rest| !named(rest[0])),
            [':', ':', ..] => {
                res.push((line, Token::Colons));
                at + 2
            }
            [letter, ..] if named(letter) => {
                let end = until(&text, at, |rest| !named(rest[0]));
                res.push((line, Token::Word(text[at..end].iter().collect())));
                end
            }
            [mark, ..] => {
                if !mark.is_whitespace() {
                    res.push((line, Token::Mark(mark)));
                }
                at + 1
            }
            [] => at + 1,
        };
        at = at.min(text.len());
        line += text[start..at].iter().filter(|letter| **letter == '\n').count();
    }
    res
}

fn named(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn until(text: &[char], from: usize, ends: impl Fn(&[char]) -> bool) -> usize {
    (from..text.len()).find(|at| ends(&text[*at..])).unwrap_or(text.len())
}

fn comment(text: &[char], from: usize) -> usize {
    let (mut at, mut depth) = (from + 2, 1);
    while at < text.len() && depth > 0 {
        match text[at..] {
            ['/', '*', ..] => (at, depth) = (at + 2, depth + 1),
            ['*', '/', ..] => (at, depth) = (at + 2, depth - 1),
            _ => at += 1,
        }
    }
    at
}

fn string(text: &[char], from: usize) -> usize {
    let mut at = from + 1;
    while at < text.len() && text[at] != '"' {
        at += if text[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

/// Returns the end of a raw string; none if it is a raw name.
fn raw(text: &[char], from: usize) -> Option<usize> {
    let hashes = text[from + 1..].iter().take_while(|letter| **letter == '#').count();
    let quote = from + 1 + hashes;
    (text.get(quote) == Some(&'"')).then(|| {
        let closes = |rest: &[char]| {
            rest[0] == '"' && rest.len() > hashes && rest[1..=hashes].iter().all(|it| *it == '#')
        };
        until(text, quote + 1, closes) + 1 + hashes
    })
}
