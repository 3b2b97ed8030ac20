//! Listing and showing users.

use crate::api::changes::StateAction;
use crate::api::profile::{Invitation, ServiceAccount};
use crate::api::users::{FieldChange, HistoryEntry, PendingField, SortBy, UserDetail, UserRow, UsersPage, UsersQuery};
use crate::changes::edit::changes;
use crate::session::Session;
use crate::{Code, Error, Result, avatars, filter, persons};
use chrono::{DateTime, Utc};
use muster_model::transition::Offer;
use muster_model::{Authority, Facts, Grant, Profile, User, UserId};
use muster_query::Account;
use muster_vault::changes::outstanding;
use muster_vault::filter::Noted;
use muster_vault::tables::{
    avatar, change_user, columns, find, grant, group, invitation, profile, service_account, snapshot, user, userstore,
    version,
};
use serde::Serialize;

/// The most rows a page holds.
const MOST: u64 = 500;

/// A list for a terminal: pages by cursor, which outlives changes.
#[derive(Debug, Clone, Default)]
pub struct ListQuery {
    /// A filter; empty for everyone.
    pub filter: String,
    /// The order.
    pub sort: SortBy,
    /// Whether from last to first.
    pub descending: bool,
    /// How many at most; 0 for all.
    pub limit: u64,
    /// Where the page before ended.
    pub cursor: Option<String>,
}

/// What `muster users list --json` prints.
#[derive(Debug, Clone, Serialize)]
pub struct UserList {
    /// The rows.
    pub users: Vec<User>,
    /// How many match in all.
    pub total: u64,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

/// What a user holds and shows, as it takes to explain and to filter.
pub(crate) struct Held {
    pub user: User,
    pub facts: Facts,
    pub level: Option<u8>,
    pub profile: Profile,
    pub grants: Vec<Grant>,
    pub groups: Vec<String>,
    pub noted: Noted,
}

impl Held {
    pub(crate) fn read(conn: &muster_vault::Connection, id: UserId, now: DateTime<Utc>) -> muster_vault::Result<Self> {
        let (mut facts, mut level) = (Facts::default(), None);
        columns::load_one(conn, id, &mut |row| (facts, level) = (row.facts, row.level))?;
        Ok(Self {
            user: user::by_id(conn, id)?,
            facts,
            level,
            profile: profile::of_user(conn, id)?,
            grants: grant::of_user(conn, id)?,
            groups: group::paths_of_user(conn, id)?,
            noted: Noted::read(conn, id, now.timestamp())?,
        })
    }

    /// As the filter language sees it.
    pub(crate) fn account(&self, seat: Option<bool>) -> Account<'_> {
        Account {
            user: &self.user,
            facts: self.facts,
            level: self.level,
            profile: &self.profile,
            grants: &self.grants,
            groups: &self.groups,
            permissions: &self.noted.permissions,
            person: self.noted.person.as_deref(),
            service: self.noted.service(),
            seat,
        }
    }
}

impl Session {
    /// A page of users for the window.
    ///
    /// # Errors
    /// [`Code::InvalidFilter`], or that the vault cannot be read.
    pub fn users_page(&self, query: &UsersQuery, now: DateTime<Utc>) -> Result<UsersPage> {
        let limit = query.limit.min(MOST);
        let plain = query.filter.trim().is_empty() && query.sort == SortBy::DisplayName && !query.descending;
        if plain && query.offset == 0 && !self.directory.is_loaded() {
            let limit = u32::try_from(limit).unwrap_or(u32::MAX);
            let users = self.vault().read(|conn| user::rows(conn, &user::first_page(conn, limit)?))?;
            let pending = self.pending(&users)?;
            let row = |(user, pending)| UserRow { user, seat: None, pending };
            let users = users.into_iter().zip(pending).map(row).collect();
            return Ok(UsersPage { users, total: None, generation: 0 });
        }
        self.load()?;
        let parsed = filter::parse(&query.filter)?;
        let page = self.directory.with(|loaded| loaded.page(self.vault(), &parsed, query, limit, now))?;
        Ok(UsersPage { users: self.rows(&page.ids, now)?, total: Some(page.total), generation: page.generation })
    }

    /// A page of users by cursor.
    ///
    /// # Errors
    /// [`Code::InvalidFilter`], [`Code::Invalid`] for a cursor that is none,
    /// or that the vault cannot be read.
    pub fn users_list(&self, query: &ListQuery, now: DateTime<Utc>) -> Result<UserList> {
        self.load()?;
        let parsed = filter::parse(&query.filter)?;
        let found = self.directory.with(|loaded| loaded.after(self.vault(), &parsed, query, now))?;
        let users = self.vault().read(|conn| user::rows(conn, &found.ids))?;
        Ok(UserList { users, total: found.total, next: found.next })
    }

    /// Keys of all users a filter finds, in order.
    pub(crate) fn ordered(
        &self,
        filter: &str,
        sort: SortBy,
        descending: bool,
        now: DateTime<Utc>,
    ) -> Result<Vec<UserId>> {
        self.load()?;
        let query = ListQuery { filter: filter.to_owned(), sort, descending, limit: 0, cursor: None };
        let parsed = filter::parse(filter)?;
        Ok(self.directory.with(|loaded| loaded.after(self.vault(), &parsed, &query, now))?.ids)
    }

    /// Rows of these users, in their order, with their seats.
    pub(crate) fn rows(&self, ids: &[UserId], now: DateTime<Utc>) -> Result<Vec<UserRow>> {
        let users = self.vault().read(|conn| user::rows(conn, ids))?;
        let seats = self.directory.with(|loaded| loaded.seats_of(self.vault(), ids, now))?;
        let pending = self.pending(&users)?;
        let row = |((user, seat), pending)| UserRow { user, seat: Some(seat), pending };
        Ok(users.into_iter().zip(seats).zip(pending).map(row).collect())
    }

    /// Whether anything is wanted of these users and not yet seen.
    fn pending(&self, users: &[User]) -> Result<Vec<bool>> {
        let wanted = |conn: &_| users.iter().map(|user| change_user::any_outstanding(conn, user.id)).collect();
        Ok(self.vault().read(wanted)?)
    }

    /// Everything about one user.
    ///
    /// # Errors
    /// [`Code::NotFound`], or that the vault cannot be read.
    pub fn user_show(&self, id: UserId, now: DateTime<Utc>) -> Result<UserDetail> {
        let plan = self.chosen_plan()?;
        let detail = self.vault().read(|conn| {
            let held = Held::read(conn, id, now)?;
            let store = userstore::by_domain(conn, &held.user.userstore)?;
            let avatar = avatar::get(conn, id)?;
            let history = version::of_user(conn, id)?;
            let flag = user::seat_flag(conn, id)?;
            let listed = snapshot::last_listing(conn, id)?;
            let person = persons::glance(conn, id)?;
            let invitation = invitation::get(conn, id)?;
            let service = service_account::get(conn, id)?;
            let wanted = (outstanding::actions(conn, id, now)?, outstanding::wanted(conn, id)?);
            Ok((held, store, avatar, history, flag, listed, person, invitation, service, wanted))
        })?;
        let (held, store, avatar, history, seat_flag, snapshot_at, person, invitation, service, wanted) = detail;
        let (actions, wanted) = wanted;
        let seat = self.explain(&held, &plan, now)?;
        let local = store.is_some_and(|s| s.authority == Authority::Local);
        Ok(UserDetail {
            editable: local && self.may_change().is_ok(),
            changeable: self.may_change().is_ok() && (local || held.user.gone_since.is_none()),
            actions: actions.into_iter().map(action).collect(),
            pending: wanted.into_iter().map(pending).collect(),
            person,
            service: service.map(|s| ServiceAccount { owner: s.owner, purpose: s.purpose, review_at: s.review_at }),
            invitation: invitation.map(|i| Invitation { at: i.at, operator: i.operator, message: i.message }),
            seat: Some(seat),
            avatar: avatar.as_ref().map(avatars::address),
            history: history
                .into_iter()
                .map(|v| HistoryEntry { at: v.at, operator: v.operator, action: v.action, fields: changes(v.fields) })
                .collect(),
            seat_flag,
            snapshot_at,
            user: held.user,
            profile: held.profile,
            grants: held.grants,
            groups: held.groups,
        })
    }

    /// The user that a text names.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::Invalid`] where it fits several.
    pub fn user_id(&self, name: &str) -> Result<UserId> {
        Ok(self.vault().read(|conn| find::find(conn, name))?)
    }

    /// Everything about the user that a text names.
    ///
    /// # Errors
    /// [`Code::NotFound`], [`Code::Invalid`] where it fits several.
    pub fn user_named(&self, name: &str, now: DateTime<Utc>) -> Result<UserDetail> {
        let id = self.vault().read(|conn| find::find(conn, name))?;
        self.user_show(id, now)
    }
}

fn action(offer: Offer) -> StateAction {
    let refused = offer.refused.map(str::to_owned);
    StateAction { action: offer.action.word().to_owned(), state: offer.to, refused }
}

fn pending((change, title, field): (i64, String, version::FieldChange)) -> PendingField {
    let field = FieldChange { name: field.name, before: field.before, after: field.after };
    PendingField { change, title, field }
}

/// A cursor that is none.
pub(crate) fn bad_cursor() -> Error {
    Error::new(
        Code::Invalid,
        "The cursor is not one that a page gave, or belongs to another order. Begin again without --cursor.",
    )
}
