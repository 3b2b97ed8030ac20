//! muster-formats
