//! `engagements transcript`

use crate::api::{Call, Client};
use crate::cli::Transcript;
use crate::records::message;
use crate::render::{Document, Format};
use crate::settings::READING;

use super::each::{each, print_requests};
use super::session::Session;
use super::targets;

/// Prints chat transcripts.
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
    let client = session.client(READING)?;
    if session.settings.dry_run() {
        return print_requests(args.targets, session, client, |id| Call::Transcript(id));
    }
    let ids = targets::ids(args.targets, &session.settings, client, false)?;
    let mut delivery = session.deliver_to(output)?;
    let run = each(ids, client, Client::transcript, session, |id, messages| {
        delivery.renderer.transcript(id, &messages)?;
        Ok(delivery.renderer.flush()?)
    });
    delivery.end(run)
}
