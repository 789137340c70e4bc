//! The folder of the recordings: which are there, and how the others get there.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::api::{Client, EXTENSIONS, Recording};
use crate::atomic::AtomicFile;
use crate::commands::delivery::partial;
use crate::commands::files::make_folder;
use crate::commands::input::EngagementRef;
use crate::commands::session::Session;
use crate::failure::Failure;
use crate::id::Id;
use crate::interrupt::Interrupt;
use crate::records::engagement;
use crate::records::record::Record;
use crate::talk::Talk;

/// A folder with a file for each recording, which several workers fill.
pub(super) struct Shelf {
    folder: PathBuf,
    tally: Mutex<Tally>,
    interrupt: Interrupt,
    talk: Arc<Talk>,
}

/// What became of a run's recordings.
#[derive(Default)]
struct Tally {
    written: u64,
    kept: u64,
    /// Engagements that have none.
    without: u64,
}

impl Shelf {
    /// Makes the folder if it is missing.
    ///
    /// # Errors
    /// Local: it cannot be made.
    pub(super) fn open(folder: PathBuf, session: &Session) -> anyhow::Result<Self> {
        make_folder(&folder)?;
        session.talk.show_progress();
        Ok(Self {
            folder,
            tally: Mutex::default(),
            interrupt: session.interrupt.clone(),
            talk: Arc::clone(&session.talk),
        })
    }

    /// Fetches those recordings of an engagement that are not there. One that fails does not stop
    /// the others.
    ///
    /// # Errors
    /// The last failure of a recording, or of the engagement; those before it are told.
    pub(super) fn fill(&self, client: &Client, engagement: &EngagementRef) -> Result<(), Failure> {
        let fetched;
        let record = if let Some(record) = &engagement.record {
            record
        } else {
            fetched = client.engagement(&engagement.id)?;
            &fetched
        };
        let links =
            engagement::audio_recording_urls(&engagement.id, &Record::of((&**record).into()))?;
        if links.is_empty() {
            self.tally().without += 1;
        }
        let mut outcome = Ok(());
        for (part, link) in (1..).zip(&links) {
            let Err(failure) = self.put(client, &engagement.id, part, link) else {
                continue;
            };
            let is_last = failure.ends_run;
            if let Err(earlier) = std::mem::replace(&mut outcome, Err(failure)) {
                self.talk.error(&earlier);
            }
            if is_last {
                break;
            }
        }
        outcome
    }

    /// Puts a recording into its file, unless it is there.
    fn put(&self, client: &Client, id: &Id, part: usize, link: &str) -> Result<(), Failure> {
        let recording = Recording::new(id, part, link)?;
        let mut files = EXTENSIONS.iter().map(|end| self.file(&recording, end));
        if files.any(|file| file.is_file()) {
            self.tally().kept += 1;
            return Ok(());
        }
        let file: AtomicFile = client.download(&recording, |extension| {
            self.interrupt.create(&self.file(&recording, extension))
        })?;
        file.commit().map_err(|why| Failure {
            // The next one would find the same disk.
            ends_run: true,
            ..Failure::telling(&why)
        })?;
        self.tally().written += 1;
        Ok(())
    }

    /// The file of a recording.
    fn file(&self, recording: &Recording, extension: &str) -> PathBuf {
        self.folder
            .join(format!("{}.{extension}", recording.name()))
    }

    /// Says what was done, and ends the run as it ended.
    ///
    /// # Errors
    /// The run's own, `partial` where some of what was asked for is there.
    pub(super) fn end(&self, run: anyhow::Result<()>) -> anyhow::Result<()> {
        let Tally {
            written,
            kept,
            without,
        } = *self.tally();
        self.talk.progress().end();
        let none = match without {
            0 => String::new(),
            _ => format!("; engagements without a recording: {without}"),
        };
        self.talk
            .note(&format!("written {written}, kept {kept}{none}"));
        let some = written + kept + without > 0;
        run.map_err(|error| if some { partial(error) } else { error })
    }

    fn tally(&self) -> MutexGuard<'_, Tally> {
        self.tally.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
