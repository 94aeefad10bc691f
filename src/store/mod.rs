//! A place that keeps the record: texts under names, each put there once and never written over.
//!
//! One thing is asked of such a place: that it takes a text under a name if nothing has that name yet, and
//! says so only when the text would survive a loss of power. A folder does it with a hard link, a database
//! with a unique key, object storage with `If-None-Match: *`; all else is listing and reading. What the
//! texts say is for others to know. [`protocol`] is how a folder does it, over the few things that it asks
//! of a [`Disk`]; the disk of this machine is [`Real`], and tests have one that crashes.

mod disk;
mod folder;
pub mod protocol;
mod real;

use std::fmt;
use std::io;
use std::path::PathBuf;

pub use disk::Disk;
pub use folder::Folder;
pub use real::{Lock, Real, newest_first};

/// A place that keeps texts. Whoever implements it passes the tests that every store passes.
pub trait Store {
    /// Keeps a text under a name, unless something has that name. When this returns without trouble, the
    /// text that has the name survives whatever happens to the machine; where it returns with trouble,
    /// the text is there whole or not at all, and the same call can be made again.
    fn create(&self, name: &Name, text: &str) -> Result<Put, Trouble>;

    /// Returns the names of all that is kept, in order.
    fn list(&self) -> Result<Vec<Name>, Trouble>;

    /// Returns the text that has a name, if there is one.
    fn read(&self, name: &Name) -> Result<Option<String>, Trouble>;
}

/// What came of a text that was to be put somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Put {
    /// It is there now.
    Written,
    /// It was there already, and says the same.
    Same,
    /// Another one was there, and was left as it is.
    Differs,
}

/// The name of a text, which every place can take: lower-case letters of English, digits, `-`, `_` and `.`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Name(String);

/// The longest name: file systems take some 255 bytes, and a draft's is longer.
const LONGEST: usize = 200;

impl Name {
    /// Returns a name, if it is one.
    pub fn new(name: &str) -> Option<Name> {
        let plain = |letter: u8| matches!(letter, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.');
        let good = !name.is_empty() && name.len() <= LONGEST && name.bytes().all(plain);
        // What begins with a point is hidden, and a reader passes it over.
        (good && !name.starts_with('.')).then(|| Name(name.to_owned()))
    }

    /// Returns it as it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A place did not do what was asked of it.
#[derive(Debug)]
pub struct Trouble {
    /// What was tried: `sync the folder`.
    pub tried: &'static str,
    /// With what.
    pub path: PathBuf,
    /// Why it failed.
    pub error: io::Error,
}

impl Trouble {
    /// Returns it as an error of the system, for who knows the path already.
    pub fn into_error(self) -> io::Error {
        self.error
    }
}

impl fmt::Display for Trouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {} {}", self.tried, self.path.display())
    }
}

impl std::error::Error for Trouble {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_plain_and_not_hidden() {
        for good in ["a", "2025-12-07-demand-k3.ron", "_", "0.ron"] {
            assert_eq!(Name::new(good).map(|name| name.to_string()).as_deref(), Some(good));
        }
        let long = "a".repeat(201);
        for bad in ["", ".tmp-1", "..", "a/b", "A", "ö", "a b", "a\0", "a\\b", "c:", long.as_str()]
        {
            assert_eq!(Name::new(bad), None, "{bad:?}");
        }
    }
}
