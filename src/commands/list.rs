//! `engagements list`

use crate::api::Paginator;
use crate::cli::ListArgs;
use crate::error::{CliError, ErrorKind};
use crate::records::column::FieldsArg;
use crate::records::engagement;
use crate::render::{JsonShape, OutputFormat};
use crate::settings::RequestKind;
use crate::values::paging::ListScope;

use super::bulk::print_first_page;
use super::incremental::{self, IncrementalRun};
use super::output::OutputWriter;
use super::query;
use super::resume::ListProgress;
use super::session::Session;

/// Prints the engagements of one page, of some or of all.
pub(super) fn run(args: &ListArgs, session: &Session) -> anyhow::Result<()> {
    let settings = &session.settings;
    ensure_no_legs(args.output.fields.as_ref())?;
    let output = settings.output(
        &args.output,
        engagement::LIST_SCHEMA,
        OutputFormat::Table,
        JsonShape::Records,
        incremental::files(&args.incremental),
    )?;
    let paging = &args.paging;
    let scope = paging.bulk.scope().unwrap_or(ListScope::Page);
    let mut query = query::from_filters(settings, &args.filters, scope, paging.bulk.per_page)?;
    query.page = paging.page;
    let client = session.client(RequestKind::Read)?;
    let mut incremental =
        IncrementalRun::open(&args.incremental, "list", Some(&mut query), client, session)?;
    if settings.dry_run() {
        return print_first_page(client, &query);
    }
    let mode = Some(incremental.write_mode());
    let mut writer = OutputWriter::open(output, mode, "list", Some(&query), client, session)?;
    // The paginator notes that a later page is empty.
    writer.if_empty = (query.page.unwrap_or(1) == 1).then_some("no engagements match");
    let mut paginator = Paginator::new(client, &query, scope);
    let mut progress = ListProgress::new(&query, scope);
    let run = paginator.try_for_each(|page| {
        let mut page = page?;
        let unprintable = writer.page(&mut page)?;
        for record in page.iter() {
            if let Some(id) = engagement::id(record) {
                incremental.add(&id, engagement::created_at(record));
            }
            progress.add(engagement::created_at(record));
        }
        unprintable.map_or(Ok(()), |error| Err(error.into()))
    });
    let run = run.map_err(|error: anyhow::Error| match CliError::of(&error) {
        // Atomic output wrote nothing, so there is no point to resume from.
        Some(failure) if !writer.is_atomic() => progress.with_resume_hint(failure.clone()).into(),
        _ => error,
    });
    let run = run.and_then(|()| incremental.prepare(&[], session));
    let run = run.map(|state| writer.state = state);
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
    if fields.is_some_and(|fields| fields.names().iter().any(|name| name == "legs")) {
        let message = "the field `legs` comes with `show` only";
        return Err(CliError::new(ErrorKind::Usage, message)
            .hint("`engagements list -o id | engagements show - --fields id,legs` prints it"));
    }
    Ok(())
}
