//! What was sealed, and does it hold?

use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, counted};
use crate::model::Digest;
use crate::render::{Page, Tone, Words};
use crate::seal::Seal;
use crate::seal::sign::Verdict;

/// A seal that was made.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Made {
    schema: &'static str,
    /// Its name.
    seal: String,
    /// Its file.
    file: String,
    at: String,
    root: Digest,
    events: usize,
    signed: bool,
}

/// A seal held against the record.
#[derive(Debug, Clone, JsonSchema, Serialize)]
pub struct Held {
    /// Its name.
    pub seal: String,
    /// When it was made; none where it cannot be read.
    pub at: Option<String>,
    /// How many events it holds.
    pub events: usize,
    /// Whether every one of them is there as it was, and the seal is as it was made.
    pub holds: bool,
    /// `none`, `good`, `unvouched`, `bad` or `missing`.
    pub signature: &'static str,
    /// Who signed it: by name, or by the fingerprint of the key where nobody vouches for it.
    pub signer: Option<String>,
}

/// Returns the answer about a seal that was made.
pub fn made(name: &str, file: String, seal: &Seal) -> Answer<Made> {
    let data = Made {
        schema: "rapporteur/seal/1",
        seal: name.to_owned(),
        at: seal.at.clone(),
        root: seal.root,
        events: seal.count(),
        signed: seal.signed,
        file,
    };
    let words = format!("sealed {} · root {}", counted(data.events, "event"), data.root.short());
    let signed = if data.signed { "signed" } else { "not signed" };
    let page = Page::new()
        .paragraph(words)
        .paragraph(format!("{}, {signed}: keep it under version control", data.file));
    let page = if data.signed {
        page
    } else {
        let words =
            "without a signature it shows what was changed only to those who have a copy of it";
        page.paragraph(Words::toned(Tone::Faint, words))
    };
    Answer { data, page }
}

impl Held {
    /// Returns the same with what its signature is worth.
    #[must_use]
    pub fn signed(mut self, verdict: Option<Verdict>) -> Held {
        (self.signature, self.signer) = match verdict {
            None => ("none", None),
            Some(Verdict::Good(who)) => ("good", Some(who)),
            Some(Verdict::Unvouched(key)) => ("unvouched", Some(key)),
            Some(Verdict::Bad(_)) => ("bad", None),
        };
        self
    }

    /// Returns the line that people see.
    pub(super) fn words(&self) -> Words {
        let Some(at) = &self.at else {
            return Words::from(format!("seal {}: ", self.seal))
                .and(Tone::Bad, "is no seal any more");
        };
        let holds = if self.holds { "holds" } else { "does not hold" };
        let tone = if self.holds { Tone::Good } else { Tone::Bad };
        let who = self.signer.as_deref().unwrap_or_default();
        let signed = match self.signature {
            "good" => format!("signed by {who}"),
            "unvouched" => format!("signed with the key {who}; nothing here says whose that is"),
            "none" => "not signed".to_owned(),
            "missing" => "its signature is gone".to_owned(),
            _ => "its signature does not hold".to_owned(),
        };
        Words::from(format!("seal {}: {} of {at}: ", self.seal, counted(self.events, "event")))
            .and(tone, holds)
            .and(Tone::Faint, format!(" · {signed}"))
    }
}
