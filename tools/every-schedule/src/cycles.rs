//! Circles in the graph of choices in which a fair system may stay for ever.

/// A choice: who could go on, and where each way leads.
pub struct Spot {
    /// Threads, by their numbers.
    pub ready: Vec<u16>,
    /// Where the ways lead, as indices; None out of the graph.
    pub to: Vec<Option<u32>>,
    /// Which threads make a step on each way.
    pub moves: Vec<Vec<u16>>,
}

/// The sets of choices that are such circles.
///
/// In one, every thread that could go on again and again does go on again and
/// again (strong fairness): a set of choices each of which leads to each other,
/// and in which whoever is ready somewhere makes a step on some way inside. In a
/// set where a ready thread makes none, only its parts without that thread can
/// be circles.
pub fn fair(spots: &[Spot]) -> Vec<Vec<u32>> {
    let mut found = Vec::new();
    let mut todo = vec![(0..spots.len() as u32).collect::<Vec<_>>()];
    while let Some(part) = todo.pop() {
        for set in connected(spots, &part) {
            let mut moves = Vec::new();
            for &spot in &set {
                let spot = &spots[spot as usize];
                for (to, who) in spot.to.iter().zip(&spot.moves) {
                    if to.is_some_and(|to| set.binary_search(&to).is_ok()) {
                        moves.extend(who);
                    }
                }
            }
            if moves.is_empty() {
                continue; // a single choice that does not lead to itself
            }
            let stands = |&spot: &u32| {
                let ready = &spots[spot as usize].ready;
                ready.iter().any(|thread| !moves.contains(thread))
            };
            if set.iter().any(stands) {
                let rest: Vec<u32> = set.into_iter().filter(|s| !stands(s)).collect();
                if !rest.is_empty() {
                    todo.push(rest);
                }
            } else {
                found.push(set);
            }
        }
    }
    found.sort_unstable();
    found
}

/// The strongly connected sets within `part`, which is sorted; each sorted.
/// Tarjan's algorithm, "Depth-First Search and Linear Graph Algorithms", 1972.
fn connected(spots: &[Spot], part: &[u32]) -> Vec<Vec<u32>> {
    const NEW: u32 = u32::MAX;
    let mut number = vec![NEW; spots.len()];
    let mut low = vec![0; spots.len()];
    let mut on_stack = vec![false; spots.len()];
    let mut inside = vec![false; spots.len()];
    for &spot in part {
        inside[spot as usize] = true;
    }
    let mut stack = Vec::new();
    let mut sets = Vec::new();
    let mut next = 0;
    for &start in part {
        if number[start as usize] != NEW {
            continue;
        }
        let mut calls = vec![(start, 0)];
        while let Some((spot, way)) = calls.last_mut() {
            let (spot, here) = (*spot, *spot as usize);
            if number[here] == NEW {
                number[here] = next;
                low[here] = next;
                next += 1;
                stack.push(spot);
                on_stack[here] = true;
            }
            if let Some(to) = spots[here].to.get(*way) {
                match to.map(|to| to as usize).filter(|to| inside[*to]) {
                    // Afterwards this way is looked at once more.
                    Some(there) if number[there] == NEW => calls.push((there as u32, 0)),
                    Some(there) => {
                        *way += 1;
                        if on_stack[there] {
                            low[here] = low[here].min(low[there]);
                        }
                    }
                    None => *way += 1,
                }
                continue;
            }
            calls.pop();
            if low[here] == number[here] {
                let from = stack.iter().rposition(|s| *s == spot).unwrap_or(0);
                let mut set = stack.split_off(from);
                for &member in &set {
                    on_stack[member as usize] = false;
                }
                set.sort_unstable();
                sets.push(set);
            }
        }
    }
    sets
}

/// A walk inside `set` from `start` back to it on which every thread that moves
/// in the set moves: as pairs of a choice and a way.
pub fn round(spots: &[Spot], set: &[u32], start: u32) -> Vec<(u32, u32)> {
    let inside = |to: &Option<u32>| to.filter(|to| set.binary_search(to).is_ok());
    let mut missing: Vec<u16> = Vec::new();
    for &spot in set {
        let spot = &spots[spot as usize];
        for (to, who) in spot.to.iter().zip(&spot.moves) {
            if inside(to).is_some() {
                missing.extend(who);
            }
        }
    }
    missing.sort_unstable();
    missing.dedup();
    let mut walk: Vec<(u32, u32)> = Vec::new();
    let mut here = start;
    loop {
        // The nearest way on which a missing thread moves; at last, the way home.
        let mut before: Vec<Option<(u32, u32)>> = vec![None; set.len()];
        let place = |spot: u32| set.binary_search(&spot).unwrap_or(0);
        let mut queue = std::collections::VecDeque::from([here]);
        let mut seen = vec![false; set.len()];
        seen[place(here)] = true;
        let mut last = None;
        'search: while let Some(from) = queue.pop_front() {
            let spot = &spots[from as usize];
            for (way, (to, who)) in spot.to.iter().zip(&spot.moves).enumerate() {
                let Some(to) = inside(to) else { continue };
                let wanted = if missing.is_empty() {
                    to == start
                } else {
                    who.iter().any(|w| missing.contains(w))
                };
                if wanted {
                    last = Some((from, way as u32));
                    break 'search;
                }
                if !std::mem::replace(&mut seen[place(to)], true) {
                    before[place(to)] = Some((from, way as u32));
                    queue.push_back(to);
                }
            }
        }
        let Some(mut step) = last else { return walk };
        let mut part = vec![step];
        while let Some(earlier) = before[place(step.0)] {
            part.push(earlier);
            step = earlier;
        }
        part.reverse();
        for (spot, way) in part {
            let spot_ = &spots[spot as usize];
            missing.retain(|m| !spot_.moves[way as usize].contains(m));
            here = spot_.to[way as usize].unwrap_or(start);
            walk.push((spot, way));
        }
        if missing.is_empty() && here == start {
            return walk;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `edges`: from, to, the thread that moves.
    fn graph(n: u32, edges: &[(u32, u32, u16)]) -> Vec<Spot> {
        (0..n)
            .map(|spot| {
                let mine: Vec<_> = edges.iter().filter(|e| e.0 == spot).collect();
                Spot {
                    ready: mine.iter().map(|e| e.2).collect(),
                    to: mine.iter().map(|e| (e.1 < n).then_some(e.1)).collect(),
                    moves: mine.iter().map(|e| vec![e.2]).collect(),
                }
            })
            .collect()
    }

    #[test]
    fn a_circle_that_leaves_a_ready_thread_out_is_not_fair() {
        // 1 goes round alone, and 2 could go on: out of the graph.
        assert!(fair(&graph(1, &[(0, 0, 1), (0, 9, 2)])).is_empty());
        // Both go round: for ever, if they choose so.
        let both = graph(2, &[(0, 1, 1), (1, 0, 2), (1, 9, 1), (0, 9, 2)]);
        assert_eq!(fair(&both), [[0, 1]]);
    }

    #[test]
    fn a_fair_circle_inside_an_unfair_one_is_found() {
        // 3 could leave at 2 only; 0 and 1 go round without it.
        let edges = [(0, 1, 1), (1, 0, 2), (1, 2, 1), (2, 0, 1), (2, 9, 3)];
        assert_eq!(fair(&graph(3, &edges)), [[0, 1]]);
    }

    #[test]
    fn a_round_takes_everyone_along() {
        let edges = [(0, 0, 1), (0, 1, 2), (1, 0, 2), (1, 2, 3), (2, 0, 3)];
        let spots = graph(3, &edges);
        assert_eq!(fair(&spots), [[0, 1, 2]]);
        let walk = round(&spots, &[0, 1, 2], 0);
        let who: Vec<u16> = walk
            .iter()
            .map(|w| spots[w.0 as usize].moves[w.1 as usize][0])
            .collect();
        assert_eq!(who, [1, 2, 3, 3]);
    }

    #[test]
    fn no_circle_in_a_straight_line() {
        assert!(fair(&graph(3, &[(0, 1, 1), (1, 2, 1), (0, 2, 2)])).is_empty());
    }
}
