//! `engagements recordings`

mod shelf;

use std::sync::Arc;

use crate::api::{Call, Client};
use crate::cli::Recordings;
use crate::settings::READING;

use super::bulk::{BulkProgress, BulkStats, RERUN_RESUMES, for_each, print_requests};
use super::input::{EngagementInput, EngagementRef};
use super::session::Session;
use shelf::Shelf;

/// Downloads the audio recordings of engagements, each to a file of its own.
pub(super) fn run(args: Recordings, session: &Session) -> anyhow::Result<()> {
    let progress = BulkProgress::new(args.targets.is_one(), Some(RERUN_RESUMES));
    let input = EngagementInput::new(args.targets, &session.settings)?;
    let client = session.client(READING)?;
    if session.settings.dry_run() {
        // What comes after it is known only from the answer.
        return print_requests(input, client, |id| Some(Call::Engagement(id)));
    }
    let shelf = Arc::new(Shelf::open(args.dir, session)?);
    let filled = Arc::clone(&shelf);
    let fetch = move |client: &Client, engagement: &EngagementRef| filled.fill(client, engagement);
    let engagements = input.engagements(client);
    let run = for_each(engagements, client, fetch, session, progress, |_, ()| {
        session.talk.progress().add(1, false);
        Ok(())
    });
    shelf.end(run.and_then(BulkStats::into_result))
}
