//! `engagements sandbox`, and the sandbox behind `--sandbox`.

use std::io::Write;

use anyhow::Context;
use chrono::{DateTime, Utc};
use clap::Parser;

use crate::cli::{Cli, Command};
use crate::sandbox::{OPERATOR_IDS, SITE_IDS, SandboxArgs, Server, TOKEN};
use crate::settings::SettingKey;
use crate::sink::Sink;

use super::session::Session;

/// Starts the sandbox of `--sandbox` and returns the settings that lead to it.
///
/// # Errors
/// Local: there is no free port, or no thread.
pub(crate) fn settings(
    cli: &Cli,
    now: DateTime<Utc>,
) -> anyhow::Result<Option<Vec<(SettingKey, String)>>> {
    let uses_sandbox = cli.command.sends_requests() || matches!(cli.command, Command::Config(_));
    if !cli.global.sandbox || !uses_sandbox {
        return Ok(None);
    }
    let server = start(SandboxArgs::try_parse_from(["sandbox"])?, now)?;
    Ok(Some(connection_settings(&server)))
}

fn connection_settings(server: &Server) -> Vec<(SettingKey, String)> {
    vec![
        (SettingKey::BaseUrl, server.base_url().to_owned()),
        (SettingKey::Token, TOKEN.to_owned()),
        (SettingKey::SiteIds, SITE_IDS.join(",")),
        (SettingKey::OperatorIds, OPERATOR_IDS.join(",")),
    ]
}

/// Runs a sandbox in the foreground until the process is ended.
pub(super) fn run(args: SandboxArgs, session: &Session) -> anyhow::Result<()> {
    let server = start(args, session.settings.environment.now)?;
    let mut out = Sink::stdout()?;
    for (key, value) in connection_settings(&server) {
        if let Some(name) = key.variable() {
            writeln!(out, "export {name}={value}")?;
        }
    }
    out.flush()?;
    if session.settings.environment.stdout_width.is_some() {
        session
            .console
            .note("paste these lines into another terminal to use it there; Ctrl-C ends it");
    }
    server.wait().context("the sandbox ended")
}

fn start(args: SandboxArgs, now: DateTime<Utc>) -> anyhow::Result<Server> {
    let port = args.port;
    Server::start(args, now).with_context(|| format!("cannot listen on 127.0.0.1:{port}"))
}
