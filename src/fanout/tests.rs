//! Order, bound, early stop and panics, with events instead of sleeps.

use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Barrier, mpsc};

use super::ordered;

type Never = std::convert::Infallible;

#[test]
fn results_come_in_the_order_of_the_items() {
    // Each even item waits for the odd one after it, so work ends in the wrong order.
    let (done, wait) = mpsc::channel::<usize>();
    let wait = std::sync::Mutex::new(wait);
    let results = ordered(0..100_usize, 4, move |item| {
        if item % 2 == 0 {
            wait.lock().unwrap().recv().unwrap();
        } else {
            done.send(item).unwrap();
        }
        Ok::<_, Never>(item)
    });
    let mut results = results;
    let read: Vec<_> = results.by_ref().map(Result::unwrap).collect();
    assert_eq!(read, (0..100).collect::<Vec<_>>());
    assert!(results.took_all());
}

#[test]
fn no_more_workers_than_asked_for_and_all_of_them() {
    let all_in = Arc::new(Barrier::new(3));
    let working = Arc::new(AtomicUsize::new(0));
    let most = Arc::new(AtomicUsize::new(0));
    let (seen, highest) = (Arc::clone(&working), Arc::clone(&most));
    let results = ordered(0..30, 3, move |_| {
        highest.fetch_max(seen.fetch_add(1, SeqCst) + 1, SeqCst);
        all_in.wait();
        seen.fetch_sub(1, SeqCst);
        Ok::<_, Never>(())
    });
    assert_eq!(results.count(), 30);
    assert_eq!(most.load(SeqCst), 3);
}

#[test]
fn workers_wait_for_a_slow_reader() {
    let taken = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&taken);
    let items = (0..1000).inspect(move |_| {
        count.fetch_add(1, SeqCst);
    });
    let mut results = ordered(items, 2, Ok::<_, Never>);
    for read in 1..=50 {
        assert!(results.next().is_some());
        assert!(taken.load(SeqCst) <= read + 2 * super::AHEAD);
    }
}

#[test]
fn a_failure_stops_new_items_and_earlier_results_still_come() {
    let taken = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&taken);
    let items = (0..1000).inspect(move |_| {
        count.fetch_add(1, SeqCst);
    });
    let results: Vec<_> = ordered(
        items,
        2,
        |item| if item == 5 { Err(item) } else { Ok(item) },
    )
    .take_while(Result::is_ok)
    .map(Result::unwrap)
    .collect();
    assert_eq!(results, [0, 1, 2, 3, 4]);
    assert!(taken.load(SeqCst) <= 6 + 2 * super::AHEAD);
}

#[test]
fn after_a_stop_what_was_taken_is_still_delivered() {
    let (release, gate) = mpsc::channel::<()>();
    let gate = std::sync::Mutex::new(gate);
    let (started, begun) = mpsc::channel();
    let mut results = ordered(0..1000, 1, move |item| {
        started.send(item).unwrap();
        gate.lock().unwrap().recv().unwrap();
        Ok::<_, Never>(item)
    });
    assert_eq!(begun.recv(), Ok(0));
    results.stopper()();
    release.send(()).unwrap();
    assert_eq!(results.next(), Some(Ok(0)));
    assert_eq!(results.next(), None);
    assert!(!results.took_all());
}

#[test]
fn after_a_failure_of_the_last_item_all_are_known_to_be_taken() {
    for (failing, all) in [(1, false), (2, true)] {
        let results = &mut ordered(
            0..3,
            1,
            move |item| {
                if item == failing { Err(item) } else { Ok(item) }
            },
        );
        assert_eq!(results.last(), Some(Err(failing)));
        assert_eq!(results.took_all(), all);
    }
}

#[test]
fn a_dropped_reader_stops_the_work() {
    let (started, begun) = mpsc::channel();
    let mut results = ordered(0.., 2, move |item: u64| {
        let _ = started.send(item);
        Ok::<_, Never>(item)
    });
    assert!(results.next().is_some());
    drop(results);
    // The channel closes only when the last worker is gone.
    assert!(begun.iter().count() <= 2 * super::AHEAD + 2);
}

#[test]
#[should_panic(expected = "worker fell over")]
fn a_panic_of_a_worker_reaches_the_reader() {
    let mut results = ordered(0..3, 2, |item| {
        assert!(item != 1, "worker fell over");
        Ok::<_, Never>(item)
    });
    assert_eq!(results.next(), Some(Ok(0)));
    results.next();
}

#[test]
#[should_panic(expected = "no more items")]
fn a_panic_of_the_items_reaches_the_reader() {
    let items = (0..3).inspect(|item| assert!(*item != 1, "no more items"));
    let mut results = ordered(items, 2, Ok::<_, Never>);
    assert_eq!(results.next(), Some(Ok(0)));
    results.next();
}
