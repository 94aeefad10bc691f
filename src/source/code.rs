use super::Severity;

/// Lists every code once: the name in our code, the code as users know it, and what it stands for.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal: $title:literal,)*) => {
        /// What a diagnostic is about, under a code that never changes its meaning.
        ///
        /// Numbers are never given twice, so that a code found in an old note can still be looked up.
        #[derive(
            Debug,
            Clone,
            Copy,
            PartialEq,
            Eq,
            PartialOrd,
            Ord,
            borsh::BorshSerialize,
            borsh::BorshDeserialize,
        )]
        pub enum Code { $(#[doc = $title] $name,)* }

        impl Code {
            /// Every code, in the order of their numbers within their families.
            pub const ALL: &[Code] = &[$(Code::$name,)*];

            /// Returns the code as it is printed, `E0101`.
            pub fn text(self) -> &'static str {
                match self { $(Code::$name => $text,)* }
            }

            /// Returns what the code stands for, in a few words.
            pub fn title(self) -> &'static str {
                match self { $(Code::$name => $title,)* }
            }
        }
    };
}

codes! {
    UnknownName = "E0101": "a person, party or source that the charter does not declare",
    UnknownIssue = "E0102": "an issue that the charter does not declare",
    UnknownEvent = "E0103": "an event that the record does not hold",
    UnknownDocument = "E0104": "a document that the charter does not declare",
    UnknownPlace = "E0105": "a place that the charter does not declare",
    WrongRole = "E0106": "a name of one sort where another sort is needed",
    UnknownOccasion = "W0107": "an encounter that no meeting is an account of",
    UnknownStage = "E0201": "a stage that the lifecycle does not have",
    IrregularMove = "W0202": "a move that the lifecycle does not provide for",
    ForbiddenMove = "E0202": "a move that the lifecycle forbids, in a process that it governs",
    OddResult = "W0203": "a vote whose result does not follow from its tally",
    BadFigure = "E0204": "a figure that cannot be",
    Contested = "W0205": "claims on an issue that contradict each other",
    UnknownLifecycle = "E0206": "a lifecycle that is not there",
    ReportedBefore = "E0301": "an event reported before it happened",
    BadDate = "E0302": "a date that does not exist or cannot be read",
    BadDuration = "E0303": "a duration that cannot be read",
    SaidDisagrees = "W0304": "a date and the source's own words for it that disagree",
    PulledForward = "W0305": "an entry of a log that is dated before its predecessor",
    ConditionMissing = "E0306": "a conditional event without its condition",
    OrderDisagrees = "W0307": "encounters whose order and dates disagree",
    UnknownCondition = "W0308": "a condition that names nothing known",
    DuplicateId = "E0401": "one id for two different things",
    Ring = "E0402": "corrections that correct each other in a ring",
    NotTheirs = "E0403": "a retraction by someone whose word it was not",
    BadId = "E0404": "an id with characters that ids do not have",
    Alike = "W0405": "two names that are easily taken for one another",
    MixedScripts = "W0406": "an id with letters of several scripts",
    Decomposed = "W0407": "a name that is not in its normal form",
    Unclosed = "E0501": "a bracket or a string that is never closed",
    UnknownVariant = "E0502": "a name that is none of the alternatives",
    Unexpected = "E0503": "something else than the format has here",
    UnknownField = "E0504": "a field that the format does not have",
    MissingField = "E0505": "an obligatory field that is missing",
    DuplicateKey = "E0506": "a key or field that is given twice",
    WrongType = "E0507": "a value of another type than the field has",
    BadString = "E0508": "an escape or a character that a string may not hold",
    ControlCharacter = "E0509": "a control character",
    TooLarge = "E0510": "a string, an event or a nesting over the limit",
    TrailingText = "E0511": "text after the end of the file's one value",
    NotText = "E0512": "a file that is not text in UTF-8",
    Empty = "E0601": "a file that says nothing",
    NoCharter = "E0602": "a dispatch or folder without a charter",
    NewerFormat = "E0603": "a file of a format that this version does not read",
    NotAFile = "E0604": "a link, device or other thing that is not read as a dispatch",
    Altered = "E0605": "a snapshot or a seal that was altered after it was written",
    Stale = "W0606": "a snapshot that no longer matches the record",
    QuoteNotFound = "E0701": "a quote that the archived document does not contain",
    NoSuchSentence = "E0702": "a sentence that the archived document does not have",
    DocumentMissing = "E0703": "an archived document that is not there",
    Misdeclared = "E0801": "a declaration in the charter that contradicts itself",
    BadLifecycle = "E0802": "a lifecycle that contradicts itself",
    Unreachable = "W0803": "a stage that no move leads to",
    BadMap = "E0804": "a map of an import that cannot be followed",
    MissingColumn = "E0805": "a column that the table does not have",
    NoSuchField = "W0806": "a field that no row of the table has",
    Unsealed = "E0901": "an event that is not there as it was sealed",
    BadSignature = "E0902": "a seal whose signature does not hold",
    BackDated = "W0903": "an event dated before a seal that lacks it",
    Redeclared = "W0904": "a charter or lifecycle that is not as it was sealed",
}

impl Code {
    /// Returns whether the code is an error or a warning, which its first letter says.
    pub fn severity(self) -> Severity {
        if self.text().starts_with('E') { Severity::Error } else { Severity::Warning }
    }
}
