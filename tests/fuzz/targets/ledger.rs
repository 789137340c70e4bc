//! Truncated and damaged ledgers. The files are many and small: use `TMPDIR=/dev/shm`.

#![no_main]

#[path = "../../../src/atomic_file.rs"]
mod atomic_file;
#[path = "../../../src/error.rs"]
mod error;
#[path = "../../../src/file_name.rs"]
mod file_name;
#[path = "../../../src/id/mod.rs"]
mod id;
#[path = "../../../src/persistence"]
mod persistence {
    pub(crate) mod ledger;
    mod lock;
}
#[path = "../../../src/platform/mod.rs"]
mod platform;
#[path = "../../../src/persistence/ledger/properties.rs"]
mod properties;
#[path = "../../../src/records/mod.rs"]
mod records;
#[path = "../../../src/sanitize/mod.rs"]
mod sanitize;

libfuzzer_sys::fuzz_target!(|input: (u16, u8, Vec<(u16, u8)>, &[u8])| {
    let (position, byte, changes, exports) = input;
    properties::complete_lines_survive_power_loss(exports, position.into(), byte.into());
    properties::changed_byte_loses_no_export(exports, position.into(), byte);
    properties::exported_entry_is_skipped(exports, &changes);
});
