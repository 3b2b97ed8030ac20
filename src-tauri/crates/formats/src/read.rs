//! Reads a file into a sink.

use crate::Error;
use crate::detect::{Detected, from_head};
use crate::dialect::Dialect;
use crate::emit::Emit;
use crate::options::Options;
use crate::source::Source;
use crate::summary::FileSummary;
use crate::{
    authelia, entra, gitlab_members, gitlab_permissions, gitlab_users, google, keycloak, ldif, okta, scim, table, wso2,
};
use muster_model::record::Sink;
use std::path::Path;

/// Reads a file: every record and every rejection goes to `sink` as soon as
/// it is read. `progress` gets the bytes of the file read so far, some
/// kilobytes apart.
///
/// # Errors
/// The file cannot be read at all ([`Error`] says why), or the sink said to
/// stop. A row that cannot be read is a rejection, not an error; so is the
/// place where a file is cut off.
pub fn read(
    path: &Path,
    options: &Options,
    progress: &mut dyn FnMut(u64),
    sink: &mut dyn Sink,
) -> Result<FileSummary, Error> {
    let source = Source::open(path)?;
    let Detected { dialect, because, bytes, encoding, .. } = from_head(&source, options)?;
    let (name, shown) = (source.name.clone(), source.path.clone());
    let mut emit = Emit::new(&name, sink);
    let mut bytes_read = 0;
    let mut count = |done: u64| {
        bytes_read = done;
        progress(done);
    };
    let reader = source.into_reader(&mut count);
    let emit_to = &mut emit;
    let evidence = match dialect {
        Dialect::GitlabUsers => gitlab_users::read(reader, &shown, emit_to),
        Dialect::GitlabPermissions => gitlab_permissions::read(reader, &shown, emit_to),
        Dialect::GitlabMembers => gitlab_members::read(reader, &shown, emit_to),
        Dialect::GitlabUsage => {
            drop(reader);
            let what = "GitLab's own counts of users by day".to_owned();
            Err(Error::NotUsers { file: name.clone(), what, remedy: "give it to an import, which knows what it is" })
        }
        Dialect::Scim => scim::read(reader, &shown, emit_to),
        Dialect::Ldif => ldif::read(reader, &shown, emit_to),
        Dialect::Keycloak => keycloak::read(reader, &shown, emit_to),
        Dialect::Wso2Five => wso2::five::read(reader, &shown, emit_to),
        Dialect::Wso2Seven => wso2::seven::read(reader, &shown, emit_to),
        Dialect::Entra => entra::read(reader, &shown, emit_to),
        Dialect::Google => google::read(reader, &shown, emit_to),
        Dialect::Okta => okta::read(reader, &shown, emit_to),
        Dialect::Authelia => authelia::read(reader, &shown, emit_to),
        Dialect::Csv => table::read(reader, &shown, &options.map, emit_to),
    }?;
    let (counts, cut) = (emit.counts(), emit.cut_line());
    Ok(FileSummary { name, dialect, because, bytes: bytes.max(bytes_read), encoding, counts, cut, evidence })
}
