//! One dispatch: its head, then its events one by one, each judged by itself.

use super::{Dispatch, Entries, Entry, FORMAT, Reference, Wait};
use crate::event::{
    Check, Condition, Deed, Effects, Event, Header, Name, OnTarget, Target, bad_id,
};
use crate::lifecycle::Act;
use crate::model::{Aspect, Basis, Day, Edtf, Modality, When, is_id, phrase};
use crate::register::{ActorIx, OtherIx, Register};
use crate::ron;
use crate::source::{Code, Diagnostic, FileIx, Place, Severity, Span, Texts};

/// The most that is told of one file; a million faults are more of the same.
const MOST_FAULTS: usize = 200;

/// What was read of one dispatch.
pub(super) struct Read {
    /// The report, unless its head has a fault.
    pub(super) dispatch: Option<Dispatch>,
    /// Its events, their report still to be numbered.
    pub(super) entries: Entries,
    /// Everything that is wrong.
    pub(super) faults: Vec<Diagnostic>,
    /// How many of its events were left out.
    pub(super) left_out: usize,
}

/// So many events are read before anybody is told of them.
const OFTEN: usize = 1_000;

/// Reads a dispatch, one of some number of files of its process; how many events were read since the last
/// time is told to `told`.
pub(super) fn read(
    texts: &Texts,
    file: FileIx,
    register: &Register,
    files: usize,
    told: &(impl Fn(usize) + Sync),
) -> Read {
    let text = texts.get(file);
    let mut faults = Vec::new();
    let Some((header, dispatch)) = head(file, texts, register, &mut faults) else {
        let left_out = super::count(texts, file);
        return Read { dispatch: None, entries: Vec::new(), faults, left_out };
    };
    // A head with a fault may say something else than was meant: its events are judged, so that all
    // that is wrong is told in one run, and none of them counts.
    let sound_head = faults.is_empty();
    let stem = text.name.rsplit(['/', '\\']).next().unwrap_or_default();
    let stem = stem.strip_suffix(".ron").unwrap_or(stem);
    let reader = Reader { file, register, header: &header, date: dispatch.date, files };
    let (mut entries, mut bad, mut broken, mut untold) = (Vec::new(), 0, Vec::new(), 0);
    let items = ron::items::<Event<'_>>(file, text.content(), header.events.span, &texts.limits);
    for (number, item) in (1..).zip(items) {
        let mut found = item.faults;
        let derived = || format!("{stem}.{number}");
        let entry = item.value.and_then(|event| {
            let sound = found.iter().all(|fault| fault.severity() != Severity::Error);
            reader.entry(event, item.span, &derived, &mut found).filter(|_| sound)
        });
        match entry {
            Some(entry) if sound_head => entries.push(Box::new(entry)),
            _ => bad += 1,
        }
        untold += (broken.len() + found.len()).saturating_sub(MOST_FAULTS);
        broken.append(&mut found);
        broken.truncate(MOST_FAULTS);
        if number % OFTEN == 0 {
            told(OFTEN);
        }
    }
    if let Some(last) = broken.last_mut().filter(|_| untold > 0) {
        last.notes.push(format!("{untold} more of what is wrong with this file is not told"));
    }
    told((entries.len() + bad) % OFTEN);
    if let Some(fault) = broken.iter_mut().find(|fault| fault.code == Code::Unclosed) {
        let good = entries.len();
        let others =
            if good == 1 { "1 other event".to_owned() } else { format!("{good} other events") };
        fault.notes.push(format!("{others} of this file could be read"));
    }
    faults.append(&mut broken);
    Read { dispatch: sound_head.then_some(dispatch), entries, faults, left_out: bad }
}

/// Reads what a dispatch says before its events.
fn head<'t>(
    file: FileIx,
    texts: &'t Texts,
    register: &Register,
    faults: &mut Vec<Diagnostic>,
) -> Option<(Header<'t>, Dispatch)> {
    let text = texts.get(file).content();
    let read = ron::read::<Header<'t>>(file, text, &texts.limits);
    // Only a file that does not read as ours is worth another look at what it says of its format.
    let ours = read.value.as_ref().is_some_and(|header| header.format.value <= FORMAT);
    if let Some(newer) = (!ours).then(|| ron::newer(file, text, FORMAT)).flatten() {
        faults.push(newer);
        return None;
    }
    faults.extend(read.faults);
    let Some(header) = read.value else {
        // What is missing was not told, since it may be in what seems to belong to the events.
        if faults.is_empty() {
            faults.push(cut_off(file, text));
        }
        return None;
    };
    let mut check = Check::new(register, file, faults);
    if let Some(document) = &header.document {
        check.document(document);
    }
    let date = check.read_date(&header.date)?.resolve(None, Day::MAX).last;
    let log = match (&header.log, header.seq) {
        (Some(log), Some(seq)) => Some((log.value.to_owned(), seq)),
        (None, _) => None,
        (Some(log), None) => {
            let fault = Diagnostic::new(Code::MissingField, "a dispatch of a log needs `seq`")
                .at(check.place(log.span), "of this log")
                .help("add `seq: …`, its place in the log");
            check.fault(fault);
            return None;
        }
    };
    let span = header.events.span.range();
    let head = format!("{}[]{}", &text[..span.start], &text[span.end..]);
    Some((header, Dispatch { file, date, log, head }))
}

fn cut_off(file: FileIx, text: &str) -> Diagnostic {
    let place = Place { file, span: Span::new(text.len(), text.len()) };
    Diagnostic::new(Code::Unclosed, "this dispatch is cut off, or a bracket in it is never closed")
        .at(place, "its head is not complete by here")
        .help("close what is open, and give what a head needs: `format`, `date`, `events`")
}

/// What the events of one dispatch share while they are read.
struct Reader<'r, 't> {
    file: FileIx,
    register: &'r Register,
    header: &'r Header<'t>,
    date: Day,
    /// How many files its process has.
    files: usize,
}

/// The days of an event.
struct Days {
    when: When,
    known: Day,
    stated: Option<Day>,
}

impl<'t> Reader<'_, 't> {
    /// Returns what the record takes of an event, or none if something is wrong with it.
    fn entry(
        &self,
        mut event: Event<'t>,
        span: Span,
        derived: &dyn Fn() -> String,
        faults: &mut Vec<Diagnostic>,
    ) -> Option<Entry> {
        let before = faults.len();
        event.inherit(self.header);
        let days = self.days(&event, faults);
        let on = days.as_ref().map_or(Day::MAX, |days| days.when.first);
        self.check(&event, span, on, faults);
        let errors = |fault: &Diagnostic| fault.severity() == Severity::Error;
        let days = days.filter(|_| !faults[before..].iter().any(errors))?;
        let mut effects = Effects::new(self.register, on);
        event.what.value.effect(&mut effects);
        let modality = event.modality.map_or(Modality::Actual, |modality| modality.value);
        if !matches!(modality, Modality::Actual | Modality::Conditional) {
            only_mentioned(&mut effects);
        }
        if modality != Modality::Actual {
            effects.change = None;
        }
        let id = event.id.map_or_else(derived, |id| id.value.to_owned());
        let id_span = event.id.map_or(head_of(span), |id| id.span);
        let (about, retracts) = match &effects.target {
            Some(Target::About(name)) => (Some(self.reference(name)), None),
            // A retraction that is only expected, or denied, takes nothing back.
            Some(Target::Retracts(name)) if modality != Modality::Actual => {
                (Some(self.reference(name)), None)
            }
            Some(Target::Retracts(name)) => (None, Some(self.reference(name))),
            None => (None, None),
        };
        let orders = effects.orders.iter();
        Some(Entry {
            id,
            id_place: Place { file: self.file, span: id_span },
            place: Place { file: self.file, span },
            dispatch: 0,
            kind: event.what.value.kind(),
            when: days.when,
            known: days.known,
            stated: days.stated,
            modality,
            aspect: event.aspect.unwrap_or(Aspect::New),
            basis: event.basis.unwrap_or(Basis::Unattributed),
            via: self.chain(&event),
            occasion: effects.occasion.map(str::to_owned),
            locations: places(self.register, &effects.locations),
            about,
            answer: effects.answer,
            waits: self.waits(&event),
            introduces: effects.introduces,
            settles: effects.settles,
            carried: effects.carried,
            refers: effects.refers.iter().map(|name| self.reference(name)).collect(),
            after: effects.after.as_ref().map(|name| self.reference(name)),
            change: effects.change,
            during: event.during.as_ref().map(|name| self.reference(name)),
            orders: orders.map(|(rel, name)| (*rel, self.reference(name))).collect(),
            retracts,
            replaces: event.replaces.as_ref().map(|name| self.reference(name)),
            by: effects.by,
            to: effects.to,
            present: effects.present,
            effects: effects.on_issues,
            on_target: effects.on_target,
        })
    }

    fn check(&self, event: &Event<'t>, span: Span, on: Day, faults: &mut Vec<Diagnostic>) {
        let mut check = Check::new(self.register, self.file, faults).on(on).among(self.files);
        if let Some(id) = event.id.filter(|id| !is_id(id.value)) {
            check.fault(bad_id(check.place(id.span), id.value));
        }
        for link in event.via.iter().flatten() {
            for name in link.value.names(link.span) {
                check.actor(&name);
            }
        }
        if let Some(document) = event.cite.as_ref().and_then(|cite| cite.value.doc.as_ref()) {
            check.document(document);
        }
        if let Some(modality) = event.modality
            && modality.value == Modality::Conditional
            && event.when.as_ref().is_none_or(Vec::is_empty)
        {
            let fault = Diagnostic::new(Code::ConditionMissing, "conditional on what?")
                .at(check.place(modality.span), "this needs a condition")
                .help("add `when: [(rel: If, words: \"…\")]`, in the source's words");
            check.fault(fault);
        }
        check.terms(event.terms.as_deref().unwrap_or_default());
        event.what.value.check(&mut check, span);
    }

    /// Reads the days of an event and judges them against each other.
    fn days(&self, event: &Event<'t>, faults: &mut Vec<Diagnostic>) -> Option<Days> {
        let mut check = Check::new(self.register, self.file, faults);
        let mut read = |name: &Option<Name<'t>>| match name {
            None => Some(None),
            Some(date) => check.read_date(date).map(Some),
        };
        let (on, stated, known) = (read(&event.on), read(&event.stated), read(&event.known));
        let known = known?.map_or(self.date, |known| known.resolve(None, self.date).last);
        let stated = stated?.map(|stated| stated.resolve(None, known).last);
        let when = on?.map_or(When::unstated(known), |on| on.resolve(stated, known));
        let modality = event.modality.map_or(Modality::Actual, |modality| modality.value);
        if modality == Modality::Actual && when.first > known {
            faults.push(self.reported_before(event, &when, known));
            return None;
        }
        if let (Some(stated_day), Some(written)) = (stated, &event.stated)
            && Edtf::parse(written.value, self.register.offset)
                .is_ok_and(|date| date.resolve(None, known).first > known)
        {
            let message = format!("a statement of {stated_day}, known on {known}");
            let fault = Diagnostic::new(Code::ReportedBefore, message)
                .at(self.place(written.span), "made after it became known");
            faults.push(fault.help("a wrong year? `stated` is the day on which it was said"));
        }
        self.check_words(event, &when, stated.unwrap_or(known), modality, faults);
        Some(Days { when, known, stated })
    }

    /// Holds the date of an event against the source's own words for it.
    fn check_words(
        &self,
        event: &Event<'t>,
        when: &When,
        reference: Day,
        modality: Modality,
        faults: &mut Vec<Diagnostic>,
    ) {
        let (Some(said), Some(on)) = (&event.said, &event.on) else { return };
        let agrees = |tense| phrase::agrees(said.value.text(), reference, tense, when);
        let verdicts: Vec<_> = tenses(modality).iter().map(|tense| agrees(*tense)).collect();
        if !verdicts.iter().all(|one| matches!(one, Some(phrase::Verdict::Disagrees { .. }))) {
            return;
        }
        if let Some(Some(phrase::Verdict::Disagrees { expected })) = verdicts.into_iter().next() {
            let windows: Vec<String> = expected.iter().copied().map(window).collect();
            let message = format!("“{}” is not {}", said.value.text(), on.value);
            let note = format!("said on {}, it means {}", reference.long(), windows.join(" or "));
            faults.push(
                Diagnostic::new(Code::SaidDisagrees, message)
                    .at(self.place(on.span), "the date as recorded")
                    .at(self.place(said.span), "the source's words")
                    .note(note)
                    .help("correct whichever is wrong; the recorded date is used"),
            );
        }
    }

    fn reported_before(&self, event: &Event<'t>, when: &When, known: Day) -> Diagnostic {
        let place = event.on.as_ref().map_or(self.header.date.span, |on| on.span);
        let late = known.days_until(when.first);
        let id = event.id.map_or(event.what.value.kind().name(), |id| id.value);
        let known_at = event.known.as_ref().unwrap_or(&self.header.date);
        let mut fault =
            Diagnostic::new(Code::ReportedBefore, format!("`{id}` is reported before it happened"))
                .at(self.place(place), format!("{late} {} after the report", days(late)))
                .at(self.place(known_at.span), "reported on this day");
        if let Some(said) = &event.said
            && let Some(windows) = phrase::windows(said.value.text(), known, phrase::Tense::Past)
        {
            let windows: Vec<String> = windows.iter().copied().map(window).collect();
            let words = said.value.text();
            let said_on = known.long();
            fault =
                fault.note(format!("“{words}”, said on {said_on}, is {}", windows.join(" or ")));
        }
        fault.help("a wrong year? For what is still to come, add `modality: Expected`")
    }

    fn chain(&self, event: &Event<'t>) -> Vec<Vec<ActorIx>> {
        let find = |name: Name<'_>| self.register.actors.find(name.value);
        let links = event.via.iter().flatten();
        links.map(|link| link.value.names(link.span).filter_map(find).collect()).collect()
    }

    /// Returns what a conditional event waits for; whether others wait, too, is only told.
    fn waits(&self, event: &Event<'_>) -> Vec<Wait> {
        if event.modality.is_none_or(|modality| modality.value != Modality::Conditional) {
            return Vec::new();
        }
        let of = |condition: &Condition<'_>| {
            let of = condition.of.as_ref()?;
            let place = self.place(of.span);
            Some(Reference { id: of.value.text().to_owned(), place })
        };
        let conditions = event.when.iter().flatten();
        conditions.map(|one| Wait { rel: one.rel, of: of(one) }).collect()
    }

    fn reference(&self, name: &Name<'_>) -> Reference {
        Reference { id: name.value.to_owned(), place: self.place(name.span) }
    }

    fn place(&self, span: Span) -> Place {
        Place { file: self.file, span }
    }
}

/// What is expected or denied brings its issues onto the table and says no more.
fn only_mentioned(effects: &mut Effects<'_>) {
    let mentioned = || Deed::new(Act::Mentioned);
    effects.on_issues.iter_mut().for_each(|effect| effect.deed = mentioned());
    effects.on_target.iter_mut().for_each(|further| *further = OnTarget::Deed(mentioned()));
    effects.answer = None;
    effects.settles = None;
}

/// Returns the tenses that a source may have used: "was expected on Saturday" looks back, and so may a
/// denial look forward.
fn tenses(modality: Modality) -> &'static [phrase::Tense] {
    match modality {
        Modality::Actual => &[phrase::Tense::Past],
        Modality::Negated => &[phrase::Tense::Past, phrase::Tense::Future],
        Modality::Expected | Modality::Conditional => &[phrase::Tense::Future, phrase::Tense::Past],
    }
}

fn window((first, last): (Day, Day)) -> String {
    if first == last { first.to_string() } else { format!("{first} to {last}") }
}

fn days(count: i32) -> &'static str {
    if count == 1 { "day" } else { "days" }
}

/// Returns the opening bracket of an event: where an event without an id is pointed at.
fn head_of(span: Span) -> Span {
    Span { start: span.start, end: (span.start + 1).min(span.end) }
}

/// Returns the numbers of places that have been checked.
fn places(register: &Register, names: &[&str]) -> Vec<OtherIx> {
    names.iter().filter_map(|name| register.places.find(name)).collect()
}
