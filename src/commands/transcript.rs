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
use super::input::{Engagement, EngagementIter, Input};
use super::outcome::{Outcome, RerunEffect};
use super::output::OutputWriter;
use super::output_dir::TranscriptDir;
use super::session::Session;

/// How the transcripts of a run are fetched and delivered.
struct Transcripts {
    directory: Option<TranscriptDir>,
    has_metrics: bool,
    is_single: bool,
    is_incremental: bool,
}

/// Prints chat transcripts, or writes each to a file of its own.
pub(super) fn run(args: TranscriptArgs, session: &Session) -> anyhow::Result<()> {
    let settings = &session.settings;
    let output = output(&args, settings)?;
    let is_single = args.engagements.is_one();
    let ids = args.engagements.ids.clone().into_iter();
    let ids: Vec<Id> = ids.filter_map(IdArg::into_id).collect();
    let ensure_free = |files: &TranscriptDir| ids.iter().try_for_each(|id| files.ensure_free(id));
    let directory = args.output_dir;
    let directory = directory.map(|path| TranscriptDir::new(path, &output, session));
    directory.iter().try_for_each(ensure_free)?;
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
    let (mode, rerun) = match (&directory, &incremental) {
        (Some(_), _) => (None, RerunEffect::Resumes),
        // The next run would repeat what an incomplete one has printed.
        (None, Some(_)) => (Some(WriteMode::Buffer), RerunEffect::Restarts),
        (None, None) => (Some(WriteMode::Stream), RerunEffect::Restarts),
    };
    if let Some(files) = &directory {
        files.dir.create()?;
        // A link to the directory leads somewhere now, perhaps to the file of another option.
        ensure_free(files)?;
    }
    let query = input.query();
    let mut writer = OutputWriter::open(output, mode, "transcript", query, client, session)?;
    // A rerun skips the files that are there; with atomic output a failed run has delivered nothing.
    let can_continue = directory.is_none() && !writer.is_atomic();
    let failed = incremental.iter().flat_map(IncrementalRun::failed_ids);
    let engagements = with_failed(input, client, can_continue, failed.collect());
    let transcripts = Arc::new(Transcripts {
        directory,
        has_metrics: args.metrics,
        is_single,
        is_incremental: incremental.is_some(),
    });
    writer.incremental = incremental;
    let outcome = Outcome::new("fetch", is_single, rerun);
    let fetched = Arc::clone(&transcripts);
    let fetch =
        move |client: &Client, engagement: &Engagement| fetched.fetch(client, &engagement.id);
    let deliver =
        |engagement: &Engagement, messages| transcripts.deliver(engagement, messages, &mut writer);
    let outcome = for_each(engagements, client, session, outcome, fetch, deliver);
    transcripts.finish(outcome, writer)
}

/// Returns the name of the command in a state. A state of messages does not cover metrics.
fn state_name(has_metrics: bool) -> &'static str {
    if has_metrics {
        "transcript --metrics"
    } else {
        "transcript"
    }
}

fn output(args: &TranscriptArgs, settings: &Settings) -> Result<OutputOptions, CliError> {
    let (schema, format) = if args.metrics {
        (transcript::METRICS_SCHEMA, OutputFormat::Table)
    } else {
        (transcript::MESSAGE_SCHEMA, OutputFormat::Conversation)
    };
    let json_shape = match (args.metrics, args.engagements.is_one()) {
        (true, true) => JsonShape::Record,
        (true, false) | (false, true) => JsonShape::Records,
        (false, false) => JsonShape::Transcripts,
    };
    let state = incremental::files(&args.incremental);
    settings.output(&args.output, schema, format, json_shape, state)
}

/// Returns the engagements of the input, and last those that failed in earlier runs.
fn with_failed(
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

impl Transcripts {
    /// Fetches a transcript; `None` if its file exists. Entries that are no messages fail it, but the
    /// messages of the only transcript are printed before the error.
    fn fetch(&self, client: &Client, id: &Id) -> Result<Option<RecordBatch>, CliError> {
        if let Some(files) = &self.directory
            && files.keeps(id)?
        {
            return Ok(None);
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
        let is_printed_first = self.is_single && self.directory.is_none() && !self.has_metrics;
        if !is_printed_first || messages.is_empty() {
            messages.ensure_complete(&Call::Transcript(id).subject())?;
        }
        Ok(Some(messages))
    }

    /// Delivers a transcript; `None` if its file exists.
    fn deliver(
        &self,
        engagement: &Engagement,
        messages: Option<RecordBatch>,
        writer: &mut OutputWriter,
    ) -> anyhow::Result<()> {
        let id = &engagement.id;
        if let Some(messages) = messages {
            if let Some(files) = &self.directory {
                files.write(id, &messages)?;
            }
            if self.has_metrics {
                writer.record(id, &transcript::metrics(id, &messages)?)?;
            } else {
                writer.transcript(id, &messages)?;
            }
            messages.ensure_complete(&Call::Transcript(id).subject())?;
        } else {
            writer.count_kept();
        }
        if let Some(incremental) = &mut writer.incremental {
            let record = engagement.record.as_ref();
            incremental.add(id.as_str(), record.and_then(engagement::created_at));
        }
        Ok(())
    }

    /// Ends the output. An incremental run leaves the IDs that failed by themselves to the next one:
    /// they do not hold the others back.
    fn finish(
        &self,
        outcome: anyhow::Result<Outcome>,
        mut writer: OutputWriter,
    ) -> anyhow::Result<()> {
        if let Some(files) = &self.directory {
            files.dir.finish("");
        }
        writer.if_empty = Some(if self.has_metrics {
            "no engagements"
        } else {
            "no messages"
        });
        let Some(incremental) = &mut writer.incremental else {
            return writer.finish(outcome.and_then(Outcome::into_result));
        };
        match outcome.and_then(Outcome::into_failed_ids) {
            Err(error) => writer.finish(Err(error)),
            Ok((failed, failure)) => {
                for id in &failed {
                    incremental.add_failed(id);
                }
                writer.finish_with(Ok(()), failure.is_none())?;
                failure.map_or(Ok(()), |failure| Err(failure.into()))
            }
        }
    }
}
