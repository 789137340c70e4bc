//! `engagements list --summary`

use crate::api::Paginator;
use crate::cli::{List, Paging};
use crate::failure::{Failure, Kind};
use crate::render::{Document, Format};
use crate::settings::READING;
use crate::sink::WriteMode;
use crate::summary::{GroupBy, Summary};

use crate::settings::setting::Setting;

use super::delivery::Delivery;
use super::list;
use super::session::Session;

/// Prints totals of all engagements that match.
pub(super) fn run(args: &List, by: GroupBy, session: &Session) -> anyhow::Result<()> {
    let settings = &session.settings;
    let output = settings.output(&args.output, by.schema(), Format::Table, Document::Records)?;
    if output.style.format == Format::Id {
        let option = args.output.format.as_ref().and_then(Setting::option);
        let (kind, asks) = match option {
            Some(_) => (Kind::Usage, "`-o id` asks"),
            None => (Kind::Settings, "`ENGAGEMENTS_OUTPUT` or the profile asks"),
        };
        let message = format!("a summary has no ids to print, as {asks} for");
        return Err(Failure::new(kind, message).into());
    }
    let paging = Paging {
        page: None,
        per_page: args.paging.per_page,
        limit: None,
        all: true,
    };
    let (query, reach) = settings.list_query(&args.selection, &paging)?;
    let client = session.client(READING)?;
    if settings.dry_run() {
        return list::print_request(client, &query);
    }
    let zone = settings.zone()?;
    let receipt = session.receipt("list", client, Some(&query));
    // A summary of some pages would look like a complete one.
    let mut delivery = Delivery::open(output, receipt, WriteMode::Buffer, session)?;
    let mut paginator = Paginator::new(client, &query, reach);
    let run = deliver(&mut paginator, Summary::new(by, zone), &mut delivery);
    let is_blank = delivery.is_blank();
    delivery.end(run)?;
    if is_blank {
        list::note_empty(session);
    }
    Ok(())
}

/// Counts every page, then writes the rows.
fn deliver(
    paginator: &mut Paginator,
    mut summary: Summary,
    delivery: &mut Delivery,
) -> anyhow::Result<()> {
    let mut duplicates = 0;
    while let Some(page) = paginator.next() {
        let page = page?;
        for record in page.iter() {
            summary.add(&record)?;
        }
        let repeated = paginator.stats().duplicates - duplicates;
        duplicates += repeated;
        delivery.counted(&page, repeated);
    }
    for row in summary.rows() {
        delivery.row((&*row.to_record()?).into())?;
    }
    Ok(())
}
