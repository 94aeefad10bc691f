//! A record packed into bytes and opened again: what an index keeps, so that nothing is read twice.
//!
//! An opened record answers as the built one does. Its head is unpacked at once; events, claims and what
//! is looked up by what it points at stay packed until somebody looks at them. The bytes are of this
//! engine alone: whoever keeps them has to know them for its own, and whole.

use std::collections::BTreeMap;

use borsh::{BorshDeserialize, BorshSerialize};

use super::assemble::logs;
use super::intern::Sets;
use super::part::Part;
use super::row::Rows;
use super::{EventIx, Packed, Record, Strike};
use crate::event::Change;
use crate::register::Register;
use crate::seed::Dispatch;
use crate::source::FileIx;

/// A record in parts of bytes.
#[derive(Debug)]
pub struct Image<B>([B; 6]);

impl<B> Image<B> {
    /// How many parts there are.
    pub const PARTS: usize = 6;

    /// Returns the parts, in the order in which [`Image::of`] takes them.
    pub fn parts(self) -> [B; 6] {
        self.0
    }

    /// Returns the image that consists of some parts.
    pub fn of(parts: [B; 6]) -> Image<B> {
        Image(parts)
    }
}

/// What every answer looks at.
#[derive(BorshDeserialize)]
struct Head {
    register: Register,
    dispatches: Vec<Dispatch>,
    strikes: Vec<Strike>,
    sets: Sets,
    changes: BTreeMap<EventIx, Change>,
}

/// The same, to be packed.
#[derive(BorshSerialize)]
struct HeadRef<'r> {
    register: &'r Register,
    dispatches: &'r [Dispatch],
    strikes: &'r [Strike],
    sets: &'r Sets,
    changes: &'r BTreeMap<EventIx, Change>,
}

impl Record {
    /// Returns the record as bytes.
    pub fn pack(&self) -> Image<Vec<u8>> {
        let head = HeadRef {
            register: &self.register,
            dispatches: &self.dispatches,
            strikes: &self.strikes,
            sets: &self.sets,
            changes: &self.changes,
        };
        let head = borsh::to_vec(&head).expect("memory takes all that is written to it");
        let [cells, rest] = self.rows.pack();
        let [claims, names] = [self.claims.pack(), self.names.pack()];
        Image([head, cells, rest, claims, names, self.further.pack()])
    }

    /// Opens what was packed; none if that is something else. Files go by the numbers that they have now.
    pub fn open(image: Image<Packed>, moved: impl Fn(FileIx) -> FileIx + Copy) -> Option<Record> {
        let [head, cells, rest, claims, names, further] = image.parts();
        let Head { mut register, mut dispatches, strikes, sets, changes } = head.unpack()?;
        register.move_files(moved);
        dispatches.iter_mut().for_each(|dispatch| dispatch.file = moved(dispatch.file));
        let logs = logs(&dispatches);
        Some(Record {
            register,
            dispatches,
            logs,
            rows: Rows::later([cells, rest])?,
            claims: Part::later(claims),
            strikes,
            sets,
            names: Part::later(names),
            further: Part::later(further),
            changes,
        })
    }
}
