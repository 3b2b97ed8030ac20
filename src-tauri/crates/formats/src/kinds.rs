//! What words for "user type" say about a user's kind. Only words that leave
//! no doubt are taken; any other leaves the kind as it is known.

use muster_model::Kind;

/// The kind a free-text user type names (SCIM `userType`, LDAP `employeeType`,
/// a CSV column), if it names one plainly.
///
/// - a word beginning with `service`, or `machine`: service
/// - the word `bot` or `robot`: bot
/// - `external`, `contractor`, `guest`, `vendor`, `partner`, `consultant`, `supplier`: external
/// - `human`, `person`, `employee`, `internal`, `staff`, `member`, `user`, `regular`: human
pub(crate) fn kind_of(user_type: &str) -> Option<Kind> {
    let lower = user_type.to_lowercase();
    let words: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
    let any = |test: fn(&str) -> bool| words.iter().any(|w| test(w));
    if any(|w| w.starts_with("service") || w == "machine") {
        Some(Kind::Service)
    } else if any(|w| matches!(w, "bot" | "robot")) {
        Some(Kind::Bot)
    } else if any(|w| {
        w.starts_with("external")
            || w.starts_with("contractor")
            || matches!(w, "guest" | "vendor" | "partner" | "consultant" | "supplier")
    }) {
        Some(Kind::External)
    } else if words.len() == 1
        && any(|w| matches!(w, "human" | "person" | "employee" | "internal" | "staff" | "member" | "user" | "regular"))
    {
        Some(Kind::Human)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_words_are_taken() {
        assert_eq!(kind_of("service_account"), Some(Kind::Service));
        assert_eq!(kind_of("Service Account"), Some(Kind::Service));
        assert_eq!(kind_of("project bot"), Some(Kind::Bot));
        assert_eq!(kind_of("External"), Some(Kind::External));
        assert_eq!(kind_of("Contractors"), Some(Kind::External));
        assert_eq!(kind_of("Employee"), Some(Kind::Human));
        assert_eq!(kind_of("Delivery boy"), None);
        assert_eq!(kind_of("Robotics"), None);
        assert_eq!(kind_of(""), None);
    }
}
