//! Text that a shell takes as nothing but text.

use muster_report::display::clean;

/// A text for people within a script: on one line, without what could steer
/// a terminal or make a line look like another.
pub(super) fn shown(text: &str) -> String {
    clean(text).into_owned()
}

/// A word in single quotes, in which nothing but the quote has a meaning
/// (POSIX.1-2017, Shell Command Language, 2.2.2).
pub(super) fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// A real shell says what a word is.
        #[test]
        fn a_shell_takes_it_for_what_it_is(text in "['\"$`\\\\!(){}|&;<>*?~#% \n\r\t:a-c\u{e9}\u{202e}]{0,12}|.{0,12}") {
            let word = shown(&text);
            let script = format!("# {}\nprintf %s {}\n", word, quoted(&word));
            let out = std::process::Command::new("sh").arg("-c").arg(script).output().unwrap();
            prop_assert_eq!(String::from_utf8(out.stdout).unwrap(), word);
            prop_assert_eq!(String::from_utf8(out.stderr).unwrap(), "");
        }
    }
}
