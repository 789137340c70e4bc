//! `engagements export`

mod confirm;
mod exporter;

use std::ops::ControlFlow::{Break, Continue};
use std::sync::Arc;
use std::thread;

use crate::api::Client;
use crate::cli::{ExportArgs, IdArg};
use crate::error::{CliError, ErrorKind};
use crate::id::Id;
use crate::parallel::{self, OrderedResults};
use crate::records::engagement;
use crate::records::export_result::{self, ExportResult, Status};
use crate::render::OutputFormat;
use crate::settings::RequestKind;
use crate::sink::WriteMode;

use super::bulk::max_len;
use super::input::{self, IdIter, Input};
use super::outcome::{Outcome, RerunEffect};
use super::output::{OutputWriter, partial};
use super::session::Session;
use exporter::{ExportStep, Exporter};

/// Triggers the exports and prints their results.
pub(super) fn run(args: ExportArgs, session: &Session) -> anyhow::Result<()> {
    let json_shape = input::json_shape(&args.engagements);
    let settings = &session.settings;
    let ledger = args.ledger.clone().map(|path| ("`--ledger`", path));
    let output = settings.output(
        &args.output,
        export_result::SCHEMA,
        OutputFormat::Table,
        json_shape,
        ledger.into_iter().collect(),
    )?;
    let has_ids_on_stdin = args.engagements.ids.contains(&IdArg::Stdin);
    let is_confirmed = args.yes || !args.engagements.ids.is_empty() && !has_ids_on_stdin;
    let rerun = match args.ledger {
        Some(_) => RerunEffect::Resumes,
        None => RerunEffect::DuplicatesExports,
    };
    let outcome = Outcome::new("export", args.engagements.is_one(), rerun);
    let input = Input::new(args.engagements, settings)?;
    if args.pending && input.query().is_none() {
        let message = "`--pending` cannot be combined with IDs";
        return Err(CliError::new(ErrorKind::Usage, message).into());
    }
    let client = session.client(RequestKind::Export)?;
    let query = input.query().cloned();
    let pending = args.pending;
    let engagements = input.engagements(client, false, move |record| {
        !(pending && engagement::is_crm_forwarded(record))
    });
    let mut ids: IdIter = Box::new(engagements.map(|engagement| Ok(engagement?.id)));
    let terminal = if is_confirmed || settings.dry_run() {
        None
    } else {
        Some(confirm::open_terminal(has_ids_on_stdin, session)?)
    };
    // One invalid line on stdin prevents all exports, so all lines are read first.
    if has_ids_on_stdin {
        let all: Vec<Id> = ids.collect::<Result<_, _>>()?;
        ids = Box::new(all.into_iter().map(Ok));
    }
    let ledger = args.ledger.as_deref();
    if settings.dry_run() {
        return exporter::print_requests(ids, client, ledger);
    }
    let exporter = Exporter::open(client, ledger, args.fail_fast)?;
    if let Some(terminal) = terminal {
        ids = confirm::confirm(ids, &exporter, terminal, session)?;
    }
    let mode = Some(WriteMode::Log);
    let query = query.as_ref();
    let writer = OutputWriter::open(output, mode, "export", query, client, session)?;
    export_all(ids, exporter, writer, outcome, session)
}

fn export_all(
    ids: IdIter,
    exporter: Exporter,
    mut writer: OutputWriter,
    mut outcome: Outcome,
    session: &Session,
) -> anyhow::Result<()> {
    let client = exporter.client;
    let export = move |id: Result<Id, CliError>| {
        let step = match id {
            Ok(id) => exporter.export(id),
            Err(failure) if !failure.is_fatal && !exporter.fail_fast => ExportStep::NoId(failure),
            Err(failure) => ExportStep::NotTried(None, Some(failure)),
        };
        match step {
            ExportStep::Result(_) | ExportStep::NoId(_) => Continue(step),
            ExportStep::LastResult(..) | ExportStep::NotTried(..) => Break(step),
        }
    };
    session.console.progress().set_total(max_len(&ids));
    // Before the first request: a signal must not end the process while one is in flight.
    session.signals.on_first_signal(|| client.stop());
    // Lookahead 1: at most `-j` exports are started beyond the printed results.
    let mut results = parallel::map_ordered(ids, client.concurrency(), 1, export)?;
    stop_on_first_signal(session, &results, client);
    let printed = print_results(&mut results, &mut outcome, &mut writer, session);
    if !results.is_exhausted() {
        outcome.stop_before(None, None);
    }
    finish(outcome, printed, writer, session)
}

/// Ends the run as the exports and the output did.
fn finish(
    mut outcome: Outcome,
    printed: anyhow::Result<()>,
    writer: OutputWriter,
    session: &Session,
) -> anyhow::Result<()> {
    let (is_single, rerun_hint) = (outcome.is_single, outcome.rerun_hint());
    let summary = format!(
        "exported {}, failed {}, unknown {}, skipped {}",
        outcome.done, outcome.failed, outcome.unknown, outcome.skipped
    );
    if !is_single {
        session.console.note(&summary);
    }
    let is_complete = outcome.is_complete();
    // A closed pipe stops the run, which is an error only if IDs remain.
    let stopped_by = match &printed {
        Err(error) if CliError::kind_of(error) != ErrorKind::BrokenPipe => {
            Some(CliError::from_anyhow(error))
        }
        Err(_) if !is_complete => Some(CliError::new(ErrorKind::Partial, "the output was closed")),
        _ => None,
    };
    outcome.set_cause_if_none(stopped_by);
    let has_exported = outcome.done + outcome.skipped > 0 && !writer.is_atomic();
    let result = outcome.into_result();
    let result = result.map_err(|error| if has_exported { partial(error) } else { error });
    let ended = match printed {
        Ok(()) => writer.finish_with(result, is_complete),
        Err(error) => {
            let ended = writer.finish_with(Err(error), false);
            result.and(ended)
        }
    };
    ended.map_err(|error| {
        if CliError::of(&error).is_some() || CliError::kind_of(&error) == ErrorKind::BrokenPipe {
            return error;
        }
        // The end of the output failed: its error does not tell what was exported.
        if is_single {
            session.console.note(&summary);
        }
        match rerun_hint {
            Some(hint) => CliError::from_anyhow(&error).hint(hint).into(),
            None => error,
        }
    })
}

/// The first signal starts no new export. Exports in progress are awaited and recorded.
fn stop_on_first_signal(
    session: &Session,
    results: &OrderedResults<ExportStep>,
    client: &'static Client,
) {
    let stop = results.stop_handle();
    let console = Arc::clone(&session.console);
    session.signals.on_first_signal(move || {
        stop();
        client.stop();
        let console = Arc::clone(&console);
        // On a thread, because a stderr that nobody reads must not delay the second signal.
        let _ = thread::Builder::new().spawn(move || {
            console.note("stopping after the exports in progress; interrupt again to abort");
        });
    });
}

/// Prints each result when all earlier ones are known. If one cannot be printed, no new export is
/// started; exports in progress are still awaited and recorded.
fn print_results(
    results: &mut OrderedResults<ExportStep>,
    outcome: &mut Outcome,
    writer: &mut OutputWriter,
    session: &Session,
) -> anyhow::Result<()> {
    let mut printed = Ok(());
    while let Some(step) = results.next() {
        let result = match step {
            ExportStep::Result(result) => result,
            ExportStep::NoId(failure) => {
                outcome.add_failure(None, &failure, session);
                continue;
            }
            ExportStep::LastResult(result, ledger_failure) => {
                // Both failures are reported: the only error of a single export would have one.
                outcome.is_single &= result.failure.is_none() || ledger_failure.is_none();
                if result.status == Status::Failed {
                    // The failure that ends a run is not about the engagement.
                    outcome.add_remaining(result.engagement_id.clone());
                }
                outcome.set_cause_if_none(ledger_failure);
                result
            }
            ExportStep::NotTried(id, failure) => {
                outcome.stop_before(id, failure);
                continue;
            }
        };
        let id = &result.engagement_id;
        match &result.failure {
            Some(failure) => outcome.add_failure(Some(id), failure, session),
            None if result.status == Status::Skipped => outcome.add_skipped(id),
            None => outcome.add_done(id),
        }
        if printed.is_ok() {
            printed = print(&result, writer);
            if printed.is_err() {
                results.stop_handle()();
                // The error of the output does not tell what became of the only export.
                if let Some(failure) = result.failure.filter(|_| outcome.is_single) {
                    session.console.error(&failure);
                }
                outcome.is_single = false;
            }
        }
    }
    printed
}

fn print(result: &ExportResult, writer: &mut OutputWriter) -> anyhow::Result<()> {
    writer.record(&result.engagement_id, &result.to_record()?)
}
