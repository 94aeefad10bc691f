//! Lists, maps, structs and alternatives, element by element.
//!
//! What is wrong between the elements (a comma, a colon, a bracket) is told and stepped over on the
//! spot. What is wrong within one ends the round, and the next round passes over that element.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::de::value::BorrowedStrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor,
};

use super::blank::Blank;
use super::de::De;
use super::fault::{Error, Owner, Trouble};
use super::log::Pass;
use super::scan::Scanner;
use crate::source::Span;

/// The elements of a list or tuple.
pub(super) struct List<'d, 'de, 'l> {
    de: &'d mut De<'de, 'l>,
    close: u8,
    /// Whether another element may follow.
    comma: bool,
}

impl<'d, 'de, 'l> List<'d, 'de, 'l> {
    pub(super) fn new(de: &'d mut De<'de, 'l>, close: u8) -> Self {
        List { de, close, comma: true }
    }
}

impl<'de> SeqAccess<'de> for List<'_, 'de, '_> {
    type Error = Error;

    fn next_element_seed<T: DeserializeSeed<'de>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Error> {
        loop {
            if !self.de.more(self.close, &mut self.comma, false)? {
                return Ok(None);
            }
            let Some((end, Pass::Skip)) = self.de.log.passing(self.de.scan.at) else { break };
            self.de.scan.at = end;
            self.comma = self.de.comma();
        }
        let value = self.de.element(seed)?;
        self.comma = self.de.comma();
        Ok(Some(value))
    }
}

/// The keys of a map that have been read.
#[derive(Default)]
struct Keys<'de> {
    few: Vec<(Cow<'de, str>, Span)>,
    many: BTreeMap<Cow<'de, str>, Span>,
}

impl<'de> Keys<'de> {
    /// The most keys that are compared one by one.
    const FEW: usize = 16;

    /// Adds a key, unless it is there already: then its first place is returned.
    fn add(&mut self, key: Cow<'de, str>, span: Span) -> Option<Span> {
        let known = match self.many.get(&key) {
            Some(first) => Some(*first),
            None => self.few.iter().find(|(it, _)| *it == key).map(|(_, first)| *first),
        };
        if known.is_none() {
            self.few.push((key, span));
            if self.few.len() > Self::FEW {
                self.many.extend(self.few.drain(..));
            }
        }
        known
    }
}

/// The entries of a map.
pub(super) struct Entries<'d, 'de, 'l> {
    de: &'d mut De<'de, 'l>,
    comma: bool,
    keys: Keys<'de>,
}

impl<'d, 'de, 'l> Entries<'d, 'de, 'l> {
    pub(super) fn new(de: &'d mut De<'de, 'l>) -> Self {
        Entries { de, comma: true, keys: Keys::default() }
    }

    /// Returns whether the key just read is new and has a value; tells it and steps over it if not.
    fn usable(&mut self, start: usize) -> bool {
        let span = Span::new(start, self.de.scan.at);
        let text = &self.de.scan.text[span.range()];
        let mut again = Scanner::new(self.de.scan.text, start);
        let key = match again.string() {
            Some(Ok(key)) => key,
            _ => Cow::Borrowed(text),
        };
        if !self.de.colon(text) {
            return false;
        }
        let Some(first) = self.keys.add(key.clone(), span) else { return true };
        self.de.log.soft(self.de.log.tell.duplicate(&key, span, Some(first)));
        self.de.skip_value();
        false
    }
}

impl<'de> MapAccess<'de> for Entries<'_, 'de, '_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        let mut seed = Some(seed);
        while self.de.more(b'}', &mut self.comma, false)? {
            let start = self.de.scan.at;
            if let Some((end, _)) = self.de.log.passing(start) {
                self.de.scan.at = end;
            } else if let Some(it) = seed.take() {
                let key = it.deserialize(&mut *self.de);
                let key = key.map_err(|error| self.de.element_failed(error, start))?;
                if self.usable(start) {
                    return Ok(Some(key));
                }
                // A seed serves once, so the rest of the map waits for the next round.
                let end = self.de.scan.at;
                self.de.log.pass(start, end, Pass::Skip);
                return Err(Error::Told(true));
            }
            self.comma = self.de.comma();
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        let value = self.de.element(seed)?;
        self.comma = self.de.comma();
        Ok(value)
    }
}

/// The fields of a struct.
pub(super) struct Fields<'d, 'de, 'l> {
    de: &'d mut De<'de, 'l>,
    owner: Owner<'de>,
    /// What a missing field is told at: the struct's name or bracket.
    head: Span,
    /// The fields it may have; `None` if any.
    names: Option<&'static [&'static str]>,
    comma: bool,
    /// The field after the one that was read last.
    next: usize,
    /// One bit for each of the first 128 names that was read.
    seen: u128,
    /// The fields that stand there and were not read.
    unread: Vec<&'de str>,
    /// How garbled the text was before.
    garbled: usize,
    /// The missing field that is being filled in, and after which the next is looked for.
    supplied: Option<&'static str>,
}

impl<'d, 'de, 'l> Fields<'d, 'de, 'l> {
    pub(super) fn new(
        de: &'d mut De<'de, 'l>,
        owner: Owner<'de>,
        head: Span,
        names: Option<&'static [&'static str]>,
    ) -> Self {
        let garbled = de.garbled;
        let unread = Vec::new();
        Fields {
            de,
            owner,
            head,
            names,
            comma: true,
            next: 0,
            seen: 0,
            unread,
            garbled,
            supplied: None,
        }
    }

    /// Steps over the next field's name and colon; `None` if the field is not to be read.
    fn name(&mut self) -> Option<&'de str> {
        let start = self.de.scan.at;
        let Some(name) = self.de.scan.name() else {
            self.not_a_name();
            return None;
        };
        let span = Span::new(start, self.de.scan.at);
        if !self.de.colon(name) {
            self.unread.push(name);
            return None;
        }
        if !self.wanted(name, span) {
            self.de.skip_value();
            return None;
        }
        if let Some((end, Pass::Skip)) = self.de.log.passing(self.de.scan.at) {
            self.de.scan.at = end;
            self.unread.push(name);
            return None;
        }
        Some(name)
    }

    fn not_a_name(&mut self) {
        let (words, span) = super::fault::found(&self.de.scan);
        let tell = self.de.log.tell;
        let fault =
            tell.unexpected(format!("expected the name of a field, found {words}"), span, "");
        let inner = self.de.scan.text[span.range()].trim_matches('"');
        let fault = match self.names.and_then(|names| names.iter().find(|it| **it == inner)) {
            Some(name) => fault.patch("write it without quotes", tell.place(span), *name),
            None => fault,
        };
        self.de.log.hard(fault);
        self.de.garbled += 1;
        self.de.step_to_comma();
    }

    /// Returns whether the field exists and is new, and tells it if not.
    fn wanted(&mut self, name: &'de str, span: Span) -> bool {
        let Some(names) = self.names else { return true };
        let tell = self.de.log.tell;
        // Fields mostly come in the order in which they are declared, some left out.
        let (before, after) = names.split_at(self.next);
        let ahead = after.iter().position(|it| *it == name).map(|at| at + self.next);
        let Some(index) = ahead.or_else(|| before.iter().position(|it| *it == name)) else {
            if self.de.log.is_full() {
                return false;
            }
            let given = |index| self.seen & bit(index) != 0;
            self.de.log.soft(tell.unknown_field(self.owner, name, names, &given, span));
            return false;
        };
        self.next = index + 1;
        let bit = bit(index);
        if self.seen & bit == 0 {
            self.seen |= bit;
            return true;
        }
        if self.de.log.is_full() {
            return false;
        }
        let first = self.first_place(name, span.start as usize);
        self.de.log.soft(tell.duplicate(name, span, first));
        false
    }

    /// Finds the earlier field of that name.
    fn first_place(&self, name: &str, before: usize) -> Option<Span> {
        let open = self.de.open.last()?;
        let mut again = Scanner::new(self.de.scan.text, open.at + 1);
        while again.at < before {
            again.blanks();
            let start = again.at;
            if again.name() == Some(name) {
                return Some(Span::new(start, again.at));
            }
            again.skip();
            again.blanks();
            again.at += 1;
        }
        None
    }

    /// Returns the next missing field that this round fills in.
    fn next_supplied(&mut self) -> Option<&'static str> {
        let own = self.head.start as usize;
        let mut mine = self.de.log.supplied.range((own, "")..(own + 1, "")).map(|(_, name)| *name);
        match self.supplied {
            None => mine.next(),
            Some(last) => mine.find(|name| *name > last),
        }
    }

    /// Tells why the struct could not be made of its fields.
    pub(super) fn failed(self, error: Error) -> Error {
        let Error::Untold(trouble) = error else { return error };
        let start = self.head.start as usize;
        let Trouble::Missing(name) = *trouble else {
            self.de.scan.at = start;
            return self.de.settle(Error::Untold(trouble), start);
        };
        let follows = self.de.garbled != self.garbled || self.de.log.ended;
        if follows || self.unread.contains(&name) {
            return Error::Told(false);
        }
        let fault = self.de.log.tell.missing(self.owner, name, self.head);
        self.de.log.hard(fault);
        if self.de.log.refused.contains(&(start, name)) {
            return Error::Told(false);
        }
        self.de.log.progress |= self.de.log.supplied.insert((start, name));
        Error::Told(true)
    }
}

impl<'de> MapAccess<'de> for Fields<'_, 'de, '_> {
    type Error = Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Error> {
        while self.de.more(b')', &mut self.comma, true)? {
            let start = self.de.scan.at;
            if let Some(name) = self.name() {
                let key = seed.deserialize(BorrowedStrDeserializer::<Error>::new(name));
                return key.map(Some).map_err(|error| self.de.settle(error, start));
            }
            self.comma = self.de.comma();
        }
        self.supplied = self.next_supplied();
        let Some(name) = self.supplied else { return Ok(None) };
        seed.deserialize(BorrowedStrDeserializer::<Error>::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Error> {
        if let Some(name) = self.supplied {
            return seed.deserialize(Blank::new()).map_err(|_| {
                let key = (self.head.start as usize, name);
                self.de.log.supplied.remove(&key);
                self.de.log.progress |= self.de.log.refused.insert(key);
                Error::Told(false)
            });
        }
        let value = self.de.element(seed)?;
        self.comma = self.de.comma();
        Ok(value)
    }
}

/// One of several alternatives, its name read.
pub(super) struct Variant<'d, 'de, 'l> {
    pub(super) de: &'d mut De<'de, 'l>,
    /// What the alternatives are called together.
    pub(super) kind: &'static str,
    pub(super) name: &'de str,
    pub(super) span: Span,
}

impl<'de> EnumAccess<'de> for Variant<'_, 'de, '_> {
    type Error = Error;
    type Variant = Self;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Error> {
        let read = seed.deserialize(BorrowedStrDeserializer::<Error>::new(self.name));
        match read {
            Ok(value) => Ok((value, self)),
            Err(Error::Untold(trouble)) => match *trouble {
                Trouble::Variant(name, names) => {
                    let tell = self.de.log.tell;
                    Err(self.de.fail(tell.unknown_variant(self.kind, &name, names, self.span)))
                }
                other => Err(Error::Untold(Box::new(other))),
            },
            Err(told) => Err(told),
        }
    }
}

impl<'de> VariantAccess<'de> for Variant<'_, 'de, '_> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        let mut ahead = Scanner::new(self.de.scan.text, self.de.scan.at);
        ahead.blanks();
        if ahead.peek() != Some(b'(') {
            return Ok(());
        }
        let span = Span::new(ahead.at, ahead.at + 1);
        let message = format!("`{}` stands alone, without brackets", self.name);
        Err(self.de.fail(self.de.log.tell.unexpected(message, span, "")))
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        self.de.scan.blanks();
        if self.de.scan.peek() != Some(b'(') {
            let message = format!("`{}` needs its content in brackets", self.name);
            return Err(self.de.fail(self.de.log.tell.unexpected(message, self.span, "")));
        }
        self.de.push(b'(')?;
        self.de.in_variant = true;
        self.de.variant = self.span;
        let value = seed.deserialize(&mut *self.de)?;
        self.de.close_variant()?;
        Ok(value)
    }

    fn tuple_variant<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, Error> {
        self.de.scan.blanks();
        self.de.deserialize_tuple(len, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.de.scan.blanks();
        self.de.fields(Owner::Variant(self.name), self.span, Some(fields), visitor)
    }
}

/// Returns the bit of a field among those seen; fields past the width have none.
fn bit(index: usize) -> u128 {
    u32::try_from(index).ok().and_then(|index| 1_u128.checked_shl(index)).unwrap_or(0)
}
