//! The errors of the crates below, in the words of the door. Here, and only
//! here, is decided which code each becomes.

use crate::{Code, Error};
use muster_audit::evidence::EvidenceError;
use muster_audit::review::ReviewError;
use serde_json::{Value, json};

impl From<muster_vault::Error> for Error {
    fn from(error: muster_vault::Error) -> Self {
        use muster_vault::Error as Vault;
        // One of our own that was carried through the vault's work.
        let error = match error {
            Vault::Outside(inner) => match inner.downcast::<Self>() {
                Ok(own) => return *own,
                Err(inner) => Vault::Outside(inner),
            },
            other => other,
        };
        let (code, details): (Code, Value) = match &error {
            Vault::Exists(path) => (Code::Exists, json!({ "path": path })),
            Vault::Taken { what, name } => (Code::Exists, json!({ "what": what, "name": name })),
            Vault::NotFound(path) => (Code::NotFound, json!({ "path": path })),
            Vault::NoSuch { what, name } => (Code::NotFound, json!({ "what": what, "name": name })),
            Vault::Invalid(_) | Vault::Domain(_) => (Code::Invalid, json!({})),
            Vault::Ambiguous { candidates, .. } => (Code::Invalid, json!({ "candidates": candidates })),
            Vault::Value { field, .. } => (Code::Invalid, json!({ "field": field })),
            Vault::Cycle { path, .. } => (Code::Invalid, json!({ "cycle": path })),
            Vault::Held { users, groups, roles, .. } => {
                (Code::Invalid, json!({ "users": users, "groups": groups, "roles": roles }))
            }
            Vault::Builtin { name, .. } => (Code::NotPermitted, json!({ "name": name })),
            Vault::NotComparable { .. } => (Code::Invalid, json!({})),
            Vault::AlreadyUndone { .. } => (Code::Invalid, json!({})),
            Vault::ChangedSince { fields, .. } => (Code::Invalid, json!({ "fields": fields })),
            Vault::UsersChangedSince { users, count, .. } | Vault::PreviewPast { users, count } => {
                (Code::Invalid, json!({ "users": users, "count": count }))
            }
            Vault::Settled { .. } | Vault::Founding { .. } => (Code::Invalid, json!({})),
            Vault::WrongPassphrase | Vault::RecoveryKeyMistyped => (Code::WrongPassphrase, json!({})),
            Vault::OperatorDisabled | Vault::NotLocal { .. } | Vault::ReadOnly(_) => (Code::NotPermitted, json!({})),
            Vault::InUse(holder) => (Code::InUse, json!({ "holder": holder.as_ref().map(ToString::to_string) })),
            Vault::TooNew { .. } => (Code::TooNew, json!({})),
            Vault::TooOld => (Code::NotPermitted, json!({})),
            Vault::Damaged { .. } | Vault::Stored { .. } => (Code::Damaged, json!({})),
            Vault::DiskReadOnly | Vault::DiskFull | Vault::Io { .. } | Vault::Busy => (Code::Disk, json!({})),
            Vault::Cancelled => (Code::Cancelled, json!({})),
            _ => (Code::Internal, json!({})),
        };
        Self::new(code, sentence(&error.to_string())).with(details)
    }
}

impl From<ReviewError> for Error {
    fn from(error: ReviewError) -> Self {
        use ReviewError as Review;
        let (code, reason) = match &error {
            Review::Id { .. } | Review::NoTitle | Review::DueBefore { .. } => (Code::Invalid, "words"),
            Review::Empty { .. } | Review::TooMany { .. } => (Code::Invalid, "population"),
            Review::PrivilegedUnknown { .. } => (Code::Invalid, "privileged_unknown"),
            Review::Incomplete { .. } => (Code::Invalid, "incomplete"),
            Review::Unassigned { .. } => (Code::Invalid, "unassigned"),
            Review::Unknown { .. } => (Code::NotFound, "unknown"),
            Review::Closed { .. } => (Code::Invalid, "closed"),
            Review::OwnGrant { .. } => (Code::NotPermitted, "own_grant"),
            Review::NotAsked { .. } => (Code::NotPermitted, "not_asked"),
            Review::NewRole { .. } => (Code::Invalid, "new_role"),
            Review::LongNote { .. } => (Code::Invalid, "long_note"),
            Review::Undecided { .. } => (Code::Invalid, "undecided"),
            Review::Contradiction { .. } => (Code::Invalid, "contradiction"),
            Review::NoSignOff => (Code::Invalid, "no_sign_off"),
            Review::Parts(_) | Review::PopulationAltered { .. } => (Code::Damaged, "altered"),
            Review::NotCounted { .. } | Review::GrantTwice { .. } => (Code::Internal, "fault"),
        };
        Self::new(code, sentence(&error.to_string())).with(json!({ "reason": reason }))
    }
}

impl From<EvidenceError> for Error {
    fn from(error: EvidenceError) -> Self {
        let code = match &error {
            EvidenceError::Io { source, .. } if source.kind() == std::io::ErrorKind::NotFound => Code::NotFound,
            EvidenceError::Io { .. } | EvidenceError::TooLarge { .. } => Code::Disk,
            EvidenceError::Exists(_) => Code::Exists,
            EvidenceError::NoPack(_) => Code::Unreadable,
            EvidenceError::Path { .. } | EvidenceError::Twice(_) | EvidenceError::Key(_) => Code::Invalid,
        };
        Self::new(code, sentence(&error.to_string()))
    }
}

impl From<muster_formats::Error> for Error {
    fn from(error: muster_formats::Error) -> Self {
        use muster_formats::Error as Formats;
        let (code, details) = match &error {
            Formats::NotFound { path } => (Code::NotFound, json!({ "file": path })),
            Formats::Map { .. } => (Code::Invalid, json!({})),
            Formats::NotUtf8 { file, line } => (Code::Unreadable, json!({ "file": file, "line": line })),
            _ => (Code::Unreadable, json!({})),
        };
        Self::new(code, sentence(&error.to_string())).with(details)
    }
}

impl From<muster_audit::AuditError> for Error {
    fn from(error: muster_audit::AuditError) -> Self {
        use muster_audit::AuditError as Audit;
        let (code, details) = match &error {
            Audit::Files(problems) => {
                let problems: Vec<Value> = problems
                    .iter()
                    .map(|p| json!({ "file": p.file, "line": p.line, "field": p.field, "what": p.what, "remedy": p.remedy }))
                    .collect();
                (Code::Invalid, json!({ "problems": problems }))
            }
            Audit::UnknownRule { near, .. } => (Code::NotFound, json!({ "near": near })),
            Audit::UnknownPack { .. } => (Code::NotFound, json!({ "field": "pack" })),
            Audit::Parameter { rule, parameter, .. } => (Code::Invalid, json!({ "rule": rule, "field": parameter })),
        };
        Self::new(code, sentence(&error.to_string())).with(details)
    }
}

/// Errors below are written as the middle of a sentence; here they stand alone.
pub(crate) fn sentence(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 1);
    let mut chars = text.chars();
    // A word is begun with a capital; a path or a file's name stays as it is.
    let word = text.split_whitespace().next().unwrap_or_default();
    let plain = !word.is_empty() && word.chars().all(char::is_alphabetic);
    if let Some(first) = chars.next().filter(|_| plain) {
        out.extend(first.to_uppercase());
        out.push_str(chars.as_str());
    } else {
        out.push_str(text);
    }
    if !out.ends_with(['.', '!', '?']) {
        out.push('.');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_stand_as_sentences() {
        assert_eq!(sentence("the disk is full: free some space"), "The disk is full: free some space.");
        assert_eq!(sentence("users.csv is empty; export it again"), "users.csv is empty; export it again.");
        assert_eq!(sentence("/tmp/a: there is no such file"), "/tmp/a: there is no such file.");
    }
}
