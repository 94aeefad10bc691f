use std::ops::Deref;
use std::sync::OnceLock;

use borsh::{BorshDeserialize, BorshSerialize};

use super::Packed;

/// Things of one sort, packed in places of one width: one of them is read where it lies, so that who looks
/// at a few of many unpacks no more than these; who goes through them unpacks them once.
#[derive(Debug)]
pub(super) struct Column<T> {
    all: OnceLock<Vec<T>>,
    packed: Option<Places>,
}

/// Packed things, side by side.
#[derive(Debug)]
struct Places {
    packed: Packed,
    width: usize,
}

/// How many bytes say how wide a place is.
const HEAD: usize = 8;

/// A thing of a column, there already or just read.
#[derive(Debug, Clone, Copy)]
pub(super) enum Seen<'c, T> {
    There(&'c T),
    Read(T),
}

impl<T> Deref for Seen<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Seen::There(thing) => thing,
            Seen::Read(thing) => thing,
        }
    }
}

impl<T> From<Vec<T>> for Column<T> {
    fn from(all: Vec<T>) -> Self {
        Column { all: OnceLock::from(all), packed: None }
    }
}

impl<T: BorshSerialize + BorshDeserialize> Column<T> {
    /// Returns the things as bytes: the width of a place, then the places, each filled up with zeros.
    pub(super) fn pack(&self) -> Vec<u8> {
        let packed =
            |thing: &T| borsh::to_vec(thing).expect("memory takes all that is written to it");
        let things: Vec<Vec<u8>> = self.all().iter().map(packed).collect();
        let width = things.iter().map(Vec::len).max().unwrap_or(0);
        let mut bytes = Vec::with_capacity(HEAD + width * things.len());
        bytes.extend((width as u64).to_le_bytes());
        for thing in things {
            let end = bytes.len() + width;
            bytes.extend(thing);
            bytes.resize(end, 0);
        }
        bytes
    }

    /// Opens what was packed; none if that is something else.
    pub(super) fn later(packed: Packed) -> Option<Column<T>> {
        let width = u64::from_le_bytes(*packed.bytes().first_chunk::<HEAD>()?);
        let width = usize::try_from(width).ok()?;
        let rest = packed.bytes().len() - HEAD;
        rest.is_multiple_of(width)
            .then(|| Column { all: OnceLock::new(), packed: Some(Places { packed, width }) })
    }
}

impl<T: BorshDeserialize> Column<T> {
    /// Returns one of the things.
    pub(super) fn get(&self, at: usize) -> Seen<'_, T> {
        match (self.all.get(), &self.packed) {
            (Some(all), _) => Seen::There(&all[at]),
            (None, Some(places)) => Seen::Read(places.read(at)),
            (None, None) => unreachable!("a column that is not packed is there"),
        }
    }

    /// Returns all of them, which are from then on there.
    pub(super) fn all(&self) -> &[T] {
        self.all.get_or_init(|| {
            let places = self.packed.as_ref().expect("a column that is not packed is there");
            (0..places.len()).map(|at| places.read(at)).collect()
        })
    }
}

impl Places {
    fn len(&self) -> usize {
        (self.packed.bytes().len() - HEAD).checked_div(self.width).unwrap_or(0)
    }

    fn read<T: BorshDeserialize>(&self, at: usize) -> T {
        let start = HEAD + at * self.width;
        let mut place = &self.packed.bytes()[start..start + self.width];
        T::deserialize(&mut place)
            .expect("what this engine packed, and its checksums hold, unpacks")
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn packed(bytes: Vec<u8>) -> Packed {
        let range = (0, bytes.len());
        Packed { all: Arc::new(bytes), range }
    }

    #[test]
    fn what_was_packed_is_read_one_by_one_and_all_at_once() {
        let things = vec![Some(7_u32), None, Some(u32::MAX)];
        let column = Column::<Option<u32>>::later(packed(Column::from(things.clone()).pack()));
        let column = column.expect("it was packed");
        assert!(matches!(column.get(1), Seen::Read(None)));
        assert_eq!(*column.get(2), Some(u32::MAX));
        assert_eq!(column.all(), things);
        assert!(matches!(column.get(2), Seen::There(Some(u32::MAX))));
    }

    #[test]
    fn nothing_is_packed_too() {
        let none = Column::<u32>::later(packed(Column::<u32>::from(Vec::new()).pack()));
        assert!(none.expect("it was packed").all().is_empty());
    }

    #[test]
    fn what_is_no_column_is_refused() {
        let mut bytes = Column::from(vec![1_u32, 2]).pack();
        bytes.pop();
        assert!(Column::<u32>::later(packed(bytes)).is_none());
        assert!(Column::<u32>::later(packed(vec![1; 7])).is_none());
    }
}
