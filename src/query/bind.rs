//! From words to terms: fields and values are held against what there is to ask for.

use std::collections::BTreeSet;

use super::Tree;
use super::fault::{QueryFault, Wrong};
use super::grammar::{Word, Written};
use super::term::{Field, Is, Term, Use};
use crate::event::Kind;
use crate::lifecycle::Lifecycle;
use crate::model::{Basis, Day, Range, nearest};
use crate::register::{Register, Sort};

/// Returns the tree with its terms understood, or everything that is wrong with them.
pub(super) fn bind(
    text: &str,
    tree: Tree<Written>,
    usage: Use,
    registers: &[&Register],
    today: Day,
) -> Result<Tree<Term>, QueryFault> {
    let mut binding = Binding { usage, registers, today, wrong: Vec::new() };
    let bound = binding.tree(tree);
    match (bound, binding.wrong) {
        (Some(bound), wrong) if wrong.is_empty() => Ok(bound),
        (_, wrong) => Err(QueryFault::new(text, wrong)),
    }
}

struct Binding<'b> {
    usage: Use,
    registers: &'b [&'b Register],
    today: Day,
    wrong: Vec<Wrong>,
}

impl Binding<'_> {
    fn tree(&mut self, tree: Tree<Written>) -> Option<Tree<Term>> {
        match tree {
            Tree::All(trees) => self.trees(trees).map(Tree::All),
            Tree::Any(trees) => self.trees(trees).map(Tree::Any),
            Tree::Not(tree) => Some(Tree::Not(Box::new(self.tree(*tree)?))),
            Tree::Term(written) => self.term(&written).map(Tree::Term),
        }
    }

    fn trees(&mut self, trees: Vec<Tree<Written>>) -> Option<Vec<Tree<Term>>> {
        // Each is looked at, whatever is wrong with those before it.
        let bound: Vec<Option<Tree<Term>>> =
            trees.into_iter().map(|tree| self.tree(tree)).collect();
        bound.into_iter().collect()
    }

    fn fault(&mut self, at: &Word, message: String, help: String) {
        self.wrong.push(Wrong { span: at.span.clone(), message, help });
    }

    fn term(&mut self, written: &Written) -> Option<Term> {
        let field = self.field(&written.field)?;
        let values = &written.values;
        match field {
            Field::Kind => {
                let kind = |name: &str| find(Kind::ALL, name, |kind| kind.name());
                self.each(values, "kind of event", &names_of(Kind::ALL, |kind| kind.name()), kind)
                    .map(Term::Kinds)
            }
            Field::Basis => {
                let basis = |name: &str| find(&Basis::ALL, name, |basis| basis.name());
                self.each(values, "basis", &names_of(&Basis::ALL, |basis| basis.name()), basis)
                    .map(Term::Bases)
            }
            Field::Is => self.states(values).map(Term::Is),
            Field::On | Field::Known => self.days(values).map(|days| Term::Days(field, days)),
            Field::Roots => self.roots(values),
            Field::Text => {
                let words = values.iter().map(|word| word.text.to_lowercase());
                Some(Term::Words(words.collect()))
            }
            Field::Id => Some(Term::Names(field, plain(values))),
            _ => self.declared(field, values).map(|names| Term::Names(field, names)),
        }
    }

    fn field(&mut self, word: &Word) -> Option<Field> {
        let usage = self.usage;
        let fields = || Field::ALL.iter().copied().filter(move |field| field.fits(usage));
        let words: Vec<&str> = fields().map(Field::word).collect();
        let listed = format!("{} have {}", usage.of(), words.join(", "));
        let found = Field::ALL.iter().copied().find(|field| field.word() == word.text);
        let Some(field) = found else {
            let near = nearest(&word.text, words.iter().copied());
            let help = near.map_or(listed, |near| format!("did you mean `{near}:`?"));
            self.fault(word, format!("there is no field `{}`", word.text), help);
            return None;
        };
        if field.fits(usage) {
            return Some(field);
        }
        let (message, help) = match usage {
            Use::Lens => (
                format!(
                    "`{}:` says where an issue stands, and that follows from the claims",
                    field.word()
                ),
                "write it without --only, to choose what is shown".to_owned(),
            ),
            _ if field.fits(Use::Lens) => (
                format!("`{}:` is of claims, and {} are shown here", field.word(), usage.of()),
                format!("--only {}:… counts only such claims; {listed}", field.word()),
            ),
            _ => (format!("{} have no `{}:`", usage.of(), field.word()), listed),
        };
        self.fault(word, message, help);
        None
    }

    /// Finds each value among some that are known.
    fn each<T: Ord>(
        &mut self,
        values: &[Word],
        what: &str,
        known: &BTreeSet<String>,
        find: impl Fn(&str) -> Option<T>,
    ) -> Option<BTreeSet<T>> {
        let mut found = BTreeSet::new();
        let before = self.wrong.len();
        for value in values {
            match find(&value.text) {
                Some(one) => drop(found.insert(one)),
                None => self.unknown(value, what, known),
            }
        }
        (self.wrong.len() == before).then_some(found)
    }

    fn unknown(&mut self, value: &Word, what: &str, known: &BTreeSet<String>) {
        const FEW: usize = 12;
        let names: Vec<&str> = known.iter().map(String::as_str).collect();
        let help = match nearest(&value.text, names.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None if names.is_empty() => format!("no {what} is declared"),
            None if names.len() <= FEW => format!("one of {}", names.join(", ")),
            None => "the charter declares the names".to_owned(),
        };
        self.fault(value, format!("no {what} is called `{}`", value.text), help);
    }

    fn declared(&mut self, field: Field, values: &[Word]) -> Option<BTreeSet<String>> {
        let mut known: BTreeSet<String> = BTreeSet::new();
        for register in self.registers {
            let actors = register.actors.indices().filter(|actor| {
                let sort = &register.actors[*actor].sort;
                match field {
                    Field::Party => matches!(sort, Sort::Party { .. }),
                    Field::Person => matches!(sort, Sort::Person { .. }),
                    Field::By => !matches!(sort, Sort::Source { .. }),
                    _ => true,
                }
            });
            match field {
                Field::Issue => known.extend(issues(register)),
                Field::Place => known.extend(register.places.ids().map(str::to_owned)),
                Field::Stage | Field::Was => {
                    let stages = register.lifecycles().iter().flat_map(Lifecycle::stages);
                    known.extend(stages.map(|(_, stage)| stage.id.clone()));
                }
                _ => known.extend(actors.map(|actor| register.actors.id(actor).to_owned())),
            }
        }
        let what = match field {
            Field::Stage | Field::Was => "stage",
            Field::By => "party or person",
            Field::Source | Field::Voice | Field::Root => "source, person or party",
            _ => field.word(),
        };
        self.each(values, what, &known, |name| {
            let same = |known: &&String| known.as_str() == name;
            // Stages are also written as the screens show them.
            let spaced = name.replace(' ', "_");
            known.iter().find(same).or_else(|| known.get(&spaced)).cloned()
        })
    }

    fn states(&mut self, values: &[Word]) -> Option<BTreeSet<Is>> {
        let fitting: Vec<Is> = Is::ALL.into_iter().filter(|is| is.fits(self.usage)).collect();
        let known = names_of(&fitting, |is| is.word());
        let what = format!("state of {}", self.usage.of());
        self.each(values, &what, &known, |name| find(&fitting, name, |is| is.word()))
    }

    fn days(&mut self, values: &[Word]) -> Option<Vec<Range>> {
        let before = self.wrong.len();
        let mut days = Vec::new();
        for value in values {
            match Range::parse(&value.text, self.today) {
                Ok(range) => days.push(range),
                Err(fault) => self.fault(value, fault.message, fault.help.to_owned()),
            }
        }
        (self.wrong.len() == before).then_some(days)
    }

    fn roots(&mut self, values: &[Word]) -> Option<Term> {
        let number = values[0].text.parse::<usize>().ok().filter(|least| *least > 0);
        let Some(least) = number.filter(|_| values.len() == 1) else {
            let message = format!("`{}` is no number of sources", values[0].text);
            self.fault(&values[0], message, "so many at least: `roots:2`".to_owned());
            return None;
        };
        Some(Term::Roots(least))
    }
}

fn plain(values: &[Word]) -> BTreeSet<String> {
    values.iter().map(|word| word.text.clone()).collect()
}

fn names_of<T>(all: &[T], name: impl Fn(&T) -> &'static str) -> BTreeSet<String> {
    all.iter().map(|one| name(one).to_owned()).collect()
}

fn find<T: Copy>(all: &[T], wanted: &str, name: impl Fn(&T) -> &'static str) -> Option<T> {
    all.iter().copied().find(|one| name(one).eq_ignore_ascii_case(wanted))
}

/// Returns the issues of a process, and the prefixes that only group them.
fn issues(register: &Register) -> impl Iterator<Item = String> {
    register.issues.ids().flat_map(|id| {
        let ends = id.match_indices('/').map(|(at, _)| &id[..at]).chain([id]);
        ends.map(str::to_owned).collect::<Vec<_>>()
    })
}
