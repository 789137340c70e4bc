//! Proxy variables: the HTTP client silently ignores one that it cannot read, and goes direct.

use reqwest::Url;

use super::environment::Environment;
use crate::failure::{Failure, Kind};

const VARIABLES: [&str; 6] = [
    "HTTPS_PROXY",
    "https_proxy",
    "HTTP_PROXY",
    "http_proxy",
    "ALL_PROXY",
    "all_proxy",
];
const SCHEMES: [&str; 6] = ["http", "https", "socks4", "socks4a", "socks5", "socks5h"];

/// Refuses a proxy variable that is no URL of a proxy.
///
/// # Errors
/// A settings failure that names the variable, but not its value: that may hold a password.
pub(crate) fn check(environment: &Environment) -> Result<(), Failure> {
    for name in VARIABLES {
        if let Some(value) = environment.text(name)?
            && !is_proxy(value)
        {
            let message = format!("the environment variable `{name}` is not the URL of a proxy");
            return Err(Failure::new(Kind::Settings, message)
                .hint("write it like `http://proxy.example:3128` or `socks5h://127.0.0.1:1080`, or unset it"));
        }
    }
    Ok(())
}

fn is_proxy(value: &str) -> bool {
    Url::parse(value).is_ok_and(|url| SCHEMES.contains(&url.scheme()) && url.has_host())
}

#[cfg(test)]
mod tests {
    use super::is_proxy;

    #[test]
    fn only_urls_of_proxies_pass() {
        for good in [
            "http://p:3128",
            "https://u:p@p",
            "socks5h://127.0.0.1:1080",
            "HTTP://p",
        ] {
            assert!(is_proxy(good), "{good}");
        }
        for bad in [
            "p:3128",
            "localhost:3128",
            "http://",
            "ftp://p",
            "127.0.0.1:80",
            "http://p:port",
            "-",
        ] {
            assert!(!is_proxy(bad), "{bad}");
        }
    }
}
