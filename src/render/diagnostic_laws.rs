use proptest::prelude::*;

use crate::source::{Code, Place, Span};

use super::tests::texts;
use super::*;

fn any_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("\n"),
        Just("\r\n"),
        Just("\r"),
        Just("\t"),
        Just(" "),
        Just("word"),
        Just("北京"),
        Just("e\u{301}"),
        Just("👩\u{200d}👧"),
        Just("سلام"),
        Just("\u{202e}"),
        Just("\u{1b}"),
        Just("\u{feff}"),
        Just("Ж"),
        Just("\u{e0001}7:1"),
        Just("(id: \"x\")"),
        Just("a stretch of words that is so long that several of them never fit on one line"),
        Just("\n\n\n\n\n\n\n\n\n"),
    ];
    proptest::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

fn any_place() -> impl Strategy<Value = Place> {
    let offset = prop_oneof![0..160_u32, 0..20_u32, Just(u32::MAX)];
    (0..2_u32, offset.clone(), offset)
        .prop_map(|(file, start, end)| Place { file: FileIx(file), span: Span { start, end } })
}

proptest! {
    #[test]
    fn no_span_makes_it_panic(
        contents in (any_text(), any_text()),
        labels in proptest::collection::vec((any_place(), any_text()), 0..5),
        patches in proptest::collection::vec((any_place(), any_text()), 0..4),
        width in 0..150_usize,
        colour in any::<bool>(),
    ) {
        let texts = texts(&[("a.ron", &contents.0), ("b.ron", &contents.1)]);
        let mut it = Diagnostic::new(Code::Unexpected, "this").note(contents.0.clone());
        for (place, words) in labels {
            it = it.at(place, words);
        }
        for (place, text) in patches {
            it = it.patch("so?", place, text);
        }
        let drawn = super::diagnostic(&it, &texts, &Screen { width, colour });
        prop_assert!(drawn.ends_with('\n'));
        let steers = drawn.contains([MARK, char::from_u32(0x202e).expect("a character")]);
        prop_assert!(!steers);
        prop_assert_eq!(short(&it, &texts).lines().count(), 1);
        if let Some(label) = it.labels.first() {
            let text = texts.get(label.place.file);
            let position = text.position(label.place.span.start);
            let line = format!("╭▸ {}:{}:", text.name, position.line);
            prop_assert!(colour || drawn.contains(&line), "{} in {}", line, drawn);
        }
    }
}
