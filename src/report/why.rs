//! Why is an issue at its stage, what blocks the next one, and what would be otherwise?

mod threshold;

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Serialize;

use threshold::{ThresholdAnswer, thresholds};

use super::{Answer, Folded, View, log, status, word};
use crate::lifecycle::Rung;
use crate::model::{Basis, Day, Policy, nearest};
use crate::record::{Claim, EventIx, People, Record, Standing};
use crate::register::{IssueIx, RootIx};
use crate::render::{Facts, Page, Tone, Words};
use crate::state::{Blocking, HeldBy, IssueState, Reason, State, claims, fold};

/// Where one issue stands and why.
#[derive(Debug, JsonSchema, Serialize)]
pub struct Why {
    schema: &'static str,
    as_of: Day,
    known_on: Day,
    policy: Policy,
    process: String,
    issue: String,
    title: String,
    stage: String,
    since: Option<Day>,
    held_by: HeldBy,
    rule: &'static str,
    derived: Option<String>,
    asserted: String,
    contested: bool,
    one_sided: bool,
    next_stage: Option<String>,
    claims: Vec<ClaimAnswer>,
    blocking: Vec<BlockAnswer>,
    open_demands: Vec<String>,
    moves: Vec<MoveAnswer>,
    parts: Vec<PartAnswer>,
    thresholds: Vec<ThresholdAnswer>,
    without: Vec<WithoutAnswer>,
    errors: usize,
    warnings: usize,
}

#[derive(Debug, Clone, JsonSchema, Serialize)]
struct ClaimAnswer {
    event: String,
    kind: &'static str,
    says: Option<String>,
    /// `counts`, `ended` by a later claim, or `retracted`.
    state: &'static str,
    text: String,
    quote: Option<String>,
    via: Vec<String>,
    whose: String,
    basis: Basis,
    first: Day,
    last: Day,
    known: Day,
    place: String,
}

#[derive(Debug, JsonSchema, Serialize)]
struct BlockAnswer {
    id: String,
    event: Option<String>,
    text: String,
}

#[derive(Debug, JsonSchema, Serialize)]
struct MoveAnswer {
    day: Day,
    from: String,
    to: String,
    events: Vec<String>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct PartAnswer {
    issue: String,
    stage: String,
}

/// What the stage would be without one root source.
#[derive(Debug, JsonSchema, Serialize)]
struct WithoutAnswer {
    sources: Vec<String>,
    stage: String,
}

/// Why a name stands for no one issue.
#[derive(Debug)]
pub enum NoIssue {
    /// No process has an issue of this name.
    Unknown {
        /// The name that was asked for.
        wanted: String,
        /// The one that may be meant.
        near: Option<String>,
    },
    /// Several processes have one.
    Several {
        /// The name that was asked for.
        wanted: String,
        /// The processes.
        processes: Vec<String>,
    },
}

impl std::fmt::Display for NoIssue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            NoIssue::Unknown { wanted, near: Some(near) } => {
                write!(f, "no issue is called `{wanted}`\n  help: did you mean `{near}`?")
            }
            NoIssue::Unknown { wanted, near: None } => {
                let help = "`rapporteur status` lists the issues";
                write!(f, "no issue is called `{wanted}`\n  help: {help}")
            }
            NoIssue::Several { wanted, processes } => {
                let processes = processes.join(", ");
                let help = "name the folder of one of them after the issue";
                write!(f, "`{wanted}` is an issue of {processes}\n  help: {help}")
            }
        }
    }
}

impl std::error::Error for NoIssue {}

/// The most parts that are listed one by one.
const MOST_PARTS: usize = 20;

/// Returns why an issue stands where it stands.
pub fn why(view: &View<'_>, wanted: &str) -> Result<Answer<Why>, NoIssue> {
    let found = view.processes.iter().filter_map(|process| {
        process.record.register.issues.find(wanted).map(|issue| (process, issue))
    });
    let found: Vec<(&Folded<'_>, IssueIx)> = found.collect();
    match found.as_slice() {
        [] => Err(unknown(view, wanted)),
        [(Folded { record, standing, state, .. }, issue)] => {
            let one = state.issue(*issue);
            Ok(Asked { view, record, standing, issue: *issue, state, one }.answer())
        }
        several => {
            let name =
                |(process, _): &(&Folded<'_>, IssueIx)| process.record.register.process.clone();
            let processes = several.iter().map(name).collect();
            Err(NoIssue::Several { wanted: wanted.to_owned(), processes })
        }
    }
}

fn unknown(view: &View<'_>, wanted: &str) -> NoIssue {
    let ids = view.processes.iter().flat_map(|process| process.record.register.issues.ids());
    NoIssue::Unknown { wanted: wanted.to_owned(), near: nearest(wanted, ids).map(str::to_owned) }
}

struct Asked<'a> {
    view: &'a View<'a>,
    record: &'a Record,
    standing: &'a Standing<'a>,
    issue: IssueIx,
    state: &'a State,
    one: &'a IssueState,
}

impl Asked<'_> {
    fn answer(&self) -> Answer<Why> {
        let register = &self.record.register;
        let lifecycle = register.lifecycle(self.issue);
        let stage = |rung: Rung| lifecycle.stage(rung).id.clone();
        let claims = self.claims();
        let without = self.without();
        let data = Why {
            schema: "rapporteur/why/1",
            as_of: self.view.point.as_of,
            known_on: self.view.point.known_on,
            policy: self.view.policy,
            process: register.process.clone(),
            issue: register.issues.id(self.issue).to_owned(),
            title: register.issues[self.issue].title.clone(),
            stage: stage(self.one.rung),
            since: self.one.since.map(|(day, _)| day),
            held_by: self.one.held_by,
            rule: rule(self.one.reason, lifecycle.ordered),
            derived: self.one.derived.map(stage),
            asserted: stage(self.one.asserted),
            contested: self.one.contested,
            one_sided: self.one.one_sided,
            next_stage: lifecycle.next(self.one.rung).map(stage),
            claims,
            blocking: self.one.blocking.iter().map(|one| self.block(one)).collect(),
            open_demands: self.one.demands.iter().map(|event| self.id(*event)).collect(),
            moves: self.moves(),
            parts: self.parts(),
            thresholds: thresholds(self.record, self.issue, self.one),
            without,
            errors: self.view.tally.errors,
            warnings: self.view.tally.warnings,
        };
        let page = self.page(&data);
        Answer { data, page }
    }

    /// What an event says, the name of the issue that is asked about left out.
    fn line(&self, event: EventIx) -> String {
        let event = self.record.event(self.view.texts, event);
        let line = event.line(&self.record.register);
        let issue = format!("{} · ", self.record.register.issues.id(self.issue));
        line.strip_prefix(&issue).map(str::to_owned).unwrap_or(line)
    }

    fn id(&self, event: EventIx) -> String {
        self.record.row(event).id.to_owned()
    }

    /// Every claim on the issue that says something of its stage, or, where none does, that brought
    /// it up: those that count first.
    fn claims(&self) -> Vec<ClaimAnswer> {
        let standing = self.standing;
        let counting = self.counting();
        let struck = self.record.claims(self.issue).iter().filter(|claim| {
            claim.from <= self.view.point.as_of
                && standing.struck(claim.event)
                && standing.admits(claim.event)
        });
        let as_of = self.view.point.as_of;
        let mut known = claims(standing, self.issue, as_of, &self.state.settled);
        known.extend(struck.copied());
        let above = self.inherited(standing, &counting);
        let res: Vec<ClaimAnswer> = known
            .iter()
            .chain(&above)
            .filter(|claim| {
                counting.contains(&claim.event)
                    || word::bound(self.record, self.issue, claim).is_some()
            })
            .map(|claim| self.claim(claim, standing, &counting))
            .collect();
        let mut res = once(res);
        res.sort_by_key(|claim| claim.state != "counts");
        res
    }

    /// The events on which the stage rests, and those that hold it back.
    fn counting(&self) -> BTreeSet<EventIx> {
        let held = self.one.blocking.iter().filter_map(|one| match one {
            Blocking::Hold { event, .. } | Blocking::Objection { event } => Some(*event),
            Blocking::Package(_) | Blocking::Link { .. } => None,
        });
        self.one.evidence.iter().copied().chain(held).collect()
    }

    /// The acceptances on issues above that count here.
    fn inherited(&self, standing: &Standing<'_>, counting: &BTreeSet<EventIx>) -> Vec<Claim> {
        let issues = &self.record.register.issues;
        let mut above = Vec::new();
        let mut next = issues[self.issue].parent;
        while let Some(parent) = next {
            let theirs =
                standing.claims(parent, self.view.point.as_of, &self.state.settled).into_iter();
            above.extend(
                theirs.filter(|claim| claim.act.is_acceptance() && counting.contains(&claim.event)),
            );
            next = issues[parent].parent;
        }
        above
    }

    fn claim(
        &self,
        claim: &Claim,
        standing: &Standing<'_>,
        counting: &BTreeSet<EventIx>,
    ) -> ClaimAnswer {
        let event = self.record.event(self.view.texts, claim.event);
        let row = self.record.row(claim.event);
        let quote = event.cite.as_ref().and_then(|cite| cite.value.quote.as_ref());
        let says = word::bound(self.record, self.issue, claim);
        // Of an event that does several things, some may have ended and some not.
        let counts = self.one.counting.contains(&(claim.event, claim.act))
            || (says.is_none() && counting.contains(&claim.event));
        let state = match (standing.struck(claim.event), counts) {
            (true, _) => "retracted",
            (false, true) => "counts",
            (false, false) => "ended",
        };
        ClaimAnswer {
            event: row.id.to_owned(),
            kind: row.kind.name(),
            says,
            state,
            text: self.line(claim.event),
            quote: quote.map(|quote| quote.value.text().to_owned()),
            via: self.record.via(claim.event),
            whose: word::whose(self.standing, claim.event),
            basis: row.basis,
            first: claim.first,
            last: claim.last,
            known: claim.known,
            place: log::place(self.view, self.record, claim.event),
        }
    }

    fn block(&self, blocking: &Blocking) -> BlockAnswer {
        let event = match blocking {
            Blocking::Hold { event, .. }
            | Blocking::Objection { event }
            | Blocking::Link { event } => Some(*event),
            Blocking::Package(_) => None,
        };
        let text = event.map_or("the package is not complete".to_owned(), |event| self.line(event));
        BlockAnswer { id: blocking.id(self.record), event: event.map(|event| self.id(event)), text }
    }

    fn moves(&self) -> Vec<MoveAnswer> {
        let stage = |rung: Rung| self.record.register.stage(self.issue, rung).id.clone();
        let moves = self.one.moves.iter();
        moves
            .map(|change| MoveAnswer {
                day: change.day,
                from: stage(change.from),
                to: stage(change.to),
                events: change.causes.iter().map(|event| self.id(*event)).collect(),
            })
            .collect()
    }

    fn parts(&self) -> Vec<PartAnswer> {
        let register = &self.record.register;
        let children = register.issues[self.issue].children.iter();
        children
            .map(|child| PartAnswer {
                issue: register.issues.id(*child).to_owned(),
                stage: register.stage(*child, self.state.issue(*child).rung).id.clone(),
            })
            .collect()
    }

    /// Folds again without each root on whose word something counts here.
    fn without(&self) -> Vec<WithoutAnswer> {
        let people = &self.standing.people;
        let voices = self
            .counting()
            .into_iter()
            .filter_map(|event| self.record.row(event).via.first().copied());
        let roots: BTreeSet<RootIx> =
            voices.flat_map(|voice| people.roots(self.record.set(voice))).collect();
        let stage = |rung| self.record.register.stage(self.issue, rung).id.clone();
        let without = |root: &RootIx| {
            let lens = self.view.lens.without_root(*root);
            let standing = self.record.stand(self.view.point.known_on, &lens);
            let state = fold(&standing, self.view.point.as_of, self.view.policy);
            WithoutAnswer {
                sources: self.members(people, *root),
                stage: stage(state.issue(self.issue).rung),
            }
        };
        roots.iter().map(without).collect()
    }

    fn members(&self, people: &People<'_>, root: RootIx) -> Vec<String> {
        let register = &self.record.register;
        let members = register.actors.indices().filter(|actor| people.root(*actor) == root);
        members.map(|actor| register.actors.id(actor).to_owned()).collect()
    }

    fn page(&self, why: &Why) -> Page {
        let register = &self.record.register;
        let title = format!("{} — {}", why.issue, why.title);
        let mut page = Page::new().title(title, word::point(self.view.point)).blank();
        let mut head = word::stage(register, self.issue, self.one.rung);
        if let Some((day, vague)) = self.one.since {
            head.push(Tone::Plain, format!(" since {}", day.long()));
            head.push(Tone::Faint, if vague { " ~" } else { "" });
        }
        if self.one.since.is_some() {
            head.push(Tone::Faint, format!(" · {}", held_by(self.one)));
        }
        page = page.paragraph(head).blank();
        let mut facts = Facts::new();
        let policy = match self.view.policy {
            Policy::Strongest => ": the better supported side",
            Policy::Cautious => ": the lowest stage",
        };
        let policy = if self.one.reason == Reason::Contested { policy } else { "" };
        facts.push("rule", format!("{}{policy}", why.rule));
        if let Some(words) = self.other_word() {
            facts.push("", words);
        }
        page = page.facts(facts).blank();
        page = self.claims_page(page, why);
        let open = self.open_facts(why);
        if !open.facts.is_empty() {
            page = page.facts(open);
        }
        page.trimmed()
    }

    /// Says what would follow from the other hearing, where the parties' own word and what is said of
    /// them come to different stages.
    fn other_word(&self) -> Option<String> {
        let title = |rung| word::title(&self.record.register, self.issue, rung);
        let asserted = self.one.asserted;
        let derived = self.one.derived.filter(|derived| *derived != asserted)?;
        Some(match self.one.held_by {
            HeldBy::Derived => format!("on everyone's word it would be {}", title(asserted)),
            _ => format!("on the parties' own word it would be {}", title(derived)),
        })
    }

    fn claims_page(&self, mut page: Page, why: &Why) -> Page {
        for (state, heading) in [
            ("counts", "because"),
            ("ended", "does not count, or no longer"),
            ("retracted", "retracted"),
        ] {
            let claims: Vec<&ClaimAnswer> =
                why.claims.iter().filter(|claim| claim.state == state).collect();
            if claims.is_empty() {
                continue;
            }
            page = page.heading(heading);
            let mut facts = Facts::new();
            for claim in claims {
                facts = claim_facts(facts, claim, self.view.point.as_of.year());
            }
            page = page.facts(facts).blank();
        }
        page
    }

    fn open_facts(&self, why: &Why) -> Facts {
        let register = &self.record.register;
        let titled = |issue: &str, id: &str| {
            let stage = register.find_stage(issue, id).expect("a stage of the issue");
            stage.title.clone()
        };
        let title = |id: &str| titled(&why.issue, id);
        let mut facts = Facts::new();
        if let Some(next) = why.next_stage.as_ref().filter(|_| !why.blocking.is_empty()) {
            let words = why.blocking.iter().map(|one| match &one.event {
                Some(event) if *event != one.id => format!("{} ({event})", one.id),
                Some(_) => one.id.clone(),
                None => format!("{}: {}", one.id, one.text),
            });
            let words: Vec<String> = words.collect();
            facts.push(format!("before {}", title(next)), words.join(", "));
        }
        let open = self
            .one
            .demands
            .iter()
            .map(|event| format!("{}: {}", self.id(*event), self.line(*event)));
        facts = lines(facts, "open demands", open);
        if !why.parts.is_empty() {
            let parts = status::parts(self.record, self.one);
            let few = if why.parts.len() > MOST_PARTS { &[][..] } else { &why.parts };
            let each = few
                .iter()
                .map(|part| format!("{} {}", part.issue, titled(&part.issue, &part.stage)));
            facts = lines(facts, "parts", std::iter::once(parts).chain(each));
        }
        let as_of = self.view.point.as_of;
        let waited = why.thresholds.iter().flat_map(|threshold| threshold.lines(as_of));
        facts = lines(facts, "threshold", waited);
        let path = why
            .moves
            .iter()
            .map(|step| format!("{}  {} → {}", step.day, title(&step.from), title(&step.to)));
        facts = lines(facts, "path", path);
        let here = &why.stage;
        let without = why.without.iter().map(|one| {
            let still = if one.stage == *here { "still " } else { "" };
            format!("{}: it would {still}be {}", one.sources.join(", "), title(&one.stage))
        });
        lines(facts, "without", without)
    }
}

/// Returns each event once for each state, with all that it says.
fn once(claims: Vec<ClaimAnswer>) -> Vec<ClaimAnswer> {
    let mut res: Vec<ClaimAnswer> = Vec::new();
    for claim in claims {
        match res.iter_mut().find(|one| (&one.event, one.state) == (&claim.event, claim.state)) {
            Some(one) => {
                let says = one.says.iter().chain(&claim.says).cloned().collect::<BTreeSet<_>>();
                one.says = Some(says.into_iter().collect::<Vec<_>>().join("; "));
                one.says = one.says.take().filter(|says| !says.is_empty());
            }
            None => res.push(claim),
        }
    }
    res
}

/// Adds a label with several lines, or nothing where there is none.
fn lines(mut facts: Facts, label: &str, lines: impl Iterator<Item = String>) -> Facts {
    for (at, line) in lines.enumerate() {
        if at == 0 {
            facts.push(label, line);
        } else {
            facts = facts.line(line);
        }
    }
    facts
}

fn claim_facts(facts: Facts, claim: &ClaimAnswer, year: i32) -> Facts {
    let mut text = Words::from(claim.text.clone());
    if let Some(says) = &claim.says {
        text.push(Tone::Strong, format!(" — {says}"));
    }
    let mut facts = facts.fact(claim.event.clone(), text);
    if let Some(quote) = &claim.quote {
        facts = facts.line(Words::toned(Tone::Quote, format!("“{quote}”")));
    }
    let known = word::short(claim.known, year);
    let basis =
        if claim.via.is_empty() { String::new() } else { format!(", {}", claim.basis.shown()) };
    let whose = format!("{}{basis}; reported {known}", claim.whose);
    facts.line(whose).line(Words::toned(Tone::Faint, claim.place.clone()))
}

fn held_by(state: &IssueState) -> String {
    let (told, required) = state.first_hand;
    match state.held_by {
        HeldBy::Ruling => "the recorder's ruling".to_owned(),
        HeldBy::Derived => "on the word of all who have to agree".to_owned(),
        HeldBy::Asserted if state.one_sided => {
            format!("one side only: {told} of {required} on record")
        }
        HeldBy::Asserted if required > 0 => format!("as reported; {told} of {required} on record"),
        HeldBy::Asserted => "as reported".to_owned(),
        HeldBy::Partial => "positions of some of those who have to agree".to_owned(),
        HeldBy::RolledUp => "from its parts".to_owned(),
    }
}

fn rule(reason: Reason, ordered: bool) -> &'static str {
    match reason {
        Reason::Advance if !ordered => "what was said of it last; nothing live says otherwise",
        Reason::Nothing => "nothing was said of it",
        Reason::Mentioned => "it came up, and no claim says more of its stage",
        Reason::Advance => "the highest live advance; no live objection is below it",
        Reason::Objection => "the lowest live objection; there is no live advance",
        Reason::Bargaining => "an offer against a demand or rejection is bargaining, at the lower",
        Reason::Contested => "live claims contradict each other; the policy decides",
        Reason::Ruling => "the recorder ruled, and nothing later has overtaken it",
        Reason::OnlyHeld => "something holds it back, and nothing has moved it forward",
        Reason::RolledUp => "an issue stands at the lowest of its parts",
        Reason::Threshold => "enough of its parts have come to where they have to be",
    }
}
