//! Readers and writers of other systems' files. A reader turns a file into
//! [`muster_model::record::Record`]s one by one, a writer takes them one by
//! one; memory does not grow with the file, except for YAML, of which at most
//! 32 MiB are read.
//!
//! | module | what it does |
//! | --- | --- |
//! | [`dialect`] | the dialects that can be read |
//! | [mod@detect] | which of them a file is, by its content |
//! | [`options`] | what the operator may say about it |
//! | [mod@read] | reads a file into a sink |
//! | [mod@preview] | the beginning of a file as it would be read |
//! | [`summary`] | what reading one file came to |
//! | [mod@coverage] | whether the files of one import list everyone |
//! | [`write`] | records as dialects, change sets as files to carry out elsewhere |
//! | [`error`] | what keeps a whole file from being read or written |
//! | `source`, `sniff`, `utf16` | opening, magic numbers, byte order marks, UTF-16 |
//! | `json` | JSON that streams |
//! | `yaml` | YAML, event by event |
//! | `credential`, `attributes` | what is a credential, and how it is kept out |
//! | `moment`, `kinds` | times, and words for kinds of user |
//! | `emit` | hands records to the sink, and counts |
//!
//! One module per dialect: `gitlab_users`, `gitlab_permissions`,
//! `gitlab_members`, [`gitlab_usage`], `scim`, `ldif`, `keycloak`, `wso2` (both), `entra`,
//! `google`, `okta`, `authelia`, [`table`] (CSV). Each says how its source's
//! words map to Muster's.

mod attributes;
mod authelia;
pub mod coverage;
mod credential;
pub mod detect;
pub mod dialect;
mod emit;
mod entra;
pub mod error;
mod gitlab_members;
mod gitlab_permissions;
pub mod gitlab_usage;
mod gitlab_users;
mod google;
mod json;
mod keycloak;
mod kinds;
mod ldif;
mod moment;
mod okta;
pub mod options;
mod pages;
pub mod preview;
pub mod read;
mod scim;
mod sniff;
mod source;
mod spans;
pub mod summary;
pub mod table;
mod utf16;
pub mod write;
mod wso2;
mod yaml;

pub use coverage::coverage;
pub use detect::{Detected, detect, detect_with};
pub use dialect::Dialect;
pub use emit::Counts;
pub use error::Error;
pub use gitlab_usage::{Usage, usage};
pub use options::{ColumnMap, Options};
pub use pages::Pages;
pub use preview::{Preview, PreviewUser, preview};
pub use read::read;
pub use sniff::Encoding;
pub use spans::Spans;
pub use summary::{Evidence, FileSummary};
pub use table::{Attribute, Column, MenuEntry, Sample, SampleRow, sample};
