//! `engagements transcript`

use crate::api::{Call, Client};
use crate::cli::Transcript;
use crate::records::{engagement, message};
use crate::render::{Document, Format};
use crate::settings::READING;

use super::delivery::Delivery;
use super::each::{each, print_requests};
use super::incremental::Continued;
use super::session::Session;
use super::targets::Chosen;

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
    let mut chosen = Chosen::new(args.targets, &session.settings)?;
    let client = session.client(READING)?;
    if session.settings.dry_run() {
        return print_requests(chosen, client, |id| Call::Transcript(id));
    }
    let now = session.settings.environment().now;
    let mut continued = match chosen.query_mut() {
        Some(query) => Continued::open(&args.incremental, "transcript", query, now)?,
        None => Continued::nothing(),
    };
    let receipt = session.receipt("transcript", client, chosen.query());
    let mut delivery = Delivery::open(output, receipt, continued.holds_back(), session)?;
    let delivered = continued.delivered();
    let ids = chosen.ids(client, move |record| {
        engagement::id(record).is_none_or(|id| !delivered.contains(id.as_ref()))
    });
    let run = each(ids, client, Client::transcript, session, |id, messages| {
        delivery.transcript(id, &messages)?;
        continued.add(id);
        Ok(())
    });
    let is_blank = delivery.is_blank();
    delivery.end(run)?;
    continued.save()?;
    if is_blank {
        session.talk.note("no messages");
    }
    Ok(())
}
