//! Audits: runs, findings and rules.
