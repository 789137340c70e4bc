//! `engagements transcript`

use crate::api::{Call, Client};
use crate::cli::Transcript;
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
use super::incremental::Continued;
use super::input::{EngagementInput, IdIter};
use super::session::Session;

/// The transcripts that a run is about.
struct Job {
    ids: IdIter,
    is_single: bool,
    client: &'static Client,
    continued: Continued,
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
    output.keep_from("--state", args.incremental.state.as_deref())?;
    let format = output.style.format;
    let folder = args.output_dir.map(|path| Folder::new(path, format));
    let is_single = args.targets.is_one();
    let mut input = EngagementInput::new(args.targets, &session.settings)?;
    let client = session.client(READING)?;
    if session.settings.dry_run() {
        let is_there = |id: &Id| folder.as_ref().is_some_and(|folder| folder.has(id));
        return print_requests(input, client, |id| {
            (!is_there(id)).then_some(Call::Transcript(id))
        });
    }
    let now = session.settings.environment().now;
    let continued = match input.query_mut() {
        Some(query) => Continued::open(&args.incremental, "transcript", query, now)?,
        None => Continued::nothing(),
    };
    let receipt = session.receipt("transcript", client, input.query());
    let delivered = continued.delivered();
    let ids = input.ids(client, move |record| {
        engagement::id(record).is_none_or(|id| !delivered.contains(id.as_ref()))
    });
    let job = Job {
        ids,
        is_single,
        client,
        continued,
        receipt,
    };
    match folder {
        Some(folder) => write(job, folder, output, session),
        None => print(job, output, session),
    }
}

fn print(job: Job, output: Output, session: &Session) -> anyhow::Result<()> {
    let mut continued = job.continued;
    let mut delivery = Delivery::open(output, job.receipt, continued.holds_back(), session)?;
    let progress = BulkProgress::new(job.is_single, None);
    let is_single = job.is_single;
    let fetch = move |client: &Client, id: &Id| fetch(client, id, is_single);
    let run = for_each(
        job.ids,
        job.client,
        fetch,
        session,
        progress,
        |id, messages| {
            delivery.transcript(id, &messages)?;
            messages.ensure_complete(&Call::Transcript(id).subject())?;
            continued.add(id);
            Ok(())
        },
    );
    let run = run.and_then(BulkStats::into_result);
    let is_blank = delivery.is_blank();
    delivery.end(run)?;
    continued.save(&session.interrupt)?;
    if is_blank {
        session.talk.note("no messages");
    }
    Ok(())
}

/// Files that are there already are kept, and nothing is asked of the service for them.
fn write(job: Job, folder: Folder, output: Output, session: &Session) -> anyhow::Result<()> {
    let mut continued = job.continued;
    let mut files = Files::open(folder.clone(), output, job.receipt, session)?;
    let progress = BulkProgress::new(job.is_single, Some(RERUN_RESUMES));
    let fetch = move |client: &Client, id: &Id| {
        let missing = !folder.has(id);
        missing.then(|| fetch(client, id, false)).transpose()
    };
    let run = for_each(
        job.ids,
        job.client,
        fetch,
        session,
        progress,
        |id, messages| {
            files.transcript(id, messages)?;
            continued.add(id);
            Ok(())
        },
    );
    let run = run.and_then(BulkStats::into_result);
    files.end(run)?;
    continued.save(&session.interrupt)
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
