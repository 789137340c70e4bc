//! `engagements recordings`

mod shelf;

use std::sync::Arc;

use crate::api::{Call, Client};
use crate::cli::Recordings;
use crate::resume::{Again, Rest, Source};
use crate::settings::READING;

use super::each::{each, print_requests};
use super::session::Session;
use super::targets::{Chosen, Found};
use shelf::Shelf;

/// Downloads the audio recordings of engagements, each to a file of its own.
pub(super) fn run(args: Recordings, session: &Session) -> anyhow::Result<()> {
    let source = Source::of(&args.targets.ids);
    let chosen = Chosen::new(args.targets, &session.settings)?;
    let client = session.client(READING)?;
    if session.settings.dry_run() {
        // What comes after it is known only from the answer.
        return print_requests(chosen, client, |id| Some(Call::Engagement(id)));
    }
    let shelf = Arc::new(Shelf::open(args.dir, session)?);
    let filled = Arc::clone(&shelf);
    let fetch = move |client: &Client, engagement: &Found| filled.fill(client, engagement);
    let rest = Rest::new(source, Again::DoesTheRest);
    let engagements = chosen.engagements(client);
    let run = each(engagements, client, fetch, session, rest, |_, ()| {
        session.talk.progress().add(1, false);
        Ok(())
    });
    shelf.end(run)
}
