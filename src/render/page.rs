/// What a stretch of words means. How that looks is for each form of output to say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Tone {
    /// Nothing special.
    #[default]
    Plain,
    /// What the eye should find first.
    Strong,
    /// What may be passed over.
    Faint,
    /// Agreed, confirmed, in order.
    Good,
    /// To be looked at.
    Warn,
    /// Disputed, missing, wrong.
    Bad,
    /// Someone's own words; the quotation marks are part of the text.
    Quote,
}

/// Some text with one meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What it means.
    pub tone: Tone,
    /// The text as it came: it may hold anything and is made harmless where it is drawn.
    pub text: String,
}

/// Text whose pieces have meanings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Words {
    /// The pieces in reading order; nothing is put between them.
    pub pieces: Vec<Piece>,
}

impl Words {
    /// Returns no words.
    pub fn new() -> Self {
        Words::default()
    }

    /// Returns text of one meaning.
    pub fn toned(tone: Tone, text: impl Into<String>) -> Self {
        Words::new().and(tone, text)
    }

    /// Adds text at the end.
    pub fn push(&mut self, tone: Tone, text: impl Into<String>) {
        self.pieces.push(Piece { tone, text: text.into() });
    }

    /// Returns the words with text added at the end.
    #[must_use]
    pub fn and(mut self, tone: Tone, text: impl Into<String>) -> Self {
        self.push(tone, text);
        self
    }

    /// Returns whether there is nothing to read.
    pub fn is_empty(&self) -> bool {
        self.pieces.iter().all(|piece| piece.text.is_empty())
    }
}

impl From<&str> for Words {
    fn from(text: &str) -> Self {
        Words::toned(Tone::Plain, text)
    }
}

impl From<String> for Words {
    fn from(text: String) -> Self {
        Words::toned(Tone::Plain, text)
    }
}

/// How a column behaves when there is little room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Names, dates, numbers: kept on one line as long as possible.
    Short,
    /// Sentences: wraps, and takes the room that the short columns leave.
    Text,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What stands above it. A table whose headings are all empty is drawn without them.
    pub heading: Words,
    /// How it behaves.
    pub kind: Kind,
}

impl Column {
    /// Returns a column of names, dates or numbers.
    pub fn short(heading: impl Into<Words>) -> Self {
        Column { heading: heading.into(), kind: Kind::Short }
    }

    /// Returns a column of sentences.
    pub fn text(heading: impl Into<Words>) -> Self {
        Column { heading: heading.into(), kind: Kind::Text }
    }
}

/// A row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// How deep the first cell is indented: 1 for the child of what stands above.
    pub depth: usize,
    /// The cells from left to right; those that are missing are empty.
    pub cells: Vec<Words>,
}

impl Row {
    /// Returns a row without cells.
    pub fn new() -> Self {
        Row::default()
    }

    /// Adds a cell at the right.
    #[must_use]
    pub fn cell(mut self, words: impl Into<Words>) -> Self {
        self.cells.push(words.into());
        self
    }

    /// Sets how deep the first cell is indented.
    #[must_use]
    pub fn at_depth(mut self, depth: usize) -> Self {
        self.depth = depth;
        self
    }
}

impl<W: Into<Words>, const N: usize> From<[W; N]> for Row {
    fn from(cells: [W; N]) -> Self {
        Row { depth: 0, cells: cells.into_iter().map(Into::into).collect() }
    }
}

/// Rows under headings.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The columns from left to right.
    pub columns: Vec<Column>,
    /// The rows from top to bottom.
    pub rows: Vec<Row>,
}

impl Table {
    /// Returns a table without rows.
    pub fn new(columns: impl IntoIterator<Item = Column>) -> Self {
        Table { columns: columns.into_iter().collect(), rows: Vec::new() }
    }

    /// Adds a row at the bottom.
    pub fn push(&mut self, row: impl Into<Row>) {
        self.rows.push(row.into());
    }

    /// Returns the table with a row added at the bottom.
    #[must_use]
    pub fn row(mut self, row: impl Into<Row>) -> Self {
        self.push(row);
        self
    }
}

/// What is said under one label.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is about: `because`, `said by`.
    pub label: Words,
    /// What is to be said, each on a line of its own.
    pub lines: Vec<Words>,
}

/// Labels and what is to be said under them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Facts {
    /// The facts from top to bottom.
    pub facts: Vec<Fact>,
}

impl Facts {
    /// Returns no facts.
    pub fn new() -> Self {
        Facts::default()
    }

    /// Adds a fact.
    pub fn push(&mut self, label: impl Into<Words>, words: impl Into<Words>) {
        self.facts.push(Fact { label: label.into(), lines: vec![words.into()] });
    }

    /// Returns the facts with one more.
    #[must_use]
    pub fn fact(mut self, label: impl Into<Words>, words: impl Into<Words>) -> Self {
        self.push(label, words);
        self
    }

    /// Returns the facts with one more line under the last label, or under none if there is no label yet.
    #[must_use]
    pub fn line(mut self, words: impl Into<Words>) -> Self {
        match self.facts.last_mut() {
            Some(fact) => fact.lines.push(words.into()),
            None => self.push("", words),
        }
        self
    }
}

/// A part of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// What the page is about, and for when or for whom.
    Title {
        /// What it is about.
        words: Words,
        /// For when or for whom; stands at the right, or below where there is no room.
        remark: Words,
    },
    /// The heading of what follows.
    Heading(Words),
    /// Sentences.
    Paragraph(Words),
    /// Rows under headings.
    Table(Table),
    /// Labels and what is to be said under them.
    Facts(Facts),
    /// Lines that stay as they are, however wide: an example, a file.
    Lines(String),
    /// An empty line.
    Blank,
}

/// All that one answer says, in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Page {
    /// The parts from top to bottom; nothing is put between them.
    pub blocks: Vec<Block>,
}

impl Page {
    /// Returns an empty page.
    pub fn new() -> Self {
        Page::default()
    }

    /// Adds a part at the end.
    pub fn push(&mut self, block: Block) {
        self.blocks.push(block);
    }

    fn and(mut self, block: Block) -> Self {
        self.push(block);
        self
    }

    /// Adds what the page is about, and for when or for whom.
    #[must_use]
    pub fn title(self, words: impl Into<Words>, remark: impl Into<Words>) -> Self {
        self.and(Block::Title { words: words.into(), remark: remark.into() })
    }

    /// Adds the heading of what follows.
    #[must_use]
    pub fn heading(self, words: impl Into<Words>) -> Self {
        self.and(Block::Heading(words.into()))
    }

    /// Adds sentences.
    #[must_use]
    pub fn paragraph(self, words: impl Into<Words>) -> Self {
        self.and(Block::Paragraph(words.into()))
    }

    /// Adds a table.
    #[must_use]
    pub fn table(self, table: Table) -> Self {
        self.and(Block::Table(table))
    }

    /// Adds facts.
    #[must_use]
    pub fn facts(self, facts: Facts) -> Self {
        self.and(Block::Facts(facts))
    }

    /// Adds lines that stay as they are.
    #[must_use]
    pub fn lines(self, text: impl Into<String>) -> Self {
        self.and(Block::Lines(text.into()))
    }

    /// Leaves out empty lines at the end.
    #[must_use]
    pub fn trimmed(mut self) -> Self {
        while self.blocks.last() == Some(&Block::Blank) {
            self.blocks.pop();
        }
        self
    }

    /// Adds an empty line.
    #[must_use]
    pub fn blank(self) -> Self {
        self.and(Block::Blank)
    }
}
