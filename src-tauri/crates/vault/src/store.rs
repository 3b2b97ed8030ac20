//! Connections to `store.db`, and the settings each gets before its first
//! statement.

use crate::folder::Folder;
use crate::keys::StoreKey;
use crate::{Error, Result};
use rusqlite::{Connection, OpenFlags};
use std::path::Path;
use std::time::Duration;

/// What a connection may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Access {
    /// Read and write; the file is made if it is missing.
    Create,
    /// Read and write.
    Write,
    /// Read, beside another program that may write.
    Read,
    /// Read from a folder that no one can write, where SQLite's shared memory
    /// file cannot be made either.
    Immutable,
}

/// The page cache of the writer, and of a reader while it looks up many
/// thousands of rows here and there: small caches hurt an encrypted store most
/// (platform reference, section 9). With 16 MiB a preview of 100,000 of a
/// million users took ten times as long (`make bench`).
pub(crate) const CACHE_WIDE_KIB: u32 = 64 * 1024;
/// The page cache of any other reader: what a page of the window needs, and the
/// upper levels of the indexes.
pub(crate) const CACHE_KIB: u32 = 8 * 1024;
/// That of each of two connections that read tables from end to end side by
/// side: every page is needed once, and what is kept is the way to the next.
pub(crate) const CACHE_ASIDE_KIB: u32 = 2 * 1024;
/// Within one program nothing waits for a lock of the store for long: there
/// is one writer, and readers never wait in WAL mode.
const BUSY: Duration = Duration::from_secs(10);

/// Opens a keyed connection and proves that the key fits.
pub(crate) fn connect(folder: &Folder, key: &StoreKey, access: Access, cache_kib: u32) -> Result<Connection> {
    let path = folder.store();
    if access != Access::Create && !path.is_file() {
        return Err(Error::Damaged {
            what: "store.db is missing".to_owned(),
            remedy: "put it back from a copy of the folder, or restore a backup (muster restore FILE PATH)",
        });
    }
    let base = OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = match access {
        Access::Create => {
            Connection::open_with_flags(&path, base | OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE)
        }
        Access::Write => Connection::open_with_flags(&path, base | OpenFlags::SQLITE_OPEN_READ_WRITE),
        Access::Read => Connection::open_with_flags(&path, base | OpenFlags::SQLITE_OPEN_READ_ONLY),
        Access::Immutable => Connection::open_with_flags(
            uri(&path, "immutable=1"),
            base | OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI,
        ),
    }?;
    prepare(&connection, key, access, cache_kib)?;
    Ok(connection)
}

fn prepare(connection: &Connection, key: &StoreKey, access: Access, cache_kib: u32) -> Result<()> {
    connection.busy_timeout(BUSY)?;
    // A wrong key is this crate's error, not three lines on standard error.
    // The level is global to SQLCipher and may be set before the key.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    connection.execute_batch(&key.pragma())?;
    connection.execute_batch("PRAGMA cipher_page_size = 4096")?;
    // The first read fails with NotADatabase if the key does not fit.
    connection.query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))?;
    connection.execute_batch(&format!(
        // Nothing spills to plain temporary files; no function or trigger in a
        // doctored schema runs unasked.
        "PRAGMA temp_store = MEMORY; PRAGMA cache_size = -{cache_kib}; PRAGMA mmap_size = 0;
         PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
    ))?;
    crate::filter::register(connection)?;
    if matches!(access, Access::Create | Access::Write) {
        // FULL: the log of a commit is on the disk before the commit returns,
        // so pulled power takes nothing that was reported done. The two
        // `fullfsync` make macOS mean it; elsewhere they do nothing.
        // FAST: what is deleted is overwritten where its page is written
        // anyway, so that erasing a user leaves nothing in the store's pages.
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = ON;
             PRAGMA checkpoint_fullfsync = ON; PRAGMA secure_delete = FAST; PRAGMA journal_size_limit = 67108864;",
        )?;
    }
    Ok(())
}

/// Opens for reading whatever the folder allows.
pub(crate) fn connect_reader(folder: &Folder, key: &StoreKey, cache_kib: u32) -> Result<(Connection, Access)> {
    match connect(folder, key, Access::Read, cache_kib) {
        Ok(connection) => Ok((connection, Access::Read)),
        // A folder or disk that cannot be written has no room for the shared memory
        // file that readers of a WAL store need. Without pending changes the
        // store file is whole by itself.
        Err(Error::Io { .. } | Error::DiskReadOnly | Error::DiskFull) => {
            if folder.wal().metadata().is_ok_and(|wal| wal.len() > 0) {
                return Err(Error::Damaged {
                    what: "the vault was not closed properly, and its folder cannot be written".to_owned(),
                    remedy: "copy the whole folder to a disk that can be written, and open the copy",
                });
            }
            Ok((connect(folder, key, Access::Immutable, cache_kib)?, Access::Immutable))
        }
        Err(error) => Err(error),
    }
}

/// Gives back the journal's space, as what a failed transaction wrote there
/// may be what fills the disk. If it cannot be done now, nothing is lost.
pub(crate) fn shrink(writer: &Connection) {
    // Without waiting for readers.
    let _ = writer.busy_timeout(Duration::ZERO);
    let _ = writer.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
    let _ = writer.busy_timeout(BUSY);
}

/// A `file:` URI of a path with its special characters escaped.
fn uri(path: &Path, query: &str) -> String {
    #[cfg(unix)]
    let bytes = std::os::unix::ffi::OsStrExt::as_bytes(path.as_os_str()).to_vec();
    #[cfg(not(unix))]
    let bytes = path.to_string_lossy().replace('\\', "/").into_bytes();
    let mut text = String::from("file:");
    // `C:/x` becomes `file:///C:/x`, and `//host/x` becomes `file:////host/x`.
    if cfg!(windows) {
        text.push_str(if bytes.starts_with(b"/") { "//" } else { "///" });
    }
    for byte in bytes {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~' | b':') {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    format!("{text}?{query}")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::testing::made;

    #[test]
    fn every_connection_has_its_settings() {
        let (_dir, _path, vault) = made();
        let setting = |conn: &Connection, name: &str| {
            let value = conn.query_row(&format!("PRAGMA {name}"), [], |row| row.get::<_, rusqlite::types::Value>(0));
            match value.unwrap() {
                rusqlite::types::Value::Integer(number) => number.to_string(),
                rusqlite::types::Value::Text(text) => text,
                other => format!("{other:?}"),
            }
        };
        let all = [("temp_store", "2"), ("foreign_keys", "1"), ("trusted_schema", "0"), ("journal_mode", "wal")];
        let writer = [("synchronous", "2"), ("fullfsync", "1"), ("secure_delete", "2"), ("cache_size", "-65536")];
        let conn = vault.writer().unwrap();
        for (name, value) in all.iter().chain(&writer) {
            assert_eq!(setting(&conn, name), *value, "writer: {name}");
        }
        drop(conn);
        let look = |cache| {
            let settings = all.iter().chain([&("cache_size", cache)]).copied().collect::<Vec<_>>();
            move |conn: &Connection| {
                for (name, value) in settings {
                    assert_eq!(setting(conn, name), value, "reader: {name}");
                }
                Ok(())
            }
        };
        vault.read(look("-8192")).unwrap();
        vault.read_wide(look("-65536")).unwrap();
        vault.read(look("-8192")).unwrap();
        assert!(vault.read_wide(|_| Err::<(), _>(Error::Busy)).is_err());
        vault.read(look("-8192")).unwrap();
        vault.read_alone(look("-8192")).unwrap();
    }

    #[test]
    fn a_path_becomes_a_uri() {
        #[cfg(unix)]
        assert_eq!(uri(Path::new("/a b/\u{e4}?#%.db"), "immutable=1"), "file:/a%20b/%C3%A4%3F%23%25.db?immutable=1");
    }
}
