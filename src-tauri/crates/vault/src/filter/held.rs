//! Users who hold one of some roles, by whatever way. The ways are those of
//! `tables::grant`: by a grant, or through a group that holds it and is not
//! gone, with the groups in it, which are not gone either.

use super::sql::Sql;

/// Writes whether the user holds one of `roles`, which selects roles. With a
/// time (how a statement refers to it), only by grants that had not ended then;
/// one told by several dialects ends when the last of them says.
pub(super) fn hold(sql: &mut Sql, roles: &str, now: Option<&str>) {
    let counts = now.map_or_else(String::new, |now| format!(" AND (g.expires_at IS NULL OR g.expires_at > {now})"));
    sql.push(&format!(
        "EXISTS (SELECT 1 FROM user_grant g WHERE g.user_id = u.id AND g.role_id IN ({roles}){counts}) OR "
    ));
    in_groups(
        sql,
        &format!(
            "SELECT g.group_id FROM group_grant g JOIN user_group t ON t.id = g.group_id
             WHERE t.gone_since IS NULL AND g.role_id IN ({roles}){counts}"
        ),
    );
}

/// Writes whether the user is in one of `groups`, which selects groups that
/// are not gone, or in a group within one.
pub(super) fn in_groups(sql: &mut Sql, groups: &str) {
    sql.push(&format!(
        "u.id IN (WITH RECURSIVE inside (id) AS ({groups}
            UNION SELECT m.member_id FROM inside JOIN group_group m ON m.group_id = inside.id
            JOIN user_group t ON t.id = m.member_id WHERE t.gone_since IS NULL)
         SELECT m.user_id FROM inside JOIN group_user m ON m.group_id = inside.id)"
    ));
}

/// Selects roles that give the permission `asked` (how a statement refers to
/// its key; any permission if that is NULL), by themselves or by a role they
/// include.
pub(super) fn roles_giving(asked: &str) -> String {
    format!(
        "WITH RECURSIVE giving (id) AS (
            SELECT r.id FROM role r
            WHERE EXISTS (SELECT 1 FROM json_each(r.permissions) p WHERE gives_permission(p.value, {asked}))
            UNION SELECT i.role_id FROM giving JOIN role_include i ON i.included_id = giving.id)
         SELECT id FROM giving"
    )
}
