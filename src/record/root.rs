//! What a record comes down to: a digest of each thing in it, and one of all, whatever the order of files.

use super::{EventIx, Record};
use crate::model::Digest;
use crate::ron::Tree;
use crate::seed::content;
use crate::source::{FileIx, Texts};

/// The digests of a process. They are worked out when somebody asks for them, from the texts.
#[derive(Debug)]
pub struct Contents {
    /// Those of the events, by number.
    pub events: Vec<Digest>,
    /// Those of the charters and lifecycles, each with its file.
    pub declared: Vec<(FileIx, Digest)>,
    /// That of all together: the root of the process.
    pub root: Digest,
}

impl Contents {
    /// Returns what the root would be without some of the events.
    pub fn root_without(&self, left_out: impl Fn(EventIx) -> bool) -> Digest {
        let events = (0..).map(EventIx).zip(&self.events);
        let kept = events.filter(|(event, _)| !left_out(*event)).map(|(_, digest)| *digest);
        let declared = self.declared.iter().map(|(_, digest)| *digest);
        Digest::of_parts("process", kept.chain(declared))
    }
}

impl Record {
    /// Returns the digest of what an event says.
    pub fn content(&self, texts: &Texts, event: EventIx) -> Digest {
        let row = self.row(event);
        let said = self.dispatch(event).contents(texts, [(row.id, row.span)]);
        content::event(&said[0])
    }

    /// Returns the digests of everything in it. O(text of all events).
    pub fn contents(&self, texts: &Texts) -> Contents {
        let mut events = Vec::new();
        self.each_content(texts, |event, said| events.push((event, content::event(said))));
        events.sort_unstable_by_key(|(event, _)| *event);
        let events: Vec<Digest> = events.into_iter().map(|(_, digest)| digest).collect();
        let register = &self.register;
        let charters = register.charters.iter().map(|file| (*file, content::charter(texts, *file)));
        let lifecycles = register.beside.iter();
        let lifecycles = lifecycles.map(|file| (*file, content::lifecycle(texts, *file)));
        let declared: Vec<(FileIx, Digest)> = charters.chain(lifecycles).collect();
        let parts = events.iter().copied().chain(declared.iter().map(|(_, digest)| *digest));
        let root = Digest::of_parts("process", parts);
        Contents { events, declared, root }
    }

    /// Reads all events again, dispatch by dispatch, and hands over what each says.
    pub fn each_content(&self, texts: &Texts, mut then: impl FnMut(EventIx, &Tree)) {
        let mut of: Vec<Vec<EventIx>> = vec![Vec::new(); self.dispatches.len()];
        for (event, row) in self.events() {
            of[row.dispatch as usize].push(event);
        }
        for (dispatch, events) in self.dispatches.iter().zip(of) {
            let known = events.iter().map(|event| {
                let row = self.row(*event);
                (row.id, row.span)
            });
            let said = dispatch.contents(texts, known);
            events.iter().zip(&said).for_each(|(event, said)| then(*event, said));
        }
    }
}

/// Returns the root of a record, given the roots of its processes.
pub fn root(processes: impl IntoIterator<Item = Digest>) -> Digest {
    Digest::of_parts("record", processes)
}
