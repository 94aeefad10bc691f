use std::collections::BTreeMap;
use std::ops::{Index, IndexMut};

use borsh::{BorshDeserialize, BorshSerialize};

use crate::source::{FileIx, Place};

/// A number that stands for a declared thing of one list.
pub trait Number: Copy {
    /// Returns the number of the `index`-th declaration.
    fn from_index(index: usize) -> Self;
    /// Returns the place in the list.
    fn index(self) -> usize;
}

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident,)*) => {$(
        $(#[$doc])*
        #[derive(
            Debug,
            Clone,
            Copy,
            PartialEq,
            Eq,
            PartialOrd,
            Ord,
            Hash,
            BorshSerialize,
            BorshDeserialize,
        )]
        pub struct $name(u32);

        impl $name {
            /// Returns the place in the list.
            pub fn index(self) -> usize {
                self.0 as usize
            }

            /// Returns the number of the `index`-th of the list.
            pub fn from_index(index: usize) -> Self {
                $name(u32::try_from(index).expect("fewer than 2^32 declarations"))
            }
        }

        impl Number for $name {
            fn from_index(index: usize) -> Self {
                $name::from_index(index)
            }

            fn index(self) -> usize {
                $name::index(self)
            }
        }
    )*};
}

numbers! {
    /// A party, person or source.
    ActorIx,
    /// An issue.
    IssueIx,
    /// A place, a document or a package: they are only looked up.
    OtherIx,
    /// A lifecycle.
    LifecycleIx,
    /// Sources that count as one when it comes to corroboration.
    RootIx,
}

/// Which numbers stand for which declarations.
pub trait Numbered {
    /// The number.
    type Ix: Number;
}

impl Numbered for super::Actor {
    type Ix = ActorIx;
}
impl Numbered for super::Issue {
    type Ix = IssueIx;
}
impl Numbered for super::Declared {
    type Ix = OtherIx;
}
impl Numbered for super::Document {
    type Ix = OtherIx;
}
impl Numbered for super::Package {
    type Ix = OtherIx;
}

/// Declarations in the order of the charter, each with its id and the place that declares it.
#[derive(Debug, BorshSerialize, BorshDeserialize)]
pub struct Names<T> {
    rows: Vec<(String, Place, T)>,
    by_id: BTreeMap<String, usize>,
}

impl<T> Default for Names<T> {
    fn default() -> Self {
        Names { rows: Vec::new(), by_id: BTreeMap::new() }
    }
}

impl<T: Numbered> Names<T> {
    /// Adds a declaration; the place of the earlier one if the id is taken.
    pub fn add(&mut self, id: &str, place: Place, value: T) -> Result<T::Ix, Place> {
        if let Some(at) = self.by_id.get(id) {
            return Err(self.rows[*at].1);
        }
        self.by_id.insert(id.to_owned(), self.rows.len());
        self.rows.push((id.to_owned(), place, value));
        Ok(T::Ix::from_index(self.rows.len() - 1))
    }

    /// Moves the places of the declarations to where their files are now.
    pub(super) fn move_files(&mut self, moved: impl Fn(FileIx) -> FileIx) {
        self.rows.iter_mut().for_each(|(_, place, _)| place.file = moved(place.file));
    }

    /// Finds a declaration by its id.
    pub fn find(&self, id: &str) -> Option<T::Ix> {
        self.by_id.get(id).map(|at| T::Ix::from_index(*at))
    }

    /// Returns the id.
    pub fn id(&self, ix: T::Ix) -> &str {
        &self.rows[ix.index()].0
    }

    /// Returns the place of the declaration.
    pub fn place(&self, ix: T::Ix) -> Place {
        self.rows[ix.index()].1
    }

    /// Returns the ids in the order of the charter.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(|(id, ..)| id.as_str())
    }

    /// Returns the numbers in the order of the charter.
    pub fn indices(&self) -> impl Iterator<Item = T::Ix> + Clone + use<T> {
        (0..self.rows.len()).map(T::Ix::from_index)
    }

    /// Returns how many there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Returns whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

impl<T: Numbered> Index<T::Ix> for Names<T> {
    type Output = T;

    fn index(&self, ix: T::Ix) -> &T {
        &self.rows[ix.index()].2
    }
}

impl<T: Numbered> IndexMut<T::Ix> for Names<T> {
    fn index_mut(&mut self, ix: T::Ix) -> &mut T {
        &mut self.rows[ix.index()].2
    }
}
