use serde::{Deserialize, Serialize};

use super::{Check, Effects, Name, Particulars, Several, ids, join};
use crate::event::{Change, Prose};
use crate::lifecycle::Act;
use crate::register::{IssueIx, LifecycleIx, Register};
use crate::ron::Table;
use crate::source::{Code, Diagnostic, Span};

/// From a day on, stages go by other names. An issue that was at one of them keeps its `since`: nothing
/// moved.
#[derive(Debug, Deserialize, Serialize)]
#[serde(rename = "Migrate")]
pub struct Migrate<'a> {
    #[serde(borrow)]
    lifecycle: Option<Name<'a>>,
    version: Option<Prose<'a>>,
    map: Table<'a, Name<'a>>,
    #[serde(default)]
    cases: Several<'a>,
    reason: Option<Prose<'a>>,
}

impl Particulars for Migrate<'_> {
    fn check(&self, check: &mut Check<'_>, event: Span) {
        self.lifecycle.iter().for_each(|name| check.lifecycle(name));
        check.issues(&self.cases);
        for (from, to) in &self.map {
            check.stage_of(self.lifecycle.as_ref(), from);
            check.stage_of(self.lifecycle.as_ref(), to);
        }
        if self.map.entries.is_empty() {
            let place = check.place(event);
            let fault = Diagnostic::new(Code::MissingField, "a Migrate of nothing")
                .at(place, "its `map` is empty");
            check.fault(fault.help("map each old stage to the new one: `map: { \"raised\": \"disputed\" }`"));
        }
    }

    fn effect<'e>(&'e self, effects: &mut Effects<'e>) {
        let register = effects.register;
        let lifecycle = self.lifecycle.and_then(|name| register.find_lifecycle(name.value));
        let lifecycle = lifecycle.unwrap_or(LifecycleIx::from_index(0));
        let cases: Vec<IssueIx> = if self.cases.is_empty() {
            register.issues.indices().collect()
        } else {
            effects.issues(&self.cases)
        };
        let map = self.map.iter().map(|(from, to)| {
            (effects.stage(lifecycle, from.value), effects.stage(lifecycle, to.value))
        });
        let map = map.collect();
        for issue in cases.into_iter().filter(|issue| register.issues[*issue].lifecycle == lifecycle) {
            effects.act_on(issue, Act::Migrated);
        }
        effects.change = Some(Change::Migration { map });
    }

    fn line(&self, _register: &Register) -> String {
        let pairs = self.map.iter().map(|(from, to)| format!("{} is now {}", from.value, to.value));
        let pairs: Vec<String> = pairs.collect();
        let version = self.version.as_ref().map_or("", Prose::text);
        let reason = self.reason.as_ref().map_or("", Prose::text);
        join(&[&pairs.join(", "), version, &ids(&self.cases), reason])
    }
}
