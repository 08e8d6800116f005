//! How each requirement of the framework is tested.
//!
//! For: one function a requirement, which finds what the plan lacks, says it in words and says what to
//! write. People who have departed count for nothing; a cancelled action mitigates nothing; only what is
//! known by the day counts.
//! Must not: know severities or tiers, or report anything itself.

mod elements;
mod people;
mod review;
mod work;

use super::framework::Finding;

pub(super) use elements::*;
pub(super) use people::*;
pub(super) use review::*;
pub(super) use work::*;

/// What a requirement found missing.
type Found = Vec<Finding>;
