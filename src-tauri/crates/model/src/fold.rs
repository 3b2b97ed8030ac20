//! How text is folded for search and order: one rule for both, so that what
//! is found is also where one looks for it.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case, compatibility forms resolved, accents dropped: `Müller` and
/// `MULLER` fold alike. Used for search, order and matching of usernames.
#[must_use]
pub fn fold(text: &str) -> String {
    let text = text.trim();
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    // Twice decomposed: lower case can bring a combining mark of its own (İ).
    let folded: String = text.nfkd().flat_map(char::to_lowercase).nfkd().filter(|c| !is_combining_mark(*c)).collect();
    folded.trim().to_owned()
}

/// How usernames and e-mails are matched: case is ignored, accents are not,
/// since `müller` and `muller` may be two people.
#[must_use]
pub fn fold_case(text: &str) -> String {
    let text = text.trim();
    if text.is_ascii() { text.to_ascii_lowercase() } else { text.nfc().flat_map(char::to_lowercase).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_and_case_are_dropped_for_search() {
        assert_eq!(fold(" Jürgen MÜLLER "), "jurgen muller");
        assert_eq!(fold("ﬁx"), "fix");
        assert_eq!(fold("Ørsted"), "ørsted");
    }

    #[test]
    fn accents_tell_accounts_apart() {
        assert_ne!(fold_case("müller"), fold_case("muller"));
        assert_eq!(fold_case("MÜLLER"), fold_case("mu\u{308}ller"));
    }

    proptest::proptest! {
        #[test]
        fn folding_is_stable(text in ".*") {
            let once = fold(&text);
            proptest::prop_assert_eq!(fold(&once), once.clone());
        }
    }
}
