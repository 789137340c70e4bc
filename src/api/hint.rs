//! Hints: what the user can do about an error response.

use super::call::Call;
use super::response::{ApiResponse, CHECK_BASE_URL};
use crate::settings::Connection;

/// Returns the hint for a response that is not a 2xx.
pub(super) fn for_response(
    call: Call<'_>,
    response: &ApiResponse,
    connection: &Connection,
) -> Option<String> {
    let is_list_url = connection
        .base_url
        .url()
        .path()
        .trim_end_matches('/')
        .ends_with("/engagements");
    let hint = match (call, response.head.status) {
        (_, 300..=399) => "set `--base-url` to the address of the API itself",
        (Call::CreateToken(_), 401 | 403) => {
            "check `ENGAGEMENTS_API_KEY_ID` and `ENGAGEMENTS_API_KEY_SECRET`"
        }
        (_, 401) => {
            let origin = connection.credentials.origin();
            let scheme = match connection.credentials.scheme() {
                "Token" => {
                    ", or pass `--auth-scheme bearer` if the deployment needs a bearer token"
                }
                _ => "",
            };
            return Some(format!("check the token from {origin}{scheme}"));
        }
        (_, 403) => "the token's operator needs access to the requested sites and operators",
        (_, 404) if is_list_url => "remove `/engagements` from the end of `--base-url`",
        (Call::Page(_) | Call::CreateToken(_), 404) => CHECK_BASE_URL,
        (_, 404) if response.is_unknown_route() => CHECK_BASE_URL,
        (Call::Recording(_), 404) => {
            "the token's operator may not be authorized for the engagement's site"
        }
        (_, 404) => {
            "check the ID; the token's operator may not be authorized for the engagement's site"
        }
        (_, 429) => "run again later, or with a smaller `--concurrency`",
        (_, 500..) => "retry later; support needs the request ID",
        _ => return None,
    };
    Some(hint.to_owned())
}
