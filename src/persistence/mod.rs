//! Files that outlive a run: the ledger of exports, the state of incremental runs, the receipt, and
//! their locks.

pub(crate) mod ledger;
pub(crate) mod lock;
pub(crate) mod receipt;
pub(crate) mod state;
