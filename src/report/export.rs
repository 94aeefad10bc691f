//! What was given away, and what was not?

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Answer, counted};
use crate::redact::{Copy, Why};
use crate::render::{Facts, Page, Tone, Words};

/// A copy that was written.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Export {
    schema: &'static str,
    folder: String,
    files: usize,
    events: usize,
    left_out: Vec<LeftOut>,
    fields: Vec<FieldLeftOut>,
}

/// Events that were left out.
#[derive(Debug, JsonSchema, Serialize)]
struct LeftOut {
    why: &'static str,
    events: usize,
}

/// A field that was left out.
#[derive(Debug, JsonSchema, Serialize)]
struct FieldLeftOut {
    field: &'static str,
    times: usize,
}

/// Returns what became of some processes.
pub fn export(folder: String, copies: &[Copy]) -> Answer<Export> {
    let mut left_out: BTreeMap<Why, usize> = BTreeMap::new();
    let mut fields: BTreeMap<&'static str, usize> = BTreeMap::new();
    for copy in copies {
        copy.left_out.iter().for_each(|(why, count)| *left_out.entry(*why).or_default() += count);
        copy.fields.iter().for_each(|(name, count)| *fields.entry(*name).or_default() += count);
    }
    let left_out = left_out.into_iter().map(|(why, events)| LeftOut { why: why.words(), events });
    let fields = fields.into_iter().map(|(field, times)| FieldLeftOut { field, times });
    let data = Export {
        schema: "rapporteur/export/1",
        folder,
        files: copies.iter().map(|copy| copy.files.len()).sum(),
        events: copies.iter().map(|copy| copy.events).sum(),
        left_out: left_out.collect(),
        fields: fields.collect(),
    };
    let page = data.page();
    Answer { data, page }
}

impl Export {
    fn page(&self) -> Page {
        let wrote = format!(
            "wrote {}: {}, {}",
            self.folder,
            counted(self.files, "file"),
            counted(self.events, "event")
        );
        let mut page = Page::new().paragraph(wrote);
        if self.left_out.is_empty() && self.fields.is_empty() {
            return page.paragraph("nothing was left out");
        }
        let mut facts = Facts::new();
        for one in &self.left_out {
            facts.push(counted(one.events, "event"), one.why);
        }
        for one in &self.fields {
            facts.push(counted(one.times, "time"), format!("`{}`", one.field));
        }
        page = page.blank().heading("left out").facts(facts).blank();
        let words = "what was kept may still tell what was not: read it before you give it away";
        page.paragraph(Words::toned(Tone::Faint, words))
    }
}
