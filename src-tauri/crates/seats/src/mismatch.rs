//! Why an instance says otherwise than the rule whether a user takes a seat.

use crate::plan::Plan;
use muster_model::user::HighestRole;
use muster_query::Subject;

impl Plan {
    /// Why the instance, which says that the user takes a seat or does not
    /// (`instance`), differs from the rule: what the rule goes by, and what
    /// the plan knows of such differences. A sentence or two without the last
    /// full stop.
    #[must_use]
    pub fn difference(&self, subject: &dyn Subject, highest: Option<&HighestRole>, instance: bool, now: i64) -> String {
        let why = self.why(subject, highest, now).why;
        let known = self.differences.iter().find(|d| d.instance == instance && d.when.matches(subject, now));
        known.map_or_else(|| why.clone(), |known| format!("{why}. {}", known.say))
    }
}
