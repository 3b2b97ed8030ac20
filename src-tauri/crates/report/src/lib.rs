//! muster-report
