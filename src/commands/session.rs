//! What every command runs with.

use std::sync::Arc;

use chrono::{DateTime, Utc};

use crate::api::{Client, Query};
use crate::console::Console;
use crate::persistence::receipt::Receipt;
use crate::settings::{CommandDefaults, Settings, time_arg};
use crate::signals::SignalHandler;

/// One run of the tool.
pub(super) struct Session {
    /// What was meant.
    pub(super) settings: Settings,
    /// Where it is told how it goes.
    pub(super) console: Arc<Console>,
    /// The signals that may end it.
    pub(super) signals: SignalHandler,
}

impl Session {
    /// The service, for a command with these defaults.
    ///
    /// # Errors
    /// Settings: no token, or what cannot be used.
    pub(super) fn client(&self, defaults: CommandDefaults) -> anyhow::Result<&'static Client> {
        let connection = self.settings.connection(defaults)?;
        self.console.redact(connection.credentials.secret());
        for warning in &connection.warnings {
            self.console.warn(warning);
        }
        Client::new(connection, Arc::clone(&self.console))
    }

    /// The receipt of a command that asks for these engagements, or for named ones. A trace names
    /// the window, since what was typed may be relative.
    pub(super) fn receipt(
        &self,
        command: &'static str,
        client: &'static Client,
        query: Option<&Query>,
    ) -> Receipt {
        let mut receipt = Receipt::new(command, client.base_url(), self.settings.environment().now);
        if let Some(query) = query {
            self.console.trace(1, || window(query));
            receipt.since = query.since;
            receipt.until = query.until;
            receipt.corrected_until = Some(&client.clock().window_end);
            receipt.site_ids = Some(query.site_ids.clone());
            let operators = &query.operator_ids;
            receipt.operator_ids = (!operators.is_empty()).then(|| operators.clone());
        }
        receipt
    }
}

/// The window that is asked for, as it is sent.
fn window(query: &Query) -> String {
    let edge = |word: &str, at: Option<DateTime<Utc>>| {
        at.map_or_else(String::new, |at| {
            format!(" {word} {}", time_arg::format_api_time(at))
        })
    };
    match (edge("since", query.since), edge("until", query.until)) {
        (since, until) if since.is_empty() && until.is_empty() => "window: all time".to_owned(),
        (since, until) => format!("window:{since}{until}"),
    }
}
