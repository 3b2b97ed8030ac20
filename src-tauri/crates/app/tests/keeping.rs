//! Saved views, preferences and column maps, as the door gives them.
#![allow(clippy::unwrap_used)]

mod common;

use common::{import, made, now, user};
use muster_app::Code;
use muster_app::api::filter::SaveView;
use muster_app::api::import::{MapPreviewRequest, SavedMap};
use muster_app::api::users::SortBy;
use muster_app::session::Session;
use serde_json::{Value, json};
use std::collections::BTreeMap;

fn view(name: &str, filter: &str) -> SaveView {
    SaveView { name: name.into(), filter: filter.into(), sort: SortBy::LastSeen, descending: true, columns: vec![] }
}

fn log(session: &Session) -> Vec<String> {
    let page = session.log_page(&serde_json::from_value(json!({ "limit": 100 })).unwrap()).unwrap();
    page.entries.into_iter().map(|e| e.action).collect()
}

#[test]
fn views_are_kept_counted_replaced_and_removed() {
    let (place, session) = made();
    user(&session, "ada", Some("ada@fern.example"));
    user(&session, "ben", None);
    let wanted = SaveView { columns: vec!["username".into(), "profile.title".into()], ..view("With mail", "email pr") };
    let views = session.view_save(&wanted, now()).unwrap();
    let saved = views.last().unwrap();
    assert_eq!((saved.count, saved.sort, saved.descending), (1, SortBy::LastSeen, true));
    assert_eq!(saved.columns, wanted.columns);
    let views = session.view_save(&view("with MAIL", ""), now()).unwrap();
    let replaced = views.last().unwrap();
    assert_eq!((replaced.saved, replaced.count), (saved.saved, 2));
    assert_eq!(views.iter().filter(|v| v.saved.is_none()).count(), muster_app::filter::VIEWS.len());
    assert_eq!(session.view_named("with mail", now()).unwrap().saved, saved.saved);
    assert_eq!(session.view_named("Dormant-90D", now()).unwrap().saved, None);
    assert!(session.view_named("none", now()).unwrap_err().message.contains("with MAIL"));
    drop(session);
    assert_eq!(place.look().users_views(now()).unwrap().len(), views.len());
    assert_eq!(place.look().view_save(&wanted, now()).unwrap_err().code, Code::NotPermitted);
    let session = place.open();
    let left = session.view_remove(saved.saved.unwrap(), now()).unwrap();
    assert_eq!(left.len(), views.len() - 1);
    assert_eq!(session.view_remove(saved.saved.unwrap(), now()).unwrap_err().code, Code::NotFound);
    let mut log = log(&session);
    log.retain(|action| action.starts_with("view."));
    assert_eq!(log, ["view.remove", "view.save", "view.save"]);
}

#[test]
fn a_view_that_cannot_be_is_refused() {
    let (_place, session) = made();
    let code = |request: &SaveView| session.view_save(request, now()).unwrap_err().code;
    assert_eq!(code(&view("a", "state eq")), Code::InvalidFilter);
    assert_eq!(code(&view(" ", "")), Code::Invalid);
    assert_eq!(code(&view(&"n".repeat(81), "")), Code::Invalid);
    assert_eq!(code(&view("ALL", "")), Code::Exists);
    assert_eq!(code(&SaveView { columns: vec!["shoe".into()], ..view("a", "") }), Code::Invalid);
    assert!(session.users_views(now()).unwrap().iter().all(|v| v.saved.is_none()));
}

#[test]
fn preferences_are_remembered_unlogged_and_not_where_nothing_can_be_written() {
    let (place, session) = made();
    let before = log(&session);
    let look = json!({ "density": "compact", "columns": ["email"] });
    session.preference_set("users", &look, now()).unwrap();
    assert_eq!(session.preference("users").unwrap(), look);
    assert_eq!(session.preference("nothing").unwrap(), Value::Null);
    assert_eq!(log(&session), before);
    let large = json!("x".repeat(64 * 1024));
    assert_eq!(session.preference_set("users", &large, now()).unwrap_err().code, Code::Invalid);
    for name in ["", "a\nb", &"n".repeat(101)] {
        assert_eq!(session.preference_set(name, &look, now()).unwrap_err().code, Code::Invalid);
    }
    for n in 0..199 {
        session.preference_set(&format!("p{n}"), &json!(n), now()).unwrap();
    }
    assert_eq!(session.preference_set("one too many", &look, now()).unwrap_err().code, Code::Invalid);
    session.preference_set("users", &json!(1), now()).unwrap();
    drop(session);
    let reading = place.look();
    reading.preference_set("users", &json!(2), now()).unwrap();
    assert_eq!(reading.preference("users").unwrap(), json!(1));
    drop(reading);
    let session = place.open();
    session.preference_set("users", &Value::Null, now()).unwrap();
    assert_eq!(session.preference("users").unwrap(), Value::Null);
}

#[test]
fn a_map_is_tried_kept_and_found_again_by_its_headers() {
    let (place, session) = made();
    let file = place.file("staff.csv", b"Kennung;Mail;Stock\nada;ada@fern.example;3\nben;;4\n;;5\n");
    let preview = |map: &[(&str, &str)]| {
        let map: BTreeMap<_, _> = map.iter().map(|(h, a)| ((*h).to_owned(), (*a).to_owned())).collect();
        session.import_preview(&MapPreviewRequest { path: file.to_string_lossy().into_owned(), map })
    };
    let first = preview(&[("Mail", "ignore")]).unwrap();
    assert_eq!(first.columns[0].samples, ["ada", "ben"]);
    assert_eq!((first.rows.len(), first.saved.as_deref()), (3, None));
    assert!(first.rows.iter().all(|r| r.rejected.as_deref().is_some_and(|why| why.contains("username"))), "{first:?}");
    let pairs = [("Kennung", "username"), ("Mail", "email"), ("Stock", "attribute:floor")];
    let second = preview(&pairs).unwrap();
    assert_eq!(second.rows[0].values["attribute:floor"], "3");
    assert_eq!(second.rows[1].values["username"], "ben");
    assert!(second.rows[2].rejected.is_some() && second.rows[2].line == 4, "{second:?}");
    assert_eq!(preview(&[("Kennung", "shoe")]).unwrap_err().code, Code::Invalid);

    let map = pairs.iter().map(|(h, a)| ((*h).to_owned(), (*a).to_owned())).collect();
    let headers = vec!["stock ".to_owned(), "Kennung".to_owned(), "MAIL".to_owned()];
    let kept = SavedMap { name: " staff ".into(), headers, map };
    session.import_map_save(&kept, now()).unwrap();
    assert_eq!(preview(&[]).unwrap().saved.as_deref(), Some("staff"));
    assert_eq!(session.import_maps().unwrap()[0].map, kept.map);
    assert_eq!(session.column_map("staff").unwrap(), kept.map);
    assert_eq!(session.column_map("A=email").unwrap()["A"], "email");
    let wrong = SavedMap { map: BTreeMap::from([("A".into(), "shoe".into())]), ..kept.clone() };
    assert_eq!(session.import_map_save(&wrong, now()).unwrap_err().code, Code::Invalid);
    assert_eq!(session.import_map_save(&SavedMap { name: " ".into(), ..kept }, now()).unwrap_err().code, Code::Invalid);
    session.import_map_remove("staff", now()).unwrap();
    assert_eq!(session.import_map_remove("staff", now()).unwrap_err().code, Code::NotFound);
    assert_eq!(preview(&[]).unwrap().saved, None);
    let missing = MapPreviewRequest { path: "/nowhere.csv".into(), map: BTreeMap::new() };
    assert_eq!(session.import_preview(&missing).unwrap_err().code, Code::NotFound);
    import(&place, &session, "other", "username\nx\n");
    assert!(!muster_app::maps::attributes().is_empty());
}
