//! What is wrong with a file of rules or a pack.

/// How much a problem matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// The file can be used, but probably says something else than was meant.
    Doubtful,
    /// The file cannot be used.
    Wrong,
}

/// Something wrong with a file, where, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: Option<usize>,
    /// The rule or control it is in, by its id.
    pub within: Option<String>,
    /// The field, such as `severity` or `parameters.days.least`.
    pub field: String,
    /// What is wrong, in lower case.
    pub what: String,
    /// What to write instead, in lower case.
    pub remedy: String,
    /// How much it matters.
    pub weight: Weight,
}

/// `rules.toml, line 3, rule dormant, severity: "hihg" is no severity: write …`
impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(within) = &self.within {
            write!(f, ", {within}")?;
        }
        if !self.field.is_empty() {
            write!(f, ", {}", self.field)?;
        }
        write!(f, ": {}: {}", self.what, self.remedy)
    }
}
