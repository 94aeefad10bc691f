use chrono::FixedOffset;

use super::{Name, Term};
use crate::lifecycle::Lifecycle;
use crate::model::{Day, Duration, Edtf, nearest};
use crate::register::{ActorIx, LifecycleIx, Names, Numbered, Register, Sort};
use crate::ron::quoted;
use crate::source::{Code, Diagnostic, FileIx, Place, Span};

/// The most faults of a process for which a name that may be meant is looked for. Nobody reads more, and
/// each costs a look at every declared name.
const MOST_OFFERS: usize = 500;
/// The most faults of a file, however many files there are.
const FEWEST_OFFERS: usize = 5;

/// Judges the names and values of one event, and changes nothing.
///
/// What it finds goes to `faults`, all of it: an event with a fault is left out of the record.
#[derive(Debug)]
pub struct Check<'c> {
    register: &'c Register,
    file: FileIx,
    on: Day,
    offers: usize,
    faults: &'c mut Vec<Diagnostic>,
}

impl<'c> Check<'c> {
    /// Returns a judge of events in `file`.
    pub fn new(register: &'c Register, file: FileIx, faults: &'c mut Vec<Diagnostic>) -> Self {
        Check { register, file, on: Day::MAX, offers: MOST_OFFERS, faults }
    }

    /// Returns the same for an event whose first day is `on`: what stages are called depends on it.
    #[must_use]
    pub fn on(self, on: Day) -> Self {
        Check { on, ..self }
    }

    /// Returns the same for an event of one of so many files, which share what may be offered.
    #[must_use]
    pub fn among(self, files: usize) -> Self {
        Check { offers: (MOST_OFFERS / files.max(1)).max(FEWEST_OFFERS), ..self }
    }

    /// Returns the place of a span of the dispatch.
    pub fn place(&self, span: Span) -> Place {
        Place { file: self.file, span }
    }

    /// Adds a fault.
    pub fn fault(&mut self, fault: Diagnostic) {
        self.faults.push(fault);
    }

    /// Wants an issue.
    pub fn issue(&mut self, name: &Name<'_>) {
        if self.register.issues.find(name.value).is_none() {
            let fault = self.unknown(Code::UnknownIssue, "no issue is called", name);
            self.offer(fault, name, &self.register.issues, "an issue with a similar id");
        }
    }

    /// Wants issues.
    pub fn issues(&mut self, names: &[Name<'_>]) {
        for name in names {
            self.issue(name);
        }
    }

    /// Wants one or several parties, and at least one.
    pub fn parties(&mut self, field: &str, names: &[Name<'_>], event: Span) {
        self.somebody(field, names, event);
        for name in names {
            self.party(name);
        }
    }

    /// Wants at least one name.
    pub fn somebody(&mut self, field: &str, names: &[Name<'_>], event: Span) {
        if names.is_empty() {
            let message = format!("`{field}` names nobody");
            let fault = Diagnostic::new(Code::MissingField, message)
                .at(self.place(event), "in this event")
                .help(format!("name at least one: `{field}: \"…\"`"));
            self.faults.push(fault);
        }
    }

    /// Wants an event to be about something.
    pub fn about(&mut self, nothing: &str, something: bool, event: Span) {
        if !something {
            let fault = Diagnostic::new(Code::MissingField, nothing)
                .at(self.place(event), "names neither an issue nor what it is `of`")
                .help("name the issue, or in `of` the event, draft or point that it is about");
            self.faults.push(fault);
        }
    }

    /// Wants a party.
    pub fn party(&mut self, name: &Name<'_>) {
        let Some(actor) = self.actor(name) else { return };
        if !matches!(self.register.actors[actor].sort, Sort::Party { .. }) {
            self.not_a_party(name, actor);
        }
    }

    /// Wants a person.
    pub fn person(&mut self, name: &Name<'_>) {
        self.sorted(name, "person");
    }

    /// Wants a source.
    pub fn source(&mut self, name: &Name<'_>) {
        self.sorted(name, "source");
    }

    fn sorted(&mut self, name: &Name<'_>, wanted: &str) {
        let Some(actor) = self.actor(name) else { return };
        let word = self.register.actors[actor].sort.word();
        if word != wanted {
            let message = format!("`{}` is a {word}, not a {wanted}", name.value);
            let fault = Diagnostic::new(Code::WrongRole, message)
                .at(self.place(name.span), format!("a {wanted} is needed here"))
                .at(self.register.actors.place(actor), format!("declared as a {word}"))
                .help(format!("name a {wanted}, as the charter declares it"));
            self.faults.push(fault);
        }
    }

    /// Wants a lifecycle of the process.
    pub fn lifecycle(&mut self, name: &Name<'_>) {
        if self.register.find_lifecycle(name.value).is_none() {
            let names = self.register.lifecycles().iter().map(|one| format!("`{}`", one.name));
            let names: Vec<String> = names.collect();
            let message = format!("the process has no lifecycle `{}`", name.value);
            let fault = Diagnostic::new(Code::UnknownStage, message).at(self.place(name.span), "");
            self.faults.push(fault.help(format!("its issues go through {}", names.join(", "))));
        }
    }

    /// Wants a person or a party.
    pub fn someone(&mut self, name: &Name<'_>) {
        let Some(actor) = self.actor(name) else { return };
        if matches!(self.register.actors[actor].sort, Sort::Source { .. }) {
            let message = format!("`{}` is a source, not a person or party", name.value);
            let fault = Diagnostic::new(Code::WrongRole, message)
                .at(self.place(name.span), "a person or party is needed here")
                .at(self.register.actors.place(actor), "declared as a source")
                .help("who only tells of it belongs into `via`");
            self.faults.push(fault);
        }
    }

    /// Wants people or parties.
    pub fn people(&mut self, names: &[Name<'_>]) {
        for name in names {
            self.someone(name);
        }
    }

    /// Wants anyone: a person, a party or a source.
    pub fn actor(&mut self, name: &Name<'_>) -> Option<ActorIx> {
        let found = self.register.actors.find(name.value);
        if found.is_none() {
            let fault = self.unknown(Code::UnknownName, "nobody is called", name);
            self.offer(fault, name, &self.register.actors, "a similar id");
        }
        found
    }

    /// Wants a place where things happen.
    pub fn location(&mut self, name: &Name<'_>) {
        if self.register.places.find(name.value).is_none() {
            let fault = self.unknown(Code::UnknownPlace, "no place is called", name);
            self.offer(fault, name, &self.register.places, "a place with a similar id");
        }
    }

    /// Wants a document.
    pub fn document(&mut self, name: &Name<'_>) {
        if self.register.documents.find(name.value).is_none() {
            let fault = self.unknown(Code::UnknownDocument, "no document is called", name);
            self.offer(fault, name, &self.register.documents, "a document with a similar id");
        }
    }

    /// Wants a stage that an issue goes through; of the process's first lifecycle where the issue is not
    /// known.
    pub fn stage(&mut self, issue: Option<&Name<'_>>, name: &Name<'_>) {
        let issue = issue.and_then(|issue| self.register.issues.find(issue.value));
        let lifecycle =
            issue.map_or(&self.register.lifecycles()[0], |issue| self.register.lifecycle(issue));
        self.stage_in(lifecycle, name);
    }

    /// Wants a stage of a lifecycle; of the process's first one where none is named.
    pub fn stage_of(&mut self, lifecycle: Option<&Name<'_>>, name: &Name<'_>) {
        let found = lifecycle.and_then(|lifecycle| self.register.find_lifecycle(lifecycle.value));
        let at = found.map_or(0, LifecycleIx::index);
        self.stage_in(&self.register.lifecycles()[at], name);
    }

    fn stage_in(&mut self, lifecycle: &Lifecycle, name: &Name<'_>) {
        if lifecycle.find(name.value, self.on).is_some() {
            return;
        }
        let ids: Vec<&str> = lifecycle.stages().map(|(_, stage)| stage.id.as_str()).collect();
        let listed = |exit: bool| {
            let stages = lifecycle.stages().filter(move |(_, stage)| stage.exit == exit);
            stages.map(|(_, stage)| stage.id.as_str()).collect::<Vec<_>>().join(", ")
        };
        let order = if lifecycle.ordered { ", from the lowest" } else { "" };
        let mut note = format!("the stages are{order}: {}", listed(false));
        if lifecycle.stages().any(|(_, stage)| stage.exit) {
            note = format!("{note}; out of the talks: {}", listed(true));
        }
        let message = format!("`{}` is not a stage", name.value);
        let place = self.place(name.span);
        let mut fault =
            Diagnostic::new(Code::UnknownStage, message).at(place, "unknown stage").note(note);
        let wanted = name.value.replace([' ', '-'], "_");
        if let Some(near) = nearest(&wanted, ids) {
            fault = fault.patch(format!("did you mean `{near}`?"), place, quoted(near));
        }
        self.faults.push(fault);
    }

    /// Wants a date.
    pub fn date(&mut self, date: &Name<'_>) {
        self.read_date(date);
    }

    /// Returns the first day of a date that can be read.
    pub fn day(&self, date: &Name<'_>) -> Option<Day> {
        let date = Edtf::parse(date.value, self.register.offset).ok()?;
        Some(date.resolve(None, Day::MAX).first)
    }

    /// Wants a date and returns it.
    pub fn read_date(&mut self, date: &Name<'_>) -> Option<Edtf> {
        read_date(self.file, date, self.register.offset)
            .map_err(|fault| self.faults.push(*fault))
            .ok()
    }

    /// Wants figures that can be.
    pub fn terms(&mut self, terms: &[Term<'_>]) {
        for term in terms {
            if let Some((message, help)) = term.fault() {
                let place = self.place(term.key.span);
                let fault = Diagnostic::new(Code::BadFigure, message).at(place, "of this figure");
                self.faults.push(fault.help(help));
            }
        }
    }

    /// Wants a duration.
    pub fn duration(&mut self, lasted: &Name<'_>) {
        if let Err(fault) = Duration::parse(lasted.value) {
            let place = self.place(within(lasted.span, &fault.range));
            let diagnostic = Diagnostic::new(Code::BadDuration, fault.message).at(place, "");
            let whole = self.place(lasted.span);
            self.faults.push(instead(diagnostic, whole, fault.help, fault.meant));
        }
    }

    /// Wants an id that is introduced by its use: an occasion, a draft, a point.
    pub fn id(&mut self, name: &Name<'_>) {
        if !crate::model::is_id(name.value) {
            let fault = bad_id(self.place(name.span), name.value);
            self.faults.push(fault);
        }
    }

    fn not_a_party(&mut self, name: &Name<'_>, actor: ActorIx) {
        let sort = &self.register.actors[actor].sort;
        let message = format!("`{}` is a {}, not a party", name.value, sort.word());
        let place = self.place(name.span);
        let mut fault = Diagnostic::new(Code::WrongRole, message)
            .at(place, "a party is needed here")
            .at(self.register.actors.place(actor), format!("declared as a {}", sort.word()));
        if let Some(mandate) = self.register.mandates(actor).first() {
            let party = self.register.actors.id(mandate.party);
            let words = format!("positions belong to the party: did you mean `{party}`?");
            fault = fault.patch(words, place, quoted(party));
        }
        self.faults.push(fault);
    }

    fn unknown(&self, code: Code, nobody: &str, name: &Name<'_>) -> Diagnostic {
        let message = format!("{nobody} `{}`", name.value);
        Diagnostic::new(code, message).at(self.place(name.span), "not declared")
    }

    /// Completes a fault about an unknown name with the declared name that may be meant.
    fn offer<T: Numbered>(
        &mut self,
        mut fault: Diagnostic,
        name: &Name<'_>,
        declared: &Names<T>,
        similar: &str,
    ) {
        let place = self.place(name.span);
        let offers = self.faults.len() < self.offers;
        if let Some(near) = offers.then(|| nearest(name.value, declared.ids())).flatten() {
            let ix = declared.find(near).expect("it is one of the declared");
            fault = fault.at(declared.place(ix), similar).patch(
                format!("did you mean `{near}`?"),
                place,
                quoted(near),
            );
        } else {
            fault = fault.help("declare it in the charter");
        }
        self.faults.push(fault);
    }
}

/// Reads a date of a file, or says what is wrong with it.
pub(crate) fn read_date(
    file: FileIx,
    date: &Name<'_>,
    offset: FixedOffset,
) -> Result<Edtf, Box<Diagnostic>> {
    Edtf::parse(date.value, offset).map_err(|fault| {
        let place = Place { file, span: within(date.span, &fault.range) };
        let diagnostic = Diagnostic::new(Code::BadDate, fault.message).at(place, "");
        let meant = fault.meant.map(|(bytes, meant)| {
            let (before, after) = (&date.value[..bytes.start], &date.value[bytes.end..]);
            format!("{before}{meant}{after}")
        });
        Box::new(instead(diagnostic, Place { file, span: date.span }, fault.help, meant))
    })
}

/// Adds what to write instead of a whole literal: as an edit where that can be told, else as a help.
fn instead(
    fault: Diagnostic,
    literal: Place,
    help: Option<String>,
    meant: Option<String>,
) -> Diagnostic {
    match (help, meant) {
        (Some(help), Some(meant)) => fault.patch(help, literal, quoted(&meant)),
        (Some(help), None) => fault.help(help),
        (None, _) => fault,
    }
}

/// Says that a text cannot be an id.
pub(crate) fn bad_id(place: Place, id: &str) -> Diagnostic {
    let fault = Diagnostic::new(Code::BadId, format!("`{id}` cannot be an id"))
        .at(place, "")
        .note("an id has letters and digits, and `-`, `_` or `.` between them; paths have `/`");
    let words = id.split(|c: char| !c.is_alphanumeric() && !matches!(c, '.' | '_' | '/'));
    let near = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-").to_lowercase();
    if crate::model::is_id(&near) {
        fault.patch(format!("perhaps `{near}`?"), place, quoted(&near))
    } else {
        fault
    }
}

/// Returns the span of a part of a string literal, whose quotes are not part of its value.
fn within(literal: Span, part: &std::ops::Range<usize>) -> Span {
    let width = (literal.end - literal.start) as usize;
    let start = literal.start as usize + (1 + part.start).min(width);
    let end = literal.start as usize + (1 + part.end).clamp(1, width.max(1));
    Span::new(start.min(end), end)
}

#[cfg(test)]
mod tests {
    use super::within;
    use crate::source::Span;

    #[test]
    fn a_part_of_a_literal_lies_behind_its_opening_quote() {
        assert_eq!(within(Span::new(10, 22), &(0..10)), Span::new(11, 21));
        assert_eq!(within(Span::new(10, 22), &(5..7)), Span::new(16, 18));
        assert_eq!(within(Span::new(10, 12), &(0..0)), Span::new(11, 11));
    }
}
