use std::fmt;
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Link, Name};
use crate::ron::At;

/// Names, where a report may give one or several: `by: "us"` or `by: ["ukraine", "us"]`.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Several<'a>(Vec<Name<'a>>);

impl<'a> Deref for Several<'a> {
    type Target = [Name<'a>];

    fn deref(&self) -> &[Name<'a>] {
        &self.0
    }
}

impl<'s, 'a> IntoIterator for &'s Several<'a> {
    type Item = &'s Name<'a>;
    type IntoIter = std::slice::Iter<'s, Name<'a>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

impl fmt::Debug for Several<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Several<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let link = At::<Link<'a>>::deserialize(deserializer)?;
        Ok(Several(link.value.names(link.span).collect()))
    }
}

impl Serialize for Several<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(&self.0)
    }
}
