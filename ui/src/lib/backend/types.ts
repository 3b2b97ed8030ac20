// Written by `make types` from src-tauri/crates/app. Do not edit.

export type UserId = number;
export type UserstoreId = number;
export type State = "active" | "invited" | "pending" | "locked" | "blocked" | "deactivated" | "banned" | "deleted";
export type Kind = "human" | "service" | "bot" | "external";
export type Precision = "second" | "hour" | "day" | "fortnight";
export type SeenStatus = "seen" | "never" | "unknown" | "not_collected";
export type LastSeen = { 
/**
 * Which of the four answers this is.
 */
status: SeenStatus, 
/**
 * The time, for [`SeenStatus::Seen`] only. A source that gives a day
 * gives its first second, UTC, and `precision` says so.
 */
at: string | null, 
/**
 * The field it came from, in the source's own spelling.
 */
source: string | null, 
/**
 * How exact `at` is.
 */
precision: Precision | null, };
export type Visibility = "private" | "instance" | "public";
export type ProfileField = "given_name" | "family_name" | "pronouns" | "title" | "organization" | "department" | "cost_center" | "employee_number" | "manager" | "location" | "time_zone" | "language" | "phone" | "website" | "bio" | "status" | "public_email" | "note" | "linkedin" | "twitter" | "discord" | "github";
export type ProfileValue = { 
/**
 * The value, never empty.
 */
value: string, 
/**
 * Who may see it.
 */
visibility: Visibility, };
export type Profile = { 
/**
 * Fields that have a value.
 */
fields?: Record<string, ProfileValue>, 
/**
 * Custom attributes: name to values, in the source's order.
 */
attributes?: { [key in string]: Array<string> }, };
export type ScopeKind = "instance" | "group" | "project" | "application";
export type Scope = { 
/**
 * The kind of thing.
 */
kind: ScopeKind, 
/**
 * Its path in the source, empty for the instance.
 */
path: string, };
export type Role = { 
/**
 * Its name in the source.
 */
name: string, 
/**
 * GitLab's access level (5 Minimal Access to 50 Owner; `gitlab.md`
 * section 4), where the source has one. It orders roles for "highest
 * role"; it does not say that a higher one holds all of a lower one.
 */
level: number | null, 
/**
 * Whether its holder can change others' access or the instance.
 */
privileged: boolean, 
/**
 * For a custom role: the built-in role it is based on.
 */
base: string | null, 
/**
 * For a custom role: what it adds to its base.
 */
permissions: Array<string>, };
export type Grant = { 
/**
 * What is held.
 */
role: Role, 
/**
 * On what.
 */
scope: Scope, 
/**
 * The group through which it is held; none for a direct grant.
 */
through: string | null, 
/**
 * Since when, if the source says.
 */
since: string | null, 
/**
 * Until when, if it ends.
 */
expires: string | null, };
export type HighestRole = { 
/**
 * The role's name.
 */
role: string, 
/**
 * Its access level, where roles have levels.
 */
level: number | null, 
/**
 * Where it is held.
 */
scope: Scope, };
export type User = { 
/**
 * Muster's key.
 */
id: UserId, 
/**
 * The source's own immutable id, where it gave one.
 */
source_id: string | null, 
/**
 * The domain of its userstore.
 */
userstore: string, 
/**
 * The sign-in name.
 */
username: string, 
/**
 * The name to show; the username where the source has none.
 */
display_name: string, 
/**
 * The primary e-mail.
 */
email: string | null, 
/**
 * What the account may do at all.
 */
state: State, 
/**
 * Who or what uses it.
 */
kind: Kind, 
/**
 * Whether it holds a privileged role.
 */
privileged: boolean, 
/**
 * Whether a second factor is set; none where the source does not say.
 */
mfa: boolean | null, 
/**
 * When the source created it.
 */
created_at: string | null, 
/**
 * When access ends, if a date is set.
 */
expires_at: string | null, 
/**
 * The last sign of life.
 */
last_seen: LastSeen, 
/**
 * Names of the roles it holds, highest first, each once.
 */
roles: Array<string>, 
/**
 * The highest role and where it is held.
 */
highest_role: HighestRole | null, 
/**
 * Since when a complete snapshot of its userstore no longer lists it.
 */
gone_since: string | null, 
/**
 * Whether an avatar is stored.
 */
has_avatar: boolean, };
export type Authority = "local" | "mirrored";
export type UserstoreKind = "local" | "gitlab" | "scim" | "ldap" | "keycloak" | "file" | "wso2" | "entra" | "google" | "okta" | "authelia";
export type Userstore = { 
/**
 * Muster's key.
 */
id: UserstoreId, 
/**
 * Its domain: the part before the slash in a full name.
 */
domain: string, 
/**
 * What it reflects.
 */
kind: UserstoreKind, 
/**
 * Who has the last word.
 */
authority: Authority, 
/**
 * Users present in its last snapshot.
 */
users: number, 
/**
 * Users that a complete snapshot no longer listed.
 */
gone: number, 
/**
 * When its last snapshot was taken.
 */
last_snapshot: string | null, 
/**
 * Whether that snapshot listed everyone.
 */
last_complete: boolean | null, };
export type OperatorRole = "owner" | "admin" | "auditor";
export type Rejection = { 
/**
 * The file's name, without its folder.
 */
file: string, 
/**
 * The line the row begins on, from 1.
 */
line: number, 
/**
 * The column, attribute or field at fault, where one is.
 */
column: string | null, 
/**
 * What is wrong and what to do.
 */
reason: string, };
export type Totals = { 
/**
 * Seen here for the first time.
 */
created: number, 
/**
 * Known, and something differs.
 */
changed: number, 
/**
 * Known, and all as before.
 */
unchanged: number, 
/**
 * Known, and no longer listed by a source that lists all.
 */
gone: number, };
export type Code = "invalid" | "invalid_filter" | "wrong_passphrase" | "not_permitted" | "locked" | "not_found" | "exists" | "in_use" | "damaged" | "too_new" | "unreadable" | "strict" | "cancelled" | "disk" | "internal";
export type Error = { 
/**
 * What to decide by.
 */
code: Code, 
/**
 * What happened, to what, and what to do next.
 */
message: string, 
/**
 * More for programs, depending on the code.
 */
details: Record<string, unknown>, };
export type RecentVault = { 
/**
 * Its folder's name without `.muster`.
 */
name: string, 
/**
 * Its folder.
 */
path: string, };
export type VaultInfo = { 
/**
 * The realm's name.
 */
name: string, 
/**
 * The vault's folder.
 */
path: string, 
/**
 * Who opened it.
 */
operator: string, 
/**
 * What they may do.
 */
role: OperatorRole, 
/**
 * Whether another program holds it for writing; this one only reads.
 */
read_only: boolean, 
/**
 * Whether it is the demo realm, whose users are invented.
 */
demo: boolean, 
/**
 * Its userstores.
 */
userstores: Array<Userstore>, };
export type Status = { 
/**
 * The open vault, if one is.
 */
vault: VaultInfo | null, 
/**
 * Vaults opened before on this machine, newest first; those whose folder
 * is gone are left out.
 */
recent: Array<RecentVault>, 
/**
 * The program's version.
 */
version: string, };
export type CreateVault = { 
/**
 * The folder to create; `.muster` is added where it is missing.
 */
path: string, 
/**
 * The first operator, who becomes the owner.
 */
operator: string, 
/**
 * Their passphrase, at least 12 characters.
 */
passphrase: string, };
export type CreatedVault = { 
/**
 * The vault.
 */
vault: VaultInfo, 
/**
 * The recovery key: shown once, never stored.
 */
recovery_key: string, };
export type OpenVault = { 
/**
 * Its folder.
 */
path: string, 
/**
 * A passphrase, or the recovery key.
 */
passphrase: string, };
export type ChangePassphrase = { 
/**
 * The present one, or the recovery key.
 */
current: string, 
/**
 * The new one, at least 12 characters.
 */
new: string, };
export type AddUserstore = { 
/**
 * Its domain.
 */
domain: string, 
/**
 * What it reflects.
 */
kind: UserstoreKind, };
export type CheckReport = { 
/**
 * Whether nothing is wrong.
 */
ok: boolean, 
/**
 * Each thing that is wrong, in a sentence.
 */
problems: Array<string>, };
export type WrittenFile = { 
/**
 * Where it is.
 */
path: string, 
/**
 * Rows in it, or 0 where it has none.
 */
rows: number, 
/**
 * Its size in bytes.
 */
bytes: number, 
/**
 * Its SHA-256, in hexadecimal.
 */
sha256: string, };
export type StateCount = { 
/**
 * The state.
 */
state: State, 
/**
 * How many.
 */
count: number, };
export type KindCount = { 
/**
 * The kind.
 */
kind: Kind, 
/**
 * How many.
 */
count: number, };
export type RoleCount = { 
/**
 * The role's name, or none for users without a role.
 */
role: string | null, 
/**
 * How many.
 */
count: number, };
export type Unseen = { 
/**
 * The rule, as a filter.
 */
rule: string, 
/**
 * Seen, but not for this many days.
 */
days: number, 
/**
 * How many were last seen longer ago.
 */
dormant: number, 
/**
 * How many never signed in, says their source.
 */
never: number, 
/**
 * How many whose source was asked and does not say.
 */
unknown: number, 
/**
 * How many whose source was not asked.
 */
not_collected: number, };
export type SeatsGlance = { 
/**
 * The plan's name, as on the command line.
 */
plan: string, 
/**
 * The plan's title.
 */
title: string, 
/**
 * Seats taken.
 */
consumed: number, 
/**
 * Seats bought, if known.
 */
purchased: number | null, 
/**
 * Seats that could be freed.
 */
reclaimable: number, };
export type SnapshotGlance = { 
/**
 * The userstore's domain.
 */
userstore: string, 
/**
 * When it was taken.
 */
taken_at: string, 
/**
 * Whether it listed everyone.
 */
complete: boolean, 
/**
 * Users it listed.
 */
users: number, 
/**
 * Rows it could not read.
 */
rejected: number, };
export type Privileged = { 
/**
 * How many enabled users hold a privileged role.
 */
total: number, 
/**
 * Of these, how many the source says have no second factor.
 */
without_mfa: number, };
export type Overview = { 
/**
 * When these counts were made.
 */
as_of: string, 
/**
 * Users present.
 */
users: number, 
/**
 * Users that a complete snapshot no longer lists.
 */
gone: number, 
/**
 * Users by state, most first.
 */
by_state: Array<StateCount>, 
/**
 * Users by kind, most first.
 */
by_kind: Array<KindCount>, 
/**
 * Users by highest role, in the order of access levels, highest first;
 * `role` is none for users without a role.
 */
by_role: Array<RoleCount>, 
/**
 * Who has not been seen.
 */
unseen: Unseen, 
/**
 * Seats against the plan, if a plan is chosen.
 */
seats: SeatsGlance | null, 
/**
 * Latest snapshot of each userstore, newest first.
 */
snapshots: Array<SnapshotGlance>, 
/**
 * Users with a privileged role, and how many of them have no second factor.
 */
privileged: Privileged, };
export type SortBy = "displayName" | "userName" | "email" | "state" | "kind" | "highestRole" | "lastSeen" | "created" | "userstore" | "seat";
export type UsersQuery = { 
/**
 * A filter in the filter language; empty for everyone.
 */
filter: string, 
/**
 * The order.
 */
sort: SortBy, 
/**
 * Whether from last to first.
 */
descending: boolean, 
/**
 * How many to skip.
 */
offset: number, 
/**
 * How many at most; 500 is the most that is given.
 */
limit: number, };
export type UserRow = { 
/**
 * Whether a seat is taken under the chosen plan; none without a plan.
 */
seat: boolean | null, 
/**
 * Muster's key.
 */
id: UserId, 
/**
 * The source's own immutable id, where it gave one.
 */
source_id: string | null, 
/**
 * The domain of its userstore.
 */
userstore: string, 
/**
 * The sign-in name.
 */
username: string, 
/**
 * The name to show; the username where the source has none.
 */
display_name: string, 
/**
 * The primary e-mail.
 */
email: string | null, 
/**
 * What the account may do at all.
 */
state: State, 
/**
 * Who or what uses it.
 */
kind: Kind, 
/**
 * Whether it holds a privileged role.
 */
privileged: boolean, 
/**
 * Whether a second factor is set; none where the source does not say.
 */
mfa: boolean | null, 
/**
 * When the source created it.
 */
created_at: string | null, 
/**
 * When access ends, if a date is set.
 */
expires_at: string | null, 
/**
 * The last sign of life.
 */
last_seen: LastSeen, 
/**
 * Names of the roles it holds, highest first, each once.
 */
roles: Array<string>, 
/**
 * The highest role and where it is held.
 */
highest_role: HighestRole | null, 
/**
 * Since when a complete snapshot of its userstore no longer lists it.
 */
gone_since: string | null, 
/**
 * Whether an avatar is stored.
 */
has_avatar: boolean, };
export type UsersPage = { 
/**
 * The rows.
 */
users: Array<UserRow>, 
/**
 * How many match in all; none while the vault is still loading and only
 * the page is known.
 */
total: number | null, 
/**
 * Rises with every change to any user; pages of different generations
 * may not fit together.
 */
generation: number, };
export type View = { 
/**
 * A stable name: `all`, `active`, `dormant-90d`, `never-seen`,
 * `privileged`, `takes-a-seat`, `gone`.
 */
name: string, 
/**
 * The filter behind it.
 */
filter: string, 
/**
 * How many match now.
 */
count: number, };
export type FieldChange = { 
/**
 * The field's name, such as `display_name` or `profile.title`.
 */
name: string, 
/**
 * Before; none if it was empty.
 */
before: string | null, 
/**
 * After; none if it is empty.
 */
after: string | null, };
export type HistoryEntry = { 
/**
 * When.
 */
at: string, 
/**
 * Who; none for a snapshot.
 */
operator: string | null, 
/**
 * What was done, as a stable word: `created`, `changed`, `gone`,
 * `returned`, `undone`.
 */
action: string, 
/**
 * What changed, field by field.
 */
fields: Array<FieldChange>, };
export type UserDetail = { 
/**
 * The row.
 */
user: User, 
/**
 * Whether the userstore is edited here.
 */
editable: boolean, 
/**
 * The profile.
 */
profile: Profile, 
/**
 * Roles held, highest first.
 */
grants: Array<Grant>, 
/**
 * Groups the user is in, by path.
 */
groups: Array<string>, 
/**
 * Seat under the chosen plan.
 */
seat: SeatExplanation | null, 
/**
 * The picture as a `data:` address.
 */
avatar: string | null, 
/**
 * What happened to this user, newest first.
 */
history: Array<HistoryEntry>, 
/**
 * The instance's own word on the seat, where it was collected.
 */
seat_flag: boolean | null, 
/**
 * When the last snapshot that listed this user was taken.
 */
snapshot_at: string | null, };
export type UserEdit = { 
/**
 * Sign-in name.
 */
username?: string, 
/**
 * Name to show.
 */
display_name?: string, 
/**
 * Primary e-mail.
 */
email?: string, 
/**
 * State.
 */
state?: State, 
/**
 * Kind.
 */
kind?: Kind, 
/**
 * Profile fields by their word.
 */
profile?: { [key in string]: string }, };
export type NewUser = { 
/**
 * The domain of a local userstore.
 */
userstore: string, 
/**
 * What is known.
 */
edit: UserEdit, };
export type EditResult = { 
/**
 * The user, as it is now.
 */
user: User, 
/**
 * The change, for [`undo`](ChangeGlance); none if nothing differed.
 */
change: number | null, 
/**
 * What changed.
 */
fields: Array<FieldChange>, };
export type ChangeGlance = { 
/**
 * Its number.
 */
id: number, 
/**
 * When.
 */
at: string, 
/**
 * Who.
 */
operator: string, 
/**
 * The user it changed, as a full name.
 */
user: string, 
/**
 * The user's key.
 */
user_id: UserId, 
/**
 * Whether it made the user.
 */
created: boolean, 
/**
 * What changed.
 */
fields: Array<FieldChange>, 
/**
 * Whether it was undone.
 */
undone: boolean, };
export type CsvColumn = { 
/**
 * Its header.
 */
header: string, 
/**
 * The attribute it is taken for; none if it is left out.
 */
attribute: string | null, 
/**
 * The first values, for a preview.
 */
samples: Array<string>, };
export type DetectedFile = { 
/**
 * Where it is.
 */
path: string, 
/**
 * Its name.
 */
name: string, 
/**
 * Its size in bytes.
 */
bytes: number, 
/**
 * The dialect it is read as: `gitlab-users`, `gitlab-permissions`,
 * `gitlab-members`, `scim`, `ldif`, `keycloak`, `wso2-5`, `wso2-7`,
 * `entra`, `google`, `okta`, `authelia`, `csv`; none where none fits.
 */
format: string | null, 
/**
 * The dialect's name for people.
 */
title: string | null, 
/**
 * What gave it away, or why nothing fits and what to do.
 */
because: string, 
/**
 * The kind of userstore such a file comes from.
 */
userstore_kind: UserstoreKind | null, 
/**
 * For CSV: its columns, and what each is taken for.
 */
columns: Array<CsvColumn>, };
export type ImportRequest = { 
/**
 * The files; together they are one snapshot.
 */
files: Array<string>, 
/**
 * The domain to import into; it is added if it is missing.
 */
userstore: string, 
/**
 * Read them as this dialect whatever they look like.
 */
format?: string, 
/**
 * For CSV: column header to attribute.
 */
map?: { [key in string]: string }, 
/**
 * Say what would happen and change nothing.
 */
dry_run?: boolean, 
/**
 * Take nothing if a row is rejected.
 */
strict?: boolean, 
/**
 * The files list only a part: nobody becomes gone.
 */
incomplete?: boolean, 
/**
 * The files list everyone, even if they look like a part.
 */
complete?: boolean, 
/**
 * When the source was read; now, if not said.
 */
as_of?: string, };
export type ImportReport = { 
/**
 * The dialect, or several joined by `+`.
 */
format: string, 
/**
 * The domain.
 */
userstore: string, 
/**
 * Rows about users, and rows nothing could be read from.
 */
read: number, 
/**
 * New users.
 */
created: number, 
/**
 * Rows that changed a user.
 */
changed: number, 
/**
 * Rows that changed nothing.
 */
unchanged: number, 
/**
 * Users who are no longer listed.
 */
gone: number, 
/**
 * Rows that could not be taken: the first 1,000 of them.
 */
rejected: Array<Rejection>, 
/**
 * How many rows could not be taken.
 */
rejected_total: number, 
/**
 * Passwords, hashes and tokens that were found and dropped.
 */
credentials_dropped: number, 
/**
 * Groups.
 */
groups: Totals, 
/**
 * Grants.
 */
grants: Totals, 
/**
 * Whether the files listed everyone.
 */
complete: boolean, 
/**
 * Why not, in a sentence.
 */
incomplete_because: string | null, 
/**
 * Whether this only says what would happen.
 */
dry_run: boolean, 
/**
 * The snapshot that was kept; none for a dry run.
 */
snapshot: number | null, 
/**
 * How long it took, in milliseconds.
 */
milliseconds: number, };
export type Progress = { 
/**
 * What is being done: `reading`, `merging`, `indexing`, `writing`.
 */
stage: string, 
/**
 * Done so far, in the unit of `total`.
 */
done: number, 
/**
 * All there is to do; 0 if that is not known.
 */
total: number, 
/**
 * Rows so far.
 */
rows: number, };
export type PlanGlance = { 
/**
 * Its name, as on the command line.
 */
name: string, 
/**
 * Its title.
 */
title: string, 
/**
 * The counting rule in a sentence.
 */
rule: string, 
/**
 * The counting rule as a filter.
 */
filter: string, 
/**
 * Where the rule comes from.
 */
source: string, 
/**
 * Seats bought, if known.
 */
purchased: number | null, 
/**
 * Price of one seat for one month, in cents of `currency`.
 */
price_cents: number | null, 
/**
 * ISO 4217 code.
 */
currency: string | null, 
/**
 * Whether this is the plan the vault counts by.
 */
chosen: boolean, };
export type SetPlan = { 
/**
 * The plan's name.
 */
plan: string, 
/**
 * Seats bought; none clears it.
 */
purchased?: number, 
/**
 * Price of one seat for one month, in cents; none clears it.
 */
price_cents?: number, 
/**
 * ISO 4217 code.
 */
currency?: string, };
export type SeatRole = { 
/**
 * The role's name; `No role` for none.
 */
role: string, 
/**
 * How many.
 */
count: number, };
export type Seat = { 
/**
 * The user's key.
 */
id: UserId, 
/**
 * The userstore's domain.
 */
userstore: string, 
/**
 * The sign-in name.
 */
username: string, 
/**
 * The name to show.
 */
display_name: string, 
/**
 * E-mail.
 */
email: string | null, 
/**
 * Highest role.
 */
role: string | null, 
/**
 * Why a seat is taken, in a sentence.
 */
why: string, 
/**
 * Whether it could be freed: none, or why, as `never` or `dormant`.
 */
reclaimable: string | null, 
/**
 * The last day the user was seen.
 */
last_seen: string | null, };
export type SeatReport = { 
/**
 * The plan's name.
 */
plan: string, 
/**
 * The plan's title.
 */
title: string, 
/**
 * The counting rule in a sentence.
 */
rule: string, 
/**
 * The counting rule as a filter.
 */
filter: string, 
/**
 * The day the report speaks of.
 */
as_of: string, 
/**
 * Seats taken.
 */
consumed: number, 
/**
 * Seats bought, if known.
 */
purchased: number | null, 
/**
 * Seats taken beyond those bought; 0 where none or where it is not known.
 */
over: number, 
/**
 * Seats by highest role, in the order of access levels, highest first.
 */
by_role: Array<SeatRole>, 
/**
 * Seats whose holder was not seen for 90 days, or never.
 */
reclaimable: number, 
/**
 * Of these: seen, but not for 90 days.
 */
reclaimable_dormant: number, 
/**
 * Of these: never seen.
 */
reclaimable_never: number, 
/**
 * Price of one seat for one month, in cents of `currency`.
 */
price_cents: number | null, 
/**
 * ISO 4217 code.
 */
currency: string | null, 
/**
 * The instance's own count, where it was collected for every user.
 */
instance_count: number | null, 
/**
 * What a reader must know to trust the count.
 */
notes: Array<string>, 
/**
 * Who took each seat and why. The window asks for pages instead.
 */
seats: Array<Seat>, };
export type SeatsPage = { 
/**
 * The rows.
 */
seats: Array<Seat>, 
/**
 * How many there are in all.
 */
total: number, };
export type ClauseExplanation = { 
/**
 * The clause as it stands in the rule.
 */
text: string, 
/**
 * Whether it holds.
 */
holds: boolean, 
/**
 * What makes it so: a value, or a grant and its scope.
 */
because: string, };
export type SeatExplanation = { 
/**
 * The sign-in name.
 */
username: string, 
/**
 * The plan's name.
 */
plan: string, 
/**
 * The plan's title.
 */
title: string, 
/**
 * Whether a seat is taken.
 */
takes_seat: boolean, 
/**
 * The answer in a sentence.
 */
why: string, 
/**
 * Each clause of the rule that decided it.
 */
clauses: Array<ClauseExplanation>, 
/**
 * Whether it could be freed: none, or why, as `never` or `dormant`.
 */
reclaimable: string | null, 
/**
 * Price of the seat for one month, in cents of `currency`.
 */
price_cents: number | null, 
/**
 * ISO 4217 code.
 */
currency: string | null, };
export type Format = "csv" | "json" | "jsonl";
export type ExportUsers = { 
/**
 * A filter; empty for everyone.
 */
filter?: string, 
/**
 * The order.
 */
sort?: SortBy, 
/**
 * Whether from last to first.
 */
descending?: boolean, 
/**
 * The kind of file.
 */
format: Format, 
/**
 * Where to write.
 */
path: string, 
/**
 * Replace a file that is there.
 */
overwrite?: boolean, };
export type ExportSeats = { 
/**
 * The plan's name.
 */
plan: string, 
/**
 * The kind of file.
 */
format: Format, 
/**
 * Where to write.
 */
path: string, 
/**
 * Replace a file that is there.
 */
overwrite?: boolean, };
export type LogEntry = { 
/**
 * Its number, from 1.
 */
seq: number, 
/**
 * When.
 */
at: string, 
/**
 * Who.
 */
operator: string, 
/**
 * What, as a stable word such as `user.edit` or `import`.
 */
action: string, 
/**
 * To what: a full name, a domain, a plan, or nothing.
 */
target: string | null, 
/**
 * More, in the words of the action; none if it was erased.
 */
details: Record<string, unknown> | null, 
/**
 * The entry's hash, in hexadecimal.
 */
hash: string, };
export type LogQuery = { 
/**
 * Only those with a smaller number, newest first.
 */
before?: number, 
/**
 * How many at most.
 */
limit: number, 
/**
 * Only entries whose action, operator or target contains this.
 */
text?: string, };
export type LogPage = { 
/**
 * Newest first.
 */
entries: Array<LogEntry>, 
/**
 * How many entries the log has in all.
 */
total: number, 
/**
 * Whether there are older ones that fit.
 */
more: boolean, };
export type LogVerification = { 
/**
 * Whether the chain is whole.
 */
ok: boolean, 
/**
 * How many entries were checked.
 */
entries: number, 
/**
 * The first entry that does not fit, if one does not.
 */
broken_at: number | null, 
/**
 * What is wrong with it.
 */
reason: string | null, 
/**
 * The hash of the last entry; written down elsewhere, it proves later
 * that none was cut off.
 */
head: string, };

/** Every command: what it takes and what it answers. */
export interface Commands {
  status: { request: undefined; answer: Status; job: false };
  vault_create: { request: CreateVault; answer: CreatedVault; job: false };
  vault_open: { request: OpenVault; answer: VaultInfo; job: false };
  vault_lock: { request: undefined; answer: null; job: false };
  demo_open: { request: undefined; answer: VaultInfo; job: true };
  passphrase_change: { request: ChangePassphrase; answer: null; job: false };
  vault_info: { request: undefined; answer: VaultInfo; job: false };
  vault_check: { request: undefined; answer: CheckReport; job: true };
  vault_backup: { request: string; answer: WrittenFile; job: true };
  userstore_add: { request: AddUserstore; answer: Userstore; job: false };
  overview: { request: undefined; answer: Overview; job: false };
  users_page: { request: UsersQuery; answer: UsersPage; job: false };
  users_views: { request: undefined; answer: Array<View>; job: false };
  user_show: { request: UserId; answer: UserDetail; job: false };
  user_create: { request: NewUser; answer: EditResult; job: false };
  user_edit: { request: [UserId, UserEdit]; answer: EditResult; job: false };
  changes_list: { request: undefined; answer: Array<ChangeGlance>; job: false };
  change_undo: { request: number; answer: ChangeGlance; job: false };
  import_detect: { request: Array<string>; answer: Array<DetectedFile>; job: false };
  import_run: { request: ImportRequest; answer: ImportReport; job: true };
  seats_plans: { request: undefined; answer: Array<PlanGlance>; job: false };
  seats_choose: { request: string; answer: null; job: false };
  seats_set: { request: SetPlan; answer: PlanGlance; job: false };
  seats_report: { request: string; answer: SeatReport; job: false };
  seats_page: { request: [string, boolean, number, number]; answer: SeatsPage; job: false };
  seats_explain: { request: [UserId, string]; answer: SeatExplanation; job: false };
  export_users: { request: ExportUsers; answer: WrittenFile; job: true };
  export_seats: { request: ExportSeats; answer: WrittenFile; job: true };
  log_page: { request: LogQuery; answer: LogPage; job: false };
  log_verify: { request: undefined; answer: LogVerification; job: false };
  cancel: { request: undefined; answer: null; job: false };
  pick_files: { request: undefined; answer: Array<string>; job: false };
  pick_vault: { request: undefined; answer: string | null; job: false };
  pick_save: { request: [string, string]; answer: string | null; job: false };
}
