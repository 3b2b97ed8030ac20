//! Roles, grants and groups as tables.

use super::{About, Done, Place, table_format};
use crate::api::export::{ExportThings, Things};
use crate::api::users::SortBy;
use crate::api::vault::WrittenFile;
use crate::job::Job;
use crate::session::Session;
use crate::{Error, Result, files};
use chrono::{DateTime, Utc};
use muster_formats::write::Omitted;
use muster_model::UserId;
use muster_report::{Cell, Column, Table};
use muster_vault::bulk::Beside;
use muster_vault::tables::{grant, things};
use std::io::Write;
use std::path::Path;

impl Things {
    /// Its word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Roles => "roles",
            Self::Grants => "grants",
            Self::Groups => "groups",
        }
    }

    const fn sheet(self) -> &'static str {
        match self {
            Self::Roles => "Roles",
            Self::Grants => "Grants",
            Self::Groups => "Groups",
        }
    }

    fn columns(self) -> Vec<Column> {
        let text = Column::text;
        match self {
            Self::Roles => vec![
                text("userstore"),
                text("name"),
                text("description"),
                Column::number("level"),
                Column::bool("privileged"),
                Column::bool("builtin"),
                text("base"),
                text("includes"),
                text("permissions"),
                Column::number("users"),
                Column::number("groups"),
            ],
            Self::Grants => vec![
                text("userstore"),
                text("username"),
                text("display_name"),
                text("role"),
                Column::number("level"),
                Column::bool("privileged"),
                text("scope"),
                text("on"),
                text("through"),
                Column::date("since"),
                Column::date("expires"),
            ],
            Self::Groups => vec![
                text("userstore"),
                text("path"),
                text("display_name"),
                text("description"),
                text("source_id"),
                Column::number("users"),
                text("in"),
                text("roles"),
                Column::date("gone_since"),
            ],
        }
    }
}

impl Session {
    /// Writes roles, grants or groups to a file.
    ///
    /// # Errors
    /// [`crate::Code::Exists`], [`crate::Code::InvalidFilter`],
    /// [`crate::Code::Invalid`] for a format of users, or what the disk says.
    pub fn export_things(&self, request: &ExportThings, job: &Job, now: DateTime<Utc>) -> Result<WrittenFile> {
        let place = Place { path: Path::new(&request.path), overwrite: request.overwrite, manifest: request.manifest };
        self.export_to(&about(request), &place, job, now, |out, job| {
            self.write_things(request, out, job, place.path, now)
        })
    }

    /// Writes roles, grants or groups to a stream.
    ///
    /// # Errors
    /// As [`Session::export_things`], or that the stream cannot be written.
    pub fn export_things_to(
        &self,
        request: &ExportThings,
        out: &mut dyn Write,
        now: DateTime<Utc>,
    ) -> Result<WrittenFile> {
        self.export_stream(&about(request), out, now, |out, job| {
            self.write_things(request, out, job, Path::new("standard output"), now)
        })
    }

    fn write_things(
        &self,
        request: &ExportThings,
        out: &mut dyn Write,
        job: &Job,
        path: &Path,
        now: DateTime<Utc>,
    ) -> Result<Done> {
        let failed = |error| files::report_failed(path, error);
        let format = table_format(request.format, request.separator, request.bom, request.things.sheet())?;
        let ids = match request.things {
            // Whose grants: known before the file is begun, so that a wrong filter leaves none.
            Things::Grants => self.ordered(&request.filter, SortBy::UserName, false, now)?,
            _ => Vec::new(),
        };
        let table = Table::new(request.things.columns());
        let mut writer = muster_report::open(&table, format, out).map_err(failed)?;
        let mut put = |cells: &[Cell]| writer.row(cells).map_err(failed);
        let rows = match request.things {
            Things::Roles => self.roles(&mut put)?,
            Things::Groups => self.groups(&mut put)?,
            Things::Grants => self.grants(&ids, job, now, &mut put)?,
        };
        writer.finish().map_err(failed)?;
        Ok(Done { rows, omitted: Omitted::default() })
    }

    fn roles(&self, put: &mut dyn FnMut(&[Cell]) -> Result<()>) -> Result<u64> {
        let roles = self.vault().read_alone(things::roles)?;
        for r in &roles {
            let role = &r.row.role;
            put(&[
                Cell::from(r.userstore.as_str()),
                Cell::from(role.name.as_str()),
                Cell::text(r.row.description.as_deref()),
                level(role.level),
                Cell::Bool(role.privileged),
                Cell::Bool(r.row.builtin),
                Cell::text(role.base.as_deref()),
                Cell::List(r.includes.clone()),
                Cell::List(role.permissions.clone()),
                number(r.users),
                number(r.groups),
            ])?;
        }
        Ok(roles.len() as u64)
    }

    fn groups(&self, put: &mut dyn FnMut(&[Cell]) -> Result<()>) -> Result<u64> {
        let groups = self.vault().read_alone(things::groups)?;
        for g in &groups {
            put(&[
                Cell::from(g.userstore.as_str()),
                Cell::from(g.path.as_str()),
                Cell::text(g.display_name.as_deref()),
                Cell::text(g.description.as_deref()),
                Cell::text(g.source_id.as_deref()),
                number(g.users),
                Cell::List(g.above.clone()),
                Cell::List(g.roles.clone()),
                Cell::time(g.gone_since),
            ])?;
        }
        Ok(groups.len() as u64)
    }

    /// Everyone's grants, user by user, in the order of a list of grants.
    fn grants(
        &self,
        ids: &[UserId],
        job: &Job,
        now: DateTime<Utc>,
        put: &mut dyn FnMut(&[Cell]) -> Result<()>,
    ) -> Result<u64> {
        let mut rows = 0;
        self.each_row(ids, Beside::default(), job, now, |conn, row, _| {
            let user = &row.user;
            for g in grant::of_user(conn, user.id).map_err(Error::from)? {
                put(&[
                    Cell::from(user.userstore.as_str()),
                    Cell::from(user.username.as_str()),
                    Cell::from(user.display_name.as_str()),
                    Cell::from(g.role.name.as_str()),
                    level(g.role.level),
                    Cell::Bool(g.role.privileged),
                    Cell::from(g.scope.kind.word()),
                    Cell::text(Some(g.scope.path.as_str()).filter(|path| !path.is_empty())),
                    Cell::text(g.through.as_deref()),
                    Cell::time(g.since),
                    Cell::time(g.expires),
                ])?;
                rows += 1;
            }
            Ok(())
        })?;
        Ok(rows)
    }
}

fn level(level: Option<u8>) -> Cell {
    level.map_or(Cell::Empty, |level| Cell::Integer(i64::from(level)))
}

fn number(number: u64) -> Cell {
    Cell::Integer(i64::try_from(number).unwrap_or(i64::MAX))
}

fn about(request: &ExportThings) -> About<'_> {
    About {
        what: request.things.word(),
        format: request.format.word(),
        filter: if request.things == Things::Grants { &request.filter } else { "" },
        columns: request.things.columns().into_iter().map(|c| c.name).collect(),
        order: if request.things == Things::Grants { "userName" } else { "" }.to_owned(),
        report: None,
    }
}
