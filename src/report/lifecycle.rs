//! How may an issue move?

use std::fmt::Write;

use schemars::JsonSchema;
use serde::Serialize;

use super::Answer;
use crate::lifecycle::{Act, Bound, Lifecycle, Rung};
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
    initial: String,
    mentioned: String,
    held: String,
    partly: String,
    stalled_after: i32,
    silent_after: i32,
    stages: Vec<StageAnswer>,
}

/// A stage, what bounds it, and where an issue may go from there.
#[derive(Debug, JsonSchema, Serialize)]
struct StageAnswer {
    stage: String,
    title: String,
    mark: String,
    settled: bool,
    exit: bool,
    at_least: Vec<String>,
    at_most: Vec<String>,
    hold: Vec<String>,
    moves: Vec<String>,
}

/// Returns the lifecycle that every negotiation has: its stages from the highest, exits last.
pub fn lifecycle(shape: Shape) -> Answer<LifecycleAnswer> {
    let lifecycle = Lifecycle::negotiation();
    let id = |rung: Rung| lifecycle.stage(rung).id.clone();
    let mut stages: Vec<_> = lifecycle.stages().map(|(rung, _)| stage(&lifecycle, rung)).collect();
    stages.reverse();
    let data = LifecycleAnswer {
        schema: "rapporteur/lifecycle/1",
        lifecycle: lifecycle.name.clone(),
        initial: id(lifecycle.initial),
        mentioned: id(lifecycle.mentioned),
        held: id(lifecycle.held),
        partly: id(lifecycle.partly),
        stalled_after: lifecycle.stalled_after,
        silent_after: lifecycle.silent_after,
        stages,
    };
    let page = match shape {
        Shape::Table => data.page(),
        Shape::Mermaid => Page::new().lines(data.mermaid()),
        Shape::Dot => Page::new().lines(data.dot()),
    };
    Answer { data, page }
}

fn stage(lifecycle: &Lifecycle, rung: Rung) -> StageAnswer {
    let acts = |bound: Bound| {
        let bounding = Act::ALL.iter().filter(|act| lifecycle.bound(**act) == Some(bound));
        bounding.map(|act| format!("{act:?}")).collect()
    };
    let provided =
        lifecycle.stages().filter(|(to, _)| *to != rung && lifecycle.newest().provides(rung, *to));
    let (exits, ladder): (Vec<_>, Vec<_>) = provided.partition(|(_, to)| to.exit);
    let moves = ladder.into_iter().chain(exits);
    let one = lifecycle.stage(rung);
    StageAnswer {
        stage: one.id.clone(),
        title: one.title.clone(),
        mark: one.mark.clone(),
        settled: one.settled,
        exit: one.exit,
        at_least: acts(Bound::AtLeast(rung)),
        at_most: acts(Bound::AtMost(rung)),
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
        let facts = Facts::new()
            .fact("any claim at all", self.title(&self.mentioned))
            .fact("held, and nothing advances it", self.title(&self.held))
            .fact("accepted by fewer than required", self.title(&self.partly))
            .fact("stalled", format!("{} days without a change of stage", self.stalled_after))
            .fact("silent", format!("{} days without a claim", self.silent_after));
        let remark = "stages from the highest, exits last";
        Page::new().title(self.lifecycle.clone(), remark).blank().table(table).blank().facts(facts)
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
