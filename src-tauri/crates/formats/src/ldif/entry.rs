//! A block of lines to an entry of the directory.

use super::lines::{Block, MAX_BLOCK};
use crate::emit::{Fault, short};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A value of an attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Attr {
    /// Its line.
    pub(super) line: u64,
    /// Its name in lower case, without options.
    pub(super) name: String,
    /// Its options in lower case (`lang-de`, `binary`, `range=0-1499`).
    pub(super) options: String,
    /// The value's bytes.
    pub(super) value: Vec<u8>,
}

/// What a block is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// Nothing: the version line, what `ldapsearch` writes around entries.
    None,
    /// How the search ended, as `ldapsearch` writes it.
    Result {
        /// The result, `0 Success` shortened to `0`.
        code: String,
        /// Its line.
        line: u64,
    },
    /// An entry.
    Of {
        /// Its distinguished name as written.
        dn: String,
        /// Its attributes in their order.
        attrs: Vec<Attr>,
    },
}

/// What an entry is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Person,
    Group,
    Other,
}

impl Entry {
    pub(super) fn parse(block: &Block) -> Result<Self, Fault> {
        if block.too_large {
            let limit = MAX_BLOCK / (1024 * 1024);
            return Err(Fault::row(format!("one entry is larger than {limit} MiB; look for a missing blank line")));
        }
        let mut lines = block.lines.iter();
        let mut next = lines.next();
        if next.is_some_and(|(_, text)| has_name(text, b"version")) {
            next = lines.next();
        }
        let Some((line, text)) = next else { return Ok(Self::None) };
        let first = attr(*line, text)?;
        match first.name.as_str() {
            "dn" => {}
            // What ldapsearch writes after the entries.
            "search" | "result" | "ref" | "control" | "pagedresults" | "matcheddn" => {
                return Ok(std::iter::once(Ok(first))
                    .chain(lines.map(|(line, text)| attr(*line, text)))
                    .filter_map(Result::ok)
                    .find(|a| a.name == "result")
                    .map_or(Self::None, |a| {
                        let said = String::from_utf8_lossy(&a.value).into_owned();
                        let code = if said.split_whitespace().next() == Some("0") { "0".to_owned() } else { said };
                        Self::Result { code, line: a.line }
                    }));
            }
            other => {
                let reason = format!("the entry begins with {:?} where dn: is expected", short(other, 40));
                return Err(Fault::at("dn", reason));
            }
        }
        let dn = text_of(&first)?;
        let mut attrs = Vec::with_capacity(block.lines.len());
        for (line, text) in lines {
            let found = attr(*line, text)?;
            match found.name.as_str() {
                "changetype" if found.value.eq_ignore_ascii_case(b"add") => {}
                "changetype" => {
                    let kind = short(&String::from_utf8_lossy(&found.value), 40);
                    let reason = format!("this is a change ({kind}), not an entry; export the entries themselves");
                    return Err(super::fault(&found, reason));
                }
                "control" => {}
                _ => attrs.push(found),
            }
        }
        Ok(Self::Of { dn, attrs })
    }
}

fn has_name(line: &[u8], name: &[u8]) -> bool {
    line.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name)) && line.get(name.len()) == Some(&b':')
}

/// One line: `name: text`, `name:: base64` or `name:< url`.
fn attr(line: u64, text: &[u8]) -> Result<Attr, Fault> {
    let described =
        memchr::memchr(b':', text).and_then(|at| Some((std::str::from_utf8(&text[..at]).ok()?, &text[at + 1..])));
    let Some((described, rest)) = described else {
        let shown = short(&String::from_utf8_lossy(text), 40);
        let reason = format!("{shown:?} is no line of an entry: it needs a name and a colon");
        return Err(Fault::row(reason).on_line(line));
    };
    let described = described.trim().to_lowercase();
    let (name, options) = described.split_once(';').unwrap_or((&described, ""));
    let wrong = |reason: &str| Fault::at(name, reason).on_line(line);
    let value = match rest {
        [b':', encoded @ ..] => {
            let packed: Vec<u8> = encoded.iter().copied().filter(|b| !b.is_ascii_whitespace()).collect();
            STANDARD.decode(packed).map_err(|_| wrong("the value after :: is not base64"))?
        }
        [b'<', ..] => {
            return Err(wrong("the value is in a file elsewhere (:<), which is not followed; write it into the LDIF"));
        }
        plain => plain.trim_ascii().to_vec(),
    };
    Ok(Attr { line, name: name.to_owned(), options: options.to_owned(), value })
}

/// A value as text.
pub(super) fn text_of(attr: &Attr) -> Result<String, Fault> {
    match std::str::from_utf8(&attr.value) {
        Ok(text) => Ok(text.trim().to_owned()),
        Err(error) => {
            let byte = attr.value.get(error.valid_up_to()).copied().unwrap_or_default();
            let reason = format!(
                "byte 0x{byte:02X} is not UTF-8 (the file is perhaps Windows-1252 or Latin-1); save the file as UTF-8"
            );
            Err(super::fault(attr, reason))
        }
    }
}

/// Every value of an attribute as text, without those in a particular
/// language.
pub(super) fn texts(attrs: &[Attr], name: &str) -> Result<Vec<String>, Fault> {
    let mut found = Vec::new();
    for attr in attrs.iter().filter(|a| a.name == name && !a.options.contains("lang-")) {
        let text = text_of(attr)?;
        if !text.is_empty() {
            found.push(text);
        }
    }
    Ok(found)
}

/// The first value of the first of some attributes that has one.
pub(super) fn first(attrs: &[Attr], names: &[&str]) -> Result<Option<String>, Fault> {
    for name in names {
        if let Some(text) = texts(attrs, name)?.into_iter().next() {
            return Ok(Some(text));
        }
    }
    Ok(None)
}

const PEOPLE: &[&str] =
    &["person", "organizationalperson", "inetorgperson", "user", "posixaccount", "account", "inetuser", "ipauser"];
const GROUPS: &[&str] =
    &["groupofnames", "groupofuniquenames", "groupofmembers", "groupofentries", "posixgroup", "group", "ipausergroup"];
const SERVICES: &[&str] = &["msds-groupmanagedserviceaccount", "msds-managedserviceaccount"];

pub(super) fn has_class(attrs: &[Attr], classes: &[&str]) -> bool {
    attrs
        .iter()
        .filter(|a| a.name == "objectclass")
        .any(|a| classes.iter().any(|c| a.value.eq_ignore_ascii_case(c.as_bytes())))
}

/// Whether it is a directory's own service account.
pub(super) fn is_service(attrs: &[Attr]) -> bool {
    has_class(attrs, SERVICES)
}

/// What an entry is about: by its object classes; where none were exported,
/// by its attributes. Computers of Active Directory are users by class and
/// are not meant.
pub(super) fn sort(attrs: &[Attr]) -> Sort {
    let has = |names: &[&str]| attrs.iter().any(|a| names.contains(&a.name.as_str()));
    if has(&["objectclass"]) {
        if is_service(attrs) {
            Sort::Person
        } else if has_class(attrs, &["computer", "contact"]) {
            Sort::Other
        } else if has_class(attrs, PEOPLE) {
            Sort::Person
        } else if has_class(attrs, GROUPS) {
            Sort::Group
        } else {
            Sort::Other
        }
    } else if has(&["uid", "samaccountname", "userprincipalname"]) && !has(&["member", "grouptype"]) {
        Sort::Person
    } else if has(&["member", "uniquemember", "memberuid"]) {
        Sort::Group
    } else {
        Sort::Other
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn parse(lines: &[&str]) -> Result<Entry, Fault> {
        let lines = lines.iter().enumerate().map(|(at, l)| (at as u64 + 1, l.as_bytes().to_vec())).collect();
        Entry::parse(&Block { line: 1, lines, ..Block::default() })
    }

    #[test]
    fn the_three_forms_of_a_value() {
        let Entry::Of { dn, attrs } =
            parse(&["version: 1", "dn: a=b", "cn:: SsO8cmdlbg==", "sn;lang-de:  x "]).unwrap()
        else {
            panic!("an entry is expected")
        };
        assert_eq!(dn, "a=b");
        assert_eq!(text_of(&attrs[0]).unwrap(), "Jürgen");
        assert_eq!(
            (attrs[1].name.as_str(), attrs[1].options.as_str(), &attrs[1].value[..]),
            ("sn", "lang-de", &b"x"[..])
        );
        let fault = parse(&["dn: a=b", "jpegPhoto:< file:///etc/passwd"]).unwrap_err();
        assert_eq!((fault.line, fault.column.as_deref()), (Some(2), Some("jpegphoto")));
        assert!(fault.reason.contains("not followed"), "{}", fault.reason);
    }

    #[test]
    fn only_additions_are_entries() {
        assert!(parse(&["dn: a=b", "changetype: add", "cn: x"]).is_ok());
        for kind in ["delete", "modify", "modrdn"] {
            let fault = parse(&["dn: a=b", &format!("changetype: {kind}")]).unwrap_err();
            assert!(fault.reason.contains(kind), "{}", fault.reason);
        }
    }

    #[test]
    fn the_end_of_a_search_is_no_entry() {
        assert_eq!(
            parse(&["search: 2", "result: 0 Success"]).unwrap(),
            Entry::Result { code: "0".to_owned(), line: 2 }
        );
        assert_eq!(
            parse(&["search: 2", "result: 4 Size limit exceeded"]).unwrap(),
            Entry::Result { code: "4 Size limit exceeded".to_owned(), line: 2 }
        );
        assert_eq!(parse(&["version: 1"]).unwrap(), Entry::None);
        assert_eq!(parse(&["cn: x"]).unwrap_err().column.as_deref(), Some("dn"));
    }
}
