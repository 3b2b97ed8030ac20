//! muster-query
