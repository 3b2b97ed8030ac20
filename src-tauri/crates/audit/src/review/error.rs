//! Why a review does not go on.

use super::decision::LONGEST_NOTE;
use super::reviewer::SameBy;
use chrono::NaiveDate;

/// A grant that nobody may decide on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unassigned {
    /// Whose.
    pub user: String,
    /// Which.
    pub grant: String,
    /// The only reviewer there was, who is the user itself; none if there was
    /// none at all.
    pub only: Option<String>,
}

impl std::fmt::Display for Unassigned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.only {
            Some(only) => write!(
                f,
                "{} ({}) would be decided on by {only}, and nobody decides on themselves",
                self.user, self.grant
            ),
            None => write!(f, "{} ({}) has no reviewer", self.user, self.grant),
        }
    }
}

/// Why a review cannot be opened, decided on or closed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReviewError {
    /// The id is none.
    #[error(
        "{found:?} is no id of a review: use small letters, digits and - between them, {longest} characters at most"
    )]
    Id {
        /// What was given.
        found: String,
        /// The most characters.
        longest: usize,
    },
    /// It has no title.
    #[error("the review has no title: say what it is called")]
    NoTitle,
    /// It ends before it begins.
    #[error("the review is due on {due}, before it is opened on {opened}: choose that day or a later one")]
    DueBefore {
        /// The day it is due.
        due: NaiveDate,
        /// The day it would be opened.
        opened: NaiveDate,
    },
    /// There is nothing to decide on.
    #[error(
        "nobody {} holds a role, so there is nothing to review: {}",
        if filter.trim().is_empty() { "in this vault".to_owned() } else { format!("that {filter:?} finds") },
        if filter.trim().is_empty() { "import who holds what first" } else { "widen the filter" }
    )]
    Empty {
        /// The filter.
        filter: String,
    },
    /// There is too much to decide on.
    #[error("the review would have {grants} grants, and {most} is the most: narrow its filter and open several")]
    TooMany {
        /// How many.
        grants: usize,
        /// The most.
        most: usize,
    },
    /// Nobody can tell who is privileged.
    #[error(
        "who is privileged cannot be told for {grants} of {of} grants, the first of them {role:?} in {userstore}: \
         say of each such role whether it is privileged, then open the review"
    )]
    PrivilegedUnknown {
        /// How many grants.
        grants: usize,
        /// Of how many.
        of: usize,
        /// The role of the first.
        role: String,
        /// Its userstore.
        userstore: String,
    },
    /// Users are missing and nobody said why that may be.
    #[error(
        "not everyone is in the review: {gaps}. Import a complete listing first, or say why the review is opened \
         without them; the reason goes into the evidence"
    )]
    Incomplete {
        /// What is missing, by userstore.
        gaps: String,
    },
    /// A userstore was not counted: a fault of the program.
    #[error("nobody counted the users of {userstore}, whose grants are in the review; please report this")]
    NotCounted {
        /// Its domain.
        userstore: String,
    },
    /// A grant is listed twice: a fault of the program.
    #[error("{user} holds {grant} twice in the population; please report this")]
    GrantTwice {
        /// Whose.
        user: String,
        /// Which.
        grant: String,
    },
    /// The parts of a review do not belong together.
    #[error("the review cannot be read: {0}; restore the vault from a backup and report this")]
    Parts(String),
    /// Grants that nobody may decide on.
    #[error("{count} grants have nobody who may decide on them: {}. Name another reviewer for them", list(named))]
    Unassigned {
        /// How many.
        count: usize,
        /// The first of them.
        named: Vec<Unassigned>,
    },
    /// There is no such grant or reviewer.
    #[error("the review has no {what} {found:?}: look at its list and name one that is there")]
    Unknown {
        /// `grant` or `reviewer`.
        what: &'static str,
        /// What was given.
        found: String,
    },
    /// It is closed.
    #[error("the review {title:?} is closed, and its decisions stand: open another one to decide again")]
    Closed {
        /// Its title.
        title: String,
    },
    /// It would be the reviewer's own grant.
    #[error(
        "{reviewer} cannot decide on {grant} of {user}, because {same_by} and nobody decides on themselves: give it \
         to another reviewer"
    )]
    OwnGrant {
        /// Who.
        reviewer: String,
        /// Whose.
        user: String,
        /// Which.
        grant: String,
        /// By what they are one.
        same_by: SameBy,
    },
    /// Someone else was asked.
    #[error("{asked} was asked to decide on {grant} of {user}, not {reviewer}: give it to {reviewer} first")]
    NotAsked {
        /// Who decides.
        reviewer: String,
        /// Who was asked.
        asked: String,
        /// Whose.
        user: String,
        /// Which.
        grant: String,
    },
    /// There is no such role to reduce to.
    #[error("the grant cannot be reduced to {found:?}: {reason}; name another role, or revoke the grant")]
    NewRole {
        /// The role.
        found: String,
        /// Why not.
        reason: String,
    },
    /// The note is too long.
    #[error("the note has {length} characters, and {longest} is the most: shorten it", longest = LONGEST_NOTE)]
    LongNote {
        /// How long it is.
        length: usize,
        /// The most.
        longest: usize,
    },
    /// Not all is decided.
    #[error("{left} of {of} grants are not decided: {who}. Decide on them, then close the review")]
    Undecided {
        /// How many.
        left: usize,
        /// Of how many.
        of: usize,
        /// Who was asked, with how many each.
        who: String,
    },
    /// Two decisions cannot both be carried out.
    #[error("{user}: {reason}")]
    Contradiction {
        /// Whose grants.
        user: String,
        /// Why, and what to do.
        reason: String,
    },
    /// Nobody put their name to it.
    #[error("a review is closed by someone who says so: give a name and a statement")]
    NoSignOff,
    /// The population is not the one that was frozen.
    #[error(
        "the population of the review was altered after it was opened (its hash was {was} and is {now}): restore the \
         vault from a backup and report this"
    )]
    PopulationAltered {
        /// The hash it was opened with.
        was: String,
        /// The hash it has.
        now: String,
    },
}

fn list(named: &[Unassigned]) -> String {
    named.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}
