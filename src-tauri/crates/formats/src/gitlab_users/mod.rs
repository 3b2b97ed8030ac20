//! GitLab's REST users: pages of `GET /users`, one array, arrays one after
//! another, an object per line, or one object of `GET /users/:id`.

mod kind;
mod user;

use crate::Error;
use crate::credential;
use crate::emit::{Emit, Fault, short};
use crate::json::{self, Broken, Fields, Halt, Walker};
use crate::pages::Pages;
use crate::summary::Evidence;
use std::io::Read;

pub(crate) use kind::by_username;

pub(crate) fn read<R: Read>(reader: R, path: &str, emit: &mut Emit<'_>) -> Result<Evidence, Error> {
    let mut pages = Pages::default();
    let mut objects = 0;
    let result = walk(&mut Walker::new(reader), &mut pages, &mut objects, emit);
    json::close(result, path, emit)?;
    Ok(Evidence::GitlabUsers { pages, objects })
}

fn walk<R: Read>(
    walker: &mut Walker<R>,
    pages: &mut Pages,
    objects: &mut u64,
    emit: &mut Emit<'_>,
) -> Result<(), Halt> {
    while let Some(byte) = walker.peek()? {
        match byte {
            b'[' => {
                let mut length = 0;
                let result = list(walker, &mut length, emit);
                // A list that is cut off is a list too.
                pages.add(length);
                result?;
            }
            b'{' => {
                element(walker, emit)?;
                *objects += 1;
            }
            found => {
                let line = walker.line();
                return Err(Broken::Syntax { line, expected: "a list of users or a user", found }.into());
            }
        }
    }
    Ok(())
}

fn list<R: Read>(walker: &mut Walker<R>, length: &mut u64, emit: &mut Emit<'_>) -> Result<(), Halt> {
    walker.enter()?;
    while walker.next_element()? {
        element(walker, emit)?;
        *length += 1;
    }
    Ok(())
}

fn element<R: Read>(walker: &mut Walker<R>, emit: &mut Emit<'_>) -> Result<(), Halt> {
    let line = walker.line();
    let parsed = json::object(walker.value()?, line, "a user");
    let user = parsed.and_then(|map| {
        let fields = Fields::new(&map);
        emit.credentials(credential::count_in_object(&map));
        if !fields.has("id") && !fields.has("username") {
            return Err(no_user(fields));
        }
        user::record(fields)
    });
    match user {
        Ok((user, dropped)) => {
            emit.credentials(dropped);
            emit.user(line, user)?;
        }
        Err(fault) => emit.reject(line, fault)?,
    }
    Ok(())
}

/// An API answers with an object also when it refuses.
fn no_user(fields: Fields<'_>) -> Fault {
    for key in ["message", "error_description", "error"] {
        if let Some(said) = fields.get(key) {
            let said = said.as_str().map_or_else(|| said.to_string(), str::to_owned);
            return Fault::at(key, format!("an answer of the API instead of a user: {}", short(&said, 120)));
        }
    }
    Fault::at("username", "neither id nor username is given, so nobody can be told by it")
}
