//! What every command runs with.

use std::sync::Arc;

use crate::api::Client;
use crate::failure::Failure;
use crate::interrupt::Interrupt;
use crate::settings::output::Output;
use crate::settings::{Defaults, Settings};
use crate::talk::Talk;

use super::delivery::Delivery;

/// One run of the tool.
pub(super) struct Session {
    /// What was meant.
    pub(super) settings: Settings,
    /// Where it is told how it goes.
    pub(super) talk: Arc<Talk>,
    /// The signals that may end it.
    pub(super) interrupt: Interrupt,
}

impl Session {
    /// The service, for a command with these defaults.
    ///
    /// # Errors
    /// Settings: no token, or what cannot be used.
    pub(super) fn client(&self, defaults: Defaults) -> anyhow::Result<&'static Client> {
        Client::new(&self.settings.connection(defaults)?, Arc::clone(&self.talk))
    }

    /// Opens the output, which is gone if a signal ends the run.
    ///
    /// # Errors
    /// Local: the file cannot be made where it is asked for.
    pub(super) fn deliver_to(&self, output: Output) -> anyhow::Result<Delivery> {
        Delivery::open(output, &self.interrupt)
    }

    /// Tells the failure of one of several ids, which does not end the run.
    pub(super) fn tell(&self, failure: &Failure) {
        self.talk.error(failure);
    }
}
