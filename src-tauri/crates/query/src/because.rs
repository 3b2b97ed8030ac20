//! What about a user makes a clause hold or fail, in words.

use crate::ast::{AttributeName, Clause, FlagAttr, Needle, NumberAttr, PathTest, TextAttr, TextTest, TimeAttr};
use crate::moment::day_text;
use crate::print::quote;
use crate::subject::Subject;
use crate::words::text_name;
use muster_model::fold::fold;
use muster_model::grant::gitlab_role;
use muster_model::seen::SeenStatus;
use muster_model::{Grant, ScopeKind};

const DAY: i64 = 86_400;

impl Clause {
    /// What about `subject` makes this hold or fail, and the grant that does.
    pub(crate) fn because(&self, subject: &dyn Subject, now: i64) -> (String, Option<Grant>) {
        let said = |text: String| (text, None);
        match self {
            Self::Anywhere(needle) => said(anywhere(subject, needle)),
            Self::Text(attr, test) => text(subject, *attr, test),
            Self::Attribute(name, test) => said(attribute(subject, name, test)),
            Self::Permission(test) => said(permission(subject, test)),
            Self::State(_) => said(format!("state is {}", subject.state())),
            Self::Kind(_) => said(format!("kind is {}", subject.kind())),
            Self::Seen(_) => said(last_seen(subject, now)),
            Self::Flag(attr, _) => flag(subject, *attr),
            Self::Time(TimeAttr::LastSeen, _) => said(last_seen(subject, now)),
            Self::Time(TimeAttr::Created, _) => {
                let time = subject.time(TimeAttr::Created);
                said(time.map_or_else(
                    || "the source does not say when it was created".into(),
                    |at| format!("created {}", dated(at, now)),
                ))
            }
            Self::Time(TimeAttr::Expires, _) => {
                let time = subject.time(TimeAttr::Expires);
                said(
                    time.map_or_else(
                        || "no end of access is set".into(),
                        |at| format!("access ends {}", dated(at, now)),
                    ),
                )
            }
            Self::Time(TimeAttr::ReviewDate, _) => {
                let time = subject.time(TimeAttr::ReviewDate);
                said(time.map_or_else(|| "no review is due".into(), |at| format!("review is due {}", dated(at, now))))
            }
            Self::Number(NumberAttr::Id, _) => {
                said(subject.number(NumberAttr::Id).map_or_else(|| "no id".into(), |id| format!("id is {id}")))
            }
            Self::Number(NumberAttr::Level, _) => level(subject),
            Self::Grants(expr) => {
                let fits = |grant: &&Grant| expr.as_ref().is_none_or(|expr| expr.holds(&mut |c| c.holds(grant, now)));
                held(subject, fits).unwrap_or_else(|| match subject.grants().len() {
                    0 => said("holds no role".into()),
                    1 => said(format!("its only grant is {}", grant_text(&subject.grants()[0]))),
                    n => said(format!("none of its {n} grants fits")),
                })
            }
        }
    }
}

/// The first grant that `fits`, and how many more do.
fn held(subject: &dyn Subject, fits: impl Fn(&&Grant) -> bool) -> Option<(String, Option<Grant>)> {
    let mut fitting = subject.grants().iter().filter(fits);
    let first = fitting.next()?;
    let text = match fitting.count() {
        0 => grant_text(first),
        more => format!("{}, and {more} more", grant_text(first)),
    };
    Some((text, Some(first.clone())))
}

/// A grant in words: `Developer on acme/api through group acme, since
/// 2026-03-02, until 2027-01-31`.
fn grant_text(grant: &Grant) -> String {
    let scope = match (grant.scope.kind, grant.scope.path.as_str()) {
        (ScopeKind::Instance, _) | (_, "") => "the instance",
        (_, path) => path,
    };
    let through = grant.through.as_ref().map(|group| format!(" through group {group}")).unwrap_or_default();
    let since = grant.since.map(|time| format!(", since {}", day_text(time.timestamp()))).unwrap_or_default();
    let until = grant.expires.map(|time| format!(", until {}", day_text(time.timestamp()))).unwrap_or_default();
    format!("{} on {scope}{through}{since}{until}", grant.role.name)
}

fn dated(at: i64, now: i64) -> String {
    let days = now.div_euclid(DAY) - at.div_euclid(DAY);
    let distance = match days {
        0 => "today".to_owned(),
        1 => "yesterday".to_owned(),
        -1 => "tomorrow".to_owned(),
        2.. => format!("{days} days ago"),
        _ => format!("in {} days", -days),
    };
    format!("{}, {distance}", day_text(at))
}

fn last_seen(subject: &dyn Subject, now: i64) -> String {
    match (subject.seen(), subject.time(TimeAttr::LastSeen)) {
        (SeenStatus::Seen, Some(at)) => format!("last seen {}", dated(at, now)),
        (SeenStatus::Seen, None) => "seen, but the time is not known".into(),
        (SeenStatus::Never, _) => "never seen, says its source".into(),
        (SeenStatus::Unknown, _) => "its source does not say when it was last seen".into(),
        (SeenStatus::NotCollected, _) => "last seen was not collected".into(),
    }
}

fn level(subject: &dyn Subject) -> (String, Option<Grant>) {
    let Some(level) = subject.number(NumberAttr::Level) else { return ("no access level".into(), None) };
    let of_level = |grant: &&Grant| grant.role.level.map(i64::from) == Some(level);
    let mut grants = subject.grants().iter().filter(of_level);
    let grant = grants.clone().find(|grant| grant.scope.is_membership()).or_else(|| grants.next());
    let name = u8::try_from(level).ok().and_then(gitlab_role);
    let Some(grant) = grant else {
        let name = name.map(|name| format!(" ({name})")).unwrap_or_default();
        return (format!("highest access level is {level}{name}"), None);
    };
    // A role of one's own does not tell its level.
    let level = if name == Some(grant.role.name.as_str()) { String::new() } else { format!(" (access level {level})") };
    (format!("{}{level}", grant_text(grant)), Some(grant.clone()))
}

fn values(subject: &dyn Subject, attr: TextAttr) -> Vec<String> {
    let mut values = Vec::new();
    subject.texts(attr, &mut |text| {
        if !fold(text).is_empty() {
            values.push(text.to_owned());
        }
    });
    values
}

fn anywhere(subject: &dyn Subject, needle: &Needle) -> String {
    let places =
        [(TextAttr::UserName, "username"), (TextAttr::DisplayName, "display name"), (TextAttr::Email, "e-mail")];
    for (attr, name) in places {
        if let Some(value) = values(subject, attr).into_iter().find(|value| fold(value).contains(needle.folded())) {
            return format!("{name} {value} contains {}", quote(needle.raw()));
        }
    }
    format!("neither username, display name nor e-mail contains {}", quote(needle.raw()))
}

fn text(subject: &dyn Subject, attr: TextAttr, test: &TextTest) -> (String, Option<Grant>) {
    let name = text_name(attr);
    let fits = |value: &str| test.fits(attr.minds_accents(), value);
    let all = values(subject, attr);
    let found = all.iter().find(|value| fits(value));
    let role = found.filter(|_| matches!(attr, TextAttr::Role | TextAttr::HighestRole));
    if let Some(because) = role.and_then(|role| held(subject, |grant| grant.role.name == **role)) {
        return because;
    }
    (listed(name, found, &all), None)
}

/// The value that was found, or else what there is.
fn listed(name: &str, found: Option<&String>, all: &[String]) -> String {
    match (found, all) {
        (Some(value), _) => format!("{name} is {value}"),
        (None, []) => format!("no {name}"),
        (None, [only]) => format!("{name} is {only}"),
        (None, [first, rest @ ..]) => format!("{name}s are {first} and {} more", rest.len()),
    }
}

fn attribute(subject: &dyn Subject, name: &AttributeName, test: &TextTest) -> String {
    let mut all = Vec::new();
    subject.attribute(name, &mut |text| {
        if !fold(text).is_empty() {
            all.push(text.to_owned());
        }
    });
    listed(name.raw(), all.iter().find(|value| test.fits(false, value)), &all)
}

fn permission(subject: &dyn Subject, test: &PathTest) -> String {
    let (mut any, mut found) = (false, None);
    subject.permissions(&mut |held| {
        any = true;
        if found.is_none() && test.fits(held) {
            found = Some(held.to_owned());
        }
    });
    match (found, any, test) {
        (Some(held), _, _) => format!("a role gives {held}"),
        (None, true, PathTest::Eq(asked) | PathTest::Ne(asked)) => {
            format!("no role gives {} or a permission above it", asked.raw())
        }
        _ => "no role gives any permission".into(),
    }
}

fn flag(subject: &dyn Subject, attr: FlagAttr) -> (String, Option<Grant>) {
    let value = attr.of(subject);
    // A fact that follows from a grant is best explained by it.
    let grant = match (attr, value) {
        (FlagAttr::Member, Some(true)) => held(subject, |grant| grant.scope.is_membership()),
        (FlagAttr::Privileged, Some(true)) => held(subject, |grant| grant.role.privileged),
        (FlagAttr::Auditor, Some(true)) => held(subject, |grant| {
            grant.scope.kind == ScopeKind::Instance && grant.role.name.eq_ignore_ascii_case("auditor")
        }),
        (FlagAttr::ElevatedGuest, Some(true)) => held(subject, |grant| grant.role.is_elevated_guest()),
        _ => None,
    };
    if let Some(because) = grant {
        return because;
    }
    let [yes, no, unknown] = match attr {
        FlagAttr::Active => return (format!("state is {}", subject.state()), None),
        FlagAttr::Mfa => [
            "a second factor is set",
            "no second factor is set",
            "its source does not say whether a second factor is set",
        ],
        FlagAttr::Privileged => ["holds a privileged role", "holds no privileged role", ""],
        FlagAttr::Auditor => ["reads everything on the instance (auditor)", "is no auditor", ""],
        FlagAttr::Member => ["is a member of a group or project", "is a member of no group or project", ""],
        FlagAttr::ElevatedGuest => {
            ["holds a custom Guest role that takes a seat", "holds no custom Guest role that takes a seat", ""]
        }
        FlagAttr::GrantsKnown => {
            ["its source lists the roles it holds", "its source does not list the roles it holds", ""]
        }
        FlagAttr::SeatFlag => [
            "the instance says that it takes a seat",
            "the instance says that it takes no seat",
            "the instance does not say whether it takes a seat",
        ],
        FlagAttr::Seat => ["takes a seat", "takes no seat", "no seat plan is chosen"],
        FlagAttr::Gone => ["the last complete snapshot no longer lists it", "its source still lists it", ""],
        FlagAttr::Pending => ["a change of it is pending", "no change of it is pending", ""],
        FlagAttr::Avatar => ["a picture is stored", "no picture is stored", ""],
    };
    let text = match value {
        Some(true) => yes,
        Some(false) => no,
        None => unknown,
    };
    (text.to_owned(), None)
}
