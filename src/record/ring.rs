/// Orders the nodes of a graph so that each comes before those that it points at, and finds the rings.
///
/// `edges` are `(from, to)` between the nodes `0..nodes`. The second list has the nodes that lie on a
/// ring, by number. After Tarjan (1972), with a stack of its own, since a chain of corrections may be
/// long: O(nodes + edges).
pub(super) fn order(nodes: usize, edges: &[(usize, usize)]) -> (Vec<usize>, Vec<usize>) {
    let mut targets = vec![Vec::new(); nodes];
    for (from, to) in edges {
        targets[*from].push(*to);
    }
    let mut search = Search {
        targets,
        found: vec![usize::MAX; nodes],
        low: vec![0; nodes],
        open: vec![false; nodes],
        stack: Vec::new(),
        count: 0,
        done: Vec::new(),
        ringed: Vec::new(),
    };
    for node in 0..nodes {
        if search.targets[node].is_empty() && search.found[node] == usize::MAX {
            search.alone(node);
        } else if search.found[node] == usize::MAX {
            search.from(node);
        }
    }
    search.done.reverse();
    search.ringed.sort_unstable();
    (search.done, search.ringed)
}

struct Search {
    targets: Vec<Vec<usize>>,
    /// When each node was found; the largest number for those that were not.
    found: Vec<usize>,
    low: Vec<usize>,
    open: Vec<bool>,
    stack: Vec<usize>,
    count: usize,
    done: Vec<usize>,
    ringed: Vec<usize>,
}

impl Search {
    fn from(&mut self, root: usize) {
        let mut path = vec![(root, 0)];
        self.enter(root);
        while let Some((node, next)) = path.pop() {
            if let Some(target) = self.targets[node].get(next).copied() {
                path.push((node, next + 1));
                if self.found[target] == usize::MAX {
                    self.enter(target);
                    path.push((target, 0));
                } else if self.open[target] {
                    self.low[node] = self.low[node].min(self.found[target]);
                }
                continue;
            }
            if let Some((parent, _)) = path.last() {
                self.low[*parent] = self.low[*parent].min(self.low[node]);
            }
            if self.low[node] == self.found[node] {
                self.close(node);
            }
        }
    }

    /// Passes over a node that points at nothing, as nearly all do.
    fn alone(&mut self, node: usize) {
        self.found[node] = self.count;
        self.count += 1;
        self.done.push(node);
    }

    fn enter(&mut self, node: usize) {
        (self.found[node], self.low[node]) = (self.count, self.count);
        self.count += 1;
        self.open[node] = true;
        self.stack.push(node);
    }

    /// Takes a component off the stack: a ring if it has several nodes, or one that points at itself.
    fn close(&mut self, head: usize) {
        let begin = self.stack.iter().rposition(|node| *node == head).expect("it is on the stack");
        let component = self.stack.split_off(begin);
        component.iter().for_each(|node| self.open[*node] = false);
        if component.len() > 1 || self.targets[head].contains(&head) {
            self.ringed.extend(&component);
        }
        self.done.extend(component);
    }
}

#[cfg(test)]
mod tests {
    use super::order;

    #[test]
    fn what_points_comes_before_what_it_points_at() {
        let (order, rings) = order(4, &[(0, 2), (2, 3), (1, 2)]);
        let at = |node| order.iter().position(|other| *other == node);
        assert!(at(0) < at(2) && at(2) < at(3) && at(1) < at(2));
        assert!(rings.is_empty());
    }

    #[test]
    fn rings_are_found_and_what_leads_into_one_is_not_on_it() {
        assert_eq!(order(5, &[(0, 1), (1, 2), (2, 1), (3, 3), (2, 4)]).1, [1, 2, 3]);
    }

    #[test]
    fn a_long_chain_needs_no_deep_stack() {
        let edges: Vec<_> = (0..200_000).map(|at| (at, at + 1)).collect();
        assert!(order(200_001, &edges).1.is_empty());
    }
}
