use super::pool::{PoolKey, Side};
use crate::lifecycle::{Act, Rung};
use crate::record::{Claim, Flags};
use crate::register::IssueIx;

/// A claim as it counts on one issue.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted {
    pub(super) claim: Claim,
    /// The issue on which it was made.
    pub(super) issue: IssueIx,
    /// That is an issue above.
    pub(super) inherited: bool,
}

impl PoolKey {
    pub(super) fn of(counted: &Counted, side: Side, rung: Rung) -> PoolKey {
        PoolKey {
            side,
            rung,
            act: counted.claim.act,
            background: counted.claim.flags.has(Flags::PRESUPPOSED),
            inherited: counted.inherited,
        }
    }
}

/// Returns whether only firm acts end or bound a claim: an acceptance, or a claim of a stage that only
/// acceptances reach.
pub(super) fn is_firm(key: PoolKey, partly: Rung) -> bool {
    key.act.is_firm() || (key.act == Act::Staged && key.rung > partly)
}
