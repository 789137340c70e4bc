//! `engagements show`

use crate::api::{Call, Client};
use crate::cli::ShowArgs;
use crate::records::engagement;
use crate::render::Format;
use crate::settings::READ_DEFAULTS;
use crate::sink::WriteMode;

use super::bulk::{for_each, print_requests};
use super::input::{self, EngagementInput};
use super::outcome::{Outcome, RerunEffect};
use super::output::OutputWriter;
use super::session::Session;

/// Prints single engagements.
pub(super) fn run(args: ShowArgs, session: &Session) -> anyhow::Result<()> {
    let document = input::document(&args.targets);
    let output =
        session
            .settings
            .output(&args.output, engagement::SCHEMA, Format::Details, document)?;
    let is_single = args.targets.is_one();
    let outcome = Outcome::new("fetch", is_single, RerunEffect::Restarts, &session.console);
    let input = EngagementInput::new(args.targets, &session.settings)?;
    let client = session.client(READ_DEFAULTS)?;
    if session.settings.dry_run() {
        return print_requests(input, client, |id| Some(Call::Engagement(id)));
    }
    let receipt = session.receipt("show", client, input.query());
    let mut writer = OutputWriter::open(output, receipt, WriteMode::Stream, session)?;
    writer.if_empty = Some("no engagements");
    let ids = input.ids(client, |_| true);
    let fetch = Client::engagement;
    let run = for_each(ids, client, fetch, outcome, |id, json| {
        writer.record(id, (&*json).into())
    });
    writer.finish(run.and_then(Outcome::into_result))
}
