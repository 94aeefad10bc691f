use borsh::{BorshDeserialize, BorshSerialize};

use super::{Code, FileIx, Place};

/// How much is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// What it speaks of is left out of every answer.
    Error,
    /// What it speaks of counts; someone should look at it.
    Warning,
}

/// A place and what is to be said of it.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// A few words, or none where the place speaks for itself.
    pub words: String,
}

/// An edit that would mend what a diagnostic names: `place` is replaced by `text`.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Patch {
    /// What to do, as a question or an imperative: "did you mean `territory`?".
    pub words: String,
    /// What to replace; an empty span inserts.
    pub place: Place,
    /// The new text.
    pub text: String,
}

/// One thing that is wrong: where, why, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Diagnostic {
    /// The stable code.
    pub code: Code,
    /// What is wrong, lower case, no full stop, the value in backticks.
    pub message: String,
    /// The places it speaks of, the one to mend first. Empty for what has no place in a text.
    pub labels: Vec<Label>,
    /// What helps to understand.
    pub notes: Vec<String>,
    /// What to do.
    pub helps: Vec<String>,
    /// What to do, as edits to choose from.
    pub patches: Vec<Patch>,
}

impl Diagnostic {
    /// Returns a diagnostic that has no place yet.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Diagnostic {
            code,
            message: message.into(),
            labels: Vec::new(),
            notes: Vec::new(),
            helps: Vec::new(),
            patches: Vec::new(),
        }
    }

    /// Adds a place; the first one added is the one to mend.
    #[must_use]
    pub fn at(mut self, place: Place, words: impl Into<String>) -> Self {
        self.labels.push(Label { place, words: words.into() });
        self
    }

    /// Adds what helps to understand.
    #[must_use]
    pub fn note(mut self, words: impl Into<String>) -> Self {
        self.notes.push(words.into());
        self
    }

    /// Adds what to do.
    #[must_use]
    pub fn help(mut self, words: impl Into<String>) -> Self {
        self.helps.push(words.into());
        self
    }

    /// Adds an edit that would mend it.
    #[must_use]
    pub fn patch(
        mut self,
        words: impl Into<String>,
        place: Place,
        text: impl Into<String>,
    ) -> Self {
        self.patches.push(Patch { words: words.into(), place, text: text.into() });
        self
    }

    /// Moves all places to where their files are now: the numbers of files are those of one reading.
    pub fn move_files(&mut self, moved: impl Fn(FileIx) -> FileIx) {
        let labels = self.labels.iter_mut().map(|label| &mut label.place);
        let places = labels.chain(self.patches.iter_mut().map(|patch| &mut patch.place));
        places.for_each(|place| place.file = moved(place.file));
    }

    /// Returns whether it is an error or a warning.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Returns what diagnostics are sorted by: their first place, then their code and words.
    pub fn order(&self) -> (Option<Place>, Code, &str) {
        (self.labels.first().map(|label| label.place), self.code, &self.message)
    }
}
