//! How an offset from UTC is packed: as its seconds.

use std::io::{Error, Read, Result, Write};

use borsh::{BorshDeserialize, BorshSerialize};
use chrono::FixedOffset;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the derive hands over references")]
pub(super) fn write<W: Write>(offset: &FixedOffset, writer: &mut W) -> Result<()> {
    offset.local_minus_utc().serialize(writer)
}

pub(super) fn read<R: Read>(reader: &mut R) -> Result<FixedOffset> {
    let seconds = i32::deserialize_reader(reader)?;
    FixedOffset::east_opt(seconds).ok_or_else(|| Error::other("an offset of more than a day"))
}
