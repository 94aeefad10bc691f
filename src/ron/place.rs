//! Handing a value's place through serde, for [`At`](super::At) and [`Raw`](super::Raw).

use serde::de::value::U32Deserializer;
use serde::de::{DeserializeSeed, IntoDeserializer, SeqAccess};

use super::de::De;
use super::fault::Error;
use crate::source::Span;

/// A value, then the two ends of its place.
pub(super) struct Placed<'d, 'de, 'l> {
    de: &'d mut De<'de, 'l>,
    start: usize,
    /// Its place, once it is read.
    rest: Option<Spanned>,
}

impl<'d, 'de, 'l> Placed<'d, 'de, 'l> {
    pub(super) fn new(de: &'d mut De<'de, 'l>) -> Self {
        let start = de.scan.at;
        Placed { de, start, rest: None }
    }
}

impl<'de> SeqAccess<'de> for Placed<'_, 'de, '_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        if let Some(rest) = &mut self.rest {
            return rest.next_element_seed(seed);
        }
        let value = seed.deserialize(&mut *self.de)?;
        self.rest = Some(Spanned::new(Span::new(self.start, self.de.scan.at)));
        Ok(Some(value))
    }
}

/// The two ends of a place.
pub(super) struct Spanned {
    ends: [u32; 2],
    next: usize,
}

impl Spanned {
    pub(super) fn new(span: Span) -> Self {
        Spanned { ends: [span.start, span.end], next: 0 }
    }
}

impl<'de> SeqAccess<'de> for Spanned {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        let Some(end) = self.ends.get(self.next) else { return Ok(None) };
        self.next += 1;
        let end: U32Deserializer<Error> = (*end).into_deserializer();
        seed.deserialize(end).map(Some)
    }
}
