//! Circles in a graph of records that name each other.
//!
//! For: `renews` and `parent`, which must not lead back to where they start.
//! Must not: know what the records are. No recursion: a portfolio decides how deep the graph is.

use std::collections::VecDeque;

/// The circles of a graph, each with its members in the order in which they name each other, from its
/// least member on; one for each group of nodes that all lead to one another. `edges(node)` are the
/// nodes that a node names.
pub(super) fn cycles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let group = groups(edges);
    let mut seen = vec![false; edges.len()];
    let mut found = Vec::new();
    for start in 0..edges.len() {
        let Some(&of_start) = group.get(start) else { continue };
        if seen.get(of_start).copied().unwrap_or(true) {
            continue;
        }
        if let Some(circle) = way_back(start, edges, &group) {
            if let Some(seen) = seen.get_mut(of_start) {
                *seen = true;
            }
            found.push(circle);
        }
    }
    found
}

/// The shortest way from a node back to itself, inside its group.
fn way_back(start: usize, edges: &[Vec<usize>], group: &[usize]) -> Option<Vec<usize>> {
    let of_start = group.get(start)?;
    let mut came_from: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    let mut queue = VecDeque::from([start]);
    while let Some(node) = queue.pop_front() {
        for &next in edges.get(node)? {
            if next == start {
                let mut way = vec![node];
                let mut at = node;
                while let Some(&before) = came_from.get(&at) {
                    way.push(before);
                    at = before;
                }
                way.reverse();
                return Some(way);
            }
            if group.get(next) == Some(of_start) && !came_from.contains_key(&next) {
                came_from.insert(next, node);
                queue.push_back(next);
            }
        }
    }
    None
}

/// For each node, the number of its group of nodes that all lead to one another (Tarjan's strongly
/// connected components, with a stack of its own).
fn groups(edges: &[Vec<usize>]) -> Vec<usize> {
    const UNSEEN: usize = usize::MAX;
    let count = edges.len();
    let mut index = vec![UNSEEN; count];
    let mut low = vec![0; count];
    let mut group = vec![UNSEEN; count];
    let mut open: Vec<usize> = Vec::new();
    let mut next_index = 0;
    let mut groups = 0;
    for root in 0..count {
        if index.get(root) != Some(&UNSEEN) {
            continue;
        }
        // (node, how many of its edges are done)
        let mut path: Vec<(usize, usize)> = vec![(root, 0)];
        while let Some((node, done)) = path.pop() {
            if done == 0 {
                index[node] = next_index;
                low[node] = next_index;
                next_index += 1;
                open.push(node);
            }
            let mut done = done;
            let mut deeper = None;
            while let Some(&next) = edges[node].get(done) {
                done += 1;
                if next >= count {
                    continue;
                }
                if index[next] == UNSEEN {
                    deeper = Some(next);
                    break;
                }
                if group[next] == UNSEEN {
                    low[node] = low[node].min(index[next]);
                }
            }
            if let Some(next) = deeper {
                path.push((node, done));
                path.push((next, 0));
                continue;
            }
            if low[node] == index[node] {
                while let Some(member) = open.pop() {
                    group[member] = groups;
                    if member == node {
                        break;
                    }
                }
                groups += 1;
            }
            if let Some(&(above, _)) = path.last() {
                low[above] = low[above].min(low[node]);
            }
        }
    }
    group
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chain_has_no_circle() {
        assert_eq!(cycles(&[vec![1], vec![2], vec![]]), Vec::<Vec<usize>>::new());
    }

    #[test]
    fn a_node_that_names_itself_is_a_circle() {
        assert_eq!(cycles(&[vec![], vec![1]]), [[1]]);
    }

    #[test]
    fn what_leads_into_a_circle_is_not_part_of_it() {
        assert_eq!(cycles(&[vec![1], vec![2], vec![3], vec![1]]), [[1, 2, 3]]);
    }

    #[test]
    fn two_circles_are_two_and_each_starts_at_its_least_member() {
        assert_eq!(cycles(&[vec![3], vec![4], vec![], vec![0], vec![1]]), [[0, 3], [1, 4]]);
    }

    #[test]
    fn circles_that_share_a_node_are_one_group() {
        assert_eq!(cycles(&[vec![1, 2], vec![0], vec![0]]), [[0, 1]]);
    }

    #[test]
    fn a_very_long_circle_needs_no_stack() {
        let count = 200_000;
        let edges: Vec<Vec<usize>> = (0..count).map(|n| vec![(n + 1) % count]).collect();
        assert_eq!(cycles(&edges).first().map(Vec::len), Some(count));
    }
}
