mod edit;

use clap::Args;

use super::desk::{Desk, Place};
use super::first_steps::program;
use super::output::Output;
use super::{Exit, Global, Usage, today};
use crate::event::Kind;
use crate::model::nearest;
use crate::report::kinds::{find, names};
use crate::report::record::{Found, Outcome, recorded};
use crate::seed::compose::{Composed, Fault, Said, fields};
use crate::source::Severity;
use crate::store::Put;

/// Record one event: `record demand by:russia of:ukraine issue:territory "text:withdrawal"`
///
/// The kind comes first, in any case; then its fields and those of every event, each as FIELD:VALUE.
/// Names have commas between them, `via:zelensky,axios`; words with blanks stand in quotes of the shell,
/// "text:six per cent"; what has brackets is written as in a dispatch, 'terms:[(key: "pay", words: "six
/// per cent")]'. `known:` is the day on which it became known, today if it is left out. `process:` says
/// which negotiation, where there are several.
///
/// It is read with the whole record, as `check` would, before anything is written: with an error in it
/// nothing is. It becomes a new dispatch, a file of its own. Recording the same again adds nothing.
/// `rapporteur help events` lists the kinds, `rapporteur help events demand` the fields of one.
#[derive(Debug, Args)]
pub(super) struct Record {
    /// The kind of event, then its fields
    #[arg(value_name = "KIND FIELD:VALUE")]
    words: Vec<String>,
    /// Write it in `$VISUAL` or `$EDITOR`, from a template for the kind
    ///
    /// Opens again at what is wrong, until it is sound. Leaving it as it is, or empty, gives up; what was
    /// written then stays in a file that is named.
    #[arg(long)]
    edit: bool,
    /// Say what would come of it, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Refuse, with exit code 5, if the record is not at this root any more
    #[arg(long, value_name = "ROOT")]
    expect: Option<String>,
}

/// Fields by name, in the order in which they were given.
type Fields = Vec<(String, String)>;

impl Record {
    pub(super) fn run(&self, global: &Global, output: &Output) -> anyhow::Result<Exit> {
        let kind = match self.words.first() {
            Some(word) => Some(find(&plain(word)).ok_or_else(|| no_kind(word))?),
            None if self.edit => None,
            None => return Err(nothing().into()),
        };
        let (process, fields) = self.fields(kind)?;
        if self.edit {
            return edit::run(self, global, output, kind, process.as_deref());
        }
        let kind = kind.expect("without one there is an editor");
        let said = Said { kind, fields: &fields, today: today()? };
        let composed = said.compose().map_err(|faults| refused(kind, &faults))?;
        let desk = Desk::open(global)?;
        let place = desk.place(process.as_deref())?;
        self.put(global, output, &desk, &place, &composed)
    }

    /// Returns the process and the fields that were given.
    fn fields(&self, kind: Option<Kind>) -> Result<(Option<String>, Fields), Usage> {
        let mut process = None;
        let mut fields = Vec::new();
        for word in self.words.iter().skip(1) {
            let Some((name, value)) = word.split_once(':').filter(|(name, _)| !name.is_empty())
            else {
                let help = match fields.last() {
                    Some((name, value)) => {
                        format!("for words with blanks: \"{name}:{value} {word}\"")
                    }
                    None => "a field and its value, as in by:russia".to_owned(),
                };
                return Err(Usage(format!("`{word}` is not FIELD:VALUE\n  help: {help}")));
            };
            if name == "process" {
                process = Some(value.to_owned());
            } else {
                fields.push((name.to_owned(), value.to_owned()));
            }
        }
        if self.edit && !fields.is_empty() {
            let kind = kind.map_or("KIND", Kind::name).to_lowercase();
            let help = format!("write `rapporteur record {kind} --edit`, and the fields there");
            return Err(Usage(format!("an editor takes no fields\n  help: {help}")));
        }
        Ok((process, fields))
    }

    /// Puts a dispatch among the others, if it is sound, and says what came of it.
    fn put(
        &self,
        global: &Global,
        output: &Output,
        desk: &Desk<'_>,
        place: &Place,
        composed: &Composed,
    ) -> anyhow::Result<Exit> {
        let Composed { name, text, id } = composed;
        let supposed = desk.with(place, name, text)?;
        let texts = supposed.seeds.texts();
        if supposed.is_unsound() {
            output.faults(&supposed.faults, texts, Severity::Warning)?;
            Output::refused("nothing was recorded: see what is wrong with it above");
            return Ok(Exit::Unsound);
        }
        let lens = desk.seeds.lens(global)?;
        let before = desk.view(&lens)?;
        let (after, _) = supposed.seeds.view(global, &supposed.lens)?;
        let path = place.path(name);
        let event = id.as_deref().or_else(|| first_of(&after, &place.process, &path));
        let found = event.and_then(|id| Found::find(&after, Some(&place.process), id));
        let Some(found) = found else {
            return Err(Usage(format!("there is no event in it\n  help: {EXAMPLE}")).into());
        };
        // What was sound, and under this id, says the same: otherwise two events would clash.
        let known = event.and_then(|id| Found::find(&before, Some(&place.process), id));
        let outcome = if known.is_some() {
            Outcome::Already
        } else if let Some(exit) = desk.refuses(self.expect.as_deref())? {
            return Ok(exit);
        } else if self.dry_run {
            Outcome::Tried
        } else {
            match desk.write(place, name, text)? {
                Put::Same => Outcome::Already,
                _ => Outcome::Recorded,
            }
        };
        let undo = format!("{} undo {}", program(&global.base()), event.unwrap_or_default());
        output.answer(&recorded(&before, &after, &found, outcome, &undo))?;
        output.faults(&supposed.faults, texts, Severity::Warning)?;
        Ok(Exit::Answered)
    }
}

const EXAMPLE: &str = "for example `rapporteur record demand by:russia of:ukraine \
                       issue:territory/donbas \"text:withdrawal\"`";

/// Returns the id of the first event of a file.
fn first_of<'v>(view: &'v crate::report::View<'_>, process: &str, path: &str) -> Option<&'v str> {
    let one = view.processes.iter().find(|one| one.record.register.process == process)?;
    let record = one.record;
    let inside =
        record.events().filter(|(event, _)| view.texts.get(record.place(*event).file).name == path);
    inside.min_by_key(|(_, row)| row.span.start).map(|(_, row)| row.id)
}

/// Returns a word as kinds are spelt, `open-point` and `open_point` being `OpenPoint`.
fn plain(word: &str) -> String {
    word.replace(['-', '_'], "")
}

fn nothing() -> Usage {
    Usage(format!(
        "record what?\n  help: {EXAMPLE}\n  help: `rapporteur record --edit` opens an editor"
    ))
}

fn no_kind(word: &str) -> Usage {
    let help = match nearest(&plain(word), names()) {
        _ if word.contains(':') => {
            "the kind comes first: `rapporteur record demand by:…`".to_owned()
        }
        Some(near) => format!("did you mean `{}`?", near.to_lowercase()),
        None => "`rapporteur help events` lists the kinds".to_owned(),
    };
    Usage(format!("there is no kind of event called `{word}`\n  help: {help}"))
}

/// Says what is wrong with the fields, all of it.
fn refused(kind: Kind, faults: &[Fault]) -> Usage {
    let (own, every) = fields(kind);
    let mut lines = Vec::new();
    let mut unknown = false;
    for fault in faults {
        lines.push(match fault {
            Fault::NoField(name) => {
                unknown = true;
                let near = nearest(name, own.iter().chain(&every).copied());
                let near = near.map_or(String::new(), |near| format!("; did you mean `{near}`?"));
                format!("a {} has no field `{name}`{near}", kind.name())
            }
            Fault::Twice(name) => {
                format!("`{name}` is given twice; several names have commas between them")
            }
            Fault::NoValue(name, value) => {
                format!("`{name}` has no value that can be read: `{value}`")
            }
        });
    }
    if unknown {
        lines.push(format!("help: its fields are {}", own.join(", ")));
        lines.push(format!("help: every event may have {}", every.join(", ")));
    } else {
        lines.push(format!("help: `rapporteur help events {}` shows an example", kind.name()));
    }
    Usage(lines.join("\n  "))
}
