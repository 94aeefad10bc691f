//! The command line of rapporteur.

fn main() -> std::process::ExitCode {
    rapporteur::cli::main()
}
