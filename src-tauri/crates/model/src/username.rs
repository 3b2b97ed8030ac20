//! What a username may be where its userstore's own system has rules for it.

use crate::userstore::UserstoreKind;

/// Ends that GitLab keeps for itself (`gitlab.md` section 5: "a reserved
/// extension"): what could be taken for a file in an address.
const RESERVED: &[&str] = &[
    "atom", "bmp", "css", "csv", "gif", "git", "gz", "gzip", "html", "ics", "jpe", "jpeg", "jpg", "js", "json", "m4a",
    "mp3", "mp4", "mpeg", "mpg", "ogg", "otf", "pdf", "png", "rss", "svg", "text", "tif", "tiff", "ttf", "txt", "vcf",
    "vtt", "webm", "webp", "woff", "woff2", "xhtml", "xml", "yaml", "yml", "zip",
];

/// Whether the system behind a userstore takes a username. Only GitLab's rules
/// are known: 2 to 255 letters, digits, `_`, `-` and `.`, which begin with
/// none of the last three and end with no point and no reserved extension.
///
/// # Errors
/// What is wrong with it and what to do: half a sentence.
pub fn check(store: UserstoreKind, name: &str) -> Result<(), &'static str> {
    if store != UserstoreKind::Gitlab {
        return Ok(());
    }
    let ends = || name.rsplit_once('.').map(|(_, end)| end.to_ascii_lowercase());
    if name.bytes().any(|b| !b.is_ascii_alphanumeric() && !matches!(b, b'_' | b'-' | b'.')) {
        Err("GitLab takes letters without accents, digits, _, - and . in a username: leave out everything else")
    } else if !(2..=255).contains(&name.len()) {
        Err("GitLab takes usernames of 2 to 255 characters: make it longer or shorter")
    } else if name.starts_with(['_', '-', '.']) {
        Err("a username of GitLab begins with a letter or a digit: put one in front")
    } else if name.ends_with('.') {
        Err("a username of GitLab does not end with a point: leave it out")
    } else if ends().is_some_and(|end| RESERVED.contains(&end.as_str())) {
        Err("GitLab keeps names that end like a file, such as .png or .git: write the end without a point")
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gitlab_has_rules_of_its_own() {
        let longest = "a".repeat(255);
        for good in ["ab", "a.b", "a-b_c.d", "7of9", "readme.gitlab", "git", &longest] {
            assert_eq!(check(UserstoreKind::Gitlab, good), Ok(()), "{good}");
        }
        let long = "a".repeat(256);
        for (bad, said) in [
            ("a", "2 to 255"),
            (long.as_str(), "2 to 255"),
            ("j\u{fc}rgen", "accents"),
            ("a b", "accents"),
            ("a@b", "accents"),
            ("_a", "begins"),
            ("-a", "begins"),
            (".a", "begins"),
            ("a.", "point"),
            ("logo.PNG", ".png"),
            ("a.git", ".png"),
            ("a.b.atom", ".png"),
        ] {
            let wrong = check(UserstoreKind::Gitlab, bad);
            assert!(wrong.is_err_and(|reason| reason.contains(said)), "{bad}: {wrong:?}");
            assert_eq!(check(UserstoreKind::Local, bad), Ok(()), "only GitLab has them");
        }
    }

    #[test]
    fn reserved_ends_are_sorted_and_small() {
        assert!(RESERVED.is_sorted() && RESERVED.iter().all(|end| end.bytes().all(|b| b.is_ascii_alphanumeric())));
    }
}
