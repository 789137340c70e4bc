//! `engagements list`

use crate::cli::ListArgs;
use crate::error::{CliError, ErrorKind};
use crate::records::column::FieldsArg;
use crate::records::{RecordBatch, engagement};
use crate::render::{JsonShape, OutputFormat};
use crate::settings::RequestKind;
use crate::sink::WriteMode;
use crate::summary::{GroupBy, Summary};
use crate::values::paging::ListScope;

use super::bulk::print_first_page;
use super::incremental::{self, IncrementalRun};
use super::output::OutputWriter;
use super::query;
use super::resume::Pages;
use super::session::Session;

/// Prints the engagements of one page, of some or of all, or a summary of all.
pub(super) fn run(args: &ListArgs, session: &Session) -> anyhow::Result<()> {
    let settings = &session.settings;
    ensure_no_legs(args.output.fields.as_ref())?;
    let output = settings.output(
        &args.output,
        args.summary
            .map_or(engagement::LIST_SCHEMA, GroupBy::schema),
        OutputFormat::Table,
        JsonShape::Records,
        incremental::files(&args.incremental),
    )?;
    let prints_ids = output.style.format == OutputFormat::Id;
    let bulk = &args.paging.bulk;
    let scope = match args.summary {
        Some(_) => ListScope::All,
        None => bulk.scope().unwrap_or(ListScope::Page),
    };
    let mut query = query::from_filters(settings, &args.filters, scope, bulk.per_page)?;
    query.page = args.paging.page;
    let zone = settings.zone()?;
    let client = session.client(RequestKind::Read)?;
    let incremental =
        IncrementalRun::open(&args.incremental, "list", Some(&mut query), client, session)?;
    if settings.dry_run() {
        return print_first_page(client, &query);
    }
    // A summary of some pages would look like a complete one, and the next incremental run would
    // repeat what an incomplete one has printed.
    let mode = match (args.summary, &incremental) {
        (None, None) => WriteMode::Stream,
        _ => WriteMode::Buffer,
    };
    let mut writer = OutputWriter::open(output, Some(mode), "list", Some(&query), client, session)?;
    writer.incremental = incremental;
    // The paginator notes that a later page is empty.
    writer.if_empty = (query.page.unwrap_or(1) == 1).then_some("no engagements match");
    // A failed run with atomic output has delivered nothing.
    let pages = Pages::new(client, &query, scope, !writer.is_atomic());
    let run = if let Some(by) = args.summary {
        print_summary(pages, Summary::new(by, zone), &mut writer)
    } else {
        print_pages(pages, prints_ids, &mut writer)
    };
    writer.finish(run)?;
    if client.list_status().has_more && scope == ListScope::Page {
        let note = "more engagements exist; use `--all` or `--limit N`";
        session.console.note(note);
    }
    Ok(())
}

/// Checks that the fields are not those of `show` only.
///
/// # Errors
/// Usage: `legs` is among them.
fn ensure_no_legs(fields: Option<&FieldsArg>) -> Result<(), CliError> {
    if fields.is_some_and(|fields| fields.names.iter().any(|name| name == "legs")) {
        let message = "the field `legs` comes with `show` only";
        return Err(CliError::new(ErrorKind::Usage, message)
            .hint("`engagements list -o id | engagements show - --fields id,legs` prints it"));
    }
    Ok(())
}

fn print_pages(
    mut pages: Pages,
    prints_ids: bool,
    writer: &mut OutputWriter,
) -> anyhow::Result<()> {
    while let Some(page) = pages.next() {
        let mut page = page?;
        let with_ids = if prints_ids {
            remove_without_id(&mut page)
        } else {
            Ok(())
        };
        writer.page(&page)?;
        with_ids.map_err(|failure| pages.with_resume_hint(failure))?;
    }
    Ok(())
}

/// Removes the records that `-o id` cannot print.
///
/// # Errors
/// API: a record without a usable ID was removed.
fn remove_without_id(page: &mut RecordBatch) -> Result<(), CliError> {
    let mut first = None;
    page.retain(|record| match engagement::path_safe_id(record) {
        Ok(_) => true,
        Err(error) => {
            first.get_or_insert(error);
            false
        }
    });
    first.map_or(Ok(()), |error| {
        Err(error.hint("`-o ndjson` prints it as it is"))
    })
}

fn print_summary(
    pages: Pages,
    mut summary: Summary,
    writer: &mut OutputWriter,
) -> anyhow::Result<()> {
    for page in pages {
        let page = page?;
        writer.count_page(&page);
        page.iter().try_for_each(|record| summary.add(record))?;
    }
    let total = summary.total()?;
    writer.summary(&summary.records()?, &total)
}
