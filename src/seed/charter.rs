//! The charter: what a process declares, read into its register.
//!
//! A charter may lie in a folder of another one; what the outer one declares of parties, people,
//! sources, places and documents holds in the inner one too. Issues and packages are a process's own.

mod alike;
mod lifecycle;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Folder;
use crate::event::{Name, Prose, bad_id, read_date};
use crate::model::{Day, Reliability, Weight, is_id, nearest, zone};
use crate::register::{
    Actor, ActorIx, Decision, Declared, Document, Embodied, Issue, IssueIx, LifecycleIx, Mandate,
    Mode, Names, Numbered, Package, Register, Role, Sort,
};
use crate::ron::{self, At, Limits, Table, Tree, quoted};
use crate::source::{Code, Diagnostic, FileIx, Place, Span, Texts};

#[derive(Deserialize, Serialize)]
#[serde(rename = "charter")]
struct Charter<'a> {
    format: u32,
    #[serde(borrow)]
    process: Option<Name<'a>>,
    title: Option<Prose<'a>>,
    #[serde(default)]
    mode: Mode,
    offset: Option<Name<'a>>,
    lifecycle: Option<Name<'a>>,
    #[serde(default)]
    parties: Table<'a, PartyForm<'a>>,
    #[serde(default)]
    people: Table<'a, PersonForm<'a>>,
    #[serde(default)]
    sources: Table<'a, SourceForm<'a>>,
    #[serde(default)]
    places: Table<'a, PlaceForm<'a>>,
    #[serde(default)]
    documents: Table<'a, DocumentForm<'a>>,
    #[serde(default)]
    issues: Table<'a, IssueForm<'a>>,
    #[serde(default)]
    packages: Table<'a, PackageForm<'a>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename = "party")]
struct PartyForm<'a> {
    #[serde(borrow)]
    name: Prose<'a>,
    #[serde(default)]
    members: Vec<Name<'a>>,
    within: Option<Name<'a>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename = "person")]
struct PersonForm<'a> {
    #[serde(borrow)]
    name: Prose<'a>,
    #[serde(default)]
    mandates: Vec<MandateForm<'a>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename = "mandate")]
struct MandateForm<'a> {
    #[serde(borrow)]
    party: Name<'a>,
    office: Prose<'a>,
    begins: Option<Name<'a>>,
    ends: Option<Name<'a>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename = "source")]
struct SourceForm<'a> {
    #[serde(borrow)]
    name: Prose<'a>,
    reliability: Option<Reliability>,
    #[serde(default)]
    same_as: Vec<Name<'a>>,
    #[serde(default)]
    maybe_same_as: Vec<Name<'a>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename = "place")]
struct PlaceForm<'a> {
    #[serde(borrow)]
    name: Prose<'a>,
    within: Option<Name<'a>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename = "document")]
struct DocumentForm<'a> {
    #[serde(borrow)]
    title: Prose<'a>,
    publisher: Option<Prose<'a>>,
    date: Option<Name<'a>>,
    language: Option<Prose<'a>>,
    address: Option<Prose<'a>>,
    text: Option<At<Prose<'a>>>,
    hash: Option<Prose<'a>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename = "issue")]
struct IssueForm<'a> {
    #[serde(borrow)]
    title: Prose<'a>,
    #[serde(default)]
    kind: IssueKind,
    #[serde(default)]
    required: Vec<Name<'a>>,
    #[serde(default)]
    roles: Table<'a, Role>,
    #[serde(default)]
    decision: Decision,
    #[serde(default)]
    approvals: Vec<Name<'a>>,
    #[serde(default)]
    passages: Vec<PassageForm<'a>>,
    lifecycle: Option<Name<'a>>,
    #[serde(default)]
    weight: Weight,
}

#[derive(Deserialize, Serialize)]
#[serde(rename = "passage")]
struct PassageForm<'a> {
    #[serde(borrow)]
    draft: Name<'a>,
    at: Option<Name<'a>>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename = "kind of issue")]
enum IssueKind {
    #[default]
    Substantive,
    Procedural,
}

#[derive(Deserialize, Serialize)]
#[serde(rename = "package")]
struct PackageForm<'a> {
    title: Option<Prose<'a>>,
    #[serde(borrow)]
    issues: Vec<Name<'a>>,
}

/// Reads a charter and those above it; none if its own cannot be read at all.
pub(super) fn read(
    texts: &Texts,
    folder: &Folder,
    faults: &mut Vec<Diagnostic>,
) -> Option<Register> {
    let charters = &folder.charters;
    let lifecycles = lifecycle::read_all(texts, &folder.lifecycles, faults);
    let own = charters.first().expect("a process has a charter").0;
    let mut register = Register::empty(own);
    register.charters = charters.iter().map(|(file, _)| *file).collect();
    register.beside.clone_from(&folder.lifecycles);
    let mut forms = Vec::new();
    for (file, folder) in charters.iter().rev() {
        let text = texts.get(*file).content();
        if let Some(newer) = ron::newer(*file, text, super::FORMAT) {
            faults.push(newer);
            return None;
        }
        let read = ron::read::<Charter<'_>>(*file, text, &texts.limits);
        faults.extend(read.faults);
        let form = read.value?;
        forms.push((*file, folder.to_string_lossy().into_owned(), form));
    }
    for (file, folder, form) in &forms {
        let mut reader = Reader { file: *file, register: &mut register, faults };
        reader.declare(form, folder, *file == own);
    }
    let (_, _, form) = forms.last().expect("a process has a charter");
    lifecycle::choose(&mut register, form, lifecycles, faults)?;
    for (file, _, form) in &forms {
        let mut reader = Reader { file: *file, register: &mut register, faults };
        reader.connect(form, *file == own);
    }
    let register = register.settled();
    lifecycle::check(&register, faults);
    alike::check(&register, faults);
    Some(register)
}

/// Returns what a charter says; none if it cannot be read.
pub(super) fn content(file: FileIx, text: &str) -> Option<Tree> {
    let read = ron::read::<Charter<'_>>(file, text, &Limits::NONE);
    read.value.as_ref().map(Tree::of)
}

/// Says that two charters describe one process.
pub(super) fn twice(first: &Register, second: &Register) -> Diagnostic {
    let top = |file| Place { file, span: Span::new(0, 0) };
    let message = format!("two charters describe the process `{}`", second.process);
    Diagnostic::new(Code::DuplicateId, message)
        .at(top(second.charter), "second; its dispatches are left out")
        .at(top(first.charter), "first")
        .help("give one of them another `process`")
}

struct Reader<'r> {
    file: FileIx,
    register: &'r mut Register,
    faults: &'r mut Vec<Diagnostic>,
}

impl Reader<'_> {
    /// Declares every name, so that the order of the charter does not matter.
    fn declare(&mut self, form: &Charter<'_>, folder: &str, own: bool) {
        if own {
            self.declare_process(form);
        }
        for (id, party) in &form.parties {
            let sort = Sort::Party { members: Vec::new(), within: None };
            self.actor(id, &party.name, sort);
        }
        for (id, person) in &form.people {
            self.actor(id, &person.name, Sort::Person { mandates: Vec::new() });
        }
        for (id, source) in &form.sources {
            let sort = Sort::Source { reliability: source.reliability, same: Vec::new() };
            self.actor(id, &source.name, sort);
        }
        for (id, place) in &form.places {
            let declared = Declared { name: place.name.text().to_owned() };
            self.add(id, |register| &mut register.places, declared);
        }
        for (id, document) in &form.documents {
            let date = document.date.as_ref().and_then(|date| self.day(date));
            let document = document_of(document, self.file, date, folder);
            self.add(id, |register| &mut register.documents, document);
        }
        if own {
            for (id, issue) in &form.issues {
                self.add(id, |register| &mut register.issues, issue_of(issue));
            }
            for (id, package) in &form.packages {
                let title = package.title.as_ref().map_or(id.value, Prose::text).to_owned();
                let package = Package { title, issues: Vec::new() };
                self.add(id, |register| &mut register.packages, package);
            }
        }
    }

    fn declare_process(&mut self, form: &Charter<'_>) {
        let Some(process) = form.process else {
            let place = self.place(Span::new(0, 0));
            let fault = Diagnostic::new(Code::MissingField, "a charter needs `process`")
                .at(place, "in this charter")
                .help("add `process: \"…\"`, the name of the negotiation");
            self.faults.push(fault);
            return;
        };
        if !is_id(process.value) {
            self.faults.push(bad_id(self.place(process.span), process.value));
        }
        process.value.clone_into(&mut self.register.process);
        let title = form.title.as_ref().map_or(process.value, Prose::text);
        title.clone_into(&mut self.register.title);
        self.register.mode = form.mode;
        if let Some(offset) = &form.offset {
            match zone(offset.value) {
                Some(found) => self.register.offset = found,
                None => self.misdeclared(
                    offset.span,
                    format!("`{}` is not an offset", offset.value),
                    "write hours and minutes: `+02:00`",
                ),
            }
        }
    }

    /// Fills in what declarations say of each other.
    fn connect(&mut self, form: &Charter<'_>, own: bool) {
        for (id, party) in &form.parties {
            let members = self.parties(&party.members);
            let within = party.within.as_ref().and_then(|name| self.party(name));
            self.set_sort(id, Sort::Party { members, within });
        }
        for (id, person) in &form.people {
            let mandates = person.mandates.iter().filter_map(|form| self.mandate(form)).collect();
            self.set_sort(id, Sort::Person { mandates });
        }
        for (id, source) in &form.sources {
            let named = source.same_as.iter().chain(&source.maybe_same_as);
            let same = named.filter_map(|name| self.source(name)).collect();
            self.set_sort(id, Sort::Source { reliability: source.reliability, same });
        }
        for (_, place) in &form.places {
            if let Some(within) = &place.within
                && self.register.places.find(within.value).is_none()
            {
                let ids = self.register.places.ids();
                let fault =
                    unknown(self.file, Code::UnknownPlace, "no place is called", within, ids);
                self.faults.push(fault);
            }
        }
        if own {
            for (id, issue) in &form.issues {
                self.connect_issue(id, issue);
            }
            for (id, package) in &form.packages {
                let issues = package.issues.iter().filter_map(|name| self.issue(name)).collect();
                if let Some(ix) = self.register.packages.find(id.value) {
                    self.register.packages[ix].issues = issues;
                }
            }
        }
    }

    fn connect_issue(&mut self, id: &Name<'_>, form: &IssueForm<'_>) {
        let required: BTreeSet<ActorIx> = self.parties(&form.required).into_iter().collect();
        let approvals = self.parties(&form.approvals);
        let roles = form.roles.iter();
        let roles: BTreeMap<ActorIx, Role> =
            roles.filter_map(|(name, role)| Some((self.party(name)?, *role))).collect();
        let chaired = || roles.values().any(|role| matches!(role, Role::Chair | Role::Decider));
        if form.decision == Decision::Chair && !chaired() {
            self.misdeclared(
                id.span,
                format!("`{}` is decided by a chair that nobody is", id.value),
                "give a party the role `Chair` or `Decider`",
            );
        }
        if let Decision::Majority(share) = form.decision
            && !(0.0..1.0).contains(&share)
        {
            self.misdeclared(
                id.span,
                format!("a majority of more than {share} of the parties cannot be"),
                "write a share from 0 to 1, such as `Majority(0.5)` for more than half",
            );
        }
        if let Some(ix) = self.register.issues.find(id.value) {
            let issue = &mut self.register.issues[ix];
            (issue.required, issue.roles, issue.approvals) = (required, roles, approvals);
        }
    }

    fn mandate(&mut self, form: &MandateForm<'_>) -> Option<Mandate> {
        let party = self.party(&form.party)?;
        let begins = form.begins.as_ref().and_then(|date| self.day(date));
        let ends = form.ends.as_ref().and_then(|date| self.day(date));
        if let (Some(first), Some(last), Some(date)) = (begins, ends, &form.ends)
            && last < first
        {
            let message = "a mandate that ends before it begins".to_owned();
            self.misdeclared(date.span, message, "correct `begins` or `ends`");
        }
        Some(Mandate { party, office: form.office.text().to_owned(), begins, ends })
    }

    fn actor(&mut self, id: &Name<'_>, name: &Prose<'_>, sort: Sort) {
        let actor = Actor { name: name.text().to_owned(), sort };
        self.add(id, |register| &mut register.actors, actor);
    }

    fn add<T: Numbered>(
        &mut self,
        id: &Name<'_>,
        names: impl Fn(&mut Register) -> &mut Names<T>,
        value: T,
    ) {
        let place = self.place(id.span);
        if !is_id(id.value) {
            self.faults.push(bad_id(place, id.value));
        }
        if let Err(first) = names(self.register).add(id.value, place, value) {
            let fault =
                Diagnostic::new(Code::DuplicateId, format!("`{}` is declared twice", id.value))
                    .at(place, "second")
                    .at(first, "first")
                    .note("parties, people and sources share one set of names")
                    .help("rename one of them");
            self.faults.push(fault);
        }
    }

    fn set_sort(&mut self, id: &Name<'_>, sort: Sort) {
        if let Some(ix) = self.register.actors.find(id.value)
            && self.register.actors[ix].sort.word() == sort.word()
        {
            self.register.actors[ix].sort = sort;
        }
    }

    fn parties(&mut self, names: &[Name<'_>]) -> Vec<ActorIx> {
        names.iter().filter_map(|name| self.party(name)).collect()
    }

    fn party(&mut self, name: &Name<'_>) -> Option<ActorIx> {
        self.sorted(name, "party", "no party is called")
    }

    fn source(&mut self, name: &Name<'_>) -> Option<ActorIx> {
        self.sorted(name, "source", "no source is called")
    }

    fn sorted(&mut self, name: &Name<'_>, word: &str, nobody: &str) -> Option<ActorIx> {
        let actors = &self.register.actors;
        let found = actors.find(name.value).filter(|ix| actors[*ix].sort.word() == word);
        if found.is_none() {
            let alike = actors.indices().filter(|ix| actors[*ix].sort.word() == word);
            let ids = alike.map(|ix| actors.id(ix));
            self.faults.push(unknown(self.file, Code::UnknownName, nobody, name, ids));
        }
        found
    }

    fn issue(&mut self, name: &Name<'_>) -> Option<IssueIx> {
        let found = self.register.issues.find(name.value);
        if found.is_none() {
            let ids = self.register.issues.ids();
            let fault = unknown(self.file, Code::UnknownIssue, "no issue is called", name, ids);
            self.faults.push(fault);
        }
        found
    }

    fn day(&mut self, date: &Name<'_>) -> Option<Day> {
        match read_date(self.file, date, self.register.offset) {
            Ok(date) => Some(date.resolve(None, Day::MAX).first),
            Err(fault) => {
                self.faults.push(*fault);
                None
            }
        }
    }

    fn misdeclared(&mut self, span: Span, message: String, help: &str) {
        let fault = Diagnostic::new(Code::Misdeclared, message).at(self.place(span), "").help(help);
        self.faults.push(fault);
    }

    fn place(&self, span: Span) -> Place {
        Place { file: self.file, span }
    }
}

fn unknown<'n>(
    file: FileIx,
    code: Code,
    nobody: &str,
    name: &Name<'_>,
    known: impl Iterator<Item = &'n str>,
) -> Diagnostic {
    let place = Place { file, span: name.span };
    let fault =
        Diagnostic::new(code, format!("{nobody} `{}`", name.value)).at(place, "not declared");
    match nearest(name.value, known) {
        Some(near) => fault.patch(format!("did you mean `{near}`?"), place, quoted(near)),
        None => fault.help("declare it in the charter"),
    }
}

fn document_of(form: &DocumentForm<'_>, file: FileIx, date: Option<Day>, folder: &str) -> Document {
    let owned = |prose: &Option<Prose<'_>>| prose.as_ref().map(|prose| prose.text().to_owned());
    let text = form.text.as_ref();
    Document {
        title: form.title.text().to_owned(),
        date,
        publisher: owned(&form.publisher),
        language: owned(&form.language),
        address: owned(&form.address),
        text: text.map(|at| (at.value.text().to_owned(), Place { file, span: at.span })),
        hash: owned(&form.hash),
        folder: folder.to_owned(),
    }
}

fn embodied(form: &PassageForm<'_>) -> Embodied {
    let at = form.at.map(|at| at.value.to_owned());
    Embodied { draft: form.draft.value.to_owned(), at }
}

fn issue_of(form: &IssueForm<'_>) -> Issue {
    Issue {
        title: form.title.text().to_owned(),
        procedural: form.kind == IssueKind::Procedural,
        required: BTreeSet::new(),
        roles: BTreeMap::new(),
        decision: form.decision,
        approvals: Vec::new(),
        passages: form.passages.iter().map(embodied).collect(),
        lifecycle: LifecycleIx::from_index(0),
        weight: form.weight,
        parent: None,
        children: Vec::new(),
    }
}
