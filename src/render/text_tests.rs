use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

use super::super::Column;
use super::*;

fn drawn(page: &Page, width: usize) -> String {
    text(page, &Screen { width, colour: false })
}

fn check(page: &Page, width: usize, expected: &str) {
    let drawn = drawn(page, width);
    assert_eq!(drawn, expected.trim_start_matches('\n'), "\n{drawn}");
}

fn board() -> Table {
    let columns = [
        Column::short("ISSUE"),
        Column::short("STAGE"),
        Column::short("SINCE"),
        Column::text("ON WHOSE WORD"),
    ];
    Table::new(columns)
        .row(
            Row::new()
                .cell("territory")
                .cell(Words::toned(Tone::Bad, "✗ Disputed"))
                .cell("7 Dec ~")
                .cell("a source [1] via Axios"),
        )
        .row(Row::from(["donbas", "· Raised", "7 Dec ~", "another source [2]"]).at_depth(1))
        .row(["next-steps", "✓ Agreed", "6 Dec", "Zelensky on X (public); one side only"])
}

#[test]
fn a_board_has_a_title_a_remark_and_aligned_columns() {
    let page = Page::new().title("Peace talks", "as of Sun 7 Dec 2025").blank().table(board());
    check(
        &page,
        80,
        "
Peace talks                                                 as of Sun 7 Dec 2025

ISSUE       STAGE       SINCE    ON WHOSE WORD
territory   ✗ Disputed  7 Dec ~  a source [1] via Axios
  donbas    · Raised    7 Dec ~  another source [2]
next-steps  ✓ Agreed    6 Dec    Zelensky on X (public); one side only
",
    );
}

#[test]
fn with_less_room_the_text_wraps_and_the_remark_goes_below() {
    let page =
        Page::new().title("Peace talks", "as of Sunday, 7 December 2025, as known on Monday");
    check(
        &page.table(board()),
        52,
        "
Peace talks
as of Sunday, 7 December 2025, as known on Monday
ISSUE       STAGE       SINCE    ON WHOSE WORD
territory   ✗ Disputed  7 Dec ~  a source [1] via
                                 Axios
  donbas    · Raised    7 Dec ~  another source [2]
next-steps  ✓ Agreed    6 Dec    Zelensky on X
                                 (public); one side
                                 only
",
    );
}

#[test]
fn with_no_room_for_a_table_each_row_becomes_facts() {
    check(
        &Page::new().table(board()),
        32,
        "
territory
  STAGE          ✗ Disputed
  SINCE          7 Dec ~
  ON WHOSE WORD  a source [1]
                 via Axios
  donbas
    STAGE          · Raised
    SINCE          7 Dec ~
    ON WHOSE WORD  another
                   source [2]
next-steps
  STAGE          ✓ Agreed
  SINCE          6 Dec
  ON WHOSE WORD  Zelensky on X
                 (public); one
                 side only
",
    );
}

#[test]
fn columns_of_text_share_the_room() {
    let columns = ["ISSUE", "RUSSIA", "US"];
    let table = Table::new(columns.map(Column::text)).row([
        "territory",
        "wants Ukraine’s withdrawal from parts of Donbas",
        "trying to form new ideas about it",
    ]);
    check(
        &Page::new().table(table),
        50,
        "
ISSUE      RUSSIA              US
territory  wants Ukraine’s     trying to form new
           withdrawal from     ideas about it
           parts of Donbas
",
    );
}

#[test]
fn a_table_without_headings_has_no_line_for_them() {
    let table = Table::new([Column::short(""), Column::text("")]).row(["a", "one"]).row(["bc"]);
    check(&Page::new().table(table), 40, "a   one\nbc\n");
}

#[test]
fn more_cells_than_columns_are_shown_all_the_same() {
    let table = Table::new([Column::short("A")]).row(["a", "one", "two"]);
    check(&Page::new().table(table), 40, "A\na  one  two\n");
}

#[test]
fn facts_hang_behind_their_labels() {
    let facts = Facts::new()
        .fact("because", "guarantees-1")
        .line(Words::toned(Tone::Quote, "“notable progress during the call”"))
        .fact("said by", "one source, unnamed, via Axios, who may be the same person");
    check(
        &Page::new().heading("Why").facts(facts).paragraph("That is all."),
        40,
        "
Why
because  guarantees-1
         “notable progress during the
         call”
said by  one source, unnamed, via Axios,
         who may be the same person
That is all.
",
    );
}

#[test]
fn words_of_every_script_line_up() {
    let words = [
        "plain",
        "Зеленський",
        "سلام دنیا",
        "北京会谈",
        "e\u{301}te\u{301}",
        "🤝 ok",
        "می\u{200c}خواهم",
    ];
    let mut table = Table::new([Column::short("A"), Column::text("B")]);
    for word in words {
        table.push([word, "|"]);
    }
    let drawn = drawn(&Page::new().table(table), 40);
    let columns: Vec<usize> =
        drawn.lines().skip(1).map(|line| line.trim_end_matches('|').width()).collect();
    assert_eq!(columns, vec![12; words.len()], "\n{drawn}");
}

#[test]
fn an_unbreakable_word_is_broken() {
    check(&Page::new().paragraph("x".repeat(25)), 10, "xxxxxxxxxx\nxxxxxxxxxx\nxxxxx\n");
}

#[test]
fn colour_marks_words_and_changes_nothing_else() {
    let words = Words::toned(Tone::Good, "✓ all is agreed")
        .and(Tone::Plain, " by ")
        .and(Tone::Strong, "us");
    let page = Page::new().paragraph(words);
    let coloured = text(&page, &Screen { width: 10, colour: true });
    assert_eq!(
        coloured,
        "\u{1b}[32m✓ all is\u{1b}[0m\n\u{1b}[32magreed\u{1b}[0m by\n\u{1b}[1mus\u{1b}[0m\n"
    );
    assert_eq!(drawn(&page, 10), "✓ all is\nagreed by\nus\n");
}

#[test]
fn a_tone_goes_on_in_the_next_line_of_its_own_cell_only() {
    let row = Row::new().cell(Words::toned(Tone::Bad, "one two")).cell("three four five six");
    let table = Table::new([Column::text(""), Column::text("")]).row(row);
    let coloured = text(&Page::new().table(table), &Screen { width: 21, colour: true });
    assert_eq!(coloured, "\u{1b}[31mone two\u{1b}[0m  three four\n         five six\n");
}

/// A page with `words` in every string it has.
fn saying(words: &str) -> Page {
    let row = Row::new().cell(words).cell(words).cell(words).at_depth(1);
    Page::new()
        .title(words, words)
        .heading(words)
        .paragraph(words)
        .table(Table::new([Column::short(words), Column::text(words)]).row(row))
        .facts(Facts::new().fact(words, words).line(words))
}

#[test]
fn nothing_that_steers_a_terminal_is_printed() {
    let steering = "\u{1b}[31m\u{202e}\u{9b}\u{200b}\u{2028}\u{7}\r\u{e0001}\u{200f}";
    for width in [3, 30, 300] {
        let drawn = drawn(&saying(steering), width);
        for character in steering.chars().filter(|it| !it.is_ascii_graphic()) {
            assert!(!drawn.contains(character), "{character:?} in {drawn:?}");
        }
    }
}

#[test]
fn nothing_is_drawn_of_nothing() {
    check(&Page::new(), 80, "");
    check(&Page::new().table(Table::new([])).facts(Facts::new()), 80, "");
}

fn any_words() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just(" "),
        Just("  "),
        Just("word"),
        Just("北京"),
        Just("e\u{301}"),
        Just("👩\u{200d}👧"),
        Just("سلام لا"),
        Just("\u{202e}"),
        Just("\u{1b}"),
        Just("\u{a0}"),
        Just("\u{3000}"),
        Just("unbreakable-and-rather-long"),
        Just("\u{301}"),
        Just("❤\u{fe0f}"),
        Just("\n"),
    ];
    proptest::collection::vec(part, 0..8).prop_map(|parts| parts.concat())
}

/// What is left of a text when only its ink counts.
fn ink(text: &str) -> Vec<char> {
    text.chars().filter(|it| !it.is_whitespace()).collect()
}

#[test]
fn a_title_of_marks_that_take_no_room_is_no_wider_than_the_screen() {
    let page = Page::new().title("\u{301}", "\u{301}");
    for width in 2..6 {
        assert!(drawn(&page, width).lines().all(|line| line.width() <= width), "{width}");
    }
}

proptest! {
    #[test]
    fn no_line_is_wider_than_the_screen(words in any_words(), width in 2..120_usize) {
        let drawn = drawn(&saying(&words), width);
        for line in drawn.lines() {
            prop_assert!(line.width() <= width, "{:?} > {}", line, width);
            prop_assert_eq!(line, line.trim_end());
        }
    }

    #[test]
    fn a_paragraph_loses_no_character(words in any_words(), width in 0..60_usize) {
        let drawn = drawn(&Page::new().paragraph(words.as_str()), width);
        prop_assert_eq!(ink(&drawn), ink(&crate::render::visible(&words)));
    }

    #[test]
    fn colour_moves_nothing(words in any_words(), width in 0..60_usize) {
        let tones = [Tone::Plain, Tone::Strong, Tone::Faint, Tone::Good, Tone::Quote];
        let mut toned = Words::new();
        for (part, tone) in words.split(' ').zip(tones.into_iter().cycle()) {
            toned.push(tone, part.to_owned() + " ");
        }
        let page = Page::new().paragraph(toned.clone()).table(
            Table::new([Column::short(""), Column::text("")]).row([toned.clone(), toned]),
        );
        let coloured = text(&page, &Screen { width, colour: true });
        let bare: String = coloured
            .split("\u{1b}[")
            .enumerate()
            .map(|(index, part)| if index == 0 { part } else { part.split_once('m').map_or(part, |it| it.1) })
            .collect();
        prop_assert_eq!(bare, drawn(&page, width));
    }
}
