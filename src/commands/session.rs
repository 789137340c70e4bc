//! The parts that every command runs with.

use std::sync::Arc;

use crate::api::Client;
use crate::console::Console;
use crate::settings::{Connection, RequestKind, Settings};
use crate::signals::SignalHandler;

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
}
