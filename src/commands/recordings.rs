//! `engagements recordings`

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use crate::api::{Call, Client, EXTENSIONS, Recording};
use crate::cli::RecordingsArgs;
use crate::console::Console;
use crate::error::CliError;
use crate::file_name::unique_stem;
use crate::id::Id;
use crate::records::engagement;
use crate::records::record::Record;
use crate::settings::READ_DEFAULTS;

use super::bulk::{for_each, print_requests};
use super::input::{EngagementInput, EngagementRef};
use super::outcome::{Outcome, RerunEffect};
use super::output::partial;
use super::output_dir::OutputDir;
use super::session::Session;

/// The recordings of a run, which several workers download.
struct RecordingsDir {
    dir: Arc<OutputDir>,
    max_size: u64,
    without_recordings: AtomicU64,
    console: Arc<Console>,
}

/// Downloads the audio recordings of engagements, each to a file of its own.
pub(super) fn run(args: RecordingsArgs, session: &Session) -> anyhow::Result<()> {
    let is_single = args.targets.is_one();
    let outcome = Outcome::new("fetch", is_single, RerunEffect::Resumes, &session.console);
    let input = EngagementInput::new(args.targets, &session.settings)?;
    let client = session.client(READ_DEFAULTS)?;
    if session.settings.dry_run() {
        // The requests for recordings follow from the responses.
        return print_requests(input, client, |id| Some(Call::Engagement(id)));
    }
    let dir = OutputDir::new(args.dir, Vec::new(), session);
    dir.create()?;
    let recordings = Arc::new(RecordingsDir {
        dir,
        max_size: args.max_size,
        without_recordings: AtomicU64::new(0),
        console: Arc::clone(&session.console),
    });
    let shared = Arc::clone(&recordings);
    let fetch = move |client: &Client, engagement: &EngagementRef| {
        shared.download_missing(client, engagement)
    };
    let engagements = input.engagements(client);
    let run = for_each(engagements, client, fetch, outcome, |_, ()| {
        session.console.progress().add(1, false);
        Ok(())
    });
    let without = recordings.without_recordings.load(Relaxed);
    let more = match without {
        0 => String::new(),
        _ => format!("; engagements without a recording: {without}"),
    };
    let is_partial = recordings.dir.finish(&more) || without > 0;
    let run = run.and_then(Outcome::into_result);
    run.map_err(|error| if is_partial { partial(error) } else { error })
}

impl RecordingsDir {
    /// Downloads the recordings of an engagement that do not exist yet. A failed one does not stop
    /// the others.
    ///
    /// # Errors
    /// The last failure; those before it are reported.
    fn download_missing(
        &self,
        client: &Client,
        engagement: &EngagementRef,
    ) -> Result<(), CliError> {
        let fetched;
        let record = if let Some(record) = &engagement.record {
            record
        } else {
            fetched = client.engagement(&engagement.id)?;
            &fetched
        };
        let record = Record::of((&**record).into());
        let links = engagement::audio_recording_urls(&engagement.id, &record)?;
        if links.is_empty() {
            self.without_recordings.fetch_add(1, Relaxed);
        }
        let mut outcome = Ok(());
        for (index, link) in (1..).zip(&links) {
            let Err(failure) = self.download_one(client, &engagement.id, index, link) else {
                continue;
            };
            let is_last = failure.is_fatal;
            if let Err(earlier) = std::mem::replace(&mut outcome, Err(failure)) {
                self.console.error(&earlier);
            }
            if is_last {
                break;
            }
        }
        outcome
    }

    fn download_one(
        &self,
        client: &Client,
        id: &Id,
        index: usize,
        link: &str,
    ) -> Result<(), CliError> {
        let recording = Recording::new(id, index, link)?;
        let ids = recording.file_stem();
        let has = |extension: &&str| self.dir.has(&ids, extension);
        if EXTENSIONS.iter().any(has) {
            self.dir.keep();
            return Ok(());
        }
        let stem = unique_stem(&ids);
        let name = |extension: &str| format!("{stem}.{extension}");
        let open = |extension: &str| self.dir.start(&name(extension));
        let file = client.download(&recording, self.max_size, open)?;
        self.dir.commit(file).map_err(|error| CliError {
            // The next download would find the same disk.
            is_fatal: true,
            ..CliError::from_anyhow(&error)
        })
    }
}
