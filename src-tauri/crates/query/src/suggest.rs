//! The nearest known word to one that is not known.

/// The candidate that differs least from `word`, if any is near enough to be
/// what was meant.
pub(crate) fn nearest<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    measured(word, candidates).min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// The candidates near enough to `word` to be what was meant: the nearest
/// first, none that is much farther than that, `most` of them.
///
/// ```
/// let known = ["/admin", "/admin/users", "/admin/users/manage"];
/// assert_eq!(muster_query::near("/admin/user", known, 2), ["/admin/users"]);
/// ```
pub fn near<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>, most: usize) -> Vec<&'a str> {
    let mut found: Vec<(usize, &str)> = measured(word, candidates.into_iter()).collect();
    found.sort_by_key(|(distance, _)| *distance);
    let farthest = found.first().map_or(0, |(distance, _)| distance + 1);
    found.into_iter().take_while(|(distance, _)| *distance <= farthest).take(most).map(|(_, word)| word).collect()
}

/// Candidates that are near enough, each with how far it is.
fn measured<'a>(word: &str, candidates: impl Iterator<Item = &'a str>) -> impl Iterator<Item = (usize, &'a str)> {
    let word: Vec<char> = word.chars().take(60).flat_map(char::to_lowercase).collect();
    let allowed = 1 + word.len() / 4;
    candidates
        .map(move |candidate| (distance(&word, &candidate.to_lowercase().chars().collect::<Vec<_>>()), candidate))
        .filter(move |(distance, candidate)| *distance <= allowed && *distance < candidate.chars().count())
}

/// Insertions, deletions, substitutions and swaps of neighbours between two words.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before = vec![0; b.len() + 1];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *x == b[j - 1] && a[i - 1] == *y {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_understood_and_strangers_are_not() {
        let words = ["state", "kind", "userName", "displayName"];
        assert_eq!(nearest("satte", words.into_iter()), Some("state"));
        assert_eq!(nearest("username", words.into_iter()), Some("userName"));
        assert_eq!(nearest("displayNme", words.into_iter()), Some("displayName"));
        assert_eq!(nearest("colour", words.into_iter()), None);
        assert_eq!(nearest("", words.into_iter()), None);
        assert_eq!(near("userNane", ["name", "userNames", "userName", "state"], 2), ["userName", "userNames"]);
    }
}
