use crate::source::{Code, Place, Span};

use super::*;

const WIDE: Screen = Screen { width: 100, colour: false };

const CHARTER: &str = "\
Charter(
    people: {
        \"zelensky\": \"Volodymyr Zelensky, President\",
    },
)
";

const DISPATCH: &str = "\
Dispatch(
    reported: \"2025-12-07\",
    events: [
        Meeting(id: \"call\", present: [\"zelenski\", \"witkoff\"]),
    ],
)
";

pub(super) fn texts(content: &[(&str, &str)]) -> Texts {
    let mut res = Texts::default();
    for (name, content) in content {
        res.add(Text::new(*name, *content));
    }
    res
}

/// Returns the place of the first `words` in a text.
fn place(texts: &Texts, file: u32, words: &str) -> Place {
    let start = texts.get(FileIx(file)).content().find(words).expect("the words are there");
    Place { file: FileIx(file), span: Span::new(start, start + words.len()) }
}

fn at(file: u32, start: usize, end: usize) -> Place {
    Place { file: FileIx(file), span: Span::new(start, end) }
}

fn check(diagnostic: &Diagnostic, texts: &Texts, expected: &str) {
    let drawn = super::diagnostic(diagnostic, texts, &WIDE);
    assert_eq!(drawn.trim_end(), expected.trim(), "\n{drawn}");
}

fn draw_one(content: &str, span: (usize, usize)) -> String {
    let texts = texts(&[("a.ron", content)]);
    let it = Diagnostic::new(Code::Unexpected, "this").at(at(0, span.0, span.1), "here");
    super::diagnostic(&it, &texts, &WIDE)
}

#[test]
fn both_places_a_note_and_a_patch_are_drawn() {
    let texts = texts(&[("seeds/1.ron", DISPATCH), ("charter.ron", CHARTER)]);
    let it = Diagnostic::new(Code::UnknownName, "nobody is called `zelenski`")
        .at(place(&texts, 0, "\"zelenski\""), "not declared")
        .at(place(&texts, 1, "\"zelensky\""), "a person with a similar id")
        .note("people are declared in the charter")
        .patch("did you mean `zelensky`?", place(&texts, 0, "zelenski"), "zelensky");
    check(
        &it,
        &texts,
        r#"
error[E0101]: nobody is called `zelenski`
  ╭▸ seeds/1.ron:4:39
  │
4 │         Meeting(id: "call", present: ["zelenski", "witkoff"]),
  │                                       ━━━━━━━━━━ not declared
  │
  ⸬  charter.ron:3:9
  │
3 │         "zelensky": "Volodymyr Zelensky, President",
  │         ────────── a person with a similar id
  │
  ╰ note: people are declared in the charter
help: did you mean `zelensky`?
  ╭╴
4 -         Meeting(id: "call", present: ["zelenski", "witkoff"]),
4 +         Meeting(id: "call", present: ["zelensky", "witkoff"]),
  ╰╴
"#,
    );
}

/// Checks what is drawn of one label that says "here".
fn check_place(content: &str, span: (usize, usize), expected: &str) {
    let drawn = draw_one(content, span);
    assert_eq!(drawn.trim_end(), format!("error[E0503]: this\n{}", expected.trim_matches('\n')));
}

#[test]
fn what_has_no_place_is_a_title_with_its_notes() {
    let it = Diagnostic::new(Code::NoCharter, "no charter").note("one").help("two");
    check(
        &it,
        &texts(&[]),
        "
error[E0602]: no charter
 │
 ├ note: one
 ╰ help: two
",
    );
    check(&Diagnostic::new(Code::NoCharter, "bare"), &texts(&[]), "error[E0602]: bare");
}

#[test]
fn a_warning_is_called_a_warning() {
    let it = Diagnostic::new(Code::PulledForward, "odd");
    check(&it, &texts(&[]), "warning[W0305]: odd");
    assert_eq!(short(&it, &texts(&[])), "warning[W0305]: odd\n");
}

#[test]
fn the_short_form_is_one_line_with_the_first_place() {
    let texts = texts(&[("a.ron", "Київ: x")]);
    let it = Diagnostic::new(Code::WrongType, "not\nthis").at(place(&texts, 0, "x"), "here");
    assert_eq!(short(&it, &texts), "a.ron:1:7: error[E0507]: not this\n");
}

#[test]
fn tabs_are_four_blanks_and_one_column() {
    check_place(
        "a\tb\tcd\n",
        (4, 6),
        "
  ╭▸ a.ron:1:5
  │
1 │ a    b    cd
  ╰╴          ━━ here
",
    );
}

#[test]
fn windows_line_breaks_are_not_drawn() {
    let drawn = draw_one("ab\r\ncd\r\n", (1, 8));
    assert!(drawn.contains("1 │   ab\n") && drawn.contains("2 │ ┃ cd\n"), "{drawn}");
    assert!(draw_one("ab\r\ncd", (3, 3)).contains("╭▸ a.ron:1:3\n"), "between the two characters");
}

#[test]
fn the_end_of_a_text_can_be_pointed_at() {
    check_place(
        "ab\ncd\n",
        (6, 6),
        "
  ╭▸ a.ron:3:1
  │
3 │
  ╰╴━ here
",
    );
    check_place(
        "ab\ncd",
        (5, 5),
        "
  ╭▸ a.ron:2:3
  │
2 │ cd
  ╰╴  ━ here
",
    );
    check_place(
        "",
        (0, 9),
        "
  ╭▸ a.ron:1:1
  │
1 │
  ╰╴━ here
",
    );
}

#[test]
fn wide_and_combining_characters_are_underlined_by_width() {
    let content = "e\u{301}x \"北京\" Київ z";
    check_place(
        content,
        (5, 13),
        "
  ╭▸ a.ron:1:5
  │
1 │ e\u{301}x \"北京\" Київ z
  ╰╴   ━━━━━━ here
",
    );
}

#[test]
fn a_span_over_a_few_lines_is_drawn_whole() {
    check_place(
        "a(\n  b\n)\n",
        (1, 8),
        "
  ╭▸ a.ron:1:2
  │
1 │   a(
  │ ┏━━┛
2 │ ┃   b
3 │ ┃ )
  ╰╴┗━┛ here
",
    );
}

#[test]
fn of_a_span_over_very_many_lines_the_first_is_drawn() {
    check_place(
        &"line\n".repeat(1000),
        (11, 4000),
        "
  ╭▸ a.ron:3:2
  │
3 │ line
  ╰╴ ━━━ here
",
    );
}

#[test]
fn labels_far_apart_in_one_text_have_an_excerpt_each() {
    let texts = texts(&[("a.ron", &"line one\n".repeat(2000))]);
    let it = Diagnostic::new(Code::DuplicateId, "twice")
        .at(at(0, 9004, 9007), "second")
        .at(at(0, 9014, 9017), "near")
        .at(at(0, 9, 13), "first");
    check(
        &it,
        &texts,
        "
error[E0401]: twice
     ╭▸ a.ron:1001:5
     │
1001 │ line one
     │     ━━━ second
1002 │ line one
     │      ─── near
     │
     ⸬  a.ron:2:1
     │
   2 │ line one
     ╰╴──── first
",
    );
}

#[test]
fn a_huge_line_is_cropped_and_its_column_stays_true() {
    let line = format!("{}here{}", "ж".repeat(1_000_000), "y".repeat(20_000_000));
    let drawn = draw_one(&format!("\n{line}"), (2_000_001, 2_000_005));
    assert!(drawn.contains("╭▸ a.ron:2:1000001\n"), "{drawn}");
    assert!(drawn.contains("2 │ … жжж") && drawn.contains("жhereyy"), "{drawn}");
    let column = |mark: &str| {
        let line = drawn.lines().find(|line| line.contains(mark)).expect("drawn");
        line[..line.find(mark).expect("found")].chars().count()
    };
    assert_eq!(column("herey"), column("━━━━ here"));
    assert!(drawn.len() < 1000, "{}", drawn.len());
}

#[test]
fn a_huge_line_is_cropped_in_a_patch_too() {
    let texts = texts(&[("a.ron", &format!("{}here{}", "x".repeat(5000), "y".repeat(5000)))]);
    let it = Diagnostic::new(Code::Unexpected, "this").at(at(0, 5000, 5004), "").patch(
        "so?",
        at(0, 5000, 5004),
        "there",
    );
    let drawn = super::diagnostic(&it, &texts, &WIDE);
    assert!(drawn.contains("xtherey") && drawn.contains(" …\n"), "{drawn}");
    assert!(drawn.lines().all(|line| line.chars().count() <= 100), "{drawn}");
}

#[test]
fn patches_that_overlap_are_drawn_one_by_one() {
    let texts = texts(&[("a.ron", "abcdef\n"), ("empty.ron", "")]);
    let it = Diagnostic::new(Code::Unexpected, "this")
        .at(at(0, 1, 3), "")
        .patch("one?", at(0, 1, 4), "X")
        .patch("two?", at(0, 2, 6), "Y")
        .patch("three?", at(0, 3, 3), "Z")
        .patch("four?", at(1, 0, 0), "new")
        .patch("none?", at(0, 1, 2), "b");
    check(
        &it,
        &texts,
        "
error[E0503]: this
  ╭▸ a.ron:1:2
  │
1 │ abcdef
  │  ━━
  ╰╴
help: one?
  ╭╴
1 - abcdef
1 + aXef
  ╰╴
help: two?
  ╭╴
1 - abcdef
1 + abY
  ╰╴
help: three?
  ╭╴
1 │ abcZdef
  ╰╴   +
help: four?
  ╭▸ empty.ron:1:1
  │
1 │ new
  ╰╴
help: none?
  ─▸ a.ron:1:2
",
    );
}

#[test]
fn long_messages_and_notes_are_wrapped() {
    let it = Diagnostic::new(Code::NoCharter, "word ".repeat(30)).note("word ".repeat(30));
    let drawn = super::diagnostic(&it, &texts(&[]), &Screen { width: 50, colour: false });
    assert!(
        drawn.lines().count() > 6 && drawn.lines().all(|it| it.chars().count() <= 50),
        "{drawn}"
    );
}

/// A diagnostic with `words` in every string it has.
fn saying(words: &str) -> (Diagnostic, Texts) {
    let texts = texts(&[(words, words), (words, words)]);
    let it = Diagnostic::new(Code::Unexpected, words)
        .at(at(0, 0, words.len()), words)
        .at(at(1, 0, 1), words)
        .note(words)
        .help(words)
        .patch(words, at(0, 0, 1), words)
        .patch(words, at(1, 1, 1), words);
    (it, texts)
}

#[test]
fn nothing_that_steers_a_terminal_is_printed() {
    let steering = "\u{1b}[31m\u{202e}\u{9b}\u{200b}\u{2028}\u{7}\r\u{e0001}0\u{200f}";
    let (it, texts) = saying(steering);
    let drawn = super::diagnostic(&it, &texts, &WIDE) + &short(&it, &texts);
    for character in steering.chars().filter(|it| !it.is_ascii_graphic()) {
        assert!(!drawn.contains(character), "{character:?} in {drawn:?}");
    }
}

#[test]
fn colour_adds_only_styles() {
    let (it, texts) = saying("some words");
    let drawn = super::diagnostic(&it, &texts, &Screen { width: 100, colour: true });
    let mut bare = String::new();
    for (index, part) in drawn.split("\u{1b}[").enumerate() {
        bare += if index == 0 { part } else { part.split_once('m').expect("a style").1 };
    }
    let bare: String = bare.lines().flat_map(|line| [line.trim_end(), "\n"]).collect();
    assert_ne!(drawn, bare);
    assert_eq!(bare, super::diagnostic(&it, &texts, &WIDE));
}
