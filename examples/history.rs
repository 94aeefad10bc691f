//! Writes a made-up history: a folder of seeds, or the same in a form that another tool reads.
//!
//! `cargo run --release --example history -- --events 1000000 --seed 1 --out DIR`, and then
//! `rapporteur -C DIR status`.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "an example writes files, and says what it wrote"
)]

use std::fs;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use clap::{Parser, ValueEnum};
use histories::{Form, Process, Size, Sort, processes};

#[derive(Parser)]
struct Arguments {
    /// How many events.
    #[arg(long, default_value_t = 10_000)]
    events: usize,
    /// How many processes; one for every 400 events unless told.
    #[arg(long)]
    processes: Option<usize>,
    /// The most events of a dispatch.
    #[arg(long, default_value_t = 400)]
    dispatch: usize,
    /// Which history of that size.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Negotiations with every kind of event, or registers, as other tools can keep them.
    #[arg(long, value_enum, default_value_t = Of::Talks)]
    of: Of,
    /// Also the same for other tools.
    #[arg(long, value_delimiter = ',')]
    also: Vec<Also>,
    /// The folder to write to.
    #[arg(long)]
    out: PathBuf,
}

#[derive(Clone, Copy, ValueEnum)]
enum Of {
    Talks,
    Register,
}

#[derive(Clone, Copy, ValueEnum)]
enum Also {
    Csv,
    Jsonl,
    Ledger,
    Beancount,
}

impl Also {
    fn form(self) -> Form {
        match self {
            Also::Csv => Form::Csv,
            Also::Jsonl => Form::Jsonl,
            Also::Ledger => Form::Ledger,
            Also::Beancount => Form::Beancount,
        }
    }
}

fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let sort = match arguments.of {
        Of::Talks => Sort::Talks,
        Of::Register => Sort::Register,
    };
    let number = arguments.processes.unwrap_or(arguments.events / 400).max(1);
    let size = Size { events: arguments.events, processes: number };
    fs::create_dir_all(&arguments.out).with_context(|| arguments.out.display().to_string())?;
    let mut others = Vec::new();
    for also in &arguments.also {
        let path = arguments.out.join(also.form().file());
        let mut file = BufWriter::new(fs::File::create(path)?);
        file.write_all(also.form().head().as_bytes())?;
        others.push((also.form(), file));
    }
    let mut files = 0;
    for process in processes(sort, arguments.seed, size) {
        files += seeds(&process, &arguments)?;
        for (form, file) in &mut others {
            let mut text = String::new();
            form.write(&process, &mut text)?;
            file.write_all(text.as_bytes())?;
        }
    }
    println!("{} events of {number} processes in {files} dispatches", arguments.events);
    Ok(())
}

/// Writes a process as seeds; returns how many dispatches it has.
fn seeds(process: &Process, arguments: &Arguments) -> Result<usize> {
    let folder = arguments.out.join("seeds").join(&process.name);
    fs::create_dir_all(&folder)?;
    let put = |name: &str, text: &str| fs::write(Path::new(&folder).join(name), text);
    put("charter.ron", &process.charter)?;
    if let Some((name, text)) = process.lifecycle {
        put(name, text)?;
    }
    let mut files = 0;
    for (name, text) in process.dispatches(arguments.dispatch) {
        put(&name, &text)?;
        files += 1;
    }
    Ok(files)
}
