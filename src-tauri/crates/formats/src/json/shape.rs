//! What a JSON file is about, by the names at its beginning.

use super::{Piece, Walker};
use crate::Error;
use crate::dialect::Dialect;

/// The names at the beginning of a file.
#[derive(Debug, Default)]
pub(crate) struct Shape {
    list: bool,
    /// A list without elements.
    empty: bool,
    keys: Vec<String>,
    schemas: Vec<String>,
    message: Option<String>,
}

const SCIM: &str = "urn:ietf:params:scim:";
const KEYCLOAK_USER: &[&str] =
    &["createdTimestamp", "emailVerified", "requiredActions", "realmRoles", "clientRoles", "enabled", "firstName"];
const KEYCLOAK_REALM: &[&str] =
    &["users", "federatedUsers", "roles", "clients", "sslRequired", "defaultRole", "enabled", "groups"];

impl Shape {
    /// The names in the first object of a head; the head may be cut anywhere.
    pub(crate) fn of(head: &[u8]) -> Self {
        let mut walker = Walker::new(head);
        let mut shape = Self::default();
        let Ok(Some(first)) = walker.peek() else { return shape };
        if walker.enter().is_err() {
            return shape;
        }
        shape.list = first == b'[';
        if !shape.list {
            shape.gather(&mut walker);
            return shape;
        }
        shape.empty = matches!(walker.peek(), Ok(Some(b']')));
        // An element that is no object, or that says nothing, is passed over.
        while shape.keys.is_empty() && matches!(walker.next_element(), Ok(true)) {
            let object = matches!(walker.peek(), Ok(Some(b'{')));
            let done =
                if object { walker.enter().is_err() || !shape.gather(&mut walker) } else { walker.skip().is_err() };
            if done {
                break;
            }
        }
        shape
    }

    /// Gathers the names of the object just stepped into; whether it ended.
    fn gather(&mut self, walker: &mut Walker<&[u8]>) -> bool {
        loop {
            match walker.next_key() {
                Ok(Some(key)) => {
                    let schemas = key.eq_ignore_ascii_case("schemas");
                    let message = matches!(key.as_str(), "message" | "error");
                    self.keys.push(key);
                    match walker.value() {
                        Ok(Piece::Whole(bytes)) if schemas => {
                            self.schemas = serde_json::from_slice(bytes).unwrap_or_default();
                        }
                        Ok(Piece::Whole(bytes)) if message => {
                            self.message = Some(crate::emit::short(&String::from_utf8_lossy(bytes), 120));
                        }
                        Ok(_) => {}
                        Err(_) => return false,
                    }
                }
                Ok(None) => return true,
                Err(_) => return false,
            }
        }
    }

    fn has(&self, key: &str) -> bool {
        self.keys.iter().any(|k| k == key)
    }

    fn has_any(&self, keys: &[&str]) -> bool {
        keys.iter().any(|k| self.has(k))
    }

    /// The dialect, and what gave it away.
    pub(crate) fn dialect(&self, file: &str) -> Result<(Dialect, String), Error> {
        let lower: Vec<String> = self.keys.iter().map(|k| k.to_ascii_lowercase()).collect();
        let ignoring_case = |key: &str| lower.iter().any(|k| k == key);
        if self.schemas.iter().any(|s| s.starts_with(SCIM)) {
            return self.scim(file);
        }
        if ignoring_case("resources") && ignoring_case("totalresults") {
            return Ok((Dialect::Scim, "it is a SCIM list of Resources".to_owned()));
        }
        if self.has("realm") && self.has_any(KEYCLOAK_REALM) {
            return Ok((Dialect::Keycloak, "it is a Keycloak realm export (it has \"realm\")".to_owned()));
        }
        if !self.list && self.has_any(&["users", "federatedUsers"]) {
            return Ok((Dialect::Keycloak, "it has a list of \"users\", as Keycloak exports it".to_owned()));
        }
        if self.has("username") && self.has("userstore") {
            return Err(Error::NotUsers {
                file: file.to_owned(),
                what: "a table that Muster wrote for other programs".to_owned(),
                remedy: "to read it again, export it as SCIM (which says all there is) or as CSV",
            });
        }
        if self.has("username") && self.has("access_level") || self.has("membership_type") && self.has("removable") {
            return Err(Error::NotUsers {
                file: file.to_owned(),
                what: "the members of one group or project".to_owned(),
                remedy: "take GET /users for the users, and the user permissions export (CSV) for who is where",
            });
        }
        if self.has("username") && self.has_any(KEYCLOAK_USER) && !self.has_any(&["web_url", "state"]) {
            return Ok((Dialect::Keycloak, "its users are those of Keycloak's admin API".to_owned()));
        }
        if self.has("username") || (self.has("id") && self.has("web_url")) {
            return Ok((Dialect::GitlabUsers, "it holds GitLab user objects (with \"username\")".to_owned()));
        }
        if ignoring_case("username") {
            return Ok((Dialect::Scim, "it holds SCIM users (with \"userName\")".to_owned()));
        }
        if self.empty {
            return Ok((Dialect::GitlabUsers, "it is an empty list, as the last page of GitLab's users is".to_owned()));
        }
        if let Some(message) = &self.message {
            return Err(Error::NotUsers {
                file: file.to_owned(),
                what: format!("an answer of an API ({message})"),
                remedy: "check the token and the address it was fetched with, and fetch it again",
            });
        }
        let names = self.keys.iter().take(5).map(|k| format!("{:?}", crate::emit::short(k, 40))).collect::<Vec<_>>();
        let names = if names.is_empty() { "nothing readable".to_owned() } else { names.join(", ") };
        Err(Error::Unrecognised { file: file.to_owned(), reason: format!("its JSON begins with {names}") })
    }

    fn scim(&self, file: &str) -> Result<(Dialect, String), Error> {
        let names: Vec<&str> = self.schemas.iter().filter_map(|s| s.rsplit(':').next()).collect();
        let readable = ["ListResponse", "User", "Group"];
        if let Some(name) = names.iter().find(|n| readable.contains(n)) {
            return Ok((Dialect::Scim, format!("its schema is SCIM's {name}")));
        }
        if names.is_empty() || self.list {
            return Ok((Dialect::Scim, "it has SCIM schemas".to_owned()));
        }
        Err(Error::NotUsers {
            file: file.to_owned(),
            what: format!("a SCIM {} message", crate::emit::short(&names.join(" and "), 60)),
            remedy: "take the answer of GET /Users or GET /Groups (a ListResponse, User or Group)",
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn of(text: &str) -> Dialect {
        Shape::of(text.as_bytes()).dialect("f.json").unwrap().0
    }

    #[test]
    fn each_shape_is_told_by_its_names() {
        assert_eq!(of(r#"[{"id":1,"username":"a","state":"active"}]"#), Dialect::GitlabUsers);
        assert_eq!(of(r#"{"id":1,"username":"a","sign_in_count":3}"#), Dialect::GitlabUsers);
        assert_eq!(of("[]"), Dialect::GitlabUsers);
        assert_eq!(of(r#"[1, {}, {"username":"a"}]"#), Dialect::GitlabUsers);
        assert_eq!(of(r#"{"realm":"r","enabled":true,"users":[{"use"#), Dialect::Keycloak);
        assert_eq!(of(r#"{"users":[{"username":"a"}],"realm":"r"}"#), Dialect::Keycloak);
        assert_eq!(of(r#"[{"id":"x","username":"a","emailVerified":true}]"#), Dialect::Keycloak);
        assert_eq!(of(r#"{"totalResults":1,"Resources":[]}"#), Dialect::Scim);
        assert_eq!(of(r#"[{"userName":"a"}]"#), Dialect::Scim);
        assert_eq!(of(r#"{"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"id":"1"}"#), Dialect::Scim);
    }

    #[test]
    fn what_holds_no_users_is_named() {
        for (text, said) in [
            (r#"{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":[]}"#, "PatchOp"),
            (r#"{"message":"401 Unauthorized"}"#, "401"),
            (r#"[{"id":1,"username":"a","access_level":30}]"#, "members of one group"),
            (r#"[{"userstore":"X","username":"a","state":"locked"}]"#, "Muster wrote"),
            (r#"{"a":1,"b":2}"#, "\"a\""),
        ] {
            let message = Shape::of(text.as_bytes()).dialect("f.json").unwrap_err().to_string();
            assert!(message.contains(said) && message.contains("f.json"), "{message}");
        }
    }
}
