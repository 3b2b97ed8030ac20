//! `muster users add` and `muster users invite`.

use super::set::together;
use crate::args::users::{Add, Invite, Known};
use crate::commands::Context;
use crate::commands::bulk::{Name, field_name};
use crate::exit::Exit;
use crate::output::{json, say};
use muster_app::api::changes::Operation;
use muster_app::api::users::{NewUser, UserEdit};
use muster_app::{Code, Error, Result};
use muster_model::{ServiceField, State};

pub fn add(context: &Context, add: &Add) -> Result<Exit> {
    let mut edit = known(&add.known)?;
    edit.username = Some(add.username.clone());
    edit.email = add.email.clone().or(edit.email);
    edit.state = add.state;
    create(context, &add.known, edit, "Added")
}

pub fn invite(context: &Context, invite: &Invite) -> Result<Exit> {
    let mut edit = known(&invite.known)?;
    edit.username = Some(invite.username.clone());
    edit.email = Some(invite.email.clone());
    edit.state = Some(State::Invited);
    edit.invitation = Some(invite.message.clone().unwrap_or_default());
    create(context, &invite.known, edit, "Noted the invitation of")
}

fn create(context: &Context, known: &Known, edit: UserEdit, done: &str) -> Result<Exit> {
    let invited = edit.invitation.is_some();
    let request = NewUser { userstore: known.userstore.clone(), edit };
    let made = context.open()?.user_make(&request, &held(known), context.now)?;
    if context.cli.json {
        json(&made)?;
        return Ok(Exit::Done);
    }
    say(&format!("{done} {}/{} ({}).", made.user.userstore, made.user.username, made.user.id));
    if invited {
        say("Muster sends no mail: send the invitation yourself.");
    }
    if let Some(change) = made.change {
        say(&format!("Undo: muster changes undo {change}"));
    }
    Ok(Exit::Done)
}

/// What it holds from the start.
fn held(known: &Known) -> Vec<Operation> {
    let role = |role: &String| Operation::AddRole { role: role.clone(), scope: known.on.clone(), expires: known.until };
    let group = |group: &String| Operation::AddGroup { group: group.clone() };
    known.roles.iter().map(role).chain(known.groups.iter().map(group)).collect()
}

fn known(known: &Known) -> Result<UserEdit> {
    let mut edit = UserEdit { display_name: known.name.clone(), kind: known.kind, ..UserEdit::default() };
    for (name, values) in together(&known.field)? {
        let value = values.join("\n");
        match name {
            Name::User("display_name") => edit.display_name = Some(value),
            Name::User("email") => edit.email = Some(value),
            Name::User("kind") => edit.kind = Some(value.parse().map_err(|e| invalid("kind", e))?),
            Name::User(_) => {
                return Err(Error::new(Code::Invalid, "The username stands by itself: leave --field username out."));
            }
            Name::Profile(field) => _ = edit.profile.insert(field.word().to_owned(), value),
            Name::Attribute(name) => _ = edit.attributes.insert(name, values),
            Name::Service(field) => {
                let service = edit.service.get_or_insert_default();
                let value = Some(field.check(&value).map_err(|e| invalid(field.word(), e))?).filter(|v| !v.is_empty());
                match field {
                    ServiceField::Owner => service.owner = value,
                    ServiceField::Purpose => service.purpose = value,
                    ServiceField::ReviewAt => {
                        service.review_at = value
                            .map(|day| muster_model::value::day(&day))
                            .transpose()
                            .map_err(|e| invalid("review_at", e))?;
                    }
                }
            }
        }
    }
    for (name, who) in &known.visibility {
        match field_name(name)? {
            Name::Profile(field) => _ = edit.visibility.insert(field.word().to_owned(), *who),
            other => {
                let message = format!("Who may see {other} is not chosen user by user. Leave it out.");
                return Err(Error::new(Code::Invalid, message));
            }
        }
    }
    edit.expires_at = known.expires.and_then(|at| at.0).map(|at| at.to_rfc3339());
    Ok(edit)
}

fn invalid(field: &str, reason: impl std::fmt::Display) -> Error {
    Error::new(Code::Invalid, format!("{field}: {reason}."))
}
