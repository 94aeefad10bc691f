//! What was kept, looked at file by file: for whoever wants to know whether the disk still gives what it was given.

use std::io;
use std::path::Path;

use super::{Doubt, Index, container, dir};

impl Index {
    /// Verifies every block of every file that was kept, and returns what is to be said against each. O(bytes kept).
    pub fn examine(&self) -> io::Result<Vec<(String, Option<Doubt>)>> {
        let kept = dir::names(&self.folder)?;
        let doubt = |name: &String| {
            let read = dir::read(&self.folder.join(Path::new(name)));
            read.and_then(|all| container::open(&all).map(drop)).err()
        };
        Ok(kept.into_iter().map(|name| (name.clone(), doubt(&name))).collect())
    }
}
