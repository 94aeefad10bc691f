use std::borrow::Cow;
use std::fmt;

use borsh::{BorshDeserialize, BorshSerialize};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

/// What only this content has: BLAKE3 of its canonical text, or of the digests that it consists of.
///
/// What it is a digest of, and the version of its text, are digested along, so that a charter can never
/// pass for an event, nor a process for a record.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, BorshSerialize, BorshDeserialize)]
pub struct Digest([u8; 32]);

impl Digest {
    /// How many hexadecimal digits are shown to people.
    pub const SHORT: usize = 12;
    /// The fewest hexadecimal digits that a digest goes by.
    pub const LEAST: usize = 6;

    /// Returns the digest of a canonical text of some sort.
    pub fn of_text(sort: &str, text: &str) -> Digest {
        let mut hasher = begun(sort);
        hasher.update(text.as_bytes());
        Digest(hasher.finalize().into())
    }

    /// Returns the digest of a whole of some sort, in whatever order its parts come.
    pub fn of_parts(sort: &str, parts: impl IntoIterator<Item = Digest>) -> Digest {
        let mut parts: Vec<Digest> = parts.into_iter().collect();
        parts.sort_unstable();
        let mut hasher = begun(sort);
        for part in &parts {
            hasher.update(&part.0);
        }
        Digest(hasher.finalize().into())
    }

    /// Reads a digest that is written in full.
    pub fn parse(text: &str) -> Option<Digest> {
        if text.len() != 64 || !is_hex(text) {
            return None;
        }
        blake3::Hash::from_hex(text).ok().map(|hash| Digest(hash.into()))
    }

    /// Returns the beginning that people see.
    pub fn short(&self) -> String {
        self.to_string()[..Digest::SHORT].to_owned()
    }

    /// Returns whether a text may be the beginning of a digest.
    pub fn is_prefix(text: &str) -> bool {
        (Digest::LEAST..=64).contains(&text.len()) && is_hex(text)
    }

    /// Returns whether the digest goes by this beginning.
    pub fn goes_by(&self, prefix: &str) -> bool {
        Digest::is_prefix(prefix) && self.to_string().starts_with(prefix)
    }
}

fn begun(sort: &str) -> blake3::Hasher {
    let mut hasher = blake3::Hasher::new();
    hasher.update(format!("rapporteur {sort} 1\n").as_bytes());
    hasher
}

fn is_hex(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// All 64 hexadecimal digits.
impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&blake3::Hash::from(self.0).to_hex())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.short())
    }
}

impl Serialize for Digest {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl JsonSchema for Digest {
    fn schema_name() -> Cow<'static, str> {
        "Digest".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "BLAKE3 of a content, in hexadecimal digits.",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_of_parts_is_nothing_and_each_part_counts() {
        let [a, b] = ["a", "b"].map(|text| Digest::of_text("event", text));
        assert_eq!(Digest::of_parts("process", [a, b]), Digest::of_parts("process", [b, a]));
        assert_ne!(Digest::of_parts("process", [a, b]), Digest::of_parts("process", [a]));
    }

    #[test]
    fn one_sort_never_passes_for_another() {
        assert_ne!(Digest::of_text("event", "a"), Digest::of_text("charter", "a"));
        assert_ne!(Digest::of_parts("process", []), Digest::of_parts("record", []));
    }

    #[test]
    fn a_digest_is_read_as_it_is_written_and_goes_by_its_beginning() {
        let digest = Digest::of_text("event", "a");
        assert_eq!(Digest::parse(&digest.to_string()), Some(digest));
        assert!(digest.goes_by(&digest.short()));
        let full = digest.to_string();
        for bad in ["", &full[..5], &full.to_uppercase(), "zzzzzzzz", &format!("{full}0")] {
            assert!(!digest.goes_by(bad), "{bad}");
            assert_eq!(Digest::parse(bad), None, "{bad}");
        }
    }
}
