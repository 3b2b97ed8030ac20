//! Which part of a listing of known length was seen (SCIM paging: RFC 7644,
//! 3.4.2.4).

/// The places of a listing that were seen, from 1.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spans {
    /// Seen places: first and one past the last, in order, none touching.
    seen: Vec<(u64, u64)>,
    /// Seen, but the response did not say where it starts.
    unplaced: u64,
    /// How many there are by the source's word.
    total: Option<u64>,
    /// Whether any response came at all.
    any: bool,
}

impl Spans {
    /// A response of `count` resources from `start`, out of `total`.
    pub(crate) fn add(&mut self, start: Option<u64>, count: u64, total: Option<u64>) {
        self.any = true;
        self.total = self.total.max(total);
        match start {
            Some(start) => self.cover(start.max(1), start.max(1).saturating_add(count)),
            None => self.unplaced = self.unplaced.saturating_add(count),
        }
    }

    pub(crate) fn join(&mut self, other: &Self) {
        self.any |= other.any;
        self.total = self.total.max(other.total);
        self.unplaced = self.unplaced.saturating_add(other.unplaced);
        for (from, to) in &other.seen {
            self.cover(*from, *to);
        }
    }

    fn cover(&mut self, mut from: u64, mut to: u64) {
        if from == to {
            return;
        }
        self.seen.retain(|(a, b)| {
            let apart = *b < from || *a > to;
            if !apart {
                from = from.min(*a);
                to = to.max(*b);
            }
            apart
        });
        let at = self.seen.partition_point(|(a, _)| *a < from);
        self.seen.insert(at, (from, to));
    }

    /// Whether no response came.
    pub(crate) fn is_empty(&self) -> bool {
        !self.any
    }

    /// How many were seen.
    pub(crate) fn count(&self) -> u64 {
        self.seen.iter().map(|(a, b)| b - a).fold(self.unplaced, u64::saturating_add)
    }

    /// How many there are by the source's word.
    pub(crate) fn total(&self) -> Option<u64> {
        self.total
    }

    /// Whether all of them were seen.
    pub(crate) fn complete(&self) -> bool {
        self.total.is_some_and(|total| self.count() >= total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_in_any_order_cover_the_whole() {
        let mut spans = Spans::default();
        for (start, count) in [(201, 37), (1, 100), (101, 100)] {
            assert!(!spans.complete());
            spans.add(Some(start), count, Some(237));
        }
        assert!(spans.complete());
        assert_eq!(spans.seen, [(1, 238)]);
    }

    #[test]
    fn the_same_page_twice_is_one_page() {
        let mut spans = Spans::default();
        spans.add(Some(1), 100, Some(200));
        spans.add(Some(1), 100, Some(200));
        assert!(!spans.complete());
        assert_eq!(spans.count(), 100);
    }

    #[test]
    fn a_response_without_a_start_counts_by_its_length() {
        let mut spans = Spans::default();
        spans.add(None, 2, Some(2));
        assert!(spans.complete());
        let mut more = Spans::default();
        more.add(None, 2, Some(3));
        more.join(&spans);
        assert!(more.complete());
    }
}
