//! What a filter asks of a user.

use crate::ast::{AttributeName, NumberAttr, TextAttr, TimeAttr};
use chrono::{DateTime, Utc};
use muster_model::seen::SeenStatus;
use muster_model::{Facts, Grant, Kind, Profile, State, User};

/// A user, as far as a filter asks. An implementation answers for every
/// attribute; what it cannot know it shows as absent.
pub trait Subject {
    /// Shows every value of a text, none if there is none.
    fn texts(&self, attr: TextAttr, see: &mut dyn FnMut(&str));
    /// Shows every value of a custom attribute, none if there is none.
    fn attribute(&self, name: &AttributeName, see: &mut dyn FnMut(&str));
    /// Shows the permissions that the roles held give, included roles too;
    /// what lies below one need not be shown. A grant that ended gives none.
    fn permissions(&self, see: &mut dyn FnMut(&str));
    /// What the account may do at all.
    fn state(&self) -> State;
    /// Who or what uses it.
    fn kind(&self) -> Kind;
    /// Which of the four answers last seen is.
    fn seen(&self) -> SeenStatus;
    /// The yes-or-no facts.
    fn facts(&self) -> Facts;
    /// Whether a seat is taken under the chosen plan; none without a plan.
    fn seat(&self) -> Option<bool>;
    /// A time, in seconds since 1970-01-01 UTC.
    fn time(&self, attr: TimeAttr) -> Option<i64>;
    /// A number.
    fn number(&self, attr: NumberAttr) -> Option<i64>;
    /// Every role held on a scope.
    fn grants(&self) -> &[Grant];
}

/// A user put together from the model's types.
#[derive(Debug, Clone, Copy)]
pub struct Account<'a> {
    /// The row.
    pub user: &'a User,
    /// The facts kept beside it.
    pub facts: Facts,
    /// The highest access level, from grants or as the source tells it.
    pub level: Option<u8>,
    /// The profile.
    pub profile: &'a Profile,
    /// Roles held.
    pub grants: &'a [Grant],
    /// Paths of the groups the user is in.
    pub groups: &'a [String],
    /// Permissions that the roles held give, included roles too; a grant that
    /// ended gives none.
    pub permissions: &'a [String],
    /// Name of the linked person.
    pub person: Option<&'a str>,
    /// What is noted of it as a service account.
    pub service: Service<'a>,
    /// Whether a seat is taken under the chosen plan; none without a plan.
    pub seat: Option<bool>,
}

/// What is noted of a service account; nothing for others.
#[derive(Debug, Clone, Copy, Default)]
pub struct Service<'a> {
    /// Who answers for it.
    pub owner: Option<&'a str>,
    /// What it is for.
    pub purpose: Option<&'a str>,
    /// When it is to be looked at again.
    pub review_at: Option<DateTime<Utc>>,
}

impl Subject for Account<'_> {
    fn texts(&self, attr: TextAttr, see: &mut dyn FnMut(&str)) {
        let user = self.user;
        match attr {
            TextAttr::UserName => see(&user.username),
            TextAttr::DisplayName => see(&user.display_name),
            TextAttr::Email => user.email.as_deref().into_iter().for_each(see),
            TextAttr::Userstore => see(&user.userstore),
            TextAttr::SourceId => user.source_id.as_deref().into_iter().for_each(see),
            TextAttr::HighestRole => user.highest_role.iter().for_each(|highest| see(&highest.role)),
            TextAttr::Role => user.roles.iter().for_each(|role| see(role)),
            TextAttr::Group => self.groups.iter().for_each(|group| see(group)),
            TextAttr::Person => self.person.into_iter().for_each(see),
            TextAttr::Owner => self.service.owner.into_iter().for_each(see),
            TextAttr::Purpose => self.service.purpose.into_iter().for_each(see),
            TextAttr::Profile(field) => self.profile.get(field).into_iter().for_each(see),
        }
    }

    fn attribute(&self, name: &AttributeName, see: &mut dyn FnMut(&str)) {
        let named = self.profile.attributes.iter().filter(|(found, _)| name.is(found));
        named.flat_map(|(_, values)| values).for_each(|value| see(value));
    }

    fn permissions(&self, see: &mut dyn FnMut(&str)) {
        self.permissions.iter().for_each(|permission| see(permission));
    }

    fn state(&self) -> State {
        self.user.state
    }

    fn kind(&self) -> Kind {
        self.user.kind
    }

    fn seen(&self) -> SeenStatus {
        self.user.last_seen.status
    }

    fn facts(&self) -> Facts {
        self.facts
    }

    fn seat(&self) -> Option<bool> {
        self.seat
    }

    fn time(&self, attr: TimeAttr) -> Option<i64> {
        let time = match attr {
            TimeAttr::LastSeen => self.user.last_seen.at,
            TimeAttr::Created => self.user.created_at,
            TimeAttr::Expires => self.user.expires_at,
            TimeAttr::ReviewDate => self.service.review_at,
        };
        time.map(|time| time.timestamp())
    }

    fn number(&self, attr: NumberAttr) -> Option<i64> {
        match attr {
            NumberAttr::Id => Some(self.user.id.0),
            NumberAttr::Level => self.level.map(i64::from),
        }
    }

    fn grants(&self) -> &[Grant] {
        self.grants
    }
}
