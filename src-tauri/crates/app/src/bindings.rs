//! The TypeScript that the window is compiled against, written from the types
//! in [`crate::api`] and the list in [`crate::commands`].

use crate::api;
use crate::commands::COMMANDS;
use ts_rs::{Config, TS};

/// The whole of `ui/src/lib/backend/types.ts`.
#[must_use]
pub fn typescript() -> String {
    let config = Config::default();
    let mut out = String::from("// Written by `make types` from src-tauri/crates/app. Do not edit.\n\n");
    macro_rules! declare { ($($t:ty),+ $(,)?) => { $(
        out.push_str("export ");
        out.push_str(&<$t as TS>::decl(&config));
        out.push('\n');
    )+ } }
    declare!(
        muster_model::UserId,
        muster_model::UserstoreId,
        muster_model::State,
        muster_model::Kind,
        muster_model::Precision,
        muster_model::seen::SeenStatus,
        muster_model::LastSeen,
        muster_model::Visibility,
        muster_model::ProfileField,
        muster_model::profile::ProfileValue,
        muster_model::Profile,
        muster_model::ScopeKind,
        muster_model::Scope,
        muster_model::Role,
        muster_model::Grant,
        muster_model::user::HighestRole,
        muster_model::User,
        muster_model::Authority,
        muster_model::UserstoreKind,
        muster_model::Userstore,
        muster_model::OperatorRole,
        muster_model::import::Rejection,
        muster_model::import::Totals,
        crate::Code,
        crate::Error,
        api::vault::RecentVault,
        api::vault::VaultInfo,
        api::vault::Status,
        api::vault::CreateVault,
        api::vault::CreatedVault,
        api::vault::OpenVault,
        api::vault::ChangePassphrase,
        api::vault::AddUserstore,
        api::vault::CheckReport,
        api::vault::WrittenFile,
        api::overview::StateCount,
        api::overview::KindCount,
        api::overview::RoleCount,
        api::overview::Unseen,
        api::overview::SeatsGlance,
        api::overview::SnapshotGlance,
        api::overview::Privileged,
        api::overview::Overview,
        api::users::SortBy,
        api::users::UsersQuery,
        api::users::UserRow,
        api::users::UsersPage,
        api::users::View,
        api::users::FieldChange,
        api::users::HistoryEntry,
        api::users::UserDetail,
        api::users::UserEdit,
        api::users::NewUser,
        api::users::EditResult,
        api::users::ChangeGlance,
        api::import::CsvColumn,
        api::import::DetectedFile,
        api::import::ImportRequest,
        api::import::ImportReport,
        api::import::Progress,
        api::seats::PlanGlance,
        api::seats::SetPlan,
        api::seats::SeatRole,
        api::seats::Seat,
        api::seats::SeatReport,
        api::seats::SeatsPage,
        api::seats::ClauseExplanation,
        api::seats::SeatExplanation,
        api::export::Format,
        api::export::ExportUsers,
        api::export::ExportSeats,
        api::audit_log::LogEntry,
        api::audit_log::LogQuery,
        api::audit_log::LogPage,
        api::audit_log::LogVerification,
    );
    out.push_str("\n/** Every command: what it takes and what it answers. */\nexport interface Commands {\n");
    for c in COMMANDS {
        let request = if c.request.is_empty() { "undefined" } else { c.request };
        out.push_str(&format!("  {}: {{ request: {request}; answer: {}; job: {} }};\n", c.name, c.answer, c.job));
    }
    out.push_str("}\n");
    out
}
