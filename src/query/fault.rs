use std::fmt::{self, Write};
use std::ops::Range;

/// What is wrong with a query: every place of it, in its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryFault {
    text: String,
    pub(super) wrong: Vec<Wrong>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) span: Range<usize>,
    pub(super) message: String,
    pub(super) help: String,
}

impl QueryFault {
    pub(super) fn new(text: &str, wrong: Vec<Wrong>) -> QueryFault {
        QueryFault { text: text.to_owned(), wrong }
    }
}

impl fmt::Display for QueryFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Whatever is typed stays on one line.
        let line: String =
            self.text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        for (at, Wrong { span, message, help }) in self.wrong.iter().enumerate() {
            if at > 0 {
                f.write_str("\nerror: ")?;
            }
            let before = self.text[..span.start].chars().count();
            let marked = self.text[span.clone()].chars().count().max(1);
            write!(f, "{message}\n  {line}\n  {}", " ".repeat(before))?;
            (0..marked).try_for_each(|_| f.write_char('^'))?;
            write!(f, "\n  help: {help}")?;
        }
        Ok(())
    }
}

impl std::error::Error for QueryFault {}
