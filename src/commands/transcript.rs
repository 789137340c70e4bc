//! `engagements transcript`

use std::sync::Arc;

use crate::api::Client;
use crate::cli::Transcript;
use crate::records::message;
use crate::render::{Document, Format};
use crate::settings::{READING, Settings};
use crate::talk::Talk;

use super::delivery::Delivery;
use super::each::each;
use super::targets;

/// Prints chat transcripts.
pub(super) fn run(args: Transcript, settings: &Settings, talk: &Arc<Talk>) -> anyhow::Result<()> {
    let document = if args.targets.is_one() {
        Document::Records
    } else {
        Document::Transcripts
    };
    let output = settings.output(
        &args.output,
        message::SCHEMA,
        Format::Conversation,
        document,
    )?;
    let client = Client::new(&settings.connection(READING)?, Arc::clone(talk))?;
    let ids = targets::ids(args.targets, settings, client)?;
    let mut delivery = Delivery::open(output)?;
    let run = each(ids, client, Client::transcript, talk, |id, messages| {
        delivery.renderer.transcript(id, &messages)?;
        Ok(delivery.renderer.flush()?)
    });
    delivery.end(run)
}
