use std::ops::Deref;
use std::sync::{Arc, OnceLock};

use borsh::{BorshDeserialize, BorshSerialize};

/// Some bytes of what was kept, shared by all that lies in it.
#[derive(Debug, Clone)]
pub struct Packed {
    /// All of it.
    pub all: Arc<Vec<u8>>,
    /// Where the first of these bytes is, and the one after the last.
    pub range: (usize, usize),
}

impl Packed {
    /// Returns the bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.all[self.range.0..self.range.1]
    }

    /// Reads what was packed; none if that is something else.
    pub fn unpack<T: BorshDeserialize>(&self) -> Option<T> {
        T::try_from_slice(self.bytes()).ok()
    }
}

/// A part of a record that stays packed until somebody looks at it: few answers look at all.
#[derive(Debug, Default)]
pub(super) struct Part<T> {
    value: OnceLock<T>,
    packed: Option<Packed>,
}

impl<T> From<T> for Part<T> {
    fn from(value: T) -> Self {
        Part { value: OnceLock::from(value), packed: None }
    }
}

impl<T: BorshSerialize + BorshDeserialize> Part<T> {
    pub(super) fn later(packed: Packed) -> Part<T> {
        Part { value: OnceLock::new(), packed: Some(packed) }
    }

    pub(super) fn pack(&self) -> Vec<u8> {
        borsh::to_vec(&**self).expect("memory takes all that is written to it")
    }
}

impl<T: BorshDeserialize> Deref for Part<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.get_or_init(|| {
            let packed = self.packed.as_ref().and_then(Packed::unpack);
            packed.expect("what this engine packed, and its checksums hold, unpacks")
        })
    }
}
