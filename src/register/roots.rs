use super::{Actor, ActorIx, Names, RootIx, Sort};

/// Returns the root of every actor: the components of the graph that `same_as` and `maybe_same_as`
/// draw, and the pairs given beside them, each named by its first member, so that two sources that may be one never corroborate.
pub(super) fn roots(actors: &Names<Actor>, same: &[(ActorIx, ActorIx)]) -> Vec<RootIx> {
    let mut leader: Vec<usize> = (0..actors.len()).collect();
    for actor in actors.indices() {
        if let Sort::Source { same, .. } = &actors[actor].sort {
            for other in same {
                join(&mut leader, actor, *other);
            }
        }
    }
    same.iter().for_each(|(one, other)| join(&mut leader, *one, *other));
    (0..leader.len()).map(|at| RootIx::from_index(lead(&mut leader, at))).collect()
}

fn join(leader: &mut [usize], one: ActorIx, other: ActorIx) {
    let (one, other) = (lead(leader, one.index()), lead(leader, other.index()));
    leader[one.max(other)] = one.min(other);
}

fn lead(leader: &mut [usize], mut at: usize) -> usize {
    while leader[at] != at {
        leader[at] = leader[leader[at]];
        at = leader[at];
    }
    at
}
