//! Which reviewer decides on which grant.

use super::item::Item;
use super::reviewer::Reviewer;
use super::{ReviewError, error::Unassigned};

/// How many grants without a reviewer are named.
const NAMED: usize = 20;

/// Who decides on what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assignment {
    /// For each grant the place of its reviewer in the list.
    pub by_item: Vec<usize>,
    /// Grants (from 0) whose first choice was the user itself, so that they went
    /// to the next.
    pub handed_on: Vec<usize>,
}

/// Gives each grant to the first of its candidates who is not the user itself.
/// `candidates` answers places in `reviewers`, the first choice first: say the
/// manager, then the group's owner, then whoever the operator named.
///
/// # Errors
/// [`ReviewError::Unassigned`] with a sentence for each grant that nobody may
/// decide on; the first 20 are named.
pub fn assign<'r>(
    items: &[Item],
    reviewers: &'r [Reviewer],
    mut candidates: impl FnMut(&Item) -> Vec<usize>,
) -> Result<Assignment, ReviewError> {
    let mut assignment = Assignment { by_item: Vec::with_capacity(items.len()), handed_on: Vec::new() };
    let mut without: Vec<Unassigned> = Vec::new();
    let mut count = 0;
    for (at, item) in items.iter().enumerate() {
        let asked = candidates(item);
        let known: Vec<(usize, &'r Reviewer)> =
            asked.iter().filter_map(|place| Some((*place, reviewers.get(*place)?))).collect();
        match known.iter().position(|(_, reviewer)| reviewer.is_self(item).is_none()) {
            Some(choice) => {
                assignment.by_item.push(known[choice].0);
                if choice > 0 {
                    assignment.handed_on.push(at);
                }
            }
            None => {
                count += 1;
                if without.len() < NAMED {
                    let only = known.first().map(|(_, reviewer)| reviewer.said());
                    without.push(Unassigned { user: item.full_name(), grant: item.said(), only });
                }
            }
        }
    }
    if count == 0 { Ok(assignment) } else { Err(ReviewError::Unassigned { count, named: without }) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::review::testing::{item, reviewer};

    #[test]
    fn the_first_choice_decides_unless_it_is_their_own() {
        let items = [item("ada", "Owner"), item("rita", "Owner")];
        let reviewers = [reviewer("rita"), reviewer("otto")];
        let assigned = assign(&items, &reviewers, |_| vec![0, 1]).unwrap();
        assert_eq!((assigned.by_item, assigned.handed_on), (vec![0, 1], vec![1]));
    }

    #[test]
    fn what_nobody_may_decide_on_is_refused_with_a_sentence() {
        let items = [item("rita", "Owner"), item("ada", "Owner")];
        let reviewers = [reviewer("rita")];
        let error = assign(&items, &reviewers, |_| vec![0]).unwrap_err();
        assert!(matches!(&error, ReviewError::Unassigned { count: 1, .. }));
        let said = error.to_string();
        assert!(said.contains("GITLAB/rita") && said.contains("nobody decides on themselves"), "{said}");
        let error = assign(&items, &reviewers, |_| vec![9]).unwrap_err();
        assert!(matches!(&error, ReviewError::Unassigned { count: 2, .. }));
        assert!(error.to_string().contains("has no reviewer"), "{error}");
    }
}
