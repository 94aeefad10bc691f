//! What does a code mean, and what is to be done?

use schemars::JsonSchema;
use serde::Serialize;

use super::Answer;
use crate::render::{Column, Page, Table, Tone, Words};
use crate::source::{Code, Severity};

/// How far an example stands from the margin.
const MARGIN: &str = "    ";

/// All that there is to say about one code.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Explain {
    schema: &'static str,
    code: &'static str,
    severity: &'static str,
    title: &'static str,
    means: String,
    because: String,
    example: &'static str,
    mend: String,
}

/// Every code.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Codes {
    schema: &'static str,
    codes: Vec<CodeAnswer>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct CodeAnswer {
    code: &'static str,
    severity: &'static str,
    title: &'static str,
}

/// Returns what a code means, why it is an error, an example, and how to mend it.
pub fn explain(code: Code) -> Answer<Explain> {
    let said = code.explanation();
    let data = Explain {
        schema: "rapporteur/explain/1",
        code: code.text(),
        severity: word(code.severity()),
        title: code.title(),
        means: said.means,
        because: said.because,
        example: said.example,
        mend: said.mend,
    };
    let page = data.page(code);
    Answer { data, page }
}

/// Returns every code with what it stands for.
pub fn codes() -> Answer<Codes> {
    let mut table = Table::new([Column::short("CODE"), Column::text("STANDS FOR")]);
    for code in Code::ALL {
        table.push([Words::toned(tone(*code), code.text()), code.title().into()]);
    }
    let one = |code: &Code| CodeAnswer {
        code: code.text(),
        severity: word(code.severity()),
        title: code.title(),
    };
    let codes = Code::ALL.iter().map(one).collect();
    let page = Page::new().table(table).blank();
    let page = page.paragraph("rapporteur explain CODE says what it means and how to mend it");
    Answer { data: Codes { schema: "rapporteur/codes/1", codes }, page }
}

impl Explain {
    fn page(&self, code: Code) -> Page {
        let name = format!("{}[{}]", self.severity, self.code);
        let title = Words::toned(tone(code), name).and(Tone::Strong, format!(": {}", self.title));
        let example: Vec<String> =
            self.example.lines().map(|line| format!("{MARGIN}{line}")).collect();
        Page::new()
            .paragraph(title)
            .blank()
            .paragraph(self.means.clone())
            .blank()
            .paragraph(self.because.clone())
            .blank()
            .heading("an example")
            .blank()
            .lines(example.join("\n"))
            .blank()
            .heading("how to mend it")
            .blank()
            .paragraph(self.mend.clone())
    }
}

fn word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    }
}

fn tone(code: Code) -> Tone {
    match code.severity() {
        Severity::Error => Tone::Bad,
        Severity::Warning => Tone::Warn,
    }
}
