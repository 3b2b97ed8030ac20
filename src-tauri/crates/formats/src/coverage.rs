//! Whether the files of one import together list everyone. A file that by
//! its nature lists a part makes nobody gone; neither does a damaged one,
//! since who is missing from it may only be missing from what could be read.

use crate::dialect::Dialect;
use crate::gitlab_permissions;
use crate::pages::Pages;
use crate::spans::Spans;
use crate::summary::{Evidence, FileSummary, KeycloakFile};
use muster_model::record::{Coverage, Extent};

/// The users per file of a Keycloak export, unless it was told otherwise.
const KEYCLOAK_PAGE: u64 = 50;

/// The dialects that list who is where in GitLab.
const MEMBERSHIPS: [Dialect; 2] = [Dialect::GitlabPermissions, Dialect::GitlabMembers];

/// What one dialect's files claim about one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Claim {
    Nothing,
    Part(String),
    /// All that its origin tells, and nothing of the rest.
    Origin,
    Whole,
}

impl Claim {
    fn extent(&self) -> Extent {
        match self {
            Self::Nothing => Extent::None,
            Self::Part(_) => Extent::Part,
            Self::Origin => Extent::Origin,
            Self::Whole => Extent::Whole,
        }
    }

    /// The same, for files of which some could not be read in full.
    fn unless(self, damage: Option<&String>) -> Self {
        match (self, damage) {
            (Self::Whole, Some(why)) => Self::Part(why.clone()),
            (claim, _) => claim,
        }
    }
}

/// What all the files of one import cover together.
#[must_use]
pub fn coverage(summaries: &[FileSummary]) -> Coverage {
    let (mut users, mut groups, mut grants) = (Vec::new(), Vec::new(), Vec::new());
    let mut damaged = None;
    for dialect in Dialect::ALL {
        let files: Vec<&FileSummary> = summaries.iter().filter(|s| s.dialect == *dialect).collect();
        if files.is_empty() {
            continue;
        }
        let damage = damage(&files);
        let of_users = users_claim(*dialect, &files);
        // Lists of memberships never decide who is there.
        if !MEMBERSHIPS.contains(dialect) {
            damaged = damaged.or_else(|| damage.clone());
        }
        groups.push(groups_claim(&files, &of_users).unless(damage.as_ref()));
        // GitLab's users tell the instance roles of each one by one; where the
        // memberships are told too, those decide what a whole is.
        let memberships = summaries.iter().any(|s| MEMBERSHIPS.contains(&s.dialect));
        if *dialect != Dialect::GitlabUsers || !memberships {
            grants.push(grants_claim(*dialect, &files, &of_users).unless(damage.as_ref()));
        }
        users.push(of_users.unless(damage.as_ref()));
    }
    let mut users = best(users).unless(damaged.as_ref());
    if users == Claim::Whole && summaries.iter().all(|s| s.counts.users == 0) {
        users =
            Claim::Part("no user is listed, so nobody is taken for gone; say --complete if there are none".to_owned());
    }
    // One word for all: the grants of a part must not be cleared because
    // another file is whole.
    let grants = worst(grants);
    let groups = worst(groups);
    let because = [&users, &grants, &groups].into_iter().find_map(|claim| match claim {
        Claim::Part(why) => Some(why.clone()),
        _ => None,
    });
    Coverage { users: users.extent(), grants: grants.extent(), groups: groups.extent(), because }
}

fn best(claims: Vec<Claim>) -> Claim {
    let whole = claims.iter().position(|c| *c == Claim::Whole);
    let part = claims.iter().position(|c| matches!(c, Claim::Part(_)));
    whole.or(part).and_then(|at| claims.into_iter().nth(at)).unwrap_or(Claim::Nothing)
}

fn worst(claims: Vec<Claim>) -> Claim {
    let part = claims.iter().position(|c| matches!(c, Claim::Part(_)));
    let whole = claims.iter().position(|c| *c == Claim::Whole);
    let origin = claims.iter().position(|c| *c == Claim::Origin);
    part.or(whole).or(origin).and_then(|at| claims.into_iter().nth(at)).unwrap_or(Claim::Nothing)
}

/// Why some of what the files list could not be read.
fn damage(files: &[&FileSummary]) -> Option<String> {
    if let Some(cut) = files.iter().find(|f| f.cut.is_some()) {
        return Some(format!("{} could not be read to its end", cut.name));
    }
    let rejected: u64 = files.iter().map(|f| f.counts.rejected).sum();
    (rejected > 0).then(|| {
        let rows = if rejected == 1 { "1 row was".to_owned() } else { format!("{rejected} rows were") };
        format!("{rows} rejected, and who is in them is not gone; mend them, or say --complete")
    })
}

fn users_claim(dialect: Dialect, files: &[&FileSummary]) -> Claim {
    match dialect {
        Dialect::GitlabUsers => gitlab_users(files),
        Dialect::GitlabPermissions => {
            Claim::Part("the permissions export lists only active users with direct memberships".to_owned())
        }
        Dialect::GitlabMembers => Claim::Part(members(files)),
        Dialect::Wso2Five | Dialect::Wso2Seven | Dialect::Entra | Dialect::Google | Dialect::Okta => listed(files),
        Dialect::Scim => scim(files, |evidence| match evidence {
            Evidence::Scim { users, bare_users, .. } => Some((users, *bare_users)),
            _ => None,
        }),
        Dialect::Ldif if files.iter().all(|f| f.counts.users == 0) => Claim::Nothing,
        Dialect::Ldif | Dialect::Authelia | Dialect::Csv => Claim::Whole,
        Dialect::Keycloak => keycloak(files),
        Dialect::GitlabUsage => Claim::Nothing,
    }
}

fn members(files: &[&FileSummary]) -> String {
    let pending: u64 =
        files.iter().map(|f| if let Evidence::GitlabMembers { pending } = f.evidence { pending } else { 0 }).sum();
    let held = match pending {
        0 => String::new(),
        1 => "; 1 pending membership is not held and was left out".to_owned(),
        many => format!("; {many} pending memberships are not held and were left out"),
    };
    format!("the export of a group's members lists only who is in the group{held}")
}

/// Tables of services: one that the service wrote lists everyone, one that is
/// written to be uploaded lists whom to add or change.
fn listed(files: &[&FileSummary]) -> Claim {
    if files.iter().any(|f| f.evidence == Evidence::Listing) {
        return Claim::Whole;
    }
    let dialect = files.first().map_or("", |f| f.dialect.title());
    Claim::Part(format!("{dialect}: the file is for uploading and lists whom to add; say --complete if it is everyone"))
}

fn gitlab_users(files: &[&FileSummary]) -> Claim {
    let (mut pages, mut several) = (Pages::default(), false);
    for file in files {
        if let Evidence::GitlabUsers { pages: found, objects } = &file.evidence {
            pages.join(*found);
            several |= *objects > 1;
        }
    }
    if pages.count == 0 && !several {
        return Claim::Part("a single user object says nothing of the others".to_owned());
    }
    pages.look_cut().map_or(Claim::Whole, Claim::Part)
}

fn scim(files: &[&FileSummary], of: fn(&Evidence) -> Option<(&Spans, u64)>) -> Claim {
    let (mut spans, mut bare) = (Spans::default(), 0);
    for (found, alone) in files.iter().filter_map(|f| of(&f.evidence)) {
        spans.join(found);
        bare += alone;
    }
    match (spans.is_empty(), spans.complete(), spans.total()) {
        (true, ..) if bare > 0 => Claim::Part("single SCIM resources say nothing of the others".to_owned()),
        (true, ..) => Claim::Nothing,
        (_, true, _) => Claim::Whole,
        (_, _, Some(total)) => Claim::Part(format!(
            "the SCIM answers hold {} of {total} resources; give the other pages too",
            spans.count()
        )),
        (_, _, None) => {
            Claim::Part("the SCIM answer does not say how many resources there are (totalResults)".to_owned())
        }
    }
}

fn keycloak(files: &[&FileSummary]) -> Claim {
    let mut numbered: Vec<(u32, u64)> = Vec::new();
    let (mut lists, mut realm, mut loose, mut federated) = (Pages::default(), false, None, false);
    for file in files {
        let Evidence::Keycloak { file: which, users, .. } = &file.evidence else { continue };
        match which {
            KeycloakFile::Realm => realm = true,
            KeycloakFile::RealmOnly => {}
            KeycloakFile::Users(Some(number)) => numbered.push((*number, *users)),
            KeycloakFile::Users(None) => loose = Some(*users),
            KeycloakFile::Federated => federated = true,
            KeycloakFile::List => lists.add(*users),
        }
    }
    if realm {
        return Claim::Whole;
    }
    if !numbered.is_empty() {
        return directory_export(numbered);
    }
    if let Some(users) = loose {
        let full = users > 0 && users.is_multiple_of(KEYCLOAK_PAGE);
        return if full { Claim::Part(full_last(users)) } else { Claim::Whole };
    }
    if lists.count > 0 {
        return lists.look_cut().map_or(Claim::Whole, Claim::Part);
    }
    if federated { Claim::Part("only users of a federated store are listed".to_owned()) } else { Claim::Nothing }
}

/// The files `<realm>-users-<n>.json` are all there if their numbers have no
/// gap and the last one is not full.
fn directory_export(mut numbered: Vec<(u32, u64)>) -> Claim {
    numbered.sort_unstable();
    numbered.dedup();
    if let Some((at, _)) = numbered.iter().enumerate().find(|(at, (number, _))| *at as u64 != u64::from(*number)) {
        return Claim::Part(format!("file number {at} of the realm's users is missing; give it too"));
    }
    let page = numbered.iter().rev().skip(1).map(|(_, users)| *users).max();
    let last = numbered.last().map_or(0, |(_, users)| *users);
    let full = page.map_or(last > 0 && last.is_multiple_of(KEYCLOAK_PAGE), |page| last >= page);
    if full { Claim::Part(full_last(last)) } else { Claim::Whole }
}

fn full_last(users: u64) -> String {
    format!(
        "the last file of users is full with {users}, so another one probably follows; give it too, or say --complete"
    )
}

fn groups_claim(files: &[&FileSummary], users: &Claim) -> Claim {
    // What is to be uploaded adds, and takes nothing away.
    let memberships = files.iter().any(|f| f.counts.users_with_groups > 0 && f.evidence != Evidence::Upload);
    let groups = files.iter().any(|f| f.counts.groups > 0);
    let by_users = || match users {
        Claim::Whole if memberships => Claim::Part("groups are known only from who is in them".to_owned()),
        Claim::Part(why) if memberships => Claim::Part(why.clone()),
        _ => Claim::Nothing,
    };
    match files.first().map(|f| &f.evidence) {
        Some(Evidence::Scim { .. }) => {
            let claim = scim(files, |evidence| match evidence {
                Evidence::Scim { groups, bare_groups, .. } => Some((groups, *bare_groups)),
                _ => None,
            });
            if claim == Claim::Nothing { by_users() } else { claim }
        }
        Some(Evidence::Keycloak { .. }) => {
            let tree = files.iter().any(|f| matches!(f.evidence, Evidence::Keycloak { groups: true, .. }));
            if tree { Claim::Whole } else { by_users() }
        }
        Some(Evidence::Ldif) if groups => Claim::Whole,
        // In a table the column of groups is all there is of them.
        Some(Evidence::Csv | Evidence::Authelia) if memberships => users.clone(),
        _ => by_users(),
    }
}

fn grants_claim(dialect: Dialect, files: &[&FileSummary], users: &Claim) -> Claim {
    if dialect == Dialect::GitlabPermissions {
        let full = files
            .iter()
            .any(|f| matches!(f.evidence, Evidence::GitlabPermissions { rows } if rows >= gitlab_permissions::LIMIT));
        return if full {
            Claim::Part("the permissions export stops at 100,000 rows, so some memberships may be missing".to_owned())
        } else {
            Claim::Whole
        };
    }
    if dialect == Dialect::GitlabMembers {
        // Of a damaged file nothing is taken for all there is, not even of its group.
        return if damage(files).is_some() { Claim::Nothing } else { Claim::Origin };
    }
    // Roles told user by user reach as far as the users do.
    match users {
        Claim::Nothing => Claim::Nothing,
        _ if files.iter().all(|f| f.counts.users_with_grants == 0 || f.evidence == Evidence::Upload) => Claim::Nothing,
        claim => claim.clone(),
    }
}
