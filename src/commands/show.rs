//! `engagements show`

use crate::api::{Call, Client};
use crate::cli::Show;
use crate::records::engagement;
use crate::render::Format;
use crate::resume::{Rest, Source};
use crate::settings::READING;

use super::delivery::Delivery;
use super::each::{each, print_requests};
use super::session::Session;
use super::targets::{self, Chosen};

/// Prints single engagements.
pub(super) fn run(args: Show, session: &Session) -> anyhow::Result<()> {
    let document = targets::document(&args.targets);
    let output =
        session
            .settings
            .output(&args.output, engagement::SCHEMA, Format::Details, document)?;
    let source = Source::of(&args.targets.ids);
    let chosen = Chosen::new(args.targets, &session.settings)?;
    let client = session.client(READING)?;
    if session.settings.dry_run() {
        return print_requests(chosen, client, |id| Some(Call::Engagement(id)));
    }
    let receipt = session.receipt("show", client, chosen.query());
    let mut delivery = Delivery::open(output, receipt, false, session)?;
    let rest = Rest::new(source, delivery.again());
    let ids = chosen.ids(client, |_| true);
    let fetch = Client::engagement;
    let run = each(ids, client, fetch, session, rest, |id, json| {
        delivery.record(id, (&*json).into())
    });
    let is_blank = delivery.is_blank();
    delivery.end(run)?;
    if is_blank {
        session.talk.note("no engagements");
    }
    Ok(())
}
