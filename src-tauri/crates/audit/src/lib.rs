//! Audit: access reviews, and the evidence they leave.
//!
//! | module | what it holds |
//! | --- | --- |
//! | [`review`] | campaigns: who decides on which grant, and what follows |
//! | [`evidence`] | a signed folder or ZIP that answers who decided what, when, on which facts |

pub mod evidence;
pub mod review;
