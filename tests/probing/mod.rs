//! Finds which fields and which values a type can be read from, by having it read from nothing.
//!
//! serde tells a reader the fields of a struct and the alternatives of an enum before it is given
//! anything; this reader notes them and then fails.

use std::cell::RefCell;

use rapporteur::event::What;
use serde::de::value::{Error, StrDeserializer};
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

/// What a type can be read from.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    /// The fields of a struct.
    pub(crate) fields: Vec<&'static str>,
    /// The alternatives of those fields that have some.
    pub(crate) values: Vec<&'static str>,
}

/// Returns the shape of a struct.
pub(crate) fn shape<'de, T: Deserialize<'de>>() -> Shape {
    look(|probe| drop(T::deserialize(probe)))
}

/// Returns the shape of a kind of events.
pub(crate) fn kind(name: &str) -> Shape {
    look(|probe| drop(What::deserialize(Chosen { name, probe })))
}

/// Looks at the fields first, then into each of them.
fn look(read: impl Fn(Probe<'_>)) -> Shape {
    let (notes, value) = (RefCell::new(Shape::default()), RefCell::new(Shape::default()));
    read(Probe { notes: &notes, field: None });
    let fields = notes.into_inner().fields;
    for field in &fields {
        read(Probe { notes: &value, field: Some(field) });
    }
    Shape { fields, values: value.into_inner().values }
}

/// Notes what it is asked for; of a struct, either the fields or what one of them asks for.
#[derive(Clone, Copy)]
struct Probe<'n> {
    notes: &'n RefCell<Shape>,
    field: Option<&'static str>,
}

fn seen<T>() -> Result<T, Error> {
    Err(de::Error::custom("seen"))
}

impl<'de> Deserializer<'de> for Probe<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
        seen()
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_seq(Once(self))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.field {
            None => {
                self.notes.borrow_mut().fields.extend(fields);
                seen()
            }
            Some(field) if fields.contains(&field) => {
                visitor.visit_map(OneField(Some(field), self))
            }
            Some(_) => {
                // A struct within the field: its own fields are words to explain, too.
                self.notes.borrow_mut().values.extend(fields);
                seen()
            }
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        self.notes.borrow_mut().values.extend(variants);
        seen()
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct tuple tuple_struct map identifier ignored_any
    }
}

/// A struct with one field.
struct OneField<'n>(Option<&'static str>, Probe<'n>);

impl<'de> de::MapAccess<'de> for OneField<'_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let Some(field) = self.0.take() else { return Ok(None) };
        let name: StrDeserializer<'_, Error> = field.into_deserializer();
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        seed.deserialize(self.1)
    }
}

/// A list with one element.
struct Once<'n>(Probe<'n>);

impl<'de> de::SeqAccess<'de> for Once<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        seed.deserialize(self.0).map(Some)
    }
}

/// An enum of which one alternative is read.
struct Chosen<'n> {
    name: &'n str,
    probe: Probe<'n>,
}

impl<'de> Deserializer<'de> for Chosen<'_> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_enum(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit
        unit_struct newtype_struct option seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

impl<'de> de::EnumAccess<'de> for Chosen<'_> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let name: StrDeserializer<'_, Error> = self.name.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> de::VariantAccess<'de> for Chosen<'_> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        seen()
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.probe)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Error> {
        seen()
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        seen()
    }
}
