//! What tells one version of a file from another without reading it.

#![expect(clippy::disallowed_methods, reason = "when files were looked at is of the disk's world")]

use std::fs::Metadata;
use std::time::{SystemTime, UNIX_EPOCH};

use borsh::{BorshDeserialize, BorshSerialize};

/// A moment, in nanoseconds since 1970.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, BorshSerialize, BorshDeserialize)]
pub struct Moment(pub i128);

/// What the disk says of a file. Two looks that give the same are looks at the same words, if the first one
/// came [surely after](Stamp::is_older) the last change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub struct Stamp {
    size: u64,
    modified: Moment,
    /// Of the words, the name or the rights; nobody can set it back.
    changed: Moment,
    file: (u64, u64),
}

/// Returns what the clock says.
pub(super) fn now() -> Moment {
    moment(SystemTime::now())
}

fn moment(time: SystemTime) -> Moment {
    let since = |time: SystemTime| time.duration_since(UNIX_EPOCH);
    let nanoseconds = |since: std::time::Duration| i128::try_from(since.as_nanos()).ok();
    Moment(since(time).ok().and_then(nanoseconds).unwrap_or(0))
}

impl Stamp {
    /// How coarse the clock of a disk may be, in nanoseconds.
    const GRAIN: i128 = 20_000_000;

    /// Returns the stamp of a file.
    pub fn of(meta: &Metadata) -> Stamp {
        let modified = meta.modified().map_or(Moment(0), moment);
        let (changed, file) = identity(meta).unwrap_or((modified, (0, 0)));
        Stamp { size: meta.len(), modified, changed, file }
    }

    /// Returns how many bytes the file has.
    pub fn size(self) -> u64 {
        self.size
    }

    /// Returns whether the last change surely came before a moment: two changes within one tick of the
    /// disk's clock leave one stamp.
    pub fn is_older(self, moment: Moment) -> bool {
        self.changed.max(self.modified).0 + Stamp::GRAIN < moment.0
    }
}

#[cfg(unix)]
#[expect(clippy::unnecessary_wraps, reason = "other systems have none")]
fn identity(meta: &Metadata) -> Option<(Moment, (u64, u64))> {
    use std::os::unix::fs::MetadataExt;
    let changed = i128::from(meta.ctime()) * 1_000_000_000 + i128::from(meta.ctime_nsec());
    Some((Moment(changed), (meta.dev(), meta.ino())))
}

#[cfg(not(unix))]
fn identity(_: &Metadata) -> Option<(Moment, (u64, u64))> {
    None
}
