//! Values with their places.
//!
//! serde knows no places. [`At`] and [`Raw`] ask for theirs by being newtypes of a private name that
//! our deserializer knows; any other one sees a plain newtype and gives no place.

use std::cmp::Ordering;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

use crate::source::Span;

pub(super) const AT: &str = "\u{1}at";
pub(super) const RAW: &str = "\u{1}raw";

/// A value and the bytes it was read from; compared by the value alone.
///
/// A field that may be missing is an `Option<At<T>>`, not an `At<Option<T>>`.
#[derive(Clone, Copy, Default)]
pub struct At<T> {
    /// The value.
    pub value: T,
    /// Its place, its quotes or brackets included; empty if another reader read it.
    pub span: Span,
}

impl<T> std::ops::Deref for At<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: fmt::Debug> fmt::Debug for At<T> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.value.fmt(out)
    }
}

impl<T: PartialEq> PartialEq for At<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value
    }
}

impl<T: Eq> Eq for At<T> {}

impl<T: PartialOrd> PartialOrd for At<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Ord> Ord for At<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.value.cmp(&other.value)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for At<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_newtype_struct(AT, AtVisitor(PhantomData))
    }
}

impl<T: Serialize> Serialize for At<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.value.serialize(to)
    }
}

struct AtVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for AtVisitor<T> {
    type Value = At<T>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<At<T>, D::Error> {
        Ok(At { value: T::deserialize(from)?, span: Span::default() })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<At<T>, A::Error> {
        let none = || serde::de::Error::invalid_length(0, &"a value and its place");
        let value = parts.next_element()?.ok_or_else(none)?;
        let start = parts.next_element()?.ok_or_else(none)?;
        let end = parts.next_element()?.ok_or_else(none)?;
        Ok(At { value, span: Span { start, end } })
    }
}

/// A value that was stepped over; only its place is kept.
///
/// Nothing is said of what is wrong in it: that is for whoever reads it, with
/// [`items`](super::items) or [`read_part`](super::read_part).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Raw {
    /// Its place, its brackets included; empty if another reader read it.
    pub span: Span,
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_newtype_struct(RAW, RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a value")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, from: D) -> Result<Raw, D::Error> {
        IgnoredAny::deserialize(from).map(|_| Raw::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut parts: A) -> Result<Raw, A::Error> {
        let none = || serde::de::Error::invalid_length(0, &"a place");
        let start = parts.next_element()?.ok_or_else(none)?;
        let end = parts.next_element()?.ok_or_else(none)?;
        Ok(Raw { span: Span { start, end } })
    }
}

/// A map in the order it was written, its keys with their places.
///
/// Keys are borrowed, so a key cannot hold an escape: ids never need one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table<'a, T> {
    /// The entries; no key comes twice.
    pub entries: Vec<(At<&'a str>, T)>,
}

impl<'a, T> Table<'a, T> {
    /// Returns the entries in the order they were written.
    pub fn iter(&self) -> std::slice::Iter<'_, (At<&'a str>, T)> {
        self.entries.iter()
    }
}

impl<T> Default for Table<'_, T> {
    fn default() -> Self {
        Table { entries: Vec::new() }
    }
}

impl<'a, T> IntoIterator for Table<'a, T> {
    type Item = (At<&'a str>, T);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.entries.into_iter()
    }
}

impl<'s, 'a, T> IntoIterator for &'s Table<'a, T> {
    type Item = &'s (At<&'a str>, T);
    type IntoIter = std::slice::Iter<'s, (At<&'a str>, T)>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

impl<'de: 'a, 'a, T: Deserialize<'de>> Deserialize<'de> for Table<'a, T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(TableVisitor(PhantomData))
    }
}

impl<T: Serialize> Serialize for Table<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.iter().map(|(key, value)| (key.value, value)))
    }
}

struct TableVisitor<'a, T>(PhantomData<(&'a str, T)>);

impl<'de: 'a, 'a, T: Deserialize<'de>> Visitor<'de> for TableVisitor<'a, T> {
    type Value = Table<'a, T>;

    fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("a map")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Table<'a, T>, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Table { entries })
    }
}
