//! A user, as far as the sentences of filter rules ask.

use muster_audit::facts::User;
use muster_model::seen::SeenStatus;
use muster_model::{Facts, Grant, Kind, State};
use muster_query::Subject;
use muster_query::ast::{AttributeName, NumberAttr, TextAttr, TimeAttr};

/// What a sentence may say of a user: `muster_audit`'s `Told`. Filters are
/// answered by the columns; nobody asks this for more.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    /// The user.
    pub user: User<'a>,
    /// The highest role.
    pub top_role: Option<&'a str>,
    /// Who answers for it.
    pub owner: Option<&'a str>,
    /// When it is to be looked at again, in seconds since 1970.
    pub review_at: Option<i64>,
    /// How many different roles it holds.
    pub roles: usize,
}

impl Subject for Asked<'_> {
    fn texts(&self, attr: TextAttr, see: &mut dyn FnMut(&str)) {
        match attr {
            TextAttr::UserName => see(self.user.username()),
            TextAttr::DisplayName => see(self.user.display_name()),
            TextAttr::Email => self.user.email().into_iter().for_each(see),
            TextAttr::SourceId => self.user.source_id().into_iter().for_each(see),
            TextAttr::HighestRole => self.top_role.into_iter().for_each(see),
            // A sentence counts them.
            TextAttr::Role => (0..self.roles).for_each(|_| see("")),
            TextAttr::Owner => self.owner.into_iter().for_each(see),
            TextAttr::Userstore | TextAttr::Group | TextAttr::Person | TextAttr::Purpose | TextAttr::Profile(_) => {}
        }
    }

    fn attribute(&self, _: &AttributeName, _: &mut dyn FnMut(&str)) {}

    fn permissions(&self, _: &mut dyn FnMut(&str)) {}

    fn state(&self) -> State {
        self.user.state()
    }

    fn kind(&self) -> Kind {
        self.user.kind()
    }

    fn seen(&self) -> SeenStatus {
        self.user.seen()
    }

    fn facts(&self) -> Facts {
        self.user.facts()
    }

    fn seat(&self) -> Option<bool> {
        None
    }

    fn time(&self, attr: TimeAttr) -> Option<i64> {
        match attr {
            TimeAttr::LastSeen => self.user.seen_at(),
            TimeAttr::Created => self.user.created_at(),
            TimeAttr::Expires => self.user.expires_at(),
            TimeAttr::ReviewDate => self.review_at,
        }
    }

    fn number(&self, _: NumberAttr) -> Option<i64> {
        None
    }

    fn grants(&self) -> &[Grant] {
        &[]
    }
}
