//! `engagements transcript`

use std::collections::HashSet;
use std::sync::Arc;

use crate::api::{Call, Client};
use crate::cli::{IdArg, TranscriptArgs};
use crate::error::{CliError, ErrorKind};
use crate::id::Id;
use crate::records::{RecordBatch, dedup, engagement, transcript};
use crate::render::{JsonShape, OutputFormat};
use crate::settings::output::OutputOptions;
use crate::settings::{RequestKind, Settings};
use crate::sink::WriteMode;

use super::bulk::{for_each, print_requests};
use super::incremental::{self, IncrementalRun};
use super::input::{self, Engagement, EngagementIter, Input};
use super::outcome::{Outcome, RerunEffect};
use super::output::OutputWriter;
use super::session::Session;
use super::transcript_dir::TranscriptDir;

/// How each transcript is fetched.
struct Fetcher {
    directory: Option<Arc<TranscriptDir>>,
    /// Whether there is no other transcript, so that its messages are printed before an error.
    is_streamed: bool,
    is_incremental: bool,
}

/// Prints chat transcripts, or writes each to a file of its own.
pub(super) fn run(args: TranscriptArgs, session: &Session) -> anyhow::Result<()> {
    let is_single = args.engagements.is_one();
    let settings = &session.settings;
    let output = output(&args, settings)?;
    let directory = args.output_dir;
    let mut directory = directory.map(|path| TranscriptDir::new(path, &output, session));
    let ids = args.engagements.ids.clone();
    ensure_all_free(directory.as_ref(), &ids)?;
    let mut input = Input::new(args.engagements, settings)?;
    let client = session.client(RequestKind::Read)?;
    let (name, query) = (state_name(args.metrics), input.query_mut());
    let incremental = IncrementalRun::open(&args.incremental, name, query, client, session)?;
    if settings.dry_run() {
        return print_requests(input, client, |id| {
            let is_missing = directory.as_ref().is_none_or(|files| !files.has(id));
            is_missing.then(|| client.curl(Call::Transcript(id)))
        });
    }
    let is_incremental = incremental.is_some();
    let (mode, rerun) = if let Some(files) = &mut directory {
        files.create()?;
        // A link, or a directory that did not exist before, may lead to the file of another option.
        ensure_all_free(Some(&*files), &ids)?;
        (None, RerunEffect::Resumes)
    } else {
        // The next incremental run would repeat what an incomplete one has printed.
        let mode = if is_incremental {
            WriteMode::Buffer
        } else {
            WriteMode::Stream
        };
        (Some(mode), RerunEffect::Restarts)
    };
    let query = input.query();
    let mut writer = OutputWriter::open(output, mode, "transcript", query, client, session)?;
    let directory = directory.map(Arc::new);
    let fetcher = Fetcher {
        is_incremental,
        is_streamed: is_single && directory.is_none() && !args.metrics,
        directory: directory.clone(),
    };
    let outcome = Outcome::new("fetch", is_single, rerun);
    // A rerun skips the files that are there; with atomic output a failed run has delivered nothing.
    let can_continue = directory.is_none() && !writer.is_atomic();
    let failed = incremental.iter().flat_map(IncrementalRun::failed_ids);
    let engagements = wanted(input, client, can_continue, failed.collect());
    writer.incremental = incremental;
    writer.if_empty = Some(if args.metrics {
        "no engagements"
    } else {
        "no messages"
    });
    let fetch =
        move |client: &Client, engagement: &Engagement| fetcher.fetch(client, &engagement.id);
    let mut run = TranscriptRun {
        has_metrics: args.metrics,
        directory,
        writer,
    };
    let deliver = |engagement: &Engagement, messages| run.deliver(engagement, messages);
    let outcome = for_each(engagements, client, session, outcome, fetch, deliver);
    run.finish(outcome)
}

/// Returns what a state calls the command: what it has delivered as messages, it has not as metrics.
fn state_name(has_metrics: bool) -> &'static str {
    if has_metrics {
        "transcript --metrics"
    } else {
        "transcript"
    }
}

fn output(args: &TranscriptArgs, settings: &Settings) -> Result<OutputOptions, CliError> {
    let (schema, format, json_shape) = match (args.metrics, args.engagements.is_one()) {
        (true, _) => (
            transcript::METRICS_SCHEMA,
            OutputFormat::Table,
            input::json_shape(&args.engagements),
        ),
        (false, true) => (
            transcript::MESSAGE_SCHEMA,
            OutputFormat::Conversation,
            JsonShape::Records,
        ),
        (false, false) => (
            transcript::MESSAGE_SCHEMA,
            OutputFormat::Conversation,
            JsonShape::Transcripts,
        ),
    };
    let state = incremental::files(&args.incremental);
    settings.output(&args.output, schema, format, json_shape, state)
}

/// Checks that no file of the IDs given as arguments is that of another option.
fn ensure_all_free(directory: Option<&TranscriptDir>, ids: &[IdArg]) -> Result<(), CliError> {
    for id in ids {
        if let (Some(files), IdArg::Id(id)) = (directory, id) {
            files.ensure_free(id)?;
        }
    }
    Ok(())
}

/// Returns the engagements of the input, and last those that earlier runs failed on.
fn wanted(
    input: Input,
    client: &'static Client,
    can_continue: bool,
    failed: Vec<Id>,
) -> EngagementIter {
    let retried: HashSet<String> = failed.iter().map(ToString::to_string).collect();
    let engagements = input.engagements(client, can_continue, move |record| {
        let id = engagement::id(record);
        id.is_none_or(|id| !retried.contains(&*dedup::canonical_id(&id)))
    });
    let failed = failed.into_iter().map(|id| Ok(Engagement::from_id(id)));
    Box::new(engagements.chain(failed))
}

/// The output of a run.
struct TranscriptRun<'a> {
    has_metrics: bool,
    directory: Option<Arc<TranscriptDir>>,
    writer: OutputWriter<'a>,
}

impl TranscriptRun<'_> {
    /// Delivers a transcript; `None` if its file exists.
    fn deliver(
        &mut self,
        engagement: &Engagement,
        messages: Option<RecordBatch>,
    ) -> anyhow::Result<()> {
        let id = &engagement.id;
        if let Some(messages) = messages {
            if let Some(files) = &self.directory {
                files.write(id, &messages)?;
            }
            if self.has_metrics {
                let record = transcript::metrics(id, &messages)?;
                self.writer.record(id, &record)?;
            } else {
                self.writer.transcript(id, &messages)?;
            }
            messages.ensure_complete(&Call::Transcript(id).subject())?;
        } else {
            self.writer.count_kept();
        }
        if let Some(incremental) = &mut self.writer.incremental {
            incremental.add(id.as_str(), engagement.created_at);
        }
        Ok(())
    }

    fn finish(self, outcome: anyhow::Result<Outcome>) -> anyhow::Result<()> {
        let mut writer = self.writer;
        if let Some(files) = self.directory {
            files.dir.finish("");
        }
        let Some(incremental) = &mut writer.incremental else {
            return writer.finish(outcome.and_then(Outcome::into_result));
        };
        match outcome.and_then(Outcome::into_failed_ids) {
            Err(error) => writer.finish(Err(error)),
            Ok((failed, failure)) => {
                // Failed IDs do not hold the others back.
                for id in &failed {
                    incremental.add_failed(id);
                }
                writer.finish_with(Ok(()), failure.is_none())?;
                failure.map_or(Ok(()), |failure| Err(failure.into()))
            }
        }
    }
}

impl Fetcher {
    /// Fetches a transcript; `None` if its file exists. Entries that are no messages fail it.
    fn fetch(&self, client: &Client, id: &Id) -> Result<Option<RecordBatch>, CliError> {
        if let Some(files) = &self.directory {
            files.ensure_free(id)?;
            if files.has(id) {
                files.dir.count_kept();
                return Ok(None);
            }
        }
        let messages = client.transcript(id).map_err(|error| {
            // A state covers complete windows, so that a failure that is not the engagement's own
            // ends the run.
            let is_own = matches!(
                error.kind,
                ErrorKind::NotFound | ErrorKind::Unauthorized | ErrorKind::Api
            );
            let is_fatal = error.is_fatal || self.is_incremental && !is_own;
            CliError { is_fatal, ..error }
        })?;
        if !self.is_streamed || messages.is_empty() {
            messages.ensure_complete(&Call::Transcript(id).subject())?;
        }
        Ok(Some(messages))
    }
}
