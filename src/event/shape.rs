//! Which fields an event has, and what each is read from: asked of the very types that read it.
//!
//! serde tells a reader the fields of a struct before it is given anything, and each type says what it wants
//! to be read from. [`of`] and [`envelope`] listen to that, so that no list of fields is kept by hand.

use std::cell::RefCell;

use serde::de::value::{Error, StrDeserializer};
use serde::de::{self, Deserialize, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};
use serde::forward_to_deserialize_any;

use super::{Event, Header, Kind, What};

/// A field, and what it is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it is read from.
    pub shape: Shape,
}

/// What a value is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shape {
    /// Words in quotes.
    Text,
    /// One name or several.
    Names,
    /// A number, or `true` and `false`.
    Plain,
    /// One of these.
    Choice(&'static [&'static str]),
    /// A list of such values.
    List(Box<Shape>),
    /// Brackets of some other sort.
    Other,
}

/// Returns the fields that an event of any kind may have, `what` left out.
pub fn envelope() -> Vec<Field> {
    let mut fields = look(|probe| drop(Event::deserialize(probe)));
    fields.retain(|field| field.name != "what");
    fields
}

/// Returns the fields that only a dispatch has, its events left out.
pub fn head() -> Vec<Field> {
    let mut fields = look(|probe| drop(Header::deserialize(probe)));
    let events = envelope();
    fields.retain(|field| field.name != "events" && !events.contains(field));
    fields
}

/// Returns the fields of a kind.
pub fn of(kind: Kind) -> Vec<Field> {
    look(|probe| drop(What::deserialize(Chosen { name: kind.name(), probe })))
}

/// Looks which fields there are, and then into each of them.
fn look(read: impl Fn(Probe<'_>)) -> Vec<Field> {
    let notes = RefCell::new(Notes::default());
    read(Probe { notes: &notes, field: None });
    let names = notes.into_inner().fields;
    let shape = |name: &'static str| {
        let notes = RefCell::new(Notes::default());
        read(Probe { notes: &notes, field: Some(name) });
        let Notes { lists, shape, .. } = notes.into_inner();
        let inner = shape.unwrap_or(Shape::Other);
        (0..lists).fold(inner, |inner, _| Shape::List(Box::new(inner)))
    };
    names.iter().map(|name| Field { name, shape: shape(name) }).collect()
}

/// What was asked for.
#[derive(Default)]
struct Notes {
    fields: &'static [&'static str],
    /// How many lists were asked for before anything else.
    lists: usize,
    shape: Option<Shape>,
}

/// Notes what it is asked for and then fails; of a struct, its fields or what one of them asks for.
#[derive(Clone, Copy)]
struct Probe<'n> {
    notes: &'n RefCell<Notes>,
    field: Option<&'static str>,
}

impl Probe<'_> {
    fn note<T>(self, shape: Shape) -> Result<T, Error> {
        self.notes.borrow_mut().shape.get_or_insert(shape);
        Err(de::Error::custom("seen"))
    }
}

/// Notes one shape for some of the questions.
macro_rules! noted {
    ($($question:ident)* => $shape:expr) => {
        $(fn $question<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Error> {
            self.note($shape)
        })*
    };
}

impl<'de> Deserializer<'de> for Probe<'_> {
    type Error = Error;

    noted! { deserialize_any => Shape::Names }
    noted! { deserialize_str deserialize_string deserialize_char => Shape::Text }
    noted! {
        deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_u8
        deserialize_u16 deserialize_u32 deserialize_u64 deserialize_f32 deserialize_f64 => Shape::Plain
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
        self.notes.borrow_mut().lists += 1;
        visitor.visit_seq(Once(Some(self)))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.field {
            None => {
                self.notes.borrow_mut().fields = fields;
                Err(de::Error::custom("seen"))
            }
            // Within the field there is no other one to look for.
            Some(field) if fields.contains(&field) && !self.is_within() => {
                visitor.visit_map(OneField(Some(field), self))
            }
            Some(_) => self.note(Shape::Other),
        }
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        self.note(Shape::Choice(variants))
    }

    forward_to_deserialize_any! {
        i128 u128 bytes byte_buf unit unit_struct tuple tuple_struct identifier ignored_any
    }

    noted! { deserialize_map => Shape::Other }
}

impl Probe<'_> {
    fn is_within(self) -> bool {
        self.notes.borrow().lists > 0
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
struct Once<'n>(Option<Probe<'n>>);

impl<'de> de::SeqAccess<'de> for Once<'_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        self.0.take().map(|probe| seed.deserialize(probe)).transpose()
    }
}

/// A kind, of which the fields are looked at.
struct Chosen<'n> {
    name: &'static str,
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

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        seed.deserialize(self.probe)
    }

    fn unit_variant(self) -> Result<(), Error> {
        self.probe.note(Shape::Other)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Error> {
        self.probe.note(Shape::Other)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Error> {
        self.probe.note(Shape::Other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(fields: &[Field], name: &str) -> Shape {
        fields.iter().find(|field| field.name == name).expect(name).shape.clone()
    }

    #[test]
    fn a_field_says_what_it_is_read_from() {
        let demand = of(Kind::Demand);
        let names: Vec<&str> = demand.iter().map(|field| field.name).collect();
        let expected = ["by", "of", "issue", "text", "to", "through", "for", "with", "against"];
        assert_eq!(names, expected);
        assert_eq!(shape(&demand, "by"), Shape::Names);
        assert_eq!(shape(&demand, "issue"), Shape::Text);
        assert_eq!(shape(&demand, "text"), Shape::Text);
        let Shape::Choice(aspects) = shape(&of(Kind::Assessment), "aspect") else { panic!() };
        assert!(aspects.contains(&"Progress"));
        assert_eq!(shape(&of(Kind::OpenPoint), "blocking"), Shape::Plain);
        assert_eq!(shape(&of(Kind::Migrate), "map"), Shape::Other);
    }

    #[test]
    fn so_does_the_envelope() {
        let envelope = envelope();
        assert_eq!(shape(&envelope, "on"), Shape::Text);
        assert_eq!(shape(&envelope, "via"), Shape::List(Box::new(Shape::Names)));
        assert!(matches!(shape(&envelope, "basis"), Shape::Choice(_)));
        assert_eq!(shape(&envelope, "terms"), Shape::List(Box::new(Shape::Other)));
        assert_eq!(shape(&envelope, "cite"), Shape::Other);
        assert!(!envelope.iter().any(|field| field.name == "what"));
        let head: Vec<&str> = head().iter().map(|field| field.name).collect();
        assert_eq!(head, ["format", "date", "document", "log", "seq", "omitted"]);
    }

    #[test]
    fn hardly_a_field_of_a_kind_is_one_of_the_envelope() {
        // Where there is one, the kind's is meant by who records an event in words.
        let envelope = envelope();
        let both = Kind::ALL.iter().flat_map(|kind| {
            let own = of(*kind).into_iter().map(|field| field.name);
            let shared = own.filter(|name| envelope.iter().any(|other| other.name == *name));
            shared.map(|name| (kind.name(), name)).collect::<Vec<_>>()
        });
        assert_eq!(both.collect::<Vec<_>>(), [("Assessment", "aspect")]);
    }
}
