//! A call as a `curl` command that a person can paste into a shell.

use reqwest::Url;

use super::attempt::VERSION;
use super::call::Call;
use crate::shell::quoted;

/// The command for a call; the token is left to the shell.
pub(super) fn command(call: Call<'_>, base: &Url, scheme: &str) -> String {
    let method = call.verb();
    let mut words = vec![
        format!("curl --request {method}"),
        format!("--header \"Authorization: {scheme} $ENGAGEMENTS_TOKEN\""),
        format!("--header {}", quoted(&format!("Accept: {VERSION}"))),
        format!("--user-agent {}", quoted(super::connect::USER_AGENT)),
    ];
    if let Call::Export { key, .. } = call {
        words.push(format!(
            "--header {}",
            quoted(&format!("X-Idempotency-Key: {key}"))
        ));
    }
    words.push(quoted(call.url(base).as_str()));
    words.join(" ")
}
