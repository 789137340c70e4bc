//! `engagements list`

use std::io::Write;

use crate::api::{Call, Client, ListScope, Paginator, Query};
use crate::cli::ListArgs;
use crate::records::engagement;
use crate::render::{Document, Format};
use crate::settings::READ_DEFAULTS;
use crate::sink::Sink;

use super::incremental::{self, IncrementalRun};
use super::output::OutputWriter;
use super::resume::ListProgress;
use super::session::Session;

/// Prints the engagements of one page, of some or of all.
pub(super) fn run(args: &ListArgs, session: &Session) -> anyhow::Result<()> {
    let settings = &session.settings;
    let output = settings.output(
        &args.output,
        engagement::SCHEMA,
        Format::Table,
        Document::Records,
    )?;
    settings.ensure_distinct(&output, incremental::files(&args.incremental))?;
    let (mut query, scope) = settings.list_query(&args.selection, &args.paging)?;
    let client = session.client(READ_DEFAULTS)?;
    if settings.dry_run() {
        return print_request(client, &query);
    }
    let mut incremental =
        IncrementalRun::open(&args.incremental, "list", &mut query, client, session)?;
    let receipt = session.receipt("list", client, Some(&query));
    let mut writer = OutputWriter::open(output, receipt, incremental.write_mode(), session)?;
    writer.if_empty = Some("no engagements match");
    let mut paginator = Paginator::new(client, &query, scope);
    let mut progress = ListProgress::new(&query);
    let run = deliver(&mut paginator, &mut writer, &mut incremental, &mut progress);
    let run = run.map_err(|error| {
        // Atomic output wrote nothing, so there is no point to resume from.
        if writer.is_atomic() {
            return error;
        }
        progress.with_resume_hint(error, &query, scope)
    });
    let run = run.and_then(|()| incremental.prepare(&[], session));
    let run = run.map(|state| writer.set_state(state));
    writer.finish(run)?;
    if paginator.stats().has_more && scope == ListScope::Page {
        let note = "more engagements exist; use `--all` or `--limit N`";
        session.console.note(note);
    }
    Ok(())
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
    writer: &mut OutputWriter,
    incremental: &mut IncrementalRun,
    progress: &mut ListProgress,
) -> anyhow::Result<()> {
    let mut duplicates = 0;
    while let Some(page) = paginator.next() {
        let mut page = page?;
        let left_out = incremental.remove_delivered(&mut page);
        let repeated = paginator.stats().duplicates - duplicates;
        duplicates += repeated;
        let unprintable = writer.remove_unprintable(&mut page);
        writer.page(&page, repeated + left_out)?;
        for record in page.iter() {
            incremental.add_record(&record);
        }
        progress.add(&page);
        if let Some(error) = unprintable {
            return Err(error.into());
        }
    }
    Ok(())
}
