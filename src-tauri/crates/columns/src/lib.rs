//! muster-columns
