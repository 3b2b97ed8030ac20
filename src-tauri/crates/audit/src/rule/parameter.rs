//! What can be set of a rule.

/// What a parameter counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Calendar days in the operator's time zone.
    Days,
    /// Users.
    Users,
    /// Roles held: a role on a scope.
    Roles,
    /// How often something happened.
    Times,
    /// Hundredths.
    Percent,
    /// Not a number: a list of texts.
    Names,
    /// Not a number: a list of pairs of texts.
    Pairs,
}

impl Unit {
    /// Every unit.
    pub const ALL: &'static [Self] =
        &[Self::Days, Self::Users, Self::Roles, Self::Times, Self::Percent, Self::Names, Self::Pairs];

    /// Its spelling in files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Days => "days",
            Self::Users => "users",
            Self::Roles => "roles",
            Self::Times => "times",
            Self::Percent => "percent",
            Self::Names => "names",
            Self::Pairs => "pairs",
        }
    }

    /// The unit with this spelling.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|unit| unit.word() == word)
    }

    /// Whether its values are numbers.
    #[must_use]
    pub const fn is_number(self) -> bool {
        !matches!(self, Self::Names | Self::Pairs)
    }
}

/// What a parameter is set to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// So many of its unit.
    Number(i64),
    /// These texts.
    Names(Vec<String>),
    /// These pairs.
    Pairs(Vec<(String, String)>),
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Names(names) => f.write_str(&names.join(", ")),
            Self::Pairs(pairs) => {
                let pairs: Vec<String> = pairs.iter().map(|(a, b)| format!("{a} and {b}")).collect();
                f.write_str(&pairs.join("; "))
            }
        }
    }
}

/// Something that can be set of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name: what stands in braces in the filter and the message.
    pub name: String,
    /// What it counts.
    pub unit: Unit,
    /// The least it can be; 0 for lists.
    pub least: i64,
    /// The most it can be; for lists, how many entries.
    pub most: i64,
    /// What it means, in a sentence.
    pub meaning: String,
    /// What the rule's file sets it to.
    pub default: Value,
    /// What it is set to: by a pack, by the team, or the default.
    pub value: Value,
}

/// The most of a number whose file does not say.
pub(crate) const MOST: i64 = 36_500;
/// The most entries of a list.
pub(crate) const MOST_ENTRIES: i64 = 2_000;

impl Parameter {
    /// Why it cannot be set to a value, as what is wrong and what to do.
    ///
    /// # Errors
    /// If it is a number where a list is needed or the other way around, or
    /// out of bounds.
    pub fn check(&self, value: &Value) -> Result<(), (String, String)> {
        let fits = match (self.unit, value) {
            (Unit::Names, Value::Names(names)) => i64::try_from(names.len()).is_ok_and(|n| n <= self.most),
            (Unit::Pairs, Value::Pairs(pairs)) => i64::try_from(pairs.len()).is_ok_and(|n| n <= self.most),
            (unit, Value::Number(number)) if unit.is_number() => (self.least..=self.most).contains(number),
            _ => {
                let needed = match self.unit {
                    Unit::Names => "a list of texts, such as [\"admin\", \"test\"]",
                    Unit::Pairs => "a list of pairs, such as [[\"Payer\", \"Approver\"]]",
                    _ => "a whole number",
                };
                return Err((format!("it is not {needed}"), format!("write {needed}")));
            }
        };
        if fits {
            return Ok(());
        }
        let (what, remedy) = if self.unit.is_number() {
            let bounds = format!("{} to {} {}", self.least, self.most, self.unit.word());
            (format!("{value} is out of bounds"), format!("write a number from {bounds}"))
        } else {
            (format!("it has more than {} entries", self.most), "make it shorter".to_owned())
        };
        Err((what, remedy))
    }
}
