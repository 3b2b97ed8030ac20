//! The stored JSON of everyone's profiles, read without keeping any of it.

use crate::Result;
use crate::tables::stored;
use muster_model::ProfileField;
use rusqlite::Connection;
use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use std::borrow::Cow;
use std::fmt::Formatter;

/// What a stored profile says, value by value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Told<'a> {
    /// A shared field.
    Field(ProfileField, &'a str),
    /// A value of the custom attribute of this name.
    Attribute(&'a str, &'a str),
}

/// Takes values, one by one.
type See<'a> = &'a mut dyn FnMut(Told<'_>);

/// Shows what the profiles of users with keys from `from` to `to` say.
///
/// # Errors
/// If the database fails or holds something else than profiles.
pub fn scan(conn: &Connection, from: i64, to: i64, see: &mut dyn FnMut(i64, Told<'_>)) -> Result<()> {
    let mut statement =
        conn.prepare_cached("SELECT user_id, body FROM user_profile WHERE user_id BETWEEN ?1 AND ?2")?;
    let mut rows = statement.query([from, to])?;
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let body = row.get_ref(1)?.as_str().map_err(rusqlite::Error::from)?;
        let mut reader = serde_json::Deserializer::from_str(body);
        stored("user_profile", "body", "", || reader.deserialize_map(Profile(&mut |told| see(id, told))).ok())?;
    }
    Ok(())
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "lowercase")]
enum Section {
    Fields,
    Attributes,
    #[serde(other)]
    Other,
}

/// A text, not copied where it has no escapes.
#[derive(Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

#[derive(Deserialize)]
struct Value<'a> {
    #[serde(borrow)]
    value: Cow<'a, str>,
}

struct Profile<'a>(See<'a>);

impl<'de> Visitor<'de> for Profile<'_> {
    type Value = ();

    fn expecting(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("a profile")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<(), A::Error> {
        while let Some(section) = map.next_key()? {
            match section {
                Section::Fields => map.next_value_seed(Fields(self.0))?,
                Section::Attributes => map.next_value_seed(Attributes(self.0))?,
                Section::Other => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(())
    }
}

struct Fields<'a>(See<'a>);

impl<'de> DeserializeSeed<'de> for Fields<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> std::result::Result<(), D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Fields<'_> {
    type Value = ();

    fn expecting(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("fields by name")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<(), A::Error> {
        while let Some((field, value)) = map.next_entry::<ProfileField, Value<'de>>()? {
            (self.0)(Told::Field(field, &value.value));
        }
        Ok(())
    }
}

struct Attributes<'a>(See<'a>);

impl<'de> DeserializeSeed<'de> for Attributes<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> std::result::Result<(), D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Attributes<'_> {
    type Value = ();

    fn expecting(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        f.write_str("values by name")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> std::result::Result<(), A::Error> {
        while let Some((name, values)) = map.next_entry::<Text<'de>, Vec<Text<'de>>>()? {
            values.iter().for_each(|value| (self.0)(Told::Attribute(&name.0, &value.0)));
        }
        Ok(())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::merge::testing::{named_user, vault};
    use crate::tables::profile::{of_user, set};
    use muster_model::UserId;

    fn shown(conn: &Connection, from: i64, to: i64) -> Vec<(i64, String)> {
        let mut shown = Vec::new();
        scan(conn, from, to, &mut |id, told| shown.push((id, format!("{told:?}")))).unwrap();
        shown
    }

    #[test]
    fn every_value_is_shown_once() {
        let conn = vault();
        let (ada, bob) = (named_user(&conn, "ada"), named_user(&conn, "bob"));
        let mut profile = muster_model::Profile::default();
        profile.set(ProfileField::Title, Some("In\"génieur\\ \u{0}"));
        profile.attributes.insert("a\"b".to_owned(), vec!["x".to_owned(), "y\n".to_owned()]);
        set(&conn, ada, &profile).unwrap();
        set(&conn, bob, &muster_model::Profile::default()).unwrap();
        let expected = [
            (ada.0, format!("{:?}", Told::Attribute("a\"b", "x"))),
            (ada.0, format!("{:?}", Told::Attribute("a\"b", "y\n"))),
            (ada.0, format!("{:?}", Told::Field(ProfileField::Title, "In\"génieur\\ \u{0}"))),
        ];
        assert_eq!(shown(&conn, i64::MIN, i64::MAX), expected);
        assert_eq!(shown(&conn, ada.0 + 1, i64::MAX), []);
        assert_eq!(of_user(&conn, UserId(ada.0)).unwrap(), profile);
    }

    #[test]
    fn what_is_no_profile_is_an_error() {
        let conn = vault();
        let ada = named_user(&conn, "ada");
        for body in ["[]", r#"{"fields":1}"#, r#"{"fields":{"title":1}}"#, r#"{"attributes":{"a":1}}"#] {
            let sql = "INSERT OR REPLACE INTO user_profile (user_id, body) VALUES (?1, ?2)";
            conn.execute(sql, (ada.0, body)).unwrap();
            assert!(scan(&conn, 0, 9, &mut |_, _| {}).is_err(), "{body}");
        }
    }
}
