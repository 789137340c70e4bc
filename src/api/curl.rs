//! A call as a `curl` command that a person can paste into a shell.

use std::path::Path;

use reqwest::Url;

use super::attempt::VERSION;
use super::call::Call;
use crate::shell::quoted;

/// The command for a call; the token is left to the shell. `ca_cert` is the file of `--ca-cert`.
pub(super) fn command(call: Call<'_>, base: &Url, scheme: &str, ca_cert: Option<&Path>) -> String {
    let method = call.http_method();
    let mut words = vec![
        format!("curl --request {method}"),
        format!("--header \"Authorization: {scheme} $ENGAGEMENTS_TOKEN\""),
        format!("--header {}", quoted(&format!("Accept: {VERSION}"))),
        format!("--user-agent {}", quoted(super::http_client::USER_AGENT)),
    ];
    if let Some(file) = ca_cert {
        words.push(format!("--cacert {}", quoted(&file.to_string_lossy())));
    }
    if let Call::Export { key, .. } = call {
        words.push(format!(
            "--header {}",
            quoted(&format!("X-Idempotency-Key: {key}"))
        ));
        // Empty data makes curl send `Content-Length: 0`.
        words.push("--header 'Content-Type: application/json' --data ''".to_owned());
    }
    words.push(quoted(call.url(base).as_str()));
    words.join(" ")
}
