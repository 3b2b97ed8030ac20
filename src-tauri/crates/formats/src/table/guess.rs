//! What a column is by its header: names usual in exports of directories,
//! identity services and spreadsheets.

use super::attribute::Attribute;
use crate::credential::{is_credential, plain};
use muster_model::profile::ProfileField as P;

/// Headers as [`plain`] writes them, and what they are. What a spreadsheet
/// calls "login" or "user" is the username; "block sign in" and the like are
/// left to a map, since guessing wrong would switch everyone off.
const HEADERS: &[(Attribute, &[&str])] = &[
    (Attribute::Id, &["id", "userid", "objectid", "uuid", "guid", "immutableid", "entryuuid", "objectguid"]),
    (
        Attribute::Username,
        &[
            "username",
            "login",
            "loginname",
            "user",
            "uid",
            "userprincipalname",
            "upn",
            "samaccountname",
            "account",
            "accountname",
            "signinname",
            "benutzername",
            "userlogin",
        ],
    ),
    (
        Attribute::DisplayName,
        &["displayname", "name", "fullname", "realname", "commonname", "cn", "anzeigename", "membername"],
    ),
    (
        Attribute::Email,
        &[
            "email",
            "emailaddress",
            "mail",
            "primaryemail",
            "useremail",
            "emailsvalue",
            "workemail",
            "emailadresse",
            "emails",
        ],
    ),
    (Attribute::State, &["state", "status", "userstatus", "accountstatus", "userstate"]),
    (Attribute::Active, &["active", "enabled", "isactive", "isenabled", "accountenabled", "aktiv"]),
    (Attribute::Disabled, &["disabled", "isdisabled", "accountdisabled", "inactive", "deactivated"]),
    (Attribute::Kind, &["kind", "usertype", "accounttype", "userkind"]),
    (
        Attribute::Mfa,
        &[
            "mfa",
            "mfaenabled",
            "mfastatus",
            "2fa",
            "2faenabled",
            "twofactor",
            "twofactorenabled",
            "totp",
            "isenrolledin2sv",
            "2svenrolled",
            "twofactorauthentication",
        ],
    ),
    (Attribute::Admin, &["admin", "isadmin", "administrator", "isadministrator"]),
    (
        Attribute::CreatedAt,
        &[
            "created",
            "createdat",
            "createdon",
            "createddatetime",
            "creationdate",
            "creationtime",
            "metacreated",
            "datecreated",
            "createddate",
            "whencreated",
            "creationtimestamp",
        ],
    ),
    (
        Attribute::ExpiresAt,
        &[
            "expires",
            "expiresat",
            "expireson",
            "expirydate",
            "expirationdate",
            "accountexpires",
            "validuntil",
            "enddate",
        ],
    ),
    (
        Attribute::LastSeen,
        &[
            "lastseen",
            "lastlogin",
            "lastlogindate",
            "lastloginat",
            "lastlogintime",
            "lastlogon",
            "lastlogontimestamp",
            "lastlogondate",
            "lastsignin",
            "lastsigninat",
            "lastsignindatetime",
            "lastactivity",
            "lastactivityon",
            "lastactive",
            "lastused",
            "lastaccess",
        ],
    ),
    (Attribute::Seat, &["seat", "usinglicenseseat", "takesseat", "licensed"]),
    (Attribute::Roles, &["role", "roles", "rolename", "rolenames"]),
    (Attribute::Groups, &["group", "groups", "groupname", "groupnames", "memberof"]),
    (Attribute::Profile(P::GivenName), &["givenname", "firstname", "namegivenname", "vorname", "forename"]),
    (Attribute::Profile(P::FamilyName), &["familyname", "lastname", "surname", "sn", "namefamilyname", "nachname"]),
    (Attribute::Profile(P::Pronouns), &["pronouns"]),
    (Attribute::Profile(P::Title), &["title", "jobtitle", "position"]),
    (Attribute::Profile(P::Organization), &["organization", "organisation", "company", "companyname"]),
    (Attribute::Profile(P::Department), &["department", "abteilung", "team"]),
    (Attribute::Profile(P::CostCenter), &["costcenter", "costcentre", "kostenstelle"]),
    (
        Attribute::Profile(P::EmployeeNumber),
        &["employeenumber", "employeeid", "personnelnumber", "staffid", "personalnummer"],
    ),
    (Attribute::Profile(P::Manager), &["manager", "managername", "supervisor"]),
    (Attribute::Profile(P::Location), &["location", "city", "office", "officelocation"]),
    (Attribute::Profile(P::TimeZone), &["timezone", "tz"]),
    (Attribute::Profile(P::Language), &["language", "preferredlanguage"]),
    (
        Attribute::Profile(P::Phone),
        &["phone", "phonenumber", "telephone", "telephonenumber", "mobile", "mobilephone", "workphone", "primaryphone"],
    ),
    (Attribute::Profile(P::Website), &["website", "websiteurl", "homepage"]),
    (Attribute::Profile(P::Bio), &["bio", "about"]),
    (Attribute::Profile(P::PublicEmail), &["publicemail"]),
    (Attribute::Profile(P::Note), &["note", "notes", "comment", "comments"]),
    (Attribute::Profile(P::Linkedin), &["linkedin"]),
    (Attribute::Profile(P::Twitter), &["twitter"]),
    (Attribute::Profile(P::Discord), &["discord"]),
    (Attribute::Profile(P::Github), &["github"]),
    (Attribute::Profile(P::Pronunciation), &["pronunciation"]),
    (Attribute::Profile(P::Bluesky), &["bluesky"]),
    (Attribute::Profile(P::Mastodon), &["mastodon"]),
    (Attribute::Profile(P::Orcid), &["orcid"]),
];

/// What a header is usually taken for. `Email Address [Required]`,
/// `E-Mail` and `email_address` are one.
pub(super) fn guess(header: &str) -> Option<Attribute> {
    if is_credential(header) {
        return None;
    }
    let outside = header.split(['[', '(']).next().unwrap_or(header);
    let inside = header.split_once('[').and_then(|(_, rest)| rest.split_once(']')).map(|(name, _)| plain(name));
    let find = |name: &str| HEADERS.iter().find(|(_, names)| names.contains(&name)).map(|(a, _)| a.clone());
    // In "User name [userPrincipalName] Required" the part in brackets is exact.
    match inside.as_deref() {
        Some("accountenabled") if plain(outside).starts_with("block") => None,
        Some(name) => find(name).or_else(|| find(&plain(outside))),
        None => find(&plain(outside)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usual_headers_are_known() {
        for (header, word) in [
            ("Username", "username"),
            ("E-Mail", "email"),
            ("Email Address [Required]", "email"),
            ("User name [userPrincipalName] Required", "username"),
            ("First name [givenName]", "given_name"),
            ("Last login (UTC)", "last_seen"),
            ("last_activity_on", "last_seen"),
            ("Employee ID", "employee_number"),
        ] {
            assert_eq!(guess(header).map(|a| a.to_string()).as_deref(), Some(word), "{header}");
        }
    }

    #[test]
    fn what_could_be_wrong_is_not_guessed() {
        for header in
            ["Block sign in (Yes/No) [accountEnabled] Required", "Initial password [passwordProfile] Required", "x", ""]
        {
            assert_eq!(guess(header), None, "{header}");
        }
    }

    #[test]
    fn no_header_means_two_things() {
        let mut all: Vec<&str> = HEADERS.iter().flat_map(|(_, names)| names.iter().copied()).collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }
}
