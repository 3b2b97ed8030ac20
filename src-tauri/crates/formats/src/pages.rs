//! What the lengths of lists say about whether they are all there is.

/// The largest page GitLab serves (`gitlab.md` section 3.5).
const LARGEST_PAGE: u64 = 100;

/// Lengths of the lists found, without keeping each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pages {
    /// How many lists.
    pub count: u64,
    /// The length of the longest.
    pub longest: u64,
    /// How many are as long as the longest.
    pub full: u64,
}

impl Pages {
    pub(crate) fn add(&mut self, length: u64) {
        self.join(Self { count: 1, longest: length, full: 1 });
    }

    pub(crate) fn join(&mut self, other: Self) {
        self.count += other.count;
        if other.count == 0 || other.longest < self.longest {
            return;
        }
        if other.longest > self.longest {
            self.full = 0;
        }
        self.longest = other.longest;
        self.full += other.full;
    }

    /// Why these look like a part of a longer listing, if they do. Files come
    /// in any order, so it does not matter which page is the short one.
    pub(crate) fn look_cut(self) -> Option<String> {
        if self.longest > LARGEST_PAGE || self.full < self.count {
            return None;
        }
        match (self.count, self.longest) {
            (1, 20 | 100) => Some(format!(
                "one list of exactly {} users looks like one page of many; give all pages, or say --complete if it is everyone",
                self.longest
            )),
            (0 | 1, _) => None,
            (count, longest) => Some(format!(
                "all {count} pages are full with {longest} users, so another page probably follows; \
                 give all pages, or say --complete if these are everyone"
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(lengths: &[u64]) -> Pages {
        let mut pages = Pages::default();
        lengths.iter().for_each(|n| pages.add(*n));
        pages
    }

    #[test]
    fn a_short_page_ends_a_listing_wherever_its_file_stands() {
        for whole in
            [&[100, 100, 37][..], &[37, 100, 100], &[100, 0], &[3, 2], &[7], &[101], &[500, 500], &[30, 20, 10]]
        {
            assert_eq!(of(whole).look_cut(), None, "{whole:?}");
        }
        for part in [&[100][..], &[20], &[100, 100], &[2, 2], &[50, 50, 50]] {
            assert!(of(part).look_cut().is_some_and(|why| why.contains("--complete")), "{part:?}");
        }
    }

    #[test]
    fn pages_of_several_files_add_up() {
        let mut joined = of(&[100, 100]);
        joined.join(of(&[12]));
        joined.join(Pages::default());
        assert_eq!(joined, of(&[12, 100, 100]));
    }
}
