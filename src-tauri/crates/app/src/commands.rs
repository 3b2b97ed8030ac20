//! Every command, declared once. The window's adapters, its permissions and
//! the TypeScript client are held to this list by tests.

/// A command: its name, its argument (TypeScript) and its answer.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// The name, as the window calls it.
    pub name: &'static str,
    /// The type of its one argument, called `request`; empty for none.
    pub request: &'static str,
    /// The type of its answer; `null` for none.
    pub answer: &'static str,
    /// Whether it takes a second argument `progress`, a channel of `Progress`,
    /// and can be cancelled by `cancel`.
    pub job: bool,
}

const fn command(name: &'static str, request: &'static str, answer: &'static str) -> Command {
    Command { name, request, answer, job: false }
}

const fn job(name: &'static str, request: &'static str, answer: &'static str) -> Command {
    Command { name, request, answer, job: true }
}

/// All of them.
pub const COMMANDS: &[Command] = &[
    command("status", "", "Status"),
    command("vault_create", "CreateVault", "CreatedVault"),
    command("vault_open", "OpenVault", "VaultInfo"),
    command("vault_lock", "", "null"),
    job("demo_open", "", "VaultInfo"),
    command("passphrase_change", "ChangePassphrase", "null"),
    command("vault_info", "", "VaultInfo"),
    job("vault_check", "", "CheckReport"),
    job("vault_backup", "string", "WrittenFile"),
    command("userstore_add", "AddUserstore", "Userstore"),
    command("overview", "", "Overview"),
    command("users_page", "UsersQuery", "UsersPage"),
    command("users_views", "", "Array<View>"),
    command("user_show", "UserId", "UserDetail"),
    command("user_create", "NewUser", "EditResult"),
    command("user_edit", "[UserId, UserEdit]", "EditResult"),
    command("avatar_set", "[UserId, string | null]", "EditResult"),
    command("profile_fields", "", "Array<FieldInfo>"),
    command("profile_preview", "[UserId, Audience]", "SeenProfile"),
    command("attributes_list", "string | null", "Array<AttributeGlance>"),
    command("attribute_define", "AttributeDefinition", "null"),
    command("attribute_remove", "[string, string]", "null"),
    command("person_link", "[Array<UserId>, string | null]", "PersonGlance"),
    command("person_unlink", "UserId", "PersonGlance"),
    job("change_preview", "ChangeRequest", "ChangePreview"),
    command("change_rows", "PreviewQuery", "PreviewPage"),
    job("change_apply", "ApplyChange", "ChangeReport"),
    command("change_discard", "number", "null"),
    command("changes_page", "ChangesQuery", "ChangesPage"),
    command("change_show", "ChangeUsersQuery", "ChangeDetail"),
    job("change_undo", "number", "ChangeGlance"),
    job("change_export", "ExportChange", "WrittenChange"),
    command("groups_page", "GroupsQuery", "GroupsPage"),
    command("group_show", "GroupId", "GroupDetail"),
    command("group_members", "MembersQuery", "MembersPage"),
    command("group_create", "NewGroup", "GroupDetail"),
    command("group_edit", "[GroupId, GroupEdit]", "GroupDetail"),
    command("group_remove", "GroupId", "null"),
    command("roles_list", "string | null", "Array<RoleGlance>"),
    command("role_show", "RoleId", "RoleDetail"),
    command("role_create", "NewRole", "RoleDetail"),
    command("role_edit", "[RoleId, RoleEdit]", "RoleDetail"),
    command("role_remove", "RoleId", "null"),
    command("roles_install", "[string, RoleSet]", "Array<RoleGlance>"),
    command("permissions_tree", "string", "Array<PermissionNode>"),
    command("permission_add", "NewPermission", "Array<PermissionNode>"),
    command("permission_remove", "[string, string]", "Array<PermissionNode>"),
    command("grants_effective", "EffectiveQuery", "Effective"),
    command("grants_holders", "HoldersQuery", "HoldersPage"),
    command("filter_complete", "CompleteFilter", "Completions"),
    command("filter_chips", "string", "Chips"),
    command("view_save", "SaveView", "Array<View>"),
    command("view_remove", "number", "Array<View>"),
    command("preference", "string", "unknown"),
    command("preference_set", "[string, unknown]", "null"),
    command("import_attributes", "", "Array<AttributeChoice>"),
    command("import_preview", "MapPreviewRequest", "MapPreview"),
    command("import_maps", "", "Array<SavedMap>"),
    command("import_map_save", "SavedMap", "null"),
    command("import_map_remove", "string", "null"),
    command("import_detect", "Array<string>", "Array<DetectedFile>"),
    job("import_run", "ImportRequest", "ImportReport"),
    job("import_history", "ImportRequest", "HistoryReport"),
    command("snapshots_page", "SnapshotsQuery", "SnapshotsPage"),
    command("snapshots_diff", "DiffQuery", "DiffPage"),
    command("instance_counts_import", "[string, string]", "InstanceCounts"),
    command("seats_plans", "", "Array<PlanGlance>"),
    command("seats_choose", "string", "null"),
    command("seats_set", "SetPlan", "PlanGlance"),
    command("seats_report", "string", "SeatReport"),
    command("seats_page", "[string, boolean, number, number]", "SeatsPage"),
    command("seats_explain", "[UserId, string]", "SeatExplanation"),
    command("seats_terms", "string", "SeatTerms"),
    command("seats_terms_set", "[string, SeatTerms]", "PlanGlance"),
    command("seats_plan_read", "string", "PlanDraft"),
    command("seats_plan_save", "PlanDraft", "PlanGlance"),
    command("seats_plan_remove", "string", "null"),
    command("seats_plan_try", "TryPlan", "TriedPlan"),
    command("seats_reclaimable", "ReclaimQuery", "ReclaimPage"),
    command("seats_mismatches", "[string, number, number]", "MismatchPage"),
    job("export_users", "ExportUsers", "WrittenFile"),
    job("export_things", "ExportThings", "WrittenFile"),
    command("copy_users", "CopyUsers", "string"),
    job("export_seats", "ExportSeats", "WrittenFile"),
    command("log_page", "LogQuery", "LogPage"),
    command("log_verify", "", "LogVerification"),
    command("cancel", "", "null"),
    command("pick_files", "", "Array<string>"),
    command("pick_vault", "", "string | null"),
    command("pick_save", "[string, string]", "string | null"),
];
