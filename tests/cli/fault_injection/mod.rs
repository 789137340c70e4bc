//! Fault injection: one fault at each possible place, with assertions about every run.
//!
//! A case is a command and a fault. Expected output, files and exit code are not listed per case:
//! they follow from the run of the same command without a fault and from the request that the
//! fault hit.

mod assertions;
mod commands;
mod faults;
mod faulty_api;
mod pipes;
mod requests;
mod signals;
mod truncation;
#[cfg(target_os = "linux")]
mod writes;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

use crate::readme;

/// Concurrent cases. They mostly wait for disks and servers.
const AT_ONCE: usize = 8;

/// Returns whether every place is tested, not only a sample.
fn is_full() -> bool {
    std::env::var("ENGAGEMENTS_FAULT_INJECTION").is_ok_and(|value| value == "full")
}

/// Runs all cases, some concurrently; stops at the first failure and reports it.
fn each<T: Sync>(cases: &[T], attempt: impl Fn(&T) + Sync) {
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Relaxed)) {
                    if let Err(why) = catch_unwind(AssertUnwindSafe(|| attempt(case))) {
                        next.store(cases.len(), Relaxed);
                        resume_unwind(why);
                    }
                }
            });
        }
    });
}

/// Asserts the number of cases in `tests/README.md`, which is that of the default run.
#[track_caller]
fn counted(class: &str, cases: usize) {
    if !is_full() {
        readme::counted(class, cases);
    }
}
