//! The window's program.

fn main() {}
