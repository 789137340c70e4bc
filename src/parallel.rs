//! An order-preserving parallel map on threads.
//!
//! Up to `workers` threads take items from an iterator and work on them concurrently; the results
//! come out in the order of the items. At most a small number of results waits for the reader, so
//! memory stays constant whatever the number of items. A `Break`, a panic, and a reader that stops or
//! goes away end the work: items that are worked on are finished, and no other is started.
//!
//! The threads are detached: one that is blocked in a read of standard input or in a request must
//! not keep a finished run from ending.

use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::sync::mpsc::{self, Receiver, Sender, SyncSender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::error::{CliError, ErrorKind};

#[cfg(test)]
mod tests;

/// The usual `lookahead`: a worker can start its next item before its last result is read.
pub(crate) const LOOKAHEAD: usize = 2;

/// Calls `work` for each item on up to `workers` threads and returns the results in the items'
/// order. `lookahead` is the number of items per worker that may be taken before the reader has read
/// their results. If it is 1, a single worker waits until each result is read.
///
/// After a `Break` no further item is started, but the results of those in work still come.
///
/// # Errors
/// Local: the system starts no thread.
pub(crate) fn map_ordered<I, T>(
    items: I,
    workers: usize,
    lookahead: usize,
    work: impl Fn(I::Item) -> ControlFlow<T, T> + Send + Sync + 'static,
) -> Result<OrderedResults<T>, CliError>
where
    I: Iterator<Item: Send> + Send + 'static,
    T: Send + 'static,
{
    let items_at_most = items.size_hint().1.unwrap_or(workers);
    let workers = workers.min(items_at_most).max(1);
    // One more item is held by the worker that waits until its slot can be queued.
    let (slots, results) = mpsc::sync_channel(lookahead * workers - 1);
    let queue = Arc::new(Queue {
        slots: Mutex::new(Some(slots)),
        is_exhausted: AtomicBool::new(false),
    });
    let pool = WorkerPool {
        items: Mutex::new(items),
        queue: Arc::clone(&queue),
        work,
    };
    let pool = Arc::new(pool);
    for number in 1..=workers {
        let pool = Arc::clone(&pool);
        let started = thread::Builder::new().spawn(move || pool.work_on_items());
        // If the system starts no further thread, the running ones do the work.
        if let (1, Err(error)) = (number, started) {
            let message = format!("cannot start a thread: {error}");
            return Err(CliError::new(ErrorKind::Local, message)
                .hint("raise the limit on processes (`ulimit -u`)"));
        }
    }
    Ok(OrderedResults { queue, results })
}

/// The channel that the result of one item arrives on; `None` if no further item may be worked on. Its
/// sender is dropped if the worker panics.
type Slot<T> = Receiver<Option<T>>;

/// The slots of the items that were taken, in their order.
struct Queue<T> {
    /// `None` when no further item may be taken.
    slots: Mutex<Option<SyncSender<Slot<T>>>>,
    is_exhausted: AtomicBool,
}

impl<T> Queue<T> {
    fn sender(&self) -> Option<SyncSender<Slot<T>>> {
        lock(&self.slots).clone()
    }

    fn close(&self) {
        *lock(&self.slots) = None;
    }
}

struct WorkerPool<I, T, F> {
    items: Mutex<I>,
    queue: Arc<Queue<T>>,
    work: F,
}

impl<I: Iterator, T, F: Fn(I::Item) -> ControlFlow<T, T>> WorkerPool<I, T, F> {
    /// Works on items until there are none.
    fn work_on_items(&self) {
        while let Some((item, result_sender)) = self.next_item() {
            let result = catch_unwind(AssertUnwindSafe(|| (self.work)(item)));
            if !matches!(result, Ok(ControlFlow::Continue(_))) {
                self.queue.close();
            }
            // After a panic nothing is sent: the dropped sender makes the reader panic too.
            if let Ok(ControlFlow::Continue(result) | ControlFlow::Break(result)) = result {
                // Fails only if the reader is gone.
                let _ = result_sender.send(Some(result));
            }
        }
    }

    /// Takes the next item and queues the slot of its result. Returns `None` if no further item may
    /// be taken.
    fn next_item(&self) -> Option<(I::Item, Sender<Option<T>>)> {
        // Locked until the slot is queued, so that the slots are in the order of the items.
        let mut items = lock(&self.items);
        self.queue.sender()?;
        // The iterator may block (standard input, a page): never with the queue locked.
        let item = catch_unwind(AssertUnwindSafe(|| items.next()));
        let slots = self.queue.sender()?;
        let is_exhausted = matches!(item, Ok(None)) || items.size_hint().1 == Some(0);
        self.queue.is_exhausted.store(is_exhausted, SeqCst);
        let (result_sender, slot) = mpsc::channel();
        if let Ok(Some(item)) = item {
            slots.send(slot).ok()?;
            // Sending may have waited for the reader, and the queue may be closed by now.
            if self.queue.sender().is_some() {
                return Some((item, result_sender));
            }
            self.queue.is_exhausted.store(false, SeqCst);
            let _ = result_sender.send(None);
            return None;
        }
        self.queue.close();
        if item.is_err() {
            // The iterator panicked: nothing will arrive in the slot.
            let _ = slots.send(slot);
        }
        None
    }
}

/// The results in the order of the items. Dropping it stops new items from being taken.
pub(crate) struct OrderedResults<T> {
    queue: Arc<Queue<T>>,
    results: Receiver<Slot<T>>,
}

impl<T: Send + 'static> OrderedResults<T> {
    /// Returns whether every item has been taken; after the last result, whether no result is
    /// missing. Iterators without an exact size reveal it only when one more item is requested.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.queue.is_exhausted.load(SeqCst)
    }

    /// Returns a function that stops new items from being taken while results are still read.
    pub(crate) fn stop_handle(&self) -> impl Fn() + Send + Sync + 'static {
        let queue = Arc::clone(&self.queue);
        move || queue.close()
    }
}

impl<T> Iterator for OrderedResults<T> {
    type Item = T;

    fn next(&mut self) -> Option<Self::Item> {
        let slot = self.results.recv().ok()?;
        let result = slot.recv();
        // The panic has been reported where it happened.
        result.unwrap_or_else(|_| resume_unwind(Box::new("a worker panicked")))
    }
}

impl<T> Drop for OrderedResults<T> {
    fn drop(&mut self) {
        self.queue.close();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
