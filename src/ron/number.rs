//! Numbers: whole ones in four bases, and floats.

use std::str::FromStr;

use super::scan::Scanner;

/// A whole number as it is written.
pub(super) struct Whole<'t> {
    /// Whether a `-` stands before it.
    pub(super) negative: bool,
    /// Its size without the sign.
    pub(super) size: u128,
    /// The type it names itself, as in `5u8`.
    pub(super) suffix: Option<&'t str>,
}

impl Whole<'_> {
    /// Returns the number as the type called `name`, if it is one.
    pub(super) fn fit<T: TryFrom<u128> + TryFrom<i128>>(&self, name: &str) -> Option<T> {
        if self.suffix.is_some_and(|suffix| suffix != name) {
            return None;
        }
        if self.negative { T::try_from(self.signed()?).ok() } else { T::try_from(self.size).ok() }
    }

    /// Returns the number with its sign.
    pub(super) fn signed(&self) -> Option<i128> {
        if self.negative {
            0_i128.checked_sub_unsigned(self.size)
        } else {
            self.size.try_into().ok()
        }
    }
}

const SUFFIXES: [&str; 10] = ["i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32", "u64", "u128"];
const FLOAT_WORDS: [&str; 6] = ["inf", "+inf", "-inf", "NaN", "+NaN", "-NaN"];

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || byte == b'_'
}

fn is_float(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'e' | b'E' | b'.' | b'+' | b'-' | b'_')
}

impl<'t> Scanner<'t> {
    /// Returns whether a number may begin here; the words for infinity aside.
    pub(super) fn number_starts(&self) -> bool {
        match self.rest() {
            [b'0'..=b'9' | b'+' | b'-' | b'.', ..] => true,
            rest => rest.starts_with(b"b'"),
        }
    }

    /// Returns whether the number here is written as a float.
    pub(super) fn float_follows(&self) -> bool {
        let sign = usize::from(matches!(self.peek(), Some(b'+' | b'-')));
        let digits = &self.rest()[sign..];
        let float = digits.iter().take_while(|it| is_float(**it)).count();
        let whole = digits.iter().take_while(|it| is_digit(**it)).count();
        float > whole
    }

    /// Steps over a whole number; `None`, and somewhere within it, if it is none or too large.
    pub(super) fn whole(&mut self) -> Option<Whole<'t>> {
        if self.rest().starts_with(b"b'") {
            let size = u128::from(self.byte()?);
            return Some(Whole { negative: false, size, suffix: Some("u8") });
        }
        let negative = self.peek() == Some(b'-');
        self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
        let base = match self.rest() {
            [b'0', b'x', ..] => 16,
            [b'0', b'o', ..] => 8,
            [b'0', b'b', ..] => 2,
            _ => 10,
        };
        self.at += if base == 10 { 0 } else { 2 };
        let size = self.digits(base)?;
        Some(Whole { negative, size, suffix: self.suffix() })
    }

    fn digits(&mut self, base: u32) -> Option<u128> {
        if !self.peek().is_some_and(|it| is_digit(it) && it != b'_') {
            return None;
        }
        let mut size: u128 = 0;
        while let Some(byte) = self.peek().filter(|it| is_digit(*it)) {
            if byte != b'_' {
                let digit = char::from(byte).to_digit(base)?;
                size = size.checked_mul(u128::from(base))?.checked_add(u128::from(digit))?;
            }
            self.at += 1;
        }
        Some(size)
    }

    fn suffix(&mut self) -> Option<&'t str> {
        let start = self.at;
        SUFFIXES.iter().any(|it| self.word(it)).then(|| &self.text[start..self.at])
    }

    /// Steps over a float; the second value is the width in its suffix, if it has one.
    ///
    /// It is parsed as the type asked for, since rounding twice may end elsewhere.
    pub(super) fn float<T: FromStr>(&mut self) -> Option<(T, Option<u8>)> {
        for word in FLOAT_WORDS {
            for (suffix, width) in [("", None), ("f32", Some(32)), ("f64", Some(64))] {
                let length = word.len();
                if self.rest().starts_with(word.as_bytes())
                    && self.rest()[length..].starts_with(suffix.as_bytes())
                    && !self.name_goes_on(length + suffix.len())
                {
                    self.at += length + suffix.len();
                    return Some((word.parse().ok()?, width));
                }
            }
        }
        let digits = self.float_digits()?;
        let value = digits.parse().ok()?;
        let width = [("f32", 32), ("f64", 64)].into_iter().find(|(it, _)| self.word(it));
        Some((value, width.map(|(_, width)| width)))
    }

    fn name_goes_on(&self, offset: usize) -> bool {
        self.char_at(self.at + offset).is_some_and(|it| it.is_alphanumeric() || it == '_')
    }

    fn float_digits(&mut self) -> Option<String> {
        let length = self.rest().iter().take_while(|it| is_float(**it)).count();
        let digits = &self.text[self.at..self.at + length];
        let digits = &digits[..digits.find("..").unwrap_or(length)];
        let mut plain = String::with_capacity(digits.len());
        let mut underscore = false;
        for it in digits.chars() {
            match it {
                '_' if underscore => continue,
                '_' => return None,
                '.' => underscore = false,
                '+' | '-' => {}
                _ => underscore = true,
            }
            plain.push(it);
        }
        self.at += digits.len();
        Some(plain)
    }
}
