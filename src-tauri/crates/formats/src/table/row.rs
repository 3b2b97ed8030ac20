//! One row to a record about a user.

use super::attribute::Attribute;
use super::cell;
use super::columns::Columns;
use super::own;
use super::rows::Row;
use crate::attributes::Attributes;
use crate::emit::Fault;
use muster_model::grant::gitlab_level;
use muster_model::record::{GrantRecord, GroupName, Listed, Told, UserRecord};
use muster_model::{LastSeen, Role, Scope, State};

impl Columns {
    /// The record of a row that [`Row::check`] passed, and how many
    /// credentials were dropped from its custom attributes.
    ///
    /// An empty cell clears what is known, except for the state, the kind and
    /// the names that tell users apart. Without a username column the e-mail
    /// is the username. A column of roles or groups lists all there are.
    pub(crate) fn user(&self, row: &Row<'_>) -> Result<(UserRecord, u64), Fault> {
        let mut user = UserRecord::default();
        let mut custom = Attributes::default();
        let mut roles: Option<Vec<GrantRecord>> = None;
        let mut groups: Option<Vec<GroupName>> = None;
        for (at, attribute) in self.attributes.iter().enumerate() {
            let Some(attribute) = attribute else { continue };
            let header = self.headers[at].as_str();
            let text = self.cell(header, row, at)?;
            let filled = (!text.is_empty()).then_some(text);
            let told = || Told::present(filled.map(str::to_owned));
            match attribute {
                Attribute::Ignore => {}
                Attribute::Id => user.identity.id = filled.map(str::to_owned),
                Attribute::Username => user.identity.username = filled.map(str::to_owned),
                Attribute::DisplayName => user.display_name = told(),
                Attribute::Email => user.email = told(),
                Attribute::State => tell(&mut user.state, filled.map(|t| cell::state(header, t)).transpose()?),
                Attribute::Active => {
                    // A flag beside a state says no more than the state does.
                    let active = filled.map(|t| cell::state(header, t)).transpose()?;
                    narrow(&mut user.state, active);
                }
                Attribute::Disabled => {
                    let disabled = filled.map(|t| cell::flag(header, t)).transpose()?;
                    narrow(&mut user.state, disabled.map(|d| if d { State::Deactivated } else { State::Active }));
                }
                Attribute::Kind => tell(&mut user.kind, filled.map(|t| cell::kind(header, t)).transpose()?),
                Attribute::Mfa => user.mfa = Told::present(filled.map(|t| cell::flag(header, t)).transpose()?),
                Attribute::Admin => {
                    let roles = roles.get_or_insert_default();
                    if filled.map(|t| cell::flag(header, t)).transpose()? == Some(true) {
                        roles.push(on_instance("Administrator"));
                    }
                }
                Attribute::CreatedAt => {
                    user.created_at = Told::present(filled.map(|t| cell::moment(header, t)).transpose()?);
                }
                Attribute::ExpiresAt => {
                    user.expires_at = Told::present(filled.map(|t| cell::moment(header, t)).transpose()?);
                }
                Attribute::LastSeen if self.own => user.last_seen = Some(self.own_last_seen(header, row, text)?),
                Attribute::LastSeen => user.last_seen = Some(cell::last_seen(header, text)?),
                Attribute::Seat => user.seat_flag = Told::present(filled.map(|t| cell::flag(header, t)).transpose()?),
                Attribute::HighestLevel => {
                    user.highest_level = Told::present(filled.map(|t| cell::level(header, t)).transpose()?);
                }
                Attribute::Roles => roles.get_or_insert_default().extend(cell::names(text).map(on_instance)),
                Attribute::Groups => groups
                    .get_or_insert_default()
                    .extend(cell::names(text).map(|path| GroupName { id: None, path: path.to_owned() })),
                Attribute::Profile(field) => {
                    user.profile.insert(*field, told());
                }
                Attribute::Custom(name) => custom.add(name, text),
            }
        }
        self.name(&mut user)?;
        if let Some(mut roles) = roles {
            let mut seen: Vec<String> = Vec::new();
            roles.retain(|r| {
                let new = !seen.iter().any(|s| s.eq_ignore_ascii_case(&r.role.name));
                seen.push(r.role.name.clone());
                new
            });
            user.grants = Listed::All(roles);
        }
        if let Some(groups) = groups {
            user.groups = Listed::All(groups);
        }
        let (kept, dropped) = custom.finish();
        user.attributes = kept;
        Ok((user, dropped))
    }

    fn cell<'a>(&self, header: &str, row: &'a Row<'_>, at: usize) -> Result<&'a str, Fault> {
        let text = cell::text(header, row.cell(at))?;
        Ok(if self.own { own::plain(text) } else { text })
    }

    fn own_last_seen(&self, header: &str, row: &Row<'_>, text: &str) -> Result<LastSeen, Fault> {
        let source = own::seen_source(&self.headers).map(|at| self.cell(header, row, at)).transpose()?;
        own::last_seen(header, text, source.filter(|source| !source.is_empty()))
    }

    fn name(&self, user: &mut UserRecord) -> Result<(), Fault> {
        let has = |wanted: &Attribute| self.attributes.iter().flatten().any(|a| a == wanted);
        if user.identity.username.is_none() && !has(&Attribute::Username) {
            user.identity.username = user.email.value().cloned();
        }
        if user.identity.username.is_some() || user.identity.id.is_some() {
            return Ok(());
        }
        let column = [Attribute::Username, Attribute::Id, Attribute::Email]
            .into_iter()
            .find_map(|wanted| self.attributes.iter().position(|a| a.as_ref() == Some(&wanted)));
        let header = column.map_or("", |at| self.headers[at].as_str());
        Err(Fault::at(header, "the cell is empty, so nobody can be told by it; fill it in or remove the row"))
    }
}

fn tell<T>(into: &mut Told<T>, value: Option<T>) {
    if let Some(value) = value {
        *into = Told::Value(value);
    }
}

/// Takes a state from a flag unless the row already names a state that is
/// not active.
fn narrow(into: &mut Told<State>, flag: Option<State>) {
    if matches!(into, Told::Silent | Told::Empty | Told::Value(State::Active)) {
        tell(into, flag);
    }
}

/// A role as a spreadsheet names it. Administrators are privileged; GitLab's
/// role names bring their access level.
fn on_instance(name: &str) -> GrantRecord {
    let privileged = ["admin", "administrator", "administrators"].iter().any(|w| w.eq_ignore_ascii_case(name));
    let role = Role { level: gitlab_level(name), privileged, ..Role::named(name) };
    GrantRecord { role, scope: Scope::instance(), through: None, since: None, expires: None }
}
