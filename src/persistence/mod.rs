//! What outlives a run: the exports that were made, the mark of incremental runs, and the
//! proof of what was delivered.

pub(crate) mod ledger;
pub(crate) mod lock;
pub(crate) mod receipt;
pub(crate) mod state;
