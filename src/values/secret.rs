//! Secret texts.

use std::fmt;

/// The text that replaces a secret.
pub(crate) const MASK: &str = "***";

/// A secret text: it has no `Display`, and its `Debug` shows nothing.
#[derive(Clone)]
pub(crate) struct Secret(String);

impl Secret {
    /// Creates a secret.
    pub(crate) fn new(text: String) -> Self {
        Self(text)
    }

    /// Returns the text, to be sent.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(MASK)
    }
}
