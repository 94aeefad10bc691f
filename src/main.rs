//! The `rapporteur` program: everything it does is in the library.

use std::process::ExitCode;

/// Folding makes and drops very many small lists; the system's allocator takes a fifth of the time for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    rapporteur::cli::main()
}
