//! The folder of states on disk: what is derived may be written anew at any time, and never half.

#![expect(clippy::disallowed_methods, reason = "this module owns the state folder")]

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use super::snapshot::Snapshot;

/// The name of the state that `replay` leaves behind.
const CURRENT: &str = "current.ron";

/// Writes the current state into `folder`, which is made if it is missing. Whoever reads the file
/// sees the old one or the new one, whole.
pub fn write_current(folder: &Path, snapshot: &Snapshot) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let draft = folder.join(format!(".{CURRENT}.{}", std::process::id()));
    let written =
        write(&draft, &snapshot.text()).and_then(|()| fs::rename(&draft, folder.join(CURRENT)));
    if written.is_err() {
        // What failed first is what the user is told; a draft that cannot be removed is harmless.
        drop(fs::remove_file(&draft));
    }
    written
}

fn write(path: &Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}
