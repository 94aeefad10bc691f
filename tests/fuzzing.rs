//! Every fuzz target over its kept corpus, and over some thousand changes of it.

#![expect(clippy::disallowed_methods, reason = "the corpus is on disk")]

#[path = "../fuzz/targets.rs"]
mod targets;

use std::fs;
use std::path::Path;

/// How many changed inputs each target gets.
const CHANGED: usize = 2_000;
/// The longest input that is changed.
const LONGEST: usize = 16 << 10;

/// What odd inputs are made of.
const PIECES: [&[u8]; 20] = [
    b"(",
    b")",
    b"[",
    b"]",
    b"{",
    b"}",
    b"\"",
    b"\\",
    b",",
    b":",
    b"'",
    b"/*",
    b"//",
    b"\0",
    b"\xff",
    b"\x1b[31m",
    "\u{202e}".as_bytes(),
    b"-",
    b"9999999999",
    b"r#\"",
];

/// `SplitMix64` (Steele, Lea, Flood 2014): enough for changing bytes.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % limit.max(1) as u64).expect("below a usize")
    }

    fn changed(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = corpus[self.below(corpus.len())].clone();
        bytes.truncate(LONGEST);
        for _ in 0..=self.below(4) {
            let from = self.below(bytes.len() + 1);
            let until = (from + self.below(6)).min(bytes.len());
            let new = match self.below(4) {
                0 => Vec::new(),
                1 => vec![u8::try_from(self.below(256)).expect("a byte")],
                2 => PIECES[self.below(PIECES.len())].to_vec(),
                // A piece of another input, in the middle of this one.
                _ => {
                    let other = &corpus[self.below(corpus.len())];
                    let start = self.below(other.len());
                    other[start..(start + self.below(40)).min(other.len())].to_vec()
                }
            };
            bytes.splice(from..until, new);
        }
        bytes
    }
}

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(name);
    let mut paths: Vec<_> = fs::read_dir(&folder)
        .expect("a corpus")
        .map(|entry| entry.expect("an entry").path())
        .collect();
    paths.sort();
    paths.iter().map(|path| fs::read(path).expect("an input")).collect()
}

#[test]
fn every_target_keeps_its_promises_over_its_corpus_and_changes_of_it() {
    let seed = std::env::var("RAPPORTEUR_FUZZ_SEED").ok();
    let seed = seed.and_then(|seed| seed.parse().ok()).unwrap_or(2025);
    for (name, target) in targets::ALL {
        let corpus = corpus(name);
        assert!(corpus.len() >= 3, "{name} has a corpus");
        corpus.iter().for_each(|bytes| targets::run(name, bytes));
        let mut random = Random(seed);
        for number in 0..CHANGED {
            let bytes = random.changed(&corpus);
            let told = std::panic::catch_unwind(|| target(&bytes));
            let shown = String::from_utf8_lossy(&bytes);
            assert!(told.is_ok(), "{name}, RAPPORTEUR_FUZZ_SEED={seed}, input {number}: {shown:?}");
        }
    }
}

#[test]
fn every_target_has_a_program() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    let manifest = fs::read_to_string(folder.join("Cargo.toml")).expect("a manifest");
    for (name, _) in targets::ALL {
        let program = fs::read_to_string(folder.join(format!("fuzz_targets/{name}.rs")));
        assert!(program.expect("a program").contains(&format!("targets::run(\"{name}\", bytes)")));
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
    }
}
