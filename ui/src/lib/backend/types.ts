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
export type ProfileField = "given_name" | "family_name" | "pronouns" | "title" | "organization" | "department" | "cost_center" | "employee_number" | "manager" | "location" | "time_zone" | "language" | "phone" | "website" | "bio" | "status" | "public_email" | "note" | "linkedin" | "twitter" | "discord" | "github" | "pronunciation" | "bluesky" | "mastodon" | "orcid" | "status_emoji" | "availability" | "status_clear_at";
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
export type GroupId = number;
export type RoleId = number;
export type Standing = "applied" | "outstanding" | "confirmed" | "undone" | "withdrawn" | "refused";
export type Action = "approve" | "reject" | "block" | "unblock" | "deactivate" | "activate" | "ban" | "unban" | "lock" | "unlock" | "delete" | "restore";
export type LinkedBy = "hand" | "email" | "employee_number";
export type AttributeType = "text" | "number" | "date" | "yes_no" | "choice" | "email" | "link";
export type OperatorRole = "owner" | "admin" | "auditor";
export type TrueUp = "peak" | "average" | "end_of_period";
export type ReclaimReason = "disabled_but_counted" | "duplicate_person" | "never_seen" | "machine_counted" | "dormant";
export type FindingState = "open" | "reopened" | "accepted" | "resolved";
export type FindingEventKind = "found" | "accepted" | "withdrawn" | "acceptance_ended" | "resolved" | "came_back" | "not_looked_for";
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
export type Code = "invalid" | "invalid_filter" | "wrong_passphrase" | "not_permitted" | "locked" | "not_found" | "exists" | "in_use" | "damaged" | "too_new" | "unreadable" | "strict" | "needs_twice" | "cancelled" | "disk" | "internal";
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
sha256: string, 
/**
 * What its format has no word for and left out, field by field, with for
 * how many rows.
 */
left_out?: Record<string, number>, };
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
 * Whether a seat is taken under the chosen plan; none as long as not
 * everyone is in memory.
 */
seat: boolean | null, 
/**
 * Whether a change of it waits to be carried out at its source.
 */
pending: boolean, 
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
 * `privileged`, `takes-a-seat`, `gone`; or what an operator called it.
 */
name: string, 
/**
 * The number of a view that an operator saved; none for those that come
 * with the app.
 */
saved: number | null, 
/**
 * The order it was saved with.
 */
sort: SortBy, 
/**
 * Whether from last to first.
 */
descending: boolean, 
/**
 * Columns it was saved with; empty for the usual ones.
 */
columns: Array<string>, 
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
 * Whether a change can be made at all: here, or pending.
 */
changeable: boolean, 
/**
 * What can be done to its state.
 */
actions: Array<StateAction>, 
/**
 * What is wanted of it and not yet seen at its source, oldest first.
 */
pending: Array<PendingField>, 
/**
 * The person behind it.
 */
person: PersonGlance, 
/**
 * For a service account: who answers for it.
 */
service: ServiceAccount | null, 
/**
 * For someone who was asked to join.
 */
invitation: Invitation | null, 
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
profile?: { [key in string]: string }, 
/**
 * Who may see profile fields, by their word.
 */
visibility?: { [key in string]: Visibility }, 
/**
 * Custom attributes: all values of each; none clears it.
 */
attributes?: { [key in string]: Array<string> }, 
/**
 * When access ends, as a date or a time; empty for never.
 */
expires_at?: string, 
/**
 * Who answers for a service account.
 */
service?: ServiceAccount, 
/**
 * What someone who is asked to join is told; new users of state invited only.
 */
invitation?: string, };
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
 * The change, for undo; none if nothing differed.
 */
change: number | null, 
/**
 * Whether it waits to be carried out at the user's source.
 */
pending: boolean, 
/**
 * What changed.
 */
fields: Array<FieldChange>, };
export type PendingField = { 
/**
 * The change.
 */
change: number, 
/**
 * What it is called.
 */
title: string, 
/**
 * The field: what the source says, and what is wanted.
 */
field: FieldChange, };
export type Selected = { "users": Array<UserId> } | { "filter": string } | { "lines": string };
export type Operation = { "do": "set_state", 
/**
 * The state.
 */
state: State, } | { "do": "act", 
/**
 * Which.
 */
action: Action, } | { "do": "delete", 
/**
 * Who is given the grants and groups; none to take them away.
 */
hand_to: UserId | null, } | { "do": "add_role", 
/**
 * Its name in the user's userstore.
 */
role: string, 
/**
 * On what.
 */
scope: Scope, 
/**
 * Until when.
 */
expires: string | null, } | { "do": "remove_role", 
/**
 * Its name.
 */
role: string, 
/**
 * On what; none for wherever it is held.
 */
scope: Scope | null, } | { "do": "add_group", 
/**
 * Its path.
 */
group: string, } | { "do": "remove_group", 
/**
 * Its path.
 */
group: string, } | { "do": "set_field", 
/**
 * The field.
 */
field: string, 
/**
 * Its value.
 */
value: string | null, } | { "do": "set_visibility", 
/**
 * The field, as `profile.WORD`.
 */
field: string, 
/**
 * Who.
 */
visibility: Visibility, } | { "do": "set_expiry", 
/**
 * None for never.
 */
at: string | null, } | { "do": "merge_into", 
/**
 * Who stays.
 */
into: UserId, };
export type ChangeRequest = { 
/**
 * Which users.
 */
selected: Selected, 
/**
 * What to do, in this order.
 */
operations: Array<Operation>, 
/**
 * What it is called; a title is made from the operations if there is none.
 */
title?: string, };
export type Effect = "changed" | "unchanged" | "refused";
export type PreviewRow = { 
/**
 * The user.
 */
user: UserId, 
/**
 * The domain of its userstore.
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
 * What the change comes to.
 */
effect: Effect, 
/**
 * Why it was refused, and what could be done instead.
 */
reason: string | null, 
/**
 * What changes.
 */
fields: Array<FieldChange>, };
export type Warning = { 
/**
 * What it is about.
 */
kind: WarningKind, 
/**
 * In a sentence.
 */
message: string, 
/**
 * Whether applying needs `even_last`.
 */
needs_twice: boolean, 
/**
 * Users it is about, in all.
 */
count: number, };
export type WarningKind = "last_privileged" | "last_owner" | "self_" | "privileged" | "gone" | "irreversible" | "comes_back" | "outstanding" | "unmatched";
export type Unmatched = { 
/**
 * Its number, from 1.
 */
line: number, 
/**
 * What it says.
 */
text: string, 
/**
 * Why it was not taken.
 */
reason: string, };
export type UserstoreShare = { 
/**
 * The domain.
 */
userstore: string, 
/**
 * Local: applied at once. Mirrored: pending, and carried out there.
 */
authority: Authority, 
/**
 * How many change.
 */
changed: number, };
export type ChangePreview = { 
/**
 * By which it is applied or discarded. The vault may have moved on
 * before that: applying then says so.
 */
staged: number, 
/**
 * What it is called.
 */
title: string, 
/**
 * Users it is about.
 */
matched: number, 
/**
 * Of these, how many change.
 */
changed: number, 
/**
 * How many are so already.
 */
unchanged: number, 
/**
 * How many cannot be changed so.
 */
refused: number, 
/**
 * How many change per userstore.
 */
userstores: Array<UserstoreShare>, 
/**
 * What to think about.
 */
warnings: Array<Warning>, 
/**
 * Lines that matched no user, or several: the first 1,000.
 */
unmatched: Array<Unmatched>, 
/**
 * How many lines did not match.
 */
unmatched_total: number, 
/**
 * Why users were refused, with how many: the most frequent first.
 */
refusals: Array<Refusal>, 
/**
 * The first rows, changed ones first.
 */
rows: Array<PreviewRow>, };
export type Refusal = { 
/**
 * Why.
 */
reason: string, 
/**
 * How many.
 */
count: number, };
export type PreviewQuery = { 
/**
 * The staged change.
 */
staged: number, 
/**
 * Only these; none for all.
 */
effect: Effect | null, 
/**
 * How many to skip.
 */
offset: number, 
/**
 * How many at most; 500 is the most that is given.
 */
limit: number, };
export type PreviewPage = { 
/**
 * The rows.
 */
rows: Array<PreviewRow>, 
/**
 * How many there are.
 */
total: number, };
export type ApplyChange = { 
/**
 * The staged change.
 */
staged: number, 
/**
 * Said twice: also the last enabled owner or privileged user.
 */
even_last?: boolean, };
export type UndoChange = { 
/**
 * Its number.
 */
change: number, 
/**
 * Said twice: also if that leaves nobody in charge of something.
 */
even_last?: boolean, };
export type RefusedUser = { 
/**
 * The sign-in name.
 */
username: string, 
/**
 * The domain of its userstore.
 */
userstore: string, 
/**
 * Why.
 */
reason: string, };
export type ChangeReport = { 
/**
 * Its number, by which it can be undone; none if nothing changed.
 */
change: number | null, 
/**
 * What it is called.
 */
title: string, 
/**
 * Users it was about.
 */
matched: number, 
/**
 * How many changed, here or pending.
 */
changed: number, 
/**
 * How many were so already.
 */
unchanged: number, 
/**
 * Who could not be changed so: the first 1,000.
 */
refused: Array<RefusedUser>, 
/**
 * How many could not.
 */
refused_total: number, 
/**
 * Of the changed, how many wait to be carried out at their source.
 */
pending: number, 
/**
 * Lines that matched no user, or several.
 */
unmatched: Array<Unmatched>, };
export type ChangeStatus = "applied" | "pending" | "confirmed" | "undone" | "withdrawn";
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
 * What it did, in words.
 */
title: string, 
/**
 * The full name of its only user, or what else it changed.
 */
target: string | null, 
/**
 * Its only user.
 */
user: UserId | null, 
/**
 * How far it is.
 */
status: ChangeStatus, 
/**
 * Users it changed or waits to change.
 */
users: number, 
/**
 * Of these, how many wait.
 */
outstanding: number, 
/**
 * How many were seen as wanted at their source.
 */
confirmed: number, 
/**
 * How many could not be changed.
 */
refused: number, 
/**
 * When it was taken back or withdrawn.
 */
undone_at: string | null, 
/**
 * By whom.
 */
undone_by: string | null, 
/**
 * Whether it can be taken back or withdrawn now.
 */
can_undo: boolean, 
/**
 * What changed, where it is about one user.
 */
fields: Array<FieldChange>, };
export type ChangesQuery = { 
/**
 * Only these; none for all.
 */
status: ChangeStatus | null, 
/**
 * How many to skip.
 */
offset: number, 
/**
 * How many at most.
 */
limit: number, };
export type ChangesPage = { 
/**
 * Newest first.
 */
changes: Array<ChangeGlance>, 
/**
 * How many there are.
 */
total: number, 
/**
 * How many users wait to be changed at their source, in all changes.
 */
outstanding: number, 
/**
 * The newest of all that can be taken back or withdrawn, on this page or not.
 */
undoable: ChangeGlance | null, };
export type ChangeUserRow = { 
/**
 * The user; may no longer be there.
 */
user: UserId, 
/**
 * The full name then.
 */
target: string, 
/**
 * How far it is.
 */
standing: Standing, 
/**
 * Why it was refused, or what the source says instead of what was wanted.
 */
reason: string | null, 
/**
 * What changed, or is wanted.
 */
fields: Array<FieldChange>, };
export type ChangeUsersQuery = { 
/**
 * The change.
 */
change: number, 
/**
 * Only these; none for all.
 */
standing: Standing | null, 
/**
 * How many to skip.
 */
offset: number, 
/**
 * How many at most; 500 is the most that is given.
 */
limit: number, };
export type ChangeDetail = { 
/**
 * The change.
 */
change: ChangeGlance, 
/**
 * The page.
 */
users: Array<ChangeUserRow>, 
/**
 * How many there are under the same standing.
 */
total: number, };
export type ChangeFormat = "csv" | "jsonl" | "scim-bulk" | "ldif" | "gitlab-sh";
export type ExportChange = { 
/**
 * The change.
 */
change: number, 
/**
 * As what.
 */
format: ChangeFormat, 
/**
 * Where to.
 */
path: string, 
/**
 * Replace a file that is there.
 */
overwrite?: boolean, };
export type WrittenChange = { 
/**
 * The files; SCIM bulk may need several.
 */
files: Array<WrittenFile>, 
/**
 * Steps written.
 */
steps: number, 
/**
 * What the format has no word for, and is to be done by hand.
 */
skipped: Array<SkippedStep>, };
export type SkippedStep = { 
/**
 * The sign-in name.
 */
username: string, 
/**
 * The field.
 */
field: string, 
/**
 * Why.
 */
reason: string, };
export type StateAction = { 
/**
 * What it is called for this kind of userstore: `block`, `unblock`,
 * `approve`, `reject`, `deactivate`, `activate`, `ban`, `unban`, `lock`,
 * `unlock`, `delete`, `restore`.
 */
action: string, 
/**
 * The state it leads to.
 */
state: State, 
/**
 * Why it cannot be done now; none if it can.
 */
refused: string | null, };
export type GroupsQuery = { 
/**
 * Path, name or description contains; empty for all.
 */
search: string, 
/**
 * Only of this userstore's domain.
 */
userstore: string | null, 
/**
 * Only groups directly in this one; with `top`, only those in none.
 */
within: GroupId | null, 
/**
 * Only groups that are in no other group.
 */
top: boolean, 
/**
 * How many to skip.
 */
offset: number, 
/**
 * How many at most; 500 is the most that is given.
 */
limit: number, };
export type GroupGlance = { 
/**
 * Muster's key.
 */
id: GroupId, 
/**
 * The domain of its userstore.
 */
userstore: string, 
/**
 * Whether it is edited here.
 */
authority: Authority, 
/**
 * Its path or name.
 */
path: string, 
/**
 * The name to show, if it differs.
 */
display_name: string | null, 
/**
 * What it is for.
 */
description: string | null, 
/**
 * Users directly in it.
 */
users: number, 
/**
 * Groups directly in it.
 */
groups: number, 
/**
 * Roles it gives its members.
 */
roles: number, 
/**
 * Whether its source no longer lists it.
 */
gone: boolean, };
export type GroupsPage = { 
/**
 * By path.
 */
groups: Array<GroupGlance>, 
/**
 * How many there are.
 */
total: number, };
export type GroupRole = { 
/**
 * The role's name.
 */
role: string, 
/**
 * On what.
 */
scope: Scope, 
/**
 * Until when; left out, for good.
 */
expires?: string | null, };
export type GroupDetail = { 
/**
 * The group.
 */
group: GroupGlance, 
/**
 * The source's own id.
 */
source_id: string | null, 
/**
 * Whether it can be edited here and now.
 */
editable: boolean, 
/**
 * Groups it is directly in.
 */
parents: Array<GroupGlance>, 
/**
 * Groups directly in it.
 */
children: Array<GroupGlance>, 
/**
 * Roles it gives its members.
 */
roles: Array<GroupRole>, 
/**
 * Users in it or in a group below it, each once.
 */
all_users: number, 
/**
 * A filter that finds the users directly in it.
 */
filter: string, };
export type GroupEdit = { 
/**
 * Path or name.
 */
path?: string, 
/**
 * Name to show; empty clears it.
 */
display_name?: string, 
/**
 * What it is for; empty clears it.
 */
description?: string, 
/**
 * Paths of the groups it is directly in: all of them.
 */
parents?: Array<string>, 
/**
 * Roles it gives its members: all of them.
 */
roles?: Array<GroupRole>, 
/**
 * Do it, even if nobody in charge would be left.
 */
even_last?: boolean, };
export type RemoveGroup = { 
/**
 * The group.
 */
group: GroupId, 
/**
 * Do it, even if nobody in charge would be left.
 */
even_last?: boolean, };
export type NewGroup = { 
/**
 * The domain of its userstore.
 */
userstore: string, 
/**
 * What is known; a path is needed.
 */
edit: GroupEdit, };
export type GroupMember = { 
/**
 * The user.
 */
user: UserId, 
/**
 * The sign-in name.
 */
username: string, 
/**
 * The name to show.
 */
display_name: string, 
/**
 * Paths from the group down to the one the user is directly in; empty if
 * directly in this one.
 */
through: Array<string>, };
export type MembersQuery = { 
/**
 * The group.
 */
group: GroupId, 
/**
 * Also those of the groups below it.
 */
nested: boolean, 
/**
 * How many to skip.
 */
offset: number, 
/**
 * How many at most; 500 is the most that is given.
 */
limit: number, };
export type MembersPage = { 
/**
 * By name.
 */
members: Array<GroupMember>, 
/**
 * How many there are.
 */
total: number, };
export type RoleGlance = { 
/**
 * Muster's key.
 */
id: RoleId, 
/**
 * The domain of its userstore.
 */
userstore: string, 
/**
 * Whether it is edited here.
 */
authority: Authority, 
/**
 * Its name.
 */
name: string, 
/**
 * What it is for.
 */
description: string | null, 
/**
 * Its access level, where the userstore has levels.
 */
level: number | null, 
/**
 * Whether its holder can change others' access or the instance.
 */
privileged: boolean, 
/**
 * Whether it comes with the userstore's kind and is not edited.
 */
builtin: boolean, 
/**
 * For a custom role: the one it is based on.
 */
base: string | null, 
/**
 * Roles directly included.
 */
includes: Array<string>, 
/**
 * Permissions it names itself.
 */
permissions: number, 
/**
 * Users who hold it, themselves, through a group, or as the highest role
 * that the instance reports; not by a role that includes it.
 */
users: number, 
/**
 * Groups that give it.
 */
groups: number, };
export type RoleDetail = { 
/**
 * The role.
 */
role: RoleGlance, 
/**
 * Whether it can be edited here and now.
 */
editable: boolean, 
/**
 * Permissions it names itself; each grants what is below it.
 */
own: Array<string>, 
/**
 * Permissions it has by its base or the roles it includes, and by which.
 */
included: Array<IncludedPermission>, 
/**
 * Roles that include this one.
 */
included_by: Array<string>, 
/**
 * A filter that finds its holders.
 */
filter: string, };
export type IncludedPermission = { 
/**
 * The permission's path.
 */
permission: string, 
/**
 * Roles on the way, the nearest first.
 */
through: Array<string>, };
export type RoleEdit = { 
/**
 * Its name.
 */
name?: string, 
/**
 * What it is for; empty clears it.
 */
description?: string, 
/**
 * Whether it is privileged.
 */
privileged?: boolean, 
/**
 * The built-in role it is based on; fixed once it is made.
 */
base?: string, 
/**
 * Roles it includes: all of them.
 */
includes?: Array<string>, 
/**
 * Permissions it names: all of them. What lies below another is left out.
 */
permissions?: Array<string>, 
/**
 * Do it, even if nobody in charge would be left.
 */
even_last?: boolean, };
export type NewRole = { 
/**
 * The domain of a local userstore.
 */
userstore: string, 
/**
 * What is known; a name is needed.
 */
edit: RoleEdit, };
export type RoleSet = "gitlab" | "wso2";
export type PermissionNode = { 
/**
 * Its path; the parent of `/admin/users` is `/admin`.
 */
path: string, 
/**
 * The last part of the path, or a title.
 */
title: string, 
/**
 * What it allows.
 */
description: string | null, 
/**
 * Whether it comes with the userstore's kind.
 */
builtin: boolean, 
/**
 * Roles that name this node itself.
 */
roles: Array<string>, };
export type NewPermission = { 
/**
 * The domain.
 */
userstore: string, 
/**
 * Its path.
 */
path: string, 
/**
 * A title.
 */
title?: string, 
/**
 * What it allows.
 */
description?: string, };
export type EffectiveGrant = { 
/**
 * The role that is held, by whatever way.
 */
role: string, 
/**
 * The permission it brings; none for a role without any.
 */
permission: string | null, 
/**
 * On what.
 */
scope: Scope, 
/**
 * The way there: groups, then roles, then the permission. For programs:
 * `group:ops`, `role:admin`, `permission:/admin`.
 */
path: Array<string>, 
/**
 * Whether the role is held by the user itself.
 */
direct: boolean, 
/**
 * Whether it changes others' access or the instance.
 */
privileged: boolean, 
/**
 * When it ends.
 */
expires: string | null, };
export type EffectiveQuery = { 
/**
 * The user.
 */
user: UserId, 
/**
 * Only what leads to this permission.
 */
permission?: string, 
/**
 * Only what counts on this scope: held there, above it, or on the instance.
 */
scope?: Scope, };
export type Effective = { 
/**
 * Every way to every role and permission, the shortest first.
 */
grants: Array<EffectiveGrant>, 
/**
 * Whether there are more ways than these; the shortest to each end of
 * each grant is among them.
 */
more: boolean, 
/**
 * Permissions had, each once: what lies below another is left out.
 */
permissions: Array<string>, 
/**
 * Grants that were left out because they ended.
 */
ended: number, 
/**
 * Of the roles that have an access level, the highest. On one scope GitLab
 * goes by it alone: what only lower roles give does not count there.
 */
highest_role: string | null, };
export type HoldersQuery = { 
/**
 * The domain whose permission tree it is.
 */
userstore: string, 
/**
 * The permission.
 */
permission: string, 
/**
 * Only on scopes of this kind.
 */
scope_kind?: ScopeKind, 
/**
 * Only enabled users.
 */
enabled?: boolean, 
/**
 * How many to skip.
 */
offset: number, 
/**
 * How many at most; 500 is the most that is given.
 */
limit: number, };
export type Holder = { 
/**
 * The user.
 */
user: UserRow, 
/**
 * The shortest way there.
 */
through: EffectiveGrant, 
/**
 * How many more ways there are.
 */
more: number, };
export type HoldersPage = { 
/**
 * By name.
 */
holders: Array<Holder>, 
/**
 * How many there are.
 */
total: number, 
/**
 * A filter that finds them.
 */
filter: string, };
export type FieldInfo = { 
/**
 * The field.
 */
field: ProfileField, 
/**
 * The most characters it holds.
 */
limit: number, 
/**
 * Who sees it unless said otherwise.
 */
visibility: Visibility, 
/**
 * Whether who sees it is fixed (a status is public, an admin's note is not).
 */
fixed: boolean, 
/**
 * Whether it may have several lines.
 */
multiline: boolean, };
export type AttributeDefinition = { 
/**
 * The domain of the userstore.
 */
userstore: string, 
/**
 * Its name, as the source spells it.
 */
name: string, 
/**
 * A title for people.
 */
title?: string, 
/**
 * What its values are.
 */
type: AttributeType, 
/**
 * The values to choose from, for a choice.
 */
choices?: Array<string>, 
/**
 * Who sees it.
 */
visibility: Visibility, 
/**
 * Whether every user must have one.
 */
required?: boolean, 
/**
 * Whether a user may have several.
 */
several?: boolean, };
export type AttributeGlance = { 
/**
 * The definition; for an attribute that only turned up in an import, a
 * text that only admins see.
 */
definition: AttributeDefinition, 
/**
 * Whether an operator defined it.
 */
defined: boolean, 
/**
 * Users who have a value.
 */
users: number, 
/**
 * Users whose value does not fit the definition.
 */
misfits: number, };
export type Audience = "myself" | "instance" | "world";
export type SeenField = { 
/**
 * `display_name`, `username`, `email`, `profile.WORD` or `attributes.NAME`.
 */
field: string, 
/**
 * Its title, for a custom attribute.
 */
title: string | null, 
/**
 * What is seen.
 */
value: string, };
export type SeenProfile = { 
/**
 * Who looks.
 */
audience: Audience, 
/**
 * What they see, in the order of a profile page.
 */
fields: Array<SeenField>, 
/**
 * Fields that have a value they do not see.
 */
hidden: number, 
/**
 * The picture as a `data:` address.
 */
avatar: string | null, 
/**
 * The local time there now, where a time zone is known and seen: RFC 3339
 * with its offset, such as `2026-11-20T10:14:00+01:00`.
 */
local_time: string | null, };
export type ServiceAccount = { 
/**
 * Who.
 */
owner: string | null, 
/**
 * What it is for.
 */
purpose: string | null, 
/**
 * The day by which someone must look at it again.
 */
review_at: string | null, };
export type Invitation = { 
/**
 * When.
 */
at: string, 
/**
 * By whom.
 */
operator: string, 
/**
 * What they were told.
 */
message: string | null, };
export type OtherAccount = { 
/**
 * The user.
 */
user: UserId, 
/**
 * The full name.
 */
full_name: string, 
/**
 * The name to show.
 */
display_name: string, 
/**
 * How it is known; for a suggestion, how it would be.
 */
how: LinkedBy, };
export type PersonGlance = { 
/**
 * The person's number; none while nobody is linked.
 */
id: number | null, 
/**
 * The person's name.
 */
name: string | null, 
/**
 * Their other accounts.
 */
accounts: Array<OtherAccount>, 
/**
 * Accounts that look like theirs and are not linked.
 */
suggestions: Array<OtherAccount>, };
export type CompleteFilter = { 
/**
 * The text.
 */
text: string, 
/**
 * The caret, in characters from 0.
 */
caret: number, };
export type CompletionKind = "attribute" | "operator" | "value" | "connective";
export type Completion = { 
/**
 * What to put in place of the characters from `from` to `to`.
 */
insert: string, 
/**
 * What to show.
 */
label: string, 
/**
 * What it is.
 */
kind: CompletionKind, 
/**
 * In a few words.
 */
doc: string, };
export type Completions = { 
/**
 * The first character that is replaced.
 */
from: number, 
/**
 * The character after the last that is replaced.
 */
to: number, 
/**
 * Best first; 50 at most.
 */
items: Array<Completion>, };
export type Chip = { 
/**
 * Its first character.
 */
from: number, 
/**
 * The character after its last.
 */
to: number, 
/**
 * Its text.
 */
text: string, 
/**
 * What it says, in plain words.
 */
sentence: string, };
export type FilterFault = { 
/**
 * The character, from 0.
 */
at: number, 
/**
 * What was expected there.
 */
expected: string, 
/**
 * In a sentence.
 */
message: string, };
export type Chips = { 
/**
 * What must all hold; one chip for a filter that is no `and`.
 */
chips: Array<Chip>, 
/**
 * Why it cannot be read; there are no chips then.
 */
fault: FilterFault | null, };
export type SaveView = { 
/**
 * Its name; one that is there is replaced.
 */
name: string, 
/**
 * The filter.
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
 * Names of the columns shown, in order; empty for the usual ones.
 */
columns: Array<string>, };
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
 * Pending changes that were seen as wanted, user by user.
 */
confirmed: number, 
/**
 * How many of this userstore still wait, user by user.
 */
outstanding: number, 
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
 * When the source was read; none if no file lists users.
 */
taken_at: string | null, 
/**
 * Whether later snapshots of the userstore were there before it. The
 * totals are then those of its own time, and today's users stay as they are.
 */
late: boolean, 
/**
 * What the instance itself counted, where a file says so.
 */
counts: InstanceCounts | null, 
/**
 * How long it took, in milliseconds.
 */
milliseconds: number, };
export type HistoryTotal = { 
/**
 * Rows read.
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
 * Users who were no longer listed.
 */
gone: number, 
/**
 * Rows that could not be taken.
 */
rejected: number, 
/**
 * Passwords, hashes and tokens that were found and dropped.
 */
credentials_dropped: number, };
export type HistoryReport = { 
/**
 * The snapshots, the oldest first.
 */
snapshots: Array<ImportReport>, 
/**
 * All of them together: rows about users.
 */
total: HistoryTotal, 
/**
 * Whether this only says what would happen.
 */
dry_run: boolean, 
/**
 * How long it took, in milliseconds.
 */
milliseconds: number, };
export type MapPreviewRequest = { 
/**
 * Where it is.
 */
path: string, 
/**
 * Column header to attribute; an empty attribute leaves the column out.
 */
map?: { [key in string]: string }, };
export type MappedRow = { 
/**
 * Where it begins, from 1.
 */
line: number, 
/**
 * Attribute to value, in words.
 */
values: { [key in string]: string }, 
/**
 * Why it would be rejected.
 */
rejected: string | null, };
export type MapPreview = { 
/**
 * Its columns: what each is taken for under this map, and first values.
 */
columns: Array<CsvColumn>, 
/**
 * The first records.
 */
rows: Array<MappedRow>, 
/**
 * The saved map that fits its headers, if there is one.
 */
saved: string | null, };
export type AttributeChoice = { 
/**
 * Its word.
 */
word: string, 
/**
 * Its name for people.
 */
title: string, 
/**
 * In a sentence.
 */
doc: string, 
/**
 * The heading it stands under.
 */
group: string, };
export type SavedMap = { 
/**
 * Its name.
 */
name: string, 
/**
 * The headers of the file it was made for.
 */
headers: Array<string>, 
/**
 * Column header to attribute.
 */
map: { [key in string]: string }, };
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
 * The product it is of.
 */
product: string, 
/**
 * The product's versions it holds for.
 */
versions: string, 
/**
 * The counting rule in a sentence.
 */
rule: string, 
/**
 * The counting rule as a filter.
 */
filter: string, 
/**
 * Where the rule comes from; empty if nobody said.
 */
source: string, 
/**
 * Whether it is the team's own, and can be edited.
 */
own: boolean, 
/**
 * How seats beyond those bought are charged.
 */
true_up: TrueUp, 
/**
 * Seats bought today, if known.
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
 * Whether it could be freed: none, or why, as a word of `ReclaimReason`,
 * but `never` for `never_seen`.
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
 * Seats that could be freed for any of the reasons.
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
 * Of these: by reason, the surest first; a seat counts with its surest.
 */
reclaimable_by: Array<ReclaimShare>, 
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
 * Users on whom the instance's own flag and the rule disagree.
 */
mismatched: number, 
/**
 * What a reader must know to trust the count.
 */
notes: Array<string>, 
/**
 * Seats on each day of the period of which something is known. The window
 * asks for `seats_history` instead.
 */
by_day: Array<DayCount>, 
/**
 * The highest of them, on the first day it was reached.
 */
peak: DayCount | null, 
/**
 * Seats owed beyond those bought, by the plan's way of charging them; none
 * if nothing was bought.
 */
true_up: number | null, 
/**
 * What the period costs, seats owed included, in cents of `currency`; none
 * without a price.
 */
cost: number | null, 
/**
 * Who took each seat and why. The window asks for pages instead.
 */
seats: Array<Seat>, 
/**
 * Who they are on whom the instance and the rule disagree, and why. The
 * window asks for pages instead.
 */
mismatches: Array<SeatMismatch>, };
export type SeatMismatch = { 
/**
 * The userstore's domain.
 */
userstore: string, 
/**
 * The sign-in name.
 */
username: string, 
/**
 * Whether the instance says that a seat is taken.
 */
instance: boolean, 
/**
 * Whether the rule says so.
 */
rule: boolean, 
/**
 * Why the rule says what it says, and what is known of such differences.
 */
because: string, };
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
 * The clause in words, such as `State is active`.
 */
text: string, 
/**
 * The clause in the filter language.
 */
clause: string, 
/**
 * Whether it holds.
 */
holds: boolean, 
/**
 * What makes it so: a value, or a grant and its path, such as `Developer
 * on acme/api through group acme, since 2026-03-02`.
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
 * Each clause of the rule that holds or fails; alternatives that fail
 * beside one that holds are left out.
 */
clauses: Array<ClauseExplanation>, 
/**
 * Whether it could be freed: none, or why, as a word of `ReclaimReason`,
 * but `never` for `never_seen`.
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
export type SeatHistoryQuery = { 
/**
 * The plan's name.
 */
plan: string, 
/**
 * The first day; the first day of the licence period, or of what is known, if nothing is said.
 */
from?: string, 
/**
 * The last day; today if nothing is said.
 */
to?: string, };
export type DayCount = { 
/**
 * The day.
 */
date: string, 
/**
 * Seats.
 */
count: number, };
export type SeatHistory = { 
/**
 * The plan's name.
 */
plan: string, 
/**
 * The first day.
 */
from: string, 
/**
 * The last day.
 */
to: string, 
/**
 * One count a day, from `from` to `to`; days before the first snapshot are left out.
 */
by_day: Array<DayCount>, 
/**
 * The highest, on the first day it was reached; none if nothing is known.
 */
peak: DayCount | null, 
/**
 * What was bought, from the day on from which it held; in order.
 */
purchased: Array<DayCount>, 
/**
 * The instance's own count, on days it is known for.
 */
instance: Array<DayCount>, 
/**
 * Days with a snapshot of a userstore that the plan counts.
 */
snapshots: Array<string>, 
/**
 * What follows for the bill; none if nothing was bought.
 */
bill: SeatBill | null, 
/**
 * What a reader must know to trust the counts.
 */
notes: Array<string>, };
export type SeatBill = { 
/**
 * How seats beyond those bought are charged.
 */
true_up: TrueUp, 
/**
 * The first day of the licence period.
 */
period_from: string, 
/**
 * Its last day.
 */
period_to: string, 
/**
 * Seats bought now.
 */
purchased: number, 
/**
 * The count that is charged by.
 */
basis: number, 
/**
 * Seats owed beyond those bought.
 */
owed: number, 
/**
 * What the seats bought cost in the period, if a price is known.
 */
cost_cents: number | null, 
/**
 * What the seats owed cost in the period, if a price is known.
 */
owed_cents: number | null, 
/**
 * ISO 4217 code.
 */
currency: string | null, 
/**
 * It in one sentence.
 */
said: string, };
export type BreakdownBy = "role" | "group" | "userstore" | "department";
export type SeatBreakdownQuery = { 
/**
 * The plan's name.
 */
plan: string, 
/**
 * By what.
 */
by: BreakdownBy, 
/**
 * The first day; as in [`SeatHistoryQuery`].
 */
from?: string, 
/**
 * The last day.
 */
to?: string, };
export type SeatBreakdown = { 
/**
 * By what.
 */
by: BreakdownBy, 
/**
 * The days counted: the last day of each month, and the last day asked for.
 */
days: Array<string>, 
/**
 * The most seats on the last day first.
 */
rows: Array<SeatBreakdownRow>, 
/**
 * What a reader must know, such as that a user can count in several rows.
 */
notes: Array<string>, };
export type SeatBreakdownRow = { 
/**
 * The role, group, userstore or department; none for those without.
 */
name: string | null, 
/**
 * Seats on each of the days.
 */
counts: Array<number>, };
export type SeatDays = { 
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
 * The department of the profile.
 */
department: string | null, 
/**
 * The first day with a seat in the period.
 */
first: string, 
/**
 * The last day with a seat in the period.
 */
last: string, 
/**
 * Days with a seat in the period.
 */
days: number, };
export type SeatDaysPage = { 
/**
 * The rows, by name.
 */
rows: Array<SeatDays>, 
/**
 * How many there are in all.
 */
total: number, };
export type SeatDaysQuery = { 
/**
 * The plan's name.
 */
plan: string, 
/**
 * The first day; as in [`SeatHistoryQuery`].
 */
from?: string, 
/**
 * The last day.
 */
to?: string, 
/**
 * Rows to pass over.
 */
offset?: number, 
/**
 * Rows to answer with.
 */
limit: number, };
export type SeatForecast = { 
/**
 * Why there is none, in a sentence; none if there is one.
 */
refused: string | null, 
/**
 * The days to come, the first of them tomorrow, the last the end of the period.
 */
days: Array<ForecastDay>, 
/**
 * The day on which the likely count first passes what was bought.
 */
passes_on: string | null, 
/**
 * It in plain sentences, the first of which says that it is a forecast.
 */
said: Array<string>, };
export type ForecastDay = { 
/**
 * The day.
 */
date: string, 
/**
 * Nine times of ten the count is not below this.
 */
low: number, 
/**
 * As likely above as below.
 */
likely: number, 
/**
 * Nine times of ten the count is not above this.
 */
high: number, };
export type WhatIfQuery = { 
/**
 * The plan's name.
 */
plan: string, 
/**
 * The staged change: `ChangePreview.staged`.
 */
staged: number, };
export type WhatIf = { 
/**
 * Seats now.
 */
consumed_before: number, 
/**
 * Seats if it were applied.
 */
consumed_after: number, 
/**
 * The peak of the period now.
 */
peak_before: number, 
/**
 * The peak if it were applied: freeing seats does not lower it.
 */
peak_after: number, 
/**
 * Seats owed now; none if nothing was bought.
 */
owed_before: number | null, 
/**
 * Seats owed if it were applied.
 */
owed_after: number | null, 
/**
 * It in plain sentences.
 */
said: Array<string>, };
export type SeatTerms = { 
/**
 * Seats bought, from which day on; in order. Replaces what was known.
 */
purchases: Array<Purchase>, 
/**
 * Price of one seat for one month, in cents of `currency`.
 */
price_cents: number | null, 
/**
 * ISO 4217 code.
 */
currency: string | null, 
/**
 * The first day of the licence period; the year that began with the first purchase if nothing is said.
 */
period_from: string | null, 
/**
 * Months of the licence period; 12 if nothing is said.
 */
period_months: number | null, 
/**
 * How seats beyond those bought are charged.
 */
true_up: TrueUp, };
export type Purchase = { 
/**
 * The first day it holds.
 */
from: string, 
/**
 * All seats bought then, not those added.
 */
seats: number, };
export type PlanDraft = { 
/**
 * The name on the command line: lower case letters, digits and `-`.
 */
name: string, 
/**
 * The name on screen.
 */
title: string, 
/**
 * The product.
 */
product: string, 
/**
 * The product's plan.
 */
plan: string, 
/**
 * The versions of the product it holds for.
 */
versions: string, 
/**
 * The domains of the userstores whose users it counts; empty for all.
 */
userstores: Array<string>, 
/**
 * The rule in a sentence; empty to have it said by the filter.
 */
rule: string, 
/**
 * The rule: who takes a seat.
 */
filter: string, 
/**
 * How seats beyond those bought are usually charged.
 */
true_up?: TrueUp, 
/**
 * The plan it is a copy of: its notes come along, and its reasons while
 * the rule stays the same. Ignored for a plan that is there already.
 */
like?: string, };
export type TryPlan = { 
/**
 * The rule.
 */
filter: string, 
/**
 * The domains of the userstores whose users it counts; empty for all.
 */
userstores?: Array<string>, 
/**
 * The name of the plan to compare with.
 */
against?: string, };
export type TriedPlan = { 
/**
 * Users the rule takes.
 */
takes: number, 
/**
 * Users the saved rule takes.
 */
against: number | null, 
/**
 * Of those the rule takes, how many the saved one does not.
 */
gained: number, 
/**
 * Of those the saved one takes, how many the rule does not.
 */
lost: number, 
/**
 * The rule in a plain sentence.
 */
said: string, };
export type ReclaimShare = { 
/**
 * The reason.
 */
reason: ReclaimReason, 
/**
 * Seats; a seat counts with its surest reason only.
 */
count: number, 
/**
 * What they cost until the end of the period, in cents; none without a price.
 */
saves_cents: number | null, };
export type ReclaimPage = { 
/**
 * The reasons, the surest first; reasons that hold for nobody are left out.
 */
shares: Array<ReclaimShare>, 
/**
 * The rows.
 */
rows: Array<ReclaimRow>, 
/**
 * How many there are of the reasons asked for.
 */
total: number, 
/**
 * What freeing them does to the bill, in plain sentences.
 */
said: Array<string>, };
export type ReclaimQuery = { 
/**
 * The plan's name.
 */
plan: string, 
/**
 * Only for this reason.
 */
reason?: ReclaimReason, 
/**
 * Rows to pass over.
 */
offset?: number, 
/**
 * Rows to answer with.
 */
limit: number, };
export type ReclaimRow = { 
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
 * Highest role.
 */
role: string | null, 
/**
 * The last day the user was seen.
 */
last_seen: string | null, 
/**
 * The surest reason.
 */
reason: ReclaimReason, 
/**
 * The reason in a sentence.
 */
why: string, 
/**
 * What the seat costs until the end of the period, in cents; none without a price.
 */
saves_cents: number | null, };
export type Mismatch = { 
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
 * Whether the instance says that a seat is taken.
 */
instance: boolean, 
/**
 * Whether the rule says so.
 */
rule: boolean, 
/**
 * Why the rule says what it says, in a sentence.
 */
because: string, };
export type MismatchPage = { 
/**
 * The rows.
 */
rows: Array<Mismatch>, 
/**
 * How many there are in all.
 */
total: number, };
export type SnapshotRow = { 
/**
 * Its number.
 */
id: number, 
/**
 * The userstore's domain.
 */
userstore: string, 
/**
 * When the source was read.
 */
taken_at: string, 
/**
 * When it was imported.
 */
imported_at: string, 
/**
 * Who imported it.
 */
operator: string, 
/**
 * The dialect in words, or several.
 */
format: string, 
/**
 * Whether it listed every user.
 */
complete: boolean, 
/**
 * Why not, in a sentence.
 */
because: string | null, 
/**
 * Names of its files.
 */
files: Array<string>, 
/**
 * Users it listed.
 */
users: number, 
/**
 * Users it was the first to list.
 */
created: number, 
/**
 * Rows that changed a user.
 */
changed: number, 
/**
 * Users it no longer listed.
 */
gone: number, 
/**
 * Rows that could not be taken.
 */
rejected: number, 
/**
 * Whether a later one had been imported before it.
 */
late: boolean, };
export type SnapshotsPage = { 
/**
 * The rows.
 */
snapshots: Array<SnapshotRow>, 
/**
 * How many there are in all.
 */
total: number, };
export type SnapshotsQuery = { 
/**
 * Only of this userstore.
 */
userstore?: string, 
/**
 * Rows to pass over.
 */
offset?: number, 
/**
 * Rows to answer with.
 */
limit: number, };
export type Became = "added" | "removed" | "changed";
export type DiffQuery = { 
/**
 * The earlier snapshot's number.
 */
from: number, 
/**
 * The later one's, of the same userstore.
 */
to: number, 
/**
 * Only users of whom this is so.
 */
became?: Became, 
/**
 * Only users in whom this field differs, such as `state`.
 */
field?: string, 
/**
 * Only users whose name or username contains this.
 */
text?: string, 
/**
 * Rows to pass over.
 */
offset?: number, 
/**
 * Rows to answer with.
 */
limit: number, };
export type DiffPage = { 
/**
 * The earlier one.
 */
from: SnapshotRow, 
/**
 * The later one.
 */
to: SnapshotRow, 
/**
 * Users who came.
 */
added: number, 
/**
 * Users who went.
 */
removed: number, 
/**
 * Users in whom something differs.
 */
changed: number, 
/**
 * Fields that differ, with how many users; the most frequent first.
 */
fields: Array<FieldShare>, 
/**
 * The rows that were asked for: who came, who went, who changed, each by name.
 */
rows: Array<DiffRow>, 
/**
 * How many rows there are of what was asked for.
 */
total: number, };
export type FieldShare = { 
/**
 * The field's name.
 */
name: string, 
/**
 * Users.
 */
count: number, };
export type DiffRow = { 
/**
 * The user's key.
 */
id: UserId, 
/**
 * The sign-in name.
 */
username: string, 
/**
 * The name to show.
 */
display_name: string, 
/**
 * What became of the user.
 */
became: Became, 
/**
 * For those who changed: what, field by field.
 */
fields: Array<DiffField>, };
export type DiffField = { 
/**
 * The field's name.
 */
name: string, 
/**
 * In the earlier one; none if it was empty.
 */
before: string | null, 
/**
 * In the later one.
 */
after: string | null, };
export type InstanceCounts = { 
/**
 * The userstore's domain.
 */
userstore: string, 
/**
 * The first day that was counted; none if no row could be taken.
 */
from: string | null, 
/**
 * The last day.
 */
to: string | null, 
/**
 * Days with a count.
 */
days: number, 
/**
 * Of these, days whose count was not known, or another.
 */
changed: number, 
/**
 * Rows that could not be taken: the first 1,000 of them.
 */
rejected: Array<Rejection>, 
/**
 * How many rows could not be taken.
 */
rejected_total: number, 
/**
 * What stands in the file about the licence and who holds it, and is not kept.
 */
left_out: Array<string>, };
export type ReportKind = "seats" | "inventory" | "comparison" | "access";
export type ReportFormat = "html" | "pdf" | "xlsx" | "csv" | "json";
export type MakeReport = { 
/**
 * Which.
 */
report: ReportKind, 
/**
 * As what.
 */
format: ReportFormat, 
/**
 * For seats: the plan's name; the chosen one if nothing is said.
 */
plan?: string, 
/**
 * For seats: seats bought, for this report only.
 */
purchased?: number, 
/**
 * The first day of the period.
 */
from?: string, 
/**
 * The last day of the period.
 */
to?: string, 
/**
 * For the inventory and access: only these users.
 */
filter?: string, 
/**
 * For a comparison: the two snapshots.
 */
snapshots: [number, number] | null, 
/**
 * Where to write.
 */
path: string, 
/**
 * Replace a file that is there.
 */
overwrite?: boolean, 
/**
 * Also write `PATH.manifest.json`.
 */
manifest?: boolean, };
export type ReviewerKind = "manager" | "group-owner" | "named";
export type Verdict = "keep" | "revoke" | "reduce";
export type ReviewState = "open" | "closed";
export type ReviewProgress = { 
/**
 * Grants that stay.
 */
keep: number, 
/**
 * Grants that go.
 */
revoke: number, 
/**
 * Grants that another role replaces.
 */
reduce: number, 
/**
 * Grants that nobody decided on yet.
 */
undecided: number, };
export type ReviewerGlance = { 
/**
 * Their key within the review.
 */
key: string, 
/**
 * Why they were asked.
 */
kind: ReviewerKind, 
/**
 * Their name.
 */
name: string, 
/**
 * Their e-mail.
 */
email: string | null, 
/**
 * Their sign-in name.
 */
username: string | null, 
/**
 * How far they are.
 */
progress: ReviewProgress, 
/**
 * When a worksheet of theirs was last taken.
 */
returned_at: string | null, };
export type ProofCounts = { 
/**
 * When it was looked at.
 */
at: string, 
/**
 * Revocations and reductions that are done.
 */
done: number, 
/**
 * Those that are not, or that nothing shows to be.
 */
outstanding: number, };
export type ReviewGlance = { 
/**
 * Its id: small letters, digits and `-`.
 */
id: string, 
/**
 * What it is called.
 */
title: string, 
/**
 * Whose grants, in the filter language; empty for everyone's.
 */
filter: string, 
/**
 * How far it is.
 */
state: ReviewState, 
/**
 * When it was opened.
 */
opened_at: string, 
/**
 * The operator who opened it.
 */
opened_by: string, 
/**
 * The last day to decide.
 */
due: string, 
/**
 * Days left to decide; negative when overdue. None once it is closed.
 */
days_left: number | null, 
/**
 * How many grants.
 */
grants: number, 
/**
 * Of how many users.
 */
users: number, 
/**
 * How many of the grants are privileged.
 */
privileged: number, 
/**
 * How far it is, all reviewers together.
 */
progress: ReviewProgress, 
/**
 * Who decides, in the order they were asked.
 */
reviewers: Array<ReviewerGlance>, 
/**
 * When it was closed.
 */
closed_at: string | null, 
/**
 * Who put their name to it.
 */
closed_by: string | null, 
/**
 * What was last found of what followed; none where nobody looked.
 */
proof: ProofCounts | null, };
export type ReviewCompleteness = { 
/**
 * Its domain.
 */
userstore: string, 
/**
 * The snapshot the population is from; none for a local userstore.
 */
snapshot: number | null, 
/**
 * When that was taken.
 */
taken_at: string, 
/**
 * How many users the source says it has; none if it does not say.
 */
source_total: number | null, 
/**
 * How many users were read.
 */
rows: number, 
/**
 * Whether the snapshot is complete by its own account.
 */
complete: boolean, 
/**
 * What is missing, in a sentence; none if nothing is.
 */
gap: string | null, };
export type NamedReviewer = { 
/**
 * A user who is this reviewer.
 */
user?: UserId, 
/**
 * Their name.
 */
name?: string, 
/**
 * Their e-mail.
 */
email?: string, 
/**
 * Their sign-in name: an operator's, or a username with or without its userstore.
 */
username?: string, };
export type ReviewDraft = { 
/**
 * Its id; one is made from the title and the day if nothing is said.
 */
id?: string, 
/**
 * What it is called.
 */
title: string, 
/**
 * Whose grants, in the filter language; empty for everyone's.
 */
filter?: string, 
/**
 * The last day to decide.
 */
due: string, 
/**
 * Who is asked first, second and third; kinds that are not in it are not asked.
 */
order: Array<ReviewerKind>, 
/**
 * Whom the operator names, the first choice first.
 */
named?: Array<NamedReviewer>, 
/**
 * Why it is opened although users are missing; goes into the evidence.
 */
incomplete_because?: string, };
export type RefusalKind = "words" | "population" | "privileged_unknown" | "incomplete" | "unassigned";
export type ReviewRefusal = { 
/**
 * Of which kind.
 */
kind: RefusalKind, 
/**
 * In a sentence, with what to do.
 */
message: string, };
export type UntoldRole = { 
/**
 * The role's own key, to mark it by (`review_mark_role`).
 */
role: RoleId, 
/**
 * Its userstore.
 */
userstore: string, 
/**
 * Its name.
 */
name: string, 
/**
 * How many grants of the review are of it.
 */
grants: number, };
export type MarkRole = { 
/**
 * The role.
 */
role: RoleId, 
/**
 * Whether it is privileged.
 */
privileged: boolean, };
export type UnassignedGrant = { 
/**
 * Whose: `DOMAIN/username`.
 */
user: string, 
/**
 * Which, in words.
 */
grant: string, 
/**
 * The only reviewer there was, who is the user itself.
 */
only: string | null, };
export type ReviewPreview = { 
/**
 * The id it would have.
 */
id: string, 
/**
 * How many users the filter finds, with grants or without.
 */
matched: number, 
/**
 * How many of them hold something.
 */
users: number, 
/**
 * How many grants.
 */
grants: number, 
/**
 * How many of the grants are privileged.
 */
privileged: number, 
/**
 * Each userstore that is looked at.
 */
completeness: Array<ReviewCompleteness>, 
/**
 * Roles of which nobody can tell whether they are privileged.
 */
untold: Array<UntoldRole>, 
/**
 * Who would get how many; those with none are left out.
 */
reviewers: Array<ReviewerGlance>, 
/**
 * How many grants go to the next reviewer, since nobody decides on themselves.
 */
handed_on: number, 
/**
 * Grants that nobody may decide on: the first 20.
 */
unassigned: Array<UnassignedGrant>, 
/**
 * How many there are.
 */
unassigned_total: number, 
/**
 * What keeps it from being opened; empty if nothing does.
 */
refusals: Array<ReviewRefusal>, };
export type ReviewSignOff = { 
/**
 * Who.
 */
by: string, 
/**
 * When.
 */
at: string, 
/**
 * What they say.
 */
statement: string, 
/**
 * The operator who closed it.
 */
operator: string, };
export type ReviewChange = { 
/**
 * The change, to be shown with `change_show`.
 */
change: number, 
/**
 * What it is called.
 */
title: string, 
/**
 * When it was applied.
 */
at: string, 
/**
 * How far it is.
 */
status: ChangeStatus, 
/**
 * Users it changed or waits to change.
 */
users: number, 
/**
 * Of these, how many wait for their source.
 */
outstanding: number, };
export type ReturnedSheet = { 
/**
 * The reviewer's key.
 */
reviewer: string, 
/**
 * The file's name.
 */
name: string, 
/**
 * SHA-256 of the file.
 */
sha256: string, 
/**
 * How many bytes it has.
 */
bytes: number, 
/**
 * Decisions taken from it.
 */
rows: number, 
/**
 * When.
 */
at: string, 
/**
 * By which operator.
 */
operator: string, };
export type ReviewRoles = { 
/**
 * The userstore's domain.
 */
userstore: string, 
/**
 * Their names.
 */
roles: Array<string>, };
export type ReviewDetail = { 
/**
 * Whether each userstore was seen whole when it was opened.
 */
completeness: Array<ReviewCompleteness>, 
/**
 * Why it was opened although it was not.
 */
incomplete_because: string | null, 
/**
 * SHA-256 of the frozen population.
 */
population_sha256: string, 
/**
 * What grants can be reduced to.
 */
roles: Array<ReviewRoles>, 
/**
 * Worksheets that came back, newest first.
 */
returned: Array<ReturnedSheet>, 
/**
 * The sign-off, once it is closed.
 */
sign_off: ReviewSignOff | null, 
/**
 * Changes that carry it out, oldest first.
 */
changes: Array<ReviewChange>, 
/**
 * How many things are to be done to users, once it is closed.
 */
remedies: number, 
/**
 * Its id: small letters, digits and `-`.
 */
id: string, 
/**
 * What it is called.
 */
title: string, 
/**
 * Whose grants, in the filter language; empty for everyone's.
 */
filter: string, 
/**
 * How far it is.
 */
state: ReviewState, 
/**
 * When it was opened.
 */
opened_at: string, 
/**
 * The operator who opened it.
 */
opened_by: string, 
/**
 * The last day to decide.
 */
due: string, 
/**
 * Days left to decide; negative when overdue. None once it is closed.
 */
days_left: number | null, 
/**
 * How many grants.
 */
grants: number, 
/**
 * Of how many users.
 */
users: number, 
/**
 * How many of the grants are privileged.
 */
privileged: number, 
/**
 * How far it is, all reviewers together.
 */
progress: ReviewProgress, 
/**
 * Who decides, in the order they were asked.
 */
reviewers: Array<ReviewerGlance>, 
/**
 * When it was closed.
 */
closed_at: string | null, 
/**
 * Who put their name to it.
 */
closed_by: string | null, 
/**
 * What was last found of what followed; none where nobody looked.
 */
proof: ProofCounts | null, };
export type DecidedAs = "undecided" | "decided" | "keep" | "revoke" | "reduce";
export type ReviewItemsQuery = { 
/**
 * The review's id.
 */
review: string, 
/**
 * Only this reviewer's, by key.
 */
reviewer?: string, 
/**
 * Only these.
 */
decided?: DecidedAs, 
/**
 * Only privileged ones.
 */
privileged?: boolean, 
/**
 * Only those with this in the username, name, e-mail, role, scope or group.
 */
text?: string, 
/**
 * How many to skip.
 */
offset: number, 
/**
 * How many at most; 500 is the most that is given.
 */
limit: number, };
export type ReviewPeers = { 
/**
 * Who they are, such as `department Engineering`.
 */
of: string, 
/**
 * How many of them there are, the user left out.
 */
all: number, 
/**
 * How many of them hold the role on the scope.
 */
holding: number, };
export type ReviewDecision = { 
/**
 * What.
 */
verdict: Verdict, 
/**
 * The new role, for `reduce`.
 */
to: string | null, 
/**
 * Why; may be empty.
 */
note: string, 
/**
 * Who decided: name and e-mail, as they were then.
 */
by: string, 
/**
 * When.
 */
at: string, 
/**
 * The operator who put it in.
 */
operator: string, 
/**
 * SHA-256 of the worksheet it was taken from; none if it was put in directly.
 */
worksheet: string | null, };
export type ReviewItem = { 
/**
 * Its place in the population, from 0: by which it is decided.
 */
item: number, 
/**
 * Its key on worksheets and in the evidence, such as `R17-KQXWTB`.
 */
key: string, 
/**
 * The user; may no longer be there.
 */
user: UserId, 
/**
 * The domain of its userstore.
 */
userstore: string, 
/**
 * The sign-in name.
 */
username: string, 
/**
 * The name to show.
 */
name: string, 
/**
 * The primary e-mail.
 */
email: string | null, 
/**
 * What stands behind the user.
 */
kind: Kind, 
/**
 * What the user may do at all.
 */
state: State, 
/**
 * The role.
 */
role: string, 
/**
 * On what.
 */
scope: Scope, 
/**
 * Through which group; none for a direct grant.
 */
through: string | null, 
/**
 * Whether it is privileged.
 */
privileged: boolean, 
/**
 * Since when, if the source says.
 */
since: string | null, 
/**
 * Until when, if it ends.
 */
expires: string | null, 
/**
 * When the user was last seen.
 */
last_seen: LastSeen, 
/**
 * What the user's peers hold, where there are peers.
 */
peers: ReviewPeers | null, 
/**
 * The key of the reviewer who is asked.
 */
reviewer: string, 
/**
 * Whether the operator who is signed in seems to be the user, and so may
 * not put in a decision on it.
 */
own: boolean, 
/**
 * What was decided.
 */
decision: ReviewDecision | null, };
export type ReviewItemsPage = { 
/**
 * The page.
 */
items: Array<ReviewItem>, 
/**
 * How many there are.
 */
total: number, };
export type ReviewPicked = { "items": Array<number> } | { "keys": Array<string> } | { "all": ReviewItemsQuery };
export type DecideReview = { 
/**
 * The review's id.
 */
review: string, 
/**
 * On which.
 */
picked: ReviewPicked, 
/**
 * What; none takes back what was decided.
 */
verdict?: Verdict, 
/**
 * The new role, for `reduce`.
 */
to?: string, 
/**
 * Why; none keeps a note that is there.
 */
note?: string, 
/**
 * Refuse all if one is refused.
 */
all_or_none?: boolean, };
export type RefusedItem = { 
/**
 * Its place.
 */
item: number, 
/**
 * Its key.
 */
key: string, 
/**
 * Whose: `DOMAIN/username`.
 */
user: string, 
/**
 * Why, in a sentence.
 */
reason: string, };
export type DecidedReview = { 
/**
 * How many grants it was done on.
 */
done: number, 
/**
 * Where it was refused: the first 100.
 */
refused: Array<RefusedItem>, 
/**
 * How many were refused.
 */
refused_total: number, 
/**
 * The grants as they are now: the first 100 of those that changed.
 */
items: Array<ReviewItem>, 
/**
 * How far the review is now.
 */
progress: ReviewProgress, };
export type AssignReview = { 
/**
 * The review's id.
 */
review: string, 
/**
 * Which.
 */
picked: ReviewPicked, 
/**
 * The key of a reviewer who is asked already; none if `named` is given.
 */
to?: string, 
/**
 * Someone new.
 */
named?: NamedReviewer, };
export type WorksheetFormat = "xlsx" | "csv";
export type WriteWorksheets = { 
/**
 * The review's id.
 */
review: string, 
/**
 * The folder; it is made if it is not there.
 */
folder: string, 
/**
 * As what.
 */
format: WorksheetFormat, 
/**
 * For CSV: what stands between cells.
 */
separator?: Separator, 
/**
 * Only these reviewers, by key; empty for all.
 */
reviewers?: Array<string>, 
/**
 * Replace files that are there.
 */
overwrite?: boolean, };
export type WrittenWorksheet = { 
/**
 * The reviewer's key.
 */
reviewer: string, 
/**
 * The reviewer's name and e-mail.
 */
name: string, 
/**
 * Where it is.
 */
path: string, 
/**
 * Its rows.
 */
rows: number, };
export type WrittenWorksheets = { 
/**
 * One for each reviewer.
 */
files: Array<WrittenWorksheet>, };
export type ReturnWorksheets = { 
/**
 * The review's id.
 */
review: string, 
/**
 * The files.
 */
paths: Array<string>, 
/**
 * Look only: check the files, and take nothing from them.
 */
dry_run?: boolean, };
export type SheetFault = { 
/**
 * The cell, such as `D17`; none for what is not there.
 */
cell: string | null, 
/**
 * What is wrong and what to do.
 */
message: string, };
export type ReturnedFile = { 
/**
 * The file.
 */
path: string, 
/**
 * Whose worksheet it is, by key, if that can be told.
 */
reviewer: string | null, 
/**
 * Whether its decisions were taken (or would be, for a look only).
 */
taken: boolean, 
/**
 * Decisions in it.
 */
rows: number, 
/**
 * Why nothing was taken, where that is not about cells.
 */
message: string | null, 
/**
 * What does not hold, by cell: the first 100.
 */
faults: Array<SheetFault>, 
/**
 * How many faults there are.
 */
faults_total: number, };
export type ReturnedWorksheets = { 
/**
 * The files, in the order they were given.
 */
files: Array<ReturnedFile>, 
/**
 * How many were refused.
 */
refused: number, 
/**
 * How far the review is now.
 */
progress: ReviewProgress, };
export type ReviewRemedy = { 
/**
 * The user; may no longer be there.
 */
user: UserId, 
/**
 * `DOMAIN/username`.
 */
target: string, 
/**
 * What is done, in words.
 */
what: string, 
/**
 * The keys of the grants it takes away.
 */
keys: Array<string>, };
export type ReviewClosing = { 
/**
 * How far the review is.
 */
progress: ReviewProgress, 
/**
 * Those with grants left to decide, by key with how many.
 */
left: Array<ReviewLeft>, 
/**
 * What keeps it from being closed, in sentences; empty if nothing does.
 */
refusals: Array<string>, 
/**
 * What would be done: the first 100.
 */
remedies: Array<ReviewRemedy>, 
/**
 * How much there is to do.
 */
remedies_total: number, };
export type ReviewLeft = { 
/**
 * The reviewer's key.
 */
reviewer: string, 
/**
 * Name and e-mail.
 */
name: string, 
/**
 * Grants that are not decided.
 */
grants: number, };
export type CloseReview = { 
/**
 * Its id.
 */
review: string, 
/**
 * Who puts their name to it.
 */
by: string, 
/**
 * What they say.
 */
statement: string, };
export type ProofQuery = { 
/**
 * The review's id.
 */
review: string, 
/**
 * Only what is done, or only what is not; none for both.
 */
done?: boolean, 
/**
 * How many to skip.
 */
offset: number, 
/**
 * How many at most; 500 is the most that is given.
 */
limit: number, };
export type ProofRow = { 
/**
 * Whether it is done.
 */
done: boolean, 
/**
 * Whether the account is gone altogether.
 */
gone: boolean, 
/**
 * Other ways by which the user still holds the same.
 */
still: Array<string>, 
/**
 * Why it is not done, or nothing shows that it is.
 */
why: string | null, 
/**
 * The user; may no longer be there.
 */
user: UserId, 
/**
 * `DOMAIN/username`.
 */
target: string, 
/**
 * What is done, in words.
 */
what: string, 
/**
 * The keys of the grants it takes away.
 */
keys: Array<string>, };
export type ProofPage = { 
/**
 * In numbers.
 */
counts: ProofCounts, 
/**
 * The snapshots that were looked at; local userstores are looked at as they are.
 */
snapshots: Array<ReviewCompleteness>, 
/**
 * The page.
 */
rows: Array<ProofRow>, 
/**
 * How many rows there are.
 */
total: number, };
export type EvidenceKey = { 
/**
 * Whose.
 */
operator: string, 
/**
 * What people compare: SHA-256 of its DER, in hexadecimal.
 */
fingerprint: string, 
/**
 * As PEM.
 */
pem: string, 
/**
 * Since when there is one.
 */
made_at: string, };
export type MakeEvidence = { 
/**
 * The review's id.
 */
review: string, 
/**
 * Where to: a ZIP if it ends in `.zip`, else a folder that is empty or not there.
 */
path: string, 
/**
 * Replace a ZIP that is there.
 */
overwrite?: boolean, };
export type EvidenceFile = { 
/**
 * Its path in the pack.
 */
path: string, 
/**
 * What it holds.
 */
about: string, 
/**
 * How many bytes it has.
 */
bytes: number, 
/**
 * SHA-256 of them.
 */
sha256: string, };
export type MadeEvidence = { 
/**
 * Where it is.
 */
path: string, 
/**
 * Whether it is a ZIP.
 */
zip: boolean, 
/**
 * The fingerprint of the key that signed it.
 */
fingerprint: string, 
/**
 * Its files, by path.
 */
files: Array<EvidenceFile>, 
/**
 * Bytes of the files, all together.
 */
bytes: number, };
export type VerifyEvidence = { 
/**
 * The folder or the ZIP.
 */
path: string, 
/**
 * The fingerprint of the key that must have signed it; none for any.
 */
fingerprint?: string, };
export type EvidenceFailure = { 
/**
 * Which.
 */
path: string, 
/**
 * A word for programs: `missing`, `added`, `altered`, `signature-wrong`, ...
 */
code: string, 
/**
 * What is wrong with it.
 */
message: string, };
export type VerifiedEvidence = { 
/**
 * The folder or the ZIP.
 */
path: string, 
/**
 * Whether everything is as it was signed.
 */
good: boolean, 
/**
 * What fails: the first 100.
 */
failures: Array<EvidenceFailure>, 
/**
 * How many fail.
 */
failed: number, 
/**
 * The realm it says it is about.
 */
realm: string | null, 
/**
 * The id of the review it says it is of.
 */
review: string | null, 
/**
 * That review's title.
 */
title: string | null, 
/**
 * When it says it was made.
 */
made_at: string | null, 
/**
 * By whom.
 */
made_by: string | null, 
/**
 * The fingerprint of the key it says it was signed with.
 */
fingerprint: string | null, 
/**
 * How many files it lists.
 */
files: number, 
/**
 * The files it lists, by path; empty if the list cannot be read.
 */
listed: Array<EvidenceFile>, };
export type Format = "csv" | "json" | "jsonl" | "xlsx" | "scim" | "ldif";
export type Separator = "comma" | "semicolon" | "tab";
export type CopyUsers = { 
/**
 * These users, in this order.
 */
users: Array<UserId>, 
/**
 * Names of columns, in order; empty for all.
 */
columns: Array<string>, };
export type Things = "roles" | "grants" | "groups";
export type ExportThings = { 
/**
 * What.
 */
things: Things, 
/**
 * For grants: of the users this filter finds; empty for all.
 */
filter?: string, 
/**
 * The kind of file.
 */
format: Format, 
/**
 * For CSV: what stands between cells.
 */
separator?: Separator, 
/**
 * For CSV: begin with a byte order mark.
 */
bom?: boolean, 
/**
 * Where to write.
 */
path: string, 
/**
 * Replace a file that is there.
 */
overwrite?: boolean, 
/**
 * Also write `PATH.manifest.json`.
 */
manifest?: boolean, };
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
 * Names of columns, in order; empty for all. SCIM and LDIF have their own.
 */
columns?: Array<string>, 
/**
 * The kind of file.
 */
format: Format, 
/**
 * For CSV: what stands between cells.
 */
separator?: Separator, 
/**
 * For CSV: begin with a byte order mark.
 */
bom?: boolean, 
/**
 * For LDIF: the base that people's entries are below, such as
 * `dc=example,dc=org`; `o=REALM` if nothing is said.
 */
base_dn?: string, 
/**
 * Where to write.
 */
path: string, 
/**
 * Replace a file that is there.
 */
overwrite?: boolean, 
/**
 * Also write `PATH.manifest.json`: what, when, by whom, which filter, how
 * many rows, SHA-256.
 */
manifest?: boolean, };
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
export type Severity = "info" | "low" | "medium" | "high" | "critical";
export type SubjectKind = "user" | "role" | "group" | "grant" | "userstore" | "realm";
export type RunAudit = { 
/**
 * The pack; none for every rule.
 */
pack?: string, 
/**
 * The day for rules that look at the clock; today if nothing is said.
 */
as_of?: string, 
/**
 * The time zone in which days are counted if the operator has chosen
 * none: the machine's own. UTC if neither says.
 */
time_zone?: string, };
export type AuditRun = { 
/**
 * Its number; none if it was only reported, not kept.
 */
id: number | null, 
/**
 * The pack; `all` for every rule.
 */
pack: string, 
/**
 * The operator's day for which it was made.
 */
as_of: string, 
/**
 * When it was made.
 */
at: string, 
/**
 * By whom.
 */
operator: string, 
/**
 * The score, 0 to 100.
 */
score: number, 
/**
 * How many are open (reopened ones too) and accepted, by severity, the
 * worst first.
 */
severities: Array<SeverityCount>, 
/**
 * How many it has that the last run of the pack had not.
 */
new: number, 
/**
 * How many of these were there before and came back.
 */
reopened: number, 
/**
 * How many the last run of the pack had and it has not.
 */
resolved: number, 
/**
 * Rules it asked.
 */
rules: number, 
/**
 * Milliseconds it took.
 */
took_ms: number, 
/**
 * The time zone in which it counted days.
 */
time_zone: string, };
export type SeverityCount = { 
/**
 * The severity.
 */
severity: Severity, 
/**
 * Open and reopened ones.
 */
open: number, 
/**
 * Accepted ones.
 */
accepted: number, };
export type AuditScore = { 
/**
 * 0 to 100.
 */
score: number, 
/**
 * Enabled users, 100 at the least.
 */
users: number, 
/**
 * The weights of all open findings together.
 */
points: number, 
/**
 * The most it could be beside the worst that is open.
 */
ceiling: number, 
/**
 * The formula with its numbers, in one line.
 */
formula: string, 
/**
 * What each severity takes, the worst first.
 */
terms: Array<ScoreTerm>, 
/**
 * The rules that take the most points, the worst first.
 */
rules: Array<ScoreRule>, };
export type ScoreTerm = { 
/**
 * The severity.
 */
severity: Severity, 
/**
 * Its open findings.
 */
open: number, 
/**
 * Its accepted findings, which weigh nothing.
 */
accepted: number, 
/**
 * What one open finding weighs.
 */
weight: number, 
/**
 * Open findings by weight.
 */
points: number, };
export type ScoreRule = { 
/**
 * The rule.
 */
rule: string, 
/**
 * Its title.
 */
title: string, 
/**
 * Its severity.
 */
severity: Severity, 
/**
 * Its open findings.
 */
open: number, 
/**
 * The points they are.
 */
points: number, };
export type AuditOverview = { 
/**
 * The pack: the one asked for, else that of the last run; `all` for every rule.
 */
pack: string, 
/**
 * The last run of this pack; none if there was none.
 */
last: AuditRun | null, 
/**
 * The score now, with what was accepted since that run.
 */
score: AuditScore | null, 
/**
 * Whether users, roles or rules changed since that run, or its day has passed.
 */
stale: boolean, 
/**
 * The runs of this pack, oldest first: the last 200.
 */
trend: Array<AuditRun>, 
/**
 * The packs there are; `all` is not among them.
 */
packs: Array<PackGlance>, 
/**
 * The time zone in which the operator counts days; none if not chosen.
 */
time_zone: string | null, 
/**
 * Whether this operator may accept findings, and whether runs are kept.
 */
may_change: boolean, };
export type PackGlance = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its title.
 */
title: string, 
/**
 * What it is, in a sentence or two.
 */
about: string, 
/**
 * Its controls.
 */
controls: Array<PackControl>, };
export type PackControl = { 
/**
 * Its number: `CIS 5.3`.
 */
id: string, 
/**
 * What it asks for, in a few words.
 */
title: string, 
/**
 * What it asks for, in a sentence.
 */
text: string, 
/**
 * The rules that serve it.
 */
rules: Array<string>, 
/**
 * The thresholds it sets.
 */
sets: Array<ControlSetting>, };
export type ControlSetting = { 
/**
 * The rule.
 */
rule: string, 
/**
 * Its parameter.
 */
parameter: string, 
/**
 * What it is set to.
 */
value: ParameterValue, };
export type AuditReport = { 
/**
 * The run.
 */
run: AuditRun, 
/**
 * The score, with everything it comes from.
 */
score: AuditScore, 
/**
 * Whether it was kept. An auditor's run and one of a vault that is only
 * read are reported, not kept; nor is one for a day before that of the
 * last run.
 */
kept: boolean, 
/**
 * Why it was not kept, in a sentence.
 */
not_kept: string | null, 
/**
 * Whether nothing had changed since the last run, so that its answer was taken.
 */
unchanged: boolean, };
export type FindingFilter = { 
/**
 * As this pack's last run left them; `all` for that of every rule, none
 * for that of the last run of any pack.
 */
pack?: string, 
/**
 * Of these severities.
 */
severities?: Array<Severity>, 
/**
 * In these states; all but resolved if empty.
 */
states?: Array<FindingState>, 
/**
 * Of these rules.
 */
rules?: Array<string>, 
/**
 * Of rules that serve this control.
 */
control?: string, 
/**
 * Of this userstore.
 */
userstore?: string, 
/**
 * About this user, their grants too.
 */
user?: UserId, 
/**
 * Whose subject, the name to show of its user, or message contains this.
 */
text?: string, 
/**
 * Only those that the last run has and the one before had not.
 */
new?: boolean, 
/**
 * Only those that the last run did not find any more and the one before
 * had: what it resolved. States are then those of resolved ones.
 */
gone?: boolean, };
export type FindingsQuery = { 
/**
 * Which.
 */
filter?: FindingFilter, 
/**
 * Rows to pass over.
 */
offset?: number, 
/**
 * Rows to answer with; 500 is the most that is given.
 */
limit: number, };
export type FindingsPage = { 
/**
 * The rows.
 */
findings: Array<FindingRow>, 
/**
 * How many there are.
 */
total: number, };
export type FindingSubject = { 
/**
 * What kind of thing it is.
 */
type: SubjectKind, 
/**
 * The domain of its userstore; empty for the realm.
 */
userstore: string, 
/**
 * Its name.
 */
name: string, 
/**
 * The user it is, or who holds the grant, while the vault has it.
 */
user: UserId | null, 
/**
 * What that user is called now; none for anything else, and in files.
 */
display_name: string | null, };
export type FindingRow = { 
/**
 * Its identity: 32 hexadecimal digits, the same in every run.
 */
id: string, 
/**
 * The rule's id.
 */
rule: string, 
/**
 * The rule's title.
 */
title: string, 
/**
 * How bad it is.
 */
severity: Severity, 
/**
 * The controls that the rule serves.
 */
controls: Array<string>, 
/**
 * What it is about.
 */
subject: FindingSubject, 
/**
 * How far it is.
 */
state: FindingState, 
/**
 * The day on which it was first found.
 */
since: string, 
/**
 * What was found, in one sentence.
 */
message: string, 
/**
 * Whether the last run has it and the one before had not.
 */
new: boolean, 
/**
 * Why it is left as it is, if it is accepted.
 */
reason: string | null, 
/**
 * The last day on which it is left as it is, if it is accepted.
 */
until: string | null, };
export type GroupFindingsBy = "rule" | "user" | "control";
export type FindingGroupsQuery = { 
/**
 * By what.
 */
by: GroupFindingsBy, 
/**
 * Which findings.
 */
filter?: FindingFilter, 
/**
 * Groups to pass over.
 */
offset?: number, 
/**
 * Groups to answer with; 500 is the most that is given.
 */
limit: number, };
export type FindingGroups = { 
/**
 * The groups.
 */
groups: Array<FindingGroup>, 
/**
 * How many there are.
 */
total: number, };
export type FindingGroup = { 
/**
 * The rule's or the control's id; the name of the user.
 */
key: string, 
/**
 * The rule's or the control's title; the full name of the user.
 */
title: string, 
/**
 * For users: which; none for what is no user.
 */
user: UserId | null, 
/**
 * For users: what they are called.
 */
display_name: string | null, 
/**
 * The worst severity among them.
 */
severity: Severity, 
/**
 * How many.
 */
count: number, 
/**
 * How many of them are open or reopened.
 */
open: number, 
/**
 * How many of them are accepted.
 */
accepted: number, 
/**
 * For rules: whether a change set can fix them.
 */
fixable: boolean, };
export type ShowFinding = { 
/**
 * Its identity, or how it begins: 6 digits at the least.
 */
id: string, 
/**
 * As this pack's last run left it; any pack's if none.
 */
pack?: string, };
export type FindingDetail = { 
/**
 * The finding.
 */
finding: FindingRow, 
/**
 * The pack in whose run it was found.
 */
pack: string, 
/**
 * Why it matters.
 */
why: string, 
/**
 * What to do.
 */
remedy: string, 
/**
 * The change set that would fix it.
 */
fix: RuleFix, 
/**
 * The rule's parameters as the run used them.
 */
parameters: Array<RuleParameter>, 
/**
 * The figures of the message.
 */
facts: Array<FindingFact>, 
/**
 * Who accepted it, if it is accepted.
 */
accepted_by: string | null, 
/**
 * When it was accepted.
 */
accepted_at: string | null, 
/**
 * What happened to it, oldest first.
 */
story: Array<FindingEvent>, 
/**
 * The last run that found it.
 */
last_found: AuditRun | null, };
export type FindingFact = { 
/**
 * What it is of: `not_seen`, `days`.
 */
name: string, 
/**
 * The figure.
 */
figure: number | string, };
export type FindingEvent = { 
/**
 * What.
 */
event: FindingEventKind, 
/**
 * When.
 */
at: string, 
/**
 * The operator's day.
 */
on: string, 
/**
 * Who: for a run, who made it.
 */
operator: string, 
/**
 * The run.
 */
run: number | null, 
/**
 * For what went: the snapshot of its userstore that showed it.
 */
snapshot: number | null, 
/**
 * When that snapshot was taken.
 */
snapshot_at: string | null, 
/**
 * Why it was accepted, or its rule switched off.
 */
reason: string | null, 
/**
 * Until when it was accepted.
 */
until: string | null, };
export type SelectedFindings = { "ids": Array<string> } | { "filter": FindingFilter } | { "all_but": { 
/**
 * The filter.
 */
filter: FindingFilter, 
/**
 * Those that are left out.
 */
except: Array<string>, } } | { "accepted_at": string };
export type AcceptFindings = { 
/**
 * Which.
 */
findings: SelectedFindings, 
/**
 * Why.
 */
reason: string, 
/**
 * The last day on which that holds.
 */
until: string, };
export type DecidedFindings = { 
/**
 * How many.
 */
findings: number, 
/**
 * When, to the second.
 */
at: string, };
export type ResolveFinding = { 
/**
 * Its identity, or how it begins: 6 digits at the least.
 */
id: string, 
/**
 * As this pack asks; the pack of the last run that had it, if none.
 */
pack?: string, 
/**
 * The time zone in which days are counted if the operator has chosen none.
 */
time_zone?: string, };
export type RemoveFound = { 
/**
 * The findings about them. Accepted and resolved ones are left out.
 */
findings: SelectedFindings, 
/**
 * The sign of the preview; without it nothing is removed.
 */
sign?: string, };
export type RemovalPreview = { 
/**
 * What the change would be called.
 */
title: string, 
/**
 * By which it is carried out, as long as it comes to the same.
 */
sign: string, 
/**
 * The findings it would fix.
 */
findings: number, 
/**
 * How many roles and groups would go.
 */
removed: number, 
/**
 * How many cannot go from here.
 */
refused: number, 
/**
 * Them, those that would go first: 1,000 at the most.
 */
things: Array<RemovedThing>, 
/**
 * Findings that this does not fix, and why.
 */
left: Array<FixLeft>, };
export type RemovedThing = { 
/**
 * Role or group.
 */
type: SubjectKind, 
/**
 * The domain of its userstore.
 */
userstore: string, 
/**
 * Its name, or its path.
 */
name: string, 
/**
 * Its key, while it is there.
 */
id: number | null, 
/**
 * Why it cannot go, and what to do instead; none if it would go.
 */
reason: string | null, };
export type RemovalReport = { 
/**
 * The change, by which all of them are brought back.
 */
change: number, 
/**
 * What it is called.
 */
title: string, 
/**
 * How many went.
 */
removed: number, };
export type UserFindings = { 
/**
 * Those that are open or accepted, the worst first.
 */
findings: Array<FindingRow>, 
/**
 * Those that were resolved: how many.
 */
resolved: number, 
/**
 * The run they are of; none if nobody has made one.
 */
run: AuditRun | null, };
export type RuleFix = { 
/**
 * The operation: `deactivate`, `remove-roles`, ...; none if a person must.
 */
operation: string | null, 
/**
 * Why no change set can; none if one can.
 */
none: string | null, 
/**
 * What the operator must say first: `at`, `text`, `group`, `kind`,
 * `role`, `user`, `field`.
 */
asks: Array<string>, };
export type FixFindings = { 
/**
 * Which. Accepted and resolved ones are left out.
 */
findings: SelectedFindings, 
/**
 * For `set-expiry` and `set-review-date`: the day.
 */
at?: string, 
/**
 * For `set-owner`, `set-purpose`, `set-email` and `set-profile`: the text.
 */
text?: string, 
/**
 * For `set-profile`: the field, such as `department`.
 */
field?: string, 
/**
 * For `move-to-group`: the group's path.
 */
group?: string, 
/**
 * For `set-kind`: the kind.
 */
kind?: Kind, 
/**
 * For `merge`: who stays. For `add-role`: who is given the role.
 */
user?: UserId, 
/**
 * For `add-role`: the role's name.
 */
role?: string, 
/**
 * For `add-role`: on what; the instance if nothing is said.
 */
scope?: Scope, };
export type FixPreview = { 
/**
 * The change, staged and previewed as any other.
 */
preview: ChangePreview, 
/**
 * The findings it would fix.
 */
findings: number, 
/**
 * Those it would not, and why: the most frequent reason first. Some need
 * a change set of their own, because they need something else done.
 */
left: Array<FixLeft>, };
export type FixLeft = { 
/**
 * Why.
 */
reason: string, 
/**
 * How many.
 */
findings: number, };
export type ParameterValue = number | Array<string> | Array<[string, string]>;
export type RuleParameter = { 
/**
 * Its name: what stands in braces in the filter and the message.
 */
name: string, 
/**
 * What it counts: `days`, `users`, `roles`, `times`, `percent`, `names`, `pairs`.
 */
unit: string, 
/**
 * The least it can be; 0 for lists.
 */
least: number, 
/**
 * The most it can be; for lists, how many entries.
 */
most: number, 
/**
 * What it means, in a sentence.
 */
meaning: string, 
/**
 * What the rule's file sets it to.
 */
default: ParameterValue, 
/**
 * What it is set to, by a pack, the team or the file.
 */
value: ParameterValue, };
export type AuditRuleGlance = { 
/**
 * Its id.
 */
id: string, 
/**
 * What it finds, in a few words.
 */
title: string, 
/**
 * How bad that is.
 */
severity: Severity, 
/**
 * Whether it is the team's own.
 */
own: boolean, 
/**
 * Whether one with its id ships: an own one stands in its place.
 */
ships: boolean, 
/**
 * Why it is switched off; none if it is on.
 */
off: RuleOff | null, 
/**
 * Whether the team has set parameters of it.
 */
changed: boolean, 
/**
 * The controls it serves.
 */
controls: Array<string>, 
/**
 * The packs that run it.
 */
packs: Array<string>, 
/**
 * What fixes it.
 */
fix: RuleFix, 
/**
 * How many findings of it are open, as the last run of every rule left
 * them; none if there was no run.
 */
open: number | null, };
export type RuleOff = { 
/**
 * Why.
 */
reason: string, 
/**
 * By whom.
 */
operator: string, 
/**
 * When.
 */
at: string, };
export type AuditRuleDetail = { 
/**
 * The rule at a glance.
 */
glance: AuditRuleGlance, 
/**
 * As a form.
 */
form: RuleForm, 
/**
 * As a file of its own.
 */
text: string, 
/**
 * Its parameters, as the team has set them.
 */
parameters: Array<RuleParameter>, 
/**
 * For a built-in check: what it finds, and the facts it looks at.
 */
check_finds: string | null, 
/**
 * The facts that a built-in check looks at.
 */
check_needs: string | null, };
export type RuleForm = { 
/**
 * Kebab-case, and never changed.
 */
id: string, 
/**
 * What it finds, in a few words.
 */
title: string, 
/**
 * How bad that is.
 */
severity: Severity, 
/**
 * Who is found; none for a built-in check.
 */
filter: string | null, 
/**
 * What is said of a user; none for a built-in check.
 */
message: string | null, 
/**
 * The built-in check; none for a filter.
 */
check: string | null, 
/**
 * The controls it serves.
 */
controls: Array<string>, 
/**
 * Why it matters.
 */
why: string, 
/**
 * What to do.
 */
remedy: string, 
/**
 * What fixes it; `asks` is ignored.
 */
fix: RuleFix, 
/**
 * What can be set of it; `value` is ignored.
 */
parameters: Array<RuleParameter>, };
export type RuleSource = { "text": string } | { "form": RuleForm };
export type RuleProblem = { 
/**
 * The file.
 */
file: string, 
/**
 * The line of the text, from 1.
 */
line: number | null, 
/**
 * The rule or control it is in.
 */
within: string | null, 
/**
 * The field, such as `severity` or `parameters.days.least`.
 */
field: string, 
/**
 * What is wrong.
 */
what: string, 
/**
 * What to write instead.
 */
remedy: string, 
/**
 * Whether it makes the rule unusable; otherwise it is a doubt.
 */
wrong: boolean, };
export type TriedRule = { 
/**
 * What is wrong or doubtful.
 */
problems: Array<RuleProblem>, 
/**
 * The rule as a file.
 */
text: string, 
/**
 * The rule as a form; none while it cannot be read.
 */
form: RuleForm | null, 
/**
 * How many findings it would have now; none while it cannot be read.
 */
hits: number | null, 
/**
 * How many different users they are about.
 */
users: number | null, 
/**
 * The first 20 of them.
 */
sample: Array<TriedHit>, 
/**
 * The filter in a plain sentence.
 */
said: string | null, };
export type TriedHit = { 
/**
 * About what.
 */
subject: FindingSubject, 
/**
 * What it would say.
 */
message: string, };
export type SetRule = { 
/**
 * The rule.
 */
rule: string, 
/**
 * Parameters to set; null takes back what was set.
 */
parameters?: { [key in string]: ParameterValue | null }, 
/**
 * Switch it off, for this reason; an empty one switches it on.
 */
off?: string, };
export type FindingsFormat = "csv" | "json" | "jsonl" | "xlsx" | "html" | "pdf" | "sarif";
export type ExportFindings = { 
/**
 * Which.
 */
filter?: FindingFilter, 
/**
 * As what.
 */
format: FindingsFormat, 
/**
 * For CSV: what stands between cells.
 */
separator?: Separator, 
/**
 * For CSV: begin with a byte order mark.
 */
bom?: boolean, 
/**
 * Where to write.
 */
path: string, 
/**
 * Replace a file that is there.
 */
overwrite?: boolean, 
/**
 * Also write `PATH.manifest.json`.
 */
manifest?: boolean, };
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
  avatar_set: { request: [UserId, string | null]; answer: EditResult; job: false };
  profile_fields: { request: undefined; answer: Array<FieldInfo>; job: false };
  profile_preview: { request: [UserId, Audience]; answer: SeenProfile; job: false };
  attributes_list: { request: string | null; answer: Array<AttributeGlance>; job: false };
  attribute_define: { request: AttributeDefinition; answer: null; job: false };
  attribute_remove: { request: [string, string]; answer: null; job: false };
  person_link: { request: [Array<UserId>, string | null]; answer: PersonGlance; job: false };
  person_unlink: { request: UserId; answer: PersonGlance; job: false };
  change_preview: { request: ChangeRequest; answer: ChangePreview; job: true };
  change_rows: { request: PreviewQuery; answer: PreviewPage; job: false };
  change_apply: { request: ApplyChange; answer: ChangeReport; job: true };
  change_discard: { request: number; answer: null; job: false };
  changes_page: { request: ChangesQuery; answer: ChangesPage; job: false };
  change_show: { request: ChangeUsersQuery; answer: ChangeDetail; job: false };
  change_undo: { request: UndoChange; answer: ChangeGlance; job: true };
  change_export: { request: ExportChange; answer: WrittenChange; job: true };
  groups_page: { request: GroupsQuery; answer: GroupsPage; job: false };
  group_show: { request: GroupId; answer: GroupDetail; job: false };
  group_members: { request: MembersQuery; answer: MembersPage; job: false };
  group_create: { request: NewGroup; answer: GroupDetail; job: false };
  group_edit: { request: [GroupId, GroupEdit]; answer: GroupDetail; job: false };
  group_remove: { request: RemoveGroup; answer: null; job: false };
  roles_list: { request: string | null; answer: Array<RoleGlance>; job: false };
  role_show: { request: RoleId; answer: RoleDetail; job: false };
  role_create: { request: NewRole; answer: RoleDetail; job: false };
  role_edit: { request: [RoleId, RoleEdit]; answer: RoleDetail; job: false };
  role_remove: { request: RoleId; answer: null; job: false };
  roles_install: { request: [string, RoleSet]; answer: Array<RoleGlance>; job: false };
  permissions_tree: { request: string; answer: Array<PermissionNode>; job: false };
  permission_add: { request: NewPermission; answer: Array<PermissionNode>; job: false };
  permission_remove: { request: [string, string]; answer: Array<PermissionNode>; job: false };
  grants_effective: { request: EffectiveQuery; answer: Effective; job: false };
  grants_holders: { request: HoldersQuery; answer: HoldersPage; job: false };
  filter_complete: { request: CompleteFilter; answer: Completions; job: false };
  filter_chips: { request: string; answer: Chips; job: false };
  view_save: { request: SaveView; answer: Array<View>; job: false };
  view_remove: { request: number; answer: Array<View>; job: false };
  preference: { request: string; answer: unknown; job: false };
  preference_set: { request: [string, unknown]; answer: null; job: false };
  import_attributes: { request: undefined; answer: Array<AttributeChoice>; job: false };
  import_preview: { request: MapPreviewRequest; answer: MapPreview; job: false };
  import_maps: { request: undefined; answer: Array<SavedMap>; job: false };
  import_map_save: { request: SavedMap; answer: null; job: false };
  import_map_remove: { request: string; answer: null; job: false };
  import_detect: { request: Array<string>; answer: Array<DetectedFile>; job: false };
  import_run: { request: ImportRequest; answer: ImportReport; job: true };
  import_history: { request: ImportRequest; answer: HistoryReport; job: true };
  snapshots_page: { request: SnapshotsQuery; answer: SnapshotsPage; job: false };
  snapshots_diff: { request: DiffQuery; answer: DiffPage; job: false };
  instance_counts_import: { request: [string, string]; answer: InstanceCounts; job: false };
  seats_plans: { request: undefined; answer: Array<PlanGlance>; job: false };
  seats_choose: { request: string; answer: null; job: false };
  seats_set: { request: SetPlan; answer: PlanGlance; job: false };
  seats_report: { request: string; answer: SeatReport; job: false };
  seats_page: { request: [string, boolean, number, number]; answer: SeatsPage; job: false };
  seats_explain: { request: [UserId, string]; answer: SeatExplanation; job: false };
  seats_terms: { request: string; answer: SeatTerms; job: false };
  seats_terms_set: { request: [string, SeatTerms]; answer: PlanGlance; job: false };
  seats_plan_read: { request: string; answer: PlanDraft; job: false };
  seats_plan_save: { request: PlanDraft; answer: PlanGlance; job: false };
  seats_plan_remove: { request: string; answer: null; job: false };
  seats_plan_try: { request: TryPlan; answer: TriedPlan; job: false };
  seats_reclaimable: { request: ReclaimQuery; answer: ReclaimPage; job: false };
  seats_mismatches: { request: [string, number, number]; answer: MismatchPage; job: false };
  seats_history: { request: SeatHistoryQuery; answer: SeatHistory; job: false };
  seats_breakdown: { request: SeatBreakdownQuery; answer: SeatBreakdown; job: false };
  seats_days: { request: SeatDaysQuery; answer: SeatDaysPage; job: false };
  seats_forecast: { request: string; answer: SeatForecast; job: false };
  seats_what_if: { request: WhatIfQuery; answer: WhatIf; job: true };
  export_users: { request: ExportUsers; answer: WrittenFile; job: true };
  export_things: { request: ExportThings; answer: WrittenFile; job: true };
  copy_users: { request: CopyUsers; answer: string; job: false };
  export_seats: { request: ExportSeats; answer: WrittenFile; job: true };
  audit_overview: { request: string | null; answer: AuditOverview; job: false };
  audit_run: { request: RunAudit; answer: AuditReport; job: true };
  audit_findings: { request: FindingsQuery; answer: FindingsPage; job: false };
  audit_groups: { request: FindingGroupsQuery; answer: FindingGroups; job: false };
  audit_finding: { request: ShowFinding; answer: FindingDetail; job: false };
  audit_accept: { request: AcceptFindings; answer: DecidedFindings; job: true };
  audit_withdraw: { request: SelectedFindings; answer: DecidedFindings; job: true };
  audit_resolve: { request: ResolveFinding; answer: DecidedFindings; job: true };
  audit_fix: { request: FixFindings; answer: FixPreview; job: true };
  audit_removal: { request: SelectedFindings; answer: RemovalPreview; job: false };
  audit_remove: { request: RemoveFound; answer: RemovalReport; job: false };
  audit_of_user: { request: UserId; answer: UserFindings; job: false };
  audit_rules: { request: undefined; answer: Array<AuditRuleGlance>; job: false };
  audit_rule: { request: string; answer: AuditRuleDetail; job: false };
  audit_rule_try: { request: RuleSource; answer: TriedRule; job: false };
  audit_rule_save: { request: RuleSource; answer: AuditRuleDetail; job: false };
  audit_rule_remove: { request: string; answer: null; job: false };
  audit_rule_set: { request: SetRule; answer: AuditRuleDetail; job: false };
  audit_time_zone_set: { request: string | null; answer: null; job: false };
  export_findings: { request: ExportFindings; answer: WrittenFile; job: true };
  report_make: { request: MakeReport; answer: WrittenFile; job: true };
  report_preview: { request: MakeReport; answer: string; job: false };
  reviews_list: { request: undefined; answer: Array<ReviewGlance>; job: false };
  review_try: { request: ReviewDraft; answer: ReviewPreview; job: false };
  review_mark_role: { request: MarkRole; answer: null; job: false };
  review_open: { request: ReviewDraft; answer: ReviewDetail; job: true };
  review_show: { request: string; answer: ReviewDetail; job: false };
  review_items: { request: ReviewItemsQuery; answer: ReviewItemsPage; job: false };
  review_decide: { request: DecideReview; answer: DecidedReview; job: false };
  review_assign: { request: AssignReview; answer: DecidedReview; job: false };
  review_worksheets: { request: WriteWorksheets; answer: WrittenWorksheets; job: true };
  review_return: { request: ReturnWorksheets; answer: ReturnedWorksheets; job: true };
  review_closing: { request: string; answer: ReviewClosing; job: false };
  review_close: { request: CloseReview; answer: ReviewDetail; job: false };
  review_stage: { request: string; answer: ChangePreview; job: true };
  review_proof: { request: ProofQuery; answer: ProofPage; job: false };
  evidence_key: { request: undefined; answer: EvidenceKey; job: false };
  evidence_make: { request: MakeEvidence; answer: MadeEvidence; job: true };
  evidence_verify: { request: VerifyEvidence; answer: VerifiedEvidence; job: false };
  log_page: { request: LogQuery; answer: LogPage; job: false };
  log_verify: { request: undefined; answer: LogVerification; job: false };
  cancel: { request: undefined; answer: null; job: false };
  pick_files: { request: undefined; answer: Array<string>; job: false };
  pick_folder: { request: string; answer: string | null; job: false };
  pick_save: { request: [string, string]; answer: string | null; job: false };
}
