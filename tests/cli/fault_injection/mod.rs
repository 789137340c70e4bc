//! Fault injection: one fault at each possible place, and assertions about every run.
//!
//! A case is a command and a fault. What has to be in the output, in the files and in the exit
//! code is not written down by case: it follows from what the same command does when nothing
//! goes wrong, and from what the fault has hit.

mod assertions;
mod commands;
mod faults;
mod pipes;
mod requests;
mod service;
mod signals;
mod truncation;
#[cfg(target_os = "linux")]
mod writes;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::thread;

use crate::readme;

/// Cases that are tried at once. They wait for disks and servers more than they compute.
const AT_ONCE: usize = 8;

/// Whether every place is tried, and not only a spread of them.
fn is_full() -> bool {
    std::env::var("ENGAGEMENTS_FAULT_INJECTION").is_ok_and(|value| value == "full")
}

/// Tries all cases, some at a time; the first that fails is told in full.
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

/// Demands that the README says how many cases of this class were tried. A fuller run than the
/// usual one has more of them.
#[track_caller]
fn counted(class: &str, cases: usize) {
    if !is_full() {
        readme::counted(class, cases);
    }
}
