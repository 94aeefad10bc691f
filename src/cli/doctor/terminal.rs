//! The terminal: can it show what is printed?

use std::io::IsTerminal;

use super::{Found, Patient};
use crate::cli::variable;

/// Narrower than this, tables wrap badly.
const NARROW: usize = 60;

pub(super) fn width(_: &Patient) -> Found {
    let told = variable("COLUMNS").map(|columns| columns.to_string_lossy().into_owned());
    let width = match &told {
        None => terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0)),
        Some(told) => match told.parse() {
            Ok(width) => width,
            Err(_) => {
                return Found::wrong(format!("COLUMNS is `{told}`"), "unset it, or give a number");
            }
        },
    };
    if width < NARROW {
        return Found::note(
            format!("{width} columns"),
            "tables need some sixty; `-o plain` never wraps",
        );
    }
    Found::well(format!("{width} columns"))
}

pub(super) fn colour(_: &Patient) -> Found {
    match variable("NO_COLOR") {
        Some(_) => {
            Found::note("NO_COLOR turns colours off", "unset it, or ask for them: --color always")
        }
        None if variable("TERM").is_some_and(|term| term == "dumb") => {
            Found::note("TERM is `dumb`", "colours may be shown as signs: --color never")
        }
        None => Found::well("on a terminal, and in no pipe"),
    }
}

pub(super) fn letters(_: &Patient) -> Found {
    let set =
        ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(|name| Some((name, variable(name)?)));
    let Some((name, locale)) = set else {
        return Found::note(
            "no locale is set",
            "export LANG=C.UTF-8, so that all programs show UTF-8",
        );
    };
    let locale = locale.to_string_lossy().into_owned();
    let plain = locale.to_lowercase().replace('-', "");
    if plain.contains("utf8") {
        return Found::well(format!("{name}={locale}"));
    }
    Found::wrong(format!("{name} is `{locale}`, which is not UTF-8"), "export LC_ALL=C.UTF-8")
}

/// Looks for letters that run from right to left: most terminals show them in another order.
pub(super) fn direction(patient: &Patient) -> Found {
    let leftward = |letter: char| matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fefc}');
    let texts = patient.seeds.iter().flat_map(|seeds| seeds.texts().all());
    if texts.into_iter().any(|text| text.content().chars().any(leftward)) {
        return Found::note(
            "the record has words that run from right to left",
            "many terminals show their letters in another order; `-o html` does not",
        );
    }
    Found::well("all words run from left to right")
}

pub(super) fn screen(_: &Patient) -> Found {
    if std::io::stdout().is_terminal() {
        Found::well("answers go to a terminal")
    } else {
        Found::well("answers go to a pipe or a file")
    }
}
