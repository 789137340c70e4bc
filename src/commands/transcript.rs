//! `engagements transcript`

use crate::api::{Call, Client};
use crate::cli::{Target, Transcript};
use crate::failure::Failure;
use crate::id::Id;
use crate::journal::receipt::Receipt;
use crate::records::{RecordBatch, engagement, message};
use crate::render::{Document, Format};
use crate::settings::READING;
use crate::settings::output::Output;

use super::bulk::{BulkProgress, BulkStats, RERUN_RESUMES, for_each, print_requests};
use super::delivery::Delivery;
use super::files::{Files, Folder};
use super::incremental::{self, IncrementalRun};
use super::input::{EngagementInput, IdIter};
use super::session::Session;

/// One run of the command.
struct TranscriptRun {
    ids: IdIter,
    is_single: bool,
    client: &'static Client,
    incremental: IncrementalRun,
    receipt: Receipt,
}

/// Prints chat transcripts, or writes each to a file of its own.
pub(super) fn run(args: Transcript, session: &Session) -> anyhow::Result<()> {
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
    let folder = args
        .output_dir
        .map(|path| Folder::new(path, format, reserved));
    if let Some(folder) = &folder {
        for target in &args.targets.ids {
            if let Target::Id(id) = target {
                folder.ensure_free(id)?;
            }
        }
    }
    let is_single = args.targets.is_one();
    let mut input = EngagementInput::new(args.targets, &session.settings)?;
    let client = session.client(READING)?;
    if session.settings.dry_run() {
        let is_there = |id: &Id| folder.as_ref().is_some_and(|folder| folder.has(id));
        return print_requests(input, client, |id| {
            (!is_there(id)).then_some(Call::Transcript(id))
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
    match folder {
        Some(folder) => write(run, folder, output, session),
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
    let mut delivery = Delivery::open(output, receipt, incremental.write_mode(), session)?;
    let progress = BulkProgress::new(is_single, None);
    let fetch = move |client: &Client, id: &Id| fetch(client, id, is_single);
    let run = for_each(ids, client, fetch, session, progress, |id, messages| {
        delivery.transcript(id, &messages)?;
        messages.ensure_complete(&Call::Transcript(id).subject())?;
        incremental.add(id);
        Ok(())
    });
    let is_blank = delivery.is_blank();
    if incremental.is_active() {
        let (failed, failure) = match run.and_then(BulkStats::into_failed_ids) {
            Ok(outcome) => outcome,
            Err(error) => return delivery.end(Err(error)),
        };
        // Failed IDs do not hold the others back.
        delivery.end_as(Ok(()), failure.is_none())?;
        incremental.save(&failed, &session.interrupt)?;
        if let Some(failure) = failure {
            return Err(failure.into());
        }
    } else {
        delivery.end(run.and_then(BulkStats::into_result))?;
    }
    if is_blank {
        session.talk.note("no messages");
    }
    Ok(())
}

/// Writes one file an engagement. Existing files are kept, and no request is made for them.
fn write(
    run: TranscriptRun,
    folder: Folder,
    output: Output,
    session: &Session,
) -> anyhow::Result<()> {
    let mut incremental = run.incremental;
    let mut files = Files::open(folder.clone(), output, run.receipt, session)?;
    let progress = BulkProgress::new(run.is_single, Some(RERUN_RESUMES));
    let fetch = move |client: &Client, id: &Id| {
        folder.ensure_free(id)?;
        let missing = !folder.has(id);
        missing.then(|| fetch(client, id, false)).transpose()
    };
    let (ids, client) = (run.ids, run.client);
    let run = for_each(ids, client, fetch, session, progress, |id, messages| {
        files.transcript(id, messages)?;
        incremental.add(id);
        Ok(())
    });
    if !incremental.is_active() {
        return files.end(run.and_then(BulkStats::into_result));
    }
    match run.and_then(BulkStats::into_failed_ids) {
        Ok((failed, failure)) => {
            let ended = files.end(failure.map_or(Ok(()), |failure| Err(failure.into())));
            incremental.save(&failed, &session.interrupt)?;
            ended
        }
        Err(error) => files.end(Err(error)),
    }
}

/// Fetches a transcript. Entries that are no messages fail it, unless it is the only transcript
/// and has messages to print before the error.
fn fetch(client: &Client, id: &Id, is_single: bool) -> Result<RecordBatch, Failure> {
    let messages = client.transcript(id)?;
    if !is_single || messages.is_empty() {
        messages.ensure_complete(&Call::Transcript(id).subject())?;
    }
    Ok(messages)
}
