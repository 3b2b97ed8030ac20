//! The views at the head of the list of users: those that come with the app,
//! and those that operators saved.

use crate::api::filter::SaveView;
use crate::api::users::{SortBy, View};
use crate::session::Session;
use crate::{Code, Error, Result, columns, filter};
use chrono::{DateTime, Utc};
use muster_model::fold::fold_case;
use muster_model::value;
use muster_vault::log::Entry;
use muster_vault::tables::saved_view::{self, SavedView};
use serde_json::json;

/// The most characters of a view's name.
const MOST_NAME: usize = 80;
/// The most views that are kept: each is counted whenever the list is shown.
const MOST_VIEWS: usize = 100;
/// The most columns of a view.
const MOST_COLUMNS: usize = 100;

impl Session {
    /// The views at the head of the list, with their counts. One whose filter
    /// cannot be read (any more) counts nobody.
    ///
    /// # Errors
    /// If the vault cannot be read.
    pub fn users_views(&self, now: DateTime<Utc>) -> Result<Vec<View>> {
        self.load()?;
        let count = |text: &str| match filter::parse(text) {
            Ok(parsed) => self.directory.with(|loaded| loaded.count(self.vault(), &parsed, now)),
            Err(_) => Ok(0),
        };
        let mut views = Vec::new();
        for (name, text) in filter::VIEWS {
            views.push(View {
                name: (*name).to_owned(),
                saved: None,
                sort: SortBy::default(),
                descending: false,
                columns: Vec::new(),
                filter: (*text).to_owned(),
                count: count(text)?,
            });
        }
        for saved in self.vault().read(saved_view::list)? {
            views.push(View {
                count: count(&saved.filter)?,
                saved: Some(saved.id),
                sort: SortBy::from_attribute(&saved.sort).unwrap_or_default(),
                name: saved.name,
                descending: saved.descending,
                columns: saved.columns,
                filter: saved.filter,
            });
        }
        Ok(views)
    }

    /// Keeps a view; one of the same name is replaced. Answers all views.
    ///
    /// # Errors
    /// [`Code::InvalidFilter`]; [`Code::Invalid`] for a name that cannot be one;
    /// [`Code::Exists`] for that of a view that comes with the app.
    pub fn view_save(&self, request: &SaveView, now: DateTime<Utc>) -> Result<Vec<View>> {
        self.may_change()?;
        filter::parse(&request.filter)?;
        let name = value::plain(&request.name, MOST_NAME, false)
            .map_err(|e| invalid("name", format!("The name of the view {e}.")))?;
        if name.is_empty() {
            return Err(invalid("name", "A view needs a name. Give it one."));
        }
        if filter::VIEWS.iter().any(|(own, _)| fold_case(own) == fold_case(name)) {
            let message = format!("{name} comes with Muster and is not replaced. Choose another name.");
            return Err(Error::new(Code::Exists, message));
        }
        if request.columns.len() > MOST_COLUMNS {
            return Err(invalid("columns", format!("A view shows {MOST_COLUMNS} columns at most. Take some away.")));
        }
        for column in &request.columns {
            columns::Shown::named(column)?;
        }
        let view = SavedView {
            id: 0,
            name: name.to_owned(),
            filter: request.filter.trim().to_owned(),
            sort: request.sort.attribute().to_owned(),
            descending: request.descending,
            columns: request.columns.clone(),
        };
        let room = self.vault().write(now, |tx| {
            let views = saved_view::list(tx)?;
            let known = views.iter().any(|v| fold_case(&v.name) == fold_case(name));
            if !known && views.len() >= MOST_VIEWS {
                return Ok((false, None));
            }
            saved_view::save(tx, &view)?;
            let details = json!({ "filter": view.filter, "sort": view.sort, "descending": view.descending });
            Ok((true, Some(Entry::new("view.save").target(name).details(details))))
        })?;
        if !room {
            return Err(invalid("name", format!("{MOST_VIEWS} views are kept already. Remove one that nobody uses.")));
        }
        self.users_views(now)
    }

    /// Removes a saved view. Answers those that are left.
    ///
    /// # Errors
    /// [`Code::NotFound`].
    pub fn view_remove(&self, id: i64, now: DateTime<Utc>) -> Result<Vec<View>> {
        self.may_change()?;
        self.vault().write(now, |tx| {
            let name = saved_view::remove(tx, id)?;
            Ok(((), Some(Entry::new("view.remove").target(&name))))
        })?;
        self.users_views(now)
    }

    /// The view of a name, built in or saved, whatever its case.
    ///
    /// # Errors
    /// [`Code::NotFound`], with the names there are.
    pub fn view_named(&self, name: &str, now: DateTime<Utc>) -> Result<View> {
        let mut views = self.users_views(now)?;
        match views.iter().position(|v| fold_case(&v.name) == fold_case(name)) {
            Some(at) => Ok(views.swap_remove(at)),
            None => {
                let names: Vec<&str> = views.iter().map(|v| v.name.as_str()).collect();
                let message = format!("There is no view {name:?}. Choose from {}.", names.join(", "));
                Err(Error::new(Code::NotFound, message))
            }
        }
    }
}

fn invalid(field: &str, message: impl Into<String>) -> Error {
    Error::new(Code::Invalid, message).with(json!({ "field": field }))
}
