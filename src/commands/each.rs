//! One engagement after the other, side by side, told in order: what commands that read share.

use std::borrow::Borrow;
use std::io::Write;

use crate::api::{Call, Client};
use crate::failure::{Failure, Kind};
use crate::id::Id;
use crate::parallel;
use crate::resume::Rest;
use crate::sink::Sink;

use super::session::Session;
use super::targets::{Chosen, Items};

/// What became of the ids of a run.
#[derive(Debug, Default)]
struct Tally {
    done: u64,
    failed: u64,
    first: Option<Failure>,
}

/// Calls `work` for each id, or what has one, with up to `-j` requests in flight, and `deliver` with
/// what came, in the order of the ids. One that fails does not stop the others; it is told on
/// stderr. A run that ends early says what is left, for which it keeps account in `rest`.
///
/// # Errors
/// The failure of the only id; a sum of the failures of several; whatever ended the run.
pub(super) fn each<I: Borrow<Id> + Send + 'static, T: Send + 'static>(
    items: Items<I>,
    client: &'static Client,
    work: impl Fn(&Client, &I) -> Result<T, Failure> + Send + Sync + 'static,
    session: &Session,
    mut rest: Rest,
    mut deliver: impl FnMut(&Id, T) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let call = move |item: Result<I, Failure>| {
        let item = item.map_err(|failure| (None, failure))?;
        let id = item.borrow().clone();
        match work(client, &item) {
            Err(failure) if failure.ends_run => Err((Some(id), failure)),
            outcome => Ok((id, outcome)),
        }
    };
    let mut tally = Tally::default();
    let mut pending: Option<Failure> = None;
    for outcome in parallel::map_ordered(items, client.concurrency(), call)? {
        // A failure is told when it is known that it was not the only id's.
        if let Some(failure) = pending.take() {
            session.tell(&failure);
        }
        let (id, outcome) = match outcome {
            Ok(outcome) => outcome,
            Err((_, failure)) if failure.kind == Kind::Usage => return Err(failure.into()),
            Err((id, failure)) => {
                if let Some(id) = &id {
                    rest.open(id);
                }
                let arguments = &session.settings.environment().arguments;
                return Err(rest.after(failure, arguments).into());
            }
        };
        match outcome {
            Ok(found) => {
                deliver(&id, found)?;
                rest.settled(&id);
                tally.done += 1;
            }
            Err(failure) => {
                rest.failed(&id, &failure);
                tally.failed += 1;
                tally.first.get_or_insert_with(|| failure.clone());
                if tally.done + tally.failed > 1 {
                    session.tell(&failure);
                } else {
                    pending = Some(failure);
                }
            }
        }
    }
    tally.sum()
}

/// Prints the requests of a command that reads, and sends nothing: of a selection the first
/// request of its list, since the ids are known only from the answers. An id without a `call` needs
/// none.
///
/// # Errors
/// What ended the ids; a stdout that cannot be written.
pub(super) fn print_requests(
    chosen: Chosen,
    client: &'static Client,
    call: impl for<'a> Fn(&'a Id) -> Option<Call<'a>>,
) -> anyhow::Result<()> {
    let mut out = Sink::stdout();
    if let Some(query) = chosen.query() {
        writeln!(out, "{}", client.curl(Call::Page(&query.params())))?;
    } else {
        for id in chosen.ids(client, |_| true) {
            if let Some(call) = call(&id?) {
                writeln!(out, "{}", client.curl(call))?;
            }
        }
    }
    Ok(out.flush()?)
}

impl Tally {
    fn sum(self) -> anyhow::Result<()> {
        let Some(first) = self.first else {
            return Ok(());
        };
        if self.done + self.failed == 1 {
            return Err(first.into());
        }
        let (failed, all) = (self.failed, self.done + self.failed);
        let message = format!("{failed} of {all} engagements could not be had");
        Err(Failure {
            hint: None,
            request_id: None,
            message,
            ..first
        }
        .into())
    }
}
