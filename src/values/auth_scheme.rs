//! The authentication scheme.

use clap::ValueEnum;

/// The authentication scheme before the token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum AuthScheme {
    /// For a personal API token
    Token,
    /// For a bearer token, which newer deployments want
    Bearer,
}
