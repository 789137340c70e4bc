//! `engagements transcript`

use crate::api::{Call, Client};
use crate::cli::TranscriptArgs;
use crate::error::CliError;
use crate::id::Id;
use crate::persistence::receipt::Receipt;
use crate::records::{RecordBatch, engagement, message};
use crate::render::{Document, Format};
use crate::settings::READ_DEFAULTS;
use crate::settings::output::Output;

use super::bulk::{BulkProgress, BulkStats, RERUN_RESUMES, for_each, print_requests};
use super::incremental::{self, IncrementalRun};
use super::input::{EngagementInput, IdIter};
use super::output::OutputWriter;
use super::session::Session;
use super::transcript_dir::{TranscriptDir, TranscriptDirWriter};

/// One run of the command.
struct TranscriptRun {
    ids: IdIter,
    is_single: bool,
    client: &'static Client,
    incremental: IncrementalRun,
    receipt: Receipt,
}

/// Prints chat transcripts, or writes each to a file of its own.
pub(super) fn run(args: TranscriptArgs, session: &Session) -> anyhow::Result<()> {
    let document = if args.targets.is_one() {
        Document::Records
    } else {
        Document::Transcripts
    };
    let output = session.settings.output(
        &args.output,
        message::SCHEMA,
        Format::Conversation,
        document,
    )?;
    let reserved = session
        .settings
        .ensure_distinct(&output, incremental::files(&args.incremental))?;
    let format = output.style.format;
    let directory = args
        .output_dir
        .map(|path| TranscriptDir::new(path, format, reserved));
    if let Some(directory) = &directory {
        directory.ensure_all_free(&args.targets.ids)?;
    }
    let is_single = args.targets.is_one();
    let mut input = EngagementInput::new(args.targets, &session.settings)?;
    let client = session.client(READ_DEFAULTS)?;
    if session.settings.dry_run() {
        return print_requests(input, client, |id| {
            let is_missing = directory.as_ref().is_none_or(|files| !files.has(id));
            is_missing.then_some(Call::Transcript(id))
        });
    }
    let incremental = match input.query_mut() {
        Some(query) => {
            IncrementalRun::open(&args.incremental, "transcript", query, client, session)?
        }
        None => IncrementalRun::none(),
    };
    let receipt = session.receipt("transcript", client, input.query());
    let known = incremental.known_ids();
    let ids = input.ids(client, move |record| {
        let id = engagement::id(record);
        id.is_none_or(|id| !known.contains(&*engagement::canonical_id(&id)))
    });
    let failed = incremental.failed_ids().into_iter().map(Ok);
    let run = TranscriptRun {
        ids: Box::new(ids.chain(failed)),
        is_single,
        client,
        incremental,
        receipt,
    };
    match directory {
        Some(directory) => write(run, directory, output, session),
        None => print(run, output, session),
    }
}

fn print(run: TranscriptRun, output: Output, session: &Session) -> anyhow::Result<()> {
    let TranscriptRun {
        ids,
        is_single,
        client,
        mut incremental,
        receipt,
    } = run;
    let mut writer = OutputWriter::open(output, receipt, incremental.write_mode(), session)?;
    let progress = BulkProgress::new(is_single, None);
    let fetch = move |client: &Client, id: &Id| fetch(client, id, is_single);
    let run = for_each(ids, client, fetch, session, progress, |id, messages| {
        writer.transcript(id, &messages)?;
        messages.ensure_complete(&Call::Transcript(id).subject())?;
        incremental.add(id);
        Ok(())
    });
    let is_blank = writer.has_no_rows();
    if incremental.is_active() {
        let prepared = run.and_then(BulkStats::into_failed_ids);
        let prepared = prepared.and_then(|(failed, failure)| {
            let state = incremental.prepare(&failed, session)?;
            Ok((state, failure))
        });
        let (state, failure) = match prepared {
            Ok(prepared) => prepared,
            Err(error) => return writer.finish(Err(error)),
        };
        // Failed IDs do not hold the others back.
        writer.set_state(state);
        writer.finish_with(Ok(()), failure.is_none())?;
        if let Some(failure) = failure {
            return Err(failure.into());
        }
    } else {
        writer.finish(run.and_then(BulkStats::into_result))?;
    }
    if is_blank {
        session.console.note("no messages");
    }
    Ok(())
}

/// Writes one file an engagement. Existing files are kept, and no request is made for them.
fn write(
    run: TranscriptRun,
    directory: TranscriptDir,
    output: Output,
    session: &Session,
) -> anyhow::Result<()> {
    let mut incremental = run.incremental;
    let mut files = TranscriptDirWriter::open(directory.clone(), output, run.receipt, session)?;
    let progress = BulkProgress::new(run.is_single, Some(RERUN_RESUMES));
    let fetch = move |client: &Client, id: &Id| {
        directory.ensure_free(id)?;
        let missing = !directory.has(id);
        missing.then(|| fetch(client, id, false)).transpose()
    };
    let (ids, client) = (run.ids, run.client);
    let run = for_each(ids, client, fetch, session, progress, |id, messages| {
        files.transcript(id, messages)?;
        incremental.add(id);
        Ok(())
    });
    if !incremental.is_active() {
        return files.finish(run.and_then(BulkStats::into_result));
    }
    match run.and_then(BulkStats::into_failed_ids) {
        Ok((failed, failure)) => {
            let saved = incremental.save(&failed, session);
            files.finish(saved.and(failure.map_or(Ok(()), |failure| Err(failure.into()))))
        }
        Err(error) => files.finish(Err(error)),
    }
}

/// Fetches a transcript. Entries that are no messages fail it, unless it is the only transcript
/// and has messages to print before the error.
fn fetch(client: &Client, id: &Id, is_single: bool) -> Result<RecordBatch, CliError> {
    let messages = client.transcript(id)?;
    if !is_single || messages.is_empty() {
        messages.ensure_complete(&Call::Transcript(id).subject())?;
    }
    Ok(messages)
}
