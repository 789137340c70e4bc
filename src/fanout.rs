//! Bounded, ordered concurrency on threads, written once.
//!
//! Items are taken from an iterator by up to `workers` threads and worked on side by side;
//! the results come out in the order of the items. At most a small window of results waits
//! for the reader, so memory stays constant whatever the number of items. The first failure,
//! and a reader that goes away, stop new items from being taken; what was taken is finished.
//!
//! The threads are detached on purpose: one that is blocked in a read of standard input or in
//! a request must not keep a finished run from ending.

use std::collections::BTreeMap;
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;

/// Taken items (in work, or done and not yet read) that each worker may be ahead by.
const AHEAD: usize = 2;

/// Works on `items` with up to `workers` threads; the results are read in the items' order.
///
/// After an `Err` no further item is taken, but results of items taken before it still come.
pub(crate) fn ordered<I, T, E>(
    items: I,
    workers: usize,
    work: impl Fn(I::Item) -> Result<T, E> + Send + Sync + 'static,
) -> Ordered<T, E>
where
    I: Iterator + Send + 'static,
    I::Item: Send,
    T: Send + 'static,
    E: Send + 'static,
{
    let board = Arc::new(Board {
        state: Mutex::new(State {
            done: BTreeMap::new(),
            taken: 0,
            read: 0,
            closed: false,
            exhausted: false,
        }),
        changed: Condvar::new(),
    });
    let crew = Arc::new(Crew {
        board: Arc::clone(&board),
        items: Mutex::new(items),
        work,
        workers,
    });
    if let Err(why) = hire(crew, 1) {
        board.lock().taken = 1;
        board.put(0, Err(Box::new(why.to_string())));
    }
    Ordered { board }
}

/// What a worker made of an item, or the panic it ended in.
type Outcome<T, E> = thread::Result<Result<T, E>>;

struct State<T, E> {
    done: BTreeMap<usize, Outcome<T, E>>,
    taken: usize,
    read: usize,
    closed: bool,
    exhausted: bool,
}

/// Where workers and reader meet.
struct Board<T, E> {
    state: Mutex<State<T, E>>,
    changed: Condvar,
}

impl<T, E> Board<T, E> {
    fn lock(&self) -> MutexGuard<'_, State<T, E>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait<'a>(&self, state: MutexGuard<'a, State<T, E>>) -> MutexGuard<'a, State<T, E>> {
        self.changed
            .wait(state)
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn close(&self) {
        self.lock().closed = true;
        self.changed.notify_all();
    }

    fn put(&self, index: usize, outcome: Outcome<T, E>) {
        let mut state = self.lock();
        state.closed |= !matches!(outcome, Ok(Ok(_)));
        state.done.insert(index, outcome);
        drop(state);
        self.changed.notify_all();
    }
}

struct Crew<I, T, E, F> {
    board: Arc<Board<T, E>>,
    items: Mutex<I>,
    work: F,
    workers: usize,
}

/// Starts the `number`-th worker. Each starts the next when it has found work for itself, so
/// a run with a single item pays for a single thread.
fn hire<I, T, E, F>(crew: Arc<Crew<I, T, E, F>>, number: usize) -> io::Result<()>
where
    I: Iterator + Send + 'static,
    I::Item: Send,
    T: Send + 'static,
    E: Send + 'static,
    F: Fn(I::Item) -> Result<T, E> + Send + Sync + 'static,
{
    let work = move || {
        let mut first = true;
        while let Some((index, item)) = crew.take() {
            if first && number < crew.workers {
                // Where the system has no further thread, those that there are do the work.
                let _ = hire(Arc::clone(&crew), number + 1);
            }
            first = false;
            let outcome = catch_unwind(AssertUnwindSafe(|| (crew.work)(item)));
            crew.board.put(index, outcome);
        }
    };
    thread::Builder::new().spawn(work).map(drop)
}

impl<I: Iterator, T, E, F> Crew<I, T, E, F> {
    /// The next item and its place; `None` when there is nothing more to take.
    fn take(&self) -> Option<(usize, I::Item)> {
        let mut items = self.items.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state = self.board.lock();
        while !state.closed && state.taken >= state.read + AHEAD * self.workers {
            state = self.board.wait(state);
        }
        if state.closed {
            return None;
        }
        // The iterator may block (standard input, a page): never with the board locked.
        drop(state);
        let item = catch_unwind(AssertUnwindSafe(|| items.next()));
        let mut state = self.board.lock();
        if state.closed {
            return None;
        }
        let index = state.taken;
        match item {
            Ok(Some(item)) => {
                state.taken += 1;
                state.exhausted = items.size_hint().1 == Some(0);
                Some((index, item))
            }
            Ok(None) => {
                state.exhausted = true;
                drop(state);
                self.board.close();
                None
            }
            Err(panic) => {
                state.taken += 1;
                drop(state);
                self.board.put(index, Err(panic));
                None
            }
        }
    }
}

/// The results, in the order of the items. Dropping it stops new items from being taken.
pub(crate) struct Ordered<T, E> {
    board: Arc<Board<T, E>>,
}

impl<T, E> Ordered<T, E> {
    /// Whether every item has been taken; once the results have ended, whether all of them are
    /// there. Of items that do not tell their number it is not known before one more was asked for.
    pub(crate) fn took_all(&self) -> bool {
        self.board.lock().exhausted
    }

    /// A handle that stops new items from being taken while the results are still read.
    pub(crate) fn stopper(&self) -> impl Fn() + Send + Sync + 'static
    where
        T: Send + 'static,
        E: Send + 'static,
    {
        let board = Arc::clone(&self.board);
        move || board.close()
    }
}

impl<T, E> Iterator for Ordered<T, E> {
    type Item = Result<T, E>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut state = self.board.lock();
        loop {
            let wanted = state.read;
            if let Some(outcome) = state.done.remove(&wanted) {
                state.read += 1;
                drop(state);
                self.board.changed.notify_all();
                return Some(outcome.unwrap_or_else(|panic| resume_unwind(panic)));
            }
            if state.closed && state.read == state.taken {
                return None;
            }
            state = self.board.wait(state);
        }
    }
}

impl<T, E> Drop for Ordered<T, E> {
    fn drop(&mut self) {
        self.board.close();
    }
}

#[cfg(test)]
mod tests;
