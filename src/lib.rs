//! The record of a negotiation, and where it stands.
//!
//! A record holds claims, never bare facts: somebody said, in some document, on some day, that
//! something happened at some time. Where an issue stands is computed from claims and can always be
//! explained by them. The data path is one line, and the modules below come in its order:
//!
//! ```text
//! text --seed--> entries --record--> claims in one order --state--> where everything stands
//!      --report--> an answer, as data --page--> render --> characters
//! ```
//!
//! `import` makes texts of the tables that others keep. Each arrow is a pure function; `index` keeps what the
//! first three gave. The disk belongs to `store::real`, `seed::dir`, `seed::write`, `index::dir`, `snapshot::dir` and
//! `seal::dir`, which have what they read opened by `disk`; today's date, the environment and the terminal belong to
//! `cli`.

pub mod parallel;
pub mod disk;
pub mod model;
pub mod source;
pub mod store;
pub mod ron;
pub mod lifecycle;
pub mod register;
pub mod event;
pub mod query;
pub mod seed;
pub mod import;
pub mod record;
pub mod state;
pub mod index;
pub mod snapshot;
pub mod seal;
pub mod redact;
pub mod report;
pub mod render;
pub mod cli;
