//! Markdown held against a reader of it: what was said is all that it finds.

use comrak::nodes::NodeValue;
use comrak::{Arena, Options, parse_document};
use proptest::prelude::*;

use super::super::{Column, Facts, Tone, visible};
use super::*;

/// Everything that GitHub reads, and some more.
fn options() -> Options<'static> {
    let mut options = Options::default();
    let reads = &mut options.extension;
    reads.autolink = true;
    reads.table = true;
    reads.strikethrough = true;
    reads.tasklist = true;
    reads.footnotes = true;
    reads.math_dollars = true;
    reads.math_code = true;
    reads.alerts = true;
    options
}

/// Returns what a reader of Markdown finds: the text of each cell, paragraph and heading, and whatever in it is
/// neither text nor one of these.
fn found(markdown: &str) -> (Vec<String>, Vec<String>) {
    let arena = Arena::new();
    let (mut texts, mut markup) = (Vec::new(), Vec::new());
    for node in parse_document(&arena, markdown, &options()).descendants() {
        match &node.data().value {
            NodeValue::TableCell | NodeValue::Heading(_) | NodeValue::Paragraph => {
                texts.push(String::new());
            }
            NodeValue::Text(text) => {
                texts.last_mut().expect("text stands in something").push_str(text);
            }
            NodeValue::HtmlInline(html) if html == APART => {}
            NodeValue::Document
            | NodeValue::Table(_)
            | NodeValue::TableRow(_)
            | NodeValue::List(_)
            | NodeValue::Item(_)
            | NodeValue::Strong => {}
            other => markup.push(format!("{other:?}")),
        }
    }
    (texts, markup)
}

/// Checks that words reach whoever reads the Markdown as they are, wherever they stand.
#[track_caller]
fn check(words: &str) {
    let said = visible(words).trim().to_owned();
    let column = || [Column::text("a"), Column::text("b")];
    let page = Page::new()
        .heading(words)
        .paragraph(words)
        .table(Table::new(column()).row(Row::new().cell(words).cell(words)))
        .facts(Facts::new().fact("label", Words::new().and(Tone::Quote, words)));
    let markdown = markdown(&page);
    let (texts, markup) = found(&markdown);
    assert!(markup.is_empty(), "{markup:?} of {words:?} in\n{markdown}");
    // A heading or paragraph of nothing is none.
    let texts: Vec<&str> = texts.iter().map(|text| text.trim()).collect();
    let expected: Vec<String> = vec![
        said.clone(),
        said.clone(),
        "a".to_owned(),
        "b".to_owned(),
        said.clone(),
        said.clone(),
        format!("label: {said}").trim().to_owned(),
    ];
    let rid = |text: &&str| !text.is_empty();
    let texts: Vec<&str> = texts.into_iter().filter(rid).collect();
    let expected: Vec<&str> = expected.iter().map(String::as_str).filter(rid).collect();
    assert_eq!(texts, expected, "{words:?} in\n{markdown}");
}

#[test]
fn nothing_that_is_said_becomes_markup() {
    for words in [
        "![picture](https://example.org/a.png)",
        "[words](https://example.org) and [words][1] and [1]: /x",
        "<https://example.org> <b onclick=x>bold</b> <!-- gone --> <script>",
        "https://example.org http://example.org ftp://example.org",
        "www.example.org and WWW.example.org, (www.example.org)",
        "somebody@example.org, mailto:somebody@example.org, xmpp:a@b.org @octocat",
        "a | b || c \\| d \\",
        "| - | - |",
        "---",
        "===",
        "***bold*** __bold__ ~~gone~~ `code` ``more`` $x$ $$x$$ $`x`$",
        "# heading",
        "> [!NOTE] quote",
        "- [ ] task",
        "+ item",
        "1. item",
        "12) item",
        "    code",
        "\tcode",
        "```\ncode",
        "&amp; &lt;b&gt; &#60;",
        "[^1] and [^1]: note",
        "\\",
        "a  \nb",
        "\u{202e}abc",
    ] {
        check(words);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_words_become_markup(words in "([\\[\\](){}<>!`*_~$|&;#:/@\\\\.+=\\- 1wa\n^\"']|www[.]|https?://|[.]org|[.]com|<!--|-->){0,24}") {
        check(&words);
    }
}
