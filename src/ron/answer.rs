//! The deserializer: serde's questions, answered from the scanner.

use std::borrow::Cow;

use serde::Deserialize;
use serde::de::{Deserializer, Expected, Visitor};

use super::access::{Entries, Variant};
use super::at::{AT, RAW};
use super::de::{AnyIn, De};
use super::fault::{Error, Owner};
use super::place::{Placed, Spanned};
use super::scan::Scanner;
use super::skip::closer;
use crate::source::Span;

macro_rules! wholes {
    ($($method:ident: $visit:ident($ty:ty),)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
            let start = self.scan.at;
            let value: $ty = self.read_whole(&visitor, stringify!($ty))?;
            visitor.$visit(value).map_err(|error| self.settle(error, start))
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut De<'de, '_> {
    type Error = Error;

    wholes! {
        deserialize_i8: visit_i8(i8),
        deserialize_i16: visit_i16(i16),
        deserialize_i32: visit_i32(i32),
        deserialize_i64: visit_i64(i64),
        deserialize_i128: visit_i128(i128),
        deserialize_u8: visit_u8(u8),
        deserialize_u16: visit_u16(u16),
        deserialize_u32: visit_u32(u32),
        deserialize_u64: visit_u64(u64),
        deserialize_u128: visit_u128(u128),
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.in_variant {
            let head = Span::new(self.scan.at, self.scan.at);
            match self.any_in_variant() {
                Some(AnyIn::Nothing) => return self.deserialize_unit(visitor),
                Some(AnyIn::Fields) => return self.fields(Owner::Nameless, head, None, visitor),
                Some(AnyIn::Values) => return self.deserialize_tuple(0, visitor),
                None => {}
            }
        }
        let start = self.scan.at;
        let mut ahead = Scanner::new(self.scan.text, start);
        match ahead.name() {
            Some("true" | "false") => return self.deserialize_bool(visitor),
            Some("None" | "Some") => return self.deserialize_option(visitor),
            Some("inf" | "inff32" | "inff64" | "NaN" | "NaNf32" | "NaNf64") => {
                return self.any_number(visitor);
            }
            Some(_) => return self.any_struct(visitor),
            None => {}
        }
        match self.scan.rest() {
            [b'(', b')', ..] => self.deserialize_unit(visitor),
            [b'(', ..] => self.any_struct(visitor),
            [b'[', ..] => self.deserialize_seq(visitor),
            [b'{', ..] => self.deserialize_map(visitor),
            [b'"' | b'r', ..] => self.deserialize_str(visitor),
            [b'\'', ..] => self.deserialize_char(visitor),
            [b'b', b'"' | b'r', ..] => self.deserialize_bytes(visitor),
            _ if self.scan.number_starts() => self.any_number(visitor),
            _ => Err(self.other("a value")),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let start = self.scan.at;
        let value = self.scan.word("true");
        if !value && !self.scan.word("false") {
            return Err(self.other_than(&visitor));
        }
        visitor.visit_bool(value).map_err(|error| self.settle(error, start))
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let start = self.scan.at;
        let value = self.read_float(&visitor, 32)?;
        visitor.visit_f32(value).map_err(|error| self.settle(error, start))
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let start = self.scan.at;
        let value = self.read_float(&visitor, 64)?;
        visitor.visit_f64(value).map_err(|error| self.settle(error, start))
    }

    fn deserialize_char<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let start = self.scan.at;
        match self.scan.character() {
            None => Err(self.other_than(&visitor)),
            Some(Err(slip)) => Err(self.slip(&slip)),
            Some(Ok(it)) => visitor.visit_char(it).map_err(|error| self.settle(error, start)),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let start = self.scan.at;
        let read = match self.read_string(&visitor)? {
            Cow::Borrowed(value) => visitor.visit_borrowed_str(value),
            Cow::Owned(value) => visitor.visit_string(value),
        };
        read.map_err(|error| self.settle(error, start))
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_str(visitor)
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let start = self.scan.at;
        if self.scan.peek() == Some(b'[') {
            let bytes = Vec::<u8>::deserialize(&mut *self)?;
            return visitor.visit_byte_buf(bytes).map_err(|error| self.settle(error, start));
        }
        let value = match self.scan.byte_string() {
            None => return Err(self.other_than(&visitor)),
            Some(Err(slip)) => return Err(self.slip(&slip)),
            Some(Ok(value)) => value,
        };
        self.sized(start, "string")?;
        let read = match value {
            Cow::Borrowed(value) => visitor.visit_borrowed_bytes(value),
            Cow::Owned(value) => visitor.visit_byte_buf(value),
        };
        read.map_err(|error| self.settle(error, start))
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let start = self.scan.at;
        if self.scan.word("None") {
            return visitor.visit_none().map_err(|error| self.settle(error, start));
        }
        if !self.scan.word("Some") {
            return self.wrapped(|de| visitor.visit_some(de));
        }
        self.scan.blanks();
        if self.scan.peek() != Some(b'(') {
            let (tell, span) = (self.log.tell, Span::new(start, start + 4));
            let message = "`Some` needs its value in brackets".to_owned();
            return Err(self.fail(tell.unexpected(message, span, "")));
        }
        self.push(b'(')?;
        self.in_variant = true;
        self.variant = Span::new(start, start + 4);
        let value = self.wrapped(|de| visitor.visit_some(de))?;
        self.close_variant()?;
        Ok(value)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let start = self.scan.at;
        if !std::mem::take(&mut self.in_variant) {
            if !self.scan.rest().starts_with(b"()") {
                return Err(self.other_than(&visitor));
            }
            self.scan.at += 2;
        }
        visitor.visit_unit().map_err(|error| self.settle(error, start))
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        let start = self.scan.at;
        if self.in_variant || start == self.scan.name_end() {
            return self.deserialize_unit(visitor);
        }
        if self.scan.name() != Some(name) {
            self.scan.at = start;
            return Err(self.other_than(&visitor));
        }
        visitor.visit_unit().map_err(|error| self.settle(error, start))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.in_variant = false;
        let start = self.scan.at;
        match name {
            AT => self.wrapped(|de| visitor.visit_seq(Placed::new(de))),
            RAW => {
                let span = self.scan.raw();
                // A value without an end hides what comes after it; its reader will say so.
                self.log.ended |= self.scan.at == self.scan.text.len() && !self.open.is_empty();
                visitor.visit_seq(Spanned::new(span)).map_err(|error| self.settle(error, start))
            }
            _ => {
                let read = self.wrapped(|de| visitor.visit_newtype_struct(de));
                read.map_err(|error| self.settle(error, start))
            }
        }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.in_variant = false;
        if self.scan.peek() != Some(b'[') {
            return Err(self.other_than(&visitor));
        }
        self.push(b'[')?;
        self.list(closer(b'['), true, visitor)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _len: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        let own = self.enter(|| (&visitor as &dyn Expected).to_string())?;
        self.list(b')', own, visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, Error> {
        if !self.in_variant {
            self.struct_name(name)?;
        }
        self.deserialize_tuple(len, visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.in_variant = false;
        if self.scan.peek() != Some(b'{') {
            return Err(self.other_than(&visitor));
        }
        let start = self.scan.at;
        self.push(b'{')?;
        let value = visitor.visit_map(Entries::new(self)).map_err(|error| {
            self.scan.at = start;
            self.settle(error, start)
        })?;
        self.close(b'}')?;
        Ok(value)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let mut head = self.variant;
        if !self.in_variant {
            let start = self.scan.at;
            let end = self.scan.name_end().max((start + 1).min(self.scan.text.len()));
            head = Span::new(start, end);
            self.struct_name(name)?;
        }
        self.fields(Owner::Kind(name), head, Some(fields), visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.in_variant = false;
        let start = self.scan.at;
        let Some(variant) = self.scan.name() else {
            return Err(self.not_a_variant(name, variants));
        };
        let span = Span::new(start, self.scan.at);
        let read = visitor.visit_enum(Variant { de: &mut *self, kind: name, name: variant, span });
        read.map_err(|error| self.settle(error, start))
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let start = self.scan.at;
        match self.scan.name() {
            Some(name) => {
                visitor.visit_borrowed_str(name).map_err(|error| self.settle(error, start))
            }
            None => Err(self.other("a name")),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.in_variant {
            return self.deserialize_any(visitor);
        }
        let start = self.scan.at;
        let matched = self.scan.skip();
        if self.scan.at == start {
            return Err(self.other("a value"));
        }
        if matched {
            return visitor.visit_unit();
        }
        self.scan.at = start;
        match self.scan.peek() {
            Some(bracket @ (b'(' | b'[' | b'{')) => {
                let end = self.scan.extent(start);
                let met = (None, Span::new(end, end));
                let opening = Span::new(start, start + 1);
                let fault = self.log.tell.unclosed(opening, bracket, met, end);
                self.log.ended |= end == self.scan.text.len();
                Err(self.fail(fault))
            }
            _ => self.deserialize_any(visitor),
        }
    }
}
