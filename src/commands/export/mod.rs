//! `engagements export`

mod consent;
mod exporter;
mod tally;

use std::sync::Arc;
use std::thread;

use crate::api::Client;
use crate::cli::{Export, Target};
use crate::failure::{Failure, Kind};
use crate::parallel::{self, OrderedResults};
use crate::records::engagement;
use crate::records::export_result::{self, ExportResult};
use crate::render::{Document, Format};
use crate::settings::EXPORTING;

use super::bulk::{BulkProgress, RERUN_RESUMES};
use super::delivery::Delivery;
use super::input::{self, EngagementInput, IdIter};
use super::session::Session;

use exporter::{Exporter, Stop};
use tally::Tally;

/// The hint of a run without a ledger that has exported some of its engagements.
const USE_LEDGER: &str = "do not repeat the IDs that were exported: their exports would run twice; \
                          with `--ledger FILE` a run records them, and a rerun skips them";

/// Has the service export engagements, and prints what became of each.
pub(super) fn run(args: Export, session: &Session) -> anyhow::Result<()> {
    let document = input::document(&args.targets);
    let output =
        session
            .settings
            .output(&args.output, export_result::SCHEMA, Format::Table, document)?;
    let asks = !args
        .targets
        .ids
        .iter()
        .any(|target| matches!(target, Target::Id(_)));
    let hint = match args.ledger {
        Some(_) => RERUN_RESUMES,
        None => USE_LEDGER,
    };
    let progress = BulkProgress::new(args.targets.is_one(), Some(hint));
    let chosen = EngagementInput::new(args.targets, &session.settings)?;
    if args.pending && chosen.query().is_none() {
        let message = "`--pending` goes with a selection: of ids it cannot be known";
        return Err(Failure::new(Kind::Usage, message).into());
    }
    output.keep_from("--ledger", args.ledger.as_deref())?;
    let client = session.client(EXPORTING)?;
    let receipt = session.receipt("export", client, chosen.query());
    let pending = args.pending;
    let ids = chosen.ids(client, move |record| {
        !(pending && engagement::is_crm_forwarded(record))
    });
    if session.settings.dry_run() {
        return exporter::print_requests(ids, client, args.ledger.as_deref());
    }
    let ids = if asks && !args.yes {
        consent::asked(ids, session)?
    } else {
        ids
    };
    let exporter = Exporter::open(client, args.ledger.as_deref(), args.fail_fast)?;
    let delivery = Delivery::open(output, receipt, false, session)?;
    export(
        ids,
        exporter,
        delivery,
        Tally::new(progress),
        document,
        session,
    )
}

fn export(
    ids: IdIter,
    exporter: Exporter,
    mut delivery: Delivery,
    mut tally: Tally,
    document: Document,
    session: &Session,
) -> anyhow::Result<()> {
    let client = exporter.client;
    let mut results = parallel::map_ordered(ids, client.concurrency(), move |id| {
        exporter.export(id.map_err(Stop::NoMore)?)
    })?;
    wind_down_on_signal(session, &results, client);
    let printing = print_all(&mut results, &mut tally, &mut delivery, |failure| {
        if document == Document::Records {
            session.tell(failure);
        }
    });
    if document == Document::Records {
        session.talk.note(&tally.to_string());
    }
    let all_tried = results.is_exhausted() && tally.all_tried();
    let Err(error) = printing else {
        let verdict = tally.verdict(all_tried);
        return delivery.end_as(verdict.map_err(Into::into), all_tried);
    };
    // A reader that has gone is a reason to stop, and none to tell that all is well.
    if Failure::kind_of(&error) != Kind::ReaderGone {
        tally.end_by(Failure::new(Kind::Local, format!("{error:#}")));
    } else if !all_tried {
        tally.end_by(Failure::new(Kind::Partial, "the output was closed"));
    }
    let quiet = delivery.end_as(Err(error), false);
    tally.verdict(all_tried)?;
    quiet
}

/// The first signal starts no new export; those under way are awaited and recorded.
fn wind_down_on_signal(
    session: &Session,
    results: &OrderedResults<ExportResult, Stop>,
    client: &'static Client,
) {
    let take_no_more = results.stop_handle();
    let talk = Arc::clone(&session.talk);
    session.interrupt.wind_down_with(move || {
        take_no_more();
        client.stop();
        let talk = Arc::clone(&talk);
        // Aside, since a stderr that nobody reads must not hold up the second signal.
        let _ = thread::Builder::new().spawn(move || {
            talk.note("stopping: no new export is started, those under way are awaited");
        });
    });
}

/// Prints what became of each, as it becomes known in order. When that cannot be printed any more,
/// no new export is started; what is under way is still awaited and recorded.
fn print_all(
    results: &mut OrderedResults<ExportResult, Stop>,
    tally: &mut Tally,
    delivery: &mut Delivery,
    tell: impl Fn(&Failure),
) -> anyhow::Result<()> {
    let mut printing = Ok(());
    while let Some(outcome) = results.next() {
        let Some(result) = tally.take(outcome) else {
            continue;
        };
        if let Some(failure) = &result.failure {
            tell(failure);
        }
        if printing.is_ok() {
            printing = print(&result, delivery);
            if printing.is_err() {
                results.stop_handle()();
            }
        }
    }
    printing
}

fn print(result: &ExportResult, delivery: &mut Delivery) -> anyhow::Result<()> {
    delivery.record(&result.engagement_id, (&*result.to_record()?).into())
}
