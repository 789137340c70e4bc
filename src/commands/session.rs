//! The parts that every command runs with.

use std::sync::Arc;

use crate::api::{Client, Query};
use crate::console::Console;
use crate::persistence::receipt::Receipt;
use crate::settings::{Connection, RequestKind, Settings};
use crate::signals::SignalHandler;
use crate::values::time_arg::format_api_time;

/// One run of the tool.
pub(super) struct Session {
    pub(super) settings: Settings,
    pub(super) console: Arc<Console>,
    /// The signals that may end the run.
    pub(super) signals: SignalHandler,
}

impl Session {
    /// Returns the client for requests of this kind.
    ///
    /// # Errors
    /// Settings: no usable credentials, an unusable proxy or unusable certificates.
    pub(super) fn client(&self, kind: RequestKind) -> anyhow::Result<&'static Client> {
        self.connect(self.settings.connection(kind)?)
    }

    /// Returns the client of a connection, and prints the warnings about it.
    ///
    /// # Errors
    /// Settings: an unusable proxy or unusable certificates.
    pub(super) fn connect(&self, connection: Connection) -> anyhow::Result<&'static Client> {
        self.console.redact(connection.credentials.secret());
        for warning in &connection.warnings {
            self.console.warn(warning);
        }
        Client::new(connection, Arc::clone(&self.console))
    }

    /// Creates the receipt of a command that processes a query, or IDs. A trace names the window,
    /// since the typed one may be relative.
    pub(super) fn receipt(
        &self,
        command: &'static str,
        client: &'static Client,
        query: Option<&Query>,
    ) -> Receipt {
        let mut receipt = Receipt::new(command, client.base_url(), self.settings.environment.now);
        if let Some(query) = query {
            self.console.trace(1, || window(query));
            receipt.since = query.since;
            receipt.until = query.until;
            receipt.site_ids = Some(query.site_ids.clone());
            let operators = &query.operator_ids;
            receipt.operator_ids = (!operators.is_empty()).then(|| operators.clone());
        }
        receipt
    }
}

/// Describes the window as it is sent.
fn window(query: &Query) -> String {
    let bounds = [("since", query.since), ("until", query.until)].into_iter();
    let bounds = bounds.filter_map(|(name, at)| Some(format!(" {name} {}", format_api_time(at?))));
    match &*bounds.collect::<String>() {
        "" => "window: all time".to_owned(),
        bounds => format!("window:{bounds}"),
    }
}
