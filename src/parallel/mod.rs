//! Work on all cores: what is the same for each of many things is done side by side.
//!
//! Results come in the order of the things, so that nobody can tell by them how many cores there were.
//! What the work is, is not known here.

use rayon::prelude::*;

/// Returns what `work` makes of each thing, in the order of the things. One thing alone is worked on at
/// once: waking other threads takes longer than reading a short history.
pub fn each<T: Send, R: Send>(things: Vec<T>, work: impl Fn(T) -> R + Sync + Send) -> Vec<R> {
    if things.len() < 2 {
        return things.into_iter().map(work).collect();
    }
    things.into_par_iter().with_max_len(1).map(work).collect()
}

#[cfg(test)]
mod tests {
    use super::each;

    #[test]
    fn results_come_in_the_order_of_the_things() {
        let doubled: Vec<usize> = (0..1_000).map(|at| at * 2).collect();
        assert_eq!(each((0..1_000).collect(), |at: usize| at * 2), doubled);
        assert_eq!(each(vec![7], |at| at + 1), [8]);
        assert!(each(Vec::<u8>::new(), |at| at).is_empty());
    }
}
