//! `muster grants`.

mod change;
mod list;

use super::Context;
use crate::args::grants::Grants;
use crate::exit::Exit;
use muster_app::Result;
use muster_app::api::changes::Operation;
use muster_model::Scope;

pub fn grants(context: &Context, command: &Grants) -> Result<Exit> {
    match command {
        Grants::List(asked) => list::list(context, asked),
        Grants::Add { grant, until } => {
            let scope = grant.on.clone().unwrap_or_else(Scope::instance);
            change::change(
                context,
                grant,
                true,
                Operation::AddRole { role: grant.role.clone(), scope, expires: *until },
            )
        }
        Grants::Remove { grant } => {
            let taken = Operation::RemoveRole { role: grant.role.clone(), scope: grant.on.clone() };
            change::change(context, grant, false, taken)
        }
    }
}
