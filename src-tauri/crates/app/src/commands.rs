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
    command("changes_list", "", "Array<ChangeGlance>"),
    command("change_undo", "number", "ChangeGlance"),
    command("import_detect", "Array<string>", "Array<DetectedFile>"),
    job("import_run", "ImportRequest", "ImportReport"),
    command("seats_plans", "", "Array<PlanGlance>"),
    command("seats_choose", "string", "null"),
    command("seats_set", "SetPlan", "PlanGlance"),
    command("seats_report", "string", "SeatReport"),
    command("seats_page", "[string, boolean, number, number]", "SeatsPage"),
    command("seats_explain", "[UserId, string]", "SeatExplanation"),
    job("export_users", "ExportUsers", "WrittenFile"),
    job("export_seats", "ExportSeats", "WrittenFile"),
    command("log_page", "LogQuery", "LogPage"),
    command("log_verify", "", "LogVerification"),
    command("cancel", "", "null"),
    command("pick_files", "", "Array<string>"),
    command("pick_vault", "", "string | null"),
    command("pick_save", "[string, string]", "string | null"),
];
