//! What people ask for: `field:value`, one grammar for the lens and for the rows that are shown.
//!
//! A query is read into a tree, and its values are held against what the processes declare, so that a
//! misspelt name is told and never matches nothing. What a field says of a claim or an issue is not
//! known here: whoever asks evaluates the tree with an answer for each term.

mod bind;
mod fault;
mod grammar;
mod term;

#[cfg(test)]
mod tests;

pub use fault::QueryFault;
pub use term::{Field, Is, Term, Use};

use crate::model::Day;
use crate::register::Register;

/// A query: which claims to count, or which rows to show.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    tree: Option<Tree<Term>>,
}

/// How terms are put together.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Tree<T> {
    /// All of them.
    All(Vec<Tree<T>>),
    /// Any of them.
    Any(Vec<Tree<T>>),
    /// The contrary.
    Not(Box<Tree<T>>),
    /// One term.
    Term(T),
}

impl Query {
    /// Reads a query for one use; names are held against the processes that it will look at. Everything
    /// that is wrong is told in one go, but for what keeps it from being read at all.
    pub fn parse(
        text: &str,
        usage: Use,
        registers: &[&Register],
        today: Day,
    ) -> Result<Query, QueryFault> {
        match grammar::parse(text)? {
            None => Ok(Query::default()),
            Some(tree) => {
                Ok(Query { tree: Some(bind::bind(text, tree, usage, registers, today)?) })
            }
        }
    }

    /// Returns whether every row and every claim passes.
    pub fn is_empty(&self) -> bool {
        self.tree.is_none()
    }

    /// Returns whether it holds, given whether each term does.
    pub fn holds(&self, term: &dyn Fn(&Term) -> bool) -> bool {
        self.tree.as_ref().is_none_or(|tree| tree.holds(term))
    }

    /// Returns whether some term is of this sort.
    pub fn asks(&self, sort: &dyn Fn(&Term) -> bool) -> bool {
        self.tree.as_ref().is_some_and(|tree| tree.any(sort))
    }

    /// Returns the query with each term put anew.
    #[must_use]
    pub fn map(self, term: &dyn Fn(Term) -> Term) -> Query {
        Query { tree: self.tree.map(|tree| tree.map(term)) }
    }
}

impl<T> Tree<T> {
    fn holds(&self, term: &dyn Fn(&T) -> bool) -> bool {
        match self {
            Tree::All(all) => all.iter().all(|tree| tree.holds(term)),
            Tree::Any(any) => any.iter().any(|tree| tree.holds(term)),
            Tree::Not(tree) => !tree.holds(term),
            Tree::Term(one) => term(one),
        }
    }

    fn any(&self, sort: &dyn Fn(&T) -> bool) -> bool {
        match self {
            Tree::All(trees) | Tree::Any(trees) => trees.iter().any(|tree| tree.any(sort)),
            Tree::Not(tree) => tree.any(sort),
            Tree::Term(one) => sort(one),
        }
    }

    fn map(self, term: &dyn Fn(T) -> T) -> Tree<T> {
        let each = |trees: Vec<Tree<T>>| trees.into_iter().map(|tree| tree.map(term)).collect();
        match self {
            Tree::All(trees) => Tree::All(each(trees)),
            Tree::Any(trees) => Tree::Any(each(trees)),
            Tree::Not(tree) => Tree::Not(Box::new(tree.map(term))),
            Tree::Term(one) => Tree::Term(term(one)),
        }
    }
}

/// Writes a query so that it reads to the same tree, on any day.
impl std::fmt::Display for Query {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.tree.as_ref().map_or(Ok(()), |tree| write!(f, "{tree}"))
    }
}

impl std::fmt::Display for Tree<Term> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let joined = |trees: &[Tree<Term>], between: &str| {
            let each = trees.iter().map(|tree| match tree {
                Tree::All(_) | Tree::Any(_) => format!("({tree})"),
                _ => tree.to_string(),
            });
            each.collect::<Vec<_>>().join(between)
        };
        match self {
            Tree::All(trees) => f.write_str(&joined(trees, " ")),
            Tree::Any(trees) => f.write_str(&joined(trees, " or ")),
            Tree::Not(tree) => write!(f, "not:{}", joined(std::slice::from_ref(tree), "")),
            Tree::Term(term) => write!(f, "{term}"),
        }
    }
}
