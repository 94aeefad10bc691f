//! A line that says how far long work has come, on a terminal; nothing in a pipe.

use std::io::{IsTerminal, Write};
use std::time::{Duration, Instant};

/// How long work may take before anybody is told of it, and how often it is told.
const PATIENCE: Duration = Duration::from_millis(500);

/// How far some work has come.
#[derive(Debug)]
pub(super) struct Progress {
    told: Option<Instant>,
    shown: bool,
    what: &'static str,
    count: u64,
}

impl Progress {
    /// Begins some work; `what` says what is counted: "rows read".
    pub(super) fn new(what: &'static str) -> Progress {
        let told = std::io::stderr().is_terminal().then(Instant::now);
        Progress { told, shown: false, what, count: 0 }
    }

    /// Says that so many more are done, if it is time to.
    pub(super) fn add(&mut self, more: usize) {
        self.count += more as u64;
        self.tell(self.count);
    }

    /// Says how many are done, if it is time to.
    pub(super) fn tell(&mut self, count: u64) {
        let Some(told) = self.told.filter(|told| told.elapsed() >= PATIENCE) else { return };
        // Nobody is hurt where even this cannot be written.
        drop(write!(std::io::stderr(), "\r{count} {}", self.what));
        self.told = Some(told + told.elapsed());
        self.shown = true;
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if self.shown {
            drop(write!(std::io::stderr(), "\r\u{1b}[K"));
        }
    }
}
