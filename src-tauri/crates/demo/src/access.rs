//! Roles, groups and permissions of `PRIMARY`: what no snapshot of a userstore
//! says, because Muster itself is the authority.

use crate::local;
use crate::realm::Realm;
use crate::snapshot::Store;

/// A permission: its path, its title, what it allows.
pub type Permission = (&'static str, &'static str, &'static str);

/// A role of `PRIMARY`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalRole {
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// Whether it is privileged.
    pub privileged: bool,
    /// Roles it includes, which come before it.
    pub includes: &'static [&'static str],
    /// Permissions it names.
    pub permissions: &'static [&'static str],
}

/// A group of `PRIMARY`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LocalGroup {
    /// Its path.
    pub path: &'static str,
    /// The name to show.
    pub name: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// The group it is in, which comes before it.
    pub parent: Option<&'static str>,
    /// The role it gives its members, on the whole instance.
    pub role: Option<&'static str>,
    /// Whether nobody is in it, and nobody noticed.
    pub empty: bool,
}

/// The permissions of Acme's own systems.
pub const PERMISSIONS: &[Permission] = &[
    ("/acme", "Acme", "Everything in Acme's own systems."),
    ("/acme/building", "Building", "Everything about the building."),
    ("/acme/building/doors", "Doors", "Open doors, and see who did."),
    ("/acme/building/badges", "Badges", "Issue badges and withdraw them."),
    ("/acme/reception", "Reception", "Everything at the front desk."),
    ("/acme/reception/visitors", "Visitors", "Announce visitors and see them out."),
    ("/acme/reception/parcels", "Parcels", "Take parcels in and hand them out."),
    ("/acme/print", "Printing", "Everything about printing."),
    ("/acme/print/queues", "Queues", "Hold and release what is printed."),
    ("/acme/print/devices", "Devices", "Set up printers."),
    ("/acme/archive", "Archive", "Everything in the archive."),
    ("/acme/archive/read", "Read", "Read what is archived."),
    ("/acme/archive/write", "Write", "Archive, and mark for destruction."),
    ("/acme/backup", "Backup", "Everything about backups."),
    ("/acme/backup/run", "Run", "Make backups."),
    ("/acme/backup/restore", "Restore", "Put backups back."),
];

const fn role(name: &'static str, description: &'static str) -> LocalRole {
    LocalRole { name, description, privileged: false, includes: &[], permissions: &[] }
}

/// The roles of Acme's own systems.
pub const ROLES: &[LocalRole] = &[
    LocalRole {
        permissions: &["/acme/building/badges"],
        ..role("Badge lender", "Hands out badges, and takes them back.")
    },
    LocalRole {
        includes: &["Badge lender"],
        permissions: &["/acme/reception"],
        ..role("Receptionist", "Sits at the front desk.")
    },
    LocalRole {
        includes: &["Receptionist"],
        permissions: &["/acme/building"],
        ..role("Facility manager", "Looks after the building.")
    },
    LocalRole { permissions: &["/acme/print"], ..role("Print operator", "Keeps the printers going.") },
    LocalRole { permissions: &["/acme/archive/read"], ..role("Archive reader", "Looks things up.") },
    LocalRole {
        includes: &["Archive reader"],
        permissions: &["/acme/archive/write"],
        ..role("Archivist", "Keeps what must be kept, and no longer than that.")
    },
    LocalRole {
        permissions: &["/acme/archive/read"],
        ..role("Guest reader", "Reads what was laid out, while they are in the house.")
    },
    LocalRole { permissions: &["/acme/backup/run"], ..role("Backup operator", "Makes backups.") },
    LocalRole {
        privileged: true,
        includes: &["Facility manager", "Print operator", "Archivist", "Guest reader", "Backup operator"],
        permissions: &["/acme/backup/restore"],
        ..role("Emergency access", "For when nobody else can get in. Every use is looked at.")
    },
];

const fn group(path: &'static str, name: &'static str, description: &'static str) -> LocalGroup {
    LocalGroup { path, name, description, parent: None, role: None, empty: false }
}

/// The groups of a realm's `PRIMARY`, parents first: those that somebody is in,
/// and those that are empty on purpose.
pub fn groups(realm: &Realm) -> impl Iterator<Item = &'static LocalGroup> {
    let held: Vec<&str> = local::groups(realm.numbers(Store::Local)).collect();
    let needed = move |group: &&LocalGroup| {
        let below =
            |path: &&str| path.strip_prefix(group.path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
        held.iter().any(below) || group.empty && is_housed(&held)
    };
    GROUPS.iter().filter(needed)
}

/// Whether the parent of the empty group is there.
fn is_housed(held: &[&str]) -> bool {
    held.iter().any(|path| path.starts_with("house"))
}

/// Every group that `PRIMARY` can have.
pub const GROUPS: &[LocalGroup] = &[
    LocalGroup {
        role: Some("Archive reader"),
        ..group("house", "House", "People of the house without an account elsewhere.")
    },
    LocalGroup {
        parent: Some("house"),
        role: Some("Receptionist"),
        ..group("house/front", "Front of house", "Whoever is at the front desk.")
    },
    LocalGroup {
        parent: Some("house"),
        role: Some("Facility manager"),
        ..group("house/facility", "Facility", "Whoever looks after the building.")
    },
    LocalGroup {
        parent: Some("house"),
        role: Some("Facility manager"),
        empty: true,
        ..group("house/night", "Night watch", "Since a contractor keeps the watch, nobody.")
    },
    group("machines", "Machines", "Accounts of devices and programs."),
    LocalGroup {
        parent: Some("machines"),
        role: Some("Print operator"),
        ..group("machines/print", "Print servers", "The print servers.")
    },
    LocalGroup {
        parent: Some("machines"),
        role: Some("Archivist"),
        ..group("machines/archive", "Archive", "The long-term archive.")
    },
    LocalGroup { role: Some("Emergency access"), ..group("emergency", "Emergency", "Sealed accounts.") },
];
