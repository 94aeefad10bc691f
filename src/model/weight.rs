use std::fmt;
use std::ops::{Add, AddAssign, Sub};

use borsh::{BorshDeserialize, BorshSerialize};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// How heavy an issue is where parts are weighed: a number that is not negative, kept to millionths, so
/// that a sum does not depend on the order of its terms.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, BorshSerialize, BorshDeserialize,
)]
pub struct Weight(u64);

impl Weight {
    const ONE: f64 = 1e6;
    /// The largest that is read.
    const MOST: f64 = 1e12;

    /// Returns the weight nearest to a number; none if it is negative, not finite or over 10^12.
    pub fn new(number: f64) -> Option<Weight> {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "in bounds")]
        let millionths = |number: f64| (number * Weight::ONE).round() as u64;
        (0.0..=Weight::MOST).contains(&number).then(|| Weight(millionths(number)))
    }

    /// Reads a weight as tables write it: `17.89`.
    pub fn parse(text: &str) -> Option<Weight> {
        text.trim().parse().ok().and_then(Weight::new)
    }
}

impl Add for Weight {
    type Output = Weight;

    fn add(self, other: Weight) -> Weight {
        Weight(self.0.saturating_add(other.0))
    }
}

impl Sub for Weight {
    type Output = Weight;

    fn sub(self, other: Weight) -> Weight {
        Weight(self.0.saturating_sub(other.0))
    }
}

impl AddAssign for Weight {
    fn add_assign(&mut self, other: Weight) {
        *self = *self + other;
    }
}

impl std::iter::Sum for Weight {
    fn sum<I: Iterator<Item = Weight>>(weights: I) -> Weight {
        weights.fold(Weight::default(), Add::add)
    }
}

impl fmt::Display for Weight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / 1_000_000, self.0 % 1_000_000);
        if part == 0 {
            return write!(f, "{whole}");
        }
        let part = format!("{part:06}");
        write!(f, "{whole}.{}", part.trim_end_matches('0'))
    }
}

impl<'de> Deserialize<'de> for Weight {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Weight, D::Error> {
        let number: f64 = Deserialize::deserialize(deserializer)?;
        let wrong = || de::Error::custom("a weight is a number from 0 to 1000000000000");
        Weight::new(number).ok_or_else(wrong)
    }
}

impl Serialize for Weight {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[expect(clippy::cast_precision_loss, reason = "what is read is an f64 in bounds")]
        serializer.serialize_f64(self.0 as f64 / Weight::ONE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_does_not_depend_on_the_order_of_its_terms() {
        let terms: Vec<Weight> =
            ["0.1", "17.89", "0.2", "36.81"].map(|it| Weight::parse(it).unwrap()).into();
        let forward: Weight = terms.iter().copied().sum();
        let backward: Weight = terms.iter().rev().copied().sum();
        assert_eq!(forward, backward);
        assert_eq!(forward.to_string(), "55");
        assert_eq!(Weight::parse("0.05").unwrap().to_string(), "0.05");
    }

    #[test]
    fn what_is_no_weight_is_refused() {
        for bad in ["-1", "NaN", "inf", "1e13", "", "x"] {
            assert_eq!(Weight::parse(bad), None, "{bad}");
        }
    }
}
