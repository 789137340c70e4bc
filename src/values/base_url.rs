//! The base URL of the API: the only origin that receives the token.

use std::str::FromStr;

use reqwest::Url;

use super::secret::MASK;

/// An https URL, or a plain http URL of a loopback address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct BaseUrl(Url);

impl BaseUrl {
    /// Returns the URL.
    pub(crate) fn url(&self) -> &Url {
        &self.0
    }

    /// Returns whether the connection needs neither certificates nor a proxy.
    pub(crate) fn is_loopback_http(&self) -> bool {
        self.0.scheme() == "http"
    }
}

impl FromStr for BaseUrl {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let url =
            Url::parse(text).map_err(|_| "expected a URL such as https://api.salemove.com")?;
        match url.scheme() {
            _ if !url.username().is_empty() || url.password().is_some() => {
                Err("it has a user or password; the token belongs in `ENGAGEMENTS_TOKEN`")
            }
            "http" if !is_loopback(&url) => Err("plain http is for loopback addresses only"),
            "http" | "https" if url.query().is_some() || url.fragment().is_some() => {
                Err("it has a query or fragment; it ends with the path")
            }
            "http" | "https" => Ok(Self(url)),
            _ => Err("expected an https URL"),
        }
    }
}

/// Returns a URL, valid or not, without what may be a user and a password.
pub(crate) fn redact_userinfo(text: &str) -> String {
    text.rsplit_once('@')
        .map_or_else(|| text.to_owned(), |(_, host)| format!("{MASK}@{host}"))
}

/// Returns whether the host is a loopback address.
pub(crate) fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || address
            .parse()
            .is_ok_and(|ip: std::net::IpAddr| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_http_is_limited_to_loopback() {
        for good in [
            "https://api.salemove.com",
            "https://proxy.example:8443/glia/",
            "http://127.0.0.1:8080",
            "http://127.9.9.9",
            "http://[::1]:1",
            "http://localhost:1",
        ] {
            assert!(good.parse::<BaseUrl>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "api.salemove.com",
            "http://api.salemove.com",
            "http://localhost.evil.example",
            "http://127.0.0.1.evil.example",
            "http://0.0.0.0",
            "ftp://127.0.0.1",
            "https://user@api.example",
            "https://:secret@api.example",
            "https://api.example?x=1",
            "https://api.example#x",
            "file:///etc/passwd",
        ] {
            assert!(bad.parse::<BaseUrl>().is_err(), "{bad}");
        }
    }

    #[test]
    fn userinfo_is_redacted() {
        for url in [
            "https://u:geheim@api.example",
            "https://u:ge@heim@api.example",
            "u:geheim@api.example",
            "http://geheim@api.example",
            "//u:geheim@api.example",
        ] {
            assert!(url.parse::<BaseUrl>().is_err());
            assert_eq!(redact_userinfo(url), "***@api.example");
        }
    }
}
