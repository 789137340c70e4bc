//! `engagements list --summary`

use crate::api::Paginator;
use crate::cli::{ListArgs, PageArgs};
use crate::error::{CliError, ErrorKind};
use crate::render::{Document, Format};
use crate::settings::READ_DEFAULTS;
use crate::settings::keys::SettingKey;
use crate::sink::WriteMode;
use crate::summary::{GroupBy, Summary};

use crate::settings::setting::Setting;

use super::list;
use super::output::OutputWriter;
use super::session::Session;

/// Prints totals of all engagements that match.
pub(super) fn run(args: &ListArgs, by: GroupBy, session: &Session) -> anyhow::Result<()> {
    let settings = &session.settings;
    let output = settings.output(&args.output, by.schema(), Format::Table, Document::Records)?;
    if output.style.format == Format::Id {
        let message = "a summary has no IDs to print";
        let option = args.output.format.as_ref().and_then(Setting::option);
        let found = settings.sources.find(SettingKey::Output)?;
        return Err(match found.filter(|_| option.is_none()) {
            Some(found) => found.invalid(message),
            None => {
                CliError::new(ErrorKind::Usage, message).hint("use another format than `-o id`")
            }
        }
        .into());
    }
    let paging = PageArgs {
        page: None,
        per_page: args.paging.per_page,
        limit: None,
        all: true,
    };
    let (query, scope) = settings.list_query(&args.selection, &paging)?;
    let client = session.client(READ_DEFAULTS)?;
    if settings.dry_run() {
        return list::print_request(client, &query);
    }
    let zone = settings.zone()?;
    let receipt = session.receipt("list", client, Some(&query));
    // A summary of some pages would look like a complete one.
    let mut writer = OutputWriter::open(output, receipt, WriteMode::Buffer, session)?;
    writer.if_empty = Some("no engagements match");
    let mut paginator = Paginator::new(client, &query, scope);
    let run = deliver(&mut paginator, Summary::new(by, zone), &mut writer);
    writer.finish(run)
}

/// Counts every page, then writes the rows.
fn deliver(
    paginator: &mut Paginator,
    mut summary: Summary,
    writer: &mut OutputWriter,
) -> anyhow::Result<()> {
    let mut duplicates = 0;
    while let Some(page) = paginator.next() {
        let page = page?;
        for record in page.iter() {
            summary.add(&record)?;
        }
        let repeated = paginator.stats().duplicates - duplicates;
        duplicates += repeated;
        writer.count_page(&page, repeated);
    }
    for row in summary.rows() {
        writer.row((&*row.to_record()?).into())?;
    }
    Ok(())
}
