//! Tells the engine what it was built from, so that it knows what it compiled itself.

#![expect(clippy::disallowed_methods, reason = "a build script reads what is built")]

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;

fn main() {
    let mut digest = DefaultHasher::new();
    for path in ["src", "Cargo.lock", "Cargo.toml"] {
        println!("cargo:rerun-if-changed={path}");
        add(Path::new(path), &mut digest);
    }
    println!("cargo:rustc-env=RAPPORTEUR_ENGINE={:016x}", digest.finish());
}

/// Adds the names and words of all files below a path, in the order of their names.
fn add(path: &Path, digest: &mut DefaultHasher) {
    path.to_string_lossy().hash(digest);
    if let Ok(entries) = fs::read_dir(path) {
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths.iter().for_each(|path| add(path, digest));
    } else {
        fs::read(path).unwrap_or_default().hash(digest);
    }
}
