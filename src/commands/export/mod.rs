//! `engagements export`

mod consent;
mod exporter;
mod tally;

use std::sync::Arc;

use crate::api::Client;
use crate::cli::{Export, Target};
use crate::failure::{Failure, Kind};
use crate::fanout::{self, Ordered};
use crate::records::Record;
use crate::records::export_result::{self, ExportResult};
use crate::render::{Document, Format};
use crate::settings::EXPORTING;

use super::delivery::Delivery;
use super::session::Session;
use super::targets::{self, Ids};
use exporter::{Exporter, Stop};
use tally::Tally;

/// Has the service export engagements, and prints what became of each.
pub(super) fn run(args: Export, session: &Session) -> anyhow::Result<()> {
    let document = if args.targets.is_one() {
        Document::Record
    } else {
        Document::Records
    };
    let output =
        session
            .settings
            .output(&args.output, export_result::SCHEMA, Format::Table, document)?;
    let asks = !args
        .targets
        .ids
        .iter()
        .any(|target| matches!(target, Target::Id(_)));
    let client = session.client(EXPORTING)?;
    let ids = targets::ids(args.targets, &session.settings, client, args.pending)?;
    if session.settings.dry_run() {
        return exporter::print_requests(ids, client, args.ledger.as_deref());
    }
    let ids = if asks && !args.yes {
        consent::asked(ids, session)?
    } else {
        ids
    };
    let exporter = Exporter::open(client, args.ledger.as_deref(), args.fail_fast)?;
    let delivery = session.deliver_to(output)?;
    export(ids, exporter, delivery, document, session)
}

fn export(
    ids: Ids,
    exporter: Exporter,
    mut delivery: Delivery,
    document: Document,
    session: &Session,
) -> anyhow::Result<()> {
    let client = exporter.client;
    let mut results = fanout::ordered(ids, client.concurrency(), move |id| exporter.export(id?));
    wind_down_on_signal(session, &results, client);
    let mut tally = Tally::default();
    let mut printing = Ok(());
    while let Some(outcome) = results.next() {
        let Some(result) = tally.take(outcome) else {
            continue;
        };
        if document == Document::Records
            && let Some(failure) = &result.failure
        {
            session.tell(failure);
        }
        if printing.is_ok() {
            printing = print(&result, &mut delivery);
            if printing.is_err() {
                // What is under way is still awaited and recorded.
                results.stopper()();
            }
        }
    }
    if document == Document::Records {
        session.talk.note(&tally.to_string());
    }
    let all_tried = results.took_all() && tally.all_tried();
    if let Err(error) = printing {
        return if Failure::kind_of(&error) == Kind::ReaderGone && !all_tried {
            Err(Failure::new(
                Kind::Partial,
                "the output was closed before all was exported",
            )
            .into())
        } else {
            Err(error)
        };
    }
    delivery.end_with(tally.verdict(all_tried), all_tried)
}

/// The first signal starts no new export; those under way are awaited and recorded.
fn wind_down_on_signal(
    session: &Session,
    results: &Ordered<ExportResult, Stop>,
    client: &'static Client,
) {
    let take_no_more = results.stopper();
    let talk = Arc::clone(&session.talk);
    session.interrupt.wind_down_with(move || {
        take_no_more();
        client.stop();
        talk.note("stopping: no new export is started, those under way are awaited");
    });
}

fn print(result: &ExportResult, delivery: &mut Delivery) -> anyhow::Result<()> {
    let json = result.to_record()?;
    delivery.renderer.record(Record::new(&json))?;
    Ok(delivery.renderer.flush()?)
}
