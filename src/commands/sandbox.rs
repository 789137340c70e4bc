//! `engagements sandbox`, and the practice server behind `--sandbox`.

use std::io::Write;
use std::time::Duration;

use anyhow::Context;
use chrono::{DateTime, Utc};

use crate::cli::Practice;
use crate::sandbox::{Links, OPERATOR_IDS, Options, SITE_IDS, Server, TOKEN};
use crate::settings::Service;
use crate::sink::Sink;

use super::session::Session;

/// Starts a practice server for this process alone, and says how to reach it.
///
/// # Errors
/// Local: there is no free port, or no thread.
pub(super) fn service(now: DateTime<Utc>) -> anyhow::Result<Service> {
    let server = start(Options {
        engagements: 250,
        seed: 1,
        links: Links::Numbered,
        latency: Duration::ZERO,
        rate_limit: None,
        faults: Vec::new(),
        port: 0,
        now,
    })?;
    Ok(Service {
        base_url: server.base_url().to_owned(),
        token: TOKEN,
        site_ids: SITE_IDS.map(str::to_owned).to_vec(),
        operator_ids: OPERATOR_IDS.map(str::to_owned).to_vec(),
    })
}

/// Runs a practice server in the foreground, until the process is ended.
pub(super) fn run(args: Practice, session: &Session) -> anyhow::Result<()> {
    let server = start(Options {
        engagements: args.engagements,
        seed: args.seed,
        links: args.links,
        latency: args.latency,
        rate_limit: args.rate_limit,
        faults: args.faults,
        port: args.port,
        now: session.settings.environment().now,
    })?;
    let mut out = Sink::stdout()?;
    writeln!(out, "export ENGAGEMENTS_BASE_URL={}", server.base_url())?;
    writeln!(out, "export ENGAGEMENTS_TOKEN={TOKEN}")?;
    writeln!(out, "export ENGAGEMENTS_SITE_IDS={}", SITE_IDS.join(","))?;
    writeln!(
        out,
        "export ENGAGEMENTS_OPERATOR_IDS={}",
        OPERATOR_IDS.join(",")
    )?;
    out.flush()?;
    if session.settings.environment().stdout_width.is_some() {
        session
            .talk
            .note("paste these lines into another terminal to use it there; Ctrl-C ends it");
    }
    server.wait().context("the practice server ended")
}

fn start(options: Options) -> anyhow::Result<Server> {
    Server::start(options).context("cannot start the practice server")
}
