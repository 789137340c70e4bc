//! Order, bound, early stop and panics, with events instead of sleeps.

use std::ops::ControlFlow::{Break, Continue};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Barrier, mpsc};

use super::{LOOKAHEAD, map_ordered};

#[test]
fn results_keep_item_order() {
    // Each even item waits for the odd one after it, so work ends in the wrong order.
    let (done, wait) = mpsc::channel::<usize>();
    let wait = std::sync::Mutex::new(wait);
    let results = map_ordered(0..100_usize, 4, LOOKAHEAD, move |item| {
        if item % 2 == 0 {
            wait.lock().unwrap().recv().unwrap();
        } else {
            done.send(item).unwrap();
        }
        Continue(item)
    })
    .unwrap();
    let mut results = results;
    let read: Vec<_> = results.by_ref().collect();
    assert_eq!(read, (0..100).collect::<Vec<_>>());
    assert!(results.is_exhausted());
}

#[test]
fn starts_requested_number_of_workers() {
    let all_in = Arc::new(Barrier::new(3));
    let working = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let (seen, highest) = (Arc::clone(&working), Arc::clone(&most));
    let results = map_ordered(0..30, 3, LOOKAHEAD, move |_| {
        highest.fetch_max(seen.fetch_add(1, SeqCst) + 1, SeqCst);
        all_in.wait();
        seen.fetch_sub(1, SeqCst);
        Continue(())
    })
    .unwrap();
    assert_eq!(results.count(), 30);
    assert_eq!(most.load(SeqCst), 3);
}

#[test]
fn bounds_lookahead_of_slow_reader() {
    let taken = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&taken);
    let items = (0..1000).inspect(move |_| {
        count.fetch_add(1, SeqCst);
    });
    let mut results = map_ordered(items, 2, LOOKAHEAD, Continue).unwrap();
    for read in 1..=50 {
        assert!(results.next().is_some());
        assert!(taken.load(SeqCst) <= read + 2 * LOOKAHEAD);
    }
}

#[test]
fn break_stops_new_items_only() {
    let taken = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&taken);
    let items = (0..1000).inspect(move |_| {
        count.fetch_add(1, SeqCst);
    });
    let results: Vec<_> = map_ordered(items, 2, LOOKAHEAD, |item| {
        if item == 5 {
            Break(item)
        } else {
            Continue(item)
        }
    })
    .unwrap()
    .collect();
    assert_eq!(results[..=5], [0, 1, 2, 3, 4, 5]);
    assert!(taken.load(SeqCst) <= 6 + 2 * LOOKAHEAD);
}

#[test]
fn stop_handle_delivers_taken_items() {
    let (release, gate) = mpsc::channel::<()>();
    let gate = std::sync::Mutex::new(gate);
    let (started, begun) = mpsc::channel();
    let mut results = map_ordered(0..1000, 1, LOOKAHEAD, move |item| {
        started.send(item).unwrap();
        gate.lock().unwrap().recv().unwrap();
        Continue(item)
    })
    .unwrap();
    assert_eq!(begun.recv(), Ok(0));
    results.stop_handle()();
    release.send(()).unwrap();
    assert_eq!(results.next(), Some(0));
    assert_eq!(results.next(), None);
    assert!(!results.is_exhausted());
}

#[test]
fn break_at_last_item_is_exhausted() {
    for (failing, all) in [(1, false), (2, true)] {
        let results = &mut map_ordered(0..3, 1, LOOKAHEAD, move |item| {
            if item == failing {
                Break(item)
            } else {
                Continue(item)
            }
        })
        .unwrap();
        assert_eq!(results.last(), Some(failing));
        assert_eq!(results.is_exhausted(), all);
    }
}

#[test]
fn dropped_reader_stops_workers() {
    let (started, begun) = mpsc::channel();
    let mut results = map_ordered(0.., 2, LOOKAHEAD, move |item: u64| {
        let _ = started.send(item);
        Continue(item)
    })
    .unwrap();
    assert!(results.next().is_some());
    drop(results);
    // The channel closes only when the last worker is gone.
    assert!(begun.iter().count() <= 2 * LOOKAHEAD + 2);
}

#[test]
#[should_panic(expected = "a worker panicked")]
fn worker_panic_reaches_reader() {
    let mut results = map_ordered(0..3, 2, LOOKAHEAD, |item| {
        assert!(item != 1, "worker fell over");
        Continue(item)
    })
    .unwrap();
    assert_eq!(results.next(), Some(0));
    results.next();
}

#[test]
fn worker_panic_stops_new_items() {
    let (release, gate) = mpsc::channel::<()>();
    let gate = std::sync::Mutex::new(gate);
    let both_taken = Barrier::new(2);
    let mut results = map_ordered(0..1000, 2, LOOKAHEAD, move |item| {
        if item < 2 {
            both_taken.wait();
        }
        assert!(item != 0, "worker fell over");
        gate.lock().unwrap().recv().unwrap();
        Continue(item)
    })
    .unwrap();
    assert!(catch_unwind(AssertUnwindSafe(|| results.next())).is_err());
    // The other worker, still at its item, takes no more.
    for _ in 0..1000 {
        let _ = release.send(());
    }
    assert_eq!(results.collect::<Vec<_>>(), [1]);
}

#[test]
#[should_panic(expected = "a worker panicked")]
fn iterator_panic_reaches_reader() {
    let items = (0..3).inspect(|item| assert!(*item != 1, "no more items"));
    let mut results = map_ordered(items, 2, LOOKAHEAD, Continue).unwrap();
    assert_eq!(results.next(), Some(0));
    results.next();
}

#[test]
fn single_worker_without_lookahead_waits_for_reader() {
    let (started, begun) = mpsc::channel();
    let mut results = map_ordered(0..10, 1, 1, move |item| {
        started.send(item).unwrap();
        Continue(item)
    })
    .unwrap();
    for item in 0..10 {
        assert_eq!(results.next(), Some(item));
        assert_eq!(begun.recv(), Ok(item));
        assert!(begun.try_recv().is_err(), "the next item has started");
    }
}
