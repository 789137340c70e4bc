//! `engagements recordings`

use std::sync::Arc;
use std::sync::mpsc::{self, Sender};

use crate::api::{Call, Client, EXTENSIONS, Recording};
use crate::cli::RecordingsArgs;
use crate::console::Console;
use crate::error::{CliError, ErrorKind};
use crate::id::Id;
use crate::records::engagement;
use crate::settings::RequestKind;

use super::bulk::{for_each, print_requests};
use super::input::{Engagement, Input};
use super::outcome::{Outcome, RerunEffect};
use super::output::partial;
use super::output_dir::OutputDir;
use super::session::Session;

/// The recordings of a run, which several workers download.
struct RecordingsDir {
    dir: OutputDir,
    max_size: u64,
    not_ready: Sender<Recording>,
    console: Arc<Console>,
}

/// Downloads the audio recordings of engagements, each to a file of its own.
pub(super) fn run(args: RecordingsArgs, session: &Session) -> anyhow::Result<()> {
    let outcome = Outcome::new("fetch", args.engagements.is_one(), RerunEffect::Resumes);
    let input = Input::new(args.engagements, &session.settings)?;
    let client = session.client(RequestKind::Read)?;
    if session.settings.dry_run() {
        // The requests for recordings follow from the responses.
        return print_requests(input, client, |id| Some(client.curl(Call::Engagement(id))));
    }
    let (not_ready, receiver) = mpsc::channel();
    let recordings = Arc::new(RecordingsDir {
        dir: OutputDir::new(args.dir, session),
        max_size: args.max_size,
        not_ready,
        console: Arc::clone(&session.console),
    });
    recordings.dir.create()?;
    session.console.show_progress("done");
    let shared = Arc::clone(&recordings);
    let fetch =
        move |client: &Client, engagement: &Engagement| shared.download_missing(client, engagement);
    // A rerun skips what is there.
    let engagements = input.engagements(client, false, |_| true);
    let mut without = 0_u64;
    let count = |_: &Engagement, has_recordings: bool| {
        session.console.progress().add(1);
        without += u64::from(!has_recordings);
        Ok(())
    };
    let run = for_each(engagements, client, session, outcome, fetch, count);
    let is_partial = recordings.dir.finish(&match without {
        0 => String::new(),
        _ => format!("; engagements without a recording: {without}"),
    }) || without > 0;
    let run = run.and_then(Outcome::into_result);
    let not_ready: Vec<Recording> = receiver.try_iter().collect();
    let run = with_not_ready(run, &not_ready);
    run.map_err(|error| if is_partial { partial(error) } else { error })
}

/// Adds the recordings that are not ready, which are not reported singly, to the end of a run.
fn with_not_ready(run: anyhow::Result<()>, not_ready: &[Recording]) -> anyhow::Result<()> {
    let message = match not_ready {
        [] => return run,
        [recording] => format!("{recording} is not ready yet (204)"),
        several => format!("{} recordings are not ready yet (204)", several.len()),
    };
    let error = match run.map_err(|error| CliError::from_anyhow(&error)) {
        Ok(()) => CliError {
            status: Some(204),
            ..CliError::new(ErrorKind::Api, message)
        },
        Err(error) => CliError {
            message: format!("{}; {message}", error.message),
            ..error
        },
    };
    let hint = "run the same command again later: it fetches only what is missing";
    Err(error.and_hint(hint).into())
}

impl RecordingsDir {
    /// Downloads the recordings of an engagement that do not exist yet. One that fails or is not ready
    /// does not stop the others. Returns whether the engagement has recordings.
    ///
    /// # Errors
    /// The last failure: API, Network or Local. Those before it are reported.
    fn download_missing(&self, client: &Client, engagement: &Engagement) -> Result<bool, CliError> {
        let record = match &engagement.record {
            Some(record) => record,
            None => &client.engagement(&engagement.id)?,
        };
        let links = engagement::audio_recording_urls(&engagement.id, record)?;
        let mut failure: Option<CliError> = None;
        for (index, link) in (1..).zip(&links) {
            let Err(latest) = self.download_one(client, &engagement.id, index, link) else {
                continue;
            };
            let is_fatal = latest.is_fatal;
            if let Some(earlier) = failure.replace(latest) {
                self.console.error(&earlier);
            }
            if is_fatal {
                break;
            }
        }
        failure.map_or(Ok(!links.is_empty()), Err)
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
            self.dir.count_kept();
            return Ok(());
        }
        let open = |extension: &str| self.dir.start(&ids, extension);
        let Some(file) = client.download(&recording, self.max_size, open)? else {
            // Fails only if the run has ended.
            let _ = self.not_ready.send(recording);
            return Ok(());
        };
        self.dir.commit(file).map_err(|error| CliError {
            // The next download would find the same disk.
            is_fatal: true,
            ..CliError::from_anyhow(&error)
        })
    }
}
