//! `engagements export`

mod exporter;

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal};
use std::ops::ControlFlow::{Break, Continue};
use std::sync::Arc;
use std::thread;

use crate::api::Client;
use crate::cli::{ExportArgs, IdArg};
use crate::error::{CliError, ErrorKind};
use crate::id::Id;
use crate::parallel::{self, OrderedResults};
use crate::platform;
use crate::records::engagement;
use crate::records::export_result::{self, ExportResult, Status};
use crate::render::OutputFormat;
use crate::settings::RequestKind;
use crate::sink::WriteMode;

use super::input::{self, IdIter, Input};
use super::outcome::{Outcome, RerunEffect};
use super::output::{OutputWriter, partial};
use super::session::Session;
use exporter::{ExportStep, Exporter};

/// The terminal to read the confirmation from.
type Terminal = BufReader<File>;

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
    let engagements = input.engagements(client, false, move |record| {
        !(args.pending && engagement::is_crm_forwarded(record))
    });
    let mut ids: IdIter = Box::new(engagements.map(|engagement| Ok(engagement?.id)));
    let terminal = if is_confirmed || settings.dry_run() {
        None
    } else {
        Some(open_terminal(has_ids_on_stdin, session)?)
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
        ids = confirm(ids, &exporter, terminal, session)?;
    }
    let mode = Some(WriteMode::Log);
    let query = query.as_ref();
    let writer = OutputWriter::open(output, mode, "export", query, client, session)?;
    export_all(ids, exporter, writer, outcome, session)
}

/// Opens the terminal to ask at, even if stdin has the IDs.
///
/// # Errors
/// Usage: there is no terminal, so that `--yes` is required.
fn open_terminal(has_ids_on_stdin: bool, session: &Session) -> Result<Terminal, CliError> {
    let is_interactive = session.settings.environment.stderr_is_terminal
        && (has_ids_on_stdin || io::stdin().is_terminal());
    let terminal = is_interactive.then(|| File::open(platform::TERMINAL));
    let terminal = terminal.and_then(Result::ok).map(BufReader::new);
    terminal.ok_or_else(|| {
        CliError::new(ErrorKind::Usage, "export needs confirmation")
            .hint("pass `--yes`, or preview with `--dry-run`")
    })
}

/// Asks once whether to export these engagements, and returns them. Those that the ledger records as
/// exported do not count.
///
/// # Errors
/// Local: the answer was not yes, or cannot be read. The failure of a page of the list.
fn confirm(
    ids: IdIter,
    exporter: &Exporter,
    mut terminal: Terminal,
    session: &Session,
) -> anyhow::Result<IdIter> {
    session.console.show_progress("found");
    let found = |_: &Result<Id, CliError>| session.console.progress().add(1);
    let ids: Vec<Result<Id, CliError>> = ids.inspect(found).collect();
    session.console.progress().end();
    let mut failures = ids.iter().filter_map(|id| id.as_ref().err());
    if let Some(failure) = failures.find(|failure| failure.is_fatal) {
        return Err(failure.clone().into());
    }
    let is_pending = |id: &&Id| !exporter.is_exported(id);
    let count = ids.iter().flatten().filter(is_pending).count();
    if count > 0 {
        let engagements = ["engagements", "engagement"][usize::from(count == 1)];
        let base_url = exporter.client.base_url();
        let question = format!("export {count} {engagements} at {base_url}? [y/N] ");
        session.console.ask(&question);
        let mut answer = String::new();
        terminal.read_line(&mut answer)?;
        if !matches!(answer.trim(), "y" | "Y" | "yes") {
            return Err(CliError::new(ErrorKind::Local, "nothing was exported").into());
        }
    }
    Ok(Box::new(ids.into_iter()))
}

fn export_all(
    ids: IdIter,
    exporter: Exporter,
    writer: OutputWriter,
    outcome: Outcome,
    session: &Session,
) -> anyhow::Result<()> {
    let client = exporter.client;
    let total = ids.size_hint().1.map(|total| total as u64);
    session.console.progress().set_total(total);
    // Before the first request: a signal must not end the process while one is in flight.
    session.signals.on_first_signal(|| client.stop());
    let export = move |id: Result<Id, CliError>| {
        let step = id.map(|id| exporter.export(id));
        if exporter.ends_run(&step) {
            Break(step)
        } else {
            Continue(step)
        }
    };
    // Lookahead 1: at most `-j` exports are started beyond the printed results.
    let mut results = parallel::map_ordered(ids, client.concurrency(), 1, export)?;
    stop_on_first_signal(session, &results, client);
    let mut report = Report {
        outcome,
        writer,
        printed: Ok(()),
        session,
    };
    while let Some(step) = results.next() {
        report.add(step);
        if report.printed.is_err() {
            // Exports in progress are still awaited and recorded.
            results.stop_handle()();
        }
    }
    if !results.is_exhausted() {
        report.outcome.stop_before(None, None);
    }
    report.finish()
}

/// The first signal starts no new export. Exports in progress are awaited and recorded.
fn stop_on_first_signal(
    session: &Session,
    results: &OrderedResults<impl Send + 'static>,
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

/// What a run has exported, and how much of it is printed.
struct Report<'a> {
    outcome: Outcome,
    writer: OutputWriter<'a>,
    /// The failure of the output, after which nothing is printed.
    printed: anyhow::Result<()>,
    session: &'a Session,
}

impl Report<'_> {
    fn add(&mut self, step: Result<ExportStep, CliError>) {
        match step {
            Ok(ExportStep::Result(result, recorded)) => {
                self.add_result(&result);
                if let Err(failure) = recorded {
                    self.outcome.stop(failure, self.session);
                }
            }
            Ok(ExportStep::NotTried(id, recorded)) => {
                self.outcome.stop_before(Some(id), recorded.err());
            }
            Err(failure) if failure.is_fatal => self.outcome.stop_before(None, Some(failure)),
            Err(failure) => self.outcome.add_failure(None, &failure, self.session),
        }
    }

    fn add_result(&mut self, result: &ExportResult) {
        let id = &result.engagement_id;
        match &result.failure {
            Some(failure) => self.outcome.add_failure(Some(id), failure, self.session),
            None if result.status == Status::Skipped => self.outcome.add_skipped(id),
            None => self.outcome.add_done(id),
        }
        if self.printed.is_ok() {
            let record = result.to_record().map_err(Into::into);
            self.printed = record.and_then(|record| self.writer.record(id, &record));
        }
    }

    /// Ends the output, prints the summary, and returns how the run ends.
    fn finish(self) -> anyhow::Result<()> {
        let Self {
            mut outcome,
            writer,
            printed,
            session,
        } = self;
        let has_delivered = outcome.done + outcome.skipped > 0 && !writer.is_atomic();
        let is_complete = outcome.is_complete() && printed.is_ok();
        let failure = outcome.error();
        let is_of_output = printed.is_err() || failure.is_none();
        let run = printed.and_then(|()| failure.map_or(Ok(()), |failure| Err(failure.into())));
        // It returns the error of the run, unless the output itself fails.
        let ended = writer.finish_with(run, is_complete);
        if let Some(error) = ended.err().filter(|_| is_of_output) {
            match CliError::kind_of(&error) {
                // A closed pipe is an error only if IDs remain.
                ErrorKind::BrokenPipe if outcome.is_complete() => {}
                ErrorKind::BrokenPipe => {
                    let closed = CliError::new(ErrorKind::Partial, "the output was closed");
                    outcome.stop(closed, session);
                }
                _ => outcome.stop(CliError::from_anyhow(&error), session),
            }
        }
        if !outcome.is_single {
            session.console.note(&format!(
                "exported {}, failed {}, unknown {}, skipped {}",
                outcome.done, outcome.failed, outcome.unknown, outcome.skipped
            ));
        }
        let run = outcome.into_result();
        run.map_err(|error| if has_delivered { partial(error) } else { error })
    }
}
