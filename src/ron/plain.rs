//! The short way: what is written as it should be, read straight through.
//!
//! Nearly every event is. This client of the scanner knows only what our formats mostly hold, and gives up
//! without a word at everything else, be it wrong or just rare; whoever asked then reads the same text
//! by the long way, which tells and mends. So nothing here words a fault, and whatever is read here
//! the long way reads to the same value (a law among the tests).

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::de::value::{BorrowedStrDeserializer, U32Deserializer};
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, IntoDeserializer, MapAccess, SeqAccess,
    VariantAccess, Visitor,
};

use super::Limits;
use super::at::AT;
use super::scan::Scanner;

/// Something that the long way has to look at.
#[derive(Debug)]
pub(super) struct Odd;

impl fmt::Display for Odd {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not written plainly")
    }
}

impl std::error::Error for Odd {}

impl serde::de::Error for Odd {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Odd
    }
}

/// Reads one value that is written plainly.
pub(super) struct Plain<'de> {
    pub(super) scan: Scanner<'de>,
    /// How many more brackets may be opened within each other.
    depth: usize,
    /// The most bytes of a string.
    string: usize,
    /// The byte past which the value is too large.
    fence: usize,
    /// A variant has opened the bracket of what is read next.
    in_variant: bool,
}

impl<'de> Plain<'de> {
    pub(super) fn new(scan: Scanner<'de>, limits: &Limits) -> Self {
        let fence = scan.at.saturating_add(limits.value);
        Plain { scan, depth: limits.depth, string: limits.string, fence, in_variant: false }
    }

    /// Returns whether nothing on the way has to be told of.
    pub(super) fn is_sound(&self) -> bool {
        self.scan.at <= self.fence && self.scan.controls.is_empty() && self.scan.comment.is_none()
    }

    /// Steps over a byte and the blanks after it.
    fn take(&mut self, byte: u8) -> Result<(), Odd> {
        if !self.scan.eat(byte) {
            return Err(Odd);
        }
        self.scan.blanks();
        Ok(())
    }

    fn open(&mut self, bracket: u8) -> Result<(), Odd> {
        self.depth = self.depth.checked_sub(1).ok_or(Odd)?;
        self.take(bracket)
    }

    /// Steps over what ends a list or struct, but not over the blanks after it.
    fn close(&mut self, bracket: u8) -> Result<(), Odd> {
        self.depth += 1;
        if self.scan.eat(bracket) { Ok(()) } else { Err(Odd) }
    }

    /// Returns whether another element follows before the closing bracket, given whether one may.
    fn more(&mut self, bracket: u8, comma: bool) -> Result<bool, Odd> {
        match self.scan.peek() {
            Some(byte) if byte == bracket => Ok(false),
            Some(_) if comma && self.scan.at <= self.fence => Ok(true),
            _ => Err(Odd),
        }
    }

    /// Steps over a comma, if there is one, and over blanks.
    fn comma(&mut self) -> bool {
        self.scan.blanks();
        let found = self.scan.eat(b',');
        if found {
            self.scan.blanks();
        }
        found
    }

    fn text(&mut self) -> Result<Cow<'de, str>, Odd> {
        self.in_variant = false;
        let start = self.scan.at;
        let Some(Ok(text)) = self.scan.string() else { return Err(Odd) };
        let long = self.scan.at - start > self.string;
        if long || self.scan.glued() { Err(Odd) } else { Ok(text) }
    }

    /// Reads a number without sign of its type, underscores or another base.
    fn number<T: FromStr>(&mut self, float: bool) -> Result<T, Odd> {
        self.in_variant = false;
        let rest = self.scan.rest();
        let figure = |byte: &u8| byte.is_ascii_digit() || (float && *byte == b'.');
        let sign = usize::from(rest.first() == Some(&b'-'));
        let length = sign + rest[sign..].iter().take_while(|byte| figure(byte)).count();
        let plain = rest[sign..length].first().is_some_and(u8::is_ascii_digit)
            && rest[..length].last().is_some_and(u8::is_ascii_digit);
        let goes_on = rest.get(length).is_some_and(|byte| {
            byte.is_ascii_alphanumeric()
                || matches!(byte, b'_' | b'.' | b'+' | b'-')
                || *byte >= 0x80
        });
        if !plain || goes_on || length > self.string {
            return Err(Odd);
        }
        let start = self.scan.at;
        self.scan.at += length;
        self.scan.text[start..self.scan.at].parse().map_err(|_| Odd)
    }
}

macro_rules! numbers {
    ($($method:ident: $visit:ident($float:literal),)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
            visitor.$visit(self.number($float)?)
        }
    )*};
}

macro_rules! rare {
    ($($method:ident($($argument:ty),*),)*) => {$(
        fn $method<V: Visitor<'de>>(self, $(_: $argument,)* _: V) -> Result<V::Value, Odd> {
            Err(Odd)
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut Plain<'de> {
    type Error = Odd;

    numbers! {
        deserialize_i8: visit_i8(false),
        deserialize_i16: visit_i16(false),
        deserialize_i32: visit_i32(false),
        deserialize_i64: visit_i64(false),
        deserialize_u8: visit_u8(false),
        deserialize_u16: visit_u16(false),
        deserialize_u32: visit_u32(false),
        deserialize_u64: visit_u64(false),
        deserialize_f32: visit_f32(true),
        deserialize_f64: visit_f64(true),
    }

    rare! {
        deserialize_i128(),
        deserialize_u128(),
        deserialize_char(),
        deserialize_bytes(),
        deserialize_byte_buf(),
        deserialize_unit(),
        deserialize_unit_struct(&'static str),
        deserialize_tuple(usize),
        deserialize_tuple_struct(&'static str, usize),
        deserialize_map(),
        deserialize_ignored_any(),
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        match self.scan.peek() {
            Some(b'"') if !self.in_variant => self.deserialize_str(visitor),
            Some(b'[') if !self.in_variant => self.deserialize_seq(visitor),
            _ => Err(Odd),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        self.in_variant = false;
        let value = self.scan.word("true");
        if value || self.scan.word("false") { visitor.visit_bool(value) } else { Err(Odd) }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        match self.text()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        // `None` and `Some` are rarely written.
        match self.scan.peek() {
            Some(b'N' | b'S') if self.in_variant || self.wraps() => Err(Odd),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Odd> {
        if name != AT {
            return Err(Odd);
        }
        self.in_variant = false;
        let start = self.scan.at;
        visitor.visit_seq(Placed { de: self, start, given: 0 })
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        self.in_variant = false;
        self.open(b'[')?;
        let value = visitor.visit_seq(Elements { de: &mut *self, comma: true })?;
        self.close(b']')?;
        Ok(value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Odd> {
        let opened = std::mem::take(&mut self.in_variant);
        if !opened {
            self.open(b'(')?;
        }
        let value = visitor.visit_map(Fields { de: &mut *self, comma: true })?;
        if !opened {
            self.close(b')')?;
        }
        Ok(value)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Odd> {
        self.in_variant = false;
        visitor.visit_enum(self)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Odd> {
        visitor.visit_borrowed_str(self.scan.name().ok_or(Odd)?)
    }
}

impl Plain<'_> {
    /// Returns whether `None` or `Some` stands here.
    fn wraps(&self) -> bool {
        let mut ahead = Scanner::new(self.scan.text, self.scan.at);
        ahead.word("None") || ahead.word("Some")
    }
}

/// A value, then the two ends of its place.
struct Placed<'d, 'de> {
    de: &'d mut Plain<'de>,
    start: usize,
    given: usize,
}

impl<'de> SeqAccess<'de> for Placed<'_, 'de> {
    type Error = Odd;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Odd> {
        self.given += 1;
        let end = match self.given {
            1 => return seed.deserialize(&mut *self.de).map(Some),
            2 => self.start,
            _ => self.de.scan.at,
        };
        let end: U32Deserializer<Odd> = u32::try_from(end).map_err(|_| Odd)?.into_deserializer();
        seed.deserialize(end).map(Some)
    }
}

/// The elements of a list.
struct Elements<'d, 'de> {
    de: &'d mut Plain<'de>,
    comma: bool,
}

impl<'de> SeqAccess<'de> for Elements<'_, 'de> {
    type Error = Odd;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Odd> {
        if !self.de.more(b']', self.comma)? {
            return Ok(None);
        }
        let value = seed.deserialize(&mut *self.de)?;
        self.comma = self.de.comma();
        Ok(Some(value))
    }
}

/// The fields of a struct.
struct Fields<'d, 'de> {
    de: &'d mut Plain<'de>,
    comma: bool,
}

impl<'de> MapAccess<'de> for Fields<'_, 'de> {
    type Error = Odd;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Odd> {
        if !self.de.more(b')', self.comma)? {
            return Ok(None);
        }
        let name = self.de.scan.name().ok_or(Odd)?;
        self.de.scan.blanks();
        self.de.take(b':')?;
        seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Odd> {
        let value = seed.deserialize(&mut *self.de)?;
        self.comma = self.de.comma();
        Ok(value)
    }
}

impl<'de> EnumAccess<'de> for &mut Plain<'de> {
    type Error = Odd;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Odd> {
        let name = self.scan.name().ok_or(Odd)?;
        let value = seed.deserialize(BorrowedStrDeserializer::<Odd>::new(name))?;
        Ok((value, self))
    }
}

impl<'de> VariantAccess<'de> for &mut Plain<'de> {
    type Error = Odd;

    fn unit_variant(self) -> Result<(), Odd> {
        if matches!(self.scan.peek(), Some(b',' | b')' | b']')) {
            return Ok(());
        }
        let mut ahead = Scanner::new(self.scan.text, self.scan.at);
        ahead.blanks();
        if ahead.peek() == Some(b'(') { Err(Odd) } else { Ok(()) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Odd> {
        self.scan.blanks();
        self.open(b'(')?;
        self.in_variant = true;
        let value = seed.deserialize(&mut *self)?;
        self.in_variant = false;
        self.comma();
        self.close(b')')?;
        Ok(value)
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Odd> {
        Err(Odd)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Odd> {
        self.scan.blanks();
        self.deserialize_struct("", fields, visitor)
    }
}
