//! `engagements show`

use crate::api::{Call, Client};
use crate::cli::Show;
use crate::records::{Record, engagement};
use crate::render::{Document, Format};
use crate::settings::READING;

use super::each::{each, print_requests};
use super::session::Session;
use super::targets;

/// Prints single engagements.
pub(super) fn run(args: Show, session: &Session) -> anyhow::Result<()> {
    let document = if args.targets.is_one() {
        Document::Record
    } else {
        Document::Records
    };
    let output =
        session
            .settings
            .output(&args.output, engagement::SCHEMA, Format::Details, document)?;
    let client = session.client(READING)?;
    if session.settings.dry_run() {
        return print_requests(args.targets, session, client, |id| Call::Engagement(id));
    }
    let ids = targets::ids(args.targets, &session.settings, client, false)?;
    let mut delivery = session.deliver_to(output)?;
    let run = each(ids, client, Client::engagement, session, |_, json| {
        delivery.renderer.record(Record::new(&json))?;
        Ok(delivery.renderer.flush()?)
    });
    delivery.end(run)
}
