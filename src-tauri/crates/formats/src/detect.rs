//! Which dialect a file is, by its content. Only the head of the file is read.

use crate::Error;
use crate::dialect::Dialect;
use crate::json::Shape;
use crate::options::{ColumnMap, Options};
use crate::sniff::Encoding;
use crate::source::Source;
use crate::table::{Column, Columns, Header, Rows};
use crate::{authelia, entra, gitlab_members, gitlab_permissions, gitlab_usage, google, ldif, okta, wso2};
use std::path::Path;

/// What a file looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detected {
    /// The dialect it is read as.
    pub dialect: Dialect,
    /// What gave it away, in a sentence for the operator.
    pub because: String,
    /// Its size in bytes.
    pub bytes: u64,
    /// How its text is encoded.
    pub encoding: Encoding,
    /// Who tells what it tells, for keeping apart what several files say of
    /// one user's grants: the dialect's word, and for the members of a GitLab
    /// group the group.
    pub origin: String,
    /// For CSV: the separator.
    pub delimiter: Option<char>,
    /// For CSV: its columns, and what each is taken for.
    pub columns: Vec<Column>,
}

/// How many rows a preview shows.
const SAMPLES: usize = 5;

/// Looks at the head of a file and says which dialect it is.
///
/// # Errors
/// The file cannot be opened, is no text, holds no users, or fits no dialect.
pub fn detect(path: &Path) -> Result<Detected, Error> {
    detect_with(path, &Options::default())
}

/// [`detect`], with what the operator said: a dialect, a column map.
///
/// # Errors
/// As [`detect`]; [`Error::Map`] if the map does not fit the file.
pub fn detect_with(path: &Path, options: &Options) -> Result<Detected, Error> {
    from_head(&Source::open(path)?, options)
}

pub(crate) fn from_head(source: &Source, options: &Options) -> Result<Detected, Error> {
    let (head, whole) = source.decoded_head();
    let file = source.name.as_str();
    let found = |dialect: Dialect, because: String| Detected {
        dialect,
        because: format!("{because}{}", source.encoding.note()),
        bytes: source.bytes,
        encoding: source.encoding,
        origin: dialect.word().to_owned(),
        delimiter: None,
        columns: Vec::new(),
    };
    if let Some(dialect) = options.dialect {
        suits(file, dialect, &head)?;
        let because = "its format was given".to_owned();
        return match dialect {
            Dialect::Csv => table(file, &head, whole, &options.map, found(dialect, because)),
            Dialect::GitlabMembers => {
                let (header, mut rows) = Header::read(&head[..], file).map_err(|e| e.within(file))?;
                let origin = gitlab_members::origin(&header, &mut rows);
                Ok(Detected { origin, ..found(dialect, because) })
            }
            _ => Ok(found(dialect, because)),
        };
    }
    if !options.map.is_empty() && !starts_json(&head) && !ldif::looks_like(&head) {
        let detected = found(Dialect::Csv, "a column map was given".to_owned());
        return table(file, &head, whole, &options.map, detected);
    }
    if starts_json(&head) {
        let (dialect, because) = Shape::of(&head).dialect(file)?;
        return Ok(found(dialect, because));
    }
    if ldif::looks_like(&head) {
        return Ok(found(Dialect::Ldif, "it begins with a distinguished name (dn:)".to_owned()));
    }
    if authelia::looks_like(&head) {
        let because = "it is YAML with a mapping of users, as Authelia keeps them".to_owned();
        return Ok(found(Dialect::Authelia, because));
    }
    let (header, mut rows) = Header::read(&head[..], file).map_err(|e| e.within(file))?;
    if let Some((dialect, because)) = by_header(file, &header)? {
        let mut found = found(dialect, because);
        if dialect == Dialect::GitlabMembers {
            found.origin = gitlab_members::origin(&header, &mut rows);
        }
        return Ok(found);
    }
    let (header, mut rows) = Header::read(&head[..], file).map_err(|e| e.within(file))?;
    if gitlab_usage::looks_like(&header, &mut rows) {
        let because = "it is GitLab's licence usage: how many users GitLab counted, day by day".to_owned();
        return Ok(found(Dialect::GitlabUsage, because));
    }
    let (header, mut rows) = Header::read(&head[..], file).map_err(|e| e.within(file))?;
    if wso2::five::looks_like(&header, &mut rows) {
        let because = "it is a list of usernames, passwords and claims (http://wso2.org/claims/...)".to_owned();
        return Ok(found(Dialect::Wso2Five, because));
    }
    table(file, &head, whole, &options.map, found(Dialect::Csv, String::new()))
}

/// The tables that are told by their header alone.
fn by_header(file: &str, header: &Header) -> Result<Option<(Dialect, String)>, Error> {
    let names = || crate::emit::short(&header.names.join(","), 160);
    let refuse = |what: &str, remedy| Err(Error::NotUsers { file: file.to_owned(), what: what.to_owned(), remedy });
    Ok(Some(if gitlab_permissions::is_header(&header.names) {
        (Dialect::GitlabPermissions, format!("its header is that of GitLab's export: {}", names()))
    } else if gitlab_members::is_header(header) {
        let because = "its header is that of GitLab's export of a group's members (Membership source, ...)";
        (Dialect::GitlabMembers, because.to_owned())
    } else if gitlab_members::is_other_members_header(header) {
        return refuse(
            "the members of one GitLab group, without saying where each membership is",
            "take the detailed export (GraphQL groupMembersExport), or GET /users and the user permissions export",
        );
    } else if wso2::seven::is_header(header) {
        (Dialect::Wso2Seven, format!("its header names attributes as WSO2 does: {}", names()))
    } else if google::is_header(header) {
        (Dialect::Google, "its header has Google's marks ([Required], [READ ONLY])".to_owned())
    } else if okta::is_header(header) {
        (Dialect::Okta, "its header has Okta's names (login, firstName, lastName, email)".to_owned())
    } else {
        match entra::Sheet::of(header) {
            Some(entra::Sheet::Create) => {
                (Dialect::Entra, "its header names Entra's properties in brackets ([userPrincipalName])".to_owned())
            }
            Some(entra::Sheet::Download) => {
                (Dialect::Entra, "its header is that of Entra's download of users (userPrincipalName, ...)".to_owned())
            }
            Some(entra::Sheet::Other) => {
                return refuse("a bulk operation of Entra", "take Users > Download users in the Entra admin center");
            }
            None => return Ok(None),
        }
    }))
}

fn starts_json(head: &[u8]) -> bool {
    matches!(head.iter().find(|b| !b.is_ascii_whitespace() && **b != 0x1E), Some(b'[' | b'{'))
}

/// Whether a file can be read as a dialect at all.
fn suits(file: &str, dialect: Dialect, head: &[u8]) -> Result<(), Error> {
    let reason = match dialect {
        Dialect::GitlabUsers | Dialect::Scim | Dialect::Keycloak if !starts_json(head) => {
            "it is not JSON (it begins with neither [ nor {)"
        }
        Dialect::Ldif if !ldif::has_entry(head) => "no line of its beginning starts with dn:",
        _ => return Ok(()),
    };
    Err(Error::NotThisDialect { file: file.to_owned(), dialect, reason: reason.to_owned() })
}

/// Fills in what a CSV's header and first rows show.
fn table(file: &str, head: &[u8], whole: bool, map: &ColumnMap, mut detected: Detected) -> Result<Detected, Error> {
    let (header, mut rows) = Header::read(head, file).map_err(|e| e.within(file))?;
    let columns =
        if map.is_empty() { Columns::guess(header.names.clone(), map) } else { Columns::new(file, &header, map)? };
    let (samples, even) = samples(&mut rows, columns.len(), whole);
    let preview = columns.preview(&samples);
    if detected.because.is_empty() {
        let known: Vec<&str> = preview.iter().filter(|c| c.attribute.is_some()).map(|c| c.header.as_str()).collect();
        if columns.name_users() {
            detected.because = format!("it is a table whose header names {}", known.join(", "));
        } else if columns.len() > 1 && even {
            detected.because = format!(
                "it is a table of {} columns, but no header says which one is the username or e-mail: map one",
                columns.len()
            );
        } else {
            let line =
                String::from_utf8_lossy(&head[..head.len().min(200)]).lines().next().unwrap_or_default().to_owned();
            let reason = format!("it begins with {:?}", crate::emit::short(line.trim(), 60));
            return Err(Error::Unrecognised { file: file.to_owned(), reason });
        }
    }
    detected.delimiter = Some(char::from(header.delimiter));
    detected.columns = preview;
    Ok(detected)
}

/// The first rows, and whether each has as many cells as the header.
fn samples(rows: &mut Rows<&[u8]>, columns: usize, whole: bool) -> (Vec<Vec<String>>, bool) {
    let (mut samples, mut even) = (Vec::new(), true);
    // Reading from memory cannot fail.
    while let Ok(Some(row)) = rows.next() {
        if samples.len() == SAMPLES || (row.at_end && !whole) {
            break;
        }
        if row.is_blank() {
            continue;
        }
        even &= row.len() == columns;
        let cell = |at: usize| crate::emit::short(String::from_utf8_lossy(row.cell(at)).trim(), 100);
        samples.push((0..columns).map(cell).collect());
    }
    (samples, even)
}
