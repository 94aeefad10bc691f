//! The words of the record: days and dates as sources give them, durations, how sure and how open a
//! source is, names, points in time, and digests of
//! contents.
//!
//! These are values without behaviour of their own. Nothing here knows an event, an issue, a file or
//! today's date.

mod day;
mod digest;
mod duration;
mod edtf;
mod name;
pub mod phrase;
mod point;
mod range;
mod weight;
mod words;

pub use day::Day;
pub use digest::Digest;
pub use duration::{Duration, DurationFault};
pub use edtf::{DateFault, Edtf, When, zone};
pub use name::{is_id, nearest};
pub use point::{Point, Policy};
pub use range::{Range, RangeFault};
pub use weight::Weight;
pub use words::{Aspect, Basis, Credibility, Likelihood, Modality, Reliability};
