//! muster-seats
