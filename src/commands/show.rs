//! `engagements show`

use std::sync::Arc;

use crate::api::Client;
use crate::cli::Show;
use crate::records::{Record, engagement};
use crate::render::{Document, Format};
use crate::settings::{READING, Settings};
use crate::talk::Talk;

use super::delivery::Delivery;
use super::each::each;
use super::targets;

/// Prints single engagements.
pub(super) fn run(args: Show, settings: &Settings, talk: &Arc<Talk>) -> anyhow::Result<()> {
    let document = if args.targets.is_one() {
        Document::Record
    } else {
        Document::Records
    };
    let output = settings.output(&args.output, engagement::SCHEMA, Format::Details, document)?;
    let client = Client::new(&settings.connection(READING)?, Arc::clone(talk))?;
    let ids = targets::ids(args.targets, settings, client)?;
    let mut delivery = Delivery::open(output)?;
    let run = each(ids, client, Client::engagement, talk, |_, json| {
        delivery.renderer.record(Record::new(&json))?;
        Ok(delivery.renderer.flush()?)
    });
    delivery.end(run)
}
