//! muster-demo
