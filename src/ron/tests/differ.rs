//! The `ron` crate as the reference: what it reads, we read to the same value.

use std::collections::BTreeMap;

use ::ron::extensions::Extensions;
use ::ron::ser::PrettyConfig;
use proptest::prelude::*;

use super::hostile::{changed, changes};
use super::*;

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Whole {
    text: String,
    #[serde(default)]
    maybe: Option<Inner>,
    number: i64,
    big: u64,
    float: f64,
    list: Vec<Kind>,
    map: BTreeMap<String, Option<bool>>,
    numbers: BTreeMap<i16, char>,
    pair: (u8, Option<String>),
    wrapped: Wrapped,
    unit: (),
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
struct Inner {
    yes: bool,
    small: f32,
    #[expect(clippy::option_option, reason = "both readers must agree on it, sensible or not")]
    deep: Option<Option<Box<Inner>>>,
}

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
struct Wrapped(Vec<String>);

#[derive(Debug, Clone, PartialEq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
enum Kind {
    Unit,
    New(String),
    Boxed(Inner),
    Nested(Wrapped),
    Maybe(Option<i8>),
    Pairs((u8, u8)),
    Tuple(i32, String),
    Struct { a: u8, b: Option<Wrapped> },
}

/// Text without control characters, which only one of the two readers takes.
fn text() -> impl Strategy<Value = String> {
    "[a-z \"\\\\'\n\té“Ж😀\u{301}]{0,8}"
}

fn inner() -> impl Strategy<Value = Inner> {
    let leaf =
        (any::<bool>(), -1e3_f32..1e3).prop_map(|(yes, small)| Inner { yes, small, deep: None });
    leaf.prop_recursive(3, 4, 1, |inner| {
        (any::<bool>(), inner).prop_map(|(yes, deep)| Inner {
            yes,
            small: 0.5,
            deep: Some(Some(Box::new(deep))),
        })
    })
}

fn wrapped() -> impl Strategy<Value = Wrapped> {
    prop::collection::vec(text(), 0..3).prop_map(Wrapped)
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        Just(Kind::Unit),
        text().prop_map(Kind::New),
        inner().prop_map(Kind::Boxed),
        wrapped().prop_map(Kind::Nested),
        any::<Option<i8>>().prop_map(Kind::Maybe),
        any::<(u8, u8)>().prop_map(Kind::Pairs),
        (any::<i32>(), text()).prop_map(|(number, text)| Kind::Tuple(number, text)),
        (any::<u8>(), prop::option::of(wrapped())).prop_map(|(a, b)| Kind::Struct { a, b }),
    ]
}

fn whole() -> impl Strategy<Value = Whole> {
    let first = (text(), prop::option::of(inner()), any::<i64>(), any::<u64>(), -1e9_f64..1e9);
    let second = (
        prop::collection::vec(kind(), 0..4),
        prop::collection::btree_map(text(), any::<Option<bool>>(), 0..3),
        prop::collection::btree_map(any::<i16>(), prop::char::range('a', 'z'), 0..3),
        (any::<u8>(), prop::option::of(text())),
        wrapped(),
    );
    (first, second).prop_map(|((text, maybe, number, big, float), second)| {
        let (list, map, numbers, pair, wrapped) = second;
        let unit = ();
        Whole { text, maybe, number, big, float, list, map, numbers, pair, wrapped, unit }
    })
}

pub(super) fn reference() -> ::ron::Options {
    ::ron::Options::default()
        .with_default_extension(Extensions::IMPLICIT_SOME)
        .with_default_extension(Extensions::UNWRAP_NEWTYPES)
        .with_default_extension(Extensions::UNWRAP_VARIANT_NEWTYPES)
}

fn printed(value: &Whole, style: usize) -> String {
    let extensions = Extensions::IMPLICIT_SOME
        | Extensions::UNWRAP_NEWTYPES
        | Extensions::UNWRAP_VARIANT_NEWTYPES;
    let pretty = PrettyConfig::new().extensions(extensions);
    let printed = match style {
        0 => reference().to_string(value),
        1 => reference().to_string_pretty(value, PrettyConfig::new()),
        2 => ::ron::ser::to_string_pretty(value, pretty),
        3 => ::ron::ser::to_string_pretty(value, pretty.struct_names(true).compact_arrays(true)),
        _ => ::ron::ser::to_string_pretty(value, pretty.escape_strings(false).new_line("\r\n")),
    };
    printed.unwrap()
}

/// Whether the two readers may differ about a text, as the module's documentation lists.
fn excepted(faults: &[Diagnostic]) -> bool {
    faults.iter().any(|it| {
        matches!(it.code, Code::ControlCharacter | Code::DuplicateKey | Code::TooLarge)
            || it.message.starts_with("`Some` needs")
    })
}

fn agree<'a, T: Deserialize<'a> + PartialEq + std::fmt::Debug>(
    text: &'a str,
) -> Result<(), TestCaseError> {
    let ours = all::<T>(text);
    match reference().from_str::<T>(text) {
        Ok(value) if !excepted(&ours.faults) => {
            prop_assert_eq!(&ours.faults, &[], "{}", text);
            prop_assert_eq!(ours.value.unwrap(), value, "{}", text);
        }
        Ok(_) => {}
        Err(error) => prop_assert!(!ours.faults.is_empty(), "{error}: {text}"),
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_ron_prints_both_read_alike(value in whole(), style in 0..5_usize) {
        let text = printed(&value, style);
        let theirs = reference().from_str::<Whole>(&text).unwrap();
        let ours = all::<Whole>(&text);
        prop_assert_eq!(&ours.faults, &[], "{}", text);
        prop_assert_eq!(ours.value.unwrap(), theirs);
    }

    #[test]
    fn changed_texts_are_accepted_alike(value in whole(), style in 0..5_usize, changes in changes()) {
        agree::<Whole>(&changed(&printed(&value, style), &changes[..1]))?;
    }

    #[test]
    fn small_texts_are_accepted_alike(text in "(Unit|New|Boxed|Maybe|Pairs|Tuple|Struct|Some|None)?[(]?(a: ?|yes: ?|1|-5|0x1_f|\"a\"|true|, ?|[(]|[)]|None|Some| |//|r#a|1_0.5e2|'x'){0,5}[)]?") {
        agree::<Kind>(&text)?;
        agree::<Option<Kind>>(&text)?;
        agree::<Option<(u8, Option<i8>)>>(&text)?;
        agree::<Option<()>>(&text)?;
        agree::<f64>(&text)?;
        agree::<u8>(&text)?;
    }

    #[test]
    fn numbers_are_accepted_alike(text in "[+-]?(0x|0b|0o)?[0-9a-f_]{0,5}[.]?[0-9_]{0,3}(e[+-]?[0-9_]{0,2})?(i8|u8|i64|f32|f64|u)?") {
        agree::<i8>(&text)?;
        agree::<u64>(&text)?;
        agree::<f32>(&text)?;
        agree::<f64>(&text)?;
    }
}
