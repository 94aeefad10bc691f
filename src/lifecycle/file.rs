//! The file form of a lifecycle: `format: 1`.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::check::{check, unknown};
use super::{Act, Bound, Guard, Lifecycle, Need, Rung, Stage, Threshold, Version};
use crate::model::{Day, Duration, Weight, is_id};
use crate::ron::{self, At, Limits, Table, Tree};
use crate::source::{Code, Diagnostic, FileIx, Place, Span};

/// The most stages that a lifecycle may have.
const MOST_STAGES: usize = 200;
/// The stage before any claim, which every lifecycle has.
const UNRAISED: &str = "unraised";

#[derive(Deserialize, Serialize)]
#[serde(rename = "lifecycle")]
struct File<'a> {
    format: u32,
    lifecycle: At<String>,
    #[serde(default)]
    ladder: Vec<At<Step>>,
    #[serde(default)]
    stages: Vec<At<Step>>,
    #[serde(default)]
    exits: Vec<At<Step>>,
    #[serde(default)]
    bounds: BTreeMap<Act, Limit>,
    mentioned: Option<At<String>>,
    held: Option<At<String>>,
    partly: Option<At<String>>,
    #[serde(default)]
    initial: Vec<At<String>>,
    #[serde(borrow)]
    moves: Option<Moves<'a>>,
    #[serde(default)]
    guards: Vec<At<GuardForm>>,
    #[serde(default)]
    versions: Vec<At<VersionForm<'a>>>,
    #[serde(default = "a_month")]
    stalled_after: i32,
    #[serde(default = "a_fortnight")]
    silent_after: i32,
}

type Moves<'a> = Table<'a, Vec<At<String>>>;

fn a_month() -> i32 {
    30
}

fn a_fortnight() -> i32 {
    14
}

#[derive(Deserialize, Serialize)]
#[serde(rename = "stage")]
pub(super) struct Step {
    pub(super) id: At<String>,
    title: Option<String>,
    #[serde(default)]
    pub(super) aliases: Vec<At<String>>,
    mark: Option<String>,
    #[serde(default)]
    settled: bool,
    /// It is in use, though no version provides for it.
    #[serde(default)]
    observed: bool,
}

#[derive(Deserialize, Serialize)]
#[serde(rename = "bound")]
enum Limit {
    AtLeast(At<String>),
    AtMost(At<String>),
    Exactly(At<String>),
    Hold(At<String>),
}

#[derive(Deserialize, Serialize)]
#[serde(rename = "version of a lifecycle")]
struct VersionForm<'a> {
    name: Option<String>,
    since: At<String>,
    #[serde(default)]
    stages: Vec<At<String>>,
    #[serde(default)]
    initial: Vec<At<String>>,
    #[serde(borrow)]
    moves: Option<Moves<'a>>,
    #[serde(default)]
    names: Table<'a, At<String>>,
    #[serde(default)]
    guards: Vec<At<GuardForm>>,
}

#[derive(Deserialize, Serialize)]
#[serde(rename = "guard")]
struct GuardForm {
    #[serde(default)]
    from: Vec<At<String>>,
    #[serde(default)]
    to: Vec<At<String>>,
    #[serde(default)]
    except: Vec<At<String>>,
    needs: NeedForm,
}

#[derive(Deserialize, Serialize)]
#[serde(rename = "need of a guard")]
enum NeedForm {
    Been(At<String>),
    Back,
    Deadline,
    DeadlinePassed,
    Vote {
        body: Option<String>,
    },
    Accepted {
        #[serde(default)]
        by: Vec<String>,
    },
    Threshold {
        at: String,
        #[serde(default)]
        count: usize,
        #[serde(default)]
        weight: Weight,
        after: Option<At<String>>,
    },
}

/// Returns the lifecycle that a file describes, unless something in it is an error; and what is wrong or
/// odd about it.
pub(super) fn read(file: FileIx, text: &str) -> (Option<Lifecycle>, Vec<Diagnostic>) {
    let read = ron::read::<File<'_>>(file, text, &Limits::default());
    let mut faults = read.faults;
    let sound = faults.is_empty();
    let Some(form) = read.value.filter(|_| sound) else { return (None, faults) };
    let mut lowering =
        Lowering { file, faults: Vec::new(), stages: Vec::new(), guarded: Vec::new() };
    let lifecycle = lowering.lifecycle(&form);
    faults.append(&mut lowering.faults);
    let errors = faults.iter().any(|fault| fault.code.text().starts_with('E'));
    (lifecycle.filter(|_| !errors), faults)
}

/// Returns what a file says; none if it cannot be read.
pub(super) fn content(file: FileIx, text: &str) -> Option<Tree> {
    let read = ron::read::<File<'_>>(file, text, &Limits::default());
    read.value.as_ref().map(Tree::of)
}

/// From names to stages.
struct Lowering {
    file: FileIx,
    faults: Vec<Diagnostic>,
    stages: Vec<Stage>,
    guarded: Vec<(Guard, Span)>,
}

impl Lowering {
    fn lifecycle(&mut self, form: &File<'_>) -> Option<Lifecycle> {
        let name = &form.lifecycle;
        if !is_id(&name.value) {
            self.wrong(
                name.span,
                format!("`{}` cannot be the name of a lifecycle", name.value),
                "a name has letters and digits, and `-`, `_` or `.` between them",
            );
        }
        let ordered = form.stages.is_empty();
        if !ordered && !form.ladder.is_empty() {
            let message = "a lifecycle with a `ladder` and with `stages`";
            self.wrong(
                form.stages[0].span,
                message,
                "write `ladder` where each stage is higher than the one before it, else `stages`",
            );
        }
        let steps = if ordered { &form.ladder } else { &form.stages };
        if steps.is_empty() {
            self.wrong(
                name.span,
                "a lifecycle without stages",
                "list them in `ladder`, from the lowest, or in `stages` where none is higher",
            );
            return None;
        }
        let observed = self.take_stages(form, steps);
        let initial = self.rung_of(UNRAISED)?;
        let next = Rung(initial.0 + 1);
        let lowest =
            if ordered && usize::from(next.0) < self.stages.len() { next } else { initial };
        let mentioned =
            self.named(form.mentioned.as_ref()).unwrap_or(if ordered { lowest } else { initial });
        let held = self.named(form.held.as_ref()).unwrap_or(mentioned);
        let partly = self.named(form.partly.as_ref()).unwrap_or(mentioned);
        let bounds = self.bounds(form, ordered);
        let versions = self.versions(form);
        let lifecycle = Lifecycle {
            name: name.value.clone(),
            ordered,
            stages: std::mem::take(&mut self.stages),
            bounds,
            versions,
            initial,
            mentioned,
            held,
            partly,
            stalled_after: form.stalled_after,
            silent_after: form.silent_after,
        };
        let places = Places {
            file: self.file,
            steps: form.exits.iter().chain(steps).collect(),
            versions: form.versions.iter().map(|version| version.span).collect(),
            observed,
            guards: std::mem::take(&mut self.guarded),
        };
        self.faults.extend(check(&lifecycle, &places));
        Some(lifecycle)
    }

    /// Takes in the stages, exits first, and returns those that are only observed.
    fn take_stages(&mut self, form: &File<'_>, steps: &[At<Step>]) -> BTreeSet<Rung> {
        self.stages.extend(form.exits.iter().map(|step| step.value.stage(true)));
        if !steps.iter().any(|step| step.value.id.value == UNRAISED) {
            self.stages.push(Stage {
                id: UNRAISED.to_owned(),
                title: UNRAISED.to_owned(),
                aliases: Vec::new(),
                mark: "·".to_owned(),
                settled: false,
                exit: false,
            });
        }
        self.stages.extend(steps.iter().map(|step| step.value.stage(false)));
        if self.stages.len() > MOST_STAGES {
            let message = format!("a lifecycle of {} stages", self.stages.len());
            self.wrong(form.lifecycle.span, message, &format!("keep to {MOST_STAGES}"));
            self.stages.truncate(MOST_STAGES);
        }
        let mut seen: BTreeMap<&str, (&str, Span)> = BTreeMap::new();
        let mut observed = BTreeSet::new();
        for At { value: step, span } in form.exits.iter().chain(steps) {
            let id = &step.id;
            if !is_id(&id.value) {
                let message = format!("`{}` cannot be the id of a stage", id.value);
                self.wrong(id.span, message, "give it an id that can be typed, such as `last-call`, and say the words in `title`");
            }
            if step.observed {
                observed.extend(self.rung_of(&id.value));
            }
            let title = step.title.as_deref().filter(|title| *title != id.value);
            let names = std::iter::once((id.value.as_str(), id.span))
                .chain(title.map(|title| (title, *span)));
            for (name, place) in
                names.chain(step.aliases.iter().map(|one| (one.value.as_str(), one.span)))
            {
                match seen.insert(name, (&id.value, place)) {
                    Some((other, first)) if other != id.value || place != first => {
                        let fault = clash(self.file, name, (other, first), (&id.value, place));
                        self.faults.push(fault);
                    }
                    _ => {}
                }
            }
        }
        observed
    }

    fn bounds(&mut self, form: &File<'_>, ordered: bool) -> Vec<Option<Bound>> {
        let mut bounds = vec![None; Act::ALL.len()];
        for (act, limit) in &form.bounds {
            let (Limit::AtLeast(name)
            | Limit::AtMost(name)
            | Limit::Exactly(name)
            | Limit::Hold(name)) = limit;
            let Some(rung) = self.rung(name) else { continue };
            let bound = match limit {
                Limit::AtLeast(_) => Bound::AtLeast(rung),
                Limit::AtMost(_) => Bound::AtMost(rung),
                Limit::Exactly(_) => Bound::Exactly(rung),
                Limit::Hold(_) => Bound::Hold(rung),
            };
            if !ordered && !matches!(bound, Bound::Exactly(_)) {
                let message =
                    format!("`{act:?}` bounds the stage where no stage is higher than another");
                self.wrong(
                    name.span,
                    message,
                    "write `Exactly(…)`, or list the stages as a `ladder`",
                );
            }
            bounds[*act as usize] = Some(bound);
        }
        bounds
    }

    fn versions(&mut self, form: &File<'_>) -> Vec<Version> {
        let always = self.guards(&form.guards);
        if form.versions.is_empty() {
            let (moves, _) = self.moves(&form.initial, form.moves.as_ref());
            let stages =
                (0..self.stages.len()).filter_map(|at| u8::try_from(at).ok().map(Rung)).collect();
            let names = BTreeMap::new();
            return vec![Version {
                name: None,
                since: Day::MIN,
                stages,
                moves,
                names,
                guards: always,
            }];
        }
        let stray = form.initial.first().map(|one| one.span);
        let stray =
            stray.or_else(|| form.moves.as_ref()?.entries.first().map(|(from, _)| from.span));
        if let Some(span) = stray {
            let message = "`initial` and `moves` beside `versions`";
            self.wrong(span, message, "write them in each version");
        }
        let mut versions: Vec<Version> = Vec::new();
        for At { value: one, span } in &form.versions {
            let since = Day::parse(&one.since.value);
            if since.is_none() {
                let message = format!("`{}` is not a day", one.since.value);
                let fault =
                    Diagnostic::new(Code::BadDate, message).at(self.place(one.since.span), "");
                self.faults.push(
                    fault.help(
                        "write the first day on which the version was in force: `2020-11-05`",
                    ),
                );
            }
            let since = since.unwrap_or(Day::MIN);
            if versions.last().is_some_and(|before| since <= before.since) {
                self.wrong(
                    one.since.span,
                    "a version that is not later than the one before it",
                    "list the versions from the oldest, each with a day of its own",
                );
            }
            let version = self.version(one, since, *span, &always);
            versions.push(version);
        }
        versions
    }

    fn version(
        &mut self,
        form: &VersionForm<'_>,
        since: Day,
        span: Span,
        always: &[Guard],
    ) -> Version {
        if form.moves.is_none() && form.initial.is_empty() {
            self.wrong(
                span,
                "a version without `moves`",
                "list for each stage those that may follow it",
            );
        }
        let (moves, mut stages) = self.moves(&form.initial, form.moves.as_ref());
        stages.extend(self.rungs(&form.stages));
        let names = form
            .names
            .iter()
            .filter_map(|(name, to)| Some((name.value.to_owned(), self.rung(to)?)));
        let names = names.collect();
        let mut guards = always.to_vec();
        guards.extend(self.guards(&form.guards));
        Version { name: form.name.clone(), since, stages, moves, names, guards }
    }

    /// Returns which stage may follow which, and all that are named. Where no moves are listed all are
    /// provided for; where no initial stages are, an issue may begin at any.
    fn moves(
        &mut self,
        initial: &[At<String>],
        moves: Option<&Moves<'_>>,
    ) -> (Vec<Vec<bool>>, BTreeSet<Rung>) {
        let count = self.stages.len();
        let mut table = vec![vec![moves.is_none(); count]; count];
        let mut named: BTreeSet<Rung> = self.rungs(initial).into_iter().collect();
        let unraised = self.rung_of(UNRAISED).map_or(0, |rung| usize::from(rung.0));
        let begins: Vec<bool> = (0..count)
            .map(|at| {
                let among = || u8::try_from(at).is_ok_and(|at| named.contains(&Rung(at)));
                if initial.is_empty() { !self.stages[at].exit } else { among() }
            })
            .collect();
        table[unraised] = begins;
        for (from, targets) in moves.into_iter().flatten() {
            let from = self.rung(&At { value: from.value.to_owned(), span: from.span });
            for to in self.rungs(targets) {
                named.insert(to);
                if let Some(from) = from {
                    table[usize::from(from.0)][usize::from(to.0)] = true;
                }
            }
            named.extend(from);
        }
        if let Some((_, targets)) =
            moves.into_iter().flatten().find(|(from, _)| from.value == UNRAISED)
        {
            let begins = self.rungs(targets);
            for (at, cell) in table[unraised].iter_mut().enumerate() {
                *cell = begins.iter().any(|rung| usize::from(rung.0) == at);
            }
        }
        (table, named)
    }

    fn guards(&mut self, forms: &[At<GuardForm>]) -> Vec<Guard> {
        let mut guards = Vec::new();
        for At { value: form, span } in forms {
            let sets = [&form.from, &form.to, &form.except]
                .map(|names| self.rungs(names).into_iter().collect());
            let Some(needs) = self.need(&form.needs, *span) else { continue };
            let [from, to, except] = sets;
            guards.push((Guard { from, to, except, needs }, *span));
        }
        for (guard, span) in &guards {
            self.check_guard(guard, *span);
        }
        self.guarded.extend(guards.iter().cloned());
        guards.into_iter().map(|(guard, _)| guard).collect()
    }

    fn need(&mut self, form: &NeedForm, span: Span) -> Option<Need> {
        Some(match form {
            NeedForm::Been(stage) => Need::Been(self.rung(stage)?),
            NeedForm::Back => Need::Back,
            NeedForm::Deadline => Need::Deadline,
            NeedForm::DeadlinePassed => Need::DeadlinePassed,
            NeedForm::Vote { body } => Need::Vote(body.clone()),
            NeedForm::Accepted { by } => Need::Accepted(by.clone()),
            NeedForm::Threshold { at, count, weight, after } => {
                let length = after.as_ref().map(|after| Duration::parse(&after.value));
                if let (Some(Err(_)), Some(after)) = (&length, after) {
                    let message = format!("`{}` is no duration", after.value);
                    let fault =
                        Diagnostic::new(Code::BadDuration, message).at(self.place(after.span), "");
                    self.faults.push(
                        fault.help("write how long after: `P30D`, or `P0D` for the same day"),
                    );
                    return None;
                }
                if *count == 0 && *weight == Weight::default() {
                    self.wrong(
                        span,
                        "a threshold that asks for nothing",
                        "say how many parts in `count`, or how heavy in `weight`",
                    );
                }
                let after = length.and_then(Result::ok);
                Need::Threshold(Threshold { at: at.clone(), count: *count, weight: *weight, after })
            }
        })
    }

    fn check_guard(&mut self, guard: &Guard, span: Span) {
        if !guard.to.is_empty() && guard.targets().next().is_none() {
            self.wrong(
                span,
                "a guard that makes an exception of all that it guards",
                "leave out `except`, or the guard",
            );
        }
        let leads = matches!(&guard.needs, Need::Threshold(threshold) if threshold.after.is_some());
        if leads && guard.targets().count() != 1 {
            self.wrong(
                span,
                "a threshold that leads to no stage, or to several",
                "name in `to` the one stage that follows",
            );
        }
    }

    fn rungs(&mut self, names: &[At<String>]) -> Vec<Rung> {
        names.iter().filter_map(|name| self.rung(name)).collect()
    }

    fn named(&mut self, name: Option<&At<String>>) -> Option<Rung> {
        name.and_then(|name| self.rung(name))
    }

    fn rung(&mut self, name: &At<String>) -> Option<Rung> {
        let found = self.rung_of(&name.value);
        if found.is_none() {
            let ids = self.stages.iter().map(|stage| stage.id.as_str());
            self.faults.push(unknown(self.place(name.span), &name.value, ids));
        }
        found
    }

    fn rung_of(&self, name: &str) -> Option<Rung> {
        let called =
            |stage: &Stage| stage.title == name || stage.aliases.iter().any(|one| one == name);
        let by_id = self.stages.iter().position(|stage| stage.id == name);
        let at = by_id.or_else(|| self.stages.iter().position(called))?;
        u8::try_from(at).ok().map(Rung)
    }

    fn place(&self, span: Span) -> Place {
        Place { file: self.file, span }
    }

    fn wrong(&mut self, span: Span, message: impl Into<String>, help: &str) {
        let fault =
            Diagnostic::new(Code::BadLifecycle, message).at(self.place(span), "").help(help);
        self.faults.push(fault);
    }
}

/// Where in its file a lifecycle says what.
pub(super) struct Places<'f> {
    pub(super) file: FileIx,
    pub(super) steps: Vec<&'f At<Step>>,
    pub(super) versions: Vec<Span>,
    /// The stages that are in use, though no version provides for them.
    pub(super) observed: BTreeSet<Rung>,
    pub(super) guards: Vec<(Guard, Span)>,
}

fn clash(file: FileIx, name: &str, first: (&str, Span), second: (&str, Span)) -> Diagnostic {
    let message = if first.0 == second.0 {
        format!("`{name}` is given twice")
    } else {
        format!("`{name}` names two stages, `{}` and `{}`", first.0, second.0)
    };
    Diagnostic::new(Code::BadLifecycle, message)
        .at(Place { file, span: second.1 }, "second")
        .at(Place { file, span: first.1 }, "first")
        .help("a name, title or alias stands for one stage; leave it out of the other")
}

impl Step {
    fn stage(&self, exit: bool) -> Stage {
        let title = self.title.clone().unwrap_or_else(|| self.id.value.clone());
        let plain = match (exit, self.settled) {
            (true, _) => "–",
            (_, true) => "✓",
            _ => "•",
        };
        Stage {
            title,
            id: self.id.value.clone(),
            aliases: self.aliases.iter().map(|one| one.value.clone()).collect(),
            mark: self.mark.clone().unwrap_or_else(|| plain.to_owned()),
            settled: self.settled,
            exit,
        }
    }
}
