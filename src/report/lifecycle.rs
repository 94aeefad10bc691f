//! How may an issue move?

use std::collections::BTreeSet;
use std::fmt::Write;

use schemars::JsonSchema;
use serde::Serialize;

use super::Answer;
use crate::lifecycle::{Act, Bound, Guard, Lifecycle, Rung, Version};
use crate::model::Day;
use crate::render::{Column, Facts, Page, Table, Tone, Words};

/// How a lifecycle is shown to people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A table.
    Table,
    /// A state diagram in the language of Mermaid.
    Mermaid,
    /// A graph in the language of Graphviz.
    Dot,
}

/// A lifecycle, whole.
#[derive(Debug, JsonSchema, Serialize)]
pub struct LifecycleAnswer {
    schema: &'static str,
    lifecycle: String,
    /// Whether each stage is higher than those before it.
    ordered: bool,
    /// Every version, oldest first.
    versions: Vec<VersionAnswer>,
    /// The first day of the version whose moves are shown; none for one that was always in force.
    shown: Option<Day>,
    initial: String,
    mentioned: String,
    held: String,
    partly: String,
    stalled_after: i32,
    silent_after: i32,
    stages: Vec<StageAnswer>,
    /// What moves need beside being listed.
    guards: Vec<GuardAnswer>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct VersionAnswer {
    name: Option<String>,
    since: Option<Day>,
}

#[derive(Debug, JsonSchema, Serialize)]
struct GuardAnswer {
    /// Any stage where none is named.
    from: Vec<String>,
    to: Vec<String>,
    except: Vec<String>,
    needs: String,
}

/// A stage, what bounds it, and where an issue may go from there.
#[derive(Debug, JsonSchema, Serialize)]
struct StageAnswer {
    stage: String,
    title: String,
    /// What else sources call it.
    aliases: Vec<String>,
    mark: String,
    settled: bool,
    exit: bool,
    at_least: Vec<String>,
    at_most: Vec<String>,
    exactly: Vec<String>,
    hold: Vec<String>,
    moves: Vec<String>,
}

/// Returns a lifecycle as it is in force on a day: its stages from the highest, exits last; in the order in
/// which they are declared, where none is higher.
pub fn lifecycle(lifecycle: &Lifecycle, on: Day, shape: Shape) -> Answer<LifecycleAnswer> {
    let version = lifecycle.in_force(on);
    let id = |rung: Rung| lifecycle.stage(rung).id.clone();
    let mut stages: Vec<_> =
        lifecycle.stages().map(|(rung, _)| stage(lifecycle, version, rung)).collect();
    if lifecycle.ordered {
        stages.reverse();
    } else {
        stages.sort_by_key(|stage| stage.exit);
    }
    let since = |version: &Version| Some(version.since).filter(|since| *since != Day::MIN);
    let versions = lifecycle.versions().iter();
    let data = LifecycleAnswer {
        schema: "rapporteur/lifecycle/1",
        lifecycle: lifecycle.name.clone(),
        ordered: lifecycle.ordered,
        versions: versions
            .map(|version| VersionAnswer { name: version.name.clone(), since: since(version) })
            .collect(),
        shown: since(version),
        initial: id(lifecycle.initial),
        mentioned: id(lifecycle.mentioned),
        held: id(lifecycle.held),
        partly: id(lifecycle.partly),
        stalled_after: lifecycle.stalled_after,
        silent_after: lifecycle.silent_after,
        stages,
        guards: version.guards.iter().map(|guard| self::guard(lifecycle, guard)).collect(),
    };
    let page = match shape {
        Shape::Table => data.page(),
        Shape::Mermaid => Page::new().lines(data.mermaid()),
        Shape::Dot => Page::new().lines(data.dot()),
    };
    Answer { data, page }
}

fn guard(lifecycle: &Lifecycle, guard: &Guard) -> GuardAnswer {
    let ids = |stages: &BTreeSet<Rung>| {
        stages.iter().map(|stage| lifecycle.stage(*stage).id.clone()).collect()
    };
    let title = |rung| lifecycle.stage(rung).title.clone();
    let (from, to, except) = guard.stages();
    let needs = guard.needs.shown(title);
    GuardAnswer { from: ids(from), to: ids(to), except: ids(except), needs }
}

fn stage(lifecycle: &Lifecycle, version: &Version, rung: Rung) -> StageAnswer {
    let acts = |bound: Bound| {
        let bounding = Act::ALL.iter().filter(|act| lifecycle.bound(**act) == Some(bound));
        bounding.map(|act| format!("{act:?}")).collect()
    };
    let provided = lifecycle.stages().filter(|(to, _)| *to != rung && version.provides(rung, *to));
    let (exits, ladder): (Vec<_>, Vec<_>) = provided.partition(|(_, to)| to.exit);
    let moves = ladder.into_iter().chain(exits);
    let one = lifecycle.stage(rung);
    StageAnswer {
        stage: one.id.clone(),
        title: one.title.clone(),
        aliases: one.aliases.clone(),
        mark: one.mark.clone(),
        settled: one.settled,
        exit: one.exit,
        at_least: acts(Bound::AtLeast(rung)),
        at_most: acts(Bound::AtMost(rung)),
        exactly: acts(Bound::Exactly(rung)),
        hold: acts(Bound::Hold(rung)),
        moves: moves.map(|(_, to)| to.id.clone()).collect(),
    }
}

impl LifecycleAnswer {
    fn page(&self) -> Page {
        let mut table = Table::new([
            Column::short("STAGE"),
            Column::short("SETTLED"),
            Column::text("BOUNDED BY"),
            Column::text("MAY GO TO"),
        ]);
        for stage in &self.stages {
            let moves: Vec<&str> = stage.moves.iter().map(|id| self.title(id)).collect();
            table.push([
                Words::from(format!("{} {}", stage.mark, stage.title)),
                if stage.settled { Words::toned(Tone::Good, "settled") } else { Words::new() },
                stage.bounds().into(),
                moves.join(", ").into(),
            ]);
        }
        let mut facts = Facts::new();
        if self.ordered {
            facts = facts
                .fact("any claim at all", self.title(&self.mentioned))
                .fact("held, and nothing advances it", self.title(&self.held))
                .fact("accepted by fewer than required", self.title(&self.partly));
        }
        for (at, guard) in self.guards.iter().enumerate() {
            let words = self.guarded(guard);
            facts = if at == 0 { facts.fact("guards", words) } else { facts.line(words) };
        }
        if self.versions.len() > 1 {
            for (at, version) in self.versions.iter().enumerate() {
                let words = self.versioned(version);
                facts = if at == 0 { facts.fact("versions", words) } else { facts.line(words) };
            }
        }
        let facts = facts
            .fact("stalled", format!("{} days without a change of stage", self.stalled_after))
            .fact("silent", format!("{} days without a claim", self.silent_after));
        let remark = if self.ordered {
            "stages from the highest, exits last"
        } else {
            "no stage is higher than another"
        };
        Page::new().title(self.lifecycle.clone(), remark).blank().table(table).blank().facts(facts)
    }

    /// Says which moves need what: "to signed: acceptance by all who have to".
    fn guarded(&self, guard: &GuardAnswer) -> String {
        let titles = |ids: &[String]| {
            let titles: Vec<&str> = ids.iter().map(|id| self.title(id)).collect();
            titles.join(", ")
        };
        let mut words = Vec::new();
        for (word, ids) in [("from", &guard.from), ("to", &guard.to), ("but not to", &guard.except)]
        {
            if !ids.is_empty() {
                words.push(format!("{word} {}", titles(ids)));
            }
        }
        format!("{}: {}", words.join(" "), guard.needs)
    }

    fn versioned(&self, version: &VersionAnswer) -> String {
        let since = version.since.map_or("always".to_owned(), |since| format!("since {since}"));
        let name = version.name.as_ref().map_or(String::new(), |name| format!(": {name}"));
        let shown = if version.since == self.shown { " (shown)" } else { "" };
        format!("{since}{name}{shown}")
    }

    fn title<'s>(&'s self, id: &'s str) -> &'s str {
        self.stages.iter().find(|stage| stage.stage == id).map_or(id, |stage| &stage.title)
    }

    fn mermaid(&self) -> String {
        let mut res = "stateDiagram-v2\n".to_owned();
        for stage in self.stages.iter().filter(|stage| stage.title != stage.stage) {
            let _ = writeln!(res, "    {}: {}", stage.stage, stage.title);
        }
        let _ = writeln!(res, "    [*] --> {}", self.initial);
        for (from, to) in self.moves() {
            let _ = writeln!(res, "    {from} --> {to}");
        }
        for stage in self.stages.iter().filter(|stage| stage.settled) {
            let _ = writeln!(res, "    {} --> [*]", stage.stage);
        }
        res
    }

    fn dot(&self) -> String {
        let mut res =
            format!("digraph {:?} {{\n    rankdir=BT;\n    node [shape=box];\n", self.lifecycle);
        for stage in &self.stages {
            let (id, title) = (&stage.stage, &stage.title);
            // A double frame is how Graphviz users draw where a machine may stop.
            let frame = if stage.settled { ", peripheries=2" } else { "" };
            let _ = writeln!(res, "    {id:?} [label={title:?}{frame}];");
        }
        for (from, to) in self.moves() {
            let _ = writeln!(res, "    {from:?} -> {to:?};");
        }
        res + "}\n"
    }

    /// Returns every move that is provided for, from the lowest stage.
    fn moves(&self) -> impl Iterator<Item = (&str, &str)> {
        let from = self.stages.iter().rev();
        from.flat_map(|from| from.moves.iter().map(|to| (from.stage.as_str(), to.as_str())))
    }
}

impl StageAnswer {
    /// Returns what bounds an issue here: "at least: signed; at most: dropped".
    fn bounds(&self) -> String {
        let sorts = [
            ("at least", &self.at_least),
            ("at most", &self.at_most),
            ("exactly", &self.exactly),
            ("held here by", &self.hold),
        ];
        let said = sorts.iter().filter(|(_, acts)| !acts.is_empty()).map(|(words, acts)| {
            let acts: Vec<String> = acts.iter().map(|act| plain(act)).collect();
            format!("{words}: {}", acts.join(", "))
        });
        said.collect::<Vec<_>>().join("; ")
    }
}

/// Returns the name of an act as words: `AcceptedInPrinciple` is "accepted in principle".
fn plain(act: &str) -> String {
    let mut res = String::new();
    for letter in act.chars() {
        if letter.is_uppercase() && !res.is_empty() {
            res.push(' ');
        }
        res.extend(letter.to_lowercase());
    }
    res
}
