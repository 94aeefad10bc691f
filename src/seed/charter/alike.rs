//! Names that are easily taken for one another, or that are not written as they seem to be.
//!
//! What is alike is what Unicode calls confusable (UTS 39): `о` and `o`, `1` and `l`. It is only told: who the
//! parties are the charter says, and nothing is renamed.

use std::collections::BTreeMap;

use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_security::MixedScript;

use crate::register::{Names, Numbered, Register};
use crate::source::{Code, Diagnostic, FileIx, Place};

/// A name, and where it is declared.
type Declared<'r> = (&'r str, Place);

/// Tells what is doubtful about the names that a charter declares, each sort among its own.
pub(super) fn check(register: &Register, faults: &mut Vec<Diagnostic>) {
    let actors = &register.actors;
    let named = actors.indices().map(|ix| (actors[ix].name.as_str(), actors.place(ix)));
    let mut check = Check { charter: register.charter, faults };
    check.ids(actors);
    check.ids(&register.issues);
    check.ids(&register.places);
    check.ids(&register.documents);
    check.ids(&register.packages);
    check.names(named);
}

struct Check<'f> {
    /// What an outer charter declares is told where that one is read for itself.
    charter: FileIx,
    faults: &'f mut Vec<Diagnostic>,
}

impl Check<'_> {
    fn ids<T: Numbered>(&mut self, names: &Names<T>) {
        let ids: Vec<Declared<'_>> =
            names.indices().map(|ix| (names.id(ix), names.place(ix))).collect();
        for (id, place) in ids.iter().filter(|(id, _)| !id.is_ascii()) {
            if place.file == self.charter && !id.is_single_script() {
                self.faults.push(mixed(id, *place));
            }
        }
        self.names(ids);
    }

    fn names<'r>(&mut self, names: impl IntoIterator<Item = Declared<'r>>) {
        let mut looks: BTreeMap<String, Declared<'_>> = BTreeMap::new();
        for (name, place) in names {
            if place.file == self.charter && !is_nfc(name) {
                self.faults.push(decomposed(name, place));
            }
            let look = unicode_security::skeleton(name).collect();
            let first = *looks.entry(look).or_insert((name, place));
            let own = place.file == self.charter || first.1.file == self.charter;
            if own && first.0 != name {
                self.faults.push(alike(first, (name, place)));
            }
        }
    }
}

fn alike(first: Declared<'_>, second: Declared<'_>) -> Diagnostic {
    let message = format!("`{}` is easily taken for `{}`", second.0, first.0);
    let fault = Diagnostic::new(Code::Alike, message).at(second.1, "second").at(first.1, "first");
    let letters = first.0.nfc().zip(second.0.nfc());
    let fault = match letters.into_iter().find(|(one, other)| one != other) {
        Some((one, other)) => {
            fault.note(format!("the first has {}, the second {}", letter(one), letter(other)))
        }
        None => fault,
    };
    fault.help("rename one of them, or use one for both if they are the same")
}

fn mixed(id: &str, place: Place) -> Diagnostic {
    let odd: Vec<String> = id
        .chars()
        .filter(|one| one.is_alphabetic() && !one.is_ascii())
        .take(3)
        .map(letter)
        .collect();
    Diagnostic::new(Code::MixedScripts, format!("`{id}` has letters of several scripts"))
        .at(place, "some of them may not be what they look like")
        .note(format!("among them {}", odd.join(", ")))
        .help("write it with the letters of one script")
}

fn decomposed(name: &str, place: Place) -> Diagnostic {
    Diagnostic::new(Code::Decomposed, format!("`{name}` is not in its normal form"))
        .at(place, "written with letters and marks apart")
        .note("the same name in its normal form (NFC) would be another one")
        .help("write each letter with its mark as one character")
}

fn letter(letter: char) -> String {
    format!("`{letter}` (U+{:04X})", u32::from(letter))
}
