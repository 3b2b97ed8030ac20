//! `muster grants`.

mod change;
mod list;

use super::Context;
use crate::args::grants::Grants;
use crate::exit::Exit;
use change::What;
use muster_app::Result;

pub fn grants(context: &Context, command: &Grants) -> Result<Exit> {
    match command {
        Grants::List(asked) => list::list(context, asked),
        Grants::Add { grant, until } => change::change(context, grant, &What::Give(*until)),
        Grants::Remove { grant } => change::change(context, grant, &What::Take),
    }
}
