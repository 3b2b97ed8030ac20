//! The table of hard cases: names that break layouts, sorts and files, and one
//! user for each rule that a seat count can get wrong. The first ones are
//! there even in the smallest realm.

use muster_model::{Kind, State};

/// Families of planted people whose usernames follow the usual pattern: those
/// made from the lists are numbered from 2.
pub const FAMILIES: &[&str] = &[
    "Okafor",
    "Lindqvist",
    "Conti",
    "Osei",
    "Haddad",
    "Kim",
    "Tanaka",
    "Duarte",
    "Weber",
    "Petrova",
    "Byrne",
    "Lin",
    "Rahman",
    "Nowak",
];

/// What a case holds.
#[derive(Debug, Clone, Copy)]
pub enum Holds {
    /// Nothing at all.
    Nothing,
    /// A built-in role on a group.
    Level(u8, &'static str),
    /// The same, through a team.
    Through(u8, &'static str, &'static str),
    /// The instance, and a role on a group.
    Administrator(u8, &'static str),
    /// The instance and nothing else.
    AdministratorOnly,
    /// Reading the instance.
    Auditor,
    /// A custom Guest with `read_code` alone.
    CodeReader(&'static str),
    /// A custom Guest with more.
    Elevated(&'static str),
    /// Guest on a group, Owner of a personal project.
    PersonalProject(&'static str),
}

impl Holds {
    /// Whether it is privileged.
    pub const fn administers(self) -> bool {
        matches!(self, Self::Administrator(..) | Self::AdministratorOnly)
    }
}

/// When a case was last seen.
#[derive(Debug, Clone, Copy)]
pub enum Seen {
    /// So many days before today.
    Days(u32),
    /// Never, says the instance.
    Never,
    /// The instance does not say.
    Unknown,
}

impl Seen {
    /// Days before today, 0 if it was not seen.
    pub fn days(self) -> u64 {
        match self {
            Self::Days(days) => u64::from(days),
            Self::Never | Self::Unknown => 0,
        }
    }
}

/// A planted user of the GitLab userstore.
#[derive(Debug, Clone, Copy)]
pub struct Case {
    pub name: &'static str,
    pub username: &'static str,
    pub what: &'static str,
    pub state: State,
    pub kind: Kind,
    pub holds: Holds,
    pub seen: Seen,
    pub mfa: bool,
    /// Takes a seat on GitLab Premium, on GitLab Ultimate.
    pub seats: (bool, bool),
    /// The instance's own flag, where it differs from Ultimate's rule.
    pub flag: Option<bool>,
    /// The audit rules that find it.
    pub finds: &'static [&'static str],
}

const fn case(
    name: &'static str,
    username: &'static str,
    what: &'static str,
    holds: Holds,
    seats: (bool, bool),
) -> Case {
    let (state, kind, seen) = (State::Active, Kind::Human, Seen::Days(2));
    Case { name, username, what, state, kind, holds, seen, mfa: true, seats, flag: None, finds: &[] }
}

impl Case {
    const fn state(self, state: State) -> Self {
        Self { state, ..self }
    }
    const fn kind(self, kind: Kind) -> Self {
        Self { kind, ..self }
    }
    const fn seen(self, seen: Seen) -> Self {
        Self { seen, ..self }
    }
    const fn no_mfa(self) -> Self {
        Self { mfa: false, ..self }
    }
    const fn flag(self, flag: bool) -> Self {
        Self { flag: Some(flag), ..self }
    }
    const fn finds(self, finds: &'static [&'static str]) -> Self {
        Self { finds, ..self }
    }
}

const BOTH: (bool, bool) = (true, true);
const PREMIUM: (bool, bool) = (true, false);
const NEITHER: (bool, bool) = (false, false);
const DEVELOPER: Holds = Holds::Level(30, "acme/web");

use Holds::{
    Administrator, AdministratorOnly, Auditor, CodeReader, Elevated, Level, Nothing, PersonalProject, Through,
};

/// The cases, in the order in which they are planted.
pub const CASES: &[Case] = &[
    case("Dana Reyes-Quist", "dreyes", "administrator with memberships", Administrator(50, "acme"), BOTH)
        .finds(&["admin-in-daily-use"]),
    case(
        "Bengt Lindqvist",
        "blindqvist",
        "dormant for 94 days, role through a group",
        Through(30, "acme/web", "acme/teams/frontend"),
        BOTH,
    )
    .seen(Seen::Days(94))
    .finds(&["dormant-90d"]),
    case("Chiara Conti", "cconti", "takes a seat and was never seen", Level(30, "acme/api"), BOTH)
        .seen(Seen::Never)
        .finds(&["never-signed-in"]),
    case("ci-deployer", "ci-deployer", "service account without an owner", Level(40, "acme/ops"), NEITHER)
        .kind(Kind::Service)
        .seen(Seen::Days(0))
        .no_mfa()
        .finds(&["service-account-unowned"]),
    case("Ines Duarte", "iduarte", "pending approval", Nothing, NEITHER)
        .state(State::Pending)
        .seen(Seen::Never)
        .no_mfa(),
    case("Daniel Osei", "dosei", "highest role Guest", Level(10, "acme"), PREMIUM)
        .seen(Seen::Days(121))
        .finds(&["dormant-90d"]),
    case("Erika Mustermann-Schulze", "emusterm", "blocked, with a role", Level(30, "acme/docs"), NEITHER)
        .state(State::Blocked)
        .seen(Seen::Days(203))
        .finds(&["disabled-with-role"]),
    case("نور الرحمن", "nour.alrahman", "a name written from right to left", DEVELOPER, BOTH),
    case("Farid Haddad", "fhaddad", "dormant owner without two-factor", Level(50, "acme"), BOTH)
        .seen(Seen::Days(98))
        .no_mfa()
        .finds(&["dormant-90d"]),
    case("Grace Kim", "gkim", "deactivated", Level(20, "acme/web"), NEITHER)
        .state(State::Deactivated)
        .seen(Seen::Days(371))
        .finds(&["disabled-with-role"]),
    case("Hiroshi Tanaka", "htanaka", "the instance does not say when last seen", Level(30, "acme/api"), BOTH)
        .seen(Seen::Unknown)
        .finds(&["last-seen-unknown"]),
    case("Olek Nowak", "onowak", "locked after failed sign-ins: keeps the seat", Level(30, "acme/web"), BOTH)
        .state(State::Locked)
        .seen(Seen::Days(33)),
    case("Mei Lin", "mlin", "one person with two accounts: the daily one", Level(15, "acme"), BOTH).seen(Seen::Days(6)),
    case(
        "Mei Lin",
        "mlin-admin",
        "one person with two accounts: administrator without memberships",
        AdministratorOnly,
        PREMIUM,
    )
    .seen(Seen::Days(1)),
    case("Jonas Weber", "jweber", "dormant Reporter", Level(20, "acme/docs"), BOTH)
        .seen(Seen::Days(112))
        .finds(&["dormant-90d"]),
    case("Amara Okafor", "aokafor", "Maintainer", Level(40, "acme/api"), BOTH).seen(Seen::Days(0)),
    case("Katya Petrova", "kpetrova", "Maintainer", Level(40, "acme/ops"), BOTH).seen(Seen::Days(0)),
    case("Liam Byrne", "lbyrne", "Developer", DEVELOPER, BOTH).seen(Seen::Days(1)),
    case("Noor Rahman", "nrahman", "dormant Developer", Level(30, "acme/api"), BOTH)
        .seen(Seen::Days(130))
        .finds(&["dormant-90d"]),
    case("Audrey Controlle", "acontrolle", "auditor without memberships", Auditor, BOTH),
    case("Ugo Senzaruolo", "usenzaruolo", "no membership at all", Nothing, PREMIUM).finds(&["no-role"]),
    case("Mina Weniger", "mweniger", "Minimal Access only", Level(5, "acme"), NEITHER),
    case(
        "Aurelia Moore-Vance",
        "amoore",
        "custom Guest with read_code only; the instance's flag says otherwise",
        CodeReader("acme/api"),
        PREMIUM,
    )
    .flag(true),
    case("Elva Hoch", "ehoch", "custom Guest with more than read_code", Elevated("acme/security"), BOTH),
    case("Pers Projektson", "pprojektson", "Guest who owns a personal project", PersonalProject("acme"), BOTH),
    case(
        "svc-backup",
        "svc-backup",
        "service account; the instance's flag says it takes a seat",
        Level(30, "acme/ops"),
        NEITHER,
    )
    .kind(Kind::Service)
    .flag(true)
    .no_mfa(),
    case("Tilda Lang", "tlang", "blocked after the instance counted", Level(30, "acme/web"), NEITHER)
        .state(State::Blocked)
        .seen(Seen::Days(3))
        .flag(true)
        .finds(&["disabled-with-role", "disabled-with-seat"]),
    case("Bernd Bannert", "bbannert", "banned", DEVELOPER, NEITHER)
        .state(State::Banned)
        .seen(Seen::Days(40))
        .finds(&["disabled-with-role"]),
    case("Exa Ternal", "exa.ternal", "a person from outside", Level(30, "acme/partners"), BOTH)
        .kind(Kind::External)
        .finds(&["temporary-without-expiry"]),
    case(
        "Adaeze Wilhelmina Bartholomea von Hohenstein-Lichtenfels de la Cruz y Montemayor",
        "awbvhldlcym",
        "a name of 80 characters",
        DEVELOPER,
        BOTH,
    ),
    case(
        "Taumatawhakatangihangakoauauotamateaturipukakapikimaungahoronuku",
        "taumata",
        "one word that no line can break",
        DEVELOPER,
        BOTH,
    ),
    case("יעל בן־דוד", "yael.bendavid", "a Hebrew name", DEVELOPER, BOTH),
    case("田中 浩", "hiroshi-tanaka", "a Japanese name in its own script", DEVELOPER, BOTH),
    case("김서연", "seoyeon.kim", "a Korean name, one word", DEVELOPER, BOTH),
    case("क्षितिज श्रीवास्तव", "kshitij.s", "an Indian name with combined letters", DEVELOPER, BOTH),
    case("ศิริพร จันทร์เพ็ญ", "siriporn.c", "a Thai name with marks above and below", DEVELOPER, BOTH),
    case("Suharti", "suharti", "a name of a single word", DEVELOPER, BOTH),
    case("U Ba", "uba", "a name of three letters", DEVELOPER, BOTH),
    case("Siobhán O’Shaughnessy-D'Arcy", "siobhan.osd", "both kinds of apostrophe", DEVELOPER, BOTH),
    case("Zoe\u{308} Bjo\u{308}rkstro\u{308}m", "zbjorkstrom", "accents as combining marks", DEVELOPER, BOTH),
    case("Işıl Iğdır", "isil.igdir", "dotted and dotless i", DEVELOPER, BOTH),
    case("Weßling, \"Jo\" Johanna; M.Sc.", "jwessling", "comma, quotes and semicolon in a name", DEVELOPER, BOTH),
    case("<b>Bobby</b> & Söhne", "bobby.s", "markup in a name", DEVELOPER, BOTH),
    case("Jo 🌻 Sommer", "jo.sommer", "an emoji in a name", DEVELOPER, BOTH),
    case("Alex Doppel", "adoppel", "two people of one name: the first", DEVELOPER, BOTH),
    case("Alex Doppel", "adoppel2", "two people of one name: the second", Level(20, "acme/docs"), BOTH),
    case(
        "=SUM(Finance) exporter",
        "finance-exporter",
        "a name that a spreadsheet would run",
        Level(20, "acme/data"),
        NEITHER,
    )
    .kind(Kind::Bot)
    .no_mfa(),
    case("@here notifier", "here-notifier", "a name that a spreadsheet would run", Level(20, "acme/ops"), NEITHER)
        .kind(Kind::Bot)
        .no_mfa(),
    case(
        "Maximiliane von Guttenstein-Rabenau",
        "maximiliane.theodora.von.und.zu.guttenstein-rabenau.extern.vertrag-2026",
        "a username of 71 characters",
        DEVELOPER,
        BOTH,
    )
    .kind(Kind::External)
    .finds(&["temporary-without-expiry"]),
];

/// How many cases are planted among `users`: half of a small realm at most.
pub fn count(users: u64) -> u64 {
    (users / 2).min(CASES.len() as u64)
}

/// The case at an index of the GitLab userstore, if one is planted there.
pub fn at(index: u64, users: u64) -> Option<&'static Case> {
    if index >= count(users) { None } else { CASES.get(usize::try_from(index).ok()?) }
}
