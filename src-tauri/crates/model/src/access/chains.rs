//! Simple chains through a graph that may hold circles: from where one starts
//! to where one wants to end, no node twice, the shortest first.

use std::collections::{HashMap, HashSet, VecDeque};
use std::hash::Hash;

/// What lies ahead of some starts.
#[derive(Debug)]
pub(super) struct Reach<K> {
    /// Every node, the nearest first.
    pub order: Vec<K>,
    next: HashMap<K, Vec<K>>,
}

impl<K: Copy + Eq + Hash> Reach<K> {
    /// The nodes right after one, each once, those that are missing left out.
    pub fn next(&self, node: K) -> &[K] {
        self.next.get(&node).map(Vec::as_slice).unwrap_or_default()
    }

    fn holds(&self, node: K) -> bool {
        self.next.contains_key(&node)
    }
}

/// Chains by where they end, the shortest first.
#[derive(Debug)]
pub(super) struct Chains<K> {
    to: HashMap<K, Vec<Vec<K>>>,
    /// Whether there are more than these; the shortest to each end is there.
    pub more: bool,
}

impl<K: Copy + Eq + Hash> Chains<K> {
    pub fn to(&self, end: K) -> &[Vec<K>] {
        self.to.get(&end).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Everything that can be reached. `next` answers none for a node that is not
/// there.
pub(super) fn reach<K: Copy + Eq + Hash, E>(
    starts: &[K],
    mut next: impl FnMut(K) -> Result<Option<Vec<K>>, E>,
) -> Result<Reach<K>, E> {
    let mut found = Reach { order: Vec::new(), next: HashMap::new() };
    let mut asked: HashSet<K> = HashSet::new();
    let mut queue: VecDeque<K> = starts.iter().copied().filter(|node| asked.insert(*node)).collect();
    while let Some(node) = queue.pop_front() {
        let Some(mut after) = next(node)? else { continue };
        let mut seen = HashSet::new();
        after.retain(|node| seen.insert(*node));
        queue.extend(after.iter().copied().filter(|node| asked.insert(*node)));
        found.order.push(node);
        found.next.insert(node, after);
    }
    let there: HashSet<K> = found.next.keys().copied().collect();
    found.next.values_mut().for_each(|after| after.retain(|node| there.contains(node)));
    Ok(found)
}

/// Where one came from, and the node.
type Link<K> = (Option<usize>, K);

fn chain<K: Copy>(links: &[Link<K>], mut at: usize) -> Vec<K> {
    let mut chain = vec![links[at].1];
    while let Some(before) = links[at].0 {
        chain.push(links[before].1);
        at = before;
    }
    chain.reverse();
    chain
}

fn passes<K: Copy + Eq>(links: &[Link<K>], mut at: usize, node: K) -> bool {
    loop {
        if links[at].1 == node {
            return true;
        }
        let Some(before) = links[at].0 else { return false };
        at = before;
    }
}

/// The nodes from which one of `ends` can be reached.
fn useful<K: Copy + Eq + Hash>(reach: &Reach<K>, ends: &[K]) -> HashSet<K> {
    let mut before: HashMap<K, Vec<K>> = HashMap::new();
    for node in &reach.order {
        for after in reach.next(*node) {
            before.entry(*after).or_default().push(*node);
        }
    }
    let mut useful: HashSet<K> = HashSet::new();
    let mut left: Vec<K> = ends.iter().copied().filter(|end| reach.holds(*end)).collect();
    while let Some(node) = left.pop() {
        if useful.insert(node) {
            left.extend(before.get(&node).into_iter().flatten());
        }
    }
    useful
}

/// Chains from `starts` to `ends`: all of them if they are few, and of many
/// the shortest, among them the shortest to each end.
pub(super) fn simple<K: Copy + Eq + Hash>(reach: &Reach<K>, starts: &[K], ends: &[K], most: usize) -> Chains<K> {
    let wanted: HashSet<K> = ends.iter().copied().collect();
    let useful = useful(reach, ends);
    let mut chains = Chains { to: HashMap::new(), more: false };
    let room = most.saturating_mul(8);
    let mut links: Vec<Link<K>> = Vec::new();
    let mut begun = HashSet::new();
    for start in starts.iter().filter(|start| useful.contains(start)) {
        if begun.insert(*start) {
            links.push((None, *start));
        }
    }
    let mut at = 0;
    while at < links.len() {
        let node = links[at].1;
        if wanted.contains(&node) {
            chains.to.entry(node).or_default().push(chain(&links, at));
        }
        for after in reach.next(node) {
            if useful.contains(after) && !passes(&links, at, *after) {
                if links.len() >= room {
                    chains.more = true;
                    break;
                }
                links.push((Some(at), *after));
            }
        }
        at += 1;
    }
    if chains.more {
        shortest(reach, &begun, starts, &wanted, &mut chains);
    }
    chains
}

/// Adds the shortest chain to each end that has none yet.
fn shortest<K: Copy + Eq + Hash>(
    reach: &Reach<K>,
    begun: &HashSet<K>,
    starts: &[K],
    wanted: &HashSet<K>,
    chains: &mut Chains<K>,
) {
    let mut seen: HashSet<K> = HashSet::new();
    let mut links: Vec<Link<K>> = Vec::new();
    for start in starts.iter().filter(|start| begun.contains(start)) {
        if seen.insert(*start) {
            links.push((None, *start));
        }
    }
    let mut at = 0;
    while at < links.len() {
        let node = links[at].1;
        if wanted.contains(&node) && !chains.to.contains_key(&node) {
            chains.to.insert(node, vec![chain(&links, at)]);
        }
        for after in reach.next(node) {
            if seen.insert(*after) {
                links.push((Some(at), *after));
            }
        }
        at += 1;
    }
}
