//! What the program was asked when it was started.

/// How to start.
#[derive(Debug, PartialEq, Eq)]
pub enum Start {
    /// Open the window on the start screen.
    Window,
    /// Open the window on the demo vault.
    Demo,
    /// Print this and end.
    Print(String),
}

const USAGE: &str = "usage: muster-desktop [--demo]\n\n  --demo     open the window on a vault of invented users\n  --version  print the version\n  --help     print this";

impl Start {
    /// # Errors
    /// The usage, for words it does not know.
    pub fn from_arguments(arguments: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut start = Self::Window;
        for argument in arguments {
            start = match argument.as_str() {
                "--demo" => Self::Demo,
                "--version" | "-V" => Self::Print(format!("muster-desktop {}", env!("CARGO_PKG_VERSION"))),
                "--help" | "-h" => Self::Print(USAGE.to_owned()),
                other => return Err(format!("muster-desktop: unknown argument {other:?}\n{USAGE}")),
            };
        }
        Ok(start)
    }
}

/// Whether a window can be opened at all. GTK panics where there is no
/// display; Windows and macOS always have one.
#[must_use]
pub fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(words: &[&str]) -> Result<Start, String> {
        Start::from_arguments(words.iter().map(|w| (*w).to_owned()))
    }

    #[test]
    fn arguments_say_how_to_start() {
        assert_eq!(start(&[]), Ok(Start::Window));
        assert_eq!(start(&["--demo"]), Ok(Start::Demo));
        assert!(matches!(start(&["--version"]), Ok(Start::Print(_))));
        assert!(start(&["--frob"]).is_err());
    }
}
