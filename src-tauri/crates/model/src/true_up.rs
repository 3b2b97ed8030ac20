//! How seats beyond those bought are charged.

use crate::word::words;

words! {
    /// Which count of a licence period is charged by, where it is higher than
    /// what was bought.
    #[derive(Default)]
    pub enum TrueUp {
        /// The highest daily count of the period (GitLab, `gitlab.md` section 2.2).
        #[default]
        Peak = 0 "peak",
        /// The average daily count of the period, rounded up.
        Average = 1 "average",
        /// The count on the last day of the period.
        EndOfPeriod = 2 "end_of_period",
    }
}
