//! The walls between the folders of `src/`: who may use whom, who may touch the world, how long a
//! file may grow.
//!
//! Read as text on purpose: a wall must also hold in code that is not compiled on this machine. What
//! reads the text is tested on made-up snippets below, so that it cannot rot into always passing.

#![expect(clippy::disallowed_methods, reason = "the walls are held against the files")]

mod reading;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use rapporteur::event::Kind;
use reading::{Source, Use};

/// Which folders each folder of `src/` may use. A row names only rows above it, so nothing can ever
/// use itself in a circle.
const WALLS: [(&str, &[&str]); 21] = [
    ("parallel", &[]),
    ("disk", &[]),
    ("model", &[]),
    ("source", &[]),
    ("store", &["disk"]),
    ("ron", &["source"]),
    ("lifecycle", &["model", "source", "ron"]),
    ("register", &["model", "source", "lifecycle"]),
    ("event", &["model", "source", "ron", "lifecycle", "register"]),
    ("query", &["model", "lifecycle", "register", "event"]),
    (
        "seed",
        &["parallel", "disk", "model", "source", "store", "ron", "lifecycle", "register", "event"],
    ),
    ("import", &["model", "source", "ron", "lifecycle"]),
    ("record", &["model", "source", "ron", "lifecycle", "register", "event", "query", "seed"]),
    ("state", &["parallel", "model", "source", "lifecycle", "register", "event", "record"]),
    ("index", &["disk", "source", "seed", "record", "state"]),
    (
        "snapshot",
        &["disk", "model", "source", "store", "ron", "register", "event", "record", "state"],
    ),
    ("seal", &["disk", "model", "source", "store", "ron", "record"]),
    ("redact", &["model", "source", "ron", "event", "seed", "record"]),
    ("render", &["source"]),
    (
        "report",
        &[
            "parallel",
            "model",
            "source",
            "lifecycle",
            "register",
            "event",
            "query",
            "record",
            "state",
            "snapshot",
            "seal",
            "redact",
            "render",
        ],
    ),
    (
        "cli",
        &[
            "model",
            "source",
            "store",
            "lifecycle",
            "register",
            "event",
            "query",
            "seed",
            "import",
            "record",
            "parallel",
            "state",
            "index",
            "snapshot",
            "seal",
            "redact",
            "report",
            "render",
        ],
    ),
];

/// Tests that go the whole way from text, and so use what their folder may not.
const WHOLE_WAY: [(&str, &[&str]); 1] = [("state/tests/", &["seed"])];

/// What belongs to the edge, as the beginning of a path.
const WORLD: [&str; 15] = [
    "std::fs",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "std::io::stdin",
    "std::io::stdout",
    "std::io::stderr",
    "std::time::SystemTime",
    "std::time::Instant",
    "std::*",
    "chrono::Local",
    "chrono::*",
    "chrono::Utc::now",
    "Utc::now",
];

/// Where the edge is, as the beginning of a file's path, and what it may touch there.
const EDGE: [(&str, &[&str]); 13] = [
    ("main.rs", &["std::process"]),
    ("cli/doctor/disk.rs", &["std::fs"]),
    ("cli/", &["std::env", "std::process", "std::thread", "std::io", "std::time", "chrono"]),
    ("disk/", &["std::fs", "std::env", "std::process"]),
    ("seed/dir.rs", &["std::fs"]),
    ("seed/git.rs", &["std::process"]),
    ("seed/write.rs", &["std::fs", "std::process"]),
    ("seed/stamp.rs", &["std::fs", "std::time"]),
    ("index/dir.rs", &["std::fs"]),
    ("snapshot/dir.rs", &["std::fs"]),
    ("store/real.rs", &["std::fs", "std::process"]),
    ("seal/dir.rs", &["std::fs"]),
    ("seal/sign.rs", &["std::process"]),
];

/// The most lines of a file, tests included.
const LONGEST: usize = 600;

#[test]
fn no_folder_uses_one_that_the_table_does_not_give_it() {
    let faults: Vec<String> =
        sources().iter().flat_map(|source| breaches(source, &WALLS)).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn only_the_edge_touches_the_world() {
    let faults: Vec<String> = sources().iter().flat_map(touches).collect();
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_folder_is_in_the_table_and_in_the_library() {
    let listed: BTreeSet<String> = WALLS.iter().map(|(folder, _)| (*folder).to_owned()).collect();
    let mut folders = BTreeSet::new();
    for entry in fs::read_dir(src()).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            folders.insert(name);
        } else {
            assert!(["lib.rs", "main.rs"].contains(&&*name), "src/{name} belongs into a folder");
        }
    }
    assert_eq!(folders, listed);
    let library = fs::read_to_string(src().join("lib.rs")).unwrap();
    let modules =
        library.lines().filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'));
    assert_eq!(modules.map(str::to_owned).collect::<BTreeSet<_>>(), listed);
}

#[test]
fn no_folder_can_be_used_in_a_circle() {
    for (at, (folder, uses)) in WALLS.iter().enumerate() {
        for used in *uses {
            let above = WALLS[..at].iter().any(|(other, _)| other == used);
            assert!(above, "`{folder}` may use `{used}`, which is not above it in the table");
        }
    }
}

#[test]
fn a_kind_is_one_file_and_one_line_of_the_list() {
    let folder = src().join("event/kinds");
    let list = fs::read_to_string(folder.join("mod.rs")).unwrap();
    let lines = list.lines().skip_while(|line| *line != "kinds! {").skip(1);
    let lines: Vec<(&str, &str)> = lines
        .take_while(|line| *line != "}")
        .map(|line| {
            line.trim().strip_suffix(',').and_then(|line| line.split_once("::")).expect(line)
        })
        .collect();
    let kinds: Vec<&str> = lines.iter().map(|(_, kind)| *kind).collect();
    assert_eq!(kinds, Kind::ALL.iter().map(|kind| kind.name()).collect::<Vec<_>>());
    for (file, kind) in &lines {
        assert_eq!(*file, snake(kind), "a file is called like its kind");
        let text = fs::read_to_string(folder.join(format!("{file}.rs"))).unwrap();
        assert!(text.contains(&format!("pub struct {kind}<")), "{file}.rs defines {kind}");
    }
    let listed: BTreeSet<String> = lines.iter().map(|(file, _)| format!("{file}.rs")).collect();
    let files = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name());
    let files = files.map(|name| name.into_string().unwrap()).filter(|name| name != "mod.rs");
    assert_eq!(files.collect::<BTreeSet<_>>(), listed);
}

#[test]
fn no_file_is_too_long_to_be_read() {
    for source in sources() {
        let lines = source.text.lines().count();
        assert!(lines <= LONGEST, "src/{} has {lines} lines, of at most {LONGEST}", source.path);
    }
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn sources() -> Vec<Source> {
    let mut sources = Vec::new();
    let mut folders = vec![src()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path
                    .strip_prefix(src())
                    .expect("below src")
                    .to_string_lossy()
                    .replace('\\', "/");
                sources.push(Source::new(name, fs::read_to_string(&path).expect("a text")));
            }
        }
    }
    assert!(sources.len() > 50, "the walls are held against something");
    reading::mount(&mut sources);
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    sources
}

fn snake(kind: &str) -> String {
    let mut res = String::new();
    for letter in kind.chars() {
        if letter.is_uppercase() && !res.is_empty() {
            res.push('_');
        }
        res.extend(letter.to_lowercase());
    }
    res
}

/// Returns what of a file is against a table of walls.
fn breaches(source: &Source, walls: &[(&str, &[&str])]) -> Vec<String> {
    let Some((folder, _)) = source.path.split_once('/') else {
        // `lib.rs` and `main.rs` are above all walls.
        return Vec::new();
    };
    let allowed =
        walls.iter().find(|(other, _)| *other == folder).map_or(&[][..], |(_, uses)| uses);
    let tests = WHOLE_WAY.iter().filter(|(tests, _)| source.path.starts_with(tests));
    let whole_way: Vec<&str> = tests.flat_map(|(_, uses)| *uses).copied().collect();
    let mut faults = Vec::new();
    for Use { line, folder: used } in source.uses() {
        if used != folder && !allowed.contains(&&*used) && !whole_way.contains(&&*used) {
            faults.push(format!("src/{}:{line}: `{folder}` may not use `{used}`", source.path));
        }
    }
    faults
}

/// Returns where a file touches the world and is not the edge that may.
fn touches(source: &Source) -> Vec<String> {
    let edges = EDGE.iter().filter(|(file, _)| source.path.starts_with(file));
    let open: Vec<&str> = edges.flat_map(|(_, open)| *open).copied().collect();
    let mut faults = Vec::new();
    for (line, path) in source.paths() {
        let path = path.join("::");
        let begins = |with: &str| path == with || path.starts_with(&format!("{with}::"));
        if WORLD.iter().any(|touch| begins(touch)) && !open.iter().any(|touch| begins(touch)) {
            faults.push(format!("src/{}:{line}: `{path}` belongs to the edge", source.path));
        }
    }
    faults
}

fn snippet(path: &str, text: &str) -> Source {
    Source::new(path.to_owned(), text.to_owned())
}

/// Checks what the walls have against a made-up file, as `line folder`.
#[track_caller]
fn check_uses(path: &str, text: &str, expected: &[&str]) {
    let uses = snippet(path, text).uses();
    let found: Vec<_> = uses.iter().map(|it| format!("{} {}", it.line, it.folder)).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn uses_are_found_however_they_are_written() {
    check_uses("a/b.rs", "use crate::c::D;\n\nuse crate::e;", &["1 c", "3 e"]);
    check_uses("a/b.rs", "use crate::{\n    c::D,\n    e::{F, g::H},\n};", &["2 c", "3 e"]);
    check_uses("a/b.rs", "use {std::io, crate::c};", &["1 c"]);
    check_uses("a/b.rs", "fn f() { crate::c::d(crate :: e :: G) }", &["1 c", "1 e"]);
    check_uses("a/b.rs", "pub(in crate::c) fn f() {} pub(crate) fn g() {}", &["1 c"]);
    check_uses("a/b.rs", "macro_rules! m { () => { $crate::c::D } }", &["1 c"]);
    check_uses("a/b.rs", "use ::rapporteur::c;", &["1 c"]);
}

#[test]
fn uses_by_way_of_super_are_found() {
    check_uses("a/mod.rs", "use super::c::D;", &["1 c"]);
    check_uses("a/b.rs", "use super::c::D; use super::super::e;", &["1 e"]);
    check_uses("a/b.rs", "use super::super::{c, e::F};", &["1 c", "1 e"]);
    check_uses("a/b/mod.rs", "use super::super::c; use self::super::super::e;", &["1 c", "1 e"]);
    check_uses("a/b/d.rs", "use super::super::c; use super::super::super::e;", &["1 e"]);
    let nested = "mod tests {\n    use super::super::c;\n    use super::super::super::e;\n}\nuse super::super::g;";
    check_uses("a/b.rs", nested, &["3 e", "5 g"]);
    check_uses("a/b.rs", "fn f() { mod m { fn g() { super::super::super::c() } } }", &["1 c"]);
}

#[test]
fn ways_around_the_walls_are_uses_of_everything() {
    check_uses("a/b.rs", "use crate as root;", &["1 *"]);
    check_uses("a/b.rs", "use crate::*;", &["1 *"]);
    check_uses("a/b.rs", "use super::super as root;", &["1 *"]);
    check_uses("a/b.rs", "use crate::{self as root};", &["1 *"]);
    check_uses("a/b.rs", "extern crate self as root;", &["1 *"]);
}

#[test]
fn comments_strings_and_characters_are_no_uses() {
    check_uses(
        "a/b.rs",
        "// crate::c\n/* crate::c /* crate::c */ crate::c */ use crate::e;",
        &["2 e"],
    );
    check_uses("a/b.rs", "/// [`D`](crate::c::D)\nfn f() {}", &[]);
    check_uses("a/b.rs", r#"let s = "crate::c \" crate::c"; crate::e::f();"#, &["1 e"]);
    check_uses("a/b.rs", "let s = r#\"\ncrate::c \"# ; crate::e::f();", &["2 e"]);
    check_uses(
        "a/b.rs",
        "let c = '\"'; crate::e::f(); let d = '\\''; crate::g::h();",
        &["1 e", "1 g"],
    );
    check_uses("a/b.rs", "fn f<'a>(a: &'a str) { crate::e::f(a) }", &["1 e"]);
}

#[test]
fn a_file_mounted_elsewhere_counts_from_there() {
    let host = "#[cfg(test)]\n#[path = \"b_tests.rs\"]\nmod tests;\n";
    let tests = "use super::super::c; use super::super::super::e;";
    let mut sources = vec![snippet("a/b.rs", host), snippet("a/b_tests.rs", tests)];
    reading::mount(&mut sources);
    let folders: Vec<String> = sources[1].uses().into_iter().map(|it| it.folder).collect();
    assert_eq!(folders, ["e"]);
}

#[test]
fn a_use_against_the_table_is_a_fault_with_its_file_and_line() {
    let walls: [(&str, &[&str]); 2] = [("low", &[]), ("high", &["low"])];
    let low = snippet("low/a.rs", "use std::fmt;\nuse crate::high::B;\nuse crate::low::C;");
    assert_eq!(breaches(&low, &walls), ["src/low/a.rs:2: `low` may not use `high`"]);
    assert!(breaches(&snippet("high/a.rs", "use crate::low::B;"), &walls).is_empty());
    let unlisted = snippet("other/a.rs", "use crate::low::B;");
    assert_eq!(breaches(&unlisted, &walls), ["src/other/a.rs:1: `other` may not use `low`"]);
}

#[test]
fn a_touch_of_the_world_is_a_fault_but_at_the_edge() {
    let read = "use std::{fmt, fs::{self, File}};\nuse std::io::{Write, stdout};";
    let faults = touches(&snippet("model/day.rs", read));
    let expected = ["std::fs", "std::fs::File", "std::io::stdout"];
    assert_eq!(faults.len(), 3, "{faults:?}");
    for (fault, path) in faults.iter().zip(expected) {
        assert!(fault.contains(&format!("`{path}`")), "{fault}");
    }
    assert_eq!(touches(&snippet("model/day.rs", "use ::std::env;")).len(), 1);
    assert!(touches(&snippet("seed/dir.rs", "use std::fs;")).is_empty());
    assert_eq!(touches(&snippet("seed/dir.rs", "use std::env;")).len(), 1);
    assert_eq!(touches(&snippet("cli/mod.rs", "use std::fs;")).len(), 1);
    assert_eq!(touches(&snippet("model/day.rs", "let now = chrono::Local::now();")).len(), 1);
    assert_eq!(
        touches(&snippet("model/day.rs", "use chrono::Utc;\nlet now = Utc::now();")).len(),
        1
    );
    assert!(
        touches(&snippet("model/day.rs", "// std::fs\nlet s = \"std::env\"; Utc.fix()")).is_empty()
    );
}
