//! The attributes before a document's value, `#![enable(implicit_some)]`.
//!
//! Our formats always have the extensions on, so a header changes nothing; it is read because the
//! `ron` crate writes one and editors add one.

use super::de::De;
use super::fault::found;
use crate::source::Span;

const EXTENSIONS: [&str; 4] =
    ["unwrap_newtypes", "implicit_some", "unwrap_variant_newtypes", "explicit_struct_names"];

impl De<'_, '_> {
    /// Steps over the attributes.
    pub(super) fn header(&mut self) {
        while self.scan.peek() == Some(b'#') {
            let start = self.scan.at;
            if self.attribute().is_none() {
                let message = match found(&self.scan).0 {
                    words if self.scan.at > start => format!("expected a header, found {words}"),
                    _ => "expected a header".to_owned(),
                };
                let span = Span::new(start, self.scan.at.max(start + 1));
                let fault = self.log.tell.unexpected(message, span, "");
                self.log.hard(fault.help("a header is written `#![enable(implicit_some)]`"));
                self.scan.at = self
                    .scan
                    .rest()
                    .iter()
                    .position(|it| *it == b'\n')
                    .map_or(self.scan.text.len(), |length| self.scan.at + length);
            }
            self.scan.blanks();
        }
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        let found = self.scan.eat(byte);
        self.scan.blanks();
        found.then_some(())
    }

    fn attribute(&mut self) -> Option<()> {
        for byte in *b"#![" {
            self.expect(byte)?;
        }
        match self.scan.name()? {
            "enable" => {
                self.scan.blanks();
                self.expect(b'(')?;
                self.extensions()?;
                self.expect(b')')?;
            }
            "type" | "schema" => {
                self.scan.blanks();
                self.expect(b'=')?;
                self.scan.string()?.ok()?;
                self.scan.blanks();
            }
            _ => return None,
        }
        self.expect(b']')
    }

    fn extensions(&mut self) -> Option<()> {
        loop {
            let start = self.scan.at;
            let name = self.scan.name()?;
            if !EXTENSIONS.contains(&name) {
                let span = Span::new(start, self.scan.at);
                let message = format!("there is no extension called `{name}`");
                let fault = self.log.tell.unexpected(message, span, "");
                self.log.hard(fault.note(format!("known: {}", super::fault::listed(&EXTENSIONS))));
            }
            if !self.comma() || self.scan.peek() == Some(b')') {
                return Some(());
            }
        }
    }
}
