//! `engagements show`

use crate::api::{Call, Client};
use crate::cli::ShowArgs;
use crate::records::engagement;
use crate::render::OutputFormat;
use crate::settings::RequestKind;
use crate::sink::WriteMode;

use super::bulk::{for_each, print_requests};
use super::input::{self, Engagement, Input};
use super::outcome::{Outcome, RerunEffect};
use super::output::OutputWriter;
use super::session::Session;

/// Prints single engagements.
pub(super) fn run(args: ShowArgs, session: &Session) -> anyhow::Result<()> {
    let json_shape = input::json_shape(&args.engagements);
    let output = session.settings.output(
        &args.output,
        engagement::SCHEMA,
        OutputFormat::Details,
        json_shape,
        Vec::new(),
    )?;
    let outcome = Outcome::new("fetch", args.engagements.is_one(), RerunEffect::Restarts);
    let input = Input::new(args.engagements, &session.settings)?;
    let client = session.client(RequestKind::Read)?;
    if session.settings.dry_run() {
        return print_requests(input, client, |id| Some(client.curl(Call::Engagement(id))));
    }
    let mode = Some(WriteMode::Stream);
    let mut writer = OutputWriter::open(output, mode, "show", input.query(), client, session)?;
    writer.if_empty = Some("no engagements");
    // A failed run with atomic output has delivered nothing.
    let engagements = input.engagements(client, !writer.is_atomic(), |_| true);
    let fetch = |client: &Client, engagement: &Engagement| client.engagement(&engagement.id);
    let print = |engagement: &Engagement, record| writer.record(&engagement.id, &record);
    let run = for_each(engagements, client, session, outcome, fetch, print);
    writer.finish(run.and_then(Outcome::into_result))
}
