//! A value as a tree: what it says, without places, comments or layout.
//!
//! Whatever serde can write becomes a [`Tree`], and a tree is printed in one way only. So two files that
//! say the same have one [`Tree::canonical`] text, and what is printed reads again as it was.

use std::fmt::{self, Write};

use serde::Serialize;
use serde::ser::{self, Serializer};

use super::quoted;

/// What a value says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tree {
    /// Nothing is said.
    Nothing,
    /// A number, a truth value or a variant: what stands without quotes.
    Word(String),
    /// A string.
    Text(String),
    /// A list.
    List(Vec<Tree>),
    /// A map, by what its keys are printed as.
    Map(Vec<(String, Tree)>),
    /// Fields by name.
    Fields(Vec<(&'static str, Tree)>),
    /// A variant with what it holds.
    Variant(&'static str, Box<Tree>),
}

impl Tree {
    /// Returns what a value says.
    ///
    /// # Panics
    /// Panics if the value refuses to be written; none of ours does.
    pub fn of(value: &(impl Serialize + ?Sized)) -> Tree {
        value.serialize(Planter).expect("a tree takes whatever is written to it")
    }

    /// Returns the one text of all values that say the same: fields and keys sorted, what says nothing
    /// left out, no blanks.
    pub fn canonical(&self) -> String {
        let mut sorted = self.clone();
        sorted.sort();
        sorted.to_string()
    }

    /// Returns whether it says nothing at all, so that it can be left out.
    pub fn is_nothing(&self) -> bool {
        match self {
            Tree::Nothing => true,
            Tree::List(list) => list.is_empty(),
            Tree::Map(map) => map.is_empty(),
            Tree::Word(_) | Tree::Text(_) | Tree::Fields(_) | Tree::Variant(..) => false,
        }
    }

    /// Hands over every string in it, keys among them.
    pub fn each_text(&self, then: &mut impl FnMut(&str)) {
        match self {
            Tree::Nothing | Tree::Word(_) => {}
            Tree::Text(text) => then(text),
            Tree::List(list) => list.iter().for_each(|one| one.each_text(then)),
            Tree::Map(map) => {
                for (key, value) in map {
                    then(key.trim_matches('"'));
                    value.each_text(then);
                }
            }
            Tree::Fields(fields) => fields.iter().for_each(|(_, one)| one.each_text(then)),
            Tree::Variant(_, held) => held.each_text(then),
        }
    }

    fn sort(&mut self) {
        match self {
            Tree::Nothing | Tree::Word(_) | Tree::Text(_) => {}
            Tree::List(list) => list.iter_mut().for_each(Tree::sort),
            Tree::Map(map) => {
                map.sort_by(|(a, _), (b, _)| a.cmp(b));
                map.iter_mut().for_each(|(_, value)| value.sort());
            }
            Tree::Fields(fields) => {
                fields.sort_by_key(|(name, _)| *name);
                fields.iter_mut().for_each(|(_, value)| value.sort());
            }
            Tree::Variant(_, held) => held.sort(),
        }
    }
}

/// RON on one line; without blanks, but in the form for people: `{:#}`.
impl fmt::Display for Tree {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Tree::Nothing => f.write_str("None"),
            Tree::Word(word) => f.write_str(word),
            Tree::Text(text) => f.write_str(&quoted(text)),
            Tree::List(list) => {
                f.write_char('[')?;
                commas(f, list, |f, value| value.fmt(f))?;
                f.write_char(']')
            }
            Tree::Map(map) => {
                f.write_char('{')?;
                commas(f, map, |f, (key, value)| pair(f, key, value))?;
                f.write_char('}')
            }
            Tree::Fields(fields) => {
                f.write_char('(')?;
                let said = fields.iter().filter(|(_, value)| !value.is_nothing());
                commas(f, said, |f, (name, value)| pair(f, name, value))?;
                f.write_char(')')
            }
            Tree::Variant(name, held) => match &**held {
                fields @ Tree::Fields(_) => {
                    f.write_str(name)?;
                    fields.fmt(f)
                }
                held => {
                    write!(f, "{name}(")?;
                    held.fmt(f)?;
                    f.write_char(')')
                }
            },
        }
    }
}

fn pair(f: &mut fmt::Formatter<'_>, key: &str, value: &Tree) -> fmt::Result {
    f.write_str(key)?;
    f.write_str(if f.alternate() { ": " } else { ":" })?;
    fmt::Display::fmt(value, f)
}

fn commas<T>(
    f: &mut fmt::Formatter<'_>,
    items: impl IntoIterator<Item = T>,
    mut write: impl FnMut(&mut fmt::Formatter<'_>, T) -> fmt::Result,
) -> fmt::Result {
    for (at, item) in items.into_iter().enumerate() {
        if at > 0 {
            f.write_str(if f.alternate() { ", " } else { "," })?;
        }
        write(f, item)?;
    }
    Ok(())
}

/// Makes a tree of what serde writes.
struct Planter;

/// A branch to be: what is written so far, and the variant that it is of.
struct Branch {
    variant: Option<&'static str>,
    list: Vec<Tree>,
    map: Vec<(String, Tree)>,
    key: String,
    fields: Vec<(&'static str, Tree)>,
}

impl Branch {
    fn new(variant: Option<&'static str>) -> Branch {
        let (list, map, fields) = (Vec::new(), Vec::new(), Vec::new());
        Branch { variant, list, map, key: String::new(), fields }
    }

    fn grown(variant: Option<&'static str>, tree: Tree) -> Tree {
        match variant {
            Some(name) => Tree::Variant(name, Box::new(tree)),
            None => tree,
        }
    }
}

macro_rules! words {
    ($($method:ident: $type:ty,)*) => {
        $(fn $method(self, value: $type) -> Result<Tree, fmt::Error> {
            Ok(Tree::Word(value.to_string()))
        })*
    };
}

impl Serializer for Planter {
    type Ok = Tree;
    type Error = fmt::Error;
    type SerializeSeq = Branch;
    type SerializeTuple = Branch;
    type SerializeTupleStruct = Branch;
    type SerializeTupleVariant = Branch;
    type SerializeMap = Branch;
    type SerializeStruct = Branch;
    type SerializeStructVariant = Branch;

    words! {
        serialize_bool: bool,
        serialize_i8: i8,
        serialize_i16: i16,
        serialize_i32: i32,
        serialize_i64: i64,
        serialize_u8: u8,
        serialize_u16: u16,
        serialize_u32: u32,
        serialize_u64: u64,
        serialize_f32: f32,
        serialize_f64: f64,
    }

    fn serialize_char(self, value: char) -> Result<Tree, fmt::Error> {
        Ok(Tree::Text(value.to_string()))
    }

    fn serialize_str(self, value: &str) -> Result<Tree, fmt::Error> {
        Ok(Tree::Text(value.to_owned()))
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Tree, fmt::Error> {
        Ok(Tree::List(value.iter().map(|byte| Tree::Word(byte.to_string())).collect()))
    }

    fn serialize_none(self) -> Result<Tree, fmt::Error> {
        Ok(Tree::Nothing)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Tree, fmt::Error> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Tree, fmt::Error> {
        Ok(Tree::Nothing)
    }

    fn serialize_unit_struct(self, _name: &'static str) -> Result<Tree, fmt::Error> {
        Ok(Tree::Fields(Vec::new()))
    }

    fn serialize_unit_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
    ) -> Result<Tree, fmt::Error> {
        Ok(Tree::Word(variant.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        value: &T,
    ) -> Result<Tree, fmt::Error> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Tree, fmt::Error> {
        Ok(Tree::Variant(variant, Box::new(value.serialize(self)?)))
    }

    fn serialize_seq(self, _len: Option<usize>) -> Result<Branch, fmt::Error> {
        Ok(Branch::new(None))
    }

    fn serialize_tuple(self, _len: usize) -> Result<Branch, fmt::Error> {
        Ok(Branch::new(None))
    }

    fn serialize_tuple_struct(
        self,
        _name: &'static str,
        _len: usize,
    ) -> Result<Branch, fmt::Error> {
        Ok(Branch::new(None))
    }

    fn serialize_tuple_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _len: usize,
    ) -> Result<Branch, fmt::Error> {
        Ok(Branch::new(Some(variant)))
    }

    fn serialize_map(self, _len: Option<usize>) -> Result<Branch, fmt::Error> {
        Ok(Branch::new(None))
    }

    fn serialize_struct(self, _name: &'static str, _len: usize) -> Result<Branch, fmt::Error> {
        Ok(Branch::new(None))
    }

    fn serialize_struct_variant(
        self,
        _name: &'static str,
        _index: u32,
        variant: &'static str,
        _len: usize,
    ) -> Result<Branch, fmt::Error> {
        Ok(Branch::new(Some(variant)))
    }
}

macro_rules! listed {
    ($($of:ident::$method:ident,)*) => {
        $(impl ser::$of for Branch {
            type Ok = Tree;
            type Error = fmt::Error;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> fmt::Result {
                self.list.push(value.serialize(Planter)?);
                Ok(())
            }

            fn end(self) -> Result<Tree, fmt::Error> {
                Ok(Branch::grown(self.variant, Tree::List(self.list)))
            }
        })*
    };
}

listed! {
    SerializeSeq::serialize_element,
    SerializeTuple::serialize_element,
    SerializeTupleStruct::serialize_field,
    SerializeTupleVariant::serialize_field,
}

macro_rules! fielded {
    ($($of:ident,)*) => {
        $(impl ser::$of for Branch {
            type Ok = Tree;
            type Error = fmt::Error;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> fmt::Result {
                self.fields.push((name, value.serialize(Planter)?));
                Ok(())
            }

            fn end(self) -> Result<Tree, fmt::Error> {
                Ok(Branch::grown(self.variant, Tree::Fields(self.fields)))
            }
        })*
    };
}

fielded! { SerializeStruct, SerializeStructVariant, }

impl ser::SerializeMap for Branch {
    type Ok = Tree;
    type Error = fmt::Error;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> fmt::Result {
        self.key = key.serialize(Planter)?.to_string();
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> fmt::Result {
        self.map.push((std::mem::take(&mut self.key), value.serialize(Planter)?));
        Ok(())
    }

    fn end(self) -> Result<Tree, fmt::Error> {
        Ok(Branch::grown(self.variant, Tree::Map(self.map)))
    }
}
