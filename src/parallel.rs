//! Bounded, ordered concurrency on threads.
//!
//! Up to `workers` threads take items from an iterator and work on them concurrently; the results
//! come out in the order of the items. At most a small number of results waits for the reader, so
//! memory stays constant whatever the number of items. The first error, and a reader that goes
//! away, stop new items from being taken; items that were taken are finished.
//!
//! The threads are detached: one that is blocked in a read of standard input or in a request must
//! not keep a finished run from ending.

use std::cell::RefCell;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::mpsc::{self, Receiver, Sender, TryRecvError};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use crate::error::{CliError, ErrorKind};

#[cfg(test)]
mod tests;

/// Items per worker that may be taken before the reader has read their results.
const LOOKAHEAD: usize = 2;

/// Calls `work` for each item on up to `workers` threads and returns the results in the items'
/// order.
///
/// After an `Err` no further item is taken, but the results of items taken before still come.
///
/// # Errors
/// Local: the system starts no thread.
pub(crate) fn map_ordered<I, T, E>(
    items: I,
    workers: usize,
    work: impl Fn(I::Item) -> Result<T, E> + Send + Sync + 'static,
) -> Result<OrderedResults<T, E>, CliError>
where
    I: Iterator + Send + 'static,
    I::Item: Send,
    T: Send + 'static,
    E: Send + 'static,
{
    let (slots, results) = mpsc::channel();
    let (permits, free_permits) = mpsc::channel();
    for _ in 0..LOOKAHEAD * workers {
        // The receiver is alive: it is the other variable.
        let _ = permits.send(());
    }
    let queue = Arc::new(Queue(Mutex::new(QueueState {
        slots: Some(slots),
        is_exhausted: false,
    })));
    let pool = WorkerPool {
        input: Mutex::new((items, free_permits)),
        queue: Arc::clone(&queue),
        work,
        workers,
    };
    spawn_worker(Arc::new(pool), 1).map_err(|error| {
        CliError::new(ErrorKind::Local, format!("cannot start a thread: {error}"))
            .hint("raise the limit on processes (`ulimit -u`)")
    })?;
    Ok(OrderedResults {
        queue,
        results,
        permits,
    })
}

/// The result of one item, or the panic of its worker.
type WorkerResult<T, E> = thread::Result<Result<T, E>>;

/// The channel that a worker sends the result of one item on.
type ResultSender<T, E> = Sender<WorkerResult<T, E>>;

/// One item that was taken, as its worker sees it: the item, where its result goes, and its turn.
type Task<I, T, E> = (I, ResultSender<T, E>, Receiver<()>);

/// One item that was taken, as the reader sees it.
struct Slot<T, E> {
    result: Receiver<WorkerResult<T, E>>,
    /// Tells the worker that the reader waits for this result.
    turn: Sender<()>,
}

thread_local! {
    /// Receives the turn of the item that this thread works on, until it has come.
    static TURN: RefCell<Option<Receiver<()>>> = const { RefCell::new(None) };
}

/// Returns whether the reader waits for the item that this thread works on. It is always the turn of a
/// thread that is no worker.
pub(crate) fn is_turn() -> bool {
    TURN.with_borrow_mut(|turn| {
        let is_early = turn.as_ref().map(Receiver::try_recv) == Some(Err(TryRecvError::Empty));
        if !is_early {
            *turn = None;
        }
        !is_early
    })
}

/// Waits until `is_turn`.
pub(crate) fn wait_for_turn() {
    if let Some(turn) = TURN.take() {
        // Fails if the reader is gone, which then waits for nothing.
        let _ = turn.recv();
    }
}

/// The results to come: for each item taken, in order, the channel that its result arrives on.
struct Queue<T, E>(Mutex<QueueState<T, E>>);

struct QueueState<T, E> {
    /// `None` after the last item. The only sender, so that the reader then sees the end.
    slots: Option<Sender<Slot<T, E>>>,
    is_exhausted: bool,
}

impl<T, E> Queue<T, E> {
    fn lock(&self) -> MutexGuard<'_, QueueState<T, E>> {
        lock(&self.0)
    }

    fn close(&self) {
        self.lock().slots = None;
    }
}

struct WorkerPool<I, T, E, F> {
    input: Mutex<(I, Receiver<()>)>,
    queue: Arc<Queue<T, E>>,
    work: F,
    workers: usize,
}

/// Starts the `number`-th worker. Each worker starts the next one when it has found an item, so a
/// run with a single item costs a single thread.
fn spawn_worker<I, T, E, F>(pool: Arc<WorkerPool<I, T, E, F>>, number: usize) -> io::Result<()>
where
    I: Iterator + Send + 'static,
    I::Item: Send,
    T: Send + 'static,
    E: Send + 'static,
    F: Fn(I::Item) -> Result<T, E> + Send + Sync + 'static,
{
    let run = move || {
        let mut next_number = Some(number + 1).filter(|next| *next <= pool.workers);
        while let Some((item, slot, turn)) = pool.next_item() {
            TURN.set(Some(turn));
            if let Some(number) = next_number.take() {
                // If the system has no further thread, the running ones do the work.
                let _ = spawn_worker(Arc::clone(&pool), number);
            }
            let result = catch_unwind(AssertUnwindSafe(|| (pool.work)(item)));
            if !matches!(result, Ok(Ok(_))) {
                pool.queue.close();
            }
            // Fails only if the reader is gone.
            let _ = slot.send(result);
            TURN.set(None);
        }
    };
    thread::Builder::new().spawn(run).map(drop)
}

impl<I: Iterator, T, E, F> WorkerPool<I, T, E, F> {
    /// Takes the next item and queues the channel for its result. Returns `None` if no further
    /// item may be taken.
    fn next_item(&self) -> Option<Task<I::Item, T, E>> {
        let (items, free_permits) = &mut *lock(&self.input);
        free_permits.recv().ok()?;
        self.queue.lock().slots.as_ref()?;
        // The iterator may block (standard input, a page): never with the queue locked.
        let item = catch_unwind(AssertUnwindSafe(|| items.next()));
        let (slot, result) = mpsc::channel();
        let (turn, own_turn) = mpsc::channel();
        let reader_slot = Slot { result, turn };
        let mut queue = self.queue.lock();
        let slots = queue.slots.as_ref()?;
        match item {
            Ok(Some(item)) => {
                // Fails only if the reader is gone, which closes the queue.
                let _ = slots.send(reader_slot);
                queue.is_exhausted = items.size_hint().1 == Some(0);
                Some((item, slot, own_turn))
            }
            Ok(None) => {
                queue.is_exhausted = true;
                queue.slots = None;
                None
            }
            Err(panic) => {
                let _ = slots.send(reader_slot);
                let _ = slot.send(Err(panic));
                queue.slots = None;
                None
            }
        }
    }
}

/// The results in the order of the items. Dropping it stops new items from being taken.
pub(crate) struct OrderedResults<T, E> {
    queue: Arc<Queue<T, E>>,
    results: Receiver<Slot<T, E>>,
    permits: Sender<()>,
}

impl<T, E> OrderedResults<T, E> {
    /// Returns whether every item has been taken; after the last result, whether no result is
    /// missing. Iterators without an exact size reveal it only when one more item is asked for.
    pub(crate) fn is_exhausted(&self) -> bool {
        self.queue.lock().is_exhausted
    }

    /// Returns a function that stops new items from being taken while results are still read.
    pub(crate) fn stop_handle(&self) -> impl Fn() + Send + Sync + 'static
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        let queue = Arc::clone(&self.queue);
        move || queue.close()
    }
}

impl<T, E> Iterator for OrderedResults<T, E> {
    type Item = Result<T, E>;

    fn next(&mut self) -> Option<Self::Item> {
        let slot = self.results.recv().ok()?;
        // Fails if the worker has not waited for its turn.
        let _ = slot.turn.send(());
        let result = slot.result.recv();
        let result = result.unwrap_or_else(|gone| Err(Box::new(gone)));
        // Fails only if all workers have ended.
        let _ = self.permits.send(());
        Some(result.unwrap_or_else(|panic| resume_unwind(panic)))
    }
}

impl<T, E> Drop for OrderedResults<T, E> {
    fn drop(&mut self) {
        self.queue.close();
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
