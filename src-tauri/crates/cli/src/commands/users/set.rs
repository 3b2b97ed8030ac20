//! `muster users set` and its kin: what is to be done, as operations.

use crate::args::users::What;
use crate::commands::bulk::{Name, field_name};
use muster_app::api::changes::Operation;
use muster_app::{Code, Error, Result};
use muster_model::Scope;

/// The operations that the words of `users set` stand for, in the order in
/// which they are done.
///
/// # Errors
/// [`Code::Invalid`] if there is nothing to do, or a field is not known.
pub fn operations(what: &What) -> Result<Vec<Operation>> {
    if what.on.is_some() && what.add_role.is_empty() && what.remove_role.is_empty() {
        return Err(Error::new(Code::Invalid, "--on says where a role is held: give --add-role or --remove-role too."));
    }
    let mut all: Vec<Operation> = what.state.map(|state| Operation::SetState { state }).into_iter().collect();
    let scope = || what.on.clone().unwrap_or_else(Scope::instance);
    all.extend(what.remove_role.iter().map(|r| Operation::RemoveRole { role: r.clone(), scope: what.on.clone() }));
    all.extend(what.add_role.iter().map(|r| Operation::AddRole {
        role: r.clone(),
        scope: scope(),
        expires: what.until,
    }));
    all.extend(what.remove_group.iter().map(|g| Operation::RemoveGroup { group: g.clone() }));
    all.extend(what.add_group.iter().map(|g| Operation::AddGroup { group: g.clone() }));
    for (name, value) in together(&what.field)? {
        all.push(Operation::SetField { field: name.to_string(), value: Some(value.join("\n")) });
    }
    for (name, who) in &what.visibility {
        all.push(Operation::SetVisibility { field: field_name(name)?.to_string(), visibility: *who });
    }
    all.extend(what.expires.map(|at| Operation::SetExpiry { at: at.0 }));
    if all.is_empty() {
        let message = "There is nothing to change. Say what, such as --state blocked, --add-role Developer, \
                       --add-group ops, --field title=Engineer or --expires 2026-11-20.";
        return Err(Error::new(Code::Invalid, message));
    }
    Ok(all)
}

/// Fields with their values: an attribute may be said several times, once for
/// each of its values.
///
/// # Errors
/// [`Code::Invalid`] for a field that is not known, or another said twice.
pub fn together(pairs: &[(String, String)]) -> Result<Vec<(Name, Vec<String>)>> {
    let mut all: Vec<(Name, Vec<String>)> = Vec::new();
    for (name, value) in pairs {
        let name = field_name(name)?;
        match all.iter_mut().find(|(known, _)| *known == name) {
            Some((Name::Attribute(_), values)) => values.push(value.clone()),
            Some(_) => {
                let message = format!("The field {name} was given twice, and holds one value. Say it once.");
                return Err(Error::new(Code::Invalid, message));
            }
            None => all.push((name, vec![value.clone()])),
        }
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::args::{Cli, Command, users::Users};
    use clap::Parser;

    fn what(words: &[&str]) -> Result<Vec<Operation>> {
        let cli = Cli::try_parse_from(["muster", "users", "set", "anna"].iter().chain(words)).unwrap();
        let Command::Users(Users::Set(set)) = cli.command else { panic!("users set") };
        operations(&set.what)
    }

    #[test]
    fn words_become_operations_that_take_before_they_give() {
        let done = what(&["--add-role", "Developer", "--remove-role", "Guest", "--on", "group:acme"]).unwrap();
        assert!(matches!(&done[0], Operation::RemoveRole { role, scope: Some(_) } if role == "Guest"));
        assert!(
            matches!(&done[1], Operation::AddRole { role, scope, .. } if role == "Developer" && scope.path == "acme")
        );
        assert!(matches!(&what(&["--remove-role", "Guest"]).unwrap()[0], Operation::RemoveRole { scope: None, .. }));
        assert!(matches!(&what(&["--expires", "never"]).unwrap()[0], Operation::SetExpiry { at: None }));
    }

    #[test]
    fn several_values_of_an_attribute_are_lines() {
        let done = what(&["--field", "attributes.team=blue", "--field", "attributes.team=red"]).unwrap();
        let lines = Some("blue\nred".to_owned());
        assert_eq!(done, [Operation::SetField { field: "attributes.team".to_owned(), value: lines }]);
        assert!(what(&["--field", "title=a", "--field", "profile.title=b"]).is_err());
        assert!(what(&[]).is_err());
        assert!(what(&["--state", "blocked", "--on", "instance"]).is_err());
    }
}
