//! `engagements list`

use std::io::Write;

use crate::api::{Call, Client, Paginator, Query, Reach};
use crate::cli::List;
use crate::records::engagement;
use crate::render::{Document, Format};
use crate::settings::READING;
use crate::sink::Sink;

use super::delivery::Delivery;
use super::incremental::{self, IncrementalRun};
use super::resume::ListProgress;
use super::session::Session;

/// Prints the engagements of one page, of some or of all.
pub(super) fn run(args: &List, session: &Session) -> anyhow::Result<()> {
    let settings = &session.settings;
    let output = settings.output(
        &args.output,
        engagement::SCHEMA,
        Format::Table,
        Document::Records,
    )?;
    settings.ensure_distinct(&output, incremental::files(&args.incremental))?;
    let (mut query, reach) = settings.list_query(&args.selection, &args.paging)?;
    let client = session.client(READING)?;
    if settings.dry_run() {
        return print_request(client, &query);
    }
    let mut incremental =
        IncrementalRun::open(&args.incremental, "list", &mut query, client, session)?;
    let receipt = session.receipt("list", client, Some(&query));
    let mut delivery = Delivery::open(output, receipt, incremental.write_mode(), session)?;
    let mut paginator = Paginator::new(client, &query, reach);
    let mut progress = ListProgress::new(&query);
    let run = deliver(
        &mut paginator,
        &mut delivery,
        &mut incremental,
        &mut progress,
    );
    let run = run.map_err(|error| {
        // Atomic output wrote nothing, so there is no point to resume from.
        if delivery.is_atomic() {
            return error;
        }
        progress.with_resume_hint(error, &query, reach)
    });
    let is_blank = delivery.is_blank();
    delivery.end(run)?;
    incremental.save(&[], &session.interrupt)?;
    if is_blank {
        note_empty(session);
    }
    if paginator.stats().has_more && reach == Reach::Page {
        let note = "more engagements exist; use `--all` or `--limit N`";
        session.talk.note(note);
    }
    Ok(())
}

/// Prints that nothing matches, where the output does not show it.
pub(super) fn note_empty(session: &Session) {
    session.talk.note("no engagements match");
}

/// Prints the first request; the others follow from the answers.
pub(super) fn print_request(client: &Client, query: &Query) -> anyhow::Result<()> {
    let mut out = Sink::stdout()?;
    writeln!(out, "{}", client.curl(Call::Page(&query.params())))?;
    Ok(out.flush()?)
}

/// Delivers each page as soon as it is there.
fn deliver(
    paginator: &mut Paginator,
    delivery: &mut Delivery,
    incremental: &mut IncrementalRun,
    progress: &mut ListProgress,
) -> anyhow::Result<()> {
    let mut duplicates = 0;
    while let Some(page) = paginator.next() {
        let mut page = page?;
        let left_out = incremental.remove_delivered(&mut page);
        let repeated = paginator.stats().duplicates - duplicates;
        duplicates += repeated;
        delivery.page(&page, repeated + left_out)?;
        for record in page.iter() {
            incremental.add_record(&record);
        }
        progress.add(&page);
    }
    Ok(())
}
