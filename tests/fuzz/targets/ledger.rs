//! Ledgers of exports, torn and damaged. Its files are many and small: `TMPDIR=/dev/shm`.

#![no_main]

#[path = "../../../src/atomic.rs"]
mod atomic;
#[path = "../../../src/failure.rs"]
mod failure;
#[path = "../../../src/journal"]
mod journal {
    pub(crate) mod ledger;
    mod lock;
}
#[path = "../../../src/journal/ledger/laws.rs"]
mod laws;

libfuzzer_sys::fuzz_target!(|input: (u16, u8, Vec<(u16, u8)>, &[u8])| {
    let (position, byte, changes, exports) = input;
    laws::any_beginning_is_read(exports, position.into(), byte.into());
    laws::a_changed_byte_forgets_nothing(exports, position.into(), byte);
    laws::what_is_exported_is_done(exports, &changes);
});
