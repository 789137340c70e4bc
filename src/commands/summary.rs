//! `engagements list --summary`

use crate::api::Paginator;
use crate::cli::ListArgs;
use crate::render::{JsonShape, OutputFormat};
use crate::settings::RequestKind;
use crate::sink::WriteMode;
use crate::summary::{GroupBy, Summary};
use crate::values::paging::ListScope;

use super::bulk::print_first_page;
use super::output::OutputWriter;
use super::query;
use super::session::Session;

/// Prints totals of all engagements that match.
pub(super) fn run(args: &ListArgs, by: GroupBy, session: &Session) -> anyhow::Result<()> {
    let settings = &session.settings;
    let output = settings.output(
        &args.output,
        by.schema(),
        OutputFormat::Table,
        JsonShape::Records,
        Vec::new(),
    )?;
    let per_page = args.paging.bulk.per_page;
    let query = query::from_filters(settings, &args.filters, ListScope::All, per_page)?;
    let client = session.client(RequestKind::Read)?;
    if settings.dry_run() {
        return print_first_page(client, &query);
    }
    let zone = settings.zone()?;
    // A summary of some pages would look like a complete one.
    let mode = Some(WriteMode::Buffer);
    let mut writer = OutputWriter::open(output, mode, "list", Some(&query), client, session)?;
    writer.if_empty = Some("no engagements match");
    let mut paginator = Paginator::new(client, &query, ListScope::All);
    let mut summary = Summary::new(by, zone);
    let mut run: anyhow::Result<()> = paginator.try_for_each(|page| {
        let page = page?;
        writer.count(&page, 0);
        Ok(page.iter().try_for_each(|record| summary.add(record))?)
    });
    if run.is_ok() {
        run = write_rows(summary, &mut writer);
    }
    writer.finish(run)
}

fn write_rows(summary: Summary, writer: &mut OutputWriter) -> anyhow::Result<()> {
    let total = summary.total()?;
    let rows = summary.records()?;
    for row in &rows {
        writer.row(row)?;
    }
    if !rows.is_empty() {
        writer.total(&total)?;
    }
    Ok(())
}
